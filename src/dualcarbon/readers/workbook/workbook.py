"""A workbook as the tables of a study, with every fault by sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dualcarbon.readers import csv
from dualcarbon.readers.csv import Reading
from dualcarbon.readers.files import Origin
from dualcarbon.readers.workbook import balance, capped, layout
from dualcarbon.readers.workbook.capped import Contents, Leaf
from dualcarbon.readers.workbook.grid import letters
from dualcarbon.readers.workbook.page import WRONG, Page, looked_at, narrow
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.tables import TABLES
from dualcarbon.vocabulary.workbooks import ABSENT, OF_A_STUDY, ORIGINS, is_known, table_of

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Workbook:
    """The tables of a workbook by name, where they came from, and all faults: of the file, its sheets and their cells."""

    origin: Origin
    readings: Mapping[str, Reading] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    """The study that it was made of, and the hashes of the study's files then; nothing where it does not say."""

    @property
    def file(self) -> str:
        """File as it is named."""
        return self.origin.file

    @property
    def errors(self) -> list[Fault]:
        """Faults that refuse the workbook."""
        return told.errors(self.faults)

    @property
    def warnings(self) -> list[Fault]:
        """Faults that only want to be known."""
        return told.warnings(self.faults)


def read_workbook(path: Path, *, shown: str = "") -> Workbook:
    """Read the tables of a workbook; nothing that the file may hold raises, or harms this process.

    Parameters
    ----------
    path
        File to read, .xlsx.
    shown
        Name of the file in messages; the bare file name if left out.
    """
    return of_contents(capped.contents(path, shown or path.name))


def read_workbook_bytes(data: bytes, shown: str) -> Workbook:
    """Read the tables of a workbook from its bytes."""
    return of_contents(capped.of_bytes(data, shown))


def of_contents(contents: Contents) -> Workbook:
    """Read the tables from what the child process found."""
    found = list(contents.faults)
    if told.errors(contents.faults):
        return Workbook(contents.origin, faults=tuple(found))
    pages, unread = _pages(contents, found)
    readings = {}
    for name, page in pages.items():
        page.close()
        if page.lines or told.errors(page.faults):
            readings[name] = csv.read_page(page, contents.origin, [])
            found += readings[name].faults
    if not readings and not told.errors(found):
        found += _nothing(contents, pages, unread)
    sheets = {name: tuple(pages[name].sheets) for name in readings}
    return Workbook(contents.origin, readings, tuple(found), sheets, _origins(contents))


def _origins(contents: Contents) -> dict[str, str]:
    """Give what the hidden sheet says of the study and of its files."""
    rows = (row for leaf in contents.leaves if leaf.name == ORIGINS for row in leaf.rows.values())
    texts = ((row.get(1, "")[1:], row.get(2, "")[1:]) for row in rows)
    return {name: "" if kept == ABSENT else kept for name, kept in texts if name and kept}


def _pages(contents: Contents, found: list[Fault]) -> tuple[dict[str, Page], list[Leaf]]:
    """Put every sheet to its table; those that are none are told and given back."""
    pages: dict[str, Page] = {}
    unread: list[Leaf] = []
    for leaf in contents.leaves:
        if not leaf.rows or is_known(leaf.name):
            continue
        wide = None if layout.is_long(leaf) else balance.found(leaf)
        names = layout.tables(leaf)
        if wide is None and len(names) != 1:
            unread.append(leaf)
            continue
        name = "balance" if wide else names[0]
        page = pages.setdefault(name, Page(TABLES[name], contents.origin.file))
        if wide is not None:
            balance.wide(page, leaf, wide)
        else:
            found += _guessed(contents, leaf, name)
            narrow(page, leaf)
    listed = ", ".join(OF_A_STUDY)
    found += [note("XLS017", _sheet(contents, leaf), tables=listed) for leaf in unread]
    return pages, unread


def _guessed(contents: Contents, leaf: Leaf, name: str) -> Iterator[Fault]:
    """Tell that a sheet was taken for a table by its headings alone."""
    if table_of(leaf.name) is None:
        yield note("XLS031", _sheet(contents, leaf), table=name)


def _nothing(contents: Contents, pages: dict[str, Page], unread: list[Leaf]) -> list[Fault]:
    """Tell why a workbook gives no table: only headings, or nothing that is known; bad cells are named all the same."""
    place = Place(file=contents.origin.file)
    if pages:
        return [note("CSV002", place)]
    return [
        *(fault for leaf in unread for fault in bad_cells(leaf, contents.origin.file)),
        note("XLS030", place, tables=", ".join(OF_A_STUDY)),
    ]


def bad_cells(leaf: Leaf, file: str) -> list[Fault]:
    """Tell of the cells of a sheet that hold no value, whatever their column."""
    faults: list[Fault] = []
    for row, cells in leaf.rows.items():
        for column, value in cells.items():
            said = looked_at(value, "source")[1] if value[0] in (*WRONG, "t") else None
            if said is not None and len(faults) < MOST_LISTED:
                cell = f"{letters(column)}{row}"
                place = Place(file=file, sheet=cut(leaf.name), cell=cell)
                faults.append(note(said[0], place, **said[1]))
    return faults


def _sheet(contents: Contents, leaf: Leaf) -> Place:
    return Place(file=contents.origin.file, sheet=cut(leaf.name))
