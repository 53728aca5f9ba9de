"""Coalitions: who is in, and which of those who are in act."""

from __future__ import annotations

import graphlib
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note

Coalitions: TypeAlias = NDArray[np.bool_]  # (coalition, player): who is in

Links: TypeAlias = Mapping[str, Collection[str]]  # of a measure, to other measures


def every(players: int) -> Coalitions:
    """Give all coalitions (coalition, player); player i is in coalition c where bit i of c is 1.

    Parameters
    ----------
    players : int
        How many.

    Returns
    -------
    ndarray of bool (coalition, player)
        First the empty coalition, last the grand one. [1]

    Examples
    --------
    >>> every(2).astype(int).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    return (np.arange(2**players)[:, None] >> np.arange(players) & 1).astype(bool)


def in_order(players: int) -> Coalitions:
    """Give the coalitions in which players join one after the other, from nobody to all.

    Parameters
    ----------
    players : int
        How many.

    Returns
    -------
    ndarray of bool (coalition, player)
        One coalition more than there are players. [1]

    Examples
    --------
    >>> in_order(2).astype(int).tolist()
    [[0, 0], [1, 0], [1, 1]]
    """
    return np.tri(players + 1, players, -1, dtype=bool)


def needed(order: Sequence[str], requires: Links) -> Coalitions:
    """Give for each measure the coalition of those without which it cannot act: what it requires, directly or not.

    Parameters
    ----------
    order : sequence of str
        Id of the measure of each row and column.
    requires : mapping of collections of str
        What a measure needs.

    Returns
    -------
    ndarray of bool (measure, measure)
        Row i for measure i, which is not in it. [1]

    Examples
    --------
    >>> needed(["cable", "storage", "wind"], {"wind": ["storage"], "storage": ["cable"]}).astype(int).tolist()
    [[0, 0, 0], [1, 0, 0], [1, 1, 0]]
    """
    column = {id: i for i, id in enumerate(order)}
    found = np.zeros((len(order), len(order)), bool)
    for id in decided(order, requires):
        for other in column.keys() & set(requires.get(id, ())):
            found[column[id]] |= found[column[other]]
            found[column[id], column[other]] = True
    return found


def acting(
    coalitions: Coalitions, order: Sequence[str], requires: Links, excludes: Links
) -> Coalitions:
    """Tell which measures of each coalition act; the others are there without effect.

    A measure acts if it is in the coalition, all that it requires act, and none acts that is decided before
    it and excludes it or is excluded by it. Measures are decided in the stated order, each after those that it
    requires. A coalition that cannot be is thus worth what the measures of it can do that do act.

    Parameters
    ----------
    coalitions : ndarray of bool (coalition, measure)
        Who is in; the columns are the measures in the stated order. [1]
    order : sequence of str
        Id of the measure of each column.
    requires, excludes : mapping of collections of str
        What a measure needs, and what it cannot be together with; excluding holds either way. What is not
        among the columns is in no coalition.

    Returns
    -------
    ndarray of bool (coalition, measure)
        Who acts, a part of who is in. [1]

    Raises
    ------
    InputError
        Measures require each other in a circle.

    Examples
    --------
    Wind needs storage; two uses of one roof exclude each other, and the first of the order is taken:

    >>> order = ["wind", "storage", "collectors", "panels"]
    >>> all_in = np.array([[True, True, True, True], [True, False, False, True]])
    >>> acts = acting(all_in, order, {"wind": ["storage"]}, {"panels": ["collectors"]})
    >>> [[order[i] for i in np.flatnonzero(row)] for row in acts]
    [['wind', 'storage', 'collectors'], ['panels']]
    """
    column = {id: i for i, id in enumerate(order)}
    acts = np.zeros_like(coalitions)
    for id in decided(order, requires):
        here = coalitions[:, column[id]].copy()
        for needed in requires.get(id, ()):
            here &= acts[:, column[needed]] if needed in column else False
        for rival in _rivals(id, order, excludes):
            here &= ~acts[:, column[rival]]
        acts[:, column[id]] = here
    return acts


def decided(order: Sequence[str], requires: Links) -> list[str]:
    """Give measures in the order in which it is decided whether they act: as stated, each after what it requires.

    Parameters
    ----------
    order : sequence of str
        Ids in the stated order.
    requires : mapping of collections of str
        What a measure needs.

    Raises
    ------
    InputError
        Measures require each other in a circle.

    Examples
    --------
    >>> decided(["wind", "roofs", "storage"], {"wind": ["storage"]})
    ['storage', 'wind', 'roofs']
    """
    found: list[str] = []
    _must_end({id: set(requires.get(id, ())) & set(order) for id in order})
    for id in order:
        _decide(id, order, requires, found)
    return found


def _decide(id: str, order: Sequence[str], requires: Links, found: list[str]) -> None:
    """Put a measure behind those it requires, each once."""
    if id in found:
        return
    for needed in (other for other in order if other in requires.get(id, ())):
        _decide(needed, order, requires, found)
    found.append(id)


def _must_end(graph: Mapping[str, Collection[str]]) -> None:
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = ", ".join(dict.fromkeys(error.args[1]))
        raise InputError(faults=[note("ATT001", Place(file="measures.toml"), ids=circle)]) from None


def _rivals(id: str, order: Sequence[str], excludes: Links) -> list[str]:
    """Give the measures that exclude one or are excluded by it."""
    mine = excludes.get(id, ())
    return [o for o in order if o != id and (o in mine or id in excludes.get(o, ()))]
