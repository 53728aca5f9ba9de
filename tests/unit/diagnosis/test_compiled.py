"""The compiled functions, run as plain Python: what they say of single cells, and their logarithm."""

from __future__ import annotations

import math
from decimal import Decimal, getcontext

import numpy as np
import pytest

from dualcarbon.diagnosis import compiled

PARTS = ("_series", "_ln", "_take", "_end", "_weigh", "_share", "_count", "_sum", "summed", "block")


@pytest.fixture
def plain(monkeypatch):
    """The module with its functions as they are written."""
    for name in PARTS:
        monkeypatch.setattr(compiled, name, getattr(compiled, name).py_func)
    return compiled


def decomposed(module, first, last):
    """Effects of one cell between two years, its two products and the counts; None where it is for the slow way."""
    x = np.array([first, last]).T[:, :, np.newaxis].copy()
    product, effects = np.empty((2, 1)), np.empty((len(first), 1, 1))
    met = np.zeros((1, 3), np.int64)
    with np.errstate(all="ignore"):
        done = module.block(x, product, effects, met)
    return (effects.ravel().tolist(), product.ravel().tolist(), met[0].tolist()) if done else None


@pytest.mark.parametrize(
    "x", [1e-300, 1e-5, 0.7071, 0.99999, 1.0, 1.0000001, 1.5, 3.0, 7e20, 1e300]
)
def test_logarithm_is_right_to_the_last_digit(plain, x):
    getcontext().prec = 40
    exact = Decimal(x).ln()
    assert abs(Decimal(float(plain._ln(x))) - exact) <= abs(exact) * Decimal("2.3e-16")


def test_cells_by_hand(plain):
    # Twice the first factor: 10 more, all its own; e times as much of both: half of e^2 - 1 each.
    assert decomposed(plain, [5.0, 2.0], [10.0, 2.0])[0] == pytest.approx([10, 0])
    assert decomposed(plain, [1.0, 1.0], [math.e, math.e])[0] == pytest.approx([(math.e**2 - 1) / 2] * 2)  # fmt: skip
    # The same amount by opposite changes: the logarithmic mean of equal numbers is that number.
    assert decomposed(plain, [2.0, 8.0], [4.0, 4.0])[0] == pytest.approx([16 * math.log(2), -16 * math.log(2)])  # fmt: skip


def test_zeros_take_their_limits_and_are_counted(plain):
    assert decomposed(plain, [0.0, 3.0], [4.0, 5.0]) == ([20, 0], [0, 20], [0, 1, 0])
    assert decomposed(plain, [4.0, 5.0], [0.0, 0.0]) == ([-10, -10], [20, 0], [1, 0, 0])
    assert decomposed(plain, [0.0, 5.0], [7.0, 0.0]) == ([0, 0], [0, 0], [0, 0, 1])


def test_factor_missing_where_another_is_zero_has_no_effect(plain):
    assert decomposed(plain, [0.0, np.nan], [4.0, 5.0])[0] == [20, 0]


@pytest.mark.parametrize(
    "first",
    [[-1.0, 2.0], [np.nan, 2.0], [np.inf, 2.0], [1e-310, 2.0], [1e-200, 1e-200], [1e200, 1e200], [np.inf, 0.0], [-1.0, 0.0]],
)  # fmt: skip
def test_what_is_not_ordinary_is_left_to_the_slow_way(plain, first):
    assert decomposed(plain, first, [1.0, 1.0]) is None
    assert decomposed(plain, [1.0, 1.0], first) is None


def test_runs_are_added_up(plain):
    rows = np.arange(12.0).reshape(2, 6)
    assert plain.summed(rows, 3).tolist() == [[3, 12], [21, 30]]


def test_compiled_and_plain_say_the_same():
    first, last = [1.5, 0.2, 7.0], [1.7, 0.1, 6.0]
    run = decomposed(compiled, first, last)
    assert sum(run[0]) == pytest.approx(1.7 * 0.1 * 6 - 1.5 * 0.2 * 7, abs=1e-15)
    assert compiled.threads() >= 1


def test_where_nothing_may_be_written_functions_are_compiled_all_the_same(monkeypatch):
    def nowhere(cache=False, **_):
        if cache:
            raise RuntimeError
        return lambda function: function

    monkeypatch.setattr(compiled, "njit", nowhere)
    assert compiled.kept(abs) is abs
