"""Coke in the blast furnace: counted as coke, or as the gas that it becomes, never as both."""

from __future__ import annotations

import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory.reference_approach import content
from dualcarbon.reference.formula import CO2_PER_C
from dualcarbon.reference.records import FactorRecord
from dualcarbon.vocabulary.faults import note
from dualcarbon.vocabulary.units import dimensional

COKE = "coke"
GASES = ("blast_furnace_gas", "converter_gas")
FLOW = "other_transformation"
RE_INPUT = ("coke_reinput", "gas_works", "energy_recovery")
"""Rows of the balance in which coke may go into gas."""
CLOSE = 1e-9
"""Share of a total that a move may change: what floating point leaves. [1]"""
VARIANTS = {
    "coke": {
        "en": "coke is counted where it is used, the gases of the furnace are not",
        "zh": "焦炭在使用处全部计入，高炉、转炉煤气不再计入",
    },
    "gas": {
        "en": "coke is transformed, its gases are counted where they burn",
        "zh": "焦炭按加工转换处理，煤气在燃烧处计入",
    },
    "credit": {
        "en": "coke and by-products of coking are counted less a credit for the products",
        "zh": "焦炭及焦化副产品计入，并扣除产品抵减",
    },
}
"""The three ways, (a), (b) and (c)."""


def gases_counted(emissions: xr.DataArray) -> xr.DataArray:
    """Sum the carbon dioxide of furnace gases that no transformation of the account has made.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell, outputs of transformation negative. [t CO2]

    Returns
    -------
    DataArray (year)
        Uses less outputs; 0 where the account makes what it burns, or counts no gas. [t CO2]
    """
    names = [f for f in GASES if f in emissions.fuel.values]
    return emissions.sel(fuel=names).sum(["sector", "flow", "fuel"]).clip(min=0.0)


def coke_counted(emissions: xr.DataArray) -> xr.DataArray:
    """Sum the carbon dioxide of coke that industry uses or puts into furnaces.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell. [t CO2]

    Returns
    -------
    DataArray (year)
        Where it goes in; coke made is not taken off. [t CO2]
    """
    names = [f for f in (COKE,) if f in emissions.fuel.values]
    return emissions.sel(fuel=names).clip(min=0.0).sum(["sector", "flow", "fuel"])


def coke_burnt(emissions: xr.DataArray) -> xr.DataArray:
    """Sum the carbon dioxide of coke in final use.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell. [t CO2]

    Returns
    -------
    DataArray (year)
        [t CO2]
    """
    at = {"flow": ["final"], "fuel": [COKE]}
    held = emissions.sel({dim: [x for x in names if x in emissions[dim].values] for dim, names in at.items()})  # fmt: skip
    return held.sum(["sector", "flow", "fuel"])


def made(emissions: xr.DataArray) -> xr.DataArray:
    """Sum the carbon dioxide of furnace gases that transformation gives out, and that is taken off.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell, outputs of transformation negative. [t CO2]

    Returns
    -------
    DataArray (year)
        [t CO2]
    """
    flows = [w for w in emissions.flow.values if w == FLOW]
    names = [f for f in GASES if f in emissions.fuel.values]
    return -emissions.sel(flow=flows, fuel=names).clip(max=0.0).sum(["sector", "flow", "fuel"])


def put_in(emissions: xr.DataArray, balance: xr.DataArray | None = None) -> xr.DataArray:
    """Sum the carbon of the coke that transformation takes in, of which furnace gases can be made.

    A balance table tells the coke by row: what coking makes is no input. An account of one flow tells it where a sector puts
    in more than it makes; else by what the flow takes in beyond its other products.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell, outputs of transformation negative. [t CO2]
    balance : DataArray (year, row, fuel), optional
        Rows of the table, inputs negative. [tce]

    Returns
    -------
    DataArray (year)
        As carbon dioxide. [t CO2]
    """
    if balance is not None:
        carbon, _ = content([COKE], int(balance.year.values[-1]))
        rows = [r for r in RE_INPUT if r in balance.row.values]
        taken = balance.sel(fuel=[f for f in balance.fuel.values if f == COKE], row=rows)
        return abs(taken.clip(max=0.0)).sum(["row", "fuel"]) * float(carbon[0]) * CO2_PER_C
    flow = emissions.sel(flow=[w for w in emissions.flow.values if w == FLOW]).sum("flow")
    coke = flow.sel(fuel=[f for f in flow.fuel.values if f == COKE]).clip(min=0.0)
    others = flow.sel(fuel=[f for f in flow.fuel.values if f not in GASES])
    beyond = others.sum(["sector", "fuel"]).clip(min=0.0)
    coke = coke.sum(["sector", "fuel"])
    return coke.where(coke > beyond, beyond)


def mixed(emissions: xr.DataArray, tolerance: float = 1e-6) -> xr.DataArray:
    """Tell in which years the same carbon is counted as coke and as gas.

    Parameters
    ----------
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of every cell. [t CO2]
    tolerance : float
        Share of the coke that counts as nothing. [1]

    Returns
    -------
    DataArray (year)
        True where it is. [1]
    """
    gas, coke = gases_counted(emissions), coke_counted(emissions)
    return (coke > 0) & (gas > tolerance * coke)


def shown(energy: xr.DataArray) -> str:
    """Give the way that the table asks for: coke as it is used, unless gas is made and no coke is used.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account; gas that is recovered may stand in it as an output too. [tce]
    """
    gases = [f for f in GASES if f in energy.fuel.values]
    if FLOW not in energy.flow.values or "final" not in energy.flow.values or not gases:
        return "coke"
    made = bool((energy.sel(flow=FLOW, fuel=gases) < 0).any())
    used = COKE in energy.fuel.values and bool((energy.sel(flow="final", fuel=COKE) > 0).any())
    return "gas" if made and not used else "coke"


def records(energy: xr.DataArray, variant: str, region: str = "") -> tuple[FactorRecord, ...]:
    """Give the factors that keep the gases of the furnace out, where coke is counted as it is used.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    variant : {"auto", "coke", "gas", "credit"}
        As the study declares it; ``auto`` takes what the table shows.
    region : str
        GB/T 2260 code that the factors hold for.

    Returns
    -------
    tuple of FactorRecord
        Zero for each gas in the account, or nothing. [t CO2/tce]
    """
    if (
        shown(energy) if variant == "auto" else variant
    ) != "coke" or COKE not in energy.fuel.values:
        return ()
    first, last = (int(energy.year.values[i]) for i in (0, -1))
    return tuple(
        FactorRecord(
            id=f"rule:R3:{gas}", fuel=gas, value=0.0, unit="t CO2/tce", first_year=first, last_year=last, region=region,
            tier="definition", source="ipcc-2006", note="its carbon is counted as coke",
        )
        for gas in GASES if gas in energy.fuel.values
    )  # fmt: skip


@dimensional(energy="tce", factor="t CO2/tce", coke="tce", returns="tce")
def moved(
    energy: xr.DataArray, factor: xr.DataArray, coke: xr.DataArray, sector: str = "industry"
) -> xr.DataArray:
    """Turn coke that a sector uses into blast-furnace gas that it burns, the carbon kept.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account, with flows ``final`` and ``other_transformation``. [tce]
    factor : DataArray (year, sector, flow, fuel)
        Direct factors of its cells. [t CO2/tce]
    coke : DataArray (year)
        Coke of the furnaces. [tce]
    sector : str
        Whose coke it is.

    Returns
    -------
    DataArray (year, sector, flow, fuel)
        The account on the other way of counting, of the same total. [tce]

    Raises
    ------
    InputError
        The account has no column for the gas, the gas has no factor, or more coke is moved than there is (RUL021);
        or the total would change (RUL022).
    """
    gas = _room(energy, factor, coke, sector)
    found = energy.copy()
    for flow, fuel, amount in (
        ("final", COKE, -coke), (FLOW, COKE, coke), ("final", GASES[0], gas), (FLOW, GASES[0], -gas),
    ):  # fmt: skip
        here = {"sector": sector, "flow": flow, "fuel": fuel}
        found.loc[here] = (found.sel(here) + amount).values
    _conserved(energy * factor, found * factor)
    return found


def _room(
    energy: xr.DataArray, factor: xr.DataArray, coke: xr.DataArray, sector: str
) -> xr.DataArray:
    """Give the gas that holds the carbon of the coke. [tce]."""
    lacking = [f for f in (COKE, GASES[0]) if f not in energy.fuel.values]
    lacking += [w for w in ("final", FLOW) if w not in energy.flow.values]
    if lacking or sector not in energy.sector.values:
        raise InputError(faults=[note("RUL021", why=_why(", ".join(lacking) or sector))])
    at, used = factor.sel(sector=sector, flow="final"), energy.sel(sector=sector, flow="final")
    per_gas = at.sel(fuel=GASES[0], drop=True)
    if bool((per_gas <= 0).any()):
        raise InputError(faults=[note("RUL021", why=_why(GASES[0]))])
    if bool((coke > used.sel(fuel=COKE, drop=True)).any()):
        raise InputError(faults=[note("RUL021", why=_why(COKE))])
    return coke * at.sel(fuel=COKE, drop=True) / per_gas


def _why(name: str) -> dict[str, str]:
    return {"en": f"{name} lacks", "zh": f"缺少{name}"}


def _conserved(before: xr.DataArray, after: xr.DataArray) -> None:
    dims = ["sector", "flow", "fuel"]
    old, new = before.sum(dims), after.sum(dims)
    far = abs(new - old) > CLOSE * abs(old)
    if bool(far.any()):
        year = int(old.year.values[far.values][0])
        by = float((new - old).sel(year=year))
        raise InputError(faults=[note("RUL022", year=year, by=by)])


@dimensional(emissions="t CO2", products="t CO2", row="t CO2", returns="t CO2")
def unreconciled(
    emissions: xr.DataArray, products: xr.DataArray, row: xr.DataArray
) -> xr.DataArray:
    r"""Hold a row that nets coke and by-products of coking against what goes in and what comes out.

    .. math:: U_y = E^{row}_y - (E^{in}_y - E^{out}_y)

    Parameters
    ----------
    emissions : DataArray (year)
        Carbon dioxide of what goes in. [t CO2]
    products : DataArray (year)
        Carbon dioxide that the products hold: the credit. [t CO2]
    row : DataArray (year)
        What the account counts for the row. [t CO2]

    Returns
    -------
    DataArray (year)
        What is left over. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 4, sect. 4.2.2.

    Examples
    --------
    >>> year = {"year": [2020]}
    >>> given = [xr.DataArray([v], coords=year, attrs={"units": "t CO2"}) for v in (10.0, 7.0, 3.0)]
    >>> float(unreconciled(*given)[0])
    0.0
    """
    return row - (emissions - products)
