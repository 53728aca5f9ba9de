"""Where one fuel is made of another: the carbon goes into the products, what is missing there went up the stack."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory.emission_factors import Factors, Key
from dualcarbon.inventory.totals import CARRIERS
from dualcarbon.reference.formula import CO2_PER_C
from dualcarbon.reference.records import FactorRecord
from dualcarbon.vocabulary.faults import note
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.vocabulary.units import dimensional

ROWS = ("washing", "coking", "refining", "gas_works", "coke_reinput", "liquefaction", "briquetting")
"""Rows of the balance in which carbon goes into products."""
COUNTED = ("refining", "gas_works")
"""Those whose missing carbon is counted unless the study says otherwise: coal to liquids and gas stand there."""
TOGETHER = {"coke_reinput": "gas_works"}
"""Rows that belong to another one."""
SECTOR, FLOW = "energy_supply", "other_transformation"
"""Cell of the account that holds these rows together."""


@dimensional(balance="tce", carbon="t C/tce", returns="t CO2")
def residuals(balance: xr.DataArray, carbon: xr.DataArray) -> xr.DataArray:
    r"""Compute what is missing of the carbon of the inputs of each transformation.

    .. math:: R_{y,r} = -\tfrac{44}{12} \sum_f B_{y,r,f} \, C_f

    Parameters
    ----------
    balance : DataArray (year, row, fuel)
        Rows of the energy balance in the table's own sign: inputs negative, products positive. [tce]
    carbon : DataArray (fuel)
        Carbon content. [t C/tce]

    Returns
    -------
    DataArray (year, row)
        Carbon that is in no product, as carbon dioxide; negative where products hold more than the inputs. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 4: carbon mass balance.

    Examples
    --------
    Of 10 tce of coal (0.8 t C each) 9 tce of liquids (0.6 t C each) are made: 8 - 5.4 t of carbon are missing.

    >>> labels = {"year": [2020], "row": ["refining"], "fuel": ["raw_coal", "diesel"]}
    >>> row = xr.DataArray([[[-10.0, 9.0]]], coords=labels, dims=list(labels), attrs={"units": "tce"})
    >>> carbon = xr.DataArray([0.8, 0.6], coords={"fuel": ["raw_coal", "diesel"]}, attrs={"units": "t C/tce"})
    >>> round(float(residuals(row, carbon)[0, 0]) * 12 / 44, 6)
    2.6
    """
    rows = [r for r in balance.row.values.tolist() if r in ROWS]
    return -(balance.sel(row=rows) * carbon).sum("fuel") * CO2_PER_C


@dimensional(energy="tce", returns="tce")
def kept(energy: xr.DataArray, balance: xr.DataArray, rows: Sequence[str]) -> xr.DataArray:
    """Leave in the account only those transformations whose missing carbon is to be counted.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account, all transformations in one flow. [tce]
    balance : DataArray (year, row, fuel)
        Rows of the same balance, inputs negative. [tce]
    rows : sequence of str
        Rows to count, such as ``refining``.

    Returns
    -------
    DataArray (year, sector, flow, fuel)
        The account less the other transformations of fuels; electricity and heat stay. [tce]
    """
    if FLOW not in energy.flow.values or SECTOR not in energy.sector.values:
        return energy
    left = [r for r in balance.row.values.tolist() if r in ROWS and TOGETHER.get(r, r) not in rows]
    gone = balance.sel(row=left, year=energy.year.values).sum("row")
    gone = gone.reindex(fuel=energy.fuel.values, fill_value=0.0)
    gone = gone.where(~gone.fuel.isin(CARRIERS), 0.0)
    found, here = energy.copy(), {"sector": SECTOR, "flow": FLOW}
    found.loc[here] = (found.sel(here, drop=True) + gone.transpose("year", "fuel")).values
    return found


def counted(
    factors: Factors, energy: xr.DataArray, balance: xr.DataArray, rows: Sequence[str]
) -> Factors:
    """Give transformation the factors that count the missing carbon of some rows only; the energy stays whole.

    Parameters
    ----------
    factors : Factors
        As found. [t CO2/tce]
    energy : DataArray (year, sector, flow, fuel)
        The account, all transformations in one flow. [tce]
    balance : DataArray (year, row, fuel)
        Rows of the same balance, inputs negative. [tce]
    rows : sequence of str
        Rows to count, such as ``refining``.

    Returns
    -------
    Factors
        Those of transformation times the share of the flow that is counted, with records that say so. [t CO2/tce]

    Raises
    ------
    InputError
        A fuel that rows put in and take out to the last tonne has no amount left to carry the factor (RUL023).
    """
    left = kept(energy, balance, rows)
    if bool((lost := (energy == 0) & (left != 0)).any()):
        fuel = str(energy.fuel.values[lost.any(["year", "sector", "flow"]).values][0])
        raise InputError(
            faults=[note("RUL023", fuel=FUELS.both(fuel), rows=", ".join(rows) or "-")]
        )
    share = (left / energy.where(energy != 0)).where(energy != 0, 1.0)
    direct = (factors.direct * share).assign_attrs(factors.direct.attrs)
    records = {
        key: _scaled(record, key, share)
        if key[0] == "direct" and key[2:4] == (SECTOR, FLOW)
        else record
        for key, record in factors.records.items()
    }
    return dataclasses.replace(factors, direct=direct, records=records)


def _scaled(record: FactorRecord, key: Key, share: xr.DataArray) -> FactorRecord:
    _, year, sector, flow, fuel = key
    by = float(share.sel(year=year, sector=sector, flow=flow, fuel=fuel))
    if by == 1.0:
        return record
    ends = [None if end is None else end * by for end in (record.lo95, record.hi95)]
    known = sorted(e for e in ends if e is not None)
    low, high = known if len(known) == 2 and by else (None, None)
    told = "times the share of transformation whose missing carbon is counted"
    return dataclasses.replace(
        record, id=f"rule:R2:{fuel}:{year}", value=record.value * by, lo95=low, hi95=high, mark="C", note=told
    )  # fmt: skip
