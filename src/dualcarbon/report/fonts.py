"""The Chinese font cut down to the characters of a page, to be written into it."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
from collections.abc import Iterable, Mapping, Set
from importlib import util
from pathlib import Path

import uharfbuzz as harfbuzz
from fontTools.ttLib import TTFont

from dualcarbon.charts import look
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import note

PACKAGE = "mpl_font"
FOLDER = Path("fonts", "noto")
WEIGHTS = {400: "NotoSansCJKsc-Regular.otf", 700: "NotoSansCJKsc-Bold.otf"}
UNUSED = (b"vhea", b"vmtx", b"VORG", b"BASE", b"GDEF", b"GSUB", b"GPOS")
NAMES = (1, 2)  # family and style
UNSEEN = frozenset("\n\r\t\u200b")  # characters that need no glyph
HAN = range(0x3400, 0xA000)
"""Chinese characters; those of the first extension are rare."""
SIGNS = (*range(0x3000, 0x3040), *range(0xFF00, 0xFFF0), *map(ord, "—…“”‘’"))
"""Chinese punctuation, the zero of years, and signs as wide as a character."""


def faces(characters: Mapping[int, Iterable[str]]) -> dict[int, bytes]:
    """Cut each weight of the font down to the characters given.

    Parameters
    ----------
    characters : mapping of int to iterable of str
        Every character that the page shows, by weight: 400 and 700.

    Returns
    -------
    dict of int to bytes
        WOFF file by weight.

    Raises
    ------
    InputError
        The font is not installed, or it lacks a character.
    """
    return {
        weight: _cut(
            place(WEIGHTS[weight]),
            {ord(c) for text in texts for c in text if c not in UNSEEN},
        )
        for weight, texts in characters.items()
    }


def must_hold(text: str) -> None:
    """Refuse a text with characters that the font lacks, which would be printed as boxes.

    Raises
    ------
    InputError
        The font is not installed, or it lacks a character.
    """
    _refuse(set(map(ord, set(text) - UNSEEN)) - _held())


def latin(weight: int) -> bytes:
    """Give letters, digits and signs, so that figures take the room they were laid out for, and the Chinese of every page.

    That is the name of the language, and the character whose height figures take for that of a line.

    Raises
    ------
    InputError
        The font is not installed.
    """
    letters = frozenset(range(look.WIDE)) - frozenset(SIGNS)
    return _cut(place(WEIGHTS[weight]), _held() & letters.union(map(ord, "中文国")))


def common(weight: int) -> bytes:
    """Give the characters of GB 2312, which nearly every page does with, for browsers of machines without a Chinese font.

    Raises
    ------
    InputError
        The font is not installed.
    """
    return _cut(place(WEIGHTS[weight]), _held() & _common())


def rare() -> bytes:
    """Give the Chinese characters that GB 2312 lacks.

    Raises
    ------
    InputError
        The font is not installed.
    """
    return _cut(place(WEIGHTS[400]), (_held() & frozenset(HAN)) - _common())


@functools.cache
def mark() -> str:
    """Give a mark of what the faces for browsers hold: of the font, and of how it is cut."""
    size = place(WEIGHTS[400]).stat().st_size
    return hashlib.sha256(
        f"{size}\n{Path(__file__).read_text(encoding='utf-8')}".encode()
    ).hexdigest()[:10]


def css(cut: dict[int, bytes], family: str) -> str:
    """Give the rules that bring the faces into a page."""
    return "\n".join(_rule(weight, data, family) for weight, data in cut.items())


def place(name: str) -> Path:
    """Find a file of the font without importing the package, which would start a plotting library.

    Raises
    ------
    InputError
        The font is not installed.
    """
    spec = util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder) / FOLDER / name
        if file.is_file():
            return file
    raise InputError(faults=[note("REP002", file=name)])


@functools.cache
def advance(character: str) -> float:
    """Give how far a character moves the pen in the regular weight. [sizes of the type].

    Examples
    --------
    >>> advance("吨"), round(advance("5"), 3)
    (1.0, 0.555)
    """
    font = _measure()
    glyph = font.get_nominal_glyph(ord(character))
    return 1.0 if glyph is None else font.get_glyph_h_advance(glyph) / font.face.upem


@functools.cache
def _common() -> frozenset[int]:
    """Give the Chinese characters of GB 2312, whose rows and columns are counted from 0xA1, and signs beside them."""
    rows, columns = range(0xA1, 0xF8), range(0xA1, 0xFF)
    text = b"".join(bytes((row, column)) for row in rows for column in columns)
    found = map(ord, text.decode("gb2312", "ignore"))
    return frozenset(SIGNS).union(c for c in found if c >= look.WIDE)


@functools.cache
def _held() -> frozenset[int]:
    return frozenset(_measure().face.unicodes)


def _refuse(lacking: Set[int]) -> None:
    if lacking:
        told = " ".join(map(chr, sorted(lacking)))
        raise InputError(faults=[note("REP010", characters=told)])


@functools.cache
def _measure() -> harfbuzz.Font:
    return harfbuzz.Font(_face(place(WEIGHTS[400])))


def _face(file: Path) -> harfbuzz.Face:
    return harfbuzz.Face(harfbuzz.Blob.from_file_path(str(file)))


def _rule(weight: int, data: bytes, family: str) -> str:
    text = base64.b64encode(data).decode("ascii")
    return (
        f"@font-face{{font-family:{family};font-weight:{weight};font-display:block;"
        f"src:url(data:font/woff;base64,{text}) format('woff')}}"
    )


def _cut(file: Path, wanted: Set[int]) -> bytes:
    face = _face(file)
    _refuse(wanted - set(face.unicodes))
    cut = harfbuzz.subset(face, _wish(wanted))
    if cut is None:
        raise InputError(faults=[note("REP002", file=file.name)])
    return _packed(cut.blob.data)


def _wish(wanted: Set[int]) -> harfbuzz.SubsetInput:
    """Ask for the characters alone: no hints, no ways of writing that a page does not use."""
    wish = harfbuzz.SubsetInput()
    wish.unicode_set.update(wanted)
    wish.flags = (
        harfbuzz.SubsetFlags.NO_HINTING
        | harfbuzz.SubsetFlags.DESUBROUTINIZE
        | harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    )
    wish.layout_feature_tag_set.clear()
    wish.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in UNUSED)
    wish.name_id_set.clear()
    wish.name_id_set.update(NAMES)
    return wish


def _packed(face: bytes) -> bytes:
    """Put a font into the container that browsers read."""
    out = io.BytesIO()
    with TTFont(io.BytesIO(face), lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        font.flavor = "woff"  # WOFF2 is a tenth smaller and takes twice as long to make
        font.save(out)
    return out.getvalue()
