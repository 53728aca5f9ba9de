"""What must change in a table so that it says what another one says: cells, rows, and nothing that means the same."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dualcarbon.readers.csv import Reading
from dualcarbon.study.workbooks import as_csv
from dualcarbon.vocabulary.tables import TABLES, Table

Key = tuple[Any, ...]
Touched = tuple[Key, str]
ROW = ""
"""In place of a column: the row as a whole."""
SAME = 1e-12
"""Numbers closer than this, relative, mean the same: the last digits are what writing and reading them left."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Cells to change by line and column, rows to add by column, lines of rows that the other table lacks."""

    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    added: tuple[Mapping[str, str], ...] = ()
    lacking: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is to be changed or added."""
        return bool(self.cells or self.added)


def difference(old: Reading | None, new: Reading) -> Difference:
    """Compare two readings of the same table row by row, rows told apart by the key of the table.

    Parameters
    ----------
    old : Reading, optional
        What the study has; nothing where it has no such table.
    new : Reading
        What the other file holds, without errors.
    """
    table = TABLES[new.table]
    texts = csv.DictReader(io.StringIO(as_csv(new)))
    mine = rows(old)
    cells: dict[tuple[int, str], str] = {}
    added: list[Mapping[str, str]] = []
    for row, text in zip(new.frame.iter_rows(named=True), texts, strict=True):
        there = mine.pop(_key(row, table), None)
        if there is None:
            added.append({name: value for name, value in text.items() if value})
        else:
            changed = _changed(there, row, table)
            cells |= {(there["line"], name): text.get(name, "") for name in changed}
    return Difference(cells, tuple(added), tuple(row["line"] for row in mine.values()))


def touched(old: Reading | None, new: Reading | None) -> set[Touched]:
    """Name the cells in which two readings of a table differ by the key of their row and their column, rows that one lacks with none."""
    before, after = rows(old), rows(new)
    found = {(key, ROW) for key in before.keys() ^ after.keys()}
    if new is None:
        return found
    for key in before.keys() & after.keys():
        found |= {(key, name) for name in _changed(before[key], after[key], TABLES[new.table])}
    return found


def parted(
    found: Difference, now: Reading | None, new: Reading, theirs: set[Touched] | None
) -> tuple[Difference, Difference]:
    """Part what must change in a table into what nobody touched meanwhile, and what somebody did.

    Parameters
    ----------
    found : Difference
        Between ``now`` and ``new``.
    now, new : Reading
        What the study has, and what the other file holds.
    theirs : set
        Cells and rows that were changed since the other file was made of the table; nothing where that is not known, which
        may be all of them.
    """
    if theirs is None:
        return Difference(), found
    there = rows(now)
    lines = {row["line"]: key for key, row in there.items()}
    more = [key for key in rows(new) if key not in there]
    at = {place: is_theirs(theirs, lines[place[0]], place[1]) for place in found.cells}
    gone = {line: is_theirs(theirs, lines[line]) for line in found.lacking}
    added = [(row, is_theirs(theirs, key)) for key, row in zip(more, found.added, strict=True)]
    mine, other = (
        Difference(
            {place: text for place, text in found.cells.items() if at[place] is side},
            tuple(row for row, touched in added if touched is side),
            tuple(line for line in found.lacking if gone[line] is side),
        )
        for side in (False, True)
    )
    return mine, other


def is_theirs(theirs: set[Touched], key: Key, name: str = ROW) -> bool:
    """Tell whether a cell, or a row, is among those that were touched; a value and its unit are one."""
    return (key, ROW) in theirs or (key, "value" if name == "unit" else name) in theirs


def rows(reading: Reading | None) -> dict[Key, dict[str, Any]]:
    """Give the rows of a table by what tells them apart."""
    if reading is None:
        return {}
    return {_key(row, TABLES[reading.table]): row for row in reading.frame.iter_rows(named=True)}


def texts(reading: Reading | None) -> dict[Key, dict[str, str]]:
    """Give the rows of a table as they are written, by what tells them apart."""
    if reading is None:
        return {}
    return dict(zip(rows(reading), csv.DictReader(io.StringIO(as_csv(reading))), strict=True))


def _key(row: Mapping[str, Any], table: Table) -> Key:
    return tuple(row[name] or "" if isinstance(row[name], str) else row[name] for name in table.key)


def _changed(old: Mapping[str, Any], new: Mapping[str, Any], table: Table) -> Iterator[str]:
    """Name the columns of a row whose cells mean something else; a value is written with its unit."""
    for name in table.columns:
        if name in table.key or (name == "unit" and "value" in table.columns):
            continue
        if not _same(old[name], new[name]) or (name == "value" and _restated(old, new)):
            yield name
            if name == "value" and old["given_unit"] != new["given_unit"]:
                yield "unit"


def _restated(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Tell whether what stands in place of a number, such as ``NE``, or the kept unit is another."""
    return not _same(old.get("notation"), new.get("notation")) or not _same(
        old["unit"], new["unit"]
    )


def _same(old: object, new: object) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(old, new, rel_tol=SAME) or (math.isnan(old) and math.isnan(new))
    return (old or "") == (new or "") if not isinstance(old or new, float | int) else old == new
