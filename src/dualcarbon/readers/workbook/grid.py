"""The cells of one sheet from its XML, with what a reader of values cannot tell: kind, format, what is hidden.

A cell is sent as text with one letter before it: ``n`` number, ``p`` number shown as a percentage, ``s`` number shown
through a format that hides a factor, ``t`` text, ``d`` date, ``e`` error, ``f`` formula without a stored result, ``x`` a
number cell that holds no number, ``i`` one that is not finite, ``c`` text with a forbidden character.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from dualcarbon.readers.workbook.parts import (
    LONGEST,
    Attributes,
    Book,
    Broken,
    local,
    parse,
    unescaped,
)
from dualcarbon.readers.workbook.refusal import refuse

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_RANGE = 5_000_000
MOST_FILLED = 1_000_000
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
RANGE = re.compile(r"([A-Z]{1,3}[1-9][0-9]{0,6})(?::([A-Z]{1,3}[1-9][0-9]{0,6}))?")
MOST_MERGES = 20_000
TRUTH = {"0": "FALSE", "1": "TRUE", "false": "FALSE", "true": "TRUE"}


@dataclass(slots=True)
class Grid:
    """Filled cells by row and column, counted from 1; hidden rows and columns; merged ranges."""

    name: str
    state: str = "visible"
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    filled: int = 0
    size: int = 0


def letters(column: int) -> str:
    """Give the letters of a column.

    Examples
    --------
    >>> letters(1), letters(27), letters(16384)
    ('A', 'AA', 'XFD')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """Give the number of a column, counted from 1.

    Examples
    --------
    >>> column_of("A"), column_of("XFD")
    (1, 16384)
    """
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - 64
    return number


def spot(address: str) -> tuple[int, int] | None:
    """Give row and column of an address, nothing where it is none of a sheet.

    Examples
    --------
    >>> spot("D4"), spot("A-1"), spot("ZZZZZ99999999999"), spot("XFE1")
    ((4, 4), None, None, None)
    """
    match = ADDRESS.fullmatch(address)
    if match is None:
        return None
    row, column = int(match[2]), column_of(match[1])
    return (row, column) if row <= MOST_ROWS and column <= MOST_COLUMNS else None


def read(archive: zipfile.ZipFile, name: str, part: str, state: str, book: Book) -> Grid:
    """Read the cells of a sheet.

    Raises
    ------
    Refused
        The part is no XML, an address is none, a cell stands twice, or there are more cells than are read.
    """
    reader = _Cells(Grid(name, state), book)
    try:
        parse(archive, part, reader.begin, reader.end, reader.take)
    except Broken as broken:
        if broken.character:
            where = {"sheet": name, "cell": reader.address}
            refuse("XLS029", **where, text=broken.character)
        refuse("XLS010", sheet=name, part=part)
    _within(reader.grid)
    return reader.grid


def _within(grid: Grid) -> None:
    """Hold the range from A1 to the last filled cell to its bound: readers give all of it."""
    last_row = max(grid.rows, default=0)
    last_column = max((column for cells in grid.rows.values() for column in cells), default=0)
    if last_row * last_column > MOST_RANGE:
        used = f"A1:{letters(last_column)}{last_row}"
        count, limit = f"{last_row * last_column:,}", f"{MOST_RANGE:,}"
        refuse("XLS009", sheet=grid.name, used=used, count=count, limit=limit)


class _Cells:
    """A walk through the XML of a sheet; a cell that stands where the one before it leads is taken the short way."""

    def __init__(self, grid: Grid, book: Book) -> None:
        self.grid, self.book = grid, book
        self.row = self.column = 0
        self.cells: dict[int, str] = {}
        self.inside = self.reading = self.has_formula = self.has_value = False
        self.kind, self.style, self.address = "n", "", ""
        self.pieces: list[str] = []
        self.columns: list[str] = ["", *map(letters, range(1, 257))]
        starts = {
            "c": self._cell, "row": self._row, "v": self._value, "t": self._text, "f": self._formula,
            "rPh": self._skip, "col": self._columns, "mergeCell": self._merge,
        }  # fmt: skip
        ends = {"c": self._close, "v": self._stop, "t": self._stop, "rPh": self._go_on}
        self.starts: dict[str, Callable[[Attributes], None] | None] = dict(starts)
        self.ends: dict[str, Callable[[], None] | None] = dict(ends)

    def begin(self, name: str, attributes: Attributes) -> None:
        if name not in self.starts:  # a name with a prefix, or one that is not needed
            self.starts[name] = self.starts.get(local(name))
            self.ends[name] = self.ends.get(local(name))
        start = self.starts[name]
        if start is not None:
            start(attributes)

    def end(self, name: str) -> None:
        stop = self.ends.get(name)
        if stop is not None:
            stop()

    def take(self, piece: str) -> None:
        if self.reading:
            self.pieces.append(piece)

    def _row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        self.row = self.row + 1 if given is None else self._number(given)
        self.column, self.cells = 0, self.grid.rows.get(self.row, {})
        if attributes.get("hidden") in ("1", "true"):
            self.grid.hidden_rows.append(self.row)

    def _number(self, given: str) -> int:
        """Give the number of a row; one that is no number is told with its first cell."""
        right = re.fullmatch("[1-9][0-9]{0,6}", given) and int(given) <= MOST_ROWS
        if not right:
            refuse("XLS011", sheet=self.grid.name, text=f"A{given[:30]}")
        return int(given)

    def _cell(self, attributes: Attributes) -> None:
        given, following = attributes.get("r"), self.column + 1
        if given is None or (following <= 256 and given == f"{self.columns[following]}{self.row}"):
            self.column = following
        else:
            self._jump(given)
        self.address = given or f"{letters(self.column)}{self.row}"
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.inside, self.has_formula, self.has_value = True, False, False
        self.pieces = []

    def _jump(self, given: str) -> None:
        """Go to an address further on in the row."""
        at = spot(given)
        if at is None:
            refuse("XLS011", sheet=self.grid.name, text=given[:40])
        if at[0] != self.row or at[1] <= self.column:
            refuse("XLS012", sheet=self.grid.name, cell=given)
        self.column = at[1]

    def _close(self) -> None:
        if self.inside:
            self.inside = False
            self._keep("".join(self.pieces))

    def _stop(self) -> None:
        self.reading = False

    def _go_on(self) -> None:
        self.inside = True

    def _value(self, _: Attributes) -> None:
        self.reading = self.inside
        self.has_value = True

    def _text(self, _: Attributes) -> None:
        self.reading = self.inside and self.kind == "inlineStr"

    def _formula(self, _: Attributes) -> None:
        self.has_formula = self.inside

    def _skip(self, _: Attributes) -> None:
        self.inside = False

    def _columns(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = (int(attributes.get(key, "1")) for key in ("min", "max"))
            self.grid.hidden_columns.update(range(max(first, 1), min(last, MOST_COLUMNS) + 1))

    def _merge(self, attributes: Attributes) -> None:
        match = RANGE.fullmatch(attributes.get("ref", ""))
        first, last = (
            (spot(part) if part else None for part in match.groups()) if match else (None,) * 2
        )
        if first and last and len(self.grid.merged) < MOST_MERGES:
            self.grid.merged.append((*first, *last))

    def _keep(self, raw: str) -> None:
        """Keep a filled cell."""
        sent = self._sent(raw)
        if not sent:
            return
        grid = self.grid
        if self.column in self.cells or not self.row or self.column > MOST_COLUMNS:
            refuse("XLS012", sheet=grid.name, cell=self.address)
        if not self.cells:
            grid.rows[self.row] = self.cells
        self.cells[self.column] = sent
        grid.filled += 1
        grid.size += len(sent)
        if grid.filled > MOST_FILLED:
            why = {"en": f"more than {MOST_FILLED:,} cells", "zh": f"超过 {MOST_FILLED:,} 个单元格"}
            refuse("XLS006", why=why)

    def _sent(self, raw: str) -> str:
        """Give the text of a cell behind the letter of its kind; nothing where it is empty."""
        if self.has_formula and not raw and not (self.kind == "str" and self.has_value):
            return "f"
        if self.kind == "n":
            return self._numeric(raw.strip())
        if self.kind == "s":
            return self._shared(raw.strip())
        if self.kind == "b":
            return f"t{TRUTH.get(raw.strip(), raw)}"
        return self._other(raw)

    def _other(self, raw: str) -> str:
        if self.kind == "e":
            return f"e{raw.strip() or '#N/A'}"
        if self.kind == "d":
            return f"d{raw.strip()}" if raw.strip() else ""
        return self._texted(unescaped(raw))

    def _texted(self, text: str) -> str:
        if len(text) > LONGEST:
            refuse("XLS019", sheet=self.grid.name, cell=self.address, limit=f"{LONGEST:,}")
        return f"t{text}" if text else ""

    def _shared(self, raw: str) -> str:
        if not raw:
            return ""
        texts = self.book.texts
        if re.fullmatch("[0-9]{1,9}", raw) and int(raw) < len(texts):
            return self._texted(texts[int(raw)])
        if self.book.bad_text:
            refuse("XLS029", sheet=self.grid.name, cell=self.address, text=self.book.bad_text)
        return f"x{raw[:40]}"

    def _numeric(self, raw: str) -> str:
        if not raw:
            return ""
        value = _finite(raw)
        if value is None:
            return f"x{raw[:40]}"
        if not math.isfinite(value):
            return f"i{raw[:40]}"
        return (self._shown() if self.style != "0" else "n") + _plain(value)

    def _shown(self) -> str:
        """Give the letter of a number by what its format does to it."""
        styles, style = self.book.styles, self.style
        at = int(style) if style.isdigit() and len(style) < 9 else 0
        does = styles[at] if at < len(styles) else ""
        return {"": "n", "d": "d", "%": "p"}.get(does, f"s{does[1:]}|")


def _finite(raw: str) -> float | None:
    """Give the number of a number cell; what only Python takes for one is none."""
    if "_" in raw or not raw.isascii():
        return None
    try:
        return float(raw)
    except ValueError:
        return None


def _plain(value: float) -> str:
    """Give a number the shortest way that reads back the same."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
