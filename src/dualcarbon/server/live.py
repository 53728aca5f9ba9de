"""How the numbers of a scenario came that a page works out itself, levers moved or not: they stand in no run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dualcarbon.charts.words import Lang
from dualcarbon.errors import UnknownName
from dualcarbon.provenance.derivation import Derivation, Input, Value, below
from dualcarbon.report.answered import MT
from dualcarbon.server import moving, opening
from dualcarbon.server.words import say
from dualcarbon.vocabulary.names import CATEGORIES, SECTORS

if TYPE_CHECKING:
    from dualcarbon.scenarios.beyond import Part
    from dualcarbon.server.levers import Shown
    from dualcarbon.study.what_if import Answer

CARBON, ALL = "Mt CO2", "Mt CO2e"


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of how numbers of a page came, by key, in the language of the page."""

    lang: Lang
    known: dict[str, Derivation] = field(default_factory=dict)

    def write(self, key: str, said: str, value: Value, unit: str, inputs: Iterable[Input]) -> Input:
        """Write down how a number came, and give it as an input of another."""
        self.known[key] = Derivation(key, said, said, value, unit, tuple(inputs))
        return Input(key, value, unit, key)

    def say(self, key: str, **values: object) -> str:
        """Give a text of this room."""
        return say(f"live.{key}", self.lang, **values)

    def told(self, key: str, here: Callable[[str], str]) -> dict[str, Any]:
        """Give the derivation of a key with all below it; ``here`` adds to its formula where it was worked out."""
        how = below(key, self.known).as_dict(self.lang)
        return how | {"formula": here(how["formula"])}


@dataclass(frozen=True, slots=True)
class Asked:
    """A scenario with its levers where they stand: what it gives, and what remains of it at the horizon by part. [t CO2e]."""

    name: str
    answer: Answer
    residual: float | None
    neutral: str
    parts: Mapping[Part, float]
    levers: Mapping[str, Shown]


def explained(asked: Asked, name: str, lang: Lang) -> dict[str, Any]:
    """Explain a number that the page tells of a scenario.

    Raises
    ------
    UnknownName
        The page tells no such number.
    """
    book = Book(lang)
    key = f"{opening.LIVE}.{asked.name}.{name}"
    moved = list(levers_of(book, asked.levers))
    years = {f"in_{year}": year for year in asked.answer.totals.years}
    years |= {"middle": moving.MIDDLE, "last": asked.answer.totals.years[-1]}
    odds = ("no_peak", *(f"by_{year}" for year in asked.answer.odds.by_year))
    known: dict[str, Callable[[], object]] = {
        **dict.fromkeys(years, lambda: _total(book, asked, key, years[name], moved)),
        **dict.fromkeys(odds, lambda: _odds(book, asked, key, name, moved)),
        **dict.fromkeys(("verdict", "peak_year", "peak_amount"), lambda: _peak(book, asked, key, name, moved)),
        **dict.fromkeys(("residual", "neutral"), lambda: _left(book, asked, key, moved)),
    }  # fmt: skip
    if name not in known:
        msg = f'the page of a scenario tells no "{name[:40]}"'
        raise UnknownName(msg)
    known[name]()
    return book.told(key, lambda said: here(book, said, asked.levers))


def assumed(
    key: str,
    said: Mapping[str, str],
    value: tuple[Value, str],
    where: str,
    levers: Mapping[str, Shown],
    lang: Lang,
) -> dict[str, Any]:
    """Explain what a scenario assumes in a year by what it says, and where; ``key`` ends with path and year."""
    book, (path, _, year) = Book(lang), key.rpartition(".")
    declared = Input(path.split(".", 3)[3], None, "", where)
    told = book.say("assumed", said=said[lang], year=year)
    book.write(key, told, *value, [declared, *levers_of(book, levers)])
    return book.told(key, lambda formula: here(book, formula, levers))


def here(book: Book, said: str, levers: Mapping[str, Shown]) -> str:
    """Add to a formula that it was worked out for the page, and how many levers are moved."""
    return book.say("here", said=said, count=sum(one.moved for one in levers.values()))


def levers_of(book: Book, levers: Mapping[str, Shown]) -> Iterable[Input]:
    """Give the levers that are moved, each where it is put and where the scenario has it."""
    for one in levers.values():
        if one.moved:
            now, own = (f"{text} {one.unit}".strip() for text in (one.now, one.own))
            yield Input(book.say("moved", title=one.title, what=one.what, now=now, own=own))


def _total(book: Book, asked: Asked, key: str, year: int, moved: list[Input]) -> Input:
    """Explain the emissions of a year by those of its sectors."""
    totals = asked.answer.totals
    place = totals.years.index(year)
    inputs = [
        Input(sector(id, book.lang), float(path[place]) * MT, CARBON)
        for id, path in totals.central_sectors.items()
    ]
    value = float(totals.central_territorial[place]) * MT
    made = book.write(key, book.say("total", year=year), value, CARBON, [*inputs, *moved])
    return Input(book.say("emissions", year=year), made.value, made.unit, key)


def _peak(book: Book, asked: Asked, key: str, name: str, moved: list[Input]) -> None:
    """Explain the peak by the emissions of its year and of those beside it."""
    verdict, years = asked.answer.verdict, asked.answer.totals.years
    year = verdict.year
    beside = [] if year is None else [y for y in (year - 1, year, year + 1) if y in years]
    shown = dict.fromkeys((*beside, years[-1]))
    inputs = [_total(book, asked, _in(asked, y), y, []) for y in shown]
    value = verdict.reason(book.lang) if name == "verdict" else _number(asked, name)
    said = book.say("verdict", said=verdict.reason(book.lang))
    book.write(key, said, value, CARBON if name == "peak_amount" else "", [*inputs, *moved])


def _odds(book: Book, asked: Asked, key: str, name: str, moved: list[Input]) -> None:
    """Explain how likely a peak is by the draws that have one."""
    value, members = _number(asked, name), len(asked.answer.odds.year)
    year = name.partition("_")[2]
    said = book.say("counted_no") if name == "no_peak" else book.say("counted_by", year=year)
    counted = Input(said, round(float(value or 0.0) * members))
    book.write(key, book.say("share"), value, "1", [counted, Input(book.say("draws"), members), *moved])  # fmt: skip


def _left(book: Book, asked: Asked, key: str, moved: list[Input]) -> None:
    """Explain what remains at the horizon by categories and gases."""
    horizon = asked.answer.totals.years[-1]
    inputs = [
        Input(
            book.say("category", category=_category(part.category, book.lang), gas=part.gas),
            value * MT,
            ALL,
        )
        for part, value in asked.parts.items()
    ]
    inputs = inputs or [_total(book, asked, _in(asked, horizon), horizon, [])]
    left = None if asked.residual is None else asked.residual * MT
    unit = ALL if asked.parts else CARBON
    said = book.say("left", said=asked.neutral, year=horizon)
    book.write(key, said, left, unit, [*inputs, *moved])


def _in(asked: Asked, year: int) -> str:
    """Give the key of the emissions of a year."""
    return f"{opening.LIVE}.{asked.name}.in_{year}"


def _number(asked: Asked, name: str) -> float | None:
    return moving.values(asked.answer)[name][0]


def sector(id: str, lang: Lang) -> str:
    """Give the name of a sector."""
    return SECTORS.text(id, lang) if id in SECTORS else id


def _category(id: str, lang: Lang) -> str:
    return f"{id} {CATEGORIES.text(id, lang)}" if id in CATEGORIES else id
