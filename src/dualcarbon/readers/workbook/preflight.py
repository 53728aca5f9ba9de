"""The zip around a workbook, before anything in it is believed: parts, sizes, checksums, what may not be there.

A workbook is a zip of XML parts. Every part is unpacked once, piece by piece and counted, so that no size that the
directory claims is trusted; nothing is ever written to a disk.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from dualcarbon.readers.workbook.refusal import refuse

MEGABYTE = 1_000_000
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 100
RATIO_FROM = 2 * MEGABYTE
"""Unpacked size from which the ratio is held to its bound: small parts of one repeated word are no bomb."""
MOST_PARTS = 2_000
PIECE = 1 << 16
ENTRY = b"PK\x01\x02"
WORKBOOK = "xl/workbook.xml"
MACROS = "vbaproject.bin"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DOCTYPE = re.compile(
    b"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C\0T|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)"
)
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError,
          OverflowError, KeyError, IndexError, OSError)  # fmt: skip
"""What unpacking a damaged zip may raise; the library promises no narrower set."""
NO_DIRECTORY = {"en": "zip directory not found", "zh": "找不到 zip 目录"}


def opened(data: bytes) -> zipfile.ZipFile:
    """Give the zip of a workbook after its directory and all its parts were looked at.

    Raises
    ------
    Refused
        The zip is damaged, too large when unpacked, or holds what a workbook of figures does not need.
    """
    count = data.count(ENTRY)
    if count > MOST_PARTS:
        refuse("XLS008", count=f"{count:,}", limit=f"{MOST_PARTS:,}")
    archive = _directory(data)
    parts = archive.infolist()
    _known_parts(parts)
    _sizes(parts, len(data))
    for part in parts:
        _unpacked(archive, part)
    return archive


def _directory(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE:
        refuse("XLS004", why=NO_DIRECTORY)


def _known_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip that is no workbook, or one of another kind."""
    names = [part.filename.lower() for part in parts]
    if any(name.endswith(MACROS) for name in names):
        refuse("XLS020")
    if WORKBOOK not in names:
        refuse("XLS005", why=_instead(names))
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        why = {"en": f"two parts are called {twice[:40]}", "zh": f"有两个部件同名：{twice[:40]}"}
        refuse("XLS004", why=why)
    for part in parts:
        if part.compress_type not in METHODS or part.flag_bits & 1:
            refuse("XLS004", why=_broken(part.filename))


def _instead(names: list[str]) -> dict[str, str]:
    """Say what a zip holds that is no workbook of this kind."""
    if "xl/workbook.bin" in names:
        return {"en": "it is a binary workbook, .xlsb", "zh": "是二进制工作簿 .xlsb"}
    if "content.xml" in names:
        return {"en": "it is an OpenDocument file", "zh": "是 OpenDocument 文件"}
    if "word/document.xml" in names:
        return {"en": "it is a Word document", "zh": "是 Word 文档"}
    return {"en": f"it has no {WORKBOOK}", "zh": f"其中没有 {WORKBOOK}"}


def _sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    """Hold the sizes that the directory claims to their bounds."""
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        size, limit = f"{unpacked // MEGABYTE:,}", MOST_UNPACKED // MEGABYTE
        why = {
            "en": f"would unpack to {size} MB; the limit is {limit} MB",
            "zh": f"解压后将达 {size} MB；上限为 {limit} MB",
        }
        refuse("XLS006", why=why)
    if unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed:
        why = {
            "en": f"unpacking ratio over {MOST_RATIO}:1",
            "zh": f"解压比超过 {MOST_RATIO}:1",
        }
        refuse("XLS006", why=why)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part to its end, which proves its checksum, and look for a document type in it."""
    tail, size = b"", 0
    try:
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                if DOCTYPE.search(tail + piece):
                    refuse("XLS018")
                tail = piece[-24:]
    except DAMAGE:
        refuse("XLS004", why=_broken(part.filename))
    if size != part.file_size:
        refuse("XLS004", why=_broken(part.filename))


def _broken(part: str) -> dict[str, str]:
    name = part[:60]
    return {"en": f"part {name} cannot be unpacked", "zh": f"部件 {name} 无法解压"}
