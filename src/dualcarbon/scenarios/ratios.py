"""Sums, ratios and shares of series, nothing of nothing being nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from dualcarbon.scenarios.end_uses import Series


def shares_of(key: str, parts: Mapping[str, Series]) -> dict[str, Series]:
    """Give the share of each part in their sum, under ``<key>.<part>``.

    Parameters
    ----------
    key : str
        Key of the share group.
    parts : mapping of ndarray (..., year)
        Amounts by part. [any unit]

    Returns
    -------
    dict of ndarray (..., year)
        [1]
    """
    whole = summed(parts.values())
    return {f"{key}.{name}": ratio(value, whole) for name, value in parts.items()}


def ratio(part: Series, whole: Series | None) -> Series:
    """Divide; nothing of nothing is 0, so that an empty branch stays empty.

    Parameters
    ----------
    part, whole : ndarray (..., year)
        What is divided by what; without a whole all is 0. [any unit]

    Returns
    -------
    ndarray (..., year)
        [unit of part / unit of whole]
    """
    if whole is None:
        return np.zeros_like(part)
    return np.divide(part, whole, out=np.zeros_like(part, dtype=float), where=whole != 0)


def summed(parts: Iterable[Series]) -> Series:
    """Add series up; none are 0, (1).

    Parameters
    ----------
    parts : iterable of ndarray (..., year)
        All in one unit. [any unit]
    """
    first, *rest = [*parts] or [np.zeros(1)]
    total, own = np.asarray(first, dtype=float), False
    for part in rest:
        if own and part.shape == total.shape:
            total += part
        else:
            total, own = total + part, True
    return total
