"""Changes made on files that somebody else changed meanwhile, made again on what those are now."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dualcarbon.study.changing import Change, KeyPath, Rows, Values, contents, shown
from dualcarbon.writers import edited_rows

NOTHING = object()
"""Stands for a key that is not there."""


def merged(
    folder: Path, changes: Sequence[Change], bases: Mapping[str, bytes | None]
) -> list[Change] | None:
    """Give changes as they are to be made on the files as they are now; nothing where they touch what the other change touched.

    Parameters
    ----------
    folder : Path
        The study.
    changes : sequence of Change
        Made on the files as they were.
    bases : mapping of bytes
        Those files that are no longer what they were, as they were.
    """
    made: list[Change] = []
    for change in changes:
        if change.file not in bases:
            made.append(change)
            continue
        before, now = (
            shown(data, change.file) for data in (bases[change.file], contents(folder, change.file))
        )
        again: Change | None = None
        if before and now and isinstance(change, Rows):
            again = _rows(change, before, now)
        elif before and now and isinstance(change, Values):
            again = _values(change, before, now)
        if again is None:
            return None
        made.append(again)
    return made


def _rows(change: Rows, before: str, now: str) -> Rows | None:
    """Give changed rows by the lines that they stand on now; each must be as it was."""
    try:
        old, new = edited_rows.records(before), edited_rows.records(now)
    except edited_rows.Unsplit:
        return None
    match = difflib.SequenceMatcher(
        None, [r.text for r in old], [r.text for r in new], autojunk=False
    )
    lines = {
        old[a + n].line: new[b + n].line
        for a, b, size in match.get_matching_blocks()
        for n in range(size)
    }
    touched = {line for line, _ in change.cells} | set(change.removed)
    if not touched <= set(lines):
        return None
    cells = {(lines[line], name): text for (line, name), text in change.cells.items()}
    return replace(change, cells=cells, removed=[lines[line] for line in change.removed])


def _values(change: Values, before: str, now: str) -> Values | None:
    """Give changed values; each must be as it was, and what is added to a list is added to the list of now."""
    try:
        old, new = tomllib.loads(before), tomllib.loads(now)
    except tomllib.TOMLDecodeError:
        return None
    values: dict[KeyPath, Any] = {}
    for path, value in change.values.items():
        at = _appended(path, old, new)
        if at is None and _at(old, path) != _at(new, path):
            return None
        values[at or path] = value
    if any(_at(old, path) != _at(new, path) for path in change.removed):
        return None
    return replace(change, values=values)


def _appended(path: KeyPath, old: Any, new: Any) -> KeyPath | None:  # noqa: ANN401
    """Give where a member goes that was to follow the last one of a list, if that list only grew."""
    before, now = _at(old, path[:-1]), _at(new, path[:-1])
    if not isinstance(before, list) or not isinstance(now, list) or path[-1] != len(before):
        return None
    return (*path[:-1], len(now)) if now[: len(before)] == before else None


def _at(data: Any, path: Sequence[str | int]) -> Any:  # noqa: ANN401
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return NOTHING
    return data
