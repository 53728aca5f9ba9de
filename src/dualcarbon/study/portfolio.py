"""A choice of a scenario's measures, weighed anew: what each takes off emissions in the central run, and what a tonne of it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dualcarbon.appraisal import worth
from dualcarbon.appraisal.effects import Effect, effects
from dualcarbon.appraisal.valuation import spending, valued
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.scenarios import what_if
from dualcarbon.scenarios.contrast import acts_of
from dualcarbon.scenarios.deployment import Deployed, ordered
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Series
from dualcarbon.study import measures
from dualcarbon.study.appraisal import LEADING, Case, cases_of
from dualcarbon.study.preparation import Prepared
from dualcarbon.vocabulary.faults import Fault, Place


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measure that acts.

    ``abatement`` is what it takes off territorial emissions after those before it, ``alone`` beside nothing but what it
    requires, each (year) [t CO2]; ``cost`` and ``cost_alone`` are what a tonne of either costs society [CNY/t CO2] and
    ``first`` what its units cost when first bought [CNY], nothing where the study does not say its costs.
    """

    deployed: Deployed
    abatement: Series
    alone: Series
    cost: float | None = None
    cost_alone: float | None = None
    first: float | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return self.deployed.measure.id


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The measures that are chosen, in the order in which they act.

    ``without`` and ``reached`` are territorial emissions without any and with all that act, (year) [t CO2];
    ``idle`` are those chosen that have no effect: by id, what each lacks or is excluded by. ``levels`` are those that
    differ from the scenario's own, 0 where a measure is left out or has no effect [1].
    """

    scenario: Resolved
    years: tuple[int, ...]
    without: Series
    reached: Series
    measures: tuple[Weighed, ...]
    idle: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, float]
    faults: tuple[Fault, ...]


def weighed(
    prepared: Prepared,
    name: str,
    numbers: Mapping[str, Distribution] | None = None,
    levels: Mapping[str, float] | None = None,
) -> Portfolio:
    """Weigh the measures of a scenario at other levels, all else as it is written.

    Parameters
    ----------
    prepared : Prepared
        The study.
    name : str
        Name of the scenario.
    numbers : mapping of Distribution, optional
        Numbers by draw key in place of the scenario's own. [unit of each]
    levels : mapping of float, optional
        Levels of deployment by id, 0 to 1. [1]

    Returns
    -------
    Portfolio
        ``abatement`` of its measures adds up to ``without`` less ``reached``. [t CO2]

    Raises
    ------
    UnknownName
        The scenario has no such number, or no such measure acts in it.
    InputError
        A number or a level is none that may be.
    """
    chosen = what_if.moved(prepared.scenarios[name], numbers, levels)
    idle = without_effect(chosen.deployed)
    acting = chosen.without(idle)
    both = effects(acting, prepared.planted)
    one = {name: acting}
    cases = cases_of(prepared.study, one, prepared.planted, prepared.listed, prepared.projects)
    found = [
        _weighed(cases[0], after, alone)
        for after, alone in zip(both.residual, both.alone, strict=True)
    ]
    span = prepared.planted[2]
    told = measures.faults(acting, prepared.listed, span)
    return Portfolio(
        chosen,
        tuple(span.years),
        both.bare.totals.territorial[0],
        both.full.totals.territorial[0],
        tuple(found),
        idle,
        {**(levels or {}), **dict.fromkeys(idle, 0.0)},
        tuple(replace(f, place=Place(key=f.place.key)) for f in told),
    )


def _weighed(case: Case, after: Effect, alone: Effect) -> Weighed:
    """Value a measure after those before it and alone; its costs are the same."""
    one, market = after.deployed, case.market
    found = Weighed(one, after.territorial[0], alone.territorial[0])
    if market is None or case.lacking(one):
        return found
    spent = spending(one, case.of(one.measure.id), market)
    view = next(v for v in worth.views(market.terms.rate) if v.name == LEADING[0])
    costs = [
        worth.marginal_cost(
            valued(effect, spent, market, case.planted[1], case.study.boundary),
            view,
            taxes=LEADING[2],
        ).value
        for effect in (after, alone)
    ]
    return replace(found, cost=costs[0], cost_alone=costs[1], first=float(spent.first[0, 0]))


def without_effect(deployed: tuple[Deployed, ...]) -> dict[str, tuple[str, ...]]:
    """Give the measures that have no effect though they are there, and which others are why.

    Parameters
    ----------
    deployed : tuple of Deployed
        The measures that are there.
    """
    inline = ordered(deployed)
    acts = acts_of(inline, np.ones((1, len(inline)), bool))[0]
    acting = {d.measure.id for d, does in zip(inline, acts, strict=True) if does}
    return {
        d.measure.id: _why(d, inline, acting)
        for d, does in zip(inline, acts, strict=True)
        if not does
    }


def _why(one: Deployed, inline: list[Deployed], acting: set[str]) -> tuple[str, ...]:
    """Give what a measure lacks, or else what keeps it from acting."""
    lacking = tuple(id for id in one.measure.requires if id not in acting)
    rivals = tuple(
        d.measure.id
        for d in inline
        if d.measure.id in acting
        and (d.measure.id in one.measure.excludes or one.measure.id in d.measure.excludes)
    )
    return lacking or rivals
