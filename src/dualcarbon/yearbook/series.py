"""Series of a table: one vintage, no gaps, no impossible value; suspicions are told, never mended."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.figures import plain
from dualcarbon.vocabulary.names import nearest
from dualcarbon.vocabulary.tables import FIELDS, TABLES, Table

FAR = 3.0
"""A value this many times off what its neighbours suggest is told of. [1]"""
STEADY = 1.5
"""Neighbours within this ratio suggest a value. [1]"""
PLANTS = {"power": "electricity", "heat": "heat"}
"""Flows of plants, and what they make: an output, negative, where all else is an input."""
POSITIVE_FLOWS = ("final", "losses", "import", "export", "feedstock", "consumption")
SIGNED = ("land_flux", "credit_project", "credit_baseline")
"""Indicators that may be negative: what land takes up, and stocks of carbon that shrink."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one thing over the years, as they stand in a table.

    ``values`` [unit of the table] are empty where the cell is empty, was refused or holds a notation
    key; ``known`` tells that the file speaks about the year.
    """

    table: Table
    file: str
    key: Mapping[str, str]
    years: tuple[int, ...]
    values: tuple[float | None, ...]
    known: tuple[bool, ...]
    lines: tuple[int, ...]
    unit: str = ""

    def shown(self, value: float) -> str:
        """Give a value with the unit it is kept in."""
        return f"{plain(value)} {self.unit}".strip()

    @property
    def name(self) -> dict[str, str]:
        """Name of the series in both languages."""
        return named(self.key)

    def place(self, position: int | None = None) -> Place:
        """Give the file, and the line of one value."""
        return Place(file=self.file, line=None if position is None else self.lines[position])


def series(frame: pl.DataFrame, table: str, file: str) -> list[Series]:
    """Give the series of a table, sorted by key and year."""
    columns = series_key(table)
    held = pl.col("refused") | (pl.col("notation") != "") | pl.col("value").is_not_null()
    ordered = frame.with_columns(held.alias("known")).sort([*columns, "year", "line"])
    lists = [pl.col(name) for name in ("year", "value", "known", "line")]
    groups = ordered.group_by(columns, maintain_order=True).agg(*lists, pl.col("unit").first())
    return [_series(row, TABLES[table], file, columns) for row in groups.iter_rows(named=True)]


def named(key: Mapping[str, str]) -> dict[str, str]:
    """Give the name of a series in both languages.

    Examples
    --------
    >>> named({"sector": "industry", "fuel": "coal"})
    {'en': 'industry coal', 'zh': '工业·煤炭'}
    """
    ids = [part for part in key.values() if part]
    books = {column: FIELDS[column].book for column in key}
    zh = [book.text(key[c], "zh") if book and key[c] else key[c] for c, book in books.items()]
    return {"en": " ".join(ids), "zh": "·".join(part for part in zh if part)}


def series_key(table: str) -> list[str]:
    """Give the columns that tell one series of a table from another."""
    return [name for name in TABLES[table].key if name not in ("year", "vintage")]


def _series(row: Mapping[str, Any], table: Table, file: str, columns: list[str]) -> Series:
    key = {name: row[name] for name in columns}
    years, values, known, lines = (tuple(row[name]) for name in ("year", "value", "known", "line"))
    return Series(table, file, key, years, values, known, lines, unit=row["unit"] or "")


def one_vintage(
    frame: pl.DataFrame, table: str, file: str, chosen: str
) -> tuple[pl.DataFrame, list[Fault]]:
    """Keep one vintage of every series; a choice is declared, never made here.

    Parameters
    ----------
    frame
        Rows of the table, all vintages.
    table
        Name of the table in the vocabulary.
    file
        Name of the file in messages.
    chosen
        Vintage that the study declares for the table, or an empty text.

    Returns
    -------
    Rows of one vintage each series, and what was found: SER001 where a series has several and none
    is declared, SER002 where a series stands in another than the declared one, SER003 where the
    declared one is in no row.
    """
    every = sorted(set(frame["vintage"]))
    if chosen and chosen not in every and not frame.is_empty():
        near = nearest(chosen, every)
        hint = {"en": f'; did you mean "{near}"?', "zh": f"；是否应为“{near}”？"} if near else ""
        return frame, [note("SER003", Place(file=file), text=chosen, hint=hint)]
    columns = series_key(table)
    groups = frame.group_by(columns, maintain_order=True)
    kept: list[pl.DataFrame] = [frame.clear()]
    faults: list[Fault] = []
    for _, rows in groups:
        one, found = _chosen(rows, table, file, chosen)
        kept.append(one)
        faults += found
    return pl.concat(kept), sorted(faults, key=lambda fault: fault.place.line or 0)


def _chosen(
    rows: pl.DataFrame, table: str, file: str, chosen: str
) -> tuple[pl.DataFrame, list[Fault]]:
    vintages = sorted(set(rows["vintage"]))
    if chosen and chosen in vintages:
        return rows.filter(pl.col("vintage") == chosen), []
    if len(vintages) == 1 and not chosen:
        return rows, []
    one = series(rows, table, file)[0]
    place = Place(file=file, line=min(rows["line"]))
    if len(vintages) == 1:
        own = {"chosen": chosen, "vintage": vintages[0]}
        return rows, [note("SER002", place, series=one.name, **own)]
    printed = ", ".join(f'"{vintage}"' for vintage in vintages)
    return rows, [note("SER001", place, series=one.name, vintages=printed, table=table)]


def gaps(one: Series) -> list[Fault]:
    """Tell which years a series lacks between its first and its last value.

    Returns
    -------
    MOD010 with the years, or MOD011 where no year has a value.
    """
    given = [year for year, known in zip(one.years, one.known, strict=True) if known]
    if not given:
        return [note("MOD011", one.place(0), series=one.name)]
    missing = [year for year in range(min(given), max(given)) if year not in set(given)]
    after = next((n for n, y in enumerate(one.years) if missing and y >= missing[0]), 0)
    return (
        [note("MOD010", one.place(after), series=one.name, years=spans(missing))] if missing else []
    )


def spans(years: Iterable[int]) -> str:
    """Give years as a short text.

    Examples
    --------
    >>> spans([2003, 2004, 2005, 2009])
    '2003-2005, 2009'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def negatives(one: Series) -> list[Fault]:
    """Tell of uses of energy, people and money that are negative, MOD004; of outputs of plants that are not, MOD012."""
    if one.key.get("indicator") in SIGNED:
        return []
    flow, fuel = one.key.get("flow"), one.key.get("fuel", "total")
    is_output = PLANTS.get(flow or "") == fuel
    is_use = flow is None or flow in POSITIVE_FLOWS or (flow in PLANTS and fuel != "total")
    if not (is_output or is_use):
        return []
    code, sign = ("MOD012", -1) if is_output else ("MOD004", 1)
    return [
        note(code, one.place(n), year=one.years[n], series=one.name, value=one.shown(value))
        for n, value in enumerate(one.values)
        if value is not None and sign * value < 0
    ]


def suspicions(one: Series) -> list[Fault]:
    """Tell of values that look like slips: a lone zero, a value far off its neighbours.

    Returns
    -------
    SER005 for a zero between two positive values; SER006 for a value at least three times off the
    geometric mean of two neighbours that agree within a half, or, at the ends of the series, off the
    next value where that one is steady.
    """
    points = [(n, value) for n, value in enumerate(one.values) if value is not None]
    faults: list[Fault] = []
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        faults += _slip(one, here, before[1], after[1])
    if len(points) > 2:
        faults += _slip(one, points[0], points[1][1], points[2][1], inside=False)
        faults += _slip(one, points[-1], points[-2][1], points[-3][1], inside=False)
    return faults


def _slip(
    one: Series, here: tuple[int, float], before: float, after: float, *, inside: bool = True
) -> list[Fault]:
    """Judge one value by two others: its neighbours, or the two next to an end."""
    position, value = here
    year, place = one.years[position], one.place(position)
    if min(before, after) <= 0 or max(before, after) > STEADY * min(before, after):
        return []
    if value == 0 and inside:
        beside = {"before": one.shown(before), "after": one.shown(after)}
        return [note("SER005", place, series=one.name, year=year, **beside)]
    expected = math.sqrt(before * after) if inside else before
    times = value / expected
    if value <= 0 or 1 / FAR < times < FAR:
        return []
    numbers = {"value": one.shown(value), "expected": one.shown(expected), "times": f"{times:.3g}"}
    return [note("SER006", place, series=one.name, year=year, **numbers)]
