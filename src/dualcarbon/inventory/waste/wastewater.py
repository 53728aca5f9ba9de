"""Methane of sewage and industrial wastewater, nitrous oxide of the nitrogen in them."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.inventory.activities import Activities, on_years, use
from dualcarbon.inventory.ledger import Floats, Line
from dualcarbon.inventory.multiplied import (
    N_TO_N2O,
    Factor,
    Found,
    Source,
    found,
    overdrawn,
    times,
    told,
)
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import note

BOD, COD, INDUSTRIAL = "waste_water_bod", "waste_water_cod", "industrial_waste_water_cod"
PROTEIN, REMOVED, TREATED = (
    "protein_supply",
    "waste_water_nitrogen_removed",
    "waste_water_nitrogen_treated",
)
COLLECTED = {
    "4D1": "waste_water_methane_recovered",
    "4D2": "industrial_waste_water_methane_recovered",
}


def effluent(protein: Floats, people: Floats, *given: Floats) -> Floats:
    r"""Compute the nitrous oxide of the nitrogen that reaches rivers, lakes and the sea.

    .. math:: E = (P \cdot p \cdot f_N \cdot f_{NC} \cdot f_{IC} - N_r) \cdot EF \cdot \tfrac{44}{28}

    Parameters
    ----------
    protein : ndarray (..., year)
        Protein eaten by a resident in a year. [t/person]
    people : ndarray (..., year)
        Residents. [person]
    *given : ndarray (..., 1) or (..., year)
        Nitrogen in protein, protein not eaten, protein of trade and industry, N2O-N per N, [1]; last, if there is a
        fifth, nitrogen removed with sludge or set free as N2. [t N]

    Returns
    -------
    ndarray (..., year)
        [t N2O]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 5, ch. 6, eq. 6.7, 6.8.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.array([1.0])
    >>> effluent(np.array([0.028]), np.array([1e6]), one / 4, one, one, one / 100).round(9).tolist()
    [110.0]
    """
    share, uneaten, industry, factor, *removed = given
    nitrogen = protein * people * share * uneaten * industry
    return (nitrogen - sum(removed)) * factor * N_TO_N2O


def lines(activities: Activities, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of wastewater and what is worth knowing of them.

    Parameters
    ----------
    activities : Activities
        Statistics of the region: ``waste_water_bod`` or ``waste_water_cod``, ``industrial_waste_water_cod``, their kinds
        being the treatment; ``protein_supply``, ``waste_water_nitrogen_removed``, ``waste_water_nitrogen_treated``;
        methane recovered.
    shelf : Shelf
        Numbers that may be taken.
    """
    if activities.kinds(BOD) and activities.kinds(COD):
        yield note("WST011")
    for category, sources in (
        ("4D1", (_organic(BOD, shelf), _organic(COD, shelf))),
        ("4D2", (_industrial(),)),
    ):
        made = [one for source in sources for one in found(source, activities, shelf)]
        made += _recovered(category, activities)
        yield from made
        year = overdrawn([one for one in made if isinstance(one, Line)], activities.years)
        if year is not None:
            yield note("WST012", year=year, indicator=COLLECTED[category])
    yield from told(lambda: _effluent(activities, shelf))
    yield from _plants(activities, shelf)


def treatment(kind: str) -> str:
    """Give the treatment of sewage that a row names none of: the nation's mix.

    Examples
    --------
    >>> treatment(""), treatment("septic")
    ('mixed', 'septic')
    """
    return kind or "mixed"


def _organic(indicator: str, shelf: Shelf) -> Source:
    """Give sewage as a source: by BOD; COD counts as BOD where a guideline says how much of it is."""
    share = (Factor(quantity="BOD_share", unit="kg/kg"),)
    convert = share if indicator == COD and shelf.has(COD, "BOD_share") else ()
    b0 = Factor(quantity="B0", unit="kg/kg", item=BOD if convert else indicator)
    mcf = Factor(quantity="MCF", unit="1", item="waste_water", kind=treatment)
    return Source(
        name="waste.wastewater", indicator=indicator, unit="t", category="4D1", gas="CH4", factors=(*convert, b0, mcf),
        method="wastewater_methane",
    )  # fmt: skip


def _industrial() -> Source:
    b0 = Factor(quantity="B0", unit="kg/kg", item=COD)
    mcf = Factor(quantity="MCF", unit="1", item="industrial_waste_water")
    return Source(
        name="waste.wastewater", indicator=INDUSTRIAL, unit="t", category="4D2", gas="CH4", factors=(b0, mcf),
        method="wastewater_methane",
    )  # fmt: skip


def _recovered(category: str, activities: Activities) -> Iterator[Line]:
    indicator = COLLECTED[category]
    for kind in activities.kinds(indicator):
        collected = activities.over(indicator, "t", kind)
        if collected is not None:
            yield Line(
                id=".".join(part for part in ("waste.wastewater.recovered", category, kind) if part), category=category,
                gas="CH4", years=activities.years, inputs=(collected,), formula=times(-1.0), method="methane_recovery",
                item=indicator, kind=kind,
            )  # fmt: skip


def _effluent(activities: Activities, shelf: Shelf) -> Iterator[Found]:
    protein = activities.over(PROTEIN, "t/person")
    if protein is None:
        return
    if activities.population is None:
        yield note("WST013")
        return
    years = activities.years
    factors = [
        use(shelf, PROTEIN, quantity, unit, years)
        for quantity, unit in (("nitrogen_share", "kg/kg"), ("not_eaten", "1"), ("industrial", "1"))
    ]
    factors.append(use(shelf, "waste_water", "N2O_effluent", "kg/kg", years))
    removed = activities.over(REMOVED, "t")
    yield Line(
        id="waste.wastewater.N2O.effluent", category="4D1", gas="N2O", years=years,
        inputs=(protein, on_years(activities.population, years), *factors, *([removed] if removed else [])),
        formula=effluent, method="wastewater_nitrogen", item=PROTEIN,
    )  # fmt: skip


def _plants(activities: Activities, shelf: Shelf) -> Iterator[Found]:
    """Give the nitrous oxide of treatment plants, which only the edition of 2019 has a number for."""
    if not activities.kinds(TREATED):
        return
    if not shelf.has("waste_water", "N2O_plants"):
        yield note("WST014")
        return
    factor = Factor(quantity="N2O_plants", unit="kg/kg", item="waste_water", kind="")
    source = Source(
        name="waste.wastewater.plants", indicator=TREATED, unit="t", category="4D1", gas="N2O", factors=(factor,),
        method="wastewater_nitrogen", times=N_TO_N2O,
    )  # fmt: skip
    yield from found(source, activities, shelf)
