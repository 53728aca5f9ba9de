"""Forests, soils, wetlands, coasts, and credits: what land takes up and gives off, in ledgers that are kept apart."""

from __future__ import annotations

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Land
from dualcarbon.inventory.land import (
    coastal,
    credits,
    farmland,
    forest_lines,
    memo,
    reported,
    soil,
    wetland,
)
from dualcarbon.inventory.ledger import Line
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault


def lines(
    activities: Activities, settings: Land, shelf: Shelf
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the lines of land in all three ledgers, and what keeps others out or is worth knowing.

    Parameters
    ----------
    activities : Activities
        Statistics of the study.
    settings : Land
        The block ``[account.land]``.
    shelf : Shelf
        Numbers that the study may take.
    """
    parts = [
        forest_lines.lines(activities, settings, shelf),
        soil.lines(activities, settings, shelf),
        wetland.lines(activities, shelf),
        coastal.lines(activities, shelf),
        memo.lines(activities, shelf),
        credits.lines(activities, settings, shelf),
        farmland.lines(activities, settings, shelf),
    ]
    computed = tuple(line for some, _ in parts for line in some)
    stated, told = reported.lines(activities, computed)
    return (*computed, *stated), (*(fault for _, faults in parts for fault in faults), *told)


__all__ = ["credits", "lines"]
