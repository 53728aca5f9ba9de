"""A scenario is its parent and what differs: the chain resolved, and the differences told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import Measure
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.paths import Path, differs, overlay
from dualcarbon.scenarios.declared import Scenario
from dualcarbon.vocabulary.faults import Fault, Place, note


@dataclass(frozen=True, slots=True)
class Resolved:
    """A scenario with all that it inherits.

    ``origin`` tells of each path which scenario declared it last; ``measures`` are those of the whole
    chain, the root's first.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parent: str
    paths: Mapping[str, Path]
    origin: Mapping[str, str]
    measures: tuple[Measure, ...]


def resolve(scenarios: Sequence[Scenario], place: Place | None = None) -> dict[str, Resolved]:
    """Resolve every scenario against the chain that it extends, in the order given.

    Raises
    ------
    InputError
        With every fault: no scenario, several roots, a parent unknown, a circle.
    """
    declared = {s.name: s for s in scenarios}
    if faults := _faults(declared, place or Place(file="scenarios")):
        raise InputError(faults=faults)
    return {name: _resolved(name, declared) for name in declared}


def differences(one: Resolved, other: Resolved) -> list[str]:
    """Give the keys of paths that two scenarios declare differently, and measures only one has."""
    keys = sorted({*one.paths, *other.paths})
    apart = [
        k
        for k in keys
        if k not in one.paths or k not in other.paths or differs(one.paths[k], other.paths[k])
    ]
    odd = {m.id for m in one.measures} ^ {m.id for m in other.measures}
    return [*apart, *(f"measures.{id}" for id in sorted(odd))]


def _resolved(name: str, declared: Mapping[str, Scenario]) -> Resolved:
    chain = _chain(name, declared)
    paths: dict[str, Path] = {}
    origin: dict[str, str] = {}
    for link in reversed(chain):
        for key, path in declared[link].paths.items():
            paths[key] = overlay(paths[key], path) if key in paths else path
            origin[key] = declared[link].file
    measures = tuple(m for link in reversed(chain) for m in declared[link].measures)
    own = declared[name]
    return Resolved(name, own.title, own.description, own.extends, paths, origin, measures)


def _chain(name: str, declared: Mapping[str, Scenario]) -> list[str]:
    """Give a scenario and its ancestors, itself first; stops where a circle closes."""
    chain: list[str] = []
    while name and name not in chain and name in declared:
        chain.append(name)
        name = declared[name].extends
    return chain


def _faults(declared: Mapping[str, Scenario], place: Place) -> list[Fault]:
    if not declared:
        return [note("SCN009", place)]
    faults = [
        note(
            "SCN002",
            Place(file=s.file, key="extends"),
            name=s.name,
            parent=s.extends,
            hint=hint(s.extends, declared),
        )
        for s in declared.values()
        if s.extends and s.extends not in declared
    ]
    faults += [
        note("MEA006", Place(file=s.file, key="measures"), id=m.id)
        for name, s in declared.items()
        for m in s.measures
        if any(m.id == o.id for link in _chain(name, declared)[1:] for o in declared[link].measures)
    ]
    roots = [name for name, s in declared.items() if not s.extends]
    circles = [
        n for n in declared if declared[_chain(n, declared)[-1]].extends in _chain(n, declared)
    ]
    if circles:
        faults.append(note("SCN003", place, names=", ".join(sorted(circles))))
    elif len(roots) != 1 and not faults:
        faults.append(note("SCN004", place, count=len(roots), names=", ".join(roots)))
    return faults
