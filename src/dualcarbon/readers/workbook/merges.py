"""Merged cells: one value that stands for every row it covers."""

from __future__ import annotations

import bisect

from dualcarbon.readers.workbook.capped import Leaf
from dualcarbon.readers.workbook.grid import letters

Spread = dict[tuple[int, int], str]


def spread(leaf: Leaf, head: int, columns: set[int]) -> tuple[Spread, list[tuple[str, str]]]:
    """Give the value of merged cells for each row they cover below the headings, and which cells those are.

    Only rows that hold something are covered, and ranges that overlap, which no program makes, are passed over.
    """
    rows = sorted(row for row in leaf.rows if row > head)
    values: Spread = {}
    told: list[tuple[str, str]] = []
    last: dict[int, int] = {}
    for first, column, end, _ in sorted(leaf.merged):
        if first <= max(head, last.get(column, 0)) or end <= first or column not in columns:
            continue
        value = leaf.rows.get(first, {}).get(column)
        covered = rows[bisect.bisect_right(rows, first) : bisect.bisect_right(rows, end)]
        if value is None or not covered:
            continue
        last[column] = end
        values |= {(row, column): value for row in covered}
        name = letters(column)
        told.append((f"{name}{first}", f"{name}{first}:{name}{end}"))
    return values, told
