"""What a parameter is before measures act, and after each of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from dualcarbon.scenarios.assumptions import (
    evaluated,
    ordered,
    setting_of,
    uncaptured,
    unchanged,
)
from dualcarbon.scenarios.deployment import VARIABLE, Deployed, Setting, apply, touched
from dualcarbon.scenarios.deployment import ordered as in_order
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.projection import observed
from dualcarbon.scenarios.tree import Series
from dualcarbon.study.explain.notebook import Notebook

Values = Mapping[str, Series]


class Stages:
    """The central runs of scenarios, measure by measure."""

    def __init__(self, note: Notebook) -> None:
        self.note = note

    def before(self, scenario: Resolved, key: str, year: int) -> float:
        """Give a parameter before any measure changes it. [unit of the key]."""
        return self.steps(scenario, key, [], year)[0]

    def steps(
        self, scenario: Resolved, key: str, ids: Sequence[str], year: int
    ) -> list[float]:  # fmt: skip
        """Give a parameter before measures, and after each of those that change it. [unit of the key]."""
        if key.startswith(VARIABLE):
            found = [self._paths(scenario, key, ids[:count]) for count in range(len(ids) + 1)]
        else:
            every = self.note.kept(f"stages {scenario.name}", lambda: self._applied(scenario))
            found = [every[""], *(every[id] for id in ids)]
        return [self._in(values[key], year) for values in found]

    def _in(self, values: Series, year: int) -> float:
        place = year - self.note.prepared.study.base_year
        return float(values[0, place if values.shape[1] > 1 else 0])

    def _applied(self, scenario: Resolved) -> dict[str, Values]:
        """Give all parameters before measures, under no name, and after each, under its id."""
        tree, span = self.note.prepared.planted[1:]
        setting = setting_of(scenario, tree, span)
        values: Values = {**self._evaluated(scenario), **uncaptured(scenario, span)}
        found = {"": values}
        for one in in_order(scenario.deployed):
            values = apply(one, values, setting)
            found[one.measure.id] = values
        return found

    def _paths(self, scenario: Resolved, key: str, ids: Collection[str]) -> Values:
        """Give the paths as they are where only some of the measures that change a variable change it."""
        tree, span = self.note.prepared.planted[1:]
        setting = setting_of(scenario, tree, span)
        some = tuple(d if d.measure.id in ids else _sparing(d, key, setting) for d in scenario.deployed)  # fmt: skip
        return self._evaluated(replace(scenario, deployed=some))

    def _evaluated(self, scenario: Resolved) -> Values:
        seen, tree, span = self.note.prepared.planted
        base = {k: float(v[-1]) for k, v in observed(seen, tree).items()}
        start, keys = unchanged(base, span, tree), ordered(scenario, tree)
        return evaluated(scenario, keys, start, (tree, base, span))


def _sparing(deployed: Deployed, key: str, setting: Setting) -> Deployed:
    """Give a measure without the changes that reach a key."""
    measure = deployed.measure
    left = tuple(c for c in measure.changes if key not in touched(c, setting))
    return replace(deployed, measure=measure.model_copy(update={"changes": left}))
