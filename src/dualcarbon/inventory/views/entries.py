"""What a view needs of a line of the ledger: where it belongs, what it emits, which cells it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dualcarbon.inventory.ledger import Activity, Ledger, Line

Floats = NDArray[np.float64]
GRADES = "HML"
"""Grades of data from the best to the worst."""
OPEN = ("", "public")
"""Classes of access of cells that may be published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One source or sink of one gas: ``amounts`` (year) [t of the gas], NaN where not known.

    ``refs`` are the source cells that each year rests on, ``grades`` the worst grade among them (H, M, L or nothing),
    ``keys`` the notation key that the tables state for the year, ``closed`` whether a cell of the year may not be
    published.
    """

    line: str
    category: str
    gas: str
    scope: int
    ledger: str
    memo: str
    flow: str
    amounts: Floats
    refs: tuple[frozenset[str], ...]
    grades: tuple[str, ...]
    keys: tuple[str, ...]
    closed: tuple[bool, ...]

    @property
    def counts(self) -> bool:
        """Whether the entry is part of the territorial account."""
        return self.scope == 1 and self.ledger == "inventory" and not self.memo


def of(ledger: Ledger) -> tuple[Entry, ...]:
    """Give the entries of a ledger, a line each.

    Parameters
    ----------
    ledger : Ledger
        Lines of an account.

    Returns
    -------
    tuple of Entry
        In the order of the lines. [t of the gas]
    """
    return tuple(_entry(line, ledger) for line in ledger.lines)


def read(frame: pl.DataFrame, years: Sequence[int]) -> tuple[Entry, ...]:
    """Give the entries of a ledger that was written down as a table.

    Parameters
    ----------
    frame : DataFrame
        Columns of ``Ledger.frame``: one row a line and year, ``amount_t`` in t of the gas; an ``access`` column, where
        there is one, tells cells that may not be published.
    years : sequence of int
        Years of the account.

    Returns
    -------
    tuple of Entry
        In the order of the table. [t of the gas]
    """
    lines: dict[str, dict[int, dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        lines.setdefault(row["line"], {})[row["year"]] = row
    return tuple(_read(line, rows, years) for line, rows in lines.items())


def worst(grades: Iterable[str]) -> str:
    """Give the worst of some grades; those that are not graded do not count.

    Examples
    --------
    >>> worst(["H", "", "L", "M"]), worst([""])
    ('L', '')
    """
    return max(grades, key=lambda grade: GRADES.find(grade) if grade else -1, default="")


def _entry(line: Line, ledger: Ledger) -> Entry:
    places = range(len(ledger.years))
    return Entry(
        line=line.id, category=line.category, gas=line.gas, scope=line.scope, ledger=line.ledger, memo=line.memo,
        flow=line.flow, amounts=np.asarray(line.amounts(), dtype=float), closed=(False,) * len(ledger.years),
        refs=tuple(frozenset(r for a in line.activities for r in _at(a.refs, a, line, p) if r) for p in places),
        grades=tuple(worst(g for a in line.activities for g in _at(a.grades, a, line, p)) for p in places),
        keys=ledger.keys(line),
    )  # fmt: skip


def _at(words: tuple[str, ...], activity: Activity, line: Line, place: int) -> tuple[str, ...]:
    """Give what is said of the years that a year of a line rests on: of its own, or of all where a series reaches back."""
    if not words or activity.years != line.years:
        return words
    return (words[place],)


def _read(line: str, rows: Mapping[int, dict[str, Any]], years: Sequence[int]) -> Entry:
    first = next(iter(rows.values()))
    cells = [rows.get(year, {}) for year in years]
    plain = {name: first[name] for name in ("category", "gas", "scope", "ledger", "memo", "flow")}
    return Entry(
        line=line, **plain, amounts=np.array([cell.get("amount_t", np.nan) for cell in cells], dtype=float),
        refs=tuple(frozenset({cell.get("activity_ref") or ""} - {""}) for cell in cells),
        grades=tuple(cell.get("grade") or "" for cell in cells), keys=("",) * len(cells),
        closed=tuple((cell.get("access") or "") not in OPEN for cell in cells),
    )  # fmt: skip
