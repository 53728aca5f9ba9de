"""Gross domestic product, value added and population, on one price basis."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import xarray as xr

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import SECTORS
from dualcarbon.yearbook.series import Series, spans

APART = 5e-3
"""How far growth by the index and by amounts at constant prices may differ, by rounding and re-basing. [1]"""
PRICED = re.compile(r"CNY([0-9]{4})")


def prices(frame: pl.DataFrame, price_year: int, file: str) -> list[Fault]:
    """Hold the economy to one basis of constant prices.

    Parameters
    ----------
    frame
        Rows of the economy table; ``unit`` is ``CNY`` with or without a price year, or an index.
    price_year
        Price year that the study declares.
    file
        Name of the file in messages.

    Returns
    -------
    ECO001 where value added names no price year, ECO002 where a series has several bases, ECO003
    where it stands in other prices than declared, ECO005 where current prices name a year.
    """
    faults: list[Fault] = []
    for (indicator,), rows in frame.sort("line").group_by(["indicator"], maintain_order=True):
        first = rows.row(0, named=True)
        place = Place(file=file, line=first["line"])
        series = {"series": str(indicator), "unit": first["given_unit"]}
        units = [unit for unit in rows["unit"].unique(maintain_order=True) if unit]
        if len(units) > 1:
            faults.append(note("ECO002", place, series=indicator, units=", ".join(units)))
        elif units:
            faults += _priced(str(indicator), units[0], price_year, place, series)
    return faults


def coverage(frame: pl.DataFrame, file: str) -> list[Fault]:
    """Tell of sectors that have no value added in years in which others have: SER004.

    Parameters
    ----------
    frame
        Rows of the economy table.
    file
        Name of the file in messages.
    """
    rows = _rows(frame, "value_added").filter(pl.col("sector") != "total").sort("line")
    years = set(rows["year"])
    faults: list[Fault] = []
    for (sector,), one in rows.group_by(["sector"], maintain_order=True):
        if absent := years - set(one["year"]):
            place, name = Place(file=file, line=min(one["line"])), f"{sector} value_added"
            faults.append(note("SER004", place, series=name, years=spans(absent)))
    return faults


def contradiction(frame: pl.DataFrame, file: str) -> list[Fault]:
    """Tell where the index of GDP and its amounts at constant prices grow apart: ECO006.

    Parameters
    ----------
    frame
        Rows of the economy table.
    file
        Name of the file in messages.
    """
    whole = pl.col("sector") == "total"
    money, index = (
        dict(_rows(frame, name).filter(whole).select("year", "value").rows())
        for name in ("value_added", "gdp_index")
    )
    years = sorted(set(money) & set(index))
    if len(years) < 2 or 0 in (money[years[0]], index[years[0]]):
        return []
    first, last = years[0], years[-1]
    grown, said = money[last] / money[first] - 1, index[last] / index[first] - 1
    if abs((1 + grown) / (1 + said) - 1) <= APART:
        return []
    told = {"amounts": f"{100 * grown:.1f}", "index": f"{100 * said:.1f}"}
    return [note("ECO006", Place(file=file), start=first, end=last, **told)]


def _priced(
    indicator: str, unit: str, price_year: int, place: Place, series: dict[str, str]
) -> list[Fault]:
    match = PRICED.fullmatch(unit)
    if indicator == "gdp_current" and match:
        return [note("ECO005", place, **series)]
    if indicator == "value_added" and unit == "CNY":
        return [note("ECO001", place, **series)]
    if indicator == "value_added" and match and int(match[1]) != price_year:
        return [note("ECO003", place, series=indicator, given=match[1], wanted=price_year)]
    return []


def positive(one: Series) -> list[Fault]:
    """Tell of people and money of the whole region that are 0: ECO004."""
    whole = one.key.get("sector", "total") == "total"
    return [
        note("ECO004", one.place(n), series=one.name, year=one.years[n], value=value)
        for n, value in enumerate(one.values)
        if whole and value == 0
    ]


def gross_domestic_product(frame: pl.DataFrame) -> xr.DataArray | None:
    """Give GDP (year) at constant prices, or as an index where no amounts are given.

    Parameters
    ----------
    frame
        Rows of the economy table: ``value_added`` of sector ``total`` [CNY of a price year], or
        ``gdp_index`` [an index such as ``1978=100``]. Sums of sectors and figures at current prices
        are not used in their place.

    Returns
    -------
    xr.DataArray or None
        GDP (year) [CNY of a price year, or the index], or nothing.
    """
    for indicator in ("value_added", "gdp_index"):
        rows = _rows(frame, indicator).filter(pl.col("sector") == "total")
        if not rows.is_empty():
            return by_year(rows)
    return None


def value_added(frame: pl.DataFrame) -> xr.DataArray | None:
    """Give value added by sector at constant prices, the total left out.

    Parameters
    ----------
    frame
        Rows of the economy table.

    Returns
    -------
    xr.DataArray or None
        Value added (year, sector) [CNY of a price year], or nothing.
    """
    rows = _rows(frame, "value_added").filter(pl.col("sector") != "total")
    if rows.is_empty():
        return None
    years = sorted(set(rows["year"]))
    sectors = sorted(set(rows["sector"]), key=SECTORS.rank)
    values = np.zeros((len(years), len(sectors)))
    for row in rows.iter_rows(named=True):
        values[years.index(row["year"]), sectors.index(row["sector"])] = row["value"]
    coords = {"year": years, "sector": sectors}
    units = {"units": rows["unit"][0]}
    return xr.DataArray(
        values, coords=coords, dims=("year", "sector"), attrs=units, name="value_added"
    )


def population(frame: pl.DataFrame) -> xr.DataArray | None:
    """Give resident population.

    Parameters
    ----------
    frame
        Rows of the population table.

    Returns
    -------
    xr.DataArray or None
        Population (year) [person], or nothing.
    """
    rows = _rows(frame, "population")
    return None if rows.is_empty() else by_year(rows)


def by_year(rows: pl.DataFrame) -> xr.DataArray:
    """Give the values of one series.

    Parameters
    ----------
    rows
        Rows of the series, one a year.

    Returns
    -------
    xr.DataArray
        Values (year) [the unit of the rows].
    """
    rows = rows.sort("year")
    attrs = {"units": rows["unit"][0]}
    return xr.DataArray(
        rows["value"].to_numpy(), coords={"year": rows["year"].to_list()}, dims="year", attrs=attrs
    )


def _rows(frame: pl.DataFrame, indicator: str) -> pl.DataFrame:
    return frame.filter((pl.col("indicator") == indicator) & pl.col("value").is_not_null())
