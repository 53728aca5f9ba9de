"""The markup of a Word document in short: runs, paragraphs, fields, bookmarks, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any  # elements of lxml carry no types
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS = 1440 / 25.4  # a mm
SIDES, EDGE = ("left", "right"), 1.45  # mm beside the text of a cell


def element(tag: str, *inside: Element, **attributes: object) -> Element:
    """Make an element; names of attributes are those of WordprocessingML.

    Examples
    --------
    >>> element("w:sz", val=18).get(qn("w:val"))
    '18'
    """
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(inside)
    return made


def paragraph(
    style: str, inside: Iterable[Element], *, next: bool = False, right: bool = False
) -> Element:
    """Make a paragraph of a style, to stay with the ``next`` one, or set to the ``right``."""
    how = [element("w:pStyle", val=style)]
    how += [element("w:keepNext")] if next else []
    how += [element("w:jc", val="right")] if right else []
    return element("w:p", element("w:pPr", *how), *inside)


def run(
    text: str,
    *,
    low: bool = False,
    bold: bool = False,
    size: float | None = None,
    colour: str | None = None,
) -> Element:
    """Make a run of text, ``low`` as an index, of a size [pt] and a colour of its own."""
    how = [element("w:b")] if bold else []
    how += [element("w:color", val=colour)] if colour else []
    how += [element(tag, val=round(2 * size)) for tag in ("w:sz", "w:szCs")] if size else []
    how += [element("w:vertAlign", val="subscript")] if low else []
    shown = element("w:t")
    shown.text = text
    shown.set(SPACE, "preserve")
    return element("w:r", *([element("w:rPr", *how)] if how else []), shown)


def tab() -> Element:
    """Make a step to the next tab stop."""
    return element("w:r", element("w:tab"))


def page_break() -> Element:
    """Begin a new page."""
    return element("w:r", element("w:br", type="page"))


def field(code: str, shown: Sequence[Element]) -> list[Element]:
    """Make a field: what it computes, and what it shows until it is computed again, in one look."""
    made = [*field_start(code), *shown, field_end()]
    look = shown[0].find(qn("w:rPr")) if shown else None
    for one in [*made[:3], made[-1]] if look is not None else []:
        one.insert(0, deepcopy(look))
    return made


def field_start(code: str) -> list[Element]:
    """Begin a field whose result goes over several paragraphs."""
    told = element("w:instrText")
    told.text = f" {code} "
    told.set(SPACE, "preserve")
    return [
        element("w:r", element("w:fldChar", fldCharType="begin")),
        element("w:r", told),
        element("w:r", element("w:fldChar", fldCharType="separate")),
    ]


def field_end() -> Element:
    """End a field."""
    return element("w:r", element("w:fldChar", fldCharType="end"))


def bookmark(name: str, id: int, inside: Iterable[Element]) -> list[Element]:
    """Put a bookmark around runs."""
    return [
        element("w:bookmarkStart", id=id, name=name),
        *inside,
        element("w:bookmarkEnd", id=id),
    ]


def link(name: str, inside: Iterable[Element]) -> Element:
    """Lead from runs to a bookmark."""
    return element("w:hyperlink", *inside, anchor=name, history=1)


def twips(mm: float) -> int:
    """Give a length in the unit of Word. [mm to twentieths of a point]."""
    return round(mm * TWIPS)


def table(style: str, widths: Sequence[float], rows: Iterable[Element]) -> Element:
    """Make a table of fixed columns. [mm]."""
    total = sum(twips(width) for width in widths)
    how = element(
        "w:tblPr",
        element("w:tblStyle", val=style),
        element("w:tblW", w=total, type="dxa"),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *(element(f"w:{s}", w=twips(EDGE), type="dxa") for s in SIDES)),
        element("w:tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=0, noVBand=1),
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w=twips(width)) for width in widths))
    return element("w:tbl", how, grid, *rows)


def row(cells: Iterable[Element], *, head: bool = False) -> Element:
    """Make a row that no page break divides; a ``head`` stands again on every page."""
    how = [element("w:cantSplit"), *([element("w:tblHeader")] if head else [])]
    return element("w:tr", element("w:trPr", *how), *cells)


def cell(
    width: float, inside: Iterable[Element], *, over: str | None = None, low: bool = False
) -> Element:
    """Make a cell of a width [mm], with a line of a colour ``over`` it, its text at the bottom if ``low``."""
    how = [element("w:tcW", w=twips(width), type="dxa")]
    if over:
        line = element("w:top", val="single", sz=8, space=0, color=over)
        how.append(element("w:tcBorders", line))
    how += [element("w:vAlign", val="bottom")] if low else []
    return element("w:tc", element("w:tcPr", *how), *inside)
