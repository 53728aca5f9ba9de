"""A workbook of the user's own that comes back with what was found: cells in red, each with a comment.

The library that keeps the rest of the workbook is slow and trusting, so this is only called with a file that passed the
preflight, inside a capped process.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import NamedTuple

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "dualcarbon"
COLOURS = {"error": "FFFFB3B3", "warn": "FFFFF0B3"}
LONGEST = 2_000
SIZE = (320, 140)
SUMMARY = "检查结果 faults"
HEADINGS = ("级别 level", "代码 code", "工作表 sheet", "单元格 cell", "说明 message")


class Mark(NamedTuple):
    """One fault as it is written into a workbook; without a cell it stands in the list only."""

    level: str
    code: str
    sheet: str
    cell: str
    text: str


def annotated(data: bytes, marks: Iterable[Mark]) -> bytes:
    """Give a workbook with its faults: cells coloured and commented, all of them listed on a sheet of their own.

    Texts stay texts: one that begins like a formula is not made one.
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    known = list(marks)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    for mark in known:
        if mark.cell and mark.sheet in sheets:
            _mark(sheets[mark.sheet], mark)
    _list(book, known)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _mark(sheet: Worksheet, mark: Mark) -> None:
    """Colour a cell and add to its comment; of merged cells the first carries it."""
    cell = _first(sheet, sheet[mark.cell])
    if not (cell.comment and cell.fill.fgColor.rgb == COLOURS["error"]):
        cell.fill = PatternFill("solid", fgColor=COLOURS[mark.level])
    before = f"{cell.comment.text}\n" if cell.comment else ""
    if len(before) < LONGEST:
        cell.comment = Comment(
            f"{before}{mark.code}: {mark.text}", AUTHOR, height=SIZE[1], width=SIZE[0]
        )


def _first(sheet: Worksheet, cell: Cell | MergedCell) -> Cell:
    if isinstance(cell, MergedCell):
        around = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
        return sheet.cell(around.min_row, around.min_col)
    return cell


def _list(book: openpyxl.Workbook, marks: list[Mark]) -> None:
    """Put the list of all faults in front; that of an earlier time goes."""
    if SUMMARY in book.sheetnames:
        del book[SUMMARY]
    sheet = book.create_sheet(SUMMARY, 0)
    sheet.append(HEADINGS)
    for row, mark in enumerate(marks, start=2):
        for column, text in enumerate(mark, start=1):
            cell = sheet.cell(row, column)
            cell.value = text
            cell.data_type = "s"  # also where the text begins like a formula
    for letter, width in zip("ABCDE", (12, 10, 20, 12, 100), strict=True):
        sheet.column_dimensions[letter].width = width
