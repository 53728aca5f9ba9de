"""Which measures are worth most: net value with how sure its place is, and abatement beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import look, panels, tables
from dualcarbon.charts.units import carbon, money
from dualcarbon.charts.words import Lang, Title, number, word

LOSS = "#a8b3b1"  # bars of measures that cost more than they bring


class Row(NamedTuple):
    """A measure: net value [CNY], abatement [Mt CO2], share of members with it in the first eight."""

    name: Title
    net_value: float
    abatement: float
    first_eight: float | None = None


def option(rows: Sequence[Row], price_year: int | None, lang: Lang) -> look.Option:
    """Draw measures in the order given: net value on the left, abatement on the right.

    Parameters
    ----------
    rows : sequence of Row
        Measures in the order of the ranking. [CNY, Mt CO2, 1]
    price_year : int or None
        Price level of the money.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option([Row({"en": "Wind"}, -2.5e9, 3.0, 0.98)], 2022, "en")
    >>> drawn["baseOption"]["series"][0]["data"][0]["label"]["formatter"]
    '-2.50'
    """
    cash = money(lang, max((abs(r.net_value) for r in rows), default=0.0), price_year)
    mass = carbon(lang, max((abs(r.abatement) for r in rows), default=0.0))
    drawn = panels.shared(
        panels.Panel(
            panels.head("net_value", cash.label, lang),
            [
                panels.Row(
                    r.name[lang],
                    cash.of(r.net_value),
                    number(cash.of(r.net_value), cash.digits - 1),
                    look.ACCENT if r.net_value >= 0 else LOSS,
                    "–" if r.first_eight is None else f"{number(100 * r.first_eight)}%",
                )
                for r in rows
            ],
            word("first_eight_short", lang) if any(r.first_eight is not None for r in rows) else "",
        ),
        panels.Panel(
            panels.head("abatement", mass.label, lang),
            [
                panels.Row(
                    r.name[lang],
                    mass.of(r.abatement),
                    number(mass.of(r.abatement), mass.digits - 1),
                    look.STOPS[3],
                )
                for r in rows
            ],
        ),
        top=0,
        row=panels.row_heights([r.name for r in rows]),
    )
    names = (("net_value", cash.label), ("first_eight", "%"), ("abatement", mass.label))
    heads = [word("measure", lang), *(tables.head(word(id, lang), unit) for id, unit in names)]
    table = [
        (
            r.name[lang],
            cash.of(r.net_value),
            None if r.first_eight is None else 100 * r.first_eight,
            mass.of(r.abatement),
        )
        for r in rows
    ]
    return tables.whole(drawn, heads, table)


def heights(rows: Sequence[Row]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    return panels.heights(len(rows), panels.row_heights([r.name for r in rows]))
