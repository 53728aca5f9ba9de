"""End uses taken from year to year and summed, compiled: members in tiles that stay beside the processor.

Imported where many members are computed and nowhere else: loading the compiler takes a second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dualcarbon.diagnosis.compiled import Array, kept

Places = NDArray[np.intp]
TILE = 128
"""Members taken at once: what they have grown to fits beside the processor. [members]"""
FOUR = 4
"""Movers and rows are taken four at a time; both are padded to that."""


def swept(by_step: Array, grown: Array, takes: Places, along: Places) -> Array:
    """Sum what grows over end uses, year by year.

    Parameters
    ----------
    by_step : ndarray (year, row, mover)
        What a mover adds to a row in a year for each unit of its growth. [tce or t CO2]
    grown : ndarray (number, member)
        One and the rate of each growing path; the last is 1. [1]
    takes : ndarray (period, factor, mover)
        Which of them each mover is multiplied by in each period. [1]
    along : ndarray (year)
        The period of each year. [1]

    Returns
    -------
    ndarray (year, row, member)
        The sums. [tce or t CO2]
    """
    years, rows, movers = by_step.shape
    members = grown.shape[1]
    some, wide, spare = -rows % FOUR, -movers % FOUR, -members % TILE
    matrices = np.ascontiguousarray(np.pad(by_step, ((0, 0), (0, some), (0, wide))))
    held = np.pad(takes, ((0, 0), (0, 0), (0, wide)), constant_values=len(grown) - 1)
    rates = np.pad(grown, ((0, 0), (0, spare)), constant_values=1.0) if spare else grown
    found = np.empty((years, rows + some, members + spare))
    _sweep(matrices, rates, held, along, found)
    return found[:, :rows, :members]


def _swept(by_step: Array, grown: Array, takes: Places, along: Places, found: Array) -> None:
    """Sum tile by tile; all sizes are whole numbers of fours and of tiles."""
    movers = by_step.shape[2]
    size, acc = np.empty((movers, TILE)), np.empty((FOUR, TILE))
    step = np.empty((takes.shape[0], movers, TILE))
    for first in range(0, grown.shape[1], TILE):
        _begin(grown[:, first : first + TILE], takes, size, step)
        for y in range(by_step.shape[0]):
            if y > 0:
                _grow(size, step[along[y]])
            for r in range(0, by_step.shape[1], FOUR):
                _sum(by_step[y, r : r + FOUR], size, acc)
                found[y, r : r + FOUR, first : first + TILE] = acc


def _begin(grown: Array, takes: Places, size: Array, step: Array) -> None:
    """Give what each mover is multiplied by in each period, and start all at 1."""
    size[:] = 1.0
    for p in range(takes.shape[0]):
        for u in range(takes.shape[2]):
            row, taken = step[p, u], grown[takes[p, 0, u]]
            for j in range(TILE):
                row[j] = taken[j]
            for f in range(1, takes.shape[1]):
                more = grown[takes[p, f, u]]
                for j in range(TILE):
                    row[j] *= more[j]


def _grow(size: Array, step: Array) -> None:
    """Take every mover to the next year."""
    for u in range(size.shape[0]):
        row, by = size[u], step[u]
        for j in range(TILE):
            row[j] *= by[j]


def _sum(matrix: Array, size: Array, acc: Array) -> None:
    """Sum four rows over all movers, four of them at a time."""
    r0, r1, r2, r3 = acc[0], acc[1], acc[2], acc[3]
    for j in range(TILE):
        r0[j] = r1[j] = r2[j] = r3[j] = 0.0
    for u in range(0, size.shape[0], FOUR):
        s0, s1, s2, s3 = size[u], size[u + 1], size[u + 2], size[u + 3]
        a0, a1, a2, a3 = matrix[0, u], matrix[0, u + 1], matrix[0, u + 2], matrix[0, u + 3]
        b0, b1, b2, b3 = matrix[1, u], matrix[1, u + 1], matrix[1, u + 2], matrix[1, u + 3]
        c0, c1, c2, c3 = matrix[2, u], matrix[2, u + 1], matrix[2, u + 2], matrix[2, u + 3]
        d0, d1, d2, d3 = matrix[3, u], matrix[3, u + 1], matrix[3, u + 2], matrix[3, u + 3]
        for j in range(TILE):
            x0, x1, x2, x3 = s0[j], s1[j], s2[j], s3[j]
            r0[j] += a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3
            r1[j] += b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3
            r2[j] += c0 * x0 + c1 * x1 + c2 * x2 + c3 * x3
            r3[j] += d0 * x0 + d1 * x1 + d2 * x2 + d3 * x3


_begin = kept(_begin, "contract")
_grow = kept(_grow, "contract")
_sum = kept(_sum, "contract")
_sweep = kept(_swept, "contract")
