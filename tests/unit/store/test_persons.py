"""Persons, roles, sessions and tokens: what is kept is never what lets somebody in, and nobody is shut out for good."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text

from dualcarbon.errors import InputError
from dualcarbon.store import database
from dualcarbon.store.persons import SESSIONS, STEP, TOKENS, Persons

IDLE, LONGEST = 100, 1000


@pytest.fixture
def persons(engine):
    """Two persons: Wang administers everything, Li looks at Jiangsu."""
    made = Persons(engine)
    for name, role, study in (("wang", "administrator", "*"), ("李", "viewer", "jiangsu")):
        made.add(name, f"hash of {name}", at=7)
        made.give(name, role, study)
    return made


def refused(code, call, *arguments):
    with pytest.raises(InputError) as caught:
        call(*arguments)
    assert [fault.code for fault in caught.value.faults] == [code]


def alive(persons, id, now):
    return persons.session(id, now, IDLE, LONGEST)


def test_persons_are_listed_with_their_roles(persons):
    listed = [(one.name, one.at, one.roles) for one in persons.listed()]
    assert listed == [("wang", 7, (("*", "administrator"),)), ("李", 7, (("jiangsu", "viewer"),))]
    assert persons.secret("李") == "hash of 李"
    assert persons.secret("zhao") is None


def test_a_name_is_given_once(persons):
    refused("PER002", persons.add, "wang", "other", 8)
    assert persons.secret("wang") == "hash of wang"


def test_a_role_replaces_the_one_in_the_same_study_and_can_be_taken_away(persons):
    persons.give("李", "analyst", "jiangsu")
    persons.give("李", "viewer", "henan")
    assert set(persons.roles("李")) == {("jiangsu", "analyst"), ("henan", "viewer")}
    persons.give("李", "", "jiangsu")
    assert persons.roles("李") == (("henan", "viewer"),)


@pytest.mark.parametrize("call", ["remove", "change", "give"])
def test_a_person_who_is_not_there_is_told_with_the_nearest(persons, call):
    more = {"change": ("x",), "give": ("viewer",)}.get(call, ())
    with pytest.raises(InputError, match='nearest: "wang"'):
        getattr(persons, call)("wamg", *more)


def test_the_last_administrator_stays(persons):
    refused("PER005", persons.remove, "wang")
    refused("PER005", persons.give, "wang", "viewer")
    refused("PER005", persons.give, "wang", "")
    assert persons.roles("wang") == (("*", "administrator"),)
    persons.give("李", "administrator")
    persons.remove("wang")
    assert [one.name for one in persons.listed()] == ["李"]


def test_where_nobody_administers_yet_a_person_can_go(engine):
    persons = Persons(engine)
    persons.add("first", "hash", 1)
    persons.remove("first")
    assert persons.listed() == []


def test_of_two_administrators_who_remove_each_other_at_once_one_stays(persons):
    persons.give("李", "administrator")
    found = []

    def remove(name):
        try:
            persons.remove(name)
        except InputError as error:
            found.append(error.faults[0].code)

    threads = [threading.Thread(target=remove, args=(name,)) for name in ("wang", "李")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == ["PER005"]
    assert len(persons.listed()) == 1


def test_a_session_lives_while_it_is_used_and_not_for_ever(persons):
    persons.begin("id", "wang", now=0)
    assert alive(persons, "other", 1) is None
    for now in range(90, 991, 90):
        assert alive(persons, "id", now) == "wang"
    assert alive(persons, "id", 1001) is None
    assert alive(persons, "id", 10) is None


def test_a_session_that_is_not_used_ends(persons):
    persons.begin("id", "wang", now=0)
    assert alive(persons, "id", IDLE + 1) is None
    assert alive(persons, "id", 1) is None


def test_a_page_that_asks_of_itself_keeps_no_session_alive(persons):
    persons.begin("id", "wang", now=0)
    assert persons.session("id", IDLE, IDLE, LONGEST, used=False) == "wang"
    assert alive(persons, "id", IDLE + 1) is None


def test_that_a_session_was_used_is_written_seldom(persons):
    persons.begin("id", "wang", now=0)
    alive(persons, "id", STEP - 1)
    with persons.engine.connect() as connection:
        assert connection.execute(select(SESSIONS.c.seen)).scalar() == 0
    alive(persons, "id", STEP)
    with persons.engine.connect() as connection:
        assert connection.execute(select(SESSIONS.c.seen)).scalar() == STEP


def test_one_session_ends_or_all_of_a_person(persons):
    for id, name in (("a", "wang"), ("b", "wang"), ("c", "wang"), ("d", "李")):
        persons.begin(id, name, now=0)
    persons.end("a")
    assert [alive(persons, id, 1) for id in "abcd"] == [None, "wang", "wang", "李"]
    persons.end_all("wang")
    assert [alive(persons, id, 1) for id in "abcd"] == [None, None, None, "李"]


def test_a_token_lets_its_owner_in_until_it_ends(persons):
    id = persons.issue("李", "script", "secret", now=0, ends=50)
    assert (persons.bearer("secret", 50), persons.bearer("Secret", 50), persons.bearer("secret", 51)) == ("李", None, None)  # fmt: skip
    (one,) = persons.tokens("李")
    assert (one.id, one.title, one.begun, one.ends) == (id, "script", 0, 50)
    assert not persons.revoke("wang", id)
    assert persons.revoke("李", id)
    assert persons.bearer("secret", 1) is None


def test_whoever_is_removed_is_out_at_once(persons):
    persons.begin("id", "李", now=0)
    persons.issue("李", "script", "secret", now=0, ends=50)
    persons.remove("李")
    assert (alive(persons, "id", 1), persons.bearer("secret", 1), persons.roles("李")) == (None, None, ())  # fmt: skip


def test_what_is_over_is_forgotten(persons):
    persons.begin("old", "wang", now=0)
    persons.begin("new", "wang", now=950)
    persons.issue("李", "script", "secret", now=0, ends=50)
    persons.swept(1001, IDLE, LONGEST)
    with persons.engine.connect() as connection:
        assert len(connection.execute(select(SESSIONS)).all()) == 1
        assert connection.execute(select(TOKENS)).all() == []


def test_neither_a_session_s_id_nor_a_token_stands_in_the_database(persons):
    persons.begin("session-id-0815", "wang", now=0)
    persons.issue("wang", "script", "token-4711", now=0, ends=50)
    with database.writing(persons.engine) as connection:
        tables = ("persons", "person_roles", "person_sessions", "person_tokens")
        kept = " ".join(str(row) for one in tables for row in connection.execute(text(f"SELECT * FROM {one}")))  # fmt: skip
    assert "hash of wang" in kept
    assert "0815" not in kept
    assert "4711" not in kept
