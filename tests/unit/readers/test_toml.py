"""Keys and values with their lines; every slip of the pen in plain words."""

from __future__ import annotations

import pytest

from dualcarbon.readers import toml
from dualcarbon.readers.lines import lines_of
from dualcarbon.readers.toml import parse_toml, read_toml
from dualcarbon.vocabulary.faults import Place, note

TEXT = '''# a study
name = "x"
title = {en = "A # b", zh = "甲"}
long = """
a = 1
"""
scenarios = [
  "a",   # first
  "b",
]
a.b.'c d' = 1
[gdp]
growth = [{to = 2020, rate = 0.05},
  {to = 2030, rate = 0.04}]
"quoted \\u0041" = 'its'
[[periods]]
from = 2010
[[periods]]
from = 2015
[[periods.parts]]
x = 1
[[periods.parts]]
x = 2
[deep.inside.table]
y = [[1, 2], [3]]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("title", "zh"), 3),
        (("long",), 4),
        (("scenarios", 0), 8),
        (("scenarios", 1), 9),
        (("a", "b", "c d"), 11),
        (("gdp",), 12),
        (("gdp", "growth", 0, "rate"), 13),
        (("gdp", "growth", 1, "to"), 14),
        (("gdp", "quoted A"), 15),
        (("periods", 0), 16),
        (("periods", 1, "from"), 19),
        (("periods", 1, "parts", 0), 20),
        (("periods", 1, "parts", 1, "x"), 23),
        (("deep", "inside"), 24),
        (("deep", "inside", "table", "y", 1, 0), 25),
    ],
)
def test_every_key_has_its_line(path, line):
    assert lines_of(TEXT)[path] == line


def test_a_key_that_is_not_there_is_placed_at_the_nearest_around_it():
    document = parse_toml(TEXT.encode(), "study.toml")
    assert document.line(("periods", 1, "to")) == 18
    assert document.line(("absent",)) is None
    assert str(document.place(("gdp", "absent"))) == "study.toml line 12"


def test_a_fault_of_the_values_is_placed_in_the_file():
    document = parse_toml(TEXT.encode(), "study.toml")
    inside = document.placed(note("STU006", Place(key="periods.1"), key="from", hint="known: to"))
    assert inside.message().startswith('study.toml line 19 [periods.1]: "from" is not known here')
    missing = document.placed(note("STU007", Place(), key="horizon"))
    assert missing.message() == 'study.toml: "horizon" is missing'


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"\xff", "STU001", "s.toml: not UTF-8 (byte 0 is 0xFF)"),
        (b"a = 1\na = 2", "STU004", 's.toml line 2: "a = 2" is given twice'),
        (b"[a]\n[a]", "STU004", 's.toml line 2: "[a]" is given twice'),
        (b"a = " + b"[" * 5000, "STU005", "s.toml: brackets or keys are nested too deeply"),
        (b"\n\na = [1\nb = 2", "STU003", "s.toml line 4: an array is opened and never closed"),
        (b"a = {b = 1", "STU003", "s.toml line 1: a brace is opened and never closed"),
        (b'a = "x', "STU003", "s.toml line 1: a quote is opened and never closed"),
        (b'a = """x', "STU003", "s.toml line 1: a quote is opened and never closed"),
        (b'a = "x\nb = 1', "STU003", "s.toml line 1: a quote is not closed on its line"),
        (b'a = "x\x01"', "STU003", "s.toml line 1: it holds a character that is not allowed"),
        (b"a = five", "STU003", "s.toml line 1: the value cannot be read; put quotes around text"),
        (b"a 5", "STU003", 's.toml line 1: a key needs "=" and a value'),
        (b"a = 5 b", "STU003", "s.toml line 1: text goes on after the value"),
        (b"[a", "STU003", "s.toml line 1: the bracket of a table is not closed"),
        (b"= 5", "STU003", "s.toml line 1: a line is `key = value` or `[table]`"),
        (b"a. = 5", "STU003", "s.toml line 1: a key is missing or not allowed"),
        (b"a = " + b"9" * 5000, "STU003", "s.toml line 1: a number has thousands of digits"),
    ],
)
def test_a_slip_is_told_in_plain_words(data, code, message):
    document = parse_toml(data, "s.toml")
    assert [f.code for f in document.faults] == [code]
    assert document.faults[0].message() == message
    assert document.data == {}


def test_a_byte_order_mark_is_ignored_and_said():
    document = parse_toml(b"\xef\xbb\xbfa = 1", "s.toml")
    assert document.data == {"a": 1}
    assert [(f.code, f.level) for f in document.faults] == [("STU002", "warn")]


def test_a_file_is_read_and_one_that_is_not_there_is_a_fault(tmp_path):
    (tmp_path / "s.toml").write_bytes(b"a = 1\r\nb = 2\r\n")
    document = read_toml(tmp_path / "s.toml")
    assert (document.data, document.line(("b",)), document.file) == ({"a": 1, "b": 2}, 2, "s.toml")
    absent = read_toml(tmp_path / "t.toml", shown="scenarios/t.toml")
    assert [f.code for f in absent.faults] == ["PATH005"]
    assert absent.file == "scenarios/t.toml"


def test_a_huge_file_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(toml, "MOST_BYTES", 10)
    (tmp_path / "s.toml").write_bytes(b"a = 1 # " + b"x" * 100)
    assert [f.code for f in read_toml(tmp_path / "s.toml").faults] == ["CSV017"]


@pytest.mark.parametrize(
    "text",
    [
        "a = 9223372036854775808",
        "a = 0xffffffffffffffffffff",
        "b = 1\na = [1, -9e0, -99999999999999999999]",
    ],
)
def test_a_whole_number_that_64_bits_do_not_hold_is_refused(text):
    (fault,) = parse_toml(text.encode(), "s.toml").faults
    assert (fault.code, fault.place.line) == ("STU003", text.count("\n") + 1)
    assert "a whole number is too large" in fault.message()


def test_the_largest_whole_numbers_are_read():
    text = b"a = 9223372036854775807\nb = -9223372036854775808"
    document = parse_toml(text, "s.toml")
    assert (document.faults, document.data) == ((), {"a": 2**63 - 1, "b": -(2**63)})


def test_a_key_of_thousands_of_parts_is_refused_at_once():
    (fault,) = parse_toml(b"a." * 500_000 + b"b = 1", "s.toml").faults
    assert fault.code == "STU005"


def test_a_key_of_thousands_of_digits_is_a_name():
    document = parse_toml(b"a = 1", "s.toml")
    fault = note("STU007", Place(key="9" * 5000), key="b")
    assert document.placed(fault).place.file == "s.toml"
