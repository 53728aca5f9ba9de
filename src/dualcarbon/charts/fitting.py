"""Text that has to fit: its width, its lines, and numbered names listed under a figure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from dualcarbon.charts import look
from dualcarbon.charts.words import Lang, Title

LETTER, CHARACTER = 0.5, 1.02  # widths of Latin and of Chinese type, in its sizes
LINE = 17  # px between the lines of a list
NUMBER = 24  # px that a number takes before its name
WIDE, SLIM = 760, 344  # px; widths that figures are laid out for
SMALL = look.SIZE - 1  # px; type of lists and legends with many names
NARROWER = 0.88  # of their width is what the library takes Latin texts for outside a browser
ICON, GAP = 26, 8  # px; the mark of an item, and the room between items
SLIM_ROOM = SLIM - ICON - 14  # px; for a name on a telephone
# a name may break after a space and between Chinese characters, but not before a closing mark
BITS = re.compile(r"[\u2e80-\uffef][，。、；：）”》]*|[^\s\u2e80-\uffef]+[，。、；：）]*\s*|\s+")
LANGUAGES: tuple[Lang, Lang] = ("en", "zh")


def width(text: str, size: int = look.SIZE) -> float:
    """Estimate the width of a text, rather too wide than too narrow. [px].

    Examples
    --------
    >>> width("风电", 10), width("wind", 10)
    (20.4, 20.0)
    """
    wide = look.columns(text) - len(text)
    return round(size * (CHARACTER * wide + LETTER * (len(text) - wide)), 6)


def wrap(text: str, room: float, size: int = look.SIZE) -> list[str]:
    """Break a text into lines that fit into a room. [px].

    Examples
    --------
    >>> wrap("Waste heat power", 80, 13)
    ['Waste heat', 'power']
    """
    lines = [""]
    for bit in BITS.findall(text):
        if lines[-1] and width((lines[-1] + bit).rstrip(), size) > room:
            lines.append("")
        lines[-1] += bit
    return [line.strip() for line in lines]


def broken(text: str, room: float, size: int = look.SIZE) -> str:
    """Give a text with its lines broken to fit into a room. [px]."""
    return "\n".join(wrap(text, room, size))


def most_lines(names: Sequence[Title], room: float, size: int) -> int:
    """Give the lines of the longest name, in the language that needs more of them."""
    return max((len(wrap(n[g], room, size)) for n in names for g in LANGUAGES if g in n), default=1)


def breaking(room: float) -> int:
    """Give the width at which the library is to break a text that has a room. [px].

    Examples
    --------
    >>> breaking(100)
    88
    """
    return int(NARROWER * room)


def items(names: Sequence[str], room: float, size: int) -> list[look.Option]:
    """Give the items of a legend, each as wide as its name; a name longer than the room breaks.

    Examples
    --------
    >>> items(["Wind", "Energy management"], 80, 12)[1]["textStyle"]
    {'width': 70, 'overflow': 'break'}
    """
    widths = [
        math.ceil(width(n, size)) + 4 if width(n, size) <= room else breaking(room) for n in names
    ]
    return [
        {"name": n, "textStyle": {"width": w, "overflow": "break"}}
        for n, w in zip(names, widths, strict=True)
    ]


def legend(names: Sequence[str], **parts: object) -> tuple[look.Option, look.Option]:
    """Give a legend above a figure, and its change on a telephone: there a long name breaks.

    Its height is ``legend_heights``.
    """
    style = {"fontSize": SMALL, "color": look.INK, "lineHeight": SMALL + 3}
    wide = {**look.legend(list(names), itemWidth=ICON, itemGap=GAP), "textStyle": style, **parts}
    wide["data"] = items(names, WIDE - ICON - 30, SMALL)
    slim = {"data": items(names, SLIM_ROOM, SMALL)}
    one_each = any(width(n, SMALL) > SLIM_ROOM for n in names)
    return wide, {**slim, **({"orient": "vertical"} if one_each else {})}


def legend_heights(names: Sequence[str]) -> tuple[int, int]:
    """Give the height of a legend on a page and on a telephone. [px]."""
    if any(width(n, SMALL) > SLIM_ROOM for n in names):
        return _packed(names, WIDE), sum(item_height(n, SLIM_ROOM) for n in names)
    return _packed(names, WIDE), _packed(names, SLIM)


def item_height(name: str, room: float) -> int:
    """Give the height of an item that may break, with the gap under it. [px]."""
    return (SMALL + 3) * len(wrap(name, room, SMALL)) + GAP


def _packed(names: Sequence[str], room: float) -> int:
    """Give the height of items that follow each other and wrap at a width. [px]."""
    lines, used = 1, 0.0
    for name in names:
        item = math.ceil(width(name, SMALL)) + 4 + ICON + 5 + GAP
        fits = not used or used + item - GAP <= room - 10
        lines, used = (lines, used + item) if fits else (lines + 1, item)
    return lines * (SMALL + 3 + GAP)


def listed(entries: Sequence[tuple[str, str]], *, slim: bool) -> tuple[list[look.Option], int]:
    """List numbered names under a figure.

    Parameters
    ----------
    entries : sequence of (number, name)
        What to list, in order.
    slim : bool
        Lay the list out in one column for a telephone, in two otherwise.

    Returns
    -------
    list of dict
        Four texts, those of the second column empty on a telephone.
    int
        Height of the list. [px]
    """
    room = (SLIM if slim else WIDE / 2 - 12) - NUMBER
    half = len(entries) if slim else (len(entries) + 1) // 2
    columns = [_column(part, room) for part in (entries[:half], entries[half:])]
    height = LINE * max(len(numbers) for numbers, _ in columns)
    texts = [
        text
        for place, (numbers, names) in enumerate(columns)
        for text in (
            _text(numbers, place, height, 0, bold=True),
            _text(names, place, height, NUMBER, bold=False),
        )
    ]
    return texts, height


def _column(entries: Sequence[tuple[str, str]], room: float) -> tuple[list[str], list[str]]:
    numbers: list[str] = []
    names: list[str] = []
    for number, name in entries:
        lines = wrap(name, room, SMALL)
        numbers += [number, *[""] * (len(lines) - 1)]
        names += lines
    return numbers, names


def _text(lines: list[str], column: int, height: int, indent: int, *, bold: bool) -> look.Option:
    return {
        "text": "\n".join(lines),
        "show": bool(lines),
        "left": f"{50 * column}%",
        "bottom": height - LINE * len(lines),
        "padding": [0, 0, 0, indent],
        "textStyle": {
            "fontSize": SMALL,
            "lineHeight": LINE,
            "fontWeight": "bold" if bold else "normal",
            "color": look.INK,
        },
    }
