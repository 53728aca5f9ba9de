"""PRIMAP2's interchange format: what its documentation asks of the CSV and of the YAML beside it."""

import csv

import polars as pl
import pytest

from dualcarbon.writers import primap2

TERMS = primap2.Terms(area="GBT2260", category="IPCC2006", scenario="dualcarbon", attrs={"title": 'A "title": of two\nlines', "comment": "", "other": "x"})  # fmt: skip
ROW = {
    "source": "dualcarbon",
    "scenario": "HISTORICAL",
    "area": "320000",
    "entity": "CO2",
    "unit": "t CO2 / yr",
    "category": "1.A",
}


def series(*pairs, **other):
    return pl.DataFrame([ROW | other | {"year": year, "value": value} for year, value in pairs])


def test_columns_carry_their_lists_and_years_follow():
    made = primap2.table(series((2020, 2.0), (2019, 1.0)), TERMS)
    assert made.columns == ["source", "scenario (dualcarbon)", "area (GBT2260)", "entity", "unit", "category (IPCC2006)", "2019", "2020"]  # fmt: skip
    assert made.row(0)[-2:] == (1.0, 2.0)


def test_texts_are_quoted_and_numbers_are_not(tmp_path):
    long = pl.concat([series((2019, 1.5)), series((2020, 2.0), category="1")])
    file, about = primap2.write(long, TERMS, tmp_path / "new" / "account.csv")
    assert (file.name, about.name) == ("account.csv", "account.yaml")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[1].endswith('"1.A",1.5,')
    with file.open(encoding="utf-8") as opened:
        assert [row["area (GBT2260)"] for row in csv.DictReader(opened)] == ["320000", "320000"]


def test_the_description_names_dimensions_and_the_form_of_a_year():
    assert primap2.description(TERMS, "account.csv").splitlines() == [
        "attrs:",
        '  area: "area (GBT2260)"',
        '  cat: "category (IPCC2006)"',
        '  scen: "scenario (dualcarbon)"',
        '  title: "A \\"title\\": of two lines"',
        'data_file: "account.csv"',
        "dimensions:",
        '  "*":',
        '  - "time"',
        '  - "area (GBT2260)"',
        '  - "category (IPCC2006)"',
        '  - "scenario (dualcarbon)"',
        '  - "source"',
        '  - "entity"',
        '  - "unit"',
        'time_format: "%Y"',
    ]


def test_a_series_twice_or_an_entity_in_two_units_is_refused():
    with pytest.raises(ValueError, match="stands twice"):
        primap2.table(series((2020, 1.0), (2020, 1.0)), TERMS)
    with pytest.raises(ValueError, match="two units"):
        primap2.table(
            pl.concat([series((2020, 1.0)), series((2020, 1.0), category="2", unit="Gg CO2 / yr")]),
            TERMS,
        )
