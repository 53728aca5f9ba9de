"""A choice of a scenario's measures, weighed anew: what each takes off emissions in the central run, and what a tonne of it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dualcarbon.appraisal.effects import effects
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.scenarios import what_if
from dualcarbon.scenarios.contrast import acts_of
from dualcarbon.scenarios.deployment import Deployed, ordered
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Series
from dualcarbon.study import measures
from dualcarbon.study.appraisal import LEADING, Money, cases_of, money_of
from dualcarbon.study.preparation import Prepared
from dualcarbon.vocabulary.faults import Fault, Place


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measure that acts.

    ``abatement`` is what it takes off territorial emissions after those before it, ``alone`` beside nothing but what it
    requires, each (year) [t CO2]; ``money`` and ``money_alone`` are what that is worth, where the study says its costs.
    """

    deployed: Deployed
    abatement: Series
    alone: Series
    money: Money | None
    money_alone: Money | None

    @property
    def id(self) -> str:
        """Its id."""
        return self.deployed.measure.id

    @property
    def cost(self) -> float | None:
        """What a tonne costs society after interaction. [CNY/t CO2]."""
        return None if self.money is None else self.money.at(LEADING).mac_cny_per_t

    @property
    def cost_alone(self) -> float | None:
        """What a tonne costs society before interaction. [CNY/t CO2]."""
        return None if self.money_alone is None else self.money_alone.at(LEADING).mac_cny_per_t


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
        Weighed(
            after.deployed,
            after.territorial[0],
            alone.territorial[0],
            money_of(cases[0], after),
            money_of(cases[0], alone),
        )
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
