"""The log tells whatever is done to it: a row changed, removed, put in or moved, an end cut off, a whole new log."""

from __future__ import annotations

import random
import threading

import pytest
from sqlalchemy import delete, func, insert, select, update

from dualcarbon.store import database
from dualcarbon.store.audit import HEAD, KEPT, ROWS, Audit, seal


@pytest.fixture
def log(engine, tmp_path):
    """A log of five rows."""
    made = Audit(engine, tmp_path / "kept")
    for n in range(1, 6):
        made.record(f"person {n}", "saved", "jiangsu", {"file": "data/energy.csv", "rows": n})
    return made


def spoil(log, *statements):
    with database.writing(log.engine) as connection:
        for one in statements:
            connection.execute(one)


def codes(log):
    return [fault.code for fault in log.verify()]


def at(number):
    return ROWS.c.number == number


def rows_of(log):
    with log.engine.connect() as connection:
        return {r.number: r._asdict() for r in connection.execute(select(ROWS))}


def test_what_was_recorded_is_given_back_the_newest_first(log):
    newest, *_ = log.entries(limit=2)
    assert (newest.number, newest.who, newest.what, newest.study) == (
        5,
        "person 5",
        "saved",
        "jiangsu",
    )
    assert newest.detail == {"file": "data/energy.csv", "rows": 5}
    assert [one.number for one in log.entries(before=3)] == [2, 1]
    assert log.entries(study="henan") == []
    assert log.verify() == []


def test_a_log_without_rows_is_whole(engine, tmp_path):
    assert Audit(engine, tmp_path).verify() == []


@pytest.mark.parametrize("column", ["at", "who", "what", "study", "detail", "seal"])
def test_a_changed_row_is_found(log, column):
    spoil(log, update(ROWS).where(at(3)).values({column: "other"}))
    assert "AUD001" in codes(log)
    assert f"row {4 if column == 'seal' else 3}" in " ".join(f.message() for f in log.verify())


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_removed_row_is_found(log, number):
    spoil(log, delete(ROWS).where(at(number)))
    assert "AUD002" in codes(log)


def test_a_removed_row_is_found_though_the_numbers_close_up(log):
    spoil(
        log,
        delete(ROWS).where(at(3)),
        update(ROWS).where(at(4)).values(number=3),
        update(ROWS).where(at(5)).values(number=4),
    )
    assert codes(log)[0] == "AUD001"


def test_two_rows_in_each_other_s_place_are_found(log):
    spoil(log, update(ROWS).where(at(2)).values(number=99), update(ROWS).where(at(3)).values(number=2), update(ROWS).where(at(99)).values(number=3))  # fmt: skip
    assert codes(log)[:2] == ["AUD001", "AUD001"]


def test_a_row_put_in_at_the_end_is_found(log):
    last = rows_of(log)[5]
    told = ("now", "nobody", "saved", "jiangsu", "{}")
    forged = dict(zip(("at", "who", "what", "study", "detail"), told, strict=True))
    spoil(log, insert(ROWS).values(number=6, seal=seal(last["seal"], 6, told), **forged))
    assert codes(log) == ["AUD003"]


def test_an_end_cut_off_is_found_by_the_head_of_the_database(log):
    spoil(log, delete(ROWS).where(at(5)))
    assert codes(log) == ["AUD003", "AUD004"]


def test_an_end_cut_off_with_the_head_of_the_database_is_found_by_the_kept_one(log):
    before = rows_of(log)[3]["seal"]
    spoil(log, delete(ROWS).where(ROWS.c.number > 3), update(HEAD).values(number=3, seal=before))
    assert codes(log) == ["AUD004"]


def test_a_log_emptied_as_a_whole_is_found(log):
    spoil(log, delete(ROWS), delete(HEAD))
    assert codes(log) == ["AUD004"]


def test_a_log_written_anew_that_agrees_with_itself_is_found_by_the_kept_head(log, tmp_path):
    spoil(log, delete(ROWS), delete(HEAD))
    other = Audit(log.engine, tmp_path / "elsewhere")
    for _ in range(7):
        other.record("nobody", "nothing")
    assert other.verify() == []
    assert codes(log) == ["AUD004"]


def test_that_no_head_is_kept_is_told(log):
    (log.folder / KEPT).unlink()
    assert codes(log) == ["AUD005"]
    log.record("somebody", "something")
    assert codes(log) == []


def test_names_that_no_database_can_hold_are_kept_as_far_as_they_go(log):
    log.record("a\0b\ud800", "x" * 300, detail={"name": "\0\ud800", "zh": "江苏"})
    newest = log.entries(limit=1)[0]
    assert (newest.who, len(newest.what)) == ("a\ufffdb\ufffd", 200)
    assert newest.detail == {"name": "\0\ud800", "zh": "江苏"}
    assert codes(log) == []


def test_many_writers_make_one_chain(log):
    def write(name):
        for _ in range(5):
            Audit(log.engine, log.folder).record(name, "saved")

    threads = [threading.Thread(target=write, args=(f"w{n}",)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with log.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(ROWS)).scalar() == 25
    assert codes(log) == []


def test_what_is_not_done_as_a_whole_leaves_no_row(log, monkeypatch):
    monkeypatch.setattr("dualcarbon.store.audit.HEAD", None)
    with pytest.raises(AttributeError):
        log.record("somebody", "something")
    monkeypatch.undo()
    assert len(rows_of(log)) == 5
    assert codes(log) == []


def flips(log, count):
    """Flip single bits of what the log, its head and the kept head hold, each put right again; give those that nobody noticed."""
    chance, unseen = random.Random(3), []
    places = [(table, column) for table in (ROWS, HEAD) for column in table.columns if column.name != "id"]  # fmt: skip
    for _ in range(count):
        table, column = chance.choice([*places, (None, None)])
        if table is None:
            put_right = flipped_kept(log.folder / KEPT, chance)
        else:
            put_right = flipped_cell(log, table, column, chance)
        if not log.verify():
            unseen.append((table, column))
        put_right()
        assert log.verify() == []
    return unseen


def flipped_kept(file, chance):
    data = file.read_bytes()
    place = chance.randrange((len(data) - 1) * 8)  # the end of the line says nothing
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    file.write_bytes(bytes(changed))
    return lambda: file.write_bytes(data)


def flipped_cell(log, table, column, chance):
    with log.engine.connect() as connection:
        row = chance.choice(connection.execute(select(table)).mappings().all())
    old = row[column.name]
    if isinstance(old, int):
        new = old ^ 1 << chance.randrange(3, 30)  # no number that another row has
    else:
        place, bit = chance.randrange(len(old)), 1 << chance.randrange(5)  # never a NUL
        new = old[:place] + chr(ord(old[place]) ^ bit) + old[place + 1 :]
    key = next(iter(table.primary_key))
    kept = new if key is column else row[key.name]
    spoil(log, update(table).where(key == row[key.name]).values({column: new}))
    return lambda: spoil(log, update(table).where(key == kept).values({column: old}))


@pytest.mark.parametrize("count", [12, pytest.param(1000, marks=pytest.mark.slow)])
def test_every_flipped_bit_is_found(log, count):
    assert flips(log, count) == []
