"""Values between the points of a table, member by member."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dualcarbon.quantities.arrays import Array


def tabulated(
    at: NDArray[np.float64] | NDArray[np.int64],
    knots: Sequence[float],
    heights: Array,
    between: str,
) -> Array:
    """Give the values of a table.

    Parameters
    ----------
    at : ndarray (member, year)
        Where to look, none before the first or after the last knot. [unit of the knots]
    knots : sequence of float
        Points, rising. [unit of the knots]
    heights : ndarray (member, point)
        Values at the points. [any unit]
    between : str
        ``linear``, ``step`` or ``smooth``: a monotone cubic [1]_.

    Returns
    -------
    ndarray (member, year)
        The values. [unit of the heights]

    References
    ----------
    .. [1] F. N. Fritsch and R. E. Carlson, "Monotone piecewise cubic interpolation", SIAM Journal on Numerical Analysis 17 (1980).

    Examples
    --------
    >>> tabulated(np.array([[0.1, 0.5]]), [0.1, 0.9], np.array([[5.0, 2.0]]), "linear").tolist()
    [[5.0, 3.5]]
    """
    marks, members = np.asarray(knots, float), max(len(at), len(heights))
    xs = np.broadcast_to(np.asarray(at, float), (members, np.shape(at)[1]))
    ys = np.broadcast_to(heights, (members, len(marks)))
    left = np.searchsorted(marks, xs, side="right") - 1
    if between == "step" or len(marks) == 1:
        return np.take_along_axis(ys, left, axis=1)
    left = np.minimum(left, len(marks) - 2)
    if between == "smooth":
        return _smooth(xs, marks, ys, left)
    done = (xs - marks[left]) / np.diff(marks)[left]
    low, high = (np.take_along_axis(ys, left + right, axis=1) for right in (0, 1))
    return low * (1 - done) + high * done


def _smooth(xs: Array, marks: Array, ys: Array, left: NDArray[np.int64]) -> Array:
    from scipy.interpolate import PchipInterpolator  # needed by few studies, slow to import

    cubic = PchipInterpolator(marks, ys, axis=1).c  # (power, stretch, member)
    at = xs - marks[left]
    parts = cubic[:, left, np.arange(len(xs))[:, None]]
    return np.asarray(((parts[0] * at + parts[1]) * at + parts[2]) * at + parts[3])
