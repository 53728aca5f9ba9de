"""Versions of a study's files: who, when, why, and the contents before and after, on either database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.readers.files import digest
from dualcarbon.store import saving
from dualcarbon.store.versions import CONTENTS, Versions

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def versions(engine):
    """An empty list of versions."""
    return Versions(engine)


def keep(versions, number, before, after, study="jiangsu"):
    return versions.kept(
        study, "李", NOON + timedelta(hours=number), f"第{number}次", before, after
    )


def test_a_version_tells_who_when_why_and_which_files(versions):
    made = versions.kept("jiangsu", "李", NOON.astimezone(timezone(timedelta(hours=8))), "更正", {"a.csv": b"1", "b.csv": None}, {"a.csv": b"2", "b.csv": b"3"})  # fmt: skip
    assert versions.of("jiangsu") == [made]
    assert (made.who, made.at, made.note, set(made.files)) == ("李", NOON, "更正", {"a.csv", "b.csv"})  # fmt: skip
    assert versions.contents(made.id, "a.csv") == b"2"
    assert versions.contents(made.id, "a.csv", before=True) == b"1"
    assert versions.contents(made.id, "b.csv", before=True) is None


def test_versions_are_listed_by_study_and_file_the_newest_first(versions):
    first = keep(versions, 1, {"a.csv": b"1"}, {"a.csv": b"2"})
    second = keep(versions, 2, {"b.csv": b"1"}, {"b.csv": b"2"})
    keep(versions, 3, {"a.csv": b"1"}, {"a.csv": b"2"}, study="china")
    assert versions.of("jiangsu") == [second, first]
    assert versions.of("jiangsu", "a.csv") == [first]
    assert versions.of("nowhere") == []


def test_it_is_known_what_changed_a_file_after_it_had_some_contents(versions):
    first = keep(versions, 1, {"a.csv": b"1"}, {"a.csv": b"2"})
    keep(versions, 2, {"b.csv": b"1"}, {"b.csv": b"2"})
    second = keep(versions, 3, {"a.csv": b"2"}, {"a.csv": b"3"})
    found = (versions.since("jiangsu", "a.csv", digest(data)) for data in (b"1", b"2", b"3", b"9"))
    assert list(found) == [[second, first], [second], [], None]
    assert versions.since("china", "a.csv", digest(b"1")) is None


def test_equal_contents_are_kept_once_and_compressed(versions, engine):
    data = b"2010,coal,1\n" * 10_000
    keep(versions, 1, {"a.csv": data}, {"a.csv": b"2"})
    keep(versions, 2, {"a.csv": b"2"}, {"a.csv": data})
    with engine.connect() as connection:
        count, size = connection.execute(select(func.count(), func.sum(func.length(CONTENTS.c.data)))).one()  # fmt: skip
    assert count == 2
    assert size < len(data) / 100


def test_files_are_given_as_they_were_right_after_a_version(versions):
    first = keep(versions, 1, {"a.csv": b"1", "b.csv": b"1"}, {"a.csv": b"2", "b.csv": b"2"})
    second = keep(versions, 2, {"a.csv": b"2", "c.csv": None}, {"a.csv": b"3", "c.csv": b"3"})
    third = keep(versions, 3, {"c.csv": b"3", "b.csv": b"2"}, {"c.csv": b"4", "b.csv": None})
    assert versions.then("jiangsu", first.id) == {"a.csv": b"2", "b.csv": b"2", "c.csv": None}
    assert versions.then("jiangsu", second.id) == {"a.csv": b"3", "c.csv": b"3", "b.csv": b"2"}
    assert versions.then("jiangsu", third.id) == {"c.csv": b"4", "b.csv": None}


def test_what_is_not_there_is_told(versions):
    made = keep(versions, 1, {"a.csv": b"1"}, {"a.csv": b"2"})
    with pytest.raises(UnknownName, match="no file"):
        versions.contents(made.id, "b.csv")
    with pytest.raises(UnknownName, match="no version"):
        versions.then("china", made.id)


def test_a_save_is_a_version_even_if_it_was_interrupted_before_it_was_entered(versions, tmp_path, monkeypatch):  # fmt: skip
    (tmp_path / "a.csv").write_bytes(b"1")
    with monkeypatch.context() as patch:
        patch.setattr(versions, "entered", lambda _: False)
        made = versions.saved(tmp_path, "jiangsu", {"a.csv": b"2"}, "Wang", "why")
    assert (tmp_path / "a.csv").read_bytes() == b"2"
    assert versions.of("jiangsu") == []
    saving.recovered(tmp_path, versions.entered)
    assert versions.of("jiangsu") == [made]
    later = versions.saved(tmp_path, "jiangsu", {"a.csv": None}, "Li")
    assert [one.id for one in versions.of("jiangsu")] == [later.id, made.id]
    assert later.files["a.csv"][0] == made.files["a.csv"][1]


def test_a_version_entered_twice_stands_in_the_list_once(versions):
    memo = versions.prepared("jiangsu", "Li", NOON, "", {"a.csv": b"1"}, {"a.csv": b"2"})
    assert [versions.entered(memo), versions.entered(memo)] == [True, True]
    assert len(versions.of("jiangsu")) == 1


@pytest.mark.parametrize("memo", [{}, {"id": 1}, {"id": "x", "study": None, "files": 3}])
def test_a_memo_that_is_none_of_ours_is_not_taken(versions, memo):
    assert versions.entered(memo) is False
    assert versions.of("jiangsu") == []


@pytest.mark.parametrize("text", ["a\0b", "half \ud800"])
def test_a_note_that_no_database_keeps_is_refused(versions, tmp_path, text):
    for who, note in (("Li", text), (text, "")):
        with pytest.raises(InputError) as error:
            versions.saved(tmp_path, "jiangsu", {"a.csv": b"1"}, who, note)
        assert [fault.code for fault in error.value.faults] == ["SAV005"]
    assert list(tmp_path.glob("*.csv")) == []


def test_a_database_that_refuses_keeps_the_files_as_they_were(versions, engine, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"1")
    event.listen(engine, "before_cursor_execute", _failing)
    try:
        with pytest.raises(InputError) as error:
            versions.saved(tmp_path, "jiangsu", {"a.csv": b"2"}, "Li")
    finally:
        event.remove(engine, "before_cursor_execute", _failing)
    assert [fault.code for fault in error.value.faults] == ["SAV004"]
    assert (tmp_path / "a.csv").read_bytes() == b"1"
    assert not (tmp_path / saving.JOURNAL).exists()


def _failing(*_arguments):
    said = "INSERT"
    raise OperationalError(said, {}, OSError("disk is full"))
