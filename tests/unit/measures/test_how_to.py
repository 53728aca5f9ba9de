"""What the how-to page shows is read without a fault, and says what the program knows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dualcarbon.measures import filling, projects, reading
from dualcarbon.measures.catalogue import all_typical, typical
from dualcarbon.readers.csv import read_bytes
from dualcarbon.scenarios import declared
from dualcarbon.scenarios.tree import widest
from dualcarbon.vocabulary import faults

TEXT = (Path(__file__).parents[3] / "docs" / "how-to" / "measures.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+ \w+)\n(.*?)```", TEXT, re.DOTALL)


def of(kind):
    return "\n".join(text for name, text in BLOCKS if name == kind)


@pytest.fixture(scope="module")
def listed():
    known = declared.measurable(widest())
    return filling.completed(reading.read(tomllib.loads(of("toml measures")), known))


def test_the_measures_of_the_page_are_a_list(listed):
    assert listed.ids == ("kilns", "offshore_wind", "heat_pumps", "boilers", "storage")
    assert [w.code for w in listed.warnings] == ["MEA047"] * 2
    wind, pumps = listed["offshore_wind"], listed["heat_pumps"]
    assert (wind.title.en, wind.unit) == ("Offshore wind", "kW")
    assert wind.cost.investment.central == 11000
    assert wind.cost.o_and_m.central == typical("E07").cost["o_and_m"].mid
    assert pumps.changes[0].ratio == 0.3


def test_the_scenario_of_the_page_deploys_them(listed):
    table = {"name": "plan", **tomllib.loads(of("toml scenario"))}
    plan = declared.read(table, widest(), "scenarios/plan.toml", listed.ids)
    assert set(plan.levels) == set(listed.ids) - {"boilers"}
    assert all(set(listed[id].requires) <= set(plan.levels) for id in plan.levels)


def test_the_projects_of_the_page_are_units_of_their_measure(listed):
    table = read_bytes(of("csv projects").encode(), "projects", "projects.csv")
    assert table.faults == ()
    found = projects.read(table.frame.iter_rows(named=True), listed)
    assert [(p.measure, p.amount, p.effect) for p in found] == [
        ("offshore_wind", 1.1e6, 1.05),
        ("offshore_wind", 8e5, 1.0),
    ]
    assert found[1].investment == 9.6e9


def test_numbers_and_codes_of_the_page_are_the_programs():
    assert f"lists {len(all_typical())} typical measures" in TEXT
    assert set(re.findall(r"MEA\d+", TEXT)) <= set(faults.codes())
