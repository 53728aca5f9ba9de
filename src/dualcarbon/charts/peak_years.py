"""How probable each peak year is, no peak within the horizon first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import look
from dualcarbon.charts.words import Lang, Title, number, word

ROUND = (10, 20, 40, 60, 80, 100)  # ends of an axis [%]
PANEL, GAP = 0.66, 0.34  # shares of a panel's height: bars, and the room for its title


class Odds(NamedTuple):
    """One scenario: its title, members that do not peak, and members by peak year. [members]."""

    title: Title
    no_peak: int
    by_year: Mapping[int, int]


def option(scenarios: Sequence[Odds], horizon: int, lang: Lang) -> look.Option:
    """Draw one panel a scenario: the bar of no peak first, then a bar for each year.

    Parameters
    ----------
    scenarios : sequence of Odds
        Members without a peak and by peak year. [members]
    horizon : int
        Last year of the scenarios.
    lang : {"en", "zh"}
        Language of the labels.
    """
    years = sorted({y for s in scenarios for y in s.by_year})
    span = [str(y) for y in range(years[0], years[-1] + 1)] if years else []
    names = [word("no_peak", lang, horizon=horizon), "", *span]
    each = 92 / max(len(scenarios), 1)
    return look.frame(
        tooltip={"trigger": "item"},
        title=[_title(s.title[lang], i * each) for i, s in enumerate(scenarios)],
        grid=[_grid(i * each, each) for i in range(len(scenarios))],
        xAxis=[_axis(names, i, last=i == len(scenarios) - 1) for i in range(len(scenarios))],
        yAxis=[_percent(i, _top(s)) for i, s in enumerate(scenarios)],
        series=[_panel(s, span, i) for i, s in enumerate(scenarios)],
    )


def _panel(odds: Odds, span: list[str], place: int) -> look.Option:
    whole = odds.no_peak + sum(odds.by_year.values())
    first = _bar(odds.no_peak, whole, look.INK)
    bars = [_bar(odds.by_year.get(int(y), 0), whole, look.ACCENT) for y in span]
    return {
        "type": "bar",
        "xAxisIndex": place,
        "yAxisIndex": place,
        "barCategoryGap": "15%",
        "data": [first, None, *bars],
    }


def _bar(count: int, whole: int, colour: str) -> look.Option:
    share = 100 * count / whole if whole else 0.0
    digits = 0 if share >= 10 or share == 0 else 1
    label = {
        "show": colour == look.INK,
        "position": "top",
        "formatter": f"{number(share, digits)}%",
    }
    return {
        "value": share,
        "itemStyle": {"color": colour},
        "label": {**label, "color": look.INK, "fontWeight": "bold"},
    }


def _title(text: str, top: float) -> look.Option:
    style = {"fontSize": look.SIZE, "fontWeight": "bold", "color": look.INK}
    return {"text": text, "left": 0, "top": f"{top:.2f}%", "padding": 0, "textStyle": style}


def _grid(top: float, height: float) -> look.Option:
    return {
        "left": 52,
        "right": 16,
        "top": f"{top + GAP * height * 0.8:.2f}%",
        "height": f"{PANEL * height:.2f}%",
    }


def _axis(names: list[str], place: int, *, last: bool) -> look.Option:
    label = {"color": look.QUIET, "fontSize": look.SIZE - 1, "show": last, "hideOverlap": True}
    return look.years(names, gridIndex=place, axisLabel=label)


def _top(odds: Odds) -> int:
    """Give the end of the axis: the first round share that holds the highest bar."""
    whole = odds.no_peak + sum(odds.by_year.values())
    most = max(odds.no_peak, *odds.by_year.values(), 0) if odds.by_year else odds.no_peak
    return next(top for top in ROUND if whole * top >= 115 * most or top == ROUND[-1])


def _percent(place: int, top: int) -> look.Option:
    label = {"formatter": "{value}%", "color": look.QUIET, "fontSize": look.SIZE - 2}
    return {
        **look.values(""),
        "gridIndex": place,
        "min": 0,
        "max": top,
        "interval": top / 2,
        "axisLabel": label,
    }
