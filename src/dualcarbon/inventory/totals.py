"""Totals of a region, never mixed: territorial, and adjusted by the net trade of electricity and heat."""

from __future__ import annotations

import xarray as xr

from dualcarbon.vocabulary.units import dimensional

CARRIERS = ("electricity", "heat")
TRADE = ("import", "export")


@dimensional(emissions="t CO2", returns="t CO2")
def territorial(emissions: xr.DataArray) -> xr.DataArray:
    """Sum what is emitted on the territory.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell; rows of trade, if present, are left out. [t CO2]

    Returns
    -------
    DataArray (year)
        Territorial emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 8.
    """
    return by_sector(emissions).sum("sector")


@dimensional(emissions="t CO2", returns="t CO2")
def by_sector(emissions: xr.DataArray) -> xr.DataArray:
    """Sum direct emissions over flows and fuels.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell. [t CO2]

    Returns
    -------
    DataArray (year, sector)
        Emissions where they leave the stack. [t CO2]
    """
    inside = [flow for flow in emissions.flow.values if flow not in TRADE]
    return emissions.sel(flow=inside).sum(["flow", "fuel"])


@dimensional(energy="tce", factor="t CO2/tce", returns="t CO2")
def net_trade(energy: xr.DataArray, factor: xr.DataArray) -> xr.DataArray:
    """Compute the carbon dioxide of electricity and heat bought from outside, less what was sold.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account; only imports and exports of electricity and heat count. [tce]
    factor : DataArray (year, fuel)
        Carbon dioxide of traded electricity and heat. [t CO2/tce]

    Returns
    -------
    DataArray (year)
        Emissions caused elsewhere by net purchases. [t CO2]

    Examples
    --------
    >>> labels = {"year": [2020], "sector": ["total"], "flow": ["export", "import"], "fuel": ["electricity"]}
    >>> energy = xr.DataArray([[[[1.0], [3.0]]]], coords=labels, dims=list(labels), attrs={"units": "tce"})
    >>> factor = xr.DataArray([[5.0]], coords={"year": [2020], "fuel": ["electricity"]},
    ...                       dims=["year", "fuel"], attrs={"units": "t CO2/tce"})
    >>> float(net_trade(energy, factor)[0])
    10.0
    """
    flows = {
        flow: 1.0 if flow == "import" else -1.0 for flow in energy.flow.values if flow in TRADE
    }
    sign = xr.DataArray(list(flows.values()), coords={"flow": list(flows)}, dims=["flow"])
    traded = energy.sel(flow=list(flows)).sum("sector")
    return (traded * sign * factor).sum(["flow", "fuel"])


@dimensional(territorial="t CO2", trade="t CO2", returns="t CO2")
def adjusted(territorial: xr.DataArray, trade: xr.DataArray) -> xr.DataArray:
    """Add the net trade of electricity and heat to the territorial total; closed by construction.

    Parameters
    ----------
    territorial : DataArray (year)
        Emissions on the territory. [t CO2]
    trade : DataArray (year)
        Emissions of net purchases. [t CO2]

    Returns
    -------
    DataArray (year)
        Adjusted emissions. [t CO2]
    """
    return territorial + trade
