"""What the whole account lacks: categories without a value, by the key that stands in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dualcarbon.charts.words import Title
from dualcarbon.report.reading import Reading
from dualcarbon.vocabulary.names import CATEGORIES
from dualcarbon.yearbook.series import spans

NOT_ESTIMATED = "NE"
REST = ("1A5", "5B")
"""Categories for whatever has no other place."""
Record = Mapping[str, Any]


class Gap(NamedTuple):
    """Categories that share a key and its years."""

    key: str
    years: tuple[int, ...]
    names: tuple[Title, ...]
    whole: bool
    """Whether the key stands in every year of the account."""


def gaps(reading: Reading) -> list[Gap]:
    """Give the categories without a value in groups; one that says no more than another above or below it is left out.

    A category that lacks in every year stands for those below it; one that lacks in some years is named as deep as
    the account goes.
    """
    listed: Sequence[Record] = reading.raw("account.completeness") or ()
    every = len(reading.raw("account.years") or ())
    by_id = {str(one["category"]): one for one in listed}
    found: dict[tuple[str, tuple[int, ...]], list[Title]] = {}
    for id, one in by_id.items():
        for key, years in _keys(one["years"]):
            if not _told(id, one, by_id, len(years) == every):
                found.setdefault((key, years), []).append(one["name"])
    made = [Gap(k, y, tuple(names), len(y) == every) for (k, y), names in found.items()]
    return sorted(made, key=lambda g: (not g.whole, g.key != NOT_ESTIMATED, g.key, g.years))


def never(reading: Reading) -> tuple[Title, ...]:
    """Give the categories of which no year was estimated; what the guidelines leave over comes last."""
    found = [n for g in gaps(reading) if g.whole and g.key == NOT_ESTIMATED for n in g.names]
    rest = [CATEGORIES.both(id) for id in REST]
    return tuple(sorted(found, key=lambda name: name in rest))


def sometimes(reading: Reading) -> tuple[Title, ...]:
    """Give the categories that lack in some years only."""
    names = [n for g in gaps(reading) if not g.whole and g.key == NOT_ESTIMATED for n in g.names]
    return tuple({n["en"]: n for n in names}.values())


def joined(names: Sequence[Title], most: int = 0) -> Title:
    """Give names one after the other, the first ``most`` where that is stated.

    Examples
    --------
    >>> joined([{"en": "a", "zh": "甲"}, {"en": "b", "zh": "乙"}])["zh"]
    '甲、乙'
    """
    shown = names[:most] if most else names
    return {lang: mark.join(n[lang] for n in shown) for lang, mark in (("en", ", "), ("zh", "、"))}


def years(given: Sequence[int]) -> str:
    """Write years as spans.

    Examples
    --------
    >>> years([2010, 2011, 2012, 2015])
    '2010–2012, 2015'
    """
    return spans(given).replace("-", "–")


def _keys(by_year: Mapping[str, str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for key in dict.fromkeys(by_year.values()):
        yield key, tuple(int(y) for y, k in by_year.items() if k == key)


def _told(id: str, one: Record, by_id: Mapping[str, Record], whole: bool) -> bool:
    """Tell whether the same stands at a category above, or at one below where only some years lack."""
    same = [other for other in by_id if other != id and by_id[other]["years"] == one["years"]]
    if whole:
        return any(id.startswith(other) for other in same)
    return any(other.startswith(id) for other in same)
