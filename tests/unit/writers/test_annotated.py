"""A workbook that comes back with what was found: red cells, comments, everything else as it was."""

import io

import openpyxl
import pytest
from openpyxl.comments import Comment

from dualcarbon.writers.annotated import COLOURS, SUMMARY, Mark, annotated


@pytest.fixture
def data():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "能源"
    sheet["A1"], sheet["B2"], sheet["C3"] = "年份", 12.5, "=B2*2"
    sheet["D4"].value, sheet["D4"].data_type = "=not a formula", "s"
    sheet["B2"].comment = Comment("mine", "me")
    sheet.merge_cells("E5:F6")
    sheet["E5"] = "merged"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def back(data, *marks):
    return openpyxl.load_workbook(io.BytesIO(annotated(data, marks)))


def test_a_cell_is_red_and_says_what_is_wrong_beside_the_comment_that_it_had(data):
    book = back(
        data,
        Mark("error", "NUM004", "能源", "B2", "is not a number"),
        Mark("warn", "XLS023", "能源", "B2", "as text"),
    )
    cell = book["能源"]["B2"]
    assert cell.comment.text == "mine\nNUM004: is not a number\nXLS023: as text"
    assert cell.fill.fgColor.rgb == COLOURS["error"]
    assert cell.value == 12.5


def test_content_formulas_and_texts_stay_what_they_were(data):
    sheet = back(data, Mark("warn", "XLS023", "能源", "A1", "x"))["能源"]
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=B2*2", "f")
    assert (sheet["D4"].value, sheet["D4"].data_type) == ("=not a formula", "s")
    assert sheet["A1"].fill.fgColor.rgb == COLOURS["warn"]


def test_of_merged_cells_the_first_carries_the_mark(data):
    sheet = back(data, Mark("error", "CSV025", "能源", "F6", "unknown"))["能源"]
    assert sheet["E5"].comment.text == "CSV025: unknown"


def test_all_faults_are_listed_on_a_sheet_in_front_as_text(data):
    marks = [
        Mark("error", "XLS030", "", "", "=HYPERLINK(1)"),
        Mark("warn", "XLS017", "no such sheet", "A1", "x"),
    ]
    again = annotated(annotated(data, marks), marks)
    book = openpyxl.load_workbook(io.BytesIO(again))
    assert book.sheetnames == [SUMMARY, "能源"]
    assert [cell.value for cell in book[SUMMARY][2]] == [
        "error",
        "XLS030",
        None,
        None,
        "=HYPERLINK(1)",
    ]
    assert book[SUMMARY]["E2"].data_type == "s"
