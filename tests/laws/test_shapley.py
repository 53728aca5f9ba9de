"""What makes shares Shapley values: nothing left over, equals alike, idlers nothing, sums of games sums of shares."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.scenarios.shapley import exact, sampled, shapley

YEARS = 3
seeds = st.integers(0, 2**32 - 1)


def bits(coalitions):
    return coalitions @ (1 << np.arange(coalitions.shape[1]))


def of_table(table):
    """A game that looks the worth of a coalition up, player i being bit i of the row."""
    return lambda coalitions: table[bits(coalitions)]


def drawn(players, seed):
    return np.random.default_rng(seed).normal(size=(2**players, YEARS))


def product(players, seed):
    """A game as emissions make it: a product of factors, each of which a player moves."""
    moved = np.random.default_rng(seed).uniform(0.8, 1.1, size=(players, YEARS))
    return lambda coalitions: 1e9 * np.where(coalitions[:, :, None], moved, 1.0).prod(axis=1)


def by_hand(table, players):
    """Take every order in which players can join."""
    shares = np.zeros((players, YEARS))
    for order in itertools.permutations(range(players)):
        here = 0
        for player in order:
            shares[player] += table[here | 1 << player] - table[here]
            here |= 1 << player
    return shares / math.factorial(players)


@given(st.integers(1, 6), seeds)
@settings(max_examples=40)
def test_exact_is_the_mean_over_all_orders(players, seed):
    table = drawn(players, seed)
    found = exact(of_table(table), players).values
    np.testing.assert_allclose(found, by_hand(table, players), atol=1e-12)


@given(st.integers(0, 16), seeds)
@settings(max_examples=40)
def test_nothing_is_left_over_exact_or_sampled(players, seed):
    worth = product(players, seed)
    found = shapley(worth, players, seed=seed, samples=32)
    assert found.exact == (players <= 12)
    nobody, everybody = worth(np.array([[False] * players, [True] * players]))
    off = np.abs(found.values.sum(axis=0) - (everybody - nobody))
    assert (off <= 1e-12 * np.maximum(everybody, nobody)).all()  # 1e-9 is what is promised


@given(st.integers(2, 8), seeds)
@settings(max_examples=40)
def test_players_who_can_stand_in_for_each_other_get_the_same(players, seed):
    table = drawn(players, seed)
    rows = np.arange(2**players)
    swapped = rows & ~3 | (rows & 1) << 1 | (rows & 2) >> 1
    found = exact(of_table(table + table[swapped]), players).values
    np.testing.assert_allclose(found[0], found[1], atol=1e-12)


@given(st.integers(1, 8), seeds)
@settings(max_examples=40)
def test_who_changes_nothing_gets_nothing(players, seed):
    table = drawn(players, seed)[np.arange(2**players) & ~1]
    np.testing.assert_allclose(exact(of_table(table), players).values[0], 0, atol=1e-12)
    estimate = sampled(of_table(table), players, seed=1, samples=8)
    assert (estimate.values[0] == 0).all()
    assert (estimate.error[0] == 0).all()


@given(st.integers(1, 8), seeds, seeds)
@settings(max_examples=40)
def test_shares_of_two_games_together_are_the_sum_of_their_shares(players, one, other):
    first, second = drawn(players, one), drawn(players, other)
    for rule in (exact, lambda w, n: sampled(w, n, seed=3, samples=16)):
        apart = rule(of_table(first), players).values + rule(of_table(second), players).values
        np.testing.assert_allclose(rule(of_table(first + second), players).values, apart, atol=1e-12)  # fmt: skip


@given(st.integers(2, 14), seeds)
@settings(max_examples=30)
def test_an_order_and_its_reverse_give_a_game_of_pairs_exactly(players, seed):
    pull = np.random.default_rng(seed).normal(size=(players, players))

    def worth(coalitions):
        inside = coalitions.astype(float)
        return np.einsum("ci,ij,cj->c", inside, pull, inside)[:, None]

    found = sampled(worth, players, seed=seed, samples=4)
    both = (pull + pull.T).sum(axis=1) / 2
    np.testing.assert_allclose(found.values[:, 0], both, atol=1e-9)
    np.testing.assert_allclose(found.error, 0, atol=1e-9)


@pytest.mark.parametrize("game", [lambda n, s: of_table(drawn(n, s)), product])
@pytest.mark.parametrize("seed", range(5))
def test_an_estimate_is_within_five_standard_errors(game, seed):
    worth = game(10, seed)
    right, found = exact(worth, 10), sampled(worth, 10, seed=seed, samples=1024)
    assert (np.abs(found.values - right.values) <= 5 * found.error).all()
    assert (found.error > 0).all()


def off(worth, right, samples, repeats=60):
    """How far estimates are off, and how far they say they are: root mean squares over players and years."""
    tries = [sampled(worth, 10, seed=seed, samples=samples) for seed in range(repeats)]
    missed = np.mean([(found.values - right) ** 2 for found in tries])
    told = np.mean([found.error**2 for found in tries])
    return np.sqrt(missed), np.sqrt(told)


def test_the_error_is_honest_and_falls_with_the_root_of_the_samples():
    worth = of_table(drawn(10, 1))
    right = exact(worth, 10).values
    few, many = off(worth, right, 64), off(worth, right, 1024)
    assert few[0] / few[1] == pytest.approx(1, abs=0.1)
    assert many[0] / many[1] == pytest.approx(1, abs=0.1)
    assert few[0] / many[0] == pytest.approx(4, rel=0.15)
    assert few[1] / many[1] == pytest.approx(4, rel=0.05)
