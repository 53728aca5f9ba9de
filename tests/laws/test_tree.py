"""An account and the parameters of its tree are two faces of one thing."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.scenarios import branch_sizes, declared, ensemble, inheritance, plants, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.tree import SUPPLY, Observed, grow

YEARS = (2015, 2016, 2017)
SECTORS = ("agriculture", "industry", "transport", "households")
FUELS = ("coal", "oil", "natural_gas", "electricity", "heat")
amounts = st.lists(st.floats(0.0, 1e6, allow_subnormal=False), min_size=3, max_size=3)


@st.composite
def accounts(draw):
    """Draw an account whose electricity and heat need not close."""
    cells = {(s, "final", f): np.array(draw(amounts)) for s in SECTORS for f in FUELS}
    for fuel in ("coal", "natural_gas"):
        cells[SUPPLY, "power", fuel] = np.array(draw(amounts)) + 1
        cells[SUPPLY, "heat", fuel] = np.array(draw(amounts)) + 1
    nonfossil, thermal = np.array(draw(amounts)), np.array(draw(amounts)) + 1
    cells[SUPPLY, "power", "nonfossil"] = nonfossil
    cells[SUPPLY, "power", "electricity"] = -(nonfossil + thermal)
    cells[SUPPLY, "heat", "heat"] = -(np.array(draw(amounts)) + 1)
    cells[SUPPLY, "other_transformation", "heat"] = -np.array(draw(amounts))
    cells[SUPPLY, "other_transformation", "coal"] = np.array(draw(amounts)) - 5e5
    cells[SUPPLY, "losses", "oil"] = np.array(draw(amounts))
    cells[SUPPLY, "import", "electricity"] = np.array(draw(amounts))
    for carrier, floor in (("electricity", 1.0), ("heat", 1.0), ("oil", 1.0)):
        cells["industry", "final", carrier] = cells["industry", "final", carrier] + floor
    money = {s: np.array(draw(amounts)) + 1 for s in SECTORS[:3]}
    people = np.array(draw(amounts)) + 1
    return Observed(YEARS, people, np.sum(list(money.values()), axis=0), money, cells, {})


@given(accounts())
@settings(max_examples=150)
def test_history_comes_back_from_its_own_parameters(seen):
    assert projection.gap(seen, grow(seen)) <= 1e-12


@given(accounts(), st.floats(0.1, 10))
@settings(max_examples=50)
def test_all_energy_scales_with_every_intensity(seen, factor):
    tree = grow(seen)
    given_ = projection.observed(seen, tree)
    before = projection.project(given_, tree)
    scaled = {
        k: v * factor if k.startswith(("intensity.", "other_transformation.")) else v
        for k, v in given_.items()
    }
    after = projection.project(scaled, tree)
    for cell, values in before.items():
        np.testing.assert_allclose(after[cell], factor * values, rtol=1e-9, atol=1e-6)


@given(accounts())
@settings(max_examples=50)
def test_imported_electricity_moves_the_adjusted_total_only(seen):
    tree = grow(seen)
    parameters = projection.observed(seen, tree)
    energy = projection.project(parameters, tree)
    factor = {cell: np.full(3, 2.5) for cell in energy if cell[2] in ("coal", "oil", "natural_gas")}
    low, high = (projection.totals(energy, factor, parameters, np.full(3, x)) for x in (1.0, 3.0))
    np.testing.assert_array_equal(low.territorial, high.territorial)
    bought = seen.energy[projection.IMPORT]
    np.testing.assert_allclose(high.adjusted - low.adjusted, 2 * bought, rtol=1e-9, atol=1e-3)


def test_an_incomplete_account_does_not_come_back():
    cells = {
        (SUPPLY, "power", "coal"): np.array([100.0]),
        ("industry", "final", "coal"): np.array([10.0]),
        ("industry", "final", "electricity"): np.array([40.0]),
    }
    seen = Observed((2017,), None, np.array([1.0]), {}, cells, {})
    assert projection.gap(seen, grow(seen)) > 0.1


def test_a_region_that_buys_all_its_electricity_has_a_tree():
    cells = {
        ("industry", "final", "coal"): np.array([10.0]),
        ("industry", "final", "electricity"): np.array([40.0]),
        projection.IMPORT: np.array([41.0]),
    }
    seen = Observed((2017,), None, np.array([2.0]), {}, cells, {}, np.array([5.0]))
    tree = grow(seen)
    assert projection.gap(seen, tree) <= 1e-12
    assert projection.observed(seen, tree)["power.supply.import"].tolist() == [1.0]


@given(accounts())
@settings(max_examples=50)
def test_the_energy_of_every_branch_is_that_of_its_cells(seen):
    tree = grow(seen)
    parameters = projection.observed(seen, tree)
    cells = projection.project(parameters, tree)
    burnt = {
        w: sum(cells[SUPPLY, w, f] for f in ("coal", "natural_gas")) for w in ("power", "heat")
    }
    made = {
        "power": cells[projection.IMPORT] - cells[plants.POWER_OUT],
        "heat": -cells[plants.PLANTS_OUT] - cells[plants.RECOVERED],
    }
    for flow in ("power", "heat"):
        paths = {f"{flow}.rate": burnt, f"{flow}.mix.coal": burnt, f"{flow}.supply.thermal": made}
        for path, energy in paths.items():
            found = branch_sizes.branch_energy(path, parameters, tree)
            np.testing.assert_allclose(found, energy[flow], rtol=1e-9, atol=1e-9)
    for sector in SECTORS:
        used = sum(cells[sector, "final", f] for f in FUELS)
        found = branch_sizes.branch_energy(f"mix.{sector}.coal", parameters, tree)
        np.testing.assert_allclose(found, used, rtol=1e-9, atol=1e-9)
    losses = branch_sizes.branch_energy("losses.oil", parameters, tree)
    np.testing.assert_allclose(losses, cells[SUPPLY, "losses", "oil"], rtol=1e-9, atol=1e-9)


rates = st.floats(-0.2, 0.2, allow_subnormal=False)


@given(accounts(), st.dictionaries(st.sampled_from(SECTORS), rates), rates, rates)
@settings(max_examples=40, deadline=None)
def test_every_year_of_the_statistics_in_a_projection_equals_the_account(seen, moved, gdp, plants):
    """Whatever a scenario assumes, history and base year are the inventory: energy and emissions, to 1e-12."""
    factor = {c: np.array([2.0, 2.1, 2.2]) for c in seen.energy if c[2] in ("coal", "oil")}
    account = dataclasses.replace(seen, factor=factor)
    tree = grow(account)
    paths = {
        "gdp": {"growth": [{"to": 2020, "rate": gdp}]},
        "power": {"rate": {"growth": [{"to": 2020, "rate": plants}]}},
        "intensity": {s: {"growth": [{"to": 2020, "rate": rate}]} for s, rate in moved.items()},
    }
    paths = {key: value for key, value in paths.items() if value}
    read = declared.read({"name": "base", **paths}, tree, "scenarios/base.toml")
    scenario = inheritance.resolve([read])["base"]
    middle = ensemble.central(scenario, account, tree, Span(YEARS[-1], 2020))
    scale = max(np.abs(values).max() for values in account.energy.values())
    for cell, values in account.energy.items():
        np.testing.assert_allclose(middle.energy[cell][:3], values, rtol=0, atol=1e-12 * scale)
    whole = sum(account.energy[cell] * factor[cell] for cell in factor)
    most = sum(np.abs(account.energy[cell] * factor[cell]) for cell in factor).max()
    np.testing.assert_allclose(middle.totals.territorial[0, :3], whole, rtol=0, atol=1e-12 * most)
