"""What an account may not hold side by side is told by fuel and first year."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory.double_counting import faults, waste
from dualcarbon.inventory.ledger import Activity, Line

YEARS = (2015, 2016)


@pytest.mark.parametrize(
    "cells",
    [
        {("total", "consumption", "coal"): 1.0, ("total", "consumption", "oil"): 1.0},
        {("industry", "final", "coal"): 1.0, ("energy_supply", "power", "coal"): 1.0},
        {("total", "consumption", "coal"): 1.0, ("industry", "final", "oil"): 1.0},
        {("total", "final", "coal"): 1.0, ("energy_supply", "power", "coal"): 1.0},
        {("total", "consumption", "coal"): [1.0, 0.0], ("industry", "final", "coal"): [0.0, 1.0]},
        {("total", "import", "coal"): 1.0, ("industry", "import", "coal"): 1.0},
        {("total", "final", "total"): 1.0, ("industry", "final", "total"): 1.0},
    ],
)
def test_what_adds_up_is_left_alone(make, cells):
    assert faults(make(cells, YEARS)) == []


def test_consumption_beside_a_balance_is_told_once_for_a_fuel(make):
    cells = {
        ("total", "consumption", "coal"): [0.0, 5.0],
        ("industry", "final", "coal"): [3.0, 3.0],
        ("energy_supply", "power", "coal"): [2.0, 2.0],
    }
    (fault,) = faults(make(cells, YEARS))
    assert (fault.code, fault.level, dict(fault.params)["year"]) == ("INV010", "error", 2016)
    assert "Coal" in fault.message()
    assert "煤炭" in fault.message("zh")


@pytest.mark.parametrize(
    ("consumed", "burnt"), [("raw_coal", "coal"), ("coal", "coke"), ("coke", "raw_coal")]
)
def test_kinds_and_their_group_are_the_same_fuel(make, consumed, burnt):
    cells = {("total", "consumption", consumed): 5.0, ("industry", "final", burnt): 3.0}
    (fault,) = faults(make(cells, YEARS))
    assert (fault.code, dict(fault.params)["year"]) == ("INV010", 2015)


def test_electricity_in_consumption_is_what_was_brought_in(make):
    cells = {("total", "consumption", "coal"): 8.0, ("total", "consumption", "electricity"): 2.0}
    (fault,) = faults(make(cells, YEARS))
    assert (fault.code, fault.level, dict(fault.params)["made"]) == ("INV011", "error", 2.0)
    bought = {
        ("energy_supply", "import", "electricity"): 2.5,
        ("energy_supply", "export", "electricity"): 0.5,
    }
    assert faults(make(cells | bought, YEARS)) == []
    bought = {("energy_supply", "import", "electricity"): [2.0, 1.5]}
    (fault,) = faults(make(cells | bought, YEARS))
    assert (dict(fault.params)["year"], dict(fault.params)["made"]) == (2016, 0.5)


def burnt(category="1A1a", amount=3.0, memo=""):
    values = np.array([0.0, amount])
    tonnes = Activity(name="w", unit="t", years=YEARS, values=values, refs=("", ""))
    return Line(
        id=f"waste.{category}.{memo}", category=category, gas="CO2", years=YEARS, inputs=(tonnes,), method="waste_fossil_carbon",
        item="waste_incinerated", memo=memo,
    )  # fmt: skip


OTHER = {("industry", "final", "other_energy"): 7.0}


def test_waste_that_burns_for_power_beside_other_energy_with_a_factor_is_told(make):
    (fault,) = waste(make(OTHER, YEARS, "t CO2"), [burnt()])
    assert (fault.code, fault.level, dict(fault.params)["year"]) == ("INV018", "warn", 2016)
    assert "counted at 7 t CO2, and waste burnt for power or heat at 3 t CO2" in fault.message()


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (OTHER, burnt(category="4C1")),
        (OTHER, burnt(memo="biomass")),
        (OTHER, burnt(amount=0.0)),
        ({("industry", "final", "other_energy"): 0.0}, burnt()),
        ({("industry", "final", "coal"): 5.0}, burnt()),
    ],
)
def test_waste_that_stands_once_is_no_matter(make, cells, line):
    assert waste(make(cells, YEARS, "t CO2"), [line]) == []
