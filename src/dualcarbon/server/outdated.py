"""What was saved since a workbook was downloaded, so that taking the workbook over does not put back what was before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dualcarbon.study import differences
from dualcarbon.study.differences import ROW, Difference
from dualcarbon.vocabulary.tables import FIELDS, TABLES, Table
from dualcarbon.vocabulary.workbooks import STUDY

if TYPE_CHECKING:
    from dualcarbon.readers.csv import Reading
    from dualcarbon.readers.workbook.workbook import Workbook
    from dualcarbon.store.versions import Version, Versions
    from dualcarbon.study.differences import Key, Touched

LOOKED_AT = 20
"""Versions of a file that are searched for the one that changed a cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, or a row where there is no column, that somebody saved since; nothing where the row was not there."""

    table: Table
    row: str
    column: str
    was: str | None
    now: str | None
    wanted: str | None
    by: Version | None


@dataclass(frozen=True, slots=True)
class Parted:
    """What a workbook would change in a table: what nobody touched since it was downloaded, and what somebody did."""

    whole: Difference
    mine: Difference
    cells: tuple[Cell, ...] = ()


def parted(
    found: Difference,
    now: Reading | None,
    book: Workbook,
    name: str,
    versions: Versions,
    study: str,
    lang: str,
    *,
    drop: bool,
) -> Parted:
    """Part what a workbook would change in a table; all of it is its own where it does not say what it was made of.

    Where the workbook says so, but what the file held then is not known, anything may have been changed since. Rows that the
    workbook lacks are told only where they are to go (``drop``).
    """
    new, file = book.readings[name], TABLES[name].file
    then = book.origins.get(file)
    elsewhere = now is not None and now.origin.file != file  # in a workbook of the study
    if then in (None, _hash(now)) or book.origins.get(STUDY) != study or elsewhere:
        return Parted(found, found)
    later = versions.since(study, file, str(then))
    data = versions.data(then) if later is not None else None
    base = _read(data, name)
    known = later is not None and (data is not None) == bool(then)
    theirs = differences.touched(base, now) if known else None
    mine, other = differences.parted(found, now, new, theirs)
    by = list(_touched(versions, later or [], name))
    other = other if drop else replace(other, lacking=())
    return Parted(found, mine, tuple(_cells(other, (base, now, new), by, lang)))


def _hash(now: Reading | None) -> str:
    return now.origin.sha256 if now else ""


def _read(data: bytes | None, name: str) -> Reading | None:
    from dualcarbon.readers import csv

    return None if data is None else csv.read_bytes(data, name, TABLES[name].file)


def _touched(
    versions: Versions, later: Sequence[Version], name: str
) -> Iterator[tuple[Version, set[Touched]]]:
    """Give what each of the last versions of a table touched, the newest first."""
    file = TABLES[name].file
    for one in later[:LOOKED_AT]:
        old, new = (_read(versions.data(sha), name) for sha in one.files[file])
        yield one, differences.touched(old, new)


def _cells(
    found: Difference,
    readings: tuple[Reading | None, Reading | None, Reading],
    by: Sequence[tuple[Version, set[Touched]]],
    lang: str,
) -> Iterator[Cell]:
    """Give every cell and row that was touched since, as it was, as it is stored now, and as the workbook has it."""
    was, now, new = (differences.texts(one) for one in readings)
    table = TABLES[readings[2].table]
    lines = {row["line"]: key for key, row in differences.rows(readings[1]).items()}
    valued = {line for line, name in found.cells if name == "value"}
    places = [(lines[line], name) for line, name in found.cells if name != "unit" or line not in valued]  # fmt: skip
    rows = {_filled(row) for row in found.added}
    added = [key for key in new if key not in now and _filled(new[key]) in rows]
    for key, name in [*places, *((key, ROW) for key in added), *((lines[n], ROW) for n in found.lacking)]:  # fmt: skip
        version = next((one for one, its in by if differences.is_theirs(its, key, name)), None)
        yield Cell(
            table=table,
            row=_row(table, key, lang),
            column=FIELDS[name].text(lang) if name else "",
            was=_text(was.get(key), name),
            now=_text(now.get(key), name),
            wanted=_text(new.get(key), name),
            by=version,
        )


def _filled(row: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((name, text) for name, text in row.items() if text)


def _text(row: Mapping[str, str] | None, name: str) -> str | None:
    """Give what a cell of a row says, a value with its unit; of a row as a whole its value."""
    if row is None:
        return None
    if name in ("value", ROW):
        return f"{row.get('value', '')} {row.get('unit', '')}".strip()
    return row.get(name, "")


def _row(table: Table, key: Key, lang: str) -> str:
    """Name a row by what tells it from others."""
    fields = (FIELDS[name] for name in table.key)
    texts = (f.book.text(str(v), lang) if f.book and v else str(v or "") for f, v in zip(fields, key, strict=True))  # fmt: skip
    return ("，" if lang == "zh" else ", ").join(text for text in texts if text)
