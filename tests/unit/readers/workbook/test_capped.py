"""The child process that takes workbooks apart: held to its limits, and whatever happens to it told by a code."""

import json
import subprocess
import sys

import pytest

from dualcarbon.readers.workbook import capped, child
from dualcarbon.readers.workbook.workbook import read_workbook, read_workbook_bytes

LIMITED = "from dualcarbon.readers.workbook import child; child.limited(); "


def ended(code):
    """Run code in a process that limits itself as the child does."""
    command = [sys.executable, "-P", "-c", LIMITED + code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def child_that(monkeypatch, code):
    monkeypatch.setattr(capped, "CHILD", [sys.executable, "-c", code])


@pytest.mark.skipif(sys.platform == "win32", reason="the system knows no such limits")
def test_memory_beyond_a_gigabyte_is_refused():
    assert "MemoryError" in ended("bytearray(1_100_000_000)").stderr
    assert ended("bytearray(100_000_000)").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the system knows no such limits")
def test_it_may_write_no_file(tmp_path):
    done = ended(f"open({str(tmp_path / 'x')!r}, 'w').write('x' * 9_000_000)")
    assert done.returncode != 0
    assert (tmp_path / "x").stat().st_size == 0


@pytest.mark.parametrize(
    ("code", "told"),
    [("import os; os.abort()", "XLS014"), ("raise MemoryError", "XLS014"), ("print('no JSON')", "XLS014"),
     ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "XLS007"), ("print('[1]')", "XLS014"), ("", "XLS014")],
)  # fmt: skip
def test_a_child_that_breaks_is_told_and_harms_nobody(code, told, make, monkeypatch):
    child_that(monkeypatch, code)
    book = read_workbook_bytes(make.energy(), "f.xlsx")
    assert [fault.code for fault in book.faults] == [told]
    assert book.readings == {}


def test_a_child_that_goes_on_for_ever_is_stopped(make, monkeypatch):
    child_that(monkeypatch, "while True: pass")
    monkeypatch.setattr(capped, "SECONDS", 0.2)
    assert [f.code for f in read_workbook_bytes(make.energy(), "f.xlsx").faults] == ["XLS007"]


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert [f.code for f in read_workbook(tmp_path / "none.xlsx").faults] == ["PATH005"]


def test_a_cell_that_two_readers_read_differently_is_refused(make, monkeypatch):
    plain = child.taken_apart(make.energy())
    assert plain["faults"] == []
    monkeypatch.setattr(child.grid, "_plain", lambda value: repr(value + 1))
    told = child.taken_apart(make.energy())["faults"]
    assert [(one["code"], one["cell"]) for one in told] == [("XLS028", "A2")]


def test_what_the_child_answers_is_plain_json(make):
    done = subprocess.run(capped.CHILD, input=make.energy(), capture_output=True, check=True)
    assert json.loads(done.stdout) == child.taken_apart(make.energy())


def test_a_table_of_many_cells_is_read(make):
    rows = [
        make.headings,
        *([1900 + n % 300, "industry", "final", "coal", n, "tce"] for n in range(3_000)),
    ]
    book = read_workbook_bytes(make.of(rows), "f.xlsx")
    assert book.readings["energy"].frame.height == 300
    assert {f.code for f in book.errors} == {"CSV031", "CSV019"}
