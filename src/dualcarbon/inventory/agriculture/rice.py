"""Methane of rice fields, by season and region or by days and water."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import Agriculture
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Line, Use, product
from dualcarbon.inventory.multiplied import Found, declared, stated, told
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import INDICATORS

AREA = "rice_area"
KEY = "account.agriculture"
POWER = 0.59
"""How methane grows with what is ploughed in. [1]"""
WATERS = ("continuous", "single_aeration", "multiple_aeration")


def by_days(area: Floats, days: Floats, daily: Floats, *scales: Floats) -> Floats:
    r"""Compute methane from days of growth, a daily factor and scaling factors of water.

    .. math:: E = A \cdot t \cdot EF_c \cdot SF_w \cdot SF_p \cdot SF_o

    Parameters
    ----------
    area : ndarray (..., year)
        Harvested in the season. [ha]
    days : ndarray (..., 1)
        Of growth. [day]
    daily : ndarray (..., 1)
        Continuously flooded and without organic amendment. [t CH4/ha day]
    *scales : ndarray (..., 1)
        Water in the season, water before it, what is ploughed in. [1]

    Returns
    -------
    ndarray (..., year)
        [t CH4]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 5, eq. 5.1, 5.2.

    Examples
    --------
    >>> by_days(np.array([1000.0]), np.array([100.0]), np.array([0.0013]), np.array([0.5])).round(9).tolist()
    [65.0]
    """
    return product(area, days, daily, *scales)


def ploughed_in(*given: Floats) -> Floats:
    r"""Give the scaling factor of straw, compost and manure ploughed in.

    .. math:: SF_o = \left(1 + \sum_i R_i \cdot C_i\right)^{0.59}

    Parameters
    ----------
    *given : ndarray (..., 1)
        Amount and conversion factor of each kind by turns. [t/ha] and [1]

    Returns
    -------
    ndarray (..., 1)
        [1]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 5, eq. 5.3.

    Examples
    --------
    >>> ploughed_in(np.array([3.0]), np.array([1.0])).round(6).tolist()
    [2.265768]
    """
    total: Floats = np.ones(1)
    for amount, conversion in zip(given[::2], given[1::2], strict=True):
        total = total + amount * conversion
    return np.asarray(total**POWER)


def lines(activities: Activities, settings: Agriculture, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of rice, one for each season.

    Parameters
    ----------
    activities : Activities
        Statistics of the region: ``rice_area``, its kinds being the season (``single``, ``early``, ``late``), for the
        method of days with the water behind it (``late/multiple_aeration``).
    settings : Agriculture
        Method, days, water, what is ploughed in.
    shelf : Shelf
        Numbers that may be taken.
    """
    yield from _with_water_and_without(activities)
    for kind in activities.kinds(AREA):
        area = activities.over(AREA, "ha", kind)
        if area is not None:
            yield from told(functools.partial(_line, kind, area, settings, shelf))


def _with_water_and_without(activities: Activities) -> Iterator[Fault]:
    """Tell that a season is given whole and by its water in one year, which counts its fields twice (LED020)."""
    given = {
        kind: stated(series)
        for kind in activities.kinds(AREA)
        if (series := activities.series(AREA, "ha", kind)) is not None
    }
    for season, years in given.items():
        parts = {k: y & years for k, y in given.items() if k.startswith(f"{season}/") and y & years}
        if parts and season:
            kinds, year = ", ".join((season, *parts)), min(set().union(*parts.values()))
            yield note("LED020", indicator=INDICATORS.both(AREA), kinds=kinds, year=year)


def _line(kind: str, area: Activity, settings: Agriculture, shelf: Shelf) -> Iterator[Line]:
    season, _, water = kind.partition("/")
    if settings.rice == "season":
        factor = use(shelf, AREA, "CH4", "t/ha", area.years, kind=season)
        yield _of(kind, area, (factor,), product, "rice_season")
    else:
        uses = _days(season, water or settings.rice_water, area.years, settings, shelf)
        yield _of(kind, area, uses, _amended, "rice_days")


def _of(kind: str, area: Activity, uses: tuple[Use, ...], formula: Formula, method: str) -> Line:
    return Line(
        id=f"agriculture.rice.CH4.{kind}", category="3C7", gas="CH4", years=area.years, inputs=(area, *uses),
        formula=formula, method=method, sector="agriculture", item=AREA, kind=kind,
    )  # fmt: skip


def _days(
    season: str, water: str, years: tuple[int, ...], settings: Agriculture, shelf: Shelf
) -> tuple[Use, ...]:
    faults = list(_lacking(season, water, settings, shelf))
    if faults:
        raise InputError(faults=faults)
    uses = (
        _growth(season, years, settings, shelf),
        use(shelf, AREA, "CH4_daily", "t/ha day", years),
        use(shelf, AREA, "water_regime", "1", years, kind=water),
        use(shelf, AREA, "preseason_water", "1", years, kind=settings.rice_preseason),
    )
    organic = [
        one
        for kind, amount in settings.rice_organic.items()
        for one in (
            declared(f"{KEY}.rice_organic.{kind}", amount, "t/ha", kind=kind, quantity="amount"),
            use(shelf, AREA, "organic_conversion", "1", years, kind=kind),
        )
    ]
    return (*uses, *organic)


def _growth(season: str, years: tuple[int, ...], settings: Agriculture, shelf: Shelf) -> Use:
    """Give the days of growth that the study states, else those that go with the daily factor of an edition."""
    if season not in settings.rice_days:
        return use(shelf, AREA, "days", "day", years)
    days = settings.rice_days[season]
    return declared(f"{KEY}.rice_days.{season}", days, "day", kind=season, quantity="days")


def _amended(
    area: Floats, days: Floats, daily: Floats, water: Floats, before: Floats, *organic: Floats
) -> Floats:
    return by_days(area, days, daily, water, before, ploughed_in(*organic))


def _lacking(season: str, water: str, settings: Agriculture, shelf: Shelf) -> Iterator[Fault]:
    """Tell what the method of days wants and neither the study nor an edition states."""
    if season not in settings.rice_days and not shelf.has(AREA, "days"):
        yield note("AGR005", Place(key=f"{KEY}.rice_days"), season=season)
    if water not in WATERS:
        yield note("AGR006", Place(key=f"{KEY}.rice_water"), season=season, known=", ".join(WATERS))
    if not settings.rice_preseason:
        yield note("AGR007", Place(key=f"{KEY}.rice_preseason"))
