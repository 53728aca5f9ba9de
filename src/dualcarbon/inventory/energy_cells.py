"""Cells of the energy account as series of statistics, each with the rows of the tables that make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
import xarray as xr

from dualcarbon.inventory.ledger import Activity, Floats, Formula

Row = Mapping[str, object]
Term = tuple[str, float, int]  # row of the balance, sign, place among its like


class Cells:
    """Cells of the energy account as series, each year with the row that it came from.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    rows : DataFrame
        The yearbook's rows of it, with ``row`` (file and line) and, where stated, lo95, hi95, grade, filled; where several
        rows make one cell, with ``value`` and the ``sign`` that the row was entered with. [tce]
    """

    def __init__(self, energy: xr.DataArray, rows: pl.DataFrame) -> None:
        self.energy = energy
        self.years = tuple(int(y) for y in energy.year.values)
        self._rows: dict[tuple[int, str, str, str], list[Row]] = {}
        for row in rows.iter_rows(named=True):
            key = (row["year"], row["sector"], row["flow"], row["fuel"])
            self._rows.setdefault(key, []).append(row)

    def of(
        self, sector: str, flow: str, fuel: str, formula: Formula
    ) -> tuple[tuple[Activity, ...], Formula]:
        """Give the series that make a cell, and the formula that takes them in the place of one. [tce]."""
        found = [self._rows.get((year, sector, flow, fuel), []) for year in self.years]
        if max(map(len, found), default=0) <= 1:
            values = self.energy.sel(sector=sector, flow=flow, fuel=fuel).values.astype(float)
            rows = [some[0] if some else {} for some in found]
            return (_series(f"{sector}/{flow}/{fuel}", self.years, values, rows, 1.0),), formula
        terms = dict.fromkeys(key for some in found for key in _named(some))
        made = [self._term(f"{sector}/{flow}/{fuel}", found, key) for key in terms]
        return tuple(made), _added([sign for _, sign, _ in terms], formula)

    def _term(self, name: str, found: Sequence[Sequence[Row]], key: Term) -> Activity:
        """Give one of several rows of a cell as it is printed: what is taken off here may be added elsewhere."""
        _, sign, _ = key
        rows = [_named(some).get(key, {}) for some in found]
        values = np.array([sign * float(str(row.get("value", 0.0))) for row in rows])
        return _series(name, self.years, values, rows, sign)


def _named(rows: Sequence[Row]) -> dict[Term, Row]:
    """Name the rows of a cell by their row of the balance, their sign and their place among its like."""
    found: dict[Term, Row] = {}
    for row in rows:
        label, sign = str(row.get("balance_row") or ""), float(str(row.get("sign") or 1.0))
        place = sum((label, sign) == key[:2] for key in found)
        found[label, sign, place] = row
    return found


def _series(
    name: str, years: tuple[int, ...], values: Floats, rows: Sequence[Row], sign: float
) -> Activity:
    ends = [_numbers(rows, column) * sign for column in ("lo95", "hi95")]
    return Activity(
        name=name,
        unit="tce",
        years=years,
        values=values,
        refs=tuple(str(row.get("row") or "") for row in rows),
        lo95=ends[0] if sign > 0 else ends[1],
        hi95=ends[1] if sign > 0 else ends[0],
        grades=tuple(str(row.get("grade") or "") for row in rows),
        filled=tuple(str(row.get("filled") or "") for row in rows),
    )


def _added(signs: Sequence[float], formula: Formula) -> Formula:
    """Give a formula that adds up its first arrays before it goes on."""
    count = len(signs)

    def summed(*arrays: Floats) -> Floats:
        first = sum(s * a for s, a in zip(signs[1:], arrays[1:count], strict=True))
        return formula(signs[0] * arrays[0] + first, *arrays[count:])

    return summed


def _numbers(rows: Sequence[Row], column: str) -> Floats:
    return np.array([np.nan if r.get(column) is None else float(str(r[column])) for r in rows])
