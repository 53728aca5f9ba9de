"""The positions in the shape of many paths, compiled: each path is looked at once, beside the processor.

Imported where many paths are judged and nowhere else: loading the compiler takes a second.
"""

from __future__ import annotations

import numpy as np

from dualcarbon.diagnosis.compiled import Array, Counts, kept


def _scanned(
    values: Array, same: float, ties: float, band: float, top: Array, lowest: Array, at: Counts
) -> None:
    """Fill ``top`` and ``lowest`` (member) and the positions ``at`` (position, member).

    Positions are the first largest value, the first and the last tie, the first and the last year of the plateau.
    """
    years = values.shape[1]
    path = np.empty(years)
    for m in range(values.shape[0]):
        most = -np.inf
        for y in range(years):
            path[y] = values[m, y]
            most = max(most, path[y])
        size = abs(most)
        first = tie_from = tie_to = -1
        for y in range(years):
            if path[y] >= most - same * size and first < 0:
                first = y
            if path[y] >= most - ties * size:
                tie_to = y
                if tie_from < 0:
                    tie_from = y
        least = np.inf
        for y in range(tie_to + 1, years):
            least = min(least, path[y])
        low, high = first, first
        while low > 0 and path[low - 1] >= most - band * size:
            low -= 1
        while high < years - 1 and path[high + 1] >= most - band * size:
            high += 1
        top[m], lowest[m] = most, least
        at[0, m], at[1, m], at[2, m], at[3, m], at[4, m] = first, tie_from, tie_to, low, high


scanned = kept(_scanned)
