"""The regression agrees with statsmodels: coefficients, inflation, unit roots, memory."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis import memory, ridge, stirpat, unit_roots

sm = pytest.importorskip("statsmodels.api")
influence = pytest.importorskip("statsmodels.stats.outliers_influence")
stattools = pytest.importorskip("statsmodels.tsa.stattools")
tools = pytest.importorskip("statsmodels.stats.stattools")


def together(seed, years=19, regressors=4):
    """Regressors that share a trend, and what they explain."""
    random = np.random.default_rng(seed)
    trend = np.linspace(0, 1, years)[:, None] * random.uniform(0.5, 2, regressors)
    x = trend + 0.03 * random.standard_normal((years, regressors)).cumsum(axis=0)
    return x, x @ random.uniform(0.5, 1.5, regressors) + 0.02 * random.standard_normal(years)


SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("centred", [True, False])
def test_without_penalty_it_is_ordinary_least_squares(seed, centred):
    x, y = together(seed)
    theirs = sm.OLS(y, sm.add_constant(x) if centred else x).fit()
    ours = ridge.coefficients(ridge.standardise(x, centred=centred), y, 0.0)
    assert ours == pytest.approx(theirs.params[int(centred) :], rel=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("k", [1e-4, 0.02, 0.7])
def test_with_penalty_it_is_the_closed_form(seed, k):
    x, y = together(seed)
    n = len(y)
    spread = x.std(axis=0)
    z = (x - x.mean(axis=0)) / spread
    plain = np.linalg.solve(z.T @ z / n + k * np.eye(x.shape[1]), z.T @ (y - y.mean()) / n)
    assert ridge.coefficients(ridge.standardise(x), y, k) == pytest.approx(plain / spread, rel=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_cross_validation_is_that_of_the_hat_matrix(seed):
    x, y = together(seed)
    n, z = len(y), (x - x.mean(axis=0)) / x.std(axis=0)
    penalties = np.array([1e-4, 1e-2, 0.3])
    scores = []
    for k in penalties:
        hat = np.ones((n, n)) / n + z @ np.linalg.solve(z.T @ z + n * k * np.eye(4), z.T)
        left = y - hat @ y
        scores.append(left @ left / n / (1 - np.trace(hat) / n) ** 2)
    ours = ridge.validation(ridge.standardise(x), y, penalties)
    assert ours == pytest.approx(scores, rel=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_inflation_is_that_of_statsmodels(seed):
    x, _ = together(seed)
    plain = sm.add_constant(x)
    theirs = [influence.variance_inflation_factor(plain, j) for j in range(1, 5)]
    assert ridge.inflation(x) == pytest.approx(theirs, rel=1e-7)
    alone = [sm.OLS(x[:, j], np.delete(x, j, axis=1)).fit().rsquared for j in range(4)]
    bare = [1 / (1 - r2) for r2 in alone]
    assert ridge.inflation(x, centred=False) == pytest.approx(bare, rel=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("trend", "name"), [(0, "n"), (1, "c"), (2, "ct")])
@pytest.mark.parametrize("lags", [0, 1, 2])
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_the_statistic_of_dickey_and_fuller_is_that_of_statsmodels(seed, trend, name, lags):
    walk = np.random.default_rng(seed).standard_normal(21).cumsum()
    theirs = stattools.adfuller(walk, maxlag=lags, autolag=None, regression=name)[0]
    ours = unit_roots.dickey_fuller(walk, trend=trend, lags=lags)
    assert float(ours) == pytest.approx(theirs, rel=1e-7)


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_simulated_p_nears_that_of_mackinnon_for_long_series():
    random = np.random.default_rng(11)
    for _ in range(6):
        walk = random.standard_normal(400).cumsum()
        theirs = stattools.adfuller(walk, maxlag=1, autolag=None, regression="ct")[1]
        assert unit_roots.unit_root(walk).p == pytest.approx(theirs, abs=0.05)


@pytest.mark.parametrize("seed", SEEDS)
def test_durbin_and_watson_are_those_of_statsmodels(seed):
    _, y = together(seed)
    assert memory.durbin_watson(y - y.mean()) == pytest.approx(tools.durbin_watson(y - y.mean()))


def test_intervals_without_memory_are_near_those_of_students_t():
    """Independent noise and no collinearity: the textbook interval, but for the memory that is not excluded."""
    random = np.random.default_rng(3)
    years = 60
    x = random.standard_normal((years, 2))
    y = x @ np.array([1.0, -0.5]) + 0.3 * random.standard_normal(years)
    coords = {"year": range(1960, 1960 + years)}
    found = stirpat.fit(
        xr.DataArray(np.exp(y), coords=coords),
        {n: xr.DataArray(np.exp(x[:, j]), coords=coords) for j, n in enumerate("ab")},
        seed=1,
        draws=4000,
    )
    theirs = sm.OLS(y, sm.add_constant(x)).fit().conf_int(alpha=0.1)[1:]
    assert found.estimate.form == "levels"
    assert found.high - found.low == pytest.approx(theirs[:, 1] - theirs[:, 0], rel=0.2)
