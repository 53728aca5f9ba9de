"""Futures of a tree: on the scale each parameter can move on, tied as the past was, shares that stay shares."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios import continuation
from dualcarbon.scenarios.continuation import continued, correlation, outlook, scales, steered
from dualcarbon.scenarios.projection import project, totals
from dualcarbon.scenarios.tree import Tree

GROUPS = {"mix.total": ("coal", "gas", "power", "wood")}
TREE = Tree({"total": ("consumption", "gdp")}, GROUPS, ())
FACTOR = {("total", "consumption", "coal"): 2.7, ("total", "consumption", "gas"): 1.6}
YEARS = 14


@pytest.fixture(scope="module")
def history():
    rng = np.random.default_rng(6)
    growth = rng.normal(0.05, 0.02, YEARS)
    coal, power = np.linspace(0.6, 0.5, YEARS), np.linspace(0.2, 0.3, YEARS)
    gas = 0.15 + rng.normal(0, 0.005, YEARS)
    return {
        "gdp": 100 * np.exp(np.cumsum(growth)),
        "intensity.total": np.exp(np.cumsum(rng.normal(-0.03, 0.01, YEARS))),
        "mix.total.coal": coal,
        "mix.total.gas": gas,
        "mix.total.power": power,
        "mix.total.wood": np.r_[0.0, 1 - (coal + gas + power)[1:]],
        "odd": rng.normal(0, 1, YEARS),
        "still": np.full(YEARS, 0.3),
        "empty": np.zeros(YEARS),
    }


def test_each_parameter_moves_on_its_scale(history):
    found = scales(history, GROUPS)
    assert found.logs >= {"gdp", "intensity.total"}
    assert found.reference == {"mix.total": "mix.total.coal"}
    assert set(found.held) == {"still", "empty", "mix.total.wood"}
    assert found.moved["odd"] == pytest.approx(history["odd"])
    ratio = np.log(history["mix.total.gas"] / history["mix.total.coal"])
    assert found.moved["mix.total.gas"] == pytest.approx(ratio)


def test_shares_stay_shares_and_what_is_held_is_held(history):
    drawn = continued(history, GROUPS, 8, seed=1, members=64)
    shares = [drawn[f"mix.total.{part}"] for part in GROUPS["mix.total"]]
    assert all((share > 0).all() for share in shares)
    whole = sum(np.broadcast_to(share, (64, 8)) for share in shares)
    assert whole == pytest.approx(np.ones((64, 8)))
    assert drawn["still"] == pytest.approx(np.full((1, 8), 0.3))
    assert drawn["mix.total.wood"] == pytest.approx(np.full((1, 8), history["mix.total.wood"][-1]))
    assert (drawn["gdp"] > 0).all()


def test_the_same_seed_gives_the_same_futures(history):
    one, again, other = (continued(history, GROUPS, 3, seed=s, members=16) for s in (1, 1, 2))
    assert all(np.array_equal(one[key], again[key]) for key in one)
    assert not np.array_equal(one["gdp"], other["gdp"])


def test_nothing_that_moves_is_a_future_all_the_same():
    drawn = continued({"gdp": np.ones(8)}, {}, 3, seed=1)
    assert drawn["gdp"].tolist() == [[1.0, 1.0, 1.0]]


def test_a_share_group_that_never_moved_keeps_its_shares():
    still = {"mix.total.coal": np.full(8, 0.7), "mix.total.gas": np.full(8, 0.3)}
    drawn = continued(still, {"mix.total": ("coal", "gas")}, 2, seed=1)
    assert drawn["mix.total.coal"] == pytest.approx(np.full((1, 2), 0.7))
    assert drawn["mix.total.gas"] == pytest.approx(np.full((1, 2), 0.3))


def test_correlation_shrinks_with_a_short_past_and_not_with_a_long_one():
    rng = np.random.default_rng(2)
    both = rng.standard_normal((2, 4000))
    tied = np.array([both[0], 0.8 * both[0] + 0.6 * both[1]])
    assert correlation(tied)[0, 1] == pytest.approx(0.8, abs=0.02)
    short = np.mean([abs(correlation(tied[:, i : i + 6])[0, 1]) for i in range(0, 600, 6)])
    plain = np.mean([abs(np.corrcoef(tied[:, i : i + 6])[0, 1]) for i in range(0, 600, 6)])
    assert short < plain
    assert np.linalg.eigvalsh(correlation(rng.standard_normal((30, 8)))).min() > 0


def test_a_series_that_stands_still_is_tied_to_none():
    assert correlation(np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]])).tolist() == [[1, 0], [0, 1]]


def test_steering_gives_the_variance_that_was_seen_and_nothing_across():
    shrunk = correlation(np.random.default_rng(0).standard_normal((5, 9)))
    pulls = np.random.default_rng(1).standard_normal((5, 2))
    seen = np.array([[0.4, 0.1], [0.1, 0.2]])
    found = steered(shrunk, pulls, seen)
    assert pulls.T @ found @ pulls == pytest.approx(seen)
    assert np.linalg.eigvalsh(found).min() > -1e-12
    across = np.linalg.svd((shrunk @ pulls).T)[2][2:]  # what the directions do not touch
    assert across @ found @ across.T == pytest.approx(across @ shrunk @ across.T)


def test_parameters_that_made_up_for_each_other_leave_the_total_calm():
    """What moves from one row to another and back is no noise of the sum."""
    rng = np.random.default_rng(9)
    swing = 0.2 * rng.standard_normal(15)
    history = {"a": np.exp(swing), "b": 2 - np.exp(swing) + 0.001 * rng.standard_normal(15)}

    def sums(given):
        return np.array([np.broadcast_arrays(given["a"], given["b"])[0] + given["b"]])

    loose, calm = (
        np.ptp(np.quantile(sums(continued(history, {}, 1, seed=3, members=2000, sums=way)), (0.05, 0.95)))
        for way in (None, sums)
    )  # fmt: skip
    assert calm < 0.8 * loose


def test_the_outlook_is_that_of_the_tree(history):
    sums, drawn = outlook(history, TREE, FACTOR, 4, seed=5, members=8)
    wide = {key: np.broadcast_to(value, (8, 4)) for key, value in drawn.items()}
    held = {cell: np.full(4, value) for cell, value in FACTOR.items()}
    again = totals(project(wide, TREE), held, wide, None)
    assert sums.territorial == pytest.approx(again.territorial)
    assert sums.energy == pytest.approx(drawn["gdp"] * drawn["intensity.total"])
    assert sums.territorial.shape == (8, 4)


def test_what_moves_by_rounding_only_is_still():
    assert not continuation.varies(np.array([3.0, 3.0 + 4e-16, 3.0]))
    assert not continuation.varies(np.zeros(4))
    assert continuation.varies(np.array([0.0, 1e-9]))
