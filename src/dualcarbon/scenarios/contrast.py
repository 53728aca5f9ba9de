"""A scenario with some of its measures: each row of a batch is one choice of who acts, or one member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import assumptions, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.coalitions import Coalitions, acting
from dualcarbon.scenarios.deployment import Deployed, deploy, ordered, variables
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.projection import Totals
from dualcarbon.scenarios.tree import Cell, Observed, Series, Tree

Planted = tuple[Observed, Tree, Span]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a batch gives, base year to horizon.

    ``energy`` cell -> (row, year) [tce]; ``totals`` with arrays (row, year).
    """

    energy: Mapping[Cell, Series]
    totals: Totals

    def row(self, place: int) -> Rows:
        """Give one row alone, its arrays (1, year)."""
        return Rows(
            {c: _pick(v, place) for c, v in self.energy.items()},
            Totals(
                _pick(self.totals.territorial, place),
                _pick(self.totals.imports, place),
                _pick(self.totals.energy, place),
                {f: _pick(v, place) for f, v in self.totals.fuels.items()},
                _pick(self.totals.captured, place),
            ),
        )


def chosen(scenario: Resolved, planted: Planted, masks: Coalitions) -> Rows:
    """Run a scenario once for each choice of its measures, at their levels, every number central.

    Parameters
    ----------
    scenario : Resolved
        Its measures, and all else as it assumes.
    planted : tuple
        Statistics, tree, base year and horizon.
    masks : ndarray of bool (row, measure)
        Which measures are there; columns are the measures in the stated order. Those that lack what they
        require, or come after what excludes them, have no effect. [1]

    Returns
    -------
    Rows
        Energy [tce] and totals [t CO2] by row and year.
    """
    inline = ordered(scenario.deployed)
    acts = acts_of(inline, masks)
    there = np.asarray(acts, float)
    levels = [replace(d, level=d.level * there[:, i : i + 1]) for i, d in enumerate(inline)]
    return run(scenario, planted, levels)


def run(
    scenario: Resolved, planted: Planted, deployed: Sequence[Deployed], draws: Draws | None = None
) -> Rows:
    """Run a scenario with the measures given in place of its own.

    Parameters
    ----------
    scenario : Resolved
        All that it assumes besides measures.
    planted : tuple
        Statistics, tree, base year and horizon.
    deployed : sequence of Deployed
        The measures; levels one number or (row, 1).
    draws : Draws, optional
        Draws of uncertain numbers, rows then being members; without them every number is central.

    Returns
    -------
    Rows
        Energy [tce] and totals [t CO2] by row and year.
    """
    return Baseline.of(scenario, planted, draws).run(deployed)


@dataclass(frozen=True, slots=True)
class Baseline:
    """A scenario's numbers before any measure acts, kept so that many choices can be run on them."""

    scenario: Resolved
    planted: Planted
    values: Mapping[str, Series]
    draws: Draws | None

    @classmethod
    def of(cls, scenario: Resolved, planted: Planted, draws: Draws | None = None) -> Baseline:
        """Evaluate what a scenario assumes, its measures left out."""
        seen, tree, span = planted
        base = {key: float(s[-1]) for key, s in projection.observed(seen, tree).items()}
        bare = assumptions.evaluate(scenario.without(), tree, base, span, draws)
        return cls(scenario, planted, bare | assumptions.uncaptured(scenario, span), draws)

    def run(self, deployed: Sequence[Deployed]) -> Rows:
        """Give energy and totals with the measures given; see :func:`run`."""
        seen, tree, span = self.planted
        setting = replace(assumptions.setting_of(self.scenario, tree, span), capped=True)
        before = self._followed(deployed) if variables(deployed) else self.values
        values = deploy(deployed, before, setting, self.draws)
        factor = {cell: f[-1:] for cell, f in seen.factor.items()}
        energy = projection.project(values, tree)
        return Rows(energy, projection.totals(energy, factor, values, None))

    def _followed(self, deployed: Sequence[Deployed]) -> dict[str, Series]:
        """Evaluate again what follows variables that measures change."""
        seen, tree, span = self.planted
        base = {key: float(s[-1]) for key, s in projection.observed(seen, tree).items()}
        some = replace(self.scenario, deployed=tuple(deployed))
        keys, start = assumptions.ordered(some, tree), assumptions.unchanged(base, span, tree)
        where = (tree, base, span)
        found = assumptions.evaluated(some, keys, start, where, self.draws, capped=True)
        return {**found, **assumptions.uncaptured(self.scenario, span)}


def acts_of(inline: Sequence[Deployed], masks: Coalitions) -> Coalitions:
    """Tell which of the measures there act (row, measure): what they require is there, what they exclude is not."""
    ids = [d.measure.id for d in inline]
    requires = {d.measure.id: d.measure.requires for d in inline}
    excludes = {d.measure.id: d.measure.excludes for d in inline}
    return acting(masks, ids, requires, excludes)


def _pick(values: Series, place: int) -> Series:
    return values[[place if len(values) > 1 else 0]]
