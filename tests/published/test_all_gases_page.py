"""The table that the page on all gases works out by hand is what the program gives."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use
from dualcarbon.scenarios.beyond import Beyond, Part, emitted, of_cells

PAGE = Path(__file__).parents[2] / "docs/explanation/all-gases.md"
ROW = re.compile(r"^\| ([a-z][^|]+?) \| ([\d,]+) \| ([\d,]+) \|$", re.MULTILINE)
YEARS = (2020, 2021)
CELL = ("transport", "final", "oil")


def printed():
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {name: tuple(float(n.replace(",", "")) for n in numbers) for name, *numbers in rows}


def line(item, gas, category, activity, number, **more):
    made = Activity(name=item, unit="t", years=YEARS, values=np.array([activity] * 2), refs=("", ""))  # fmt: skip
    factor = Use((SimpleNamespace(id=item, value=number),))
    return Line(id=item, category=category, gas=gas, years=YEARS, inputs=(made, factor), method="activity_times_factor", item=item, **more)  # fmt: skip


@pytest.fixture
def found():
    """What stands beside energy in both years, by category and gas. [t CO2e]."""
    clinker = line("clinker_output", "CO2", "2A1", 1e6, 0.538)
    burnt = line("oil", "CH4", "1A3b", 2000.0, 0.005)
    gases = of_cells([(burnt, 10.0)], lambda _: CELL, {CELL: 2000.0})
    beyond = Beyond(Ledger(YEARS, (clinker,)), YEARS, gases, "AR5")
    given = {
        "activity.clinker_output": np.array([[1e6, 9e5]]),
        "abated.clinker_output": np.array([[0.0, 0.25]]),
    }
    return emitted(beyond, given, {CELL: np.array([[2000.0, 3000.0]])})


def test_lines_follow_their_activity_and_what_is_abated(found):
    told = printed()["clinker, t CO2"]
    assert found[Part("2A1", "CO2")][0] == pytest.approx(told, rel=1e-12)


def test_gases_of_burning_follow_the_energy_of_their_cell(found):
    methane = found[Part("1A3b", "CH4")][0]
    assert methane == pytest.approx(printed()["methane of vehicles, t CO2e"], rel=1e-12)
    assert methane / 28 == pytest.approx(printed()["methane of vehicles, t"], rel=1e-12)


def test_the_total_holds_all_of_it(found):
    total = sum(found.values())[0] + np.array(printed()["energy, t CO2"])
    assert total == pytest.approx(printed()["total, t CO2e"], rel=1e-12)
