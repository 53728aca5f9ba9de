"""What of a scenario can be moved by one hand: a path as a whole, a number alone, a measure; and what numbers that is.

A growth path moves by the same step in all its periods; points move in proportion to the years since the base year, so that
the last one is where it was put; a distribution keeps its form and width.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dualcarbon.errors import InputError, UnknownName
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
from dualcarbon.scenarios.assumptions import SCALE
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.figures import plain

Kind = Literal["rate", "points", "number", "level"]
RATE = 0.02
"""How far a rate of growth can be moved to either side. [1/year]"""
SHARES = ("structure", "mix", "supply", "capture", "share")
"""Words in the keys of paths that are fractions."""
LEVELS = "measures."
VISIBLE = 8
"""Levers that are seen first, at most."""
STATED = (
    "gdp", "structure.industry", "intensity.industry", "power.mix.coal", "power.supply.nonfossil", "mix.industry.coal",
    "intensity.transport", "factor.import",
)  # fmt: skip
"""Paths that most regions ask about, in the order in which they are shown where no run tells what moves the peak."""
FAR = 4.0
"""How many times its length a lever can be put beyond its ends by a number that is written."""
MOVES = "peak_amount_mt"
"""Output of the sensitivity by which levers are ranked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Something to move.

    ``value`` is where the scenario has it, ``parent`` where its parent has it, if it has; ``low`` and ``high`` are the ends
    that make sense, ``step`` the least move [``unit``: that of the path; 1/year for rates; 1 for levels]. ``year`` is that of
    the value, the last of the average for rates, where it is of one; ``place`` names a number alone among those of its path.
    ``numbers`` are those that it moves, each with its part in the move; ``above`` are the numbers of the parent, where it has
    the same ones.
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
    unit: str = "1"
    place: str = ""
    numbers: Mapping[str, float]
    above: Mapping[str, Distribution] = field(default_factory=dict)

    @property
    def percent(self) -> bool:
        """Whether people read it in per cent: rates, levels and fractions.

        Examples
        --------
        >>> given = dict(value=0.2, parent=None, low=0.0, high=1.0, step=0.01, numbers={})
        >>> Lever(id="mix.industry.coal", path="mix.industry.coal", kind="points", **given).percent
        True
        """
        return self.kind in ("rate", "level") or _fraction(self.path, self.value)

    @property
    def factor(self) -> float:
        """How many of the unit that people read one of the unit of the study is."""
        return 100.0 if self.percent else 1.0

    def said(self, value: float) -> str:
        """Write a value as people read it."""
        return plain(self.factor * value) + (" %" if self.percent else "")


def levers(
    scenario: Resolved,
    parent: Resolved | None,
    base_year: int,
    units: Mapping[str, str] | None = None,
) -> dict[str, Lever]:
    """List what can be moved in a scenario, by id.

    Parameters
    ----------
    scenario, parent : Resolved
        The scenario, and the one that it extends; none for a root.
    base_year : int
        Last year of statistics. [year]
    units : mapping of str, optional
        Units of the paths, as the tree has them.

    Returns
    -------
    dict of Lever
        Measures at their levels first [1], then paths in declared order. [unit of each]
    """
    above = {one.id: one for one in _every(parent, base_year)} if parent else {}
    return {
        one.id: replace(_below(one, above.get(one.id), parent), unit=_unit(one, units or {}))
        for one in _every(scenario, base_year)
    }


def foremost(
    there: Mapping[str, Lever], sensitivity: Mapping[str, Any] | None, count: int = VISIBLE
) -> list[Lever]:
    """Choose the levers that are seen first, no measures among them.

    Parameters
    ----------
    there : mapping of Lever
        As :func:`levers` lists them.
    sensitivity : mapping, optional
        What a summary says under ``sensitivity``; the widest part of each group is taken, the groups by their total effect on
        the peak. What it leaves open is filled in the stated order,
        then by paths before numbers that only shape one.
    count : int
        Levers at most.
    """
    rest = sorted(there, key=lambda id: there[id].kind == "number")
    ids = [*_ranked(sensitivity or {}), *STATED, *rest]
    found = {id: there[id] for id in ids if id in there and _shown(there[id])}
    return list(found.values())[:count]


def _shown(one: Lever) -> bool:
    return one.kind != "level" and not one.path.startswith(SCALE)


def _ranked(sensitivity: Mapping[str, Any]) -> Sequence[str]:
    """List the widest part of each group of assumptions, the group that moves the peak most first."""
    effects = sensitivity.get("outputs", {}).get(MOVES, {}).get("total", {})
    widest: dict[str, tuple[float, str]] = {}
    for key, one in sensitivity.get("fifths", {}).items():
        ends = one["outputs"].get(MOVES, {})
        known = [ends.get(end) for end in ("low", "high")]
        width = abs(known[1] - known[0]) if None not in known else 0.0
        widest[one["group"]] = max(widest.get(one["group"], (-1.0, "")), (width, key))
    groups = sorted(effects, key=lambda group: -(effects[group].get("value") or 0.0))
    return [widest[group][1] for group in groups if group in widest]


def _below(one: Lever, above: Lever | None, parent: Resolved | None) -> Lever:
    """Put beside a lever where the parent has it: a measure that it does not deploy is at nothing."""
    if parent is None:
        return one
    if above is None:
        return replace(one, parent=0.0) if one.kind == "level" else one
    if (above.kind, above.year) != (one.kind, one.year):
        return one
    own = _numbers(parent, one.path)
    same = {key: own[key] for key in one.numbers if key in own}
    alike = one.numbers.keys() == above.numbers.keys()
    return replace(one, parent=above.value, above=same if alike else {})


def _unit(one: Lever, units: Mapping[str, str]) -> str:
    """Give the unit of a lever; that of a number which only shapes its path is not told."""
    if one.kind == "rate":
        return "1/year"
    if one.kind == "level" or one.place not in ("", "constant"):
        return "1"
    return units.get(one.path, "1")


def moved(
    there: Mapping[str, Lever], scenario: Resolved, values: Mapping[str, float]
) -> tuple[dict[str, Distribution], dict[str, float]]:
    """Give the numbers and levels of a scenario once some levers are put elsewhere; one put where its parent has it takes its numbers.

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
        The scenario has no such lever (SCN033).
    InputError
        A value is no number (NUM004), or far outside of what can be asked (SCN028).
    """
    if faults := list(_faults(there, values)):
        raise (InputError if there.keys() >= values.keys() else UnknownName)(faults=faults)
    numbers: dict[str, Distribution] = {}
    levels: dict[str, float] = {}
    for id, value in values.items():
        one = there[id]
        if one.kind == "level":
            levels[id.removeprefix(LEVELS)] = value
            continue
        if value == one.parent != one.value and one.above:
            numbers |= one.above
            continue
        own = _numbers(scenario, one.path)
        by = value - one.value
        numbers |= {key: shifted(own[key], by * part) for key, part in one.numbers.items()}
    return numbers, levels


def _faults(there: Mapping[str, Lever], values: Mapping[str, float]) -> Iterator[Fault]:
    """List the values that cannot be asked about."""
    for id, value in values.items():
        place = Place(key=id)
        if id not in there:
            yield note("SCN033", place, text=cut(id), hint=hint(id, sorted(there)))
            continue
        one = there[id]
        if not math.isfinite(value):
            yield note("NUM004", place, text=str(value))
            continue
        room = FAR * (one.high - one.low)
        low, high = one.low - room, one.high + room
        if not low <= value <= high:
            said = {"value": one.said(value), "low": one.said(low), "high": one.said(high)}
            yield note("SCN028", place, **said)


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
            id=id, path=id, kind="rate", value=mean, parent=None, low=mean - RATE, high=mean + RATE, step=0.0001,
            year=ends[-1] if ends else None, numbers=dict.fromkeys(numbers, 1.0),
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
                place=name.removeprefix(f"{key}."), numbers={name: 1.0},
            )  # fmt: skip


def _span(key: str, value: float) -> tuple[float, float, float]:
    """Give the ends and the step of a number: fractions from 0 to 1, others half as much either way."""
    if _fraction(key, value):
        return 0.0, 1.0, 0.005
    if not value:
        return -1.0, 1.0, 0.01
    step = 10.0 ** math.floor(math.log10(abs(value)) - 2)
    return min(0.5 * value, 1.5 * value), max(0.5 * value, 1.5 * value), step


def _fraction(key: str, value: float) -> bool:
    return bool(set(key.split(".")) & set(SHARES)) and 0 <= value <= 1


def _numbers(scenario: Resolved, path: str) -> dict[str, Distribution]:
    """Give the numbers of a path, or of the group that it is a part of, by draw key."""
    for key, one in scenario.paths.items():
        if path == key or path.startswith(f"{key}."):
            return {f"{key}.{place}": n for place, n in one.form.numbers().items()}
    return {}
