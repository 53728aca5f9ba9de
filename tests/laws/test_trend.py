"""The calibrated trend test keeps its false-alarm rate and still finds trends."""

from __future__ import annotations

from math import factorial

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.diagnosis import ranks
from dualcarbon.diagnosis.trend import NORMAL, calibrated_p, mann_kendall

SERIES = 1000


def noise(rho, n, seed, count=SERIES):
    """Stationary autoregressive noise."""
    x = np.random.default_rng(seed).standard_normal((count, n))
    x[:, 0] /= np.sqrt(1 - rho**2)
    for year in range(1, n):
        x[:, year] += rho * x[:, year - 1]
    return x


def plain_p(values):
    return np.array(
        [NORMAL.cdf(ranks.standard(int(ranks.score(v)), ranks.variance(v))) for v in values]
    )


@pytest.mark.parametrize("n", [6, 12, 24])
@pytest.mark.parametrize(("rho", "most"), [(0.0, 0.05), (0.3, 0.07), (0.6, 0.10)])
def test_false_alarms_stay_near_the_level(n, rho, most):
    found = calibrated_p(noise(rho, n, seed=n), seed=1, side="falling") < 0.05
    assert found.mean() <= most + 0.015  # two standard errors of a thousand series


def test_plain_test_cries_wolf_where_the_calibrated_does_not():
    memory = noise(0.7, 15, seed=3)
    plain = (plain_p(memory) < 0.05).mean()
    calibrated = (calibrated_p(memory, seed=1, side="falling") < 0.05).mean()
    assert plain > 0.17
    assert calibrated < 0.6 * plain


def test_true_falls_are_found():
    falls = 0.02 * noise(0.3, 8, seed=4) - 0.03 * np.arange(8)
    assert (calibrated_p(falls, seed=1, side="falling") < 0.05).mean() > 0.85
    assert (calibrated_p(falls, seed=1, side="rising") < 0.05).mean() == 0


@pytest.mark.parametrize("rho", [0.2, 0.5])
def test_correction_of_the_autocorrelation_takes_most_of_the_bias_away(rho):
    x = noise(rho, 20, seed=6, count=8000)
    rest = ranks.residuals(x)
    raw = ((rest[:, 1:] * rest[:, :-1]).sum(1) / (rest**2).sum(1)).mean()
    assert raw < rho - 0.12
    assert (20 * raw + 2) / (20 - 4) == pytest.approx(rho, abs=0.06)


@given(st.integers(1, 12))
def test_orders_of_all_scores_are_all_orders(n):
    counts = ranks.orders(n)
    assert counts.sum() == factorial(n)
    assert np.array_equal(counts, counts[::-1])


series = st.lists(st.integers(-50, 50), min_size=5, max_size=15)


@given(series, st.floats(0.1, 10), st.floats(-100, 100))
def test_score_and_probabilities_do_not_depend_on_the_unit(values, scale, shift):
    years = {"year": list(range(2000, 2000 + len(values)))}
    ours = mann_kendall(xr.DataArray(np.array(values, float), coords=years), seed=1, draws=99)
    theirs = mann_kendall(
        xr.DataArray(scale * np.array(values) + shift, coords=years), seed=1, draws=99
    )
    assert (ours.s, ours.variance, ours.p) == (theirs.s, theirs.variance, theirs.p)
    assert theirs.slope == pytest.approx(scale * ours.slope, abs=1e-9)


@given(series)
def test_turning_a_series_over_turns_the_trend(values):
    years = {"year": list(range(2000, 2000 + len(values)))}
    array = xr.DataArray(np.array(values, float), coords=years)
    falls = mann_kendall(array, seed=1, draws=99, side="falling")
    rises = mann_kendall(-array, seed=1, draws=99, side="rising")
    assert falls.s == -rises.s
    assert falls.p == pytest.approx(rises.p)
    assert (falls.slope, falls.slope_low) == pytest.approx((-rises.slope, -rises.slope_high))
