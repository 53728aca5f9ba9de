"""The reference approach from rows of a balance, its gap, and the sentence of the gap."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.inventory import reference_approach as approach


def tonnes(value, year=2019):
    return xr.DataArray([value], coords={"year": [year]}, dims=["year"], attrs={"units": "t CO2"})


SUPPLY = {
    ("production", "raw_coal"): 100.0, ("inflow", "raw_coal"): 40.0, ("import", "raw_coal"): 10.0,
    ("outflow", "raw_coal"): -20.0, ("export", "raw_coal"): -5.0, ("stock_draw", "raw_coal"): -3.0,
    ("recovery", "raw_coal"): 7.0, ("industry", "raw_coal"): 90.0, ("bunkers_abroad", "kerosene"): 2.0,
    ("bunkers_here", "kerosene"): -6.0, ("inflow", "kerosene"): 30.0,
}  # fmt: skip


def test_what_comes_in_is_added_and_what_leaves_is_taken_off(balance):
    found = approach.apparent(balance(SUPPLY))
    assert float(found.sel(year=2019, fuel="raw_coal")) == 122.0
    assert float(found.sel(year=2019, fuel="kerosene")) == 26.0


def test_what_leaves_may_be_printed_with_its_minus_or_without(balance):
    plain = {cell: abs(v) if cell[0] in ("outflow", "export", "bunkers_here") else v for cell, v in SUPPLY.items()}  # fmt: skip
    xr.testing.assert_identical(
        approach.apparent(balance(plain)), approach.apparent(balance(SUPPLY))
    )


def test_recovered_energy_stays_out(balance):
    more = SUPPLY | {("recovery", "raw_coal"): 1e6}
    xr.testing.assert_identical(
        approach.apparent(balance(more)), approach.apparent(balance(SUPPLY))
    )


def test_carbon_dioxide_of_the_supply_by_hand(balance):
    found = approach.approach(balance({("production", "raw_coal"): 1000.0}))
    assert float(found[0]) == pytest.approx(1000 * 26.37 * 0.0293076 * 0.94 * 44 / 12)


def test_what_is_kept_in_products_is_taken_off(balance):
    given = balance({("inflow", "bitumen"): 10.0, ("inflow", "raw_coal"): 10.0})
    kept = xr.DataArray([[10.0]], coords={"year": [2019], "fuel": ["bitumen"]}, dims=["year", "fuel"], attrs={"units": "tce"})  # fmt: skip
    alone = balance({("inflow", "raw_coal"): 10.0})
    assert float(approach.approach(given, kept)[0]) == pytest.approx(
        float(approach.approach(alone)[0])
    )


def test_electricity_heat_and_other_energy_hold_no_fossil_carbon_here(balance):
    coal = {("production", "raw_coal"): 1.0}
    more = coal | {("inflow", f): 5.0 for f in ("electricity", "heat", "other_energy")}
    assert float(approach.approach(balance(more))[0]) == float(approach.approach(balance(coal))[0])


def test_waxes_have_the_carbon_and_oxidation_of_the_guideline():
    carbon, oxidation = approach.content(["paraffin"], 2019)
    assert float(oxidation[0]) == 0.98
    assert float(carbon[0]) == pytest.approx(20.0 * 0.0293076)


@pytest.mark.parametrize(
    ("reference", "en", "zh"),
    [
        (107.3, "2019: reference approach 7.3 % above sectoral (IPCC: usually 5 % or less); explain before publication", "2019 年：参考法比部门法高 7.3 %（IPCC：通常不超过 5 %）；发布前请说明原因"),
        (94.0, "2019: reference approach 6.0 % below sectoral (IPCC: usually 5 % or less); explain before publication", "2019 年：参考法比部门法低 6.0 %（IPCC：通常不超过 5 %）；发布前请说明原因"),
    ],
)  # fmt: skip
def test_a_wide_gap_is_told(reference, en, zh):
    (fault,) = approach.faults(approach.gap(tonnes(reference), tonnes(100.0)))
    assert (fault.code, fault.level) == ("BAL002", "warn")
    assert (fault.message(), fault.message("zh")) == (en, zh)


@pytest.mark.parametrize("reference", [95.0, 100.0, 104.9])
def test_a_usual_gap_is_not_told(reference):
    assert approach.faults(approach.gap(tonnes(reference), tonnes(100.0))) == []


def test_nothing_burnt_has_no_gap():
    gap = approach.gap(tonnes(5.0), tonnes(0.0))
    assert np.isnan(float(gap[0]))
    assert approach.faults(gap) == []
