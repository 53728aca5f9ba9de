"""Numbers of the reference tables against what was published."""

import json
from pathlib import Path

import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference import fuels
from dualcarbon.reference.formula import per_physical_unit, per_tce
from dualcarbon.reference.grid import grid_factor
from dualcarbon.reference.gwp import gwp

CASES = Path(__file__).parent / "cases"


def case(name):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


FUELS = case("fuel_factors")
GWP = case("gwp100")
GRID = case("grid_factors")
IPCC = case("ipcc_fuel_defaults")


@pytest.mark.parametrize("fuel", FUELS["expected"])
def test_ten_published_factors_come_out_to_four_digits(fuel):
    computed = per_physical_unit(*FUELS["inputs"][fuel])
    assert computed == pytest.approx(FUELS["expected"][fuel], abs=FUELS["tolerance"])


@pytest.mark.parametrize("fuel", FUELS["inputs"])
def test_heat_values_of_the_published_table_stand_in_ours(fuel):
    datum, _ = fuels.find(fuel, "calorific_value", 2015)
    assert datum.value == FUELS["inputs"][fuel][0]


@pytest.mark.parametrize(("gas", "values"), GWP["expected"].items())
def test_warming_potentials_are_those_of_the_reports(gas, values):
    for name, expected in zip(GWP["inputs"]["sets"], values, strict=True):
        if expected is None:
            with pytest.raises(InputError, match=f"{name} has no warming potential of {gas}"):
                gwp(gas, name)
        else:
            assert gwp(gas, name) == expected


@pytest.mark.parametrize(
    ("asked", "expected"), list(zip(GRID["inputs"], GRID["expected"], strict=True))
)
def test_grid_factors_are_those_announced(asked, expected):
    record, warnings = grid_factor(*asked)
    assert (record.value, warnings) == (expected, ())


@pytest.mark.parametrize(
    ("fuel", "expected"), list(zip(IPCC["inputs"], IPCC["expected"], strict=True))
)
def test_ipcc_defaults_and_ranges(fuel, expected):
    assert fuels.ipcc_range(fuel) == tuple(expected)


def test_the_spread_of_raw_coal_is_as_measured():
    """Guideline 1.900, IPCC per heat on the Chinese heat value 1.978, full IPCC default 2.441 kg CO2/kg."""
    heat, _ = fuels.find("raw_coal", "calorific_value", 2015)
    default, *_ = fuels.ipcc_range("raw_coal")
    assert heat.value * default / 1e6 == pytest.approx(1.978, abs=5e-4)
    assert 25.8 * default / 1e6 == pytest.approx(2.441, abs=5e-4)


def test_the_province_of_the_example_uses_the_guideline():
    """Coal 2.663673 and natural gas 1.627707 t CO2/tce, as the contest of 2023 prints for 2010-2017."""
    assert per_tce(26.37, 0.94) == pytest.approx(2.663673, rel=2.5e-5)
    assert per_tce(15.3, 0.99) == pytest.approx(1.627707, rel=2.5e-5)
