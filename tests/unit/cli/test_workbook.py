"""The commands of workbooks: what they print, write and refuse."""

import json

import openpyxl
import pytest

ROW = "2020,population,8477.26,10^4 person,Yearbook,\n"


@pytest.fixture
def town(call, tmp_path):
    folder = tmp_path / "town"
    assert call("new", folder, "--region", "320000")[0] == 0
    with (folder / "data/population.csv").open("a", encoding="utf-8") as file:
        file.write(ROW)
    return folder


@pytest.fixture
def book(call, town):
    status, out, _ = call("workbook", "new", town, "--table", "population", "--table", "energy")
    assert status == 0
    assert "population: 1 rows" in out
    return town / "town.xlsx"


def test_a_workbook_goes_out_and_its_tables_come_back(call, town, book):
    status, out, _ = call("workbook", "read", book, town)
    assert (status, "Nothing was written" in out) == (0, True)
    status, _, err = call("workbook", "read", book, town, "--write")
    assert (status, "EXP002 data/population.csv" in err) == (1, True)
    status, out, _ = call("workbook", "read", book, town, "--write", "--replace", "--json")
    answer = json.loads(out)
    assert (status, answer["written"]) == (0, True)
    assert answer["tables"]["population"]["rows"] == 1
    assert (
        (town / "data/population.csv")
        .read_text(encoding="utf-8")
        .endswith("2020,population,8477.26,10^4 person,Yearbook\n")
    )


def test_faults_are_listed_by_sheet_and_cell_in_both_languages(call, town, book):
    changed = openpyxl.load_workbook(book)
    changed["人口 population"]["C2"] = "３"
    changed.save(book)
    status, _, err = call("workbook", "read", book, town, "--lang", "zh")
    assert status == 1
    assert "NUM003 town.xlsx 工作表“人口 population” 单元格 C2：全角数字“３”；请写 3" in err
    status, out, _ = call("workbook", "annotate", book)
    assert (status, "1 faults marked" in out) == (0, True)
    status, out, _ = call("workbook", "annotate", book, "--replace", "--json")
    assert json.loads(out)["marked"] == 1


def test_what_is_no_workbook_ends_with_one_sentence_and_no_path(call, town, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"a,b\n1,2")
    for command in (("read", tmp_path / "x.xlsx", town), ("annotate", tmp_path / "x.xlsx")):
        status, out, err = call("workbook", *command)
        assert (status, out) == (1, "")
        assert err.startswith(
            "XLS002 x.xlsx: the content is text, not a workbook; upload it as .csv"
        )
        assert str(tmp_path) not in err
        assert "Traceback" not in err
