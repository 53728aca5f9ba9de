"""Growth rates and elasticities of a parameter, fitted to its history.

Growth is the mean of yearly growth of the logarithm, not a line through the levels: the path that takes it starts at the
last value, and shocks of statistics mostly last. The elasticity is fitted to yearly growth as well: two levels that both
rise agree for no cause at all, their growth does not. It has no constant, because the path has none; a growth that the
other path does not explain is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import stdtrit

from dualcarbon.errors import InputError
from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.estimates import (
    Estimate,
    Fit,
    around,
    logarithms,
    place,
    residual_memory,
    widening,
)
from dualcarbon.scenarios.tree import Series
from dualcarbon.vocabulary.faults import Fault, note

LEAST = 6
"""Five rates of growth: with fewer, their spread is known to no better than a third. [year]"""
SURE = 0.975
"""One less half the level at which growth that the other path does not explain is told. [1]"""
DRIVERS = ("gdp", "population")
"""What other parameters may follow."""


def growth(values: Series, years: Sequence[int], key: str = "") -> Fit:
    r"""Fit a rate of growth.

    .. math:: r = e^{\bar g} - 1, \qquad g_t = \ln y_t - \ln y_{t-1}

    Parameters
    ----------
    values : ndarray (year)
        History, all above 0. [any unit]
    years : sequence of int
        Its years, one after the other. [year]
    key : str
        Name of the parameter.

    Returns
    -------
    Fit
        ``rate`` with error and interval. [1/year]

    Raises
    ------
    InputError
        Fewer than six years, a value at or below 0, or a year left out.

    References
    ----------
    .. [1] G.E.P. Box, G.M. Jenkins, G.C. Reinsel, "Time Series Analysis", 3rd ed., Prentice Hall, 1994: random walk with
           drift.

    Examples
    --------
    Twice as much every year:

    >>> fit = growth(np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0]), range(2015, 2021), "gdp")
    >>> round(fit.numbers["rate"].value, 9), fit.count
    (1.0, 6)
    """
    rates = np.diff(logarithms(values, years, key, LEAST))
    count = len(rates)
    rest = rates - rates.mean()
    memory = residual_memory(rest)
    error = float(rates.std(ddof=1)) / np.sqrt(count) * widening(memory)
    found = around(float(rates.mean()), error, _freedom(count, memory))
    return Fit(
        key=key,
        model="growth",
        numbers={"rate": _as_rate(found)},
        years=(int(years[0]), int(years[-1])),
        memory=memory,
        noise=float(rates.std(ddof=1)),
    )


def elasticity(
    values: Series, other: Series, years: Sequence[int], key: str = "", to: str = "gdp"
) -> Fit:
    r"""Fit the power with which a parameter follows another one.

    .. math:: \Delta\ln y_t = \varepsilon\,\Delta\ln x_t + u_t

    Parameters
    ----------
    values, other : ndarray (year)
        Histories of the parameter and of what it follows, all above 0. [any unit]
    years : sequence of int
        Their years, one after the other. [year]
    key, to : str
        Names of the two.

    Returns
    -------
    Fit
        ``value`` with error and interval [1]; a note where growth is left that the other does not explain.

    Raises
    ------
    InputError
        Fewer than six years, a value at or below 0, a year left out, or the other one never changes.

    References
    ----------
    .. [1] C.W.J. Granger, P. Newbold, "Spurious regressions in econometrics", Journal of Econometrics 2 (1974) 111-120.

    Examples
    --------
    The square of what grows by 10 % a year:

    >>> gdp = 1.1 ** np.arange(8.0)
    >>> round(elasticity(gdp**2, gdp, range(2010, 2018)).numbers["value"].value, 9)
    2.0
    """
    dy = np.diff(logarithms(values, years, key, LEAST))
    dx = np.diff(logarithms(other, years, to, LEAST))
    power = float(dx @ dx)
    if power <= np.finfo(float).tiny:
        raise InputError(faults=[note("CAL002", place(key), to=to)])
    value = float(dx @ dy) / power
    rest = dy - value * dx
    memory = residual_memory(rest)
    noise = float(np.sqrt(rest @ rest / (len(dy) - 1)))
    error = noise / np.sqrt(power) * widening(memory)
    whole = float(dy @ dy)
    return Fit(
        key=key,
        model="elasticity",
        numbers={"value": around(value, error, len(dy) - 1)},
        years=(int(years[0]), int(years[-1])),
        memory=memory,
        noise=noise,
        explained=1 - float(rest @ rest) / whole if whole > 0 else None,
        to=to,
        notes=tuple(_left_over(dy, dx, key, to)),
    )


def follows(key: str, history: Mapping[str, Series], drivers: Mapping[str, str]) -> str:
    """Give what a parameter is fitted to: the driver of its branch where that is people, else all of GDP; they follow nothing.

    Parameters
    ----------
    key : str
        Name of the parameter.
    history : mapping of ndarray (year)
        Parameters of the tree. [unit of each key]
    drivers : mapping of str
        Driver of the parameters that have one.

    Examples
    --------
    >>> follows("intensity.households", {"gdp": np.ones(2), "population": np.ones(2)}, {"intensity.households": "population"})
    'population'
    """
    wanted = () if key in DRIVERS else (drivers.get(key, ""), *DRIVERS)
    return next((k for k in wanted if k in history and k in DRIVERS), "")


def _freedom(count: int, memory: float) -> int:
    """Give the degrees of freedom of a mean of values that remember: those of as many independent ones."""
    return max(round(count * (1 - memory) / (1 + memory)) - 1, 2)


def _as_rate(log: Estimate) -> Estimate:
    """Give growth of the logarithm as a yearly rate."""
    value, low, high = (float(np.expm1(x)) for x in (log.value, log.low, log.high))
    return Estimate(value, (1 + value) * log.error, low, high, log.freedom)


def _left_over(dy: Array, dx: Array, key: str, to: str) -> list[Fault]:
    """Tell of a steady growth that the other one does not explain: a path by elasticity would lose it."""
    count = len(dy)
    design = np.column_stack([np.ones(count), dx])
    if np.ptp(dx) <= 1e-9 * np.abs(dx).max():  # a steady growth and its constant are the same thing
        return []
    found = np.linalg.lstsq(design, dy, rcond=None)[0]
    rest = dy - design @ found
    spread = float(rest @ rest) / (count - 2) * np.linalg.inv(design.T @ design)[0, 0]
    surely = abs(found[0]) > float(stdtrit(count - 2, SURE)) * np.sqrt(spread)
    return [note("CAL006", place(key), to=to, rate=f"{found[0]:+.1%}")] if surely else []
