"""A Word document that somebody sends, opened in a capped process before it is kept: ``python -m dualcarbon.report.docx_trial``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from dualcarbon.errors import InputError
from dualcarbon.readers import apart
from dualcarbon.readers.workbook.child import MEMORY, SECONDS, limited
from dualcarbon.vocabulary.faults import Fault, Place, note

CHILD = apart.command("dualcarbon.report.docx_trial")


def tried(content: bytes, shown: str) -> None:
    """Refuse what is no Word document that a report can be put into.

    Parameters
    ----------
    content : bytes
        The file.
    shown : str
        What it is called.

    Raises
    ------
    InputError
        It is no Word document (REP005), holds macros (REP007), brings in content from elsewhere (REP006), has its mark in a place
        that cannot be filled (REP008), or takes more than it may to be opened (REP023).
    """
    place = Place(file=shown)
    answer = apart.asked(CHILD, content, SECONDS)
    if answer.late or answer.broken:
        raise InputError(faults=[note("REP023", place, seconds=SECONDS, mb=MEMORY // 10**6)])
    if found := json.loads(answer.data):
        raise InputError(faults=[note(code, place, **params) for code, params in found])


def _faults(content: bytes) -> Sequence[Fault]:
    from dualcarbon.report import docx_package

    try:
        docx_package.of_bytes(content, Place())
    except InputError as error:
        return error.faults
    return []


def main() -> None:
    """Open the document that the parent sends, and answer with its faults."""
    limited()
    found = [(one.code, dict(one.params)) for one in _faults(sys.stdin.buffer.read())]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
