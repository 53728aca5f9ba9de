"""Pieces of Markdown."""

import pytest

from dualcarbon.cli.reference import markdown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a\n  b", "a b"), ("x | y", "x \\| y"), (None, ""), (0, "0"), (1.5, "1.5")],
)
def test_a_cell_is_one_line_without_bars(value, shown):
    assert markdown.cell(value) == shown


def test_a_table_has_as_many_bars_in_every_line():
    lines = markdown.table(["a", "b"], [[1, 2], ["|", ""]]).splitlines()
    assert lines == ["| a | b |", "|---|---|", "| 1 | 2 |", "| \\| |  |"]


def test_a_page_leaves_out_empty_parts():
    assert markdown.page("T", "", "x") == "# T\n\nx\n"
