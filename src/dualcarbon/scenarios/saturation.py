"""A saturation fitted to history, refused where the data do not show one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import OptimizeResult, least_squares

from dualcarbon.errors import InputError
from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.estimates import (
    Estimate,
    Fit,
    around,
    logarithms,
    of_logarithm,
    place,
    residual_memory,
    widening,
)
from dualcarbon.scenarios.tree import Series
from dualcarbon.vocabulary.faults import note

LEAST = 10
"""Three numbers and the noise: with fewer years an S and a bend cannot be told apart. [year]"""
BETTER = 4.0
"""By how much the corrected information criterion must prefer the curve to steady growth. [1]"""
BEGUN = 0.2
"""Rate with which the search begins: twenty years from foot to head. [1/year]"""
SURE = 0.25
"""Relative error of the saturation beyond which the data do not show it. [1]"""


def logistic(values: Series, years: Sequence[int], key: str = "") -> Fit:
    r"""Fit a logistic curve from 0 to a saturation, by least squares of logarithms.

    .. math:: y_t = \frac{s}{1 + e^{-r (t - m)}}

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
        ``saturation`` [unit of the values], ``midpoint`` [year], ``rate`` [1/year].

    Raises
    ------
    InputError
        Fewer than ten years, a value at or below 0, a year left out, or a saturation that the data do not show: steady
        growth explains them as well, or the error of the saturation is above a quarter of it.

    References
    ----------
    .. [1] N. Meade, T. Islam, "Forecasting with growth curves", International Journal of Forecasting 11 (1995) 199-215.
    .. [2] C.M. Hurvich, C.-L. Tsai, "Regression and time series model selection in small samples", Biometrika 76 (1989)
           297-307.

    Examples
    --------
    >>> at = np.arange(2000, 2020)
    >>> fit = logistic(50 / (1 + np.exp(-0.4 * (at - 2009.0))), at)
    >>> [round(fit.numbers[name].value, 3) for name in ("saturation", "midpoint", "rate")]
    [50.0, 2009.0, 0.4]
    """
    logs = logarithms(values, years, key, LEAST)
    at = np.arange(len(logs), dtype=float)
    found = min((_tried(logs, at, start) for start in _starts(logs)), key=lambda one: one.cost)
    power = 2 * float(found.cost)
    if _criterion(power, len(logs), 3) > _criterion(_steady(logs, at), len(logs), 2) - BETTER:
        raise InputError(faults=[note("CAL004", place(key))])
    rest = np.asarray(found.fun)
    memory = residual_memory(rest)
    errors = _errors(found, power, len(logs)) * widening(memory)
    if errors[0] > SURE:
        raise InputError(faults=[note("CAL005", place(key), error=f"{errors[0]:.0%}")])
    whole = logs - logs.mean()
    return Fit(
        key=key,
        model="logistic",
        numbers=_numbers(found.x, errors, len(logs) - 3, int(years[0])),
        years=(int(years[0]), int(years[-1])),
        memory=memory,
        noise=float(np.sqrt(power / (len(logs) - 3))),
        explained=1 - power / float(whole @ whole),
    )


def _curve(found: Array, at: Array) -> Array:
    """Give the logarithm of the curve: of logarithm of saturation, midpoint and logarithm of rate."""
    top, middle, rate = found
    return np.asarray(top - np.logaddexp(0.0, -np.exp(rate) * (at - middle)))


def _starts(logs: Array) -> list[tuple[float, float, float]]:
    """Give where to begin: saturations near and far, the steepest year early and late."""
    count, top = len(logs), float(logs.max())
    return [
        (top + far, middle * count, np.log(BEGUN)) for far in (0.1, 0.7) for middle in (0.2, 0.8)
    ]


def _tried(logs: Array, at: Array, start: tuple[float, float, float]) -> OptimizeResult:
    return least_squares(lambda x: _curve(x, at) - logs, start, method="lm")


def _steady(logs: Array, at: Array) -> float:
    """Give the sum of squares that steady growth leaves."""
    rest = logs - np.polyval(np.polyfit(at, logs, 1), at)
    return float(rest @ rest)


def _criterion(power: float, count: int, numbers: int) -> float:
    """Give Akaike's criterion corrected for short series; the noise counts as a number."""
    k = numbers + 1
    floor = np.finfo(float).tiny
    return count * float(np.log(max(power, floor))) + 2 * k + 2 * k * (k + 1) / (count - k - 1)


def _errors(found: OptimizeResult, power: float, count: int) -> Array:
    bread = np.linalg.pinv(found.jac.T @ found.jac)
    return np.asarray(np.sqrt(np.diag(bread) * power / (count - 3)))


def _numbers(found: Array, errors: Array, freedom: int, first: int) -> dict[str, Estimate]:
    """Give the three numbers in their own units; saturation and rate have intervals of their logarithms."""
    top, middle, rate = found.tolist()
    return {
        "saturation": of_logarithm(top, float(errors[0]), freedom),
        "midpoint": around(middle + first, float(errors[1]), freedom),
        "rate": of_logarithm(rate, float(errors[2]), freedom),
    }
