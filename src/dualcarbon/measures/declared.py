"""Measures as people declare them: which paths change, how, and from when to when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Declared, Text, Title, declare, gathering, hint, within
from dualcarbon.quantities.distributions import Distribution, Fixed
from dualcarbon.quantities.kinds import Quantity, Year
from dualcarbon.vocabulary.faults import Fault, Place, note


class Change(Declared):
    """What a measure does to one path."""

    path: Text
    """Key of a path or of a part of a share group, for example `mix.industry.coal`."""
    op: Literal["set", "scale", "add"]
    """Whether the value replaces, multiplies or adds to the path's own."""
    value: Quantity
    """The value when fully in place. [unit of the path; scale: 1]"""
    start: Annotated[Year, Field(alias="from")]
    """Last year without effect; the effect grows evenly from here."""
    to: Year
    """First year with full effect, which then stays."""


class Measure(Declared):
    """Something that could be done, as a set of changes of the tree."""

    id: Annotated[Text, Field(pattern=r"^[A-Za-z0-9_-]+$")]
    """Short name, letters, digits, - and _."""
    title: Title
    """Name as people read it."""
    changes: tuple[Change, ...]
    """What it does, in order."""
    source: Text = ""
    """Where the numbers come from."""
    note: Text = ""
    """Why these numbers."""
    mark: Literal["", "C", "M", "A"] = ""
    """How sure the source is: "" seen, C computed, M from memory, A an assumption."""


def read_all(tables: object, *, known: Iterable[str], place: Place) -> tuple[Measure, ...]:
    """Read the measures of a scenario.

    Parameters
    ----------
    tables : list of tables
        What stands under ``[[measures]]``.
    known : iterable of str
        Keys of the paths that a measure may change.
    place : Place
        Where the list stands.

    Raises
    ------
    InputError
        With every fault of every measure.

    Examples
    --------
    >>> change = {"path": "gdp", "op": "scale", "value": 0.9, "from": 2020, "to": 2030}
    >>> table = {"id": "slow", "title": {"en": "Slower", "zh": "放缓"}, "changes": [change]}
    >>> [measure.id for measure in read_all([table], known=["gdp"], place=Place())]
    ['slow']
    """
    if not isinstance(tables, list | tuple):
        wanted = {"en": "a list of tables", "zh": "表的列表"}
        raise InputError(faults=[note("KEY001", place, text=tables, wanted=wanted)])
    faults: list[Fault] = []
    measures: list[Measure] = []
    paths = list(known)
    for position, table in enumerate(tables):
        where = within(place, position)
        with gathering(faults):
            measure = declare(Measure, table, where)
            measures.append(measure)
            faults += _faults(measure, paths, where)
    faults += [
        note("MEA006", place, id=id)
        for id, count in Counter(measure.id for measure in measures).items()
        if count > 1
    ]
    if faults:
        raise InputError(faults=faults)
    return tuple(measures)


def _faults(measure: Measure, known: Sequence[str], place: Place) -> Iterator[Fault]:
    if not measure.changes:
        yield note("MEA009", place)
    for position, change in enumerate(measure.changes):
        where = within(place, "changes", position)
        if change.path not in known:
            yield note("MEA001", where, path=change.path, hint=hint(change.path, known))
        if change.start > change.to:
            yield note("MEA002", where, start=change.start, end=change.to)
        if change.op == "scale" and change.value.central < 0:
            yield note("MEA003", where, value=change.value.central)


def numbers(measure: Measure) -> dict[str, Distribution]:
    """Give the number of every change by its draw key."""
    return {draw_key(measure, n): change.value for n, change in enumerate(measure.changes)}


def draw_key(measure: Measure, position: int) -> str:
    """Give the key under which the value of a change is drawn."""
    return f"measures.{measure.id}.{position}.{measure.changes[position].path}"


def draw_keys(measure: Measure) -> tuple[str, ...]:
    """Give the draw keys of the uncertain numbers of a measure, sorted."""
    return tuple(sorted(k for k, n in numbers(measure).items() if not isinstance(n, Fixed)))


def overlaps(measures: Iterable[Measure], place: Place | None = None) -> list[Fault]:
    """Give a warning for each path that several measures change: they act in their declared order."""
    touching: dict[str, list[str]] = defaultdict(list)
    for measure in measures:
        for path in dict.fromkeys(change.path for change in measure.changes):
            touching[path].append(measure.id)
    return [
        note("MEA010", place, measures=", ".join(ids), path=path)
        for path, ids in touching.items()
        if len(ids) > 1
    ]
