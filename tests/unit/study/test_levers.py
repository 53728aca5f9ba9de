"""Levers: what they move, and that one put where it stands moves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.quantities.distributions import (
    Fixed,
    Lognormal,
    Normal,
    Split,
    Triangular,
    Uniform,
)
from dualcarbon.server.levers import Shown
from dualcarbon.study import levers
from dualcarbon.study.levers import shifted

FORMS = (
    Fixed(0.2), Normal(0.2, 0.01), Triangular(0.1, 0.2, 0.4), Uniform(0.1, 0.3), Lognormal(0.2, 1.1), Split(0.2, 0.1, 0.4),
)  # fmt: skip


@pytest.fixture(scope="module")
def there(prepared):
    study = prepared["jiangsu"]
    one = study.scenarios["policy"]
    return levers.levers(one, study.scenarios["baseline"], study.study.base_year), one


@given(st.sampled_from(FORMS), st.floats(-0.1, 0.1))
def test_a_distribution_is_moved_by_what_it_is_moved(form, by):
    assert shifted(form, by).central == pytest.approx(form.central + by)


def test_growth_moves_in_all_its_periods_alike(there):
    found, scenario = there
    gdp = found["gdp"]
    numbers, levels = levers.moved(found, scenario, {"gdp": gdp.value + 0.01})
    own = {f"gdp.{k}": n for k, n in scenario.paths["gdp"].form.numbers().items()}
    assert numbers.keys() == own.keys()
    assert all(numbers[k].central == pytest.approx(own[k].central + 0.01) for k in own)
    assert levels == {}


def test_points_move_in_proportion_and_the_last_is_where_it_was_put(there):
    found, scenario = there
    numbers, _ = levers.moved(found, scenario, {"structure.industry": 0.20})
    moved = {key.rpartition(".")[2]: n.central for key, n in numbers.items()}
    assert moved["2060"] == pytest.approx(0.20)
    assert moved["2030"] == pytest.approx(0.36 - 0.08 * 13 / 43)


def test_a_lever_where_it_stands_moves_nothing(there):
    found, scenario = there
    numbers, _ = levers.moved(found, scenario, {id: one.value for id, one in found.items()})
    own = {
        f"{k}.{p}": n for k, path in scenario.paths.items() for p, n in path.form.numbers().items()
    }
    assert all(numbers[key].central == pytest.approx(own[key].central) for key in numbers)


def test_a_lever_tells_where_the_parent_has_it(there):
    found, _ = there
    assert found["structure.industry"].parent != found["structure.industry"].value
    assert found["gdp"].parent == found["gdp"].value


def test_an_unknown_lever_is_refused_with_the_nearest(there):
    with pytest.raises(UnknownName, match="gdp"):
        levers.moved(there[0], there[1], {"gpd": 0.0})


def test_what_moves_the_peak_most_is_seen_first_and_the_stated_order_fills_up(there):
    found, _ = there
    ends = {"low": 1.0, "high": 3.0}
    effects = {
        "outputs": {"peak_amount_mt": {"total": {"mix.industry": {"value": 0.1}, "gdp": {"value": 0.7}, "factor_scale.coal": {"value": 0.9}}}},
        "fifths": {
            "gdp": {"group": "gdp", "outputs": {"peak_amount_mt": ends}},
            "mix.industry.coal": {"group": "mix.industry", "outputs": {"peak_amount_mt": {"low": 2.0, "high": 2.1}}},
            "mix.industry.natural_gas": {"group": "mix.industry", "outputs": {"peak_amount_mt": ends}},
            "factor_scale.coal": {"group": "factor_scale.coal", "outputs": {"peak_amount_mt": ends}},
        },
    }  # fmt: skip
    ranked = [one.id for one in levers.foremost(found, effects, 3)]
    assert ranked == ["gdp", "mix.industry.natural_gas", "structure.industry"]
    assert [one.id for one in levers.foremost(found, None, 2)] == ["gdp", "structure.industry"]
    assert all(one.kind != "level" for one in levers.foremost(found, None, 99))
    odd = {"odd": replace(found["gdp"], id="odd", kind="number"), **found}
    assert levers.foremost(odd, None, 99)[-1].kind == "number"
    assert levers.foremost(odd, None, 3)[-1].id != "odd"


def test_a_lever_put_where_the_parent_has_it_takes_the_parents_numbers(there, prepared):
    found, scenario = there
    coal = found["mix.industry.coal"]
    assert coal.parent == pytest.approx(0.30)
    numbers, _ = levers.moved(found, scenario, {coal.id: coal.parent})
    parent = prepared["jiangsu"].scenarios["baseline"].paths["mix.industry"].form.numbers()
    own = scenario.paths["mix.industry"].form.numbers()
    assert all(n == parent[k.removeprefix("mix.industry.")] for k, n in numbers.items())
    assert numbers["mix.industry.coal.points.2030"] != own["coal.points.2030"]


@pytest.mark.parametrize(("value", "code"), [(float("nan"), "NUM004"), (1e300, "SCN028"), (-3.0, "SCN028")])  # fmt: skip
def test_what_is_no_number_or_far_outside_is_refused(there, value, code):
    with pytest.raises(InputError) as caught:
        levers.moved(there[0], there[1], {"gdp": value})
    assert [(f.code, f.place.key) for f in caught.value.faults] == [(code, "gdp")]


def test_large_numbers_are_read_without_a_power_of_ten_wherever_a_lever_is_shown():
    given = {"parent": None, "low": 7e7, "high": 9e7, "step": 1e4, "unit": "person", "numbers": {}}
    one = levers.Lever(id="population", path="population", kind="points", value=80294000.0, **given)
    assert one.said(one.value) == "80294000"
    assert Shown(one, "People", "", "person", one.value).own == "80294000"


def test_people_read_rates_and_fractions_in_per_cent(there):
    found, _ = there
    assert (found["gdp"].factor, found["gdp"].year, found["gdp"].said(0.0389)) == (
        100.0,
        2060,
        "3.89 %",
    )
    assert not found["factor.import"].percent
