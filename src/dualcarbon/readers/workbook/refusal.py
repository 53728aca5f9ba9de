"""What the child process tells its parent: plain codes and particulars, no sentences."""

from __future__ import annotations

from typing import Any, NoReturn


class Refused(Exception):
    """The file, or one sheet of it, cannot be read; carries the code and its particulars."""

    def __init__(self, code: str, *, sheet: str = "", cell: str = "", **params: object) -> None:
        self.record = found(code, sheet=sheet, cell=cell, **params)
        super().__init__(code)


def refuse(code: str, *, sheet: str = "", cell: str = "", **params: object) -> NoReturn:
    """Stop the reading of a file or of a sheet."""
    raise Refused(code, sheet=sheet, cell=cell, **params)


def found(code: str, *, sheet: str = "", cell: str = "", **params: object) -> dict[str, Any]:
    """Give a fault as it is sent: code, place and particulars.

    Examples
    --------
    >>> found("XLS011", sheet="S", cell="A-1")
    {'code': 'XLS011', 'sheet': 'S', 'cell': 'A-1', 'params': {}}
    """
    return {"code": code, "sheet": sheet, "cell": cell, "params": params}
