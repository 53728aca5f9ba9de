"""Requests as files: a workbook with a sheet a department, CSV without formulas."""

from __future__ import annotations

import csv

import openpyxl
import polars as pl
import pytest

from dualcarbon.writers import requests

LISTED = pl.DataFrame(
    [
        ("住房和城乡建设厅（局）", "activity", "=cmd|' /C calc'!A0", "2010-2012", "未估算"),
        ("统计局", "energy", "工业·煤炭", "2017", "缺少"),
        ("住房和城乡建设厅（局）", "activity", "污水", "2011", "缺少"),
    ],
    schema=["部门", "数据表", "数据项", "年份", "原因"],
    orient="row",
)


def test_a_workbook_has_a_sheet_a_department(tmp_path):
    file = requests.write(LISTED, tmp_path / "made" / "r.xlsx")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["住房和城乡建设厅（局）", "统计局"]
    rows = list(book["住房和城乡建设厅（局）"].iter_rows(values_only=True))
    assert rows[0] == tuple(LISTED.columns)
    assert [row[2] for row in rows[1:]] == ["=cmd|' /C calc'!A0", "污水"]
    assert book["住房和城乡建设厅（局）"]["C2"].data_type == "s"


def test_the_same_requests_give_the_same_bytes(tmp_path):
    files = [requests.write(LISTED, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx")]
    assert files[0] == files[1]


def test_text_in_csv_is_no_formula(tmp_path):
    file = requests.write(LISTED, tmp_path / "r.csv")
    with file.open(encoding="utf-8-sig", newline="") as read:
        rows = list(csv.reader(read))
    assert rows[0] == LISTED.columns
    assert rows[1][2] == "'=cmd|' /C calc'!A0"
    assert rows[2] == ["统计局", "energy", "工业·煤炭", "2017", "缺少"]


@pytest.mark.parametrize("name", ["a/b: [c]", "x" * 60])
def test_any_department_can_name_a_sheet(tmp_path, name):
    one = LISTED.head(1).with_columns(pl.lit(name).alias("部门"))
    book = openpyxl.load_workbook(requests.write(one, tmp_path / "r.xlsx"))
    assert len(book.sheetnames[0]) <= 31
