"""How the numbers of five-year plans and of differences between scenarios came."""

from __future__ import annotations

from typing import Any

from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study.explain.ahead import Ahead
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.places import Places

Texts = tuple[str, str]

GROWTH: Texts = ("value at the end / value at the beginning - 1", "期末值 / 期初值 - 1")
YEARLY: Texts = ("(1 + growth of the period)^(1 / years) - 1", "（1 + 期间增长率）^（1 / 年数）- 1")
ELASTICITY: Texts = (
    "yearly growth / yearly growth of GDP; none where GDP moves less than 0.1 % a year",
    "年均增长率 / GDP 年均增长率；GDP 年均变动不足 0.1% 时不计",
)
PER: Texts = ("(1 + growth) / (1 + growth of GDP) - 1", "（1 + 增长率）/（1 + GDP 增长率）- 1")
SHARE: Texts = ("value at the end of the period", "期末值")
DECLARED: Texts = (
    "a period of study.toml, or of the five-year plans",
    "study.toml 中的时期，或五年规划期",
)
LEVEL: Texts = ("level x part of the measure in place", "实施程度 × 已到位比例")
SAID: Texts = ("as the scenario's file says", "按情景文件")
SERIES = {"energy": ("energy_mtce", "Mtce"), "co2": ("territorial_mt", "Mt CO2")}


class Planned:
    """The blocks ``plans`` and ``differences`` of a scenario."""

    def __init__(self, note: Notebook, ahead: Ahead) -> None:
        self.note, self.ahead = note, ahead

    def plan(self, steps: Steps, value: Value) -> None:
        """Explain a number of a plan period by the totals and the GDP of its ends."""
        name, what = steps[1], steps[4]
        one = self.note.summary["scenarios"][name]["plans"][int(steps[3])]
        ends = int(one["from"]), int(one["to"])
        text, series = _recipe(what)
        inputs: list[Input]
        if what == "structure":
            inputs = [self.ahead.branches.parameter(name, f"structure.{steps[5]}", ends[1])]
        elif what == "nonfossil_share":
            inputs = [self.ahead.path(name, ends[1], "energy_mtce")]
        else:
            inputs = [self._at(name, one_of, year) for one_of in series for year in ends]
        self.note.write(steps, *text, value, "1" if text is not DECLARED else "", inputs)

    def _at(self, name: str, series: str, year: int) -> Input:
        """Give GDP, energy or carbon dioxide of a scenario in a year, on the boundary that leads."""
        if series == "gdp":
            return self.ahead.branches.parameter(name, "gdp", year)
        what = SERIES[series][0]
        adjusted = series == "co2" and self.note.prepared.study.boundary == "adjusted"
        return self.ahead.path(name, year, "adjusted_mt" if adjusted else what)

    def difference(self, steps: Steps, value: Value) -> None:
        """Explain a side of a difference by what is declared, and where."""
        name = steps[1]
        one = self.note.summary["scenarios"][name]["differences"][int(steps[3])]
        side = one.get(steps[4])
        if not isinstance(side, dict) or steps[5] != "value":
            self.note.write(steps, *SAID, value, "", [self._declared(one, one["ours"])])
            return
        measure = one["kind"] == "measure"
        told: Texts = LEVEL if measure else (side["text"]["en"], side["text"]["zh"])
        inputs = [self._declared(one, side)]
        base = str(self.note.prepared.study.base_year)
        if measure:
            places = self.note.kept("places", lambda: Places(self.note))
            id = one["key"].partition(".")[2]
            inputs.append(Input(f"measure {id}", None, "", places.measure(id)))
        else:
            inputs.append(Input(f"{one['key']} {base}, observed", side["value"][base], one["unit"]))
        self.note.write(steps, *told, value, one["unit"], inputs)

    def _declared(self, one: dict[str, Any], side: dict[str, Any]) -> Input:
        where = side["where"]
        if where and side is one["ours"]:
            mark = f"mark {one['mark']}" if one["mark"] else ""
            self.note.about[where] = "; ".join(part for part in (one["source"], mark) if part)
        return Input(f"{one['key']} declared", None, "", where)


def _recipe(what: str) -> tuple[Texts, tuple[str, ...]]:
    """Give the formula of a number of a plan, and the series that it takes at both ends."""
    head = what.partition("_")[0]
    if what.endswith("_yearly"):
        return YEARLY, (head,)
    if what.endswith("_growth"):
        return GROWTH, (head,)
    if what.endswith("_elasticity"):
        return ELASTICITY, (head, "gdp")
    if what.endswith("_change"):
        return PER, (head, "gdp")
    return (SHARE if what in ("structure", "nonfossil_share") else DECLARED), ()
