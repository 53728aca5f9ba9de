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
    assert float(total) == pytest.approx(2.0 * 45.0 + 2.0 / 0.98 * (50.0 - 45.0))
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
    assert dataclasses.astuple(taken)[2] == pytest.approx(1.0 / 0.94)
    assert (taken.lo95, taken.hi95) == pytest.approx((0.96 / 0.94, 1.04 / 0.94))


@pytest.mark.parametrize(
    ("tier", "oxidation"),
    [("local", {"raw_coal": 0.94, "diesel": 0.98}), ("national", {"raw_coal": 0.93, "diesel": 0.98}), ("ipcc_2006", {})],
)  # fmt: skip
def test_sixty_of_a_hundred_tonnes_of_carbon_that_no_product_holds_are_emitted(make, balance, tier, oxidation):  # fmt: skip
    """100 t C of coal become liquids with 40 t C: 60 x 44/12 = 220 t CO2, whatever share would have burnt in boilers."""
    held = {"raw_coal": 0.8, "diesel": 0.6}  # t C/tce
    tce = {"raw_coal": 100.0 / 0.8, "diesel": -40.0 / 0.6}
    energy = make({("energy_supply", "other_transformation", f): v for f, v in tce.items()}, (2019,))  # fmt: skip
    direct, records = xr.zeros_like(energy).assign_attrs(units="t CO2/tce"), {}
    for fuel, carbon_of in held.items():
        burnt = carbon_of * 44 / 12 * oxidation.get(fuel, 1.0)
        direct.loc[{"fuel": fuel}] = burnt
        key = ("direct", 2019, "energy_supply", "other_transformation", fuel)
        records[key] = dataclasses.replace(record(fuel, burnt), tier=tier)
    found = Factors(direct, direct, direct.sum(["sector", "flow"]), records)
    table = balance({("refining", fuel): -amount for fuel, amount in tce.items()})
    counted = carbon_balance.counted(found, energy, table, ("refining",))
    assert float((energy * counted.direct).sum()) == pytest.approx(220.0)
    assert counted.records["direct", 2019, "energy_supply", "other_transformation", "diesel"].value == pytest.approx(2.2)  # fmt: skip


def test_a_factor_stated_for_transformation_is_the_carbon_content(make, balance):
    energy = make({("energy_supply", "other_transformation", "raw_coal"): 10.0}, (2019,))
    key = ("direct", 2019, "energy_supply", "other_transformation", "raw_coal")
    stated = dataclasses.replace(record("raw_coal", 2.9), flow="other_transformation")
    direct = xr.full_like(energy, 2.9).assign_attrs(units="t CO2/tce")
    found = Factors(direct, direct, direct.sum(["sector", "flow"]), {key: stated})
    counted = carbon_balance.counted(found, energy, balance({("refining", "raw_coal"): -10.0}), ("refining",))  # fmt: skip
    assert counted.records[key] == stated


def test_gas_that_is_caught_and_not_transformed_keeps_its_factor(make, balance):
    """Recovery stands in the same flow: what it credits is what its users burn, to the last tonne."""
    gas = "coke_oven_gas"
    energy = make({("energy_supply", "other_transformation", gas): -5.0}, (2019,))
    direct = xr.full_like(energy, 1.3).assign_attrs(units="t CO2/tce")
    found = Factors(direct, direct, direct.sum(["sector", "flow"]))
    table = balance({("energy_recovery", gas): 5.0, ("coking", "raw_coal"): 0.0})
    assert (carbon_balance.counted(found, energy, table, ("refining",)).direct == 1.3).all()


def test_coke_put_in_again_may_be_counted_alone(make, balance):
    energy = make({("energy_supply", "other_transformation", "coke"): 10.0}, (2019,))
    table = balance({("coke_reinput", "coke"): -10.0})
    assert (carbon_balance.kept(energy, table, ("coke_reinput",)) == energy).all()


def test_what_arithmetic_leaves_of_a_cell_is_nothing(make, balance):
    rows = {
        ("washing", "raw_coal"): -0.1,
        ("coking", "raw_coal"): -0.2,
        ("refining", "crude_oil"): -1.0,
    }
    energy = make({("energy_supply", "other_transformation", f): v for f, v in (("raw_coal", 0.3), ("crude_oil", 1.0))}, (2019,))  # fmt: skip
    assert 0.3 - 0.1 - 0.2 != 0.0
    left = carbon_balance.kept(energy, balance(rows), ("refining",))
    assert float(left.sel(fuel="raw_coal").sum()) == 0.0


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
    assert both.direct.sum(["year", "sector", "flow"]).sel(fuel=["raw_coal", "coke"]).values == pytest.approx([2.5 / 0.94, 2.5 / 0.93])  # fmt: skip
