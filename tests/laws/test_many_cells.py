"""The compiled way and NumPy give the same numbers, and nothing is left over, whatever the cells hold."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.diagnosis.blocks import Grid, Source, sweep

PLAIN = st.floats(1e-9, 1e9)
WIDE = st.floats(1e-70, 1e70)
YEARS, CELLS = 3, 4
NUMBERS = st.one_of(st.just(0.0), PLAIN, WIDE, st.sampled_from([1.0, 1 + 2**-52, 5.0]))
FACTOR = st.lists(NUMBERS, min_size=YEARS * CELLS, max_size=YEARS * CELLS)


def source_of(numbers, kept):
    pieces = tuple((np.array(x).reshape(YEARS, CELLS),) for x in numbers)
    names = tuple(f"x{k}" for k in range(len(numbers)))
    return Source(names, (1, 2, 3), Grid(("cell",), (CELLS,), {}), pieces, kept)


def sizes(totals):
    """The larger total of each step and group."""
    return np.maximum(totals[1:], totals[:-1])


def spread(numbers):
    """How far the logarithm of the widest factor moves, at least 1: an effect is so many times its logarithmic mean."""
    x = np.array(numbers)
    return max(1.0, np.ptp(np.log(x[x > 0])) if (x > 0).any() else 1.0)


@settings(max_examples=150)
@given(st.lists(FACTOR, min_size=1, max_size=4), st.sampled_from([0, 1]))
def test_compiled_and_numpy_agree_and_leave_nothing_over(numbers, kept):
    slow = sweep(source_of(numbers, kept), compiled=False)
    fast = sweep(source_of(numbers, kept))
    size = sizes(slow.totals)
    assert np.all(np.abs(slow.totals - fast.totals) <= 1e-12 * slow.totals)
    assert np.all(np.abs(slow.effects - fast.effects) <= 1e-12 * size * spread(numbers))
    assert np.array_equal(slow.met, fast.met)
    left = fast.effects.sum(axis=0) - np.diff(fast.totals, axis=0)
    assert np.all(np.abs(left) <= 1e-12 * size)


@settings(max_examples=50)
@given(st.lists(FACTOR, min_size=2, max_size=3), st.floats(-1e-3, 1e-3))
def test_small_changes_keep_their_digits(numbers, change):
    """A cell that hardly moves: its logarithmic mean lies between the two amounts, and is that amount if they are equal."""
    x = np.abs(np.array(numbers)) + 1
    x = np.minimum(x, 1e9).reshape(len(numbers), YEARS, CELLS)
    x[:, 1], x[:, 2] = x[:, 0], x[:, 0]
    x[0, 1] *= 1 + change
    effects = sweep(source_of(x.reshape(len(numbers), -1), 1)).effects
    gap = x[:, 1].prod(axis=0) - x[:, 0].prod(axis=0)
    assert np.allclose(effects[0, 0], gap, rtol=1e-9 / max(abs(change), 1e-12), atol=0)
    assert np.all(effects[1:] == 0)
