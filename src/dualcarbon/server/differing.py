"""All that differs between two scenarios, as a page lists it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dualcarbon.charts.words import Lang, Title
from dualcarbon.report.numbers import Kind, Number, Scale, show

if TYPE_CHECKING:
    from dualcarbon.scenarios.differences import Difference, Side
    from dualcarbon.scenarios.inheritance import Resolved
    from dualcarbon.study.preparation import Prepared

PLAIN = Scale(1.0, 1.0)  # no amounts of carbon among what is assumed
Values = tuple[tuple[int, str, str], ...]
"""Year, theirs, ours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs: its name, both sides in words and in the years shown, where ours is declared.

    ``moved`` tells that it has been moved by hand and stands in no file yet.
    """

    key: str
    title: str
    unit: str
    ours: str
    theirs: str
    values: Values
    where: str
    source: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Words:
    """In which language and by which titles things are told: ``called`` are those of what the study declares."""

    lang: Lang
    called: Mapping[str, Title]


def rows(
    prepared: Prepared, ours: Resolved, theirs: Resolved, moved: Collection[str], words: Words
) -> list[Row]:
    """List all that differs between two scenarios of a study, one of which may have been moved by hand."""
    from dualcarbon.scenarios.differences import valued
    from dualcarbon.study import differing

    sides = valued(ours, prepared.planted), valued(theirs, prepared.planted)
    base = prepared.study.base_year
    places = {y: y - base for y in differing.shown(prepared.planted[2]) if y > base}
    found = []
    for one in differing.between(prepared, *sides):
        told = _levels if one.kind == "measure" else _values
        title, values = told(one, (ours, theirs), places, words)
        hand = one.key in moved
        place = one.ours.place.text(words.lang) if one.ours.place.file else ""
        where, source = ("", "") if hand else (place, one.ours.source)
        unit = "" if one.unit == "1" else one.unit
        ours_said, theirs_said = one.ours.text[words.lang], one.theirs.text[words.lang]
        found.append(Row(one.key, title, unit, ours_said, theirs_said, values, where, source, hand))
    return found


def _levels(
    one: Difference, both: tuple[Resolved, Resolved], places: Mapping[int, int], words: Words
) -> tuple[str, Values]:
    """Tell how far both scenarios deploy a measure, the same in every year."""
    from dualcarbon.scenarios.differences import MEASURES

    id = one.key.removeprefix(MEASURES)
    names = {m.id: m.name(words.lang) for side in both for m in side.measures}
    after, before = (_said(side.levels.get(id, 0.0), "odds", words.lang) for side in both)
    return names.get(id, one.key), tuple((year, before, after) for year in places)


def _values(
    one: Difference, both: tuple[Resolved, Resolved], places: Mapping[int, int], words: Words
) -> tuple[str, Values]:
    """Tell the values of a path in both scenarios by year."""
    from dualcarbon.report import assumed

    kind = assumed.kind_of(one.key)
    told = tuple(
        (year, _at(one.theirs, place, kind, words.lang), _at(one.ours, place, kind, words.lang))
        for year, place in places.items()
    )
    return assumed.title(one.key, words.called)[words.lang], told


def _at(side: Side, place: int, kind: Kind, lang: Lang) -> str:
    return _said(None if side.values is None else float(side.values[place]), kind, lang)


def _said(value: float | None, kind: Kind, lang: Lang) -> str:
    return show(Number(value=value, kind=kind, key=""), lang, PLAIN, bare=True)
