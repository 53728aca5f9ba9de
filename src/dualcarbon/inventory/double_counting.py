"""No tonne twice: what an account may not hold side by side."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import xarray as xr

from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.totals import CARRIERS, TRADE
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import FUELS

WASTE, POWER, OTHER = "waste_incinerated", "1A1a", "other_energy"
"""Waste burnt whose heat is used stands under energy by its tonnes; a balance books it as other energy."""
WHOLE = "consumption"
"""The yearbook's total by fuel, which holds what every other flow would count again."""
CLOSE = 1e-3
"""Share of a use that statistical difference and rounding may make up. [1]"""


def faults(energy: xr.DataArray) -> list[Fault]:
    """Give what an account counts twice.

    A fuel is given either as the region's consumption or as a balance by flow, its group and its kinds alike; both in
    one year would add up what is one and the same. Electricity and heat in consumption are what was brought in: for
    what the region's own plants made, the fuels that they burnt are there already. Totals over sectors and fuels are
    kept apart by the yearbook.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account; rows of all fuels together are no part of it. [tce]

    Returns
    -------
    list of Fault
        One for each fuel, naming the first year.
    """
    fuels = [str(f) for f in energy.fuel.values if f != "total"]
    if WHOLE not in energy.flow.values:
        return []
    whole = energy.sel(flow=WHOLE, fuel=fuels).sum("sector")
    balance = [w for w in energy.flow.values if w not in (*TRADE, WHOLE)]
    used = (energy.sel(flow=balance, fuel=fuels) != 0).any(["flow", "sector"])
    found = []
    for fuel in fuels:
        kin = [f for f in fuels if FUELS[f].more["group"] == FUELS[fuel].more["group"]]
        both = (whole.sel(fuel=fuel) != 0) & used.sel(fuel=kin).any("fuel")
        found += [note("INV010", year=y, fuel=FUELS.both(fuel)) for y in _first(both)]
    return found + [f for c in CARRIERS if c in fuels for f in _made(energy, whole, c)]


def waste(emissions: xr.DataArray, others: Iterable[Line]) -> list[Fault]:
    """Tell that waste whose heat is used may stand in the energy account as well.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Carbon dioxide of the energy account. [t CO2]
    others : iterable of Line
        Lines of the other areas, among them the waste burnt that stands under energy. [t CO2]

    Returns
    -------
    list of Fault
        INV018, naming the first year and both amounts.
    """
    burnt = [x for x in others if x.item == WASTE and x.category == POWER and x.gas == "CO2"]
    counted = [x for x in burnt if x.counts]
    if not counted or OTHER not in emissions.fuel.values:
        return []
    here = emissions.sel(fuel=OTHER).sum(["sector", "flow"])
    there = np.sum([np.nan_to_num(line.amounts()) for line in counted], axis=0)
    for year, energy, amount in zip(here.year.values.tolist(), here.values, there, strict=True):
        if energy > 0 and amount > 0:
            fuel, counted_at = FUELS.both(OTHER), float(energy)
            return [note("INV018", year=year, fuel=fuel, energy=counted_at, waste=float(amount))]
    return []


def _made(energy: xr.DataArray, whole: xr.DataArray, carrier: str) -> list[Fault]:
    """Tell of electricity or heat in consumption that was not brought in."""
    sign = {"import": 1.0, "export": -1.0}
    bought = [
        sign[w] * energy.sel(flow=w, fuel=carrier).sum("sector")
        for w in energy.flow.values
        if w in sign
    ]
    used = whole.sel(fuel=carrier)
    made = used - sum(bought)
    return [
        note("INV011", year=y, fuel=FUELS.both(carrier), made=float(made.sel(year=y)))
        for y in _first(made > CLOSE * used)
    ]  # fmt: skip


def _first(wrong: xr.DataArray) -> list[int]:
    """Give the first year at fault, if there is one."""
    return [int(y) for y in wrong.year.values[wrong.values]][:1]
