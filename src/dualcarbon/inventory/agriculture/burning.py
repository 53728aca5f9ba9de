"""Methane and nitrous oxide of crop residues burnt on the field; their carbon dioxide grew the same year."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.multiplied import Factor, Found, Source, found
from dualcarbon.reference.numbers import Shelf

INDICATOR = "residue_burned"


def lines(activities: Activities, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of residues burnt.

    Parameters
    ----------
    activities : Activities
        Statistics of the region: ``residue_burned``, dry matter of residues on the fields that are burnt, by crop.
    shelf : Shelf
        Numbers that may be taken.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.27.
    """
    for gas in ("CH4", "N2O"):
        factors = (
            Factor(quantity="combustion_factor", label=True),
            Factor(quantity=gas, unit="t/t", kind=""),
        )
        source = Source(
            name="agriculture.burning", indicator=INDICATOR, unit="t", category="3C1", gas=gas, factors=factors,
            method="residue_burning", sector="agriculture",
        )  # fmt: skip
        yield from found(source, activities, shelf)
