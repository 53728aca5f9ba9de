"""Inland wetlands: carbon dioxide taken up and methane given off, never the one without the other."""

from __future__ import annotations

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.land.kinds import apart
from dualcarbon.inventory.ledger import Floats, Line
from dualcarbon.quantities.declared import gathering
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note

AREA = "wetland_area"


def uptake(area: Floats, rate: Floats) -> Floats:
    """Compute the carbon dioxide that wetlands take up.

    Parameters
    ----------
    area : ndarray (..., year)
        Area. [ha]
    rate : ndarray
        Net uptake measured at the site, positive where it is taken up. [t CO2/ha yr]

    Returns
    -------
    ndarray (..., year)
        Emissions, removals negative. [t CO2]

    References
    ----------
    .. [1] IPCC, "2013 Supplement to the 2006 IPCC Guidelines for National Greenhouse Gas Inventories: Wetlands", ch. 5.

    Examples
    --------
    >>> float(uptake(100.0, 8.0))
    -800.0
    """
    return -area * rate


def methane(area: Floats, rate: Floats) -> Floats:
    """Compute the methane that wetlands give off.

    Parameters
    ----------
    area : ndarray (..., year)
        Area. [ha]
    rate : ndarray
        Methane. [t CH4/ha yr]

    Returns
    -------
    ndarray (..., year)
        [t CH4]

    References
    ----------
    .. [1] IPCC, "2013 Supplement to the 2006 IPCC Guidelines for National Greenhouse Gas Inventories: Wetlands", ch. 5,
       eq. 5.1.

    Examples
    --------
    A hundred hectares at 235 kg:

    >>> float(methane(100.0, 0.235))
    23.5
    """
    return area * rate


def net(area: Floats, taken: Floats, given: Floats, potential: float) -> Floats:
    r"""Compute what a wetland is to the climate: carbon dioxide taken up less methane.

    .. math:: E = A \, (e_{CH_4} \, GWP - u_{CO_2})

    Parameters
    ----------
    area : ndarray (..., year)
        Area. [ha]
    taken : ndarray
        Net uptake of carbon dioxide. [t CO2/ha yr]
    given : ndarray
        Methane. [t CH4/ha yr]
    potential : float
        Warming potential of methane. [t CO2e/t]

    Returns
    -------
    ndarray (..., year)
        Emissions, removals negative. [t CO2e]

    References
    ----------
    .. [1] IPCC, "2013 Supplement to the 2006 IPCC Guidelines for National Greenhouse Gas Inventories: Wetlands", ch. 5.

    Examples
    --------
    Six tonnes taken up, 235 kg of methane at 28: a source, not a sink.

    >>> round(float(net(1.0, 6.0, 0.235, 28.0)), 2)
    0.58
    """
    return methane(area, given) * potential + uptake(area, taken)


def lines(activities: Activities, shelf: Shelf) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the lines of inland wetlands; a wetland that takes up carbon without a number of methane is refused."""
    found: list[Line] = []
    faults: list[Fault] = []
    for kind in apart(activities, AREA, faults):
        with gathering(faults):
            if shelf.has(AREA, "CH4", kind=kind):
                found += _wetland(activities, kind, shelf)
            elif shelf.has(AREA, "uptake", kind=kind):
                place = Place(file="data/activity.csv")
                faults.append(note("LND001", place, indicator=AREA, kind=kind or "-"))
                activities.told.add((AREA, kind))
    return tuple(found), tuple(faults)


def _wetland(activities: Activities, kind: str, shelf: Shelf) -> list[Line]:
    """Give the methane of a wetland, and its carbon dioxide where the study has a number of it."""
    area = activities.over(AREA, "ha", kind)
    if area is None:
        return []
    years = activities.years
    parts = {"CH4": ("t CH4/ha yr", methane), "uptake": ("t CO2/ha yr", uptake)}
    return [
        Line(
            id=f"land.wetland.{kind}.{quantity}", category="3B4", gas="CH4" if quantity == "CH4" else "CO2", years=years,
            inputs=(area, use(shelf, AREA, quantity, unit, years, kind=kind)), formula=formula, method="wetland_flux",
            item=AREA, kind=kind,
        )
        for quantity, (unit, formula) in parts.items()
        if shelf.has(AREA, quantity, kind=kind)
    ]  # fmt: skip
