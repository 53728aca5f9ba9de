"""Numbers of plans and of differences explained down to what is declared."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def answer(ask):
    return lambda key: ask(key).book[key]


def inputs(derivation):
    return {one.name: one.value for one in derivation.inputs}


def test_growth_is_of_the_values_at_both_ends(answer):
    made = answer("scenarios.policy.plans.3.energy_growth")
    first, last = (inputs(made)[f"scenarios.policy.energy_mtce.{y}"] for y in (2020, 2025))
    assert made.value == pytest.approx(last / first - 1)


def test_an_elasticity_names_all_four_values(answer):
    made = answer("scenarios.policy.plans.3.co2_elasticity")
    assert set(inputs(made)) == {
        "scenarios.policy.territorial_mt.2020", "scenarios.policy.territorial_mt.2025", "policy gdp 2020", "policy gdp 2025",
    }  # fmt: skip
    (c0, c1), (g0, g1) = ([inputs(made)[f"{of}{y}"] for y in (2020, 2025)] for of in ("scenarios.policy.territorial_mt.", "policy gdp "))  # fmt: skip
    yearly = lambda a, b: (b / a) ** (1 / 5) - 1  # noqa: E731
    assert made.value == pytest.approx(yearly(c0, c1) / yearly(g0, g1))


@pytest.mark.parametrize(
    "what", ["structure.industry", "nonfossil_share", "co2_intensity_change", "gdp_growth_yearly", "from", "name.zh"]
)  # fmt: skip
def test_every_number_of_a_plan_is_explained(answer, what):
    made = answer(f"scenarios.baseline.plans.0.{what}")
    assert made.formula_en
    assert made.formula_zh
    assert made.inputs or what in ("from", "name.zh")


def test_a_side_of_a_difference_says_what_is_declared_and_where(answer):
    made = answer("scenarios.policy.differences.0.parents.value.2030")
    assert made.formula_en.endswith("(straight lines between)")
    assert made.inputs[0].ref.startswith("scenarios/baseline.toml line ")
    assert made.unit == "t CO2/tce"


def test_a_level_is_its_part_in_place(answer):
    made = answer("scenarios.enhanced.differences.0.ours.value.2060")
    assert (made.value, made.formula_en) == (1.0, "level x part of the measure in place")
    other = answer("scenarios.enhanced.differences.0.parents.value.2060").inputs[-1]
    assert other.ref.startswith("measures.toml:")
    assert answer("scenarios.enhanced.differences.0.kind").value == "measure"
