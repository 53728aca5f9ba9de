"""Rows of a table as text by column, as they come off the file."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

from dualcarbon.readers.headings import Headings, headings
from dualcarbon.readers.rows import Unreadable, rows
from dualcarbon.vocabulary.faults import Fault, Place, errors, note
from dualcarbon.vocabulary.tables import Table

MOST_FAULTS = 100
MOST_ROWS = 5_000_000


@dataclass(slots=True)
class Sheet:
    """Cells of the known columns, the line of each row, and what was wrong with the rows."""

    table: Table
    file: str
    head: Headings | None = None
    lines: array[int] = field(default_factory=lambda: array("q"))
    columns: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    skipped: int = 0
    found: dict[tuple[int, str], tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """What the file itself says of a cell, by position and column: a code with its particulars."""

    @property
    def whole(self) -> Place:
        """Place of the table as a whole."""
        return Place(file=self.file)

    def place(self, position: int, name: str) -> Place:
        """Give the place of a cell."""
        return Place(file=self.file, line=self.lines[position], column=name)

    def named(self, line: int) -> int | str:
        """Give a line as a sentence names it."""
        return line

    def fill(self, text: str) -> None:
        """Take the rows in until the end, a row that cannot be split, or too many faults."""
        try:
            self._take(text)
        except Unreadable as stop:
            self.faults.append(stop.fault)
        if not self.lines and not errors(self.faults):
            self.faults.append(note("CSV002", Place(file=self.file)))

    def _take(self, text: str) -> None:
        source = rows(text, self.file)
        line, values = next(source, (1, [""]))
        place = Place(file=self.file, line=line)
        self.head, found = headings(values, self.table, place)
        self.faults += found
        if self.head is None:
            return
        self.columns = {name: [] for name in self.head.names}
        for line, values in source:
            if not self._add(line, values, self.head):
                return

    def _add(self, line: int, values: list[str], head: Headings) -> bool:
        """Add a row; tell whether to go on."""
        if len(values) != head.width:
            self._wrong_length(line, len(values), head.width)
            return self.skipped <= MOST_FAULTS
        for name, position in head.names.items():
            text = values[position]
            self.columns[name].append(
                self.texts.setdefault(text, text) if name != "value" else text
            )
        if head.nameless:
            self._stray(line, values, head)
        self.lines.append(line)
        return self._within_limit()

    def _wrong_length(self, line: int, count: int, width: int) -> None:
        code = "CSV007" if count > width else "CSV008"
        place = Place(file=self.file, line=line)
        self.faults.append(note(code, place, values=count, columns=width))
        self.skipped += 1

    def _within_limit(self) -> bool:
        if len(self.lines) <= MOST_ROWS:
            return True
        self.faults.append(too_many_rows(self.file))
        return False

    def _stray(self, line: int, values: list[str], head: Headings) -> None:
        """Say once that a column without heading holds a value."""
        for position in [p for p in head.nameless if values[p].strip()]:
            place = Place(file=self.file, line=line)
            self.faults.append(note("CSV009", place, number=position + 1))
            head.nameless.remove(position)


def too_many_rows(file: str) -> Fault:
    """Say that a file has more rows than are read."""
    return note("CSV016", Place(file=file), limit=f"{MOST_ROWS:,}")
