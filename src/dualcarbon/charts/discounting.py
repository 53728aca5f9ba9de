"""How the worth of measures hangs on the rate that the future is discounted at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, tables
from dualcarbon.charts.units import Unit, money
from dualcarbon.charts.words import Lang, Title, number, word

SYMBOLS = ("circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle")
PLOT = 384  # px
STAGGER = 30  # px between the names of marks that follow each other
NAMES = STAGGER + 32  # px for the names of the marks, under the unit
HEAD = NAMES + 20


class Line(NamedTuple):
    """A measure: its net value [CNY] or its cost [CNY/t CO2] by discount rate as a fraction."""

    name: Title
    values: Mapping[float, float]


class Mark(NamedTuple):
    """A rate that appraisals use, as a fraction, and what it is called."""

    rate: float
    name: Title


def net_value(
    lines: Sequence[Line], marks: Sequence[Mark], price_year: int | None, lang: Lang
) -> look.Option:
    """Draw the net value of measures against the discount rate.

    Parameters
    ----------
    lines : sequence of Line
        The leading measures. [1 -> CNY]
    marks : sequence of Mark
        Rates that a line stands at. [1]
    price_year : int or None
        Price level of the money.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = net_value([Line({"en": "Wind"}, {0.06: 2e9, 0.08: 1e9})], [], 2022, "en")
    >>> drawn["baseOption"]["series"][0]["data"]
    [[6.0, 2.0], [8.0, 1.0]]
    """
    top = max((abs(v) for line in lines for v in line.values.values()), default=0.0)
    return _drawn(lines, marks, money(lang, top, price_year), lang)


def cost(lines: Sequence[Line], marks: Sequence[Mark], lang: Lang) -> look.Option:
    """Draw the marginal abatement cost of measures against the discount rate. [CNY/t CO2]."""
    return _drawn(lines, marks, Unit(word("unit.mac", lang), 1.0, 0), lang)


def heights(lines: Sequence[Line]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    langs = [g for g in fitting.LANGUAGES if all(g in line.name for line in lines)]
    found = [fitting.legend_heights([line.name[g] for line in lines]) for g in langs]
    return PLOT + max(wide for wide, _ in found), PLOT + max(slim for _, slim in found)


def _drawn(lines: Sequence[Line], marks: Sequence[Mark], unit: Unit, lang: Lang) -> look.Option:
    names = [line.name[lang] for line in lines]
    series = [_line(line, place, len(lines), unit, lang) for place, line in enumerate(lines)]
    if series and marks:
        series[0]["markLine"] = _marks(marks, lang)
    legend, small = fitting.legend(names)
    rates = [100 * r for line in lines for r in line.values]
    across = {
        **look.values(word("rate", lang)),
        "nameLocation": "middle",
        "nameGap": 28,
        "nameTextStyle": {"color": look.QUIET, "fontSize": look.SIZE - 1},
        "min": min(rates, default=0.0),
        "max": max(rates, default=1.0),
        "splitLine": {"show": False},
        "axisLine": {"show": True, "onZero": False, "lineStyle": {"color": look.QUIET}},
        "axisLabel": {"formatter": "{value}%", "color": look.QUIET, "fontSize": look.SIZE - 1},
    }
    drawn = look.frame(
        legend=legend, xAxis=across, yAxis=look.values(unit.label, nameGap=NAMES), series=series
    )
    wide, slim = fitting.legend_heights(names)
    drawn["grid"].update(top=wide + HEAD, bottom=36, right=24)
    shown = look.narrow(drawn, {"legend": small, "grid": {"top": slim + HEAD}})
    heads = [
        tables.head(word("rate", lang), "%"),
        *(tables.head(name, unit.label) for name in names),
    ]
    return tables.whole(shown, heads, _rows(lines, unit))


def _rows(lines: Sequence[Line], unit: Unit) -> list[list[tables.Cell]]:
    rates = sorted({r for line in lines for r in line.values})
    return [
        [f"{100 * r:g}", *(unit.of(line.values[r]) if r in line.values else None for line in lines)]
        for r in rates
    ]


def _line(line: Line, place: int, count: int, unit: Unit, lang: Lang) -> look.Option:
    colour = look.shades(count)[place]
    return {
        "name": line.name[lang],
        "type": "line",
        "symbol": SYMBOLS[place % len(SYMBOLS)],
        "symbolSize": 8,
        "lineStyle": {"color": colour, "type": look.DASHES[place % len(look.DASHES)], "width": 2},
        "itemStyle": {"color": colour},
        "data": [[round(100 * r, 6), unit.of(v)] for r, v in sorted(line.values.items())],
    }


def _marks(marks: Sequence[Mark], lang: Lang) -> look.Option:
    """Mark rates, the names of neighbours at different heights."""
    data = [
        {
            "xAxis": round(100 * m.rate, 6),
            "label": {
                "formatter": f"{number(100 * m.rate, _digits(m.rate))}%\n{m.name[lang]}",
                "distance": 4 + STAGGER * (place % 2),
            },
        }
        for place, m in enumerate(sorted(marks))
    ]
    label = {"color": look.QUIET, "fontSize": look.SIZE - 2, "lineHeight": 14, "position": "end"}
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": look.QUIET, "type": "dashed", "width": 1},
        "label": label,
        "data": data,
    }


def _digits(rate: float) -> int:
    return 0 if abs(100 * rate - round(100 * rate)) < 1e-9 else 1
