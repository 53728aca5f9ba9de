"""How often intervals of the years ahead hold, counted on histories whose rest is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.continuation import outlook, through
from dualcarbon.scenarios.extrapolation import extrapolate
from dualcarbon.scenarios.hindcast import simple
from dualcarbon.scenarios.histories import Maker, Region, region

LENGTHS = (12, 14, 16, 18, 20)
"""Years of history. [year]"""
HORIZONS = (1, 3, 5, 10)
"""Years ahead. [year]"""
LEVEL = 0.9
"""Probability of the intervals. [1]"""

Holding = Callable[[Array, Array], NDArray[np.bool_]]


def mixture(past: Array, came: Array) -> NDArray[np.bool_]:
    """Tell where the intervals of the package hold what came (history, year).

    Parameters
    ----------
    past, came : ndarray (history, year)
        Logarithms of the history, and of the years after it. [1]

    Returns
    -------
    ndarray (history, year)
        Whether it holds. [1]
    """
    below = extrapolate(past, came.shape[1]).probability(came)
    return np.abs(below - 0.5) <= LEVEL / 2


def plain(method: str) -> Holding:
    """Give the same of a way that needs no model: ``naive``, ``trend`` or ``drift``."""

    def holds(past: Array, came: Array) -> NDArray[np.bool_]:
        ends = np.array([simple(one, came.shape[1], LEVEL)[method] for one in past])
        return (ends[:, 1] <= came) & (came <= ends[:, 2])

    return holds


def coverage(
    maker: Maker,
    count: int,
    *,
    seed: int,
    holds: Holding = mixture,
    lengths: Sequence[int] = LENGTHS,
) -> Array:
    """Count how often intervals hold what came, at each horizon.

    Parameters
    ----------
    maker : callable
        Process of the histories.
    count : int
        Histories of each length.
    seed : int
        Seed of the noise.
    holds : callable, optional
        Method that is counted.
    lengths : sequence of int, optional
        Years of history.

    Returns
    -------
    ndarray (horizon)
        Share of the intervals of ``HORIZONS`` that hold. [1]

    References
    ----------
    .. [1] P.F. Christoffersen, "Evaluating interval forecasts", International Economic Review 39 (1998) 841-862.
    """
    rng, most = np.random.default_rng(seed), max(HORIZONS)
    at = [horizon - 1 for horizon in HORIZONS]
    held = []
    for years in lengths:
        whole = maker(rng, count, years, most)
        held.append(holds(whole[:, :years], whole[:, years:]).mean(axis=0)[at])
    return np.asarray(np.mean(held, axis=0))


def through_the_tree(
    count: int, *, seed: int, members: int = 256, lengths: Sequence[int] = LENGTHS
) -> Array:
    """Count how often intervals of total emissions hold, when every parameter of a tree is continued.

    Parameters
    ----------
    count : int
        Regions of each length.
    seed, members : int
        Seed of the noise, and futures drawn of each region.
    lengths : sequence of int, optional
        Years of history.

    Returns
    -------
    ndarray (horizon)
        Share of the intervals of ``HORIZONS`` that hold. [1]

    References
    ----------
    .. [1] P.F. Christoffersen, "Evaluating interval forecasts", International Economic Review 39 (1998) 841-862.
    """
    rng, most = np.random.default_rng(seed), max(HORIZONS)
    at = [horizon - 1 for horizon in HORIZONS]
    held = [
        _holds(region(rng, years, most), years, seed + place, members)[at]
        for years in lengths
        for place in range(count)
    ]
    return np.asarray(np.mean(held, axis=0))


def _holds(made: Region, years: int, seed: int, members: int) -> Array:
    known = {key: series[:years] for key, series in made.parameters.items()}
    whole = {key: series[None] for key, series in made.parameters.items()}
    came = through(made.tree, made.factor)(whole).territorial[0, years:]
    sums, _ = outlook(known, made.tree, made.factor, len(came), seed=seed, members=members)
    low, high = np.quantile(sums.territorial, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0)
    return np.asarray((low <= came) & (came <= high))
