"""Bytes of a file and the text they stand for: UTF-8, UTF-16 with its mark, or GB18030."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dualcarbon.vocabulary.faults import Fault, Place, cut, note

UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
READ_AS = {
    "utf-16": {"en": "read as UTF-16", "zh": "按 UTF-16 读取"},
    "gb18030": {"en": "not UTF-8; read as GB18030", "zh": "不是 UTF-8；按 GB18030 读取"},
}
MEGABYTE = 1 << 20
WRITTEN = re.compile("[\u2000-\u27ff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Chinese characters and the marks of our days: a text that holds one in use as UTF-8 is meant so."""
FOREIGN = re.compile(r"[^\x00-\x7f]+")
LATIN = re.compile("[\u00a0-\u00ff\u0391-\u03c9]+")
"""What stands among Latin letters and digits: m³, °C, µg, Zürich, CO²."""


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
        if how := READ_AS.get(plain):
            return text, plain, [note("CSV010", Place(file=shown), how=how)]
        return text, plain, list(_either(text, data, shown))
    return "", "", [note("CSV011", Place(file=shown), number=where, byte=f"0x{data[where]:02X}")]


def _either(text: str, data: bytes, shown: str) -> Iterator[Fault]:
    """Tell of a text in UTF-8 that may as well be Chinese in GB18030: the first place where the one is as good as the other."""
    if text.isascii() or data.startswith(codecs.BOM_UTF8) or not _is(data, "gb2312"):
        return
    if any(_used(one[0]) for one in WRITTEN.finditer(text)):
        return
    for found in FOREIGN.finditer(text):
        beside = (
            text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
        )
        if LATIN.fullmatch(found[0]) and any(c.isalnum() for c in beside):
            continue
        place = Place(file=shown, line=text.count("\n", 0, found.start()) + 1)
        other = found[0].encode().decode("gb18030", "replace")
        yield note("CSV034", place, text=cut(found[0]), other=cut(other))
        return


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _used(character: str) -> bool:
    """Tell whether a character is a mark, or one of the 6,763 that Chinese is written with day by day."""
    try:
        return character < "\u2e80" or bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
