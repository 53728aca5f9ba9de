"""Whether emissions still grow with the economy: periods on the quadrant of Tapio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import look
from dualcarbon.charts.words import Lang, word
from dualcarbon.diagnosis.decoupling import LOWER, STATES, UPPER


class Period(NamedTuple):
    """One period: its name, growth of GDP and of emissions as fractions, and whether it leads."""

    name: str
    gdp_growth: float
    co2_growth: float
    leads: bool = False


def option(periods: Sequence[Period], lang: Lang) -> look.Option:
    """Draw each period at its growth of GDP and of emissions, with the lines of equal elasticity.

    Parameters
    ----------
    periods : sequence of Period
        Growth over the period as fractions. [1]
    lang : {"en", "zh"}
        Language of the labels.

    References
    ----------
    .. [1] P. Tapio, "Towards a theory of decoupling", Transport Policy 12 (2005), 137-151.
    """
    right = _reach([p.gdp_growth for p in periods])
    shrinks = any(p.gdp_growth < 0 for p in periods)
    left = -_reach([-p.gdp_growth for p in periods]) if shrinks else 0.0
    top = _reach([*(p.co2_growth for p in periods), right / 2])
    bottom = -_reach([-p.co2_growth for p in periods])
    series = [
        _points([p for p in periods if not p.leads], look.CARD, right),
        _points([p for p in periods if p.leads], look.ACCENT, right),
        *(_ray(slope, 100 * right, 100 * top) for slope in (LOWER, UPPER)),
        _regions(100 * right, 100 * top, 100 * bottom, lang),
    ]
    return look.frame(
        tooltip={"trigger": "item"},
        grid={"left": 12, "right": 24, "top": 48, "bottom": 40, "containLabel": True},
        xAxis=_axis(
            word("gdp_growth", lang), 100 * left, 100 * right, nameLocation="middle", nameGap=30
        ),
        yAxis={**look.values(word("co2_growth", lang)), **_percent(100 * bottom, 100 * top)},
        series=series,
    )


def _points(periods: Sequence[Period], colour: str, right: float) -> look.Option:
    return {
        "type": "scatter",
        "symbolSize": 13 if colour == look.ACCENT else 9,
        "itemStyle": {"color": colour, "borderColor": look.ACCENT, "borderWidth": 1.5},
        "label": {
            "show": True,
            "position": "right",
            "formatter": "{b}",
            "fontSize": look.SIZE - 1,
            "color": look.INK,
        },
        "labelLayout": {"hideOverlap": True},
        "z": 5,
        "data": [
            {
                "name": p.name,
                "value": [100 * p.gdp_growth, 100 * p.co2_growth],
                "label": {"position": "left" if p.gdp_growth > 0.75 * right else "right"},
            }
            for p in periods
        ],
    }


def _ray(slope: float, right: float, top: float) -> look.Option:
    end = [right, slope * right] if slope * right <= top else [top / slope, top]
    return {
        "type": "line",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"color": look.QUIET, "type": "dashed", "width": 1},
        "endLabel": {"show": False},
        "data": [[0, 0], {"value": end}],
        "tooltip": {"show": False},
    }


def _regions(right: float, top: float, bottom: float, lang: Lang) -> look.Option:
    places = {
        "expansive_negative_decoupling": (0.02 * right, 0.94 * top, "right"),
        "weak_decoupling": (0.98 * right, 0.10 * top, "left"),
        "strong_decoupling": (0.98 * right, 0.5 * bottom, "left"),
    }
    return {
        "type": "scatter",
        "symbolSize": 0.01,
        "silent": True,
        "label": {"show": True, "formatter": "{b}", "color": look.QUIET, "fontSize": look.SIZE - 1},
        "data": [
            {"name": STATES[s][lang], "value": [x, y], "label": {"position": side}}
            for s, (x, y, side) in places.items()
        ],
    }


def _axis(name: str, low: float, high: float, **parts: object) -> look.Option:
    return {
        "type": "value",
        "name": name,
        "nameTextStyle": {"color": look.QUIET, "fontSize": look.SIZE - 1},
        **parts,
        **_percent(low, high),
    }


def _percent(low: float, high: float) -> look.Option:
    return {
        "min": round(low, 6),
        "max": round(high, 6),
        "axisLine": {"show": True, "onZero": True, "lineStyle": {"color": look.INK}},
        "axisLabel": {"formatter": "{value}%", "color": look.QUIET, "fontSize": look.SIZE - 1},
        "splitLine": {"lineStyle": {"color": look.FAINT}},
    }


def _reach(growths: list[float]) -> float:
    """Give the end of an axis that holds the growths: whole steps of 5 or 10 points beyond them."""
    most = max([*growths, 0.0])
    step = 0.1 if most > 0.3 else 0.05
    return (int(most / step + 1e-9) + 1) * step if most else step
