"""What scenarios use and emit by fuel in chosen years, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, panels
from dualcarbon.charts.units import Unit, carbon, energy
from dualcarbon.charts.words import Lang, Title, number, word
from dualcarbon.vocabulary.names import FUELS

SHARE_WIDE, SHARE_SLIM = 0.055, 0.13  # of the longest bar; a thinner part has no room for its share
DARK = 0.3  # luminance; on a darker part the share is white
SPARE = 0.24  # of the longest bar, kept free for the totals
ROW, FOOT = 34, 34  # px
ROOM_WIDE, ROOM_SLIM = 150, 96  # px for names


class Bar(NamedTuple):
    """A year of a scenario, or of the statistics (no title), by fuel. [Mtce, Mt CO2]."""

    year: int
    title: Title | None
    parts: Mapping[str, float]


def fuels(bars: Sequence[Bar], lang: Lang) -> look.Option:
    """Draw primary energy by fuel, each part with its share.

    Parameters
    ----------
    bars : sequence of Bar
        Years of scenarios in the order shown, parts in the order stacked. [Mtce]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = fuels([Bar(2017, None, {"coal": 6.0, "oil": 4.0})], "en")
    >>> drawn["baseOption"]["series"][0]["data"][0]["label"]["formatter"]
    '60%'
    """
    return _drawn(bars, energy(lang, _top(bars)), lang)


def emissions(bars: Sequence[Bar], lang: Lang) -> look.Option:
    """Draw emissions by fuel, each part with its share. [Mt CO2]."""
    return _drawn(bars, carbon(lang, _top(bars)), lang)


def heights(bars: Sequence[Bar]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    found = [fitting.legend_heights([_name(p, g) for p in _parts(bars)]) for g in fitting.LANGUAGES]
    titles: list[Title] = [{g: _row(b, g) for g in fitting.LANGUAGES} for b in bars]
    rows = [max(ROW, r) for r in panels.row_heights(titles, wide=ROOM_WIDE, slim=ROOM_SLIM)]
    wide, slim = (len(bars) * row + FOOT + 26 for row in rows)
    return wide + max(w for w, _ in found), slim + max(s for _, s in found)


def _drawn(bars: Sequence[Bar], unit: Unit, lang: Lang) -> look.Option:
    parts = _parts(bars)
    names = [_name(p, lang) for p in parts]
    legend, small = fitting.legend(names, icon="roundRect")
    wide, slim = fitting.legend_heights(names)
    axis = look.values("", max=unit.of(_top(bars)) * (1 + SPARE))
    axis["axisLabel"] |= {"showMaxLabel": False, "hideOverlap": True}
    axis["splitLine"] |= {"showMaxLine": False}
    rows = [_row(b, lang) for b in bars]
    drawn = look.frame(
        legend=legend,
        title={"text": unit.label, "right": 0, "top": wide, "textStyle": look.quiet()},
        yAxis=panels.names_wide(rows, ROOM_WIDE),
        xAxis=axis,
        series=_series(bars, parts, names, unit, SHARE_WIDE),
    )
    drawn["grid"] = {"left": ROOM_WIDE, "right": 24, "top": wide + 26, "bottom": FOOT}
    change = {
        "legend": small,
        "title": {"top": slim},
        "grid": {"left": ROOM_SLIM, "right": 18, "top": slim + 26},
        "yAxis": panels.names_slim(rows, ROOM_SLIM),
        "xAxis": {"splitNumber": 3},
        "series": _series(bars, parts, names, unit, SHARE_SLIM),
    }
    return look.narrow(drawn, change)


def _series(
    bars: Sequence[Bar], parts: list[str], names: list[str], unit: Unit, least: float
) -> list[look.Option]:
    top = _top(bars)
    stacks = [
        {
            "name": name,
            "type": "bar",
            "stack": "all",
            "barMaxWidth": 22,
            "itemStyle": {"color": colour, "borderColor": look.CARD, "borderWidth": 0.8},
            "label": {
                "fontSize": look.SIZE - 2,
                "color": look.CARD if look.lightness(colour) < DARK else look.INK,
            },
            "data": [_part(bar, part, unit, least * top) for bar in bars],
        }
        for part, name, colour in zip(parts, names, look.ramp(len(parts)), strict=True)
    ]
    return [*stacks, _totals(bars, unit)]


def _totals(bars: Sequence[Bar], unit: Unit) -> look.Option:
    """Write the sum of each bar at its end."""
    label = {"show": True, "position": "right", "fontWeight": "bold", "color": look.INK}
    return {
        "type": "scatter",
        "symbolSize": 0.01,
        "silent": True,
        "label": {**label, "fontSize": fitting.SMALL},
        "data": [
            {
                "value": [unit.of(sum(v for v in bar.parts.values() if v > 0)), place],
                "label": {"formatter": number(unit.of(sum(bar.parts.values())), unit.digits)},
            }
            for place, bar in enumerate(bars)
        ],
    }


def _part(bar: Bar, part: str, unit: Unit, least: float) -> look.Option:
    amount, whole = bar.parts.get(part, 0.0), sum(bar.parts.values())
    share = f"{number(100 * amount / whole)}%" if whole else ""
    return {"value": unit.of(amount), "label": {"show": amount >= least, "formatter": share}}


def _parts(bars: Sequence[Bar]) -> list[str]:
    return list(dict.fromkeys(p for b in bars for p, v in b.parts.items() if v))


def _name(part: str, lang: Lang) -> str:
    return word("import", lang) if part == "electricity" else FUELS.text(part, lang)


def _row(bar: Bar, lang: Lang) -> str:
    return str(bar.year) if bar.title is None else f"{bar.year} {bar.title[lang]}"


def _top(bars: Sequence[Bar]) -> float:
    return max((sum(v for v in b.parts.values() if v > 0) for b in bars), default=0.0)
