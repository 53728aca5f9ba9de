"""Fluorinated gases in equipment: what is banked, leaks, and escapes at the end."""

from __future__ import annotations

import numpy as np

from dualcarbon.inventory.activities import Activities, on_years, placed, use
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Line, Use
from dualcarbon.inventory.proportional import Part, distinct, entry
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import GASES, nearest

NEW, RETIRED, BANK = "fgas_new", "fgas_retired", "fgas_bank"
CATEGORY = {"switchgear": "2G"}
"""Category of an application; the others are substitutes of ozone-depleting substances."""


def lines(activities: Activities, shelf: Shelf) -> Part:
    """Give a line for every gas and application, named ``gas/application`` as kind.

    Returns
    -------
    tuple of Line, tuple of Fault
        Emissions [t of the gas]; PRO017 a kind that names no gas or application, PRO018 years that do not follow each
        other, PRO019 nothing is said of what was banked before or retired, PRO020 more is retired than banked.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 7, eq. 7.12 to 7.14.
    """
    made: list[Line] = []
    found: list[Fault] = []
    for kind in activities.kinds(NEW):
        told = _unnamed(kind, shelf, activities.place(NEW, kind))
        line, more = (None, told) if told else _line(kind, activities, shelf)
        made += [] if line is None else [line]
        found += more
    return tuple(made), distinct(found)


def bank(new: Floats, retired: Floats, before: Floats) -> Floats:
    r"""Sum what is in equipment at the end of each year.

    .. math:: B_t = B_{t-1} + N_t - R_t

    Parameters
    ----------
    new : ndarray (..., year)
        Gas in equipment put to use in the year. [t]
    retired : ndarray (..., year)
        Gas that belongs to equipment taken out of use; what leaked from it has been refilled. [t]
    before : ndarray (..., 1)
        Gas in equipment before the first year. [t]

    Returns
    -------
    ndarray (..., year)
        Gas in equipment. [t]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 7.

    Examples
    --------
    >>> bank(np.array([10.0, 10.0, 10.0]), np.array([0.0, 0.0, 5.0]), np.array([100.0])).tolist()
    [110.0, 120.0, 125.0]
    """
    return before + np.cumsum(new - retired, axis=-1)


def escaped(banked: Floats, retired: Floats, leak: Floats, recovered: Floats) -> Floats:
    r"""Compute what leaks from equipment and what escapes when it is scrapped.

    .. math:: E_t = l B_t + (1 - r) R_t

    Parameters
    ----------
    banked : ndarray (..., year)
        Gas in equipment. [t]
    retired : ndarray (..., year)
        Gas of equipment taken out of use. [t]
    leak : ndarray (..., 1) or (..., year)
        Share of the bank that leaks in a year. [t/t]
    recovered : ndarray (..., 1) or (..., year)
        Share of the retired gas that is recovered. [t/t]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t of the gas]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 7, eq. 7.13 and 7.14.

    Examples
    --------
    >>> sizes = (np.array([x]) for x in (120.0, 5.0, 0.1, 0.4))
    >>> float(escaped(*sizes)[0])
    15.0
    """
    return banked * leak + (1 - recovered) * retired


def _unnamed(kind: str, shelf: Shelf, place: Place) -> list[Fault]:
    gas, _, application = kind.partition("/")
    known = shelf.kinds(NEW, "leak")
    if gas in GASES and application in known:
        return []
    close = [one for one in known if application and application in one]
    near = (*close, nearest(application, known), known[0])
    meant = GASES.resolve(gas) or GASES.resolve(GASES.nearest(gas)) or "HFC-134a"
    hint = f"{meant}/{next(one for one in near if one)}"
    return [note("PRO017", place, kind=kind or "-", hint=hint, known=", ".join(known))]


def _line(kind: str, activities: Activities, shelf: Shelf) -> tuple[Line | None, list[Fault]]:
    new = activities.series(NEW, "t", kind)
    if new is None:
        return None, []
    if new.years != tuple(range(new.years[0], new.years[-1] + 1)):
        return None, [note("PRO018", activities.place(NEW, kind), kind=kind)]
    retired, before = activities.series(RETIRED, "t", kind), activities.series(BANK, "t", kind)
    gas, _, application = kind.partition("/")
    shares = [
        use(shelf, NEW, what, "t/t", activities.years, kind=application)
        for what in ("leak", "recovered")
    ]
    inputs: tuple[Activity | Use, ...] = (new, *shares)
    if retired is not None:
        inputs += (on_years(retired, new.years),)
    if before is not None:
        inputs += (on_years(before, (new.years[0] - 1,)),)
    formula = _formula(new.years, activities.years, retired is not None, before is not None)
    category = CATEGORY.get(application, "2F")
    line = entry(
        category, gas, inputs, "gas_bank", formula, indicator=NEW, kind=kind, years=activities.years
    )
    return line, _remarks(kind, new, retired, before)


def _formula(own: tuple[int, ...], years: tuple[int, ...], retires: bool, begins: bool) -> Formula:
    """Give the bank over its own years, read off in those of the account."""
    places = np.array([own.index(y) if y in own else -1 for y in years])

    def formula(new: Floats, leak: Floats, recovered: Floats, *rest: Floats) -> Floats:
        retired = rest[0] if retires else np.zeros_like(new)
        before = rest[-1] if begins else np.zeros(1)
        banked = bank(new, retired, before)
        out = escaped(banked[..., places], retired[..., places], leak, recovered)
        return np.where(places >= 0, out, np.nan)

    return formula


def _remarks(
    kind: str, new: Activity, retired: Activity | None, before: Activity | None
) -> list[Fault]:
    lacks = [name for name, one in ((RETIRED, retired), (BANK, before)) if one is None]
    found = [note("PRO019", kind=kind, lacks=", ".join(lacks), year=new.years[0])] if lacks else []
    gone = np.zeros_like(new.values) if retired is None else on_years(retired, new.years).values
    start = np.zeros(1) if before is None else on_years(before, (new.years[0] - 1,)).values
    below = bank(new.values, gone, start) < 0
    years = ", ".join(str(y) for y, low in zip(new.years, below, strict=True) if low)
    return [
        *found,
        *([note("PRO020", placed(new.refs[0]), kind=kind, years=years)] if years else []),
    ]
