"""Futures of parts and what their total says of itself, brought together: the total knows most of where it goes.

Each part continued by itself adds up to a total that need not go on as the total did: a fall that three parts share a
little of is noise in each of them and plain in the sum. So the total is continued as well, and the parts move until both
meet, year by year, each by its variance (least squares). Parts still add up, for the totals are computed from them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.extrapolation import extrapolate

STEP = 1e-4
"""How far a part is moved to see what follows. [standard deviation]"""
SAME = 1e-9
"""Directions whose variance is less than this, relative to the widest, are one direction. [1]"""
Values = Callable[[Array], Array]
"""Gives totals (total, member, year) of parts (part, member, year)."""


def reconciled(drawn: Array, deviation: Array, tied: Array, past: Array, values: Values) -> Array:
    r"""Move futures of parts so that the middle of their totals agrees with what the totals themselves say.

    .. math:: \Delta = \Sigma J' (J \Sigma J' + W)^{-1} (z - t)

    with t the logarithm of the middle of the totals of the parts, z that of the totals continued by themselves, J what a
    standard deviation of each part moves them, :math:`\Sigma` the correlation of the parts, W the covariance of z. All
    futures of a year move alike, so that spreads stay. A total that was ever 0 or below says nothing, nor does a year in
    which the middle of a total is.

    Parameters
    ----------
    drawn : ndarray (part, member, year)
        Futures of the parts, each on its scale. [any unit]
    deviation : ndarray (part, year)
        Their standard deviation. [unit of the part]
    tied : ndarray (part, part)
        Their correlation. [1]
    past : ndarray (total, year)
        Totals of the past. [any unit]
    values : callable
        Gives totals (total, member, year) of parts (part, member, year). [unit of the totals]

    Returns
    -------
    ndarray (part, member, year)
        Futures of the parts, moved. [unit of the part]

    References
    ----------
    .. [1] R.P. Byron, "The estimation of large social account matrices", Journal of the Royal Statistical Society A 141
           (1978) 359-367.
    .. [2] S.L. Wickramasuriya, G. Athanasopoulos, R.J. Hyndman, "Optimal forecast reconciliation for hierarchical and
           grouped time series through trace minimization", Journal of the American Statistical Association 114 (2019)
           804-819.

    Examples
    --------
    The total grew by a tenth every year without noise, so its only part does too, whatever was drawn of it:

    >>> past = 1.1 ** np.arange(8.0)[None]
    >>> drawn = np.full((1, 3, 2), np.log(past[0, -1]))
    >>> found = reconciled(drawn, np.full((1, 2), 0.1), np.eye(1), past, np.exp)
    >>> (np.exp(found[0, 0]) / past[0, -1]).round(4).tolist()
    [1.1, 1.21]
    """
    told = (past > 0).all(axis=1)
    if not told.any():
        return drawn
    logs = np.log(past[told])
    own = extrapolate(logs, drawn.shape[2])
    middle = np.median(values(drawn)[told], axis=1)
    there = (middle > 0).all(axis=0)
    apart = np.where(there, own.quantile(0.5) - np.log(np.where(there, middle, 1.0)), 0.0)
    slopes = _slopes(np.median(drawn, axis=1), deviation, values)[told]
    unsure = own.deviation.T[:, :, None] * _correlation(np.diff(logs)) * own.deviation.T[:, None, :]
    return drawn + (deviation * least_squares(tied, slopes.T, unsure, apart.T).T)[:, None, :]


def least_squares(tied: Array, slopes: Array, unsure: Array, apart: Array) -> Array:
    r"""Give how far parts move, in their standard deviations, so that what was seen of their totals is met as far as it is sure.

    .. math:: R J' (J R J' + W)^{-1} d

    Parameters
    ----------
    tied : ndarray (part, part)
        Correlation R of the parts. [1]
    slopes : ndarray (year, part, total)
        What a standard deviation of each part moves, transposed J. [unit of the totals]
    unsure : ndarray (year, total, total)
        Covariance W of what was seen. [square of that unit]
    apart : ndarray (year, total)
        What was seen less what the parts give, d. [unit of the totals]

    Returns
    -------
    ndarray (year, part)
        Moves. [standard deviation]

    References
    ----------
    .. [1] R.P. Byron, "The estimation of large social account matrices", Journal of the Royal Statistical Society A 141
           (1978) 359-367.

    Examples
    --------
    Two parts add up to 3 too little, and their sum is as unsure as one of them; each takes a third:

    >>> least_squares(np.eye(2), np.ones((1, 2, 1)), np.ones((1, 1, 1)), np.array([[3.0]])).round(6).tolist()
    [[1.0, 1.0]]
    """
    spread = tied @ slopes
    middle = np.swapaxes(slopes, 1, 2) @ spread + unsure
    return np.asarray((spread @ np.linalg.pinv(middle, SAME) @ apart[:, :, None])[:, :, 0])


def _slopes(centre: Array, deviation: Array, values: Values) -> Array:
    """Give what a standard deviation of each part moves each total, relative to it (total, part, year)."""
    moved = centre[:, None] + STEP * np.eye(len(centre), len(centre) + 1, 1)[:, :, None] * deviation[:, None]  # fmt: skip
    found = values(moved)
    first = found[:, :1]
    there = np.broadcast_to(first > 0, found.shape)
    relative = np.divide(found - first, first, out=np.zeros_like(found), where=there)
    return np.asarray(relative[:, 1:] / STEP)


def _correlation(growth: Array) -> Array:
    """Give the correlation of yearly growth between totals as it was; one that grew alike every year is tied to none."""
    centred = growth - growth.mean(axis=1, keepdims=True)
    size = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    unit = np.divide(centred, size, out=np.zeros_like(centred), where=size > 0)
    return np.where(np.eye(len(growth), dtype=bool), 1.0, unit @ unit.T)
