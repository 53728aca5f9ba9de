"""What drove the change between two years, factor by factor."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.charts import look, tables
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang, known, number, word
from dualcarbon.diagnosis import naming

UP, DOWN, WHOLE = "#1f5f5b", "#a8cbb5", "#5d6b69"


def option(
    start: tuple[int, float], effects: Mapping[str, float], end: tuple[int, float], lang: Lang
) -> look.Option:
    """Draw the effects between two totals as steps.

    Parameters
    ----------
    start, end : (year, amount)
        The totals that the effects lead from and to. [Mt CO2]
    effects : mapping of factor to amount
        Signed effects; what they leave of the change is drawn as reported apart. [Mt CO2]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option((2010, 10.0), {"affluence": 5.0, "intensity": -3.0}, (2015, 12.0), "en")
    >>> drawn["baseOption"]["yAxis"]["data"]
    ['2010', 'GDP per head', 'Energy per value added', '2015']
    """
    unit = carbon(lang, max(start[1], end[1]))
    steps = dict(effects)
    rest = end[1] - start[1] - sum(effects.values())
    if abs(unit.of(rest)) >= unit.step:
        steps["apart"] = rest
    names = [str(start[0]), *(_label(f, lang) for f in steps), str(end[0])]
    axis = look.years(names, inverse=True)
    axis["axisLabel"] = {"color": look.INK, "fontSize": look.SIZE, "interval": 0}
    drawn = look.frame(
        legend=look.legend([word(w, lang) for w in ("rise", "fall", "total")], icon="roundRect"),
        yAxis=axis,
        xAxis=look.values(""),
        title={"text": unit.label, "right": 0, "top": 4, "textStyle": look.quiet()},
        series=_bars(start[1], list(steps.values()), end[1], unit, lang),
    )
    drawn["grid"].update(top=38, right=64)
    rows = [
        (names[0], unit.of(start[1]), None),
        *((n, None, unit.of(v)) for n, v in zip(names[1:-1], steps.values(), strict=True)),
        (names[-1], unit.of(end[1]), None),
    ]
    heads = [
        word("year_or_factor", lang),
        *(tables.head(word(w, lang), unit.label) for w in ("total", "change")),
    ]
    return tables.whole(look.narrow(drawn, {"xAxis": {"splitNumber": 3}}), heads, rows)


def _bars(
    start: float, steps: list[float], end: float, unit: Unit, lang: Lang
) -> list[look.Option]:
    level, floors = start, [0.0]
    ups: list[look.Option | None] = [None]
    downs: list[look.Option | None] = [None]
    for step in steps:
        floors.append(unit.of(min(level, level + step)))
        ups.append(_labelled(step, unit) if step >= 0 else None)
        downs.append(_labelled(step, unit) if step < 0 else None)
        level += step
    whole = [_total(start, unit), *[None] * len(steps), _total(end, unit)]
    bare = {"itemStyle": {"color": "transparent"}, "emphasis": {"disabled": True}, "silent": True}
    return [
        {"type": "bar", "stack": "all", "data": [*floors, 0.0], **bare},
        _series("rise", UP, [*ups, None], lang),
        _series("fall", DOWN, [*downs, None], lang),
        _series("total", WHOLE, whole, lang),
    ]


def _series(id: str, colour: str, data: list[look.Option | None], lang: Lang) -> look.Option:
    label = {"show": True, "position": "right", "fontSize": look.SIZE - 1, "color": look.INK}
    return {
        "name": word(id, lang),
        "type": "bar",
        "stack": "all",
        "barCategoryGap": "30%",
        "itemStyle": {"color": colour},
        "label": label,
        "data": data,
    }


def _labelled(step: float, unit: Unit) -> look.Option:
    text = number(unit.of(step), unit.digits, signed=True)
    return {"value": unit.of(abs(step)), "label": {"formatter": text}}


def _total(amount: float, unit: Unit) -> look.Option:
    return {"value": unit.of(amount), "label": {"formatter": number(unit.of(amount), unit.digits)}}


def _label(factor: str, lang: Lang) -> str:
    name = word(factor, lang) if known(factor) else naming.factor(factor)[lang]
    return name[:1].upper() + name[1:]
