"""The XML parts of a workbook by expat: names of sheets, shared texts, formats; a document type is refused."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from dualcarbon.readers.workbook.formats import meaning
from dualcarbon.readers.workbook.preflight import PIECE, WORKBOOK
from dualcarbon.readers.workbook.refusal import refuse

RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES, TEXTS = "xl/styles.xml", "xl/sharedStrings.xml"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LONGEST = 32_767
MOST_SHEETS = 255
LETTERS = ("utf-8", "utf-16", "us-ascii", "ascii")
Attributes = dict[str, str]


class Broken(Exception):
    """A part is not XML; carries the character at fault if it is one that XML forbids."""

    def __init__(self, character: str = "") -> None:
        self.character = character
        super().__init__(character)


def local(name: str) -> str:
    """Give the name of an element without its prefix."""
    return name.rpartition(":")[2]


def parse(
    archive: zipfile.ZipFile,
    part: str,
    begin: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Walk through a part, piece by piece.

    Raises
    ------
    Refused
        The part declares a document type.
    Broken
        The part is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _known_letters
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = text
    piece = b""
    try:
        with archive.open(part) as stream:
            for piece in iter(lambda: stream.read(PIECE), b""):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Broken(_forbidden(parser, piece, error.code)) from None
    except (LookupError, ValueError):  # letters that are none
        raise Broken from None


def _known_letters(_: str, encoding: str | None, __: int) -> None:
    """Stop at letters that no workbook uses: for their sake the parser would look for a codec of any name."""
    if (encoding or "utf-8").casefold() not in LETTERS:
        raise Broken


def _refuse_doctype(*_: object) -> None:
    refuse("XLS018")


def _forbidden(parser: expat.XMLParserType, piece: bytes, code: int) -> str:
    """Give the control character at which a parser stopped, or nothing."""
    at = parser.ErrorByteIndex % PIECE
    near = piece[at : at + 12]
    match = re.match(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));", near)
    if code == expat.errors.codes[expat.errors.XML_ERROR_BAD_CHAR_REF] and match:
        return _named(int(match[1], 16) if match[1] else int(match[2]))
    control = re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", piece[max(at - 1, 0) : at + 2])
    return _named(control[0][0]) if control else ""


def _named(number: int) -> str:
    return f"U+{number:04X}"


def unescaped(text: str) -> str:
    r"""Give a text with the escapes that workbooks use for characters that XML cannot hold.

    Examples
    --------
    >>> unescaped("a_x0001_b") == "a\x01b", unescaped("_xD800_")
    (True, '_xD800_')
    """
    if "_x" not in text:
        return text
    return ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number <= 0xDFFF else chr(number)


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share: their names and parts, texts, what each style does to a number."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    bad_text: str = ""


def book(archive: zipfile.ZipFile) -> Book:
    """Read what the sheets share."""
    shared = Book()
    named = _Named()
    _whole(archive, WORKBOOK, named)
    relations = _Related()
    names = set(archive.namelist())
    if RELATIONS in names:
        _whole(archive, RELATIONS, relations)
    shared.sheets = _placed(named.sheets, relations.targets, names)
    if STYLES in names:
        styles = _Styled()
        _whole(archive, STYLES, styles)
        shared.styles = styles.meanings()
    if TEXTS in names:
        _read_texts(archive, shared)
    return shared


def _placed(
    sheets: list[tuple[str, str, str]], targets: dict[str, str], names: set[str]
) -> list[tuple[str, str, str]]:
    """Give name, part and state of every sheet of cells; charts have none."""
    if len(sheets) > MOST_SHEETS:
        refuse("XLS008", count=f"{len(sheets):,}", limit=f"{MOST_SHEETS:,}")
    placed = []
    for name, relation, state in sheets:
        part = targets.get(relation)
        if part is None or (part and part not in names):
            refuse("XLS010", sheet=name[:40], part=str(part or relation)[:60])
        if part:
            placed.append((name, part, state))
    return placed


def _whole(archive: zipfile.ZipFile, part: str, reader: _Named | _Related | _Styled) -> None:
    """Walk through a part that must be XML."""
    try:
        parse(archive, part, reader.begin, lambda _: None, lambda _: None)
    except Broken:
        refuse("XLS010", part=part)


class _Named:
    """Sheets as the workbook lists them: name, relation, state."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []

    def begin(self, name: str, attributes: Attributes) -> None:
        if local(name) == "sheet":
            relation = next((v for k, v in attributes.items() if local(k) == "id"), "")
            state = attributes.get("state", "visible")
            self.sheets.append((attributes.get("name", ""), relation, state))


class _Related:
    """Parts by their relation; a sheet that is no sheet of cells stands with an empty part."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def begin(self, name: str, attributes: Attributes) -> None:
        if local(name) != "Relationship":
            return
        target = attributes.get("Target", "")
        part = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        cells = attributes.get("Type", "").endswith("/worksheet")
        self.targets[attributes.get("Id", "")] = part if cells else ""


class _Styled:
    """Number formats, and which of them each style of a cell uses."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.used: list[int] = []
        self.inside = False

    def begin(self, name: str, attributes: Attributes) -> None:
        plain = local(name)
        if plain == "numFmt":
            self.codes[_whole_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif plain == "xf" and self.inside:
            self.used.append(_whole_number(attributes.get("numFmtId")))
        elif plain.startswith("cell"):
            self.inside = plain == "cellXfs"

    def meanings(self) -> list[str]:
        known = {id: meaning(id, self.codes.get(id, "")) for id in set(self.used)}
        return [known[id] for id in self.used]


def _whole_number(text: str | None) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else 0


def _read_texts(archive: zipfile.ZipFile, shared: Book) -> None:
    """Read the shared texts; where one holds a forbidden character, those after it are not known."""
    reader = _Texts(shared.texts)
    try:
        parse(archive, TEXTS, reader.begin, reader.end, reader.text)
    except Broken as broken:
        if not broken.character:
            refuse("XLS010", part=TEXTS)
        shared.bad_text = broken.character


class _Texts:
    """Shared texts: the runs of each put together, readings of characters left out."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.runs: list[str] = []
        self.reading = self.aside = False

    def begin(self, name: str, _: Attributes) -> None:
        plain = local(name)
        if plain == "si":
            self.runs = []
        self.aside = self.aside or plain == "rPh"
        self.reading = plain == "t" and not self.aside

    def end(self, name: str) -> None:
        plain = local(name)
        self.reading = False
        if plain == "rPh":
            self.aside = False
        elif plain == "si":
            self.texts.append(unescaped("".join(self.runs)))

    def text(self, piece: str) -> None:
        if self.reading:
            self.runs.append(piece)
