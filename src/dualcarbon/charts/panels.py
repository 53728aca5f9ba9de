"""Bars in two panels: beside each other on a page, one above the other on a telephone."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look
from dualcarbon.charts.words import Lang, Title, word

NAMES_WIDE, NAMES_SLIM = 190, 146  # px for the names beside the bars
NAMES_APART = 168  # px for the names beside each panel where rows differ
HEAD, FOOT = 44, 8  # px above and below the bars of a panel
LEAST_ROW = 24  # px; rows are as high as the names of two neighbours need
ASIDE = 58  # px for the texts beside a panel
TYPE_WIDE, TYPE_SLIM = fitting.SMALL, fitting.SMALL - 1
SPARE = 0.42  # of the axis, kept free for the numbers at the ends of the bars
LINE = 15  # px
Styles = Mapping[int, look.Option]  # by place of a name
NONE: Styles = {}
MARGIN = 10  # px between names and bars


class Row(NamedTuple):
    """A bar: name, length, text at its end, colour, text beside the panel, group in the legend."""

    name: str
    value: float
    text: str
    colour: str
    aside: str = ""
    group: str = ""


class Panel(NamedTuple):
    """Bars under a head with their unit; ``aside`` heads the texts beside them."""

    head: str
    rows: Sequence[Row]
    aside: str = ""


def shared(left: Panel, right: Panel, *, top: int, row: tuple[int, int]) -> look.Option:
    """Draw two panels with the same rows; on a page the names stand once."""
    grids = (
        {"left": NAMES_WIDE + 8, "width": "36%"},
        {"left": "73%", "right": 4},
    )
    return _drawn((left, right), grids, top, row, once=True)


def apart(left: Panel, right: Panel, *, top: int, row: tuple[int, int]) -> look.Option:
    """Draw two panels with rows of their own."""
    width = f"{50 - 100 * (NAMES_APART) / fitting.WIDE:.2f}%"
    grids = (
        {"left": NAMES_APART, "width": width},
        {"right": 0, "width": width},
    )
    return _drawn((left, right), grids, top, row, once=False)


def row_heights(
    names: Sequence[Title], *, wide: float = NAMES_WIDE, slim: float = NAMES_SLIM
) -> tuple[int, int]:
    """Give how high a row has to be on a page and on a telephone. [px].

    Rows are alike, so that bars stand in one rhythm; a long name reaches into the row of a short one.
    """
    return (
        _row(names, wide - MARGIN, TYPE_WIDE),
        _row(names, slim - MARGIN, TYPE_SLIM),
    )


def _row(names: Sequence[Title], room: float, size: int) -> int:
    each = [LINE * fitting.most_lines([name], room, size) + 6 for name in names]
    return max([LEAST_ROW, *((a + b + 1) // 2 for a, b in itertools.pairwise(each))])


def heights(rows: int, row: tuple[int, int], *, top: int = 0) -> tuple[int, int]:
    """Give how high two panels are on a page and on a telephone. [px]."""
    return top + HEAD + rows * row[0] + FOOT, top + 2 * (HEAD + rows * row[1] + FOOT)


def head(id: str, unit: str, lang: Lang) -> str:
    """Give the head of a panel: a word and its unit."""
    return f"{word(id, lang)}{', ' if lang == 'en' else '，'}{unit}"


def _drawn(
    panels: tuple[Panel, Panel],
    grids: tuple[look.Option, look.Option],
    top: int,
    row: tuple[int, int],
    *,
    once: bool,
) -> look.Option:
    names = NAMES_WIDE if once else NAMES_APART
    height = [len(p.rows) * row[0] for p in panels]
    drawn = look.frame(
        tooltip={"trigger": "item"},
        title=[_head(p.head, g, top) for p, g in zip(panels, grids, strict=True)],
        grid=[{**g, "top": top + HEAD, "height": h} for g, h in zip(grids, height, strict=True)],
        xAxis=[_across(p, i) for i, p in enumerate(panels)],
        yAxis=[
            *(
                {**names_wide([r.name for r in p.rows], names), "gridIndex": i}
                for i, p in enumerate(panels)
            ),
            *(_aside(p, i) for i, p in enumerate(panels) if p.aside),
        ],
        series=[bars for i, p in enumerate(panels) for bars in _bars(p, i)],
    )
    if once:
        drawn["yAxis"][1]["axisLabel"]["show"] = False
    return look.narrow(drawn, _narrow(panels, top, row[1]))


def _narrow(panels: tuple[Panel, Panel], top: int, row: int) -> look.Option:
    """Put the second panel under the first one."""
    begin, grids, heads = top, [], []
    for panel in panels:
        high = len(panel.rows) * row
        beside = ASIDE if panel.aside else 4
        place = {"left": NAMES_SLIM, "right": beside, "width": "auto"}
        grids.append({**place, "top": begin + HEAD, "height": high})
        heads.append({"left": 0, "right": "auto", "top": begin})
        begin += HEAD + high + FOOT
    names = [names_slim([r.name for r in p.rows], NAMES_SLIM) for p in panels]
    return {"title": heads, "grid": grids, "yAxis": names}


def names_wide(names: Sequence[str], width: int, styles: Styles = NONE) -> look.Option:
    """Give an axis with the names of rows, broken to fit beside the bars.

    Parameters
    ----------
    names : sequence of str
        Names from above.
    width : int
        Room for the names. [px]
    styles : mapping of place to style
        Names that are set apart, such as headings.
    """
    label = {"color": look.INK, "interval": 0, "hideOverlap": False}
    axis = look.years([], inverse=True, axisLine={"onZero": False, "show": False})
    return {
        **axis,
        "axisLabel": label | _type(TYPE_WIDE),
        "data": _broken(names, width, TYPE_WIDE, styles),
    }


def names_slim(names: Sequence[str], width: int, styles: Styles = NONE) -> look.Option:
    """Give the change of that axis on a telephone."""
    label = {"show": True, **_type(TYPE_SLIM)}
    return {"axisLabel": label, "data": _broken(names, width, TYPE_SLIM, styles)}


def _type(size: int) -> look.Option:
    return {"fontSize": size, "lineHeight": LINE, "margin": 8}


def _broken(names: Sequence[str], width: int, size: int, styles: Styles) -> list[object]:
    shown = [fitting.broken(n, width - MARGIN, size) for n in names]
    return [
        {"value": name, "textStyle": styles[place]} if place in styles else name
        for place, name in enumerate(shown)
    ]


def _head(text: str, grid: look.Option, top: int) -> look.Option:
    style = {"fontSize": look.SIZE, "fontWeight": "bold", "color": look.INK}
    place = {"left": grid["left"]} if "left" in grid else {"left": "50%"}
    return {"text": text, **place, "top": top, "padding": 0, "textStyle": style}


def _across(panel: Panel, place: int) -> look.Option:
    values = [r.value for r in panel.rows]
    low, high = min([0.0, *values]), max([0.0, *values])
    spare = SPARE * ((high - low) or 1.0)
    return {
        "type": "value",
        "gridIndex": place,
        "min": low - spare if low < 0 else 0.0,
        "max": high + spare if high > 0 else 0.0,
        "axisLabel": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"show": False},
    }


def _aside(panel: Panel, place: int) -> look.Option:
    label = {
        "color": look.INK,
        "fontSize": TYPE_WIDE,
        "interval": 0,
        "align": "right",
        "margin": ASIDE - 6,
    }
    return {
        **look.years([r.aside for r in panel.rows], inverse=True, axisLabel=label),
        "gridIndex": place,
        "position": "right",
        "axisLine": {"show": False, "onZero": False},
        "name": panel.aside,
        "nameLocation": "start",
        "nameGap": 8,
        "nameTextStyle": {
            "align": "left",
            "color": look.QUIET,
            "fontSize": look.SIZE - 2,
            "padding": [0, 0, 0, 14],
        },
    }


def _bars(panel: Panel, place: int) -> list[look.Option]:
    """Give a series for each group of rows, so that a legend can name them."""
    groups = list(dict.fromkeys(r.group for r in panel.rows))
    series = [_group(panel, place, group) for group in groups]
    if series:
        series[0]["markLine"] = {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": look.QUIET, "width": 1, "type": "solid"},
            "label": {"show": False},
            "data": [{"xAxis": 0}],
        }
    return series


def _group(panel: Panel, place: int, group: str) -> look.Option:
    return {
        **({"name": group} if group else {}),
        "type": "bar",
        "stack": f"panel {place}",
        "xAxisIndex": place,
        "yAxisIndex": place,
        "barMaxWidth": 15,
        "itemStyle": {"color": next(r.colour for r in panel.rows if r.group == group)},
        "label": {"show": True, "fontSize": fitting.SMALL, "color": look.INK},
        "data": [_bar(r) if r.group == group else None for r in panel.rows],
    }


def _bar(row: Row) -> look.Option:
    side = "right" if row.value >= 0 else "left"
    label = {"formatter": row.text, "position": side}
    return {"value": row.value, "itemStyle": {"color": row.colour}, "label": label}
