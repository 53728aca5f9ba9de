"""Carbon of soils whose use or management changed, and of soils that were drained."""

from __future__ import annotations

import numpy as np

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import Land, Practice, SoilChange
from dualcarbon.inventory.land.forest import CO2_PER_C
from dualcarbon.inventory.land.kinds import apart
from dualcarbon.inventory.ledger import Activity, Floats, Line, Use
from dualcarbon.quantities.declared import gathering
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note

TRANSITION = 20
"""Years in which a soil comes from one stock to the other. [yr]"""
CATEGORIES = {"cropland": "3B2", "grassland": "3B3"}
CHANGED, DRAINED = "soil_changed_area", "drained_soil"


def stock(reference: Floats, land_use: Floats, management: Floats, inputs: Floats) -> Floats:
    r"""Compute the carbon that a mineral soil holds to 30 cm.

    .. math:: SOC = SOC_{ref} \, F_{LU} \, F_{MG} \, F_I

    Parameters
    ----------
    reference : ndarray
        Stock under native vegetation, by climate and soil. [t C/ha]
    land_use, management, inputs : ndarray
        Factors of land use, of tillage or grazing, of what comes back to the soil. [1]

    Returns
    -------
    ndarray
        [t C/ha]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.25.

    Examples
    --------
    Long cultivated, warm temperate, moist, high-activity clay:

    >>> round(float(stock(88.0, 0.69, 1.0, 1.0)), 2)
    60.72
    """
    return reference * land_use * management * inputs


def change(area: Floats, before: Floats, after: Floats) -> Floats:
    r"""Compute what soils give off while they pass from one stock to another.

    .. math:: E = -\frac{44}{12} \, A \, \frac{SOC_0 - SOC_{-20}}{20}

    Parameters
    ----------
    area : ndarray (..., year)
        Area whose use or management changed within the last twenty years. [ha]
    before, after : ndarray
        Stock before and after. [t C/ha]

    Returns
    -------
    ndarray (..., year)
        Emissions, removals negative. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.25.

    Examples
    --------
    A thousand hectares that go from 60 to 66 t C/ha, 0.3 a year:

    >>> float(change(1000.0, 60.0, 66.0))
    -1100.0
    """
    return -area * (after - before) / TRANSITION * CO2_PER_C


def in_transition(changed: Floats) -> Floats:
    """Add up the areas changed within the last twenty years.

    Parameters
    ----------
    changed : ndarray (..., year)
        Area whose use or management changed in each of consecutive years, the first being the first ever. [ha]

    Returns
    -------
    ndarray (..., year)
        Area that is on its way to the new stock. [ha]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, sec. 2.3.3.1.

    Examples
    --------
    >>> in_transition(np.ones(22))[[0, 19, 21]]
    array([ 1., 20., 20.])
    """
    since = np.cumsum(changed, axis=-1)
    left = np.zeros_like(since)
    left[..., TRANSITION:] = since[..., :-TRANSITION]
    return since - left


def drained(area: Floats, rate: Floats) -> Floats:
    """Compute what drained organic or coastal soils give off.

    Parameters
    ----------
    area : ndarray (..., year)
        Area drained. [ha]
    rate : ndarray
        Carbon lost. [t C/ha yr]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2013 Supplement to the 2006 IPCC Guidelines for National Greenhouse Gas Inventories: Wetlands", ch. 2
       and 4.

    Examples
    --------
    >>> round(float(drained(30.0, 7.9)), 6)
    869.0
    """
    return area * rate * CO2_PER_C


def lines(
    activities: Activities, settings: Land, shelf: Shelf
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the lines of cropland and grassland soils and of drained soils, and what keeps others out."""
    found: list[Line] = []
    faults: list[Fault] = []
    declared = {soil.id: soil for soil in settings.soils}
    for kind in activities.kinds(CHANGED):
        with gathering(faults):
            if kind not in declared:
                activities.told.add((CHANGED, kind))
                faults.append(_undeclared(kind, declared))
                continue
            found += _changed(activities, declared[kind], shelf)
    for kind in apart(activities, DRAINED, faults):
        with gathering(faults):
            found += _drained(activities, kind, shelf)
    return tuple(found), tuple(faults)


def _undeclared(kind: str, declared: dict[str, SoilChange]) -> Fault:
    known = ", ".join(declared) or "-"
    place = Place(file="data/activity.csv")
    return note("LND009", place, indicator=CHANGED, kind=kind or "-", block="soils", known=known)


def _changed(activities: Activities, soil: SoilChange, shelf: Shelf) -> list[Line]:
    area = activities.over(CHANGED, "ha", soil.id)
    if area is None:
        return []
    years = activities.years
    kind = f"{soil.climate}/{soil.soil}"
    reference = use(shelf, "soil", "SOCref", "t C/ha", years, kind=kind)
    inputs: tuple[Activity | Use, ...] = (
        area,
        reference,
        *_practice(shelf, soil, soil.before, years),
        *_practice(shelf, soil, soil.after, years),
    )
    return [
        Line(
            id=f"land.soil.{soil.id}", category=CATEGORIES[soil.use], gas="CO2", years=years, inputs=inputs,
            formula=_soil, method="soil_stock_change", item=CHANGED, kind=soil.id,
        )
    ]  # fmt: skip


def _soil(area: Floats, reference: Floats, *factors: Floats) -> Floats:
    before, after = stock(reference, *factors[:3]), stock(reference, *factors[3:])
    return change(area, before, after)


def _practice(
    shelf: Shelf, soil: SoilChange, practice: Practice, years: tuple[int, ...]
) -> list[Use]:
    """Take the three factors of a practice; a level that is 1 in every climate has one number."""
    wanted = {"F_LU": practice.use, "F_MG": practice.management, "F_I": practice.input}
    return [
        use(shelf, soil.use, quantity, "1", years, kind=_level(shelf, soil, quantity, level))
        for quantity, level in wanted.items()
    ]


def _level(shelf: Shelf, soil: SoilChange, quantity: str, level: str) -> str:
    everywhere = shelf.has(soil.use, quantity, kind=level)
    return level if everywhere else f"{level}/{soil.climate}"


def _drained(activities: Activities, kind: str, shelf: Shelf) -> list[Line]:
    area = activities.over(DRAINED, "ha", kind)
    if area is None:
        return []
    rate = use(shelf, DRAINED, "CO2", "t C/ha yr", activities.years, kind=kind)
    category = CATEGORIES.get(kind, "3B4")
    return [
        Line(
            id=f"land.drained.{kind}", category=category, gas="CO2", years=activities.years, inputs=(area, rate),
            formula=drained, method="drained_soil", item=DRAINED, kind=kind,
        )
    ]  # fmt: skip
