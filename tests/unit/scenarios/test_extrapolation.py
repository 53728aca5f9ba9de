"""A history continued: what is certain goes on, what is not is wide, and every model is what it says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dualcarbon.scenarios import extrapolation
from dualcarbon.scenarios.extrapolation import LEAST, MODELS, extrapolate

RNG = np.random.default_rng(4)
WALK = np.cumsum(RNG.normal(0.03, 0.02, (3, 16)), axis=1)


def test_every_combination_of_memory_drift_and_fading_is_weighed():
    parts = (extrapolation.MEMORY, extrapolation.DRIFT, extrapolation.FADING)
    assert set(MODELS) == set(itertools.product(*parts))
    found = extrapolate(WALK, 4)
    assert found.weight.shape == (3, len(MODELS))
    assert found.weight.sum(axis=1) == pytest.approx(1)
    assert found.freedom == 14


@pytest.mark.parametrize("move", [lambda y: y + 7.0, lambda y: y * 3.0, lambda y: -y])
def test_another_level_scale_or_sign_gives_the_same_prediction_moved(move):
    one, other = extrapolate(WALK, 5), extrapolate(move(WALK), 5)
    assert other.weight == pytest.approx(one.weight, abs=1e-9)
    assert other.quantile(0.5) == pytest.approx(move(one.quantile(0.5)), abs=1e-7)


def test_series_do_not_see_each_other():
    together, alone = extrapolate(WALK, 3), extrapolate(WALK[1:2], 3)
    assert together.quantile(0.9)[1] == pytest.approx(alone.quantile(0.9)[0])


def test_quantiles_are_the_inverse_of_probabilities():
    found = extrapolate(WALK, 10)
    for level in (0.05, 0.5, 0.95):
        below = found.probability(found.quantile(level))
        assert below == pytest.approx(np.full((3, 10), level), abs=1e-9)


def test_what_lies_farther_ahead_is_less_certain():
    found = extrapolate(WALK, 10)
    width = found.quantile(0.95) - found.quantile(0.05)
    assert (np.diff(width, axis=1) > 0).all()


def test_a_random_walk_with_drift_alone_is_the_textbook_one(monkeypatch):
    """Mean growth goes on; the variance of h years is s2 (h + h2 / m), with m rates of growth."""
    monkeypatch.setattr(extrapolation, "MODELS", ((1.0, 0.0, 1.0),))
    extrapolation._forms.cache_clear()
    found = extrapolate(WALK[:1], 4)
    extrapolation._forms.cache_clear()
    growth, steps = np.diff(WALK[0]), np.arange(1, 5)
    assert found.centre[0, 0] == pytest.approx(WALK[0, -1] + growth.mean() * steps)
    variance = growth.var(ddof=1) * (steps + steps**2 / 15)
    assert found.spread[0, 0] == pytest.approx(np.sqrt(variance))


def test_a_trend_without_memory_is_that_of_least_squares(monkeypatch):
    monkeypatch.setattr(extrapolation, "MODELS", ((0.0, 0.0, 1.0),))
    extrapolation._forms.cache_clear()
    found = extrapolate(WALK[:1], 3)
    extrapolation._forms.cache_clear()
    at = np.arange(16)
    line = np.polyfit(at, WALK[0], 1)
    assert found.centre[0, 0] == pytest.approx(np.polyval(line, [16, 17, 18]))
    rest = WALK[0] - np.polyval(line, at)
    apart = (np.array([16, 17, 18]) - 7.5) ** 2 / ((at - 7.5) ** 2).sum()
    assert found.spread[0, 0] ** 2 == pytest.approx(rest @ rest / 14 * (1 + 1 / 16 + apart))


def test_memory_is_found_where_it_is_and_lasting_shocks_too():
    rng = np.random.default_rng(1)
    shocks = 0.03 * rng.standard_normal((200, 40))
    trend = 0.05 * np.arange(40)
    forgets = np.array([memory < 1 for memory, _, _ in MODELS])
    around = extrapolate(trend + shocks, 1).weight[:, forgets].sum(axis=1)
    walks = extrapolate(trend + shocks.cumsum(axis=1), 1).weight[:, forgets].sum(axis=1)
    assert np.median(around) > 0.95
    before = forgets.mean()  # as likely as any, before the history is seen
    assert np.median(walks) < before


def test_paths_have_the_quantiles_of_the_mixture():
    found = extrapolate(WALK[:1], 6)
    rng = np.random.default_rng(0)
    drawn = found.paths(rng, rng.standard_normal((1, 40_000, 6)))[0]
    for level in (0.05, 0.5, 0.95):
        below = found.probability(np.quantile(drawn, level, axis=0)[None])
        assert below == pytest.approx(np.full((1, 6), level), abs=0.006)


def test_members_do_not_stand_in_the_order_of_the_models():
    """Else the same members of two series would share their model."""
    found = extrapolate(WALK[:2], 1)
    rng = np.random.default_rng(0)
    drawn = found.paths(rng, rng.standard_normal((2, 4000, 1)))[:, :, 0]
    ranks = drawn.argsort(axis=1).argsort(axis=1)
    assert abs(np.corrcoef(ranks)[0, 1]) < 0.06


def test_a_history_without_noise_goes_on_without_doubt():
    found = extrapolate(np.linspace(0, 1, 12)[None], 3)
    width = found.quantile(0.95) - found.quantile(0.05)
    assert float(width.max()) < 1e-6


def test_the_least_history_gives_an_interval():
    found = extrapolate(WALK[:, :LEAST], 2)
    assert np.isfinite(found.quantile(0.95)).all()
    assert found.freedom == LEAST - 2


def test_the_deviation_is_that_of_many_paths():
    found = extrapolate(WALK, 4)
    shocks = np.random.default_rng(7).standard_normal((3, 60_000, 4))
    drawn = found.paths(np.random.default_rng(8), shocks)
    assert found.deviation == pytest.approx(drawn.std(axis=1), rel=0.03)
