"""A stock path evaluated: ages of the base year from what is stated, then the turnover of its vintages."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities.arrays import Array, column, worst
from dualcarbon.quantities.declared import hint, within
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.spans import Span, beginning, drawn
from dualcarbon.quantities.stock import Kept, Stock, Survival, Turnover, too_small
from dualcarbon.quantities.vintages import OLDEST, Fleet, Vintage, left, steady, turnover
from dualcarbon.vocabulary.faults import Fault, Place, note

Statistics = Mapping[str, Mapping[int, float]]
LEFT = 1e-3
"""A share of a vintage left at the age beyond which none is: too many for a steady stock. [1]"""
ROUNDING = 1e-9
"""Scrapped before its time, relative to the stock, by rounding alone. [1]"""
PRINTED = 2e-3
"""How far target and statistics of the base year may be apart by rounding of what is printed. [1]"""


def evaluate(path: Path, form: Stock, span: Span) -> dict[str, Array]:
    """Evaluate a stock: itself under an empty name, its flows, mean age and mean values.

    Parameters
    ----------
    path : Path
        The stock's path.
    form : Stock
        Its form.
    span : Span
        Years, the stock of the base year, draws, the paths that it follows, statistics.

    Returns
    -------
    dict of ndarray (member, year)
        Stock, ``additions`` and ``retired`` [unit of the path, per year], ``age`` [year], values [unit of each]. What
        retired in the base year is not known and 0; added then was what is of age 0.

    Raises
    ------
    InputError
        The target falls faster than units leave, statistics of past additions lack a year, and the like.

    References
    ----------
    .. [1] T. Zachariadis, Z. Samaras, K.-H. Zierock, "Dynamic modeling of vehicle populations", Technological
       Forecasting and Social Change 50 (1995).
    """
    own, base = form.stock, beginning(path, span)
    survival = _survival(path, own, span)
    shares = _shares(path.place, own, survival, base, span.base_year, span.series)
    given = _followed(path, own.target or own.additions, span)
    _not_negative(path, given, span, own.target or own.additions)
    if own.target:
        _must_start(path, own, base, given, span)
    values = {name: _kept(path, name, one, span) for name, one in own.values.items()}
    wanted = {"target" if own.target else "additions": given}
    found = turnover(shares * base.T, survival, values=values, **wanted)
    if not own.scrap:
        _in_time(path.place, found, span.years)
    flows = {"additions": found.additions, "retired": found.retired, "age": found.age}
    return {"": found.stock, **flows, **found.values}


def scaled(path: Path, base: float, base_year: int, series: Statistics) -> list[Fault]:
    """Tell how much of the stock of the base year the additions of the past explain.

    Parameters
    ----------
    path : Path
        Any kind; nothing is told of one whose ages are not from past additions.
    base : float
        Value of the base year. [unit of the path]
    base_year : int
        That year.
    series : mapping of {year: value}
        Statistics by name. [unit of each]
    """
    if not isinstance(path.form, Stock) or not path.form.stock.past or base <= 0:
        return []
    own, where = path.form.stock, within(path.place, "stock", "past")
    try:
        first, past = _statistics(path.place, own.past, base_year, series)
    except InputError:
        return []  # told where it is evaluated
    central = {k: column(n.central)[0] for k, n in own.survival.numbers().items()}
    there = left(past, own.survival.curve(central, len(past))).sum()
    share = f"{there / base:.1%}"
    return [note("STK020", where, share=share, name=own.past, first=first, base_year=base_year)]


def _survival(path: Path, own: Turnover, span: Span) -> Array:
    """Give the share of a vintage left at each age (age, member), as far as it is asked for."""
    kind = own.survival
    numbers = {
        name: drawn(path, f"stock.survival.{name}", number, span)[:, 0]
        for name, number in kind.numbers().items()
    }
    faults = [f for name, values in numbers.items() for f in _possible(path, name, values)]
    if faults:
        raise InputError(faults=faults)
    found = kind.curve(numbers, _reach(own, span))
    if own.ages == "steady" or own.past_stock:
        _must_end(path.place, kind, found)
    return found


def _reach(own: Turnover, span: Span) -> int:
    """Give the highest age that anything can come to within the years."""
    ahead = len(span.years)
    if isinstance(own.ages, dict):
        return max(own.ages) + ahead
    return OLDEST if own.ages == "steady" or own.past_stock else ahead + len(span.series.get(own.past, ()))  # fmt: skip


def _possible(path: Path, name: str, values: Array) -> list[Fault]:
    """Refuse draws of a survival that no unit can have."""
    least = 1.0 if name == "lifetime" else 0.0
    wrong = (values < least) | (values == 0)
    if not wrong.any():
        return []
    spot = worst(values[:, None], wrong[:, None], [0])
    told = too_small(name, spot["value"]) | {"member": spot["member"]}
    return [note("STK018", within(path.place, "stock", "survival"), **told)]


def _must_end(place: Place, kind: Survival, survival: Array) -> None:
    """Refuse a survival under which units get older than a steady stock can be followed."""
    most = float(survival[-1].max())
    if len(survival) > OLDEST and most > LEFT:
        where = within(place, "stock", "survival")
        raise InputError(faults=[note("STK017", where, share=most, age=OLDEST)])


def _shares(
    place: Place, own: Turnover, survival: Array, base: Array, base_year: int, series: Statistics
) -> Array:
    """Give the share of each age in the stock of the base year (age, member)."""
    if own.ages == "steady":
        return steady(survival)
    if isinstance(own.ages, dict):
        stated = np.zeros((max(own.ages) + 1, 1))
        stated[list(own.ages), 0] = list(own.ages.values())
        return stated / stated.sum()
    name = own.past or own.past_stock
    first, past = _statistics(place, name, base_year, series)
    if own.past:
        there = left(past, survival)
    else:
        before = turnover(past[0] * steady(survival), survival, target=past[None])
        if not own.scrap:
            _in_time(place, before, np.arange(first, base_year + 1))
        there = before.ages
    total = there.sum(axis=0)
    if (total <= 0).any() and (base > 0).any():
        told = {"name": name, "stock": float(base.max()), "base_year": base_year}
        raise InputError(faults=[note("STK019", within(place, "stock", "ages"), **told)])
    return there / np.where(total > 0, total, 1.0)


def _statistics(place: Place, name: str, base_year: int, series: Statistics) -> tuple[int, Array]:
    """Give first year and values (year) of statistics up to the base year, every year of them there."""
    where = within(place, "stock")
    if name not in series:
        raise InputError(faults=[note("STK012", where, name=name, hint=hint(name, series))])
    known = {year: value for year, value in series[name].items() if year <= base_year}
    first = min(known, default=base_year)
    missing = [year for year in range(first, base_year + 1) if year not in known]
    if missing:
        told = {"name": name, "years": ", ".join(map(str, missing)), "base_year": base_year}
        raise InputError(faults=[note("STK013", where, **told)])
    below = [year for year, value in known.items() if value < 0]
    if below:
        told = {"name": name, "year": below[0], "value": known[below[0]]}
        raise InputError(faults=[note("STK014", where, **told)])
    return first, np.array([known[year] for year in range(first, base_year + 1)])


def _kept(path: Path, name: str, one: Kept, span: Span) -> Vintage:
    """Give what the vintages of each year keep, and the mean of those before."""
    new = _followed(path, one.new, span)
    if not isinstance(one.base, str):
        return Vintage(new, drawn(path, f"stock.values.{name}.base", one.base, span)[:, 0])
    where = within(path.place, "stock", "values", name, "base")
    if one.base not in span.series:
        known = hint(one.base, span.series)
        raise InputError(faults=[note("STK012", where, name=one.base, hint=known)])
    if span.base_year not in span.series[one.base]:
        year = span.base_year
        raise InputError(faults=[note("STK013", where, name=one.base, years=year, base_year=year)])
    return Vintage(new, np.array([span.series[one.base][span.base_year]], float))


def _followed(path: Path, key: str, span: Span) -> Array:
    """Give the values of a path that the stock follows."""
    if key not in span.other:
        raise InputError(faults=[note("QTY010", path.place, to=key, hint=hint(key, span.other))])
    found = np.atleast_2d(span.other[key])
    if found.shape[1] != len(span.years):
        msg = f"values of {path.key}: {key} covers {found.shape[1]} years, {path.key} {len(span.years)}"
        raise Misaligned(msg)
    return found


def _not_negative(path: Path, given: Array, span: Span, key: str) -> None:
    if (given[:, 1:] < 0).any():
        spot = worst(given, given < 0, span.years)
        told = {"name": key, "year": spot["year"], "value": spot["value"]}
        raise InputError(faults=[note("STK014", within(path.place, "stock"), **told)])


def _must_start(path: Path, own: Turnover, base: Array, given: Array, span: Span) -> None:
    """Refuse a target that does not start from the stock that there is."""
    apart = np.abs(given[:, :1] - base)
    if (apart > PRINTED * np.maximum(np.abs(given[:, :1]), np.abs(base))).any():
        told = {"name": own.target, "value": float(given[0, 0]), "stock": float(base[0, 0])}
        where = within(path.place, "stock", "target")
        raise InputError(faults=[note("STK016", where, year=span.base_year, **told)])


def _in_time(place: Place, found: Fleet, years: NDArray[np.integer]) -> None:
    """Refuse a stock that falls faster than its units leave."""
    wrong = found.scrapped > ROUNDING * found.stock.max(axis=1, keepdims=True)
    if wrong.any():
        spot = worst(found.scrapped, wrong, years)
        member, at = np.argwhere(found.scrapped == spot["value"])[0]
        told = {"wanted": float(found.stock[member, at])}
        told["survivors"] = told["wanted"] + spot["value"]
        raise InputError(faults=[note("STK015", within(place, "stock"), **told, **spot)])
