"""Rows of one table as they come off the sheets of a workbook."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dualcarbon.readers import cells
from dualcarbon.readers.headings import headings
from dualcarbon.readers.numbers import number
from dualcarbon.readers.sheet import Sheet
from dualcarbon.readers.workbook import formats, layout, merges
from dualcarbon.readers.workbook.capped import Cells, Leaf
from dualcarbon.readers.workbook.grid import letters
from dualcarbon.vocabulary.faults import Place, cut, note
from dualcarbon.vocabulary.tables import FIELDS

NOTES = (
    "注",
    "说明",
    "备注",
    "资料来源",
    "数据来源",
    "来源",
    "单位",
    "制表",
    "填表",
    "note",
    "source",
    "*",
    "※",
)
EXPECTED = {
    "year": {"en": "year", "zh": "年份"},
    "number": {"en": "number", "zh": "数"},
}
A_TEXT = {"en": "text", "zh": "文本"}
SERIALS = (21_000, 80_000)
"""Numbers in a column of years that are days counted from 1900: 1957 to 2119; less is rather a year with a digit too many."""
WRONG = {"e": "XLS016", "f": "XLS015", "x": "XLS013", "i": "NUM009"}
Told = tuple[str, dict[str, Any]]


class Spot(NamedTuple):
    """Where a row of the table stands: its sheet, its row, and the column or the cell of each value."""

    sheet: str
    row: int
    columns: dict[str, str]

    def cell(self, name: str) -> str:
        """Give the address of a value; that of the number where the value stands in no cell of its own."""
        found = self.columns.get(name) or self.columns.get("value", "A")
        return found if found[-1].isdigit() else f"{found}{self.row}"


@dataclass(slots=True)
class Page(Sheet):
    """Cells of the known columns by row, from one sheet or from several."""

    spots: list[Spot] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    @property
    def whole(self) -> Place:
        """Place of the table as a whole."""
        return Place(file=self.file, sheet=cut(self.sheets[0]) if len(self.sheets) == 1 else "")

    def place(self, position: int, name: str) -> Place:
        """Give the place of a cell."""
        spot = self.spots[position]
        return Place(file=self.file, sheet=cut(spot.sheet), cell=spot.cell(name))

    def named(self, line: int) -> int | str:
        """Give a row as a sentence names it."""
        if len(self.sheets) == 1:
            return line
        spot = self.spots[line - 1]
        return f"{cut(spot.sheet)}!{spot.row}"

    def begin(self, leaf: Leaf) -> None:
        """Go on with another sheet."""
        self.sheets.append(leaf.name)
        if not self.columns:
            self.columns = {name: [] for name in self.table.columns}

    def add(self, spot: Spot, row: dict[str, str]) -> None:
        """Add a row; what a cell itself says is kept beside it."""
        position = len(self.spots)
        for name, column in self.columns.items():
            text, told = looked_at(row.get(name, ""), name)
            column.append(text)
            if told is not None:
                self.found[position, name] = told
        self.spots.append(spot)

    def close(self) -> None:
        """Give every row its number: that of the sheet where there is but one, else one after the other."""
        single = len(self.sheets) == 1
        self.lines.extend(spot.row if single else n for n, spot in enumerate(self.spots, start=1))


def narrow(page: Page, leaf: Leaf) -> None:
    """Take in a sheet that has one row for each value."""
    place = Place(file=page.file, sheet=cut(leaf.name))
    found = layout.head(leaf, page.table)
    row = found.row if found else min(leaf.rows)
    names = found.names if found else {}
    plain = [
        _plain_heading(leaf.rows[row], names, column) for column in range(1, _width(leaf, row) + 1)
    ]
    unit = _unit_of_heading(leaf, row, names, page)
    known, faults = headings(plain, page.table, Place(file=page.file, sheet=place.sheet, line=row))
    page.faults += [
        f
        for f in faults
        if not (unit and dict(f.params).get("column") == "unit" and f.code == "CSV004")
    ]
    if known is None:
        return
    page.begin(leaf)
    columns = {name: position + 1 for name, position in known.names.items()}
    _rows(page, leaf, row, columns, unit)
    _strays(page, leaf, row, {position + 1 for position in known.nameless}, len(plain))


def _width(leaf: Leaf, row: int) -> int:
    return max(leaf.rows[row])


def _plain_heading(cells: Cells, names: dict[int, layout.Heading | None], column: int) -> str:
    """Give a heading as the vocabulary spells it, or as it is written where it is none."""
    named = names.get(column)
    return named.name if named else cells.get(column, "t")[1:]


def _unit_of_heading(
    leaf: Leaf, row: int, names: dict[int, layout.Heading | None], page: Page
) -> str:
    """Give the unit in the heading of the values, or in a line above that says it, where there is no column of units."""
    known = [one for one in names.values() if one]
    if any(one.name == "unit" for one in known) or "unit" not in page.table.columns:
        return ""
    said = [one.unit for one in known if one.name == "value" and one.unit]
    above = (v[1:] for r in sorted(leaf.rows) if r < row for v in leaf.rows[r].values())
    said += [
        unit for text in above if layout.UNIT_WORD.match(text) and (unit := layout.unit_in(text))
    ]
    return said[0] if len(set(said)) == 1 else ""


def _rows(page: Page, leaf: Leaf, head: int, columns: dict[str, int], unit: str) -> None:
    """Take in the rows below the headings; those that are none are told."""
    where = {name: letters(column) for name, column in columns.items()}
    spread, told = merges.spread(leaf, head, set(columns.values()))
    page.faults += [note("XLS022", _at(page, leaf, cell), text=text) for cell, text in told]
    for row in sorted(leaf.rows):
        if row <= head:
            continue
        own = leaf.rows[row]
        values = {n: own.get(c) or spread.get((row, c), "") for n, c in columns.items()}
        values = {
            name: value for name, value in values.items() if value[1:].strip() or value[:1] in WRONG
        }
        if not values:
            continue
        if note_of(values):
            name, text = next(iter(values.items()))
            page.faults.append(
                note("XLS025", _at(page, leaf, f"{where[name]}{row}"), text=cut(text[1:].strip()))
            )
            continue
        page.add(Spot(leaf.name, row, where), values | ({"unit": f"t{unit}"} if unit else {}))


def _at(page: Page, leaf: Leaf, cell: str) -> Place:
    return Place(file=page.file, sheet=cut(leaf.name), cell=cell)


def note_of(values: dict[str, str]) -> bool:
    """Tell whether a row holds nothing but a remark: one text, in a column where it means nothing.

    Examples
    --------
    >>> note_of({"year": "t注：本表为初步数"}), note_of({"year": "n2020"}), note_of({"sector": "t工业"})
    (True, False, False)
    """
    if len(values) != 1:
        return False
    ((name, value),) = values.items()
    text = value[1:].strip()
    if value[0] != "t" or name == "value":
        return False
    return text.casefold().startswith(NOTES) or cells.reader(FIELDS[name], blank=True)(
        text
    ).code in ("CSV020", "CSV025")


def _strays(page: Page, leaf: Leaf, head: int, nameless: set[int], width: int) -> None:
    """Tell once of each column that holds values below the headings and has none itself."""
    told: set[int] = set()
    for row, column in _below(leaf, head):
        if column in told or not (column in nameless or column > width):
            continue
        told.add(column)
        place = _at(page, leaf, f"{letters(column)}{row}")
        if column in nameless:
            page.faults.append(note("CSV009", place, number=letters(column)))
        else:
            page.faults.append(note("XLS025", place, text=cut(leaf.rows[row][column][1:].strip())))


def _below(leaf: Leaf, head: int) -> Iterator[tuple[int, int]]:
    for row in sorted(leaf.rows):
        if row > head:
            yield from (
                (row, column) for column, value in leaf.rows[row].items() if value[1:].strip()
            )


def looked_at(value: str, name: str) -> tuple[str, Told | None]:
    """Give the text of a cell, and what the cell itself says: its kind, its format.

    Examples
    --------
    >>> looked_at("p0.05", "value")
    ('0.05', ('XLS026', {'shown': '5%', 'text': '0.05'}))
    >>> looked_at("d43831", "year")[1][0], looked_at("n2020", "year")
    ('XLS024', ('2020', None))
    """
    kind, text = value[:1], value[1:]
    if not kind:
        return "", None
    if kind in WRONG:
        return "", (WRONG[kind], {"text": cut(text)})
    if kind == "d" or (kind == "n" and name_is_year(name) and _is_serial(text)):
        return "", ("XLS024", {"wanted": EXPECTED.get(FIELDS[name].type, A_TEXT)})
    if kind == "t":
        return _text(text, name)
    return _formatted(kind, text, name)


def name_is_year(name: str) -> bool:
    """Tell whether a column holds years."""
    return FIELDS[name].type == "year"


def _is_serial(text: str) -> bool:
    return text.isdigit() and SERIALS[0] <= int(text) <= SERIALS[1]


def _text(text: str, name: str) -> tuple[str, Told | None]:
    control = next((c for c in text if unicodedata.category(c) == "Cc" and c not in "\n\r\t"), "")
    if control:
        return "", ("XLS029", {"text": f"U+{ord(control):04X}"})
    plain = text.strip()
    if FIELDS[name].type != "number" or not plain:
        return plain, None
    parsed = number(plain)
    if parsed.value is None or parsed.code:
        return plain, None
    return plain, ("XLS023", {"number": plain})


def _formatted(kind: str, text: str, name: str) -> tuple[str, Told | None]:
    factor, _, plain = text.rpartition("|")
    if kind == "n" or FIELDS[name].type != "number":
        return plain, None
    if kind == "p":
        return plain, ("XLS026", {"shown": formats.shown(float(plain), "%"), "text": plain})
    return plain, ("XLS027", {"factor": f"{int(factor):,}", "text": plain})
