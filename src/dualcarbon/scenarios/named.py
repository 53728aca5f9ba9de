"""Names in formulas, held to the keys that there are while a file has other faults too: all of them are told at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from dualcarbon.quantities.declared import within
from dualcarbon.quantities.derived import Formula, told
from dualcarbon.quantities.formula import parse
from dualcarbon.quantities.formula_units import strangers
from dualcarbon.quantities.paths import Path
from dualcarbon.scenarios.tree import Tree
from dualcarbon.vocabulary.faults import Fault, Place

Stated = tuple[str, object]
"""A key, and what a file says under it."""


def strange(
    stated: Iterable[Stated], tree: Tree, file: str, unread: Collection[str] = ()
) -> Iterator[Fault]:
    """Tell of names in formulas that are no key, F008, also where the formula has slips of its own.

    What a stock would give beside itself is not judged: whether it is one is told where all is read.

    Parameters
    ----------
    stated : iterable of (key, value)
        What the file says under each key, read or not.
    tree : Tree
        Its keys are known; nobody can judge those under its unread heads.
    file : str
        Where it stands.
    unread : collection of str
        Further keys that nobody can judge, with all that is under them.
    """
    known, vague = [*tree.units, *sorted(tree.parts)], (*tree.unread, *unread)
    for key, value in stated:
        for place, text in _formulas(value, Place(file=file, key=key)):
            parsed = parse(text)
            clear = {name: at for name, at in parsed.names.items() if not _vague(name, known, vague)}  # fmt: skip
            yield from told(strangers(replace(parsed, names=clear), known), within(place, "formula"))  # fmt: skip


def of_paths(paths: Iterable[Path], tree: Tree) -> Iterator[Fault]:
    """Tell the same of paths that were read.

    Parameters
    ----------
    paths : iterable of Path
        As declared, each at its place.
    tree : Tree
        As in :func:`strange`.
    """
    for path in paths:
        for one in path.parts.values() or (path,):
            if isinstance(one.form, Formula):
                said = one.place.key, {"formula": one.form.formula}
                yield from strange([said], tree, one.place.file)


def _formulas(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Give the texts of formulas of a path, and of the parts of a share group."""
    if not isinstance(value, Mapping):
        return
    if isinstance(text := value.get("formula"), str):
        yield place, text
    if isinstance(parts := value.get("share"), Mapping):
        for name, part in parts.items():
            yield from _formulas(part, within(place, "share", name))


def _vague(name: str, known: Collection[str], heads: Iterable[str]) -> bool:
    """Tell whether a name may be a key that is not known yet."""
    above = name.rpartition(".")[0]
    return above in known or any(f"{name}.".startswith(f"{head}.") for head in heads)
