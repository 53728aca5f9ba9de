"""A list of data requests as a file to be sent: CSV, or a workbook with a sheet a department."""

from __future__ import annotations

import datetime
from pathlib import Path

import polars as pl
import xlsxwriter

ALWAYS = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # the same requests give the same bytes
WIDTHS = (24, 14, 48, 18, 60)
LONGEST = 31  # characters of the name of a sheet
REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet takes for a formula."""


def write(listed: pl.DataFrame, file: Path) -> Path:
    """Write requests and give the file.

    Parameters
    ----------
    listed : DataFrame
        The first column names the department.
    file : Path
        File to write, ``.csv`` or ``.xlsx``.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".xlsx":
        _workbook(listed, file)
    else:  # the mark lets spreadsheets see that it is UTF-8
        guarded = listed.with_columns(pl.all().map_elements(harmless, pl.String))
        file.write_text("\ufeff" + guarded.write_csv(), encoding="utf-8", newline="\n")
    return file


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("rice area")
    ("'=1+1", 'rice area')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def _workbook(listed: pl.DataFrame, file: Path) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"created": ALWAYS})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        first = listed.columns[0]
        for department in listed[first].unique(maintain_order=True):
            sheet = book.add_worksheet(department.translate(REFUSED)[:LONGEST])
            sheet.write_row(0, 0, listed.columns, head)
            for place, width in enumerate(WIDTHS):
                sheet.set_column(place, place, width)
            for row, values in enumerate(listed.filter(pl.col(first) == department).rows(), 1):
                sheet.write_row(row, 0, values, cell)
            sheet.freeze_panes(1, 0)
