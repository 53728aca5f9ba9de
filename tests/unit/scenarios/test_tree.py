"""The tree is read off the account: branches, drivers and units are those that the data carry."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import xarray as xr

from dualcarbon.scenarios import branch_sizes, projection
from dualcarbon.scenarios.tree import Observed, cells, driver, grow, own_key

SUPPLY = "energy_supply"


def observed(cells_, **more):
    given = {"population": None, "gdp": None, "value_added": {}} | more
    return Observed(
        (2017,), energy={c: np.array([v]) for c, v in cells_.items()}, factor={}, **given
    )


def test_cells_of_an_account_are_those_that_are_not_empty():
    coords = {
        "year": [2016, 2017],
        "sector": ["a", "b"],
        "flow": ["final"],
        "fuel": ["coal", "oil"],
    }
    dense = xr.DataArray(np.zeros((2, 2, 1, 2)), coords=coords, dims=list(coords))
    dense.loc[{"year": 2017, "sector": "b", "fuel": "oil"}] = -3.0
    found = cells(dense)
    assert {cell: values.tolist() for cell, values in found.items()} == {
        ("b", "final", "oil"): [0.0, -3.0]
    }


def test_branches_of_a_region_with_a_balance(tree):
    assert tree.demand == {
        "households": ("final", "population"),
        "industry": ("final", "structure.industry"),
    }
    assert tree.groups == {
        "structure": ("industry", "services"),
        "mix.households": ("electricity", "natural_gas"),
        "mix.industry": ("coal", "electricity", "oil"),
        "power.supply": ("import", "nonfossil", "thermal"),
        "power.mix": ("coal", "natural_gas"),
    }
    assert tree.own == ((SUPPLY, "losses", "oil"), (SUPPLY, "other_transformation", "coal"))
    assert (tree.power, tree.heat) == (True, False)
    assert tree.units == {
        "population": "person",
        "gdp": "CNY2010",
        "intensity.households": "tce/person",
        "intensity.industry": "tce/CNY2010",
        "power.rate": "tce/tce",
        "power.balance": "1",
        "factor.import": "t CO2/tce",
        "losses.oil": "tce/tce",
        "other_transformation.coal": "tce/CNY2010",
        "factor_scale.coal": "1",
        "factor_scale.natural_gas": "1",
        "factor_scale.oil": "1",
    }


def test_a_nation_of_totals_by_fuel_has_one_branch():
    one = observed({("total", "consumption", f): 1.0 for f in ("coal", "oil")}, gdp=np.array([2.0]))
    tree = grow(one)
    assert tree.demand == {"total": ("consumption", "gdp")}
    assert tree.groups == {"mix.total": ("coal", "oil")}
    assert not tree.power
    assert projection.gap(one, tree) == 0.0


def test_heat_plants_have_branches_of_their_own():
    one = observed(
        {
            ("industry", "final", "heat"): 12.0,
            (SUPPLY, "heat", "coal"): 11.0,
            (SUPPLY, "heat", "heat"): -9.0,
            (SUPPLY, "other_transformation", "heat"): -3.0,
        },
        gdp=np.array([6.0]),
    )
    tree = grow(one)
    assert tree.groups["heat.mix"] == ("coal",)
    assert tree.own == ()  # recovered heat belongs to the supply of heat
    found = projection.observed(one, tree)
    assert {k: v.tolist() for k, v in found.items() if k.startswith("heat.")} == {
        "heat.balance": [1.0],
        "heat.rate": [pytest.approx(11 / 9)],
        "heat.supply.plants": [0.75],
        "heat.supply.recovered": [0.25],
        "heat.mix.coal": [1.0],
    }
    assert projection.gap(one, tree) <= 1e-12


def test_the_driver_is_the_nearest_that_the_data_carry(seen):
    assert driver("industry", seen) == "structure.industry"
    assert driver("households", seen) == "population"
    assert driver("transport", seen) == "gdp"
    assert driver("households", dataclasses.replace(seen, population=None)) == "gdp"
    assert driver("transport", dataclasses.replace(seen, gdp=None)) == ""


def test_feedstock_follows_industry(seen):
    cell = ("industry", "feedstock", "oil")
    more = dataclasses.replace(seen, energy={**seen.energy, cell: np.array([5.0, 4.0])})
    tree = grow(more)
    assert own_key(cell) == "feedstock.oil"
    assert projection.observed(more, tree)["feedstock.oil"].tolist() == [5 / 500, 4 / 400]
    assert projection.gap(more, tree) <= 1e-12


def test_nothing_of_nothing_is_nothing():
    idle = {("industry", "final", "coal"): 0.0, ("industry", "final", "oil"): 0.0}
    one = observed(idle, gdp=np.array([5.0]))
    found = projection.observed(one, grow(one))
    assert {k: v.tolist() for k, v in found.items()} == {
        "gdp": [5.0], "intensity.industry": [0.0], "mix.industry.coal": [0.0], "mix.industry.oil": [0.0],
    }  # fmt: skip


def test_without_an_import_factor_nothing_is_added(seen, tree):
    bare = dataclasses.replace(seen, import_factor=None)
    parameters = projection.observed(bare, tree)
    assert "factor.import" not in parameters
    energy = projection.project(parameters, tree)
    sums = projection.totals(energy, {}, parameters, None)
    assert sums.imports.tolist() == [0.0]
    given = projection.totals(energy, {}, parameters, np.array([2.0, 2.0]))
    assert given.imports == pytest.approx([12.0, 16.0])
    assert sums.fuels["electricity"] == pytest.approx(
        [6.0, 8.0]
    )  # uses less what plants gave: what was bought


def test_a_region_that_buys_all_its_electricity_gives_every_year_back(seen):
    bought = {
        ("industry", "final", "electricity"): np.array([30.0, 40.0]),
        (SUPPLY, "import", "electricity"): np.array([30.0, 41.0]),
    }
    city = dataclasses.replace(seen, energy=bought)
    assert projection.gap(city, grow(city)) < 1e-12


@pytest.mark.parametrize(
    ("path", "cells"),
    [
        ("mix.industry.coal", [("industry", "final", f, 1) for f in ("coal", "electricity", "oil")]),
        ("intensity.households", [("households", "final", f, 1) for f in ("natural_gas", "electricity")]),
        ("power.supply.nonfossil", [("energy_supply", "import", "electricity", 1), ("energy_supply", "power", "electricity", -1)]),
        ("power.rate", [("energy_supply", "power", f, 1) for f in ("coal", "natural_gas")]),
        ("power.mix.coal", [("energy_supply", "power", f, 1) for f in ("coal", "natural_gas")]),
        ("losses.oil", [("energy_supply", "losses", "oil", 1)]),
        ("other_transformation.coal", [("energy_supply", "other_transformation", "coal", 1)]),
    ],
)  # fmt: skip
def test_the_energy_of_a_branch_is_that_of_its_cells(seen, tree, path, cells):
    given = projection.observed(seen, tree)
    there = projection.project(given, tree)
    found = branch_sizes.branch_energy(path, given, tree)
    np.testing.assert_allclose(found, sum(n * there[s, w, f] for s, w, f, n in cells), rtol=1e-12)
