"""Statistics of what emits but is not burnt: series by indicator and kind, each year with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

import numpy as np
import polars as pl

from dualcarbon.errors import UnitMismatch
from dualcarbon.inventory.ledger import Activity, Use
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import INDICATORS
from dualcarbon.vocabulary.units import scale

POPULATION = "population"


class Activities:
    """The activity of a region by indicator and kind.

    Parameters
    ----------
    years : sequence of int
        Years of the account.
    frame : DataFrame
        Rows of the table ``activity``: year, indicator, kind, value, unit, row (file and line), and where stated
        lo95, hi95, grade, notation, filled. [unit of the row]
    population : Activity, optional
        Residents, for what is counted per person. [person]
    """

    def __init__(
        self, years: Sequence[int], frame: pl.DataFrame, population: Activity | None = None
    ) -> None:
        self.years = tuple(years)
        self.population = population
        self.told: set[tuple[str, str]] = set()
        """Indicators and kinds of which a method has said itself why they are in no line."""
        self._rows: dict[tuple[str, str], list[dict[str, object]]] = {}
        self._faults: dict[tuple[str, ...], Fault] = {}
        for row in frame.sort("year").iter_rows(named=True) if not frame.is_empty() else ():
            self._rows.setdefault((row["indicator"], row.get("kind") or ""), []).append(row)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Rows in a unit of another kind than what they are of (LED002), and two rows for one year (LED007)."""
        return tuple(self._faults.values())

    @property
    def indicators(self) -> tuple[str, ...]:
        """Indicators that have rows."""
        return tuple(dict.fromkeys(indicator for indicator, _ in self._rows))

    def kinds(self, indicator: str) -> tuple[str, ...]:
        """Give the kinds of an indicator, as the rows name them; nothing stands for rows without a kind."""
        return tuple(kind for name, kind in self._rows if name == indicator)

    def series(self, indicator: str, unit: str, kind: str = "") -> Activity | None:
        """Give a series over the years that it has rows of.

        Parameters
        ----------
        indicator, kind : str
            What is looked for.
        unit : str
            Unit that it is wanted in; a row in a unit of another kind is told in ``faults`` and left out.

        Returns
        -------
        Activity or None
            Values (its own years) [``unit``]; nothing if there is no row.
        """
        rows = self._rows.get((indicator, kind), [])
        self._one_a_year(indicator, kind, rows)
        found = [(row, self._scaled(row, unit)) for row in rows]
        known = [(row, by) for row, by in found if by is not None]
        if not known:
            return None
        return Activity(
            name=indicator + (f"/{kind}" if kind else ""),
            unit=unit,
            years=tuple(int(str(row["year"])) for row, _ in known),
            values=_numbers(known, "value"),
            refs=tuple(str(row["row"]) for row, _ in known),
            lo95=_numbers(known, "lo95"),
            hi95=_numbers(known, "hi95"),
            grades=tuple(str(row.get("grade") or "") for row, _ in known),
            filled=tuple(str(row.get("filled") or "") for row, _ in known),
        )

    def over(self, indicator: str, unit: str, kind: str = "") -> Activity | None:
        """Give a series over the years of the account, NaN where it has no row. [``unit``]."""
        series = self.series(indicator, unit, kind)
        return None if series is None else on_years(series, self.years)

    def unused(self, refs: Set[str]) -> Iterator[tuple[str, str, Place]]:
        """Give indicator, kind and first place of the rows of which no line reads a cell in the years of the account.

        Parameters
        ----------
        refs : set of str
            Source cells that the lines of the ledger rest on.
        """
        for (indicator, kind), rows in self._rows.items():
            here = [
                str(r["row"]) for r in rows if r["year"] in self.years and r["value"] is not None
            ]
            if here and (indicator, kind) not in self.told and not refs & set(here):
                yield indicator, kind, placed(here[0])

    def notation(self, indicator: str, kind: str, year: int) -> str:
        """Give the notation key (NO, NE, IE, C) that the table states for a year, or nothing."""
        rows = self._rows.get((indicator, kind), [])
        return next((str(r.get("notation") or "") for r in rows if r["year"] == year), "")

    def place(self, indicator: str, kind: str = "") -> Place:
        """Give where the first row of an indicator and kind stands, or nothing where there is none."""
        rows = self._rows.get((indicator, kind), [])
        return placed(str(rows[0]["row"])) if rows else Place()

    def _one_a_year(self, indicator: str, kind: str, rows: list[dict[str, object]]) -> None:
        """Tell of two rows of the same indicator, kind and year: the account knows no sectors of an activity."""
        seen: dict[object, dict[str, object]] = {}
        for row in rows:
            first = seen.setdefault(row["year"], row)
            if first is not row:
                other = str(first["row"]).rpartition(":")[2]
                told = {
                    "indicator": INDICATORS.both(indicator),
                    "kind": kind or "-",
                    "year": row["year"],
                }
                fault = note("LED007", placed(str(row["row"])), other=other, **told)
                self._faults.setdefault((indicator, kind, "twice"), fault)

    def _scaled(self, row: dict[str, object], unit: str) -> float | None:
        given = str(row["unit"])
        try:
            return scale(given, unit)
        except UnitMismatch:
            place = placed(str(row["row"]))
            name = str(row["indicator"])
            told = note("LED002", place, indicator=name, given=given, wanted=unit)
            self._faults.setdefault((name, str(row.get("kind") or "")), told)
        return None


def placed(ref: str) -> Place:
    """Give the place that a reference to a cell names.

    Examples
    --------
    >>> str(placed("data/activity.csv:12"))
    'data/activity.csv line 12'
    """
    file, _, line = ref.rpartition(":")
    return Place(file=file, line=int(line) if line.isdecimal() else None)


def on_years(series: Activity, years: Sequence[int]) -> Activity:
    """Give a series on other years, NaN where it has none.

    Parameters
    ----------
    series : Activity
        Values (its own years). [any unit]
    years : sequence of int
        Years wanted.

    Returns
    -------
    Activity
        Values (year). [unit of ``series``]
    """
    at = {year: place for place, year in enumerate(series.years)}
    places = [at.get(year) for year in years]

    def numbers(values: np.ndarray | None) -> np.ndarray | None:
        if values is None:
            return None
        return np.array([np.nan if p is None else values[p] for p in places])

    def texts(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple("" if p is None or not words else words[p] for p in places)

    values = numbers(series.values)
    return Activity(
        name=series.name, unit=series.unit, years=tuple(years), values=series.values if values is None else values,
        refs=texts(series.refs), lo95=numbers(series.lo95), hi95=numbers(series.hi95), grades=texts(series.grades),
        filled=texts(series.filled),
    )  # fmt: skip


def use(
    shelf: Shelf, item: str, quantity: str, unit: str, years: Iterable[int], *, kind: str = "", label: bool = False
) -> Use:  # fmt: skip
    """Take a number for every year of a line; the same record in all years is one number.

    Parameters
    ----------
    shelf : Shelf
        Numbers that the study may take.
    item, quantity, kind : str
        What is looked for.
    unit : str
        Unit that it is wanted in.
    years : iterable of int
        Years of the line.
    label : bool
        Whether the kind is a name that the study gives; see ``Shelf.take``.

    Returns
    -------
    Use
        One number, or one a year. [``unit``]

    Raises
    ------
    InputError
        There is none (REF040).
    """
    taken = tuple(
        shelf.take(item, quantity, unit, year=year, kind=kind, label=label) for year in years
    )
    return Use(taken[:1] if len({number.id for number in taken}) == 1 else taken)


def _numbers(known: Sequence[tuple[dict[str, object], float]], column: str) -> np.ndarray:
    """Give a column of rows in the unit wanted, NaN where a cell is empty."""
    return np.array([float(str(r.get(column))) * by if r.get(column) is not None else np.nan for r, by in known])  # fmt: skip
