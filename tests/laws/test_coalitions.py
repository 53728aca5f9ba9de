"""The rule of coalitions: who acts is in, has what it needs, and meets no rival; who does not act has a reason."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.scenarios.coalitions import acting, decided, every

IDS = ("a", "b", "c", "d", "e", "f")


@st.composite
def rules(draw):
    """Draw measures in some order, what they require without circles, and what they exclude."""
    rank = draw(st.permutations(IDS))
    pairs = list(itertools.combinations(rank, 2))
    some = st.lists(st.sampled_from(pairs), max_size=5)
    requires, excludes = {}, {}
    for low, high in draw(some):
        requires.setdefault(high, []).append(low)
    for one, other in draw(some):
        excludes.setdefault(one, []).append(other)
    return draw(st.permutations(IDS)), requires, excludes


def sets(rule, coalitions=None):
    """Give who is in and who acts of every coalition, as sets."""
    order, requires, excludes = rule
    inside = every(len(order)) if coalitions is None else coalitions
    acts = acting(inside, order, requires, excludes)
    return [
        tuple({order[i] for i in np.flatnonzero(row)} for row in pair)
        for pair in zip(inside, acts, strict=True)
    ]


def rivals(one, other, excludes):
    return other in excludes.get(one, ()) or one in excludes.get(other, ())


@given(rules())
def test_who_acts_is_in_has_all_it_requires_and_no_rival_beside_it(rule):
    _, requires, excludes = rule
    for inside, acts in sets(rule):
        assert acts <= inside
        assert all(set(requires.get(id, ())) <= acts for id in acts)
        assert not any(rivals(*pair, excludes) for pair in itertools.combinations(acts, 2))


@given(rules())
def test_who_is_in_and_does_not_act_lacks_something_or_came_after_a_rival(rule):
    order, requires, excludes = rule
    turn = decided(order, requires)
    for inside, acts in sets(rule):
        for id in inside - acts:
            earlier = {o for o in acts if turn.index(o) < turn.index(id)}
            assert set(requires.get(id, ())) - acts or any(rivals(id, o, excludes) for o in earlier)


@given(rules())
def test_those_who_act_would_act_without_the_others(rule):
    order = rule[0]
    acts = acting(every(len(order)), *rule)
    np.testing.assert_array_equal(acting(acts, *rule), acts)


@given(rules())
def test_without_rules_all_who_are_in_act(rule):
    inside = every(len(IDS))
    np.testing.assert_array_equal(acting(inside, rule[0], {}, {}), inside)


@given(rules())
def test_without_rivals_who_acts_goes_on_acting_when_others_join(rule):
    order, requires, _ = rule
    found = {frozenset(inside): acts for inside, acts in sets((order, requires, {}))}
    for inside, id in itertools.product(found, IDS):
        assert found[inside] <= found[inside | {id}]


@given(rules())
def test_each_is_decided_once_after_what_it_requires_and_else_as_stated(rule):
    order, requires, _ = rule
    turn = decided(order, requires)
    assert sorted(turn) == sorted(order)
    for id in order:
        assert all(turn.index(needed) < turn.index(id) for needed in requires.get(id, ()))
    assert decided(turn, requires) == turn
    assert decided(order, {}) == list(order)
