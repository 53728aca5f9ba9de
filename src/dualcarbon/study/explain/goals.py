"""How a goal held against a scenario came: the line or the packaged row that states it, and the paths it is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.reference.goals import Goal, national
from dualcarbon.reference.tables import sources
from dualcarbon.study.explain import past
from dualcarbon.study.explain.ahead import Ahead
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook

Texts = tuple[str, str]

STATED: Texts = ("as the goal is stated", "按目标的表述")
MEETING: Texts = ("members that meet the goal / all members", "达到目标的成员数 / 全部成员数")
JUDGED: Mapping[str, Texts] = {
    "change": (
        "value(year) / value(base year) - 1; gap = value - goal",
        "目标年值 / 基年值 - 1；差距 = 值 - 目标",
    ),
    "level": ("value of the year; gap = value - goal", "目标年值；差距 = 值 - 目标"),
    "peak_by": (
        "peak year of the central run; gap = year - goal",
        "中心情景达峰年；差距 = 达峰年 - 目标年",
    ),
}
WORDS = ("id", "title", "indicator", "kind", "boundary", "unit", "year", "base_year", "source", "mark")  # fmt: skip
"""What is written of a goal; the rest is found by holding it against a scenario."""
OF_ENERGY = ("energy_intensity", "energy_total", "nonfossil_share", "coal_share")


class OfGoals:
    """The block ``targets`` of a scenario."""

    def __init__(self, note: Notebook, ahead: Ahead) -> None:
        self.note, self.ahead = note, ahead
        self.national = {goal.id: goal for goal in national()}

    def explain(self, steps: Steps, value: Value) -> None:
        """Explain what is stated by a goal, or what a scenario shows of it."""
        name, place, what = steps[1], int(steps[3]), steps[4]
        one = self.note.summary["scenarios"][name]["targets"][place]
        goal = Input("goal", one["goal"], one["unit"], self.stated(one, place))
        if what == "goal" or what in WORDS:
            unit = one["unit"] if what == "goal" else ""
            self.note.write(steps, *STATED, value, unit, [goal])
            return
        years = [y for y in (one["base_year"], one["year"]) if y is not None and self._has(name, y)]
        inputs = [goal, *self._peak(name, one), *(i for y in years for i in self._behind(name, one, y))]  # fmt: skip
        if one["reason"]:
            self.note.write(steps, one["reason"]["en"], one["reason"]["zh"], value, "", inputs)
        elif what == "probability" and value is not None:
            counted = self._counted(float(value))
            self.note.write(steps, *MEETING, value, "1", [*counted, *inputs])
        else:
            unit = one["unit"] if what in ("value", "gap") else ""
            self.note.write(steps, *JUDGED[one["kind"]], value, unit, inputs)

    def stated(self, one: Mapping[str, Any], place: int) -> str:
        """Give the line of targets.toml that states a goal, or the row of the packaged goals, and note its source."""
        document = self.note.prepared.read.targets
        if document is not None and place < len(self.note.prepared.targets):
            key = "year" if one["kind"] == "peak_by" else "value"
            ref = f"{document.file}:{document.line(('targets', place, key))}"
            said = [one["source"]]
        else:
            ref = f"goals.{one['id']}"
            said = _cited(self.national.get(one["id"]), one["source"])
        mark = f"mark {one['mark']}" if one["mark"] else ""
        self.note.about[ref] = "; ".join(part for part in (*said, mark) if part)
        return ref

    def _peak(self, name: str, one: Mapping[str, Any]) -> list[Input]:
        """Give the peak year of the central run where a goal is of the peak."""
        block = "peak_adjusted" if one["boundary"] == "adjusted" else "peak"
        if one["kind"] != "peak_by":
            return []
        steps = ("scenarios", name, block, "year")
        year = self.note.summary["scenarios"][name][block]["year"]
        self.ahead.peak(steps, year)
        key = ".".join(steps)
        return [Input(key, year, "", key)]

    def _counted(self, share: float) -> list[Input]:
        """Give how many members meet a goal, of how many."""
        members = self.note.summary["members"]
        return [
            Input("members that meet it", round(share * members)),
            Input("members", members),
        ]

    def _behind(self, name: str, one: Mapping[str, Any], year: int) -> list[Input]:
        """Give what an indicator of a scenario is made of in a year."""
        gdp = [self.ahead.branches.parameter(name, "gdp", year)] if one["indicator"].endswith("_intensity") else []  # fmt: skip
        if one["indicator"] in OF_ENERGY:
            return [self.ahead.path(name, year, "energy_mtce"), *gdp]
        ids = [r["id"] for r in self.note.summary["inventory"]["replications"]]
        if one["boundary"] in ids:
            known = year <= self.note.prepared.study.base_year
            return [past.amount(self.note, "CO2", one["boundary"], str(year)), *gdp] if known else gdp  # fmt: skip
        what = "adjusted_mt" if one["boundary"] == "adjusted" else "territorial_mt"
        return [self.ahead.path(name, year, what), *gdp]

    def _has(self, name: str, year: int) -> bool:
        return str(year) in self.note.summary["scenarios"][name]["territorial_mt"]


def _cited(goal: Goal | None, source: str) -> list[str]:
    """Say of a packaged goal what it is called there, its clause and its document."""
    cited = str(sources().get(source, source))
    if goal is None:
        return [cited]
    return [goal.description, goal.clause and f"clause {goal.clause}", cited, goal.note]
