"""A scenario while it is moved: sectors stacked, the total with the spread of its members, the peak; and the odds of its year.

What is drawn first and what is drawn after a move have the same series in the same order, so that only data need to be sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dualcarbon.charts import fan, look, stacks, tables
from dualcarbon.charts.fan import Path, Peak
from dualcarbon.charts.peak_years import Odds
from dualcarbon.charts.units import Unit
from dualcarbon.charts.words import Lang, Title, number, word

DIGITS = 5
"""Decimals of what is sent; a thousandth of what is printed. [unit of the figure]"""
LOWER = "10 %"
"""Name of the lower end of the spread in the table of the figure; it is not drawn."""
NICE = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
ROOM = 1.02
"""Least room above the highest point, as a share of it."""


class Other(NamedTuple):
    """Another scenario that is held beside: its title and central path. [Mt CO2]."""

    title: Title
    path: Path


class Moved(NamedTuple):
    """What a move gives: sectors, total and quantiles, history included where it is known, and the peak. [Mt CO2]."""

    parts: Mapping[str, Path]
    total: Path
    quantiles: Mapping[str, Path]
    peak: Peak | None


def option(
    given: Moved, base_year: int, unit: Unit, lang: Lang, other: Other | None = None
) -> look.Option:
    """Draw a scenario whose sectors are known.

    Parameters
    ----------
    given : Moved
        Its paths. [Mt CO2]
    base_year : int
        Last year of statistics.
    unit : Unit
        Unit of the figure, the same for every move.
    lang : {"en", "zh"}
        Language of the labels.
    other : Other, optional
        A scenario to be held against it. [Mt CO2]
    """
    years = sorted(given.total)
    series = [*_moving(given, base_year, unit, lang), *_held(other, years, unit, lang)]
    named = [one for one in series if one["type"] == "line" and one.get("name") != LOWER]
    names = [one["name"] for one in named]
    drawn = look.frame(
        legend=look.legend(names, icon="roundRect"),
        xAxis=look.decades(years, boundaryGap=False),
        yAxis=look.values(unit.label, min=0, max=max(top(given, unit), least(other, unit))),
        series=series,
    )
    drawn["grid"]["top"] = look.under(names, 700)
    columns = _columns(series, len(given.parts), lang)
    return tables.read(look.narrowing(drawn, names), word("year", lang), unit.label, columns)


def change(given: Moved, base_year: int, unit: Unit, lang: Lang) -> look.Option:
    """Give what differs in the figure after a move: data of the series, and the end of the axis. [Mt CO2]."""
    series = [{"data": one["data"]} for one in _moving(given, base_year, unit, lang)]
    return {"series": series, "yAxis": {"max": top(given, unit)}}


def top(given: Moved, unit: Unit) -> float:
    """Give a round end of the axis above all that is drawn. [unit].

    Examples
    --------
    >>> top(Moved({}, {2030: 700.0}, {"p90": {2030: 760.0}}, None), Unit("Mt", 1.0, 1))
    800.0
    """
    highest = max([*given.total.values(), *given.quantiles.get("p90", {}).values()])
    return _round_end(unit.of(highest) * ROOM)


def least(other: Other | None, unit: Unit) -> float:
    """Give the least end of the axis that holds another scenario; nothing where there is none. [unit]."""
    return _round_end(unit.of(max(other.path.values())) * ROOM) if other else 0.0


def odds(given: Odds, base_year: int, horizon: int, lang: Lang) -> look.Option:
    """Draw how probable each peak year is, no peak within the horizon first; the axis holds every year ahead.

    Parameters
    ----------
    given : Odds
        Members without a peak and by peak year. [members]
    base_year, horizon : int
        Last year of statistics, and of the scenario.
    lang : {"en", "zh"}
        Language of the labels.
    """
    ahead = [str(year) for year in range(base_year, horizon + 1)]
    label = {
        "color": look.QUIET,
        "fontSize": look.SIZE - 1,
        "hideOverlap": True,
        "width": 62,
        "overflow": "break",
        "customValues": _told(ahead, horizon, lang),
    }
    drawn = look.frame(
        tooltip={"trigger": "item", "formatter": "{b}: {c}%"},
        grid={"left": 8, "right": 20, "top": 22, "bottom": 20, "containLabel": True},
        xAxis=look.years([word("no_peak", lang, horizon=horizon), "", *ahead], axisLabel=label),
        yAxis=look.values("", min=0, axisLabel={"formatter": "{value}%", "color": look.QUIET}),
        series=[_bars(given, ahead)],
    )
    return tables.read(drawn, word("year", lang), "%", {word("members", lang): [0]})


def odds_change(given: Odds, base_year: int, horizon: int) -> look.Option:
    """Give what differs in the odds after a move. [%]."""
    ahead = [str(year) for year in range(base_year, horizon + 1)]
    return {"series": [{"data": _bars(given, ahead)["data"]}]}


def _moving(given: Moved, base_year: int, unit: Unit, lang: Lang) -> list[look.Option]:
    years = sorted(given.total)
    layers = stacks.layers(stacks.named(given.parts, unit, lang), years)
    layers[-1]["markLine"] = stacks.base_line(base_year, lang)
    line = fan.path_line(
        word("central", lang), given.total, years, unit, look.HISTORY, "solid", 2.6
    )
    low, wide = fan.band(given.quantiles, years, unit, lang, opacity=0.55)
    drawn = [*layers, {**low, "name": LOWER, "z": 4}, {**wide, "z": 4}, {**line, "z": 5}]
    rounded = [{**one, "data": [_short(v) for v in one["data"]]} for one in drawn]
    return [*rounded, fan.marker(word("peak", lang), [given.peak] if given.peak else [], unit)]


def _columns(series: list[look.Option], low: int, lang: Lang) -> dict[str, list[int]]:
    """Give what the table shows: the ends of the spread in place of what is drawn of them, which is stacked."""
    ends = {word("tenth", lang): [low], word("ninetieth", lang): [low, low + 1]}
    drawn = tables.named(series)
    rest = {name: at for name, at in drawn.items() if at[0] not in (low, low + 1)}
    return {**rest, **ends}


def _held(other: Other | None, years: list[int], unit: Unit, lang: Lang) -> list[look.Option]:
    if other is None:
        return []
    line = fan.path_line(other.title[lang], other.path, years, unit, look.ACCENT, "dashed", 2.2)
    return [{**line, "z": 5}]


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _round_end(value: float) -> float:
    """Give the first round number that is not below another."""
    size = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 1.0
    return next((n * size for n in NICE if n * size >= value), value)


def _bars(given: Odds, ahead: list[str]) -> look.Option:
    whole = given.no_peak + sum(given.by_year.values())
    counts = [given.no_peak, *(given.by_year.get(int(year), 0) for year in ahead)]
    first, *rest = (round(100 * count / whole, 2) if whole else 0.0 for count in counts)
    label = {
        "show": True,
        "position": "top",
        "formatter": f"{number(first, 0 if first >= 10 or not first else 1)}%",
        "color": look.INK,
        "fontWeight": "bold",
    }
    none = {"value": first, "itemStyle": {"color": look.INK}, "label": label}
    return {
        "type": "bar",
        "barCategoryGap": "15%",
        "itemStyle": {"color": look.ACCENT},
        "data": [none, None, *rest],
    }


def _told(ahead: list[str], horizon: int, lang: Lang) -> list[str]:
    none = word("no_peak", lang, horizon=horizon)
    return [
        none,
        *(year for year in ahead if int(year) % 10 == 0 and int(year) > int(ahead[0]) + 9),
    ]
