"""The measures of the scenario that the report works out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dualcarbon.charts.words import Title
from dualcarbon.report import milestones, peaks
from dualcarbon.report.composed import Part
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Sentence, say
from dualcarbon.report.reading import Reading, Shown, both

Record = Mapping[str, Any]


class Measure(NamedTuple):
    """A measure in a scenario: its place in the results, its number in the report, what the results say."""

    place: int
    no: int
    told: Record

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.told["id"])

    @property
    def title(self) -> Title:
        """Its name."""
        return title(self.told)

    @property
    def named(self) -> Sentence:
        """Its number and name, as tables begin with."""
        return say("measures.numbered", n=str(self.no), name=self.title)

    def path(self, key: str) -> dict[int, float]:
        """Give a series of it by year."""
        found = self.told.get(key)
        return {int(y): float(v) for y, v in found.items()} if isinstance(found, Mapping) else {}

    def part(self, reading: Reading, key: str = "id") -> Part:
        """Give a name of it as a part of what is counted."""
        return self.number(reading, key, "amount").part

    def number(self, reading: Reading, key: str, kind: Kind) -> Number:
        """Give a number of it by the rest of its key."""
        return reading.number(f"measures.{self.place}.{key}", kind)


def planned(reading: Reading) -> Shown | None:
    """Give the scenario whose measures the report works out.

    It is the first one that is enough for the peak, if it has measures; else the leading one; else the
    one with the most measures.
    """
    counted = Counter(str(one.get("scenario")) for one in every(reading))
    there = [s for s in reading.scenarios() if counted[s.name]]
    wished = [s.name for s in (peaks.enough(reading), reading.leading()) if s]
    chosen = next((s for name in wished for s in there if s.name == name), None)
    return chosen or max(there, key=lambda s: counted[s.name], default=None)


def measures(reading: Reading) -> list[Measure]:
    """Give the measures of the planned scenario, in the order in which they act."""
    chosen = planned(reading)
    found = [
        (place, one)
        for place, one in enumerate(every(reading))
        if chosen and one.get("scenario") == chosen.name
    ]
    return [Measure(place, no, one) for no, (place, one) in enumerate(found, 1)]


def effective(reading: Reading) -> list[Measure]:
    """Give the measures whose abatement the run computed."""
    return [m for m in measures(reading) if m.path("abatement_mt")]


def valued(reading: Reading) -> list[Measure]:
    """Give the measures whose worth the run computed."""
    return [m for m in measures(reading) if m.told.get("npv_cny") is not None]


def years(reading: Reading) -> list[int]:
    """Give the years for which abatement is told: the ends of the plans, and the horizon."""
    return milestones.told(reading.study.base_year, reading.study.horizon)


def middle(reading: Reading) -> int:
    """Give the year that stands for the near future: 2030, or the first that is told."""
    found = years(reading)
    return 2030 if 2030 in found else found[0]


def best(reading: Reading, by: str, count: int) -> list[Measure]:
    """Give the first measures of a ranking."""
    places = {m.id: (m.told.get("ranks") or {}).get(by) for m in measures(reading)}
    ranked = [m for m in measures(reading) if places[m.id] is not None]
    return sorted(ranked, key=lambda m: int(places[m.id] or 0))[:count]


def parts(reading: Reading, there: Sequence[Measure], key: str = "id") -> list[Part]:
    """Give the names of measures, or another of their texts, as parts of what is counted."""
    return [m.part(reading, key) for m in there]


def every(reading: Reading) -> Sequence[Record]:
    """Give the measures of all scenarios."""
    return list(reading.raw("measures") or ())


def title(one: Record) -> Title:
    """Give the name of a measure or project."""
    return both(one.get("name") or one["id"])
