"""What a total is made of, year by year: emissions by sector, energy by fuel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dualcarbon.charts import look
from dualcarbon.charts.units import Unit, carbon, energy
from dualcarbon.charts.words import Lang, known, word
from dualcarbon.vocabulary.names import FUELS, SECTORS

Series = Mapping[str, Mapping[int, float]]


def sectors(parts: Series, base_year: int, lang: Lang) -> look.Option:
    """Draw emissions by sector, history and one scenario in one stack.

    Parameters
    ----------
    parts : mapping of sector to {year: amount}
        Emissions by sector or by kind of transformation. [Mt CO2]
    base_year : int
        Last year of statistics; a line parts history from scenario.
    lang : {"en", "zh"}
        Language of the labels.
    """
    unit = carbon(lang, _top(parts))
    return _stack(named(parts, unit, lang), unit.label, base_year, lang)


def named(parts: Series, unit: Unit, lang: Lang) -> dict[str, dict[int, float]]:
    """Give sectors by the names that people read, their amounts in a unit."""
    labels = {p: word(p, lang) if known(p) else SECTORS.text(p, lang) for p in parts}
    return {labels[p]: {y: unit.of(v) for y, v in values.items()} for p, values in parts.items()}


def fuels(parts: Series, base_year: int, lang: Lang) -> look.Option:
    """Draw primary energy by fuel, history and one scenario in one stack. [Mtce]."""
    unit = energy(lang, _top(parts))
    labels = {p: word("import", lang) if p == "electricity" else FUELS.text(p, lang) for p in parts}
    scaled = {labels[p]: {y: unit.of(v) for y, v in values.items()} for p, values in parts.items()}
    return _stack(scaled, unit.label, base_year, lang)


def _stack(parts: Series, unit: str, base_year: int, lang: Lang) -> look.Option:
    years = sorted({y for values in parts.values() for y in values})
    series = layers(parts, years)
    if base_year in years and base_year != years[-1]:
        series[-1]["markLine"] = base_line(base_year, lang)
    axis = look.years([str(y) for y in years], boundaryGap=False)
    drawn = look.frame(
        legend=look.legend(list(parts), icon="roundRect"),
        xAxis=axis,
        yAxis=look.values(unit),
        series=series,
    )
    drawn["grid"]["top"] = look.under(list(parts), 720)
    return look.narrow(drawn, {"grid": {"top": look.under(list(parts), 330)}})


def layers(parts: Series, years: Sequence[int]) -> list[look.Option]:
    """Give the parts of a total as areas on each other, dark to light. [unit of ``parts``]."""
    colours = look.ramp(len(parts))
    return [
        {
            "name": name,
            "type": "line",
            "stack": "all",
            "symbol": "none",
            "lineStyle": {"width": 0.8, "color": look.CARD},
            "itemStyle": {"color": colour},
            "areaStyle": {"color": colour, "opacity": 1},
            "data": [values.get(year) for year in years],
        }
        for (name, values), colour in zip(parts.items(), colours, strict=True)
    ]


def base_line(base_year: int, lang: Lang) -> look.Option:
    """Give the line that parts history from scenario."""
    label = word("base_year", lang, year=base_year)
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": look.QUIET, "type": "dashed", "width": 1},
        "label": {
            "formatter": label,
            "color": look.QUIET,
            "fontSize": look.SIZE - 1,
            "position": "end",
        },
        "data": [{"xAxis": str(base_year)}],
    }


def _top(parts: Series) -> float:
    years = {y for values in parts.values() for y in values}
    return max((sum(v.get(y, 0.0) for v in parts.values()) for y in years), default=0.0)
