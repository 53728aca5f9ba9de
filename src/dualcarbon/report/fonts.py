"""The Chinese font cut down to the characters of a page, to be written into it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from importlib import util
from pathlib import Path

import uharfbuzz as harfbuzz
from fontTools.ttLib import TTFont

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import note

PACKAGE = "mpl_font"
FOLDER = Path("fonts", "noto")
WEIGHTS = {400: "NotoSansCJKsc-Regular.otf", 700: "NotoSansCJKsc-Bold.otf"}
UNUSED = (b"vhea", b"vmtx", b"VORG", b"BASE", b"GDEF", b"GSUB", b"GPOS")
NAMES = (1, 2)  # family and style
UNSEEN = frozenset("\n\r\t\u200b")  # characters that need no glyph


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


def _rule(weight: int, data: bytes, family: str) -> str:
    text = base64.b64encode(data).decode("ascii")
    return (
        f"@font-face{{font-family:{family};font-weight:{weight};font-display:block;"
        f"src:url(data:font/woff;base64,{text}) format('woff')}}"
    )


def _cut(file: Path, wanted: set[int]) -> bytes:
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(file)))
    lacking = sorted(wanted - set(face.unicodes))
    if lacking:
        raise InputError(faults=[note("REP003", characters=" ".join(map(chr, lacking)))])
    cut = harfbuzz.subset(face, _wish(wanted))
    if cut is None:
        raise InputError(faults=[note("REP002", file=file.name)])
    return _packed(cut.blob.data)


def _wish(wanted: set[int]) -> harfbuzz.SubsetInput:
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
