"""The tree of an account with what is declared beside it: factors, keys, and what the account lacks."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios import structure
from dualcarbon.scenarios.extension import extended, mean_factor
from dualcarbon.scenarios.tree import SUPPLY, grow

TITLE = {"en": "made up", "zh": "虚构"}
CARS = {"title": TITLE, "unit": "vehicle", "fuels": ["oil", "electricity", "hydrogen"]}


@pytest.fixture
def declare(seen):
    def made(seen=seen, **table):
        return extended(seen, grow(seen), structure.read([(table, "tree.toml")]), {})

    return made


def refused(declare, **table):
    with pytest.raises(InputError) as caught:
        declare(**table)
    return [(f.code, f.place.key) for f in caught.value.faults]


def test_a_fuel_that_is_taken_up_has_the_mean_factor_of_the_account(seen, declare):
    """Oil is burnt in industry at 2.1 t CO2/tce; electricity and hydrogen make none where they are used."""
    found, tree = declare(branches={"households": {"cars": CARS}})
    assert found.factor["households", "final", "oil"].tolist() == [2.1, 2.1]
    assert ("households", "final", "electricity") not in found.factor
    assert ("households", "final", "hydrogen") not in found.factor
    assert tree.factor["households", "final", "oil"] == 2.1
    assert tree.branches["households.cars"].flow == "final"


def test_the_mean_is_by_energy_and_of_all_years_where_none_is_burnt(seen):
    """60 of coal at 2 in industry and 40 at 3 in plants are 2.4; where none is burnt, 240 of 100 too."""
    cells = {("industry", "final", "coal"): [60.0, 0.0], (SUPPLY, "power", "coal"): [40.0, 0.0]}
    energy = {cell: np.array(values) for cell, values in cells.items()}
    factor = {cell: np.full(2, 2.0 + i) for i, cell in enumerate(cells)}
    some = dataclasses.replace(seen, energy=energy, factor=factor)
    assert mean_factor(some, "coal").tolist() == pytest.approx([2.4, 2.4])
    assert mean_factor(some, "oil") is None


@pytest.mark.parametrize(
    ("table", "code", "key"),
    [
        ({"branches": {"transport": {"cars": CARS}}}, "TRE002", "branches.transport.cars"),
        ({"branches": {"households": {"stoves": {**CARS, "fuels": ["other_energy"]}}}}, "TRE006", "branches.households.stoves.fuels"),
        ({"chains": {"chp": {"title": TITLE, "output": "heat", "processes": {"boiler": {"inputs": ["coal"]}}}}}, "TRE017", "chains.chp"),
        ({"chains": {"h": {"title": TITLE, "output": "hydrogen", "processes": {"w": {"inputs": ["other_energy"], "burnt": ["other_energy"]}}}}}, "TRE006", "chains.h"),
    ],
)  # fmt: skip
def test_what_the_account_lacks_is_told(declare, table, code, key):
    assert refused(declare, **table) == [(code, key)]
