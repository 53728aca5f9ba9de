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
    mine = {_key(row, table): row for row in old.frame.iter_rows(named=True)} if old else {}
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


def _key(row: Mapping[str, Any], table: Table) -> tuple[Any, ...]:
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
