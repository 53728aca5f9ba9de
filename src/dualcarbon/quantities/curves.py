"""The formulas of the kinds of paths, on arrays (member, year)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities import fleet
from dualcarbon.quantities.arrays import Array, worst
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.derivation import by_formula, by_lookup
from dualcarbon.quantities.derived import Formula, Lookup
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


def _constant(path: Path, form: Constant, span: Span) -> Array:
    number = drawn(path, "constant", form.constant, span)
    return np.repeat(number, len(span.years), axis=1)


def _points(path: Path, form: Points, span: Span) -> Array:
    knots = sorted(form.points)
    columns = [drawn(path, f"points.{y}", form.points[y], span) for y in knots]
    if span.base is not None:
        knots, columns = [span.base_year, *knots], [span.base, *columns]
        _must_follow(path, knots)
    heights = np.concatenate(np.broadcast_arrays(*columns), axis=1)
    inside = np.clip(span.years, knots[0], knots[-1])
    if form.between == "smooth" and len(knots) > 1:
        from scipy.interpolate import PchipInterpolator  # needed by few studies, slow to import

        return np.asarray(PchipInterpolator(knots, heights, axis=1)(inside))
    if form.between == "step":
        return heights[:, np.searchsorted(knots, inside, side="right") - 1]
    return heights @ np.array([np.interp(inside, knots, row) for row in np.eye(len(knots))])


def _growth(path: Path, form: Growth, span: Span) -> Array:
    ends = [period.to for period in form.growth]
    _must_reach(ends, path, span)
    columns = [drawn(path, f"growth.{p.to}", p.rate, span) for p in form.growth]
    rates = np.concatenate(np.broadcast_arrays(*columns), axis=1)
    if (rates <= -1).any():
        spot = worst(rates, rates <= -1, ends)
        params = {"to": spot["year"], "value": spot["value"], "member": spot["member"]}
        raise InputError(faults=[note("QTY018", path.place, **params)])
    steps = 1 + rates[:, np.searchsorted(ends, span.years)]
    steps[:, 0] = 1
    return beginning(path, span) * np.cumprod(steps, axis=1)


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
    # ln(1 + e^x) in a form that neither overflows nor loses the base year's exact zero
    left = np.logaddexp(0, rate * (span.base_year - middle)) - np.logaddexp(
        0, rate * (span.years - middle)
    )
    return start - (top - start) * np.expm1(left)


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
