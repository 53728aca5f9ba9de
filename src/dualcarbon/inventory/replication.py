"""A total that somebody published on a boundary of its own: recomputed, and bridged to ours item by item.

The published total charges electricity and heat to those who use them. It is a set of cells of the same
account with other factors; the bridge is the difference of the two sets of cells, so it closes by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xarray as xr

from dualcarbon.errors import BalanceNotClosed
from dualcarbon.inventory.totals import CARRIERS, TRADE
from dualcarbon.vocabulary.units import align

TOLERANCE = 1e-9
"""Largest gap of a bridge relative to the published total; only rounding of floats is allowed. [1]"""


@dataclass(frozen=True, slots=True)
class Replication:
    """A published total, recomputed.

    Attributes
    ----------
    by_sector : DataArray (year, sector)
        Recomputed emissions. [t CO2]
    published : DataArray (year, sector)
        Printed emissions; sectors as printed. [t CO2]
    bridge : item -> DataArray (year)
        What leads from the adjusted total to the published one, in order. [t CO2]
    """

    id: str
    by_sector: xr.DataArray
    published: xr.DataArray
    bridge: Mapping[str, xr.DataArray]

    @property
    def total(self) -> xr.DataArray:
        """Recomputed total of all sectors, (year). [t CO2]."""
        return self.by_sector.sum("sector").assign_attrs(units="t CO2")

    def misses(self, tolerance: float = TOLERANCE) -> list[tuple[str, int, float]]:
        """Give sector, year and gap [t CO2] wherever the recomputed figure is not the published one."""
        both = [s for s in self.by_sector.sector.values if s in self.published.sector.values]
        ours, theirs = self.by_sector.sel(sector=both), self.published.sel(sector=both)
        off = theirs - ours
        far = abs(off) > tolerance * abs(theirs)
        return [
            (str(s), int(y), float(off.sel(year=y, sector=s)))
            for y in off.year.values
            for s in both
            if bool(far.sel(year=y, sector=s))
        ]


def charged(energy: xr.DataArray, direct: xr.DataArray, user: xr.DataArray) -> xr.DataArray:
    """Charge fuels where they burn, and electricity and heat to whoever uses them.

    Parameters
    ----------
    energy, direct, user : DataArray (year, sector, flow, fuel)
        The account [tce], its direct factors and the factors that users are charged. [t CO2/tce]

    Returns
    -------
    DataArray (year, sector, flow, fuel)
        Charged emissions of every cell. [t CO2]
    """
    is_carrier = xr.DataArray(
        [f in CARRIERS for f in energy.fuel.values], coords={"fuel": energy.fuel}, dims=["fuel"]
    )
    return (energy * xr.where(is_carrier, user, direct)).assign_attrs(units="t CO2")


def replicate(
    id: str,
    cells: Mapping[str, Sequence[tuple[str, str]]],
    *,
    charged: xr.DataArray,
    emissions: xr.DataArray,
    trade: xr.DataArray,
    published: xr.DataArray,
) -> Replication:
    """Recompute a published total and bridge it to the adjusted one.

    Parameters
    ----------
    id : str
        Name of the replication.
    cells : sector of the publication -> pairs (sector, flow) of the account
        Which cells the publication counts; none may be counted twice.
    charged : DataArray (year, sector, flow, fuel)
        Emissions as the publication charges them, see :func:`charged`. [t CO2]
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions, the territorial account. [t CO2]
    trade : DataArray (year)
        Emissions of net purchases of electricity and heat. [t CO2]
    published : DataArray (year, sector)
        The printed figures; ``total`` among the sectors if it was printed. [t CO2]

    Raises
    ------
    Misaligned
        The arrays cover different years.
    BalanceNotClosed
        The bridge does not close to 1e-9 of the published total.
    """
    given = {"charged": charged, "emissions": emissions, "trade": trade, "published": published}
    align({name: array["year"] for name, array in given.items()}, "replicate")
    parts = {sector: sum_of(charged, pairs) for sector, pairs in cells.items()}
    by_sector = (
        xr.concat(list(parts.values()), dim="sector")
        .assign_coords(sector=list(parts))
        .transpose("year", "sector")
    )
    counted = [pair for pairs in cells.values() for pair in pairs]
    total = (
        published.sel(sector="total")
        if "total" in published.sector.values
        else published.sum("sector")
    )
    bridge = _bridge(counted, charged, emissions, trade)
    bridge["unexplained"] = total - by_sector.sum("sector")
    start = (
        emissions.sel(flow=[w for w in emissions.flow.values if w not in TRADE]).sum(
            ["sector", "flow", "fuel"]
        )
        + trade
    )
    _must_close(id, start, bridge, total)
    return Replication(id, by_sector.assign_attrs(units="t CO2"), published, bridge)


def sum_of(values: xr.DataArray, pairs: Sequence[tuple[str, str]]) -> xr.DataArray:
    """Sum the cells of pairs (sector, flow) over all fuels.

    Parameters
    ----------
    values : DataArray (year, sector, flow, fuel)
        Energy or emissions. [any unit]
    pairs : sequence of pairs (sector, flow)
        Cells to sum.

    Returns
    -------
    DataArray (year)
        Their sum. [unit of ``values``]
    """
    return xr.concat(
        [values.sel(sector=s, flow=w, drop=True).sum("fuel") for s, w in pairs], dim="pair"
    ).sum("pair")


def _bridge(
    counted: Sequence[tuple[str, str]],
    charged: xr.DataArray,
    emissions: xr.DataArray,
    trade: xr.DataArray,
) -> dict[str, xr.DataArray]:
    """Give the cells that one total has and the other has not, summed by flow and carrier."""
    items: dict[str, xr.DataArray] = {"without.import": -trade}
    for flow in (str(w) for w in emissions.flow.values if w not in TRADE):
        left_out = [str(s) for s in emissions.sector.values if (s, flow) not in counted]
        direct = emissions.sel(flow=flow, sector=left_out, drop=True).sum(["sector", "fuel"])
        items[f"without.{flow}"] = -direct
        inside = [s for s, w in counted if w == flow]
        for carrier in (c for c in CARRIERS if c in charged.fuel.values):
            items[f"charged.{carrier}.{flow}"] = charged.sel(
                flow=flow, sector=inside, fuel=carrier, drop=True
            ).sum("sector")
    return {name: item for name, item in items.items() if bool((abs(item) > 0).any())}


def _must_close(
    id: str, start: xr.DataArray, bridge: Mapping[str, xr.DataArray], end: xr.DataArray
) -> None:
    gap = abs(start + sum(bridge.values()) - end)
    worst = float((gap / abs(end)).max())
    if worst > TOLERANCE:
        msg = f"{id}: the bridge misses the published total by {worst:.2e} of it; a cell is counted twice or has no factor"
        raise BalanceNotClosed(msg)
