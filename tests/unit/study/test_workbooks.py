"""Workbooks of a study: made, read, written to its tables, annotated, or standing in place of them."""

import io
import shutil
import zipfile

import openpyxl
import pytest

from dualcarbon.errors import InputError
from dualcarbon.readers.csv import read_csv
from dualcarbon.readers.files import digest
from dualcarbon.readers.workbook.workbook import read_workbook
from dualcarbon.study import marking, template, workbooks
from dualcarbon.study.folder import read_folder
from dualcarbon.vocabulary.tables import TABLES
from dualcarbon.vocabulary.workbooks import FILE, ORIGINS, STUDY

HEAD = "year,indicator,value,unit,source\n"
ROWS = (
    "2019,population,8469.09,10^4 person,Yearbook\n2020,population,8477.26,10^4 person,Yearbook\n"
)
FACTORS = (
    "year,fuel,purpose,value,unit,lo95,hi95,mark\n2020,coal,direct,94.6,kg CO2/GJ,89.5,99.7,M\n"
)


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "town"
    template.make(folder, title="Town", region="320000")
    (folder / "data/population.csv").write_text(HEAD + ROWS, encoding="utf-8")
    (folder / "factors.csv").write_text(FACTORS, encoding="utf-8")
    return folder


@pytest.fixture
def filled(study):
    return workbooks.new(study, lang="zh").file


def test_a_workbook_says_what_it_was_made_of_on_a_sheet_that_nobody_sees(filled, study):
    sheet = openpyxl.load_workbook(filled)[ORIGINS]
    assert sheet.sheet_state == "veryHidden"
    found = read_workbook(filled)
    assert found.faults == ()
    assert found.origins[STUDY] == "town"
    assert found.origins["data/population.csv"] == digest((study / "data/population.csv").read_bytes())  # fmt: skip
    assert found.origins["data/activity.csv"] == ""


def codes(caught):
    return [fault.code for fault in caught.value.faults]


def test_a_workbook_is_made_beside_the_study_with_its_rows(study, filled):
    assert filled == study / "town.xlsx"
    made = workbooks.new(study, tables=["population"], replace=True)
    assert made.rows == {"population": 2}


def test_a_name_of_a_workbook_is_the_file_to_write(study, tmp_path):
    made = workbooks.new(tmp_path / "fresh.xlsx")
    assert made.file == tmp_path / "fresh.xlsx"
    assert made.file.is_file()
    assert set(made.rows.values()) == {0}
    inside = workbooks.new(study / "Forms.XLSX", tables=["population"])
    assert (inside.file, inside.rows) == (study / "Forms.XLSX", {"population": 2})


def test_a_folder_may_be_called_like_a_workbook(tmp_path):
    (tmp_path / "odd.xlsx").mkdir()
    assert workbooks.new(tmp_path / "odd.xlsx").file == tmp_path / "odd.xlsx" / "odd.xlsx.xlsx"


def test_nothing_is_written_over_unasked(study, filled):
    with pytest.raises(InputError) as caught:
        workbooks.new(study)
    assert codes(caught) == ["EXP002"]


def test_an_unknown_table_is_refused(study):
    with pytest.raises(InputError) as caught:
        workbooks.new(study, tables=["enrgy"])
    assert codes(caught) == ["EXP004"]


def test_reading_shows_first_and_writes_what_reads_the_same(study, filled, tmp_path):
    other = tmp_path / "other"
    template.make(other, region="320000")
    assert workbooks.read(filled, other).written is False
    assert not (other / "factors.csv").exists()
    for name in ("economy", "population", "energy"):
        (other / TABLES[name].file).unlink()
    taken = workbooks.read(filled, other, write=True)
    assert sorted(taken.files) == ["factors", "population"]
    for name, path in taken.files.items():
        first, second = read_csv(study / TABLES[name].file, name), read_csv(path, name)
        assert second.frame.equals(first.frame)


def test_a_table_that_is_there_is_not_written_over_unless_said(study, filled):
    with pytest.raises(InputError) as caught:
        workbooks.read(filled, study, write=True)
    assert codes(caught) == ["EXP002", "EXP002"]
    assert (study / "data/population.csv").read_text(encoding="utf-8") == HEAD + ROWS
    assert workbooks.read(filled, study, write=True, replace=True).written


def test_columns_that_would_be_lost_keep_a_file_from_being_replaced(study, filled):
    path = study / "data/population.csv"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("source\n", "source,remark\n", 1)
        .replace("book\n", "book,x\n"),
        encoding="utf-8",
    )
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        workbooks.read(filled, study, write=True, replace=True)
    assert codes(caught) == ["EXP003"]
    assert path.read_bytes() == before


def spoiled(path, cell="C2", value="1,5"):
    book = openpyxl.load_workbook(path)
    book["人口 population"][cell] = value
    book.save(path)
    return path


def test_a_workbook_with_errors_writes_nothing_and_comes_back_marked(study, filled):
    spoiled(filled)
    with pytest.raises(InputError) as caught:
        workbooks.read(filled, study, write=True, replace=True)
    assert [(f.code, f.place.sheet, f.place.cell) for f in caught.value.faults] == [
        ("NUM002", "人口 population", "C2")
    ]
    made = workbooks.annotate(filled, lang="zh")
    assert made.file == study / "town-annotated.xlsx"
    cell = openpyxl.load_workbook(made.file)["人口 population"]["C2"]
    assert cell.comment.text.startswith(
        "NUM002: town.xlsx 工作表“人口 population” 单元格 C2：“1,5”"
    )
    assert cell.value == "1,5"


def test_a_marked_workbook_is_read_like_the_one_it_was_made_from(study, filled):
    made = workbooks.annotate(filled)
    first, second = (workbooks.read(file, study).texts for file in (filled, made.file))
    assert first == second


def test_a_hostile_file_is_not_given_to_a_second_library(study, filled, monkeypatch):
    monkeypatch.setattr(marking, "CHILD", ["/no/such/program"])
    target = io.BytesIO(filled.read_bytes())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", "x")
    filled.write_bytes(target.getvalue())
    with pytest.raises(InputError) as caught:
        workbooks.annotate(filled)
    assert codes(caught) == ["XLS020"]


def test_a_workbook_stands_in_place_of_the_tables(study, filled):
    shutil.move(filled, study / FILE)
    twice = read_folder(study)
    assert [f.code for f in twice.errors if f.code.startswith("XLS")] == ["XLS035", "XLS035"]
    (study / "data/population.csv").unlink()
    (study / "factors.csv").unlink()
    read = read_folder(study)
    assert not [f for f in read.errors if f.place.file.startswith(FILE)]
    assert read.tables["population"].frame["value"].to_list() == [84_690_900.0, 84_772_600.0]
    assert read.tables["population"].file == f"{FILE}!人口 population"
    assert FILE in read.inputs
    assert read.factors is not None
    made = workbooks.new(study, out=study / "again.xlsx")
    assert {name: count for name, count in made.rows.items() if count} == {
        "population": 2,
        "factors": 1,
    }


def test_a_table_on_two_sheets_is_refused_in_a_study(study, filled):
    book = openpyxl.load_workbook(filled)
    book.copy_worksheet(book["人口 population"]).title = "population 2"
    book.save(study / FILE)
    (study / "data/population.csv").unlink()
    assert "XLS034" in [f.code for f in read_folder(study).errors]
