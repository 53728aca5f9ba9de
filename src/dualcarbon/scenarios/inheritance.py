"""A scenario is its parent and what differs: the chain resolved, and the differences told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import Measure
from dualcarbon.measures.projects import Placed
from dualcarbon.quantities.declared import hint, within
from dualcarbon.quantities.kinds import Share
from dualcarbon.quantities.paths import Path, differs, overlay
from dualcarbon.scenarios.declared import Scenario
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.vocabulary.faults import Fault, Place, note


@dataclass(frozen=True, slots=True)
class Resolved:
    """A scenario with all that it inherits.

    ``origin`` tells of each path which scenario declared it last; ``levels`` give the deployment of measures
    by id, a child's before its parent's, 0 left out; ``deployed`` are those measures in declared order. ``declared_at``
    tells where each path, part of a group and level (``measures.<id>``) was declared last; ``resets`` are those that the
    scenario itself says to be as in its parent.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parent: str
    paths: Mapping[str, Path]
    origin: Mapping[str, str]
    levels: Mapping[str, float] = field(default_factory=dict)
    deployed: tuple[Deployed, ...] = ()
    declared_at: Mapping[str, Place] = field(default_factory=dict)
    resets: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that act, in declared order."""
        return tuple(one.measure for one in self.deployed)

    def without(self, ids: Collection[str] | None = None) -> Resolved:
        """Give the scenario without some of its measures, or without all."""
        left = tuple(d for d in self.deployed if ids is not None and d.measure.id not in ids)
        return replace(self, deployed=left)


def resolve(
    scenarios: Sequence[Scenario],
    place: Place | None = None,
    placed: Mapping[str, tuple[Measure, Placed]] | None = None,
    defaults: Mapping[str, Path] | None = None,
) -> dict[str, Resolved]:
    """Resolve every scenario against the chain that it extends, in the order given.

    Parameters
    ----------
    scenarios : sequence of Scenario
        As written.
    place : Place, optional
        Where they stand.
    placed : mapping, optional
        The measures of the study by id in declared order, and how each comes into place.
    defaults : mapping, optional
        Paths that stand with what the tree declares, below the root scenario.

    Raises
    ------
    InputError
        With every fault: no scenario, several roots, a parent unknown, a circle.
    """
    declared = {s.name: s for s in scenarios}
    if faults := _faults(declared, place or Place(file="scenarios")):
        raise InputError(faults=faults)
    return {name: _resolved(name, declared, placed or {}, defaults or {}) for name in declared}


def differences(one: Resolved, other: Resolved) -> list[str]:
    """Give the keys of paths that two scenarios declare differently, and measures at another level."""
    keys = sorted({*one.paths, *other.paths})
    apart = [
        k
        for k in keys
        if k not in one.paths or k not in other.paths or differs(one.paths[k], other.paths[k])
    ]
    ids = sorted({*one.levels, *other.levels})
    odd = [id for id in ids if one.levels.get(id, 0.0) != other.levels.get(id, 0.0)]
    return [*apart, *(f"measures.{id}" for id in odd)]


def _resolved(
    name: str,
    declared: Mapping[str, Scenario],
    placed: Mapping[str, tuple[Measure, Placed]],
    defaults: Mapping[str, Path],
) -> Resolved:
    chain = _chain(name, declared)
    paths: dict[str, Path] = dict(defaults)
    origin = {key: path.place.file for key, path in defaults.items()}
    for link in reversed(chain):
        for key, path in declared[link].paths.items():
            paths[key] = overlay(paths[key], path) if key in paths else path
            origin[key] = declared[link].file
    every = {id: v for link in reversed(chain) for id, v in declared[link].levels.items()}
    levels = {id: every[id] for id in placed if every.get(id)}
    deployed = tuple(Deployed(*placed[id], level) for id, level in levels.items())
    own, at = declared[name], _places([*defaults.values()])
    for link in reversed(chain):
        one = declared[link]
        at |= _places(one.paths.values())
        at |= {f"measures.{id}": Place(file=one.file, key=f"measures.{id}") for id in one.levels}
    titles = own.title, own.description
    return Resolved(name, *titles, own.extends, paths, origin, levels, deployed, at, own.resets)


def _places(paths: Iterable[Path]) -> dict[str, Place]:
    """Give where paths are declared, and each part of a group."""
    found: dict[str, Place] = {}
    for path in paths:
        found[path.key] = path.place
        parts = path.form.share if isinstance(path.form, Share) else ()
        found |= {f"{path.key}.{part}": within(path.place, "share", part) for part in parts}
    return found


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
    roots = [name for name, s in declared.items() if not s.extends]
    circles = [
        n for n in declared if declared[_chain(n, declared)[-1]].extends in _chain(n, declared)
    ]
    if circles:
        faults.append(note("SCN003", place, names=", ".join(sorted(circles))))
    elif len(roots) != 1 and not faults:
        faults.append(note("SCN004", place, count=len(roots), names=", ".join(roots)))
    return faults
