"""The central run and the members: the same model, in chunks or at once; history is the inventory."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import ensemble, inheritance, members
from dualcarbon.scenarios.assumptions import Span, keys_of_draws
from dualcarbon.scenarios.tree import grow, widest

UNCERTAIN = {
    "gdp": {"growth": [{"to": 2020, "rate": {"normal": [0.05, 0.02]}}]},
    "mix": {"industry": {"share": {"coal": {"points": {2020: {"uniform": [0.3, 0.4]}}}, "oil": 0.1, "electricity": "residual"}}},
    "factor": {"import": {"constant": {"triangular": [2, 3, 4]}}},
    "factor_scale": {"coal": {"constant": {"normal": [1.0, 0.05]}}},
}  # fmt: skip
CERTAIN = {"gdp": {"growth": [{"to": 2020, "rate": 0.05}]}, "power": {"rate": 2.0}}
TERRITORY = [
    2.6 * (60 + 80 - 5) + 2.1 * (10 + 1) + 1.6 * 8,
    2.6 * (50 + 90 - 4) + 2.1 * 10.5 + 1.6 * 20,
]
ADJUSTED = [TERRITORY[0] + 6 * 5, TERRITORY[1] + 8 * 4]


@pytest.fixture
def model(seen, tree, span):
    return seen, tree, span


def many(scenario, model, count=64, seed=1):
    draws = Draws(keys_of_draws([scenario]), count, seed)
    return ensemble.ensemble(scenario, *model, draws)


def test_history_of_the_central_run_is_the_account(resolved, model):
    one = ensemble.central(resolved(CERTAIN), *model)
    assert one.years == (2016, 2017, 2018, 2019, 2020)
    assert one.totals.territorial[0, :2] == pytest.approx(TERRITORY)
    assert one.totals.adjusted[0, :2] == pytest.approx(ADJUSTED)
    for cell, values in model[0].energy.items():
        assert one.energy[cell][:2] == pytest.approx(values)
    assert sum(v[1] for v in one.emissions.values()) == pytest.approx(TERRITORY[1])


def test_the_future_by_hand(resolved, model, base):
    """Industry grows by 5 % a year; plants need 2 tce a tce; nothing else changes."""
    one = ensemble.central(resolved(CERTAIN), *model)
    use = 100 * 1.05
    assert one.energy["industry", "final", "coal"][2] == pytest.approx(use * 0.5)
    demand = use * 0.4 + 10  # industry and households, who stay as they are
    supply = demand * base["power.balance"]
    thermal = supply * base["power.supply.thermal"]
    assert one.energy["energy_supply", "power", "coal"][2] == pytest.approx(thermal * 2.0 * 0.9)
    assert one.energy["energy_supply", "power", "electricity"][2] == pytest.approx(
        -supply * 42 / 50
    )
    assert one.energy["energy_supply", "import", "electricity"][2] == pytest.approx(supply * 8 / 50)
    coal = use * 0.5 + thermal * 1.8 - 4 * 1.05
    oil = use * 0.1 + 0.5 * 1.05
    by_hand = 2.6 * coal + 2.1 * oil + 1.6 * (10 + thermal * 0.2)
    assert one.totals.territorial[0, 2] == pytest.approx(by_hand)
    assert one.totals.adjusted[0, 2] == pytest.approx(by_hand + supply * 8 / 50 * 4.0)


def test_without_uncertain_numbers_every_member_is_the_central_run(resolved, model):
    middle, members = (
        ensemble.central(resolved(CERTAIN), *model),
        many(resolved(CERTAIN), model, count=4),
    )
    for name in ("territorial", "adjusted"):
        values = getattr(members, name)
        assert values.shape == (4, 5)
        np.testing.assert_array_equal(values, np.broadcast_to(getattr(middle.totals, name), (4, 5)))
    np.testing.assert_array_equal(members.gdp[0], middle.parameters["gdp"])


def test_chunks_of_members_are_the_members(resolved, model, monkeypatch):
    whole = many(resolved(UNCERTAIN), model)
    monkeypatch.setattr(members, "BLOCK", 16)
    parts = many(resolved(UNCERTAIN), model)
    for field in ("territorial", "adjusted", "energy", "gdp"):
        np.testing.assert_array_equal(getattr(whole, field), getattr(parts, field))
    assert whole.fuels.keys() == parts.fuels.keys()
    for fuel, values in whole.fuels.items():
        np.testing.assert_array_equal(values, parts.fuels[fuel])


def test_chunks_in_which_nothing_is_uncertain_are_as_long(resolved, model, monkeypatch):
    monkeypatch.setattr(members, "BLOCK", 16)
    assert many(resolved(CERTAIN), model).territorial.shape == (64, 5)


def test_members_are_labelled_and_spread(resolved, model):
    members = many(resolved(UNCERTAIN), model)
    assert members.territorial.dims == ("member", "year")
    assert members.territorial.year.values.tolist() == [2016, 2017, 2018, 2019, 2020]
    assert members.territorial.attrs["units"] == "t CO2"
    spread = members.territorial.std("member") / members.territorial.mean("member")
    assert (np.diff(spread.values[1:]) > 0).all()


def test_history_of_a_member_moves_by_its_factors_alone(resolved, model):
    certain = {k: v for k, v in UNCERTAIN.items() if k != "factor_scale"}
    members = many(resolved(certain), model)
    assert np.ptp(members.territorial.values[:, :2], axis=0) == pytest.approx([0.0, 0.0], abs=1e-9)
    np.testing.assert_allclose(
        members.territorial.values[:, :2], np.broadcast_to(TERRITORY, (64, 2))
    )
    scaled = many(resolved(UNCERTAIN), model).territorial.values[:, :2]
    coal = np.array([60 + 80 - 5, 50 + 90 - 4]) * 2.6
    share = (scaled - np.array(TERRITORY)) / coal
    np.testing.assert_allclose(share[:, 0], share[:, 1])  # one draw for all uses and years


def test_scenarios_share_the_draws_of_what_they_share(read, model):
    child = {"population": {"growth": [{"to": 2020, "rate": {"normal": [0.0, 0.01]}}]}}
    both = inheritance.resolve([read(UNCERTAIN), read(child, "child", extends="base")])
    draws = Draws(keys_of_draws(list(both.values())), 32, seed=1)
    one, two = (ensemble.ensemble(s, *model, draws) for s in both.values())
    np.testing.assert_array_equal(one.gdp, two.gdp)
    assert not np.array_equal(one.territorial, two.territorial)


def test_a_region_without_product_has_no_gdp_among_its_members(seen, read, span):
    bare = dataclasses.replace(seen, gdp=None, value_added={}, population=None)
    scenario = inheritance.resolve([read({"power": {"rate": 2.0}})])["base"]
    members = many(scenario, (bare, grow(bare), span), count=2)
    assert members.gdp is None
    assert members.territorial.values[0, :2] == pytest.approx(TERRITORY)


def test_factors_of_the_base_year_are_held(seen):
    held = ensemble.factors(seen, Span(2017, 2019))
    assert held["industry", "final", "coal"].tolist() == [2.6] * 4


def test_the_widest_tree_holds_every_key_of_a_region(tree):
    every = widest()
    assert set(tree.units) <= set(every.units)
    assert set(tree.groups) <= set(every.groups)
    assert all(set(parts) <= set(every.groups[g]) for g, parts in tree.groups.items())
    assert list(tree.keys()) == list(tree.units)
