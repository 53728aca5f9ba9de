"""Which uncertain numbers are one assumption."""

from __future__ import annotations

import pytest

from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.sensitivity.assumptions import Assumption, assumptions, merged

MOTORS = {
    "id": "motors",
    "title": {"en": "Efficient motors", "zh": "高效电机"},
    "ramp": {"from": 2017, "to": 2020},
    "changes": [{"path": "intensity.industry", "op": "scale", "value": {"normal": [0.9, 0.02]}}],
}


def test_a_path_a_group_of_shares_and_a_measure_are_one_assumption_each(scenario):
    found = assumptions(scenario(measures_table(), MOTORS))
    assert [one.id for one in found] == [
        "gdp", "intensity.industry", "mix.industry", "measures.motors",
    ]  # fmt: skip
    assert found[0].keys == ("gdp.growth.2025", "gdp.growth.2030")
    assert found[2].keys == ("mix.industry.coal.points.2030", "mix.industry.oil.points.2030")
    assert found[3].keys == ("measures.motors.0.intensity.industry",)
    assert found[3].title == {"en": "Efficient motors", "zh": "高效电机"}


def measures_table():
    shares = {"coal": {"points": {2030: {"uniform": [0.3, 0.4]}}}, "oil": {"points": {2030: {"uniform": [0.6, 0.61]}}}}  # fmt: skip
    return {
        "gdp": {"growth": [{"to": 2025, "rate": {"normal": [0.05, 0.01]}}, {"to": 2030, "rate": {"normal": [0.04, 0.01]}}]},
        "intensity": {"industry": {"constant": {"normal": [1.0, 0.1]}}},
        "mix": {"industry": {"share": shares}},
    }  # fmt: skip


def test_every_uncertain_number_is_in_exactly_one(scenario):
    one = scenario(measures_table(), MOTORS)
    keys = [key for found in assumptions(one) for key in found.keys]
    assert sorted(keys) == list(keys_of_draws([one]))


def test_certain_numbers_are_no_assumption(scenario):
    assert assumptions(scenario({"gdp": {"growth": [{"to": 2030, "rate": 0.05}]}})) == ()


def test_paths_with_correlated_numbers_are_one_assumption(scenario, tied):
    one = scenario()
    found = assumptions(one, tied(one, "gdp.growth.2030", "intensity.industry.growth.2030"))
    assert [a.id for a in found] == ["gdp+intensity.industry", "mix.industry"]
    both = found[0]
    assert both.correlated
    assert not found[1].correlated
    assert both.of == ("gdp", "intensity.industry")
    assert len(both.keys) == 3
    assert both.title["en"] == "GDP and energy intensity: industry"


def test_numbers_correlated_within_a_path_bind_nothing_else(scenario, tied):
    one = scenario()
    found = assumptions(one, tied(one, "gdp.growth.*"))
    assert [a.id for a in found] == ["gdp", "intensity.industry", "mix.industry"]
    assert not any(a.correlated for a in found)


def test_a_correlation_of_nothing_binds_nothing(scenario, tied):
    one = scenario()
    independent = tied(one, "gdp.growth.2030", "intensity.industry.growth.2030", value=0.0)
    assert len(assumptions(one, independent)) == 3


def test_assumptions_bound_through_a_third_are_one(scenario, tied):
    one = scenario()
    keys = "gdp.growth.2030", "intensity.industry.growth.2030", "mix.industry.coal.points.2030"
    (all_of_it,) = assumptions(one, tied(one, *keys, value=0.3))
    assert all_of_it.of == ("gdp", "intensity.industry", "mix.industry")


def test_correlated_numbers_of_another_scenario_are_of_no_account(scenario, tied):
    other = scenario()
    one = scenario({"gdp": {"growth": [{"to": 2030, "rate": {"normal": [0.05, 0.01]}}]}})
    bound = tied(other, "gdp.growth.2030", "intensity.industry.growth.2030")
    assert [a.id for a in assumptions(one, bound)] == ["gdp"]


@pytest.fixture
def three():
    return [Assumption(id, {}, (f"{id}.constant",), (id,)) for id in "abc"]


def test_few_assumptions_stay_as_they_are(three):
    assert merged(three, {}, most=3) == tuple(three)


def test_the_lightest_are_put_together_and_the_rest_keep_their_order(three):
    found = merged(three, {"a": 0.3, "b": 0.1, "c": 0.2}, most=2)
    assert [one.id for one in found] == ["a", "others"]
    assert found[-1].keys == ("b.constant", "c.constant")
    assert found[-1].of == ("b", "c")
    assert found[-1].title["zh"] == "其他全部假设"


def test_equals_are_kept_by_name(three):
    found = merged(three, dict.fromkeys("abc", 0.5), most=2)
    assert [one.id for one in found] == ["a", "others"]
