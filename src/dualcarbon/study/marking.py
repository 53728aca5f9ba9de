"""The process in which a workbook gets its comments: capped like the one that reads, and run only after that one was content."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.readers import apart, files
from dualcarbon.readers.workbook.capped import MOST_BYTES, SECONDS
from dualcarbon.readers.workbook.child import limited
from dualcarbon.readers.workbook.workbook import Workbook
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.writers.annotated import Mark, annotated

CHILD = apart.command("dualcarbon.study.marking")
PATIENCE = 3 * SECONDS
"""Seconds that the marking may take: the library is some eight times slower than the reader."""
BREAKS = frozenset({"XLS001", "XLS002", "XLS003", "XLS004", "XLS005", "XLS006", "XLS007", "XLS008", "XLS009", "XLS010",
                    "XLS011", "XLS012", "XLS014", "XLS018", "XLS019", "XLS020", "XLS028"})  # fmt: skip
"""Faults of the file itself: such a file is not given to a second library."""


def mark(fault: Fault, lang: str) -> Mark:
    """Give a fault as it is written into a workbook; one of a whole row goes to its first cell."""
    params = dict(fault.params)
    row = fault.place.line or str(params.get("second", "")).rpartition("!")[2]
    cell = fault.place.cell or (f"A{row}" if row and fault.place.sheet else "")
    return Mark(fault.level, fault.code, fault.place.sheet, cell, fault.sentence(lang))


def marked(file: Path, workbook: Workbook, marks: list[Mark]) -> bytes:
    """Give a workbook with its marks.

    Raises
    ------
    InputError
        The file is none that may be opened, or the library broke on it.
    """
    if any(fault.code in BREAKS for fault in workbook.faults):
        raise InputError(faults=workbook.errors)
    data, faults = files.contents(file, file.name, MOST_BYTES)
    if faults:
        raise InputError(faults=faults)
    sent = json.dumps(marks).encode() + b"\n" + data
    answer = apart.asked(CHILD, sent, PATIENCE)
    if answer.late:
        raise InputError(faults=[note("XLS007", Place(file=file.name), seconds=PATIENCE)])
    if answer.broken or not answer.data.startswith(b"PK"):
        fault = note("XLS014", Place(file=file.name), text=answer.broken or "-")
        raise InputError(faults=[*workbook.faults, fault])
    return answer.data


def main() -> None:
    """Read marks and workbook that the parent sends, and answer with the workbook."""
    limited(seconds=PATIENCE, files=True)  # the library writes its sheets aside before it zips them
    first, _, data = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(annotated(data, [Mark(*one) for one in json.loads(first)]))


if __name__ == "__main__":
    main()
