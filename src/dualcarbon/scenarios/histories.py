"""Histories made up, with the rest that came after them: what ways to look ahead are tried on.

Six processes, none of which is a model that the extrapolation weighs: their shocks, slopes and breaks are of other forms
or sizes. All are logarithms; growth of 3 +- 4 % a year, shocks of 1 to 5 %.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.tree import Cell, Tree

GROWTH = (0.03, 0.04)
"""Mean and standard deviation of growth, of the logarithm. [1/year]"""
NOISE = (0.01, 0.05)
"""Least and most standard deviation of a shock. [1]"""
HEAVY = 3
"""Degrees of freedom of shocks with heavy tails."""

Maker = Callable[[np.random.Generator, int, int, int], Array]


def random_walk(rng: np.random.Generator, count: int, years: int, ahead: int) -> Array:
    """Draw random walks with drift (history, year), as logarithms. [1].

    Parameters
    ----------
    rng : Generator
        Source of the noise.
    count, years, ahead : int
        Number of histories, their years, and the years after them.

    Returns
    -------
    ndarray (history, year)
        Past and rest. [1]

    References
    ----------
    .. [1] A.C. Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter", Cambridge, 1989.
    """
    shocks = rng.standard_normal((count, years + ahead))
    return np.cumsum(_growth(rng, count) + _noise(rng, count) * shocks, axis=1)


def heavy_tails(rng: np.random.Generator, count: int, years: int, ahead: int) -> Array:
    """Draw random walks whose shocks are Student's t with three degrees of freedom, as logarithms. [1].

    Parameters
    ----------
    rng, count, years, ahead
        As in :func:`random_walk`.

    Returns
    -------
    ndarray (history, year)
        Past and rest. [1]

    References
    ----------
    .. [1] A.C. Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter", Cambridge, 1989.
    """
    shocks = rng.standard_t(HEAVY, (count, years + ahead)) / np.sqrt(HEAVY / (HEAVY - 2))
    return np.cumsum(_growth(rng, count) + _noise(rng, count) * shocks, axis=1)


def trend_and_memory(rng: np.random.Generator, count: int, years: int, ahead: int) -> Array:
    """Draw first-order autoregressive noise around a straight trend, as logarithms. [1].

    Parameters
    ----------
    rng, count, years, ahead
        As in :func:`random_walk`.

    Returns
    -------
    ndarray (history, year)
        Past and rest. [1]

    References
    ----------
    .. [1] G.E.P. Box, G.M. Jenkins, G.C. Reinsel, "Time Series Analysis", 3rd ed., Prentice Hall, 1994.
    """
    at = np.arange(years + ahead)
    return _growth(rng, count) * at + _noise(rng, count) * _remembered(rng, count, len(at))


def slow_slope(rng: np.random.Generator, count: int, years: int, ahead: int) -> Array:
    """Draw local linear trends whose slope changes by 5 to 40 % of a shock a year, as logarithms. [1].

    Parameters
    ----------
    rng, count, years, ahead
        As in :func:`random_walk`.

    Returns
    -------
    ndarray (history, year)
        Past and rest. [1]

    References
    ----------
    .. [1] A.C. Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter", Cambridge, 1989.
    """
    noise, size = _noise(rng, count), rng.uniform(0.05, 0.4, count)[:, None]
    turns = noise * size * rng.standard_normal((count, years + ahead))
    shocks = noise * rng.standard_normal((count, years + ahead))
    return np.cumsum(_growth(rng, count) + np.cumsum(turns, axis=1) + shocks, axis=1)


def saturation(rng: np.random.Generator, count: int, years: int, ahead: int) -> Array:
    """Draw logistic curves with autoregressive noise; the steepest year lies within the history or soon after, as logarithms. [1].

    Parameters
    ----------
    rng, count, years, ahead
        As in :func:`random_walk`.

    Returns
    -------
    ndarray (history, year)
        Past and rest. [1]

    References
    ----------
    .. [1] N. Meade, T. Islam, "Forecasting with growth curves", International Journal of Forecasting 11 (1995) 199-215.
    """
    rate, middle, start = (
        rng.uniform(low, high, count)[:, None]
        for low, high in ((0.1, 0.4), (0.0, years + 5.0), (0.1, 0.6))
    )
    at = np.arange(years + ahead)
    curve = start + (1 - start) / (1 + np.exp(-rate * (at - middle)))
    return np.log(curve) + _noise(rng, count) * _remembered(rng, count, len(at))


def broken_growth(rng: np.random.Generator, count: int, years: int, ahead: int) -> Array:
    """Draw random walks whose drift changes once, by 4 % a year, in the history or after it, as logarithms. [1].

    Parameters
    ----------
    rng, count, years, ahead
        As in :func:`random_walk`.

    Returns
    -------
    ndarray (history, year)
        Past and rest. [1]

    References
    ----------
    .. [1] P. Perron, "The great crash, the oil price shock, and the unit root hypothesis", Econometrica 57 (1989)
           1361-1401.
    """
    return _broken(rng, count, years, ahead, (4, years + ahead))


def broken_before(rng: np.random.Generator, count: int, years: int, ahead: int) -> Array:
    """Draw the same with the break at least three years before the end of the history. [1].

    Parameters
    ----------
    rng, count, years, ahead
        As in :func:`random_walk`.

    Returns
    -------
    ndarray (history, year)
        Past and rest. [1]

    References
    ----------
    .. [1] P. Perron, "The great crash, the oil price shock, and the unit root hypothesis", Econometrica 57 (1989)
           1361-1401.
    """
    return _broken(rng, count, years, ahead, (4, years - 2))


def broken_after(rng: np.random.Generator, count: int, years: int, ahead: int) -> Array:
    """Draw the same with the break in the first year after the history: nothing of it can be seen. [1].

    Parameters
    ----------
    rng, count, years, ahead
        As in :func:`random_walk`.

    Returns
    -------
    ndarray (history, year)
        Past and rest. [1]

    References
    ----------
    .. [1] P. Perron, "The great crash, the oil price shock, and the unit root hypothesis", Econometrica 57 (1989)
           1361-1401.
    """
    return _broken(rng, count, years, ahead, (years, years + 1))


GENERATORS: Mapping[str, Maker] = {
    "random_walk": random_walk,
    "trend_and_memory": trend_and_memory,
    "slow_slope": slow_slope,
    "saturation": saturation,
    "broken_growth": broken_growth,
    "heavy_tails": heavy_tails,
}
"""The processes that are counted."""
APART: Mapping[str, Maker] = {"broken_before": broken_before, "broken_after": broken_after}
"""The two halves of one of them."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region made up: parameters of its tree over past and rest, each (year)."""

    tree: Tree
    parameters: Mapping[str, Array]
    factor: Mapping[Cell, float]


def region(rng: np.random.Generator, years: int, ahead: int) -> Region:
    """Make up a region of three sectors and three fuels, each parameter by a process drawn at random.

    Parameters
    ----------
    rng : Generator
        Source of the noise.
    years, ahead : int
        Years of history, and after it.

    Returns
    -------
    Region
        Parameters [money, 1, tce per money] and factors [t CO2/tce].
    """
    sectors, carbon = ("buildings", "industry", "transport"), {"coal": 2.7, "gas": 1.6, "power": 0.0}  # fmt: skip
    groups = {"structure": sectors} | {f"mix.{s}": tuple(carbon) for s in sectors}
    tree = Tree({s: ("final", f"structure.{s}") for s in sectors}, groups, ())
    given = {"gdp": np.exp(_any(rng, years, ahead))}
    given |= {f"intensity.{s}": np.exp(_any(rng, years, ahead)) for s in sectors}
    for head, parts in groups.items():
        ratio = np.exp([_any(rng, years, ahead) for _ in parts])
        shares = ratio / ratio.sum(axis=0)
        given |= {f"{head}.{part}": share for part, share in zip(parts, shares, strict=True)}
    factor = {(s, "final", f): held for s in sectors for f, held in carbon.items()}
    return Region(tree, given, factor)


def _any(rng: np.random.Generator, years: int, ahead: int) -> Array:
    makers = list(GENERATORS.values())
    return makers[rng.integers(len(makers))](rng, 1, years, ahead)[0]


def _broken(
    rng: np.random.Generator, count: int, years: int, ahead: int, within: tuple[int, int]
) -> Array:
    at, when = np.arange(years + ahead), rng.integers(*within, count)[:, None]
    change = rng.normal(0.0, GROWTH[1], count)[:, None] * (at >= when)
    shocks = rng.standard_normal((count, len(at)))
    return np.cumsum(_growth(rng, count) + change + _noise(rng, count) * shocks, axis=1)


def _growth(rng: np.random.Generator, count: int) -> Array:
    return rng.normal(*GROWTH, count)[:, None]


def _noise(rng: np.random.Generator, count: int) -> Array:
    return np.asarray(np.exp(rng.uniform(np.log(NOISE[0]), np.log(NOISE[1]), count)))[:, None]


def _remembered(rng: np.random.Generator, count: int, years: int) -> Array:
    """Draw autoregressive noise of a memory of 0.2 to 0.8, stationary from the first year, of unit innovations."""
    memory, shocks = rng.uniform(0.2, 0.8, count), rng.standard_normal((count, years))
    noise = np.empty_like(shocks)
    noise[:, 0] = shocks[:, 0] / np.sqrt(1 - memory**2)
    for year in range(1, years):
        noise[:, year] = memory * noise[:, year - 1] + shocks[:, year]
    return noise
