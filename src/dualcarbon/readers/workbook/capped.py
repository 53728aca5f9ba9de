"""A workbook taken apart in a child process; whatever happens to the child becomes a fault."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dualcarbon.readers import apart, files
from dualcarbon.readers.workbook.grid import letters
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.workbooks import is_known

MOST_BYTES = 64 * files.MEGABYTE
SECONDS = 20
MOST_RUNS = 20  # of hidden rows and columns that a sheet is told of
CHILD = apart.command("dualcarbon.readers.workbook.child")
OLE, ZIP = bytes.fromhex("d0cf11e0a1b11ae1"), b"PK"
Cells = dict[int, str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a workbook: cells by row and column, each with the letter of its kind before its text."""

    name: str
    rows: dict[int, Cells]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What the child found in a workbook."""

    origin: files.Origin
    leaves: tuple[Leaf, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def contents(path: Path, shown: str = "") -> Contents:
    """Read a workbook into plain cells; no file makes this raise or run on."""
    shown = shown or path.name
    data, faults = files.contents(path, shown, MOST_BYTES)
    if faults:
        return Contents(files.Origin(shown, files.digest(data)), faults=tuple(faults))
    return of_bytes(data, shown)


def of_bytes(data: bytes, shown: str) -> Contents:
    """Read the bytes of a workbook into plain cells."""
    origin = files.Origin(shown, files.digest(data), "xlsx")
    first = _first_look(data, shown)
    if first is not None:
        return Contents(origin, faults=(first,))
    answer, fault = _asked(data, shown)
    if fault is not None:
        return Contents(origin, faults=(fault,))
    return of_answer(answer, origin)


def of_answer(answer: dict[str, Any], origin: files.Origin) -> Contents:
    """Give sheets and faults as the child sent them."""
    leaves = tuple(_leaf(sheet) for sheet in answer["sheets"])
    told = [_placed(found, origin.file) for found in answer["faults"]]
    hidden = [fault for sheet in answer["sheets"] for fault in _hidden(sheet, origin.file)]
    return Contents(origin, leaves, (*told, *hidden))


def _first_look(data: bytes, shown: str) -> Fault | None:
    """Tell what a file is by its first bytes."""
    place = Place(file=shown)
    if not data:
        return note("XLS001", place)
    if data.startswith(OLE):
        return note("XLS003", place)
    if data.startswith(ZIP):
        return None
    if b"\0" in data[:4096]:
        why = {"en": "it begins like no workbook", "zh": "文件开头不是工作簿"}
        return note("XLS005", place, why=why)
    return note("XLS002", place)


def _asked(data: bytes, shown: str) -> tuple[dict[str, Any], Fault | None]:
    """Let the child answer, for at most twenty seconds."""
    place = Place(file=shown)
    answer = apart.asked(CHILD, data, SECONDS)
    if answer.late:
        return {}, note("XLS007", place, seconds=SECONDS)
    if answer.broken:
        return {}, note("XLS014", place, text=answer.broken)
    try:
        return dict(json.loads(answer.data)), None
    except (ValueError, TypeError):
        return {}, note("XLS014", place, text="-")


def _leaf(sheet: dict[str, Any]) -> Leaf:
    rows = {row: dict(zip(cells[::2], cells[1::2], strict=True)) for row, cells in sheet["rows"]}
    return Leaf(sheet["name"], rows, tuple(tuple(one) for one in sheet["merged"]))


def _placed(found: dict[str, Any], shown: str) -> Fault:
    place = Place(file=shown, sheet=cut(found["sheet"]), cell=cut(found["cell"]))
    return note(found["code"], place, **found["params"])


def _hidden(sheet: dict[str, Any], shown: str) -> list[Fault]:
    """Tell what is hidden and read all the same."""
    place = Place(file=shown, sheet=cut(sheet["name"]))
    if not sheet["rows"] or is_known(sheet["name"]):
        return []
    what = []
    if sheet["state"] != "visible":
        what.append({"en": "the sheet is hidden; it is read", "zh": "工作表已隐藏；照常读取"})
    what += [_lines(first, last) for first, last in _runs(sorted(sheet["hidden"]["rows"]))]
    what += [_lines(first, last, column=True) for first, last in _runs(sheet["hidden"]["columns"])]
    return [note("XLS021", place, what=one) for one in what[:MOST_RUNS]]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Put numbers that follow each other together.

    Examples
    --------
    >>> _runs([1, 2, 3, 7])
    [(1, 3), (7, 7)]
    """
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _lines(first: int, last: int, *, column: bool = False) -> dict[str, str]:
    one, other = (letters(first), letters(last)) if column else (str(first), str(last))
    sort, zh = ("column", "列") if column else ("row", "行")
    if first == last:
        en = f"{sort} {one} is hidden; it is read"
        return {"en": en, "zh": f"第 {one} {zh}已隐藏；照常读取"}
    en = f"{sort}s {one}-{other} are hidden; they are read"
    return {"en": en, "zh": f"第 {one}-{other} {zh}已隐藏；照常读取"}
