"""Numbers of a report in the units in which its tables print them, not rounded: what is taken from a page goes on in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.charts.words import Lang
from dualcarbon.report.numbers import AMOUNTS, Kind, Number, Scale

PERCENT: tuple[Kind, ...] = ("share", "change", "odds", "moved")
"""Kinds of fractions that are printed as per cent."""
FACTORS: Mapping[Kind, Mapping[Lang, float]] = {
    **{kind: {"en": 1e2, "zh": 1e2} for kind in PERCENT},
    "money": {"en": 1e-9, "zh": 1e-8},
    "outlay": {"en": 1e-6, "zh": 1e-4},
    "people": {"en": 1e-6, "zh": 1e-4},
    "gas": {"en": 1e-3, "zh": 1e-4},
    "project_co2": {"en": 1e3, "zh": 1e2},
    "intensity": {"en": 1e4, "zh": 1e4},
}
"""What a raw value is multiplied by; one of another kind is printed as it is."""


def value(given: Number, lang: Lang, scale: Scale) -> float | int | str | None:
    """Give the raw value of a number in the unit of the tables.

    Examples
    --------
    >>> total = Number(value=686.34, kind="co2", key="inventory.territorial_mt.2017")
    >>> value(total, "en", Scale(686.34, 306.7)), value(total, "zh", Scale(686.34, 306.7))
    (686.34, 68634.0)
    >>> value(Number(value=0.25, kind="share", key="k"), "en", Scale(1, 1))
    25.0
    """
    raw = given.value
    if raw is None or isinstance(raw, str):
        return raw
    if given.kind in AMOUNTS:
        return scale.unit(given.kind, lang).of(raw)
    factor = FACTORS.get(given.kind, {}).get(lang)
    return raw if factor is None else raw * factor
