"""What the page of goals shows: every goal as the run judges it in a scenario, and what is given to whom of a year's emissions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dualcarbon.charts import treemap
from dualcarbon.charts.treemap import Part
from dualcarbon.charts.units import carbon
from dualcarbon.charts.words import Lang, Title
from dualcarbon.charts.words import number as printed
from dualcarbon.errors import InputError
from dualcarbon.report import sentences
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Cell, say
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.figures import rounded

if TYPE_CHECKING:
    from dualcarbon.report.reading import Reading, Shown

STATES = ("met", "missed", "refused")
JUDGED = ("met", "missed")
DISTRICTS = "districts_ahead"
SECTOR, DISTRICT = "sector", "district"
BASES = {SECTOR: {"en": "sector", "zh": "部门"}, DISTRICT: {"en": "district", "zh": "地区"}}
LANGUAGES: tuple[Lang, ...] = ("en", "zh")
HALF = 0.5
WHOLE = ""
"""To whom the whole is given."""
FAR = 100.0
"""How many times the emissions of the scenario an amount may be."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in a scenario, its numbers as they are printed and opened; ``why`` says why it is not judged, and what else is to say."""

    title: Title
    state: str
    said: Cell
    goal: Number
    value: Number
    gap: Number
    chance: Number
    why: tuple[Title, ...]
    national: bool
    mark: str
    peak: bool
    """Whether it is a year by which emissions peak."""

    @property
    def sole(self) -> bool:
        """Whether it is judged on the central path with no odds beside."""
        return self.state in JUDGED and not self.chance.known


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Emissions of a year by those to whom they are given, in the order shown. [Mt CO2]."""

    by: str
    year: int
    whole: float
    amounts: Mapping[str, float]
    names: Mapping[str, Title]

    def parts(self) -> list[Part]:
        """Give who has how much. [Mt CO2]."""
        return [Part(self.names[id], amount) for id, amount in self.amounts.items()]


def goals(reading: Reading, scenario: Shown) -> Iterator[Goal]:
    """Give every goal as the run judges it in a scenario, those of the study first."""
    from dualcarbon.report import pathway
    from dualcarbon.report.reading import both

    found = pathway.judged(reading, scenario)
    for place, one in sorted(found, key=lambda pair: bool(pair[1].get("national"))):
        key = f"scenarios.{scenario.name}.targets.{place}"
        kind = pathway.kind_of(one)
        state = str(one["state"])
        known = sentences.known(f"goal_states.{state}_bare")
        yield Goal(
            pathway.goal_title(one),
            state,
            say(f"goal_states.{state}_bare") if known else both(state),
            reading.number(f"{key}.goal", kind),
            reading.number(f"{key}.value", kind),
            reading.number(f"{key}.gap", _gap(kind)),
            reading.number(f"{key}.probability", "odds"),
            tuple(_why(one)),
            bool(one.get("national")),
            str(one.get("mark") or ""),
            one["kind"] == "peak_by",
        )


def bases(reading: Reading) -> list[str]:
    """Give by what emissions are broken down: by sector, by district where the study has districts."""
    by_district = (reading.raw(DISTRICTS) or {}).get("scenarios")
    return [SECTOR, *([DISTRICT] if by_district else [])]


def broken(reading: Reading, scenario: Shown, by: str, year: int) -> Breakdown:
    """Give the emissions of a scenario in a year by sector or district. [Mt CO2]."""
    from dualcarbon.report import drawn, futures
    from dualcarbon.report.reading import both

    key = f"scenarios.{scenario.name}.territorial_mt.{year}"
    whole = float(reading.raw(key) or 0.0)
    if by == DISTRICT:
        below = reading.raw(f"{DISTRICTS}.scenarios.{scenario.name}.districts") or {}
        named = reading.raw(f"{DISTRICTS}.districts") or {}
        amounts = {id: float(one["territorial_mt"][str(year)]) for id, one in below.items()}
        names = {id: both((named.get(id) or {}).get("title") or id) for id in amounts}
    else:
        amounts = {id: p.get(year, 0.0) for id, p in futures.sectors(reading, scenario).items()}
        names = {id: drawn.sector(id) for id in amounts}
    return Breakdown(by, year, whole, amounts, names)


def given(found: Breakdown, texts: Mapping[str, str]) -> Breakdown:
    """Give a breakdown with some amounts, as they are written, in place of the scenario's. [Mt CO2].

    Raises
    ------
    InputError
        An amount is no number (NUM004), far more than there is (SCN028), or given to none of this breakdown (API017).
    """
    amounts = {WHOLE: found.whole, **found.amounts}
    faults = [fault for id, text in texts.items() if (fault := _odd(found, id, text))]
    if faults:
        raise InputError(faults=faults)
    amounts |= {id: float(text) for id, text in texts.items()}
    whole = amounts.pop(WHOLE)
    return replace(found, whole=whole, amounts=amounts)


def _odd(found: Breakdown, id: str, text: str) -> Fault | None:
    """Tell what is wrong with an amount that is given; nothing where it may be."""
    if id != WHOLE and id not in found.amounts:
        return note("API017", Place(key=id), what=BASES[found.by], text=cut(id))
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not math.isfinite(amount):
        return note("NUM004", Place(key=id), text=cut(text))
    most = FAR * max(abs(found.whole), 1.0)
    if abs(amount) <= most:
        return None
    units = {lang: carbon(lang, found.whole) for lang in LANGUAGES}
    said = {
        name: {lang: f"{rounded(unit.of(value), 6)} {unit.label}" for lang, unit in units.items()}
        for name, value in (("value", amount), ("low", -most), ("high", most))
    }
    return note("SCN028", Place(key=id), **said)


def told(found: Breakdown, lang: Lang) -> dict[str, Any]:
    """Give what a breakdown shows: its figure, what is given and left, and whether that is too much."""
    parts, unit = found.parts(), carbon(lang, found.whole)
    left = treemap.remainder(parts, found.whole)
    sign = 0 if abs(unit.of(left)) < HALF * unit.step else 1 if left > 0 else -1

    def written(value: float) -> str:
        return f"{printed(unit.of(value), unit.digits)} {unit.label}"

    return {
        "option": treemap.option(parts, found.whole, lang),
        "given": written(found.whole - left),
        "whole": written(found.whole),
        "left": written(abs(left) if sign else 0.0),
        "sign": sign,
        "undrawn": [part.name[lang] for part in treemap.undrawn(parts)],
    }


def _gap(kind: Kind) -> Kind:
    return "change" if kind == "share" else "years" if kind == "year" else kind


def _why(one: Mapping[str, Any]) -> Iterator[Title]:
    from dualcarbon.report import drawn
    from dualcarbon.report.reading import both

    if one.get("reason") and one["state"] not in ("met", "missed"):
        yield drawn.reason(one["reason"])
    for said in one.get("notes") or ():
        yield both(said["message"])
