"""The sample: two tables that know nothing of each other, and their mixtures."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.correlation import Correlation, correlated
from dualcarbon.sensitivity.sample import drawn, run

GROUPS = (("a", "b"), ("c",), ("d",))


def test_a_mixture_has_the_whole_group_from_the_second_table_and_nothing_else():
    sample = drawn(GROUPS, 16, seed=1)
    one, other, *mixed = sample.tables()
    assert len(mixed) == 3
    for keys, table in zip(GROUPS, mixed, strict=True):
        for key in "abcd":
            np.testing.assert_array_equal(table[key], (other if key in keys else one)[key])


def test_the_tables_are_balanced_and_independent_of_each_other():
    sample = drawn(GROUPS, 1024, seed=3)
    for key in "abcd":
        for table in (sample.one, sample.other):
            assert sorted((1024 * table[key]).astype(int)) == list(range(1024))
        for again in "abcd":
            r = np.corrcoef(sample.one[key], sample.other[again])[0, 1]
            assert abs(r) < 0.05
            quarter = (sample.one[key] < 0.5) & (sample.other[again] < 0.5)
            assert quarter.mean() == pytest.approx(0.25, abs=0.02)


def test_the_same_seed_gives_the_same_bytes():
    one, other = drawn(GROUPS, 8, seed=1), drawn(GROUPS, 8, seed=1)
    assert one.one["a"].tobytes() == other.one["a"].tobytes()
    assert drawn(GROUPS, 8, seed=2).one["a"].tobytes() != one.one["a"].tobytes()


def test_a_number_in_two_groups_is_refused():
    with pytest.raises(InputError) as caught:
        drawn([["a", "b"], ["b"]], 8, seed=1)
    assert [f.code for f in caught.value.faults] == ["SEN009"]
    assert caught.value.faults[0].place.key == "b"


def test_members_must_be_a_power_of_two():
    with pytest.raises(InputError) as caught:
        drawn(GROUPS, 12, seed=1)
    assert [f.code for f in caught.value.faults] == ["DRW001"]


@pytest.mark.parametrize("batch", [1, 8, 16, 40, 1024])
def test_the_model_is_asked_in_batches_and_the_answers_stand_where_they_belong(batch):
    asked = []

    def model(draws):
        asked.append(draws.members)
        return np.array([draws.uniform("a"), draws.uniform("c") + draws.uniform("d")])

    sample = drawn(GROUPS, 8, seed=1)
    done = run(model, sample, batch=batch)
    assert sum(asked) == 5 * 8
    assert max(asked) <= max(batch, 8)
    assert done.mixed.shape == (3, 2, 8)
    np.testing.assert_array_equal(done.one[0], sample.one["a"])
    np.testing.assert_array_equal(done.other[1], sample.other["c"] + sample.other["d"])
    np.testing.assert_array_equal(done.mixed[0], [sample.other["a"], done.one[1]])
    np.testing.assert_array_equal(done.mixed[1, 1], sample.other["c"] + sample.one["d"])


def test_correlated_numbers_go_together_within_a_table_and_not_between_tables():
    tied = correlated([Correlation(between=("a", "b"), value=0.8)], ["a", "b", "elsewhere"])
    plain, sample = drawn(GROUPS, 1024, seed=1), drawn(GROUPS, 1024, 1, tied)
    for table, before in ((sample.one, plain.one), (sample.other, plain.other)):
        assert np.corrcoef(table["a"], table["b"])[0, 1] == pytest.approx(0.79, abs=0.04)
        np.testing.assert_array_equal(table["a"], before["a"])
        np.testing.assert_array_equal(table["c"], before["c"])
    assert abs(np.corrcoef(sample.one["a"], sample.other["b"])[0, 1]) < 0.05


def test_correlations_of_numbers_that_are_not_drawn_change_nothing():
    tied = correlated([Correlation(between=("x", "y"), value=0.8)], ["x", "y"])
    sample, plain = drawn(GROUPS, 8, 1, tied), drawn(GROUPS, 8, 1)
    np.testing.assert_array_equal(sample.one["a"], plain.one["a"])
