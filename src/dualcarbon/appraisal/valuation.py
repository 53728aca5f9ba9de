"""A measure's effect on the tree and the cost of its units, put together as one stream of money and tonnes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.appraisal import energy_value
from dualcarbon.appraisal.effects import Effect
from dualcarbon.appraisal.energy_value import Prices
from dualcarbon.appraisal.streams import Stream
from dualcarbon.appraisal.terms import Terms, Uniform, cost_of
from dualcarbon.finance.spending import schedule
from dualcarbon.measures.projects import Project
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.tree import Series, Tree


@dataclass(frozen=True, slots=True)
class Fleet:
    """Units in place that cost the same: how many each year (year) [unit], and what one costs [CNY/unit].

    ``cost`` is nothing where the measure's own cost of a unit holds.
    """

    units: Series
    cost: float | None


def valued(
    effect: Effect,
    projects: Sequence[Project],
    given: Terms,
    prices: Prices,
    tree: Tree,
    boundary: str,
    uniform: Uniform | None = None,
) -> Stream:
    """Give money and tonnes of a measure, year by year.

    Parameters
    ----------
    effect : Effect
        The tree without and with it; rows are members where ``uniform`` is given.
    projects : sequence of Project
        Its projects; one with an investment of its own is bought at that.
    given : Terms
        Years, price level, carbon price.
    prices : mapping of Price
        Prices of energy. [CNY/tce]
    tree : Tree
        The region's tree.
    boundary : str
        Whose abatement earns the carbon price and is divided by: ``territorial`` or ``adjusted``.
    uniform : callable, optional
        Draws of costs.

    Returns
    -------
    Stream
        Arrays (year), or (member, year). [CNY, t CO2]
    """
    deployed = effect.deployed
    bought, rest = spending(deployed, projects, given, uniform)
    yearly = cost_of(deployed.measure, "o_and_m", given, uniform)
    yearly = yearly + cost_of(deployed.measure, "other", given, uniform)
    seen = (deployed.measure, effect.before, effect.after)
    social = {t: energy_value.social(*seen, prices, taxes=t) for t in (False, True)}
    own = {t: energy_value.financial(*seen, tree, prices, taxes=t) for t in (False, True)}
    shape = (len(given.years),) if uniform is None else (-1, len(given.years))
    return Stream(
        id=deployed.measure.id,
        price_year=given.price_year,
        years=tuple(given.years),
        abatement=_plain(effect.abatement(boundary), shape),
        investment=_plain(bought, shape),
        salvage=_plain(rest, shape),
        running=_plain(yearly * units(deployed), shape),
        social=_plain(social[True], shape),
        social_ex_tax=_plain(social[False], shape),
        financial=_plain(own[True], shape),
        financial_ex_tax=_plain(own[False], shape),
        carbon_price=given.carbon_price,
    )


def units(deployed: Deployed) -> Series:
    """Give the units of a measure in place (year). [unit]."""
    return np.asarray(float(np.max(deployed.level)) * deployed.placed.units)


def spending(
    deployed: Deployed,
    projects: Sequence[Project],
    given: Terms,
    uniform: Uniform | None = None,
) -> tuple[Series, Series]:
    """Give what is paid for the units of a measure each year, and their rest value at the horizon (row, year). [CNY]."""
    measure = deployed.measure
    life, lead = (float(cost_of(measure, name, given)[0, 0]) for name in ("life", "lead"))
    usual = cost_of(measure, "investment", given, uniform)
    level = given.level(measure.cost.price_year if measure.cost else None)
    paid, rest = np.zeros((1, len(given.years))), np.zeros((1, len(given.years)))
    for fleet in fleets(deployed, projects, given.years):
        plan = schedule(fleet.units, life=life, lead=lead)
        each = usual if fleet.cost is None else np.array([[level * fleet.cost]])
        paid, rest = paid + each * plan.investment, rest + each * plan.salvage
    return paid, rest


def fleets(
    deployed: Deployed, projects: Sequence[Project], years: Sequence[int]
) -> Iterator[Fleet]:
    """Give the units of a measure by what they cost: projects of an own investment one by one, all others together."""
    level = float(np.max(deployed.level))
    other = units(deployed)
    for project in projects:
        if project.investment is not None:
            share = level * project.amount * project.share(years)
            other = other - share
            yield Fleet(share, project.investment / project.amount)
    yield Fleet(np.maximum(other, 0.0), None)


def _plain(values: Series, shape: tuple[int, ...]) -> Series:
    """Give an array (year) of the central run, or (member, year); one row stands for all members."""
    if len(shape) == 1:
        return np.asarray(np.broadcast_to(values, (1, *shape))[0])
    return np.broadcast_to(np.atleast_2d(values), (len(np.atleast_2d(values)), shape[1]))
