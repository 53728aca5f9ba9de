"""Changes of ``report.toml``: a figure added, taken out, moved or said something of; comments stay with the figure that they stand above."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Title
from dualcarbon.study.changing import Change, KeyPath, New, Text, Values, contents, shown
from dualcarbon.study.chosen import FIGURES, FILE, SCHEMA, Chosen, declared
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.writers import edited_keys

BEGINS = re.compile(r"[ \t]*\[\[[ \t]*figures[ \t]*\]\]")


def added(folder: Path, one: Chosen) -> Change:
    """Put a figure after the others; the first one makes the file.

    Raises
    ------
    InputError
        The file is written so that nothing can be put after its figures.
    """
    values: dict[KeyPath, object] = {(key,): value for key, value in one.plain().items()}
    block = f"[[{FIGURES}]]\n{edited_keys.edited('', values, [])}"
    if contents(folder, FILE) is None:
        return New(FILE, f'schema = "{SCHEMA}"\n\n{block}')
    text = _text(folder)
    gap = "\n" if text.endswith("\n") or not text else "\n\n"
    return _checked(f"{text}{gap if text else ''}{block}", (*_figures(text), one))


def without(folder: Path, place: int) -> Change:
    """Take a figure out, with the comment above it.

    Raises
    ------
    InputError
        There is no such figure, or it does not stand apart from the others.
    """
    text = _text(folder)
    figures = _figures(text, place)
    head, blocks = _parted(text)
    kept = "".join((head, *blocks[:place], *blocks[place + 1 :]))
    return _checked(f"{kept.rstrip()}\n", (*figures[:place], *figures[place + 1 :]))


def moved(folder: Path, place: int, to: int) -> Change:
    """Let a figure change places with another one.

    Raises
    ------
    InputError
        There is no such figure, or it does not stand apart from the others.
    """
    text = _text(folder)
    figures = list(_figures(text, place, to))
    head, blocks = _parted(text)
    if len(blocks) == len(figures):
        one, other = blocks[place], blocks[to]
        blocks[place], blocks[to] = _as(other, one), _as(one, other)
    figures[place], figures[to] = figures[to], figures[place]
    return _checked("".join((head, *blocks)), figures)


def noted(folder: Path, place: int, said: Title | None) -> Change:
    """Say something of a figure, or nothing any more.

    Raises
    ------
    InputError
        There is no such figure.
    """
    one = _figures(_text(folder), place)[place]
    at: KeyPath = (FIGURES, place, "note")
    if said is not None:
        return Values(FILE, {at: said.model_dump()})
    return Values(FILE, removed=(at,) if one.note else ())


def _text(folder: Path) -> str:
    return shown(contents(folder, FILE), FILE)


def _figures(text: str, *places: int) -> tuple[Chosen, ...]:
    """Read the figures of a text; places must be those of some."""
    try:
        found = declared(tomllib.loads(text), Place(file=FILE))
    except tomllib.TOMLDecodeError as error:
        raise InputError(faults=[note("EDT006", Place(file=FILE))]) from error
    for place in places:
        if not 0 <= place < len(found):
            raise InputError(faults=[note("EDT005", Place(file=FILE), text=f"{FIGURES}.{place}")])
    return found


def _parted(text: str) -> tuple[str, list[str]]:
    """Part a text before each figure; comments right above one belong to it."""
    lines = text.splitlines(keepends=True)
    starts = []
    for line in (n for n, one in enumerate(lines) if BEGINS.match(one)):
        first = line
        while first and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        starts.append(first)
    ends = [*starts[1:], len(lines)][: len(starts)]
    blocks = ["".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
    return "".join(lines[: starts[0]] if starts else lines), blocks


def _as(block: str, other: str) -> str:
    """Give a block the empty lines that end another one."""
    return block.rstrip() + other[len(other.rstrip()) :]


def _checked(text: str, wanted: Sequence[Chosen]) -> Text:
    """Give the file written anew, if it says what it should.

    Raises
    ------
    InputError
        It would not.
    """
    if _figures(text) != tuple(wanted):
        raise InputError(faults=[note("EDT006", Place(file=FILE))])
    return Text(FILE, text)
