"""One series of statistics as it stands in its table: a point for each year, the chosen one larger."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.charts import look, tables
from dualcarbon.charts.words import Lang, word

HEIGHT = 220  # px


def option(
    path: Mapping[int, float], title: str, unit: str, chosen: int | None, lang: Lang
) -> look.Option:
    """Draw a series; a year without a number is a gap.

    Parameters
    ----------
    path : mapping of year to amount
        Values of the series. [``unit``]
    title, unit : str
        What it is, and the unit that it stands in.
    chosen : int, optional
        Year of the row from which it was asked for.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option({2010: 1.0, 2012: 3.0}, "Coal", "10^4 tce", 2012, "en")
    >>> [point["value"] for point in drawn["series"][0]["data"]]
    [1.0, None, 3.0]
    """
    years = range(min(path), max(path) + 1) if path else range(0)
    points = [_point(path.get(year), large=year == chosen) for year in years]
    line = {
        "type": "line",
        "name": title,
        "symbol": "circle",
        "lineStyle": {"color": look.ACCENT, "width": 2},
        "itemStyle": {"color": look.ACCENT},
        "data": points,
    }
    drawn = look.frame(
        grid={"left": 8, "right": 20, "top": 40, "bottom": 8, "containLabel": True},
        xAxis=look.years([str(year) for year in years]),
        yAxis=look.values(unit, scale=True),
        series=[line],
    )
    return tables.read(drawn, word("year", lang), unit, {title: [0]})


def _point(value: float | None, *, large: bool) -> look.Option:
    return {"value": value, "symbolSize": 13 if large else 7}
