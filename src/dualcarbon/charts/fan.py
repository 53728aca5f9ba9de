"""When and how high emissions peak: history, central path, band of the ensemble, the peak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import look, tables
from dualcarbon.charts.stacks import base_line
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang, Title, number, word

Path = Mapping[int, float]
CLOSE = 8  # years; labels of peaks nearer to each other would overlap


class Peak(NamedTuple):
    """The highest point of a path that peaks. [year, Mt CO2]."""

    year: int
    amount: float


class Scenario(NamedTuple):
    """One scenario for comparison: its title, central path [Mt CO2] and peak if it has one."""

    title: Title
    path: Path
    peak: Peak | None


def option(
    history: Path, central: Path, quantiles: Mapping[str, Path], peak: Peak | None, lang: Lang
) -> look.Option:
    """Draw one scenario with the spread of its members.

    Parameters
    ----------
    history, central : mapping of year to amount
        Statistics up to the base year, and the central path after it. [Mt CO2]
    quantiles : mapping of "p10", "p50", "p90" to paths
        Quantiles of the members by year; empty where there is no ensemble. [Mt CO2]
    peak : Peak or None
        Peak of the central path; none is drawn where the path does not peak.
    lang : {"en", "zh"}
        Language of the labels.
    """
    highest = max([*history.values(), *central.values(), *quantiles.get("p90", {}).values()])
    unit = carbon(lang, highest)
    years = sorted({*history, *central})
    series = [
        *band(quantiles, years, unit, lang),
        *_lines(history, central, quantiles, years, unit, lang),
    ]
    names = [s["name"] for s in series if s.get("name")]
    if peak:
        series.append(marker(word("peak", lang), [peak], unit))
    series[-1 if not peak else -2]["markLine"] = base_line(max(history), lang)
    return _drawn(names, years, unit, series, lang)


def compare(history: Path, scenarios: Sequence[Scenario], lang: Lang) -> look.Option:
    """Draw the central paths of several scenarios side by side, each with its peak."""
    every = [v for s in scenarios for v in s.path.values()]
    unit = carbon(lang, max([*history.values(), *every]))
    years = sorted({*history, *(y for s in scenarios for y in s.path)})
    series = [path_line(word("history", lang), history, years, unit, look.HISTORY, "solid", 3)]
    for place, scenario in enumerate(scenarios):
        colour = look.shades(len(scenarios))[place]
        dash = look.DASHES[place % len(look.DASHES)]
        path = {max(history): history[max(history)], **scenario.path}
        series.append(path_line(scenario.title[lang], path, years, unit, colour, dash, 2.2))
    names = [s["name"] for s in series]
    series[0]["markLine"] = base_line(max(history), lang)
    peaks = [s.peak for s in scenarios if s.peak]
    marks = marker(word("peak", lang), peaks, unit)
    drawn = _drawn(names, years, unit, [*series, marks], lang)
    return tables.read(drawn, word("year", lang), unit.label, tables.named(series))


def _drawn(
    names: list[str], years: list[int], unit: Unit, series: list[look.Option], lang: Lang
) -> look.Option:
    axis = look.years([str(y) for y in years], boundaryGap=False)
    drawn = look.frame(
        legend=_legend(names, lang),
        xAxis=axis,
        yAxis=look.values(unit.label, min=0),
        series=series,
    )
    drawn["grid"]["top"] = look.under(names, 700)
    return look.narrow(drawn, {"grid": {"top": look.under(names, 310), "right": 14}})


def _legend(names: list[str], lang: Lang) -> look.Option:
    legend = look.legend(names, itemWidth=26)
    for item in legend["data"]:
        if item["name"] == word("band", lang):
            item["icon"] = "roundRect"
    return legend


def band(
    quantiles: Mapping[str, Path], years: list[int], unit: Unit, lang: Lang, opacity: float = 1.0
) -> list[look.Option]:
    """Give the spread between two quantiles as an area on an area that is not seen."""
    if not {"p10", "p90"} <= set(quantiles):
        return []
    low, high = quantiles["p10"], quantiles["p90"]
    shared = {
        "type": "line",
        "stack": "band",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
    }
    return [
        {**shared, "data": [_value(low, y, unit) for y in years], "tooltip": {"show": False}},
        {
            **shared,
            "name": word("band", lang),
            "itemStyle": {"color": "#c9dcd3"},
            "areaStyle": {"color": "#c9dcd3", "opacity": opacity},
            "data": [unit.of(high[y] - low[y]) if y in low and y in high else None for y in years],
        },
    ]


def _lines(
    history: Path,
    central: Path,
    quantiles: Mapping[str, Path],
    years: list[int],
    unit: Unit,
    lang: Lang,
) -> list[look.Option]:
    last = max(history)
    lines = [
        path_line(
            word("central", lang),
            {last: history[last], **central},
            years,
            unit,
            look.ACCENT,
            "solid",
            2.4,
        )
    ]
    if "p50" in quantiles:
        lines.append(
            path_line(
                word("median", lang), quantiles["p50"], years, unit, look.ACCENT, "dotted", 1.6
            )
        )
    return [
        *lines,
        path_line(word("history", lang), history, years, unit, look.HISTORY, "solid", 3),
    ]


def path_line(
    name: str, path: Path, years: list[int], unit: Unit, colour: str, dash: object, width: float
) -> look.Option:
    """Give a path as a line, its gaps left open."""
    return {
        "name": name,
        "type": "line",
        "symbol": "none",
        "lineStyle": {"color": colour, "type": dash, "width": width},
        "itemStyle": {"color": colour},
        "data": [_value(path, y, unit) for y in years],
    }


def marker(name: str, peaks: Sequence[Peak], unit: Unit) -> look.Option:
    """Give the peaks as marked points."""
    return {
        "name": name,
        "type": "scatter",
        "symbolSize": 11,
        "z": 6,
        "itemStyle": {"color": look.PEAK, "borderColor": look.CARD, "borderWidth": 1.5},
        "label": {
            "show": True,
            "position": "top",
            "color": look.PEAK,
            "fontWeight": "bold",
            "fontSize": look.SIZE,
            "textBorderColor": look.CARD,
            "textBorderWidth": 3,
        },
        "data": [
            {
                "value": [str(p.year), unit.of(p.amount)],
                "label": {
                    "formatter": f"{p.year} · {number(unit.of(p.amount), unit.digits)}",
                    "position": _side(p, peaks),
                },
            }
            for p in peaks
        ],
    }


def _side(peak: Peak, peaks: Sequence[Peak]) -> str:
    """Put the label under a peak that stands close to a higher one."""
    near = (p for p in peaks if p != peak and abs(p.year - peak.year) < CLOSE)
    return "bottom" if any(p.amount > peak.amount for p in near) else "top"


def _value(path: Path, year: int, unit: Unit) -> float | None:
    return unit.of(path[year]) if year in path else None
