"""Workbooks of a study: made from its tables, read into them, given back with what was found."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dualcarbon.errors import InputError
from dualcarbon.readers import files
from dualcarbon.readers.columns import kept
from dualcarbon.readers.csv import BOUNDS, MOST_BYTES, Reading
from dualcarbon.readers.sheet import Sheet
from dualcarbon.readers.workbook.workbook import Workbook, read_workbook
from dualcarbon.study import marking, workbook_tables
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.tables import TABLES, Table
from dualcarbon.vocabulary.workbooks import OF_A_STUDY, STUDY
from dualcarbon.writers.annotated import SUMMARY
from dualcarbon.writers.template import template

SUFFIX = ".xlsx"


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook that was written: its file, how many rows of each table it holds, what was found."""

    file: Path
    rows: Mapping[str, int]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook gives to a study: rows by table, the files they go to, whether those were written."""

    workbook: Workbook
    texts: Mapping[str, str]
    files: Mapping[str, Path]
    written: bool = False


def new(
    folder: Path,
    *,
    out: Path | None = None,
    tables: Iterable[str] = (),
    lang: str = "en",
    replace: bool = False,
) -> Made:
    """Make a workbook to fill in, with the rows that the study's tables hold.

    A name that ends in ``.xlsx`` is the file to write, of the study that it lies in.

    Raises
    ------
    InputError
        A table is not known, one of the study cannot be read, or the file exists.
    """
    folder, out = _aim(folder, out)
    wanted = tuple(dict.fromkeys(tables))
    unknown = [name for name in wanted if name not in OF_A_STUDY]
    if unknown:
        known = ", ".join(OF_A_STUDY)
        raise InputError(
            faults=[
                note("EXP004", Place(key="--table"), text=cut(n), tables=known) for n in unknown
            ]
        )
    file = out or folder / f"{folder.resolve().name}.xlsx"
    _free(file, replace=replace)
    sheets, wrong = workbook_tables.tables(folder, {})
    if told.errors(wrong):
        raise InputError(faults=wrong)
    origins = _origins(
        folder, wanted or OF_A_STUDY
    )  # before the rows: what is saved now is told then
    rows = {name: _rows(folder, OF_A_STUDY[name], sheets) for name in wanted or OF_A_STUDY}
    data, faults = template(rows, tables=wanted, lang=lang, origins=origins)
    _write(file, data)
    return Made(file, {name: len(found) for name, found in rows.items()}, faults)


def _origins(folder: Path, tables: Iterable[str]) -> dict[str, str]:
    """Give the name of a study and the hashes of the files of its tables, so that a workbook knows what it was made of."""
    paths = {OF_A_STUDY[name].file: folder / OF_A_STUDY[name].file for name in tables}
    hashes = {file: files.digest(path.read_bytes()) if path.is_file() else "" for file, path in paths.items()}  # fmt: skip
    return {STUDY: folder.resolve().name, **hashes}


def _aim(folder: Path, out: Path | None) -> tuple[Path, Path | None]:
    """Give the study and the file to write, where the file was named in place of the study."""
    if folder.suffix.lower() != SUFFIX or folder.is_dir():
        return folder, out
    return folder.parent, out or folder


def _rows(folder: Path, table: Table, others: Mapping[str, Reading]) -> list[dict[str, str]]:
    """Give the rows of a table of the study as they are written, nothing where it has none."""
    if table.name in others:
        return _texts(as_csv(others[table.name]), table)[0]
    path = folder / table.file
    if not path.is_file():
        return []
    data, faults = files.contents(path, table.file, MOST_BYTES)
    text, _, found = files.decoded(data, table.file)
    rows, wrong = _texts(text, table)
    wrong = told.errors([*faults, *found, *wrong])
    if wrong and data:
        raise InputError(faults=wrong)
    return rows


def _texts(text: str, table: Table) -> tuple[list[dict[str, str]], list[Fault]]:
    """Give the rows of a CSV file as texts by column; one without rows is none at fault."""
    page = Sheet(table, table.file)
    page.fill(text or "\n")
    rows = zip(*page.columns.values(), strict=True)
    return [dict(zip(page.columns, row, strict=True)) for row in rows], [
        fault for fault in page.faults if fault.code != "CSV002"
    ]


def read(file: Path, folder: Path, *, write: bool = False, replace: bool = False) -> Taken:
    """Read a workbook into the tables of a study; they are written only where that is asked for.

    Raises
    ------
    InputError
        The workbook has errors, a file stands there already, or holds columns that would be lost.
    """
    workbook = read_workbook(file, shown=file.name)
    if workbook.errors:
        raise InputError(faults=workbook.faults)
    paths = {name: folder / TABLES[name].file for name in workbook.readings}
    taken = {name: as_csv(reading) for name, reading in workbook.readings.items()}
    if not write:
        return Taken(workbook, taken, paths)
    _refuse(paths, folder, replace=replace)
    for name, text in taken.items():
        _write(paths[name], text.encode())
    return Taken(workbook, taken, paths, written=True)


def as_csv(reading: Reading) -> str:
    """Give a table as the CSV file that reads the same: numbers and units as they were given, names by their id."""
    table = TABLES[reading.table]
    names = [name for name in table.columns if _used(reading, name, table)]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(names)
    for row in reading.frame.iter_rows(named=True):
        writer.writerow([_text(row, name, table) for name in names])
    return target.getvalue()


def _used(reading: Reading, name: str, table: Table) -> bool:
    """Leave out a column that no row uses and that a file may lack."""
    if name not in table.optional:
        return True
    column = reading.frame[name]
    return bool((column.is_not_null() & (column.cast(pl.String) != "")).any())


def _text(row: Mapping[str, object], name: str, table: Table) -> str:
    """Give a cell as text; values and their ranges go back to the unit they were given in."""
    value = row[name]
    if name in ("value", "unit") and "given" in row:
        if name == "unit":
            return str(row["given_unit"])
        value = row["given"] if row["given"] is not None else row["notation"]
    elif name in BOUNDS and value is not None and "given" in row:
        value = float(f"{float(str(value)) / _scale(row, table):.15g}")
    return _plain(value)


def _scale(row: Mapping[str, object], table: Table) -> float:
    """Give what the numbers of a row were multiplied with when they were read."""
    name = row.get("fuel" if table.physical else "indicator", "")
    return kept(table, str(row["given_unit"]), str(name)).factor


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _refuse(paths: Mapping[str, Path], folder: Path, *, replace: bool) -> None:
    """Refuse to write over a file unasked, or over columns that the workbook does not bring."""
    faults = []
    for name, path in paths.items():
        place = Place(file=path.relative_to(folder).as_posix())
        if not path.exists():
            continue
        lost = _lost(path, TABLES[name])
        if lost:
            faults.append(note("EXP003", place, columns=", ".join(map(cut, lost))))
        elif not replace:
            faults.append(note("EXP002", place))
    if faults:
        raise InputError(faults=faults)


def _lost(path: Path, table: Table) -> list[str]:
    """Give the headings of a file that its table does not know."""
    data, _ = files.contents(path, path.name, MOST_BYTES)
    text, _, _ = files.decoded(data, path.name)
    first = next(csv.reader(io.StringIO(text)), [])
    return [name.strip() for name in first if name.strip() and table.heading(name) is None]


def annotate(
    file: Path, *, out: Path | None = None, lang: str = "en", replace: bool = False
) -> Made:
    """Give the user's own workbook back, its faults in red cells with comments and in a list.

    Raises
    ------
    InputError
        The file cannot be taken for a workbook, or the file to write exists.
    """
    target = out or file.with_name(f"{file.stem}-annotated.xlsx")
    _free(target, replace=replace)
    workbook = read_workbook(file, shown=file.name)
    marks = [marking.mark(fault, lang) for fault in workbook.faults]
    data = marking.marked(file, workbook, marks)
    _write(target, data)
    return Made(target, {SUMMARY: len(marks)}, workbook.faults)


def _free(file: Path, *, replace: bool) -> None:
    if file.exists() and not replace:
        raise InputError(faults=[note("EXP002", Place(file=str(file)))])


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.part")
    aside.write_bytes(data)
    os.replace(aside, file)  # noqa: PTH105 - the same on all systems, also where the file exists
