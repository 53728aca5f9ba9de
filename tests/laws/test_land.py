"""Land: two methods tell the same change, planting adds up to its stock, parts add up to the whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dualcarbon.inventory.land import coastal, credits, farmland, forest, growth, soil

amounts = st.floats(0.0, 1e6)
shares = st.floats(0.01, 1.0)
YEARS = tuple(range(2000, 2021))


def over_the_years(low, high):
    return arrays(np.float64, len(YEARS), elements=st.floats(low, high))


@settings(max_examples=60)
@given(
    over_the_years(0.0, 1e5), over_the_years(0.0, 1e5), st.floats(1e4, 1e8), shares, shares,
    st.lists(st.integers(1, 19), unique=True, max_size=6),
)  # fmt: skip
def test_stock_difference_gives_the_mean_of_gain_less_loss(area, felled, start, root, share, marks):
    gained = forest.gain(area, np.array(3.0), root, share)
    lost = forest.harvest(felled, np.array(0.8), root, share)
    carbon = (
        start - np.cumsum(gained + lost) / forest.CO2_PER_C
    )  # what stands at the end of each year
    own = [0, *sorted(marks), 20]
    told = forest.difference(carbon[own], forest.yearly([YEARS[i] for i in own], YEARS))
    for first, last in pairwise(own):
        between = slice(first + 1, last + 1)
        mean = (gained + lost)[between].mean()
        assert told[between] == pytest.approx([mean] * (last - first), rel=1e-6, abs=1e-3)
    assert np.isnan(told[0])


@settings(max_examples=60)
@given(over_the_years(0.0, 1e4), st.floats(10, 500), st.floats(0.01, 0.3), st.floats(1.0, 4.0))
def test_what_is_added_year_by_year_is_what_stands(planted, most, rate, shape):
    curve = growth.chapman_richards(np.arange(21.0), most, rate, shape)
    added = growth.increments(planted, curve)
    assert np.cumsum(added) == pytest.approx(growth.standing(planted, curve), rel=1e-9, abs=1e-6)
    assert (added >= -1e-9).all()


@settings(max_examples=40)
@given(st.floats(10, 500), st.floats(0.01, 0.3), st.floats(1.0, 50.0))
def test_curves_rise_to_what_they_grow_towards(most, rate, other):
    ages = np.linspace(0, 400, 81)
    for curve in (
        growth.chapman_richards(ages, most, rate, 1 + other / 50),
        growth.logistic(ages, most, rate, other),
    ):
        assert (np.diff(curve) >= -1e-9 * most).all()
        assert curve[0] == 0
        assert curve[-1] <= most * (1 + 1e-12)


@given(amounts, st.floats(1, 200), shares, shares)
def test_a_practice_and_its_reverse_cancel(area, reference, before, after):
    there = soil.change(
        area, soil.stock(reference, before, 1, 1), soil.stock(reference, after, 1, 1)
    )
    back = soil.change(
        area, soil.stock(reference, after, 1, 1), soil.stock(reference, before, 1, 1)
    )
    assert there == -back


@settings(max_examples=40)
@given(over_the_years(0.0, 1e4), st.floats(-10, 10))
def test_a_soil_gives_up_its_whole_difference_in_twenty_years(changed, difference):
    years = np.concatenate([changed, np.zeros(20)])
    taken = -soil.change(soil.in_transition(years), 50.0, 50.0 + difference).sum()
    assert taken == pytest.approx(changed.sum() * difference * 44 / 12, rel=1e-9, abs=1e-6)


@settings(max_examples=40)
@given(arrays(np.float64, (5, 3), elements=st.floats(0, 1e3)), st.floats(0, 30))
def test_polygons_add_up(areas, salt):
    weights = coastal.standing([2018, 2019, 2021], range(2017, 2026))
    age = -np.subtract.outer([2018.0, 2019.0, 2021.0], np.arange(2017.0, 2026.0))
    one = [np.array([x]) for x in (18.1, 75.0, 0.96, 0.451)]

    def all_of(created):
        return np.stack(
            [
                coastal.soil(created, np.array([1.62]), weights),
                coastal.biomass(created, *one, age),
                coastal.methane(created, np.array([0.1937]), np.array([salt]), weights),
            ]
        )

    whole = all_of(areas.sum(axis=0))
    assert whole == pytest.approx(sum(all_of(a) for a in areas), rel=1e-9, abs=1e-6)


@given(amounts, amounts, amounts, shares)
def test_what_the_baseline_would_have_bound_earns_nothing(project, baseline, leakage, risk):
    earned = credits.certified(project + baseline, baseline, leakage, risk)
    assert earned == pytest.approx(credits.certified(project, 0.0, leakage, risk), abs=1e-3)


@given(st.floats(1, 1e6), st.floats(0.01, 10))
def test_the_implied_area_avoids_what_it_was_implied_from(amount, per_hectare):
    assert farmland.implied_area(amount, per_hectare) * per_hectare == pytest.approx(amount)
