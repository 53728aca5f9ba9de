"""The formulas of the kinds of paths, on arrays (member, year)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities import fleet
from dualcarbon.quantities.arrays import Array, worst
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.derivation import by_formula, by_lookup
from dualcarbon.quantities.derived import Formula, Lookup
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.quantities.forms import Form
from dualcarbon.quantities.kinds import (
    Constant,
    Elasticity,
    Growth,
    Logistic,
    Points,
)
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.spans import Span, beginning, drawn
from dualcarbon.quantities.stock import Stock
from dualcarbon.vocabulary.faults import note

FEW = 8
"""Members that a loop over years does not pay for."""


def _constant(path: Path, form: Constant, span: Span) -> Array:
    number = drawn(path, "constant", form.constant, span)
    return np.broadcast_to(number, (len(number), len(span.years)))


def _points(path: Path, form: Points, span: Span) -> Array:
    knots = sorted(form.points)
    columns = [drawn(path, f"points.{y}", form.points[y], span) for y in knots]
    if span.base is not None:
        knots, columns = [span.base_year, *knots], [span.base, *columns]
        _must_follow(path, knots)
    heights = _rows(columns)
    if form.between == "smooth" and len(knots) > 1:
        from scipy.interpolate import PchipInterpolator  # needed by few studies, slow to import

        inside = np.clip(span.years, knots[0], knots[-1])
        return np.asarray(PchipInterpolator(knots, heights, axis=0)(inside)).T
    if form.between == "step":
        inside = np.clip(span.years, knots[0], knots[-1])
        return heights[np.searchsorted(knots, inside, side="right") - 1].T
    return (_straight(tuple(knots), int(span.years[0]), len(span.years)) @ heights).T


def straight_lines(
    forms: Mapping[str, Form | str], starts: Mapping[str, Array], span: Span
) -> dict[str, Array]:
    """Evaluate at once those parts of a share group that are straight lines between certain numbers.

    Parameters
    ----------
    forms : mapping
        The parts by name.
    starts : mapping of ndarray (member, 1)
        Share of each part in the base year. [1]
    span : Span
        Years, base year and draws.

    Returns
    -------
    dict of ndarray (1, year)
        The parts that are such lines. [1]
    """
    lines = {
        name: form.points
        for name, form in forms.items()
        if isinstance(form, Points) and len(starts[name]) == 1 and _certain(form, span)
    }
    found: dict[str, Array] = {}
    for years in dict.fromkeys(tuple(sorted(points)) for points in lines.values()):
        names = [name for name, points in lines.items() if tuple(sorted(points)) == years]
        heights = [[starts[n][0, 0], *(lines[n][y].central for y in years)] for n in names]
        weights = _straight((span.base_year, *years), int(span.years[0]), len(span.years))
        found |= zip(names, (np.array(heights) @ weights.T)[:, None], strict=True)
    return found


def _certain(form: Points, span: Span) -> bool:
    """Tell whether points are joined by straight lines, after the base year, and hold no number that is drawn."""
    if form.between != "linear" or min(form.points) <= span.base_year:
        return False
    return span.draws is None or all(isinstance(n, Fixed) for n in form.points.values())


@functools.lru_cache(maxsize=1024)
def _straight(knots: tuple[int, ...], first: int, count: int) -> Array:
    """Give the weight of each knot in each year on straight lines between them (year, knot)."""
    inside = np.clip(np.arange(first, first + count), knots[0], knots[-1])
    weights = np.array([np.interp(inside, knots, row) for row in np.eye(len(knots))]).T
    weights.flags.writeable = False
    return weights


def _growth(path: Path, form: Growth, span: Span) -> Array:
    ends = [period.to for period in form.growth]
    _must_reach(ends, path, span)
    rates = _rows([drawn(path, f"growth.{p.to}", p.rate, span) for p in form.growth])
    if (rates <= -1).any():
        spot = worst(rates.T, rates.T <= -1, ends)
        params = {"to": spot["year"], "value": spot["value"], "member": spot["member"]}
        raise InputError(faults=[note("QTY018", path.place, **params)])
    steps = 1 + rates
    periods = np.searchsorted(ends, span.years)
    base = beginning(path, span)[:, 0]
    grown = np.empty((len(span.years), max(steps.shape[1], len(base))))
    grown[:] = steps[periods]
    grown[0] = base
    if grown.shape[1] <= FEW:
        return np.multiply.accumulate(grown, axis=0).T
    for year in range(1, len(grown)):  # over members at once
        np.multiply(grown[year - 1], grown[year], out=grown[year])
    return grown.T


def _elasticity(path: Path, form: Elasticity, span: Span) -> Array:
    to = form.elasticity.to
    if to not in span.other:
        raise InputError(faults=[note("QTY010", path.place, to=to, hint=hint(to, span.other))])
    driver = np.atleast_2d(span.other[to])
    if driver.shape[1] != len(span.years):
        msg = f"values of {path.key}: {to} covers {driver.shape[1]} years, {path.key} {len(span.years)}"
        raise Misaligned(msg)
    if (driver <= 0).any():
        spot = worst(driver, driver <= 0, span.years)
        raise InputError(faults=[note("QTY019", path.place, to=to, **spot)])
    if form.elasticity.value is None:
        return beginning(path, span) * _by_period(path, form, span, driver)
    power = drawn(path, "elasticity.value", form.elasticity.value, span)
    return beginning(path, span) * (driver / driver[:, :1]) ** power


def _by_period(path: Path, form: Elasticity, span: Span, driver: Array) -> Array:
    """Follow another path year by year, each year with the power of its period."""
    periods = form.elasticity.periods
    _must_reach([period.to for period in periods], path, span)
    columns = [drawn(path, f"elasticity.{p.to}", p.value, span) for p in periods]
    powers = np.concatenate(np.broadcast_arrays(*columns), axis=1)
    steps = np.ones((max(len(driver), len(powers)), len(span.years)))
    of_year = powers[:, np.searchsorted([p.to for p in periods], span.years[1:])]
    steps[:, 1:] = (driver[:, 1:] / driver[:, :-1]) ** of_year
    return np.cumprod(steps, axis=1, out=steps)


def _logistic(path: Path, form: Logistic, span: Span) -> Array:
    curve = form.logistic
    top, middle, rate = (
        drawn(path, f"logistic.{name}", number, span)
        for name, number in (
            ("saturation", curve.saturation),
            ("midpoint", curve.midpoint),
            ("rate", curve.rate),
        )
    )
    if (rate <= 0).any():
        raise InputError(faults=[note("QTY012", path.place, value=float(rate.min()))])
    start = beginning(path, span)
    years = np.asarray(span.years, np.float64)[:, None]
    # ln(1 + e^x) in a form that neither overflows nor loses the base year's exact zero
    begun = np.logaddexp(0, rate * (span.base_year - middle)).T
    left = begun - np.logaddexp(0, rate.T * (years - middle.T))
    return (start.T - (top - start).T * np.expm1(left)).T


def _rows(columns: list[Array]) -> Array:
    """Lay numbers (member, 1), some of them the same for all, one below the other (number, member)."""
    rows = np.empty((len(columns), max(len(column) for column in columns)))
    for row, column in zip(rows, columns, strict=True):
        row[:] = column[:, 0]
    return rows


def _must_reach(ends: list[int], path: Path, span: Span) -> None:
    """Refuse periods that end before the years do."""
    if ends[-1] < span.years[-1]:
        params = {"kind": path.kind, "last": ends[-1], "horizon": int(span.years[-1])}
        raise InputError(faults=[note("QTY009", path.place, **params)])


def _must_follow(path: Path, knots: list[int]) -> None:
    """Refuse points that would change history."""
    base_year, *after = knots
    faults = [
        note("QTY008", path.place, year=year, base_year=base_year)
        for year in after
        if year <= base_year
    ]
    if faults:
        raise InputError(faults=faults)


Outputs = Mapping[str, Array]
"""What a path gives, by name: itself under an empty one, and what its form ``gives`` beside."""
EVALUATE: dict[type[Form], Callable[[Path, Any, Span], Array | Outputs]] = {
    Constant: _constant,
    Points: _points,
    Growth: _growth,
    Elasticity: _elasticity,
    Logistic: _logistic,
    Stock: fleet.evaluate,
    Formula: by_formula,
    Lookup: by_lookup,
}
