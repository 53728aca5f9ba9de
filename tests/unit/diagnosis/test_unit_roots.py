"""Unit roots: right how often in short series, and what is no series at all."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.diagnosis import memory, unit_roots

YEARS = 19


def walks(count, seed, years=YEARS):
    return np.random.default_rng(seed).standard_normal((count, years)).cumsum(axis=1)


def returning(count, rho, seed, years=YEARS):
    random = np.random.default_rng(seed)
    return memory.noise(np.full(count, rho), np.ones(count), years, random)


def share(series, level=0.1):
    return np.mean([unit_roots.unit_root(one).p < level for one in series])


def test_a_random_walk_is_called_stationary_as_often_as_stated():
    assert share(walks(400, 1)) == pytest.approx(0.1, abs=0.045)


def test_a_drift_changes_nothing():
    drift = 0.7 * np.arange(YEARS)
    first = walks(1, 2)[0]
    one, other = unit_roots.unit_root(first), unit_roots.unit_root(first + drift)
    assert other.statistic == pytest.approx(one.statistic)
    assert other.p == one.p


def test_power_is_small_in_short_series_and_large_in_long_ones():
    short = share(returning(200, 0.5, 3))
    long = share(returning(60, 0.5, 4, years=120))
    assert short < 0.5
    assert long > 0.95


def test_a_series_on_a_line_shows_nothing():
    assert unit_roots.unit_root(np.linspace(1.0, 2.0, YEARS)) == unit_roots.Root(0.0, 1.0)
    assert unit_roots.unit_root(np.full(YEARS, 3.0)) == unit_roots.Root(0.0, 1.0)


def test_a_line_with_one_step_has_a_finite_statistic():
    stepped = np.concatenate([np.zeros(9), np.ones(10)])
    root = unit_roots.unit_root(stepped)
    assert np.isfinite(root.statistic)
    assert 0 < root.p <= 1


def test_many_series_at_once_are_those_one_by_one():
    series = walks(5, 6)
    at_once = unit_roots.dickey_fuller(series)
    assert at_once == pytest.approx([float(unit_roots.dickey_fuller(one)) for one in series])


def test_a_random_walk_regressed_on_walks_is_called_held_together_as_often_as_stated():
    hits = []
    for seed in range(300):
        x = walks(3, 1000 + seed).T
        design = np.column_stack([np.ones(YEARS), x])
        hits.append(unit_roots.residual_root(walks(1, 5000 + seed)[0], design).p < 0.1)
    assert np.mean(hits) == pytest.approx(0.1, abs=0.05)


def test_series_that_move_together_are_found_more_often():
    hits = []
    for seed in range(100):
        x = walks(1, 200 + seed).T
        design = np.column_stack([np.ones(YEARS), x])
        y = x[:, 0] + 0.2 * np.random.default_rng(seed).standard_normal(YEARS)
        hits.append(unit_roots.residual_root(y, design).p < 0.1)
    assert np.mean(hits) > 0.8
