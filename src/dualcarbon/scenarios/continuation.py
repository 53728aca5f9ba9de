"""Futures of a whole tree if its parameters went on as they have: drawn with what the fits do not know and what years bring.

Every parameter is continued on the scale on which it can move: logarithms where it is positive, log-ratios to the largest
part for shares, its own unit where it changes sign. What never moved, and shares that were ever 0, are held. Shocks are
correlated as those of the past were, shrunk towards none because the past is short; what the totals themselves showed is
not shrunk, so that parameters that used to make up for each other, such as what a statistical office moved from one row to
another, do not pile up to noise that the totals never had. Nor may they pile up to a course that the totals never took: the
totals are continued by themselves too, and the middle of the parts moves towards them (:mod:`.reconciliation`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.extrapolation import extrapolate
from dualcarbon.scenarios.projection import Totals, project, totals
from dualcarbon.scenarios.reconciliation import reconciled
from dualcarbon.scenarios.tree import Cell, Series, Tree

MEMBERS = 512
"""Futures drawn. [members]"""
STILL = 1e-9
"""What moves less than this, relative to its size, was only rounded. [1]"""
Sums = Callable[[Mapping[str, Array]], Array]
"""Gives totals (total, member, year) of parameters (member, year)."""


@dataclass(frozen=True, slots=True)
class Scales:
    """On which scale each parameter is continued.

    ``moved`` holds the series to continue (year) by key; ``reference`` the largest part of each share group whose parts
    are continued by their ratio to it; ``held`` the keys that stay as they are.
    """

    moved: Mapping[str, Series]
    logs: frozenset[str]
    reference: Mapping[str, str]
    held: tuple[str, ...]
    last: Mapping[str, float] = field(default_factory=dict)


def scales(history: Mapping[str, Series], groups: Mapping[str, tuple[str, ...]]) -> Scales:
    """Choose the scale of every parameter.

    Parameters
    ----------
    history : mapping of ndarray (year)
        Parameters of the tree. [unit of each key]
    groups : mapping of tuple of str
        Parts of every share group.

    Returns
    -------
    Scales
        Series to continue, each on its scale. [1, or unit of the key]

    References
    ----------
    .. [1] J. Aitchison, "The Statistical Analysis of Compositional Data", Chapman and Hall, 1986: log-ratios of shares.

    Examples
    --------
    >>> past = {"gdp": np.array([1.0, 2.0]), "mix.a": np.array([0.6, 0.5]), "mix.b": np.array([0.4, 0.5]), "x": np.zeros(2)}
    >>> found = scales(past, {"mix": ("a", "b")})
    >>> sorted(found.moved), found.reference["mix"], found.held
    (['gdp', 'mix.b'], 'mix.a', ('x',))
    """
    shares = {f"{head}.{part}" for head, parts in groups.items() for part in parts}
    moved: dict[str, Series] = {}
    reference: dict[str, str] = {}
    for head, parts in groups.items():
        whole = [key for part in parts if (history[key := f"{head}.{part}"] > 0).all()]
        if len(whole) > 1:
            reference[head] = max(whole, key=lambda key: float(history[key][-1]))
            ratio = {key: np.log(history[key] / history[reference[head]]) for key in whole}
            moved |= {key: series for key, series in ratio.items() if key != reference[head]}
    plain = {key: series for key, series in history.items() if key not in shares}
    logs = frozenset(key for key, series in plain.items() if (series > 0).all())
    moved |= {key: np.log(series) if key in logs else series for key, series in plain.items()}
    moved = {key: series for key, series in moved.items() if varies(series)}
    held = tuple(k for k in history if k not in moved and k not in reference.values())
    last = {key: float(series[-1]) for key, series in history.items()}
    return Scales(moved, logs, reference, held, last)


def varies(series: Series) -> bool:
    """Tell whether a series ever moved by more than rounding.

    Parameters
    ----------
    series : ndarray (year)
        Values. [any unit]

    Examples
    --------
    >>> varies(np.array([1.0, 1.0 + 1e-15])), varies(np.array([1.0, 1.1]))
    (False, True)
    """
    return bool(np.ptp(series) > STILL * np.abs(series).max())


def continued(
    history: Mapping[str, Series],
    groups: Mapping[str, tuple[str, ...]],
    ahead: int,
    *,
    seed: int,
    members: int = MEMBERS,
    sums: Sums | None = None,
) -> dict[str, Array]:
    """Draw futures of every parameter, each (member, year); one member where it is held.

    Parameters
    ----------
    history : mapping of ndarray (year)
        Parameters of the tree. [unit of each key]
    groups : mapping of tuple of str
        Parts of every share group.
    ahead : int
        Number of years.
    seed, members : int
        Same history, seed and members give the same futures.
    sums : callable, optional
        Gives the totals whose growth shall vary as it did, and which the middle of all futures is brought together with.

    Returns
    -------
    dict of ndarray (member, year)
        The years ahead. [unit of each key]

    References
    ----------
    .. [1] J. Schäfer, K. Strimmer, "A shrinkage approach to large-scale covariance matrix estimation", Statistical
           Applications in Genetics and Molecular Biology 4 (2005) 32.
    """
    chosen = scales(history, groups)
    if not chosen.moved:
        return _shown(chosen, np.zeros((0, 1, ahead)), groups)
    past = np.array(list(chosen.moved.values()))
    growth = np.diff(past, axis=1)
    free = correlation(growth)
    found = extrapolate(past, ahead)
    rng = np.random.default_rng(seed)
    if sums is None:
        return _shown(chosen, found.paths(rng, _shocks(rng, free, members, ahead)), groups)
    whole = sums({key: series[None] for key, series in history.items()})[:, 0]
    tied = steered(free, _pulls(chosen, growth.std(axis=1), groups, sums), _varied(whole))
    drawn = found.paths(rng, _shocks(rng, tied, members, ahead))

    def values(parts: Array) -> Array:
        return sums(_shown(chosen, parts, groups))

    return _shown(chosen, reconciled(drawn, found.deviation, free, whole, values), groups)


def correlation(growth: Array) -> Array:
    r"""Give the correlation of yearly growth between series, shrunk towards none as far as it is not known.

    .. math:: r^* = (1 - \lambda) r, \quad
              \lambda = \min\Big(1, \frac{\sum_{i \ne j} \widehat{\mathrm{Var}}(r_{ij})}{\sum_{i \ne j} r_{ij}^2}\Big)

    Parameters
    ----------
    growth : ndarray (series, year)
        Growth of each series. [any unit]

    Returns
    -------
    ndarray (series, series)
        Positive definite. [1]

    References
    ----------
    .. [1] J. Schäfer, K. Strimmer, "A shrinkage approach to large-scale covariance matrix estimation", Statistical
           Applications in Genetics and Molecular Biology 4 (2005) 32.

    Examples
    --------
    Two series that moved alike for four years are not sure to be one:

    >>> growth = np.array([[1.0, -1.0, 2.0, -2.0], [1.0, -1.0, 2.0, -2.0]])
    >>> bool(0.5 < correlation(growth)[0, 1] < 1)
    True
    """
    count, years = growth.shape
    centred = growth - growth.mean(axis=1, keepdims=True)
    size = np.sqrt((centred**2).mean(axis=1, keepdims=True))
    unit = np.divide(centred, size, out=np.zeros_like(centred), where=size > 0)
    products = unit[:, None, :] * unit[None, :, :]
    plain = products.mean(axis=2)
    unsure = ((products - plain[:, :, None]) ** 2).sum(axis=2) * years / (years - 1) ** 3
    apart = ~np.eye(count, dtype=bool)
    power = float((plain[apart] ** 2).sum())
    shrink = min(1.0, float(unsure[apart].sum()) / power) if power > 0 else 1.0
    return np.where(apart, (1 - shrink) * plain, 1.0)


def steered(shrunk: Array, pulls: Array, seen: Array) -> Array:
    r"""Give a correlation the variance that was seen in some directions, and leave it as it is across them.

    .. math:: R + R P M^{-1} (V - M) M^{-1} P' R, \quad M = P' R P

    Parameters
    ----------
    shrunk : ndarray (series, series)
        Correlation, shrunk. [1]
    pulls : ndarray (series, direction)
        What one standard deviation of each series moves. [any unit]
    seen : ndarray (direction, direction)
        Covariance V that was seen. [square of the unit of the pulls]

    Returns
    -------
    ndarray (series, series)
        Covariance of the shocks at unit scale, positive semidefinite. [1]

    References
    ----------
    .. [1] C.R. Rao, "Linear Statistical Inference and Its Applications", 2nd ed., Wiley, New York, 1973: the conditional
           normal distribution.

    Examples
    --------
    Two series that always made up for each other leave their sum without noise:

    >>> found = steered(np.eye(2), np.array([[1.0], [1.0]]), np.array([[0.0]]))
    >>> found.round(6).tolist()
    [[0.5, -0.5], [-0.5, 0.5]]
    """
    spread = shrunk @ pulls
    middle = pulls.T @ spread
    gain = spread @ np.linalg.pinv(middle)
    return shrunk + gain @ (seen - middle) @ gain.T


def _varied(whole: Array) -> Array:
    """Give the covariance of the yearly growth of the totals (total, year) as it was."""
    growth = np.diff(whole, axis=1) / whole[:, :-1]
    growth -= growth.mean(axis=1, keepdims=True)
    return np.asarray(growth @ growth.T) / growth.shape[1]


def _shocks(rng: np.random.Generator, tied: Array, members: int, ahead: int) -> Array:
    """Draw shocks (series, member, year) of a covariance between series."""
    shocks = _root(tied) @ rng.standard_normal((len(tied), members * ahead))
    return np.asarray(shocks.reshape(len(tied), members, ahead))


def _root(tied: Array) -> Array:
    """Give a root of a covariance that may lack some directions."""
    sizes, axes = np.linalg.eigh(tied)
    return np.asarray(axes * np.sqrt(np.maximum(sizes, 0)))


def _pulls(
    chosen: Scales, sizes: Array, groups: Mapping[str, tuple[str, ...]], sums: Sums
) -> Array:
    """Give how much a standard deviation of each series moves the totals of the last year, relative to them."""
    last = np.array([series[-1] for series in chosen.moved.values()])
    moved = last[:, None] + np.column_stack([np.zeros(len(last)), np.diag(sizes)])
    found = sums(_shown(chosen, moved[:, :, None], groups))[:, :, 0]
    return np.asarray((found[:, 1:] / found[:, :1] - 1).T)


def _shown(chosen: Scales, drawn: Array, groups: Mapping[str, tuple[str, ...]]) -> dict[str, Array]:
    """Give parameters in their own units, of series (series, member, year) on their scales."""
    ahead = drawn.shape[2]
    found: dict[str, Array] = {key: np.full((1, ahead), chosen.last[key]) for key in chosen.held}
    for key, paths in zip(chosen.moved, drawn, strict=True):
        found[key] = np.exp(paths) if key in chosen.logs else paths
    return found | _shares(found, chosen, groups, ahead)


def _shares(
    found: dict[str, Array], chosen: Scales, groups: Mapping[str, tuple[str, ...]], ahead: int
) -> dict[str, Array]:
    """Turn log-ratios to the largest part into shares that fill what the held parts leave."""
    shares: dict[str, Array] = {}
    for head, largest in chosen.reference.items():
        keys = [f"{head}.{part}" for part in groups[head]]
        rest = 1.0 - sum(chosen.last[k] for k in keys if k in chosen.held)
        ratio = {k: np.exp(found[k]) for k in keys if k in chosen.moved}
        ratio[largest] = np.ones((1, ahead))
        whole = sum(ratio.values(), np.zeros((1, ahead)))
        shares |= {key: rest * value / whole for key, value in ratio.items()}
    return shares


def through(tree: Tree, factor: Mapping[Cell, float]) -> Callable[[Mapping[str, Array]], Totals]:
    """Give the function that turns parameters (member, year) into totals. [t CO2, tce].

    Parameters
    ----------
    tree : Tree
        The region's tree.
    factor : mapping of float
        Direct factor of every cell, held. [t CO2/tce]
    """

    def compute(given: Mapping[str, Array]) -> Totals:
        size = np.broadcast_shapes(*(value.shape for value in given.values()))
        wide = {key: np.broadcast_to(value, size) for key, value in given.items()}
        held = {cell: np.full(size[1], value) for cell, value in factor.items()}
        return totals(project(wide, tree), held, wide, None)

    return compute


def outlook(
    history: Mapping[str, Series],
    tree: Tree,
    factor: Mapping[Cell, float],
    ahead: int,
    *,
    seed: int,
    members: int = MEMBERS,
) -> tuple[Totals, dict[str, Array]]:
    """Draw futures of the totals of a region through its tree, and of the parameters behind them.

    Parameters
    ----------
    history : mapping of ndarray (year)
        Parameters of the tree, as read off the account. [unit of each key]
    tree : Tree
        The region's tree.
    factor : mapping of float
        Direct factor of every cell, held. [t CO2/tce]
    ahead : int
        Number of years.
    seed, members : int
        Same history, seed and members give the same futures.

    Returns
    -------
    Totals, dict of ndarray (member, year)
        Totals [t CO2, tce] and parameters [unit of each key] of the years ahead.

    References
    ----------
    .. [1] A.C. Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter", Cambridge, 1989.
    """
    compute = through(tree, factor)

    def sums(given: Mapping[str, Array]) -> Array:
        found = compute(given)
        return np.array([found.territorial, found.energy])

    drawn = continued(history, tree.groups, ahead, seed=seed, members=members, sums=sums)
    return compute(drawn), drawn
