"""Coke is counted as coke or as gas: what the table shows, what is zeroed, what may be moved."""

from __future__ import annotations

import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory import blast_furnace as furnace

YEARS = (2019, 2020)
GAS = "blast_furnace_gas"
CELLS = {
    ("industry", "final", "coke"): [100.0, 110.0],
    ("industry", "final", GAS): [30.0, 33.0],
    ("energy_supply", "power", GAS): [10.0, 11.0],
    ("industry", "other_transformation", "coke"): 0.0,
    ("energy_supply", "other_transformation", GAS): [-40.0, -44.0],
}


def factors(energy, coke=2.94, gas=7.53):
    per = xr.DataArray([{"coke": coke}.get(f, gas) for f in energy.fuel.values.tolist()], coords={"fuel": energy.fuel})  # fmt: skip
    return xr.ones_like(energy).assign_attrs(units="t CO2/tce") * per


def emitted(energy, **values):
    return energy * factors(energy, **values)


def test_gas_that_the_account_makes_is_not_counted_beside_coke(make):
    assert not furnace.mixed(emitted(make(CELLS, YEARS))).any()


def test_gas_that_nothing_made_is_counted_twice(make):
    loose = CELLS | {("energy_supply", "other_transformation", GAS): [-40.0, -40.0]}
    assert furnace.mixed(emitted(make(loose, YEARS))).values.tolist() == [False, True]


@pytest.mark.parametrize(
    "cells",
    [
        {("industry", "final", "coke"): 100.0},
        {("industry", "final", GAS): 30.0},
        {("industry", "final", "raw_coal"): 30.0},
    ],
)
def test_one_of_them_alone_is_not_mixed(make, cells):
    assert not furnace.mixed(emitted(make(cells, YEARS))).any()


def test_gases_without_a_factor_are_not_counted(make):
    assert not furnace.mixed(emitted(make({k: v for k, v in CELLS.items() if k[1] != "other_transformation"}, YEARS), gas=0.0)).any()  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (CELLS, "coke"),
        ({("industry", "final", "coke"): 5.0}, "coke"),
        ({("industry", "other_transformation", "coke"): 5.0, ("industry", "other_transformation", GAS): -4.0, ("industry", "final", GAS): 4.0}, "gas"),
        ({("industry", "final", "coke"): 5.0, ("industry", "final", GAS): 4.0}, "coke"),
    ],
)  # fmt: skip
def test_the_table_shows_which_way(make, cells, shown):
    assert furnace.shown(make(cells, YEARS)) == shown


def test_where_coke_is_counted_its_gases_have_no_factor(make):
    energy = make(CELLS | {("industry", "final", "converter_gas"): 1.0}, YEARS)
    found = furnace.records(energy, "auto", "320000")
    assert [(r.fuel, r.value, r.first_year, r.last_year, r.region) for r in found] == [
        (GAS, 0.0, 2019, 2020, "320000"),
        ("converter_gas", 0.0, 2019, 2020, "320000"),
    ]


@pytest.mark.parametrize("variant", ["gas", "credit"])
def test_otherwise_the_gases_keep_their_factors(make, variant):
    assert furnace.records(make(CELLS, YEARS), variant) == ()


def test_without_coke_nothing_is_zeroed(make):
    assert furnace.records(make({("industry", "final", GAS): 1.0}, YEARS), "auto") == ()


def test_coke_moved_to_gas_keeps_the_total(make):
    energy = make(CELLS, YEARS)
    coke = xr.DataArray([40.0, 50.0], coords={"year": list(YEARS)}, dims=["year"], attrs={"units": "tce"})  # fmt: skip
    found = furnace.moved(energy, factors(energy), coke)
    dims = ["sector", "flow", "fuel"]
    before, after = (emitted(e).sum(dims) for e in (energy, found))
    assert after.values == pytest.approx(before.values, rel=1e-12)
    assert found.sel(sector="industry", flow="final", fuel="coke").values.tolist() == [60.0, 60.0]
    gas = found.sel(sector="industry", flow="final", fuel=GAS)
    assert float(gas[0]) == pytest.approx(30 + 40 * 2.94 / 7.53)


@pytest.mark.parametrize(
    ("change", "values", "amount"),
    [
        ({}, {"gas": 0.0}, 40.0),
        ({}, {}, 400.0),
        ({("industry", "final", GAS): None, ("energy_supply", "power", GAS): None, ("energy_supply", "other_transformation", GAS): None}, {}, 4.0),
        ({("industry", "other_transformation", "coke"): None, ("energy_supply", "other_transformation", GAS): None}, {}, 4.0),
    ],
)  # fmt: skip
def test_a_move_that_would_lose_carbon_is_refused(make, change, values, amount):
    energy = make({k: v for k, v in CELLS.items() if k not in change}, YEARS)
    coke = xr.DataArray([amount, amount], coords={"year": list(YEARS)}, dims=["year"], attrs={"units": "tce"})  # fmt: skip
    with pytest.raises(InputError) as refused:
        furnace.moved(energy, factors(energy, **values), coke)
    assert [f.code for f in refused.value.faults] == ["RUL021"]


def test_a_move_at_another_factor_than_that_of_the_flow_is_refused(make):
    energy = make(CELLS, YEARS)
    uneven = factors(energy)
    uneven.loc[{"flow": "other_transformation", "fuel": "coke"}] = 1.0
    coke = xr.DataArray([4.0, 4.0], coords={"year": list(YEARS)}, dims=["year"], attrs={"units": "tce"})  # fmt: skip
    with pytest.raises(InputError) as refused:
        furnace.moved(energy, uneven, coke)
    (fault,) = refused.value.faults
    assert fault.code == "RUL022"
    assert "2019" in fault.message()


def test_a_credit_is_reconciled():
    given = [xr.DataArray([v], coords={"year": [2020]}, dims=["year"], attrs={"units": "t CO2"}) for v in (100.0, 88.0, 15.0)]  # fmt: skip
    assert float(furnace.unreconciled(*given)[0]) == pytest.approx(3.0)
