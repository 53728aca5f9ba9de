"""What the total of all gases is made of: its categories, and those beside the burning of fuels on a scale of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import look, panels
from dualcarbon.charts.units import Unit, equivalent
from dualcarbon.charts.words import Lang, Title, number


class Row(NamedTuple):
    """A category and its amount, removals negative. [Mt CO2e]."""

    name: Title
    amount: float


def option(whole: Sequence[Row], beside: Sequence[Row], lang: Lang) -> look.Option:
    """Draw the parts of the total on the left, what does not come from burning fuels on the right.

    Parameters
    ----------
    whole : sequence of Row
        Parts of the total in the order of the guidelines. [Mt CO2e]
    beside : sequence of Row
        The largest categories beside the burning of fuels, each panel on its own scale. [Mt CO2e]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option([Row({"en": "Waste"}, 10.14)], [Row({"en": "Landfills"}, 4.84)], "en")
    >>> [s["data"][0]["label"]["formatter"] for s in drawn["baseOption"]["series"]]
    ['10.14', '4.84']
    """
    unit = equivalent(lang, max((abs(r.amount) for r in whole), default=0.0))
    left, right = (
        panels.Panel(panels.head(id, unit.label, lang), [_bar(r, unit, lang) for r in rows])
        for id, rows in (("composition", whole), ("beside_burning", beside))
    )
    return panels.apart(left, right, top=0, row=_rows(whole, beside))


def heights(whole: Sequence[Row], beside: Sequence[Row]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    most = max(len(whole), len(beside))
    return panels.heights(most, _rows(whole, beside))


def _rows(whole: Sequence[Row], beside: Sequence[Row]) -> tuple[int, int]:
    names = [r.name for r in (*whole, *beside)]
    return panels.row_heights(names, wide=panels.NAMES_APART)


def _bar(row: Row, unit: Unit, lang: Lang) -> panels.Row:
    text = number(unit.of(row.amount), unit.digits)
    colour = look.ACCENT if row.amount >= 0 else look.REMOVED
    return panels.Row(row.name[lang], unit.of(row.amount), text, colour)
