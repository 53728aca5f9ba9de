"""How paths that follow others by a formula or a table come to their numbers."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError, Misaligned, UnitMismatch
from dualcarbon.quantities.arrays import Array, worst
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.derived import Formula, Lookup, told
from dualcarbon.quantities.formula import parse
from dualcarbon.quantities.formula_units import settle, strangers
from dualcarbon.quantities.formula_values import Where, compute
from dualcarbon.quantities.lookups import tabulated
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.spans import Span, drawn
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.figures import plain
from dualcarbon.vocabulary.units import scale

Wrong: TypeAlias = NDArray[np.bool_]
NEAR = 1e-6
"""How far a formula may be from the statistics of the base year. [1]"""


def by_formula(path: Path, form: Formula, span: Span) -> Array:
    """Compute a path from those that its formula names.

    Parameters
    ----------
    path : Path
        The path.
    form : Formula
        Its formula.
    span : Span
        Years, values and units of the other paths.

    Returns
    -------
    ndarray (member, year)
        Its values. [unit of the path]

    Raises
    ------
    InputError
        A name or a unit is wrong, a year has no value, or the base year is not that of the statistics.
    """
    parsed = parse(form.formula)
    if odd := strangers(parsed, [key for key in span.other if key != path.key]):
        raise InputError(faults=told(odd, path.place))
    units = {name: _unit(path, name, span) for name in form.follows()}
    settled = settle(form.formula, units=units, unit=_own_unit(path, span), enter=form.in_)
    if settled.slips:
        raise InputError(faults=told(settled.slips, path.place))
    names: dict[str, Array] = {
        "year": span.years[None, :].astype(float),
        "base_year": np.full((1, len(span.years)), float(span.base_year)),
    }
    names |= {name: span.other[name] for name in units}
    names |= {name: factor * names[name] for name, factor in settled.enters.items()}
    where = Where(path=path.key, place=path.place, years=span.years.tolist())
    found = compute(parsed, names, settled.factor, where)
    return _met(path, found, span, form.scaled, "F025")


def by_lookup(path: Path, form: Lookup, span: Span) -> Array:
    """Look a path up in the plans of a series, or in a table over another path.

    Parameters
    ----------
    path : Path
        The path.
    form : Lookup
        Where to look.
    span : Span
        Years, series, values of the other path.

    Returns
    -------
    ndarray (member, year)
        Its values. [unit of the path]

    Raises
    ------
    InputError
        The series or the other path is not there, a value lies outside the table, or the base year is not that of the
        statistics.
    """
    if form.lookup.series:
        return _planned(path, form, span)
    found = _over_another(path, form, span)
    return _met(path, found, span, form.scaled, "LKP010")


def _planned(path: Path, form: Lookup, span: Span) -> Array:
    """Join the rows of a series after the base year, from the value of the base year on."""
    name = form.lookup.series
    if faults := form.lacking(path.place, series=span.series, base_year=span.base_year):
        raise InputError(faults=faults)
    key = name if name in span.units else f"variables.{name}"
    factor = _between(path, _unit(path, key, span), _own_unit(path, span))
    rows = {y: factor * v for y, v in sorted(span.series[name].items()) if y > span.base_year}
    knots, columns = [*rows], [np.array([[value]]) for value in rows.values()]
    if span.base is not None:
        knots, columns = [span.base_year, *knots], [span.base, *columns]
    heights = np.concatenate(np.broadcast_arrays(*columns), axis=1)
    inside = np.clip(span.years[None, :], knots[0], knots[-1])
    return tabulated(inside, knots, heights, form.lookup.between)


def _over_another(path: Path, form: Lookup, span: Span) -> Array:
    table, of = form.lookup, form.lookup.of
    if of not in span.other:
        raise InputError(faults=[note("LKP011", path.place, of=of, hint=hint(of, span.other))])
    given = np.atleast_2d(span.other[of])
    if given.shape[1] != len(span.years):
        msg = f"values of {path.key}: {of} covers {given.shape[1]} years, {path.key} {len(span.years)}"
        raise Misaligned(msg)
    knots = sorted(table.points)
    outside = (given < knots[0]) | (given > knots[-1])
    if outside.any() and not table.hold:
        spot = worst(given, outside, span.years)
        ends = {"low": knots[0], "high": knots[-1]}
        raise InputError(faults=[note("LKP009", path.place, of=of, **ends, **spot)])
    columns = [drawn(path, f"lookup.points.{k:.12g}", table.points[k], span) for k in knots]
    heights = np.concatenate(np.broadcast_arrays(*columns), axis=1)
    return tabulated(np.clip(given, knots[0], knots[-1]), knots, heights, table.between)


def _met(path: Path, found: Array, span: Span, scaled: bool, code: str) -> Array:
    """Hold what was computed to the statistics of the base year, or scale it to them."""
    if span.base is None:
        return found
    start, known = np.broadcast_arrays(found[:, :1], span.base)
    far = np.abs(start - known) > NEAR * np.maximum(np.abs(start), np.abs(known))
    if not far.any():
        return found
    nothing = far & (start == 0)
    if nothing.any():
        raise InputError(faults=[_jump(path, start, known, nothing, span, "F028")])
    if scaled:
        with np.errstate(over="ignore"):  # what is beyond a float is told where all paths are
            return found * (known / start)
    raise InputError(faults=[_jump(path, start, known, far, span, code)])


def _jump(path: Path, start: Array, known: Array, far: Wrong, span: Span, code: str) -> Fault:
    """Tell both numbers of the base year, of the member that is farthest off, and what would make one of the other."""
    gap = start - known
    spot = worst(gap, far, [span.base_year])
    at = int(np.argmax(far[:, 0] & (gap[:, 0] == spot["value"])))
    numbers = {"found": start[at, 0], "known": known[at, 0]}
    if start[at, 0] != 0:
        numbers["factor"] = known[at, 0] / start[at, 0]
    digits = {name: plain(float(number), 9) for name, number in numbers.items()}
    return note(code, path.place, path=path.key, base_year=span.base_year, member=spot["member"], **digits)  # fmt: skip


def _unit(path: Path, key: str, span: Span) -> str:
    """Give the unit of another path, which must have one."""
    if key not in span.units:
        raise InputError(faults=[note("UNIT004", path.place, text=key, wanted="10^4 tce")])
    return span.units[key]


def _own_unit(path: Path, span: Span) -> str:
    return path.form.unit or _unit(path, path.key, span)


def _between(path: Path, given: str, wanted: str) -> float:
    try:
        return scale(given, wanted)
    except UnitMismatch:
        raise InputError(
            faults=[note("F027", path.place, name=path.key, given=given, wanted=wanted)]
        ) from None
