"""Passwords and limits by themselves."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.server.people import limits, passwords
from dualcarbon.server.people.limits import Limit


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("li", "seven quiet turbines"),
        ("li", "七台安静的风力发电机在海上"),
        ("wang", "x" * 3 + "correct horse battery"),
        ("li", "my li is in it anyway"),  # a name of two letters stands in many words
        ("wang", "a" + "zuvtkqm" * 18 + "b"),
    ],
)
def test_a_password_that_is_good_enough(name, password):
    passwords.checked(name, password)


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("li", "", "PER006"),
        ("li", "eleven char", "PER006"),
        ("li", "x1" * 65, "PER006"),
        ("li", "aaaaaaaaaaaaaaaa", "PER007"),
        ("li", "abababababab12", "PER007"),
        ("li", "pass-ABCDEF-word", "PER007"),
        ("li", "my 654321 number", "PER007"),
        ("li", "on qwertyu board", "PER007"),
        ("Wang", "that is waNG's own", "PER007"),
        ("wang", "that is ｗａｎｇ's own", "PER007"),
    ],
)
def test_a_password_that_is_not(name, password, code):
    with pytest.raises(InputError) as caught:
        passwords.checked(name, password)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert not password or password not in str(caught.value)


def test_the_cost_that_is_used_is_the_recommended_one():
    assert passwords.Cost() == passwords.Cost(passes=3, memory=64 * 1024, lanes=4)


def test_a_kept_password_is_argon2id_with_a_salt_of_its_own():
    one, other = passwords.kept("seven quiet turbines"), passwords.kept("seven quiet turbines")
    assert one.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert one != other
    assert passwords.right(one, "seven quiet turbines")
    assert not passwords.right(one, "seven quiet turbine")


@pytest.mark.parametrize("secret", [None, "", "plain text", "$argon2id$broken"])
def test_what_is_no_hash_lets_nobody_in(secret):
    assert not passwords.right(secret, "plain text")
    assert not passwords.right(secret, "")


def test_of_nobody_a_hash_of_the_same_cost_is_tried(monkeypatch):
    tried = []
    hasher = passwords._hasher(passwords.COST)
    right = type(hasher).verify
    monkeypatch.setattr(type(hasher), "verify", lambda h, secret, given: tried.append(secret) or right(h, secret, given))  # fmt: skip
    assert not passwords.right(None, "seven quiet turbines")
    (one,) = tried
    assert not passwords.stale(one)
    assert len(one) == len(passwords.kept("seven quiet turbines"))


def test_half_a_surrogate_pair_is_a_password_like_any_other():
    assert not passwords.right(passwords.kept("seven quiet turbines"), "\ud800")


def test_tries_come_back_with_time_and_never_more_than_at_first():
    now = [0.0]
    limit = Limit(3, 0.5, lambda: now[0])
    assert [limit.take("a") for _ in range(4)] == [0, 0, 0, 2]
    assert limit.take("b") == 0
    now[0] = 2.0
    assert [limit.take("a") for _ in range(2)] == [0, 2]
    now[0] = 1000.0
    assert limit.left("a") == 3


def test_a_try_can_be_given_back_but_none_is_won():
    limit = Limit(2, 0.5, lambda: 0.0)
    limit.take("a")
    limit.back("a")
    limit.back("a")
    assert limit.left("a") == 2


def test_only_so_many_keys_are_remembered(monkeypatch):
    monkeypatch.setattr(limits, "KEYS", 3)
    limit = Limit(1, 1.0, lambda: 0.0)
    for key in "abcd":
        limit.take(key)
    assert (limit.take("d"), limit.take("a")) == (1.0, 0)
