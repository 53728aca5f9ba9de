"""The terms on which measures are valued: years, price level, discount rates, carbon price, prices of energy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.appraisal.energy_value import Price, Prices
from dualcarbon.measures.declared import Measure, cost_key
from dualcarbon.measures.money import Money
from dualcarbon.quantities.distributions import Distribution, Fixed, Triangular
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.evaluation import values
from dualcarbon.quantities.paths import Path, draw_keys
from dualcarbon.reference import prices as reference
from dualcarbon.reference import standard_coal
from dualcarbon.scenarios.tree import Series
from dualcarbon.vocabulary.units import scale, spelled

NEEDED = ("investment", "o_and_m", "life")
"""Costs without which a measure is not valued; other yearly cost and lead time are 0 where nobody says them."""
MONEY = ("investment", "o_and_m", "other")
"""Costs that are money, and drawn; life and lead are not."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How measures are valued.

    Attributes
    ----------
    years : sequence of int
        Base year to horizon; money and tonnes are worth what they are in the first.
    money : Money
        What the study says.
    kgce_per_kwh : float
        How the account counts electricity. [kgce/kWh]
    """

    years: Sequence[int]
    money: Money
    kgce_per_kwh: float

    @property
    def rate(self) -> float:
        """What an investor discounts with. [1/year]."""
        return self.money.financial_rate.value

    @property
    def price_year(self) -> int:
        """Price level of all money."""
        return self.money.price_year

    def knows(self, year: int | None) -> bool:
        """Tell whether money of a year can be put in prices of the price year."""
        both = {year, self.price_year}
        return len(both) == 1 or both <= set(self.money.deflator)

    def level(self, year: int | None) -> float:
        """Give the number that turns money of a year into money of the price year, 1 where nothing says it. [1]."""
        table = self.money.deflator
        if year is None or year == self.price_year or not self.knows(year):
            return 1.0
        return table[self.price_year] / table[year]


@dataclass(frozen=True, slots=True)
class Market:
    """What money and tonnes are worth under some terms, centrally or in every member.

    Attributes
    ----------
    terms : Terms
        Years, price level, rates.
    prices : mapping of Price
        Every price of energy by id, arrays (1 or member, 1). [CNY/tce]
    carbon_price : ndarray (1 or member, year)
        Price of a tonne. [CNY/t CO2]
    draws : Draws or None
        Draws of uncertain costs; nothing where every number is central.
    """

    terms: Terms
    prices: Prices
    carbon_price: Series
    draws: Draws | None = None


def market(given: Terms, draws: Draws | None = None) -> Market:
    """Give all prices under some terms, central or drawn."""
    return Market(given, energy_prices(given, draws), carbon_price(given, draws), draws)


def terms(money: Money, years: Sequence[int], convention: str = "calorific") -> Terms:
    """Give the terms of a study from the base year to the horizon.

    Parameters
    ----------
    money : Money
        Price level, rate, carbon price and prices of measures.toml.
    years : sequence of int
        Base year to horizon.
    convention : {"calorific", "coal_equivalent"}
        How the account counts a kilowatt-hour: by its heat, or by the coal that made it in the base year.
    """
    counted, _ = standard_coal.electricity(years[0], convention)
    return Terms(years, money, counted.value)


def carbon_price(given: Terms, draws: Draws | None = None) -> Series:
    """Give the price of a tonne, nothing before its first year.

    Parameters
    ----------
    given : Terms
        Carbon price as declared, and price level.
    draws : Draws, optional
        Draws of its uncertain points; without them it is central.

    Returns
    -------
    ndarray (1 or member, year)
        Real price. [CNY/t CO2]
    """
    form = given.money.carbon_price
    if form is None:
        return np.zeros((1, len(given.years)))
    path = Path("carbon_price", form)
    found = values(path, years=given.years, base_year=given.years[0], draws=draws)
    return np.where(np.asarray(given.years) < min(form.points), 0.0, found)


def energy_prices(given: Terms, draws: Draws | None = None) -> Prices:
    """Give every price of energy, the study's own before the reference's.

    Parameters
    ----------
    given : Terms
        Own prices and price level.
    draws : Draws, optional
        Draws of the keys ``prices.<id>``; taxes move with the price.

    Returns
    -------
    mapping of Price
        Arrays (1 or member, 1). [CNY/tce]
    """
    return {id: _price(id, given, draws) for id in known_prices(given.money)}


def known_prices(money: Money | None) -> tuple[str, ...]:
    """Give the ids of all prices of energy, those of the reference first."""
    own = money.prices if money else {}
    return tuple(dict.fromkeys([*reference_prices(), *own]))


def reference_prices() -> dict[str, reference.Price]:
    """Give the reference's prices of energy by id."""
    return {id: one for id, one in reference.all_prices().items() if one.kind == "energy"}


def cost_of(measure: Measure, name: str, given: Terms, draws: Draws | None = None) -> Series:
    """Give a cost of one unit in the price level of the appraisal.

    Parameters
    ----------
    measure : Measure
        Its cost as declared; what is not given is 0.
    name : str
        Which: ``investment``, ``o_and_m``, ``other``, ``life`` or ``lead``.
    given : Terms
        Price level.
    draws : Draws, optional
        Draws of costs; life and lead stay central.

    Returns
    -------
    ndarray (1 or member, 1)
        Money of the price year [CNY/unit], or years [year].
    """
    number = getattr(measure.cost, name) if measure.cost else None
    if number is None or measure.cost is None:
        return np.zeros((1, 1))
    if name not in MONEY:
        return _drawn(number, "", None)
    return given.level(measure.cost.price_year) * _drawn(number, cost_key(measure, name), draws)


def keys_of_draws(measures: Iterable[Measure], money: Money) -> tuple[str, ...]:
    """Give the draw keys of all uncertain money: costs of measures, prices of energy, carbon price."""
    costs = [
        cost_key(m, n) for m in measures for n in MONEY if m.cost and getattr(m.cost, n) is not None
    ]
    carbon = draw_keys(Path("carbon_price", money.carbon_price)) if money.carbon_price else ()
    return (*costs, *(f"prices.{id}" for id in known_prices(money)), *carbon)


def lacking(measure: Measure, *, bought: bool = True) -> list[str]:
    """Give the costs that a measure would need to be valued and lacks.

    Parameters
    ----------
    measure : Measure
        Its cost as declared.
    bought : bool
        Whether some of its units are bought at the measure's own cost rather than at that of their project.
    """
    needed = [n for n in NEEDED if bought or n != "investment"]
    return [name for name in needed if measure.cost is None or getattr(measure.cost, name) is None]


def per_tce(unit: str, given: Terms) -> float:
    """Give the number that a price of energy is multiplied with to be per tonne of standard coal.

    Parameters
    ----------
    unit : str
        Money per energy, for example ``CNY/GJ``; per kilowatt-hour it is of electricity.
    given : Terms
        How the account counts electricity.

    Returns
    -------
    float
        Units in a tonne of standard coal. [unit of the price/tce]

    Raises
    ------
    UnitMismatch
        It is no price of energy.

    References
    ----------
    .. [1] GB/T 2589-2020, "General rules for calculation of the comprehensive energy consumption".
    """
    if spelled(unit).endswith("Wh"):
        return scale(unit, "CNY/MWh") / given.kgce_per_kwh
    return scale(unit, "CNY/tce")


def _price(id: str, given: Terms, draws: Draws | None) -> Price:
    number, bare, unit, year = as_stated(id, given.money)
    mass = id not in given.money.prices and unit.endswith("kg")  # of the reference: hydrogen
    rate = reference.per_tce(reference_prices()[id]) if mass else per_tce(unit, given)
    value = rate * given.level(year) * _drawn(number, f"prices.{id}", draws)
    return Price(value, value * (bare / number.central if number.central else 1.0))


def as_stated(id: str, money: Money) -> tuple[Distribution, float, str, int | None]:
    """Give a price as stated, the study's own before the reference's.

    Parameters
    ----------
    id : str
        Of a price of energy.
    money : Money
        Own prices.

    Returns
    -------
    tuple
        Price, price without taxes [unit], unit, price year.
    """
    own = money.prices.get(id)
    if own is not None:
        bare = own.ex_tax if own.ex_tax is not None else own.value.central
        return own.value, bare, own.unit, own.price_year
    one = reference_prices()[id]
    number: Distribution = Triangular(one.low, one.mid, one.high)
    return number, one.value(taxes=False), one.unit, one.price_year


def _drawn(number: Distribution, key: str, draws: Draws | None) -> Series:
    if draws is None or isinstance(number, Fixed):
        return np.array([[number.central]])
    return number.at(draws.uniform(key))[:, None]


def used_prices(measures: Iterable[Measure]) -> Collection[str]:
    """Give the ids of the prices that measures may be valued with: the usual ones, and their own."""
    own = {id for m in measures for id in m.prices.values()}
    return sorted({*reference.DEFAULTS.values(), *reference.BORDER.values(), *own})
