"""Methane and nitrous oxide by what burns; biomass and bunkers told apart."""

from __future__ import annotations

import polars as pl
import pytest

from dualcarbon.inventory import bunkers, combustion_gases, energy_lines
from dualcarbon.inventory.combustion_gases import use_of
from dualcarbon.inventory.declared import EnergyRules
from dualcarbon.inventory.energy_lines import Part

YEARS = (2019, 2020)
EMPTY = pl.DataFrame(schema={"year": pl.Int64, "sector": pl.String, "flow": pl.String, "fuel": pl.String, "row": pl.String})  # fmt: skip
TJ = 0.0293076


def made(energy, shelf, **choices):
    settings = EnergyRules(**choices)
    parts = energy_lines.parts(energy, settings, shelf)
    lines, faults = combustion_gases.lines(energy, EMPTY, parts, shelf, settings)
    return {line.id: line for line in lines}, faults


@pytest.mark.parametrize(
    ("sector", "flow", "fuel", "mode", "expected"),
    [
        ("energy_supply", "power", "coal", "", ("coal", "energy_industries")),
        ("energy_supply", "heat", "natural_gas", "", ("natural_gas", "energy_industries")),
        ("industry", "final", "raw_coal", "", ("coal", "manufacturing")),
        ("industry", "final", "coke_oven_gas", "", ("process_gas", "manufacturing")),
        ("services", "final", "diesel", "", ("oil", "commercial")),
        ("households", "final", "raw_coal", "", ("coal", "residential")),
        ("households", "final", "lpg", "", ("process_gas", "residential")),
        ("agriculture", "final", "diesel", "", ("diesel", "off_road")),
        ("agriculture", "final", "raw_coal", "", ("coal", "residential")),
        ("construction", "final", "oil", "", ("diesel", "off_road")),
        ("transport", "final", "oil", "", ("diesel", "road")),
        ("transport", "final", "coal", "", ("coal", "commercial")),
        ("transport", "final", "natural_gas", "road", ("natural_gas", "road")),
        ("transport", "final", "lpg", "road", ("lpg", "road")),
        ("transport", "final", "diesel", "rail", ("diesel", "rail")),
        ("transport", "final", "fuel_oil", "water", ("oil", "water")),
        ("transport", "final", "kerosene", "aviation", ("kerosene", "aviation")),
        ("households", "final", "gasoline", "road", ("gasoline", "road")),
    ],
)
def test_each_use_has_its_own_numbers(sector, flow, fuel, mode, expected, in_east):
    part = Part(sector, flow, fuel, "", mode)
    assert use_of(part) == expected
    item, kind = expected
    assert in_east.take(item, "CH4", "kg CH4/TJ", year=2020, kind=kind).kind == kind


def test_amounts_by_hand(make, in_east):
    lines, _ = made(make({("households", "final", "raw_coal"): [1000.0, 0.0]}, YEARS), in_east)
    assert lines["energy:households:final:raw_coal:CH4"].amounts() == pytest.approx(
        [1000 * TJ * 300 / 1000, 0.0]
    )
    assert lines["energy:households:final:raw_coal:N2O"].amounts()[0] == pytest.approx(
        1000 * TJ * 1.5 / 1000
    )


def test_driving_and_the_rest_have_the_numbers_of_their_use(make, in_east):
    lines, _ = made(make({("households", "final", "gasoline"): 1000.0}, YEARS), in_east)
    road, rest = (lines[f"energy:households:final:gasoline{m}:N2O"] for m in (":road", ""))
    assert road.amounts()[0] == pytest.approx(950 * TJ * 8 / 1000)
    assert rest.amounts()[0] == pytest.approx(50 * TJ * 0.6 / 1000)
    assert (road.category, rest.category) == ("1A3b", "1A4b")


def test_what_is_transformed_lost_or_kept_burns_nothing(make, in_east):
    cells = {
        ("energy_supply", "other_transformation", "crude_oil"): 10.0,
        ("energy_supply", "losses", "natural_gas"): 10.0,
        ("industry", "feedstock", "naphtha"): 10.0,
        ("energy_supply", "power", "electricity"): -5.0,
    }
    lines, faults = made(make(cells, YEARS), in_east)
    assert (lines, faults) == ({}, ())


def test_gases_of_the_furnace_are_left_out_where_their_coke_is_counted(make, in_east):
    cells = {("industry", "final", "coke"): 10.0, ("industry", "final", "blast_furnace_gas"): 3.0}
    energy = make(cells, YEARS)
    assert {line.fuel for line in made(energy, in_east)[0].values()} == {"coke"}
    both = made(energy, in_east, blast_furnace="gas")[0].values()
    assert {line.fuel for line in both} == {"coke", "blast_furnace_gas"}


def test_total_consumption_does_not_tell_what_burnt(make, in_east):
    lines, (fault,) = made(make({("total", "consumption", "coal"): 10.0}, YEARS), in_east)
    assert lines == {}
    assert (fault.code, fault.level) == ("RUL031", "warn")
    assert "Coal" in fault.message()
    assert "煤炭" in fault.message("zh")


def test_biomass_in_other_energy_is_told_when_its_share_is(make, in_east):
    energy = make({("energy_supply", "power", "other_energy"): 1000.0}, YEARS)
    assert made(energy, in_east)[0] == {}
    lines, _ = made(energy, in_east, biomass_share=0.5)
    co2, ch4 = (
        lines[f"energy:energy_supply:power:other_energy:biomass:{g}"] for g in ("CO2", "CH4")
    )
    assert (co2.memo, co2.category, co2.counts) == ("biomass", "1A1a", False)
    assert (ch4.memo, ch4.category, ch4.counts) == ("", "1A1a", True)
    assert co2.amounts()[0] == pytest.approx(500 * TJ * 100000 / 1000)
    assert ch4.amounts()[0] == pytest.approx(500 * TJ * 30 / 1000)


def test_biomass_of_the_activity_table(in_east, statistics_of):
    rows = [("biomass_burnt", "wood", "tce", {2016: 1000.0, 2017: 1000.0})]
    lines = {line.gas: line for line in combustion_gases.biomass(statistics_of(rows), in_east)}
    assert {gas: line.counts for gas, line in lines.items()} == {"CO2": False, "CH4": True, "N2O": True}  # fmt: skip
    assert lines["CO2"].amounts()[0] == pytest.approx(1000 * TJ * 112000 / 1000)
    assert lines["CH4"].amounts()[0] == pytest.approx(1000 * TJ * 300 / 1000)
    assert lines["N2O"].amounts()[0] == pytest.approx(1000 * TJ * 4 / 1000)


def test_bunkers_of_the_activity_table_are_memo(in_east, statistics_of):
    rows = [("bunker_fuel", "kerosene", "tce", {2016: 1000.0, 2017: 1000.0})]
    lines = bunkers.statistics(statistics_of(rows), in_east)
    assert {line.gas for line in lines} == {"CO2", "CH4", "N2O"}
    assert {(line.category, line.memo, line.kind) for line in lines} == {("M1", "bunkers", "aviation")}  # fmt: skip
    co2 = next(line for line in lines if line.gas == "CO2")
    assert co2.amounts()[0] == pytest.approx(1000 * 19.6 * 0.98 * TJ * 44 / 12, rel=1e-3)


def test_bunkers_of_a_balance_are_positive_and_named_by_their_cell(balance, in_east):
    table = balance({("bunkers_here", "fuel_oil"): -100.0, ("industry", "fuel_oil"): 5.0})
    lines = bunkers.of_balance(
        table, in_east, {(2019, "bunkers_here", "fuel_oil"): "data/balance.csv:7"}
    )
    assert {line.kind for line in lines} == {"water"}
    ch4 = next(line for line in lines if line.gas == "CH4")
    assert ch4.amounts()[0] == pytest.approx(100 * TJ * 7 / 1000)
    assert ch4.activities[0].refs == ("data/balance.csv:7",)


def test_a_balance_without_bunkers_has_none(balance, in_east):
    assert bunkers.of_balance(balance({("industry", "fuel_oil"): 5.0}), in_east) == ()
    assert bunkers.of_balance(balance({("bunkers_here", "raw_coal"): 5.0}), in_east) == ()


SEEN = {
    ("energy_industries", "coal"): (1, 1.5), ("energy_industries", "oil"): (3, 0.6), ("energy_industries", "natural_gas"): (1, 0.1),
    ("manufacturing", "coal"): (10, 1.5), ("manufacturing", "oil"): (3, 0.6), ("manufacturing", "natural_gas"): (1, 0.1),
    ("commercial", "coal"): (10, 1.5), ("commercial", "oil"): (10, 0.6), ("commercial", "natural_gas"): (5, 0.1),
    ("residential", "coal"): (300, 1.5), ("residential", "oil"): (10, 0.6), ("residential", "natural_gas"): (5, 0.1),
    ("residential", "biomass"): (300, 4), ("energy_industries", "biomass"): (30, 4), ("manufacturing", "process_gas"): (1, 0.1),
    ("road", "gasoline"): (25, 8), ("road:low_mileage_1995", "gasoline"): (3.8, 5.7), ("road:uncontrolled", "gasoline"): (33, 3.2),
    ("road", "diesel"): (3.9, 3.9), ("road", "natural_gas"): (92, 3), ("road", "lpg"): (62, 0.2), ("rail", "diesel"): (4.15, 28.6),
    ("water", "oil"): (7, 2), ("aviation", "kerosene"): (0.5, 2), ("off_road", "diesel"): (4.15, 28.6),
}  # fmt: skip
"""Defaults of the IPCC's tables 2.2-2.5 and chapter 3 of volume 2: methane and nitrous oxide. [kg/TJ]"""


@pytest.mark.parametrize(("kind", "item"), SEEN)
def test_the_packaged_defaults_are_those_of_the_ipcc(kind, item, in_east):
    taken = [
        in_east.take(item, gas, f"kg {gas}/TJ", year=2020, kind=kind) for gas in ("CH4", "N2O")
    ]
    assert tuple(n.value for n in taken) == SEEN[kind, item]
    for one in taken:
        assert one.lo95 is None or one.lo95 < one.value < one.hi95
