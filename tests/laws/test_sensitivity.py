"""What holds of shares of variance whatever the model: bounds, idlers, names, closed forms, one group of all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import bootstrap, sobol_indices

from dualcarbon.sensitivity.indices import RARE, constant, indices, rare
from dualcarbon.sensitivity.sample import Outcomes, drawn, run

MEMBERS = 512
TOLERANCE = 0.2  # five standard errors of an index, and more, with so few members
KEYS = ("a", "b", "c", "d")
seeds = st.integers(0, 2**32 - 1)
slopes = st.lists(st.floats(-3, 3), min_size=4, max_size=4)


def values(draws):
    return np.array([draws.uniform(key) for key in KEYS])


def linear(slopes):
    """A sum of standard normal inputs, each times its slope: indices are squares of slopes."""
    return lambda draws: (np.array(slopes) @ ndtri(values(draws)))[None]


def bent(seed):
    """A model with interactions, different for every seed."""
    rng = np.random.default_rng(seed)
    power, mix = rng.uniform(0.5, 3, 4), rng.normal(size=(4, 4))

    def model(draws):
        x = values(draws) ** power[:, None]
        return np.array([(x * (mix @ x)).sum(axis=0), (x.sum(axis=0) > 2).astype(float)])

    return model


def told(model, groups, seed=1, members=MEMBERS):
    return indices(run(model, drawn(groups, members, seed)), seed=seed, resamples=99)


ALONE = [[key] for key in KEYS]


@given(slopes, seeds)
@settings(max_examples=20)
def test_of_a_linear_model_each_group_makes_the_squares_of_its_slopes(slopes, seed):
    squares = np.square(slopes)
    if squares.sum() < 1e-3:
        return
    groups = [["a"], ["b", "c"], ["d"]]
    (one,) = told(linear(slopes), groups, seed)
    wanted = np.array([squares[0], squares[1] + squares[2], squares[3]]) / squares.sum()
    assert [e.value for e in one.first] == pytest.approx(wanted, abs=TOLERANCE)
    assert [e.value for e in one.total] == pytest.approx(wanted, abs=TOLERANCE)
    assert one.alone.value == pytest.approx(1.0, abs=2 * TOLERANCE)


@given(seeds)
@settings(max_examples=20)
def test_indices_lie_between_nothing_and_all_and_the_first_within_the_total(seed):
    for one in told(bent(seed), ALONE, seed):
        for first, total in zip(one.first, one.total, strict=True):
            assert -TOLERANCE <= first.value <= 1 + TOLERANCE
            assert 0 <= total.value <= 1 + TOLERANCE
            assert first.value <= total.value + TOLERANCE
            assert first.low <= first.high
            assert 0 <= total.low <= total.high


@given(seeds)
@settings(max_examples=10)
def test_what_has_no_effect_gets_nothing_to_the_last_digit(seed):
    model = bent(seed)
    groups = [*ALONE, ["idle", "idle too"]]
    for one in told(model, groups, seed):
        for idle in (one.first[-1], one.total[-1]):
            assert (idle.value, idle.low, idle.high, idle.told) == (0.0, 0.0, 0.0, False)


def test_rounding_is_no_effect():
    def model(draws):
        summed = values(draws).sum(axis=0)
        return (1e9 * summed + 1e-8 * draws.uniform("idle"))[None]

    (one,) = told(model, [*ALONE, ["idle"]])
    assert one.total[-1].value == 0.0


@given(seeds, st.permutations(range(4)))
@settings(max_examples=10)
def test_groups_in_another_order_get_the_same(seed, order):
    model = bent(seed)
    usual, other = told(model, ALONE, seed), told(model, [ALONE[i] for i in order], seed)
    for one, again in zip(usual, other, strict=True):
        for share in ("first", "total"):
            moved = [getattr(one, share)[i].value for i in order]
            assert [e.value for e in getattr(again, share)] == pytest.approx(moved, abs=1e-12)


@given(seeds)
@settings(max_examples=5)
def test_one_group_of_all_makes_all(seed):
    for one in told(bent(seed), [list(KEYS)], seed):
        assert (one.first[0].value, one.total[0].value, one.alone.value) == (1.0, 1.0, 1.0)


def test_two_groups_that_share_all_leave_nothing_to_interactions_of_a_sum():
    (one,) = told(linear([1, 1, 1, 1]), [["a", "b"], ["c", "d"]], members=4096)
    assert one.alone.value == pytest.approx(1.0, abs=0.05)
    assert not one.interact


def test_an_output_that_never_changes_has_no_shares():
    def model(draws):
        return np.array([np.ones(draws.members), draws.uniform("a")])

    flat, varying = told(model, ALONE)
    assert flat is None
    assert varying.first[0].value == pytest.approx(1.0, abs=0.05)
    done = run(model, drawn(ALONE, MEMBERS, 1))
    assert constant(done).tolist() == [True, False]
    assert indices(run(lambda d: np.ones((1, d.members)), drawn(ALONE, 8, 1)), seed=1) == (None,)


@given(st.integers(0, 40))
@settings(max_examples=20)
def test_what_hardly_ever_happens_is_told_apart(count):
    both = np.zeros((1, 64))
    both[0, :count] = 1
    done = Outcomes(both[:, :32], both[:, 32:], np.zeros((2, 1, 32)))
    assert rare(done).tolist() == [0 < count < RARE]
    other = Outcomes(1 - both[:, :32], 1 - both[:, 32:], np.zeros((2, 1, 32)))
    assert rare(other).tolist() == rare(done).tolist()
    amounts = Outcomes(done.one + 3, done.other + 3, done.mixed)
    assert rare(amounts).tolist() == [False]


def test_values_are_those_of_the_library_and_intervals_those_of_its_bootstrap():
    done = run(bent(7), drawn(ALONE, 256, 3))
    found = indices(done, seed=5)
    given = {"f_A": done.one, "f_B": done.other, "f_AB": done.mixed}
    library = sobol_indices(func=given, n=256)
    for row, one in enumerate(found):
        assert [e.value for e in one.first] == pytest.approx(library.first_order[row], abs=1e-12)
        assert [e.value for e in one.total] == pytest.approx(library.total_order[row], abs=1e-12)

    def first(places):
        some = {name: array[..., places] for name, array in given.items()}
        return sobol_indices(func=some, n=256).first_order[0]

    rng = np.random.default_rng(5)
    spread = bootstrap([np.arange(256)], first, n_resamples=999, method="percentile", rng=rng)
    low, high = spread.confidence_interval
    assert [e.low for e in found[0].first] == pytest.approx(low, abs=0.03)
    assert [e.high for e in found[0].first] == pytest.approx(high, abs=0.03)


def test_intervals_hold_the_truth_at_least_as_often_as_they_say():
    slopes = [2.0, 1.0, 1.0, 0.5]
    wanted = np.square(slopes) / np.square(slopes).sum()
    hits = [
        e.low <= truth <= e.high
        for seed in range(25)
        for (one,) in [told(linear(slopes), ALONE, seed, members=128)]
        for e, truth in zip(one.first, wanted, strict=True)
    ]
    assert np.mean(hits) >= 0.93


def test_two_coins_that_must_both_show_heads():
    """The mean is 1/4; given one coin 1/2 or 0: a third each alone, two thirds with the other."""

    def model(draws):
        return ((draws.uniform("a") < 0.5) & (draws.uniform("b") < 0.5)).astype(float)[None]

    done = run(model, drawn([["a"], ["b"]], 4096, 1))
    assert done.one.mean() == pytest.approx(1 / 4, abs=0.01)
    (one,) = indices(done, seed=1, resamples=99)
    assert [e.value for e in one.first] == pytest.approx([1 / 3, 1 / 3], abs=0.03)
    assert [e.value for e in one.total] == pytest.approx([2 / 3, 2 / 3], abs=0.03)
    assert one.interact
