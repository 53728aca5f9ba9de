"""How the difference of two scenarios was shared out, and what the players of it change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.scenarios.players import level, players
from dualcarbon.study.explain.ahead import Ahead
from dualcarbon.study.explain.appraised import Appraised, Subject
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
UNSHARED = ("not shared out", "未分摊")


class Shares:
    """Shapley shares of the summary, and the abatement attributed to measures."""

    def __init__(self, note: Notebook, again: Appraised, places: Places) -> None:
        self.note, self.again, self.places = note, again, places

    def explain(self, steps: Steps, value: Value) -> None:
        """Explain a number or word of an attribution."""
        one = self.note.summary["attribution"][int(steps[1])]
        if steps[2] == "total_mt":
            self._total(one, steps, value)
        elif steps[2] == "players" and steps[4] in ("mt", "error_mt") and len(steps) > 5:
            self._share(one, steps, value)
        else:
            what = "error_mt" if steps[-1] == "error_mt" else steps[2]
            inputs = list(self._differing(one, steps)) if what == "players" else self._of(one)
            self.note.write(steps, *SAID[what], value, "", inputs)

    def attributed(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain the abatement attributed to a measure, or its error."""
        if len(steps) < 4:
            self.note.write(steps, *SAID["error_mt"], value)
            return
        listed = enumerate(self.note.summary["attribution"])
        place = next(n for n, a in listed if (a["scenario"], a["against"]) == (one.scenario, ""))
        found = self.note.summary["attribution"][place]["players"]
        player = next(m for m, p in enumerate(found) if p["id"] == one.measure)
        what = "error_mt" if steps[2] == "attributed_error_mt" else "mt"
        key = f"attribution.{place}.players.{player}.{what}.{steps[3]}"
        inner, share = find(self.note.summary, key)
        self.explain(inner, share)
        text = ERROR if what == "error_mt" else ADDS
        self.note.write(steps, *text, value, "Mt CO2", [Input(key, share, "Mt CO2", key)])

    def _share(self, one: Mapping[str, Any], steps: Steps, value: Value) -> None:
        """Explain a share by the total, all other shares, and what the player changes."""
        year, total = steps[5], (*steps[:2], "total_mt", steps[5])
        self._total(one, total, one["total_mt"][year])
        count = len(one["players"])
        inputs = [Input(".".join(total), one["total_mt"][year], "Mt CO2", ".".join(total))]
        inputs += [Input(f"share of {p['id']}", p["mt"][year], "Mt CO2") for p in one["players"]]
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
        self.note.write(steps, *text, value, "Mt CO2", [*inputs, *self._differing(one, steps)])

    def _total(self, one: Mapping[str, Any], steps: Steps, value: Value) -> None:
        """Explain the difference of two scenarios in a year."""
        year = steps[3]
        inputs = [self._path(one["scenario"], year)]
        if one["against"]:
            inputs.append(self._path(one["against"], year))
        else:
            bare = self.again.effects(one["scenario"]).bare.totals.territorial
            without = float(bare[0, self.again.years.index(int(year))]) * MT
            inputs.append(Input("itself without measures", without, "Mt CO2"))
        text = TOTAL if one["against"] else OWN_TOTAL
        self.note.write(steps, *text, value, "Mt CO2", inputs)

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
                    where = scenario.paths[path].place.text()
                    yield Input(f"{path} in {scenario.name}", None, "", where)

    def _of(self, one: Mapping[str, Any]) -> list[Input]:
        names = [n for n in (one["scenario"], one["against"]) if n]
        return [Input(n, None, "", f"scenarios/{n}.toml") for n in names]
