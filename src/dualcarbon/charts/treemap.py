"""A whole given to its parts: an area for each, and what is not given yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import look, tables
from dualcarbon.charts.units import carbon
from dualcarbon.charts.words import Lang, Title, number, word

BLACK = "#000000"
LEFT = "#f3f1e6"  # what is not given yet
HEIGHT, TALL = 360, 420  # px; on a page and on a telephone


class Part(NamedTuple):
    """Somebody to whom a part is given: the name, and how much. [Mt CO2]."""

    name: Title
    amount: float


def option(parts: Sequence[Part], whole: float, lang: Lang) -> look.Option:
    """Draw the parts of a whole, the largest first, and what is left of it.

    A part that is not above zero has no area; ``undrawn`` gives those.

    Parameters
    ----------
    parts : sequence of Part
        In any order. [Mt CO2]
    whole : float
        What there is to give. [Mt CO2]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option([Part({"en": "Industry"}, 60.0)], 100.0, "en")
    >>> [(one["name"], one["value"]) for one in drawn["series"][0]["data"]]
    [('Industry', 60.0), ('not given yet', 40.0)]
    """
    unit = carbon(lang, max(whole, *(part.amount for part in parts), 0.0))
    shown = sorted((p for p in parts if p.amount > 0), key=lambda p: -p.amount)
    colours = look.ramp(len(shown))
    data = [
        _area(p.name[lang], unit.of(p.amount), colour, _ink(colour))
        for p, colour in zip(shown, colours, strict=True)
    ]
    left = remainder(parts, whole)
    if unit.of(left) >= unit.step:
        data.append(_area(word("not_given", lang), unit.of(left), LEFT, look.INK))
        data[-1]["itemStyle"]["borderColor"] = look.QUIET
    for one in data:
        one["label"]["formatter"] = f"{one['name']}\n{number(one['value'], unit.digits)}"
    series = {
        "type": "treemap",
        "name": unit.label,
        "roam": False,
        "nodeClick": False,
        "breadcrumb": {"show": False},
        "sort": False,
        "top": 26,
        "bottom": 0,
        "left": 0,
        "right": 0,
        "itemStyle": {"gapWidth": 2, "borderWidth": 1, "borderColor": look.CARD},
        "data": data,
    }
    drawn = look.frame(
        tooltip={"trigger": "item"},
        title={"text": unit.label, "left": 0, "top": 0, "textStyle": look.quiet()},
        series=[series],
    )
    heads = [word("given_to", lang), tables.head(word("amount", lang), unit.label)]
    rest = [(p.name[lang], unit.of(p.amount)) for p in undrawn(parts)]
    return tables.whole(drawn, heads, [*((one["name"], one["value"]) for one in data), *rest])


def remainder(parts: Sequence[Part], whole: float) -> float:
    """Give what is not given yet; less than nothing where more was given than there is. [Mt CO2]."""
    return whole - sum(part.amount for part in parts)


def undrawn(parts: Sequence[Part]) -> list[Part]:
    """Give the parts that have no area."""
    return [part for part in parts if part.amount <= 0]


def _area(name: str, value: float, colour: str, ink: str) -> look.Option:
    return {
        "name": name,
        "value": value,
        "itemStyle": {"color": colour},
        "label": {"color": ink, "fontSize": look.SIZE, "overflow": "break"},
    }


def _ink(colour: str) -> str:
    """Give the colour of a text on a colour: white or black, one of them stands out on any."""
    white = 1.05 / (look.lightness(colour) + 0.05)
    black = (look.lightness(colour) + 0.05) / 0.05
    return look.CARD if white > black else BLACK
