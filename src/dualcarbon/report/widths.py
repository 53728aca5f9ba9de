"""How wide the columns of a table stand on a page, and in which size of type."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dualcarbon.report import fonts

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # pt
KEPT = ((math.inf, 8.0), (7.0, 8.0), (4.2, 7.0), (0.0, 6.5))
"""Texts up to this length [sizes of the type] stay in one line, if that fits in at least this size [pt]."""
PT = 25.4 / 72  # mm
PADDING = 2.9  # mm, left and right together
SLACK = 1.03  # what spaces between scripts and bold heads add
LEADING = 1.55  # height of a line, in sizes of the type
GAP = 2.4  # mm between rows
SPLIT = re.compile(r"(?<=[\s_./:,;，。；：、）])|(?<=[\u2e80-\uffef])|(?=[\u2e80-\uffef])")
BREAKS = re.compile(r"(?<=[_./:])(?=[^\s\d])")
"""Where a long name may be broken: file names, keys, addresses."""


@dataclass(frozen=True, slots=True)
class Column:
    """The texts of a column, its head first, and whether its numbers stay in one line."""

    texts: Sequence[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Widths of the columns [mm], size of the type [pt], and how high the table comes out [mm]."""

    widths: tuple[float, ...]
    size: float
    height: float


def layout(columns: Sequence[Column], page: float) -> Layout:
    """Share the width of a page among the columns of a table.

    Every column gets what its longest word needs, and short texts their line, in the largest type in
    which all of them fit; the rest goes to the columns with long texts, so that they all come to about
    as many lines.

    Parameters
    ----------
    columns : sequence of Column
        Texts of each column; all of one length.
    page : float
        Width to fill. [mm]
    """
    size, kept = _chosen(columns, page)
    least = [_least(c, size, kept) for c in columns]
    wished = [max(_wished(c, size), low) for c, low in zip(columns, least, strict=True)]
    spare = page - sum(least)
    if sum(wished) <= page:
        widths = [w * page / sum(wished) for w in wished]
    elif spare > 0:
        wants = [w - low for w, low in zip(wished, least, strict=True)]
        widths = [low + spare * w / sum(wants) for low, w in zip(least, wants, strict=True)]
    else:
        widths = [low * page / sum(least) for low in least]
    return Layout(tuple(round(w, 2) for w in widths), size, _height(columns, widths, size))


def width(text: str, size: float) -> float:
    """Give how wide a text is printed. [mm].

    Parameters
    ----------
    text : str
        One line.
    size : float
        Of the type. [pt]
    """
    return SLACK * sum(map(fonts.advance, text)) * size * PT


def breakable(text: str) -> list[str]:
    """Cut a text where a long name may be broken.

    Examples
    --------
    >>> breakable("data/energy.csv")
    ['data/', 'energy.', 'csv']
    """
    return BREAKS.split(text)


def _chosen(columns: Sequence[Column], page: float) -> tuple[float, float]:
    """Choose the size of the type, and up to which length texts stay in one line."""
    tried = [(size, kept) for kept, smallest in KEPT for size in SIZES if size >= smallest]
    fits = (one for one in tried if sum(_least(c, *one) for c in columns) <= page)
    return next(fits, tried[-1])


def _least(column: Column, size: float, kept: float) -> float:
    """Give the width of the longest stretch that is not broken; of a column of numbers, its cells."""
    head, *cells = column.texts
    words = [
        word for text in ([head] if column.whole else column.texts) for word in SPLIT.split(text)
    ]
    words += cells if column.whole else []
    longest = max((width(word.strip(), size) for word in words), default=0.0)
    line = min(max((width(text, size) for text in cells), default=0.0), kept * size * PT)
    return max(longest, line) + PADDING


def _wished(column: Column, size: float) -> float:
    return max((width(text, size) for text in column.texts), default=0.0) + PADDING


def _height(columns: Sequence[Column], widths: Sequence[float], size: float) -> float:
    """Estimate the height of a table from the lines that each row takes. [mm]."""
    rows = zip(*(c.texts for c in columns), strict=True)
    lines = [max(_lines(t, w, size) for t, w in zip(row, widths, strict=True)) for row in rows]
    return sum(n * size * PT * LEADING + GAP for n in lines)


def _lines(text: str, room: float, size: float) -> int:
    return max(1, math.ceil(1.06 * width(text, size) / max(room - PADDING, 1.0)))
