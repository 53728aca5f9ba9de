"""Arrays (member, year): their columns, and where something in them is wrong."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]


def column(base: ArrayLike) -> Array:
    """Give a base-year value as a column (member, 1).

    Parameters
    ----------
    base : float or array (member)
        Value of the base year. [any unit]
    """
    return np.asarray(base, float).reshape(-1, 1)


def by_year(column: Array, row: Array) -> Array:
    """Multiply a number of each member by what each year has of it, the members of a year side by side as in all paths.

    Parameters
    ----------
    column : ndarray (member or 1, 1 or year)
        The number. [any unit]
    row : ndarray (member or 1, year)
        What a year has of it. [any unit]

    Returns
    -------
    ndarray (member, year)
        The product. [unit of ``column`` times unit of ``row``]

    Examples
    --------
    >>> by_year(np.array([[2.0], [3.0]]), np.array([[0.0, 0.5]])).tolist()
    [[0.0, 1.0], [0.0, 1.5]]
    """
    return (column.T * row.T).T


def whole(total: ArrayLike, count: int) -> Array:
    """Give a sum of parts as an array (member, year) of its own, also where there was no part.

    Parameters
    ----------
    total : float or array (member, year)
        The sum. [any unit]
    count : int
        Number of years.
    """
    array = np.atleast_2d(np.asarray(total, float))
    return np.array(np.broadcast_to(array, (len(array), count)))


def started(result: Array, base: Array) -> Array:
    """Put the value of the base year in its place, exactly; an array that has it there is given back as it is."""
    members = max(len(result), len(base))
    if len(result) == members and (result[:, :1] == base).all():
        return result
    whole = np.array(np.broadcast_to(result, (members, result.shape[1])))
    whole[:, :1] = base
    return whole


def worst(array: Array, wrong: NDArray[np.bool_], years: ArrayLike) -> dict[str, Any]:
    """Say where the wrong value stands that is farthest from the right ones, and how many members have one.

    Where none is right it is the one farthest from nothing.

    Parameters
    ----------
    array : ndarray (member, year)
        Values. [any unit]
    wrong : ndarray (member, year)
        Which of them are wrong; at least one is. [1]
    years : sequence of int
        Years of the columns. [year]

    Examples
    --------
    >>> shares = np.array([[0.5, -0.1], [0.5, -0.2], [0.5, 0.2]])
    >>> spot = worst(shares, shares < 0, [2020, 2021])
    >>> spot["value"], spot["year"], spot["member"]["en"]
    (-0.2, 2021, ' (in 2 of 3 members)')
    """
    right = array[~wrong]
    low, high = (right.min(), right.max()) if right.size else (0.0, 0.0)
    off = np.where(wrong, np.maximum(low - array, array - high), -np.inf)
    member, place = np.unravel_index(int(off.argmax()), array.shape)
    count = f"{int(wrong.any(axis=1).sum())} of {len(array)}"
    which = {"en": f" (in {count} members)", "zh": f"（{count.replace(' of ', '/')} 个成员）"}
    alone = {"en": "", "zh": ""}
    return {
        "value": float(array[member, place]),
        "year": int(np.asarray(years)[place]),
        "member": which if len(array) > 1 else alone,
    }
