"""Intervals hold as often as they say, on histories that no model of the mixture made; the long test on fresh seeds."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios.coverage import HORIZONS, coverage, mixture, plain, through_the_tree
from dualcarbon.scenarios.histories import APART, GENERATORS

LOW, HIGH = 0.87, 0.93


def pooled(count, seed, lengths=(12, 16, 20)):
    found = [
        coverage(maker, count, seed=seed + place, lengths=lengths)
        for place, maker in enumerate(GENERATORS.values())
    ]
    return np.mean(found, axis=0)


def test_pooled_intervals_hold_as_often_as_they_say():
    """1,080 histories; two standard errors of a share of 0.9 are 0.018."""
    held = pooled(60, seed=50)
    assert (held > LOW - 0.018).all(), held
    assert (held < HIGH + 0.018).all(), held


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7_000, 8_000, 9_000])
def test_pooled_intervals_hold_on_fresh_seeds(seed):
    """6,000 histories of each seed; two standard errors of a share of 0.9 are 0.0077."""
    held = pooled(200, seed=seed, lengths=(12, 14, 16, 18, 20))
    assert (held > LOW - 0.0077).all(), held
    assert (held < HIGH + 0.0077).all(), held


@pytest.mark.slow
def test_intervals_of_the_total_hold_through_a_tree():
    """1,000 regions; two standard errors of a share of 0.9 are 0.019."""
    held = through_the_tree(200, seed=20_000)
    assert (held > LOW - 0.019).all(), held
    assert (held < HIGH + 0.019).all(), held


def test_a_short_history_keeps_its_promise():
    held = pooled(200, seed=90, lengths=(6,))
    assert held == pytest.approx(np.full(len(HORIZONS), 0.9), abs=0.03)


def test_the_textbook_ways_promise_too_much():
    """A straight trend, and a steady drift, hold far less than nine in ten ten years ahead."""
    ways = {
        way: np.mean([coverage(m, 40, seed=3, holds=plain(way), lengths=(16,)) for m in GENERATORS.values()], axis=0)
        for way in ("trend", "drift")
    }  # fmt: skip
    assert ways["trend"][-1] < 0.55
    assert ways["drift"][-1] < 0.85


def test_a_break_that_was_seen_is_covered_and_one_that_lies_ahead_is_not():
    seen, ahead = (coverage(maker, 150, seed=4, lengths=(16,)) for maker in APART.values())
    assert (seen > LOW).all()
    assert ahead[-1] < 0.65


def test_what_came_in_the_middle_is_held_and_what_came_far_off_is_not():
    past = np.cumsum(np.random.default_rng(4).normal(0.03, 0.02, (1, 14)), axis=1)
    middle = past[:, -1:] + 0.03 * np.arange(1, 6)
    assert mixture(past, middle).all()
    assert not mixture(past, middle + 5.0).any()
    assert plain("drift")(past, middle).all()
