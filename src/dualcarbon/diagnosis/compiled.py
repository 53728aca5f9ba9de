"""The decomposition of a block of cells, compiled: every loop is free of branches, so that processors take cells in fours.

Imported where many cells are decomposed and nowhere else: loading the compiler takes a second.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba import get_num_threads, njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

SMALLEST, LARGEST = 2.0**-1022, 2.0**1021
"""Between these a number has all its digits, and twice the sum of two of them is finite. [1]"""
ONE, ROOT = 0x3FF0000000000000, 0x3FE6A09E667F3BCD  # the bits of 1 and of the root of one half
FRACTION = 0x000FFFFFFFFFFFFF  # the bits behind the exponent
INTEGER = 0x4330000000000000  # the bits of 2**52: put before an integer, they make it a float
LN2_HIGH = float.fromhex("0x1.62e42feep-1")  # ln 2 to 32 bits, so that a multiple of it is exact
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")  # and the rest of it
NEAR = 0.1715
"""Up to this (b - a) / (b + a) the series has all digits; b / a is then between 1/root 2 and root 2. [1]"""
LACKING = 2.0**-10
"""What a missing factor adds to the mark of a cell: a fault only if no other factor is 0. [1]"""

Function = TypeVar("Function", bound=Callable[..., object])


def kept(function: Function, *flags: str) -> Function:
    """Compile a function, and keep it on disk for the next process if there is a place where this may be written."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": set(flags)}
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:  # neither beside the source nor at home
        return njit(**options)(function)


def _compiled(function: Function) -> Function:
    return kept(function, "contract")


def _reordered(function: Function) -> Function:
    return kept(function, "contract", "reassoc")


def threads() -> int:
    """Give how many threads may be used."""
    return int(get_num_threads())


@_compiled
def _series(q: float) -> float:
    """Give artanh(z) / z of a small z, whose square is q."""
    tail = q * (1 / 13 + q * (1 / 15 + q * (1 / 17 + q * (1 / 19))))
    return 1.0 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + tail)))))


@_compiled
def _ln(x: float) -> float:
    """Give the natural logarithm of an ordinary positive number, wrong in the last digit at most.

    With x = 2**k (1 + f) and s = f / (2 + f) it is k ln 2 + 2 artanh s, and 2 s = f - s f.
    """
    bits = np.float64(x).view(np.int64) + (ONE - ROOT)
    k = np.int64((bits >> 52) | INTEGER).view(np.float64) - (2.0**52 + 1023.0)
    f = np.int64((bits & FRACTION) + ROOT).view(np.float64) - 1.0
    s = f / (2.0 + f)
    rest = 2.0 * (_series(s * s) - 1.0)
    return k * LN2_HIGH + (f - s * (f - rest) + k * LN2_LOW)


@_compiled
def _take(x: Array, logs: Array, product: Array, whole: Array, nil: Array, odd: Array) -> None:
    """Multiply a factor in; count zeros, and mark what only the slow way knows. A missing factor counts as 1.

    ``whole`` is the logarithm of the product: the sum of those of its factors.
    """
    for i in range(x.size):
        v = x[i]
        lacking = v != v  # only what is not a number differs from itself
        none = v == 0.0
        fit = (v >= SMALLEST) & (v <= LARGEST)
        v = 1.0 if lacking else v
        log = _ln(v)
        logs[i] = log
        whole[i] += log
        product[i] *= v
        nil[i] += 1.0 if none else 0.0
        odd[i] += 0.0 if (fit | none) else (LACKING if lacking else 1.0)


@_compiled
def _end(product: Array, nil: Array, odd: Array) -> None:
    """Judge a cell: it is odd if a mark is left on it, or the product is not ordinary."""
    for i in range(product.size):
        v = product[i]
        unfit = (v < SMALLEST) | (v > LARGEST)
        alone = nil[i] == 0.0
        odd[i] = 1.0 if (odd[i] >= 1.0) | (alone & (unfit | (odd[i] > 0.0))) else 0.0


@_compiled
def _weigh(a: Array, b: Array, logs: Array, nil: Array, rows: Array, now: int) -> None:
    """Give the logarithmic means, and what each factor that is 0 gets of a cell that vanishes or appears."""
    before, after = logs[1 - now], logs[now]
    was, will = nil[1 - now], nil[now]
    for i in range(a.size):
        total, gap = a[i] + b[i], b[i] - a[i]
        z = gap / total
        near = total / (2.0 * _series(z * z))
        far = gap / (after[i] - before[i])
        mean = near if np.abs(z) < NEAR else far
        rows[0, i] = mean if (was[i] == 0.0) & (will[i] == 0.0) else 0.0
        rows[1, i] = -a[i] / will[i] if will[i] > 0.0 else 0.0
        rows[2, i] = b[i] / was[i] if was[i] > 0.0 else 0.0


@_compiled
def _share(rows: Array, xa: Array, xb: Array, la: Array, lb: Array, out: Array) -> None:
    """Give the effect of one factor on each cell."""
    for i in range(out.size):
        gone = rows[1, i] if xb[i] == 0.0 else 0.0
        come = rows[2, i] if xa[i] == 0.0 else 0.0
        out[i] = rows[0, i] * (lb[i] - la[i]) + gone + come


@_compiled
def _count(was: Array, will: Array, met: Counts) -> None:
    """Count the cells that vanish, that appear, and that are 0 in both years."""
    gone, come, none = 0, 0, 0
    for i in range(was.size):
        gone += (was[i] == 0.0) & (will[i] > 0.0)
        come += (was[i] > 0.0) & (will[i] == 0.0)
        none += (was[i] > 0.0) & (will[i] > 0.0)
    met[0], met[1], met[2] = gone, come, none


@_reordered
def _sum(x: Array) -> float:
    total = 0.0
    for i in range(x.size):
        total += x[i]
    return total


@_compiled
def summed(x: Array, run: int) -> Array:
    """Add up runs of neighbours along the last of two axes."""
    out = np.empty((x.shape[0], x.shape[1] // run))
    for row in range(out.shape[0]):
        for i in range(out.shape[1]):
            out[row, i] = _sum(x[row, i * run : (i + 1) * run])
    return out


@_compiled
def block(x: Array, product: Array, effects: Array, met: Counts) -> bool:
    """Decompose a block of cells from year to year; False if it holds a cell that only the slow way knows.

    ``x`` is (factor, year, cell), ``product`` (year, cell), ``effects`` (factor, step, cell), ``met`` (step, 3).
    The logarithms of two years are kept, those of the year before and of this one.
    """
    factors, years, cells = x.shape
    logs = np.empty((factors, 2, cells))
    whole, nil = np.empty((2, cells)), np.empty((2, cells))
    odd, rows = np.empty(cells), np.empty((3, cells))
    for year in range(years):
        now = year % 2
        product[year], whole[now], nil[now], odd[:] = 1.0, 0.0, 0.0, 0.0
        for k in range(factors):
            _take(x[k, year], logs[k, now], product[year], whole[now], nil[now], odd)
        _end(product[year], nil[now], odd)
        if _sum(odd) > 0.0:
            return False
        if year == 0:
            continue
        _weigh(product[year - 1], product[year], whole, nil, rows, now)
        _count(nil[1 - now], nil[now], met[year - 1])
        for k in range(factors):
            old, new = x[k, year - 1], x[k, year]
            _share(rows, old, new, logs[k, 1 - now], logs[k, now], effects[k, year - 1])
    return True
