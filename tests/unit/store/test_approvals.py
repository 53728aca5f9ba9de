"""Approvals in both databases: one at a time for the same bytes, taken back with a reason, all of them remembered."""

from __future__ import annotations

import threading

import pytest

from dualcarbon.errors import InputError
from dualcarbon.store.approvals import Approvals

ONE, OTHER = "1" * 64, "2" * 64


@pytest.fixture
def approvals(engine):
    return Approvals(engine)


def codes(caught):
    return [fault.code for fault in caught.value.faults]


def test_an_approval_is_given_back_as_it_was_given(approvals):
    assert approvals.last("jiangsu", "abc") is None
    given = approvals.give("jiangsu", "abc", ONE, "王", "可以")
    assert (given.who, given.digest, given.note, given.stands) == ("王", ONE, "可以", True)
    assert approvals.last("jiangsu", "abc") == given
    assert approvals.last("foshan", "abc") is approvals.last("jiangsu", "other") is None
    assert approvals.of("jiangsu") == [given]


def test_the_same_bytes_are_approved_once(approvals):
    approvals.give("jiangsu", "abc", ONE, "wang")
    with pytest.raises(InputError) as caught:
        approvals.give("jiangsu", "abc", ONE, "li")
    assert codes(caught) == ["APV002"]
    assert "wang" in caught.value.faults[0].sentence("zh")
    assert approvals.give("jiangsu", "abc", OTHER, "li").digest == OTHER
    assert len(approvals.of("jiangsu")) == 2


def test_an_approval_that_is_taken_back_stays_in_the_list(approvals):
    approvals.give("jiangsu", "abc", ONE, "wang")
    approvals.give("jiangsu", "abc", OTHER, "wang")
    approvals.give("jiangsu", "other", ONE, "wang")
    taken = approvals.revoke("jiangsu", "abc", "li", "数据有误")
    assert (taken.stands, taken.revoked_by, taken.reason) == (False, "li", "数据有误")
    assert approvals.last("jiangsu", "abc") == taken
    assert [(one.run, one.stands) for one in approvals.of("jiangsu")] == [("other", True), ("abc", False), ("abc", False)]  # fmt: skip
    with pytest.raises(InputError) as caught:
        approvals.revoke("jiangsu", "abc", "li", "again")
    assert codes(caught) == ["APV004"]
    assert approvals.give("jiangsu", "abc", OTHER, "li").stands


def test_of_many_at_once_one_approves(approvals):
    given, refused, start = [], [], threading.Barrier(5)

    def give(name):
        start.wait()
        try:
            given.append(approvals.give("jiangsu", "abc", ONE, name))
        except InputError:
            refused.append(name)

    hands = [threading.Thread(target=give, args=(f"p{n}",)) for n in range(5)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert (len(given), len(refused)) == (1, 4)
    assert approvals.of("jiangsu") == given
