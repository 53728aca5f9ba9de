"""What a page sends of an edited file, and what it is answered: faults by row and column, the difference, the other one's version."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from dualcarbon.errors import InputError
from dualcarbon.server import grids
from dualcarbon.server.grids import Grid
from dualcarbon.server.refused import unknown
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.faults import Fault

if TYPE_CHECKING:
    from dualcarbon.server.here import Here
    from dualcarbon.store.versions import Versions
    from dualcarbon.study import changing

MOST = 200_000
"""Cells, and rows, that one save may change."""
LONGEST = 1 << 20
"""Characters of a document."""


class Edit(BaseModel):
    """Changes of one file as a page sends them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(max_length=200)
    based: str = Field(default="", max_length=64)
    """SHA-256 of the file that they were made on."""
    cells: list[tuple[int, str, str]] = Field(default=[], max_length=MOST)
    """Line, column and new text of each changed cell."""
    added: list[dict[str, str]] = Field(default=[], max_length=MOST)
    removed: list[int] = Field(default=[], max_length=MOST)
    text: str | None = Field(default=None, max_length=LONGEST)
    """A document as a whole."""
    was: dict[int, dict[str, str]] = {}
    """Rows that are changed or removed, as they were, by line."""
    note: str = Field(default="", max_length=500)
    whole: bool = True
    """Whether the study as a whole is to be checked, not the file alone."""

    def change(self, table: str) -> changing.Change:
        """Give the change as the study takes it."""
        from dualcarbon.study.changing import Rows, Text

        if self.text is not None:
            return Text(self.file, self.text)
        cells = {(line, column): text for line, column, text in self.cells}
        return Rows(table, self.file, cells, tuple(self.added), tuple(self.removed))


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file would be and what its readers say."""

    faults: Sequence[Fault]
    diff: str = ""
    grid: Grid | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


def checked(at: Here, edit: Edit, table: str) -> dict[str, Any]:
    """Answer what is wrong with a file once it is changed; nothing is stored."""
    found = _whole(at, edit, table) if edit.whole or not table else _alone(at, edit, table)
    return answer(at, edit, table, found)


def answer(at: Here, edit: Edit, table: str, found: Checked) -> dict[str, Any]:
    """Give faults by row and column of the grid, those of other files after them, and the difference."""
    rows: dict[int, grids.Line] = {}
    if table and found.grid is not None:
        rows = grids.lines(_grid(at, edit.file, table), edit.removed, found.grid)
    known = {_same(fault) for fault in stored(at)} if edit.whole else set()
    plain = [
        {**grids.placed(fault, edit.file, rows, at.lang), "fresh": _same(fault) not in known}
        for fault in found.faults
    ]
    plain.sort(key=lambda one: (one["level"] != "error", one["file"] != edit.file))
    return {
        "faults": plain,
        "errors": len(told.errors(list(found.faults))),
        "warnings": len(told.warnings(list(found.faults))),
        "diff": found.diff,
        "whole": edit.whole,
    }


def refused(at: Here, edit: Edit, table: str, error: InputError) -> dict[str, Any]:
    """Answer why a save was refused: with its faults, or with what somebody else stored meanwhile."""
    from dualcarbon.study import editing

    if not isinstance(error, editing.Changed):
        found = _whole(at, edit, table)
        return answer(at, edit, table, Checked(error.faults, found.diff, found.grid))
    return {"conflict": conflict(at, edit, table, error)}


def conflict(at: Here, edit: Edit, table: str, error: InputError) -> dict[str, Any]:
    """Tell of a file that was stored meanwhile: by whom and when, what changed, and every cell in all three forms."""
    from dualcarbon.store.times import second
    from dualcarbon.study import changing, editing

    versions: Versions = at.request.app.state.versions
    folder = at.shelf.path(at.study)
    now = changing.contents(folder, edit.file)
    by = next(
        (one for one in versions.of(editing.named(folder), edit.file) if _is(one, edit.file, now)),
        None,
    )
    plain: dict[str, Any] = {
        "said": [fault.sentence(at.lang) for fault in error.faults],
        "who": by.who if by else "",
        "at": second(by.at) if by else "",
        "note": by.note if by else "",
        "based": editing.hashes(folder, [edit.file])[edit.file],
        "diff": _their_difference(versions, edit, now),
    }
    if table and now is not None:
        current = grids.opened(folder / edit.file, edit.file, table)
        moved = _moved(edit, current)
        plain |= {"moved": moved, "cells": list(_cells(edit, current, moved))}
    return plain


def stored(at: Here) -> tuple[Fault, ...]:
    """Give every fault of the study as it is stored."""

    def make() -> tuple[Fault, ...]:
        try:
            return at.shelf.prepared(at.study).warnings
        except InputError as error:
            return error.faults

    return at.shelf.kept("faults", at.study, "", make)


def fresh(at: Here, faults: Sequence[Fault]) -> list[Fault]:
    """Give those faults that the study does not have as it is stored."""
    known = {_same(fault) for fault in stored(at)}
    return [fault for fault in faults if _same(fault) not in known]


def part(at: Here, file: str) -> str:
    """Give the table of a file of the study, or of one that can be begun; nothing for a document.

    Raises
    ------
    Refused
        The study has no such file that can be edited.
    """
    from dualcarbon.study.contents import absent, parts

    read = at.shelf.read(at.study)
    for one in parts(read):
        if one.file == file and not one.sheet:
            return one.table
    for table in absent(read):
        if table.file == file:
            return table.name
    raise unknown(file, "file")


def _whole(at: Here, edit: Edit, table: str) -> Checked:
    """Read the study as a whole; as it is stored it is read once."""
    from dualcarbon.study import editing

    if edit.text is None and not (edit.cells or edit.added or edit.removed):
        return Checked(stored(at), grid=_grid(at, edit.file, table) if table else None)
    found = editing.preview(at.shelf.path(at.study), [edit.change(table)])
    text = found.texts.get(edit.file)
    grid = grids.of_text(text, edit.file, table) if table and text is not None else None
    return Checked(found.faults, found.diff, grid)


def _same(fault: Fault) -> tuple[object, ...]:
    """Give what tells one fault from another wherever its line has gone."""
    return fault.code, fault.place.file, fault.place.column, fault.place.key, repr(fault.params)


def _alone(at: Here, edit: Edit, table: str) -> Checked:
    """Read the one table that is changed, as soon as something was typed."""
    from dualcarbon.readers import csv
    from dualcarbon.study import changing

    try:
        made = changing.texts(at.shelf.path(at.study), [edit.change(table)])[edit.file]
    except InputError as error:
        return Checked(error.faults)
    reading = csv.read_bytes(made, table, edit.file)
    grid = grids.of_text(changing.shown(made, edit.file), edit.file, table)
    return Checked(reading.faults, grid=grid)


def _grid(at: Here, file: str, table: str) -> Grid:
    return grids.opened(at.shelf.path(at.study) / file, file, table)


def _is(one: Any, file: str, now: bytes | None) -> bool:  # noqa: ANN401
    from dualcarbon.readers.files import digest

    return bool(one.files[file][1] == (digest(now) if now is not None else ""))


def _their_difference(versions: Versions, edit: Edit, now: bytes | None) -> str:
    """Give what somebody else changed since; nothing where what it was is not kept."""
    from dualcarbon.study import changing

    then = versions.data(edit.based)
    if then is None:
        return ""
    old, new = (changing.shown(data, edit.file).splitlines() for data in (then, now))
    return "\n".join(difflib.unified_diff(old, new, lineterm="", n=1))


def _moved(edit: Edit, current: Grid) -> dict[int, int | None]:
    """Tell on which line each touched row stands now: the same row, or one with the same key; nothing where it is gone."""
    same = {_plain(current, cells): line for line, cells in current.rows}
    keyed = {_key(current, current.record(line)): line for line, _ in current.rows}
    found: dict[int, int | None] = {}
    for line, row in edit.was.items():
        cells = [row.get(name, "") for name in current.columns]
        found[line] = same.get(_plain(current, cells), keyed.get(_key(current, row)))
    return found


def _plain(current: Grid, cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cells[: len(current.columns)])


def _key(current: Grid, row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in current.table.key)


def _cells(edit: Edit, current: Grid, moved: Mapping[int, int | None]) -> Iterator[dict[str, Any]]:
    """Give every changed cell as it was, as it is stored now, and as it is wanted."""
    for line, column, wanted in edit.cells:
        now = moved.get(line)
        theirs = current.record(now).get(column, "") if now is not None else None
        was = edit.was.get(line, {}).get(column, "")
        yield {"line": line, "column": column, "was": was, "theirs": theirs, "yours": wanted}
