"""Waste put into landfills, back to the first year that still counts: what statistics hold, and what is filled before."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.inventory.ledger import Activity, Floats
from dualcarbon.vocabulary.faults import Fault, note

BACK = 50
"""Years of deposits that the guidelines want behind the first year of an account."""
SPREAD = 0.5
"""Half-width of the 95 % range of a filled deposit, against itself. [1]"""
METHODS = {
    "per_capita": {"en": "constant deposit per resident", "zh": "人均填埋量不变"},
    "amount": {"en": "constant deposit", "zh": "填埋量不变"},
}
"""Ways to fill the years before the first statistics."""


def known(series: Activity) -> Activity:
    """Give a series without the years that have no value.

    Parameters
    ----------
    series : Activity
        Values (its own years). [any unit]

    Raises
    ------
    InputError
        Years in the middle lack (WST003).
    """
    there = [i for i, value in enumerate(series.values) if not np.isnan(value)]
    years = [series.years[i] for i in there]
    holes = sorted(set(range(years[0], years[-1] + 1)) - set(years)) if years else []
    if holes or not years:
        text = ", ".join(str(y) for y in holes)
        raise InputError(faults=[note("WST003", name=series.name, years=text or "-")])
    return _taken(series, there)


def residents(population: Activity, years: Sequence[int], growth: float | None) -> Floats:
    r"""Give the residents of years back to before the first figure, by a stated growth.

    .. math:: P_y = P_{y_0} (1 + g)^{y - y_0} \text{ for } y < y_0

    Parameters
    ----------
    population : Activity
        Residents (its own years). [person]
    years : sequence of int
        Years wanted.
    growth : float, optional
        Growth a year before the first figure. [1/year]

    Returns
    -------
    ndarray (year)
        [person]

    Raises
    ------
    InputError
        A year lies before the first figure and no growth is stated, or has no figure in the middle (WST004).

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 5, sect. 5.3.3 (surrogate data,
       extrapolation of a trend).
    """
    figures = {
        y: v for y, v in zip(population.years, population.values, strict=True) if not np.isnan(v)
    }
    first = min(figures, default=None)
    lacking = [
        y for y in years if y not in figures and (first is None or y > first or growth is None)
    ]
    if first is None or lacking:
        raise InputError(faults=[note("WST004", first=lacking[0], last=lacking[-1])])
    rate = 1 + (growth or 0.0)
    return np.array(
        [figures[y] if y in figures else figures[first] * rate ** (y - first) for y in years]
    )


def backcast(series: Activity, begin: int, people: Floats | None = None) -> Activity:
    r"""Fill the deposits before the first statistics, in proportion to the residents or at a constant amount.

    .. math:: W_y = W_{y_0} P_y / P_{y_0}

    Parameters
    ----------
    series : Activity
        Deposits over successive years. [any unit]
    begin : int
        First year wanted; nothing is filled if the series begins before it.
    people : ndarray (year), optional
        Residents of the years from ``begin`` to the first of the series, both among them; without them the amount of the
        first year is kept. [person]

    Returns
    -------
    Activity
        The series with its filled years, each named so, traced to the cell of the first year, with one draw for all of
        them and a range of half of itself. [unit of ``series``]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 5, ch. 3, sect. 3.2.2.

    Examples
    --------
    >>> given = Activity(name="waste", unit="t", years=(2000,), values=np.array([10.0]), refs=("a.csv:2",))
    >>> told = backcast(given, 1998, np.array([50.0, 80.0, 100.0]))
    >>> told.values.tolist(), told.filled
    ([5.0, 8.0, 10.0], ('per_capita', 'per_capita', ''))
    """
    before = tuple(range(begin, series.years[0]))
    if not before:
        return series
    ratio = np.ones(len(before)) if people is None else people[:-1] / people[-1]
    made = series.values[0] * ratio
    there = len(series.years)
    how = "amount" if people is None else "per_capita"
    return dataclasses.replace(
        series,
        years=before + series.years,
        values=np.concatenate([made, series.values]),
        refs=(f"{series.refs[0]} {how}",) * len(before) + series.refs,
        lo95=np.concatenate([made * (1 - SPREAD), _bounds(series.lo95, there)]),
        hi95=np.concatenate([made * (1 + SPREAD), _bounds(series.hi95, there)]),
        grades=("L",) * len(before) + (series.grades or ("",) * there),
        filled=(how,) * len(before) + (series.filled or ("",) * there),
    )


def filled(series: Activity) -> tuple[Fault, ...]:
    """Tell which years of deposits were filled, and how (WST001).

    Parameters
    ----------
    series : Activity
        Deposits with their filled years.
    """
    runs = itertools.groupby(
        zip(series.years, series.filled, strict=False), key=lambda pair: pair[1]
    )
    spans = [(how, [year for year, _ in group]) for how, group in runs if how in METHODS]
    return tuple(
        note(
            "WST001",
            name=series.name,
            first=years[0],
            last=years[-1],
            how=METHODS[how],
            spread=f"{SPREAD:.0%}",
        )
        for how, years in spans
    )


def _bounds(given: Floats | None, length: int) -> Floats:
    return np.full(length, np.nan) if given is None else given


def _taken(series: Activity, there: Sequence[int]) -> Activity:
    if len(there) == len(series.years):
        return series
    pick = list(there)
    return dataclasses.replace(
        series,
        years=tuple(series.years[i] for i in pick),
        values=series.values[pick],
        refs=tuple(series.refs[i] for i in pick),
        lo95=None if series.lo95 is None else series.lo95[pick],
        hi95=None if series.hi95 is None else series.hi95[pick],
        grades=tuple(series.grades[i] for i in pick) if series.grades else (),
        filled=tuple(series.filled[i] for i in pick) if series.filled else (),
    )
