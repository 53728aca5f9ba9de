"""How the numbers of a choice of measures came that the page works out itself: sums, and what of a measure is not that of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dualcarbon.errors import UnknownName
from dualcarbon.provenance.derivation import Input
from dualcarbon.server import portfolios
from dualcarbon.server.live import CARBON, Book, here, levers_of

if TYPE_CHECKING:
    from dualcarbon.server.levers import Shown
    from dualcarbon.server.portfolios import Chosen
    from dualcarbon.study.portfolio import Weighed

MONEY, TONNE = "CNY", "CNY/t CO2"
HOW = {
    "mac_cny_per_t": ("tonne", TONNE),
    "mac_alone_cny_per_t": ("tonne_alone", TONNE),
    "first_investment_cny": ("bought", MONEY),
}
"""Numbers of a measure: their formula and their unit."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A choice, and the levers of its scenario where they stand."""

    chosen: Chosen
    levers: Mapping[str, Shown]
    book: Book

    def key(self, *rest: str) -> str:
        """Give the key of a number of the choice."""
        return ".".join((portfolios.CHOSEN, self.chosen.name, *rest))

    def of(self, one: Weighed, value: float, key: str, unit: str) -> Input:
        """Give a number of a measure as an input; that of a run leads there."""
        name = self.chosen.names[one.id][self.book.lang]
        return Input(name, value, unit, portfolios.held(self.chosen, one, value, key))


def explained(asked: Asked, rest: str) -> dict[str, Any]:
    """Explain a number that the page of measures works out.

    Raises
    ------
    UnknownName
        The page tells no such number.
    """
    head, _, inside = rest.partition(".")
    years = {str(year): year for year in asked.chosen.shown}
    if head == "sum":
        key = _sum(asked)
    elif head == "first":
        key = _first(asked)
    elif head == "abatement" and inside in years:
        key = _abatement(asked, years[inside])
    elif head == "measures":
        key = _measure(asked, *inside.partition(".")[::2])
    else:
        msg = f'the page of measures tells no "{rest[:60]}"'
        raise UnknownName(msg)
    return asked.book.told(key, lambda said: here(asked.book, said, asked.levers))


def _sum(asked: Asked) -> str:
    """Explain the line that sums the choice up by the numbers in it."""
    chosen, book = asked.chosen, asked.book
    year = chosen.year
    inputs = [
        Input(book.say("off", year=year), portfolios.abated(chosen, year), CARBON, _abatement(asked, year)),
        Input(book.say("spent"), portfolios.spent(chosen), MONEY, _first(asked)),
        Input(book.say("paying"), portfolios.paying(chosen)),
    ]  # fmt: skip
    counted = chosen.answer.odds
    by = portfolios.horizon(chosen)
    members = len(counted.year)
    share = counted.by_year.get(by, 1 - counted.no_peak)
    inputs.append(Input(book.say("counted_by", year=by), round(share * members)))
    inputs.append(Input(book.say("draws"), members))
    key = asked.key("sum")
    value = f"{len(chosen.portfolio.measures)} / {len(chosen.names)}"
    book.write(key, book.say("sum"), value, "", [*inputs, *levers_of(book, asked.levers)])
    return key


def _abatement(asked: Asked, year: int) -> str:
    """Explain what all measures take off in a year by what each does."""
    chosen, some, book = asked.chosen, asked.chosen.portfolio, asked.book
    inputs = [
        asked.of(one, chosen.at(one.abatement, year), f"abatement_mt.{year}", CARBON)
        for one in some.measures
    ]
    ends = (("without", some.without), ("reached", some.reached))
    inputs += [Input(book.say(name, year=year), chosen.at(path, year), CARBON) for name, path in ends]  # fmt: skip
    key, value = asked.key("abatement", str(year)), portfolios.abated(chosen, year)
    told = [*inputs, *levers_of(book, asked.levers)]
    book.write(key, book.say("abatement", year=year), value, CARBON, told)
    return key


def _first(asked: Asked) -> str:
    """Explain the first investment of all by that of each."""
    book = asked.book
    inputs = [
        asked.of(one, one.first, "first_investment_cny", MONEY)
        for one in asked.chosen.portfolio.measures
        if one.first is not None
    ]
    key, value = asked.key("first"), portfolios.spent(asked.chosen)
    book.write(key, book.say("first"), value, MONEY, [*inputs, *levers_of(book, asked.levers)])
    return key


def _measure(asked: Asked, id: str, what: str) -> str:
    """Explain a number of a measure by the levels of all that act before it, and of itself."""
    chosen, book = asked.chosen, asked.book
    one = next((m for m in chosen.portfolio.measures if m.id == id), None)
    found = None if one is None else _value(asked, one, what)
    if found is None:
        msg = f'the page of measures tells no "{id[:40]}.{what[:40]}"'
        raise UnknownName(msg)
    value, said, unit = found
    key = asked.key("measures", id, what)
    book.write(key, said, value, unit, [*_levels(asked, id), *levers_of(book, asked.levers)])
    return key


def _value(asked: Asked, one: Weighed, what: str) -> tuple[float | None, str, str] | None:
    """Give a number of a measure, its formula and its unit; nothing where it has no such number."""
    chosen, book = asked.chosen, asked.book
    head, _, year = what.partition(".")
    if head == "abatement_mt" and year in map(str, chosen.shown):
        return chosen.at(one.abatement, int(year)), book.say("takes", year=year), CARBON
    money = {
        "mac_cny_per_t": one.cost,
        "mac_alone_cny_per_t": one.cost_alone,
        "first_investment_cny": one.first,
    }
    if what not in money:
        return None
    name, unit = HOW[what]
    return money[what], book.say(name), unit


def _levels(asked: Asked, id: str) -> list[Input]:
    """Give how far the measures up to one are deployed, in the order in which they act."""
    found = []
    for one in asked.chosen.portfolio.measures:
        level, name = portfolios.level(one), asked.chosen.names[one.id][asked.book.lang]
        found.append(Input(asked.book.say("level", name=name), level, ""))
        if one.id == id:
            break
    return found
