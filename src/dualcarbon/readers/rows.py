"""Lines of comma-separated text as rows of cells, strictly: nothing is shifted, cut or guessed."""

from __future__ import annotations

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
    lines = _lines(text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, line in lines:
        spot = Spot(file, number)
        cells = list(_quoted(line, lines, spot)) if '"' in line else line.split(",")
        if len(line) > LONGEST:
            _check_lengths(cells, spot)
        if any(cell and not cell.isspace() for cell in cells):
            yield number, cells


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Give lines one by one: a list of them would double the memory of a large file."""
    start, number = 0, 1
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield number, text[start:end]
        start, number = end + 1, number + 1


def _quoted(line: str, lines: Iterator[tuple[int, str]], spot: Spot) -> Iterator[str]:
    """Split a line that holds quotes; a quoted value may run over the following lines."""
    start = 0
    while True:
        if line.startswith('"', start):
            cell, line, start = _inside(line, start + 1, lines, spot)
        else:
            end = line.find(",", start)
            end = len(line) if end < 0 else end
            cell, start = line[start:end], end
        yield cell
        if start >= len(line):
            return
        start, spot = start + 1, spot._replace(column=spot.column + 1)


def _inside(
    line: str, begin: int, lines: Iterator[tuple[int, str]], spot: Spot
) -> tuple[str, str, int]:
    """Give a quoted value, the line on which it ends, and where the separator stands there."""
    parts: list[str] = []
    while True:
        end = line.find('"', begin)
        if end < 0:
            parts.append(line[begin:] + "\n")
            line, begin = _following(lines, sum(map(len, parts)), spot), 0
        elif line.startswith('"', end + 1):
            parts.append(line[begin : end + 1])
            begin = end + 2
        else:
            parts.append(line[begin:end])
            _refuse_text_after(line, end + 1, spot)
            return "".join(parts), line, end + 1


def _following(lines: Iterator[tuple[int, str]], length: int, spot: Spot) -> str:
    spot.check(length)
    following = next(lines, None)
    if following is None:
        spot.stop("CSV013")
    return following[1]


def _refuse_text_after(line: str, end: int, spot: Spot) -> None:
    if end < len(line) and line[end] != ",":
        spot.stop("CSV014", text=cut(line[end:].partition(",")[0]))


def _check_lengths(cells: list[str], spot: Spot) -> None:
    for column, cell in enumerate(cells, start=1):
        spot._replace(column=column).check(len(cell))
