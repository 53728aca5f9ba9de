"""Formulas computed on arrays (member, year); what cannot be is told with path, year and members."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities.arrays import Array, worst
from dualcarbon.quantities.formula import Parsed, Step
from dualcarbon.vocabulary.faults import Fault, Place, note

Value: TypeAlias = Array | np.float64
Wrong: TypeAlias = NDArray[np.bool_] | np.bool_
COMPUTE: dict[str, Callable[..., Any]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": lambda base, power: base**power, "neg": np.negative, "abs": np.abs, "sqrt": np.sqrt,
    "exp": np.exp, "ln": np.log, "log10": np.log10,
    "min": lambda *parts: functools.reduce(np.minimum, parts), "max": lambda *parts: functools.reduce(np.maximum, parts),
}  # fmt: skip

NOWHERE = np.False_


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """For whom a formula is computed: its path, the place where it stands, the years."""

    path: str
    place: Place
    years: Sequence[int]


def compute(parsed: Parsed, names: Mapping[str, Array], factor: float, where: Where) -> Array:
    """Compute a formula.

    Parameters
    ----------
    parsed : Parsed
        A formula without slips.
    names : mapping of arrays (member, year)
        Value of each name. [unit of the name]
    factor : float
        What the result is multiplied with. [unit of the path per unit of the formula]
    where : Where
        Path, place and years, for messages and for the length of the result.

    Returns
    -------
    ndarray (member, year)
        The result, one member where all names have one. [unit of the path]

    Raises
    ------
    InputError
        A division by zero, a logarithm or root of what has none, an overflow, a value that is not finite, other years.

    Examples
    --------
    >>> from dualcarbon.quantities.formula import parse
    >>> here = Where(path="steel", place=Place(), years=[2020, 2021])
    >>> compute(parse("0.5 * gdp ** 2"), {"gdp": np.array([[2.0, 4.0]])}, 1.0, here).tolist()
    [[2.0, 8.0]]
    """
    given = {name: np.atleast_2d(names[name]) for name in parsed.names}
    _must_fit(given, where)
    stack: list[Value] = []
    with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
        for step in parsed.steps:
            if step.op in ("number", "name"):
                stack.append(given[step.name] if step.op == "name" else np.float64(step.value))
                continue
            taken = stack[-step.takes :]
            del stack[-step.takes :]
            stack.append(_computed(step, taken, where))
        last = Step("*", parsed.steps[-1].column, 2)
        result = np.atleast_2d(_computed(last, [stack[0], np.float64(factor)], where))
    whole = (len(result), len(where.years))
    return result if result.shape == whole else np.array(np.broadcast_to(result, whole))


def _must_fit(given: Mapping[str, Array], where: Where) -> None:
    """Refuse values of other years, of other members, or that are no numbers."""
    members = {len(array) for array in given.values()} - {1}
    if len(members) > 1:
        msg = f"values of {where.path}: its names have {' and '.join(map(str, sorted(members)))} members"
        raise Misaligned(msg)
    faults = [fault for name, array in given.items() for fault in _unfit(name, array, where)]
    if faults:
        raise InputError(faults=faults)


def _unfit(name: str, array: Array, where: Where) -> list[Fault]:
    told = {"name": name, "path": where.path}
    if array.shape[1] != len(where.years):
        lengths = {"given": array.shape[1], "wanted": len(where.years)}
        return [note("F022", where.place, **told, **lengths)]
    wrong = ~np.isfinite(array)
    return [note("F019", where.place, **told, **_spot(wrong, wrong, where))] if wrong.any() else []


def _computed(step: Step, taken: list[Value], where: Where) -> Value:
    """Compute one step; the processor itself tells that something went wrong, which costs no time."""
    compute = COMPUTE[step.op]
    try:
        return compute(*taken)
    except FloatingPointError:
        with np.errstate(all="ignore"):
            found = compute(*taken)
            faults = _faults(step, taken, found, where)
    if faults:
        raise InputError(faults=faults)
    return found  # the processor was wrong: a number that was left out of the result


def _faults(step: Step, taken: list[Value], found: Value, where: Where) -> list[Fault]:
    """Tell the worst of what a step cannot do."""
    told = {"path": where.path, "col": step.column}
    zero, odd = _zero(step.op, taken), _odd(step.op, taken)
    if np.any(zero):
        return [note("F009", where.place, **told, **_spot(zero, zero, where))]
    if np.any(odd):
        spot = _spot(odd, taken[0], where)
        return [note("F015", where.place, **told, **spot, what=_what(step.op, taken, odd, spot))]
    wrong = ~np.isfinite(found)
    return [note("F018", where.place, **told, **_spot(wrong, wrong, where))] if wrong.any() else []


def _zero(op: str, taken: list[Value]) -> Wrong:
    if op == "/":
        return taken[1] == 0
    return (taken[0] == 0) & (taken[1] < 0) if op == "**" else NOWHERE


def _odd(op: str, taken: list[Value]) -> Wrong:
    """Give where a function has no value."""
    if op in ("ln", "log10"):
        return taken[0] <= 0
    if op == "sqrt":
        return taken[0] < 0
    return (taken[0] < 0) & (taken[1] != np.rint(taken[1])) if op == "**" else NOWHERE


def _what(op: str, taken: list[Value], odd: Wrong, spot: Mapping[str, Any]) -> str | dict[str, str]:
    if op != "**":
        number = f"{spot['value']:.6g}"
        return {"en": f"{op} of {number}", "zh": f"{op}({number})"}
    power = np.broadcast_to(taken[1], np.shape(odd))[odd] if np.ndim(odd) else [taken[1]]
    return f"({spot['value']:.6g}) ** {float(power[0]):.6g}"


def _spot(wrong: Wrong, array: Value | Wrong, where: Where) -> dict[str, Any]:
    """Say in which year and in how many members something is wrong."""
    shape = np.broadcast_shapes(np.shape(wrong), (1, len(where.years)))
    full: Array = np.broadcast_to(np.asarray(array, float), shape)
    mask: NDArray[np.bool_] = np.broadcast_to(wrong, shape)
    return worst(full, mask, where.years)
