"""measures.toml read and held to the tree, every fault at once."""

from __future__ import annotations

import graphlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import STAGES, Change, Measure
from dualcarbon.measures.money import Money, Resource
from dualcarbon.quantities.declared import declare, gathering, hint, within
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.units import scale

SCHEMA = "dualcarbon/measures/1"
KEYS = ("schema", "money", "resources", "measures")
FRACTIONS = ("save", "shift", "capture")
AMOUNTS = ("add", "shift", "save", "capture")
OWN = ("other_transformation.", "losses.", "feedstock.")
WHOLE = ("set", "scale")
"""Changes whose value is of the whole measure; those of others add up over its units."""
USES = (
    "mix.",
    "power.mix.",
    "heat.mix.",
    "intensity.",
    "losses.",
    "other_transformation.",
    "feedstock.",
)
"""Paths of energy in use, which can be saved; rates of plants and chains can be too, and what branches use."""
CHAINS = "chains."
SPLITS = ("structure", "power.supply", "heat.supply")
"""Groups that say where something comes from: no part of them can be saved, or do the work of more."""
NOBODY = {"en": "", "zh": ""}
ELSEWHERE = {
    "en": "the tables of this study carry nothing of it",
    "zh": "本研究的数据表没有相应内容",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The one list of measures of a study, in declared order, and how they are valued.

    ``places`` tell where each is declared, by id; ``warnings`` what there is to know of them.
    """

    measures: tuple[Measure, ...] = ()
    money: Money | None = None
    resources: tuple[Resource, ...] = ()
    file: str = "measures.toml"
    places: Mapping[str, Place] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()

    def __getitem__(self, id: str) -> Measure:
        """Give a measure by its id."""
        return next(m for m in self.measures if m.id == id)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in declared order."""
        return tuple(m.id for m in self.measures)

    def place(self, id: str) -> Place:
        """Give where a measure is declared."""
        return self.places.get(id, Place(file=self.file, key=f"measures.{id}"))


@dataclass(frozen=True, slots=True)
class Known:
    """What a measure may change: paths, and the parts of each share group.

    ``elsewhere`` are the keys of other regions, ``unread`` heads of keys that nobody can judge.
    """

    paths: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    elsewhere: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key, parts of groups as ``<group>.<part>``."""
        parts = (f"{group}.{part}" for group, names in self.groups.items() for part in names)
        return (*self.paths, *parts)

    def hint(self, path: str) -> dict[str, str]:
        """Say what a path that is not here is: one of other regions, or which was meant."""
        return ELSEWHERE if path in self.elsewhere else hint(path, self.keys)


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
    for measure in sorted(measures, key=lambda one: STAGES.index(one.stage)):
        for path in dict.fromkeys(path for c in measure.changes for path in _ends(c)):
            touching[path].append(measure.id)
    return [
        note("MEA010", place, measures=", ".join(ids), path=path)
        for path, ids in touching.items()
        if len(ids) > 1
    ]


def _ends(change: Change) -> list[str]:
    """Give the paths that a change names: its own, and where a shift goes."""
    group = change.path.rpartition(".")[0]
    return [change.path, *([f"{group}.{change.into}"] if change.into else [])]


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
        yield from _of_value(change, measure.amount, where)


def _of_path(change: Change, known: Known, place: Place) -> Iterator[Fault]:
    if change.path.removeprefix("capture.").partition(".")[0] in known.unread:
        return
    if change.path not in known.keys:
        yield note("MEA001", place, path=cut(change.path), hint=known.hint(change.path))
        return
    group, _, part = change.path.rpartition(".")
    if not _suits(change, group, known):
        yield note("MEA029", place, path=change.path, op=change.op)
        return
    yield from _of_unit(change, group, known, place)
    others = [p for p in known.groups.get(group, ()) if p != part]
    if change.op == "shift" and change.into not in others:
        told = {"path": change.path, "hint": hint(change.into, others)}
        yield note("MEA015", place, into=cut(change.into), **told)
    if change.op != "shift" and (change.into or change.ratio != 1.0):
        yield note("MEA030", place, op=change.op)
    if change.op == "shift" and change.ratio != 1.0 and group in SPLITS:
        yield note("MEA030", place, op=f"{change.op} {group}")


def _suits(change: Change, group: str, known: Known) -> bool:
    """Tell whether a path can be changed in this way."""
    if change.op == "shift":
        return group in known.groups
    if change.op == "save":
        return _uses_energy(change.path)
    return change.path.startswith("capture.") == (change.op == "capture")


def _uses_energy(path: str) -> bool:
    """Tell whether a path is of energy in use: of a sector, of a branch, of plants or of a chain of conversion."""
    if path.startswith("branches."):
        return path.endswith(".intensity") or ".mix." in path
    if path.startswith(CHAINS):
        return ".rate." in path
    return path.startswith(USES) or path.endswith(".rate")


def _of_unit(change: Change, group: str, known: Known, place: Place) -> Iterator[Fault]:
    """Refuse amounts where none can be meant, and units that are not of energy or, captured, of carbon dioxide."""
    fits = change.op in AMOUNTS and group != "structure" and not change.path.startswith(CHAINS)
    fits = fits and (change.op != "add" or group in known.groups or change.path.startswith(OWN))
    kind = "t CO2" if change.op == "capture" else "tce"
    if change.unit and not (fits and _of_kind(change.unit, kind)):
        yield note("MEA014", place, op=change.op, path=change.path, unit=cut(change.unit))


def _of_kind(unit: str, wanted: str) -> bool:
    try:
        scale(unit, wanted)
    except InputError:
        return False
    return True


def _of_value(change: Change, amount: float | None, place: Place) -> Iterator[Fault]:
    """Hold a value to what its change can be; one that is per unit, times the units."""
    units = (amount or 0.0) if change.per == "unit" else 1.0
    low, high = (units * end for end in change.value.interval(0.999))
    told = {"op": change.op, "value": change.value.central, "member": NOBODY}
    if change.per == "unit" and change.op in WHOLE:
        yield note("MEA040", place, op=change.op)
    elif change.op == "scale" and low < 0:
        yield note("MEA003", place, **told)
    elif change.op in FRACTIONS and not change.unit and not 0 <= low <= high <= 1:
        yield note("MEA025", place, **told)
    elif change.op in FRACTIONS and low < 0:
        yield note("MEA041", place, **told)


def _together(listed: Listed, measures: Sequence[tuple[Place, Measure]]) -> Iterator[Fault]:
    """Give the faults of measures among each other."""
    yield from _twice(listed)
    resources = [r.id for r in listed.resources]
    for where, measure in measures:
        for id in (*measure.requires, *measure.excludes):
            if id not in listed.ids:
                yield note("MEA016", where, id=cut(id), hint=hint(id, listed.ids))
        for id in measure.uses:
            if id not in resources:
                yield note("MEA016", where, id=cut(id), hint=hint(id, resources))
    needs = {m.id: set(m.requires) for m in listed.measures}
    try:
        order = list(graphlib.TopologicalSorter(needs).static_order())
    except graphlib.CycleError as error:
        place = Place(file=listed.file, key="measures")
        yield note("MEA024", place, ids=", ".join(dict.fromkeys(error.args[1])))
    else:
        yield from _torn(measures, needs, order)


def _twice(listed: Listed) -> Iterator[Fault]:
    """Tell of ids that stand for two things."""
    for code, key, ids in (
        ("MEA006", "measures", listed.ids),
        ("MEA045", "resources", tuple(r.id for r in listed.resources)),
    ):
        for id, count in Counter(ids).items():
            if count > 1:
                yield note(code, Place(file=listed.file, key=key), id=id)


def _torn(
    measures: Sequence[tuple[Place, Measure]], needs: Mapping[str, set[str]], order: Sequence[str]
) -> Iterator[Fault]:
    """Tell of measures that exclude what they cannot act without, themselves among it."""
    every: dict[str, set[str]] = {}
    for id in order:  # what is required comes first
        every[id] = {id}.union(*(every[other] for other in needs.get(id, ())))
    for place, measure in measures:
        for id in measure.excludes:
            if id in every[measure.id]:
                yield note("MEA046", place, id=measure.id, other=id)
