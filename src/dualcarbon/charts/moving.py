"""A scenario while it is moved: sectors stacked, the total with the spread of its members, the peak."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.charts import fan, look, stacks
from dualcarbon.charts.fan import Path, Peak
from dualcarbon.charts.units import carbon
from dualcarbon.charts.words import Lang, word


def option(
    parts: Mapping[str, Path],
    total: Path,
    quantiles: Mapping[str, Path],
    peak: Peak | None,
    base_year: int,
    lang: Lang,
) -> look.Option:
    """Draw a scenario whose sectors are known.

    Parameters
    ----------
    parts : mapping of sector to {year: amount}
        Emissions by sector, history included. [Mt CO2]
    total : mapping of year to amount
        The central path, history included. [Mt CO2]
    quantiles : mapping of "p10", "p50", "p90" to paths
        Quantiles of the members in the years ahead. [Mt CO2]
    peak : Peak or None
        Peak of the central path, if it peaks.
    base_year : int
        Last year of statistics.
    lang : {"en", "zh"}
        Language of the labels.
    """
    highest = max([*total.values(), *quantiles.get("p90", {}).values()])
    unit = carbon(lang, highest)
    years = sorted(total)
    layers = stacks.layers(stacks.named(parts, unit, lang), years)
    layers[-1]["markLine"] = stacks.base_line(base_year, lang)
    line = fan.path_line(word("central", lang), total, years, unit, look.HISTORY, "solid", 2.6)
    spread = [{**one, "z": 4} for one in fan.band(quantiles, years, unit, lang, opacity=0.55)]
    series = [*layers, *spread, {**line, "z": 5}]
    names = [one["name"] for one in series if one.get("name")]
    if peak:
        series.append(fan.marker(word("peak", lang), [peak], unit))
    drawn = look.frame(
        legend=look.legend(names, icon="roundRect"),
        xAxis=look.years([str(y) for y in years], boundaryGap=False),
        yAxis=look.values(unit.label, min=0),
        series=series,
    )
    drawn["grid"]["top"] = look.under(names, 700)
    return look.narrow(drawn, {"grid": {"top": look.under(names, 310)}})
