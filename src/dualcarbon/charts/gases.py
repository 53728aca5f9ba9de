"""A scenario in all gases: sources stacked upwards, sinks downwards, the net total as a line."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.charts import look
from dualcarbon.charts.stacks import base_line
from dualcarbon.charts.units import Unit, equivalent
from dualcarbon.charts.words import Lang, word

Series = Mapping[str, Mapping[int, float]]


def option(parts: Series, net: Mapping[int, float], base_year: int, lang: Lang) -> look.Option:
    """Draw the parts of a scenario's account from the base year on, and their sum.

    Parameters
    ----------
    parts : mapping of part to {year: amount}
        Parts by the word of each, removals negative. [Mt CO2e]
    net : mapping of year to amount
        Their sum, and the account before the base year. [Mt CO2e]
    base_year : int
        Last year of statistics; a line parts history from scenario.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option({"gases_energy": {2020: 4.0}, "gases_land": {2020: -1.0}}, {2020: 3.0}, 2020, "en")
    >>> [one["data"] for one in drawn["baseOption"]["series"]]
    [[4.0], [-1.0], [3.0]]
    """
    years = sorted(net)
    unit = equivalent(lang, max((abs(v) for v in net.values()), default=0.0))
    names = {id: word(id, lang) for id in parts}
    sources = [id for id, path in parts.items() if any(v > 0 for v in path.values())]
    colours = dict(zip(sources, look.ramp(len(sources)), strict=True))
    series = [
        _bars(names[id], path, years, unit, colours.get(id, look.REMOVED))
        for id, path in parts.items()
    ]
    series.append(_line(word("net_total", lang), net, years, unit))
    if base_year in years and base_year != years[-1]:
        series[-1]["markLine"] = base_line(base_year, lang)
    legend = [*names.values(), word("net_total", lang)]
    drawn = look.frame(
        legend=look.legend(legend),
        xAxis=look.decades(years),
        yAxis=look.values(unit.label),
        series=series,
    )
    drawn["xAxis"]["axisLine"]["onZero"] = False
    drawn["grid"]["top"] = look.under(legend, 720)
    return look.narrow(drawn, {"grid": {"top": look.under(legend, 330)}})


def _bars(
    name: str, path: Mapping[int, float], years: list[int], unit: Unit, colour: str
) -> look.Option:
    return {
        "name": name,
        "type": "bar",
        "stack": "all",
        "barCategoryGap": "12%",
        "itemStyle": {"color": colour},
        "data": [unit.of(path[y]) if y in path else None for y in years],
    }


def _line(name: str, net: Mapping[int, float], years: list[int], unit: Unit) -> look.Option:
    return {
        "name": name,
        "type": "line",
        "symbol": "none",
        "lineStyle": {"color": look.INK, "width": 2.2},
        "itemStyle": {"color": look.INK},
        "data": [unit.of(net[y]) for y in years],
    }
