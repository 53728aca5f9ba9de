"""Tables of a study from comma-separated text, with every fault of the file at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from dualcarbon.readers import columns, files, sheet
from dualcarbon.readers.sheet import MOST_FAULTS
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.tables import TABLES, Table

MOST_BYTES = 256 * files.MEGABYTE
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BOUNDS = ("lo95", "hi95")
"""Columns that stand in the unit of the value beside them."""
FEW_QUOTES = 1_000_000
"""Quotes up to which a long text is taken apart at them; one of more is read row by row until it is too long."""
POLARS = {"year": pl.Int64, "number": pl.Float64}


@dataclass(frozen=True, slots=True)
class Reading:
    """A table of a study as it was read: rows, where it came from, what was found.

    The frame has the columns of the table, ``value`` in the unit of ``unit``, and besides them
    ``line`` in the file, ``given`` and ``given_unit`` as written, ``notation`` (an IPCC key such as
    ``NE``) and ``refused`` (the row has a fault, its value is empty). Rows whose key has a fault are
    left out and counted in ``lost``.
    """

    table: str
    frame: pl.DataFrame
    origin: files.Origin
    faults: tuple[Fault, ...] = ()
    lost: int = 0
    sheet: str = ""

    @property
    def file(self) -> str:
        """File as named in the study; a sheet of a workbook stands behind it."""
        return f"{self.origin.file}!{self.sheet}" if self.sheet else self.origin.file

    @property
    def errors(self) -> list[Fault]:
        """Faults that refuse the table."""
        return told.errors(self.faults)

    @property
    def warnings(self) -> list[Fault]:
        """Faults that only want to be known."""
        return told.warnings(self.faults)


def read_csv(path: Path, table: str, *, shown: str = "") -> Reading:
    """Read a table of a study; nothing that its text may hold raises.

    Parameters
    ----------
    path
        File to read: UTF-8, UTF-16 with its mark, or GB18030.
    table
        Name of the table in the vocabulary, such as ``energy``.
    shown
        Name of the file in messages; the bare file name if left out.

    Raises
    ------
    KeyError
        The vocabulary declares no such table.
    """
    shown = shown or path.name
    text, origin, faults = _text(path, shown)
    if not origin.encoding:
        return _nothing(table, origin, faults)
    return read_text(text, table, origin, faults)


def _text(path: Path, shown: str) -> tuple[str, files.Origin, list[Fault]]:
    """Give the text of a file; its bytes are let go, both would not fit for large files."""
    data, faults = files.contents(path, shown, MOST_BYTES)
    if data:
        return _decoded(data, shown)
    if any(fault.code == "CSV017" for fault in faults) and files.lines_in(path) > sheet.MOST_ROWS:
        faults = [sheet.too_many_rows(shown)]
    origin = files.Origin(shown, files.digest(data))
    return "", origin, faults or [note("CSV001", Place(file=shown))]


def _decoded(data: bytes, shown: str) -> tuple[str, files.Origin, list[Fault]]:
    text, encoding, faults = files.decoded(data, shown)
    return text, files.Origin(shown, files.digest(data), encoding), faults


def read_bytes(data: bytes, table: str, shown: str) -> Reading:
    """Read a table from the bytes of a file."""
    text, origin, faults = _decoded(data, shown)
    if not origin.encoding:
        return _nothing(table, origin, faults)
    return read_text(text, table, origin, faults)


def read_text(text: str, table: str, origin: files.Origin, faults: list[Fault]) -> Reading:
    """Read a table from the text of a file; ``faults`` are those found on the way to it."""
    if _is_too_long(text):
        return _nothing(table, origin, [*faults, sheet.too_many_rows(origin.file)])
    page = sheet.Sheet(TABLES[table], origin.file)
    page.fill(text)
    return read_page(page, origin, faults)


def _is_too_long(text: str) -> bool:
    """Tell by its line ends, those inside quotes left out, whether a text has more rows than are read."""
    most = sheet.MOST_ROWS + 1  # and the heading
    if text.count("\n") <= most or text.count('"') > FEW_QUOTES:
        return False
    return sum(part.count("\n") for part in text.split('"')[::2]) > most


def read_page(page: sheet.Sheet, origin: files.Origin, faults: list[Fault]) -> Reading:
    """Read a table from rows of text, wherever they came from; ``faults`` are those found on the way to them."""
    table = page.table.name
    if not page.lines:
        return _nothing(table, origin, faults + _limited(page.faults, page.whole))
    frame, found = _typed(page)
    kept, repeated = _unique(frame, page)
    lost = page.skipped + len(page.lines) - len(frame)
    every = faults + _limited([*page.faults, *found, *repeated], page.whole)
    return Reading(table, kept, origin, tuple(every), lost, page.whole.sheet)


def empty(table: str) -> pl.DataFrame:
    """Give a table without rows."""
    return pl.DataFrame(schema=_schema(TABLES[table]))


def _schema(table: Table) -> dict[str, Any]:
    named = {f.name: POLARS.get(f.type, pl.String) for f in table.fields}
    given = {"given": pl.Float64, "given_unit": pl.String, "notation": pl.String}
    more = given if "value" in named else {}
    return {"line": pl.Int64, **named, **more, "refused": pl.Boolean}


def _nothing(table: str, origin: files.Origin, faults: list[Fault]) -> Reading:
    return Reading(table, empty(table), origin, tuple(faults), 1)


def _typed(page: sheet.Sheet) -> tuple[pl.DataFrame, list[Fault]]:
    """Give the typed rows whose key is right, and the faults of all cells."""
    read = {name: columns.typed(page, name) for name in page.table.columns}
    valued = "value" in read  # a table of things has numbers, but no value with its unit
    measured = columns.measured(page, read) if valued else columns.Column()
    faults = [fault for column in (*read.values(), measured) for fault in column.faults]
    lost = set().union(*(read[name].bad for name in page.table.key), _keyless(page))
    refused = set().union(measured.bad, *(column.bad for column in read.values()))
    data: dict[str, Any] = {name: column.values for name, column in read.items()}
    data["line"] = page.lines
    if valued:
        given = {
            "given": data["value"],
            "given_unit": data["unit"],
            "notation": read["value"].marks,
        }
        data |= given | {"value": measured.values, "unit": measured.marks}
        data |= {name: columns.scaled(data[name], measured) for name in BOUNDS if name in data}
    places = range(len(page.lines))
    data["refused"] = [place in refused for place in places]
    frame = pl.DataFrame(data, schema=_schema(page.table), strict=False)
    return frame.filter(
        pl.Series([place not in lost for place in places], dtype=pl.Boolean)
    ), faults


def _keyless(page: sheet.Sheet) -> range:
    """Give all rows of a sheet that lacks a column by which its rows are told apart, else none."""
    needed = (name for name in page.table.key if name not in page.table.optional)
    whole = all(name in page.columns for name in needed)
    return range(0 if whole else len(page.lines))


def _unique(frame: pl.DataFrame, page: sheet.Sheet) -> tuple[pl.DataFrame, list[Fault]]:
    """Keep equal rows once; refuse two values for the same thing."""
    key = list(page.table.key)
    repeated = frame.filter(frame.select(key).is_duplicated()).sort("line")
    firsts: dict[tuple[Any, ...], dict[str, Any]] = {}
    faults: list[Fault] = []
    for row in repeated.iter_rows(named=True):
        first = firsts.setdefault(tuple(row[name] for name in key), row)
        if first is not row:
            faults.append(_again(first, row, key, page))
        if len(faults) > 2 * MOST_FAULTS:
            break
    return frame.unique(key, keep="first", maintain_order=True), faults


def _again(
    first: dict[str, Any], other: dict[str, Any], key: list[str], page: sheet.Sheet
) -> Fault:
    place = page.whole
    lines = {"first": page.named(first["line"]), "second": page.named(other["line"])}
    unlike = [name for name in first if name not in ("line", "given", "given_unit", "notation")]
    unlike = ["value", "unit"] if "value" in first else unlike
    if all(first[name] == other[name] for name in unlike):
        return note("CSV030", place, **lines)
    what = " ".join(str(first[name]) for name in key if first[name])
    if "value" not in first:
        return note("CSV033", place, **lines, key=what)
    values = {"one": _printed(first), "other": _printed(other)}
    return note("CSV031", place, **lines, key=what, **values)


def _printed(row: dict[str, Any]) -> str:
    return f"{row['given']:.10g}" if row["given"] is not None else row["notation"] or "-"


def _limited(faults: list[Fault], whole: Place) -> list[Fault]:
    """Give faults in the order of lines, up to a hundred errors and a hundred warnings."""
    ordered = sorted(faults, key=_line)
    kept: list[Fault] = []
    for some, more in ((told.errors(ordered), "CSV019"), (told.warnings(ordered), "CSV028")):
        kept += some[:MOST_FAULTS]
        if len(some) > MOST_FAULTS:
            kept.append(note(more, whole, limit=MOST_FAULTS))
    return kept


def _line(fault: Fault) -> int:
    """Give the line by which a fault is listed; a cell of a workbook ends with it."""
    params: dict[str, Any] = dict(fault.params)
    row = fault.place.cell.lstrip(LETTERS) or str(params.get("second", 0)).rpartition("!")[2]
    return fault.place.line or int(row)
