"""Emissions of agriculture: livestock, rice, soils, residues burnt."""

from __future__ import annotations

import itertools

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.agriculture import burning, livestock, rice, soils
from dualcarbon.inventory.declared import Agriculture
from dualcarbon.inventory.multiplied import Parts, parted, twice
from dualcarbon.reference.numbers import Shelf

INDICATORS = {
    **dict.fromkeys(livestock.ANIMALS, "head"), "rice_area": "ha", "fertiliser_nitrogen": "t", "manure_nitrogen": "t",
    "residue_nitrogen": "t", "urea_applied": "t", "limestone_applied": "t", "dolomite_applied": "t",
    "residue_burned": "t",
}  # fmt: skip
"""What the area reads of the table of activity, and in which unit."""


def lines(activities: Activities, settings: Agriculture, shelf: Shelf) -> Parts:
    """Give the lines of agriculture and what is worth knowing of them.

    Parameters
    ----------
    activities : Activities
        Statistics of the region.
    settings : Agriculture
        Choices of the study.
    shelf : Shelf
        Numbers that may be taken.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4.
    """
    parts = (
        *(twice(indicator, unit, activities) for indicator, unit in INDICATORS.items()),
        livestock.lines(activities, shelf),
        rice.lines(activities, settings, shelf),
        soils.lines(activities, settings, shelf),
        burning.lines(activities, shelf),
    )
    return parted(itertools.chain.from_iterable(parts))
