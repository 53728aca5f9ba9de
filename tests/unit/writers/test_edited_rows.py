"""Cells are changed, rows added and removed, and every other byte of a table stays."""

from __future__ import annotations

import pytest

from dualcarbon.writers.edited_rows import Unsplit, cells, edited, records, value, widened

TABLE = 'year,value,source\r\n2010, 1.0 ,"a ""b"", c"\n\n2011,"2",plain\n2012,3,"two\nlines"'


@pytest.mark.parametrize(
    ("changed", "added", "removed", "old", "new"),
    [
        ({(2, 1): "1.5"}, [], [], " 1.0 ", "1.5"),
        ({(2, 1): " 1.0 "}, [], [], "", ""),
        ({(4, 1): "7"}, [], [], '"2"', '"7"'),
        ({(4, 2): 'x "y", z'}, [], [], "plain", '"x ""y"", z"'),
        ({(5, 2): "one line"}, [], [], '"two\nlines"', "one line"),
        ({(1, 2): "origin"}, [], [], "source", "origin"),
        ({}, [], [4], '2011,"2",plain\n', ""),
        ({}, [], [5], '\n2012,3,"two\nlines"', ""),
        ({}, [{0: "2013", 2: "new"}], [], 'lines"', 'lines"\n2013,,new'),
        ({(2, 0): "2009"}, [{0: "2013"}], [4], '2010, 1.0 ,"a ""b"", c"\n\n2011,"2",plain\n2012,3,"two\nlines"',
         '2009, 1.0 ,"a ""b"", c"\n\n2012,3,"two\nlines"\n2013,,'),
    ],
)  # fmt: skip
def test_only_what_is_named_changes(changed, added, removed, old, new):
    assert edited(TABLE, changed, added, removed) == TABLE.replace(old, new, 1)


def test_rows_go_before_blank_lines_at_the_end_and_take_the_usual_line_end():
    assert edited("a,b\r\n1,2\r\n\r\n", {}, [{0: "3"}, {1: "4"}], []) == "a,b\r\n1,2\r\n3,\r\n,4\r\n\r\n"  # fmt: skip


def test_a_new_row_is_quoted_as_the_one_before_it():
    assert edited('a,b\n"1",2\n', {}, [{0: "3", 1: "4"}], []) == 'a,b\n"1",2\n"3",4\n'


def test_the_last_row_may_go_and_come_back():
    for text in ("a\n1\n2", "a\n1\n2\n", "a\n1"):
        last = max(r.line for r in records(text))
        again = edited(edited(text, {}, [], [last]), {}, [{0: text.split()[-1]}], [])
        assert again == text


def test_columns_that_a_table_lacks_stand_behind_the_others():
    assert widened('a\n1\n\n"x,y"\n', ["b", "c"]) == 'a,b,c\n1,,\n\n"x,y",,\n'
    assert widened("a\n1\n", []) == "a\n1\n"


@pytest.mark.parametrize(
    ("changed", "removed"), [({(6, 0): "x"}, []), ({(2, 3): "x"}, []), ({}, [6]), ({}, [99])]
)
def test_a_cell_or_row_that_is_not_there_is_named(changed, removed):
    with pytest.raises(KeyError):
        edited(TABLE, changed, [], removed)


def test_a_quote_that_is_not_closed_is_told_with_its_line():
    with pytest.raises(Unsplit) as error:
        records('a,b\n1,"x\n2,y\n')
    assert error.value.line == 2


def test_a_quote_inside_a_cell_is_a_letter():
    text = 'a,b\n5" pipe,"q"x\n'
    assert [value(cell) for cell in cells(records(text)[1].text)] == ['5" pipe', '"q"x']
    assert edited(text, {(2, 1): "y"}, [], []) == 'a,b\n5" pipe,y\n'
