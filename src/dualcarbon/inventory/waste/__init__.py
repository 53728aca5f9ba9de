"""Emissions of waste: landfills, burning, composting, wastewater."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Waste
from dualcarbon.inventory.multiplied import Found, Parts, parted, told, twice
from dualcarbon.inventory.waste import biological, burning, origins, sites, wastewater
from dualcarbon.reference.numbers import Shelf

INDICATORS = {
    "waste_landfilled": "t", "landfill_methane_recovered": "t", "waste_incinerated": "t", "waste_open_burned": "t",
    "waste_composted": "t", "waste_digested": "t", "waste_water_bod": "t", "waste_water_cod": "t",
    "industrial_waste_water_cod": "t", "waste_water_methane_recovered": "t",
    "industrial_waste_water_methane_recovered": "t", "protein_supply": "t/person", "waste_water_nitrogen_removed": "t",
    "waste_water_nitrogen_treated": "t",
}  # fmt: skip
"""What the area reads of the table of activity, and in which unit."""


def lines(activities: Activities, settings: Waste, shelf: Shelf) -> Parts:
    """Give the lines of waste and what is worth knowing of them.

    Parameters
    ----------
    activities : Activities
        Statistics of the region; the last part of a kind may say that the waste is ``brought_in`` from others (flow
        ``import``) or ``sent_out`` to them (scope 3, flow ``export``).
    settings : Waste
        Choices of the study.
    shelf : Shelf
        Numbers that may be taken.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 5.
    """
    found = (_of(origin, activities, settings, shelf) for origin in ("", *origins.FLOWS))
    return parted(itertools.chain.from_iterable(found))


def _of(origin: str, activities: Activities, settings: Waste, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of waste of one origin."""
    given, chosen = origins.Share(activities, origin), origins.settings_of(settings, origin)
    parts = (
        *(twice(indicator, unit, given) for indicator, unit in INDICATORS.items()),
        told(lambda: sites.lines(given, chosen, shelf)),
        told(lambda: burning.incineration(given, chosen, shelf)),
        burning.open_burning(given, shelf),
        biological.lines(given, shelf),
        wastewater.lines(given, shelf),
    )
    return origins.named(itertools.chain.from_iterable(parts), origin)
