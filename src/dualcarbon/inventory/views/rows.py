"""Rows of a view: entries of the ledger put where a standard wants them, and summed."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.inventory.ledger import LEFT_OUT
from dualcarbon.inventory.views.entries import Entry, worst
from dualcarbon.reference.gwp import gwp, one_set
from dualcarbon.vocabulary.faults import note
from dualcarbon.vocabulary.names import CATEGORIES, GASES, Book, Name

Floats = NDArray[np.float64]
Place = Callable[[Entry], tuple[str, ...]]
"""Where an entry belongs: its own row first, then the rows that hold that row; nothing where a view leaves it out."""
NOT_ESTIMATED = "NE"
ELSEWHERE = "IE"
CONFIDENTIAL = "C"
TOTAL, WITHOUT_LAND = "total", "without_land"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a view over the years.

    ``co2e`` (year) [t CO2e] is NaN where ``notation`` holds a key instead of a value; ``gases`` (year) [t of the gas] are
    NaN where the gas itself is not known, so that a row may tell a gas though its sum lacks another; ``biogenic`` (year) [t CO2] is told beside and counted nowhere; ``refs`` are the source cells of what stands
    in this very row; ``left_out`` tells of each year whether all that the row lacks has a key in the tables, so that it adds
    nothing to a sum; ``empty`` says that no line of the ledger belongs here.
    """

    id: str
    gases: Mapping[str, Floats]
    co2e: Floats
    biogenic: Floats
    notation: tuple[str, ...]
    grades: tuple[str, ...]
    refs: tuple[frozenset[str], ...]
    closed: tuple[bool, ...]
    left_out: tuple[bool, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that add up to something shown: to the row ``whole``, or to a total where that is nothing.

    A row is shown by gas; a total in equivalents, and where ``by_gas`` says so by gas too.
    """

    parts: tuple[str, ...]
    whole: str = ""
    by_gas: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A ledger seen in the order of a standard.

    ``totals`` (year) [t CO2e] and ``memo`` (year) [t CO2e]; NaN in a year in which a line has no value.
    """

    name: str
    gwp: str
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    totals: Mapping[str, Floats]
    memo: Mapping[str, Floats] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()

    def row(self, id: str) -> Row:
        """Give a row by its id."""
        return next(row for row in self.rows if row.id == id)

    def frame(self) -> pl.DataFrame:
        """Give the view as a table, one row a row, year and gas; ``CO2e`` and ``CO2b`` (biogenic) stand among the gases."""
        rows = [one for row in self.rows for one in _records(row, self.years)]
        return pl.DataFrame(rows, schema=SCHEMA, orient="row")


SCHEMA = {
    "row": pl.String, "year": pl.Int64, "gas": pl.String, "amount_t": pl.Float64, "notation": pl.String, "grade": pl.String,
}  # fmt: skip


def build(
    entries: Sequence[Entry],
    ids: Iterable[str],
    place: Place,
    *,
    years: Sequence[int],
    set_name: str,
    keys: Mapping[str, str],
) -> tuple[Row, ...]:
    """Put entries into rows and sum them.

    Parameters
    ----------
    entries : sequence of Entry
        Sources and sinks. [t of the gas]
    ids : iterable of str
        Rows in their order.
    place : callable
        Where an entry belongs.
    years : sequence of int
        Years of the account.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.
    keys : mapping of str
        Notation key of rows that no entry belongs to; without one they are not estimated (NE).

    Returns
    -------
    tuple of Row
        [t of the gas, t CO2e]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 8.
    """
    placed: dict[str, list[tuple[Entry, bool]]] = {id: [] for id in ids}
    for entry in entries:
        for depth, id in enumerate(place(entry)):
            placed[id].append((entry, depth == 0))
    count = len(years)
    return tuple(_row(id, given, count, set_name, keys.get(id, NOT_ESTIMATED)) for id, given in placed.items())  # fmt: skip


def summed(rows: Iterable[Row], ids: Iterable[str], count: int) -> Floats:
    """Sum the equivalents of some rows; rows that no line belongs to add nothing.

    Parameters
    ----------
    rows : iterable of Row
        Rows of a view. [t CO2e]
    ids : iterable of str
        Rows that are wanted.
    count : int
        How many years there are.

    Returns
    -------
    ndarray (year)
        NaN in a year in which a line has no value. [t CO2e]
    """
    wanted = set(ids)
    parts = [known(row) for row in rows if row.id in wanted and not row.empty]
    return np.asarray(sum(parts, np.zeros(count)))


def known(row: Row) -> Floats:
    """Give the equivalent of a row for a sum: nothing where the tables state a key in place of all that it lacks.

    Parameters
    ----------
    row : Row
        A row of a view. [t CO2e]

    Returns
    -------
    ndarray (year)
        [t CO2e]
    """
    return np.where(np.array(row.left_out, dtype=bool), 0.0, row.co2e)


def memo(entries: Iterable[Entry], set_name: str, count: int) -> dict[str, Floats]:
    """Sum what is told apart and stands in no total, by what it is.

    Parameters
    ----------
    entries : iterable of Entry
        Sources and sinks. [t of the gas]
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.
    count : int
        How many years there are.

    Returns
    -------
    dict of ndarray (year)
        [t CO2e]
    """
    found: dict[str, Floats] = {}
    for entry in entries:
        if entry.memo:
            amount = entry.amounts * gwp(entry.gas, set_name)
            found[entry.memo] = found.get(entry.memo, np.zeros(count)) + amount
    return found


def category(entry: Entry, view: Mapping[str, str]) -> Name:
    """Give the category of an entry.

    Parameters
    ----------
    entry : Entry
        A source or sink. [t of the gas]
    view : mapping of str
        Name of the view by language.

    Raises
    ------
    InputError
        The list of categories holds no such one (VIEW001).
    """
    if entry.category not in CATEGORIES:
        raise unplaced(entry, view)
    return CATEGORIES[entry.category]


def mapped(entry: Entry, column: str, view: Mapping[str, str]) -> str:
    """Give the row that the table of categories maps an entry to.

    Parameters
    ----------
    entry : Entry
        A source or sink. [t of the gas]
    column : str
        Column of the table that holds the rows of the view.
    view : mapping of str
        Name of the view by language.

    Raises
    ------
    InputError
        Its category is not in the list or has no row in the view (VIEW001).
    """
    found = category(entry, view).more[column]
    if not found:
        raise unplaced(entry, view)
    return found


def unplaced(entry: Entry, view: Mapping[str, str]) -> InputError:
    """Give the refusal of an entry that a view has no place for (VIEW001).

    Parameters
    ----------
    entry : Entry
        A source or sink. [t of the gas]
    view : mapping of str
        Name of the view by language.
    """
    near = "" if entry.category in CATEGORIES else CATEGORIES.nearest(entry.category)
    hint = {"en": f"; did you mean {near}?", "zh": f"；是否为 {near}？"} if near else ""
    told = note("VIEW001", line=entry.line, category=entry.category, view=dict(view), hint=hint)
    return InputError(faults=[told])


def keys_of(stated: Mapping[str, str], book: Book, column: str) -> dict[str, str]:
    """Give the notation keys of rows from those stated of rows or of categories.

    A row takes the key of its categories where all that belong to it say the same.

    Parameters
    ----------
    stated : mapping of str
        NO, NE, IE or C by row or category.
    book : Book
        Rows of the view.
    column : str
        Column of the table of categories that says where one belongs.
    """
    found = {id: key for id, key in stated.items() if id in book}
    belonging: dict[str, set[str]] = {}
    for id in CATEGORIES:
        belonging.setdefault(CATEGORIES[id].more[column], set()).add(stated.get(id, ""))
    alike = {row: next(iter(said)) for row, said in belonging.items() if row and len(said) == 1}
    return {row: key for row, key in alike.items() if key} | found


def together(views: Mapping[str, View]) -> View:
    """Add the same view of several regions.

    Parameters
    ----------
    views : mapping of View
        By region. [t CO2e]

    Returns
    -------
    View
        Sums of rows and totals; a row has a value where any region has one. [t CO2e]

    Raises
    ------
    InputError
        Two of them use different sets of warming potentials (UNIT009).
    Misaligned
        They are not of the same standard and years.
    """
    one_set({name: view.gwp for name, view in views.items()})
    first = next(iter(views.values()))
    if any((v.name, v.years) != (first.name, first.years) for v in views.values()):
        msg = f"views of different standards or years: {', '.join(views)}"
        raise Misaligned(msg)
    return functools.reduce(_added, views.values())


def _added(one: View, other: View) -> View:
    rows = tuple(_both(a, b) for a, b in zip(one.rows, other.rows, strict=True))
    nothing = np.zeros(len(one.years))
    memos = {
        m: one.memo.get(m, nothing) + other.memo.get(m, nothing) for m in {**one.memo, **other.memo}
    }
    totals = {name: total + other.totals[name] for name, total in one.totals.items()}
    return dataclasses.replace(one, rows=rows, totals=totals, memo=memos)


def _both(one: Row, other: Row) -> Row:
    if one.empty or other.empty:
        return one if other.empty else other
    nothing = np.zeros(len(one.co2e))
    gases = {
        g: one.gases.get(g, nothing) + other.gases.get(g, nothing)
        for g in {**one.gases, **other.gases}
    }
    left_out = tuple(a and b for a, b in zip(one.left_out, other.left_out, strict=True))
    co2e = np.where(left_out, np.nan, known(one) + known(other))
    return Row(
        id=one.id, gases=gases, co2e=co2e, biogenic=one.biogenic + other.biogenic, empty=False,
        notation=tuple("" if np.isfinite(v) else a or b for v, a, b in zip(co2e, one.notation, other.notation, strict=True)),
        grades=tuple(worst(pair) for pair in zip(one.grades, other.grades, strict=True)),
        refs=tuple(a | b for a, b in zip(one.refs, other.refs, strict=True)),
        closed=tuple(a or b for a, b in zip(one.closed, other.closed, strict=True)), left_out=left_out,
    )  # fmt: skip


def _row(id: str, placed: list[tuple[Entry, bool]], count: int, set_name: str, key: str) -> Row:
    biogenic = sum((e.amounts for e, _ in placed if e.memo), np.zeros(count))
    counted = [e for e, _ in placed if not e.memo]
    own = [e for e, direct in placed if direct]
    gases = _gases(counted, count)
    co2e = sum((a * gwp(gas, set_name) for gas, a in gases.items()), np.zeros(count))
    notation = tuple(_key(counted, place, key) for place in range(count))
    left_out = tuple(_left_out(counted, place) for place in range(count))
    return Row(
        id=id, biogenic=np.asarray(biogenic), notation=notation, empty=not counted, left_out=left_out,
        gases={gas: np.where(left_out, np.nan, amount) for gas, amount in gases.items()},
        co2e=np.where([bool(said) for said in notation], np.nan, co2e),
        grades=tuple(worst(e.grades[p] for e in counted) for p in range(count)),
        refs=tuple(frozenset().union(*(e.refs[p] for e in own)) for p in range(count)),
        closed=tuple(any(e.closed[p] for e in own) for p in range(count)),
    )  # fmt: skip


def _gases(entries: Iterable[Entry], count: int) -> dict[str, Floats]:
    """Sum entries by gas in its official order; a cell in place of which a key is stated adds nothing."""
    found: dict[str, Floats] = {}
    for entry in sorted(entries, key=lambda e: GASES.rank(e.gas)):
        nothing = np.array([key in LEFT_OUT for key in entry.keys], dtype=bool)
        amounts = np.where(nothing & np.isnan(entry.amounts), 0.0, entry.amounts)
        found[entry.gas] = found.get(entry.gas, np.zeros(count)) + amounts
    return found


def _key(entries: Sequence[Entry], place: int, key: str) -> str:
    """Give the notation key of a year, or nothing where the row has a value."""
    stated = [e.keys[place] for e in entries if np.isnan(e.amounts[place])]
    if not entries:
        return key
    if "" in stated:
        return NOT_ESTIMATED
    return min(stated, key=LEFT_OUT.index) if len(stated) == len(entries) else ""


def _left_out(entries: Sequence[Entry], place: int) -> bool:
    """Tell whether no entry has a value in a year and the tables state a key in place of each."""
    return bool(entries) and all(np.isnan(e.amounts[place]) and e.keys[place] for e in entries)


def _records(row: Row, years: Sequence[int]) -> Iterable[tuple[object, ...]]:
    columns = {**row.gases, "CO2e": row.co2e, "CO2b": row.biogenic}
    for gas, amounts in columns.items():
        if gas == "CO2b" and not np.nan_to_num(amounts).any():
            continue
        for place, year in enumerate(years):
            value = float(amounts[place])
            shown = None if np.isnan(value) else value
            yield row.id, year, gas, shown, row.notation[place], row.grades[place]
