"""How high an assumption is in each member."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.quantities import draws as draws_module
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.sensitivity.levels import home, levels

MOTORS = {
    "id": "motors",
    "title": {"en": "Efficient motors", "zh": "高效电机"},
    "ramp": {"from": 2017, "to": 2020},
    "changes": [
        {"path": "intensity.industry", "op": "scale", "value": {"normal": [0.9, 0.02]}},
        {"path": "gdp", "op": "add", "value": {"normal": [-5.0, 0.1]}},
    ],
}


def draws_of(one, members=64):
    return Draws(keys_of_draws([one]), members, 1)


def test_a_path_comes_to_the_mean_of_its_years_ahead(scenario, planted):
    one = scenario({"gdp": {"growth": [{"to": 2030, "rate": {"normal": [0.05, 0.01]}}]}})
    draws = draws_of(one)
    found = levels(one, *planted, draws)
    rate = one.paths["gdp"].form.numbers()["growth.2030"].at(draws.uniform("gdp.growth.2030"))
    ahead = 1000.0 * (1 + rate[:, None]) ** np.arange(1, 14)
    assert found["gdp"] == pytest.approx(ahead.mean(axis=1))


def test_parts_of_a_group_that_have_uncertain_numbers_stand_alone(scenario, planted):
    one = scenario()
    found = levels(one, *planted, draws_of(one))
    assert list(found) == ["gdp", "intensity.industry", "mix.industry.coal"]
    assert home(one)["mix.industry.coal"] == "mix.industry"
    assert {len(level) for level in found.values()} == {64}


def test_measures_do_not_move_the_level_of_a_path(scenario, planted):
    bare, measured = scenario(), scenario(None, MOTORS)
    draws = draws_of(measured)
    one, other = (levels(s, *planted, draws) for s in (bare, measured))
    np.testing.assert_array_equal(one["intensity.industry"], other["intensity.industry"])


def test_a_measure_is_high_where_its_effect_is_strong(scenario, planted):
    one = scenario({"population": {"constant": 110.0}}, MOTORS)
    draws = draws_of(one)
    scale, less = (draws.uniform(key) for key in sorted(draws.keys))
    found = levels(one, *planted, draws)
    assert found["measures.motors"] == pytest.approx((scale + 1 - less) / 2)
    assert home(one) == {"measures.motors": "measures.motors"}


def test_members_are_evaluated_in_blocks(scenario, planted, monkeypatch):
    one = scenario()
    draws = draws_of(one)
    at_once = levels(one, *planted, draws)
    monkeypatch.setattr(draws_module, "BLOCK", 16)
    parts = levels(one, *planted, draws)
    for key, level in at_once.items():
        np.testing.assert_allclose(parts[key], level, rtol=1e-12)
