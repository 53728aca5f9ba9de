"""Driving that the balance books elsewhere: fuel of cars of households and firms, told as road transport."""

from __future__ import annotations

from collections.abc import Mapping

import xarray as xr

from dualcarbon.vocabulary.units import dimensional

FUELS_OF_CARS = ("gasoline", "diesel")
INTO = "transport"
FLOW = "final"


@dimensional(energy="tce", returns="tce")
def reallocated(energy: xr.DataArray, shares: Mapping[tuple[str, str], float]) -> xr.DataArray:
    r"""Move fuel for driving from those who buy it to transport; the total of each fuel stays.

    .. math:: A'_{s,f} = A_{s,f} (1 - \rho_{s,f}), \qquad A'_{transport,f} = A_{transport,f} + \sum_s \rho_{s,f} A_{s,f}

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account; a sector ``transport`` is added where it lacks. [tce]
    shares : (sector, fuel) -> float
        Share of final use that is burnt on roads; sectors and fuels that it lacks keep what they have. [1]

    Returns
    -------
    DataArray (year, sector, flow, fuel)
        The account by what the fuel is burnt for. [tce]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 3, sect. 3.2.1.3: road
       transport holds all vehicles on roads, whoever owns them.

    Examples
    --------
    >>> labels = {"year": [2020], "sector": ["transport", "households"], "flow": ["final"], "fuel": ["gasoline"]}
    >>> energy = xr.DataArray([[[[10.0]], [[100.0]]]], coords=labels, dims=list(labels), attrs={"units": "tce"})
    >>> reallocated(energy, {("households", "gasoline"): 0.95})[0, :, 0, 0].values.tolist()
    [105.0, 5.0]
    """
    sectors = energy.sector.values.tolist()
    wide = [*sectors, *([] if INTO in sectors else [INTO])]
    energy = energy.reindex(sector=wide, fill_value=0.0)
    found = energy.copy()
    fuels = energy.fuel.values.tolist()
    for (sector, fuel), share in shares.items():
        if sector in sectors and fuel in fuels and sector != INTO:
            part = share * energy.sel(sector=sector, flow=FLOW, fuel=fuel)
            for name, amount in ((sector, -part), (INTO, part)):
                here = {"sector": name, "flow": FLOW, "fuel": fuel}
                found.loc[here] = (found.sel(here) + amount.values).values
    return found


@dimensional(before="tce", after="tce", returns="tce")
def changed(before: xr.DataArray, after: xr.DataArray) -> xr.DataArray:
    """Give what a re-allocation did to the totals of the fuels, which is to be nothing.

    Parameters
    ----------
    before, after : DataArray (year, sector, flow, fuel)
        The account as booked and as re-allocated. [tce]

    Returns
    -------
    DataArray (year, fuel)
        Total after less total before. [tce]
    """
    dims = ["sector", "flow"]
    return after.sum(dims) - before.sum(dims)
