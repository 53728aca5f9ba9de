import numpy as np
import pytest

from dualcarbon.peak import shape
from dualcarbon.peak.rule import Rule


def of(*values, **rule):
    return shape.of(np.asarray(values, dtype=float)[None], Rule(**rule))


def test_ties_are_a_range_and_the_years_after_are_counted_from_the_last():
    found = of(8, 9, 10, 9.995, 10, 9, 8)
    assert (found.at[0], found.tie_from[0], found.tie_to[0], found.after[0]) == (2, 2, 4, 2)


def test_a_tie_by_rounding_is_a_tie_and_the_first_counts():
    assert of(8, 9, 10, 10 * (1 + 1e-12), 9, 8).at[0] == 2
    assert of(8, 9, 10, 10 * (1 + 1e-6), 9, 8).at[0] == 3


def test_the_plateau_is_the_unbroken_run_around_the_maximum():
    found = of(9.9, 9.5, 9.85, 10, 9.81, 9.7, 9.9, 9)
    assert (found.flat_from[0], found.flat_to[0]) == (2, 4)
    found = of(10, 9.9, 9.9, 9.9, 9.9, 9.9)
    assert (found.flat_from[0], found.flat_to[0]) == (0, 5)


def test_the_lowest_counts_after_the_last_tie_only():
    assert of(1, 9, 10, 8, 9, 7).lowest[0] == 7
    assert of(1, 2, 3, 4, 5, 6).lowest[0] == 6


@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        ((5, 6, 7, 8, 9, 10), True),  # highest last
        ((5, 6, 10, 9, 9.5, 9.995), True),  # tied with the last
        ((5, 10, 9.8, 9.85, 9.9, 9.96), True),  # within half a per cent and climbing
        ((5, 10, 9.99, 9.98, 9.97, 9.96), False),  # as near, but falling
        ((5, 10, 9.8, 9.85, 9.9, 9.94), False),  # climbing, but further off
        ((10, 9.96, 9.96, 9.96, 9.96, 9.96), True),  # near and level
    ],
)
def test_a_path_is_open_at_or_near_its_maximum(values, is_open):
    assert bool(of(*values).open_end[0]) is is_open


def test_the_slope_is_the_median_of_pairs():
    # pairs of (0, 1, 5): 1/1, 5/2, 4/1
    assert shape.slope(np.array([[0.0, 1.0, 5.0]])).tolist() == [2.5]


def test_a_maximum_that_is_not_positive_has_shares_of_nothing():
    found = of(-5, -4, -3, -4, -5, -6, -7, -8)
    assert shape.KINDS[shape.kinds_of_futures(found, Rule())[0]].value == "undetermined"
