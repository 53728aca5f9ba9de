"""What comes out where an assumption is lowest and highest."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.sensitivity.fifths import ends, weights

RNG = np.random.default_rng(1)


def test_means_of_the_lowest_and_the_highest_fifth_by_hand():
    quantity = np.array([5.0, 1, 4, 2, 3, 10, 9, 8, 7, 6])
    output = 10 * quantity
    found = ends(quantity, output)
    assert (found.low, found.high) == (15.0, 95.0)


def test_the_sign_follows_the_assumption():
    quantity = RNG.uniform(size=500)
    happens = (quantity + RNG.normal(0, 0.1, 500) < 0.5).astype(float)
    found = ends(quantity, happens)
    assert found.low > 0.95
    assert found.high < 0.05
    assert found.told
    other = ends(-quantity, happens)
    assert (other.low, other.high) == (found.high, found.low)


def test_what_has_nothing_to_do_with_it_is_not_told():
    output = RNG.uniform(size=1000)
    told = [ends(RNG.uniform(size=1000), output).told for _ in range(50)]
    assert sum(told) <= 1


def test_an_output_that_never_changes_is_moved_by_nothing():
    found = ends(np.arange(10.0), np.ones(10))
    assert (found.low, found.high, found.told) == (1.0, 1.0, False)


def test_weights_are_the_largest_squared_correlation():
    x = RNG.normal(size=400)
    outputs = {"flat": np.ones(400), "with": 3 * x + 1, "against": -x + RNG.normal(size=400)}
    found = weights({"x": x, "alone": RNG.normal(size=400), "fixed": np.zeros(400)}, outputs)
    assert found["x"] == pytest.approx(1.0)
    assert found["alone"] < 0.05
    assert found["fixed"] == 0.0
    assert weights({"x": x}, {"flat": np.ones(400)}) == {"x": 0.0}
