"""Territorial, traded and adjusted totals of a small account, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import Misaligned, UnitMismatch
from dualcarbon.inventory import totals


def series(values, unit="t CO2", years=(2015, 2016)):
    return xr.DataArray(
        list(values), coords={"year": list(years)}, dims="year", attrs={"units": unit}
    )


@pytest.fixture
def emissions(energy):
    return (2.0 * energy).assign_attrs(units="t CO2")  # trade rows too, to be left out


def test_the_territory_leaves_trade_out(emissions):
    found = totals.territorial(emissions)
    by_hand = [2 * (100 + 30 + 10 + 10 + 75 - 30), 2 * (90 + 32 + 12 + 70 - 28)]
    assert found.values.tolist() == by_hand
    assert found.attrs["units"] == "t CO2"


def test_sectors_add_up_to_the_territory(emissions):
    parts = totals.by_sector(emissions)
    assert parts.sel(sector="energy_supply").values.tolist() == [2 * (75 - 30), 2 * (70 - 28)]
    assert parts.sum("sector").values.tolist() == totals.territorial(emissions).values.tolist()


def factor(energy, **by_fuel):
    wide = (energy.sum(["sector", "flow"]) * 0.0).assign_attrs(units="t CO2/tce")
    for fuel, values in by_fuel.items():
        wide.loc[{"fuel": fuel}] = values
    return wide


def test_net_trade_is_imports_less_exports_at_the_factor_of_the_year(energy):
    found = totals.net_trade(energy, factor(energy, electricity=[5.0, 4.0]))
    assert found.values.tolist() == [(12 - 2) * 5.0, (18 - 2) * 4.0]
    assert found.attrs["units"] == "t CO2"


def test_without_trade_there_is_nothing_to_add(energy):
    home = energy.sel(flow=["final", "power"])
    found = totals.net_trade(home, factor(home, electricity=9.0))
    assert found.values.tolist() == [0.0, 0.0]


def test_trade_in_a_fuel_without_factor_counts_nothing(energy):
    assert totals.net_trade(energy, factor(energy, coal=2.7)).values.tolist() == [0.0, 0.0]


def test_the_adjusted_total_closes_by_construction():
    found = totals.adjusted(series([100.0, 110.0]), series([7.0, -3.0]))
    assert found.values.tolist() == [107.0, 107.0]
    assert found.attrs["units"] == "t CO2"


def test_totals_of_other_years_or_units_are_refused():
    with pytest.raises(Misaligned, match="adjusted: 'territorial' and 'trade' differ on 'year'"):
        totals.adjusted(series([1.0, 2.0]), series([1.0], years=[2015]))
    with pytest.raises(UnitMismatch):
        totals.adjusted(series([1.0, 2.0]), series([1.0, 2.0], unit="tce"))


def test_what_is_sold_is_taken_off_at_the_own_plants_factor():
    energy = xr.DataArray(
        np.array(
            [[[[0.0, 100.0], [0.0, 0.0], [-40.0, 0.0]], [[0.0, 0.0], [2.0, 0.0], [0.0, 0.0]]]]
        ).reshape(1, 2, 3, 2),
        coords={
            "year": [2020],
            "sector": ["energy_supply", "total"],
            "flow": ["final", "import", "power"],
            "fuel": ["electricity", "coal"],
        },
        dims=("year", "sector", "flow", "fuel"),
        attrs={"units": "tce"},
    )
    sold = energy.copy()
    sold.loc[{"sector": "total", "flow": "import", "fuel": "electricity"}] = -10.0
    emissions = xr.zeros_like(energy).assign_attrs(units="t CO2")
    emissions.loc[{"sector": "energy_supply", "flow": "power", "fuel": "coal"}] = 260.0
    brought = xr.DataArray(
        [[5.0, 0.0]],
        coords={"year": [2020], "fuel": ["electricity", "coal"]},
        dims=("year", "fuel"),
        attrs={"units": "t CO2/tce"},
    )
    bought_at = totals.trade_factor(energy, emissions, brought)
    sold_at = totals.trade_factor(sold, emissions, brought)
    assert float(bought_at.sel(year=2020, fuel="electricity")) == 5.0
    assert float(sold_at.sel(year=2020, fuel="electricity")) == 260.0 / 40.0
    assert float(totals.net_trade(sold, sold_at)[0]) == -10.0 * 6.5
