"""How the numbers of a scenario in all gases came: the carbon dioxide of energy, lines of the ledger, gases of burning."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dualcarbon.inventory.combustion_gases import TJ_PER_TCE
from dualcarbon.inventory.key_categories import LAND
from dualcarbon.inventory.ledger import Line
from dualcarbon.peak.verdict import RULE
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.reference.gwp import gwp
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.beyond import Part, emitted
from dualcarbon.scenarios.end_uses import Cell, Series
from dualcarbon.scenarios.ensemble import Central
from dualcarbon.study.ahead import cell_of
from dualcarbon.study.all_gases import ENERGY
from dualcarbon.study.explain import ledgered
from dualcarbon.study.explain.ahead import AMOUNT, QUANTILE, Ahead
from dualcarbon.study.explain.lines_ahead import OfLines
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook
from dualcarbon.study.whole import energy_carbon

Keep = Callable[[Part], bool]
UNIT = "Mt CO2e"
SUM = (
    "sum of the parts of the account x 10^-6: carbon dioxide of energy, lines of the ledger, other gases of burning",
    "账户各部分之和 × 10^-6：能源活动CO2、账本各行、燃烧的其他气体",
)
HISTORY = ("history: the account", "历史值：取自账户")
WARMED = ("emissions of the gas x warming potential", "该气体排放量 × 全球变暖潜势")
BURNT = (
    "energy of the cell x emissions per energy of the base year",
    "单元能源量 × 基年单位能源排放",
)
PER = (
    "emissions of the base year / energy of the cell in the base year",
    "基年排放量 / 基年单元能源量",
)
REFERENCE = (
    "reference factor x heat / 1000: the cell burnt nothing in the base year",
    "参考因子 × 热值 / 1000：该单元基年无燃烧",
)
RANGE = (
    "quantile of all members in the year, linear between the two members beside it; the numbers of scenarios are drawn, those of the account are not",
    "当年全部成员的分位数，在相邻两个成员之间线性插值；抽样只及情景参数，不含账户的因子",
)
CUMULATED = ("sum of all years", "各年之和")
SHARE = (
    "members counted / all members; each is judged in all gases by the rule of computed paths",
    "计入的成员数 / 全部成员数；逐成员按情景规则就全部气体判定",
)
RULED = (
    "rule for computed paths: the highest year, never the last; {later} years or more after it, the last more than {plateau} % lower and no more than half of the fall won back",
    "情景规则：最大值所在年且不为最后一年；其后至少 {later} 年，末年低于最大值 {plateau} % 以上，且回升不超过降幅的一半",
)
LIKELY: Mapping[str, tuple[str, str]] = {
    "probability": ("members that are neutral at the horizon and stay so / all members", "目标年实现并保持中和的成员数 / 全部成员数"),
    "year_p50": ("smallest year by which half of all members are neutral; the others count as later", "半数成员实现中和的最小年份；其余视为更晚"),
    "residual_p10_mt": ("10 % quantile of what the members leave in the last year", "各成员目标年剩余排放的 10% 分位数"),
    "residual_p90_mt": ("90 % quantile of what the members leave in the last year", "各成员目标年剩余排放的 90% 分位数"),
}  # fmt: skip
SINKS = ("own sinks of the inventory in the last year", "末年清单自有碳汇")


def _every(_: Part) -> bool:
    return True


class OfGases:
    """The block ``all_gases`` of a scenario, each number from the parts of the account ahead."""

    def __init__(self, note: Notebook, ahead: Ahead) -> None:
        self.note, self.ahead = note, ahead
        self.lines = OfLines(note, ahead.branches)

    def explain(self, steps: Steps, value: Value) -> None:
        """Explain a number or word of the block."""
        block = steps[3]
        if block == "co2e_mt":
            self._total(steps, value)
        elif block in ("co2e_low_mt", "co2e_high_mt"):
            self._range(steps, value)
        elif block in ("by_category_mt", "by_gas_mt"):
            self._parts(steps, value)
        elif block == "peak":
            self._peak(steps, value)
        elif block == "neutrality":
            self._neutrality(steps, value)
        else:
            self._cumulative(steps, value)

    def whole(self, name: str, year: int) -> Input:
        """Give the total of a scenario in all gases, explained below. [Mt CO2e]."""
        steps: Steps = ("scenarios", name, "all_gases", "co2e_mt", str(year))
        key, value = ".".join(steps), self._told(name)["co2e_mt"][str(year)]
        if key not in self.note.book:
            self._total(steps, value)
        return Input(key, value, UNIT, key)

    def bare(self, name: str, year: int) -> float:
        """Give the total of a scenario without its measures. [Mt CO2e]."""
        seen, tree, span = self.note.prepared.planted
        found: Central = self.note.kept(
            f"bare {name}",
            lambda: ensemble.central(
                self.note.prepared.scenarios[name].without(), seen, tree, span
            ),
        )
        place = found.years.index(year)
        beside = sum(float(v[0, year - span.base_year]) for v in self._emitted(found).values())
        return (float(found.totals.territorial[0, place]) + beside) * MT

    def _told(self, name: str) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self.note.summary["scenarios"][name]["all_gases"]
        return told

    @property
    def _base(self) -> int:
        return self.note.prepared.study.base_year

    def _emitted(self, middle: Central) -> dict[Part, Series]:
        count = len(self.note.beyond.years)
        given = {k: v[None, -count:] for k, v in middle.parameters.items()}
        return emitted(
            self.note.beyond, given, {c: v[None, -count:] for c, v in middle.energy.items()}
        )

    def _total(self, steps: Steps, value: Value) -> None:
        name, year = steps[1], int(steps[4])
        if year >= self._base:
            self._sum(steps, value, name, year, _every)
            return
        home: Steps = ("account", "co2e_mt", str(year))
        own, key = self.note.summary["account"]["co2e_mt"][str(year)], ".".join(home)
        ledgered.explain(self.note, home, own)
        self.note.write(steps, *HISTORY, value, UNIT, [Input(key, own, UNIT, key)])

    def _parts(self, steps: Steps, value: Value) -> None:
        name, of, year = steps[1], steps[4], int(steps[5])
        by_gas = steps[3] == "by_gas_mt"
        self._sum(steps, value, name, year, lambda p: (p.gas if by_gas else p.category) == of)

    def _sum(self, key: str | Steps, value: Value, name: str, year: int, keep: Keep) -> None:
        """Write down a sum of parts of the account in a year."""
        inputs = list(self._inputs(name, year, keep))
        self.note.write(key, *SUM, value, UNIT, inputs)

    def _inputs(self, name: str, year: int, keep: Keep) -> Iterator[Input]:
        if keep(ENERGY):
            yield self.ahead.path(name, year)
        for line in self.note.beyond.ledger.lines:
            if keep(Part(line.category, line.gas)):
                yield from self._line(name, line, year)
        for part, factors in self.note.beyond.gases.items():
            for cell in factors if keep(part) else ():
                yield from self._of_cell(name, part, cell, year)

    def _line(self, name: str, line: Line, year: int) -> Iterator[Input]:
        """Write down a line of the ledger in a year ahead, in tonnes of its gas and in equivalents."""
        made = self.lines.explain(name, line, year)
        if made is not None:
            yield self._warmed(f"{made.ref} CO2e", line.id, line.gas, float(made.value or 0.0), made.ref)  # fmt: skip

    def _warmed(self, key: str, name: str, gas: str, amount: float, ref: str) -> Input:
        """Write down what tonnes of a gas are in equivalents. [t CO2e]."""
        potential = gwp(gas, self.note.beyond.set_name)
        if potential == 1.0:
            return Input(name, amount, "t CO2e", ref)
        inputs = [
            Input(name, amount, f"t {gas}", ref),
            Input(f"warming potential, {self.note.beyond.set_name}", potential, "t CO2e/t"),
        ]
        self.note.write(key, *WARMED, amount * potential, "t CO2e", inputs)
        return Input(name, amount * potential, "t CO2e", key)

    def _of_cell(self, name: str, part: Part, cell: Cell, year: int) -> Iterator[Input]:
        """Write down a gas that follows the energy of a cell."""
        middle = self.ahead.branches.central[name]
        if cell not in middle.energy:
            return
        place = middle.years.index(year)
        energy, factor = float(middle.energy[cell][place]), self.note.beyond.gases[part][cell]
        if energy == 0.0:
            return
        ref = self.ahead.branches.energy(name, cell, year, place)
        key, of = f"{name} {part.gas} {part.category} {'/'.join(cell)} {year}", "/".join(cell)
        inputs = [
            Input(f"energy {of}", energy, "tce", ref),
            Input(f"{part.gas} per energy", factor, f"t {part.gas}/tce", self._per(part, cell)),
        ]
        self.note.write(key, *BURNT, energy * factor, f"t {part.gas}", inputs)
        yield self._warmed(f"{key} CO2e", f"{part.category} {of}", part.gas, energy * factor, key)

    def _per(self, part: Part, cell: Cell) -> str:
        """Write down what a cell emits of a gas for each energy in the base year."""
        key = f"{part.gas} {part.category} per energy {'/'.join(cell)}"
        if key in self.note.book:
            return key
        if number := self.note.beyond.numbers.get((part, cell)):
            inputs = [ledgered.number(self.note, number), Input("heat of a tonne of standard coal", TJ_PER_TCE, "TJ/tce")]  # fmt: skip
            self.note.write(key, *REFERENCE, self.note.beyond.gases[part][cell], f"t {part.gas}/tce", inputs)  # fmt: skip
            return key
        energy = {c: float(v[-1]) for c, v in self.note.prepared.planted[0].energy.items()}
        found = [
            made
            for line in self._following
            if Part(line.category, line.gas) == part and cell_of(energy)(line) == cell
            if (made := ledgered.line_input(self.note, line, self._base)) is not None
        ]
        inputs = [*found, Input(f"energy {'/'.join(cell)} {self._base}", energy[cell], "tce")]
        self.note.write(key, *PER, self.note.beyond.gases[part][cell], f"t {part.gas}/tce", inputs)
        return key

    @functools.cached_property
    def _following(self) -> list[Line]:
        """The lines of the account that follow the energy of a cell."""
        inside = {line.id for line in self.note.beyond.ledger.lines}
        home = self.note.prepared.ledger.territorial
        return [x for x in home.lines if x.id not in inside and not energy_carbon(x)]

    def _members(self) -> Input:
        return Input("members", self.note.summary["members"])

    def _range(self, steps: Steps, value: Value) -> None:
        level = Input("quantile", 0.05 if steps[3] == "co2e_low_mt" else 0.95)
        inputs = [level, self._members(), self.whole(steps[1], int(steps[4]))]
        self.note.write(steps, *RANGE, value, UNIT, inputs)

    def _peak(self, steps: Steps, value: Value) -> None:
        """Explain a verdict, a probability or a quantile in all gases; members are counted and not kept."""
        what, told = steps[4], self._told(steps[1])["peak"]
        if what.startswith(("year_p", "amount_p")):
            text = QUANTILE if what.startswith("year") else AMOUNT
            self.note.write(steps, *text, value, _unit(what), [self._members()])
        elif what in ("no_peak", "probability_by", "verdicts"):
            count = round(float(value or 0.0) * self.note.summary["members"])
            self.note.write(steps, *SHARE, value, "1", [Input("members counted", count), self._members()])  # fmt: skip
        else:
            shown = {"later": RULE.later, "plateau": f"{100 * RULE.plateau:g}"}
            en, zh = (text.format_map(shown) for text in RULED)
            said = f"{told['sentence']['en']}; {en}", f"{told['sentence']['zh']}；{zh}"
            years = self._around(steps[1], told["highest_year"])
            inputs = [self.whole(steps[1], year) for year in years]
            self.note.write(steps, *said, value, _unit(what), inputs)

    def _around(self, name: str, year: int | None) -> list[int]:
        """Give a year, those beside it, and the last."""
        known = [int(y) for y in self._told(name)["co2e_mt"]]
        beside = [] if year is None else [y for y in known if abs(y - year) <= 1]
        return sorted({*beside, known[-1]})

    def _neutrality(self, steps: Steps, value: Value) -> None:
        """Explain a state, a year, a residual by what is emitted and taken up in the last year."""
        name, year = steps[1], self.note.prepared.study.horizon
        if steps[4] == "gwp":
            self.note.write(steps, "declared in study.toml", "在 study.toml 中声明", value)
            return
        if steps[-1] in LIKELY:
            inputs = [self._members(), self.whole(name, year)]
            self.note.write(steps, *LIKELY[steps[-1]], value, _unit(steps[-1]), inputs)
            return
        sinks = self._apart(name, year, "own sinks, CO2", lambda p: p.gas == "CO2" and _land(p))
        if steps[4] == "sinks_mt":
            self.note.write(steps, *SINKS, value, "Mt CO2", [sinks])
            return
        told = self._told(name)["neutrality"][steps[4]]
        own = self._apart(name, year, "CO2 without land", lambda p: p.gas == "CO2" and not _land(p))
        inputs = [own, sinks]
        if steps[4] == "ghg":
            inputs.append(self._apart(name, year, "other gases", lambda p: p.gas != "CO2"))
        reason = told["reason"] if isinstance(told, Mapping) else {"en": str(told), "zh": str(told)}
        unit = "Mt CO2" if steps[-1] == "residual_mt" and steps[4] == "co2" else UNIT
        self.note.write(steps, reason["en"], reason["zh"], value, unit if steps[-1] == "residual_mt" else "", inputs)  # fmt: skip

    def _apart(self, name: str, year: int, of: str, keep: Keep) -> Input:
        """Write down a part of what a scenario emits in a year. [Mt CO2e]."""
        key = f"{name} {of} {year}"
        if key not in self.note.book:
            parts = self._emitted(self.ahead.branches.central[name])
            place = year - self._base
            total = sum(float(v[0, place]) for p, v in parts.items() if keep(p)) * MT
            total += float(self.ahead.path(name, year).value or 0.0) if keep(ENERGY) else 0.0
            self._sum(key, total, name, year, keep)
        return Input(of, self.note.book[key].value, UNIT, key)

    def _cumulative(self, steps: Steps, value: Value) -> None:
        name, told = steps[1], self._told(steps[1])["co2e_mt"]
        years = [y for y in map(int, told) if y > self._base]
        inputs = [Input(f"{y}", told[str(y)], UNIT) for y in years[:-1]]
        self.note.write(steps, *CUMULATED, value, UNIT, [*inputs, self.whole(name, years[-1])])


def _land(part: Part) -> bool:
    return part.category.startswith(LAND)


def _unit(what: str) -> str:
    return UNIT if what.endswith("_mt") else ""
