"""The energy account as lines: categories, cells, records, and the same total as before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xarray as xr

from dualcarbon.inventory import energy_lines
from dualcarbon.inventory.declared import EnergyRules
from dualcarbon.inventory.emission_factors import assign
from dualcarbon.reference.records import FactorRecord
from dualcarbon.study import preparation

YEARS = (2019, 2020)
CELLS = {
    ("households", "final", "gasoline"): [100.0, 110.0],
    ("households", "final", "natural_gas"): [50.0, 0.0],
    ("transport", "final", "diesel"): [80.0, 90.0],
    ("industry", "final", "raw_coal"): [500.0, 510.0],
    ("energy_supply", "power", "raw_coal"): [900.0, 910.0],
    ("energy_supply", "power", "electricity"): [-300.0, -310.0],
    ("industry", "final", "electricity"): [200.0, 210.0],
    ("energy_supply", "losses", "electricity"): [10.0, 10.0],
    ("industry", "final", "heat"): [20.0, 20.0],
    ("industry", "feedstock", "naphtha"): [30.0, 30.0],
    ("energy_supply", "import", "electricity"): [5.0, 6.0],
}
EMPTY = pl.DataFrame(schema={"year": pl.Int64, "sector": pl.String, "flow": pl.String, "fuel": pl.String, "row": pl.String})  # fmt: skip


def compiled(energy, shelf, rows=EMPTY, **choices):
    factors = assign(energy, [], region="320000")
    parts = energy_lines.parts(energy, EnergyRules(**choices), shelf)
    return factors, energy_lines.carbon_dioxide(energy, rows, factors, parts)


def by_id(lines):
    return {line.id: line for line in lines}


def test_every_fuel_that_burns_has_its_category(make, in_east):
    _, lines = compiled(make(CELLS, YEARS), in_east)
    assert {line.id.removesuffix(":CO2").removeprefix("energy:"): line.category for line in lines} == {
        "households:final:gasoline:road": "1A3b",
        "households:final:gasoline": "1A4b",
        "households:final:natural_gas": "1A4b",
        "transport:final:diesel:road": "1A3b",
        "industry:final:raw_coal": "1A2",
        "energy_supply:power:raw_coal": "1A1a",
    }  # fmt: skip


def test_the_lines_sum_to_the_account(make, in_east):
    energy = make(CELLS, YEARS)
    factors, lines = compiled(energy, in_east)
    burnt = energy.sel(flow=["final", "power"]) * factors.direct.sel(flow=["final", "power"])
    expected = burnt.sum(["sector", "flow", "fuel"]).values
    assert sum(line.amounts() for line in lines) == pytest.approx(expected, rel=1e-12)


def test_driving_splits_the_cell_by_its_share(make, in_east):
    found = by_id(compiled(make(CELLS, YEARS), in_east)[1])
    road, rest = (found[f"energy:households:final:gasoline{m}:CO2"] for m in (":road", ""))
    assert road.amounts() / (road.amounts() + rest.amounts()) == pytest.approx([0.95, 0.95])
    assert road.sector == rest.sector == "households"
    assert road.numbers[0].id == rest.numbers[0].id == "usual:households:gasoline:road_share"


def test_a_drawn_share_moves_both_parts(make, in_east):
    found = by_id(compiled(make(CELLS, YEARS), in_east)[1])
    both = [found[f"energy:households:final:gasoline{m}:CO2"] for m in (":road", "")]

    def drawn(one):
        share = getattr(one, "numbers", None) and one.numbers[0].id.endswith("road_share")
        return np.array([[0.9], [1.0]]) if share else one.values

    parts = [line.amounts(drawn) for line in both]
    assert parts[0].shape == (2, 2)
    assert sum(parts)[0] == pytest.approx(sum(line.amounts() for line in both), rel=1e-12)
    assert parts[1][1].tolist() == [0.0, 0.0]


def test_the_study_may_say_the_share_or_leave_it_booked(make, in_east):
    energy = make(CELLS, YEARS)
    own = by_id(compiled(energy, in_east, road_share={"households": {"gasoline": 0.5}})[1])
    road, rest = (own[f"energy:households:final:gasoline{m}:CO2"].amounts() for m in (":road", ""))
    assert road.tolist() == rest.tolist()
    booked = by_id(compiled(energy, in_east, reallocate=False)[1])
    assert "energy:households:final:gasoline:road:CO2" not in booked


def test_modes_split_what_transport_burns(make, in_east):
    modes = {"diesel": {"road": 0.7, "rail": 0.1, "water": 0.2}}
    found = by_id(compiled(make(CELLS, YEARS), in_east, modes=modes)[1])
    parts = {m: found[f"energy:transport:final:diesel:{m}:CO2"] for m in modes["diesel"]}
    assert [line.category for line in parts.values()] == ["1A3b", "1A3c", "1A3d"]
    total = sum(line.amounts() for line in parts.values())
    assert parts["rail"].amounts() / total == pytest.approx([0.1, 0.1])


def test_each_year_has_its_record_and_an_idle_year_the_factor_alone(make, in_east):
    factors, lines = compiled(make(CELLS, YEARS), in_east)
    gas = by_id(lines)["energy:households:final:natural_gas:CO2"]
    key = ("direct", 2019, "households", "final", "natural_gas")
    assert [n.id for n in gas.numbers] == [factors.records[key].id, "not used:natural_gas"]
    assert gas.amounts()[1] == 0.0


def factor(value, unit, fuel):
    return FactorRecord(id=f"{fuel}:{value}", fuel=fuel, value=value, unit=unit, first_year=2019)


def test_electricity_and_heat_are_charged_to_who_uses_them(make):
    energy = make(CELLS, YEARS)
    grid = {2019: factor(0.6, "kg CO2/kWh", "electricity")}
    lines = energy_lines.indirect(energy, EMPTY, grid, {2019: factor(0.11, "t CO2/GJ", "heat")})
    told = {line.id: (line.scope, line.category, line.counts) for line in lines}
    assert told == {
        "energy:industry:final:electricity:CO2": (2, "1A2", False),
        "energy:industry:final:heat:CO2": (2, "1A2", False),
        "energy:energy_supply:losses:electricity:CO2": (3, "1A1bc", False),
    }
    power = by_id(lines)["energy:industry:final:electricity:CO2"].amounts()
    assert power == pytest.approx([200 * 0.6 / 0.1229, 210 * 0.6 / 0.1229])
    heat = by_id(lines)["energy:industry:final:heat:CO2"].amounts()
    assert heat == pytest.approx([20 * 0.11 * 29.3076] * 2)


def test_without_a_factor_of_heat_there_is_no_line_of_it(make):
    grid = {2019: factor(0.6, "kg CO2/kWh", "electricity")}
    lines = energy_lines.indirect(make(CELLS, YEARS), EMPTY, grid, {})
    assert {line.fuel for line in lines} == {"electricity"}


@pytest.mark.parametrize("name", ["jiangsu", "china"])
def test_the_lines_of_the_examples_sum_to_their_territorial_totals(name, in_east):
    folder = Path(__file__).resolve().parents[3] / "examples" / name
    account = preparation.prepare(folder).account
    parts = energy_lines.parts(account.energy, EnergyRules(), in_east)
    rows = account.yearbook.energy_rows
    lines = energy_lines.carbon_dioxide(account.energy, rows, account.factors, parts)
    total = xr.zeros_like(account.territorial) + sum(line.amounts() for line in lines)
    assert total.values == pytest.approx(account.territorial.values, rel=1e-9)
    refs = {ref for line in lines for ref in line.activities[0].refs}
    assert refs <= {*rows["row"].to_list(), ""}
    assert len(refs) > 50
