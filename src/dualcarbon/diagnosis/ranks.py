"""The arithmetic of rank tests, for many series at once: scores, slopes, autocorrelation, null distributions."""

from __future__ import annotations

import functools
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
HIGHEST_RHO = 0.95
"""Nearer to 1 a short series cannot be told from a random walk. [1]"""
EXACT = 1e-13
"""Share of its values that rounding leaves of an exact line. [1]"""
NORMAL = NormalDist()


def score(values: Array) -> Counts:
    r"""Give the score of Mann and Kendall: rising pairs less falling pairs.

    .. math:: S = \sum_{i<j} \operatorname{sign}(x_j - x_i)

    Parameters
    ----------
    values : ndarray (..., year)
        Series along the last axis. [any unit]

    Returns
    -------
    ndarray (...)
        Scores. [pairs]

    References
    ----------
    .. [1] H.B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945) 245-259.

    Examples
    --------
    >>> score(np.array([[1.0, 2.0, 3.0], [2.0, 2.0, 1.0]])).tolist()
    [3, -2]
    """
    total = np.zeros(values.shape[:-1], dtype=np.int64)
    for first in range(values.shape[-1] - 1):
        steps = values[..., first + 1 :] - values[..., first : first + 1]
        total += np.sign(steps).astype(np.int64).sum(axis=-1)
    return total


def variance(values: Array) -> float:
    r"""Give the variance of the score of one series without trend, ties counted.

    .. math:: \operatorname{Var} S = \frac{n(n-1)(2n+5) - \sum_t t(t-1)(2t+5)}{18}

    Parameters
    ----------
    values : ndarray (year)
        One series. [any unit]

    Returns
    -------
    float
        Variance. [pairs^2]

    References
    ----------
    .. [1] M.G. Kendall, "Rank Correlation Methods", 4th ed., Griffin, London, 1975.

    Examples
    --------
    >>> round(variance(np.array([1.0, 2.0, 3.0])), 4), round(variance(np.array([1.0, 1.0, 3.0])), 4)
    (3.6667, 2.6667)
    """
    ties = np.unique(values, return_counts=True)[1]
    n = values.size
    return (n * (n - 1) * (2 * n + 5) - float(np.sum(ties * (ties - 1) * (2 * ties + 5)))) / 18


def standard(s: int, variance: float) -> float:
    """Give the standard score, moved by 1 towards 0 for continuity.

    Parameters
    ----------
    s : int
        Score. [pairs]
    variance : float
        Its variance without trend. [pairs^2]

    Returns
    -------
    float
        Standard score; 0 for a constant series. [1]

    References
    ----------
    .. [1] M.G. Kendall, "Rank Correlation Methods", 4th ed., Griffin, London, 1975.

    Examples
    --------
    >>> standard(3, 4.0), standard(-3, 4.0), standard(0, 4.0)
    (1.0, -1.0, 0.0)
    """
    return float((s - np.sign(s)) / np.sqrt(variance)) if s and variance > 0 else 0.0


@functools.cache
def orders(n: int) -> Counts:
    """Count the orders of ``n`` different values that have each score, from the lowest score up.

    References
    ----------
    .. [1] M.G. Kendall, "Rank Correlation Methods", 4th ed., Griffin, London, 1975.

    Examples
    --------
    Of the six orders of three values one falls throughout and one rises throughout:

    >>> orders(3).tolist()
    [1, 2, 2, 1]
    """
    counts = np.ones(1, dtype=np.int64)
    for size in range(2, n + 1):
        counts = np.convolve(counts, np.ones(size, dtype=np.int64))
    return counts


def exact_tail(s: int, n: int) -> float:
    """Give the probability that different values in random order score ``s`` or less.

    Parameters
    ----------
    s : int
        Score. [pairs]
    n : int
        Number of values.

    Returns
    -------
    float
        Probability. [1]

    References
    ----------
    .. [1] M.G. Kendall, "Rank Correlation Methods", 4th ed., Griffin, London, 1975.

    Examples
    --------
    >>> round(exact_tail(-10, 5) * 120, 9)
    1.0
    """
    counts = orders(n)
    lowest = -(n * (n - 1)) // 2
    return float(counts[: (s - lowest) // 2 + 1].sum() / counts.sum())


def slopes(values: Array) -> Array:
    """Give the slopes of all pairs of years of each series. [unit of the values per year].

    References
    ----------
    .. [1] P.K. Sen, "Estimates of the regression coefficient based on Kendall's tau", Journal of the
           American Statistical Association 63 (1968) 1379-1389.

    Examples
    --------
    >>> slopes(np.array([1.0, 2.0, 5.0])).tolist()
    [1.0, 2.0, 3.0]
    """
    first, second = _pairs(values.shape[-1])
    return (values[..., second] - values[..., first]) / (second - first)


@functools.cache
def _pairs(n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.triu_indices(n, 1)


def residuals(values: Array) -> Array:
    """Give each series less its Sen line, with mean 0. [unit of the values].

    Examples
    --------
    >>> residuals(np.array([1.0, 3.0, 2.0])).tolist()
    [-0.5, 1.0, -0.5]
    """
    slope = np.median(slopes(values), axis=-1, keepdims=True)
    rest = values - slope * np.arange(values.shape[-1])
    return rest - rest.mean(axis=-1, keepdims=True)


def straight(values: Array) -> NDArray[np.bool_]:
    """Tell which series lie exactly on a line; what rounding leaves of one is no noise.

    Parameters
    ----------
    values : ndarray (..., year)
        Series along the last axis. [any unit]

    Returns
    -------
    ndarray (...)
        Whether nothing but rounding lies beside the line. [1]

    References
    ----------
    .. [1] No source needed: a line is its own definition.

    Examples
    --------
    >>> straight(np.array([[0.1, 0.2, 0.3], [0.1, 0.2, 0.4]])).tolist()
    [True, False]
    """
    size = np.abs(values).max(axis=-1, keepdims=True)
    rest = residuals(np.divide(values, size, out=np.zeros_like(values), where=size > 0))
    return np.asarray((rest**2).mean(axis=-1) <= EXACT**2)


def autocorrelation(values: Array) -> Array:
    r"""Give the autocorrelation at one year of the residuals from the Sen line, corrected for shortness.

    .. math:: \hat\rho = \frac{n r + 2}{n - 4}

    Parameters
    ----------
    values : ndarray (..., year)
        Series of at least five values. [any unit]

    Returns
    -------
    ndarray (...)
        Autocorrelation, held between 0 and 0.95. [1]

    Notes
    -----
    What lies exactly on a line, as figures that were interpolated, shows nothing of its memory; it gets the most. The estimate :math:`r` of a short series is too low [1]_; where a line is taken out, by about
    :math:`(2 + 4\rho)/n`, as simulation confirms.

    References
    ----------
    .. [1] F.H.C. Marriott, J.A. Pope, "Bias in the estimation of autocorrelations", Biometrika 41 (1954)
           390-402.

    Examples
    --------
    Noise that changes sign every year has none, slow waves have the most that is allowed, and so has a line without noise:

    >>> autocorrelation((-1.0) ** np.arange(9)).item(), autocorrelation(np.cos(np.arange(40.0) / 6)).item()
    (0.0, 0.95)
    >>> autocorrelation(np.arange(9.0)).item()
    0.95
    """
    rest = residuals(values)
    n = rest.shape[-1]
    power = (rest**2).sum(axis=-1)
    scale = np.abs(values).max(axis=-1)
    noisy = power > n * (EXACT * scale) ** 2
    lagged = (rest[..., 1:] * rest[..., :-1]).sum(axis=-1)
    raw = np.divide(lagged, power, out=np.zeros_like(power), where=noisy)
    return np.where(noisy, np.clip((n * raw + 2) / (n - 4), 0, HIGHEST_RHO), HIGHEST_RHO)


@functools.lru_cache(maxsize=4096)
def null_scores(n: int, percent: int, draws: int, seed: int) -> Counts:
    """Give the sorted scores of series without trend, of a given autocorrelation in per cent.

    Scores depend on ranks only, so neither level nor spread of the noise matters; series of one length
    and autocorrelation share one distribution.

    Examples
    --------
    >>> scores = null_scores(6, 50, 999, 1)
    >>> scores.size, bool(scores[0] >= -15), bool(scores[-1] <= 15)
    (999, True, True)
    """
    noise = np.random.default_rng([seed, n, percent]).standard_normal((n, draws))
    rho = percent / 100
    noise[0] /= np.sqrt(1 - rho**2)
    for year in range(1, n):
        noise[year] += rho * noise[year - 1]
    scores = np.sort(score(noise.T))
    scores.flags.writeable = False
    return scores
