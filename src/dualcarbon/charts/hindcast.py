"""The past predicted from an earlier year: what came, what was foreseen with its interval, and the simple ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dualcarbon.charts import look
from dualcarbon.charts.fan import path_line
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang, word

Path = Mapping[int, float]
SHADE = "#c9dcd3"
DASHES = {"naive": "dotted", "trend": "dashed"}


class Foreseen(NamedTuple):
    """What was foreseen from a year: the middle, the ends of the interval, and the simple ways. [Mt CO2]."""

    middle: Path
    low: Path
    high: Path
    simple: Mapping[str, Path]


def option(history: Path, seen: Foreseen, lang: Lang) -> look.Option:
    """Draw a prediction of the past over the statistics.

    Parameters
    ----------
    history : mapping of year to amount
        Statistics of all years. [Mt CO2]
    seen : Foreseen
        Prediction of the last of them.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> one = Foreseen({2012: 4.0}, {2012: 3.0}, {2012: 6.0}, {"naive": {2012: 3.5}})
    >>> drawn = option({2011: 3.5, 2012: 5.0}, one, "en")
    >>> [s["data"] for s in drawn["baseOption"]["series"]]
    [[None, 3.0], [None, 3.0], [3.5, 3.5], [3.5, 4.0], [3.5, 5.0]]
    """
    years = sorted(history)
    unit = carbon(lang, max([*history.values(), *seen.high.values()]))
    begun = {min(seen.middle) - 1: history[min(seen.middle) - 1]}
    lines = [
        path_line(word(way, lang), {**begun, **path}, years, unit, look.QUIET, DASHES[way], 1.8)
        for way, path in seen.simple.items()
    ]
    series = [
        *_band(seen, years, unit, lang),
        *lines,
        path_line(word("foreseen", lang), {**begun, **seen.middle}, years, unit, look.ACCENT, "solid", 2.4),
        path_line(word("history", lang), history, years, unit, look.HISTORY, "solid", 3),
    ]  # fmt: skip
    names = [s["name"] for s in series if s.get("name")]
    drawn = look.frame(
        legend=look.legend(names, itemWidth=26),
        xAxis=look.years([str(y) for y in years], boundaryGap=False),
        yAxis=look.values(unit.label, min=0),
        series=series,
    )
    drawn["grid"]["top"] = look.under(names, 700)
    return look.narrow(drawn, {"grid": {"top": look.under(names, 310), "right": 14}})


def _band(seen: Foreseen, years: list[int], unit: Unit, lang: Lang) -> list[look.Option]:
    shared = {"type": "line", "stack": "band", "symbol": "none", "silent": True, "lineStyle": {"opacity": 0}}  # fmt: skip
    wide = {y: seen.high[y] - max(seen.low[y], 0.0) for y in seen.high}
    low = {y: max(v, 0.0) for y, v in seen.low.items()}
    return [
        {**shared, "data": _data(low, years, unit), "tooltip": {"show": False}},
        {
            **shared,
            "name": word("interval", lang),
            "itemStyle": {"color": SHADE},
            "areaStyle": {"color": SHADE, "opacity": 1},
            "data": _data(wide, years, unit),
        },
    ]


def _data(path: Path, years: list[int], unit: Unit) -> list[float | None]:
    return [unit.of(path[y]) if y in path else None for y in years]
