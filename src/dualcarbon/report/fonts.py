"""The Chinese font cut down to the characters of a page, to be written into it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from importlib import util
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import note

PACKAGE = "mpl_font"
FOLDER = Path("fonts", "noto")
WEIGHTS = {400: "NotoSansCJKsc-Regular.otf", 700: "NotoSansCJKsc-Bold.otf"}
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
            _file(WEIGHTS[weight]),
            sorted({ord(c) for text in texts for c in text if c not in UNSEEN}),
        )
        for weight, texts in characters.items()
    }


def css(cut: dict[int, bytes], family: str) -> str:
    """Give the rules that bring the faces into a page."""
    return "\n".join(_rule(weight, data, family) for weight, data in cut.items())


def _rule(weight: int, data: bytes, family: str) -> str:
    text = base64.b64encode(data).decode("ascii")
    return (
        f"@font-face{{font-family:{family};font-weight:{weight};font-display:block;"
        f"src:url(data:font/woff;base64,{text}) format('woff')}}"
    )


def _file(name: str) -> Path:
    """Find a file of the font without importing the package, which would start a plotting library."""
    spec = util.find_spec(PACKAGE)
    places = (spec.submodule_search_locations or ()) if spec else ()
    for place in places:
        file = Path(place) / FOLDER / name
        if file.is_file():
            return file
    raise InputError(faults=[note("REP002", file=name)])


def _cut(file: Path, wanted: list[int]) -> bytes:
    with TTFont(file, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        return _subset(font, wanted)


def _subset(font: TTFont, wanted: list[int]) -> bytes:
    lacking = [chr(code) for code in wanted if code not in font.getBestCmap()]
    if lacking:
        raise InputError(faults=[note("REP003", characters=" ".join(lacking))])
    options = subset.Options(
        layout_features=[], hinting=False, desubroutinize=True, name_IDs=[1, 2], notdef_outline=True
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.flavor = "woff"  # WOFF2 is a tenth smaller and takes twice as long to make
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
