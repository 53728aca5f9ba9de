"""The workbook of a city, read back: a sheet of totals and one a year, keys where values lack."""

import openpyxl
import polars as pl
import pytest

from dualcarbon.vocabulary.names import GPC
from dualcarbon.writers import gpc_workbook

CITY = gpc_workbook.City(
    title={"en": "=cmd|' /C calc'!A0", "zh": "某市"}, region="320100", gwp="AR5", run="abc"
)
EMPTY = dict.fromkeys((*gpc_workbook.GASES, "CO2e", "CO2b"))


def row(year, id, **cells):
    return {"year": year, "row": id, "notation": "", "grade": "", **EMPTY, **cells}


@pytest.fixture
def book(tmp_path):
    rows = [
        row(2019, "I.1.1", CO2=1.5, CO2e=1.5, CO2b=9.0, grade="H"), row(2019, "I.4.4", notation="NO"),
        row(2020, "I.1.1", notation="C"),
    ]  # fmt: skip
    totals = [
        {"year": 2019, "total": "basic", "value": 7.0},
        {"year": 2020, "total": "basic", "value": None},
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    file = gpc_workbook.write(frame, pl.DataFrame(totals), CITY, tmp_path / "new" / "city.xlsx")
    return openpyxl.load_workbook(file)


def cells(sheet, place):
    heads = [cell.value.split("\n")[0] for cell in sheet[4]]
    return dict(zip(heads, (cell.value for cell in sheet[place]), strict=True))


def test_there_is_a_sheet_of_totals_and_one_a_year(book):
    assert book.sheetnames == ["totals", "2019", "2020"]
    totals = {
        r[0].value: (r[1].value, r[2].value) for r in book["totals"].iter_rows(min_row=5, max_row=7)
    }
    assert totals["BASIC"] == (7, None)
    assert [c.value for c in book["totals"][4]] == ["t CO2e", "2019", "2020"]


def test_a_row_tells_its_reference_scope_amounts_and_totals(book):
    told = cells(book["2019"], 5)
    assert told["GPC ref. no."] == "I.1.1"
    assert told["Scope"] == "1"
    assert GPC["I.1.1"].zh in told["Sub-sector"]
    assert (told["CO2"], told["Total CO2e"], told["CO2(b)"], told["Data quality"]) == (
        1.5,
        1.5,
        9,
        "H",
    )
    assert (told["In BASIC"], told["In BASIC+"], told["Territorial"]) == ("x", "x", "x")


def test_a_key_stands_where_there_is_no_value(book):
    told = cells(book["2019"], 6)
    assert (told["Notation key"], told["CO2"], told["Total CO2e"]) == ("NO", None, None)
    assert (told["In BASIC"] or "", told["Territorial"]) == ("", "x")
    assert cells(book["2020"], 5)["Notation key"] == "C"


def test_keys_are_explained_in_both_languages(book):
    texts = [str(cell.value) for (cell,) in book["totals"].iter_rows(max_col=1)]
    assert "NO: not occurring 不发生" in texts


def test_a_text_never_becomes_a_formula(book):
    assert book["2019"]["A1"].data_type == "s"
    assert book["2019"]["A1"].value.startswith("=cmd")
    assert "AR5" in book["2019"]["A2"].value
