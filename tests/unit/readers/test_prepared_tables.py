"""The tables that the how-to page shows are tables that are read without a fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dualcarbon.readers.csv import read_bytes

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "prepare-tables.md"
BLOCKS = re.findall(r"```csv (\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_shows_tables():
    assert {table for table, _ in BLOCKS} == {
        "energy",
        "balance",
        "economy",
        "population",
        "factors",
    }


@pytest.mark.parametrize(("table", "text"), BLOCKS, ids=[table for table, _ in BLOCKS])
def test_a_table_of_the_page_is_read(table, text):
    reading = read_bytes(text.encode(), table, f"{table}.csv")
    assert reading.faults == ()
    assert reading.frame.height == len(text.splitlines()) - 1


def test_both_languages_are_the_same_row():
    english, chinese = (
        read_bytes(text.encode(), "energy", "e.csv").frame for _, text in BLOCKS[:2]
    )
    same = ["year", "sector", "flow", "fuel", "value", "unit"]
    assert (
        chinese.select(same).rows() == english.filter(year=2020, flow="final").select(same).rows()
    )
