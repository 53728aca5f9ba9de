"""Typst, given files and the one font of the report: pages as PDF, drawings as pictures."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import typst

from dualcarbon.charts import look
from dualcarbon.report import fonts

FONT = look.FONT.split(",")[1].strip(" '")  # the family that comes with the program
PT = 72 / 96  # of a px
PAGE = '#page(width: {width}pt, height: {height}pt, image("{place}.svg", width: 100%))'
PICTURES = """#set page(margin: 0pt, fill: white)
#set text(font: "{font}")
{pages}
"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing and its size. [px]."""

    svg: str
    width: int
    height: int


def pdf(files: Mapping[str, bytes]) -> bytes:
    """Set the pages of ``main.typ``; the same files give the same bytes.

    Parameters
    ----------
    files : mapping of str to bytes
        ``main.typ`` and what it reads.
    """
    made: bytes = _compiled(files, format="pdf")
    return made


def png(drawings: Sequence[Drawing], ppi: int) -> list[bytes]:
    """Draw drawings as pictures, in one go.

    Parameters
    ----------
    drawings : sequence of Drawing
        What to draw.
    ppi : int
        Dots an inch, of which a drawing has 96.
    """
    if not drawings:
        return []
    pages = (
        PAGE.format(place=place, width=one.width * PT, height=one.height * PT)
        for place, one in enumerate(drawings)
    )
    main = PICTURES.format(font=FONT, pages="\n".join(pages))
    drawn = {f"{place}.svg": one.svg.encode() for place, one in enumerate(drawings)}
    made = _compiled({"main.typ": main.encode(), **drawn}, format="png", ppi=float(ppi))
    return [made] if isinstance(made, bytes) else made


def _compiled(files: Mapping[str, bytes], **how: object) -> Any:  # noqa: ANN401 - a file, or one a page
    """Let Typst read files that stand in memory, which its annotations do not tell of."""
    compiled: Callable[..., Any] = typst.compile
    return compiled(dict(files), font_paths=_fonts(), **how)


@functools.cache
def _fonts() -> typst.Fonts:
    """Find the weights of the report's font, and no other font of the machine."""
    folder = fonts.place(fonts.WEIGHTS[400]).parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
