"""Cells of a study's tables: who countersigned them, and which of them may not be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from dualcarbon.inventory.ledger import Ledger
from dualcarbon.inventory.views import entries
from dualcarbon.inventory.views.entries import OPEN
from dualcarbon.readers.csv import Reading
from dualcarbon.study.folder import Folder
from dualcarbon.vocabulary.faults import Fault, Place, note

CLASSES = ("", "public", "internal", "confidential")
"""Classes of access, the most open first."""
SHOWN = 8  # lines that a warning names
REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Signatures:
    """How many cells of a table are countersigned; ``lines`` are those that are not."""

    table: str
    file: str
    signed: int
    lines: tuple[int, ...]

    @property
    def unsigned(self) -> int:
        """Cells without a signature."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Cells:
    """What the columns ``access`` and ``signed`` say, by cell (``data/activity.csv:12``); open and unsigned ones are left out."""

    access: Mapping[str, str] = field(default_factory=dict)
    signed: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[Signatures, ...] = ()

    @property
    def closed(self) -> frozenset[str]:
        """Cells that may not be published."""
        return frozenset(self.access)

    def strictest(self, refs: Iterable[str]) -> str:
        """Give the strictest class of some cells; nothing where all are open.

        Examples
        --------
        >>> Cells({"a:2": "internal", "a:3": "confidential"}).strictest(["a:1", "a:2", "a:3"])
        'confidential'
        """
        return max((self.access.get(ref, "") for ref in refs), key=CLASSES.index, default="")

    def signatures(self, refs: Iterable[str]) -> str:
        """Give who signed some cells, if all of them are signed.

        Examples
        --------
        >>> cells = Cells(signed={"a:2": "Li 2024-03-01", "a:3": "Wu 2024-03-02"})
        >>> cells.signatures(["a:2", "a:3"]), cells.signatures(["a:1", "a:2"])
        ('Li 2024-03-01; Wu 2024-03-02', '')
        """
        found = [self.signed.get(ref, "") for ref in refs]
        return "; ".join(sorted(set(found))) if found and all(found) else ""


def of(read: Folder) -> Cells:
    """Read who signed which cells of a study, and which are closed."""
    tables = [(name, t) for name, t in read.tables.items()]
    access = {
        ref: word for _, t in tables for ref, word in _column(t, "access") if word not in OPEN
    }
    signed = {ref: word for _, t in tables for ref, word in _column(t, "signed") if word}
    return Cells(
        access, signed, tuple(_counted(n, t) for n, t in tables if "signed" in t.frame.columns)
    )


def faults(cells: Cells, *, required: bool) -> list[Fault]:
    """Say which cells are not countersigned where the study demands it (CEL001), and how many are closed (CEL002)."""
    told = [_unsigned(one) for one in cells.tables if required and one.unsigned]
    return [*told, *([note("CEL002", count=len(cells.closed))] if cells.closed else [])]


def beside(frame: pl.DataFrame, ledger: Ledger, cells: Cells) -> pl.DataFrame:
    """Add the columns ``access`` and ``signed`` to the table of a ledger, from all cells that a line of a year rests on."""
    refs = {
        (entry.line, year): sorted(some)
        for entry in entries.of(ledger)
        for year, some in zip(ledger.years, entry.refs, strict=True)
    }
    keys = list(zip(frame["line"], frame["year"], strict=True))
    return frame.with_columns(
        access=pl.Series([cells.strictest(refs[key]) for key in keys], dtype=pl.String),
        signed=pl.Series([cells.signatures(refs[key]) for key in keys], dtype=pl.String),
    )


def _column(table: Reading, name: str) -> Iterator[tuple[str, str]]:
    if name not in table.frame.columns:
        return
    for row in table.frame.select("line", name).iter_rows(named=True):
        yield f"{table.file}:{row['line']}", row[name] or ""


def _counted(name: str, table: Reading) -> Signatures:
    """Count the cells that hold a value."""
    held = table.frame.filter(pl.col("value").is_not_null())
    bare = held.filter(pl.col("signed").fill_null("") == "")
    return Signatures(name, table.file, len(held) - len(bare), tuple(bare["line"].to_list()))


def _unsigned(one: Signatures) -> Fault:
    lines = ", ".join(map(str, one.lines[:SHOWN])) + (" ..." if one.unsigned > SHOWN else "")
    total = one.signed + one.unsigned
    return note("CEL001", Place(file=one.file), count=one.unsigned, total=total, lines=lines)
