"""Emissions of a year by sector: amounts on the left, shares of the total on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import look, panels
from dualcarbon.charts.units import carbon
from dualcarbon.charts.words import Lang, Title, number


class Row(NamedTuple):
    """A sector and its emissions [Mt CO2]; what is printed of them and of its share [1] where tables round both to add up."""

    name: Title
    amount: float
    printed: float | None = None
    share: float | None = None


def option(rows: Sequence[Row], lang: Lang) -> look.Option:
    """Draw sectors in the order given.

    Parameters
    ----------
    rows : sequence of Row
        Sectors and their emissions in one year. [Mt CO2]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option([Row({"en": "Industry"}, 30.0), Row({"en": "Transport"}, 10.0)], "en")
    >>> [s["data"][0]["label"]["formatter"] for s in drawn["baseOption"]["series"]]
    ['30.00', '75.0%']
    """
    unit = carbon(lang, max((abs(r.amount) for r in rows), default=0.0))
    whole = sum(r.amount for r in rows)
    amounts = [
        _bar(r, lang, unit.of(r.amount), number(unit.of(_or(r.printed, r.amount)), unit.digits))
        for r in rows
    ]
    shares = [r.amount / whole for r in rows]
    parts = [
        _bar(r, lang, 100 * p, f"{number(100 * _or(r.share, p), 1)}%")
        for r, p in zip(rows, shares, strict=True)
    ]
    return panels.shared(
        panels.Panel(panels.head("sectors_emit", unit.label, lang), amounts),
        panels.Panel(panels.head("share_of_total", "%", lang), parts),
        top=0,
        row=_row(rows),
    )


def heights(rows: Sequence[Row]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    return panels.heights(len(rows), _row(rows))


def _row(rows: Sequence[Row]) -> tuple[int, int]:
    return panels.row_heights([r.name for r in rows])


def _or(printed: float | None, value: float) -> float:
    return value if printed is None else printed


def _bar(row: Row, lang: Lang, value: float, text: str) -> panels.Row:
    return panels.Row(row.name[lang], value, text, look.ACCENT if row.amount >= 0 else look.REMOVED)
