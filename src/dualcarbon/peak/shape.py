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
MANY = 4096
"""Paths from which on they are looked at by the compiled function. [members]"""
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


def of(values: Floats, rule: Rule, *, compiled: bool | None = None) -> Shape:
    """Find the shape of paths.

    Parameters
    ----------
    values : array (member, year)
        Emissions, at least six years, no gaps. [t CO2 or any unit]
    rule : Rule
        Its ``ties``, ``boundary``, ``recent`` and ``plateau`` are read.
    compiled : bool, optional
        Whether the compiled function looks at them; where they are many if not given. It gives the same.

    Examples
    --------
    >>> path = np.array([[7.0, 9.0, 10.0, 9.9, 9.0, 8.0, 7.0, 6.0]])
    >>> shape = of(path, Rule())
    >>> int(shape.at[0]), int(shape.after[0]), (int(shape.flat_from[0]), int(shape.flat_to[0]))
    (2, 5, (2, 3))
    """
    years = values.shape[1]
    if len(values) >= MANY if compiled is None else compiled:
        top, lowest, positions = _scanned(values, rule)
    else:
        top, lowest, positions = _found(values, rule)
    at, tie_from, tie_to, flat_from, flat_to = positions
    return Shape(
        top=top,
        at=at,
        tie_from=tie_from,
        tie_to=tie_to,
        after=years - 1 - tie_to,
        end=values[:, -1],
        lowest=np.where(tie_to == years - 1, top, lowest),
        open_end=(tie_to == years - 1) | _holds_the_top(values, top, rule),
        flat_from=flat_from,
        flat_to=flat_to,
    )


def _scanned(values: Floats, rule: Rule) -> tuple[Floats, Floats, Ints]:
    """Give top, lowest and positions of many paths, one after the other. [any unit, any unit, 1]."""
    from dualcarbon.peak.scanned import scanned  # loading the compiler takes a second

    top, lowest = np.empty(len(values)), np.empty(len(values))
    positions = np.empty((5, len(values)), dtype=np.int64)
    scanned(values, SAME, rule.ties, rule.plateau, top, lowest, positions)
    return top, lowest, positions.astype(np.intp, copy=False)


def _found(values: Floats, rule: Rule) -> tuple[Floats, Floats, Ints]:
    """Give the same of a few paths, all at once. [any unit, any unit, 1]."""
    years = values.shape[1]
    rows, place = values.T, np.arange(years)[:, None]
    top = rows.max(axis=0)
    size = np.abs(top)
    at = _first(rows >= top - SAME * size, place)
    tied = rows >= top - rule.ties * size
    tie_to = np.where(tied, place, -1).max(axis=0)
    lowest = np.where(place > tie_to, rows, np.inf).min(axis=0)
    outside = rows < top - rule.plateau * size
    flat_from = np.where(outside & (place < at), place + 1, 0).max(axis=0)
    flat_to = np.where(outside & (place > at), place - 1, years - 1).min(axis=0)
    return top, lowest, np.array([at, _first(tied, place), tie_to, flat_from, flat_to])


def _first(marks: Bools, place: Ints) -> Ints:
    """Give the first marked position of each path; one is marked."""
    return np.asarray(np.where(marks, place, len(marks)).min(axis=0), dtype=np.intp)


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
    found = np.flatnonzero(near)
    drift = slope(values[found, -rule.recent :])
    holds = np.zeros(len(values), bool)
    holds[found] = drift >= -SAME * np.abs(top[found])
    return holds
