"""Memory of residuals: weighed without the bias that a fit puts into them."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.diagnosis import memory

YEARS = 19


def drawn(rho, count, seed, spread=1.0, years=YEARS):
    random = np.random.default_rng(seed)
    return memory.noise(np.full(count, rho), np.full(count, spread), years, random)


def test_noise_has_its_memory_and_spread():
    noise = drawn(0.6, 4000, 1, spread=2.0, years=40)
    assert noise.std() == pytest.approx(2.0, rel=0.02)
    assert np.mean(noise[:, 1:] * noise[:, :-1]) / noise.var() == pytest.approx(0.6, abs=0.02)


def test_noise_that_starts_at_zero_grows_into_its_spread():
    rho = np.full(20_000, 0.5)
    noise = memory.noise(rho, np.ones(20_000), 12, np.random.default_rng(2), start=False)
    expected = np.sqrt(1 - 0.5 ** (2 * np.arange(1, 13)))
    assert noise.std(axis=0) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.8])
def test_weights_centre_on_the_truth_of_long_series(rho):
    design = np.ones((150, 1))
    found = [memory.weigh(one, design).mean for one in drawn(rho, 20, 3, years=150)]
    assert np.mean(found) == pytest.approx(rho, abs=0.1)


def test_a_fit_with_many_regressors_hides_memory_from_the_residuals_but_not_from_the_weights():
    random = np.random.default_rng(4)
    design = np.column_stack([np.ones(YEARS), random.standard_normal((4, YEARS)).cumsum(axis=1).T])
    plain, weighed = [], []
    for one in drawn(0.7, 60, 5):
        left = one - design @ np.linalg.lstsq(design, one, rcond=None)[0]
        plain.append(left[1:] @ left[:-1] / (left @ left))
        weighed.append(memory.weigh(one, design).mean)
    assert np.mean(plain) < 0.35
    assert np.mean(weighed) > np.mean(plain) + 0.1


def test_weights_do_not_depend_on_unit_or_on_what_the_design_explains():
    design = np.column_stack([np.ones(YEARS), np.arange(YEARS)])
    one = drawn(0.5, 1, 6)[0]
    plain = memory.weigh(one, design)
    other = memory.weigh(3.0 * one + design @ np.array([5.0, -0.2]), design)
    assert other.weights == pytest.approx(plain.weights)
    assert other.squares == pytest.approx(9.0 * plain.squares)
    assert plain.weights.sum() == pytest.approx(1.0)
    assert plain.freedom == YEARS - 2


def test_without_memory_the_squares_are_those_of_least_squares():
    design = np.ones((YEARS, 1))
    one = drawn(0.0, 1, 7)[0]
    assert memory.weigh(one, design).squares[0] == pytest.approx(((one - one.mean()) ** 2).sum())


def test_draws_follow_the_weights():
    found = memory.weigh(drawn(0.5, 1, 8)[0], np.ones((YEARS, 1)))
    rho, spread = memory.draw(found, 20_000, np.random.default_rng(9))
    assert rho.mean() == pytest.approx(found.mean, abs=0.01)
    expected = (found.weights @ found.squares) / (found.freedom - 2)
    assert (spread**2).mean() == pytest.approx(expected, rel=0.05)


def test_bounds_hold_the_stated_weight():
    found = memory.weigh(drawn(0.5, 1, 10)[0], np.ones((YEARS, 1)))
    low, high = found.bounds(0.9)
    inside = np.clip(memory.GRID, low, high) == memory.GRID
    assert low <= found.mean <= high
    assert found.weights[inside].sum() >= 0.9


def test_durbin_watson_of_a_wave_is_low():
    wave = np.sin(np.linspace(0, 2 * np.pi, 20))
    assert memory.durbin_watson(wave) < 0.3
