"""What an account may not hold side by side is told by fuel and first year."""

from __future__ import annotations

import pytest

from dualcarbon.inventory.double_counting import faults

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
