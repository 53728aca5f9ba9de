"""Word files as packages: a bureau's own template let in, a document written to the same bytes each time."""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
from docx.document import Document as Word
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from dualcarbon.errors import InputError
from dualcarbon.report.docx_xml import Element
from dualcarbon.vocabulary.faults import Place, note

PLACE = "{{report}}"
TYPES = "[Content_Types].xml"
DOCUMENT = b"wordprocessingml.document.main+xml"
TEMPLATE = b"wordprocessingml.template.main+xml"
MACROS = (b"macroEnabled", b"vbaProject")
DECLARED = b"<!DOCTYPE"
"""How a part begins to name entities, which no Word document does and which may bring in any file."""
LARGEST = 200 * 1024 * 1024  # bytes, unpacked
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that a package can tell
DAMAGED = (OpcError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError, EOFError,
           NotImplementedError, RuntimeError)  # fmt: skip
"""What reading a file that is no Word document, or one in part, ends in."""


def blank() -> Word:
    """Give an empty document."""
    return docx.Document()


def opened(file: Path) -> Word:
    """Open a bureau's own template, a .docx or .dotx file.

    Raises
    ------
    InputError
        It is no Word document, holds macros, or brings in content from elsewhere.
    """
    return of_bytes(file.read_bytes(), Place(file=str(file)))


def of_bytes(content: bytes, place: Place) -> Word:
    """Open the bytes of a template; faults are told at ``place``.

    Raises
    ------
    InputError
        It is no Word document, holds macros, or brings in content from elsewhere.
    """
    with _whole(place):
        parts = _parts(content)
        types = parts[TYPES]
    if any(sign in types for sign in MACROS) or any("vbaProject" in name for name in parts):
        raise InputError(faults=[note("REP007", place)])
    with _whole(place):
        if TEMPLATE not in types and DOCUMENT not in types:
            raise ValueError(TYPES)
        if any(_declares(name, content) for name, content in parts.items()):
            raise ValueError(DECLARED)
        parts[TYPES] = types.replace(TEMPLATE, DOCUMENT)  # a .dotx is a document otherwise
        document = docx.Document(io.BytesIO(_zipped(parts)))
    _must_stand_alone(place, document)
    return document


def _declares(name: str, content: bytes) -> bool:
    """Tell whether a part of XML, in whichever width of its characters, declares entities."""
    return name.endswith((".xml", ".rels")) and DECLARED in content.replace(b"\0", b"").upper()


def anchor(document: Word) -> Element | None:
    """Find the paragraph where the report is to stand."""
    return next(_holders(document), None)


def packed(document: Word) -> bytes:
    """Give the file of a document; the same document gives the same bytes."""
    told = document.core_properties
    told.created = told.modified = datetime.datetime(2000, 1, 1)
    told.last_printed, told.revision = datetime.datetime(2000, 1, 1), 1
    out = io.BytesIO()
    document.save(out)
    return _zipped(_parts(out.getvalue()))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        listed = package.infolist()
        if sum(one.file_size for one in listed) > LARGEST:
            msg = "too large"
            raise ValueError(msg)
        return {one.filename: package.read(one) for one in listed if not one.is_dir()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Pack parts without times, the list of their types first as Word has it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda n: (n != TYPES, not n.startswith("_rels"), n)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(info, parts[name])
    return out.getvalue()


@contextmanager
def _whole(place: Place) -> Iterator[None]:
    """Turn what reading a damaged file ends in into one fault."""
    try:
        yield
    except DAMAGED:
        raise InputError(faults=[note("REP005", place)]) from None


def _must_stand_alone(place: Place, document: Word) -> None:
    """Refuse content from elsewhere, and a mark that does not stand alone in the text."""
    for part in document.part.package.iter_parts():
        for tie in part.rels.values():
            if tie.is_external and not tie.reltype.endswith("/hyperlink"):
                raise InputError(faults=[note("REP006", place, target=tie.target_ref)])
    marks = list(_holders(document))
    body = document.element.body
    alone = (one.getparent() is body and _text(one).strip() == PLACE for one in marks)
    if len(marks) > 1 or not all(alone):
        raise InputError(faults=[note("REP008", place, mark=PLACE)])


def _holders(document: Word) -> Iterator[Element]:
    return (p for p in document.element.body.iter(qn("w:p")) if PLACE in _text(p))


def _text(paragraph: Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
