"""The shelf: one thing is made once and holds up no other; a save that was interrupted is finished before a study is read."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from dualcarbon.errors import InputError
from dualcarbon.server import shelf as shelves
from dualcarbon.server.shelf import Shelf
from dualcarbon.store import saving
from dualcarbon.study import running

PATIENCE = 30
"""How long a thread is waited for that must not wait itself. [s]"""


@pytest.fixture
def shelf(tmp_path):
    """Two studies that hold nothing but a declaration."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "study.toml").write_text("x = 1\n")
    return Shelf(tmp_path)


def started(call, *arguments):
    thread = threading.Thread(target=call, args=arguments, daemon=True)
    thread.start()
    return thread


def test_a_thing_that_is_being_made_holds_up_no_other(shelf):
    begun, go = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert go.wait(PATIENCE)
        return "slow"

    found = []
    first = started(lambda: found.append(shelf.kept("kind", "one", "", slow)))
    assert begun.wait(PATIENCE)
    quick = started(lambda: found.append(shelf.kept("kind", "other", "", lambda: "quick")))
    quick.join(PATIENCE)
    assert found == ["quick"]
    go.set()
    first.join(PATIENCE)
    assert found == ["quick", "slow"]


def test_what_many_ask_for_at_once_is_made_once(shelf):
    begun, go, made, found = threading.Event(), threading.Event(), [], []

    def make():
        begun.set()
        assert go.wait(PATIENCE)
        made.append(1)
        return object()

    threads = [started(lambda: found.append(shelf.kept("kind", "one", "", make))) for _ in range(4)]
    assert begun.wait(PATIENCE)
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(found) == 4
    assert len({id(one) for one in found}) == len(made) == 1


def test_what_could_not_be_made_is_tried_again(shelf):
    def fail():
        msg = "not now"
        raise InputError(msg)

    for _ in range(2):
        with pytest.raises(InputError, match="not now"):
            shelf.kept("kind", "one", "", fail)
    assert shelf.kept("kind", "one", "", lambda: "made") == "made"


def test_what_was_made_is_kept_until_a_file_is_another(shelf, tmp_path):
    made = iter(range(9))
    assert [shelf.kept("kind", "one", "", lambda: next(made)) for _ in range(2)] == [0, 0]
    (tmp_path / "one" / "data.csv").write_text("year\n")
    assert shelf.kept("kind", "one", "", lambda: next(made)) == 1
    (tmp_path / "one" / ".hidden").write_text("x")
    assert shelf.kept("kind", "one", "", lambda: next(made)) == 1


def test_of_a_kind_the_one_not_asked_for_longest_goes(shelf):
    for number in range(shelves.KEPT + 1):
        shelf.kept("kind", "one", str(number), lambda: "first")
        shelf.kept("kind", "one", "0", lambda: "again")
    assert shelf.kept("kind", "one", "0", lambda: "new") == "first"
    assert shelf.kept("kind", "one", "1", lambda: "new") == "new"


def test_an_interrupted_save_is_finished_before_a_study_is_read(shelf, tmp_path, monkeypatch):
    settled = []
    shelf.settle = lambda memo: bool(settled.append(memo)) or True
    with monkeypatch.context() as patch:
        patch.setattr(saving, "_placed", _stop)
        with pytest.raises(KeyboardInterrupt):
            saving.saved(tmp_path / "one", {"study.toml": b"x = 2\n"}, {"id": "a"})
    text = shelf.kept("text", "one", "", lambda: (tmp_path / "one" / "study.toml").read_text())
    assert text == "x = 2\n"
    assert settled == [{"id": "a"}]


def test_a_study_that_is_saved_while_it_is_read_is_read_again(shelf, tmp_path, monkeypatch):
    file, readings = tmp_path / "one" / "study.toml", []

    def read(folder):
        text = (folder / "study.toml").read_text()
        readings.append(text)
        if len(readings) == 1:
            file.write_text("x = 22\n")
            msg = "half of the old study and half of the new"
            raise InputError(msg)
        return SimpleNamespace(read=text)

    monkeypatch.setattr("dualcarbon.study.preparation.prepare", read)
    assert shelf.prepared("one").read == "x = 22\n"
    assert readings == ["x = 1\n", "x = 22\n"]


def _stop(*_):
    raise KeyboardInterrupt


def test_what_the_first_page_needs_is_opened_before_it_is_asked_for(studies, monkeypatch):
    shelf = Shelf(studies)
    shelf.warm()
    run = shelf.run("jiangsu")
    opened = shelf.document(run), shelf.read("jiangsu")
    monkeypatch.setattr(shelves, "_steady", None)
    assert (shelf.document(run), shelf.read("jiangsu")) == opened


def test_nothing_is_opened_where_no_study_has_a_run(tmp_path):
    Shelf(tmp_path).warm()


def test_documents_that_are_written_later_do_not_let_a_run_be_read_anew(
    shelf, tmp_path, monkeypatch
):
    run, read = tmp_path / "one" / "results" / "abc", []
    (run / "documents").mkdir(parents=True)
    (run / "totals.csv").write_text("year\n")
    monkeypatch.setattr(running, "verify", lambda one: bool(read.append(one)) or True)
    assert shelf.whole(run)
    (run / "documents" / "report.en.html").write_text("<p>")
    (run / "documents" / "gone").symlink_to(run / "nowhere")  # as one that is moved to its place
    assert shelf.whole(run)
    assert len(read) == 1
    (run / "totals.csv").write_text("years\n")
    assert shelf.whole(run)
    assert len(read) == 2
