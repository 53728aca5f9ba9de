"""Ranges of filled years hold what they should, and filling commutes with a change of unit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.yearbook.filling import hold, interpolate, proxy, splice

YEARS = range(2000, 2012)
GAP = [2005, 2006, 2007]
NAMED = {"en": "x", "zh": "x"}


def walks(seed, count, drift=0.03, step=0.05):
    """Give histories whose logarithm walks at random."""
    rng = np.random.default_rng(seed)
    return np.exp(np.cumsum(rng.normal(drift, step, (count, len(YEARS))), axis=1))


def covered(fill, histories, gap):
    held = []
    for values in histories:
        points = dict(zip(YEARS, values.tolist(), strict=True))
        filled = fill({y: v for y, v in points.items() if y not in gap})
        cells = zip(filled.years, filled.lo95, filled.hi95, strict=True)
        held += [low <= points[year] <= high for year, low, high in cells]
    return np.mean(held)


def test_a_range_between_known_years_holds_nineteen_of_twenty():
    """Exact for a random walk: Student's t about the straight line of its logarithm."""
    share = covered(lambda k: interpolate(k, [2006], along="geometric"), walks(1, 2000), [2006])
    assert share == pytest.approx(0.95, abs=0.015)
    share = covered(lambda k: interpolate(k, GAP, along="geometric"), walks(2, 1500), GAP)
    assert share == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("ahead", [1, 2, 3])
def test_a_carried_value_without_drift_is_held(ahead):
    gap = list(range(2012 - ahead, 2012))
    share = covered(lambda k: hold(k, gap), walks(3, 1500, drift=0.0), gap)
    assert share == pytest.approx(0.95, abs=0.02)


def test_a_ratio_that_walks_is_held():
    other = dict(zip(YEARS, walks(4, 1)[0].tolist(), strict=True))
    histories = walks(5, 1500, drift=0.0) * np.array(list(other.values()))
    share = covered(lambda k: proxy(k, other, [2006, 2011], NAMED), histories, [2006, 2011])
    assert share == pytest.approx(0.95, abs=0.02)


positive = st.lists(st.floats(0.5, 2.0), min_size=len(YEARS), max_size=len(YEARS))


@given(positive, positive, st.floats(1e-4, 1e4), st.sampled_from(["linear", "geometric", "hold", "proxy"]))  # fmt: skip
def test_filling_commutes_with_the_unit(values, others, scale, method):
    other = dict(zip(YEARS, others, strict=True))
    work = {
        "linear": lambda k: interpolate(k, GAP),
        "geometric": lambda k: interpolate(k, GAP, along="geometric"),
        "hold": lambda k: hold(k, [2006]),
        "proxy": lambda k: proxy(k, other, GAP, NAMED),
    }[method]
    known = {y: v for y, v in zip(YEARS, values, strict=True) if y not in GAP}
    one, two = work(known), work({y: v * scale for y, v in known.items()})
    for a, b in ((one.values, two.values), (one.lo95, two.lo95), (one.hi95, two.hi95)):
        assert np.array(b) == pytest.approx(np.array(a) * scale, rel=1e-9, abs=1e-9 * scale)


@given(positive)
def test_a_range_holds_its_value(values):
    known = {y: v for y, v in zip(YEARS, values, strict=True) if y not in GAP}
    for filled in (interpolate(known, GAP), interpolate(known, GAP, along="geometric"), hold(known, GAP)):  # fmt: skip
        for low, value, high in zip(filled.lo95, filled.values, filled.hi95, strict=True):
            assert low - 1e-12 <= value <= high + 1e-12


@given(positive, st.floats(0.5, 2.0))
def test_a_series_spliced_to_its_multiple_comes_back(values, ratio):
    other = dict(zip(YEARS, values, strict=True))
    known = {y: v * ratio for y, v in other.items() if y > 2005}
    filled = splice(known, other, list(range(2000, 2006)), NAMED)
    assert filled.values == pytest.approx([other[y] * ratio for y in range(2000, 2006)])
    assert filled.hi95 == pytest.approx(filled.lo95, rel=1e-6)
