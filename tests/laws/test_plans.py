"""What holds of the plans of every run: they are read off one series, so nothing in them can contradict."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.scenarios.ensemble import Central
from dualcarbon.scenarios.plans import named, periods, plan
from dualcarbon.scenarios.projection import Totals

rates = st.lists(st.floats(-0.08, 0.12), min_size=7, max_size=30)


@st.composite
def runs(draw):
    """Draw a central run of GDP, energy, carbon dioxide and a structure of three sectors."""
    yearly = draw(rates)
    count = len(yearly) + 1
    other = st.lists(st.floats(-0.08, 0.12), min_size=count - 1, max_size=count - 1)
    series = [np.cumprod([1e3, *(1 + np.array(r))]) for r in (yearly, draw(other), draw(other))]
    parts = np.array(draw(st.lists(st.tuples(*[st.floats(0.05, 1)] * 3), min_size=count, max_size=count)))  # fmt: skip
    shares = (parts / parts.sum(axis=1, keepdims=True)).T
    names = ("agriculture", "industry", "services")
    structure = {f"structure.{n}": s for n, s in zip(names, shares, strict=True)}
    gdp, energy, co2 = series
    zero = np.zeros((1, count))
    sums = Totals(co2[None], zero, energy[None], {}, zero)
    return Central(tuple(range(2018, 2018 + count)), {"gdp": gdp, **structure}, {}, {}, sums)


@given(runs())
@settings(max_examples=60)
def test_plans_are_consistent(middle):
    last = middle.years[-1]
    for period in periods([], middle.years, 2018, last):
        found = plan(middle, period)
        first, end = (middle.years.index(y) for y in period[:2])
        for name, series in (("gdp", middle.parameters["gdp"]), ("energy", middle.totals.energy[0]), ("co2", middle.totals.territorial[0])):  # fmt: skip
            steps = series[first + 1 : end + 1] / series[first:end]
            growth = getattr(found, f"{name}_growth")
            assert abs(steps.prod() - 1 - growth) <= 1e-9 * max(1.0, abs(growth))
            mean = getattr(found, f"{name}_growth_yearly")
            assert abs((1 + mean) ** (end - first) - 1 - growth) <= 1e-9 * max(1.0, abs(growth))
        assert abs(sum(found.structure.values()) - 1) <= 1e-9
        for name in ("energy", "co2"):
            grown, of_gdp = getattr(found, f"{name}_growth"), found.gdp_growth
            elasticity = getattr(found, f"{name}_elasticity")
            if elasticity is not None:
                yearly = getattr(found, f"{name}_growth_yearly")
                assert abs(elasticity * found.gdp_growth_yearly - yearly) <= 1e-9
            change = getattr(found, f"{name}_intensity_change")
            assert abs((1 + change) * (1 + of_gdp) - (1 + grown)) <= 1e-9 * (1 + abs(grown))


@given(st.integers(1990, 2060), st.integers(2, 60), st.integers(0, 30))
def test_plans_after_the_base_year_leave_no_year_out(base_year, ahead, past):
    horizon = base_year + ahead
    found = periods([], range(base_year - past, horizon + 1), base_year, horizon)
    assert found[0][0] <= base_year < found[0][1]
    assert found[-1][1] == horizon
    assert [one[1] for one in found[:-1]] == [one[0] for one in found[1:]]


@given(st.integers(1, 39))
def test_every_plan_has_a_name_of_its_own(number):
    assert {named(n)["zh"] for n in range(1, 40) if n != number} & {named(number)["zh"]} == set()
