"""What a study says of money: refused where it cannot be, told where it was taken as it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from dualcarbon.appraisal.energy_value import brings_in
from dualcarbon.appraisal.terms import Terms, as_stated, used_prices
from dualcarbon.finance.cash_flow import discount_rate
from dualcarbon.measures.declared import Cost, Measure
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.declared import gathering, within
from dualcarbon.vocabulary.faults import Fault, Place, note


def faults(listed: Listed) -> list[Fault]:
    """Give the faults of rate, carbon price and years of costs, each at its key.

    Parameters
    ----------
    listed : Listed
        The measures of a study in declared order, and how they are valued.
    """
    place, found = Place(file=listed.file), list[Fault]()
    if listed.money is not None:
        where = within(place, "money")
        with gathering(found):
            discount_rate(listed.money.financial_rate.value, within(where, "financial_rate"))
        if listed.money.carbon_price is not None:
            found += listed.money.carbon_price.faults(within(where, "carbon_price"))
    for position, measure in enumerate(listed.measures):
        found += _of_cost(measure.cost, within(place, "measures", position, "cost"))
    return found


def warnings(measures: Iterable[Measure], given: Terms, place: Place) -> list[Fault]:
    """Tell which costs and prices were taken as they stand, because no price level or tax is known.

    Parameters
    ----------
    measures : iterable of Measure
        Those that some scenario deploys.
    given : Terms
        Price level, own prices.
    place : Place
        Of the money.
    """
    used = list(measures)
    costs = {m.id: m.cost.price_year for m in used if m.cost is not None}
    ids = used_prices(used)
    years = {id: as_stated(id, given.money)[3] for id in ids}
    own = given.money.prices
    bare = [id for id in ids if id in own and own[id].ex_tax is None]
    undated = [id for id, year in costs.items() if year is None]
    free = [m.id for m in used if brings_in(m) and m.cost is not None and m.cost.other is None]
    told = [*_of_years("FIN020", costs, given, place), *_of_years("FIN024", years, given, place)]
    for code, ids in (("FIN023", undated), ("FIN025", bare), ("FIN026", free)):
        if ids:
            told.append(note(code, place, ids=", ".join(ids), year=given.price_year))
    return told


def _of_cost(cost: Cost | None, place: Place) -> Iterator[Fault]:
    """Refuse a life that ends before it begins, and spending after the effect."""
    life, lead = (None, None) if cost is None else (cost.life, cost.lead)
    if life is not None and not life.central > 0:
        yield note("FIN010", within(place, "life"), life=life.central)
    if lead is not None and not lead.central >= 0:
        yield note("FIN011", within(place, "lead"), lead=lead.central)


def _of_years(
    code: str, years: Mapping[str, int | None], given: Terms, place: Place
) -> Iterator[Fault]:
    """Tell what is in prices of a year whose price level is not known."""
    odd: dict[int, list[str]] = defaultdict(list)
    for id, year in years.items():
        if year is not None and not given.knows(year):
            odd[year].append(id)
    listed = "; ".join(f"{year}: {', '.join(ids)}" for year, ids in sorted(odd.items()))
    if odd:
        yield note(code, place, year=given.price_year, listed=listed)
