"""Bytes of a file and the text they stand for: UTF-8, UTF-16 with its mark, or GB18030."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from dualcarbon.vocabulary.faults import Fault, Place, note

UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
READ_AS = {
    "utf-16": {"en": "read as UTF-16", "zh": "按 UTF-16 读取"},
    "gb18030": {"en": "not UTF-8; read as GB18030", "zh": "不是 UTF-8；按 GB18030 读取"},
}
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table came from: the file as named in the study, and a hash of its bytes."""

    file: str
    sha256: str = ""
    encoding: str = ""


def contents(path: Path, shown: str, limit: int) -> tuple[bytes, list[Fault]]:
    """Give the bytes of a file of at most ``limit`` bytes, or why it could not be read."""
    place = Place(file=shown)
    try:
        size = path.stat().st_size
        if size > limit:
            return b"", [note("CSV017", place, size=size // MEGABYTE, limit=limit // MEGABYTE)]
        return path.read_bytes(), []
    except (OSError, ValueError):
        return b"", [note("PATH005", place)]


def lines_in(path: Path) -> int:
    """Count the lines of a file without holding it."""
    with path.open("rb") as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(MEGABYTE), b""))


def decoded(data: bytes, shown: str) -> tuple[str, str, list[Fault]]:
    """Give text, name of the encoding, and what was found on the way.

    Examples
    --------
    >>> text, encoding, faults = decoded("年份".encode("gb18030"), "a.csv")
    >>> text, encoding, faults[0].message()
    ('年份', 'gb18030', 'a.csv: not UTF-8; read as GB18030. Check the names on the preview')
    """
    first = UTF16.get(data[:2], "utf-8-sig")
    for encoding in (first, "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            where = error.start
            continue
        plain = encoding.removesuffix("-sig")
        how = READ_AS.get(plain)
        return text, plain, [note("CSV010", Place(file=shown), how=how)] if how else []
    return "", "", [note("CSV011", Place(file=shown), number=where, byte=f"0x{data[where]:02X}")]


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
