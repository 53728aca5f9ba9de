"""Where something in an array is wrong: the value that is farthest from the right ones."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.quantities.arrays import worst


@pytest.mark.parametrize(
    ("row", "low", "high", "value", "year"),
    [
        ([0.5, 1.5, 1.5, 1.5, 1.2], 0, 1, 1.5, 2021),  # the middle of all is wrong itself
        ([0.0, 1.8, 1.9, 1.9, 1.1], 0, 1, 1.9, 2022),
        ([1.0, -5.0, -5.0, -0.1, -5.2], 0, np.inf, -5.2, 2024),
        ([0.5, 0.5, -0.2, 1.4, 0.5], 0, 1, 1.4, 2023),  # on both sides
        ([3.0, 2.0, 4.0, 2.5, 3.5], 0, 1, 4.0, 2022),  # none is right
    ],
)
def test_the_worst_is_farthest_from_what_is_right(row, low, high, value, year):
    array = np.array([row])
    told = worst(array, (array < low) | (array > high), range(2020, 2025))
    assert (told["value"], told["year"]) == (value, year)
    assert told["member"] == {"en": "", "zh": ""}


def test_members_that_have_a_wrong_value_are_counted():
    told = worst(np.array([[1.0, 2.0], [1.0, 0.5], [1.0, 3.0]]), np.array([[False, True], [False] * 2, [False, True]]), [1, 2])  # fmt: skip
    assert (told["value"], told["year"]) == (3.0, 2)
    assert told["member"]["en"] == " (in 2 of 3 members)"
