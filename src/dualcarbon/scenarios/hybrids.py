"""Scenarios between two: in every coalition some groups of assumptions are those of one, the rest those of the other.

A path depends on the choices that it is declared under, and on those of the paths that its elasticity follows. Its values are
computed once for each combination of these choices and looked up for every coalition: a coalition has exactly the numbers that
a scenario written with its choices would have.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dualcarbon.scenarios.assumptions import SCALE, Span, evaluate, followed, given
from dualcarbon.scenarios.coalitions import Coalitions, every
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.players import Player
from dualcarbon.scenarios.tree import Series, Tree


@dataclass(frozen=True, slots=True)
class Lookup:
    """The values of one parameter under each combination of the choices that it depends on.

    ``players`` are columns of the coalitions; ``values`` (combination, year) has in row c the values where player i of
    them is in the coalition if bit i of c is 1.
    """

    players: tuple[int, ...]
    values: Series

    def of(self, coalitions: Coalitions) -> Series:
        """Give the parameter of every coalition (coalition, year), or (1, year) where it is the same in all."""
        if not self.players:
            return self.values
        chosen = coalitions[:, self.players] @ (1 << np.arange(len(self.players)))
        return np.take(
            self.values.T, one_row(chosen), axis=1
        ).T  # coalitions of a year side by side


def one_row(rows: NDArray[Any]) -> NDArray[Any]:
    """Give only the first of rows that are all the same, which stands for all; else every row.

    Parameters
    ----------
    rows : ndarray (row, ...)
        At least one. [any unit]

    Returns
    -------
    ndarray (row or 1, ...)
        What is computed from one row is computed once. [any unit]
    """
    return rows[:1] if (rows == rows[:1]).all() else rows


def lookups(
    one: Resolved,
    other: Resolved,
    players: Sequence[Player],
    tree: Tree,
    base: Mapping[str, float],
    span: Span,
) -> dict[str, Lookup]:
    """Give every parameter of the tree, measures left out, by the choices between two scenarios that it depends on.

    Parameters
    ----------
    one, other : Resolved
        The scenario of those who are not in a coalition, and of those who are.
    players : sequence of Player
        Who chooses; measures choose no paths.
    tree, span
        The region's tree, base year and horizon.
    base : key -> float
        Observed parameters of the base year. [unit of the key]

    Raises
    ------
    InputError
        Under some combination of choices a share leaves 0 to 1, or elasticities go in a circle.
    """
    chosen = _choosers(one, other, players, tree)
    found: dict[str, Lookup] = {}
    for columns in sorted({*chosen.values(), ()}, key=lambda some: (len(some), some)):
        rows = [
            evaluate(hybrid(one, other, picked(players, columns, row)), tree, base, span)
            for row in every(len(columns))
        ]
        for key in dict.fromkeys(key for row in rows for key in row):
            if chosen.get(_declared(key, tree), ()) == columns:
                values = [row.get(key, unstated(key, span)) for row in rows]
                found[key] = Lookup(columns, np.concatenate(values))
    return {key: found[key] for key in sorted(found)}


def unstated(key: str, span: Span) -> Series:
    """Give a parameter of a scenario that has no path for it and no statistics, (1, year): a scale of factors is 1.

    Parameters
    ----------
    key : str
        Key of a scale, or of what another path gives beside itself, which is not known where that path is another.
    span : Span
        Base year and horizon.
    """
    return np.full((1, len(span.years)), 1.0 if key.startswith(SCALE) else np.nan)


def hybrid(one: Resolved, other: Resolved, keys: Collection[str]) -> Resolved:
    """Give a scenario without measures whose paths under some keys are those of another scenario.

    Parameters
    ----------
    one, other : Resolved
        The scenario of all other keys, and that of the keys given; a key that it does not declare holds.
    keys : collection of str
        Keys of paths.
    """
    kept = {key: path for key, path in one.paths.items() if key not in keys}
    taken = {key: path for key, path in other.paths.items() if key in keys}
    return replace(one.without(), paths=kept | taken)


def _choosers(
    one: Resolved, other: Resolved, players: Sequence[Player], tree: Tree
) -> dict[str, tuple[int, ...]]:
    """Give the players on whose choice the values of each declared path depend, as columns."""
    owner = {
        key: i for i, player in enumerate(players) if player.kind == "group" for key in player.paths
    }
    links: dict[str, set[str]] = {}
    for scenario in (one, other):
        for key, path in scenario.paths.items():
            links.setdefault(key, set()).update(followed(path, tree, given(scenario)))
    return {
        key: tuple(sorted({owner[k] for k in _reached(key, links) if k in owner})) for key in links
    }


def _reached(key: str, links: Mapping[str, Collection[str]]) -> set[str]:
    """Give a key and all that it follows, directly or not."""
    found: set[str] = set()
    ahead = [key]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead += links.get(here, ())
    return found


def _declared(key: str, tree: Tree) -> str:
    """Give the key under which a parameter is declared: that of its group for a part of one."""
    group = key.rpartition(".")[0]
    return group if group in tree.groups else key


def picked(players: Sequence[Player], columns: Sequence[int], row: Sequence[bool]) -> set[str]:
    """Give the keys of the paths of those players who are in.

    Parameters
    ----------
    players : sequence of Player
        All of them.
    columns, row : sequence
        Some of them, as columns of the coalitions, and whether each is in.
    """
    inside = [i for i, there in zip(columns, row, strict=True) if there]
    return {key for i in inside for key in players[i].paths}
