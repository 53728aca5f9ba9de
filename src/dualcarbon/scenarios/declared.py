"""What a scenario file declares: paths by their key in the tree, and measures.

Nested tables of the file flatten to dotted keys. Only keys of the region's own tree are taken; every
fault of a file is told at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.measures.projects import NONE
from dualcarbon.measures.reading import Known
from dualcarbon.quantities.declared import gathering, hint, within
from dualcarbon.quantities.kinds import Share
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.paths import read as read_path
from dualcarbon.scenarios import named
from dualcarbon.scenarios.tree import Tree, widest
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

SCHEMA = "dualcarbon/scenario/1"
PARENT = "parent"
"""What stands for the value of the scenario that one extends."""
HEAD = ("schema", "name", "title", "description", "extends", "measures")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario as written: only what differs from the one it extends.

    ``resets`` are keys of paths, of parts of groups and of ``measures.<id>`` that are said to be as in the parent.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    extends: str
    paths: Mapping[str, Path]
    levels: Mapping[str, float]
    file: str
    resets: tuple[str, ...] = ()


def read(
    table: Mapping[str, Any], tree: Tree, file: str, measures: Collection[str] | None = ()
) -> Scenario:
    """Read a scenario from the table of its file; ``measures`` are the ids of the study's, nothing if not known.

    Raises
    ------
    InputError
        With every fault: keys outside the tree, parts outside their group, paths that cannot be read.
    """
    faults: list[Fault] = []
    paths: dict[str, Path] = {}
    resets: list[str] = []
    said: list[tuple[str, object]] = []
    for key, value in _paths(table, tree, file, faults):
        own = _kept(key, value, tree, resets)
        if own is None:
            continue
        said.append((key, own))
        with gathering(faults):
            paths[key] = _path(key, own, tree, Place(file=file, key=key))
    given = table.get("measures", {})
    levels = _levels(given, measures, Place(file=file, key="measures"), faults)
    back = [id for id in levels if given[id] == PARENT]
    head = {key: _text(table, key, file, faults) for key in ("schema", "name", "extends")}
    again = (*resets, *(f"measures.{id}" for id in back))
    faults += [*_of_head(head, table, file), *_orphans(again, head, file)]
    if faults:
        raise InputError(faults=[*faults, *named.strange(said, tree, file)])
    titles = {"title": _languages(table.get("title", head["name"]))}
    titles["description"] = _languages(table.get("description", ""))
    stated = {id: level for id, level in levels.items() if id not in back}
    both = titles["title"], titles["description"]
    return Scenario(head["name"], *both, head["extends"], paths, stated, file, again)


def _kept(key: str, value: object, tree: Tree, resets: list[str]) -> object:
    """Give what a scenario says of its own under a key, nothing where that is its parent's; note what is the parent's."""
    if value == PARENT:
        resets.append(key)
        return None
    if key not in tree.groups or not isinstance(value, Mapping):
        return value
    if not isinstance(shares := value.get("share"), Mapping):
        return value
    back = [part for part, said in shares.items() if said == PARENT and part in tree.groups[key]]
    resets += [f"{key}.{part}" for part in back]
    left = {part: said for part, said in shares.items() if part not in back}
    return {**value, "share": left} if left or not back else None


def _orphans(keys: Sequence[str], head: Mapping[str, str], file: str) -> list[Fault]:
    """Refuse what is to be as in the parent where there is none."""
    if head["extends"]:
        return []
    return [note("SCN024", Place(file=file, key=key), key=key) for key in keys]


def _paths(
    table: Mapping[str, Any], tree: Tree, file: str, faults: list[Fault], prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """Walk nested tables down to keys of the tree; note what is no key of it."""
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if not prefix and (name in HEAD or name.partition(".")[0] in tree.unread):
            continue
        if key in tree.units or key in tree.groups:
            yield key, value
        elif isinstance(value, Mapping) and any(
            known.startswith(f"{key}.")
            for one in (tree, widest())
            for known in (*one.units, *one.groups)
        ):
            yield from _paths(value, tree, file, faults, key)
        else:
            faults.append(_stranger(key, tree, Place(file=file, key=key)))


def _stranger(key: str, tree: Tree, place: Place) -> Fault:
    group = key.rpartition(".")[0]
    if group in tree.groups:
        return note("SCN006", place, key=key, group=group)
    every = widest()
    if key in every.units or key in every.groups:
        return note("SCN017", place, key=key)
    return note("SCN001", place, key=key, hint=hint(key, [*tree.units, *tree.groups]))


def _path(key: str, value: object, tree: Tree, place: Place) -> Path:
    """Read a path and hold it to the tree: groups where the tree has groups, known parts only."""
    is_group = key in tree.groups
    if is_group and isinstance(value, Mapping) and "share" not in value:
        loose = [f"{key}.{part}" for part in tree.groups[key] if part in value]
        if loose:
            raise InputError(faults=[note("SCN006", place, key=k, group=key) for k in loose])
    path = read_path(key, value, Place(file=place.file))
    if is_group != isinstance(path.form, Share):
        kind, example = (
            ("share", "{coal = ..., oil = ...}")
            if is_group
            else ("path over time", "growth = [...]")
        )
        raise InputError(faults=[note("SCN008", place, key=key, kind=kind, example=example)])
    if isinstance(path.form, Share):
        odd = [part for part in path.form.share if part not in tree.groups[key]]
        if odd:
            raise InputError(
                faults=[
                    note("SCN007", place, part=p, group=key, hint=hint(p, tree.groups[key]))
                    for p in odd
                ]
            )
    return path


def measurable(tree: Tree) -> Known:
    """Give what a measure may change: a scale of factors holds in all years, so no measure can ramp it."""
    elsewhere = frozenset(_within(widest()).keys)
    return replace(_within(tree), elsewhere=elsewhere, unread=tree.unread)


def _within(tree: Tree) -> Known:
    plain = [key for key in tree.units if not key.startswith("factor_scale.")]
    kinds = [kind for kind, there in (("power", tree.power), ("heat", tree.heat)) if there]
    sectors = [group.removeprefix("mix.") for group in tree.groups if group.startswith("mix.")]
    caught = [f"capture.{branch}" for branch in (*sectors, *kinds, *(c.flow for c in tree.chains))]
    return Known((*plain, *caught), tree.groups)


def _levels(
    table: object, known: Collection[str] | None, place: Place, faults: list[Fault]
) -> dict[str, float]:
    """Read how far a scenario deploys each measure."""
    if isinstance(table, list):
        faults.append(note("MEA021", place))
        return {}
    if not isinstance(table, Mapping):
        wanted = {"en": "a table", "zh": "表"}
        faults.append(note("KEY001", place, text=cut(table), wanted=wanted))
        return {}
    found: dict[str, float] = {}
    for id, level in table.items():
        where = within(place, id)
        number = isinstance(level, int | float) and not isinstance(level, bool)
        if known is not None and id not in known:
            faults.append(
                note("MEA020", where, id=cut(id), hint=hint(id, known) if known else NONE)
            )
        elif level == PARENT:
            found[id] = 0.0
        elif not number or not 0 <= level <= 1:
            faults.append(note("MEA034", where, text=cut(level)))
        else:
            found[id] = float(level)
    return found


def _text(table: Mapping[str, Any], key: str, file: str, faults: list[Fault]) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        wanted = {"en": "a text", "zh": "文本"}
        faults.append(note("KEY001", Place(file=file, key=key), text=value, wanted=wanted))
        return ""
    return value


def _of_head(head: Mapping[str, str], table: Mapping[str, Any], file: str) -> list[Fault]:
    """Hold the name of a scenario to that of its file, by which study.toml lists it, and its form to ours."""
    stem = file.rpartition("/")[2].removesuffix(".toml")
    found = [] if "name" in table else [note("STU007", Place(file=file), key="name")]
    if head["name"] not in ("", stem):
        place = Place(file=file, key="name")
        found.append(note("SCN019", place, name=cut(head["name"]), wanted=stem))
    if head["schema"] not in ("", SCHEMA):
        place = Place(file=file, key="schema")
        found.append(note("SCN020", place, text=cut(head["schema"]), wanted=SCHEMA))
    return found


def _languages(value: object) -> dict[str, str]:
    """Give a text in both languages; a plain text serves both."""
    if isinstance(value, Mapping):
        first = next(iter(value.values()), "")
        return {lang: str(value.get(lang, first)) for lang in ("en", "zh")}
    return {"en": str(value), "zh": str(value)}
