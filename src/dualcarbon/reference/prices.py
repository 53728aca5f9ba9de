"""What energy and carbon cost: reference prices with range, tax and emission factor, and social discount rates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.reference.tables import number, remembered, rows
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.names import nearest
from dualcarbon.vocabulary.units import KGCE_MJ

DEFAULTS = {
    "coal": "coal",
    "oil": "diesel",
    "natural_gas": "gas_i",
    "electricity": "elec_i",
    "heat": "heat_n",
    "nonfossil": "elec_gen",
    "other_energy": "straw",
    "import": "elec_disp",
    "recovered": "heat_xw",
}
"""Price by group of fuels, where nobody says another; import and recovered: electricity and heat brought in or won."""
OF_CHAINS = {"hydrogen": "h2"}
"""The same for what chains of conversion make, which has a price only where it is bought."""
BORDER = {"natural_gas": "gas_gate", "nonfossil": "elec_re"}
"""The same to society where it is another one: gas at the city gate, electricity without fuel at what its plants cost."""
KGCE_KWH = 0.1229
"""Standard coal of a kilowatt-hour by its heat. [kgce/kWh]"""
HYDROGEN_GJ = 0.120
"""Lower heating value of hydrogen. [GJ/kg]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A reference price, or a rate of discount.

    ``kind``: ``energy``, ``carbon``, ``discount`` or ``currency``. Money is of ``price_year``; ``years`` tells the
    years that a mean was taken over. ``co2`` is what a unit emits where it is used, or avoids where it is made.
    """

    id: str
    kind: str
    en: str
    zh: str
    unit: str
    low: float
    mid: float
    high: float
    ex_tax: float | None
    co2: float | None
    co2_source: str
    co2_mark: str
    price_year: int
    years: str
    source: str
    mark: str
    note: str

    def value(self, *, taxes: bool = True) -> float:
        """Give the central price, with or without value added and consumption tax. [``unit``].

        Examples
        --------
        >>> price("diesel").value(), price("diesel").value(taxes=False)
        (144.0, 94.2)
        """
        return self.mid if taxes or self.ex_tax is None else self.ex_tax

    def title(self, lang: str) -> str:
        """Give the name as shown to people."""
        return self.zh if lang == "zh" else self.en


def price(id: str, *, place: Place | None = None) -> Price:
    """Give a reference price.

    Raises
    ------
    UnknownName
        There is no such price; the nearest is named.

    References
    ----------
    .. [1] National Bureau of Statistics, market prices of important means of production.
    .. [2] National Development and Reform Commission, Ministry of Construction, "Methods and Parameters for the
       Economic Evaluation of Construction Projects", 3rd edition, 2006: social discount rates.

    Examples
    --------
    >>> price("coal").mid, price("coal").unit, price("coal").mark
    (30.4, 'CNY/GJ', 'C')
    >>> price("discount_social").mid
    0.08
    """
    found = all_prices().get(id)
    if found is None:
        where = place or Place(key="prices")
        raise UnknownName(faults=[note("REF029", where, text=id, hint=_hint(id, all_prices()))])
    return found


@remembered
def all_prices() -> dict[str, Price]:
    """Give all reference prices by id, in the order of their table.

    Examples
    --------
    >>> list(all_prices())[:3]
    ['coal', 'metcoal', 'coke']
    """
    return {row["id"]: _price(row) for row in rows("prices")}


def per_tce(given: Price, *, kgce_per_kwh: float = KGCE_KWH) -> float:
    """Give the number that a price of energy is multiplied with to be per standard coal.

    Parameters
    ----------
    given : Price
        A price per GJ, MWh or, for hydrogen, kg.
    kgce_per_kwh : float
        How the account counts a kilowatt-hour; by its heat if not said. [kgce/kWh]

    Returns
    -------
    float
        Units in a tonne of standard coal. [unit of the price/tce]

    Raises
    ------
    InputError
        It is no price of energy.

    References
    ----------
    .. [1] GB/T 2589-2020, "General rules for calculation of the comprehensive energy consumption".

    Examples
    --------
    >>> per_tce(price("coal")), round(per_tce(price("elec_i")), 3), round(per_tce(price("h2")), 2)
    (29.3076, 8.137, 244.23)
    """
    units = {
        "CNY/GJ": KGCE_MJ,
        "CNY/MWh": 1 / kgce_per_kwh,
        "CNY/kg": KGCE_MJ / HYDROGEN_GJ,
    }
    if given.unit not in units:
        raise _no_energy(given)
    return units[given.unit]


def in_tce(id: str, *, taxes: bool = True, kgce_per_kwh: float = KGCE_KWH) -> float:
    """Give a price of energy per standard coal.

    Parameters
    ----------
    id : str
        Price.
    taxes : bool
        Whether with value added and consumption tax.
    kgce_per_kwh : float
        How the account counts a kilowatt-hour; by its heat if not said. [kgce/kWh]

    Returns
    -------
    float
        [CNY/tce]

    Raises
    ------
    UnknownName
        There is no such price.
    InputError
        It is no price of energy.

    References
    ----------
    .. [1] GB/T 2589-2020, "General rules for calculation of the comprehensive energy consumption".

    Examples
    --------
    >>> round(in_tce("coal")), round(in_tce("elec_i"))
    (891, 5289)
    """
    given = price(id)
    return given.value(taxes=taxes) * per_tce(given, kgce_per_kwh=kgce_per_kwh)


def emission_factor(id: str) -> float:
    """Give what a unit of energy emits where it is used, or avoids where it is made.

    Returns
    -------
    float
        [t CO2/GJ, t CO2/MWh or, of hydrogen, t CO2/kg]

    Raises
    ------
    UnknownName
        There is no such price.
    InputError
        It is no price of energy.

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories", 2011.
    .. [2] Ministry of Ecology and Environment, National Bureau of Statistics, announcement of the carbon dioxide
       emission factors of electricity 2023.

    Examples
    --------
    >>> emission_factor("coal"), emission_factor("elec_i"), emission_factor("elec_gen")
    (0.0909, 0.5306, 0.8273)
    """
    given = price(id)
    if given.co2 is None:
        raise _no_energy(given)
    return given.co2


def _no_energy(given: Price) -> InputError:
    told = {"price": given.en, "price_zh": given.zh, "unit": given.unit}
    return InputError(faults=[note("REF030", Place(key=f"prices.{given.id}"), **told)])


def _hint(text: str, known: Iterable[str]) -> dict[str, str]:
    names = list(known)
    if near := nearest(text, names):
        return {"en": f'did you mean "{near}"?', "zh": f"是否应为“{near}”？"}
    return {"en": f"known: {', '.join(names)}", "zh": f"可用：{'、'.join(names)}"}


def _price(row: dict[str, str]) -> Price:
    told = ("id", "kind", "en", "zh", "unit", "co2_source", "co2_mark", "years", "source", "mark", "note")  # fmt: skip
    return Price(
        **{key: row[key] for key in told},
        low=float(row["low"]),
        mid=float(row["mid"]),
        high=float(row["high"]),
        ex_tax=number(row["ex_tax"]),
        co2=number(row["co2"]),
        price_year=int(row["price_year"]),
    )
