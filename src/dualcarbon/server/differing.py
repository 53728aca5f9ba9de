"""All that differs between two scenarios, as a page lists it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup

from dualcarbon.charts.words import Lang, Title
from dualcarbon.report.numbers import Kind, Number, Scale, show
from dualcarbon.server import opening
from dualcarbon.server.opening import Steps
from dualcarbon.vocabulary.faults import Place

if TYPE_CHECKING:
    from dualcarbon.scenarios.differences import Side
    from dualcarbon.scenarios.inheritance import Resolved
    from dualcarbon.study.preparation import Prepared

MEASURES = "measures."
PLAIN = Scale(1.0, 1.0)  # no amounts of carbon among what is assumed
Values = tuple[tuple[int, Markup, Markup], ...]
"""Year, theirs, ours, each opening how it came."""
ASSUMED, WRITTEN = "assumed", "written"
"""What a scenario assumes with its levers where they are put, and as its file has it, in keys of a page's own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs: its name, both sides in words and in the years shown, where ours is declared and what leads there.

    ``moved`` tells that it has been moved by hand and stands in no file yet.
    """

    key: str
    title: str
    unit: str
    ours: str
    theirs: str
    values: Values
    where: str
    lead: str
    source: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Words:
    """In which language and by which titles things are told: ``called`` are those of what the study declares.

    ``summary`` is what the run that is shown holds, nothing before the first.
    """

    lang: Lang
    called: Mapping[str, Title]
    summary: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One side of a difference as a page tells it: ``name`` is its scenario, ``live`` whether levers may be moved in it."""

    scenario: Resolved
    side: Side
    live: bool

    def number(self, key: str, year: int, value: float | None, kind: Kind, words: Words) -> Markup:
        """Write a value of a year; it opens how it came, in the run where that holds it."""
        text = show(Number(value=value, kind=kind, key=""), words.lang, PLAIN, bare=True)
        if value is None:
            return opening.number(text, "")
        name = self.scenario.name
        here = f"{opening.LIVE}.{name}.{ASSUMED if self.live else WRITTEN}.{key}.{year}"
        known = opening.first(words.summary, value, [*_held(words.summary, name, key, year)])
        return opening.number(text, known or here, value)


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
        both = Told(theirs, one.theirs, live=False), Told(ours, one.ours, live=one.key in moved)
        told = _levels if one.kind == "measure" else _values
        title, values = told(one.key, both, places, words)
        hand = one.key in moved
        place = Place() if hand or not one.ours.place.file else one.ours.place
        ours_said, theirs_said = one.ours.text[words.lang], one.theirs.text[words.lang]
        row = Row(
            key=one.key,
            title=title,
            unit="" if one.unit == "1" else one.unit,
            ours=ours_said,
            theirs=theirs_said,
            values=values,
            where=place.text(words.lang),
            lead=_lead(place),
            source="" if hand else one.ours.source,
            moved=hand,
        )
        found.append(row)
    return found


def value(scenario: Resolved, side: Side, key: str, place: int) -> float | None:
    """Give the value of a side at a place of its path; a measure is told by how far it is deployed, the same in every year."""
    if key.startswith(MEASURES):
        return scenario.levels.get(key.removeprefix(MEASURES), 0.0)
    return None if side.values is None else float(side.values[place])


def _lead(place: Place) -> str:
    """Give what leads to the line of a file, as the page of data asks for it; nothing where it is not known."""
    if not place.file or place.line is None:
        return ""
    return urlencode({"file": place.file, "line": place.line})


def _levels(
    key: str, both: tuple[Told, Told], places: Mapping[int, int], words: Words
) -> tuple[str, Values]:
    """Tell how far both scenarios deploy a measure."""
    id = key.removeprefix(MEASURES)
    names = {m.id: m.name(words.lang) for told in both for m in told.scenario.measures}
    return names.get(id, key), _cells(key, both, places, "odds", words)


def _values(
    key: str, both: tuple[Told, Told], places: Mapping[int, int], words: Words
) -> tuple[str, Values]:
    """Tell the values of a path in both scenarios by year."""
    from dualcarbon.report import assumed

    told = _cells(key, both, places, assumed.kind_of(key), words)
    return assumed.title(key, words.called)[words.lang], told


def _cells(
    key: str, both: tuple[Told, Told], places: Mapping[int, int], kind: Kind, words: Words
) -> Values:
    """Write both sides in some years."""

    def cell(told: Told, year: int, place: int) -> Markup:
        found = value(told.scenario, told.side, key, place)
        return told.number(key, year, found, kind, words)

    theirs, ours = both
    return tuple((y, cell(theirs, y, place), cell(ours, y, place)) for y, place in places.items())


def _held(summary: Mapping[str, Any], name: str, key: str, year: int) -> Iterator[Steps]:
    """Give where a summary may hold what a scenario assumes in a year: of itself, of what it extends, beside what extends it."""
    ahead = summary.get("scenarios", {})
    for place, one in enumerate(summary.get("measures") or ()):
        if one["scenario"] == name and key == f"{MEASURES}{one['id']}":
            yield "measures", str(place), "level"
    line = list(_line(ahead, name))
    sides = [(of, "ours") for of in line]
    sides += [(of, "parents") for of, one in ahead.items() if one["extends"] in line]
    for of, whose in sides:
        for place, one in enumerate(ahead[of].get("differences") or ()):
            if one["key"] == key:
                yield "scenarios", of, "differences", str(place), whose, "value", str(year)


def _line(ahead: Mapping[str, Any], name: str) -> Iterator[str]:
    """Give a scenario and those that it extends, one after the other."""
    while name in ahead:
        yield name
        name = ahead[name]["extends"]
