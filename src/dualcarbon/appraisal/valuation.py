"""A measure's effect on the tree and the cost of its units, put together as one stream of money and tonnes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.appraisal import energy_value
from dualcarbon.appraisal.effects import Effect
from dualcarbon.appraisal.streams import Stream
from dualcarbon.appraisal.terms import Market, cost_of
from dualcarbon.finance.spending import schedule
from dualcarbon.measures.projects import Project
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.tree import Series, Tree
from dualcarbon.vocabulary.faults import Fault, Place, note


@dataclass(frozen=True, slots=True)
class Fleet:
    """Units in place that cost the same: how many each year (year) [unit], and what one costs [CNY/unit].

    ``cost`` is nothing where the measure's own cost of a unit holds.
    """

    units: Series
    cost: float | None


@dataclass(frozen=True, slots=True)
class Spent:
    """What the units of a measure take, arrays (1 or member, year). [CNY].

    ``first`` is what they cost when first bought, (1 or member, 1); ``investment`` holds their replacements too.
    """

    investment: Series
    salvage: Series
    running: Series
    first: Series
    warnings: tuple[Fault, ...] = ()


def valued(effect: Effect, spent: Spent, market: Market, tree: Tree, boundary: str) -> Stream:
    """Give money and tonnes of a measure, year by year.

    Parameters
    ----------
    effect : Effect
        The tree without and with it; rows are members where the market is drawn.
    spent : Spent
        What its units take. [CNY]
    market : Market
        Prices and terms.
    tree : Tree
        The region's tree.
    boundary : str
        Whose abatement earns the carbon price and is divided by: ``territorial`` or ``adjusted``.

    Returns
    -------
    Stream
        Arrays (year), or (member, year) where the market is drawn. [CNY, t CO2]
    """
    measure, years = effect.deployed.measure, market.terms.years
    seen = (measure, effect.before, effect.after, tree)
    social, own = energy_value.social(*seen), energy_value.financial(*seen)
    both = {taxes: (energy_value.value(social, market.prices, taxes=taxes),
                    energy_value.value(own, market.prices, taxes=taxes)) for taxes in (False, True)}  # fmt: skip
    arrays = {
        "abatement": effect.abatement(boundary),
        "investment": spent.investment,
        "salvage": spent.salvage,
        "running": spent.running,
        "social": both[True][0],
        "social_ex_tax": both[False][0],
        "financial": both[True][1],
        "financial_ex_tax": both[False][1],
        "carbon_price": market.carbon_price,
    }
    plain = {k: _plain(v, len(years), drawn=market.draws is not None) for k, v in arrays.items()}
    return Stream(id=measure.id, price_year=market.terms.price_year, years=tuple(years), **plain)


def units(deployed: Deployed) -> Series:
    """Give the units of a measure in place.

    Parameters
    ----------
    deployed : Deployed
        The measure and its level.

    Returns
    -------
    ndarray (year)
        Level times the units of full deployment. [unit]
    """
    return np.asarray(float(np.max(deployed.level)) * deployed.placed.units)


def spending(deployed: Deployed, projects: Sequence[Project], market: Market) -> Spent:
    """Give what the units of a measure take: bought and replaced, kept running, and their rest value at the horizon.

    Parameters
    ----------
    deployed : Deployed
        The measure and its level.
    projects : sequence of Project
        Its projects; one with an investment of its own is bought at that, in prices of the measure's costs.
    market : Market
        Price level, and draws of costs.

    Returns
    -------
    Spent
        Arrays (1 or member, year). [CNY]
    """
    measure, given = deployed.measure, market.terms
    life, lead = (float(cost_of(measure, name, given)[0, 0]) for name in ("life", "lead"))
    usual, upkeep, other = (
        cost_of(measure, name, given, market.draws) for name in ("investment", "o_and_m", "other")
    )
    level = given.level(measure.cost.price_year if measure.cost else None)
    paid, rest, first, early = (np.zeros((1, 1)) for _ in range(4))
    for fleet in fleets(deployed, projects, given.years):
        plan = schedule(fleet.units, life=life, lead=lead, place=deployed.place)
        each = usual if fleet.cost is None else np.array([[level * fleet.cost]])
        paid, rest = paid + each * plan.investment, rest + each * plan.salvage
        first, early = first + each * fleet.units.max(), early + each * plan.early
    running = (upkeep + other) * units(deployed)
    return Spent(paid, rest, running, first, _told(early, paid, deployed.place))


def fleets(
    deployed: Deployed, projects: Sequence[Project], years: Sequence[int]
) -> Iterator[Fleet]:
    """Give the units of a measure by what they cost: projects of an own investment one by one, all others together.

    Parameters
    ----------
    deployed : Deployed
        The measure; at a level below 1 all its projects are in place to that part.
    projects : sequence of Project
        Its projects.
    years : sequence of int
        Base year to horizon.

    Yields
    ------
    Fleet
        Units (year), and what one costs. [unit, CNY/unit]
    """
    level = float(np.max(deployed.level))
    other = units(deployed)
    for project in projects:
        if project.investment is not None:
            share = level * project.amount * project.share(years)
            other = other - share
            yield Fleet(share, project.investment / project.amount)
    slight = 1e-9 * units(deployed).max()
    other = np.where(other > slight, other, 0.0)  # what is left of a difference is rounding
    if other.any():
        yield Fleet(other, None)


def _told(early: Series, paid: Series, place: Place) -> tuple[Fault, ...]:
    """Tell which share of the money was to be paid before the first year and is counted in it."""
    if not early[0].any():
        return ()
    return (note("FIN007", place, share=f"{100 * float(early[0, 0] / paid[0].sum()):.1f}"),)


def _plain(values: Series, years: int, *, drawn: bool) -> Series:
    """Give an array (year) of the central run, or (member, year); one row stands for all members."""
    rows = np.atleast_2d(values)
    whole = np.broadcast_to(rows, (len(rows), years))
    return whole if drawn else np.asarray(whole[0])
