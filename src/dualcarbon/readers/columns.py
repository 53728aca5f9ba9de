"""Columns of text as typed columns, each distinct text read once."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from typing import Any

from dualcarbon.readers import cells, physical, units
from dualcarbon.readers.numbers import KEYS
from dualcarbon.readers.sheet import MOST_FAULTS, Sheet
from dualcarbon.vocabulary.faults import Fault, Place, cut, entry, note
from dualcarbon.vocabulary.tables import FIELDS, Table

YEAR = "year"


@dataclass(slots=True)
class Column:
    """Typed values, beside each its notation key or unit; positions that have an error."""

    values: list[Any] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    told: dict[str, int] = field(default_factory=dict)
    scales: list[float] = field(default_factory=list)

    def flag(self, position: int, code: str, place: Place, params: dict[str, Any]) -> None:
        """Note a fault; those beyond the number that is listed of a level are only counted."""
        level = entry(code)["level"]
        if level == "error":
            self.bad.add(position)
        self.told[level] = self.told.get(level, 0) + 1
        if self.told[level] <= MOST_FAULTS + 1:
            self.faults.append(note(code, place, **params))


def typed(sheet: Sheet, name: str) -> Column:
    """Read one column of a sheet; a column that the file lacks is empty."""
    if name not in sheet.columns:
        nothing = None if FIELDS[name].type in ("number", "year") else ""
        return Column([nothing] * len(sheet.lines), [""] * len(sheet.lines))
    read = cells.reader(FIELDS[name], blank=name in sheet.table.blank)
    known: dict[str, cells.Cell] = {}
    keys: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    column = Column()
    for position, raw in enumerate(sheet.columns[name]):
        cell = known.get(raw)
        if cell is None:
            cell = read(raw.strip())
            if FIELDS[name].type != "number":  # numbers seldom repeat
                known[raw] = cell
        told = sheet.found.get((position, name))
        if told is not None:
            column.flag(position, told[0], sheet.place(position, name), told[1])
            cell = cell if position not in column.bad else cells.Cell(None)
        column.values.append(cell.value)
        column.marks.append(cell.key)
        if cell.key:
            keys.setdefault((cell.key, _series(sheet, position)), []).append(position)
        elif cell.code:
            params = _particulars(sheet, name, position, cell)
            column.flag(position, cell.code, sheet.place(position, name), params)
    for (key, _), positions in keys.items():
        column.flag(
            positions[0], "NUM014", sheet.place(positions[0], name), _of_key(key, sheet, positions)
        )
    column.faults += _drifted(sheet, name, known)
    return column


def measured(sheet: Sheet, columns: dict[str, Column]) -> Column:
    """Give the values in the units that the table keeps them in, those units and the scales beside them."""
    values, given = columns["value"].values, columns["unit"]
    named = columns.get("fuel" if sheet.table.physical else "indicator")
    names = named.values if named else [""] * len(values)
    column = Column()
    for position, (value, unit) in enumerate(zip(values, given.values, strict=True)):
        found = kept(sheet.table, unit or "", names[position] or "")
        if found.fault is not None and position not in given.bad:
            fault = found.fault
            column.flag(position, fault.code, sheet.place(position, "unit"), dict(fault.params))
        lost = value is None or found.fault is not None
        column.values.append(None if lost else value * found.factor)
        column.marks.append(found.unit)
        column.scales.append(found.factor)
        if not lost and math.isinf(column.values[-1]):
            column.values[-1] = None
            params = {"text": f"{value:g} {cut(unit)}"}
            column.flag(position, "NUM010", sheet.place(position, "value"), params)
    return column


def scaled(values: list[Any], beside: Column) -> list[Any]:
    """Give the bounds of values in the unit that the values are kept in."""
    return [
        None if value is None else value * scale
        for value, scale in zip(values, beside.scales, strict=True)
    ]


def kept(table: Table, unit: str, name: str) -> units.Kept:
    """Give what a row's unit is kept in; ``name`` is its fuel in a physical table, else its indicator."""
    if unit and name and table.physical:
        return physical.kept(unit, table.unit, name)
    return units.kept(unit, units.wanted_unit(table, "" if table.physical else name))


def _particulars(sheet: Sheet, name: str, position: int, cell: cells.Cell) -> dict[str, Any]:
    """Complete the particulars of a sentence: the text, and the unit of its row."""
    params = {"text": cut(sheet.columns[name][position].strip()), **cell.params}
    unit = sheet.columns["unit"][position].strip() if "unit" in sheet.columns else ""
    if cell.code == "NUM008":
        params["unit"] = units.multiplied(cut(unit), params.pop("power"))
    elif cell.code == "NUM007":
        params["unit"] = cut(unit)
    return params


def _series(sheet: Sheet, position: int) -> tuple[str, ...]:
    """Give what tells the series of a row from others: its labels, without the year."""
    names = [name for name in sheet.table.key if name != YEAR and name in sheet.columns]
    return tuple(sheet.columns[name][position].strip() for name in names)


def _of_key(key: str, sheet: Sheet, positions: list[int]) -> dict[str, Any]:
    """Give the particulars of a notation key, which is told once of a series: what it means, and the years after the first."""
    years = [sheet.columns[YEAR][p].strip() for p in positions[1:] if YEAR in sheet.columns]
    said = cut(", ".join(years))
    more = {"en": f", likewise {said}", "zh": f"，{said} 年同"} if years else {"en": "", "zh": ""}
    return {"text": key, "meaning": KEYS[key], "more": more}


def _drifted(sheet: Sheet, name: str, known: dict[str, cells.Cell]) -> list[Fault]:
    """Say that one name is spelled in several ways, as the labels of total rows are."""
    spelled: dict[str, dict[str, None]] = {}
    for raw, cell in known.items():
        if cell.value and FIELDS[name].type == "name":
            spelled.setdefault(cell.value, {})[raw.strip()] = None
    place = dataclasses.replace(sheet.whole, column=name)
    return [
        note("CSV032", place, texts=", ".join(f'"{cut(text)}"' for text in texts), name=id)
        for id, texts in spelled.items()
        if len(texts) > 1
    ]
