"""Numbers as statistics write them."""

from __future__ import annotations

import pytest

from dualcarbon.readers.numbers import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        ("-0", 0.0),
        ("+1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1.5E-3", 0.0015),
        ("007", 7.0),
    ],
)
def test_plain_numbers_are_read(text, value):
    parsed = number(text)
    assert (parsed.value, parsed.code) == (value, "")


def test_a_negative_zero_loses_its_sign():
    assert str(number("-0").value) == "0.0"


def test_an_empty_cell_is_a_missing_value_without_a_fault():
    assert number("") == (None, "", "", {})


@pytest.mark.parametrize("key", ["NE", "NO", "IE", "C", "ne"])
def test_notation_keys_are_kept(key):
    parsed = number(key)
    assert (parsed.value, parsed.key, parsed.code) == (None, key.upper(), "NUM014")


@pytest.mark.parametrize(
    ("text", "value"), [("1,234", 1234.0), ("12,345,678.9", 12345678.9), ("-1,000", -1000.0)]
)
def test_thousands_separators_are_understood_and_flagged(text, value):
    parsed = number(text)
    assert (parsed.value, parsed.code) == (value, "NUM001")


@pytest.mark.parametrize(
    ("text", "code", "better"),
    [
        ("1,5", "NUM002", "1.5"),
        ("12,34", "NUM002", "12.34"),
        ("１．５", "NUM003", "1.5"),
        ("－5", "NUM005", "-5"),
        ("– 5", "NUM005", "-5"),
        ("（12）", "NUM006", "-12"),
        ("12.5％", "NUM007", "0.125"),
        ("1.2亿", "NUM008", "1.2"),
        ("1,200万", "NUM008", "1200"),
    ],
)
def test_a_refusal_says_what_to_write(text, code, better):
    parsed = number(text)
    assert (parsed.value, parsed.code, parsed.params["number"]) == (None, code, better)


@pytest.mark.parametrize(
    ("text", "power"),
    [("3万", 4), ("3亿", 8), ("3百万", 6), ("3千万", 7), ("3万亿", 12), ("3十亿", 9)],
)
def test_chinese_multipliers_are_counted(text, power):
    assert number(text).params["power"] == power


@pytest.mark.parametrize(
    "text", ["1_000", "1 000", "abc", "1.2.3", "0x10", "1,23,456", "٣", "²", "5 t"]
)
def test_what_is_no_number_is_refused(text):
    parsed = number(text)
    assert (parsed.value, parsed.code) == (None, "NUM004")


@pytest.mark.parametrize(("text", "value"), [("1e400", None), ("-1e400", None), ("1e-400", 0.0)])
def test_numbers_beyond_the_machine_are_flagged(text, value):
    parsed = number(text)
    assert parsed.code == ("NUM010" if value is None else "NUM011")
    assert parsed.value == value
