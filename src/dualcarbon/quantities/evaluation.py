"""The numbers of a path: in the central run, or in every member of an ensemble."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities.arrays import Array, column, started, whole, worst
from dualcarbon.quantities.curves import EVALUATE, straight_lines
from dualcarbon.quantities.kinds import Elasticity, Growth, Share
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.spans import Span
from dualcarbon.vocabulary.faults import Fault, note

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws

TOLERANCE = 1e-6
"""How far shares may sum from 1."""
PRINTED = 2e-3
"""How far the shares that the statistics print may sum from 1. [1]"""
ROUNDING = 1e-9
"""A residual this little below zero is rounding, and zero."""


def values(
    path: Path,
    *,
    years: Sequence[int],
    base_year: int,
    base: ArrayLike | None = None,
    draws: Draws | None = None,
    other: Mapping[str, Array] | None = None,
    series: Mapping[str, Mapping[int, float]] | None = None,
    units: Mapping[str, str] | None = None,
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
        Values of other paths on the same years, for those that follow them.
    series : mapping of {year: value}, optional
        Statistics and plans by name, for paths that look them up. [unit of each]
    units : mapping of str, optional
        Units of this path and of the others, for formulas and for plans that are looked up.

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
    given = (other or {}, series or {}, units or {})
    return _evaluated(path, _span(path, years, base_year, base, draws, given))[path.key]


def outputs(
    path: Path,
    *,
    years: Sequence[int],
    base_year: int,
    base: ArrayLike | None = None,
    draws: Draws | None = None,
    other: Mapping[str, Array] | None = None,
    series: Mapping[str, Mapping[int, float]] | None = None,
    units: Mapping[str, str] | None = None,
) -> dict[str, Array]:
    """Evaluate a path and all that it gives beside itself, as a stock gives its additions.

    Parameters
    ----------
    path, years, base_year, draws, units
        As in ``values``.
    base : float or array (member), optional
        Value of the base year. [unit of the path]
    other, series
        As in ``values``: what other paths are, and statistics by name. [unit of each]

    Returns
    -------
    dict of ndarray (member, year)
        The path under its key, what it gives under ``<key>.<name>``. [units of the path and of each]

    Raises
    ------
    Misaligned, InputError
        As in ``values``.
    """
    given = (other or {}, series or {}, units or {})
    return _evaluated(path, _span(path, years, base_year, base, draws, given))


def _evaluated(path: Path, span: Span) -> dict[str, Array]:
    """Evaluate a path on a span, its base year exact, and hold all that comes out to finite numbers."""
    if isinstance(path.form, Share):
        raise InputError(faults=[note("QTY020", path.place, path=path.key)])
    with np.errstate(over="ignore", invalid="ignore"):  # what is beyond a float is told below
        result = EVALUATE[type(path.form)](path, path.form, span)
    named = {"": result} if isinstance(result, np.ndarray) else dict(result)
    found = {f"{path.key}.{name}": array for name, array in named.items() if name}
    found[path.key] = named[""] if span.base is None else started(named[""], span.base)
    if not all(np.isfinite(array).all() for array in found.values()):
        raise InputError(faults=[note("QTY023", path.place, path=path.key)])
    return found


def shares(
    path: Path,
    *,
    years: Sequence[int],
    base_year: int,
    base: Mapping[str, ArrayLike],
    draws: Draws | None = None,
    other: Mapping[str, Array] | None = None,
    series: Mapping[str, Mapping[int, float]] | None = None,
    units: Mapping[str, str] | None = None,
) -> dict[str, Array]:
    """Evaluate a share group: parts that sum to 1 in every year and member.

    Nothing is normalised. Parts of the base year without a path keep their share (``undeclared`` names
    them); the residual part takes what the others leave. A group of which nothing is in use in the base year has no shares
    to start from: what is declared holds in it too. A part that is negative in the base year, such as
    the net import of a region that sends out electricity, may stay so.

    Parameters
    ----------
    path : Path
        A path of kind share.
    years : sequence of int
        Consecutive years, the base year first.
    base_year : int
        Last year of the statistics.
    base : mapping of float or array (member)
        Share of each part in the base year; a part that is declared but not here starts from 0. [1]
    draws, other, series, units
        As in ``values``. [unit of each]

    Returns
    -------
    dict of ndarray (member, year)
        The share of each part, those of the base year first. [1]

    Raises
    ------
    InputError
        Shares do not sum to 1, a part or the residual is negative: with part, year and member.

    Examples
    --------
    >>> from dualcarbon.quantities.paths import read
    >>> from dualcarbon.vocabulary.faults import Place
    >>> mix = read("mix", {"share": {"coal": {"points": {2019: 0.5}}, "gas": "residual"}}, Place())
    >>> mixed = shares(mix, years=[2017, 2018, 2019], base_year=2017, base={"coal": 0.6, "gas": 0.4})
    >>> mixed["gas"].round(6).tolist()
    [[0.4, 0.45, 0.5]]
    """
    if not isinstance(path.form, Share):
        raise InputError(faults=[note("QTY021", path.place, path=path.key, kind=path.kind)])
    names = list(dict.fromkeys([*base, *path.form.share]))
    starts = {name: column(base.get(name, 0.0)) for name in names}
    parts = {
        n: np.repeat(s, len(years), axis=1) for n, s in starts.items() if n not in path.form.share
    }
    span = _span(path, years, base_year, 0.0, draws, (other or {}, series or {}, units or {}))
    empty = not any(np.any(start) for start in starts.values())
    parts |= {} if empty else straight_lines(path.form.share, starts, span)
    if len(parts) + bool(path.residual) < len(names):
        for name, part in path.parts.items():
            if name not in parts:
                start = None if empty else starts[name]
                parts[name] = _evaluated(part, replace(span, base=start))[part.key]
    if path.residual:
        left = whole(1.0 - sum(parts.values()), len(years))
        left[(left < 0) & (left > -ROUNDING)] = 0.0
        parts[path.residual] = left if empty else started(left, starts[path.residual])
    return hold_to_one({name: parts[name] for name in names}, path, years)


def hold_to_one(parts: dict[str, Array], path: Path, years: Sequence[int]) -> dict[str, Array]:
    """Give the parts of a share group back if they are shares: none turns negative, together 1.

    Raises
    ------
    InputError
        With the first year and member at fault, part by part; or the year in which the sum is not 1.
    """
    if _are_shares(parts):
        return parts
    faults = [*_negative(parts, path, years)] or [*_unequal(parts, path, years)]
    if faults:
        raise InputError(faults=faults)
    return parts


def _are_shares(parts: dict[str, Array]) -> bool:
    """Tell at a glance whether parts that are the same in all members are shares; of others it says nothing."""
    if any(len(part) > 1 for part in parts.values()):
        return False
    rows = np.concatenate([*parts.values()])
    return bool(rows.min() >= 0 and np.abs(rows.sum(axis=0) - 1).max() <= TOLERANCE)


def _negative(parts: dict[str, Array], path: Path, years: Sequence[int]) -> Iterator[Fault]:
    for name, part in parts.items():
        wrong = (part < 0) & (part[:, :1] >= 0)
        if wrong.any():
            code = "QTY014" if name == path.residual else "QTY015"
            yield note(code, path.place, part=name, **worst(part, wrong, years))


def _unequal(parts: dict[str, Array], path: Path, years: Sequence[int]) -> Iterator[Fault]:
    total = whole(sum(parts.values()), len(years))
    printed = float(np.abs(total[:, 0] - 1).max())  # the base year is what the statistics print
    if printed > PRINTED:
        yield note("QTY022", path.place, group=path.key, year=years[0], total=float(total[0, 0]))
        return
    wrong = np.abs(total - 1) > max(TOLERANCE, printed + ROUNDING)
    if wrong.any():
        spot = worst(total, wrong, years)
        sums = {"year": spot["year"], "total": spot["value"]}
        yield note("MOD001", path.place, group=path.key, parts=", ".join(parts), **sums)


def undeclared(path: Path, base: Mapping[str, ArrayLike]) -> list[Fault]:
    """Give a warning for each part of the base year that a share group leaves without a path.

    Parameters
    ----------
    path : Path
        A share group.
    base : mapping of float or array (member)
        Share of each part in the base year. [1]
    """
    declared = path.form.share if isinstance(path.form, Share) else {}
    return [
        note(
            "QTY016",
            path.place,
            part=f"{path.key}.{name}",
            value=float(np.asarray(share, float).mean()),
        )
        for name, share in base.items()
        if name not in declared and np.any(np.asarray(share) != 0)
    ]


def stuck(path: Path, base: ArrayLike, base_year: int) -> list[Fault]:
    """Give a warning where a path that grows from its base-year value starts from 0.

    Parameters
    ----------
    path : Path
        Any kind.
    base : float or array (member)
        Value of the base year. [unit of the path]
    base_year : int
        That year.
    """
    if not isinstance(path.form, Growth | Elasticity) or np.any(np.asarray(base) != 0):
        return []
    return [note("QTY017", path.place, path=path.key, base_year=base_year)]


@functools.lru_cache(maxsize=256)
def _labels(years: tuple[int, ...]) -> NDArray[np.int64]:
    """Give years as an array that nobody writes to."""
    labels = np.array(years, np.int64)
    labels.flags.writeable = False
    return labels


def _span(
    path: Path,
    years: Sequence[int],
    base_year: int,
    base: ArrayLike | None,
    draws: Draws | None,
    beside: tuple[Mapping[str, Array], Mapping[str, Mapping[int, float]], Mapping[str, str]],
) -> Span:
    given = _labels(tuple(years))
    if len(given) == 0 or (given[1:] - given[:-1] != 1).any():
        msg = f"values of {path.key}: the years must follow one another, got {list(years)}"
        raise Misaligned(msg)
    if base is not None and given[0] != base_year:
        msg = f"values of {path.key}: the years must start at the base year {base_year}, not at {given[0]}"
        raise Misaligned(msg)
    start = None if base is None else column(base)
    if start is None and path.form.relative:
        raise InputError(faults=[note("QTY011", path.place, path=path.key, base_year=base_year)])
    other, series, units = beside
    return Span(
        years=given, base_year=base_year, base=start, draws=draws, other=other, series=series, units=units
    )  # fmt: skip
