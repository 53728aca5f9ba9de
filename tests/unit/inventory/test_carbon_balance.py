"""What is missing of the carbon of inputs, and which rows of it are counted."""

from __future__ import annotations

import dataclasses

import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory import carbon_balance
from dualcarbon.inventory.emission_factors import Factors
from dualcarbon.reference.records import FactorRecord

ROWS = {
    ("washing", "raw_coal"): -100.0, ("washing", "cleaned_coal"): 90.0,
    ("refining", "crude_oil"): -50.0, ("refining", "diesel"): 45.0,
    ("industry", "diesel"): 45.0,
}  # fmt: skip
CELLS = {
    ("energy_supply", "other_transformation", "raw_coal"): 100.0,
    ("energy_supply", "other_transformation", "cleaned_coal"): -90.0,
    ("energy_supply", "other_transformation", "crude_oil"): 50.0,
    ("energy_supply", "other_transformation", "diesel"): -45.0,
    ("industry", "final", "diesel"): 45.0,
}


def carbon(fuels, value=0.6):
    return xr.DataArray([value] * len(fuels), coords={"fuel": fuels}, attrs={"units": "t C/tce"})


def test_residual_is_inputs_less_products(balance):
    table = balance(ROWS)
    found = carbon_balance.residuals(table, carbon(table.fuel.values.tolist()))
    assert sorted(found.row.values.tolist()) == ["refining", "washing"]
    assert float(found.sel(row="refining")[0]) == pytest.approx(5 * 0.6 * 44 / 12)
    assert float(found.sel(row="washing")[0]) == pytest.approx(10 * 0.6 * 44 / 12)


def test_products_that_hold_more_than_the_inputs_are_seen(balance):
    table = balance({("coking", "raw_coal"): -10.0, ("coking", "coke"): 11.0})
    assert float(carbon_balance.residuals(table, carbon(["coke", "raw_coal"]))[0, 0]) < 0


def test_rows_that_are_not_counted_leave_the_account(make, balance):
    energy = make(CELLS, (2019,))
    left = carbon_balance.kept(energy, balance(ROWS), ("refining", "gas_works"))
    row = left.sel(flow="other_transformation", sector="energy_supply", year=2019)
    assert {f: float(row.sel(fuel=f)) for f in row.fuel.values.tolist()} == {
        "raw_coal": 0.0, "cleaned_coal": 0.0, "crude_oil": 50.0, "diesel": -45.0,
    }  # fmt: skip
    assert float(left.sel(flow="final").sum()) == 45.0


def test_coke_put_in_again_goes_with_the_gas_works(make, balance):
    rows = {("gas_works", "coke_oven_gas"): 8.0, ("coke_reinput", "coke"): -10.0}
    cells = {
        ("energy_supply", "other_transformation", "coke_oven_gas"): -8.0,
        ("energy_supply", "other_transformation", "coke"): 10.0,
    }
    energy = make(cells, (2019,))
    assert (carbon_balance.kept(energy, balance(rows), ("gas_works",)) == energy).all()
    assert not carbon_balance.kept(energy, balance(rows), ()).any()


def test_an_account_without_transformation_is_left_alone(make, balance):
    energy = make({("industry", "final", "diesel"): 45.0}, (2019,))
    assert (carbon_balance.kept(energy, balance(ROWS), ()) == energy).all()


def record(fuel, value):
    return FactorRecord(id=f"packaged:{fuel}", fuel=fuel, value=value, unit="t CO2/tce", lo95=value - 0.1, hi95=value + 0.1, first_year=2005)  # fmt: skip


def test_factors_count_the_chosen_rows_and_say_so(make, balance):
    energy = make(CELLS, (2019,))
    direct = xr.full_like(energy, 2.0).assign_attrs(units="t CO2/tce")
    keys = [("direct", 2019, s, w, f) for s, w, f in CELLS]
    found = Factors(
        direct, direct, direct.sum(["sector", "flow"]), {k: record(k[4], 2.0) for k in keys}
    )
    counted = carbon_balance.counted(found, energy, balance(ROWS), ("refining",))
    total = (energy * counted.direct).sum()
    assert float(total) == pytest.approx(2.0 * (45.0 + 50.0 - 45.0))
    gone = counted.records[("direct", 2019, "energy_supply", "other_transformation", "raw_coal")]
    assert (gone.id, gone.value, gone.lo95, gone.mark) == ("rule:R2:raw_coal:2019", 0.0, None, "C")
    stays = counted.records[("direct", 2019, "industry", "final", "diesel")]
    assert stays == record("diesel", 2.0)


def test_a_part_of_a_cell_scales_its_range(make, balance):
    cells = {("energy_supply", "other_transformation", "raw_coal"): 100.0}
    rows = {("refining", "raw_coal"): -40.0, ("coking", "raw_coal"): -60.0}
    energy = make(cells, (2019,))
    direct = xr.full_like(energy, 2.5).assign_attrs(units="t CO2/tce")
    key = ("direct", 2019, *next(iter(cells)))
    found = Factors(direct, direct, direct.sum(["sector", "flow"]), {key: record("raw_coal", 2.5)})
    taken = carbon_balance.counted(found, energy, balance(rows), ("refining",)).records[key]
    assert dataclasses.astuple(taken)[2] == pytest.approx(1.0)
    assert (taken.lo95, taken.hi95) == pytest.approx((0.96, 1.04))


def test_a_fuel_that_cancels_out_between_rows_is_refused(make, balance):
    cells = {
        ("energy_supply", "other_transformation", f): v
        for f, v in (("raw_coal", 10.0), ("cleaned_coal", 0.0), ("coke", -9.0))
    }
    rows = {
        ("washing", "raw_coal"): -10.0, ("washing", "cleaned_coal"): 8.0,
        ("coking", "cleaned_coal"): -8.0, ("coking", "coke"): 9.0,
    }  # fmt: skip
    energy = make(cells, (2019,))
    direct = xr.full_like(energy, 2.5).assign_attrs(units="t CO2/tce")
    found = Factors(direct, direct, direct.sum(["sector", "flow"]))
    with pytest.raises(InputError) as refused:
        carbon_balance.counted(found, energy, balance(rows), ("washing",))
    (fault,) = refused.value.faults
    assert fault.code == "RUL023"
    assert "Cleaned coal" in fault.message()
    both = carbon_balance.counted(found, energy, balance(rows), ("washing", "coking"))
    assert (both.direct == direct).all()
