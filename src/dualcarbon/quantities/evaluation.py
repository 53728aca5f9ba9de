"""The numbers of a path: in the central run, or in every member of an ensemble."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities.arrays import Array, column, first, started
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.distributions import Distribution, Fixed
from dualcarbon.quantities.kinds import (
    Constant,
    Elasticity,
    Form,
    Growth,
    Logistic,
    Points,
)
from dualcarbon.quantities.paths import Path
from dualcarbon.vocabulary.faults import Fault, note

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a path is evaluated on: years, base year and its value, draws, other paths."""

    years: NDArray[np.int64]
    base_year: int
    base: Array | None
    draws: Draws | None
    other: Mapping[str, Array]


def values(
    path: Path,
    *,
    years: Sequence[int],
    base_year: int,
    base: ArrayLike | None = None,
    draws: Draws | None = None,
    other: Mapping[str, Array] | None = None,
) -> Array:
    r"""Evaluate a path.

    With a base-year value :math:`x_0` the result is exactly :math:`x_0` in the base year, whatever the
    kind; a constant and points hold absolute values and apply after it. Without one only constant and
    points can be evaluated; they apply to all years.

    .. math::
        \text{growth: } x_t = x_0 \prod_{i=1}^{t} (1 + g_i) \qquad
        \text{elasticity: } x_t = x_0 (y_t / y_0)^e \qquad
        \text{logistic: } x_t = x_0 + (S - x_0)
            \left(1 - \frac{1 + e^{r(t_0 - m)}}{1 + e^{r(t - m)}}\right)

    Parameters
    ----------
    path : Path
        Any kind but share; see ``shares``.
    years : sequence of int
        Consecutive years, the base year first where ``base`` is given.
    base_year : int
        Last year of the statistics.
    base : float or array (member), optional
        Value of the base year. [unit of the path]
    draws : Draws, optional
        Draws of the uncertain numbers; without them every number is central.
    other : mapping of arrays (member, year), optional
        Values of other paths on the same years, for elasticities.

    Returns
    -------
    ndarray (member, year)
        The values; one member in the central run and where nothing is uncertain. [unit of the path]

    Raises
    ------
    Misaligned
        The years do not start at the base year or leave one out, or another path covers other years.
    InputError
        A base-year value or another path is missing, growth ends before the last year, and the like.

    References
    ----------
    .. [1] F. N. Fritsch and R. E. Carlson, "Monotone piecewise cubic interpolation", SIAM Journal on
       Numerical Analysis 17 (1980): ``between = "smooth"``.

    Examples
    --------
    >>> from dualcarbon.quantities.paths import read
    >>> from dualcarbon.vocabulary.faults import Place
    >>> gdp = read("gdp", {"growth": [{"to": 2019, "rate": 0.1}]}, Place())
    >>> values(gdp, years=[2017, 2018, 2019], base_year=2017, base=100).round(6).tolist()
    [[100.0, 110.0, 121.0]]
    """
    if path.kind == "share":
        raise InputError(faults=[note("QTY020", path.place, path=path.key)])
    span = _span(path, years, base_year, base, draws, other or {})
    result = EVALUATE[type(path.form)](path, path.form, span)
    if span.base is None:
        return result
    return started(result, span.base)


def stuck(path: Path, base: ArrayLike, base_year: int) -> list[Fault]:
    """Give a warning where a path that grows from its base-year value starts from 0."""
    if not isinstance(path.form, Growth | Elasticity) or np.any(np.asarray(base) != 0):
        return []
    return [note("QTY017", path.place, path=path.key, base_year=base_year)]


def _constant(path: Path, form: Constant, span: Span) -> Array:
    number = _number(path, "constant", form.constant, span)
    return np.repeat(number, len(span.years), axis=1)


def _points(path: Path, form: Points, span: Span) -> Array:
    knots = sorted(form.points)
    columns = [_number(path, f"points.{y}", form.points[y], span) for y in knots]
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
    if ends[-1] < span.years[-1]:
        params = {"last": ends[-1], "horizon": int(span.years[-1])}
        raise InputError(faults=[note("QTY009", path.place, **params)])
    columns = [_number(path, f"growth.{p.to}", p.rate, span) for p in form.growth]
    rates = np.concatenate(np.broadcast_arrays(*columns), axis=1)
    if (rates <= -1).any():
        spot = first(rates, rates <= -1, ends)
        params = {"to": spot["year"], "value": spot["value"], "member": spot["member"]}
        raise InputError(faults=[note("QTY018", path.place, **params)])
    steps = 1 + rates[:, np.searchsorted(ends, span.years)]
    steps[:, 0] = 1
    return _start(path, span) * np.cumprod(steps, axis=1)


def _elasticity(path: Path, form: Elasticity, span: Span) -> Array:
    to = form.elasticity.to
    if to not in span.other:
        raise InputError(faults=[note("QTY010", path.place, to=to, hint=hint(to, span.other))])
    driver = np.atleast_2d(span.other[to])
    if driver.shape[1] != len(span.years):
        msg = f"values of {path.key}: {to} covers {driver.shape[1]} years, {path.key} {len(span.years)}"
        raise Misaligned(msg)
    if (driver <= 0).any():
        spot = first(driver, driver <= 0, span.years)
        raise InputError(faults=[note("QTY019", path.place, to=to, **spot)])
    power = _number(path, "elasticity.value", form.elasticity.value, span)
    return _start(path, span) * (driver / driver[:, :1]) ** power


def _logistic(path: Path, form: Logistic, span: Span) -> Array:
    curve = form.logistic
    top, middle, rate = (
        _number(path, f"logistic.{name}", number, span)
        for name, number in (
            ("saturation", curve.saturation),
            ("midpoint", curve.midpoint),
            ("rate", curve.rate),
        )
    )
    if (rate <= 0).any():
        raise InputError(faults=[note("QTY012", path.place, value=float(rate.min()))])
    start = _start(path, span)
    # ln(1 + e^x) in a form that neither overflows nor loses the base year's exact zero
    left = np.logaddexp(0, rate * (span.base_year - middle)) - np.logaddexp(
        0, rate * (span.years - middle)
    )
    return start - (top - start) * np.expm1(left)


EVALUATE: dict[type[Form], Callable[[Path, Any, Span], Array]] = {
    Constant: _constant,
    Points: _points,
    Growth: _growth,
    Elasticity: _elasticity,
    Logistic: _logistic,
}


def _span(
    path: Path,
    years: Sequence[int],
    base_year: int,
    base: ArrayLike | None,
    draws: Draws | None,
    other: Mapping[str, Array],
) -> Span:
    given = np.asarray(years, np.int64)
    if len(given) == 0 or (np.diff(given) != 1).any():
        msg = f"values of {path.key}: the years must follow one another, got {list(years)}"
        raise Misaligned(msg)
    if base is not None and given[0] != base_year:
        msg = f"values of {path.key}: the years must start at the base year {base_year}, not at {given[0]}"
        raise Misaligned(msg)
    start = None if base is None else column(base)
    if start is None and path.form.relative:
        raise InputError(faults=[note("QTY011", path.place, path=path.key, base_year=base_year)])
    return Span(years=given, base_year=base_year, base=start, draws=draws, other=other)


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


def _start(path: Path, span: Span) -> Array:
    """Give the base-year value, which ``_span`` made sure of."""
    if span.base is None:
        raise InputError(
            faults=[note("QTY011", path.place, path=path.key, base_year=span.base_year)]
        )
    return span.base


def _number(path: Path, position: str, number: Distribution, span: Span) -> Array:
    """Give a number of a path as a column (member, 1)."""
    if span.draws is None or isinstance(number, Fixed):
        return np.array([[number.central]])
    return number.at(span.draws.uniform(f"{path.key}.{position}"))[:, None]
