"""A run is whole or not there: scratch folders leave nothing behind, whoever comes second changes nothing."""

from __future__ import annotations

import json
import threading

import pytest

from dualcarbon.store import runs
from dualcarbon.store.runs import DONE, aside, dumps, is_complete, read_json, write_json


def fill(folder, text="new"):
    (folder / "a.txt").write_text(text)
    (folder / DONE).write_text("{}")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_finished_block_becomes_the_target(tmp_path):
    target = tmp_path / "results" / "abc"
    with aside(target) as scratch:
        assert scratch.parent == target.parent  # the same disk, so that renaming is one step
        assert not target.exists()
        fill(scratch)
    assert names(target) == ["a.txt", DONE]
    assert names(target.parent) == ["abc"]
    assert is_complete(target)
    assert target.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_nothing_behind(tmp_path, error):
    with pytest.raises(error):
        failing(tmp_path / "abc", error)
    assert names(tmp_path) == []


def failing(target, error):
    with aside(target) as scratch:
        fill(scratch)
        raise error


def test_a_block_that_fails_leaves_the_older_run_as_it_was(tmp_path):
    fill(make(tmp_path / "abc"), "old")
    with pytest.raises(RuntimeError):
        failing(tmp_path / "abc", RuntimeError)
    assert (tmp_path / "abc" / "a.txt").read_text() == "old"
    assert names(tmp_path) == ["abc"]


def make(folder):
    folder.mkdir(parents=True)
    return folder


def test_an_older_or_unfinished_run_makes_room(tmp_path):
    old = make(tmp_path / "abc")
    (old / "torn.txt").write_text("half")
    assert not is_complete(old)
    with aside(old) as scratch:
        fill(scratch)
    assert names(old) == ["a.txt", DONE]
    assert names(tmp_path) == ["abc"]


def test_of_two_runs_that_race_the_first_to_finish_is_kept(tmp_path):
    target = tmp_path / "abc"
    with aside(target) as slow:
        fill(slow, "slow")
        with aside(target) as quick:
            assert quick != slow
            fill(quick, "quick")
        assert is_complete(target)
    assert (target / "a.txt").read_text() == "quick"
    assert names(tmp_path) == ["abc"]


@pytest.mark.parametrize("torn", [False, True])
def test_many_runs_that_finish_at_once_leave_one_whole_run(tmp_path, torn):
    target, together, ended = tmp_path / "abc", threading.Barrier(4), []
    if torn:
        (make(target) / "torn.txt").write_text("half")

    def run():
        with aside(target) as scratch:
            fill(scratch, "same")
            together.wait()
        ended.append("well")

    threads = [threading.Thread(target=run) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert ended == ["well"] * 4
    assert names(tmp_path) == ["abc"]
    assert names(target) == ["a.txt", DONE]


def test_a_run_that_somebody_finishes_at_the_last_moment_is_kept(tmp_path, monkeypatch):
    target = tmp_path / "abc"
    with aside(target) as scratch:
        fill(scratch, "ours")
        fill(make(target), "theirs")
        seen = iter([False])  # asked just before the other came
        monkeypatch.setattr(runs, "is_complete", lambda run: next(seen, True))
        monkeypatch.setattr(runs, "_make_room", lambda _: None)
    assert (target / "a.txt").read_text() == "theirs"
    assert names(tmp_path) == ["abc"]


def test_a_place_that_cannot_be_taken_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "_make_room", lambda _: None)
    (make(tmp_path / "abc") / "torn.txt").write_text("half")
    with pytest.raises(OSError, match="not empty"):
        succeeding(tmp_path / "abc")
    assert names(tmp_path) == ["abc"]


def succeeding(target):
    with aside(target) as scratch:
        fill(scratch)


def test_json_keeps_chinese_readable_and_refuses_what_is_not_a_number(tmp_path):
    file = tmp_path / "s.json"
    write_json(file, {"name": "江苏", "x": 0.1})
    assert file.read_text(encoding="utf-8") == '{\n "name": "江苏",\n "x": 0.1\n}\n'
    assert read_json(file) == {"name": "江苏", "x": 0.1}
    for bad in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="not JSON compliant"):
            dumps({"x": bad})


def test_json_that_was_cut_off_is_not_read(tmp_path):
    (tmp_path / "s.json").write_text('{"a": ')
    with pytest.raises(json.JSONDecodeError):
        read_json(tmp_path / "s.json")
