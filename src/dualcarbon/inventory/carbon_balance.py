"""Where one fuel is made of another: the carbon goes into the products, what is missing there went up the stack."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory.emission_factors import MISSING, Factors, Key
from dualcarbon.inventory.reference_approach import content
from dualcarbon.inventory.totals import CARRIERS
from dualcarbon.reference import packaged
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
CLOSE = 1e-9
"""Share of the rows added up that floating point may leave. [1]"""


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
        The account less the other transformations of fuels; electricity and heat stay. What arithmetic leaves is nothing. [tce]
    """
    if FLOW not in energy.flow.values or SECTOR not in energy.sector.values:
        return energy
    found, here = energy.copy(), {"sector": SECTOR, "flow": FLOW}
    left = [r for r in _rows(balance) if r not in _chosen(rows)]
    cell = found.sel(here, drop=True) + _summed(energy, balance, left)
    noise = abs(cell) <= CLOSE * _summed(energy, abs(balance), _rows(balance))
    found.loc[here] = cell.where(~noise, 0.0).transpose("year", "fuel").values
    return found


def counted(
    factors: Factors, energy: xr.DataArray, balance: xr.DataArray, rows: Sequence[str]
) -> Factors:
    r"""Give transformation the factors that count the missing carbon of some rows only; the energy stays whole.

    .. math:: F_{y,f} = \frac{\tfrac{44}{12} C_f \, K_{y,f} + D_f \, (E_{y,f} - T_{y,f})}{E_{y,f}}

    with the counted rows K and all rows T of transformation, carbon content C and the factor of burning D. What is in no
    product is emitted whole: carbon that does not burn is in a residue, which is a product that the balance prints or none.

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
        Those of transformation, with records that say so. A factor that the study states for transformation stands for the
        carbon content; one that it states for burning the fuel has the usual oxidation taken off. [t CO2/tce]

    Raises
    ------
    InputError
        A fuel that rows put in and take out to the last tonne has no amount left to carry the factor (RUL023).

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 4: carbon mass balance.

    Examples
    --------
    Of 10 tce of coal 4 go to liquids, which are counted, and 6 to coking, which is not: 4/10 of 44/12 x 0.7728 t C/tce, where
    94 % burn in boilers.

    >>> cell = {"year": [2020], "sector": ["energy_supply"], "flow": ["other_transformation"], "fuel": ["raw_coal"]}
    >>> energy = xr.DataArray([[[[10.0]]]], coords=cell, dims=list(cell), attrs={"units": "tce"})
    >>> direct = xr.full_like(energy, 0.94 * 0.7728 * 44 / 12).assign_attrs(units="t CO2/tce")
    >>> found = Factors(direct, direct, direct.sum(["sector", "flow"]))
    >>> labels = {"year": [2020], "row": ["refining", "coking"], "fuel": ["raw_coal"]}
    >>> table = xr.DataArray([[[-4.0], [-6.0]]], coords=labels, dims=list(labels), attrs={"units": "tce"})
    >>> round(float(counted(found, energy, table, ["refining"]).direct.sum()), 3)
    1.133
    """
    if FLOW not in energy.flow.values or SECTOR not in energy.sector.values:
        return factors
    left = kept(energy, balance, rows)
    if bool((lost := (energy == 0) & (left != 0)).any()):
        fuel = str(energy.fuel.values[lost.any(["year", "sector", "flow"]).values][0])
        raise InputError(
            faults=[note("RUL023", fuel=FUELS.both(fuel), rows=", ".join(rows) or "-")]
        )
    here = {"sector": SECTOR, "flow": FLOW}
    cell, burnt = energy.sel(here, drop=True), factors.direct.sel(here, drop=True)
    chosen = -_summed(energy, balance, [r for r in _rows(balance) if r in _chosen(rows)])
    rest = cell + _summed(energy, balance, _rows(balance))
    whole = burnt * _unburnt(factors, energy)
    carried = (whole * chosen + burnt * rest) / cell.where(cell != 0)
    still = left.sel(here, drop=True) == 0
    carried = carried.where(~still, 0.0).where(cell != 0, burnt).transpose("year", "fuel")
    direct = factors.direct.copy()
    direct.loc[here] = carried.values
    records = {
        key: _restated(record, key, float(carried.sel(year=key[1], fuel=key[4])))
        if key[0] == "direct" and key[2:4] == (SECTOR, FLOW)
        else record
        for key, record in factors.records.items()
    }
    return dataclasses.replace(factors, direct=direct, records=records)


def _rows(balance: xr.DataArray) -> list[str]:
    """Give the rows of transformation that a balance has."""
    return [r for r in balance.row.values.tolist() if r in ROWS]


def _chosen(rows: Sequence[str]) -> set[str]:
    """Give the rows that are counted, with those that go with them."""
    return {r for r in ROWS if r in rows or TOGETHER.get(r) in rows}


def _summed(energy: xr.DataArray, balance: xr.DataArray, rows: Sequence[str]) -> xr.DataArray:
    """Sum rows of the balance over the years and fuels of the account, carriers as nothing. [tce]."""
    whole = balance.sel(row=list(rows), year=energy.year.values).sum("row")
    whole = whole.reindex(fuel=energy.fuel.values, fill_value=0.0)
    return whole.where(~whole.fuel.isin(CARRIERS), 0.0)


def _unburnt(factors: Factors, energy: xr.DataArray) -> xr.DataArray:
    """Give what turns the factor of burning into that of the whole carbon, (year, fuel). [1]."""
    fuels, years = energy.fuel.values.tolist(), energy.year.values.tolist()
    known = [f for f in fuels if FUELS[f].more["group"] in ("coal", "oil", "natural_gas")]
    _, oxidation = content(known, years[-1])
    share = (1.0 / oxidation).reindex(fuel=fuels, fill_value=1.0)
    share = share * xr.ones_like(energy.year, dtype=float)
    for (purpose, year, sector, flow, fuel), record in factors.records.items():
        if (purpose, sector, flow) == ("direct", SECTOR, FLOW):
            at = {"year": year, "fuel": fuel}
            share.loc[at] = _whole(record, float(share.sel(at)))
    return share


def _whole(record: FactorRecord, usual: float) -> float:
    """Give what a record is multiplied by to hold all carbon: nothing is left out of the IPCC's, or of one for this flow. [1]."""
    if record.balancing or record.tier.startswith("ipcc"):
        return 1.0
    both = packaged.parts(record.fuel, record.tier)
    return usual if both is None else 1.0 / both[1].value


def _restated(record: FactorRecord, key: Key, value: float) -> FactorRecord:
    """Give a record the factor that counts the chosen rows; its range keeps its proportion."""
    if value == record.value:
        return record
    by = value / record.value if record.value else 0.0
    ends = [None if end is None else end * by for end in (record.lo95, record.hi95)]
    known = sorted(e for e in ends if e is not None)
    low, high = known if len(known) == 2 and by else (None, None)
    told = "carbon content times the share of transformation whose missing carbon is counted"
    return dataclasses.replace(
        record, id=f"{MISSING}{key[4]}:{key[1]}", value=value, lo95=low, hi95=high, mark="C", note=told
    )  # fmt: skip
