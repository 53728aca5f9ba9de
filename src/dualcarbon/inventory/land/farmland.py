"""Farmland projects: methane that rice fields do not give off because their water is managed otherwise."""

from __future__ import annotations

from collections.abc import Callable

from dualcarbon.errors import InputError
from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import Land, WaterProject
from dualcarbon.inventory.ledger import Activity, Floats, Line, Use
from dualcarbon.quantities.declared import gathering
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note

AREA = "rice_water_area"
METHODS = {"CH4": "rice_water", "N2O": "rice_water_nitrogen"}
RICE = "rice_area"  # whose methane and scaling factors serve here too
N2O_PER_N = 44 / 28
"""Nitrous oxide per nitrogen, by molar mass. [t N2O/t N]"""


def methane(area: Floats, daily: Floats, days: Floats, before: Floats, after: Floats) -> Floats:
    r"""Compute the methane that a change of water regime avoids.

    .. math:: \Delta CH_4 = A \, EF_c \, t \, (SF_{before} - SF_{after})

    Parameters
    ----------
    area : ndarray (..., year)
        Fields with the new regime. [ha]
    daily : ndarray
        Methane of continuously flooded fields. [t CH4/ha day]
    days : ndarray
        Days of cultivation. [day]
    before, after : ndarray
        Scaling factors of the water regimes, 1 for continuous flooding. [1]

    Returns
    -------
    ndarray (..., year)
        Methane avoided, positive. [t CH4]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 5, eq. 5.1 and 5.2.

    Examples
    --------
    A thousand hectares at 1.30 kg a day for 100 days, from flooding to several drainings (0.52):

    >>> round(float(methane(1000.0, 1.3e-3, 100.0, 1.0, 0.52)), 6)
    62.4
    """
    return area * daily * days * (before - after)


def nitrous(area: Floats, nitrogen: Floats, before: Floats, after: Floats) -> Floats:
    r"""Compute the nitrous oxide that fields give off more because they fall dry.

    .. math:: \Delta N_2O = A \, N \, (EF_{after} - EF_{before}) \, \frac{44}{28}

    Parameters
    ----------
    area : ndarray (..., year)
        Fields with the new regime. [ha]
    nitrogen : ndarray
        Nitrogen spread. [t N/ha]
    before, after : ndarray
        Share of it that leaves as nitrous oxide. [t N/t N]

    Returns
    -------
    ndarray (..., year)
        Rise, positive. [t N2O]

    References
    ----------
    .. [1] IPCC, "2019 Refinement to the 2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 11,
       eq. 11.1 and table 11.1.

    Examples
    --------
    >>> round(float(nitrous(1000.0, 0.14, 0.003, 0.005)), 6)
    0.44
    """
    return area * nitrogen * (after - before) * N2O_PER_N


def avoided(ch4: Floats, n2o: Floats, of_ch4: float, of_n2o: float) -> Floats:
    r"""Compute what a change of water regime is worth to the climate.

    .. math:: \Delta E = \Delta CH_4 \, GWP_{CH_4} - \Delta N_2O \, GWP_{N_2O}

    Parameters
    ----------
    ch4 : ndarray (..., year)
        Methane avoided. [t CH4]
    n2o : ndarray (..., year)
        Rise of nitrous oxide. [t N2O]
    of_ch4, of_n2o : float
        Warming potentials of one set. [t CO2e/t]

    Returns
    -------
    ndarray (..., year)
        Avoided, positive. [t CO2e]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 5, eq. 5.1.

    Examples
    --------
    >>> float(avoided(62.5, 0.5, 28.0, 265.0))
    1617.5
    """
    return ch4 * of_ch4 - n2o * of_n2o


def implied_area(amount: float, per_hectare: float) -> float:
    """Give the area that a stated amount of avoided emissions stands for, where the area itself is not stated.

    Parameters
    ----------
    amount : float
        Avoided in a year. [t CO2e]
    per_hectare : float
        Avoided by a hectare. [t CO2e/ha]

    Returns
    -------
    float
        An implication, not a datum. [ha]

    Raises
    ------
    InputError
        A hectare avoids nothing.

    Examples
    --------
    >>> implied_area(2300.0, 2.0)
    1150.0
    """
    if per_hectare <= 0:
        raise InputError(faults=[note("LND025", Place(key="farmland"), value=f"{per_hectare:g}")])
    return amount / per_hectare


def lines(
    activities: Activities, settings: Land, shelf: Shelf
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give what farmland projects avoid: ledger ``project``, methane negative, nitrous oxide positive."""
    found: list[Line] = []
    faults: list[Fault] = []
    declared = {project.id: project for project in settings.water_projects}
    for kind in activities.kinds(AREA):
        with gathering(faults):
            if kind in declared:
                made, told = _project(activities, shelf, declared[kind])
                found, faults = found + made, faults + told
            else:
                activities.told.add((AREA, kind))
                known = ", ".join(declared) or "-"
                place, block = Place(file="data/activity.csv"), "water_projects"
                faults.append(note("LND009", place, indicator=AREA, kind=kind or "-", block=block, known=known))  # fmt: skip
    return tuple(found), tuple(faults)


def _project(
    activities: Activities, shelf: Shelf, project: WaterProject
) -> tuple[list[Line], list[Fault]]:
    """Give methane avoided and nitrous oxide added; without a number of nitrogen the latter is missing, and told."""
    area = activities.over(AREA, "ha", project.id)
    if area is None:
        return [], []
    years = activities.years
    water = _regimes(activities, shelf, project, RICE, "water_regime", "1")
    daily, days = (
        use(shelf, item, quantity, unit, years, kind=_own(shelf, item, quantity, project))
        for item, quantity, unit in ((RICE, "CH4_daily", "t/ha day"), (AREA, "days", "day"))
    )
    found = [_line(activities, project, "CH4", (area, daily, days, *water), _less)]
    if not shelf.has(AREA, "nitrogen", kind=project.id):
        return found, [note("LND024", Place(key=f"{AREA}/{project.id}"))]
    nitrogen = use(shelf, AREA, "nitrogen", "t N/ha", years, kind=project.id)
    shares = _regimes(activities, shelf, project, AREA, "N2O_N", "t N/t N")
    return [*found, _line(activities, project, "N2O", (area, nitrogen, *shares), nitrous)], []


def _own(shelf: Shelf, item: str, quantity: str, project: WaterProject) -> str:
    """Give the project as the kind of a number that the study states for it, else the number of all fields."""
    return project.id if project.id in shelf.kinds(item, quantity) else ""


def _less(*given: Floats) -> Floats:
    """Give avoided methane with the sign of the ledger."""
    return -methane(*given)


def _regimes(
    activities: Activities, shelf: Shelf, project: WaterProject, item: str, quantity: str, unit: str
) -> list[Use]:
    """Take a number for the water before and after."""
    regimes = (project.before, project.after)
    return [use(shelf, item, quantity, unit, activities.years, kind=regime) for regime in regimes]


def _line(
    activities: Activities,
    project: WaterProject,
    gas: str,
    inputs: tuple[Activity | Use, ...],
    formula: Callable[..., Floats],
) -> Line:
    return Line(
        id=f"land.{AREA}.{project.id}.{gas}", category="3C7", gas=gas, years=activities.years, inputs=inputs,
        formula=formula, method=METHODS[gas], item=AREA, kind=project.id, ledger="project",
    )  # fmt: skip
