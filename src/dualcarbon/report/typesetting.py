"""Typst, given files and the one font of the report: pages as PDF, drawings as pictures."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import typst

from dualcarbon.charts import look
from dualcarbon.report import fonts

FONT = look.FONT.split(",")[1].strip(" '")  # the family that comes with the program
PX = 96.0  # px an inch
DRAWING = """#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: white)
#set text(font: "{font}")
#image("drawing.svg", width: 100%)
"""


def pdf(files: Mapping[str, bytes]) -> bytes:
    """Set the pages of ``main.typ``; the same files give the same bytes.

    Parameters
    ----------
    files : mapping of str to bytes
        ``main.typ`` and what it reads.
    """
    return _compiled(files, format="pdf")


def png(svg: str, width: int, height: int, ppi: int) -> bytes:
    """Draw a drawing as a picture.

    Parameters
    ----------
    svg : str
        The drawing.
    width, height : int
        Its size. [px]
    ppi : int
        Dots an inch, of which a drawing has 96.
    """
    page = DRAWING.format(width=width * 72 / PX, height=height * 72 / PX, font=FONT)
    files = {"main.typ": page.encode(), "drawing.svg": svg.encode()}
    return _compiled(files, format="png", ppi=float(ppi))


def _compiled(files: Mapping[str, bytes], **how: object) -> bytes:
    """Let Typst read files that stand in memory, which its annotations do not tell of."""
    made: bytes = typst.compile(dict(files), font_paths=_fonts(), **how)  # type: ignore[call-overload]
    return made


@functools.cache
def _fonts() -> typst.Fonts:
    """Find the weights of the report's font, and no other font of the machine."""
    folder = fonts.place(fonts.WEIGHTS[400]).parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
