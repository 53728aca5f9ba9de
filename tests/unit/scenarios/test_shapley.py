"""How a game is valued: every coalition once, in batches, and the same again from the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.scenarios import shapley as module
from dualcarbon.scenarios.shapley import exact, sampled, shapley, valued


class Counting:
    """A game that remembers what it was asked: the number of members, and its square."""

    def __init__(self):
        self.batches = []

    def __call__(self, coalitions):
        self.batches.append(coalitions)
        size = coalitions.sum(axis=1, keepdims=True).astype(float)
        return np.hstack([size, size**2])

    @property
    def rows(self):
        return [tuple(row) for batch in self.batches for row in batch]


def test_up_to_twelve_players_all_coalitions_are_one_batch():
    game = Counting()
    found = shapley(game, 12, seed=1)
    assert [batch.shape for batch in game.batches] == [(4096, 12)]
    assert len(set(game.rows)) == 4096
    assert (found.exact, found.error, found.samples) == (True, None, 0)
    np.testing.assert_allclose(found.values, np.broadcast_to([1.0, 12.0], (12, 2)))
    assert str(found) == "shares of 12 players, exact"


def test_beyond_twelve_players_orders_are_drawn():
    game = Counting()
    found = shapley(game, 13, seed=1, samples=8)
    assert (found.exact, found.samples) == (False, 8)
    np.testing.assert_allclose(found.values, np.broadcast_to([1.0, 13.0], (13, 2)))
    assert found.error.shape == (13, 2)
    assert str(found) == "shares of 13 players, 8 orders sampled"


def test_a_coalition_that_several_orders_pass_is_valued_once(monkeypatch):
    game = Counting()
    sampled(game, 4, seed=1, samples=200)
    assert sorted(game.rows) == sorted({tuple(row) for row in module.every(4).tolist()})
    monkeypatch.setattr(module, "BATCH", 100)
    game = Counting()
    sampled(game, 15, seed=1, samples=32)
    assert {len(batch) for batch in game.batches[:-1]} == {100}
    assert len(set(game.rows)) == len(game.rows)
    assert sum(sum(row) == 0 for row in game.rows) == 1


def test_nobody_shares_nothing():
    found = shapley(Counting(), 0, seed=1)
    assert found.values.shape == (0, 2)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    def worth(coalitions):
        return np.sqrt(coalitions @ np.arange(1.0, 15.0))[:, None]

    one, same, other = (sampled(worth, 14, seed=s, samples=16) for s in (1, 1, 2))
    np.testing.assert_array_equal(one.values, same.values)
    np.testing.assert_array_equal(one.error, same.error)
    assert (one.values != other.values).any()


@pytest.mark.parametrize("samples", [-2, 0, 2, 7])
def test_orders_come_in_pairs_of_which_there_are_several(samples):
    with pytest.raises(InputError) as caught:
        shapley(Counting(), 13, seed=1, samples=samples)
    assert [fault.code for fault in caught.value.faults] == ["ATT002"]
    assert f"{samples} samples" in str(caught.value)


@pytest.mark.parametrize("answer", [np.zeros(8), np.zeros((7, 2)), np.zeros((2, 8))])
def test_a_game_must_answer_row_by_row(answer):
    with pytest.raises(Misaligned, match="worth of 8 coalitions: one row each"):
        exact(lambda _: answer, 3)


def test_coalitions_are_valued_in_their_order(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 3)
    asked = module.every(3)
    assert valued(Counting(), asked)[:, 0].tolist() == [0, 1, 1, 2, 1, 2, 2, 3]


@pytest.mark.parametrize("players", [9, 13])
def test_who_changes_nothing_has_exactly_nothing(players):
    """Two of them do nothing; the worth of the others has no short form in binary."""

    def worth(coalitions):
        size = coalitions[:, 2:] @ np.arange(1, players - 1) * 0.1 + 1e9 / 3
        return np.stack([size, size**1.5], axis=1)

    found = shapley(worth, players, seed=1, samples=64)
    assert not found.values[:2].any()
    assert (found.values[2:] > 0).all()
    (nobody,), (everybody,) = worth(np.zeros((1, players), bool)), worth(np.ones((1, players), bool))  # fmt: skip
    assert found.values.sum(axis=0) == pytest.approx(everybody - nobody, rel=1e-9)
