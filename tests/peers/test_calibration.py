"""Agreement with statsmodels and NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios.calibration import elasticity, growth
from dualcarbon.scenarios.hindcast import simple

api = pytest.importorskip("statsmodels.api")
YEARS = range(2000, 2018)


@pytest.fixture(params=range(6))
def pair(request):
    rng = np.random.default_rng(request.param)
    dx = 0.05 + 0.03 * rng.standard_normal(18)
    return np.exp(np.cumsum(0.7 * dx + 0.02 * rng.standard_normal(18))), np.exp(np.cumsum(dx))


def widened(fit):
    return np.sqrt((1 + fit.memory) / (1 - fit.memory))


def test_elasticity_is_least_squares_of_growth(pair):
    y, x = pair
    theirs = api.OLS(np.diff(np.log(y)), np.diff(np.log(x))).fit()
    fit = elasticity(y, x, YEARS)
    ours = fit.numbers["value"]
    assert ours.value == pytest.approx(theirs.params[0])
    assert ours.error == pytest.approx(theirs.bse[0] * widened(fit))
    assert fit.explained == pytest.approx(theirs.rsquared)
    low, high = theirs.conf_int(alpha=0.1)[0]
    assert (ours.high - ours.low) == pytest.approx((high - low) * widened(fit))


def test_growth_left_over_is_that_of_least_squares_with_a_constant(pair):
    y, x = pair
    dy, dx = np.diff(np.log(y)), np.diff(np.log(x))
    theirs = api.OLS(dy, api.add_constant(dx)).fit()
    assert bool(elasticity(y, x, YEARS).notes) == bool(theirs.pvalues[0] < 0.05)


def test_growth_is_the_mean_of_growth(pair):
    y, _ = pair
    theirs = api.OLS(np.diff(np.log(y)), np.ones(17)).fit()
    fit = growth(y, YEARS)
    assert np.log1p(fit.numbers["rate"].value) == pytest.approx(theirs.params[0])
    error = fit.numbers["rate"].error / (1 + fit.numbers["rate"].value)
    assert error == pytest.approx(theirs.bse[0] * widened(fit))


def test_the_trend_is_that_of_polyfit_and_its_interval_that_of_statsmodels(pair):
    y, _ = pair
    logs, at = np.log(y), np.arange(18.0)
    found = simple(logs, 4)["trend"]
    assert found[0] == pytest.approx(np.polyval(np.polyfit(at, logs, 1), np.arange(18, 22)))
    theirs = api.OLS(logs, api.add_constant(at)).fit()
    ahead = theirs.get_prediction(api.add_constant(np.arange(18.0, 22.0)))
    ends = ahead.conf_int(obs=True, alpha=0.1)
    assert found[1] == pytest.approx(ends[:, 0])
    assert found[2] == pytest.approx(ends[:, 1])
