r"""What a series would do next if it went on as it has: a mixture of models of growth, none of them believed alone.

Twelve to twenty years cannot tell whether growth is steady, drifts, fades, or whether shocks last. So each of these is
computed and weighed by how well it explains the history (restricted likelihood), and the intervals are those of the
mixture. A model is

.. math:: y_t = \mu_t + c_t, \quad \mu_t = \mu_{t-1} + b_t, \quad b_t = \delta b_{t-1} + q\sigma\eta_t,
          \quad c_t = \varphi c_{t-1} + \sigma\varepsilon_t

with y the series or its logarithm, slope b, and shocks that last (:math:`\varphi = 1`) or are forgotten. Level, slope and
:math:`\sigma` have flat priors, so what lies ahead is Student's t with n - 2 degrees of freedom in each model.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from dualcarbon.quantities.arrays import Array

MEMORY = (0.0, 0.5, 0.8, 1.0)
"""How much of a shock is left after a year. [1]"""
DRIFT = (0.0, 0.1, 0.3, 0.9)
"""Shocks of the slope over those of the level. [1]"""
FADING = (1.0, 0.9)
"""How much of the slope is left after a year. [1]"""
MODELS = tuple(itertools.product(MEMORY, DRIFT, FADING))
"""All that are weighed; before the history is seen, one as likely as the other."""
LEAST = 6
"""Fewer years leave the level, the slope and the noise of a model all but free. [year]"""
FLOOR = 1e-12
"""Noise below this, relative to the series, is rounding. [1]"""
HALVINGS = 60
"""Steps of the search for a quantile."""
REACH = 1e4
"""Spreads from the middle within which quantiles are looked for."""


@dataclass(frozen=True, slots=True)
class Extrapolated:
    """What lies ahead of some series, by model: Student's t, or paths of it.

    ``weight`` (series, model) sums to 1; ``centre`` (series, model, year) in the unit of the series; ``noise``
    (series, model) is the estimate of sigma; ``root`` (model, year, year) times its transpose is the covariance of the
    years ahead at sigma 1.
    """

    weight: Array
    centre: Array
    noise: Array
    root: Array
    freedom: int

    @property
    def spread(self) -> Array:
        """Scale of the years ahead (series, model, year). [unit of the series]."""
        alone = np.sqrt((self.root**2).sum(axis=-1))
        return self.noise[:, :, None] * alone

    @property
    def deviation(self) -> Array:
        """Standard deviation of the years ahead (series, year). [unit of the series]."""
        wider = self.freedom / (self.freedom - 2)
        middle = np.einsum("sm,smy->sy", self.weight, self.centre)
        square = wider * self.spread**2 + (self.centre - middle[:, None]) ** 2
        return np.asarray(np.sqrt(np.einsum("sm,smy->sy", self.weight, square)))

    def probability(self, values: Array) -> Array:
        """Give the probability (series, year) of what is below some values (series, year). [1]."""
        scores = (values[:, None, :] - self.centre) / self.spread
        return np.einsum("sm,smy->sy", self.weight, stdtr(self.freedom, scores))

    def quantile(self, level: float) -> Array:
        """Give the value (series, year) that is not exceeded with a probability. [unit of the series]."""
        widest = REACH * self.spread.max(axis=1)
        low, high = self.centre.min(axis=1) - widest, self.centre.max(axis=1) + widest
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = self.probability(middle) < level
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2

    def paths(self, rng: np.random.Generator, shocks: Array) -> Array:
        """Draw paths (series, member, year); the shocks (series, member, year) are normal, of any correlation between series."""
        _, members, _ = shocks.shape
        wider = np.sqrt(self.freedom / rng.chisquare(self.freedom, members))
        drawn = np.empty_like(shocks)
        for s, weight in enumerate(self.weight):
            order = rng.permutation(members)  # which members follow which model
            stops = np.rint(members * np.append(np.cumsum(weight)[:-1], 1.0)).astype(int)
            for model in np.flatnonzero(np.diff(stops, prepend=0)):
                some = order[stops[model - 1] if model else 0 : stops[model]]
                size = self.noise[s, model] * wider[some, None]
                moved = shocks[s, some] @ self.root[model].T
                drawn[s, some] = self.centre[s, model] + size * moved
        return drawn


def extrapolate(series: Array, ahead: int) -> Extrapolated:
    r"""Say what the years ahead of some series of the same years may be.

    .. math:: p(M \mid y) \propto |V|^{-1/2} |X' V^{-1} X|^{-1/2} (y' W y)^{-(n-2)/2}

    Parameters
    ----------
    series : ndarray (series, year)
        The past, at least ``LEAST`` years; logarithms of what grows. [any unit]
    ahead : int
        Number of years.

    Returns
    -------
    Extrapolated
        Weights of the models [1], centres and spreads of the years ahead [unit of the series].

    References
    ----------
    .. [1] D.A. Harville, "Bayesian inference for variance components using only error contrasts", Biometrika 61 (1974)
           383-385.
    .. [2] A.C. Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter", Cambridge, 1989.
    .. [3] E.S. Gardner, E. McKenzie, "Forecasting trends in time series", Management Science 31 (1985) 1237-1246.

    Examples
    --------
    Growth of exactly 1 a year goes on:

    >>> found = extrapolate(np.array([[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]]), 2)
    >>> found.quantile(0.5).round(6).tolist()
    [[8.0, 9.0]]
    """
    years = series.shape[1]
    form = _forms(years, ahead)
    base = series[:, -1:, None]
    moved = series - series[:, -1:]
    squares = np.einsum("si,mij,sj->sm", moved, form.left, moved, optimize=True)
    squares = np.maximum(squares, (FLOOR * np.abs(series).max(axis=1, keepdims=True)) ** 2)
    squares = np.maximum(squares, np.finfo(float).tiny)
    evidence = form.size - (years - 2) / 2 * np.log(squares)
    weight = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    return Extrapolated(
        weight / weight.sum(axis=1, keepdims=True),
        base + np.einsum("myi,si->smy", form.onward, moved),
        np.sqrt(squares / (years - 2)),
        form.root,
        years - 2,
    )


@dataclass(frozen=True, slots=True)
class _Forms:
    """What the models of a number of years make of any series: residuals, centres, roots of covariances, sizes."""

    left: Array
    onward: Array
    root: Array
    size: Array


@functools.lru_cache(maxsize=256)
def _forms(years: int, ahead: int) -> _Forms:
    made = [_form(years, ahead, *model) for model in MODELS]
    left, onward, root, size = (np.array(part) for part in zip(*made, strict=True))
    return _Forms(left, onward, root, size)


def _form(
    years: int, ahead: int, memory: float, drift: float, fading: float
) -> tuple[Array, Array, Array, float]:
    """Give for one model: form of the residual squares, map to the centres, root of the covariance, size."""
    covariance, known = _covariance(years, ahead, memory, drift, fading)
    past, cross = covariance[:years, :years], covariance[years:, :years]
    inverse = np.linalg.inv(past)
    seen, wanted = known[:years], known[years:]
    bread = np.linalg.inv(seen.T @ inverse @ seen)
    fitted = bread @ seen.T @ inverse
    gain = cross @ inverse
    unseen = wanted - gain @ seen
    onward = gain + unseen @ fitted
    whole = covariance[years:, years:] - gain @ cross.T + unseen @ bread @ unseen.T
    root = np.asarray(np.linalg.cholesky(whole), float)
    size = float(np.linalg.slogdet(bread)[1] - np.linalg.slogdet(past)[1])
    return inverse - inverse @ seen @ fitted, onward, root, size / 2


def _covariance(
    years: int, ahead: int, memory: float, drift: float, fading: float
) -> tuple[Array, Array]:
    """Give the covariance (year, year) of a model at sigma 1, and what level and slope of the last year add (year, 2)."""
    at = np.arange(years + ahead)
    apart = np.abs(at[:, None] - at)
    lasting = np.minimum.outer(at, at) + 1.0
    noise = lasting if memory == 1 else memory**apart / (1 - memory**2)
    slopes = np.tril(fading ** np.maximum(at[:, None] - at, 0))
    slopes[:, 0] = 0.0
    levels = drift * np.cumsum(slopes, axis=0)
    grown = np.cumsum(fading ** (at - (years - 1.0)))
    return noise + levels @ levels.T, np.column_stack([np.ones(len(at)), grown])
