"""A bureau's messy workbook: sent, its faults shown by cell, given back in red, mended, and taken over after a look at what it changes."""

from __future__ import annotations

import io

import openpyxl
import pytest


@pytest.mark.parametrize("study", ["town", pytest.param("draft", marks=pytest.mark.slow)])
def test_a_messy_workbook(served, look, tmp_path, study):
    seen = look()
    page = seen.page
    page.goto(f"{served.url}/en/{study}/data")
    seen.ready()
    with page.expect_download() as kept:
        page.locator("a[href$='/workbook']").first.click()
    book = opened(kept.value)
    sheet, place = amount(book)
    before = sheet[place].value
    sheet[place].value = "about 12?"
    sent(page, book, tmp_path / "messy.xlsx")
    row = page.locator("table.found tr.error").first
    row.wait_for()
    assert place in row.inner_text()
    with page.expect_download() as kept:
        page.locator("a[href*='/workbook/annotated']").click()
    red = opened(kept.value)[sheet.title][place]
    assert red.value == "about 12?"
    assert red.fill.fgColor.rgb[-6:] not in ("000000", "FFFFFF")
    assert red.comment is not None
    file = served.folder / study / "data" / "energy.csv"
    stored = file.read_text(encoding="utf-8").splitlines()
    sheet[place].value = before * 1.01
    page.goto(f"{served.url}/en/{study}/data")
    sent(page, book, tmp_path / "mended.xlsx")
    taking = page.locator("form[action*='/workbook/take'] button").first
    taking.wait_for()
    assert file.read_text(encoding="utf-8").splitlines() == stored
    taking.click()
    page.wait_for_url("**/data/version?id=*")
    changed = file.read_text(encoding="utf-8").splitlines()
    assert len([1 for old, new in zip(stored, changed, strict=True) if old != new]) == 1
    assert seen.wrong == []
    assert seen.others(served.url) == []


def opened(download):
    return openpyxl.load_workbook(io.BytesIO(download.path().read_bytes()))


def amount(book):
    """Find the first amount of energy."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            heads = {str(cell.value).strip().lower(): cell.column for cell in row if cell.value}
            if any("fuel" in head for head in heads) and any("value" in head for head in heads):
                column = next(place for head, place in heads.items() if "value" in head)
                for below in sheet.iter_rows(
                    min_row=row[0].row + 1, min_col=column, max_col=column
                ):
                    if isinstance(below[0].value, int | float):
                        return sheet, below[0].coordinate
    raise AssertionError([sheet.title for sheet in book.worksheets])


def sent(page, book, file):
    book.save(file)
    page.locator("#book").set_input_files(file)
    page.locator("#upload button").click()
    page.wait_for_url("**/workbook/seen?id=*")
