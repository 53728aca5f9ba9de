"""The energy balance as yearbooks print it: a row for each use and a column for each fuel, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dualcarbon.readers.workbook import layout
from dualcarbon.readers.workbook.capped import Leaf
from dualcarbon.readers.workbook.grid import letters
from dualcarbon.readers.workbook.page import WRONG, Page, Spot
from dualcarbon.vocabulary import layout as printed
from dualcarbon.vocabulary.faults import Place, cut, note
from dualcarbon.vocabulary.names import BALANCE_ROWS

LEAST = 3
"""Fuels, and rows of the balance, that make a sheet a balance."""
MOST_TRIED = 60
MOST_ROWS, MOST_COLUMNS, LONGEST = 600, 600, 120
"""Part of a sheet in which a balance may stand, and characters of a name: nobody's file may keep a reader busy."""
YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
Line = dict[int, str]


class Axis(NamedTuple):
    """A row or column of names: where it stands, and what its cells name."""

    at: int
    names: dict[int, str]


class Wide(NamedTuple):
    """A balance in a sheet: its fuels, its uses, and whether it lies with the fuels down the side."""

    fuels: Axis
    uses: Axis
    turned: bool


def found(leaf: Leaf) -> Wide | None:
    """Give where the balance stands in a sheet, or nothing where the sheet holds none."""
    upright, turned = _lines(leaf), _turned(_lines(leaf))
    for across, down, is_turned in ((upright, turned, False), (turned, upright, True)):
        fuels, uses = _best(across, fuel), _best(down, use)
        if fuels and uses:
            return Wide(fuels, uses, is_turned)
    return None


def _lines(leaf: Leaf) -> dict[int, Line]:
    """Give the texts of a sheet by row and column."""
    lines: dict[int, Line] = {}
    for row, cells in leaf.rows.items():
        texts = {
            column: value[1:].strip() for column, value in cells.items() if _may_name(column, value)
        }
        if texts and row <= MOST_ROWS:
            lines[row] = texts
    return lines


def _may_name(column: int, value: str) -> bool:
    return value[0] == "t" and column <= MOST_COLUMNS and len(value) <= LONGEST


def _turned(lines: dict[int, Line]) -> dict[int, Line]:
    turned: dict[int, Line] = {}
    for row, cells in lines.items():
        for column, text in cells.items():
            turned.setdefault(column, {})[row] = text
    return turned


def _best(lines: dict[int, Line], named: Callable[[str], object]) -> Axis | None:
    """Give the line that names most fuels, or most uses, among the first; one that is repeated counts once."""
    best, count = None, LEAST - 1
    for at in sorted(lines)[:MOST_TRIED]:
        known = len({named(text) for text in lines[at].values()} - {None})
        if known > count:
            best, count = Axis(at, lines[at]), known
    return best


def _readings(text: str) -> list[str]:
    """Give the ways to read a name: as it is, or one of its lines where two languages stand below each other."""
    return [text, *text.splitlines()] if "\n" in text else [text]


def fuel(text: str) -> printed.Column | None:
    r"""Give the fuel that a heading names.

    Examples
    --------
    >>> fuel("原煤\nRaw Coal\n(10^4 t)").fuel
    'raw_coal'
    """
    return next((named for one in _readings(text) if (named := printed.column(one))), None)


def use(text: str, section: str = "") -> str | None:
    """Give the row of the balance that a heading names."""
    return next((named for one in _readings(text) if (named := printed.row(one, section))), None)


def wide(page: Page, leaf: Leaf, shape: Wide) -> None:
    """Take in a balance, a row for each cell that holds something."""
    year = year_of(leaf, shape)
    if not year:
        page.faults.append(note("XLS032", _place(page, leaf)))
        return
    page.begin(leaf)
    fuels = dict(_fuels(page, leaf, shape))
    for at, row in _uses(page, leaf, shape):
        for across, (column, unit) in fuels.items():
            cell = (across, at) if shape.turned else (at, across)
            value = leaf.rows.get(cell[0], {}).get(cell[1], "")
            if value and (value[1:].strip() or value[0] in WRONG):
                _add(
                    page,
                    leaf,
                    shape,
                    cell,
                    {"year": year, "row": row, "unit": unit},
                    column,
                    value,
                )


def _add(
    page: Page,
    leaf: Leaf,
    shape: Wide,
    cell: tuple[int, int],
    said: dict[str, str],
    column: printed.Column,
    value: str,
) -> None:
    address = f"{letters(cell[1])}{cell[0]}"
    above, beside = f"{letters(cell[1])}{shape.fuels.at}", f"{letters(shape.uses.at)}{cell[0]}"
    if shape.turned:
        above, beside = f"{letters(shape.fuels.at)}{cell[0]}", f"{letters(cell[1])}{shape.uses.at}"
    where = {"value": address, "fuel": above, "unit": above, "row": beside}
    known = said | {"fuel": column.fuel, "convention": column.convention}
    page.add(
        Spot(leaf.name, cell[0], where),
        {n: f"t{t}" for n, t in known.items() if t} | {"value": value},
    )


def _fuels(page: Page, leaf: Leaf, shape: Wide) -> Iterator[tuple[int, tuple[printed.Column, str]]]:
    """Give each column that is a fuel with its unit; printed sums of fuels are passed over."""
    seen: dict[printed.Column, str] = {}
    common = _common_unit(leaf, shape)
    for at, text in shape.fuels.names.items():
        column = fuel(text)
        place = _place(page, leaf, shape.fuels.at, at, turned=shape.turned)
        if column is None:
            if at > shape.uses.at and not layout.UNIT_WORD.match(text):
                page.faults.append(note("XLS037", place, text=cut(text)))
            continue
        if column.sum:
            continue
        if column in seen:
            page.faults.append(
                note("XLS036", place, text=cut(text), name=column.fuel, other=seen[column])
            )
            continue
        seen[column] = place.cell
        unit = _unit(leaf, shape, at, text) or common
        if unit:
            yield at, (column, unit)
        else:
            page.faults.append(note("XLS033", place, text=cut(text)))


def _unit(leaf: Leaf, shape: Wide, at: int, text: str) -> str:
    """Give the unit of a fuel: in its heading, or in a line of units right before or after it."""
    units = [layout.unit_in(one) for one in (*text.splitlines(), text)]
    for line in (shape.fuels.at + 1, shape.fuels.at + 2, shape.fuels.at - 1):
        row, column = (at, line) if shape.turned else (line, at)
        units.append(layout.unit_in(leaf.rows.get(row, {}).get(column, "t")[1:].strip()))
    return next(filter(None, units), "")


def _common_unit(leaf: Leaf, shape: Wide) -> str:
    """Give the unit that a line above says of the whole table, where it says one."""
    first = shape.uses.at if shape.turned else shape.fuels.at
    texts = [v[1:] for row in sorted(leaf.rows) if row < first for v in leaf.rows[row].values()]
    units = {layout.unit_in(text) for text in texts if layout.UNIT_WORD.match(text.strip())} - {""}
    return units.pop() if len(units) == 1 else ""


def _uses(page: Page, leaf: Leaf, shape: Wide) -> Iterator[tuple[int, str]]:
    """Give each line that is a row of the balance; a section that was headed tells two of one name apart."""
    section, seen = "", dict[str, str]()
    for at in sorted(shape.uses.names):
        text = shape.uses.names[at]
        if at == shape.fuels.at or layout.unit_in(text):
            continue
        row = use(text, section)
        place = _place(page, leaf, at, shape.uses.at, turned=shape.turned)
        if row is None:
            if at > shape.fuels.at:
                page.faults.append(note("XLS037", place, text=cut(text)))
        elif row in seen:
            page.faults.append(note("XLS036", place, text=cut(text), name=row, other=seen[row]))
        else:
            seen[row], section = place.cell, BALANCE_ROWS[row].more["section"]
            yield at, row


def year_of(leaf: Leaf, shape: Wide) -> str:
    """Give the one year that the title or the name of the sheet says."""
    first = min(shape.uses.at, *leaf.rows) if shape.turned else shape.fuels.at
    top = shape.uses.at if shape.turned else first
    titles = [v[1:] for row in sorted(leaf.rows) if row < top for v in leaf.rows[row].values()]
    for texts in (titles, [leaf.name]):
        years = {year for text in texts for year in YEAR.findall(text)}
        if len(years) == 1:
            return str(years.pop())
    return ""


def _place(page: Page, leaf: Leaf, row: int = 0, column: int = 0, *, turned: bool = False) -> Place:
    row, column = (column, row) if turned else (row, column)
    return Place(
        file=page.file, sheet=cut(leaf.name), cell=f"{letters(column)}{row}" if row else ""
    )
