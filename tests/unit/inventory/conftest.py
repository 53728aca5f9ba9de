"""Accounts made of a few cells, so that every expected number can be worked out by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import xarray as xr

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.ledger import Activity
from dualcarbon.reference.numbers import Shelf, tiers, zones

SIGNS = ("year", "sector", "flow", "fuel")


def account(cells, years, units="tce"):
    """Make a dense array (year, sector, flow, fuel) of cells ``{(sector, flow, fuel): values}``."""
    labels = [sorted({cell[i] for cell in cells}) for i in range(3)]
    coords = dict(zip(SIGNS, [list(years), *labels], strict=True))
    dense = xr.DataArray(
        np.zeros([len(c) for c in coords.values()]),
        coords=coords,
        dims=SIGNS,
        attrs={"units": units},
    )
    for (sector, flow, fuel), values in cells.items():
        dense.loc[{"sector": sector, "flow": flow, "fuel": fuel}] = values
    return dense


@pytest.fixture(scope="session")
def make():
    return account


@pytest.fixture(scope="session")
def energy():
    """Two sectors, a power plant that also serves itself, imports and a little export; 2015 and 2016. [tce]"""
    return account(
        {
            ("industry", "final", "coal"): [100.0, 90.0],
            ("industry", "final", "electricity"): [30.0, 32.0],
            ("households", "final", "natural_gas"): [10.0, 0.0],
            ("households", "final", "electricity"): [10.0, 12.0],
            ("energy_supply", "power", "coal"): [75.0, 70.0],
            ("energy_supply", "power", "electricity"): [-30.0, -28.0],
            ("energy_supply", "import", "electricity"): [12.0, 18.0],
            ("energy_supply", "export", "electricity"): [2.0, 2.0],
        },
        [2015, 2016],
    )


def rows_of_balance(cells, years=(2019,)):
    """Make rows of a balance (year, row, fuel) of cells ``{(row, fuel): values}``. [tce]"""
    rows, fuels = (sorted({cell[i] for cell in cells}) for i in (0, 1))
    coords = {"year": list(years), "row": rows, "fuel": fuels}
    dense = xr.DataArray(
        np.zeros([len(c) for c in coords.values()]),
        coords=coords,
        dims=list(coords),
        attrs={"units": "tce"},
    )
    for (row, fuel), values in cells.items():
        dense.loc[{"row": row, "fuel": fuel}] = values
    return dense


@pytest.fixture(scope="session")
def balance():
    return rows_of_balance


def table(rows, population=None, years=(2016, 2017)):
    """Make a table of activity of rows (indicator, kind, unit, {year: value}), and residents {year: persons}."""
    made = [
        {"year": year, "indicator": indicator, "kind": kind, "value": float(value), "unit": unit}
        for indicator, kind, unit, values in rows
        for year, value in values.items()
    ]
    frame = pl.DataFrame(
        [{**row, "row": f"data/activity.csv:{n + 2}"} for n, row in enumerate(made)]
    )
    return Activities(years, frame, residents(population) if population else None)


def residents(values):
    """Make a series of residents. [person]"""
    return Activity(
        name="population",
        unit="person",
        years=tuple(values),
        values=np.array([float(v) for v in values.values()]),
        refs=tuple(f"data/population.csv:{year}" for year in values),
    )


@pytest.fixture(scope="session")
def statistics_of():
    return table


@pytest.fixture
def in_east():
    """Numbers for Jiangsu, editions of 2011 and 2006."""
    return Shelf(tiers(), zones("320000"))


@pytest.fixture
def refined():
    """Numbers for Jiangsu, the IPCC's of 2019 before those of 2006, no provincial guideline."""
    return Shelf(tiers("2019", "none"), zones("320000"))
