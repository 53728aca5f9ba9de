"""Coalitions by hand: pairs that need each other, pairs that exclude each other, circles."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios.coalitions import acting, decided, every, in_order, needed


def who(order, inside, requires=None, excludes=None):
    row = np.array([[id in inside for id in order]])
    acts = acting(row, order, requires or {}, excludes or {})
    return "".join(id for id, does in zip(order, acts[0], strict=True) if does)


def test_every_coalition_is_the_bits_of_its_number():
    assert every(0).shape == (1, 0)
    assert every(3).shape == (8, 3)
    assert every(3)[6].tolist() == [False, True, True]


def test_players_join_in_the_stated_order():
    assert in_order(3).sum(axis=1).tolist() == [0, 1, 2, 3]
    assert in_order(3)[2].tolist() == [True, True, False]
    assert in_order(0).shape == (1, 0)


def test_what_a_measure_cannot_do_without_is_followed_to_its_end():
    found = needed("abcd", {"a": ["c"], "c": ["d", "x"]})
    assert [[i for i, there in zip("abcd", row, strict=True) if there] for row in found] == [
        ["c", "d"], [], ["d"], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "acts"), [("w", ""), ("s", "s"), ("ws", "ws"), ("wp", "p"), ("wsp", "wsp")]
)
def test_a_measure_that_needs_another_waits_for_it_even_if_stated_first(inside, acts):
    assert who("wsp", inside, requires={"w": ["s"]}) == acts


@pytest.mark.parametrize(("inside", "acts"), [("ab", "a"), ("b", "b"), ("a", "a"), ("", "")])
@pytest.mark.parametrize("excludes", [{"a": ["b"]}, {"b": ["a"]}, {"a": ["b"], "b": ["a"]}])
def test_of_two_that_exclude_each_other_the_first_acts_whoever_says_it(excludes, inside, acts):
    assert who("ab", inside, excludes=excludes) == acts


def test_the_order_decides_between_rivals():
    assert who("ba", "ab", excludes={"a": ["b"]}) == "b"


def test_a_rival_that_does_not_act_is_in_nobodys_way():
    """b excludes c but waits for a, which is not there."""
    assert who("abc", "bc", requires={"b": ["a"]}, excludes={"b": ["c"]}) == "c"


def test_who_needs_one_that_a_rival_keeps_out_does_not_act_either():
    assert who("abc", "abc", requires={"c": ["b"]}, excludes={"a": ["b"]}) == "a"


def test_what_is_not_among_the_measures_is_in_no_coalition():
    assert who("ab", "ab", requires={"a": ["x"]}) == "b"
    assert who("ab", "ab", excludes={"a": ["x"]}) == "ab"


def test_a_measure_does_not_exclude_itself():
    assert who("a", "a", excludes={"a": ["a"]}) == "a"


def test_needs_are_decided_first_in_the_stated_order():
    assert decided("dcba", {"d": ["a", "b"], "b": ["a"]}) == ["a", "b", "d", "c"]


@pytest.mark.parametrize("requires", [{"a": ["b"], "b": ["a"]}, {"a": ["a"]}])
def test_a_circle_is_named(requires):
    with pytest.raises(InputError) as caught:
        acting(every(2), "ab", requires, {})
    (fault,) = caught.value.faults
    assert fault.code == "ATT001"
    assert fault.message().startswith("measures.toml: ")
    assert all(id in fault.message() for id in requires)
