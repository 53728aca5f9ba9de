"""Minerals: cement clinker, lime, glass, carbonates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dualcarbon.inventory import proportional
from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Line, Use, product
from dualcarbon.inventory.proportional import (
    Part,
    Source,
    beside,
    distinct,
    entry,
    known,
    lacking,
    shares,
)
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, note

CO2_OF_CAO = 44 / 56
CO2_OF_MGO = 44 / 40
CLINKER = "clinker_output"
OXIDES = ("clinker_cao", "clinker_mgo")
OTHER = ("clinker_cao_other", "clinker_mgo_other")
SODA = "soda_ash"
CO2_PER_T = "t CO2/t"
SOURCES = (
    Source(indicator="lime_output", category="2A2", gas="CO2", unit="t", factor=CO2_PER_T),
    Source(indicator="carbonate_use", category="2A4", gas="CO2", unit="t", factor=CO2_PER_T),
)


def lines(activities: Activities, shelf: Shelf) -> Part:
    """Give the lines of clinker, lime, glass and carbonates.

    Returns
    -------
    tuple of Line, tuple of Fault
        Carbon dioxide. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 2.
    """
    parts = (_clinker(activities, shelf), proportional.lines(SOURCES, activities, shelf), _glass(activities, shelf))  # fmt: skip
    made = tuple(x for some, _ in parts for x in some)
    return made, (*(f for _, some in parts for f in some), *_soda_twice(made))


def _soda_twice(made: Sequence[Line]) -> list[Fault]:
    """Tell that the soda ash of glass stands in the factor of glass, and maybe among carbonates too."""
    glass = any(line.category == "2A3" for line in made)
    soda = next((x for x in made if (x.item, x.kind) == ("carbonate_use", SODA)), None)
    return [note("PRO022", line=soda.id)] if glass and soda is not None else []


def of_oxides(
    clinker: Floats, cao: Floats, mgo: Floats, cao_other: Floats, mgo_other: Floats, dust: Floats
) -> Floats:
    r"""Compute the carbon dioxide of clinker from its oxides.

    .. math:: E = C \left[(CaO - CaO_o) \tfrac{44}{56} + (MgO - MgO_o) \tfrac{44}{40}\right] d

    Parameters
    ----------
    clinker : ndarray (..., year)
        Clinker burnt. [t]
    cao, mgo : ndarray (..., year)
        Its calcium and magnesium oxide. [t/t]
    cao_other, mgo_other : ndarray (..., year)
        Of that, what came in as something else than carbonate. [t/t]
    dust : ndarray (..., 1) or (..., year)
        Correction for dust that leaves the kiln. [1]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 2.2, tier 2.
    .. [2] National Development and Reform Commission, "Guidelines for accounting and reporting greenhouse gas emissions of
       enterprises": cement.

    Examples
    --------
    A tonne with 65.5 % CaO and 1.5 % MgO, all from carbonates:

    >>> round(float(of_oxides(*(np.array([x]) for x in (1.0, 0.655, 0.015, 0.0, 0.0, 1.0)))[0]), 4)
    0.5311
    """
    carbonate = (cao - cao_other) * CO2_OF_CAO + (mgo - mgo_other) * CO2_OF_MGO
    return clinker * carbonate * dust


def of_glass(glass: Floats, factor: Floats, cullet: Floats) -> Floats:
    r"""Compute the carbon dioxide of the batch: glass less what is molten again.

    .. math:: E = G \cdot F \cdot (1 - c)

    Parameters
    ----------
    glass : ndarray (..., year)
        Glass molten. [t]
    factor : ndarray (..., 1) or (..., year)
        Carbon dioxide of glass made of raw materials alone. [t CO2/t]
    cullet : ndarray (..., 1) or (..., year)
        Share of cullet in the charge. [t/t]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, eq. 2.13.

    Examples
    --------
    >>> float(of_glass(np.array([100.0]), np.array([0.2]), np.array([0.25]))[0])
    15.0
    """
    return glass * factor * (1 - cullet)


def _clinker(activities: Activities, shelf: Shelf) -> Part:
    """Clinker by its oxides where they are stated, else by the default; never by cement alone."""
    made, found = [], beside(activities, CLINKER)
    for kind in activities.kinds(CLINKER):
        clinker = activities.over(CLINKER, "t", kind)
        if clinker is not None:
            line, told = _burnt(clinker, kind, activities, shelf)
            made.append(line)
            found += told
    if not made:
        made, told = _by_ratio(activities, shelf)
        found += told
    return tuple(made), distinct(found)


def _burnt(
    clinker: Activity, kind: str, activities: Activities, shelf: Shelf
) -> tuple[Line, list[Fault]]:
    years = activities.years
    default = use(shelf, CLINKER, "CO2", CO2_PER_T, years)
    cao, mgo = (activities.over(name, "t/t", kind) for name in OXIDES)
    if (cao is None) != (mgo is None):
        return _line((clinker, default), kind), [_one_oxide(kind, activities)]
    stated = known(cao, years) & known(mgo, years)
    if cao is None or mgo is None:
        return _line((clinker, default), kind), []
    if not stated.any():
        return _line((clinker, default), kind), _remarks(clinker, kind, stated, (True, True))
    other = [activities.over(name, "t/t", kind) for name in OTHER]
    dust = use(shelf, CLINKER, "kiln_dust", "t/t", years)
    inputs: tuple[Activity | Use, ...] = (
        clinker,
        default,
        dust,
        cao,
        mgo,
        *(o for o in other if o is not None),
    )
    present = tuple(o is not None for o in other)
    found = shares(cao, mgo, *other) + _remarks(clinker, kind, stated, present)
    formula = _where_stated(stated, present)
    return _line(inputs, kind, "clinker_oxides", formula), found


def _one_oxide(kind: str, activities: Activities) -> Fault:
    """Refuse one of two oxides without the other: the default would serve in its place."""
    given, lacks = sorted(OXIDES, key=lambda name: kind not in activities.kinds(name))
    return note("PRO021", activities.place(given, kind), kind=kind or "-", given=given, lacks=lacks)


def _where_stated(stated: NDArray[np.bool_], present: tuple[bool, ...]) -> Formula:
    """Give the formula that goes by oxides in the years that state them and by the default in the others."""

    def formula(clinker: Floats, default: Floats, dust: Floats, cao: Floats, mgo: Floats, *rest: Floats) -> Floats:  # fmt: skip
        left = iter(rest)
        cao_other, mgo_other = (next(left) if one else np.zeros(1) for one in present)
        by_oxides = of_oxides(clinker, cao, mgo, cao_other, mgo_other, dust)
        return np.where(stated, by_oxides, clinker * default)

    return formula


def _remarks(
    clinker: Activity, kind: str, stated: NDArray[np.bool_], present: tuple[bool, ...]
) -> list[Fault]:
    found = []
    gaps = [str(y) for y, s in zip(clinker.years, stated, strict=True) if not s]
    if gaps:
        found.append(note("PRO004", kind=kind or "-", years=", ".join(gaps)))
    lacks = [name for name, one in zip(OTHER, present, strict=True) if not one]
    if lacks:
        found.append(note("PRO003", kind=kind or "-", lacks=", ".join(lacks)))
    return found


def _by_ratio(activities: Activities, shelf: Shelf) -> tuple[list[Line], list[Fault]]:
    """Clinker as cement times a ratio that the study states; cement alone is told and not counted."""
    cement = activities.over("cement_output", "t")
    ratio = activities.over("clinker_ratio", "t/t")
    if cement is None:
        return [], []
    if ratio is None:
        return [], [note("PRO001")]
    default = use(shelf, CLINKER, "CO2", CO2_PER_T, activities.years)
    found = [*shares(ratio), note("PRO012")]
    for name in OXIDES:
        for kind in activities.kinds(name):
            place = activities.place(name, kind)
            found.append(note("PRO021", place, kind=kind or "-", given=name, lacks=CLINKER))
    inputs = (cement, ratio, default)
    return [entry("2A1", "CO2", inputs, "clinker_ratio", indicator="cement_output")], found


def _line(
    inputs: tuple[Activity | Use, ...],
    kind: str,
    method: str = "activity_times_factor",
    formula: Formula = product,
) -> Line:
    return entry("2A1", "CO2", inputs, method, formula, indicator=CLINKER, kind=kind)


def _glass(activities: Activities, shelf: Shelf) -> Part:
    """Glass by kind; flat glass of the yearbook is float glass, unless all glass is given."""
    made: list[Line] = []
    found = beside(activities, "glass_output")
    rows = [("glass_output", kind, kind) for kind in activities.kinds("glass_output")]
    if "flat_glass_output" in activities.indicators:
        flat = [("flat_glass_output", kind, kind or "float") for kind in activities.kinds("flat_glass_output")]  # fmt: skip
        found += [note("PRO008")] if rows else []
        rows = rows or flat
    for indicator, kind, numbers_of in rows:
        place = activities.place(indicator, kind)
        told = lacking(shelf, indicator, "glass_output", "CO2", numbers_of, place=place)
        found += told
        glass = None if told else activities.over(indicator, "t", kind)
        if glass is not None:
            cullet = activities.over("glass_cullet", "t/t", kind)
            found += shares(cullet)
            made.append(_batch(glass, cullet, indicator, kind, numbers_of, shelf))
    return tuple(made), distinct(found)


def _batch(
    glass: Activity, cullet: Activity | None, indicator: str, kind: str, numbers_of: str, shelf: Shelf
) -> Line:  # fmt: skip
    factor = use(shelf, "glass_output", "CO2", CO2_PER_T, glass.years, kind=numbers_of)
    share: Activity | Use = cullet or use(
        shelf, "glass_output", "cullet", "t/t", glass.years, kind=numbers_of
    )
    inputs = (glass, factor, share)
    return entry("2A3", "CO2", inputs, "glass_batch", of_glass, indicator=indicator, kind=kind)
