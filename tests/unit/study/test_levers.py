"""Levers: what they move, and that one put where it stands moves nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.errors import UnknownName
from dualcarbon.quantities.distributions import (
    Fixed,
    Lognormal,
    Normal,
    Split,
    Triangular,
    Uniform,
)
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
