"""Five-year plans: which there are, what they are called, what is not known."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios.ensemble import Central
from dualcarbon.scenarios.plans import named, periods, plan
from dualcarbon.scenarios.projection import Totals

NAME = {"en": "a plan", "zh": "规划"}


def run(gdp, energy, co2, imports=0.0, **parameters):
    years = tuple(range(2020, 2020 + len(energy)))
    row = lambda values: np.atleast_2d(np.asarray(values, float))  # noqa: E731
    given = {name.replace("_", ".", 1): np.asarray(v, float) for name, v in parameters.items()}
    known = given if gdp is None else {**given, "gdp": np.asarray(gdp, float)}
    sums = Totals(row(co2), row(imports) * np.ones((1, len(energy))), row(energy), {}, row(0.0))
    return Central(years, known, {}, {}, sums)


def test_growth_elasticity_and_intensity_by_hand():
    """GDP from 100 to 121, energy from 50 to 55.125 in two years: 10 % and 5 % a year, an elasticity of a half."""
    found = plan(run([100, 110, 121], [50, 52.5, 55.125], [200, 199, 198]), (2020, 2022, NAME))
    assert found.gdp_growth == pytest.approx(0.21)
    assert found.gdp_growth_yearly == pytest.approx(0.10)
    assert found.energy_growth_yearly == pytest.approx(0.05)
    assert found.energy_elasticity == pytest.approx(0.5)
    assert found.energy_intensity_change == pytest.approx(55.125 / 121 / 0.5 - 1)
    assert found.co2_growth == pytest.approx(-0.01)
    assert found.co2_intensity_change == pytest.approx(198 / 121 / 2 - 1)
    assert found.co2_elasticity < 0


def test_the_boundary_that_leads_is_read():
    middle = run([100, 110], [50, 50], [200, 100], imports=[0, 100])
    assert plan(middle, (2020, 2021, NAME), "adjusted").co2_growth == pytest.approx(0.0)
    assert plan(middle, (2020, 2021, NAME)).co2_growth == pytest.approx(-0.5)


def test_without_gdp_there_is_growth_only():
    found = plan(run(None, [50, 60], [1, 2]), (2020, 2021, NAME))
    assert (found.energy_growth, found.co2_growth) == (pytest.approx(0.2), pytest.approx(1.0))
    assert (found.gdp_growth, found.energy_elasticity, found.co2_intensity_change) == (None, None, None)  # fmt: skip


def test_an_economy_that_stands_still_has_no_elasticity():
    found = plan(run([100, 100.05], [50, 60], [1, 2]), (2020, 2021, NAME))
    assert (found.energy_elasticity, found.co2_elasticity) == (None, None)
    assert found.energy_intensity_change == pytest.approx(60 / 50 / 1.0005 - 1)


def test_what_starts_from_nothing_has_no_growth():
    assert plan(run([100, 110], [50, 60], [0, 2]), (2020, 2021, NAME)).co2_growth is None


def test_structure_and_share_are_those_of_the_end():
    middle = run([1, 2], [1, 1], [1, 1], structure_industry=[0.5, 0.4], structure_services=[0.5, 0.6])  # fmt: skip
    found = plan(middle, (2020, 2021, NAME), nonfossil=np.array([0.1, 0.2]))
    assert found.structure == {"industry": 0.4, "services": 0.6}
    assert found.nonfossil_share == 0.2
    assert found.items()["structure.services"] == 0.6


def test_periods_of_the_study_stand_first_and_plans_go_to_the_horizon():
    declared = [(2010, 2015, NAME), (2015, 2020, NAME), (2005, 2010, NAME)]
    found = periods(declared, range(2010, 2037), 2020, 2036)
    assert [(start, end) for start, end, _ in found] == [
        (2010, 2015), (2015, 2020), (2020, 2025), (2025, 2030), (2030, 2035), (2035, 2036),
    ]  # fmt: skip


def test_a_plan_under_way_begins_with_the_first_year_known():
    found = periods([], range(2016, 2026), 2017, 2025)
    assert [(start, end, title["zh"]) for start, end, title in found] == [(2016, 2020, "“十三五”"), (2020, 2025, "“十四五”")]  # fmt: skip


def test_plans_are_named_as_people_name_them():
    assert [named(n)["zh"] for n in (1, 10, 12, 19, 20, 22)] == ["“一五”", "“十五”", "“十二五”", "“十九五”", "第二十个五年规划", "第二十二个五年规划"]  # fmt: skip
    assert [named(n)["en"] for n in (1, 11, 12, 20, 22, 23)] == ["1st FYP", "11th FYP", "12th FYP", "20th FYP", "22nd FYP", "23rd FYP"]  # fmt: skip
