"""What a study leaves open of a measure, taken from the typical measure that it names; names held to their books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.measures.catalogue import MONEY, Parameter, Typical, typical
from dualcarbon.measures.declared import Cost, Measure
from dualcarbon.measures.money import Money
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.declared import Title, gathering, hint, within
from dualcarbon.quantities.distributions import Distribution, Fixed, Triangular
from dualcarbon.reference import prices
from dualcarbon.vocabulary.faults import Fault, Place, cut, errors, note, warnings
from dualcarbon.vocabulary.names import ACTIONS, CLAUSES, FUELS, Book
from dualcarbon.vocabulary.units import scale

SPANS = ("life", "lead")
WEAKEST = ("M", "A", "C", "")
"""Marks from the weakest to the best."""


def completed(listed: Listed) -> Listed:
    """Give the measures with what the catalogue knows of them, and hold their names to the books.

    Title, action, clauses, unit, costs with their ranges, life, lead time and reach come from the typical measure
    where the study says nothing; what a typical measure requires does not, a study has its own list.

    Parameters
    ----------
    listed : Listed
        The measures as written.

    Raises
    ------
    InputError
        With every fault: no such typical measure, another unit than its costs, an action, clause, fuel or price
        that is not known, a price in no unit of money per energy.
    """
    found: list[Fault] = []
    measures = []
    for position, measure in enumerate(listed.measures):
        place = Place(file=listed.file, key=f"measures.{position}")
        with gathering(found):
            measures.append(_filled(measure, listed.money, place, found))
    found += _of_prices(listed)
    if faults := errors(found):
        raise InputError(faults=faults)
    return replace(listed, measures=tuple(measures), warnings=tuple(warnings(found)))


def _filled(measure: Measure, money: Money | None, place: Place, found: list[Fault]) -> Measure:
    """Give one measure with what its typical measure adds."""
    named = {"action": measure.action, "clauses": measure.clauses}
    if measure.action:
        named["action"] = _of_book(
            "MEA037", measure.action, ACTIONS, within(place, "action"), found
        )
    named["clauses"] = tuple(
        _of_book("MEA038", clause, CLAUSES, within(place, "clauses", n), found)
        for n, clause in enumerate(measure.clauses)
    )
    if not measure.catalogue:
        return measure.model_copy(update=named)
    like = typical(measure.catalogue, place=within(place, "catalogue"))
    taken = _missing(measure, like)
    if taken and measure.unit and not _counts(measure.unit, like):
        told = {"unit": cut(measure.unit), "wanted": like.unit("en"), "catalogue": like.id}
        found.append(note("MEA036", place, costs=", ".join(taken), **told))
    cost = _cost(measure, like, taken, money, place, found)
    return measure.model_copy(update={**_said(measure, like), **_given(named), "cost": cost})


def _of_book(code: str, text: str, book: Book, place: Place, found: list[Fault]) -> str:
    """Give the id of a name in any of its spellings; one that is not in the book is a fault."""
    id = book.resolve(text)
    if id is None:
        found.append(note(code, place, text=cut(text), hint=hint(text, book)))
    return id or text


def _said(measure: Measure, like: Typical) -> dict[str, Any]:
    """Give what a typical measure says and the study does not, costs apart."""
    said: dict[str, Any] = {
        "title": measure.title or Title(en=like.en, zh=like.zh),
        "action": like.action,
        "clauses": like.clauses,
        "unit": measure.unit or like.unit("en"),
    }
    if measure.potential is not None and not measure.reach:
        said["reach"] = {year: number.mid for year, number in like.reach.items()}
    return said


def _given(named: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is not empty."""
    return {key: value for key, value in named.items() if value}


def _missing(measure: Measure, like: Typical) -> list[str]:
    """Give the costs that the typical measure has and the study does not give."""
    own = measure.cost or Cost()
    return [n for n in (*MONEY, *SPANS) if getattr(own, n) is None and n in like.numbers]


def _counts(unit: str, like: Typical) -> bool:
    """Tell whether a unit is that of a typical measure: the same words, or the first of them.

    A yearly unit is meant a year anyway: ``t CO2`` counts ``t CO2 captured/yr``.
    """
    wanted, text = _plain(like.unit("en")), _plain(unit)
    bare = wanted.replace("/yr", "")
    return unit == like.unit("zh") or text in (wanted, bare) or bare.startswith(f"{text} ")


def _plain(unit: str) -> str:
    """Fold spellings of a unit in words."""
    return unit.replace("million ", "10^6 ").replace("-", " ")


def _cost(
    measure: Measure,
    like: Typical,
    taken: list[str],
    money: Money | None,
    place: Place,
    found: list[Fault],
) -> Cost | None:
    """Give the cost of a unit: the study's numbers, and the catalogue's for what is missing, in one price year."""
    if not taken:
        return measure.cost
    own = measure.cost or Cost()
    numbers = {name: like.numbers[name] for name in taken}
    year = _price_year(own, numbers, money)
    update: dict[str, Any] = {n: _at(p, year, money) for n, p in numbers.items()}
    update |= {"price_year": year, "mark": _weakest(own, numbers.values(), measure.cost is None)}
    sources = ", ".join(dict.fromkeys(p.source for p in numbers.values() if p.source))
    named = f"catalogue {like.id} ({', '.join(taken)}): {sources}"
    update["source"] = f"{own.source}; {named}" if own.source else named
    if odd := [
        n for n, p in numbers.items() if n in MONEY and not _leveled(p.price_year, year, money)
    ]:
        told = {"costs": ", ".join(f"{n} {numbers[n].price_year}" for n in odd), "year": year}
        found.append(note("MEA047", place, id=measure.id, catalogue=like.id, **told))
    return own.model_copy(update=update)


def _price_year(own: Cost, numbers: Mapping[str, Parameter], money: Money | None) -> int | None:
    """Give the price year of a cost: the study's own, else that of the first number of the catalogue."""
    if own.price_year is not None:
        return own.price_year
    if any(getattr(own, name) is not None for name in MONEY):
        return money.price_year if money else None
    return next((numbers[name].price_year for name in MONEY if name in numbers), None)


def _leveled(given: int | None, wanted: int | None, money: Money | None) -> bool:
    """Tell whether money of one year can be counted in that of another."""
    return given == wanted or (money is not None and {given, wanted} <= set(money.deflator))


def _at(number: Parameter, year: int | None, money: Money | None) -> Distribution:
    """Give a number of the catalogue with its range, money in prices of a year where the study has price levels."""
    factor, given = 1.0, number.price_year
    if number.name in MONEY and money and given != year and _leveled(given, year, money):
        factor = money.deflator[int(year or 0)] / money.deflator[int(given or 0)]
    if number.low < number.high:
        return Triangular(factor * number.low, factor * number.mid, factor * number.high)
    return Fixed(factor * number.mid)


def _weakest(own: Cost, numbers: Iterable[Parameter], alone: bool) -> str:
    """Give the mark of the least sure of all numbers of a cost."""
    marks = {p.mark for p in numbers} | (set() if alone else {own.mark})
    return next(mark for mark in WEAKEST if mark in marks)


def _of_prices(listed: Listed) -> Iterator[Fault]:
    """Hold fuels and prices to what is known, and the units of own prices to what they price."""
    own = listed.money.prices if listed.money else {}
    energy = [id for id, one in prices.all_prices().items() if one.kind == "energy"]
    known, used = [*energy, *(id for id in own if id not in energy)], set()
    for position, measure in enumerate(listed.measures):
        place = Place(file=listed.file, key=f"measures.{position}.prices")
        for fuel, id in measure.prices.items():
            used.add(id)
            if fuel not in prices.DEFAULTS and fuel not in FUELS:
                told = {"text": cut(fuel), "hint": hint(fuel, [*prices.DEFAULTS, *FUELS])}
                yield note("MEA048", within(place, fuel), **told)
            if id not in known:
                yield note("MEA039", within(place, fuel), text=cut(id), hint=hint(id, known))
    for id, price in own.items():
        place = Place(file=listed.file, key=f"money.prices.{id}")
        if id not in energy and id not in used:
            yield note("MEA039", place, text=cut(id), hint=hint(id, energy))
        if not _converts(price.unit, "CNY/tce"):
            yield note("MEA049", place, text=cut(price.unit), wanted="CNY/GJ")
    carbon = listed.money.carbon_price if listed.money else None
    if carbon and carbon.unit and not _converts(carbon.unit, "CNY/t CO2", whole=True):
        place = Place(file=listed.file, key="money.carbon_price")
        yield note("MEA049", place, text=cut(carbon.unit), wanted="CNY/t CO2")


def _converts(unit: str, wanted: str, *, whole: bool = False) -> bool:
    """Tell whether a unit can be converted, or is the same in other words."""
    try:
        factor = scale(unit, wanted)
    except InputError:
        return False
    return factor == 1.0 or not whole
