"""Energy by sector, flow and fuel as one dense account; what is a total stays out of it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
import xarray as xr

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS
from dualcarbon.yearbook.series import spans

CELL = ["sector", "flow", "fuel"]
LARGE = 0.05
"""Share of all rows of a year that no figure may have in one year and lack in another. [1]"""
ZERO = ("NO", "IE")
"""Notation keys of what is nothing, or stands elsewhere; of others the figure is not known."""
ORDER = {"sector": SECTORS, "flow": FLOWS, "fuel": FUELS}


def account_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that add up to the account.

    Rows of fuel ``total`` are left out, and rows of sector ``total`` where the same fuel and flow are
    given by sector in the same year too: both only repeat what other rows say. A fuel that is given for
    all sectors alone stays in, and so does what is more than 0 in a year that no sector has.

    Parameters
    ----------
    frame
        Rows of the energy table, one vintage. [tce]
    """
    rows = frame.filter(pl.col("value").is_not_null() & (pl.col("fuel") != "total"))
    by_sector = rows.filter(pl.col("sector") != "total")
    whole = rows.filter(pl.col("sector") == "total")
    alone = whole.join(by_sector, on=["flow", "fuel"], how="anti")
    apart = whole.join(by_sector, on=["flow", "fuel"], how="semi").join(
        by_sector, on=["year", "flow", "fuel"], how="anti"
    )
    return pl.concat([by_sector, alone, apart.filter(pl.col("value") != 0)]).sort([*CELL, "year"])


def total_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of fuel ``total`` of one vintage [tce]."""
    return frame.filter(pl.col("value").is_not_null() & (pl.col("fuel") == "total")).sort(
        [*CELL, "year"]
    )


def counted_twice(rows: pl.DataFrame, file: str) -> list[Fault]:
    """Tell of groups of fuels that stand beside their own kinds: SER008, and over the sectors SER011."""
    faults: list[Fault] = []
    for (sector, flow), cell in rows.group_by(["sector", "flow"], maintain_order=True):
        fuels = set(cell["fuel"])
        for group in sorted(fuel for fuel in fuels if FUELS[fuel].more["kind"] == "group"):
            kinds = [f for f in fuels - {group} if FUELS[f].more["group"] == group]
            if kinds:
                line = min(cell.filter(pl.col("fuel") == group)["line"])
                parts = ", ".join(sorted(kinds, key=FUELS.rank))
                name = f"{sector} {flow} {group}"
                faults.append(note("SER008", Place(file=file, line=line), series=name, parts=parts))
    return faults + _beside_sectors(rows, file)


def _beside_sectors(rows: pl.DataFrame, file: str) -> list[Fault]:
    """Tell of a fuel given for all sectors alone while its group, or kinds of it, are given by sector: SER011."""
    faults: list[Fault] = []
    for (flow,), cell in rows.group_by(["flow"], maintain_order=True):
        whole = cell.filter(pl.col("sector") == "total")
        parts = set(cell.filter(pl.col("sector") != "total")["fuel"])
        for fuel in sorted(set(whole["fuel"]) - parts, key=FUELS.rank):
            kin = sorted((f for f in parts if _holds(f, fuel) or _holds(fuel, f)), key=FUELS.rank)
            if kin:
                place = Place(file=file, line=min(whole.filter(pl.col("fuel") == fuel)["line"]))
                name = f"total {flow} {fuel}"
                faults.append(note("SER011", place, series=name, parts=", ".join(kin)))
    return faults


def _holds(group: str, fuel: str) -> bool:
    """Tell whether a fuel is one of the kinds of a group."""
    is_group = FUELS[group].more["kind"] == "group"
    return is_group and group != fuel and FUELS[fuel].more["group"] == group


def coverage(rows: pl.DataFrame, file: str, frame: pl.DataFrame | None = None) -> list[Fault]:
    """Tell where the account is silent.

    Parameters
    ----------
    rows
        Rows that add up to the account.
    file
        Name of the file in messages.
    frame
        All rows of the table, those with a notation key among them.

    Returns
    -------
    SER004, an error, where a sector has no row at all in a flow for some years, not even one with a notation key; SER007 where a fuel
    that is given in other years has none, which counts as 0; SER012, an error, where that is large.
    """
    years = set(rows["year"])
    sizes = dict(rows.group_by("year").agg(pl.col("value").abs().sum()).iter_rows())
    said = set() if frame is None else _nothing(frame)
    spoken = set() if frame is None else _spoken(frame)
    faults: list[Fault] = []
    for (sector, flow), cell in rows.group_by(["sector", "flow"], maintain_order=True):
        place, given = Place(file=file, line=min(cell["line"])), set(cell["year"])
        given |= {year for year in years if (year, sector, flow) in spoken}
        if years - given:
            silent = spans(years - given)
            faults.append(note("SER004", place, series=f"{sector} {flow}", years=silent))
        for (fuel,), one in cell.group_by(["fuel"], maintain_order=True):
            absent = given - set(one["year"])
            if absent:
                place = Place(file=file, line=min(one["line"]))
                told = {"series": f"{sector} {flow} {fuel}", "years": spans(absent)}
                share = max(
                    abs(v) / sizes[y] if sizes[y] else 0.0
                    for y, v in one.select("year", "value").rows()
                )
                unknown = {y for y in absent if (y, sector, flow, fuel) not in said}
                if unknown and share > LARGE:
                    faults.append(note("SER012", place, **told, share=f"{100 * share:.0f}"))
                else:
                    faults.append(note("SER007", place, **told))
    return faults


def _nothing(frame: pl.DataFrame) -> set[tuple[int, str, str, str]]:
    """Give the cells (year, sector, flow, fuel) of which the table says that there is nothing, or elsewhere."""
    return set(frame.filter(pl.col("notation").is_in(ZERO)).select("year", *CELL).rows())


def _spoken(frame: pl.DataFrame) -> set[tuple[int, str, str]]:
    """Give the sectors and flows (year, sector, flow) of which the table says by a notation key why there is no figure."""
    return set(frame.filter(pl.col("notation") != "").select("year", "sector", "flow").rows())


def keys(frame: pl.DataFrame) -> dict[tuple[str, int], str]:
    """Give the notation keys of a table of energy, by cell (sector/flow/fuel) and year.

    Parameters
    ----------
    frame
        Rows of the energy table, one vintage.

    Examples
    --------
    >>> keys(pl.DataFrame({"year": [2018], "sector": ["industry"], "flow": ["final"], "fuel": ["coal"], "notation": ["NE"]}))
    {('industry/final/coal', 2018): 'NE'}
    """
    rows = frame.filter(pl.col("notation") != "").select("year", *CELL, "notation").rows()
    return {(f"{sector}/{flow}/{fuel}", y): key for y, sector, flow, fuel, key in rows}


def cube(rows: pl.DataFrame, years: Iterable[int]) -> xr.DataArray | None:
    """Give the account (year, sector, flow, fuel) [tce].

    A cell is 0 where the table has no row for it; which cells have rows is told by the rows
    themselves.

    Parameters
    ----------
    rows
        Rows that add up to the account; several for one cell are added. [tce]
    years
        Years of the account.

    Returns
    -------
    xr.DataArray or None
        Energy (year, sector, flow, fuel) [tce], or nothing where no row lies in the years.

    Examples
    --------
    >>> rows = pl.DataFrame({"year": [2020], "sector": ["industry"], "flow": ["final"],
    ...                      "fuel": ["coal"], "value": [3.0]})
    >>> float(cube(rows, [2020]).sel(year=2020, sector="industry", flow="final", fuel="coal"))
    3.0
    """
    wanted = sorted(years)
    rows = rows.filter(pl.col("year").is_in(wanted))
    if rows.is_empty():
        return None
    coords: dict[str, list[int] | list[str]] = {"year": wanted}
    coords |= {dim: sorted(set(rows[dim]), key=book.rank) for dim, book in ORDER.items()}
    values = np.zeros([len(labels) for labels in coords.values()])
    places = tuple(
        rows[dim].replace_strict(labels, range(len(labels))).to_numpy()
        for dim, labels in coords.items()
    )
    np.add.at(values, places, rows["value"].to_numpy())
    return xr.DataArray(
        values, coords=coords, dims=tuple(coords), attrs={"units": "tce"}, name="energy"
    )
