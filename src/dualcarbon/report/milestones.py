"""The years for which abatement is told."""

from __future__ import annotations

from collections.abc import Sequence

ENDS = (2025, 2030, 2035)
"""Ends of the plans. [year]"""


def told(base: int, horizon: int) -> list[int]:
    """Give the ends of the plans after the base year, and the horizon. [year].

    Examples
    --------
    >>> told(2025, 2060)
    [2030, 2035, 2060]
    """
    return [*(y for y in ENDS if base < y < horizon), horizon]


def of_bars(years: Sequence[int]) -> int:
    """Give the year whose abatement is the width of the bars of a cost curve: the last before the horizon that is told."""
    return years[-2] if len(years) > 1 else years[-1]
