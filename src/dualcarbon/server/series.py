"""The series that a row of a table belongs to, drawn with what was typed and not saved yet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from dualcarbon.charts import observed
from dualcarbon.readers.files import Origin
from dualcarbon.server.grids import Grid, Line
from dualcarbon.server.words import Lang

if TYPE_CHECKING:
    import polars as pl

    from dualcarbon.server.edits import Edit

APART = ("year", "vintage")
"""Columns of a key that do not tell two series apart."""
Overlaid = list[tuple[Line, list[str]]]


def overlaid(grid: Grid, edit: Edit) -> Overlaid:
    """Give the rows of a grid with the changes of a page in their places."""
    place = {name: at for at, name in enumerate(grid.columns)}
    changed: dict[int, dict[int, str]] = {}
    for line, column, text in edit.cells:
        if column in place:
            changed.setdefault(line, {})[place[column]] = text
    gone = set(edit.removed)
    rows: Overlaid = [
        (line, [changed.get(line, {}).get(at, cell) for at, cell in enumerate(cells)])
        for line, cells in grid.rows
        if line not in gone
    ]
    rows += [
        (f"n{place + 1}", [row.get(name, "") for name in grid.columns])
        for place, row in enumerate(edit.added)
    ]
    return rows


def drawn(rows: Overlaid, line: str, grid: Grid, lang: Lang) -> dict[str, Any]:
    """Give the figure of the series of a row, its caption and height; nothing where rows are no series."""
    import polars as pl

    table = grid.table
    if not {"year", "value"} <= set(table.columns):
        return {}
    frame = _read(rows, grid)
    place = next((n for n, (id, _) in enumerate(rows) if str(id) == line), -1)
    chosen = frame.filter(pl.col("line") == place + 2)
    if chosen.is_empty():
        return {}
    key = [name for name in table.key if name not in APART]
    one = chosen.row(0, named=True)
    for name in key:
        frame = frame.filter(pl.col(name).eq_missing(one[name]))
    given = frame["given_unit"].n_unique() == 1
    path = {row["year"]: row["given" if given else "value"] for row in frame.iter_rows(named=True)}
    points = {year: value for year, value in path.items() if value is not None}
    title = _title(one, key, grid, lang)
    unit = str(one["given_unit" if given else "unit"])
    option = observed.option(points, title, unit, one["year"], lang)
    return {"option": option, "title": title, "height": observed.HEIGHT}


def _read(rows: Overlaid, grid: Grid) -> pl.DataFrame:
    from dualcarbon.readers import csv as reader

    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(grid.headings)
    width = len(grid.headings)
    for _, cells in rows:  # a line each, so that a line is a place
        whole = [*cells, *[""] * (width - len(cells))][:width]
        writer.writerow([" ".join(cell.splitlines()) for cell in whole])
    origin = Origin(grid.file, encoding="utf-8")
    return reader.read_text(target.getvalue(), grid.table.name, origin, []).frame


def _title(one: dict[str, Any], key: list[str], grid: Grid, lang: Lang) -> str:
    fields = {field.name: field for field in grid.table.fields}
    books = {name: fields[name].book for name in key}
    named = [
        book.text(str(one[name]), lang) if (book := books[name]) else str(one[name])
        for name in key
        if one[name]
    ]
    return (" · " if named else "").join(named)
