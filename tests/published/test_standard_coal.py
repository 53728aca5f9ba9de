"""Physical amounts of a table against the conversions that the yearbook and GB/T 2589 print."""

import json
from pathlib import Path

import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.yearbook.conversion import in_standard_coal

CASE = json.loads((Path(__file__).parent / "cases/standard_coal.json").read_text(encoding="utf-8"))
UNITS = [(fuel, unit) for unit, some in CASE["inputs"].items() for fuel in some]
KGCE_MJ = 29.3076


def tce(fuel, amount, unit, year=2017):
    """Give an amount of a fuel in standard coal, read as a table of a study is."""
    text = f"year,sector,flow,fuel,value,unit\n{year},industry,final,{fuel},{amount},{unit}\n"
    frame = read_bytes(text.encode(), "energy", "t.csv").frame
    return in_standard_coal(frame, "t.csv", "calorific")[0]["value"][0]


def test_the_table_holds_every_kind_of_energy_but_what_stands_in_standard_coal():
    listed = {fuel for fuel in FUELS if FUELS[fuel].more["nbs_order"]}
    assert listed - {"other_energy"} == set(CASE["expected"]) == {fuel for fuel, _ in UNITS}


@pytest.mark.parametrize(("fuel", "unit"), UNITS)
def test_ten_thousand_units_are_converted_as_printed(fuel, unit):
    kilograms = 1e3 if unit == "t" else 1.0  # the yearbook prints solids and liquids per kilogram
    expected = 1e4 * kilograms * CASE["expected"][fuel] / 1e3
    assert tce(fuel, 1, f"10^4 {unit}") == pytest.approx(expected, rel=CASE["tolerance"])


@pytest.mark.parametrize("fuel", CASE["older"])
def test_years_of_the_older_issues_are_converted_as_those_print(fuel):
    unit = next(u for f, u in UNITS if f == fuel)
    times = CASE["expected"][fuel] / CASE["older"][fuel]
    assert tce(fuel, 1, unit) / tce(fuel, 1, unit, 2005) == pytest.approx(times, rel=1e-12)


@pytest.mark.parametrize("fuel", CASE["heat_mj"])
def test_the_heat_of_the_standard_gives_the_same_standard_coal(fuel):
    """The standard's heat is printed at 29.27 MJ/kgce, 0.13 % less than 7,000 kcal; kgce has four digits."""
    unit = next(u for f, u in UNITS if f == fuel)
    amount = 1e3 if unit == "t" else 1.0
    by_heat = amount * CASE["heat_mj"][fuel] / KGCE_MJ / 1e3
    assert tce(fuel, 1, unit) == pytest.approx(by_heat, rel=CASE["tolerance_heat"])
