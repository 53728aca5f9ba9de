"""How the difference of two scenarios was shared out, and what the players of it change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.scenarios.players import level, players
from dualcarbon.study.explain.ahead import Ahead
from dualcarbon.study.explain.appraised import Appraised, Subject
from dualcarbon.study.explain.gases import OfGases
from dualcarbon.study.explain.lookup import Steps, find
from dualcarbon.study.explain.notebook import MT, Notebook
from dualcarbon.study.explain.places import Places

SHARED = (
    "Shapley share: mean of what it adds over all orders of joining, counted on the whole tree; all shares add up to the total",
    "沙普利值：所有加入次序下在整个情景树上边际贡献的平均；各份额之和等于总量",
)
ERROR = (
    "standard error of the share: spread of the orders drawn",
    "份额的标准误：由所抽次序的离散程度得出",
)
TOTAL = (
    "emissions of the scenario - of the one that it is held against",
    "该情景排放 - 对照情景排放",
)
OWN_TOTAL = (
    "emissions of the scenario - of itself without measures",
    "该情景排放 - 不含措施的自身排放",
)
SAID = {
    "scenario": ("the scenario explained", "被解释的情景"),
    "against": ("the scenario that it is held against; empty: itself without measures", "对照情景；空为不含措施的自身"),
    "of": ("numbers at their central values", "各参数取中心值"),
    "exact": ("whether all coalitions were valued: up to 12 players they are", "是否计算了全部联盟：12 个以内均计算"),
    "samples": ("orders drawn, in pairs of one and its reverse; 0 where exact", "抽取的次序数（正反成对）；精确时为 0"),
    "players": ("who makes the difference: what the two scenarios say otherwise", "造成差异者：两情景的不同之处"),
    "error_mt": ("no error: the shares are exact", "无误差：份额为精确值"),
}  # fmt: skip
ADDS = (
    "its share of what all measures of the scenario abate: - its share in the difference of the scenario from itself without measures",
    "在全部措施减排量中的份额：即相对于不含措施自身的差异份额取负",
)
NOT_AHEAD = (
    "nothing: the account beside energy is not carried ahead",
    "无：能源以外的账户未外推",
)
UNSHARED = ("not shared out", "未分摊")


class Shares:
    """Shapley shares of the summary, and the abatement attributed to measures."""

    def __init__(self, note: Notebook, again: Appraised, places: Places) -> None:
        self.note, self.again, self.places = note, again, places

    def explain(self, steps: Steps, value: Value) -> None:
        """Explain a number or word of an attribution."""
        one = self.note.summary["attribution"][int(steps[1])]
        if steps[2] in ("total_mt", "total_co2e_mt") and len(steps) > 3:
            self._total(one, steps, value)
        elif steps[-1] in ("co2e_mt", "total_co2e_mt"):
            self.note.write(steps, *NOT_AHEAD, value)
        elif steps[2] == "players" and steps[4] in ("mt", "co2e_mt", "error_mt") and len(steps) > 5:
            self._share(one, steps, value)
        else:
            what = "error_mt" if steps[-1] == "error_mt" else steps[2]
            inputs = list(self._differing(one, steps)) if what == "players" else self._of(one)
            self.note.write(steps, *SAID[what], value, "", inputs)

    def attributed(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain the abatement attributed to a measure, or its error."""
        if len(steps) < 4:
            none = NOT_AHEAD if steps[2] == "attributed_co2e_mt" else SAID["error_mt"]
            self.note.write(steps, *none, value)
            return
        listed = enumerate(self.note.summary["attribution"])
        place = next(n for n, a in listed if (a["scenario"], a["against"]) == (one.scenario, ""))
        found = self.note.summary["attribution"][place]["players"]
        player = next(m for m, p in enumerate(found) if p["id"] == one.measure)
        what = steps[2].removeprefix("attributed_")
        key = f"attribution.{place}.players.{player}.{what}.{steps[3]}"
        inner, share = find(self.note.summary, key)
        self.explain(inner, share)
        text = ERROR if what == "error_mt" else ADDS
        unit = _unit(what)
        self.note.write(steps, *text, value, unit, [Input(key, share, unit, key)])

    def _share(self, one: Mapping[str, Any], steps: Steps, value: Value) -> None:
        """Explain a share by the total, all other shares, and what the player changes."""
        what = "co2e_mt" if steps[4] == "co2e_mt" else "mt"
        year, total, unit = steps[5], (*steps[:2], f"total_{what}", steps[5]), _unit(what)
        self._total(one, total, one[f"total_{what}"][year])
        count = len(one["players"])
        inputs = [Input(".".join(total), one[f"total_{what}"][year], unit, ".".join(total))]
        inputs += [Input(f"share of {p['id']}", p[what][year], unit) for p in one["players"]]
        inputs.append(Input("players", count))
        if one["exact"]:
            inputs.append(Input("coalitions valued", 2**count))
        else:
            error = one["players"][int(steps[3])]["error_mt"][year]
            inputs += [
                Input("orders drawn", one["samples"]),
                Input("standard error", error, "Mt CO2"),
            ]
        text = ERROR if steps[4] == "error_mt" else SHARED
        self.note.write(steps, *text, value, unit, [*inputs, *self._differing(one, steps)])

    def _total(self, one: Mapping[str, Any], steps: Steps, value: Value) -> None:
        """Explain the difference of two scenarios in a year."""
        year, gases = steps[3], steps[2] == "total_co2e_mt"
        unit, of = _unit(steps[2]), self._in_gases if gases else self._path
        inputs = [of(one["scenario"], year)]
        if one["against"]:
            inputs.append(of(one["against"], year))
        else:
            without = self._bare(one["scenario"], int(year), gases=gases)
            inputs.append(Input("itself without measures", without, unit))
        text = TOTAL if one["against"] else OWN_TOTAL
        self.note.write(steps, *text, value, unit, inputs)

    def _bare(self, name: str, year: int, *, gases: bool) -> float:
        """Give a scenario without its measures in a year. [Mt CO2, Mt CO2e]."""
        if gases:
            return self.gases.bare(name, year)
        bare = self.again.effects(name).bare.totals.territorial
        return float(bare[0, self.again.years.index(year)]) * MT

    def _in_gases(self, name: str, year: str) -> Input:
        return self.gases.whole(name, int(year))

    @property
    def gases(self) -> OfGases:
        """What explains scenarios in all gases."""
        return self.note.kept("gases", lambda: OfGases(self.note, self.ahead))

    def _path(self, name: str, year: str) -> Input:
        """Give the emissions of a scenario in a year, explained by its own branches."""
        steps: Steps = ("scenarios", name, "territorial_mt", year)
        key, value = ".".join(steps), self.note.summary["scenarios"][name]["territorial_mt"][year]
        if key not in self.note.book:
            self.ahead.total(steps, value)
        return Input(key, value, "Mt CO2", key)

    @property
    def ahead(self) -> Ahead:
        """What explains scenarios."""
        return self.note.kept("ahead", lambda: Ahead(self.note))

    def _differing(self, one: Mapping[str, Any], steps: Steps) -> Iterator[Input]:
        """Give what a player changes: the paths that the scenarios say otherwise, or the level of a measure."""
        scenarios = self.note.prepared.scenarios
        other = scenarios[one["scenario"]]
        against = scenarios[one["against"]] if one["against"] else other.without()
        id = one["players"][int(steps[3])]["id"]
        player = next(p for p in players(against, other) if p.id == id)
        if player.kind == "measure":
            ref = self.places.level(other.name, id)
            yield Input(f"level of {id} in {other.name}", level(other, id), "", ref)
            yield Input(
                f"level of {id} in {against.name if one['against'] else 'itself without measures'}",
                level(against, id),
            )
            yield self.places.declared(self.places.measure(id))
            return
        for path in player.paths:
            for scenario in (other, against):
                if path in scenario.paths:
                    where = self.note.place(scenario.paths[path].place)
                    yield Input(f"{path} in {scenario.name}", None, "", where)

    def _of(self, one: Mapping[str, Any]) -> list[Input]:
        names = [n for n in (one["scenario"], one["against"]) if n]
        return [Input(n, None, "", f"scenarios/{n}.toml") for n in names]


def _unit(what: str) -> str:
    return "Mt CO2e" if what.endswith("co2e_mt") else "Mt CO2"
