"""Whether the past rises or falls: yearly values, the line of the test's slope, breaks shaded."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, tables
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang, Title, word

Path = Mapping[int, float]
SHADE = "#dde5e1"
LEGEND = (30, 52)  # px, on a page and on a telephone
HEAD, PLOT = 46, 230  # px above the plot, and the plot with its years
PANEL = HEAD + PLOT + 16


class Series(NamedTuple):
    """A series: title, values by year [Mt CO2, or ``unit``], slope of the test, what the test says."""

    title: Title
    path: Path
    unit: Title | None = None
    slope: float | None = None
    said: Title | None = None


def option(series: Sequence[Series], breaks: Sequence[int], lang: Lang) -> look.Option:
    """Draw each series in a panel, beside each other on a page, one above the other on a telephone.

    Parameters
    ----------
    series : sequence of Series
        One or two series of history.
    breaks : sequence of int
        Years of suspected breaks; no verdict is read from what happens there.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> one = Series({"en": "Total"}, {2010: 1.0, 2011: 3.0, 2012: 4.0}, slope=1.5)
    >>> drawn = option([one], [], "en")
    >>> drawn["baseOption"]["series"][1]["data"]
    [1.5, 3.0, 4.5]
    """
    units = [_unit(s, lang) for s in series]
    names = [word("history", lang)]
    names += [word("sen", lang)] if any(s.slope is not None for s in series) else []
    names += [word("break", lang)] if breaks else []
    drawn = [
        part
        for place, (one, unit) in enumerate(zip(series, units, strict=True))
        for part in _panel(one, unit, breaks, place, len(series), lang)
    ]
    legend, small = fitting.legend(names)
    for item in (*legend["data"], *small["data"]):
        item |= {"icon": "rect"} if item["name"] == word("break", lang) else {}
    tops = fitting.legend_heights(names)
    whole = look.frame(
        legend=legend,
        title=[_head(s, u, lang) for s, u in zip(series, units, strict=True)],
        grid=[{"height": PLOT} for _ in series],
        xAxis=[_years(s.path, i) for i, s in enumerate(series)],
        yAxis=[
            *(look.values("", scale=True, gridIndex=i) for i in range(len(series))),
            *(
                {"type": "value", "gridIndex": i, "show": False, "max": 1}
                for i in range(len(series))
            ),
        ],
        series=drawn,
    )
    _place(whole, len(series), tops[0] + 6)
    shown = look.narrow(whole, {"legend": small, **_stacked(len(series), tops[1] + 6)})
    return tables.whole(shown, *_table(series, units, breaks, lang))


def heights(series: Sequence[Series]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    return LEGEND[0] + PANEL, LEGEND[1] + PANEL * len(series)


def sen_line(path: Path, slope: float) -> dict[int, float]:
    """Give the line of a slope through the median of years and values.

    Parameters
    ----------
    path : mapping of year to amount
        Values of the series. [any unit]
    slope : float
        Median of the slopes of all pairs of years. [unit per year]

    References
    ----------
    .. [1] W.J. Conover, "Practical Nonparametric Statistics", 2nd ed., Wiley, New York, 1980.

    Examples
    --------
    >>> sen_line({2010: 1.0, 2011: 3.0, 2012: 4.0}, 1.5)
    {2010: 1.5, 2011: 3.0, 2012: 4.5}
    """
    middle, level = statistics.median(path), statistics.median(path.values())
    return {y: level + slope * (y - middle) for y in path}


def _table(
    series: Sequence[Series], units: Sequence[Unit], breaks: Sequence[int], lang: Lang
) -> tuple[list[str], list[list[tables.Cell]]]:
    """Give each series and its line in two columns, and which years are suspected breaks."""
    columns: list[tuple[str, Mapping[int, tables.Cell]]] = []
    for one, unit in zip(series, units, strict=True):
        name, line = one.title[lang], {} if one.slope is None else sen_line(one.path, one.slope)
        of_line = f"{name}{', ' if lang == 'en' else '，'}{word('sen', lang)}"
        for called, path in ((name, one.path), (of_line, line)):
            if path:
                columns.append(
                    (tables.head(called, unit.label), {y: unit.of(v) for y, v in path.items()})
                )
    if breaks:
        columns.append((word("break", lang), dict.fromkeys(breaks, word("yes", lang))))
    years = sorted({y for one in series for y in one.path})
    rows: list[list[tables.Cell]] = [[str(y), *(path.get(y) for _, path in columns)] for y in years]
    return [word("year", lang), *(name for name, _ in columns)], rows


def _unit(series: Series, lang: Lang) -> Unit:
    if series.unit is None:
        return carbon(lang, max(series.path.values()))
    return Unit(series.unit[lang], 1.0, 2)


def _panel(
    series: Series, unit: Unit, breaks: Sequence[int], place: int, count: int, lang: Lang
) -> list[look.Option]:
    axes = {"type": "line", "xAxisIndex": place, "yAxisIndex": place}
    points = {
        **axes,
        "name": word("history", lang),
        "symbol": "circle",
        "symbolSize": 7,
        "lineStyle": {"color": look.HISTORY, "width": 2},
        "itemStyle": {"color": look.HISTORY},
        "data": [unit.of(series.path[y]) for y in sorted(series.path)],
    }
    shade = {
        "name": word("break", lang),
        "type": "bar",
        "xAxisIndex": place,
        "yAxisIndex": count + place,
        "barWidth": "100%",
        "silent": True,
        "itemStyle": {"color": SHADE, "borderColor": SHADE, "borderWidth": 1},
        "tooltip": {"show": False},
        "data": [1 if y in breaks else None for y in sorted(series.path)],
    }
    return [points, *_slope(series, unit, axes, lang), *([shade] if breaks else [])]


def _slope(series: Series, unit: Unit, axes: look.Option, lang: Lang) -> list[look.Option]:
    if series.slope is None:
        return []
    line = sen_line(series.path, series.slope)
    return [
        {
            **axes,
            "name": word("sen", lang),
            "symbol": "none",
            "lineStyle": {"color": look.ACCENT, "type": "dashed", "width": 2.4},
            "itemStyle": {"color": look.ACCENT},
            "data": [unit.of(line[y]) for y in sorted(line)],
        }
    ]


def _years(path: Path, place: int) -> look.Option:
    return {**look.years([str(y) for y in sorted(path)]), "gridIndex": place}


def _head(series: Series, unit: Unit, lang: Lang) -> look.Option:
    return {
        "text": f"{series.title[lang]}{', ' if lang == 'en' else '，'}{unit.label}",
        "subtext": series.said[lang] if series.said else "",
        "padding": 0,
        "itemGap": 5,
        "textStyle": {"fontSize": look.SIZE, "fontWeight": "bold", "color": look.INK},
        "subtextStyle": look.quiet(),
    }


def _place(option: look.Option, count: int, top: int) -> None:
    """Put panels beside each other."""
    for place, (head, grid) in enumerate(zip(option["title"], option["grid"], strict=True)):
        left = f"{place * 100 / count:.2f}%"
        head |= {"left": left, "top": top}
        grid |= {"left": left, "width": f"{100 / count - 2 * count:.2f}%", "top": top + HEAD}
        grid |= {"containLabel": True}


def _stacked(count: int, top: int) -> look.Option:
    """Put panels one above the other."""
    tops = [top + i * PANEL for i in range(count)]
    return {
        "title": [{"left": 0, "top": t} for t in tops],
        "grid": [{"left": 0, "width": fitting.SLIM - 10, "top": t + HEAD} for t in tops],
    }
