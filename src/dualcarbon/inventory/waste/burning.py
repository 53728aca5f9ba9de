"""Waste burnt, in plants and in the open: its fossil carbon counts, that of food and paper is told apart."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import Waste
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Line, Use, product
from dualcarbon.inventory.multiplied import C_TO_CO2, Factor, Found, Source, declared, found, times
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Place, note

PLANTS = "waste_incinerated"
OPEN = "waste_open_burned"
KEY = "account.waste.burnt_for_power"
POWER, DISPOSAL = "1A1a", "4C1"
"""Categories: waste whose heat is used stands under energy, the rest under waste; a tonne in one of them."""


def biogenic(waste: Floats, *given: Floats) -> Floats:
    r"""Compute the carbon dioxide of carbon that grew lately, which is in no total.

    .. math:: E = W \cdot C \cdot (1 - F) \cdot O \cdot \tfrac{44}{12}

    Parameters
    ----------
    waste : ndarray (..., year)
        Waste burnt. [t]
    *given : ndarray (..., 1)
        Shares of the waste, if any; last carbon in it, fossil share of the carbon and share oxidised. [1]

    Returns
    -------
    ndarray (..., year)
        [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 5, ch. 5, eq. 5.1.

    Examples
    --------
    >>> import numpy as np
    >>> biogenic(np.array([30.0]), np.array([0.2]), np.array([0.5]), np.array([1.0])).round(9).tolist()
    [11.0]
    """
    *shares, carbon, fossil, oxidised = given
    return product(waste, *shares, carbon, 1 - fossil, oxidised) * C_TO_CO2


def incineration(activities: Activities, settings: Waste, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of waste burnt in plants, under energy where its heat is used, else under waste.

    Parameters
    ----------
    activities : Activities
        Statistics of the region: ``waste_incinerated`` by kind (``municipal``, ``hazardous``, ``sludge``).
    settings : Waste
        Share of the municipal waste whose heat is used.
    shelf : Shelf
        Numbers that may be taken.

    Raises
    ------
    InputError
        A number lacks (REF040).
    """
    for kind in activities.kinds(PLANTS):
        activity = activities.over(PLANTS, "t", kind)
        if activity is None:
            continue
        if kind == "municipal" and settings.burnt_for_power is None:
            yield note("WST009", Place(key=KEY))
            continue
        for category, share in _parts(kind, settings).items():
            yield from _burnt(kind, activity, category, share, shelf)


def _parts(kind: str, settings: Waste) -> dict[str, tuple[Use, ...]]:
    """Part a kind of waste by the category that it stands in; waste other than municipal is burnt to be rid of it."""
    used = settings.burnt_for_power
    if kind != "municipal" or used is None or used == 0:
        return {DISPOSAL: ()}
    if used == 1:
        return {POWER: ()}
    return {
        POWER: (declared(KEY, used, "1"),),
        DISPOSAL: (declared(f"{KEY}.rest", 1 - used, "1"),),
    }


def _burnt(
    kind: str, activity: Activity, category: str, share: tuple[Use, ...], shelf: Shelf
) -> Iterator[Line]:
    carbon = _carbon(kind, PLANTS, activity.years, shelf)
    made: dict[str, tuple[Formula, tuple[Use, ...], str]] = {
        "CO2": (times(C_TO_CO2), carbon, "waste_fossil_carbon")
    }
    for gas in ("CH4", "N2O"):
        if shelf.has(PLANTS, gas, kind=kind):
            factor = use(shelf, PLANTS, gas, "t/t", activity.years, kind=kind)
            made[gas] = (times(1.0), (factor,), "activity_times_factor")
    for gas, (formula, uses, method) in made.items():
        yield Line(
            id=f"waste.incineration.{gas}.{kind}.{category}", category=category, gas=gas, years=activity.years,
            inputs=(activity, *share, *uses), formula=formula, method=method, item=PLANTS, kind=kind,
        )  # fmt: skip
    yield Line(
        id=f"waste.incineration.CO2.{kind}.{category}.biogenic", category=category, gas="CO2", years=activity.years,
        inputs=(activity, *share, *carbon), formula=biogenic, method="waste_biogenic_carbon", item=PLANTS, kind=kind,
        memo="biomass",
    )  # fmt: skip


def _carbon(kind: str, burnt: str, years: tuple[int, ...], shelf: Shelf) -> tuple[Use, ...]:
    """Take carbon in waste, its fossil share, and the share oxidised where it is burnt."""
    return (
        use(shelf, PLANTS, "carbon_content", "t/t", years, kind=kind),
        use(shelf, PLANTS, "fossil_share", "1", years, kind=kind),
        use(shelf, burnt, "oxidised_share", "1", years, kind=kind),
    )


def household(kind: str) -> str:
    """Give the kind of waste whose carbon is burnt in the open: municipal waste where a row names none.

    Examples
    --------
    >>> household(""), household("hazardous")
    ('municipal', 'hazardous')
    """
    return kind or "municipal"


def open_burning(activities: Activities, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of municipal waste burnt in the open.

    Parameters
    ----------
    activities : Activities
        Statistics of the region: ``waste_open_burned``.
    shelf : Shelf
        Numbers that may be taken.
    """
    carbon = (
        Factor(quantity="carbon_content", unit="t/t", item=PLANTS, kind=household),
        Factor(quantity="fossil_share", unit="1", item=PLANTS, kind=household),
        Factor(quantity="oxidised_share", unit="1"),
    )
    dry = (Factor(quantity="dry_matter", unit="t/t"), Factor(quantity="N2O", unit="t/t"))
    for gas, factors, ratio, method in (
        ("CO2", carbon, C_TO_CO2, "waste_fossil_carbon"),
        ("CH4", (Factor(quantity="CH4", unit="t/t"),), 1.0, "activity_times_factor"),
        ("N2O", dry, 1.0, "activity_times_factor"),
    ):
        yield from found(
            Source(
                name="waste.open_burning", indicator=OPEN, unit="t", category="4C2", gas=gas, factors=factors,
                method=method, times=ratio, kinds=("municipal",),
            ),
            activities,
            shelf,
        )  # fmt: skip
