"""How energy and emissions per GDP moved, each boundary as a line."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.charts import look
from dualcarbon.charts.words import Lang, Title, word


def option(
    lines: Mapping[str, Mapping[int, float]], titles: Mapping[str, Title], lang: Lang
) -> look.Option:
    """Draw intensities as indices of their first year.

    Parameters
    ----------
    lines : mapping of boundary to {year: intensity}
        Any unit; each line is shown against its own first year, which is 100.
    titles : mapping of boundary to {"en", "zh"}
        Names of the lines.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option({"energy": {2010: 2.0, 2011: 1.5}}, {"energy": {"en": "Energy"}}, "en")
    >>> drawn["baseOption"]["series"][0]["data"]
    [100.0, 75.0]
    """
    years = sorted({y for line in lines.values() for y in line})
    colours = look.shades(len(lines))
    series = [
        _line(titles[id][lang], line, years, colours[place], look.DASHES[place % len(look.DASHES)])
        for place, (id, line) in enumerate(lines.items())
    ]
    names = [titles[id][lang] for id in lines]
    unit = word("index", lang, year=years[0])
    drawn = look.frame(
        legend=look.legend(names, itemWidth=26),
        xAxis=look.years([str(y) for y in years], boundaryGap=False),
        yAxis=look.values(unit, scale=True),
        series=series,
    )
    drawn["grid"].update(top=look.under(names, 700), right=26)
    return look.narrow(drawn, {"grid": {"top": look.under(names, 310)}})


def _line(
    name: str, line: Mapping[int, float], years: list[int], colour: str, dash: object
) -> look.Option:
    first = line[min(line)]
    return {
        "name": name,
        "type": "line",
        "symbol": "circle",
        "symbolSize": 5,
        "lineStyle": {"color": colour, "type": dash, "width": 2.2},
        "itemStyle": {"color": colour},
        "data": [100 * line[y] / first if y in line else None for y in years],
    }
