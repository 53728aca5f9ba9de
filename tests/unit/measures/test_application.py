"""The arithmetic of a change, by numbers a reader can check in the head."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.measures.application import Branch, changed, saved, shifted

HALF = np.array([[0.0, 0.5, 1.0]])


def values(*numbers):
    return np.array([numbers], float)


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("add", 4.0, [10, 12, 14]),
        ("scale", 0.5, [10, 7.5, 5]),
        ("set", 20.0, [10, 15, 20]),
        ("save", 0.2, [10, 9, 8]),
    ],
)
def test_each_change_of_a_path(op, value, expected):
    assert changed(values(10, 10, 10), op, np.array([[value]]), HALF)[0].tolist() == expected


def test_capture_takes_a_share_of_what_is_left():
    once = changed(values(0, 0, 0), "capture", np.array([[0.8]]), HALF)
    assert once[0] == pytest.approx([0, 0.4, 0.8])
    twice = changed(once, "capture", np.array([[0.5]]), HALF)
    assert twice[0] == pytest.approx([0, 0.4 + 0.6 * 0.25, 0.8 + 0.2 * 0.5])


@pytest.mark.parametrize("start", [0.1, 0.3, 0.7, 1 / 3])
def test_all_captured_is_all_and_nothing_captured_changes_no_bit(start):
    assert changed(values(start), "capture", np.array([[1.0]]), np.ones((1, 1)))[0, 0] == 1.0
    assert changed(values(start), "capture", np.array([[1.0]]), np.zeros((1, 1)))[0, 0] == start


def test_a_shift_keeps_the_work_done():
    branch = Branch(values(10), {"coal": values(0.6), "gas": values(0.3), "power": values(0.1)})
    after = shifted(branch, "coal", "power", values(0.4), 0.25)  # 4 of coal by 1 of electricity
    energy = {name: float((after.intensity * share)[0, 0]) for name, share in after.shares.items()}
    assert energy == pytest.approx({"coal": 2, "gas": 3, "power": 2})
    assert after.intensity[0, 0] == pytest.approx(7)


def test_a_shift_at_equal_energy_leaves_all_others_as_they_are_to_the_bit():
    branch = Branch(values(0.1), {"coal": values(0.7), "gas": values(0.1), "power": values(0.2)})
    after = shifted(branch, "coal", "power", values(0.3), 1.0)
    assert after.intensity is branch.intensity
    assert after.shares["gas"] is branch.shares["gas"]
    assert after.shares["power"][0, 0] == pytest.approx(0.5)


def test_what_is_saved_in_one_part_leaves_the_energy_of_the_others():
    branch = Branch(values(10), {"coal": values(0.6), "gas": values(0.4)})
    after = saved(branch, "coal", values(0.3))
    assert (after.intensity * after.shares["coal"])[0, 0] == pytest.approx(3)
    assert (after.intensity * after.shares["gas"])[0, 0] == pytest.approx(4)
    assert sum(after.shares.values())[0, 0] == pytest.approx(1)


def test_a_branch_of_which_all_is_saved_is_empty_and_its_shares_still_sum_to_one():
    after = saved(Branch(values(10), {"coal": values(1.0), "gas": values(0.0)}), "coal", values(1))
    assert after.intensity[0, 0] == 0
    assert {name: float(share[0, 0]) for name, share in after.shares.items()} == {
        "coal": 1,
        "gas": 0,
    }


def test_an_empty_branch_stays_empty():
    after = saved(Branch(values(0), {"coal": values(0.0)}), "coal", values(0))
    assert (after.intensity[0, 0], after.shares["coal"][0, 0]) == (0, 0)


def test_shares_that_print_to_less_than_one_keep_their_sum():
    printed = Branch(values(10), {"coal": values(0.6), "gas": values(0.398)})
    after = saved(printed, "coal", values(0.5))
    assert sum(after.shares.values())[0, 0] == pytest.approx(0.998, abs=1e-15)
    assert (after.intensity * after.shares["gas"])[0, 0] == pytest.approx(3.98)
