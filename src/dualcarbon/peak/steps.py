"""Steps of level: one year in which a series jumps, as a revision of statistics makes it jump."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dualcarbon.peak.rule import Rule

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SIDE = 3  # years of growth on each side that a year is compared with
LEVEL = 2  # years that a level must last at either end: one year alone may be an outlier
FEW = 4.0  # a scatter from n growths is widened by 1 + FEW / n: keeps short series at the same false rate
TO_SIGMA = 1.4826  # median absolute deviation of a normal variable to its standard deviation


def found(values: Floats, rule: Rule, drivers: Floats | None = None) -> Bools:
    r"""Find the years in which a level changes in one step.

    With growth :math:`g_t = \ln x_t - \ln x_{t-1}`, a year is a step if :math:`g_t` lies outside the medians
    of the growth of the three years before and of the three years after, on the same side of both and by
    more than ``rule.step`` and ``rule.scatter`` robust standard deviations; if neither neighbouring year
    undoes it; and, where drivers are given, if the same holds of the growth of the ratio to the drivers.

    Parameters
    ----------
    values : array (member, year)
        Emissions, all positive, no gaps. [t CO2 or any unit]
    rule : Rule
        Its ``step`` and ``scatter`` are read.
    drivers : array (member, year), optional
        What moves the emissions, for example energy use; all positive. [any unit]

    Returns
    -------
    array (member, year)
        True in the first year of a new level.

    References
    ----------
    .. [1] F. R. Hampel, "The influence curve and its role in robust estimation", Journal of the American
       Statistical Association 69 (1974) 383-393 (median absolute deviation).

    Examples
    --------
    A growth of 2 % a year, written 12 % lower from the sixth year on:

    >>> path = 100 * 1.02 ** np.arange(12.0)
    >>> path[5:] *= 0.88
    >>> np.flatnonzero(found(path[None, :], Rule())[0]).tolist()
    [5]

    Energy use took the same step, so it is real:

    >>> bool(found(path[None, :], Rule(), drivers=path[None, :] * 3).any())
    False
    """
    growth = np.diff(np.log(values), axis=1)
    marked = _outliers(growth, rule)
    if drivers is not None:
        marked &= _outliers(growth - np.diff(np.log(drivers), axis=1), rule)
    return np.concatenate([np.zeros((len(values), 1), dtype=np.bool_), marked], axis=1)


def only(values: Floats, rule: Rule, drivers: Floats | None = None) -> NDArray[np.intp]:
    r"""Find the one step that explains a fall better than a steady decline does.

    Of the logarithms :math:`y`, two levels with a step between two years leave :math:`Q_2`, the best
    step taken, and a straight line leaves :math:`Q_1`. The step explains the fall if
    :math:`Q_1 > c\, Q_2` with ``rule.step_fit`` :math:`c`, and if that one year takes more than
    ``rule.step_share`` of the difference of the levels; where drivers are given, if they do not take at least
    half of it too.

    Parameters
    ----------
    values : array (member, year)
        Emissions of the years after the maximum, all positive, no gaps. [t CO2 or any unit]
    rule : Rule
        Its ``step_fit`` and ``step_share`` are read.
    drivers : array (member, year), optional
        What moves the emissions, of the same years; all positive. [any unit]

    Returns
    -------
    array (member)
        Position of the first year of the lower level, 0 where a steady decline explains the fall as well. [years]

    References
    ----------
    .. [1] D. M. Hawkins, "Testing a sequence of observations for a shift in location", Journal of the American
       Statistical Association 72 (1977) 180-186 (two levels, the step at the best place).

    Examples
    --------
    >>> only(np.array([[100.0, 101, 99, 88, 89, 87], [100.0, 97, 94, 91, 88, 85]]), Rule()).tolist()
    [3, 0]
    """
    logs = np.log(values)
    members, years = logs.shape
    rest = logs - logs.mean(axis=1, keepdims=True)
    time = np.arange(years) - (years - 1) / 2
    spread = (rest**2).sum(axis=1)
    first = np.arange(1, years)
    sums = np.cumsum(rest, axis=1)[:, :-1]
    weight = 1 / first + 1 / (years - first)
    here, best = np.arange(members), np.argmax(sums**2 * weight, axis=1)
    lower = sums[here, best] * weight[best]
    one_year = -np.diff(logs, axis=1)[here, best]
    line = spread - (rest @ time) ** 2 / (time @ time)
    found = line > rule.step_fit * (spread - lower * sums[here, best])
    found &= one_year > rule.step_share * lower
    if drivers is not None:
        found &= -np.diff(np.log(drivers), axis=1)[here, best] < one_year / 2
    return np.where(found & (lower > 0), best + 1, 0)


def spikes(values: Floats, rule: Rule) -> Bools:
    """Find the years that stand out above both neighbours, as a slip of one figure does.

    Parameters
    ----------
    values : array (member, year)
        Emissions, all positive, no gaps. [t CO2 or any unit]
    rule : Rule
        Its ``step`` and ``scatter`` are read.

    Returns
    -------
    array (member, year)
        True in a year whose level comes in one step and goes in the next; never in the first or last year.

    References
    ----------
    .. [1] F. R. Hampel, "The influence curve and its role in robust estimation", Journal of the American
       Statistical Association 69 (1974) 383-393 (median absolute deviation).

    Examples
    --------
    >>> path = 100 * 1.02 ** np.arange(12.0)
    >>> path[5] *= 1.3
    >>> np.flatnonzero(spikes(path[None, :], Rule())[0]).tolist()
    [5]
    """
    growth = np.diff(np.log(values), axis=1)
    over, under, limit, _ = _standing_out(growth, rule)
    edge = np.zeros((len(values), 1), dtype=np.bool_)
    both = (over > limit)[:, :-1] & (under < -limit)[:, 1:]
    return np.concatenate([edge, both, edge], axis=1)


def _outliers(growth: Floats, rule: Rule) -> Bools:
    """Tell which growths stand out of their neighbours on both sides and stay."""
    over, under, limit, rest = _standing_out(growth, rule)
    marked = (np.maximum(over, -under) > limit) & _stays(rest)
    marked[:, : LEVEL - 1] = False
    marked[:, growth.shape[1] - LEVEL + 1 :] = False
    return marked


def _standing_out(growth: Floats, rule: Rule) -> tuple[Floats, Floats, Floats, Floats]:
    """Give how far growths lie over and under their neighbours, from where on that counts, and their rest."""
    before, after, around = _neighbours(growth)
    rest = growth - around
    scatter = TO_SIGMA * np.median(np.abs(rest), axis=1, keepdims=True)
    limit = np.maximum(rule.step, rule.scatter * (1 + FEW / growth.shape[1]) * scatter)
    return growth - np.fmax(before, after), growth - np.fmin(before, after), limit, rest


def _neighbours(growth: Floats) -> tuple[Floats, Floats, Floats]:
    """Give the medians of the growth before, after, and on both sides; no number where a side is empty."""
    years = growth.shape[1]
    edge = np.full((len(growth), SIDE), np.nan)
    wide = np.concatenate([edge, growth, edge], axis=1)
    left = [wide[:, SIDE - s : SIDE - s + years] for s in range(1, SIDE + 1)]
    right = [wide[:, SIDE + s : SIDE + s + years] for s in range(1, SIDE + 1)]
    return _median(left), _median(right), _median([*left, *right])


def _median(arrays: list[Floats]) -> Floats:
    """Give the median over arrays, of those that have a number; numpy's own is ten times slower."""
    ordered = np.sort(np.stack(arrays), axis=0)  # puts those without a number last
    known = np.isfinite(ordered).sum(axis=0)
    lower = np.take_along_axis(ordered, np.maximum(known - 1, 0)[None] // 2, axis=0)[0]
    upper = np.take_along_axis(ordered, known[None] // 2, axis=0)[0]
    return (lower + upper) / 2


def _stays(rest: Floats) -> Bools:
    """Tell which growths no neighbouring year undoes by more than half."""
    none = np.zeros((len(rest), 1))
    previous = np.concatenate([none, rest[:, :-1]], axis=1)
    following = np.concatenate([rest[:, 1:], none], axis=1)
    sign = np.sign(rest)
    half = np.abs(rest) / 2
    return (sign * (rest + previous) > half) & (sign * (rest + following) > half)
