"""Two scenarios as a game: what each coalition of their differences emits, valued on the tree, a member each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dualcarbon.scenarios import beyond
from dualcarbon.scenarios.assumptions import (
    Span,
    evaluated,
    ordered,
    setting_of,
    uncaptured,
    unchanged,
)
from dualcarbon.scenarios.coalitions import Coalitions, acting, every
from dualcarbon.scenarios.deployment import Deployed, Setting, deploy, variables
from dualcarbon.scenarios.hybrids import Lookup, hybrid, lookups, one_row, picked, unstated
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.members import THREADS
from dualcarbon.scenarios.players import Player, level, merged, players
from dualcarbon.scenarios.projection import observed, project, totals
from dualcarbon.scenarios.sectors import by_sector, sectors_of
from dualcarbon.scenarios.tree import Cell, Observed, Series, Tree

Emits = Callable[[Coalitions, Series, Setting], Series]

CHUNK = 1024
"""Coalitions computed at once: what all share is computed once a chunk, and each thread has several. [coalitions]"""


@dataclass(frozen=True, slots=True)
class Game:
    """Who is in a coalition is as in the scenario ``other``, who is not as in ``one``.

    ``levels`` (measure, 2) are those of the ``deployed`` measures in ``one`` and in ``other`` [1]; ``uncaptured`` are the
    shares captured before any measure, none; ``base`` the observed parameters of the base year.
    """

    one: Resolved
    other: Resolved
    players: tuple[Player, ...]
    tree: Tree
    span: Span
    factor: Mapping[Cell, Series]
    lookups: Mapping[str, Lookup]
    deployed: tuple[Deployed, ...]
    levels: Series
    uncaptured: Mapping[str, Series]
    base: Mapping[str, float]

    def worth(self, coalitions: Coalitions) -> Series:
        """Give what coalitions emit, side by side territorial, adjusted and, where it is carried ahead, in all gases.

        Each is (coalition, year). [t CO2, t CO2e].

        Coalitions of the same assumptions and the same acting measures are one future, computed once.
        """
        return self._valued(coalitions, self._emitted, 1)

    def worth_by_sector(self, coalitions: Coalitions) -> Series:
        """Give the same by sector: of each total all sectors side by side, in the order of ``sectors``. [t CO2, t CO2e]."""
        return self._valued(coalitions, self._emitted_by_sector, len(self.sectors))

    @property
    def sectors(self) -> tuple[str, ...]:
        """Sectors that emissions can stand in."""
        return sectors_of(self.tree, self.factor)

    def _valued(self, coalitions: Coalitions, emits: Emits, sectors: int) -> Series:
        done = self.acting_levels(coalitions)
        groups = [i for i, player in enumerate(self.players) if player.kind == "group"]
        states = np.hstack([coalitions[:, groups], done])
        _, first, again = np.unique(states, axis=0, return_index=True, return_inverse=True)
        totals_of = 2 if self.tree.beyond is None else 3
        emitted = np.empty((len(first), totals_of * sectors * len(self.span.years)))

        def fill(chunk: tuple[NDArray[np.int64], Setting]) -> None:
            rows, setting = chunk
            emitted[rows] = emits(coalitions[first[rows]], done[first[rows]], setting)

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(fill, self._alike(coalitions[first])))
        return emitted[again.reshape(-1)]

    def acting_levels(self, coalitions: Coalitions) -> Series:
        """Give the level of every measure in every coalition (coalition, measure), 0 where it does not act. [1]."""
        measures = [deployed.measure for deployed in self.deployed]
        column = {player.id: i for i, player in enumerate(self.players) if player.kind == "measure"}
        there = np.zeros((len(coalitions), len(measures)), bool)
        for i, measure in enumerate(measures):
            if measure.id in column:
                there[:, i] = coalitions[:, column[measure.id]]
        levels = np.where(there, self.levels[:, 1], self.levels[:, 0])
        rules = ({m.id: m.requires for m in measures}, {m.id: m.excludes for m in measures})
        return levels * acting(levels > 0, [m.id for m in measures], *rules)

    def _alike(self, coalitions: Coalitions) -> Iterator[tuple[NDArray[np.int64], Setting]]:
        """Give chunks of coalitions in which the same parts of share groups take up what measures change."""
        moved = self._moved()
        for pattern in every(len(moved)):
            keys = picked(self.players, moved, pattern)
            mixed = setting_of(hybrid(self.one, self.other, keys), self.tree, self.span)
            setting = replace(mixed, capped=True)
            rows = np.flatnonzero((coalitions[:, moved] == pattern).all(axis=1))
            for i in range(0, len(rows), CHUNK):
                yield rows[i : i + CHUNK], setting

    def _moved(self) -> list[int]:
        """Give the players, as columns, who move the residual part of a share group."""
        one, other = (setting_of(s, self.tree, self.span).residuals for s in (self.one, self.other))
        apart = {group for group in one if one[group] != other[group]}
        return [i for i, p in enumerate(self.players) if p.kind == "group" and apart & {*p.paths}]

    def _emitted_by_sector(
        self, coalitions: Coalitions, levels: Series, setting: Setting
    ) -> Series:
        given, energy = self._run(coalitions, levels, setting)
        splits, none = by_sector(energy, self.factor, given, self.tree), np.zeros((1, 1))
        shape = (len(coalitions), len(self.span.years))
        return np.hstack([np.broadcast_to(split.get(s, none), shape) for split in splits for s in self.sectors])  # fmt: skip

    def _run(
        self, coalitions: Coalitions, levels: Series, setting: Setting
    ) -> tuple[dict[str, Series], dict[Cell, Series]]:
        """Give the parameters of coalitions, measures applied, and their energy by cell. [tce]."""
        measures = [
            replace(deployed, level=one_row(levels[:, [i]]))
            for i, deployed in enumerate(self.deployed)
            if levels[:, i].any()
        ]
        given = self._assumed(coalitions, levels, measures)
        given = deploy(measures, {**given, **self.uncaptured}, setting)
        return given, project(given, self.tree)

    def _emitted(self, coalitions: Coalitions, levels: Series, setting: Setting) -> Series:
        given, energy = self._run(coalitions, levels, setting)
        sums = totals(energy, self.factor, given, None)
        found = [sums.territorial, sums.adjusted]
        if self.tree.beyond is not None:
            beside = beyond.emitted(self.tree.beyond, given, energy)
            found.append(sums.territorial + sum(beside.values(), np.zeros((1, 1))))
        shape = (len(coalitions), len(self.span.years))
        return np.hstack([np.broadcast_to(s, shape) for s in found])

    def _assumed(
        self, coalitions: Coalitions, levels: Series, measures: Sequence[Deployed]
    ) -> dict[str, Series]:
        """Give the parameters of coalitions before measures; where these change variables, what follows them is evaluated again."""
        if not variables(measures):
            return {key: lookup.of(coalitions) for key, lookup in self.lookups.items()}
        groups = [i for i, player in enumerate(self.players) if player.kind == "group"]
        patterns, place = np.unique(coalitions[:, groups], axis=0, return_inverse=True)
        found: dict[str, Series] = {}
        for number, pattern in enumerate(patterns):
            rows = np.flatnonzero(place.reshape(-1) == number)
            for key, values in self._evaluated(picked(self.players, groups, pattern), levels[rows]).items():  # fmt: skip
                shape = (len(coalitions), values.shape[1])
                found.setdefault(key, np.repeat(unstated(key, self.span), shape[0], axis=0))[rows] = values  # fmt: skip
        return found

    def _evaluated(self, keys: set[str], levels: Series) -> dict[str, Series]:
        """Evaluate a mixture of assumptions at the levels of measures (coalition, measure)."""
        some = [replace(d, level=levels[:, [i]]) for i, d in enumerate(self.deployed)]
        mixed = replace(hybrid(self.one, self.other, keys), deployed=tuple(some))
        start = unchanged(self.base, self.span, self.tree)
        where = (self.tree, self.base, self.span)
        return evaluated(mixed, ordered(mixed, self.tree), start, where, capped=True)


def game(one: Resolved, other: Resolved, seen: Observed, tree: Tree, span: Span) -> Game:
    """Make a game of the difference between two scenarios, every number at its central value.

    Parameters
    ----------
    one, other : Resolved
        The scenario compared against, and the one that differs from it.
    seen, tree, span
        What the statistics show, the region's tree, base year and horizon.

    Raises
    ------
    InputError
        A mixture of assumptions does not hold.
    """
    base = {key: float(series[-1]) for key, series in observed(seen, tree).items()}
    both = merged(one, other)
    who = players(one, other)
    found = lookups(one, other, who, tree, base, span)
    factor = {cell: series[-1:] for cell, series in seen.factor.items()}  # the base year's is held
    levels = np.array([[level(s, d.measure.id) for s in (one, other)] for d in both])
    none = uncaptured(replace(one, deployed=tuple(both)), span)
    return Game(
        one, other, who, tree, span, factor, found, tuple(both), levels.reshape(-1, 2), none, base
    )
