"""Where a table begins in a sheet: titles above it, headings in two languages, units within them."""

from __future__ import annotations

import re
from typing import NamedTuple

from dualcarbon.readers.workbook.capped import Cells, Leaf
from dualcarbon.vocabulary.tables import Table
from dualcarbon.vocabulary.units import known
from dualcarbon.vocabulary.workbooks import OF_A_STUDY, table_of

MOST_ABOVE, MOST_BESIDE, LONGEST = 30, 60, 80
"""Rows and columns in which headings are looked for, and characters of one: nobody's file may keep a reader busy."""
BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
UNIT_WORD = re.compile(r"^\s*(?:计量)?(?:单位|units?)\s*[:：]\s*(.+)$", re.IGNORECASE)
NUMERIC = ("n", "p", "s")


class Heading(NamedTuple):
    """A column that a heading names, and the unit that stands with it."""

    name: str
    unit: str = ""


class Head(NamedTuple):
    """The row of the headings, what each of its cells names, and how many of the table's columns they are."""

    row: int
    names: dict[int, Heading | None]
    known: int


def heading(text: str, table: Table) -> Heading | None:
    """Give what a heading names, its unit taken off.

    Examples
    --------
    >>> heading("数值（万吨标准煤）", OF_A_STUDY["energy"])
    Heading(name='value', unit='万吨标准煤')
    >>> heading("年份 year", OF_A_STUDY["energy"]), heading("备注", OF_A_STUDY["energy"])
    (Heading(name='year', unit=''), None)
    """
    bare = BRACKETS.sub(" ", text).strip(" *：:")
    inside = BRACKETS.findall(text)
    parts = (text, bare, *bare.split(), *text.splitlines(), *inside)
    ids = {part.strip().casefold() for part in parts} & set(table.columns)
    names = ids or {table.heading(part) for part in parts} - {None}
    if len(names) != 1:
        return None
    units = (part.strip() for part in inside if _is_unit(part.strip()) and not table.heading(part))
    return Heading(str(names.pop()), next(units, ""))


def unit_in(text: str) -> str:
    """Give the unit in the brackets of a text, or the text that is one.

    Examples
    --------
    >>> unit_in("原煤（万吨）"), unit_in("10^8 kWh"), unit_in("单位：万吨"), unit_in("原煤（合计）")
    ('万吨', '10^8 kWh', '万吨', '')
    """
    said = UNIT_WORD.match(text)
    parts = [*BRACKETS.findall(text), said[1] if said else text]
    return next((part.strip() for part in parts if _is_unit(part.strip())), "")


def _is_unit(text: str) -> bool:
    return 0 < len(text) <= 24 and not text.isdigit() and known(text)


def head(leaf: Leaf, table: Table) -> Head | None:
    """Give the row that names most columns of a table; nothing where no row names two."""
    best: Head | None = None
    for row in sorted(leaf.rows)[:MOST_ABOVE]:
        names = {c: heading(v[1:], table) for c, v in leaf.rows[row].items() if _may_name(c, v)}
        count = len({found.name for found in names.values() if found})
        if count > (best.known if best else 1):
            best = Head(row, names, count)
    return best


def _may_name(column: int, value: str) -> bool:
    return value[0] == "t" and column <= MOST_BESIDE and len(value) <= LONGEST


def tables(leaf: Leaf) -> list[str]:
    """Give the tables that a sheet may be: by its name, else by headings that name all that a table needs."""
    named = table_of(leaf.name)
    if named:
        return [named]
    return [name for name, table in OF_A_STUDY.items() if _complete(leaf, table)]


def is_long(leaf: Leaf) -> bool:
    """Tell whether a sheet has all the headings of a table, so that it is none that is printed wide."""
    named = table_of(leaf.name)
    return any(_complete(leaf, OF_A_STUDY[n]) for n in ([named] if named else OF_A_STUDY))


def _complete(leaf: Leaf, table: Table) -> bool:
    """Tell whether the headings of a sheet name all columns that a table needs."""
    found = head(leaf, table)
    if found is None:
        return False
    named = {one.name for one in found.names.values() if one}
    units = any(one.unit for one in found.names.values() if one)
    needed = set(table.columns) - table.optional - ({"unit"} if units else set())
    return needed <= named


def filled(cells: Cells) -> int:
    """Count the cells of a row that hold something."""
    return sum(1 for value in cells.values() if value[1:].strip() or value[0] in "fex")
