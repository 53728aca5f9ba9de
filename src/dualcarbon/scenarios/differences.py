"""All that differs between two scenarios: paths, parts of groups and levels of measures, both sides told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from dualcarbon.quantities.forms import Form
from dualcarbon.quantities.kinds import Share
from dualcarbon.quantities.paths import Path, changed_parts
from dualcarbon.quantities.statements import statement
from dualcarbon.scenarios import assumptions, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.inheritance import Resolved, differences
from dualcarbon.scenarios.tree import Observed, Series, Tree
from dualcarbon.vocabulary.faults import Place

LANGUAGES = ("en", "zh")
LEVEL = {"en": "deployed to {level:.6g}", "zh": "实施程度 {level:.6g}"}
NONE = {"en": "not deployed", "zh": "未实施"}
MEASURES = "measures."


@dataclass(frozen=True, slots=True)
class Side:
    """What one of two scenarios says: in words, in numbers, where, and how it is known.

    ``values`` (year) are those of the path before any measure acts [unit of the key], or the part of a measure in place [1];
    nothing where the tree has no such path.
    """

    text: Mapping[str, str]
    values: Series | None
    place: Place
    source: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two scenarios say differently; ``same`` where one says that it is as in its parent, and it is.

    ``kind`` is ``path``, ``part`` of a share group, or ``measure``.
    """

    key: str
    kind: str
    unit: str
    ours: Side
    theirs: Side
    same: bool = False


@dataclass(frozen=True, slots=True)
class Valued:
    """A scenario and its parameters before any measure acts, by key (1, year). [unit of each key]."""

    scenario: Resolved
    values: Mapping[str, Series]


def valued(scenario: Resolved, planted: tuple[Observed, Tree, Span]) -> Valued:
    """Evaluate what a scenario assumes, its measures left out, at central values.

    Parameters
    ----------
    scenario : Resolved
        Its paths.
    planted : tuple
        Statistics, tree, base year and horizon.

    Raises
    ------
    InputError
        With every fault of its numbers.
    """
    seen, tree, span = planted
    base = {key: float(s[-1]) for key, s in projection.observed(seen, tree).items()}
    return Valued(scenario, assumptions.evaluate(scenario.without(), tree, base, span))


def compared(ours: Valued, theirs: Valued, tree: Tree) -> tuple[Difference, ...]:
    """Give all that differs between two scenarios: paths by key, then measures; distributions count as numbers do.

    Parameters
    ----------
    ours, theirs : Valued
        The scenario that is told of, and the one that it is held against.
    tree : Tree
        The region's tree, for units.

    Returns
    -------
    tuple of Difference
        Of a group each part that differs. [unit of each key]
    """
    apart = differences(ours.scenario, theirs.scenario)
    keys = [key for group in apart for key in _split(group, ours.scenario, theirs.scenario)]
    found = [_difference(key, ours, theirs, tree) for key in keys]
    again = [key for key in _resets(ours.scenario, theirs.scenario) if key not in keys]
    same = [replace(_difference(key, ours, theirs, tree), same=True) for key in again]
    return tuple(sorted((*found, *same), key=lambda one: (one.kind == "measure", one.key)))


def side(key: str, one: Valued) -> Side:
    """Give what a scenario says under the key of a path, of a part of a group, or of a measure. [unit of the key]."""
    return _level(key, one) if key.startswith(MEASURES) else _side(key, one)


def _resets(ours: Resolved, theirs: Resolved) -> Iterator[str]:
    """Give the keys that a scenario says to be as in its parent, where it is held against that."""
    if ours.parent == theirs.name:
        for key in ours.resets:
            yield from _parts(key, ours) or (key,)


def _parts(key: str, scenario: Resolved) -> tuple[str, ...]:
    path = scenario.paths.get(key)
    return tuple(f"{key}.{p}" for p in path.form.share) if path and isinstance(path.form, Share) else ()  # fmt: skip


def _split(key: str, ours: Resolved, theirs: Resolved) -> tuple[str, ...]:
    """Give the parts of a group that differ, or the key itself."""
    one, other = ours.paths.get(key), theirs.paths.get(key)
    if one is not None and other is not None and isinstance(one.form, Share):
        return tuple(f"{key}.{part}" for part in changed_parts(one, other))
    whole = ours if one is not None else theirs
    return _parts(key, whole) or (key,)


def _difference(key: str, ours: Valued, theirs: Valued, tree: Tree) -> Difference:
    both = side(key, ours), side(key, theirs)
    if key.startswith(MEASURES):
        return Difference(key, "measure", "1", *both)
    part = key.rpartition(".")[0] in tree.groups
    unit = "1" if part else tree.units.get(key, "1")
    return Difference(key, "part" if part else "path", unit, *both)


def _side(key: str, one: Valued) -> Side:
    """Say what a scenario declares under a key; a part of a group may leave mark and source to the group."""
    group, _, part = key.rpartition(".")
    whole: Path | None = one.scenario.paths.get(key)
    form: Form | str | None = None if whole is None else whole.form
    if whole is None and (held := one.scenario.paths.get(group)) and isinstance(held.form, Share):
        whole, form = held, held.form.share.get(part)
    told = [f for f in (form, None if whole is None else whole.form) if isinstance(f, Form)]
    mark, source = (next((s for f in told if (s := getattr(f, n))), "") for n in ("mark", "source"))
    values = one.values.get(key)
    return Side(
        text={lang: statement(form, lang) for lang in LANGUAGES},
        values=None if values is None else values[0],
        place=one.scenario.declared_at.get(key, Place()),
        source=source if form is not None else "",
        mark=mark if form is not None else "",
    )


def _level(key: str, one: Valued) -> Side:
    """Say how far a scenario deploys a measure."""
    id = key.removeprefix(MEASURES)
    deployed = next((d for d in one.scenario.deployed if d.measure.id == id), None)
    place = one.scenario.declared_at.get(key, Place())
    if deployed is None:
        years = next(iter(one.values.values())).shape[1] if one.values else 0
        return Side(NONE, np.zeros(years), place)
    level = float(np.asarray(deployed.level))
    text = {lang: LEVEL[lang].format(level=level) for lang in LANGUAGES}
    measure = deployed.measure
    return Side(text, deployed.done[0], place, measure.source, measure.mark)
