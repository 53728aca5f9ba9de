"""Mangroves, salt marshes and seagrass that were planted or restored, polygon by polygon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.land.forest import CO2_PER_C
from dualcarbon.inventory.land.kinds import apart
from dualcarbon.inventory.ledger import Activity, Floats, Line, Use
from dualcarbon.quantities.declared import gathering
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note

FRESH = 18.0
"""Salinity below which coastal wetlands give off methane. [g/kg]"""
SALINE = "seagrass_created"  # grows in the sea: no methane
CREATED = ("mangrove_created", "salt_marsh_created", SALINE)
BIOMASS = {"growth": "t/ha yr", "biomass": "t/ha", "root": "1", "CF": "t C/t"}


def standing(own: Sequence[int], years: Sequence[int]) -> Floats:
    """Give the weights that add up the areas created so far.

    Parameters
    ----------
    own : sequence of int
        Years in which area was created.
    years : sequence of int
        Years of the account.

    Returns
    -------
    ndarray (own, year)
        1 from the year of creation on. [1]

    Examples
    --------
    >>> np.array([5.0, 2.0]) @ standing([2019, 2021], [2018, 2019, 2020, 2021])
    array([0., 5., 5., 7.])
    """
    return (np.subtract.outer(np.asarray(own), np.asarray(years)) <= 0).astype(float)


def soil(created: Floats, rate: Floats, weights: Floats) -> Floats:
    r"""Compute what the soil of created coastal wetlands takes up.

    .. math:: E_y = -\frac{44}{12} \, r \sum_{s \le y} A_s

    Parameters
    ----------
    created : ndarray (..., own)
        Area created in its years. [ha]
    rate : ndarray (..., 1)
        Accumulation of carbon. [t C/ha yr]
    weights : ndarray (own, year)
        Weights of ``standing``. [1]

    Returns
    -------
    ndarray (..., year)
        Emissions, negative. [t CO2]

    References
    ----------
    .. [1] IPCC, "2013 Supplement to the 2006 IPCC Guidelines for National Greenhouse Gas Inventories: Wetlands", ch. 4,
       eq. 4.7 and table 4.12.

    Examples
    --------
    >>> soil(np.array([100.0]), np.array([1.62]), np.ones((1, 2))).round(6)
    array([-594., -594.])
    """
    return -(created @ weights) * rate * CO2_PER_C


def biomass(
    created: Floats, growth: Floats, most: Floats, root: Floats, share: Floats, age: Floats
) -> Floats:
    r"""Compute what the plants take up until they hold as much as a grown stand.

    .. math:: E_y = -\frac{44}{12} (1 + R) \, CF \sum_s A_s [\min(g (y - s + 1), B) - \min(g (y - s), B)]

    Parameters
    ----------
    created : ndarray (..., own)
        Area created in its years. [ha]
    growth : ndarray (..., 1)
        Above-ground growth. [t/ha yr]
    most : ndarray (..., 1)
        Above-ground biomass of a grown stand. [t/ha]
    root : ndarray (..., 1)
        Below-ground per above-ground biomass. [1]
    share : ndarray (..., 1)
        Carbon of dry matter. [t C/t]
    age : ndarray (own, year)
        Full years since creation, negative before it. [yr]

    Returns
    -------
    ndarray (..., year)
        Emissions, negative until the stand is grown. [t CO2]

    References
    ----------
    .. [1] IPCC, "2013 Supplement to the 2006 IPCC Guidelines for National Greenhouse Gas Inventories: Wetlands", ch. 4,
       tables 4.3 to 4.5.

    Examples
    --------
    A hectare that grows 30 t a year to 75 t, without roots, half carbon: 30, 30, 15, nothing more.

    >>> one = [np.array([x]) for x in (1.0, 30.0, 75.0, 0.0, 0.5)]
    >>> -biomass(*one, np.array([[0.0, 1.0, 2.0, 3.0]])) / CO2_PER_C
    array([15. , 15. ,  7.5,  0. ])
    """
    speed, cap = growth[..., None], most[..., None]
    grown = np.minimum(speed * np.maximum(age + 1, 0), cap)
    added = grown - np.minimum(speed * np.maximum(age, 0), cap)
    taken = np.einsum("...s,...sy->...y", created, added)
    return -taken * (1 + root) * share * CO2_PER_C


def methane(created: Floats, rate: Floats, salinity: Floats, weights: Floats) -> Floats:
    """Compute the methane of created coastal wetlands where the water is not salt.

    Parameters
    ----------
    created : ndarray (..., own)
        Area created in its years. [ha]
    rate : ndarray (..., 1)
        Methane below 18 g/kg. [t CH4/ha yr]
    salinity : ndarray (..., 1)
        Salt of the water. [g/kg]
    weights : ndarray (own, year)
        Weights of ``standing``. [1]

    Returns
    -------
    ndarray (..., year)
        [t CH4]

    References
    ----------
    .. [1] IPCC, "2013 Supplement to the 2006 IPCC Guidelines for National Greenhouse Gas Inventories: Wetlands", ch. 4,
       eq. 4.9 and table 4.14.

    Examples
    --------
    >>> area, rate, weights = np.array([100.0]), np.array([0.1937]), np.ones((1, 1))
    >>> [methane(area, rate, np.array([salt]), weights).round(2).tolist() for salt in (5.0, 18.0)]
    [[19.37], [0.0]]
    """
    return (created @ weights) * rate * (salinity < FRESH)


def lines(activities: Activities, shelf: Shelf) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the lines of coastal wetlands, one polygon at a time; methane must be known before a sink is booked."""
    found: list[Line] = []
    faults: list[Fault] = []
    for item in CREATED:
        for kind in apart(activities, item, faults):
            with gathering(faults):
                if item != SALINE and not shelf.has(item, "salinity", kind=kind):
                    place = Place(file="data/activity.csv")
                    faults.append(note("LND002", place, indicator=item, kind=kind or "-"))
                    activities.told.add((item, kind))
                    continue
                found += _polygon(activities, shelf, item, kind)
    return tuple(found), tuple(faults)


def _polygon(activities: Activities, shelf: Shelf, item: str, kind: str) -> list[Line]:
    created = activities.series(item, "ha", kind)
    if created is None:
        return []
    years = activities.years
    weights = standing(created.years, years)
    age = -np.subtract.outer(np.asarray(created.years), np.asarray(years)).astype(float)

    def one(quantity: str, unit: str, of: str = item) -> Use:
        return use(shelf, of, quantity, unit, years[-1:], kind=kind)

    def line(pool: str, gas: str, numbers: Sequence[Use], formula: Callable[..., Floats]) -> Line:
        inputs: tuple[Activity | Use, ...] = (created, *numbers)
        return Line(
            id=f"land.{item}.{kind}.{pool}", category="3B4", gas=gas, years=years, inputs=inputs, formula=formula,
            method="coastal_created", item=item, kind=kind,
        )  # fmt: skip

    found = [line("soil", "CO2", [one("soil", "t C/ha yr")], partial(soil, weights=weights))]
    if shelf.has(item, "growth", kind=kind):
        grown = [one(quantity, unit) for quantity, unit in BIOMASS.items()]
        found.append(line("biomass", "CO2", grown, partial(biomass, age=age)))
    if item != SALINE:
        given = [one("CH4", "t CH4/ha yr", "coastal_wetland"), one("salinity", "g/kg")]
        found.append(line("water", "CH4", given, partial(methane, weights=weights)))
    return found
