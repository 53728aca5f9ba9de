"""Regression on regressors that move together: the ridge, its penalty, and how badly they are told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PENALTIES: Array = np.concatenate([[0.0], np.geomspace(1e-6, 1.0, 121)])
"""Penalties among which one is chosen; 0 is ordinary least squares. [1]."""


@dataclass(frozen=True, slots=True)
class Standard:
    """Regressors brought to one scale, and their singular values.

    ``mean`` and ``scale`` (regressor) took them there [unit of each regressor]; ``left`` (year, direction),
    ``singular`` (direction) and ``right`` (direction, regressor) are the decomposition of the scaled regressors
    divided by the root of the number of years, so that their cross product is the matrix of correlations. [1]
    """

    mean: Array
    scale: Array
    left: Array
    singular: Array
    right: Array
    centred: bool

    @property
    def condition(self) -> float:
        """Largest singular value over the smallest. [1]."""
        return float(self.singular[0] / self.singular[-1])


def standardise(regressors: Array, *, centred: bool = True) -> Standard:
    """Bring regressors to one scale.

    Parameters
    ----------
    regressors : ndarray (year, regressor)
        None of them constant. [any unit]
    centred : bool
        Take out the means, as a regression with a constant does; else scale by the root mean square alone.

    Returns
    -------
    Standard
        Means, scales [unit of each regressor], and singular values. [1]

    References
    ----------
    .. [1] A.E. Hoerl, R.W. Kennard, "Ridge regression: biased estimation for nonorthogonal problems",
           Technometrics 12 (1970) 55-67.

    Examples
    --------
    Two regressors that are not correlated:

    >>> standardise(np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])).singular.tolist()
    [1.0, 1.0]
    """
    mean = regressors.mean(axis=0) if centred else np.zeros(regressors.shape[1])
    moved = regressors - mean
    scale = np.sqrt((moved**2).mean(axis=0))
    scaled = moved / (scale * np.sqrt(len(regressors)))
    left, singular, right = np.linalg.svd(scaled, full_matrices=False)
    return Standard(mean, scale, left, singular, right, centred)


def coefficients(standard: Standard, response: Array, penalty: float) -> Array:
    r"""Give the coefficients at a penalty, in the units of the regressors.

    .. math:: \hat\beta(k) = (Z^\top Z + k I)^{-1} Z^\top y

    Parameters
    ----------
    standard : Standard
        The regressors.
    response : ndarray (..., year)
        What they explain. [any unit]
    penalty : float
        k on the scale of correlations; 0 is ordinary least squares. [1]

    Returns
    -------
    ndarray (..., regressor)
        Coefficients. [unit of the response per unit of the regressor]

    References
    ----------
    .. [1] A.E. Hoerl, R.W. Kennard, "Ridge regression: biased estimation for nonorthogonal problems",
           Technometrics 12 (1970) 55-67.

    Examples
    --------
    >>> line = standardise(np.array([[1.0], [2.0], [3.0]]))
    >>> coefficients(line, np.array([2.0, 4.0, 6.0]), 0.0).round(9).tolist()
    [2.0]
    >>> coefficients(line, np.array([2.0, 4.0, 6.0]), 1.0).round(9).tolist()
    [1.0]
    """
    along = _moved(standard, response) @ standard.left
    kept = standard.singular / (standard.singular**2 + penalty)
    root = np.sqrt(len(standard.left))
    return (along * kept) @ standard.right / (standard.scale * root)


def validation(standard: Standard, response: Array, penalties: Array = PENALTIES) -> Array:
    r"""Give the score of generalised cross-validation at each penalty; the smallest is the best.

    .. math:: V(k) = \frac{n^{-1} \lVert y - \hat y(k) \rVert^2}{(1 - n^{-1} \operatorname{tr} H(k))^2}

    Parameters
    ----------
    standard : Standard
        The regressors.
    response : ndarray (year)
        What they explain. [any unit]
    penalties : ndarray (penalty)
        k on the scale of correlations. [1]

    Returns
    -------
    ndarray (penalty)
        Scores. [unit of the response, squared]

    References
    ----------
    .. [1] G.H. Golub, M. Heath, G. Wahba, "Generalized cross-validation as a method for choosing a good ridge
           parameter", Technometrics 21 (1979) 215-223.

    Examples
    --------
    Values on a line need no penalty:

    >>> line = standardise(np.array([[1.0], [2.0], [3.0], [4.0]]))
    >>> int(validation(line, np.array([2.0, 4.0, 6.0, 8.0])).argmin())
    0
    """
    n = len(standard.left)
    moved = _moved(standard, response)
    along = moved @ standard.left
    lost = 1 - _kept(standard, penalties)
    outside = max(float(moved @ moved - along @ along), 0.0)
    left_over = outside + (lost**2) @ along**2
    return left_over / n / (1 - freedom(standard, penalties) / n) ** 2


def freedom(standard: Standard, penalties: Array) -> Array:
    """Give the degrees of freedom that the regression spends at each penalty, the constant among them.

    Parameters
    ----------
    standard : Standard
        The regressors.
    penalties : ndarray (penalty)
        k on the scale of correlations. [1]

    Returns
    -------
    ndarray (penalty)
        Trace of the hat matrix. [1]

    References
    ----------
    .. [1] G.H. Golub, M. Heath, G. Wahba, "Generalized cross-validation as a method for choosing a good ridge
           parameter", Technometrics 21 (1979) 215-223.

    Examples
    --------
    >>> line = standardise(np.array([[1.0], [2.0], [3.0]]))
    >>> freedom(line, np.array([0.0, 1.0])).round(9).tolist()
    [2.0, 1.5]
    """
    return _kept(standard, penalties).sum(axis=-1) + float(standard.centred)


def chosen(standard: Standard, response: Array) -> float:
    """Choose the penalty by generalised cross-validation, among ``PENALTIES``.

    Parameters
    ----------
    standard : Standard
        The regressors.
    response : ndarray (year)
        What they explain. [any unit]

    Returns
    -------
    float
        k on the scale of correlations. [1]

    References
    ----------
    .. [1] G.H. Golub, M. Heath, G. Wahba, "Generalized cross-validation as a method for choosing a good ridge
           parameter", Technometrics 21 (1979) 215-223.

    Examples
    --------
    >>> line = standardise(np.array([[1.0], [2.0], [3.0], [4.0]]))
    >>> chosen(line, np.array([2.0, 4.0, 6.0, 8.0]))
    0.0
    """
    return float(PENALTIES[int(validation(standard, response).argmin())])


def inflation(regressors: Array, *, centred: bool = True) -> Array:
    r"""Give how much the others inflate the variance of each coefficient.

    .. math:: \mathrm{VIF}_j = 1 / (1 - R_j^2)

    Parameters
    ----------
    regressors : ndarray (year, regressor)
        None constant, none a combination of the others. [any unit]
    centred : bool
        As ``standardise``.

    Returns
    -------
    ndarray (regressor)
        1 where a regressor has nothing in common with the others. [1]

    References
    ----------
    .. [1] D.A. Belsley, E. Kuh, R.E. Welsch, "Regression Diagnostics", Wiley, New York, 1980.

    Examples
    --------
    >>> inflation(np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])).tolist()
    [1.0, 1.0]
    """
    standard = standardise(regressors, centred=centred)
    inverse: Array = ((standard.right / standard.singular[:, None]) ** 2).sum(axis=0)
    return inverse


def _kept(standard: Standard, penalties: Array) -> Array:
    """Give the share of each direction that is kept (penalty, direction)."""
    power = standard.singular**2
    return power / (power + penalties[:, None])


def _moved(standard: Standard, response: Array) -> Array:
    return response - response.mean(axis=-1, keepdims=True) if standard.centred else response
