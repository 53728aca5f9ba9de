"""How figures look: colours ordered by lightness, one accent, red for the peak alone."""

from __future__ import annotations

from typing import Any

ACCENT = "#1f5f5b"
INK = "#22302f"
QUIET = "#5d6b69"
FAINT = "#dfe4e2"
CARD = "#ffffff"
PEAK = "#c0262d"
REMOVED = "#a8b3b1"  # bars of what is taken out of the air
HISTORY = "#22302f"
FONT = "DualcarbonSans, 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', 'WenQuanYi Zen Hei', sans-serif"
"""Families with Chinese glyphs: the program's own, then those of Linux, Windows and macOS; a drawing that is taken elsewhere finds one."""
SIZE = 13
WIDE = 0x2E80  # characters from here on are as wide as they are high
WIDE_SIGNS = frozenset("—…“”‘’")  # and these
NARROW = 560  # px; a figure narrower than this is laid out for a telephone
SLIM = 440  # px; and one narrower than this for a small one

# dark to light, so that the order survives a grey print; hue turns from navy over teal to sand
STOPS = ("#14263f", "#1d4a5f", "#1f6b66", "#4a8f79", "#86b28f", "#bfd1a6", "#ebe6c6")
DASHES = ("solid", "dashed", "dotted", [8, 3, 2, 3])

Option = dict[str, Any]


def ramp(count: int) -> list[str]:
    """Give ``count`` colours from dark to light.

    Examples
    --------
    >>> ramp(2)
    ['#14263f', '#ebe6c6']
    """
    if count < 2:
        return [ACCENT][:count]
    return [_at(place * (len(STOPS) - 1) / (count - 1)) for place in range(count)]


def shades(count: int) -> list[str]:
    """Give colours for lines and bars on white: dark to middling, never too light to be seen."""
    return [_at(1 + place * 2.2 / max(count - 1, 1)) for place in range(count)]


def lightness(colour: str) -> float:
    """Give the relative luminance of a colour, 0 (black) to 1 (white), as WCAG 2 defines it.

    References
    ----------
    .. [1] W3C, Web Content Accessibility Guidelines 2.1, "relative luminance".
    """
    parts = [channel / 255 for channel in _rgb(colour)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def frame(**parts: object) -> Option:
    """Give the part of an option that all figures share, and ``parts`` over it."""
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "fontSize": SIZE, "color": INK},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 8, "right": 20, "top": 64, "bottom": 8, "containLabel": True},
        **parts,
    }


def legend(names: list[str], **parts: object) -> Option:
    """Give a legend above the figure that wraps on narrow screens."""
    return {
        "data": [{"name": name} for name in names],
        "left": 0,
        "top": 0,
        "itemWidth": 18,
        "itemHeight": 10,
        "itemGap": 14,
        "textStyle": {"fontSize": SIZE, "color": INK},
        **parts,
    }


def under(names: list[str], width: int, *, axis_name: bool = True) -> int:
    """Give where the plot may begin under a legend that wraps at a width. [px]."""
    lines, used = 1, 0
    for name in names:
        item = 18 + 5 + 14 + round(0.56 * SIZE * columns(name))
        lines, used = (lines + 1, item) if used and used + item > width else (lines, used + item)
    return 24 * lines + (50 if axis_name else 10)


def columns(text: str) -> int:
    """Give how many columns a text takes; a Chinese character or sign takes two.

    Examples
    --------
    >>> columns("30万—66万 kW")
    13
    """
    return sum(2 if ord(c) > WIDE or c in WIDE_SIGNS else 1 for c in text)


def years(labels: list[str], **parts: object) -> Option:
    """Give a horizontal axis of categories."""
    return {
        "type": "category",
        "data": labels,
        "axisLine": {"lineStyle": {"color": QUIET}},
        "axisTick": {"show": False},
        "axisLabel": {"color": QUIET, "fontSize": SIZE - 1, "hideOverlap": True},
        **parts,
    }


def decades(span: list[int], **parts: object) -> Option:
    """Give a horizontal axis of years that names every fifth or tenth, so that round years stand."""
    step = 10 if span[-1] - span[0] > 30 else 5
    shown = [str(y) for y in span if y % step == 0]
    label = {"color": QUIET, "fontSize": SIZE - 1, "customValues": shown}
    return years([str(y) for y in span], axisLabel=label, **parts)


def values(unit: str, **parts: object) -> Option:
    """Give a vertical axis of numbers, its unit written above it."""
    return {
        "type": "value",
        "name": unit,
        "nameTextStyle": {
            "align": "left",
            "color": QUIET,
            "fontSize": SIZE - 1,
            "padding": [0, 0, 0, -30],
        },
        "nameGap": 26,
        "splitLine": {"lineStyle": {"color": FAINT}},
        "axisLabel": {"color": QUIET, "fontSize": SIZE - 1},
        **parts,
    }


def quiet() -> Option:
    """Give the style of text that stands beside the figure, such as its unit."""
    return {"fontSize": SIZE - 1, "color": QUIET, "fontWeight": "normal"}


def narrow(option: Option, change: Option) -> Option:
    """Give an option that changes its layout where the figure is narrow."""
    return {"baseOption": option, "media": [{"query": {"maxWidth": NARROW}, "option": change}]}


def narrowing(option: Option, names: list[str]) -> Option:
    """Give an option whose plot begins further down where its legend takes more lines, in two steps."""
    steps = [(NARROW, SLIM), (SLIM, 310)]
    media = [
        {"query": {"maxWidth": most}, "option": {"grid": {"top": under(names, least)}}}
        for most, least in steps
    ]
    return {"baseOption": option, "media": media}


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _at(place: float) -> str:
    left = min(int(place), len(STOPS) - 2)
    share = place - left
    pairs = zip(_rgb(STOPS[left]), _rgb(STOPS[left + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
