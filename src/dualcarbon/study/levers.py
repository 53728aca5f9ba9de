"""What of a scenario can be moved by one hand: a path as a whole, a number alone, a measure; and what numbers that is.

A growth path moves by the same step in all its periods; points move in proportion to the years since the base year, so that
the last one is where it was put; a distribution keeps its form and width.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dualcarbon.errors import UnknownName
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.distributions import (
    Distribution,
    Fixed,
    Lognormal,
    Normal,
    Split,
    Triangular,
    Uniform,
)
from dualcarbon.quantities.forms import Form
from dualcarbon.quantities.kinds import Growth, Points, Share
from dualcarbon.scenarios.inheritance import Resolved

Kind = Literal["rate", "points", "number", "level"]
RATE = 0.02
"""How far a rate of growth can be moved to either side. [1/year]"""
SHARES = ("structure", "mix", "supply", "capture", "share")
"""Words in the keys of paths that are fractions."""
LEVELS = "measures."


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Something to move.

    ``value`` is where the scenario has it, ``parent`` where its parent has it, if it has; ``low`` and ``high`` are the ends
    that make sense, ``step`` the least move [unit of the path; 1/year for rates; 1 for levels]. ``year`` is that of the
    value, where it is of one. ``numbers`` are those that it moves, each with its part in the move.
    """

    id: str
    path: str
    kind: Kind
    value: float
    parent: float | None
    low: float
    high: float
    step: float
    year: int | None = None
    numbers: Mapping[str, float]


def levers(scenario: Resolved, parent: Resolved | None, base_year: int) -> dict[str, Lever]:
    """List what can be moved in a scenario, by id.

    Parameters
    ----------
    scenario, parent : Resolved
        The scenario, and the one that it extends; none for a root.
    base_year : int
        Last year of statistics. [year]

    Returns
    -------
    dict of Lever
        Measures at their levels first [1], then paths in declared order. [unit of each]
    """
    above = {one.id: one.value for one in _every(parent, base_year)} if parent else {}
    return {
        one.id: replace(
            one, parent=above.get(one.id, 0.0 if one.kind == "level" and parent else None)
        )
        for one in _every(scenario, base_year)
    }


def moved(
    there: Mapping[str, Lever], scenario: Resolved, values: Mapping[str, float]
) -> tuple[dict[str, Distribution], dict[str, float]]:
    """Give the numbers and levels of a scenario once some levers are put elsewhere.

    Parameters
    ----------
    there : mapping of Lever
        As :func:`levers` lists them.
    scenario : Resolved
        The scenario.
    values : mapping of float
        Where each is put, by id. [unit of each]

    Returns
    -------
    dict of Distribution, dict of float
        Numbers by draw key [unit of each] and levels by id of a measure [1].

    Raises
    ------
    UnknownName
        The scenario has no such lever.
    """
    numbers: dict[str, Distribution] = {}
    levels: dict[str, float] = {}
    for id, value in values.items():
        if id not in there:
            msg = f'"{id[:60]}" is no lever of this scenario; {hint(id, sorted(there))["en"]}'
            raise UnknownName(msg)
        one = there[id]
        if one.kind == "level":
            levels[id.removeprefix(LEVELS)] = value
            continue
        own = _numbers(scenario, one.path)
        by = value - one.value
        numbers |= {key: shifted(own[key], by * part) for key, part in one.numbers.items()}
    return numbers, levels


def shifted(given: Distribution, by: float) -> Distribution:
    """Give a distribution moved to one side, its form and width kept; a lognormal keeps its ratio.

    Examples
    --------
    >>> shifted(Triangular(0.1, 0.2, 0.4), 0.5)
    Triangular(low=0.6, mode=0.7, high=0.9)
    """
    if isinstance(given, Fixed):
        return Fixed(given.value + by)
    if isinstance(given, Normal):
        return replace(given, mean=given.mean + by)
    if isinstance(given, Triangular):
        return Triangular(given.low + by, given.mode + by, given.high + by)
    if isinstance(given, Uniform):
        return Uniform(given.low + by, given.high + by)
    if isinstance(given, Lognormal):
        return replace(given, median=given.median + by)
    return Split(given.median + by, given.low + by, given.high + by)


def _every(scenario: Resolved, base_year: int) -> Iterator[Lever]:
    for one in scenario.deployed:
        id = f"{LEVELS}{one.measure.id}"
        level = scenario.levels.get(one.measure.id, 0.0)
        yield Lever(
            id=id, path=id, kind="level", value=level, parent=None, low=0.0, high=1.0, step=0.05, numbers={}
        )  # fmt: skip
    for key, path in scenario.paths.items():
        if isinstance(path.form, Share):
            parts = {n: f for n, f in path.form.share.items() if isinstance(f, Form)}
            for name, form in parts.items():
                yield from _of_form(f"{key}.{name}", f"{key}.{name}", form, base_year)
        else:
            yield from _of_form(key, key, path.form, base_year)


def _of_form(id: str, key: str, form: Form, base_year: int) -> Iterator[Lever]:
    """Give the levers of a path: one for rates, one for points, else one for each of its numbers."""
    numbers = {f"{key}.{place}": n.central for place, n in form.numbers().items()}
    if isinstance(form, Growth):
        ends = [period.to for period in form.growth]
        starts = [base_year, *ends[:-1]]
        spans = [max(end - start, 0) for start, end in zip(starts, ends, strict=True)]
        mean = sum(r * s for r, s in zip(numbers.values(), spans, strict=True)) / max(sum(spans), 1)
        yield Lever(
            id=id, path=id, kind="rate", value=mean, parent=None, low=mean - RATE, high=mean + RATE, step=0.0005,
            numbers=dict.fromkeys(numbers, 1.0),
        )  # fmt: skip
    elif isinstance(form, Points) and form.points:
        last = max(form.points)
        parts = {
            f"{key}.points.{y}": (y - base_year) / (last - base_year) if last > base_year else 1.0
            for y in sorted(form.points)
        }
        value = form.points[last].central
        low, high, step = _span(key, value)
        yield Lever(
            id=id, path=id, kind="points", value=value, parent=None, low=low, high=high, step=step, year=last,
            numbers=parts,
        )  # fmt: skip
    else:
        for name, value in numbers.items():
            low, high, step = _span(key, value)
            yield Lever(
                id=name, path=id, kind="number", value=value, parent=None, low=low, high=high, step=step,
                numbers={name: 1.0},
            )  # fmt: skip


def _span(key: str, value: float) -> tuple[float, float, float]:
    """Give the ends and the step of a number: fractions from 0 to 1, others half as much either way."""
    if set(key.split(".")) & set(SHARES) and 0 <= value <= 1:
        return 0.0, 1.0, 0.005
    if not value:
        return -1.0, 1.0, 0.01
    step = 10.0 ** math.floor(math.log10(abs(value)) - 2)
    return min(0.5 * value, 1.5 * value), max(0.5 * value, 1.5 * value), step


def _numbers(scenario: Resolved, path: str) -> dict[str, Distribution]:
    """Give the numbers of a path, or of the group that it is a part of, by draw key."""
    for key, one in scenario.paths.items():
        if path == key or path.startswith(f"{key}."):
            return {f"{key}.{place}": n for place, n in one.form.numbers().items()}
    return {}
