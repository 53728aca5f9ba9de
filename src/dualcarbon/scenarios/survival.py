"""How long what is added lasts: Weibull's survival fitted to past additions and stocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import least_squares

from dualcarbon.errors import InputError
from dualcarbon.quantities import vintages
from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.estimates import (
    Fit,
    of_logarithm,
    place,
    positive,
    residual_memory,
    widening,
)
from dualcarbon.scenarios.tree import Series
from dualcarbon.vocabulary.faults import note

LEAST = 8
"""Shape, scale and the noise of seven yearly balances. [year]"""
SURE = 0.25
"""Relative error of the scale beyond which the data do not show it. [1]"""
START = (2.5, 14.0)
"""Where the search begins: shape [1] and scale [year] of cars."""


def weibull(stocks: Series, additions: Series, years: Sequence[int], key: str = "") -> Fit:
    r"""Fit shape and scale of survival by least squares of stocks, given additions.

    .. math:: \min_{k, \lambda} \sum_t \Big(\frac{K_t(k, \lambda) - K_t}{K_t}\Big)^2

    The stock of the first year is taken to be as old as one to which the same number was added every year; how far it is off
    is fitted with the rest.

    Parameters
    ----------
    stocks : ndarray (year)
        Stock at the end of each year, above 0. [any unit]
    additions : ndarray (year)
        What was added in each year; that of the first year is not looked at. [unit of the stock per year]
    years : sequence of int
        Years, one after the other. [year]
    key : str
        Name of the stock.

    Returns
    -------
    Fit
        ``shape`` [1] and ``scale`` [year].

    Raises
    ------
    InputError
        Fewer than eight years, a stock at or below 0, or a scale whose error is above a quarter of it.

    References
    ----------
    .. [1] T. Zachariadis, Z. Samaras, K.-H. Zierock, "Dynamic modeling of vehicle populations", Technological
           Forecasting and Social Change 50 (1995).

    Examples
    --------
    >>> added = np.linspace(10.0, 30.0, 16)
    >>> stocks = modelled(2.0, 9.0, 60.0, added)
    >>> fit = weibull(stocks, added, range(2005, 2021), "cars")
    >>> round(fit.numbers["shape"].value, 4), round(fit.numbers["scale"].value, 4)
    (2.0, 9.0)
    """
    if len(stocks) < LEAST:
        raise InputError(faults=[note("CAL001", place(key), n=len(stocks), least=LEAST)])
    positive(stocks, years, key)

    def off(found: Array) -> Array:
        shape, scale, first = np.exp(found).tolist()
        return np.asarray(modelled(shape, scale, first * float(stocks[0]), additions) / stocks - 1)

    found = least_squares(off, [*np.log(START), 0.0], x_scale=[0.3, 0.3, 0.01], diff_step=1e-4)
    rest, freedom = np.asarray(found.fun), len(stocks) - 3
    power, memory = float(rest @ rest), residual_memory(rest)
    bread = np.linalg.pinv(found.jac.T @ found.jac)
    errors = np.sqrt(np.diag(bread) * power / freedom) * widening(memory)
    if errors[1] > SURE:
        raise InputError(faults=[note("CAL005", place(key), error=f"{errors[1]:.0%}")])
    whole = stocks / stocks.mean() - 1
    return Fit(
        key=key,
        model="survival",
        numbers={
            name: of_logarithm(float(found.x[at]), float(errors[at]), freedom)
            for at, name in enumerate(("shape", "scale"))
        },
        years=(int(years[0]), int(years[-1])),
        memory=memory,
        noise=float(np.sqrt(power / freedom)),
        explained=1 - power / float(whole @ whole) if whole.any() else None,
    )


def modelled(shape: float, scale: float, first: float, additions: Series) -> Series:
    """Give the stock that survival and additions make.

    Parameters
    ----------
    shape : float
        Weibull's exponent. [1]
    scale : float
        Age that 36.8 % survive to. [year]
    first : float
        Stock of the first year, as old as one to which the same number was added every year. [any unit]
    additions : ndarray (year)
        What was added; that of the first year is not looked at. [unit of the stock per year]

    Returns
    -------
    ndarray (year)
        Stock at the end of each year. [unit of the first]

    References
    ----------
    .. [1] OECD, "Measuring Capital", 2nd ed. (2009): perpetual inventory.
    """
    survive = vintages.weibull(shape, scale)
    start = first * vintages.steady(survive)
    return vintages.turnover(start, survive, additions=np.atleast_2d(additions)).stock[0]
