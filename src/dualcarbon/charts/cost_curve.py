"""What a tonne costs: measures side by side, as wide as they abate and as high as they cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, panels, tables
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang, Title, word

LIGHT, EDGE = "#c9dcd3", "#7fa894"
PLOT_WIDE, PLOT_SLIM = 660.0, 270.0  # px; about how wide the plot is
ROOM = 15.0  # px that a number needs beside its neighbours
TALL_WIDE, TALL_SLIM = 360, 340  # px of the plot with its legend


class Bar(NamedTuple):
    """A measure: what it abates [Mt CO2] and what a tonne costs [CNY/t CO2], together and alone."""

    name: Title
    abatement: float
    cost: float | None
    abatement_alone: float | None = None
    cost_alone: float | None = None
    code: str = ""


class Step(NamedTuple):
    """One step of a curve: from, to [Mt CO2], cost [CNY/t CO2] and the bar it shows."""

    start: float
    end: float
    cost: float
    bar: Bar


def option(bars: Sequence[Bar], lang: Lang) -> look.Option:
    """Draw the curve after interaction over that before it, cheapest measure first in each.

    The width of a step is its abatement, its height its cost. Bars that abate nothing or have no cost
    are not on the curve: ``left_out`` gives them.

    Parameters
    ----------
    bars : sequence of Bar
        Measures in any order. [Mt CO2, CNY/t CO2]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> bars = [Bar({"en": "Wind"}, 3.0, 50.0), Bar({"en": "Motors"}, 2.0, -90.0)]
    >>> drawn = option(bars, "en")
    >>> drawn["baseOption"]["series"][0]["data"][:4]
    [[0.0, 0.0], [0.0, -90.0], [2.0, -90.0], [2.0, 0.0]]
    """
    after = curve(bars)
    before = curve([alone(b) for b in bars])
    unit = carbon(lang, max([s.end for s in (*after, *before)], default=0.0))
    named = [(s.bar.code or str(n), s.bar.name[lang]) for n, s in enumerate(after, 1)]
    series = [_area(after, word("together", lang), look.ACCENT, look.CARD, unit)]
    if before:
        series = [
            _area(before, word("alone", lang), LIGHT, LIGHT, unit),
            *series,
            _outline(before, word("alone", lang), unit),
        ]
    series.append(_numbers(after, named, PLOT_WIDE, unit))
    series[-1]["markLine"] = _zero()
    drawn = _drawn(named, series, after, before, unit, lang)
    return tables.whole(drawn, *_table(bars, [s.bar for s in after], unit, lang))


def _table(
    bars: Sequence[Bar], shown: Sequence[Bar], unit: Unit, lang: Lang
) -> tuple[list[str], list[tuple[tables.Cell, ...]]]:
    """Give what measures abate and cost after and before interaction, those of the curve first."""
    gap = ", " if lang == "en" else "，"
    heads = [
        tables.head(f"{word(what, lang)}{gap}{word(when, lang)}", label)
        for when in ("together", "alone")
        for what, label in (("abatement", unit.label), ("cost", word("unit.mac", lang)))
    ]
    rows: list[tuple[tables.Cell, ...]] = [
        (
            f"{b.code} {b.name[lang]}".strip(),
            unit.of(b.abatement),
            b.cost,
            None if b.abatement_alone is None else unit.of(b.abatement_alone),
            b.cost_alone,
        )
        for b in (*shown, *left_out(bars))
    ]
    return [word("measure", lang), *heads], rows


def curve(bars: Sequence[Bar]) -> list[Step]:
    """Give the steps of the measures that abate and have a cost, the cheapest first.

    Parameters
    ----------
    bars : sequence of Bar
        Measures in any order. [Mt CO2, CNY/t CO2]
    """
    return list(_steps(bars))


def left_out(bars: Sequence[Bar]) -> list[Bar]:
    """Give the measures that have no place on the curve after interaction."""
    return [b for b in bars if b.cost is None or b.abatement <= 0]


def alone(bar: Bar) -> Bar:
    """Give a measure as it would be with no other one beside it."""
    return bar._replace(abatement=bar.abatement_alone or 0.0, cost=bar.cost_alone)


def heights(bars: Sequence[Bar]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    lists = [
        [
            fitting.listed([("", s.bar.name[g]) for s in curve(bars)], slim=slim)[1]
            for slim in (False, True)
        ]
        for g in fitting.LANGUAGES
        if all(g in b.name for b in bars)
    ]
    return TALL_WIDE + max(a for a, _ in lists), TALL_SLIM + max(b for _, b in lists)


def _steps(bars: Sequence[Bar]) -> Iterator[Step]:
    start = 0.0
    there = [(b.cost, b) for b in bars if b.cost is not None and b.abatement > 0]
    for cost, bar in sorted(there, key=lambda pair: pair[0]):
        yield Step(start, start + bar.abatement, cost, bar)
        start += bar.abatement


def _corners(steps: Sequence[Step], unit: Unit) -> list[list[float]]:
    return [
        [unit.of(x), y]
        for s in steps
        for x, y in ((s.start, 0.0), (s.start, s.cost), (s.end, s.cost), (s.end, 0.0))
    ]


def _area(steps: Sequence[Step], name: str, colour: str, border: str, unit: Unit) -> look.Option:
    return {
        "name": name,
        "type": "line",
        "symbol": "none",
        "lineStyle": {"color": border, "width": 1},
        "itemStyle": {"color": colour},
        "areaStyle": {"color": colour, "opacity": 1, "origin": 0},
        "data": _corners(steps, unit),
    }


def _outline(steps: Sequence[Step], name: str, unit: Unit) -> look.Option:
    """Trace the curve before interaction, so that it is seen where the other one covers it."""
    data = [[unit.of(x), s.cost] for s in steps for x in (s.start, s.end)]
    return {
        "name": name,
        "type": "line",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"color": EDGE, "width": 1.6},
        "itemStyle": {"color": LIGHT},
        "data": data,
    }


def _numbers(
    steps: Sequence[Step], named: Sequence[tuple[str, str]], plot: float, unit: Unit
) -> look.Option:
    """Write the number of each measure that is wide enough at the end of its step."""
    whole = steps[-1].end if steps else 1.0
    data = [
        {
            "name": f"{number} {name}",
            "value": [unit.of((s.start + s.end) / 2), s.cost],
            "label": {"formatter": number, "position": "top" if s.cost >= 0 else "bottom"},
        }
        for s, (number, name) in zip(steps, named, strict=True)
        if (s.end - s.start) / whole * plot >= ROOM
    ]
    return {
        "type": "scatter",
        "symbolSize": 0.01,
        "z": 6,
        "label": {
            "show": True,
            "fontSize": look.SIZE - 1,
            "fontWeight": "bold",
            "color": look.INK,
            "distance": 3,
            "textBorderColor": look.CARD,
            "textBorderWidth": 2,
        },
        "data": data,
    }


def _zero() -> look.Option:
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": look.INK, "width": 1, "type": "solid"},
        "label": {"show": False},
        "data": [{"yAxis": 0}],
    }


def _drawn(
    named: list[tuple[str, str]],
    series: list[look.Option],
    after: Sequence[Step],
    before: Sequence[Step],
    unit: Unit,
    lang: Lang,
) -> look.Option:
    texts, high = fitting.listed(named, slim=False)
    slim, higher = fitting.listed(named, slim=True)
    names = [word("together", lang), *([word("alone", lang)] if before else [])]
    end = unit.of(max([s.end for s in (*after, *before)], default=0.0))
    across = {
        **look.values(panels.head("abatement", unit.label, lang)),
        "nameLocation": "middle",
        "nameGap": 28,
        "nameTextStyle": {"color": look.QUIET, "fontSize": look.SIZE - 1},
        "max": end,
        "splitLine": {"show": False},
        "axisLabel": {"color": look.QUIET, "fontSize": look.SIZE - 1, "showMaxLabel": False},
    }
    drawn = look.frame(
        title=texts,
        legend=look.legend(names, icon="roundRect"),
        tooltip={"trigger": "item"},
        xAxis=across,
        yAxis=look.values(word("unit.mac", lang)),
        series=series,
    )
    drawn["grid"].update(bottom=high + 40, right=16)
    marks = _numbers(after, named, PLOT_SLIM, unit)
    return look.narrow(
        drawn,
        {
            "title": slim,
            "grid": {"bottom": higher + 40, "right": 14},
            "xAxis": {"splitNumber": 3},
            "series": [*({} for _ in series[:-1]), marks],
        },
    )
