"""When the money is spent: investment of each year by action, and its sum so far as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, tables
from dualcarbon.charts.units import money
from dualcarbon.charts.words import Lang, Title, word

PLOT = 350  # px


class Part(NamedTuple):
    """What is invested for an action by year. [CNY]."""

    name: Title
    path: Mapping[int, float]


def option(
    parts: Sequence[Part], cumulative: Mapping[int, float], price_year: int | None, lang: Lang
) -> look.Option:
    """Draw the investment of every year as a stack, and the sum up to it on an axis of its own.

    Parameters
    ----------
    parts : sequence of Part
        Investment by action, in the order of the stack from below. [CNY]
    cumulative : mapping of year to amount
        Sum of all actions up to the year. [CNY]
    price_year : int or None
        Price level of the money.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> part = Part({"en": "Energy"}, {2020: 2e9, 2021: 3e9})
    >>> drawn = option([part], {2020: 2e9, 2021: 5e9}, 2022, "en")
    >>> [s["data"] for s in drawn["baseOption"]["series"]]
    [[2.0, 3.0], [2.0, 5.0], [2.0, 5.0]]
    """
    years = list(range(min(cumulative), max(cumulative) + 1))
    unit = money(lang, max(cumulative.values()), price_year)
    colours = look.ramp(len(parts))[::-1]
    bars = [
        {
            "name": p.name[lang],
            "type": "bar",
            "stack": "all",
            "barCategoryGap": "10%",
            "itemStyle": {"color": colour, "borderColor": look.CARD, "borderWidth": 0.6},
            "data": [unit.of(p.path.get(y, 0.0)) for y in years],
        }
        for p, colour in zip(parts, colours, strict=True)
    ]
    sums = [unit.of(cumulative[y]) if y in cumulative else None for y in years]
    lines = [_line(look.CARD, 5, sums), _line(look.INK, 2.4, sums)]
    lines[0] |= {"silent": True, "tooltip": {"show": False}}
    lines[1]["name"] = word("cumulative", lang)
    series = [*bars, *lines]
    drawn = _drawn([p.name[lang] for p in parts], series, years, unit.label, lang)
    return tables.read(drawn, word("year", lang), unit.label, tables.named(series))


def heights(parts: Sequence[Part]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    langs = [g for g in fitting.LANGUAGES if all(g in p.name for p in parts)]
    found = [fitting.legend_heights(_names([p.name[g] for p in parts], g)) for g in langs]
    return PLOT + max(wide for wide, _ in found), PLOT + max(slim for _, slim in found)


def _names(parts: list[str], lang: Lang) -> list[str]:
    """Give the names of the legend in the order of the stack from above."""
    return [word("cumulative", lang), *reversed(parts)]


def _line(colour: str, width: float, data: list[float | None]) -> look.Option:
    return {
        "type": "line",
        "yAxisIndex": 1,
        "symbol": "none",
        "z": 5,
        "lineStyle": {"color": colour, "width": width},
        "itemStyle": {"color": colour},
        "data": data,
    }


def _drawn(
    parts: list[str], series: list[look.Option], years: list[int], unit: str, lang: Lang
) -> look.Option:
    names = _names(parts, lang)
    legend, small = fitting.legend(names)
    for item in (*legend["data"][1:], *small["data"][1:]):
        item["icon"] = "roundRect"
    right = look.values("", splitLine={"show": False}, position="right")
    left = look.values(unit)
    left["nameTextStyle"]["padding"] = [0, 0, 0, -24]
    drawn = look.frame(
        legend=legend,
        xAxis=look.decades(years),
        yAxis=[left, right],
        series=series,
    )
    wide, slim = fitting.legend_heights(names)
    drawn["grid"].update(top=wide + 46, right=8)
    return look.narrow(drawn, {"legend": small, "grid": {"top": slim + 46}})
