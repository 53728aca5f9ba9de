"""Carbon dioxide of fuels from above: what was supplied, against the sum over those who burnt it."""

from __future__ import annotations

import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory.emission_factors import UNBURNT
from dualcarbon.reference import packaged
from dualcarbon.reference.formula import CO2_PER_C
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.units import KGCE_MJ, dimensional

SUPPLY = {
    "production": 1.0, "inflow": 1.0, "import": 1.0, "bunkers_abroad": 1.0,
    "outflow": -1.0, "export": -1.0, "bunkers_here": -1.0,
}  # fmt: skip
"""Rows of the balance and what they do to apparent consumption: what leaves is taken off, however it is printed."""
STOCK = "stock_draw"
"""Change of stocks, in the yearbook's sign: positive is drawn down."""
USUAL = 0.05
"""Gap that the IPCC calls usual. [1]"""
TIERS = ("provincial_2011", "national")
"""Editions that carbon content and oxidation are taken from, the first that has both."""
KINDS = {"coal": "raw_coal", "oil": "crude_oil"}
"""Fuel whose carbon stands for that of its group."""
SIDES = {True: {"en": "above", "zh": "高"}, False: {"en": "below", "zh": "低"}}


@dimensional(balance="tce", returns="tce")
def apparent(balance: xr.DataArray) -> xr.DataArray:
    r"""Sum what is supplied of each fuel.

    .. math:: A_f = P_f + I_f + M_f + B^{own}_f - O_f - X_f - B^{foreign}_f + \Delta S_f

    Parameters
    ----------
    balance : DataArray (year, row, fuel)
        Rows of the energy balance by their id; recovered energy is secondary and left out. [tce]

    Returns
    -------
    DataArray (year, fuel)
        Production, what is brought in, own carriers' bunkers abroad, less what is sent out and foreign carriers'
        bunkers, and stocks drawn down. [tce]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 6, eq. 6.2.

    Examples
    --------
    Mined 10, brought in 5, sent out 3 (printed with its minus), stocks drawn down 1:

    >>> rows = {"year": [2020], "row": ["production", "inflow", "outflow", "stock_draw"], "fuel": ["raw_coal"]}
    >>> balance = xr.DataArray([[[10.0], [5.0], [-3.0], [1.0]]], coords=rows, dims=list(rows), attrs={"units": "tce"})
    >>> float(apparent(balance)[0, 0])
    13.0
    """
    rows = [r for r in balance.row.values.tolist() if r in SUPPLY]
    signs = xr.DataArray([SUPPLY[r] for r in rows], coords={"row": rows}, dims=["row"])
    supplied = (abs(balance.sel(row=rows)) * signs).sum("row")
    held = [r for r in balance.row.values.tolist() if r == STOCK]
    return supplied + balance.sel(row=held).sum("row")


@dimensional(apparent="tce", stored="tce", carbon="t C/tce", oxidation="1", returns="t CO2")
def emissions(
    apparent: xr.DataArray, stored: xr.DataArray, carbon: xr.DataArray, oxidation: xr.DataArray
) -> xr.DataArray:
    r"""Compute the carbon dioxide of what was supplied and not kept in products.

    .. math:: E_y = \sum_f (A_{y,f} - S_{y,f}) \, C_f \, O_f \cdot 44/12

    Parameters
    ----------
    apparent : DataArray (year, fuel)
        Apparent consumption. [tce]
    stored : DataArray (year, fuel)
        Energy of which the carbon stays out of burning: stored in products, or told under processes. [tce]
    carbon : DataArray (fuel)
        Carbon content. [t C/tce]
    oxidation : DataArray (fuel)
        Share of the carbon that burns. [1]

    Returns
    -------
    DataArray (year)
        Reference approach. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 6, eq. 6.1.
    """
    return ((apparent - stored) * carbon * oxidation).sum("fuel") * CO2_PER_C


def content(names: list[str], year: int) -> tuple[xr.DataArray, xr.DataArray]:
    """Give carbon content and oxidation of fuels in common boilers; a group has those of its main fuel.

    Parameters
    ----------
    names : list of str
        Fuels; those without fossil carbon of their own have none here.
    year : int
        Year of the records.

    Returns
    -------
    DataArray (fuel), DataArray (fuel)
        Carbon [t C/tce] and share that burns [1].

    Raises
    ------
    InputError
        A fuel has no record.

    Examples
    --------
    Raw coal, 26.37 t C/TJ x 0.0293076 TJ/tce:

    >>> round(float(content(["coal"], 2017)[0][0]), 4)
    0.7728
    """
    found = [_content(KINDS.get(name, name)) for name in names]
    labels = {"fuel": names}
    carbon = xr.DataArray([c for c, _ in found], coords=labels, attrs={"units": "t C/tce"})
    return carbon, xr.DataArray([o for _, o in found], coords=labels, attrs={"units": "1"})


def approach(balance: xr.DataArray, kept: xr.DataArray | None = None) -> xr.DataArray:
    """Compute the reference approach of a balance.

    Parameters
    ----------
    balance : DataArray (year, row, fuel)
        Rows of the energy balance. [tce]
    kept : DataArray (year, fuel), optional
        Feedstock, whose carbon is told elsewhere. [tce]

    Returns
    -------
    DataArray (year)
        Carbon dioxide of fuels. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 6.
    """
    names = [f for f in balance.fuel.values.tolist() if f not in (*UNBURNT, "other_energy")]
    supplied = apparent(balance.sel(fuel=names))
    apart = xr.zeros_like(supplied) if kept is None else kept.reindex_like(supplied, fill_value=0.0)
    carbon, oxidation = content(names, int(balance.year.values[-1]))
    return emissions(supplied, apart.assign_attrs(units="tce"), carbon, oxidation)


@dimensional(reference="t CO2", sectoral="t CO2", returns="1")
def gap(reference: xr.DataArray, sectoral: xr.DataArray) -> xr.DataArray:
    """Compare the two approaches.

    Parameters
    ----------
    reference, sectoral : DataArray (year)
        What was supplied, and the sum over those who burnt it. [t CO2]

    Returns
    -------
    DataArray (year)
        Share by which the reference approach lies above the sectoral one. [1]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 6, sect. 6.8.
    """
    return (reference - sectoral) / sectoral.where(sectoral != 0)


def faults(gaps: xr.DataArray) -> list[Fault]:
    """Tell of the years in which the two approaches lie further apart than is usual.

    Parameters
    ----------
    gaps : DataArray (year)
        Share by which the reference approach lies above the sectoral one. [1]

    Returns
    -------
    list of Fault
        BAL002, one for each such year.
    """
    far = {int(y): float(g) for y, g in zip(gaps.year.values, gaps.values, strict=True)}
    return [
        note("BAL002", year=y, gap=f"{100 * abs(g):.1f}", side=SIDES[g > 0])
        for y, g in far.items()
        if abs(g) > USUAL
    ]


def _content(fuel: str) -> tuple[float, float]:
    both = next((b for t in TIERS if (b := packaged.parts(fuel, t)) is not None), None)
    if both is None:
        raise InputError(
            faults=[note("REF008", fuel=fuel, quantity="carbon_content", nearest=fuel)]
        )
    return both[0].value * KGCE_MJ / 1e3, both[1].value
