r"""How well would this method have predicted the past: fitted up to a year, run to the last, held against what came.

From every year with enough years before it, the tree is continued from what was known then
(:mod:`dualcarbon.scenarios.continuation`) and compared with the statistics that followed, beside three ways that need no
model: the last value held (naive), the log-linear trend, and the mean growth going on (drift).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.continuation import outlook
from dualcarbon.scenarios.extrapolation import LEAST
from dualcarbon.scenarios.projection import Totals, observed, project, totals
from dualcarbon.scenarios.tree import Observed, Series, Tree

INDICATORS = ("co2", "energy", "co2_intensity")
"""What is predicted: carbon dioxide [t CO2], energy [tce], carbon dioxide per GDP [t CO2 per money]."""
METHODS = ("model", "naive", "trend", "drift")
SIMPLE = ("naive", "trend")
"""The methods that the model is held against: whichever of them errs less."""
MEMBERS = 256
"""Futures drawn from each year. [members]"""
LEVEL = 0.9
"""Probability of the intervals. [1]"""
LEAST_ERRORS = 20
"""Fewer errors say nothing of how often intervals hold: one of 20 is five per cent. [errors]"""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One indicator seen from one year: what came, and what each method would have said, each (year). [unit of it]."""

    indicator: str
    origin: int
    years: tuple[int, ...]
    actual: Series
    middle: Mapping[str, Series]
    low: Mapping[str, Series]
    high: Mapping[str, Series]


@dataclass(frozen=True, slots=True)
class Score:
    """How far a method was off, over all errors of an indicator.

    ``mape`` is the mean absolute error, ``bias`` the mean error, above what came positive, both relative to what came;
    ``coverage`` the share of values inside the 90 % interval; ``interval`` the score of the intervals relative to what came, the
    smaller the better. [1]
    """

    indicator: str
    method: str
    errors: int
    mape: float
    bias: float
    coverage: float
    interval: float


@dataclass(frozen=True, slots=True)
class Hindcast:
    """All that was foreseen, and the scores."""

    foreseen: tuple[Foreseen, ...]
    scores: tuple[Score, ...]
    least: int

    @property
    def origins(self) -> tuple[int, ...]:
        """Years from which was predicted."""
        return tuple(sorted({one.origin for one in self.foreseen}))

    @property
    def indicators(self) -> tuple[str, ...]:
        """What was predicted."""
        return tuple(dict.fromkeys(score.indicator for score in self.scores))

    def score(self, indicator: str, method: str = "model") -> Score:
        """Give the score of a method for an indicator."""
        found = (s for s in self.scores if (s.indicator, s.method) == (indicator, method))
        return next(found)

    def skill(self, indicator: str) -> float | None:
        """Give 1 less the model's error over that of the better of naive and trend; above 0 the model is better. [1]."""
        best = min(self.score(indicator, method).mape for method in SIMPLE)
        return 1 - self.score(indicator).mape / best if best > 0 else None


def hindcast(
    seen: Observed, tree: Tree, *, seed: int, least: int = LEAST, members: int = MEMBERS
) -> Hindcast | None:
    r"""Predict the past from every year that has enough years before it.

    .. math:: \mathrm{skill} = 1 - \frac{\mathrm{MAPE}_{model}}{\min(\mathrm{MAPE}_{naive}, \mathrm{MAPE}_{trend})}

    Parameters
    ----------
    seen, tree
        What the statistics show, and the tree read off it.
    seed, members : int
        Same history, seed and members give the same predictions.
    least : int
        Fewest years to fit.

    Returns
    -------
    Hindcast or None
        What was foreseen [t CO2, tce, t CO2 per money] and the scores [1]; none if no year has enough before it.

    References
    ----------
    .. [1] L.J. Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16 (2000)
           437-450.
    .. [2] T. Gneiting, A.E. Raftery, "Strictly proper scoring rules, prediction, and estimation", Journal of the American
           Statistical Association 102 (2007) 359-378.
    """
    history = observed(seen, tree)
    if len(seen.years) <= least:
        return None
    truth = _truth(history, seen, tree)
    foreseen = [
        one
        for count in range(least, len(seen.years))
        for one in _from(count, seen, tree, history, truth, seed, members)
    ]
    scores = [score(foreseen, name, way) for name in truth for way in METHODS]
    return Hindcast(tuple(foreseen), tuple(scores), least)


def score(foreseen: Sequence[Foreseen], indicator: str, method: str) -> Score:
    """Sum up the errors of a method.

    Parameters
    ----------
    foreseen : sequence of Foreseen
        Predictions and what came.
    indicator, method : str
        Which of them.

    Returns
    -------
    Score
        Of all errors, one as heavy as the other. [1]

    References
    ----------
    .. [1] T. Gneiting, A.E. Raftery, "Strictly proper scoring rules, prediction, and estimation", Journal of the American
           Statistical Association 102 (2007) 359-378.

    Examples
    --------
    110 was foreseen and 100 came, inside the interval:

    >>> one = Foreseen("co2", 2020, (2021,), np.array([100.0]), {"naive": np.array([110.0])},
    ...     {"naive": np.array([90.0])}, {"naive": np.array([130.0])})
    >>> found = score([one], "co2", "naive")
    >>> round(found.mape, 6), round(found.bias, 6), found.coverage
    (0.1, 0.1, 1.0)
    """
    mine = [one for one in foreseen if one.indicator == indicator]
    actual, middle, low, high = (
        np.concatenate(parts)
        for parts in (
            [one.actual for one in mine],
            [one.middle[method] for one in mine],
            [one.low[method] for one in mine],
            [one.high[method] for one in mine],
        )
    )
    off = middle / actual - 1
    inside = (low <= actual) & (actual <= high)
    return Score(
        indicator,
        method,
        len(actual),
        float(np.abs(off).mean()),
        float(off.mean()),
        float(inside.mean()),
        float((interval_score(actual, low, high) / actual).mean()),
    )


def interval_score(actual: Series, low: Series, high: Series, level: float = LEVEL) -> Series:
    r"""Score intervals: how wide they are, and how far beyond them the value came.

    .. math:: (u - l) + \frac{2}{\alpha} (l - y)^+ + \frac{2}{\alpha} (y - u)^+

    Parameters
    ----------
    actual, low, high : ndarray (any)
        What came, and the ends of the interval. [any unit]
    level : float
        Probability of the interval, 1 less alpha. [1]

    Returns
    -------
    ndarray (any)
        The smaller the better. [unit of the values]

    References
    ----------
    .. [1] T. Gneiting, A.E. Raftery, "Strictly proper scoring rules, prediction, and estimation", Journal of the American
           Statistical Association 102 (2007) 359-378.

    Examples
    --------
    >>> interval_score(np.array([5.0, 12.0]), np.array([0.0, 0.0]), np.array([10.0, 10.0])).round(6).tolist()
    [10.0, 50.0]
    """
    beyond = np.maximum(low - actual, 0) + np.maximum(actual - high, 0)
    return high - low + 2 / (1 - level) * beyond


def simple(logs: Series, ahead: int, level: float = LEVEL) -> dict[str, Array]:
    """Predict a series the three ways that need no model.

    Parameters
    ----------
    logs : ndarray (year)
        Logarithms of the past, at least three. [1]
    ahead : int
        Number of years.
    level : float
        Probability of the intervals. [1]

    Returns
    -------
    dict of ndarray (3, year)
        Middle, low and high of ``naive``, ``trend`` and ``drift``, as logarithms. [1]

    References
    ----------
    .. [1] S. Makridakis, S.C. Wheelwright, R.J. Hyndman, "Forecasting: Methods and Applications", 3rd ed., Wiley, 1998.

    Examples
    --------
    >>> found = simple(np.array([0.0, 1.0, 2.0, 3.0]), 2)
    >>> {way: values[0].round(6).tolist() for way, values in found.items()}
    {'naive': [3.0, 3.0], 'trend': [4.0, 5.0], 'drift': [4.0, 5.0]}
    """
    count, steps = len(logs), np.arange(1, ahead + 1)
    at = np.arange(count)
    growth = np.diff(logs)
    slope, level_ = np.polyfit(at, logs, 1)
    left = logs - (level_ + slope * at)
    apart = steps + (count - 1) / 2
    line = 1 + 1 / count + apart**2 / (count * (count**2 - 1) / 12)
    ways = {
        "naive": (logs[-1] + 0.0 * steps, (growth**2).mean() * steps, count - 1),
        "trend": (level_ + slope * (count - 1 + steps), (left @ left) / (count - 2) * line, count - 2),
        "drift": (
            logs[-1] + growth.mean() * steps,
            growth.var(ddof=1) * (steps + steps**2 / (count - 1)),
            count - 2,
        ),
    }  # fmt: skip
    return {way: _around(*told, level) for way, told in ways.items()}


def _around(middle: Series, variance: Series, freedom: int, level: float) -> Array:
    half = stdtrit(freedom, (1 + level) / 2) * np.sqrt(variance)
    return np.array([middle, middle - half, middle + half])


def _indicators(sums: Totals, given: Mapping[str, Array]) -> dict[str, Array]:
    """Give what is predicted. [t CO2, tce, t CO2 per money]."""
    found = {"co2": sums.territorial, "energy": sums.energy}
    return found | ({"co2_intensity": sums.territorial / given["gdp"]} if "gdp" in given else {})


def _truth(history: Mapping[str, Series], seen: Observed, tree: Tree) -> dict[str, Series]:
    """Give what came, where it was never 0 or below."""
    found = _indicators(totals(project(history, tree), seen.factor, history, None), history)
    return {name: values for name, values in found.items() if (values > 0).all()}


def _from(
    count: int,
    seen: Observed,
    tree: Tree,
    history: Mapping[str, Series],
    truth: Mapping[str, Array],
    seed: int,
    members: int,
) -> list[Foreseen]:
    """Predict all indicators from one year."""
    ahead = len(seen.years) - count
    known = {key: series[:count] for key, series in history.items()}
    factor = {cell: float(value[count - 1]) for cell, value in seen.factor.items()}
    sums, drawn = outlook(known, tree, factor, ahead, seed=seed + count, members=members)
    found = _indicators(sums, drawn)
    at = (seen.years[count - 1], tuple(seen.years[count:]))
    return [_seen(name, *at, truth[name], found[name]) for name in truth]


def _seen(
    name: str, origin: int, years: tuple[int, ...], truth: Series, members: Array
) -> Foreseen:
    """Set the members of one indicator, and the simple ways, beside what came."""
    ahead = len(years)
    past, actual = np.log(truth[:-ahead]), truth[-ahead:]
    tail = (1 - LEVEL) / 2
    ways = {way: np.exp(ends) for way, ends in simple(past, ahead).items()}
    ways["model"] = np.quantile(members, (0.5, tail, 1 - tail), axis=0)
    middle, low, high = ({way: ends[i] for way, ends in ways.items()} for i in range(3))
    return Foreseen(name, origin, years, actual, middle, low, high)
