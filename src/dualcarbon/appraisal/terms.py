"""The terms on which measures are valued: years, price level, discount rates, carbon price, prices of energy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.appraisal.energy_value import Price, Prices
from dualcarbon.measures.declared import Cost, Measure, cost_key
from dualcarbon.measures.money import Money, OwnPrice
from dualcarbon.quantities.distributions import Distribution, Fixed, Triangular
from dualcarbon.reference import prices as reference
from dualcarbon.scenarios.tree import Series
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import scale

NEEDED = ("investment", "o_and_m", "life")
"""Costs without which a measure is not valued; other yearly cost and lead time are 0 where nobody says them."""
Uniform = Callable[[str], Series]
"""Draws (member) of a key in units of 1; without it every number is central."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How measures are valued.

    ``carbon_price`` (year) [CNY/t CO2]; ``money`` is what the study says.
    """

    years: Sequence[int]
    money: Money
    carbon_price: Series

    @property
    def rate(self) -> float:
        """What an investor discounts with. [1/year]."""
        return self.money.financial_rate.value

    @property
    def price_year(self) -> int:
        """Price level of all money."""
        return self.money.price_year

    def level(self, year: int | None) -> float:
        """Give the number that turns money of a year into money of the price year. [1]."""
        table = self.money.deflator
        if year is None or year not in table or self.price_year not in table:
            return 1.0
        return table[self.price_year] / table[year]


def terms(money: Money, years: Sequence[int]) -> Terms:
    """Give the terms of a study from the base year to the horizon.

    Parameters
    ----------
    money : Money
        Price level, rate, carbon price and prices of measures.toml.
    years : sequence of int
        Base year to horizon.
    """
    points = money.carbon_price.points if money.carbon_price else {years[0]: Fixed(0.0)}
    knots = sorted(points)
    heights = [points[y].central for y in knots]
    carbon = np.interp(np.asarray(years, float), knots, heights, left=0.0)
    return Terms(years, money, carbon)


def energy_prices(given: Terms, uniform: Uniform | None = None) -> Prices:
    """Give every price of energy, the study's own before the reference's.

    Parameters
    ----------
    given : Terms
        Own prices and price level.
    uniform : callable, optional
        Draws of the keys ``prices.<id>``; taxes move with the price.

    Returns
    -------
    mapping of Price
        Arrays (1 or member, 1). [CNY/tce]
    """
    energy = {id: one for id, one in reference.all_prices().items() if one.kind == "energy"}
    own = given.money.prices
    return {id: _price(id, energy, own.get(id), given, uniform) for id in {**energy, **own}}


def price_keys() -> tuple[str, ...]:
    """Give the draw keys of the prices of energy."""
    return tuple(
        f"prices.{id}" for id, one in reference.all_prices().items() if one.kind == "energy"
    )


def cost_of(measure: Measure, name: str, given: Terms, uniform: Uniform | None = None) -> Series:
    """Give a cost of one unit in the price level of the appraisal (1 or member, 1). [CNY/unit; life, lead: year]."""
    number = getattr(measure.cost, name) if measure.cost else None
    if number is None:
        return np.zeros((1, 1))
    level = (
        1.0
        if name in ("life", "lead") or measure.cost is None
        else given.level(measure.cost.price_year)
    )
    drawn = uniform is not None and name not in ("life", "lead")
    return level * _drawn(number, cost_key(measure, name), uniform if drawn else None)


def cost_keys(measures: Iterable[Measure]) -> tuple[str, ...]:
    """Give the draw keys of the costs of measures."""
    names = ("investment", "o_and_m", "other")
    return tuple(
        cost_key(m, n) for m in measures for n in names if m.cost and getattr(m.cost, n) is not None
    )


def lacking(measure: Measure) -> list[str]:
    """Give the costs that a measure would need to be valued and lacks."""
    return [name for name in NEEDED if measure.cost is None or getattr(measure.cost, name) is None]


def of_other_years(measures: Iterable[Measure], given: Terms, place: Place) -> list[Fault]:
    """Tell which costs are of another price year and are taken as they are, because no price level is known."""
    table = given.money.deflator
    odd: dict[int, list[str]] = {}
    for measure in measures:
        year = measure.cost.price_year if isinstance(measure.cost, Cost) else None
        if (
            year is not None
            and year != given.price_year
            and not {year, given.price_year} <= set(table)
        ):
            odd.setdefault(year, []).append(measure.id)
    listed = "; ".join(f"{year}: {', '.join(ids)}" for year, ids in sorted(odd.items()))
    return [note("FIN020", place, year=given.price_year, listed=listed)] if odd else []


def _price(
    id: str,
    energy: Mapping[str, reference.Price],
    own: OwnPrice | None,
    given: Terms,
    uniform: Uniform | None,
) -> Price:
    number, bare, unit, year = _stated(id, energy, own)
    rate = scale(unit, "CNY/tce") if own else reference.per_tce(energy[id])
    rate *= given.level(year)
    value = rate * _drawn(number, f"prices.{id}", uniform)
    return Price(value, value * (bare / number.central if number.central else 1.0))


def _stated(
    id: str, energy: Mapping[str, reference.Price], own: OwnPrice | None
) -> tuple[Distribution, float, str, int | None]:
    """Give a price as stated: number, number without taxes, unit, price year."""
    if own is not None:
        bare = own.ex_tax if own.ex_tax is not None else own.value.central
        return own.value, bare, own.unit, own.price_year
    one = energy[id]
    number: Distribution = Triangular(one.low, one.mid, one.high)
    return number, one.value(taxes=False), one.unit, one.price_year


def _drawn(number: Distribution, key: str, uniform: Uniform | None) -> Series:
    if uniform is None or isinstance(number, Fixed):
        return np.array([[number.central]])
    return number.at(uniform(key))[:, None]
