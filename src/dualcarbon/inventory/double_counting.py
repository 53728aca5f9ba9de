"""No tonne twice: what an account may not hold side by side."""

from __future__ import annotations

import xarray as xr

from dualcarbon.inventory.totals import TRADE
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import FUELS

WHOLE = "consumption"
"""The yearbook's total by fuel, which holds what every other flow would count again."""


def faults(energy: xr.DataArray) -> list[Fault]:
    """Give what an account counts twice.

    A fuel is given either as the region's consumption or as a balance by flow; both in one year would add up what is
    one and the same. Totals over sectors and fuels are kept apart by the yearbook.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account; rows of trade and of all fuels together are no part of it. [tce]

    Returns
    -------
    list of Fault
        One for each fuel, naming the first year.
    """
    inside = [w for w in energy.flow.values if w not in TRADE]
    fuels = [f for f in energy.fuel.values if f != "total"]
    used = energy.sel(flow=inside, fuel=fuels) != 0
    if WHOLE not in used.flow.values:
        return []
    others = [w for w in used.flow.values if w != WHOLE]
    both = used.sel(flow=WHOLE).any("sector") & used.sel(flow=others).any(["flow", "sector"])
    return [note("INV010", year=y, fuel=FUELS.both(f)) for f, y in _first(both)]


def _first(both: xr.DataArray) -> list[tuple[str, int]]:
    """Give each fuel that is doubled, with the first year."""
    doubled = [str(f) for f in both.fuel.values if bool(both.sel(fuel=f).any())]
    return [(f, int(both.year.values[both.sel(fuel=f).values][0])) for f in doubled]
