"""Whether the past rises or falls: yearly values, the line of the test's slope, breaks shaded."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang, Title, word

Path = Mapping[int, float]
SHADE = "#dde5e1"
LEGEND, HEAD, PLOT, FOOT = 34, 74, 210, 34  # px: heights of the parts of a panel


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
    [[2010, 1.5], [2012, 4.5]]
    """
    units = [_unit(s, lang) for s in series]
    names = [word("history", lang)]
    names += [word("sen", lang)] if any(s.slope is not None for s in series) else []
    names += [word("break", lang)] if breaks else []
    drawn = [
        part
        for place, (one, unit) in enumerate(zip(series, units, strict=True))
        for part in _panel(one, unit, breaks, place, lang)
    ]
    legend = look.legend(names, itemWidth=26)
    for item in legend["data"][2:] if breaks else []:
        item["icon"] = "rect"
    whole = look.frame(
        legend=legend,
        title=[_head(s, lang, i, len(series)) for i, s in enumerate(series)],
        grid=[_grid(i, len(series)) for i in range(len(series))],
        xAxis=[_years(s.path, i) for i, s in enumerate(series)],
        yAxis=[look.values(u.label, scale=True, gridIndex=i) for i, u in enumerate(units)],
        series=drawn,
    )
    return look.narrow(whole, _narrow(len(series)))


def heights(series: Sequence[Series]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    each = HEAD + PLOT + FOOT
    return LEGEND + each, LEGEND + each * len(series)


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


def _unit(series: Series, lang: Lang) -> Unit:
    if series.unit is None:
        return carbon(lang, max(series.path.values()))
    return Unit(series.unit[lang], 1.0, 2)


def _panel(
    series: Series, unit: Unit, breaks: Sequence[int], place: int, lang: Lang
) -> list[look.Option]:
    axes = {"type": "line", "xAxisIndex": place, "yAxisIndex": place}
    points = {
        **axes,
        "name": word("history", lang),
        "symbol": "circle",
        "symbolSize": 7,
        "lineStyle": {"color": look.HISTORY, "width": 2},
        "itemStyle": {"color": look.HISTORY},
        "data": [[y, unit.of(v)] for y, v in sorted(series.path.items())],
    }
    if breaks:
        points["markArea"] = _breaks(breaks)
    parts = [points, *_slope(series, unit, axes, lang)]
    if breaks:  # the legend shows what has a series
        parts.append(
            {**axes, "name": word("break", lang), "itemStyle": {"color": SHADE}, "data": []}
        )
    return parts


def _slope(series: Series, unit: Unit, axes: look.Option, lang: Lang) -> list[look.Option]:
    if series.slope is None:
        return []
    line = sen_line(series.path, series.slope)
    ends = (min(line), max(line))
    return [
        {
            **axes,
            "name": word("sen", lang),
            "symbol": "none",
            "lineStyle": {"color": look.ACCENT, "type": "dashed", "width": 2.4},
            "itemStyle": {"color": look.ACCENT},
            "data": [[y, unit.of(line[y])] for y in ends],
        }
    ]


def _breaks(years: Sequence[int]) -> look.Option:
    return {
        "silent": True,
        "itemStyle": {"color": SHADE, "opacity": 0.75},
        "data": [[{"xAxis": y - 0.5}, {"xAxis": y + 0.5}] for y in sorted(years)],
    }


def _years(path: Path, place: int) -> look.Option:
    first, last = min(path), max(path)
    step = 1 if last - first < 6 else 2 if last - first < 14 else 5
    label = {
        "formatter": "{value}",
        "color": look.QUIET,
        "fontSize": look.SIZE - 1,
        "customValues": list(range(last, first - 1, -step))[::-1],
    }
    return {
        "type": "value",
        "gridIndex": place,
        "min": first - 0.5,
        "max": last + 0.5,
        "splitLine": {"show": False},
        "axisLine": {"show": True, "onZero": False, "lineStyle": {"color": look.QUIET}},
        "axisTick": {"show": False},
        "axisLabel": label,
    }


def _head(series: Series, lang: Lang, place: int, count: int) -> look.Option:
    said = {"subtext": series.said[lang]} if series.said else {}
    return {
        "text": series.title[lang],
        **said,
        "left": f"{place * 100 / count:.2f}%",
        "top": LEGEND,
        "padding": 0,
        "itemGap": 4,
        "textStyle": {"fontSize": look.SIZE, "fontWeight": "bold", "color": look.INK},
        "subtextStyle": look.quiet(),
    }


def _grid(place: int, count: int) -> look.Option:
    return {
        "left": f"{place * 100 / count:.2f}%",
        "width": f"{100 / count - (4 if count > 1 else 1):.2f}%",
        "top": LEGEND + HEAD,
        "height": PLOT + FOOT - 6,
        "containLabel": True,
    }


def _narrow(count: int) -> look.Option:
    tops = [LEGEND + i * (HEAD + PLOT + FOOT) for i in range(count)]
    return {
        "title": [{"left": 0, "top": top} for top in tops],
        "grid": [{"left": 0, "width": fitting.SLIM - 8, "top": top + HEAD} for top in tops],
    }
