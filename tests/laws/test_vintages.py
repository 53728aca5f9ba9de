"""What holds of every stock by vintage, whatever its survival, its ages and what it follows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.quantities.vintages import (
    Vintage,
    left,
    lifetime,
    listed,
    steady,
    turnover,
    weibull,
)

shapes, scales = st.floats(0.7, 6), st.floats(2, 40)
survivals = st.one_of(
    st.builds(weibull, shapes, scales),
    st.builds(lifetime, st.floats(1, 30)),
    st.builds(lambda a, b, s: listed({0: 1.0, a: s, a + b: 0.0}), st.integers(1, 9), st.integers(1, 9), st.floats(0, 1)),
)  # fmt: skip
changes = st.lists(st.floats(0.5, 1.6), min_size=1, max_size=25)
sizes = st.one_of(st.just(0.0), st.floats(1e-3, 1e4))  # far from where a float loses digits
stocks = st.lists(sizes, min_size=1, max_size=12).filter(lambda ages: sum(ages) > 1)


def column(ages):
    return np.array(ages, float)[:, None]


def target(start, steps):
    return start * np.cumprod([1.0, *steps])[None]


@given(stocks, survivals, changes)
def test_a_stock_changes_by_what_is_added_less_what_leaves(ages, survival, steps):
    fleet = turnover(column(ages), survival, target=target(sum(ages), steps))
    change = np.diff(fleet.stock[0])
    flows = fleet.additions[0, 1:] - fleet.retired[0, 1:]
    assert change == pytest.approx(flows, abs=1e-12 * fleet.stock.max())
    assert fleet.ages.sum() == pytest.approx(fleet.stock[0, -1], rel=1e-12)
    for array in (fleet.additions, fleet.retired, fleet.scrapped, fleet.age, fleet.ages):
        assert array.min() >= -1e-12 * fleet.stock.max()


@given(stocks, survivals, changes)
def test_additions_of_a_target_make_that_target(ages, survival, steps):
    wanted = turnover(column(ages), survival, target=target(sum(ages), np.maximum(steps, 1.0)))
    made = turnover(column(ages), survival, additions=wanted.additions)
    assert made.stock == pytest.approx(wanted.stock, rel=1e-12)
    assert made.retired == pytest.approx(wanted.retired, abs=1e-12 * wanted.stock.max())


@given(st.integers(1, 20), st.lists(st.floats(0, 100), min_size=2, max_size=30))
def test_with_a_lifetime_additions_leave_after_exactly_so_many_years(years, added):
    fleet = turnover(column([0.0]), lifetime(years), additions=np.array([added]))
    late = np.concatenate([np.zeros(years), added])[: len(added)]
    late[: years + 1] = 0.0  # what was added in the first year is not looked at
    assert fleet.retired[0] == pytest.approx(late, abs=1e-9)


@given(shapes, scales, stocks, st.lists(st.floats(0, 100), min_size=1, max_size=25))
def test_weibull_survivors_are_those_of_a_plain_loop(shape, scale, ages, added):
    def survival(age):
        share = math.exp(-((age / scale) ** shape))
        return share if share >= 1e-12 else 0.0  # one in 10^12 is none

    fleet = turnover(column(ages), weibull(shape, scale), additions=np.array([[0.0, *added]]))
    for year in range(1, len(added) + 1):
        total = 0.0
        for age, count in enumerate(ages):
            if survival(age) > 0:
                total += count * survival(age + year) / survival(age)
        for built, count in enumerate(added[:year], start=1):
            total += count * survival(year - built)
        assert fleet.stock[0, year] == pytest.approx(total, rel=1e-9, abs=1e-9 * sum(ages))


@given(survivals, st.floats(0.1, 1e6), st.integers(1, 60))
def test_a_steady_stock_stays_steady(survival, size, years):
    shares = steady(survival)
    fleet = turnover(size * shares, survival, target=np.full((1, years + 1), size))
    assert fleet.additions == pytest.approx(np.full((1, years + 1), size * shares[0, 0]), rel=1e-9)
    assert fleet.age == pytest.approx(np.full((1, years + 1), fleet.age[0, 0]), abs=1e-9)
    assert fleet.scrapped.max() <= 1e-12 * size


@given(stocks, survivals, changes, st.data())
def test_a_mean_lies_between_its_vintages(ages, survival, steps, data):
    count = len(steps) + 1
    new = data.draw(st.lists(st.floats(0, 10), min_size=count, max_size=count))
    kept = {"x": Vintage(np.array([new]), np.array([3.0]))}
    fleet = turnover(column(ages), survival, target=target(sum(ages), steps), values=kept)
    for year, mean in enumerate(fleet.values["x"][0]):
        known = [3.0, *new[1 : year + 1]]
        assert min(known) - 1e-9 <= mean <= max(known) + 1e-9
    same = {"x": Vintage(np.full((1, count), 3.0), np.array([3.0]))}
    alike = turnover(column(ages), survival, target=target(sum(ages), steps), values=same)
    assert alike.values["x"] == pytest.approx(np.full((1, count), 3.0), rel=1e-12)


@given(stocks, survivals, changes)
def test_twice_as_much_is_twice_as_much(ages, survival, steps):
    once = turnover(column(ages), survival, target=target(sum(ages), steps))
    twice = turnover(2 * column(ages), survival, target=2 * target(sum(ages), steps))
    for name in ("stock", "additions", "retired", "scrapped", "ages"):
        assert np.array_equal(getattr(twice, name), 2 * getattr(once, name))
    assert np.array_equal(twice.age, once.age)


@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=20), survivals)
def test_past_additions_leave_what_the_turnover_leaves(past, survival):
    fleet = turnover(column(past[:1]), survival, additions=np.array([past]))
    found = left(past, survival)[:, 0]
    assert fleet.ages[: len(found), 0] == pytest.approx(found, rel=1e-9, abs=1e-9)
