"""Rows of comma-separated text: what is kept, and where reading stops."""

from __future__ import annotations

import pytest

from dualcarbon.readers.rows import LONGEST, Unreadable, rows


def cells(text):
    return [row for _, row in rows(text, "t.csv")]


def stopped(text):
    with pytest.raises(Unreadable) as caught:
        list(rows(text, "t.csv"))
    return caught.value.fault


def test_line_numbers_count_blank_lines_and_lines_inside_quotes():
    text = 'a,b\n\n"x\ny",1\r\n,\r2,3\n'
    assert list(rows(text, "t.csv")) == [(1, ["a", "b"]), (3, ["x\ny", "1"]), (6, ["2", "3"])]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('"a ""b"" c",1', ['a "b" c', "1"]),
        ('5" pipe,1', ['5" pipe', "1"]),
        ('"",x', ["", "x"]),
        ("a,,b", ["a", "", "b"]),
        ("a,b,", ["a", "b", ""]),
    ],
)
def test_quotes_and_empty_cells(text, row):
    assert cells(text) == [row]


def test_nothing_is_no_row():
    assert cells("") == []
    assert cells("\n ,\t\n") == []


def test_a_quote_left_open_is_told_with_the_line_of_its_row():
    assert stopped('a,b\n"1,2\n3,4\n').message() == (
        "t.csv line 2: a quote is opened and never closed"
    )


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ('1,"x ""y"" z","q"r,2', "r"),
        ('"a\nb","c"d', "d"),
        ('"a\n""b""",c,"d"e f', "e f"),
    ],
)
def test_text_after_a_closing_quote_is_found_behind_right_values(row, text):
    fault = stopped(f"a,b\n{row}\n")
    assert (fault.code, fault.place.line) == ("CSV014", 2)
    assert fault.message().endswith(f'text goes on after a closing quote: "{text}"')


def test_rows_before_the_fault_are_given():
    source = rows('a,b\n"1"x,2\n', "t.csv")
    assert next(source) == (1, ["a", "b"])
    with pytest.raises(Unreadable):
        next(source)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a,b\n1," + "x" * (LONGEST + 1), 2),
        ('a,b\n"' + "x" * (LONGEST + 1) + '",2', 1),
        ('a,b\n1,"' + "x\n" * LONGEST, 2),
        ("a,b\n" + "x" * 200_000 + ",1", 1),
    ],
    ids=["plain", "quoted", "open", "beyond the reader's own limit"],
)
def test_a_value_longer_than_a_cell_is_refused(text, column):
    fault = stopped(text)
    assert fault.code == "CSV015"
    assert fault.message() == (
        f"t.csv line 2, column {column}: value longer than 32,767 characters"
    )


def test_the_longest_value_is_kept():
    assert cells(f'"{"x" * LONGEST}",1') == [["x" * LONGEST, "1"]]
