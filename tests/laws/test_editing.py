"""An edit touches the lines that it names and no other, and the inverse edit gives the same bytes, whatever the file is like."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dualcarbon.errors import InputError
from dualcarbon.study.changing import Rows, Values, changed
from dualcarbon.writers import edited_rows

HEAD = ["year", "sector", "flow", "fuel", "value", "unit", "source"]
PLACES = range(len(HEAD))
TEXT = st.text(st.sampled_from(list('ab1., "\n;煤气é')), max_size=6).filter(lambda t: "\r" not in t)
PLAIN = st.text(st.sampled_from(list("ab1. ;煤气é")), max_size=6)
ENCODINGS = [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]  # fmt: skip
DECLARED = sorted(
    file
    for home in ("examples", "src/dualcarbon/study/starters")
    for file in (Path(__file__).parents[2] / home).rglob("*.toml")
    if "results" not in file.parts
)


@st.composite
def tables(draw):
    """A table as people save it: any quotes, line ends, encoding, with or without a last line end."""
    rows = draw(st.lists(st.lists(TEXT, min_size=7, max_size=7), min_size=1, max_size=5))
    quoted = draw(st.sets(st.sampled_from(PLACES)))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    lines = [",".join(HEAD)]
    for row in rows:
        row = [f"x{row[0]}", *row[1:]]  # no row is blank
        lines.append(",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' if n in quoted else edited_rows.written(c) for n, c in enumerate(row)))  # fmt: skip
        lines += [""] * draw(st.sampled_from([0, 0, 0, 1]))
    text = end.join(lines) + draw(st.sampled_from(["", end]))
    encoding, mark = draw(st.sampled_from(ENCODINGS))
    return mark + text.encode(encoding), encoding, mark


def utf8(data):
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def split(data, encoding, mark):
    """Give the rows of a file by line, and their cells; one of GB18030 that may as well be UTF-8 is none to be tried."""
    assume(encoding != "gb18030" or not utf8(data))
    rows = edited_rows.records(data[len(mark) :].decode(encoding))
    return {r.line: r for r in rows}, {r.line: [edited_rows.value(c) for c in edited_rows.cells(r.text)] for r in rows if r.text}  # fmt: skip


def change(**options):
    return Rows("energy", "data/energy.csv", **options)


def tried(before, encoding, one):
    """Change a file; one of GB18030 that would be read as UTF-8 from then on is refused."""
    try:
        return changed(before, one)
    except InputError as error:
        assume(encoding != "gb18030" or [fault.code for fault in error.faults] != ["EDT008"])
        raise


@given(tables(), st.data())
@settings(max_examples=50)
def test_cells_changed_and_changed_back_are_the_same_bytes(table, data):
    before, encoding, mark = table
    rows, cells = split(*table)
    spots = [(line, n) for line in list(cells)[1:] for n in PLACES]
    some = data.draw(st.lists(st.sampled_from(spots), min_size=1, max_size=4, unique=True))
    new = {spot: data.draw(PLAIN) for spot in some}
    put = change(cells={(line, HEAD[n]): t for (line, n), t in new.items()})
    after = tried(before, encoding, put)
    now, held = split(after, encoding, mark)
    lines = dict(zip(rows, now, strict=True))
    touched = {line for line, _ in some}
    for line, row in rows.items():
        assert now[lines[line]].end == row.end
        if line not in touched:
            assert now[lines[line]].text == row.text
    for (line, n), text in new.items():
        assert held[lines[line]][n] == text
    old = {(lines[line], HEAD[n]): cells[line][n] for line, n in some}
    assert changed(after, change(cells=old)) == before


@given(tables(), st.lists(st.lists(TEXT, min_size=7, max_size=7), min_size=1, max_size=3))
@settings(max_examples=30)
def test_rows_added_and_removed_again_leave_the_same_bytes(table, more):
    before, encoding, mark = table
    added = [dict(zip(HEAD, [f"y{row[0]}", *row[1:]], strict=True)) for row in more]
    after = tried(before, encoding, change(added=added))
    _, old = split(before, encoding, mark)
    _, new = split(after, encoding, mark)
    fresh = list(new)[len(old) :]
    assert [new[line] for line in fresh] == [list(row.values()) for row in added]
    assert [new[line] for line in list(new)[: len(old)]] == list(old.values())
    assert changed(after, change(removed=fresh)) == before


def leaves(data, path=()):
    """Give every value with the path of its keys."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


def other(value):
    """Give another value that is written as shortly."""
    if isinstance(value, bool):
        return not value
    return value + ("x" if isinstance(value, str) else 1)


def is_plain(value):
    """Whether a number is written as its value, not as 100e3."""
    return not isinstance(value, float) or value != int(value) or abs(value) < 1000


def both_ways(file, path, value, end="\n"):
    before = file.read_text(encoding="utf-8").replace("\n", end).encode()
    after = changed(before, Values(file.name, {path: other(value)}))
    assert changed(after, Values(file.name, {path: value})) == before
    old, new = before.split(b"\n"), after.split(b"\n")
    assert sum(one != two for one, two in zip(old, new, strict=True)) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_value_changed_and_changed_back_is_the_same_bytes(end):
    chance = random.Random(5)
    for file in chance.sample(DECLARED, 6):
        found = [one for one in leaves(tomllib.loads(file.read_text(encoding="utf-8"))) if is_plain(one[1])]  # fmt: skip
        for path, value in chance.sample(found, min(2, len(found))):
            both_ways(file, path, value, end)


@pytest.mark.slow
@pytest.mark.parametrize("file", DECLARED, ids=lambda f: "-".join(f.parts[-3:]))
def test_many_values_of_every_file_changed_and_changed_back_are_the_same_bytes(file):
    found = [one for one in leaves(tomllib.loads(file.read_text(encoding="utf-8"))) if is_plain(one[1])]  # fmt: skip
    for path, value in random.Random(3).sample(found, min(20, len(found))):
        if isinstance(value, bool | int | float | str):
            both_ways(file, path, value)
