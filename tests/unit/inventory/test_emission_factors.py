"""Which factor a cell gets: the study's own first; what is empty, traded or no fuel gets none, silently."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory.emission_factors import assign, balancing, burnt, idle
from dualcarbon.reference.records import FactorRecord


def own(fuel, value, year=2015, sector="industry", flow="final", **more):
    given = {
        "unit": "t CO2/tce",
        "first_year": year,
        "last_year": year,
        "source": "measured",
    } | more
    return FactorRecord(
        id=f"own {fuel} {year} {sector}", fuel=fuel, value=value, sector=sector, flow=flow, **given
    )


def factors(energy, *records, **more):
    return assign(energy, records, region=more.pop("region", "320000"), **more)


def at(values, year, sector, flow, fuel):
    return float(values.sel(year=year, sector=sector, flow=flow, fuel=fuel))


def test_what_burns_is_neither_traded_nor_a_carrier(energy):
    assert burnt(energy) == [
        ("energy_supply", "power", "coal"),
        ("households", "final", "natural_gas"),
        ("industry", "final", "coal"),
    ]


def test_feedstock_and_primary_electricity_do_not_burn(make):
    cells = {
        ("industry", "feedstock", "oil"): 5.0,
        ("energy_supply", "power", "nonfossil"): 3.0,
        ("energy_supply", "import", "coal"): 7.0,
        ("industry", "final", "oil"): 2.0,
    }
    energy = make(cells, [2015])
    assert burnt(energy) == [("industry", "final", "oil")]
    assert float((energy * factors(energy).direct).sum()) == pytest.approx(2.0 * 2.13, rel=0.02)


def test_own_factors_go_before_the_guideline_each_in_its_cell(energy):
    found = factors(energy, own("coal", 3.0), own("coal", 2.9, year=2016))
    assert [at(found.direct, y, "industry", "final", "coal") for y in (2015, 2016)] == [3.0, 2.9]
    default = at(found.direct, 2015, "energy_supply", "power", "coal")
    assert default == pytest.approx(
        26.59 * 0.94 * 44 / 12 * 29.3076 / 1000, rel=0.02
    )  # guideline of 2011
    record = found.records["direct", 2015, "industry", "final", "coal"]
    assert (record.id, record.tier) == ("own coal 2015 industry", "local")
    assert found.records["direct", 2015, "energy_supply", "power", "coal"].tier == "provincial_2011"
    assert found.direct.attrs["units"] == "t CO2/tce"


def test_a_factor_of_another_year_is_carried_over_with_a_warning(energy):
    found = factors(energy, own("coal", 3.0))
    assert at(found.direct, 2016, "industry", "final", "coal") == 3.0
    assert [
        f.code for f in found.warnings if "industry" in f.message() or "Industry" in f.message()
    ] == ["REF001"]


def test_a_factor_of_another_region_is_not_taken(energy):
    found = factors(energy, own("coal", 9.0, region="330000"))
    assert at(found.direct, 2015, "industry", "final", "coal") < 4


def test_an_empty_cell_gets_a_factor_but_neither_record_nor_warning(energy):
    found = factors(energy, own("natural_gas", 1.6, sector="households"))
    assert at(found.direct, 2016, "households", "final", "natural_gas") == 1.6
    assert ("direct", 2016, "households", "final", "natural_gas") not in found.records
    assert all("gas" not in w.message().lower() for w in found.warnings)


def test_users_are_charged_only_where_a_publication_charges_them(energy):
    record = own("electricity", 6.0, purpose="user")
    found = factors(energy, record, charged=[("industry", "final")])
    assert at(found.user, 2015, "industry", "final", "electricity") == 6.0
    assert at(found.user, 2015, "households", "final", "electricity") == 0.0
    assert found.records["user", 2015, "industry", "final", "electricity"] is not None
    assert float(found.direct.sel(fuel="electricity").sum()) == 0.0


def test_trade_takes_the_own_import_factor_else_the_grid(energy):
    record = own("electricity", 4.5, sector="energy_supply", flow="import", purpose="import")
    found = factors(energy, record)
    assert found.trade.sel(fuel="electricity").values.tolist() == [4.5, 4.5]
    assert found.trade.sel(fuel="coal").values.tolist() == [0.0, 0.0]
    both = {key[3]: r.id for key, r in found.records.items() if key[:2] == ("import", 2015)}
    assert both == {"import": record.id, "export": record.id}
    grid = factors(energy)
    assert grid.records["import", 2015, "", "import", "electricity"].tier.startswith("grid")
    per_kwh = (
        grid.trade.sel(fuel="electricity").values * 0.1229 / 1000
    )  # t CO2/kWh at the calorific rate
    assert ((per_kwh > 3e-4) & (per_kwh < 1.2e-3)).all()


def test_trade_counted_at_the_coal_rate_has_the_factor_of_the_same_kilowatt_hours(energy):
    by_heat = factors(energy).trade.sel(fuel="electricity").values * 0.1229
    at_coal = factors(energy, convention="coal_equivalent").trade.sel(fuel="electricity").values
    rates = [0.297, 0.294]  # kgce/kWh of 2015 and 2016
    assert at_coal * rates == pytest.approx(by_heat, rel=1e-12)


def test_an_account_without_trade_has_no_factor_of_trade(make):
    energy = make({("industry", "final", "coal"): 1.0}, [2015])
    found = factors(energy)
    assert float(found.trade.sum()) == 0.0
    assert [key[0] for key in found.records] == ["direct"]


def test_warnings_are_told_once_for_a_fuel_and_flow(make):
    cells = {
        (s, "final", "coal"): [1.0] * 8 for s in ("agriculture", "transport", "services_buildings")
    }
    found = factors(make(cells, range(2010, 2018)))
    keys = [(w.code, w.message()) for w in found.warnings]
    assert len(keys) == len(set(keys))
    assert len(keys) < 24


def test_a_fuel_without_a_factor_in_any_tier_is_refused_with_its_cell(make):
    energy = make({("industry", "final", "other_energy"): 1.0}, [2015])
    with pytest.raises(InputError) as caught:
        factors(energy)
    (fault,) = caught.value.faults
    assert fault.code == "REF004"
    assert "industry/final/2015" in fault.message()


def test_a_balancing_factor_of_the_last_year_is_pointed_at(make):
    cell = ("energy_supply", "other_transformation", "coal")
    energy = make({cell: [-10.0, -9.0], ("industry", "final", "coal"): [1.0, 1.0]}, [2015, 2016])
    records = [
        own("coal", v, year=y, sector=cell[0], flow=cell[1]) for y, v in ((2015, 2.0), (2016, 7.3))
    ]
    (fault,) = balancing(energy, factors(energy, *records))
    assert (fault.code, fault.level) == ("INV003", "warn")
    assert (
        "Other transformation, Coal and coal products: a factor of 7.3 t CO2/tce in 2016"
        in fault.message()
    )
    calm = factors(energy, *records[:1], own("coal", 2.5, year=2016, sector=cell[0], flow=cell[1]))
    assert balancing(energy, calm) == []


def test_a_factor_that_the_rule_of_missing_carbon_sets_is_of_any_size(make):
    cell = ("energy_supply", "other_transformation", "coke")
    energy = make({cell: [-10.0], ("industry", "final", "coke"): [1.0]}, [2015])
    found = factors(energy, own("coke", -0.011, sector=cell[0], flow=cell[1]))
    (told,) = balancing(energy, found)
    assert told.code == "INV003"
    ruled = {k: dataclasses.replace(r, id="rule:R2:coke:2015") for k, r in found.records.items()}
    assert balancing(energy, dataclasses.replace(found, records=ruled)) == []


@pytest.mark.parametrize("value", [-0.1, 4.6])
def test_what_no_fuel_can_have_is_a_balancing_factor(make, value):
    energy = make({("industry", "other_transformation", "coal"): [1.0]}, [2015])
    found = factors(energy, own("coal", value, flow="other_transformation"))
    assert [f.code for f in balancing(energy, found)] == ["INV003"]
    assert np.sign(float(found.direct.sum())) == np.sign(value)


def test_electricity_that_only_a_future_buys_is_not_free_of_carbon(make):
    cells = {
        ("industry", "final", "electricity"): 3.0,
        ("energy_supply", "power", "coal"): 8.0,
        ("energy_supply", "power", "electricity"): -3.0,
    }
    found = factors(make(cells, [2022]))
    assert float(found.trade.sel(year=2022, fuel="electricity")) > 1.0
    assert [key for key in found.records if key[0] == "import"] == []
    record = own("electricity", 2.5, 2022, "energy_supply", "import", purpose="import")
    found = factors(make(cells, [2022]), record)
    assert float(found.trade.sel(year=2022, fuel="electricity")) == 2.5


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (own("coal", 2.5), False),
        (own("coal", 2.5, sector="", flow=""), False),
        (own("coal", 2.5, 2030), False),
        (own("coal", 2.5, sector="construction"), True),
        (own("raw_coal", 2.5), True),
        (own("electricity", 5.0), True),
        (own("electricity", 0.0), False),
        (own("electricity", 5.0, purpose="user"), False),
        (own("electricity", 5.0, sector="energy_supply", flow="import", purpose="import"), False),
        (own("electricity", 5.0, sector="industry", flow="import", purpose="import"), True),
    ],
)
def test_a_factor_that_nothing_can_take_is_told(energy, record, told):
    records = [record, own("natural_gas", 1.6, sector="households")]
    found = idle(records, energy, factors(energy, *records))
    assert [(f.code, dict(f.params)["count"]) for f in found] == [("INV015", 1)] * told


def test_a_warning_names_all_the_cells_that_it_holds_for():
    labels = {
        "year": [2015, 2016, 2017],
        "sector": ["industry", "transport"],
        "flow": ["final"],
        "fuel": ["coal"],
    }
    energy = xr.DataArray(
        np.ones((3, 2, 1, 1)), coords=labels, dims=list(labels), attrs={"units": "tce"}
    )
    warnings = assign(energy, [], region="320000").warnings
    ranged = next(w for w in warnings if w.code == "REF026")
    assert ranged.place.key == "coal industry, transport 2015-2017"
