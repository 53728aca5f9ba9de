"""Workbooks that were sent: kept under a name of our own until they are taken over or the next ones push them out."""

from __future__ import annotations

import functools
import re
import secrets
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request

from dualcarbon.errors import InputError
from dualcarbon.readers import files
from dualcarbon.server.refused import unknown
from dualcarbon.vocabulary.faults import Place, cut, note

if TYPE_CHECKING:
    from dualcarbon.readers.workbook.workbook import Workbook

MOST_BYTES = 16 * files.MEGABYTE
KEPT = 20
"""Workbooks of a study that are kept at once."""
ID = re.compile(r"[0-9a-f]{32}")
LONGEST = 255
"""Characters of a file's name."""
REFUSED = {"en": "file name not accepted", "zh": "不接受该文件名"}
NAME, BOOK, UNNAMED = "name.txt", "book.xlsx", "workbook.xlsx"


@dataclass(frozen=True, slots=True)
class Upload:
    """A workbook that was sent; ``shown`` is what its sender calls it, and names no path."""

    id: str
    file: Path
    shown: str

    @property
    def workbook(self) -> Workbook:
        """Its tables and faults, read by the capped child."""
        return _read(self.file, self.shown)


async def received(request: Request, home: Path, name: str) -> Upload:
    """Keep the body of a request as a workbook.

    Raises
    ------
    InputError
        It is larger than what is taken, or its name is none that a file has; nothing is kept then.
    """
    data = bytearray()
    shown = _named(name)
    async for part in request.stream():
        data += part
        if len(data) > MOST_BYTES:
            limit = MOST_BYTES // files.MEGABYTE
            fault = note("CSV017", Place(file=shown), size=f"> {limit}", limit=limit)
            raise InputError(faults=[fault])
    return _kept(bytes(data), home, shown)


def found(home: Path, id: str) -> Upload:
    """Give a workbook that was sent.

    Raises
    ------
    Refused
        There is none of this id, or it was pushed out.
    """
    folder = home / id
    if not ID.fullmatch(id) or not (folder / BOOK).is_file():
        raise unknown(id, "workbook")
    return Upload(id, folder / BOOK, (folder / NAME).read_text(encoding="utf-8"))


def plain(name: str) -> str:
    r"""Give what a file is called, without anything that could lead somewhere.

    Examples
    --------
    >>> plain("../../etc/passwd"), plain("C:\\data\\2023.xlsx"), plain("")
    ('passwd', '2023.xlsx', 'workbook.xlsx')
    """
    last = re.split(r"[/\\]", name)[-1]
    return cut("".join(c for c in last if c.isprintable()).strip(". ")) or UNNAMED


def _named(name: str) -> str:
    """Give what a file is called; a name of control characters, or of pages, is refused.

    Raises
    ------
    InputError
        PATH001.
    """
    odd = any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in name)
    if odd or len(name) > LONGEST:
        raise InputError(faults=[note("PATH001", Place(key="name"), why=REFUSED)])
    return plain(name)


def _kept(data: bytes, home: Path, shown: str) -> Upload:
    id = secrets.token_hex(16)
    folder = home / id
    folder.mkdir(parents=True)
    try:
        (folder / NAME).write_text(shown, encoding="utf-8")
        (folder / BOOK).write_bytes(data)
    except OSError:  # no half of one stays
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _cleared(home)
    return Upload(id, folder / BOOK, shown)


def _cleared(home: Path) -> None:
    """Take the oldest workbooks away, down to those that are kept."""
    there = [one for one in home.iterdir() if ID.fullmatch(one.name)]
    there.sort(key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in there[KEPT:]:
        for name in (NAME, BOOK):
            (old / name).unlink(missing_ok=True)
        old.rmdir()


@functools.lru_cache(4)
def _read(file: Path, shown: str) -> Workbook:
    from dualcarbon.readers.workbook.workbook import read_workbook

    return read_workbook(file, shown=shown)
