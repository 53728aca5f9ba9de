"""Tables of a study as grids of a page: the cells as they are written, with what the vocabulary says of their columns."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dualcarbon.readers import files
from dualcarbon.readers.rows import Unreadable, rows
from dualcarbon.server.refused import unknown
from dualcarbon.server.words import Lang
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary import names
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.vocabulary.tables import TABLES, Field, Table

WHOLE = 5_000
"""Rows up to which a page gets a table as a whole; of a longer one it asks for a page at a time."""
KEPT = 4
Row = tuple[int, list[str]]
Line = int | str
"""A row of a grid: the line of its file, or ``n1``, ``n2`` ... for those that are added."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is written: its columns (nothing for one that the vocabulary does not know), headings, rows by line."""

    table: Table
    file: str
    sha256: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether a page gets all rows at once."""
        return len(self.rows) <= WHOLE

    def record(self, line: int) -> dict[str, str]:
        """Give a row by column; nothing where no row begins at the line."""
        found = next((cells for at, cells in self.rows if at == line), [])
        return dict(zip(self.columns, found, strict=False)) if found else {}


def opened(path: Path, file: str, table: str) -> Grid:
    """Read a table without judging its cells; one that cannot be split into rows has a fault and no rows after it.

    One that is not there has all its columns and no row.

    Raises
    ------
    Refused
        The file holds no table.
    """
    if table not in TABLES:
        raise unknown(file, "table")
    if not path.is_file():
        return of_text(",".join(TABLES[table].columns), file, table)
    stat = path.stat()
    return _opened(path, file, table, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(KEPT)
def _opened(path: Path, file: str, table: str, _at: int, _size: int) -> Grid:
    from dualcarbon.readers.csv import MOST_BYTES

    data, faults = files.contents(path, file, MOST_BYTES)
    text, _, found = files.decoded(data, file)
    return of_text(text, file, table, files.digest(data), (*faults, *told.errors(found)))


def of_text(
    text: str, file: str, table: str, sha256: str = "", faults: tuple[Fault, ...] = ()
) -> Grid:
    """Split the text of a table into rows."""
    found: list[Row] = []
    try:
        found.extend((line, cells) for line, cells in rows(text, file))
    except Unreadable as stop:
        faults = (*faults, stop.fault)
    head = found[0][1] if found else []
    named = tuple(TABLES[table].heading(one) or "" for one in head)
    return Grid(TABLES[table], file, sha256, named, tuple(head), tuple(found[1:]), faults)


def columns(grid: Grid, lang: Lang) -> list[dict[str, Any]]:
    """Give what a page must know of each column: name, title, unit, meaning, what may stand in it."""
    return [
        _column(grid.table, name, heading, place, lang)
        for place, (name, heading) in enumerate(zip(grid.columns, grid.headings, strict=True))
    ]


def page(grid: Grid, asked: Mapping[str, str], lang: Lang) -> tuple[list[Row], int]:
    """Give the rows of a page that pass its filters, in its order, and how many pass in all.

    ``asked`` may hold ``page`` and ``size``, ``sort`` (a column) and ``down``, and ``f.<column>``: a text that the cell must hold,
    or the title of what it names.
    """
    place = {name: at for at, name in enumerate(grid.columns)}
    wanted = {k.removeprefix("f."): v.casefold() for k, v in asked.items() if k.startswith("f.")}
    books = {one.name: one.book for one in grid.table.fields if one.book}
    held = [(place[name], text, books.get(name)) for name, text in wanted.items() if name in place]
    kept = [row for row in grid.rows if all(_holds(row[1], *one, lang) for one in held)]
    if (by := asked.get("sort", "")) in place:
        kept.sort(key=lambda row: _rank(row[1], place[by]), reverse="down" in asked)
    size = _whole(asked.get("size", ""), WHOLE)
    first = (_whole(asked.get("page", ""), 1) - 1) * size
    return kept[first : first + size], len(kept)


def lines(grid: Grid, removed: Sequence[int], after: Grid) -> dict[int, Line]:
    """Give the row of a grid that each line of its table after some changes stands for."""
    gone = set(removed)
    kept: list[Line] = [line for line, _ in grid.rows if line not in gone]
    now = [line for line, _ in after.rows]
    kept += [f"n{place + 1}" for place in range(len(now) - len(kept))]
    return dict(zip(now, kept, strict=False))


def placed(fault: Fault, file: str, at: Mapping[int, Line], lang: Lang) -> dict[str, Any]:
    """Give a fault as plain values: its row in the grid of ``file``, its column, its sentence, what to do."""
    line = fault.place.line or _second(fault)
    row = at.get(line) if line and fault.place.file == file else None
    if isinstance(row, int) and fault.place.line:
        fault = replace(fault, place=replace(fault.place, line=row))
    return {
        "level": fault.level,
        "code": fault.code,
        "file": fault.place.file,
        "row": row,
        "line": line,
        "column": fault.place.column,
        "key": fault.place.key,
        "message": fault.message(lang),
        "advice": fault.advice(lang),
    }


def _column(table: Table, name: str, heading: str, place: int, lang: Lang) -> dict[str, Any]:
    if not name:
        return {"name": f"column{place + 1}", "title": heading, "known": False}
    field = {one.name: one for one in table.fields}[name]
    return {
        "name": name,
        "title": field.text(lang),
        "known": True,
        "type": field.type,
        "unit": field.unit,
        "meaning": field.meaning_zh if lang == "zh" else field.meaning,
        "needed": name not in table.optional and name not in table.blank,
        "options": _options(field, lang),
    }


def _options(field: Field, lang: Lang) -> list[tuple[str, str]]:
    """Give what may stand in a column, each as it is written and as it is read."""
    if field.type == "choice":
        return [(one, "") for one in field.choices]
    if field.type == "unit":
        return [(one, names.UNITS.text(one, lang)) for one in names.UNITS]
    return [(one, field.book.text(one, lang)) for one in field.book] if field.book else []


def _holds(
    cells: Sequence[str], place: int, text: str, book: names.Book | None, lang: Lang
) -> bool:
    cell = _cell(cells, place)
    return text in cell.casefold() or bool(book and text in book.text(cell, lang).casefold())


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _rank(cells: Sequence[str], place: int) -> tuple[bool, float, str]:
    """Put numbers before texts, each in its own order."""
    text = _cell(cells, place)
    try:
        return False, float(text.replace(",", "")), text
    except ValueError:
        return True, 0.0, text


def _whole(text: str, otherwise: int) -> int:
    return min(max(int(text), 1), 1_000_000) if text.isdecimal() and len(text) < 8 else otherwise


def _second(fault: Fault) -> int:
    """Give the later of two lines that a fault is about; 0 where it is about none."""
    second = dict(fault.params).get("second")
    return second if isinstance(second, int) else 0
