"""The process in which a workbook is taken apart: bytes on standard input, plain JSON on standard output.

It holds itself to 1 GB of memory and 20 s of processor time before it looks at the file, so that whatever a file does to a
library (an abort, a loop, a flood of memory) ends this process only. Where the system knows no such limits (Windows), its
parent still stops it after 20 s, and memory is bounded only by the sizes that are counted while unpacking.

Values are read twice, by calamine and from the XML itself; a cell on which the two differ is refused.
"""

from __future__ import annotations

import gc
import io
import json
import sys
from typing import Any

from dualcarbon.readers.workbook import grid, parts, preflight
from dualcarbon.readers.workbook.refusal import Refused, found, refuse

MEMORY = 1_000_000_000
SECONDS = 20
MOST_SENT = 64_000_000
"""Most characters of all cells together."""
NUMBERS = "nps"


def limited(*, seconds: int = SECONDS, files: bool = False) -> None:
    """Hold this process to its memory and its time; it leaves no core, and writes files only where that is said."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    for nothing in (resource.RLIMIT_CORE, *(() if files else (resource.RLIMIT_FSIZE,))):
        resource.setrlimit(nothing, (0, 0))


def taken_apart(data: bytes) -> dict[str, Any]:
    """Give sheets and faults of a workbook as they are sent.

    Examples
    --------
    >>> taken_apart(b"PK-")["faults"][0]["code"]
    'XLS004'
    """
    try:
        return _contents(data)
    except Refused as refused:
        return {"sheets": [], "faults": [refused.record]}


def _contents(data: bytes) -> dict[str, Any]:
    archive = preflight.opened(data)
    shared = parts.book(archive)
    grids, faults, size, count = [], [], 0, 0
    for name, part, state in shared.sheets:
        try:
            one = grid.read(archive, name, part, state, shared)
        except Refused as refused:
            faults.append(refused.record)
            continue
        size, count = size + one.size, count + one.filled
        if size > MOST_SENT or count > grid.MOST_FILLED:
            why = {"en": "more cells than are read", "zh": "单元格超过可读取的总量"}
            refuse("XLS006", why=why)
        grids.append(one)
    if not faults:  # calamine is not asked to read what is known to harm it
        faults += compared(data, grids)
    return {"sheets": [_sent(one) for one in grids], "faults": faults}


def compared(data: bytes, grids: list[grid.Grid]) -> list[dict[str, Any]]:
    """Read the values once more, by calamine, and name the first cell of a sheet on which the two differ."""
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            found("XLS028", sheet=one.name, cell=cell)
            for one in grids
            if (cell := _differs(workbook.get_sheet_by_name(one.name), one))
        ]
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, calamine.PasswordError,
            calamine.WorksheetNotFound, OSError, ValueError, OverflowError) as error:  # fmt: skip
        return [found("XLS014", text=type(error).__name__)]


def _differs(sheet: Any, one: grid.Grid) -> str:  # noqa: ANN401 - the library carries no types
    """Give the address of the first cell that two readers read differently."""
    first_row, first_column = sheet.start or (0, 0)
    left = {row: dict(cells) for row, cells in one.rows.items()}
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=first_row + 1):
        mine = left.pop(row, {})
        for column, value in enumerate(values, start=first_column + 1):
            if not _same(mine.pop(column, ""), value):
                return f"{grid.letters(column)}{row}"
        left |= {row: mine} if mine else {}
    rest = (
        f"{grid.letters(c)}{r}"
        for r, cells in left.items()
        for c, v in cells.items()
        if not _same(v, "")
    )
    return next(rest, "")


def _same(mine: str, value: Any) -> bool:  # noqa: ANN401 - a cell holds a number, a text, a truth or a date
    kind, text = mine[:1], mine[1:]
    if kind in ("d", "e", "f", "x", "i"):
        return True  # refused, or told, by its own sentence
    if kind and kind in NUMBERS:
        return not isinstance(value, str) and float(text.rpartition("|")[2]) == float(value)
    if isinstance(value, bool):
        value = str(value).upper()
    return isinstance(value, str) and (text == value or _folded(text) == _folded(value))


def _folded(text: str) -> str:
    return "".join(parts.unescaped(text).split())


def _sent(one: grid.Grid) -> dict[str, Any]:
    rows = [
        [row, [part for cell in cells.items() for part in cell]] for row, cells in one.rows.items()
    ]
    hidden = {
        "rows": [row for row in one.hidden_rows if row in one.rows],
        "columns": sorted({c for cells in one.rows.values() for c in cells} & one.hidden_columns),
    }
    return {
        "name": one.name,
        "state": one.state,
        "rows": rows,
        "hidden": hidden,
        "merged": one.merged,
    }


def main() -> None:
    """Read the file that the parent sends, and answer."""
    limited()
    gc.disable()  # nothing that is read refers back to itself
    answer = taken_apart(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer, separators=(",", ":")))


if __name__ == "__main__":
    main()
