"""Carbon dioxide from burning fuel."""

from __future__ import annotations

import xarray as xr

from dualcarbon.vocabulary.units import dimensional


@dimensional(energy="tce", factor="t CO2/tce", returns="t CO2")
def from_energy(energy: xr.DataArray, factor: xr.DataArray) -> xr.DataArray:
    r"""Compute the carbon dioxide of fuel burnt.

    .. math:: E_{y,s,w,f} = A_{y,s,w,f} \cdot F_{y,s,w,f}

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        Fuel burnt, lower heating value; products of transformation negative. [tce]
    factor : DataArray over the same dimensions, or fewer of them
        Carbon dioxide per unit of energy, oxidation included. [t CO2/tce]

    Returns
    -------
    DataArray over the dimensions of both
        Emissions. [t CO2]

    Raises
    ------
    UnitMismatch
        An argument is in a unit of another kind.
    Misaligned
        The arguments carry different labels on a dimension that they share.

    Notes
    -----
    Tier 1 or 2, as the factor is a default or measured. Electricity and heat have no direct factor: what
    was burnt to make them is counted where it was burnt.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 2, eq. 2.1.

    Examples
    --------
    Ten tonnes of standard coal at 2.66 t CO2 each:

    >>> energy = xr.DataArray([10.0], coords={"fuel": ["coal"]}, attrs={"units": "tce"})
    >>> factor = xr.DataArray([2.66], coords={"fuel": ["coal"]}, attrs={"units": "t CO2/tce"})
    >>> round(float(from_energy(energy, factor)[0]), 6)
    26.6
    """
    return energy * factor
