"""Arrays (member, year): their columns, and where something in them is wrong."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]


def column(base: ArrayLike) -> Array:
    """Give a base-year value as a column (member, 1)."""
    return np.asarray(base, float).reshape(-1, 1)


def whole(total: ArrayLike, count: int) -> Array:
    """Give a sum of parts as an array (member, year) of its own, also where there was no part."""
    array = np.atleast_2d(np.asarray(total, float))
    return np.array(np.broadcast_to(array, (len(array), count)))


def started(result: Array, base: Array) -> Array:
    """Put the value of the base year in its place, exactly."""
    members = max(len(result), len(base))
    whole = np.array(np.broadcast_to(result, (members, result.shape[1])))
    whole[:, :1] = base
    return whole


def first(array: Array, wrong: NDArray[np.bool_], years: ArrayLike) -> dict[str, Any]:
    """Say where the first wrong value stands."""
    member, column = (int(i) for i in np.argwhere(wrong)[0])
    which = {"en": f" (member {member})", "zh": f"（成员 {member}）"}
    alone = {"en": "", "zh": ""}
    return {
        "value": float(array[member, column]),
        "year": int(np.asarray(years)[column]),
        "member": which if len(array) > 1 else alone,
    }
