"""How wide the columns of a table stand on a page, and in which size of type."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dualcarbon.report import fonts

Widths = NDArray[np.float64]  # mm

SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)  # pt
KEPT = ((math.inf, 7.5), (8.0, 7.0), (4.2, 7.0), (0.0, 6.5))
"""A column of texts up to this length [sizes of the type] keeps them in one line, if that fits in at
least this size [pt]."""
WORTH = 1.3  # smaller type is taken where it makes a table lower by this
PT = 25.4 / 72  # mm
PADDING = 2.9  # mm, left and right together
SLACK = 1.03  # what spaces between scripts and bold heads add
NARROWEST = 4.2  # sizes of the type, so that Chinese is not set downwards
RAGGED = 1.06  # of a line is not filled
STEP = 1.5  # mm, by which a column is widened
LOOKS = np.array([1, 2, 4, 8, 16])  # steps
LEADING = 1.55  # height of a line, in sizes of the type
GAP = 2.1  # mm between rows
SPLIT = re.compile(
    r"(?<=[\s_/;，。；：、）])|(?<=[.,:])(?=\D)|(?<=[\u2e80-\uffef])|(?=[\u2e80-\uffef])"
)
BREAKS = re.compile(r"(?<=[_./:])(?=[^\s\d])")
"""Where a long name may be broken: file names, keys, addresses."""


@dataclass(frozen=True, slots=True)
class Column:
    """The texts of a column, its head first, and whether its numbers stay in one line."""

    texts: Sequence[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Widths of the texts of a column, of its longest word and of its head, in sizes of the type."""

    texts: Widths
    word: float
    head: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Widths of the columns [mm], size of the type [pt], and how high the table comes out [mm]."""

    widths: tuple[float, ...]
    size: float
    height: float


def layout(columns: Sequence[Column], page: float, *, largest: float = SIZES[0]) -> Layout:
    """Share the width of a page among the columns of a table.

    Every column gets what its longest word needs, and short texts their line, in the largest type in
    which all of them fit; the rest goes where it saves most lines.

    Parameters
    ----------
    columns : sequence of Column
        Texts of each column; all of one length.
    page : float
        Width to fill. [mm]
    largest : float
        Size of the type to begin with. [pt]
    """
    sizes = [size for size in SIZES if size <= largest]
    found = [_measured(column) for column in columns]
    kept = next((k for k in KEPT if _fits(found, page, sizes, *k)), KEPT[-1])
    laid = [_laid(found, page, size, kept[0]) for size in _fits(found, page, sizes, *kept)]
    laid = laid or [_laid(found, page, sizes[-1], kept[0])]
    lowest = min(one.height for one in laid)
    return next(one for one in laid if one.height <= WORTH * lowest)


def width(text: str, size: float) -> float:
    """Give how wide a text is printed. [mm].

    Parameters
    ----------
    text : str
        One line.
    size : float
        Of the type. [pt]
    """
    return _ems(text) * size * PT


def _ems(text: str) -> float:
    return SLACK * sum(map(fonts.advance, text))


def breakable(text: str) -> list[str]:
    """Cut a text where a long name may be broken.

    Examples
    --------
    >>> breakable("data/energy.csv")
    ['data/', 'energy.', 'csv']
    """
    return BREAKS.split(text)


def _measured(column: Column) -> Measured:
    """Measure a column; the cells of a column of numbers are words, its head is not."""
    head, *cells = column.texts
    split = [head] if column.whole else column.texts
    words = [word.strip() for text in split for word in SPLIT.split(text)]
    longest = max(map(_ems, [*words, *(cells if column.whole else ())]), default=0.0)
    return Measured(np.array([_ems(text) for text in column.texts]), longest, _ems(head))


def _fits(
    columns: Sequence[Measured], page: float, sizes: Sequence[float], kept: float, smallest: float
) -> list[float]:
    """Give the sizes of type in which the columns fit, the largest first."""
    wanted = (size for size in sizes if size >= smallest)
    return [s for s in wanted if sum(_least(c, s, kept) for c in columns) <= page]


def _least(column: Measured, size: float, kept: float) -> float:
    """Give the width that a column must have. [mm]."""
    line = float(column.texts[1:].max(initial=0.0))
    least = min(kept, NARROWEST)
    line = line if line <= kept else min(line, least)
    return max(column.word, line, min(column.head, least)) * size * PT + PADDING


def _laid(columns: Sequence[Measured], page: float, size: float, kept: float) -> Layout:
    least = np.array([_least(c, size, kept) for c in columns])
    texts = np.array([c.texts for c in columns]) * size * PT
    wished = np.maximum(texts.max(axis=1) + PADDING, least)
    if wished.sum() <= page:
        widths = wished * page / wished.sum()
    elif least.sum() < page:
        widths = _shared(least, wished, texts, page)
    else:
        widths = least * page / least.sum()
    rows = _lines(texts, widths).max(axis=0)
    height = float((rows * size * PT * LEADING + GAP).sum())
    return Layout(tuple(round(float(w), 2) for w in widths), size, height)


def _shared(least: Widths, wished: Widths, texts: Widths, page: float) -> Widths:
    """Widen the columns step by step, each time the one that saves most lines; what is left goes to all."""
    widths = least.copy()
    lines = _lines(texts, widths)
    while (room := page - widths.sum()) > STEP:
        best, gain, wider = -1, 0.0, 0.0
        for place in np.flatnonzero(widths < wished):
            others = np.delete(lines, place, axis=0).max(axis=0, initial=1)
            now = np.maximum(others, lines[place]).sum()
            for more in STEP * LOOKS[room >= STEP * LOOKS]:
                then = np.maximum(others, _lines(texts[place], widths[place] + more)).sum()
                if (now - then) / more > gain:
                    best, gain, wider = int(place), (now - then) / more, more
        if best < 0:
            break
        widths[best] += wider
        lines[best] = _lines(texts[best], widths[best])
    wants = np.maximum(wished - widths, 0.0)
    share = wants / wants.sum() if wants.sum() else widths / widths.sum()
    return widths + share * (page - widths.sum())


def _lines(texts: Widths, widths: Widths | float) -> Widths:
    """Estimate the lines that texts take in their columns."""
    room = np.maximum(np.asarray(widths) - PADDING, 1.0)
    return np.maximum(np.ceil(RAGGED * texts / (room[:, None] if room.ndim else room)), 1.0)
