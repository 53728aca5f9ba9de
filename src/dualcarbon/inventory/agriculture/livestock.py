"""Methane of digestion, methane and nitrous oxide of stored manure."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.multiplied import Factor, Found, Source, found, stated
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import GASES, INDICATORS

ANIMALS = (
    "dairy_cattle", "non_dairy_cattle", "buffalo", "sheep", "goat", "pig", "poultry", "horse", "donkey_mule", "camel",
)  # fmt: skip
HOUSING = ("scale_farm", "household", "pasture")
AGES = ("young", "other_adult", "breeding_female")
"""Two ways of splitting a herd; the same animals stand in both."""
UNFERMENTED = ("poultry",)
"""Animals whose digestion gives off too little methane to have a factor."""
PARTS = (
    ("CH4_enteric", "enteric", "3A1", "CH4"),
    ("CH4_manure", "manure", "3A2", "CH4"),
    ("N2O_manure", "manure", "3A2", "N2O"),
)
"""Quantity, name of the lines, category, gas."""


def lines(activities: Activities, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of livestock; an animal without a factor is told.

    Parameters
    ----------
    activities : Activities
        Statistics of the region: heads by animal; kinds are the housing (``scale_farm``, ``household``, ``pasture``) or
        the age (``young``, ``other_adult``, ``breeding_female``).
    shelf : Shelf
        Numbers that may be taken.
    """
    for animal in ANIMALS:
        yield from split_twice(animal, activities)
        for quantity, name, category, gas in PARTS:
            if animal in UNFERMENTED and quantity == "CH4_enteric":
                continue
            if activities.kinds(animal) and not has(animal, quantity, activities, shelf):
                yield note(
                    "AGR001", animal=INDICATORS.both(animal), gas=GASES.both(gas), quantity=quantity
                )
                continue
            yield from found(source(animal, quantity, name, category, gas), activities, shelf)


def split_twice(animal: str, activities: Activities) -> Iterator[Fault]:
    """Tell that a herd is given by housing and by age in one year, which counts it twice (AGR008).

    Parameters
    ----------
    animal : str
        What is looked at.
    activities : Activities
        Statistics of the region. [head]
    """
    years: dict[str, dict[int, str]] = {"housing": {}, "age": {}}
    for kind in activities.kinds(animal):
        way = "housing" if kind in HOUSING else "age" if kind in AGES else ""
        if way and (series := activities.series(animal, "head", kind)) is not None:
            years[way] |= dict.fromkeys(stated(series), kind)
    both = sorted(years["housing"].keys() & years["age"].keys())
    if both:
        kinds = ", ".join(of[both[0]] for of in years.values())
        place = activities.place(animal, years["age"][both[0]])
        yield note("AGR008", place, animal=INDICATORS.both(animal), year=both[0], kinds=kinds)


def has(animal: str, quantity: str, activities: Activities, shelf: Shelf) -> bool:
    """Tell whether there is a number for every kind of an animal.

    Parameters
    ----------
    animal, quantity : str
        What is looked for.
    activities : Activities
        Statistics of the region.
    shelf : Shelf
        Numbers that may be taken.
    """
    kinds = activities.kinds(animal) if quantity == "CH4_enteric" else ("",)
    return all(shelf.has(animal, quantity, kind=kind) for kind in kinds)


def source(animal: str, quantity: str, name: str, category: str, gas: str) -> Source:
    """Give an animal as a source; manure has one factor for all housing.

    Parameters
    ----------
    animal, quantity, name, category, gas : str
        What emits which gas, and where it stands.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 10, eq. 10.19, 10.22, 10.25.
    """
    kind = None if quantity == "CH4_enteric" else ""
    return Source(
        name=f"agriculture.{name}", indicator=animal, unit="head", category=category, gas=gas,
        factors=(Factor(quantity=quantity, unit="t/head", kind=kind),), method="livestock_heads", sector="agriculture",
        checked=quantity == "CH4_enteric" or (animal in UNFERMENTED and quantity == "CH4_manure"),
    )  # fmt: skip
