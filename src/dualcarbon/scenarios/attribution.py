"""Why two scenarios differ, and what each measure abates: Shapley values of the central runs, year by year."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.coalitions import Coalitions, in_order, needed
from dualcarbon.scenarios.game import Game, game
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.players import Player
from dualcarbon.scenarios.shapley import SAMPLES, shapley, valued
from dualcarbon.scenarios.tree import Observed, Series, Tree
from dualcarbon.vocabulary.faults import note

ITSELF = {"en": "itself without measures", "zh": "不含措施的自身"}


@dataclass(frozen=True, slots=True)
class Emissions:
    """Territorial, adjusted and all emissions, or changes of them, each (player, year). [t CO2, t CO2e].

    ``all_gases`` holds sources and sinks of every gas, nothing where the account beside energy is not carried ahead.
    """

    territorial: Series
    adjusted: Series
    all_gases: Series | None = None

    def negative(self) -> Emissions:
        """Give the same with the other sign."""
        gases = None if self.all_gases is None else -self.all_gases
        return Emissions(-self.territorial, -self.adjusted, gases)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The difference between two scenarios, shared among those who make it.

    ``shares`` and, where they are sampled, their standard ``error`` are (player, year). In every year the shares sum to
    ``total`` (1, year): the ``scenario`` less the one that it is compared ``against``, an empty text where that is itself
    without measures. ``of`` says of which run: all numbers at their central value. ``samples`` is the number of orders drawn, 0 where the shares are exact.
    """

    scenario: str
    against: str
    years: tuple[int, ...]
    players: tuple[Player, ...]
    shares: Emissions
    error: Emissions | None
    total: Emissions
    samples: int
    of: str = "central"

    @property
    def exact(self) -> bool:
        """Whether all coalitions were valued."""
        return self.error is None

    def __str__(self) -> str:
        """Say what was shared, and how."""
        how = "exact" if self.exact else f"{self.samples} orders sampled"
        against = self.against or ITSELF["en"]
        return f"{self.scenario} against {against}: {len(self.players)} players, {how}"


@dataclass(frozen=True, slots=True)
class Wedges:
    """What the measures of a scenario abate, in three senses, each (measure, year); positive where emissions fall.

    ``residual``: on what the measures before it in the stated order left; sums to the abatement of all. ``alone``: first
    of all, on the scenario without measures but those that it requires. ``attributed``: its Shapley value; sums to the abatement of all.
    """

    residual: Emissions
    alone: Emissions
    attributed: Emissions
    attribution: Attribution


def attribute(
    one: Resolved,
    other: Resolved,
    seen: Observed,
    tree: Tree,
    span: Span,
    *,
    seed: int,
    samples: int = SAMPLES,
) -> Attribution:
    """Share the difference between two scenarios among the assumptions and measures in which they differ.

    Parameters
    ----------
    one, other : Resolved
        The scenario compared against, and the one that differs from it.
    seen, tree, span
        What the statistics show, the region's tree, base year and horizon.
    seed, samples : int
        Of the orders drawn where there are more than 12 players.

    Raises
    ------
    InputError
        Some coalition does not hold: a mixture of assumptions, or a measure that finds less than it needs. The
        first fault is a warning that says so by itself, for studies that go on without this difference.
    """
    with _told(one, other):
        return _shared(game(one, other, seen, tree, span), seed, samples)


@dataclass(frozen=True, slots=True)
class BySector:
    """The difference between two scenarios by player and sector, its arrays (player, sector, year). [t CO2, t CO2e].

    Over ``sectors`` the ``shares`` sum to those of ``whole``, over its players to ``total`` (1, sector, year), the difference by
    sector; ``error`` is the standard error where they are sampled.
    """

    whole: Attribution
    sectors: tuple[str, ...]
    shares: Emissions
    error: Emissions | None
    total: Emissions


def attribute_by_sector(
    one: Resolved,
    other: Resolved,
    seen: Observed,
    tree: Tree,
    span: Span,
    *,
    seed: int,
    samples: int = SAMPLES,
) -> BySector:
    """Share the difference between two scenarios among those who make it, in each sector.

    The value of Shapley is linear, so what is shared sector by sector adds up to what is shared of the whole; the same
    coalitions are valued once, and the same orders are drawn.

    Parameters
    ----------
    one, other, seen, tree, span, seed, samples
        As in :func:`attribute`.

    Raises
    ------
    InputError
        As in :func:`attribute`.
    """
    with _told(one, other):
        played = game(one, other, seen, tree, span)
        count, years = len(played.players), len(span.years)
        among = functools.partial(_with_sums, played, years)
        shares = shapley(among, count, seed=seed, samples=samples)
        nobody, everybody = valued(among, np.repeat([[False], [True]], count, axis=1))
    split = functools.partial(_in_sectors, sectors=len(played.sectors), years=years)
    found, sums = split(shares.values)
    error, of_sums = (None, None) if shares.error is None else split(shares.error)
    total, of_all = split((everybody - nobody)[None])
    against = one.name if one.name != other.name else ""
    ends = other.name, against, tuple(span.years), played.players
    whole = Attribution(*ends, sums, of_sums, of_all, shares.samples)
    return BySector(whole, played.sectors, found, error, total)


def _with_sums(played: Game, years: int, coalitions: Coalitions) -> Series:
    """Give the worth by sector and, behind it, over all sectors, so that each has a standard error of its own."""
    split = played.worth_by_sector(coalitions)
    sums = split.reshape(len(split), -1, len(played.sectors), years).sum(axis=2)
    return np.hstack([split, sums.reshape(len(split), -1)])


def _in_sectors(beside: Series, sectors: int, years: int) -> tuple[Emissions, Emissions]:
    """Split what :func:`_with_sums` gives side by side: (player, sector, year), and over all sectors (player, year)."""
    rows, kinds = len(beside), beside.shape[1] // (years * (sectors + 1))
    split, sums = np.hsplit(beside, [kinds * sectors * years])
    return (
        Emissions(*split.reshape(rows, kinds, sectors, years).swapaxes(0, 1)),
        Emissions(*sums.reshape(rows, kinds, years).swapaxes(0, 1)),
    )


def wedges(
    scenario: Resolved,
    seen: Observed,
    tree: Tree,
    span: Span,
    *,
    seed: int,
    samples: int = SAMPLES,
) -> Wedges:
    """Give what each measure of a scenario abates, against the scenario without measures.

    Parameters
    ----------
    scenario : Resolved
        Its measures come in the stated order.
    seen, tree, span, seed, samples
        As in :func:`attribute`.

    Raises
    ------
    InputError
        Some coalition does not hold: a measure finds less than it needs.
    """
    bare = scenario.without()
    with _told(bare, scenario):
        played = game(bare, scenario, seen, tree, span)
        found = _shared(played, seed, samples)
        measures = [deployed.measure for deployed in played.deployed]
        without = needed([m.id for m in measures], {m.id: m.requires for m in measures})
        rows = (in_order(len(measures)), without, without | np.eye(len(measures), dtype=bool))
        value = valued(played.worth, np.concatenate(rows))
    years = len(span.years)
    stated, before, after = np.split(value, np.cumsum([len(r) for r in rows])[:-1])
    return Wedges(
        residual=_apart(-np.diff(stated, axis=0), years),
        alone=_apart(before - after, years),
        attributed=found.shares.negative(),
        attribution=found,
    )


def _shared(played: Game, seed: int, samples: int) -> Attribution:
    count, years = len(played.players), len(played.span.years)
    shares = shapley(played.worth, count, seed=seed, samples=samples)
    nobody, everybody = valued(played.worth, np.repeat([[False], [True]], count, axis=1))
    one, other = played.one.name, played.other.name
    return Attribution(
        scenario=other,
        against=one if one != other else "",
        years=tuple(played.span.years),
        players=played.players,
        shares=_apart(shares.values, years),
        error=None if shares.error is None else _apart(shares.error, years),
        total=_apart((everybody - nobody)[None], years),
        samples=shares.samples,
    )


def _apart(beside: Series, years: int) -> Emissions:
    """Split what :meth:`Game.worth` gives side by side."""
    return Emissions(*np.hsplit(beside, beside.shape[1] // years))


@contextmanager
def _told(one: Resolved, other: Resolved) -> Iterator[None]:
    """Say of faults that they are those of a coalition, not of a scenario that somebody wrote."""
    try:
        yield
    except InputError as error:
        if not error.faults:
            raise
        against = one.name if one.name != other.name else ITSELF
        first = error.faults[0]
        why = {lang: first.message(lang) for lang in ("en", "zh")}
        told = note("ATT003", scenario=other.name, against=against, why=why)
        raise InputError(faults=[told, *error.faults]) from None
