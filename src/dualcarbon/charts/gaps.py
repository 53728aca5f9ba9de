"""How far each scenario is from each goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import look, tables
from dualcarbon.charts.words import Lang, Title, number, word


class Goal(NamedTuple):
    """One goal: its title, its value, and the value each scenario reaches, as fractions. [1]."""

    title: Title
    goal: float
    reached: Mapping[str, float]


def option(goals: Sequence[Goal], scenarios: Mapping[str, Title], lang: Lang) -> look.Option:
    """Draw what each scenario reaches as bars, and the goal as a mark across them.

    Parameters
    ----------
    goals : sequence of Goal
        Goals that are changes or shares, as fractions. [1]
    scenarios : mapping of name to {"en", "zh"}
        Scenarios in the order shown.
    lang : {"en", "zh"}
        Language of the labels.
    """
    colours = look.shades(len(scenarios))
    bars = [
        {
            "name": title[lang],
            "type": "bar",
            "barMaxWidth": 12,
            "barGap": "15%",
            "itemStyle": {"color": colours[place]},
            "data": [100 * g.reached[name] if name in g.reached else None for g in goals],
        }
        for place, (name, title) in enumerate(scenarios.items())
    ]
    names = [g.title[lang] for g in goals]
    label = {
        "color": look.INK,
        "fontSize": look.SIZE - 1,
        "width": 230,
        "overflow": "break",
        "lineHeight": 17,
    }
    drawn = look.frame(
        legend=look.legend(
            [*(t[lang] for t in scenarios.values()), word("goal", lang)], icon="roundRect"
        ),
        yAxis=look.years(names, inverse=True, axisLabel={**label, "interval": 0}),
        xAxis={**look.values(""), "axisLabel": {"formatter": "{value}%", "color": look.QUIET}},
        series=[*bars, _marks(goals, word("goal", lang))],
    )
    drawn["grid"].update(top=52, right=40)
    small = {
        "yAxis": {"axisLabel": {"width": 104, "fontSize": 11, "lineHeight": 14}},
        "grid": {"top": 74},
    }
    heads = [
        word("goal_of", lang),
        *(
            tables.head(n, "%")
            for n in (*(t[lang] for t in scenarios.values()), word("goal", lang))
        ),
    ]
    reached = [[100 * g.reached[n] if n in g.reached else None for n in scenarios] for g in goals]
    rows = [(n, *each, 100 * g.goal) for n, each, g in zip(names, reached, goals, strict=True)]
    return tables.whole(look.narrow(drawn, small), heads, rows)


def _marks(goals: Sequence[Goal], name: str) -> look.Option:
    return {
        "name": name,
        "type": "scatter",
        "symbol": "rect",
        "symbolSize": [3, 40],
        "z": 5,
        "itemStyle": {"color": look.INK},
        "label": {
            "show": True,
            "position": "bottom",
            "color": look.INK,
            "fontSize": look.SIZE - 2,
            "distance": 1,
        },
        "data": [
            {"value": [100 * g.goal, place], "label": {"formatter": f"{number(100 * g.goal, 1)}%"}}
            for place, g in enumerate(goals)
        ],
    }
