"""Whether a short series returns to its level or wanders: unit roots, with critical values by simulation.

Tables of critical values are for long series. Here a statistic is compared with those of random walks of the same
length, so that its p is right for a dozen years too; what it cannot do is to find much: a short series that returns
slowly looks like one that does not.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from dualcarbon.diagnosis.ridge import Array

WALKS = 3999
"""Random walks behind a p."""
SEED = 19791231
"""Seed of the walks: the critical values are the same in every study."""
TINY = 1e-30
"""What stands for nothing in a divisor."""
TWINS = 1e-13
"""What keeps two regressors that are one from being divided by; far below what a statistic is told to."""
STILL = 1e-9
"""Largest distance from a line, relative to the series, at which a series is that line. [1]"""
LAGS = 1
"""Lagged differences in the test: one, for yearly statistics of a dozen years or two."""


@dataclass(frozen=True, slots=True)
class Root:
    """Statistic of a test for a unit root, and its probability under one."""

    statistic: float
    p: float


def dickey_fuller(values: Array, *, trend: int = 2, lags: int = LAGS) -> Array:
    r"""Give the augmented Dickey-Fuller statistic of many series at once.

    The t of :math:`\gamma` in

    .. math:: \Delta y_t = \alpha + \delta t + \gamma y_{t-1} + \sum_i \phi_i \Delta y_{t-i} + e_t

    Parameters
    ----------
    values : ndarray (..., year)
        Series of one length. [any unit]
    trend : int
        2 with constant and trend, 1 with a constant, 0 with neither.
    lags : int
        Lagged differences.

    Returns
    -------
    ndarray (...)
        Statistics; the lower, the less like a random walk. [1]

    References
    ----------
    .. [1] D.A. Dickey, W.A. Fuller, "Distribution of the estimators for autoregressive time series with a unit
           root", Journal of the American Statistical Association 74 (1979) 427-431.
    .. [2] S.E. Said, D.A. Dickey, "Testing for unit roots in autoregressive-moving average models of unknown
           order", Biometrika 71 (1984) 599-607.

    Examples
    --------
    Values that swing about their mean are no random walk:

    >>> float(dickey_fuller(np.array([1.0, -1.0, 1.1, -0.9, 1.0, -1.0, 0.9]), trend=0, lags=0)) < -10
    True
    """
    steps = np.diff(values, axis=-1)
    response = steps[..., lags:]
    level = values[..., lags:-1]
    earlier = [steps[..., lags - i : steps.shape[-1] - i] for i in range(1, lags + 1)]
    plain = _without_trend(np.stack([response, level, *earlier], axis=-2), trend)
    return _first_t(plain[..., 0, :], plain[..., 1:, :], response.shape[-1] - trend - 1 - lags)


def _without_trend(parts: Array, trend: int) -> Array:
    """Take constant and trend out of the parts (..., part, year) of a regression, as it would do itself."""
    if trend == 0:
        return parts
    time = np.arange(parts.shape[-1], dtype=np.float64)
    base, _ = np.linalg.qr(np.stack([time**power for power in range(trend)], axis=-1))
    return parts - (parts @ base) @ base.T


def _first_t(response: Array, regressors: Array, freedom: int) -> Array:
    """Give the t of the first regressor (..., regressor, year)."""
    scale = np.sqrt((regressors**2).sum(axis=-1, keepdims=True))
    unit = regressors / np.maximum(scale, TINY)
    inverse = np.linalg.inv(unit @ np.swapaxes(unit, -1, -2) + TWINS * np.eye(unit.shape[-2]))
    slope = (inverse @ (unit @ response[..., None]))[..., 0]
    rest = response - (slope[..., None, :] @ unit)[..., 0, :]
    spread = (rest**2).sum(axis=-1) / freedom
    t: Array = slope[..., 0] / np.sqrt(np.maximum(spread * inverse[..., 0, 0], TINY))
    return t


def unit_root(values: Array) -> Root:
    """Test one series for a unit root, against a return to a line; a series that is a line shows neither (0, p 1).

    Parameters
    ----------
    values : ndarray (year)
        The series. [any unit]

    Returns
    -------
    Root
        Statistic, and its p among random walks of the same length. [1]

    References
    ----------
    .. [1] D.A. Dickey, W.A. Fuller, "Distribution of the estimators for autoregressive time series with a unit
           root", Journal of the American Statistical Association 74 (1979) 427-431.

    Examples
    --------
    >>> swings = np.array([0.0, 1.0, -1.0, 0.9, -1.1, 1.0, -0.9, 1.1, -1.0, 1.0, -1.0, 0.9, -0.9])
    >>> unit_root(swings).p < 0.05
    True
    """
    off = np.abs(_without_trend(values[None], 2)).max()
    if off <= STILL * np.abs(values).max():
        return Root(0.0, 1.0)
    statistic = float(dickey_fuller(values))
    return Root(statistic, _p(statistic, _walks(values.size)))


def residual_root(response: Array, design: Array) -> Root:
    """Test whether what a regression leaves over returns to zero: whether its series move together for good.

    The residuals of a regression among random walks look stationary by chance; the p is therefore that of random
    walks, with the drift and spread of the response, regressed on these very regressors. No lag: it costs the test
    a third of what little it finds in twenty years.

    Parameters
    ----------
    response : ndarray (year)
        What is explained. [any unit]
    design : ndarray (year, regressor)
        What explains it, the constant among them. [any unit]

    Returns
    -------
    Root
        Statistic of the residuals, and its p if nothing held the series together. [1]

    References
    ----------
    .. [1] R.F. Engle, C.W.J. Granger, "Co-integration and error correction: representation, estimation, and
           testing", Econometrica 55 (1987) 251-276.
    .. [2] J.G. MacKinnon, "Critical values for cointegration tests", in R.F. Engle, C.W.J. Granger (eds.),
           "Long-run Economic Relationships", Oxford University Press, 1991.

    Examples
    --------
    >>> time = np.arange(14.0)
    >>> swings = np.array([0.1, -0.1, 0.12, -0.1, 0.1, -0.11, 0.1, -0.1, 0.1, -0.1, 0.13, -0.1, 0.1, -0.1])
    >>> residual_root(time + swings, np.column_stack([np.ones(14), time])).p < 0.05
    True
    """
    base, _ = np.linalg.qr(design)
    steps = np.diff(response)
    walks = steps.mean() * np.arange(response.size) + steps.std() * _paths(response.size)
    left = walks - (walks @ base) @ base.T
    statistic = float(dickey_fuller(response - base @ (base.T @ response), trend=0, lags=0))
    return Root(statistic, _p(statistic, np.sort(dickey_fuller(left, trend=0, lags=0))))


def _p(statistic: float, null: Array) -> float:
    """Give the share of random walks whose statistic is as low."""
    return (1 + int(np.searchsorted(null, statistic, side="right"))) / (1 + null.size)


@functools.cache
def _walks(years: int) -> Array:
    null: Array = np.sort(dickey_fuller(_paths(years)))
    return null


@functools.cache
def _paths(years: int) -> Array:
    """Give random walks (walk, year) of unit steps."""
    drawn = np.random.default_rng(SEED).standard_normal((WALKS, years))
    paths: Array = np.cumsum(drawn, axis=1)
    return paths
