"""Parts and their total brought together: by variances, as far as the total is sure, and never by breaking the sum."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios.continuation import continued
from dualcarbon.scenarios.extrapolation import extrapolate
from dualcarbon.scenarios.reconciliation import least_squares, reconciled

YEARS, AHEAD = 16, 6


def moves(tied, slopes, unsure, apart):
    """One year, one total."""
    found = least_squares(
        np.array(tied), np.array(slopes)[None, :, None], np.array([[[unsure]]]), np.array([[apart]])
    )
    return found[0]


def test_a_sure_total_is_met_and_an_unsure_one_is_not_heard():
    assert moves(np.eye(2), [1.0, 2.0], 0.0, 5.0) @ [1.0, 2.0] == pytest.approx(5.0)
    assert moves(np.eye(2), [1.0, 2.0], 1e12, 5.0) == pytest.approx([0.0, 0.0], abs=1e-9)


def test_a_part_moves_by_what_it_is_able_to_do_and_those_tied_to_it_follow():
    alone = moves(np.eye(3), [1.0, 3.0, 0.0], 2.0, 4.0)
    assert alone == pytest.approx(np.array([1.0, 3.0, 0.0]) * 4 / 12)
    tied = moves([[1.0, 0.0, 0.5], [0.0, 1.0, 0.0], [0.5, 0.0, 1.0]], [1.0, 3.0, 0.0], 2.0, 4.0)
    assert tied[2] == pytest.approx(0.5 * tied[0])


def test_it_is_the_least_of_all_squares():
    """No other move has a smaller sum of squares of what the parts and the totals have to give."""
    rng = np.random.default_rng(1)
    root, slopes, apart = rng.normal(size=(4, 4)), rng.normal(size=(4, 2)), rng.normal(size=2)
    tied, unsure = root @ root.T, np.array([[0.5, 0.2], [0.2, 0.3]])
    found = least_squares(tied, slopes[None], unsure[None], apart[None])[0]

    def cost(move):
        left = apart - slopes.T @ move
        return move @ np.linalg.solve(tied, move) + left @ np.linalg.solve(unsure, left)

    for _ in range(50):
        assert cost(found) < cost(found + 0.01 * rng.normal(size=4))


def test_two_totals_that_are_one_are_met_once():
    slopes = np.ones((1, 2, 2))
    found = least_squares(np.eye(2), slopes, np.zeros((1, 2, 2)), np.array([[2.0, 2.0]]))
    assert found[0] == pytest.approx([1.0, 1.0])


@pytest.fixture(scope="module")
def bent():
    """Three noisy parts whose sum bends without noise."""
    rng = np.random.default_rng(3)
    at = np.arange(YEARS)
    whole = np.exp(0.08 * at - 0.0025 * at**2)
    parts = 1 / 3 + 0.06 * np.cumsum(rng.standard_normal((3, YEARS)), axis=1) / np.sqrt(YEARS)
    parts[2] = 1 - parts[0] - parts[1]
    return {name: whole * part for name, part in zip("abc", parts, strict=True)}


def total(given):
    return np.array([sum(np.broadcast_arrays(*given.values()))])


def off(history, way):
    """Give how far the middle of the sum is from the sum continued by itself. [1]."""
    drawn = continued(history, {}, AHEAD, seed=4, members=400, sums=way)
    whole = np.log(total({key: series[None] for key, series in history.items()})[0])
    own = extrapolate(whole, AHEAD).quantile(0.5)[0]
    return np.abs(np.log(np.median(total(drawn)[0], axis=0)) - own).mean()


def test_the_sum_goes_where_the_total_goes(bent):
    assert off(bent, total) < 0.25 * off(bent, None)


def test_futures_of_a_year_move_alike_so_that_spreads_stay():
    rng = np.random.default_rng(5)
    drawn = rng.normal(size=(2, 50, AHEAD))
    past = np.exp(np.cumsum(rng.normal(0.1, 0.02, (1, YEARS)), axis=1))
    found = reconciled(
        drawn, np.ones((2, AHEAD)), np.eye(2), past, lambda x: np.exp(x).sum(0)[None]
    )
    moved = found - drawn
    assert np.ptp(moved, axis=1) == pytest.approx(np.zeros((2, AHEAD)), abs=1e-12)
    assert np.abs(moved).max() > 0.1


@pytest.mark.parametrize("level", [0.0, -1.0])
def test_a_total_that_was_not_above_0_says_nothing(level):
    drawn = np.random.default_rng(6).normal(size=(2, 20, AHEAD))
    past = np.array([[1.0, level, 2.0, 3.0, 4.0, 5.0, 6.0]])
    found = reconciled(drawn, np.ones((2, AHEAD)), np.eye(2), past, lambda x: x.sum(0)[None])
    assert found == pytest.approx(drawn, abs=0)


def test_a_year_in_which_the_total_falls_below_0_is_left_as_it_is():
    drawn = np.full((1, 5, 3), 2.0)
    drawn[:, :, 1] = -1.0
    past = 1.1 ** np.arange(8.0)[None]
    found = reconciled(drawn, np.ones((1, 3)), np.eye(1), past, lambda x: x)
    assert found[0, :, 1] == pytest.approx(np.full(5, -1.0), abs=0)
    assert (found[0, :, [0, 2]] != 2.0).all()


def test_a_total_that_stands_still_holds_the_parts():
    history = {"a": np.linspace(1.0, 2.0, 10), "b": np.linspace(2.0, 1.0, 10)}
    drawn = continued(history, {}, 5, seed=1, members=200, sums=total)
    assert np.median(total(drawn)[0], axis=0) == pytest.approx(np.full(5, 3.0), rel=0.02)
