"""The tables of a study that stand in a workbook instead of in CSV files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dualcarbon.readers.csv import Reading
from dualcarbon.readers.workbook.workbook import Workbook, read_workbook
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.workbooks import FILE


def tables(root: Path, others: Mapping[str, Reading]) -> tuple[dict[str, Reading], list[Fault]]:
    """Give the tables of ``data/workbook.xlsx`` and every fault of it; nothing where the study has no workbook.

    A table stands on one sheet, so that a row can be named by file, sheet and line, and in one file only.
    """
    if not (root / FILE).exists():
        return {}, []
    if not (root / FILE).resolve().is_relative_to(root.resolve()):
        return {}, [note("PATH002", Place(file=FILE), text=FILE)]
    book = read_workbook(root / FILE, shown=FILE)
    return dict(book.readings), [*book.faults, *_twice(book, others), *_spread(book)]


def _twice(book: Workbook, others: Mapping[str, Reading]) -> list[Fault]:
    return [
        note("XLS035", Place(file=FILE), table=name, other=others[name].file)
        for name in book.readings
        if name in others
    ]


def _spread(book: Workbook) -> list[Fault]:
    return [
        note("XLS034", Place(file=FILE), table=name, sheets=", ".join(sheets))
        for name, sheets in book.sheets.items()
        if len(sheets) > 1
    ]
