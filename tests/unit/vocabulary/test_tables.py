"""Columns are declared once; headings, dictionary and page follow."""

from __future__ import annotations

import pytest

from dualcarbon.vocabulary import names
from dualcarbon.vocabulary.tables import FIELDS, TABLES, data_dictionary, dictionary_page


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_lists_known_columns_once(table):
    assert len(set(table.columns)) == len(table.columns)
    assert set(table.columns) <= set(FIELDS)
    assert set(table.key) | table.optional | table.blank <= set(table.columns)


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_a_column_is_used_and_says_itself_in_both_languages(field):
    assert any(field.name in table.columns for table in TABLES.values())
    assert field.text("en") == field.en
    assert field.text("zh") == field.zh
    assert field.meaning
    assert any("一" <= letter <= "鿿" for letter in field.meaning_zh)


def test_a_column_in_the_unit_of_its_name():
    suffixes = {"_tce": "tce", "_tco2": "t CO2", "_person": "person", "_per_tce": "t CO2/tce"}
    named = [(f, s) for f in FIELDS.values() for s in suffixes if f.name.endswith(s)]
    units = {f.name: f.unit for f, _ in named}
    assert units["energy_tce"] == "tce"
    assert units["emissions_tco2"] == "t CO2"
    assert units["factor_tco2_per_tce"] == "t CO2/tce"
    assert all(units[f.name] in suffixes.values() for f, _ in named)


def test_names_come_from_their_books():
    assert FIELDS["fuel"].book is names.FUELS
    assert FIELDS["year"].book is None


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("年份", "year"),
        (" VALUE ", "value"),
        ("Ｆｕｅｌ", "fuel"),
        ("能源品种", "fuel"),
        ("price", None),
    ],
)
def test_headings_in_either_language(text, column):
    assert TABLES["energy"].heading(text) == column


def test_a_heading_of_another_table_is_none_here():
    assert TABLES["population"].heading("fuel") is None


def test_no_heading_names_two_columns():
    spelled = [s for f in FIELDS.values() for s in (f.name, f.zh, *f.aliases)]
    assert len({s.casefold() for s in spelled}) == len(set(spelled))


def test_the_dictionary_says_what_a_column_needs():
    lines = data_dictionary("energy").splitlines()
    needed = {line.split("|")[1].strip(" `"): line.split("|")[4].strip() for line in lines[2:]}
    assert needed["year"] == "yes"
    assert needed["value"] == "may be empty"
    assert needed["vintage"] == "no"
    assert "| `purpose` | 选项 | - | 是 |" in data_dictionary("factors", "zh")


def test_the_page_holds_every_table():
    page = dictionary_page()
    for table in TABLES.values():
        assert f"### {table.name} · {table.en} {table.zh}" in page
        assert data_dictionary(table.name) in page
    assert page.index("## Tables of a study") < page.index("## Tables that a run writes")
