"""Which datum moves the total most: the change with each at the ends of its range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, panels
from dualcarbon.charts.units import Unit, equivalent
from dualcarbon.charts.words import Lang, Title, number, word

NAMES = 330  # px for the names of data on a page
HEAD, FOOT = 34, 6  # px above and below the bars
SPARE, SPARE_SLIM = 0.32, 1.1  # of the longest bar, kept free for the numbers at the ends
COLOURS = {"at_low": "#a8cbb5", "at_high": "#1f5f5b"}


class Row(NamedTuple):
    """A datum and the lowest and highest change of the total with it at the ends of its range. [Mt CO2e]."""

    name: Title
    low: float
    high: float


def option(rows: Sequence[Row], lang: Lang) -> look.Option:
    """Draw the data in the order given, the largest swing first.

    Parameters
    ----------
    rows : sequence of Row
        Changes of the total. [Mt CO2e]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option([Row({"en": "Coal"}, -29.8, 31.2)], "en")
    >>> [s["data"][0]["label"]["formatter"] for s in drawn["baseOption"]["series"]]
    ['-29.80', '+31.20']
    """
    unit = equivalent(lang, max((abs(v) for r in rows for v in (r.low, r.high)), default=0.0))
    names = [r.name[lang] for r in rows]
    reach = unit.of(max((abs(v) for r in rows for v in (r.low, r.high)), default=1.0))
    wide, slim = row_heights(rows)
    drawn = look.frame(
        legend=look.legend([word(w, lang) for w in COLOURS], icon="roundRect"),
        title={"text": unit.label, "right": 0, "top": 4, "textStyle": look.quiet()},
        grid={"left": NAMES, "right": 8, "top": HEAD, "height": wide * len(rows)},
        xAxis=_across(reach * (1 + SPARE)),
        yAxis=panels.names_wide(names, NAMES),
        series=[_ends(rows, id, unit, lang) for id in COLOURS],
    )
    narrow = {
        "grid": {"left": panels.NAMES_SLIM, "height": slim * len(rows)},
        "xAxis": _ends_of(reach * (1 + SPARE_SLIM)),
        "yAxis": panels.names_slim(names, panels.NAMES_SLIM),
    }
    return look.narrow(drawn, narrow)


def heights(rows: Sequence[Row]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    wide, slim = row_heights(rows)
    return HEAD + wide * len(rows) + FOOT, HEAD + slim * len(rows) + FOOT


def row_heights(rows: Sequence[Row]) -> tuple[int, int]:
    """Give how high a row has to be on a page and on a telephone. [px]."""
    return panels.row_heights([r.name for r in rows], wide=NAMES)


def _ends_of(reach: float) -> look.Option:
    return {"min": -reach, "max": reach}


def _across(reach: float) -> look.Option:
    hidden = {"show": False}
    return {
        "type": "value", **_ends_of(reach),
        "axisLabel": hidden, "axisTick": hidden, "splitLine": hidden,
    }  # fmt: skip


def _ends(rows: Sequence[Row], id: str, unit: Unit, lang: Lang) -> look.Option:
    """Draw one end of every range; on one side of zero or the other."""
    bars: look.Option = {
        "name": word(id, lang),
        "type": "bar",
        "barMaxWidth": 15,
        "barGap": "-100%",
        "itemStyle": {"color": COLOURS[id]},
        "label": {"show": True, "fontSize": fitting.SMALL, "color": look.INK},
        "data": [_bar(r.low if id == "at_low" else r.high, unit) for r in rows],
    }
    line = {"color": look.QUIET, "width": 1, "type": "solid"}
    bars["markLine"] = {
        "silent": True, "symbol": "none", "lineStyle": line, "label": {"show": False}, "data": [{"xAxis": 0}],
    }  # fmt: skip
    return bars


def _bar(change: float, unit: Unit) -> look.Option:
    text = number(unit.of(change), unit.digits, signed=True)
    side = "right" if change >= 0 else "left"
    return {"value": unit.of(change), "label": {"formatter": text, "position": side}}
