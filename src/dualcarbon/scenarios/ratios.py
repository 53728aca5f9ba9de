"""Sums, ratios and shares of series, nothing of nothing being nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from typing import TypeVar

import numpy as np

from dualcarbon.scenarios.end_uses import Series

Key = TypeVar("Key")


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


def add(found: MutableMapping[Key, Series], key: Key, amount: Series) -> None:
    """Add an amount to what is there under a key, or put it there; no array itself is changed.

    Parameters
    ----------
    found : mapping of ndarray (..., year)
        Sums so far. [any unit]
    key : str or tuple
        Where it belongs.
    amount : ndarray (..., year)
        What is added. [unit of ``found``]

    Examples
    --------
    >>> found = {"coal": np.array([1.0])}
    >>> for fuel in ("coal", "oil"):
    ...     add(found, fuel, np.array([2.0]))
    >>> {fuel: amount.tolist() for fuel, amount in found.items()}
    {'coal': [3.0], 'oil': [2.0]}
    """
    found[key] = found[key] + amount if key in found else amount
