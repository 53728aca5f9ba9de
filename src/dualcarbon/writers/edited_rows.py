"""Comma-separated text with some cells changed, rows added or removed, and every other byte as it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

CELL = r'(?:"(?:[^"]|"")*+"[^,\r\n]*+|[^",\r\n][^,\r\n]*+|)'
RECORD = re.compile(rf"({CELL}(?:,{CELL})*+)(\r\n|\n|\r|\Z)")
FIELD = re.compile(rf"({CELL})(?:,|\Z)")
ENDS = re.compile(r"\r\n|\n|\r")
QUOTED = re.compile(r'[",\r\n]')


class Unsplit(ValueError):
    """The text cannot be split into rows from this line on."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


@dataclass(slots=True)
class Record:
    """A row as it stands in the text: the line that it begins on, its text, what ends it."""

    line: int
    text: str
    end: str

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything, as readers leave such a row out."""
        return not self.text.replace(",", "").strip() or not any(
            value(cell).strip() for cell in cells(self.text)
        )


def records(text: str) -> list[Record]:
    r"""Split text into rows that put together are the text again.

    Raises
    ------
    Unsplit
        A quote is not closed.

    Examples
    --------
    >>> [(r.line, r.text, r.end) for r in records('a,b\r\n"1\n2",x\n')]
    [(1, 'a,b', '\r\n'), (2, '"1\n2",x', '\n')]
    """
    found: list[Record] = []
    at, line = 0, 1
    while at < len(text):
        match = RECORD.match(text, at)
        if match is None or match.end() == at:
            raise Unsplit(line)
        found.append(Record(line, match[1], match[2]))
        at, line = match.end(), line + len(ENDS.findall(match[0]))
    return found


def cells(text: str) -> list[str]:
    """Split a row into its cells as they are written.

    Examples
    --------
    >>> cells('1,"a,b",')
    ['1', '"a,b"', '']
    """
    found: list[str] = []
    at = 0
    while True:
        match = FIELD.match(text, at)
        assert match is not None
        found.append(match[1])
        if match.end() == match.end(1):
            return found
        at = match.end()


def value(cell: str) -> str:
    """Give what a written cell holds.

    Examples
    --------
    >>> value('"5"" pipe"')
    '5" pipe'
    """
    if len(cell) > 1 and cell[0] == '"' and cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def written(text: str, like: str = "") -> str:
    """Write a cell: in quotes where it must be, or where the cell that it is like is so without need.

    Examples
    --------
    >>> written("a,b"), written("1", like='"2"'), written("1", like='"a,b"')
    ('"a,b"', '"1"', '1')
    """
    if QUOTED.search(text) or _quoted_for_nothing(like):
        return '"' + text.replace('"', '""') + '"'
    return text


def edited(
    text: str,
    changed: Mapping[tuple[int, int], str],
    added: Sequence[Mapping[int, str]],
    removed: Iterable[int],
) -> str:
    """Change a text; rows are named by the line that they begin on, columns by position.

    Parameters
    ----------
    text : str
        The text.
    changed : mapping of str
        What cells are to hold, by line and position.
    added : sequence of mapping
        What the cells of new rows hold, by position; they follow the last row.
    removed : iterable of int
        Lines of rows that are to go.

    Raises
    ------
    KeyError
        No row begins on such a line, or it has no such cell.
    Unsplit
        A quote is not closed.
    """
    rows = records(text)
    at = {row.line: row for row in rows}
    for line in {line for line, _ in changed}:
        mine = {position: new for (n, position), new in changed.items() if n == line}
        at[line].text = _changed(at[line], mine)
    gone = set(removed)
    if not gone <= set(at):
        raise KeyError(min(gone - set(at)))
    ended = not rows or rows[-1].end != ""
    end = _usual_end(rows)
    kept = [row for row in rows if row.line not in gone]
    last = max((n for n, row in enumerate(kept) if not row.blank), default=len(kept) - 1) + 1
    if added:
        like = cells(kept[last - 1].text) if last > 1 else []
        width = len(cells(rows[0].text))
        new = [Record(0, _new(row, width, like), end) for row in added]
        kept[last:last] = new
    for row in kept[:-1]:
        row.end = row.end or end
    if kept and not ended:
        kept[-1].end = ""
    return "".join(row.text + row.end for row in kept)


def widened(text: str, names: Sequence[str]) -> str:
    """Give a text columns that it lacks, empty in every row, behind the others."""
    rows = records(text)
    for number, row in enumerate(rows):
        if row.text:
            more = names if not number else [""] * len(names)
            row.text = ",".join([row.text, *(written(name) for name in more)])
    return "".join(row.text + row.end for row in rows)


def _changed(row: Record, new: Mapping[int, str]) -> str:
    there = cells(row.text)
    for position, text in new.items():
        if not 0 <= position < len(there):
            raise KeyError(position)
        if value(there[position]) != text:
            there[position] = written(text, there[position])
    return ",".join(there)


def _new(row: Mapping[int, str], width: int, like: Sequence[str]) -> str:
    same = like if len(like) == width else [""] * width
    return ",".join(written(row.get(n, ""), same[n] if row.get(n) else "") for n in range(width))


def _quoted_for_nothing(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == '"' == cell[-1] and not QUOTED.search(value(cell))


def _usual_end(rows: Sequence[Record]) -> str:
    return max(Counter(row.end for row in rows if row.end).items(), key=lambda one: one[1], default=("\n", 0))[0]  # fmt: skip
