"""What residuals remember of the year before: how strong, how surely known, and noise that remembers as much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dualcarbon.diagnosis.ridge import Array

GRID: Array = np.linspace(0.0, 0.95, 20)
"""Memories that are weighed; below 0 is taken as 0, the safe side of a forecast. [1]"""


@dataclass(frozen=True, slots=True)
class Memory:
    """How likely each memory of the grid is, and the squares it leaves over.

    ``weights`` (memory) sum to 1 [1]; ``squares`` (memory) are of the whitened residuals [unit of the response,
    squared]; ``freedom`` is the number of years less that of coefficients.
    """

    weights: Array
    squares: Array
    freedom: int

    @property
    def mean(self) -> float:
        """Mean of the weighed memories. [1]."""
        return float(self.weights @ GRID)

    def bounds(self, level: float) -> tuple[float, float]:
        """Give the ends of the interval that holds a share of the weight.

        Parameters
        ----------
        level : float
            Share inside, for example 0.9. [1]

        Returns
        -------
        tuple of float
            Low and high memory. [1]
        """
        reached = np.cumsum(self.weights)
        ends = ((1 - level) / 2, (1 + level) / 2)
        low, high = (int(np.searchsorted(reached, end)) for end in ends)
        return float(GRID[low]), float(GRID[min(high, GRID.size - 1)])


def durbin_watson(residuals: Array) -> float:
    r"""Give the statistic of Durbin and Watson: 2 without memory, towards 0 with much.

    .. math:: d = \sum_{t>1} (e_t - e_{t-1})^2 / \sum_t e_t^2

    Parameters
    ----------
    residuals : ndarray (year)
        What a regression leaves over. [any unit]

    Returns
    -------
    float
        The statistic. [1]

    References
    ----------
    .. [1] J. Durbin, G.S. Watson, "Testing for serial correlation in least squares regression", Biometrika 37
           (1950) 409-428.

    Examples
    --------
    >>> durbin_watson(np.array([1.0, -1.0, 1.0, -1.0]))
    3.0
    """
    return float((np.diff(residuals) ** 2).sum() / (residuals**2).sum())


def weigh(response: Array, design: Array) -> Memory:
    r"""Weigh the memories of first-order autoregressive noise by their restricted likelihood.

    Residuals of a short regression remember less than the noise did: the fit has eaten part of it. The restricted
    likelihood is that of what no regressor can explain, so it is free of this bias:

    .. math:: w(\rho) \propto |\Omega|^{-1/2} |X^\top \Omega^{-1} X|^{-1/2} S(\rho)^{-(n - q)/2}

    Parameters
    ----------
    response : ndarray (year)
        What is explained. [any unit]
    design : ndarray (year, regressor)
        What explains it, the constant among them. [any unit]

    Returns
    -------
    Memory
        Weights of ``GRID`` [1] and squares left over. [unit of the response, squared]

    References
    ----------
    .. [1] D.A. Harville, "Bayesian inference for variance components using only error contrasts", Biometrika 61
           (1974) 383-385.

    Examples
    --------
    Residuals that change sign every year remember little, a slow wave much:

    >>> swings = np.array([1.0, -1.0, 1.1, -0.9, 1.0, -1.0, 0.9, -1.1, 1.0, -1.0])
    >>> wave = np.array([0.0, 1.0, 2.0, 3.0, 3.0, 2.0, 1.0, 0.0, -1.0, -2.0])
    >>> weigh(swings, np.ones((10, 1))).mean < 0.2, weigh(wave, np.ones((10, 1))).mean > 0.7
    (True, True)
    """
    base, _ = np.linalg.qr(design)
    n, q = base.shape
    inverse = np.stack([_precision(rho, n) for rho in GRID])
    weighed = base.T @ inverse
    inner = weighed @ base
    fitted = np.linalg.solve(inner, (weighed @ response)[..., None])[..., 0]
    left = response - fitted @ base.T
    squares = np.einsum("gi,gij,gj->g", left, inverse, left)
    floor = np.finfo(float).tiny
    chance = (
        np.linalg.slogdet(inverse)[1] / 2
        - np.linalg.slogdet(inner)[1] / 2
        - (n - q) / 2 * np.log(np.maximum(squares, floor))
    )
    weights = np.exp(chance - chance.max())
    return Memory(weights / weights.sum(), squares, n - q)


def _precision(rho: float, years: int) -> Array:
    """Give the inverse of the correlations of autoregressive noise: it has three diagonals."""
    middle = np.full(years, 1 + rho**2)
    middle[[0, -1]] = 1.0
    beside = np.full(years - 1, -rho)
    whole: Array = np.diag(middle) + np.diag(beside, 1) + np.diag(beside, -1)
    return whole / (1 - rho**2)


def draw(memory: Memory, count: int, random: np.random.Generator) -> tuple[Array, Array]:
    """Draw memory and spread of noise as surely as they are known.

    Parameters
    ----------
    memory : Memory
        Weights and squares.
    count : int
        Draws.
    random : Generator
        Where they come from.

    Returns
    -------
    tuple of ndarray (draw)
        Memory [1] and standard deviation. [unit of the response]

    References
    ----------
    .. [1] D.A. Harville, "Bayesian inference for variance components using only error contrasts", Biometrika 61
           (1974) 383-385.
    """
    at = random.choice(GRID.size, size=count, p=memory.weights)
    spread = np.sqrt(memory.squares[at] / random.chisquare(memory.freedom, size=count))
    return GRID[at], spread


def noise(
    rho: Array, spread: Array, years: int, random: np.random.Generator, *, start: bool = True
) -> Array:
    r"""Draw first-order autoregressive noise.

    .. math:: e_t = \rho e_{t-1} + \sigma \sqrt{1 - \rho^2} \, z_t

    Parameters
    ----------
    rho : ndarray (draw)
        Memory. [1]
    spread : ndarray (draw)
        Standard deviation of the noise itself. [any unit]
    years : int
        Length.
    random : Generator
        Where it comes from.
    start : bool
        Begin anywhere in its spread; else at zero, in the year before the first.

    Returns
    -------
    ndarray (draw, year)
        Noise. [unit of ``spread``]

    References
    ----------
    .. [1] G.E.P. Box, G.M. Jenkins, G.C. Reinsel, G.M. Ljung, "Time Series Analysis", 5th ed., Wiley, 2015.

    Examples
    --------
    >>> noise(np.array([0.5]), np.array([0.0]), 3, np.random.default_rng(1)).tolist()
    [[0.0, 0.0, 0.0]]
    """
    drawn: Array = random.standard_normal((years, rho.size)) * spread
    step = np.sqrt(1 - rho**2)
    drawn[0] *= 1.0 if start else step
    for year in range(1, years):
        drawn[year] = rho * drawn[year - 1] + step * drawn[year]
    return drawn.T
