"""Parts against the total that is printed beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.figures import plain

TOLERANCE = 2e-3
"""Share of the total that rounding and statistical differences may make up. [1]"""
PARTS = {"sector": {"en": "sectors", "zh": "各部门"}, "fuel": {"en": "fuels", "zh": "各品种"}}
WHOLE = {"sector": {"en": "the total", "zh": "合计"}, "fuel": {"en": "their total", "zh": "合计"}}


@dataclass(frozen=True, slots=True)
class Gap:
    """A total and the sum of its parts in one year, as printed; in ``unit`` where they stand in several."""

    year: int
    total: float
    parts: tuple[float, ...]
    line: int
    unit: str = ""

    @property
    def relative(self) -> float:
        """Sum of the parts less the total, over the total [1]."""
        return (sum(self.parts) - self.total) / abs(self.total) if self.total else 0.0

    def shown(self, value: float) -> float | str:
        """Give a sum as it is told: a number of the file has the unit that stands there."""
        return f"{plain(value)} {self.unit}" if self.unit else value


def against_total(
    frame: pl.DataFrame, over: str, among: Sequence[str], file: str, *, least: int = 2
) -> list[Fault]:
    """Hold the parts of every total row against it.

    They are compared as printed; where parts and total of a year stand in several units, in the one that the
    table keeps them in.

    Parameters
    ----------
    frame
        Rows with ``value``, ``unit``, ``given`` and ``given_unit``.
    over
        Dimension that is summed, ``sector`` or ``fuel``; its total rows are named ``total``.
    among
        Columns, besides the year, that parts and total share.
    file
        Name of the file in messages.
    least
        Fewest parts that are held against a total; one where the parts stand in for it. [1]

    Returns
    -------
    BAL003 for each group of parts with the year of the largest gap, and the retyped digit that would
    explain it where there is one.
    """
    rows = frame.filter(pl.col("value").is_not_null()).sort("line")
    mixed = pl.col("given_unit").n_unique().over([*among, "year"]) > 1
    compared = rows.with_columns(
        compared=pl.when(mixed).then("value").otherwise("given"),
        compared_unit=pl.when(mixed).then("unit").otherwise("given_unit"),
        kept_unit=pl.when(mixed).then("unit").otherwise(pl.lit("")),
    )
    groups = compared.group_by([*among, "compared_unit", "kept_unit"], maintain_order=True)
    return [fault for _, group in groups for fault in _worst(group, over, among, file, least)]


def _worst(
    group: pl.DataFrame, over: str, among: Sequence[str], file: str, least: int
) -> list[Fault]:
    gaps = [gap for _, year in group.group_by("year") for gap in _gap(year, over, least)]
    wrong = sorted((g for g in gaps if _is_wrong(g)), key=lambda g: (-abs(g.relative), g.year))
    if not wrong:
        return []
    worst = wrong[0]
    first = group.row(0, named=True)
    named = " ".join(str(first[name]) for name in among if first[name])
    parts = {lang: f"{named}: {text}" if named else text for lang, text in PARTS[over].items()}
    sums = {"sum": worst.shown(sum(worst.parts)), "total": worst.shown(worst.total)}
    numbers = {**sums, "gap": f"{100 * worst.relative:+.2f}"}
    place = Place(file=file, line=worst.line)
    words = {"parts": parts, "whole": WHOLE[over], "more": _more(len(wrong) - 1)}
    return [note("BAL003", place, year=worst.year, **words, **numbers, hint=_hint(worst))]


def _gap(year: pl.DataFrame, over: str, least: int) -> list[Gap]:
    totals = year.filter(pl.col(over) == "total")
    parts = year.filter(pl.col(over) != "total")
    if len(totals) != 1 or len(parts) < least:
        return []
    row = totals.row(0, named=True)
    printed = (row["year"], row["compared"], tuple(parts["compared"]), row["line"])
    return [Gap(*printed, row["kept_unit"])]


def _is_wrong(gap: Gap) -> bool:
    return abs(gap.relative) > TOLERANCE or (
        abs(gap.relative) > TOLERANCE / 10 and bool(_retyped(gap))
    )


def _more(others: int) -> dict[str, str]:
    if not others:
        return {"en": "", "zh": ""}
    return {"en": f"; {others} more years differ", "zh": f"；另有 {others} 年不符"}


def _hint(gap: Gap) -> dict[str, Any]:
    found = _retyped(gap)
    if not found:
        return {"en": "", "zh": ""}
    was, would = found
    return {
        "en": f"; it closes if {was} is a slip for {would}",
        "zh": f"；若 {was} 是 {would} 之误则相符",
    }


def _retyped(gap: Gap) -> tuple[str, str] | None:
    """Give the part, and what it would read, if one digit of it as printed explains the gap."""
    if gap.unit:
        return None
    short = Decimal(repr(gap.total)) - sum(Decimal(repr(part)) for part in gap.parts)
    for part in map(Decimal, map(repr, gap.parts)):
        step = Decimal(1).scaleb(min(int(part.as_tuple().exponent), 0))
        slack = step * len(gap.parts) / 2
        for would in _one_digit_off(part):
            if abs(would - part) > step and abs(part + short - would) <= slack:
                return _plain(part), _plain(would)
    return None


def _one_digit_off(part: Decimal) -> list[Decimal]:
    """Give all numbers that differ from a number in one digit."""
    text = f"{part:f}"
    spots = [n for n, letter in enumerate(text) if letter.isdigit()]
    return [
        Decimal(text[:n] + digit + text[n + 1 :])
        for n in spots
        for digit in "0123456789"
        if digit != text[n]
    ]


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.removesuffix(".0")
