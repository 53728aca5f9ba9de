"""What industry emits beside burning fuel, and what its products emit in use."""

from __future__ import annotations

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Processes
from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.processes import chemicals, fgases, metals, minerals, products
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault


def lines(
    activities: Activities, settings: Processes, shelf: Shelf
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the lines of industrial processes and product use that the study has activities of.

    Parameters
    ----------
    activities : Activities
        Statistics of the region.
    settings : Processes
        Choices of the study.
    shelf : Shelf
        Numbers that the study may take.

    Returns
    -------
    tuple of Line, tuple of Fault
        Lines of categories 2A to 2G [t of the gas], and what is worth knowing of them.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3.
    """
    parts = (
        minerals.lines(activities, shelf),
        chemicals.lines(activities, shelf),
        metals.lines(activities, settings, shelf),
        products.lines(activities, shelf),
        fgases.lines(activities, shelf),
    )
    return tuple(x for some, _ in parts for x in some), tuple(f for _, some in parts for f in some)


__all__ = ["lines"]
