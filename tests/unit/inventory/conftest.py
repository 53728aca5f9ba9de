"""Accounts made of a few cells, so that every expected number can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

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
