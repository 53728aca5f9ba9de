"""Lines of comma-separated text as rows of cells, strictly: nothing is shifted, cut or guessed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from dualcarbon.vocabulary.faults import Fault, Place, cut, note

LONGEST = 32_767
"""Most characters of one value: what a cell of a workbook holds."""


class Unreadable(Exception):
    """The rest of the text cannot be split into rows; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message())


class Spot(NamedTuple):
    """Where a value begins."""

    file: str
    line: int
    column: int = 1

    def stop(self, code: str, **params: object) -> NoReturn:
        """Stop the reading here."""
        raise Unreadable(note(code, Place(file=self.file, line=self.line), **params))

    def check(self, length: int) -> None:
        """Refuse a value longer than a cell of a workbook holds."""
        if length > LONGEST:
            self.stop("CSV015", number=self.column)


def rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    r"""Give the line number and the cells of every row that is not blank.

    Raises
    ------
    Unreadable
        A quote is not closed, text follows a closing quote, or a value is far too long.

    Examples
    --------
    >>> list(rows('a,b\n"1,2",x\n', "t.csv"))
    [(1, ['a', 'b']), (2, ['1,2', 'x'])]
    """
    source = _Lines(text.replace("\r\n", "\n").replace("\r", "\n"))
    while not source.ended:
        try:
            yield from _rows(source, file)
        except csv.Error:
            spot = Spot(file, source.first)
            yield spot.line, list(_split(source.again(), spot))


def _rows(source: _Lines, file: str) -> Iterator[tuple[int, list[str]]]:
    """Give rows as long as the strict reader finds no fault; it is fast but says little."""
    for cells in csv.reader(source, strict=True):
        spot = Spot(file, source.first)
        source.begin()
        if any(map(LONGEST.__lt__, map(len, cells))):
            _check_lengths(cells, spot)
        if any(cell and not cell.isspace() for cell in cells):
            yield spot.line, cells


class _Lines:
    """Lines of a text one by one: a list of them would double the memory of a large file."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.next, self.first = 1, 1
        self.position, self.start = 0, 0

    @property
    def ended(self) -> bool:
        """Whether all lines were given."""
        return self.position >= len(self.text)

    def begin(self) -> None:
        """Remember that a row begins with the next line."""
        self.first, self.start = self.next, self.position

    def again(self) -> Iterator[str]:
        """Give the lines from the beginning of the row once more."""
        self.next, self.position = self.first, self.start
        yield from self

    def __iter__(self) -> Iterator[str]:
        """Give the lines that were not given yet."""
        return self

    def __next__(self) -> str:
        """Give the next line with its end."""
        if self.ended:
            raise StopIteration
        end = self.text.find("\n", self.position)
        end = len(self.text) if end < 0 else end + 1
        line = self.text[self.position : end]
        self.position, self.next = end, self.next + 1
        return line


def _split(lines: Iterator[str], spot: Spot) -> Iterator[str]:
    """Split a row by hand, to say what is wrong with it; a quoted value may run over lines."""
    line, start = next(lines).removesuffix("\n"), 0
    while True:
        if line.startswith('"', start):
            cell, line, start = _inside(line, start + 1, lines, spot)
        else:
            end = line.find(",", start)
            end = len(line) if end < 0 else end
            cell, start = line[start:end], end
        spot.check(len(cell))
        yield cell
        if start >= len(line):
            return
        start, spot = start + 1, spot._replace(column=spot.column + 1)


def _inside(line: str, begin: int, lines: Iterator[str], spot: Spot) -> tuple[str, str, int]:
    """Give a quoted value, the line on which it ends, and where the separator stands there."""
    parts: list[str] = []
    length = 0
    while True:
        end = line.find('"', begin)
        if end < 0:
            length += len(line) - begin + 1
            spot.check(length)
            parts.append(line[begin:] + "\n")
            line, begin = _following(lines, spot), 0
        elif line.startswith('"', end + 1):
            parts.append(line[begin : end + 1])
            begin = end + 2
        else:
            parts.append(line[begin:end])
            _refuse_text_after(line, end + 1, spot)
            return "".join(parts), line, end + 1


def _following(lines: Iterator[str], spot: Spot) -> str:
    following = next(lines, None)
    if following is None:
        spot.stop("CSV013")
    return following.removesuffix("\n")


def _refuse_text_after(line: str, end: int, spot: Spot) -> None:
    if end < len(line) and line[end] != ",":
        spot.stop("CSV014", text=cut(line[end:].partition(",")[0]))


def _check_lengths(cells: list[str], spot: Spot) -> None:
    for column, cell in enumerate(cells, start=1):
        spot._replace(column=column).check(len(cell))
