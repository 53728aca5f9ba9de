"""The account of a region that a decomposition starts from: energy, emissions, value added, people.

It is brought to its units, checked against itself, and cut down to what its data carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import xarray as xr

from dualcarbon.diagnosis import naming
from dualcarbon.diagnosis.intensity import price_base
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import align, convert

WHERE = Place(key="diagnosis.lmdi")
TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a region's emissions are decomposed from; sectors and fuels are those of the statistics."""

    energy: xr.DataArray
    """Energy used (year, sector, fuel); sector or fuel may be absent. [tce]"""
    emissions: xr.DataArray
    """Emissions of that energy, over the same cells. [t CO2]"""
    value_added: xr.DataArray | None = None
    """Value added (year, sector) at constant prices; a sector ``total`` is GDP. [CNY2010 ...]"""
    gdp: xr.DataArray | None = None
    """GDP (year) at constant prices or its index; without it, the total of ``value_added``. [CNY2010 ...]"""
    population: xr.DataArray | None = None
    """Population (year). [person]"""
    households: str = "households"
    """The sector that uses energy without value added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """An account without the cells that have no logarithmic mean, and those cells."""

    energy: xr.DataArray
    """Energy with the cells set apart as 0. [tce]"""
    emissions: xr.DataArray
    """Emissions with the cells set apart as 0. [t CO2]"""
    apart: xr.DataArray
    """Emissions of the cells set apart (year). [t CO2]"""
    cells: tuple[naming.Text, ...]
    """Names of the cells set apart."""
    warnings: tuple[Fault, ...]


def ready(account: Account) -> tuple[Account, tuple[Fault, ...]]:
    """Bring an account to its units and cut it down to what its data carry.

    Parameters
    ----------
    account : Account
        Energy, emissions and what else is known, in any unit of their kind.

    Returns
    -------
    account : Account
        The same in [tce], [t CO2], [CNY of the price year] and [person]; by sector only if every
        sector has value added, by fuel only if both energy and emissions are.
    warnings : tuple of Fault
        What dropped out.

    Raises
    ------
    InputError
        A value is missing, prices are current, a divisor is 0 where something is to be divided by it.
    Misaligned
        The series do not cover the same years or cells.

    Examples
    --------
    >>> energy = xr.DataArray([6.0], coords={"year": [2010]}, attrs={"units": "10^4 tce"})
    >>> emissions = (2 * energy).assign_attrs(units="10^4 t CO2")
    >>> ours, notes = ready(Account(energy=energy, emissions=emissions))
    >>> float(ours.energy[0, 0]), [n.code for n in notes]
    (60000.0, ['KAYA012', 'KAYA010', 'KAYA015'])
    """
    account, notes = _by_the_same_cells(_measured(account))
    lacking = _without_value_added(account)
    if lacking:
        notes += [note("KAYA011", WHERE, cells=naming.listing(lacking))]
        account = _whole(account)
    if account.population is None:
        notes += [note("KAYA010", WHERE)]
    if gdp_of(account) is None:
        notes += [note("KAYA015", WHERE)]
    refuse(_undefined(account))
    return account, tuple(notes)


def set_apart(energy: xr.DataArray, emissions: xr.DataArray) -> Apart:
    """Take out the cells that are negative in some year, which have no logarithmic mean.

    Parameters
    ----------
    energy : DataArray (year, any dimensions)
        Energy used; products of transformation are negative. [tce]
    emissions : DataArray (year, the same dimensions)
        Emissions. [t CO2, 10^4 t CO2, ...]

    Returns
    -------
    Apart
        The account without them [tce, t CO2], their emissions, and a warning that names them.

    Raises
    ------
    Misaligned
        The two do not cover the same cells.

    Examples
    --------
    >>> cells = {"year": [2010, 2011], "fuel": ["coal", "heat"]}
    >>> energy = xr.DataArray([[5.0, -1.0], [5.0, 1.0]], coords=cells)
    >>> rest = set_apart(energy, 2 * energy)
    >>> rest.apart.values.tolist(), rest.emissions.sel(fuel="heat").values.tolist()
    ([-2.0, 2.0], [0.0, 0.0])
    """
    align({"energy": energy, "emissions": emissions}, "set_apart")
    negative = ((energy < 0) | (emissions < 0)).any("year")
    others = [d for d in emissions.dims if d != "year"]
    cells = naming.labelled(negative)
    apart = emissions.where(negative, 0.0).sum(others).assign_attrs(emissions.attrs)
    told = naming.verb("none", cells) | {
        "year": int(apart["year"][-1]),
        "value": float(apart[-1]),
        "unit": emissions.attrs.get("units", ""),
    }
    return Apart(
        energy=energy.where(~negative, 0.0).assign_attrs(energy.attrs),
        emissions=emissions.where(~negative, 0.0).assign_attrs(emissions.attrs),
        apart=apart,
        cells=tuple(cells),
        warnings=(note("KAYA013", WHERE, **told),) if cells else (),
    )


def merge(array: xr.DataArray, into: str, sources: Sequence[str]) -> xr.DataArray:
    """Add sectors to another one, for example energy supply to industry.

    Parameters
    ----------
    array : DataArray (sector, any others)
        Value added, energy or emissions. [any unit]
    into : str
        The sector that takes them up.
    sources : sequence of str
        The sectors that are added to it; those that the array does not have are passed over.

    Returns
    -------
    DataArray
        The array with those sectors as one. [unit of ``array``]

    Examples
    --------
    >>> use = xr.DataArray([1.0, 2.0, 4.0], coords={"sector": ["industry", "transport", "energy_supply"]})
    >>> merged = merge(use, "industry", ["energy_supply"])
    >>> dict(zip(merged["sector"].values.tolist(), merged.values.tolist()))
    {'industry': 5.0, 'transport': 2.0}
    """
    names = [into if str(s) in sources else str(s) for s in array["sector"].to_numpy()]
    parts = [
        array.isel(sector=[i for i, n in enumerate(names) if n == name]).sum("sector", skipna=False)
        for name in dict.fromkeys(names)
    ]
    label = xr.DataArray(list(dict.fromkeys(names)), dims="sector", name="sector")
    return xr.concat(parts, label).transpose(*array.dims).assign_attrs(array.attrs)


def _measured(account: Account) -> Account:
    """Bring every series to its unit and refuse gaps between them."""
    people = account.population
    ours = replace(
        account,
        energy=convert(account.energy, "tce", name="energy"),
        emissions=convert(account.emissions, "t CO2", name="emissions"),
        population=None if people is None else convert(people, "person", name="population"),
        value_added=_money(account.value_added, "value_added"),
        gdp=_money(account.gdp, "gdp"),
    )
    align({"energy": ours.energy, "emissions": ours.emissions}, "drivers")
    if ours.value_added is not None:
        align({"value_added": ours.value_added["year"], "energy": ours.energy["year"]}, "drivers")
    refuse(_missing(ours))
    return ours


def _money(series: xr.DataArray | None, name: str) -> xr.DataArray | None:
    if series is None:
        return None
    unit = str(series.attrs.get("units", ""))
    base = price_base(unit, Place(key=name))
    return series if "=" in unit else convert(series, f"CNY{base}", name=name)


def _missing(account: Account) -> list[Fault]:
    named = {
        "energy": {"en": "energy", "zh": "能源"},
        "emissions": {"en": "emissions", "zh": "排放"},
        "value_added": {"en": "value added", "zh": "增加值"},
        "gdp": {"en": "GDP", "zh": "地区生产总值"},
        "population": {"en": "population", "zh": "人口"},
    }
    return [
        note("KAYA004", WHERE, what=what, cell=cell)
        for name, what in named.items()
        if (series := getattr(account, name)) is not None
        for cell in naming.labelled(series.isnull())
    ]


def _by_the_same_cells(account: Account) -> tuple[Account, list[Fault]]:
    """Bring energy and emissions to the same dimensions: by fuel if both are, by sector if both are."""
    energy, emissions = account.energy, account.emissions
    notes = []
    if not ("fuel" in energy.dims and "fuel" in emissions.dims):
        notes = [note("KAYA012", WHERE)]
    for dim in ("fuel", "sector"):
        if (dim in energy.dims) != (dim in emissions.dims):
            energy, emissions = (a.sum(dim) if dim in a.dims else a for a in (energy, emissions))
    if "sector" not in energy.dims:
        energy, emissions = (a.expand_dims(sector=[TOTAL]) for a in (energy, emissions))
    return replace(account, energy=energy, emissions=emissions), notes


def _without_value_added(account: Account) -> list[naming.Text]:
    """Name the sectors that use energy and have no value added; none if the region is taken as a whole."""
    using = [str(s) for s in account.energy["sector"].to_numpy()]
    if using == [TOTAL]:
        return []
    added = account.value_added
    having = (
        []
        if added is None or "sector" not in added.dims
        else [str(s) for s in added["sector"].to_numpy()]
    )
    return [naming.cell({"sector": s}) for s in using if s not in (*having, account.households)]


def _whole(account: Account) -> Account:
    """Take the region as one sector."""
    one = {
        name: getattr(account, name).sum("sector").expand_dims(sector=[TOTAL])
        for name in ("energy", "emissions")
    }
    return replace(account, **one)


def gdp_of(account: Account) -> xr.DataArray | None:
    """Give the GDP of an account, or nothing where it has none.

    Parameters
    ----------
    account : Account
        The account.

    Returns
    -------
    DataArray (year) or None
        What it holds itself, otherwise the total of its value added. [CNY of the price year]
    """
    added = account.value_added
    if account.gdp is not None or added is None:
        return account.gdp
    if "sector" not in added.dims:
        return added
    return added.sel(sector=TOTAL, drop=True) if TOTAL in added["sector"] else added.sum("sector")


def _undefined(account: Account) -> list[Fault]:
    """List the divisors that are 0 while something is to be divided by them."""
    names = {"GDP": gdp_of(account), "population": account.population}
    faults = []
    for what, series in names.items():
        if series is None:
            continue
        align({what: series, "energy": account.energy}, "drivers")
        text = {"en": what, "zh": {"GDP": "地区生产总值", "population": "人口"}[what]}
        bad = series.where(~(series > 0), drop=True)
        faults += [
            note("KAYA001", WHERE, year=int(y), what=text, value=float(v))
            for y, v in zip(bad["year"], bad, strict=True)
        ]
    return faults + _unfit_emissions(account) + _unfit_intensity(account)


def _unfit_emissions(account: Account) -> list[Fault]:
    bad = (account.energy == 0) & (account.emissions != 0)
    return _by_year("KAYA003", bad, account.emissions)


def _unfit_intensity(account: Account) -> list[Fault]:
    added, energy = account.value_added, account.energy
    if added is None or "sector" not in added.dims or is_whole(account):
        return []
    sectors = [s for s in energy["sector"].to_numpy() if s != account.households]
    use = energy.sel(sector=sectors).sum([d for d in energy.dims if d not in ("year", "sector")])
    bad = (added.sel(sector=sectors) == 0) & (use != 0)
    return _by_year("KAYA002", bad, use)


def _by_year(code: str, bad: xr.DataArray, values: xr.DataArray) -> list[Fault]:
    bad = bad.transpose("year", ...)
    values = values.transpose(*bad.dims)
    return [
        note(code, WHERE, year=int(year), cell=cell, value=float(value))
        for i, year in enumerate(bad["year"])
        for cell, value in zip(
            naming.labelled(bad[i]), values[i].to_numpy()[bad[i].to_numpy()], strict=True
        )
    ]


def is_whole(account: Account) -> bool:
    """Tell whether the region is taken as one sector."""
    return account.energy["sector"].to_numpy().tolist() == [TOTAL]


def refuse(faults: Sequence[Fault]) -> None:
    """Raise all faults at once, if there are any."""
    if faults:
        raise InputError(faults=faults)
