"""The demand for electricity, heat and what chains make: what plants and chains must meet."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.scenarios.end_uses import Cell, Series
from dualcarbon.scenarios.ratios import summed

MADE = {
    "electricity": ("power", "heat", "import", "export"),
    "heat": ("heat", "other_transformation"),
}
"""Flows in which a carrier is made or traded; what heat plants use of electricity stays apart."""
ELSEWHERE = ("power", "heat", "import", "export")
"""Flows that no chain meets: trade, and what plants burn, which come after the chains."""


def demand(cells: Mapping[Cell, Series], carrier: str) -> Series:
    """Sum the uses of a carrier, each (..., year). [tce].

    Parameters
    ----------
    cells : mapping of ndarray (..., year)
        Energy by cell, uses positive; what a chain gives of the carrier beside its own lowers the demand. [tce]
    carrier : str
        Electricity, heat, or what a chain makes.
    """
    made = MADE.get(carrier, ELSEWHERE)
    uses = (v for (_, flow, fuel), v in cells.items() if fuel == carrier and flow not in made)
    return summed(uses)
