"""measures.toml read and held to the tree, every fault at once."""

from __future__ import annotations

import graphlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.measures.declared import Change, Measure
from dualcarbon.measures.money import Money, Resource
from dualcarbon.quantities.declared import declare, gathering, hint, within
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.units import scale

SCHEMA = "dualcarbon/measures/1"
KEYS = ("schema", "money", "resources", "measures")
FRACTIONS = ("save", "capture")
AMOUNTS = ("add", "shift", "save")


@dataclass(frozen=True, slots=True)
class Listed:
    """The one list of measures of a study, in declared order, and how they are valued."""

    measures: tuple[Measure, ...] = ()
    money: Money | None = None
    resources: tuple[Resource, ...] = ()
    file: str = "measures.toml"

    def __getitem__(self, id: str) -> Measure:
        """Give a measure by its id."""
        return next(m for m in self.measures if m.id == id)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in declared order."""
        return tuple(m.id for m in self.measures)


@dataclass(frozen=True, slots=True)
class Known:
    """What a measure may change: paths, and the parts of each share group."""

    paths: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key, parts of groups as ``<group>.<part>``."""
        parts = (f"{group}.{part}" for group, names in self.groups.items() for part in names)
        return (*self.paths, *parts)


def read(table: Mapping[str, Any], known: Known, file: str = "measures.toml") -> Listed:
    """Read the measures of a study.

    Parameters
    ----------
    table : mapping
        What stands in the file.
    known : Known
        Paths and share groups that a measure may change.
    file : str
        Name for messages.

    Raises
    ------
    InputError
        With every fault of every measure.
    """
    faults = [
        note("STU006", Place(file=file), key=cut(key), hint=hint(key, KEYS))
        for key in table
        if key not in KEYS
    ]
    if table.get("schema") != SCHEMA:
        place = Place(file=file, key="schema")
        faults.append(note("SCN020", place, text=cut(table.get("schema", "")), wanted=SCHEMA))
    money: Money | None = None
    if "money" in table:
        with gathering(faults):
            money = declare(Money, table["money"], Place(file=file, key="money"))
    resources = _each(table, "resources", Resource, file, faults)
    measures = _each(table, "measures", Measure, file, faults)
    for place, measure in measures:
        faults += _faults(measure, known, place)
    listed = Listed(tuple(m for _, m in measures), money, tuple(r for _, r in resources), file)
    faults += _together(listed, measures)
    if faults:
        raise InputError(faults=faults)
    return listed


def named(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the ids that a file declares, also where its measures are at fault."""
    listed = table.get("measures", [])
    tables = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return tuple(str(one["id"]) for one in tables if "id" in one)


def overlaps(measures: Iterable[Measure], place: Place | None = None) -> list[Fault]:
    """Give a warning for each path that several measures change: they act in the stated order."""
    touching: dict[str, list[str]] = defaultdict(list)
    for measure in measures:
        for path in dict.fromkeys(change.path for change in measure.changes):
            touching[path].append(measure.id)
    return [
        note("MEA010", place, measures=", ".join(ids), path=path)
        for path, ids in touching.items()
        if len(ids) > 1
    ]


def _each(
    table: Mapping[str, Any], key: str, model: type[Any], file: str, faults: list[Fault]
) -> list[tuple[Place, Any]]:
    """Read the tables of a list, each by itself."""
    tables, place = table.get(key, []), Place(file=file, key=key)
    if not isinstance(tables, list | tuple):
        wanted = {"en": "a list of tables", "zh": "表的列表"}
        faults.append(note("KEY001", place, text=cut(tables), wanted=wanted))
        return []
    found = []
    for position, one in enumerate(tables):
        where = within(place, position)
        with gathering(faults):
            found.append((where, declare(model, one, where)))
    return found


def _faults(measure: Measure, known: Known, place: Place) -> Iterator[Fault]:
    if not measure.changes:
        yield note("MEA009", place)
    if not measure.catalogue and (measure.title is None or not measure.action):
        yield note("MEA023", place, id=measure.id)
    for position, change in enumerate(measure.changes):
        where = within(place, "changes", position)
        yield from _of_path(change, known, where)
        yield from _of_value(change, where)


def _of_path(change: Change, known: Known, place: Place) -> Iterator[Fault]:
    if change.path not in known.keys:
        yield note("MEA001", place, path=change.path, hint=hint(change.path, known.keys))
        return
    group, _, part = change.path.rpartition(".")
    capturing = change.path.startswith("capture.")
    bare = group.endswith(".supply") or group == "structure"  # shares of nothing that could be less
    if capturing != (change.op == "capture") or (change.op == "save" and bare):
        yield note("MEA029", place, path=change.path, op=change.op)
    loose = change.op == "add" and group not in known.groups
    if change.unit and (loose or group == "structure"):
        yield note("MEA014", place, op=f"{change.op} {change.path}", unit=cut(change.unit))
    others = [p for p in known.groups.get(group, ()) if p != part]
    if change.op == "shift" and change.into not in others:
        yield note(
            "MEA015", place, into=change.into, path=change.path, hint=hint(change.into, others)
        )
    if change.op != "shift" and (change.into or change.ratio != 1.0):
        yield note("MEA030", place, op=change.op)
    if change.op == "shift" and change.ratio != 1.0 and group.endswith(".supply"):
        yield note("MEA030", place, op=f"{change.op} {group}")


def _of_value(change: Change, place: Place) -> Iterator[Fault]:
    bounded = change.op in FRACTIONS and not change.unit
    low, high = change.value.interval(0.999) if bounded else (0.0, 0.0)
    if change.op == "scale" and change.value.central < 0:
        yield note("MEA003", place, value=change.value.central)
    if not 0 <= low <= high <= 1:
        yield note("MEA025", place, op=change.op, value=change.value.central)
    if not change.unit:
        return
    if change.op not in AMOUNTS:
        yield note("MEA014", place, op=change.op, unit=cut(change.unit))
        return
    try:
        scale(change.unit, "tce")
    except UnitMismatch:
        yield note("MEA014", place, op=change.op, unit=cut(change.unit))


def _together(listed: Listed, measures: Sequence[tuple[Place, Measure]]) -> Iterator[Fault]:
    """Give the faults of measures among each other."""
    place = Place(file=listed.file, key="measures")
    for id, count in Counter(listed.ids).items():
        if count > 1:
            yield note("MEA006", place, id=id)
    resources = [r.id for r in listed.resources]
    for where, measure in measures:
        for id in (*measure.requires, *measure.excludes):
            if id not in listed.ids or id == measure.id:
                yield note("MEA016", where, id=cut(id), hint=hint(id, listed.ids))
        for id in measure.uses:
            if id not in resources:
                yield note("MEA016", where, id=cut(id), hint=hint(id, resources))
    graph = {m.id: set(m.requires) for m in listed.measures}
    try:
        list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        yield note("MEA024", place, ids=", ".join(dict.fromkeys(error.args[1])))
