"""The shape of paths: where the maximum stands and what follows it, for many paths at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dualcarbon.peak.rule import Kind, Rule

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

KINDS = tuple(Kind)
SAME = 1e-9  # values that differ by less are one value computed in two ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Facts of each path; positions count from the first year."""

    top: Floats
    """Largest value (member)."""
    at: Ints
    """Position of the largest value; the first, where several are equal (member)."""
    tie_from: Ints
    """First position within the ties of the largest value (member)."""
    tie_to: Ints
    """Last position within the ties of the largest value (member)."""
    after: Ints
    """Years after the last tie (member)."""
    end: Floats
    """Last value (member)."""
    lowest: Floats
    """Smallest value after the last tie; the largest value where no year follows (member)."""
    open_end: Bools
    """The last year is a maximum, or near it and not falling (member)."""
    flat_from: Ints
    """First position of the plateau around the maximum (member)."""
    flat_to: Ints
    """Last position of the plateau around the maximum (member)."""


def of(values: Floats, rule: Rule) -> Shape:
    """Find the shape of paths.

    Parameters
    ----------
    values : array (member, year)
        Emissions, at least six years, no gaps. [t CO2 or any unit]
    rule : Rule
        Its ``ties``, ``boundary``, ``recent`` and ``plateau`` are read.

    Examples
    --------
    >>> path = np.array([[7.0, 9.0, 10.0, 9.9, 9.0, 8.0, 7.0, 6.0]])
    >>> shape = of(path, Rule())
    >>> int(shape.at[0]), int(shape.after[0]), (int(shape.flat_from[0]), int(shape.flat_to[0]))
    (2, 5, (2, 3))
    """
    years = values.shape[1]
    place = np.arange(years)
    top = values.max(axis=1)
    tied = values >= (top - rule.ties * np.abs(top))[:, None]
    at = np.argmax(values >= (top - SAME * np.abs(top))[:, None], axis=1)
    tie_to = years - 1 - np.argmax(tied[:, ::-1], axis=1)
    later = place > tie_to[:, None]
    lowest = np.where(later, values, np.inf).min(axis=1)
    outside = values < (top - rule.plateau * np.abs(top))[:, None]
    before_at, past_at = place < at[:, None], place > at[:, None]
    return Shape(
        top=top,
        at=at,
        tie_from=np.argmax(tied, axis=1),
        tie_to=tie_to,
        after=years - 1 - tie_to,
        end=values[:, -1],
        lowest=np.where(tie_to == years - 1, top, lowest),
        open_end=(tie_to == years - 1) | _holds_the_top(values, top, rule),
        flat_from=np.where(outside & before_at, place + 1, 0).max(axis=1),
        flat_to=np.where(outside & past_at, place - 1, years - 1).min(axis=1),
    )


def slope(values: Floats) -> Floats:
    """Give the Sen slope, the median of the slopes of all pairs of years.

    Parameters
    ----------
    values : array (member, year)
        Paths. [any unit]

    Returns
    -------
    array (member)
        Slopes. [the unit of ``values`` per year]

    References
    ----------
    .. [1] P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", Journal of the
       American Statistical Association 63 (1968) 1379-1389.

    Examples
    --------
    >>> slope(np.array([[1.0, 2.0, 3.0, 10.0]])).tolist()
    [2.0]
    """
    first, second = np.triu_indices(values.shape[1], k=1)
    return np.median((values[:, second] - values[:, first]) / (second - first), axis=1)


def kinds(
    shape: Shape, rule: Rule, *, band: float, fall: float, falling: Bools, trending: Bools
) -> Ints:
    """Say what each path shows.

    Parameters
    ----------
    shape : Shape
        Facts of the paths (member).
    rule : Rule
        Its ``later`` is read.
    band, fall : float
        Width of the plateau, and share of the maximum that must be lost. [1]
    falling, trending : array (member)
        The years after the maximum fall, and have a trend of either sign, significantly.

    Returns
    -------
    array (member)
        Positions in ``KINDS``.

    Notes
    -----
    Conditions are asked in the order written and the first that holds decides, so that the kinds exclude
    one another. Rebound is asked before peaked: what has won back more than half of its fall is no peak
    left behind, whatever the test says of the years between.
    """
    top, end, lowest = shape.top, shape.end, shape.lowest
    conditions = [
        (top <= 0, Kind.UNDETERMINED),
        (shape.open_end, Kind.RISING),
        (shape.after < rule.later, Kind.TOO_EARLY),
        ((lowest < top * (1 - band)) & (end - lowest > (top - lowest) / 2), Kind.REBOUND),
        (falling & (end < top * (1 - fall)), Kind.PEAKED),
        (~trending & (lowest >= top * (1 - band)), Kind.PLATEAU),
        (end < top * (1 - band), Kind.DECLINING_UNPROVEN),
    ]
    rest = KINDS.index(Kind.UNDETERMINED)
    return np.select([c for c, _ in conditions], [KINDS.index(k) for _, k in conditions], rest)


def kinds_of_futures(shape: Shape, rule: Rule) -> Ints:
    """Say what each path without noise shows: the numbers decide, nothing is tested.

    Returns
    -------
    array (member)
        Positions in ``KINDS``.
    """
    every = np.ones(len(shape.top), dtype=np.bool_)
    return kinds(shape, rule, band=rule.plateau, fall=rule.plateau, falling=every, trending=~every)


def _holds_the_top(values: Floats, top: Floats, rule: Rule) -> Bools:
    """Tell which paths end near their maximum without falling."""
    near = values[:, -1] >= top - rule.boundary * np.abs(top)
    drift = slope(values[:, -rule.recent :])
    return near & (drift >= -SAME * np.abs(top))
