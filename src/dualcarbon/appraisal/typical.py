"""What a unit of a typical measure avoids in a year, and what a tonne costs: a first look, never a study's own number."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dualcarbon.finance.marginal_cost import yearly
from dualcarbon.measures.catalogue import Typical
from dualcarbon.reference.prices import emission_factor, price
from dualcarbon.vocabulary.faults import Place

CASES = ("central", "favourable", "unfavourable")
"""Every number at its central value; all at once at the ends that make a tonne cheaper or dearer, prices and life kept."""
BOUGHT = ("elec_i", "elec_al", "elec_c", "elec_r", "elec_ev", "elec_sc")
"""Prices of electricity that is bought or spared, which carry the average factor of the grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A typical unit in one year, and the cost of its tonne; nothing where it avoids or costs nothing."""

    abatement: float
    """Emissions avoided. [t CO2e/unit/year]"""
    social_8: float | None
    """At 8 %, with taxes. [CNY/t CO2e]"""
    social_6: float | None
    """At 6 %, with taxes. [CNY/t CO2e]"""
    ex_tax: float | None
    """At 8 %, prices without value added and consumption tax: what it costs society. [CNY/t CO2e]"""
    favourable: float | None
    """At 8 %, every number at its better end: an envelope, no interval. [CNY/t CO2e]"""
    unfavourable: float | None
    """At 8 %, every number at its worse end. [CNY/t CO2e]"""


def cost(measure: Typical) -> Cost:
    """Give what a typical unit avoids and what a tonne of it costs, at the social rates.

    Examples
    --------
    A kilowatt of onshore wind, 4,800 CNY for 25 years, makes 2.2 MWh a year of 300 CNY each; a capital recovery
    of 0.0937 and 130 CNY of upkeep leave -80 CNY for 1.82 t:

    >>> from dualcarbon.measures.catalogue import typical
    >>> wind = cost(typical("E06"))
    >>> round(wind.abatement, 2), round(wind.social_8)
    (1.82, -44)
    """
    social, benefit = (price(f"discount_{of}").mid for of in ("social", "benefit"))
    at_8 = functools.partial(marginal_cost, measure, rate=social)
    return Cost(
        abatement=abatement(measure),
        social_8=at_8(),
        social_6=marginal_cost(measure, rate=benefit),
        ex_tax=at_8(taxes=False),
        favourable=at_8(case="favourable"),
        unfavourable=at_8(case="unfavourable"),
    )


def marginal_cost(
    measure: Typical, *, rate: float, taxes: bool = True, case: str = "central"
) -> float | None:
    r"""Give the cost of a tonne in one year of a typical unit.

    .. math:: MAC = \frac{I \cdot CRF(i, n) + O - \sum_f s_f p_f}{D + \sum_f s_f e_f}

    with O the yearly costs, s energy saved (used energy negative), p its price, e its emission factor and D the
    abatement that does not come from energy. There is no carbon price and no subsidy in it.

    Parameters
    ----------
    measure : Typical
        Of the catalogue.
    rate : float
        Discount rate i. [1/year]
    taxes : bool
        Whether prices hold value added and consumption tax.
    case : {"central", "favourable", "unfavourable"}
        Which ends of the ranges; life and prices stay central.

    Returns
    -------
    float or None
        [CNY/t CO2e]; None where nothing is avoided, or nothing is spent or saved at all.

    Raises
    ------
    InputError
        The rate is no discount rate.

    References
    ----------
    .. [1] W. Short, D. J. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and
       Renewable Energy Technologies", NREL/TP-462-5173 (1995): annualised cost.

    Examples
    --------
    >>> from dualcarbon.measures.catalogue import typical
    >>> round(marginal_cost(typical("E06"), rate=0.06))
    -85
    """
    investment = measure.cost["investment"].at(case)
    each = running(measure, taxes=taxes, case=case)
    if investment == 0 and each == 0:
        return None
    return yearly(
        rate=rate,
        investment=investment,
        life=measure.life.at(case),
        running=each,
        abatement=abatement(measure, case=case),
        place=Place(key=f"catalogue.{measure.id}"),
    ).value


def running(measure: Typical, *, taxes: bool = True, case: str = "central") -> float:
    """Give the yearly cost of a typical unit less the energy that it saves.

    Parameters
    ----------
    measure : Typical
        Of the catalogue.
    taxes : bool
        Whether prices hold value added and consumption tax.
    case : {"central", "favourable", "unfavourable"}
        Which ends of the ranges.

    Returns
    -------
    float
        [CNY/unit/year]

    Examples
    --------
    >>> from dualcarbon.measures.catalogue import typical
    >>> round(running(typical("E06")))
    -530
    """
    upkeep = sum(
        measure.cost[name].at(case) for name in ("o_and_m", "other") if name in measure.cost
    )
    return upkeep - sum(
        amount * price(id).value(taxes=taxes) for id, amount in energy(measure, case=case).items()
    )


def abatement(measure: Typical, *, case: str = "central", grid: float | None = None) -> float:
    """Give the emissions that a typical unit avoids in a year.

    Electricity bought or spared carries the average factor of the grid, electricity made that of fossil plants: a
    region must choose one boundary, and its own abatement comes from its tree.

    Parameters
    ----------
    measure : Typical
        Of the catalogue.
    case : {"central", "favourable", "unfavourable"}
        Which ends of the ranges.
    grid : float, optional
        Average grid factor of another year. [t CO2/MWh]

    Returns
    -------
    float
        [t CO2e/unit/year]

    References
    ----------
    .. [1] Ministry of Ecology and Environment, National Bureau of Statistics, announcement of the carbon dioxide
       emission factors of electricity 2023.

    Examples
    --------
    >>> from dualcarbon.measures.catalogue import typical
    >>> round(abatement(typical("T03")), 1), round(abatement(typical("T03"), grid=0.2), 1)
    (18.7, 72.3)
    """
    direct = measure.direct.at(case) if measure.direct else 0.0
    return direct + sum(
        amount * _factor(id, grid) for id, amount in energy(measure, case=case).items()
    )


def energy(measure: Typical, *, case: str = "central") -> dict[str, float]:
    """Give the energy that a typical unit saves or makes in a year, used energy negative, by price.

    Parameters
    ----------
    measure : Typical
        Of the catalogue.
    case : {"central", "favourable", "unfavourable"}
        Which ends of the ranges.

    Returns
    -------
    dict
        By id of the price. [GJ, MWh or kg per unit and year]

    Examples
    --------
    >>> from dualcarbon.measures.catalogue import typical
    >>> energy(typical("T03"))
    {'diesel': 1441.6, 'elec_ev': -162.0}
    """
    saved = {id: parameter.at(case) for id, parameter in measure.saved.items()}
    return saved | {id: -parameter.at(case) for id, parameter in measure.used.items()}


def _factor(id: str, grid: float | None) -> float:
    return grid if grid is not None and id in BOUGHT else emission_factor(id)
