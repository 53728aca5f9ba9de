"""A stock by vintage: what is added, what survives to which age, what leaves.

Stocks stand at the end of a year; what is added in a year is of age 0 at its end. Arrays of ages are (age, member),
results (member, year). One array of vintages is carried through the years; nothing by member, year and age is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dualcarbon.quantities.arrays import Array, column

TRACE = 1e-12
"""A share of a vintage below which none is left. [1]"""
ROUNDED = 1e-12
"""Share of a stock that what left may be by rounding alone. [1]"""
OLDEST = 1000
"""An age beyond which none is left. [year]"""


@dataclass(frozen=True, slots=True)
class Fleet:
    """A stock over the years, all arrays (member, year), the year before the first additions in column 0.

    ``additions`` of column 0 are what is of age 0. ``retired`` holds what left, ``scrapped`` the part of it that left
    before its time because the stock had to be smaller; both are not known of column 0, and 0 there. ``age`` is the mean
    age, ``values`` the means over the fleet, ``ages`` the stock of the last year by age (age, member).
    """

    stock: Array
    additions: Array
    retired: Array
    scrapped: Array
    age: Array
    values: Mapping[str, Array]
    ages: Array


@dataclass(frozen=True, slots=True)
class Vintage:
    """A value that every vintage keeps: ``new`` (member or 1, year) of its year, ``base`` (member or 1) before."""

    new: Array
    base: Array


def weibull(shape: ArrayLike, scale: ArrayLike, reach: int = OLDEST) -> Array:
    r"""Give the share of a vintage that survives to each age, by Weibull.

    .. math:: S(a) = e^{-(a / \lambda)^k}

    Parameters
    ----------
    shape : float or array (member)
        The exponent :math:`k`; at 1 the old leave no faster than the new. [1]
    scale : float or array (member)
        Age :math:`\lambda` that 36.8 % survive to. [year]
    reach : int
        Highest age of interest. [year]

    Returns
    -------
    ndarray (age, member)
        Shares from age 0 on; where fewer than ``TRACE`` are left, none is. [1]

    References
    ----------
    .. [1] W. Weibull, "A statistical distribution function of wide applicability", Journal of Applied Mechanics
       18 (1951).
    .. [2] T. Zachariadis, Z. Samaras, K.-H. Zierock, "Dynamic modeling of vehicle populations", Technological
       Forecasting and Social Change 50 (1995).

    Examples
    --------
    >>> weibull(2, 10)[[0, 10], 0].round(3).tolist()
    [1.0, 0.368]
    """
    power, length = column(shape).T, column(scale).T
    with np.errstate(over="ignore"):  # an age beyond a float is beyond any reach
        last = float(np.max(length * (-np.log(TRACE)) ** (1 / power)))
        ages = np.arange(1 + min(np.ceil(last), reach))[:, None]
        share = np.exp(-((ages / length) ** power))
    return np.where(share < TRACE, 0.0, share)


def lifetime(years: ArrayLike, reach: int = OLDEST) -> Array:
    """Give the share that survives where a vintage leaves as one.

    Parameters
    ----------
    years : float or array (member)
        Age at which it leaves; of 12.4 years two fifths stay the thirteenth year. [year]
    reach : int
        Highest age of interest. [year]

    Returns
    -------
    ndarray (age, member)
        Shares from age 0 on. [1]

    References
    ----------
    .. [1] No source needed: a fixed lifetime is its own definition.

    Examples
    --------
    >>> lifetime(2.4)[:, 0].round(6).tolist()
    [1.0, 1.0, 0.4, 0.0]
    """
    ends = column(years).T
    ages = np.arange(1 + min(np.ceil(np.max(ends)), reach))[:, None]
    return np.clip(ends - ages, 0.0, 1.0)


def listed(points: Mapping[int, float], reach: int = OLDEST) -> Array:
    """Give the share that survives from a table, on straight lines between its ages.

    Parameters
    ----------
    points : mapping of int to float
        Share by age, from 1 at age 0 to 0 at the age that none reaches. [1]
    reach : int
        Highest age of interest. [year]

    Returns
    -------
    ndarray (age, 1)
        Shares from age 0 on. [1]

    References
    ----------
    .. [1] No source needed: straight lines between what is stated.

    Examples
    --------
    >>> listed({0: 1.0, 2: 0.8, 4: 0.0})[:, 0].round(6).tolist()
    [1.0, 0.9, 0.8, 0.4, 0.0]
    """
    known = sorted(points)
    ages = np.arange(1 + min(known[-1], reach))
    return np.interp(ages, known, [points[age] for age in known])[:, None]


def steady(survival: Array) -> Array:
    """Give the ages of a stock to which the same number was added every year.

    Parameters
    ----------
    survival : ndarray (age, member)
        Share that survives to each age. [1]

    Returns
    -------
    ndarray (age, member)
        Share of the stock of each age; sums to 1. [1]

    References
    ----------
    .. [1] A. J. Lotka, "Théorie analytique des associations biologiques" (1939): the stationary population.

    Examples
    --------
    >>> steady(lifetime(4))[:, 0].tolist()
    [0.25, 0.25, 0.25, 0.25, 0.0]
    """
    return survival / survival.sum(axis=0)


def left(additions: ArrayLike, survival: Array) -> Array:
    """Give what is left of past additions, by age.

    Parameters
    ----------
    additions : array (year)
        Additions of consecutive years, the last of them of age 0. [any unit]
    survival : ndarray (age, member)
        Share that survives to each age. [1]

    Returns
    -------
    ndarray (age, member)
        The stock of each age. [unit of the additions]

    References
    ----------
    .. [1] OECD, "Measuring Capital", 2nd ed. (2009): perpetual inventory.

    Examples
    --------
    >>> left([100, 80, 50], lifetime(2))[:, 0].tolist()
    [50.0, 80.0, 0.0]
    """
    newest = np.asarray(additions, float)[::-1][: len(survival), None]
    return newest * survival[: len(newest)]


def turnover(
    ages: Array,
    survival: Array,
    *,
    target: Array | None = None,
    additions: Array | None = None,
    values: Mapping[str, Vintage] | None = None,
) -> Fleet:
    r"""Carry a stock by vintage through the years.

    .. math::
        N_{v,t} = N_{v,t-1} \frac{S(t - v)}{S(t - 1 - v)} \qquad
        K_t = \sum_{v < t} N_{v,t} + A_t = K_{t-1} + A_t - R_t

    Either the stock is given and :math:`A_t` is what it lacks, or the additions are and the stock follows. Where a
    given stock is less than what survives, the oldest are scrapped.

    Parameters
    ----------
    ages : ndarray (age, member or 1)
        The stock at the start by age. [any unit]
    survival : ndarray (age, member or 1)
        Share of a vintage that survives to each age; none survives beyond the last. [1]
    target : ndarray (member or 1, year), optional
        The stock wanted; its first year is the start and not looked at. [unit of the stock]
    additions : ndarray (member or 1, year), optional
        What is added instead; its first year is not looked at. [unit of the stock per year]
    values : mapping of Vintage, optional
        Values that vintages keep, such as the fuel that a car uses. [any unit]

    Returns
    -------
    Fleet
        Stock, flows, mean age and means of the values.

    References
    ----------
    .. [1] T. Zachariadis, Z. Samaras, K.-H. Zierock, "Dynamic modeling of vehicle populations", Technological
       Forecasting and Social Change 50 (1995).

    Examples
    --------
    Ten cars, two years of life, half of them new; the fleet shall be 10, 12, 12, 9:

    >>> cars = np.array([[5.0], [5.0]])
    >>> fleet = turnover(cars, lifetime(2), target=np.array([[10.0, 12.0, 12.0, 9.0]]))
    >>> fleet.additions.tolist(), fleet.retired.tolist()
    ([[5.0, 7.0, 5.0, 4.0]], [[0.0, 5.0, 5.0, 7.0]])
    >>> fleet.age.round(3).tolist()
    [[0.5, 0.417, 0.583, 0.556]]
    """
    given = target if target is not None else additions
    if given is None:
        msg = "turnover: give the target or the additions; nothing was computed"
        raise ValueError(msg)
    carried = values or {}
    book = _Book.opened(ages, survival, np.atleast_2d(given), carried)
    for year in range(1, book.years):
        book.advance(year, target is not None)
    return book.closed()


@dataclass(slots=True)
class _Book:
    """The vintages, the oldest in the first row, and what was written down of each year (year, member)."""

    rows: Array
    first: int
    """Number of ages of the start."""
    kept: Array
    """Share of what was of the age before that survives to each age (age, member), the last age first."""
    given: Array
    """Target or additions (year, member)."""
    carried: Mapping[str, Vintage]
    """Values, what is new by (year, member)."""
    told: dict[str, Array] = field(default_factory=dict)
    means: dict[str, Array] = field(default_factory=dict)

    @classmethod
    def opened(
        cls, ages: Array, survival: Array, given: Array, carried: Mapping[str, Vintage]
    ) -> _Book:
        many = [ages.shape[1], survival.shape[1], len(given)]
        many += [len(a) for one in carried.values() for a in (one.new, one.base)]
        members, years, first = max(many), given.shape[1], len(ages)
        rows = np.zeros((first + years - 1, members))
        rows[:first] = ages[::-1]
        columns = {name: replace(one, new=_by_year(one.new)) for name, one in carried.items()}
        book = cls(rows, first, _kept(survival)[::-1], _by_year(given), columns)
        names = ("stock", "additions", "retired", "scrapped", "age")
        book.told = {name: np.zeros((years, members)) for name in names}
        book.means = {name: np.zeros((years, members)) for name in carried}
        book.told["stock"][0] = _sum(rows[:first])
        book.told["additions"][0] = rows[first - 1]
        book._tell(0, slice(0, first))
        for name, one in carried.items():
            book.means[name][0] = one.base  # to the last digit what was stated
        return book

    @property
    def years(self) -> int:
        return len(self.given)

    def advance(self, year: int, wanted: bool) -> None:
        """Let a year pass: the old leave, the missing or the given are added."""
        end = self.first + year - 1
        alive = slice(max(end - len(self.kept), 0), end)
        self.rows[: alive.start] = 0.0
        self.rows[alive] *= self.kept[len(self.kept) - (end - alive.start) :]
        there = _sum(self.rows[alive])
        if wanted:
            there = self._fitted(year, alive, there)
        self.rows[end] = self.given[year] - there if wanted else self.given[year]
        self.told["additions"][year] = self.rows[end]
        self.told["stock"][year] = self.given[year] if wanted else there + self.rows[end]
        self.told["retired"][year] = _gone(self.told["stock"][year - 1], there)
        self._tell(year, slice(alive.start, end + 1))

    def _fitted(self, year: int, alive: slice, there: Array) -> Array:
        """Scrap the oldest where more survive than are wanted; give what is there then."""
        over = np.maximum(there - self.given[year], 0.0)
        if not over.any():
            return there
        self.told["scrapped"][year] = over
        for row in self.rows[alive]:
            gone = np.minimum(row, over)
            row -= gone
            over = over - gone
        return there - self.told["scrapped"][year]

    def _tell(self, year: int, alive: slice) -> None:
        """Write down mean age and mean values of a year."""
        rows, stock = self.rows[alive], self.told["stock"][year]
        ages = np.arange(len(rows) - 1, -1, -1.0)[:, None]
        self.told["age"][year] = _mean(_sum(ages * rows), stock, np.zeros(1))
        for name, one in self.carried.items():
            newest = one.new[year]
            amount = self._amount(one, alive, self.first + year)
            self.means[name][year] = _mean(amount, stock, newest)

    def _amount(self, one: Vintage, alive: slice, end: int) -> Array:
        """Sum a value over the vintages that are there."""
        old = slice(alive.start, max(self.first, alive.start))
        new = slice(old.stop, end)
        own = one.new[new.start - self.first + 1 : new.stop - self.first + 1]
        return one.base * _sum(self.rows[old]) + _sum(own * self.rows[new])

    def closed(self) -> Fleet:
        """Give what was written down, (member, year)."""
        told = {name: array.T for name, array in self.told.items()}
        means = {name: array.T for name, array in self.means.items()}
        return Fleet(**told, values=means, ages=self.rows[::-1])


def _by_year(array: Array) -> Array:
    """Give (year, member) of (member, year), each year in one piece."""
    return np.ascontiguousarray(array.T)


def _kept(survival: Array) -> Array:
    """Give the share that survives from one age to the next, from age 1 on."""
    before, after = survival[:-1], survival[1:]
    return np.divide(after, before, out=np.zeros_like(after), where=before > 0)


def _gone(before: Array, there: Array) -> Array:
    """Give what left; nothing where that is no more than rounding."""
    lost = before - there
    return np.where(np.abs(lost) <= ROUNDED * before, 0.0, lost)


def _sum(rows: Array) -> Array:
    """Sum over vintages, always in the same order: products of matrices may differ in the last digit from run to run."""
    return np.asarray(rows.sum(axis=0))


def _mean(amount: Array, stock: Array, empty: NDArray[np.float64]) -> Array:
    """Give the mean over a stock; of none, what one more would have."""
    there = stock > 0
    found = np.divide(amount, stock, out=np.zeros_like(stock), where=there)
    return np.where(there, found, empty)
