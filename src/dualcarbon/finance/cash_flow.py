"""What yearly amounts are worth in the first of their years, and when spent money is back.

Amounts are arrays whose last dimension is year; the first year is t = 0, and nothing is discounted within a year.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, cut, note

Floats: TypeAlias = NDArray[np.float64]


def discount_rate(rate: float, place: Place | None = None) -> float:
    """Give a rate of discount, or refuse it: one of 100 % a year or more was meant as percent.

    Parameters
    ----------
    rate : float
        Rate as a fraction: 0.08 is eight per cent. [1/a]
    place : Place, optional
        Where it stands, for the message.

    Returns
    -------
    float
        The same. [1/a]

    Raises
    ------
    InputError
        It is written as percent, is no number, or is -100 % or less.

    Examples
    --------
    >>> discount_rate(8, Place(key="money.financial_rate"))
    Traceback (most recent call last):
    ...
    dualcarbon.errors.InputError: money.financial_rate: discount rate 8 = 800 %; write 0.08
    """
    where = place or Place(key="rate")
    if not math.isfinite(rate) or rate <= -1:
        raise InputError(faults=[note("FIN001", where, rate=f"{rate:.6g}")])
    if rate >= 1:
        told = {"rate": f"{rate:.6g}", "percent": f"{100 * rate:.6g}"}
        raise InputError(faults=[note("FIN004", where, fraction=f"{rate / 100:.6g}", **told)])
    return float(rate)


def amounts(values: ArrayLike, name: str) -> Floats:
    """Give yearly amounts as an array, or refuse what has gaps.

    Parameters
    ----------
    values : array (..., year)
        Yearly amounts. [any unit]
    name : str
        What they are called in a refusal.

    Returns
    -------
    array (..., year)
        The same. [unit of ``values``]

    Raises
    ------
    InputError
        There is no year, or a value is not finite.

    Examples
    --------
    >>> amounts([-100, 110], "flows")
    array([-100.,  110.])
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim == 0 or series.shape[-1] == 0 or not np.isfinite(series).all():
        raise InputError(faults=[note("FIN009", Place(key=name), text=cut(str(values)))])
    return series


def present_value(rate: float, yearly: ArrayLike) -> Floats:
    r"""Give what yearly amounts, of money or of tonnes, are worth in the first year.

    .. math:: PV = \sum_t \frac{x_t}{(1 + i)^t}

    Parameters
    ----------
    rate : float
        Discount rate. [1/a]
    yearly : array (..., year)
        Amounts; the first stands in t = 0. [any unit]

    Returns
    -------
    array (...)
        Present value. [unit of ``yearly``]

    Raises
    ------
    InputError
        The rate is no discount rate, or an amount is not finite.

    References
    ----------
    .. [1] R. A. Brealey, S. C. Myers, F. Allen, "Principles of Corporate Finance", ch. 2.

    Examples
    --------
    >>> round(float(present_value(0.1, [100, 110, 121])), 9)
    300.0
    """
    values = amounts(yearly, "yearly")
    return values @ factors(rate, values.shape[-1])


def factors(rate: float, years: int) -> Floats:
    """Give what one unit in each year is worth in the first.

    Parameters
    ----------
    rate : float
        Discount rate. [1/a]
    years : int
        How many years.

    Returns
    -------
    array (year)
        Discount factors. [1]

    Examples
    --------
    >>> factors(0.25, 3)
    array([1.  , 0.8 , 0.64])
    """
    return (1.0 + discount_rate(rate)) ** -np.arange(years, dtype=np.float64)


def npv(rate: float, flows: ArrayLike) -> Floats:
    r"""Give the net present value of cash flows: money in is positive, money out negative.

    .. math:: NPV = \sum_t \frac{F_t}{(1 + i)^t}

    Parameters
    ----------
    rate : float
        Discount rate. [1/a]
    flows : array (..., year)
        Net flows; the first stands in t = 0. [CNY]

    Returns
    -------
    array (...)
        Net present value. [CNY]

    Raises
    ------
    InputError
        The rate is no discount rate, or a flow is not finite.

    References
    ----------
    .. [1] R. A. Brealey, S. C. Myers, F. Allen, "Principles of Corporate Finance", ch. 2.

    Examples
    --------
    >>> round(float(npv(0.05, [-15000, 1500, 2500, 3500, 4500, 6000])), 2)
    122.89
    """
    return present_value(rate, amounts(flows, "flows"))


def capital_recovery(rate: float, life: float) -> float:
    r"""Give the yearly payment that pays one unit of money back within a life.

    .. math:: CRF = \frac{i (1+i)^n}{(1+i)^n - 1} = \frac{i}{1 - (1+i)^{-n}}

    Parameters
    ----------
    rate : float
        Discount rate; 0 gives 1/n. [1/a]
    life : float
        Years n; payments stand at the end of each. [a]

    Returns
    -------
    float
        Factor. [1/a]

    Raises
    ------
    InputError
        The rate is no discount rate, or the life is not above 0.

    References
    ----------
    .. [1] W. Short, D. J. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and
       Renewable Energy Technologies", NREL/TP-462-5173 (1995): capital recovery factor.

    Examples
    --------
    >>> round(capital_recovery(0.08, 25), 6), capital_recovery(0, 20)
    (0.093679, 0.05)
    """
    held = discount_rate(rate)
    if not (math.isfinite(life) and life > 0):
        raise InputError(faults=[note("FIN010", Place(key="life"), life=life)])
    return held / -math.expm1(-life * math.log1p(held)) if held else 1 / life


def payback(flows: ArrayLike) -> float | None:
    r"""Give the years until the money spent is back, linear within a year.

    Years count from the first flow that is not 0. It is the first time at which the cumulated flows :math:`C`,
    having been below 0, are at 0 again, even if a later replacement takes them below 0 once more:

    .. math:: t - 1 + \frac{-C_{t-1}}{F_t}

    Parameters
    ----------
    flows : array (year)
        Net flows. [CNY]

    Returns
    -------
    float or None
        Years; 0 where nothing is ever out, none where it never comes back. [a]

    Raises
    ------
    InputError
        A flow is not finite.

    References
    ----------
    .. [1] R. A. Brealey, S. C. Myers, F. Allen, "Principles of Corporate Finance", ch. 5.

    Examples
    --------
    >>> payback([-100, 40, 40, 40]), payback([-100, 40, 40]), payback([0, 0, -100, 100])
    (2.5, None, 1.0)
    """
    series = amounts(flows, "flows")
    series = series[np.argmax(series != 0) :]
    total = np.cumsum(series)
    back = np.flatnonzero((total[1:] >= 0) & (total[:-1] < 0))
    if len(back):
        before = back[0]
        return float(before - total[before] / series[before + 1])
    return 0.0 if (total >= 0).all() else None


def discounted_payback(rate: float, flows: ArrayLike) -> float | None:
    """Give the years until the money spent is back with interest; as ``payback`` on discounted flows.

    Parameters
    ----------
    rate : float
        Discount rate. [1/a]
    flows : array (year)
        Net flows. [CNY]

    Returns
    -------
    float or None
        Years; 0 where nothing is ever out, none where it never comes back. [a]

    Raises
    ------
    InputError
        The rate is no discount rate, or a flow is not finite.

    Examples
    --------
    >>> round(discounted_payback(0.25, [-100, 75, 75, 75]), 6)
    1.833333
    """
    series = amounts(flows, "flows")
    return payback(series * factors(rate, len(series)))
