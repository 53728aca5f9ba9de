"""Composting and digestion of waste."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.multiplied import Factor, Found, Source, found
from dualcarbon.reference.numbers import Shelf

DRY = ("dry", "dry_matter", "dry_weight")
"""Kinds that count waste without its water, while the numbers are of wet waste."""
SOURCES = tuple(
    Source(
        name="waste.biological", indicator=indicator, unit="t", category="4B", gas=gas,
        factors=(Factor(quantity=gas, unit="t/t"),), method="activity_times_factor", strange=DRY,
    )
    for indicator, gas in (("waste_composted", "CH4"), ("waste_composted", "N2O"), ("waste_digested", "CH4"))
)  # fmt: skip
"""Wet waste times its factor; digesters give off nitrous oxide that is taken as nothing."""


def lines(activities: Activities, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of biological treatment.

    Parameters
    ----------
    activities : Activities
        Statistics of the region: ``waste_composted``, ``waste_digested``.
    shelf : Shelf
        Numbers that may be taken.
    """
    for source in SOURCES:
        yield from found(source, activities, shelf)
