"""Totals of a region, never mixed: territorial, and adjusted by the net trade of electricity and heat."""

from __future__ import annotations

import xarray as xr

from dualcarbon.vocabulary.units import dimensional

CARRIERS = ("electricity", "heat")
TRADE = ("import", "export")
PLANTS = {"electricity": "power", "heat": "heat"}
"""Flow of the plants that make each carrier."""


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
        Carbon dioxide of traded electricity and heat, see :func:`trade_factor`. [t CO2/tce]

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
    return (_net(energy) * factor).sum("fuel")


@dimensional(energy="tce", emissions="t CO2", factor="t CO2/tce", returns="t CO2/tce")
def trade_factor(
    energy: xr.DataArray, emissions: xr.DataArray, factor: xr.DataArray
) -> xr.DataArray:
    r"""Choose the factor of net trade: what is bought at its sender's, what is sold at the region's own.

    .. math:: F_{y,c} = \sum_{s,f} E_{y,s,plants,f} \, / \, M_{y,c} \quad \text{where more is sold than bought}

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account, outputs of plants negative. [tce]
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell. [t CO2]
    factor : DataArray (year, fuel)
        Carbon dioxide of what is brought in. [t CO2/tce]

    Returns
    -------
    DataArray (year, fuel)
        Factor of net trade; a region that sells without making anything keeps the sender's. [t CO2/tce]

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011, ch. 1: indirect emissions of electricity brought in and sent out.
    """
    net, chosen = _net(energy), factor.copy()
    for carrier, flow in PLANTS.items():
        if carrier not in net.fuel.values or flow not in energy.flow.values:
            continue
        made = -energy.sel(flow=flow, fuel=carrier, drop=True).clip(max=0).sum("sector")
        burnt = emissions.sel(flow=flow, drop=True).sum(["sector", "fuel"])
        own = (net.sel(fuel=carrier) < 0) & (made > 0)
        chosen.loc[{"fuel": carrier}] = xr.where(
            own, burnt / made.where(made > 0, 1.0), factor.sel(fuel=carrier)
        )
    return chosen


def _net(energy: xr.DataArray) -> xr.DataArray:
    """Sum imports less exports, (year, fuel)."""
    sign = {"import": 1.0, "export": -1.0}
    flows = [w for w in energy.flow.values if w in TRADE]
    signs = xr.DataArray([sign[w] for w in flows], coords={"flow": flows}, dims=["flow"])
    return (energy.sel(flow=flows).sum("sector") * signs).sum("flow")


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
