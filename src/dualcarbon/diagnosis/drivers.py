"""What drove a region's emissions: its account written as factors, and decomposed year by year.

Sectors with value added: population x GDP per head x economic structure x energy per value added x
energy mix x emission factor. Households: population x energy per head x energy mix x emission factor.
A factor that the data do not carry drops out, with a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import naming
from dualcarbon.diagnosis.account import WHERE, Account, gdp_of, is_whole, ready
from dualcarbon.diagnosis.decomposition import Decomposition, add, chain, join
from dualcarbon.vocabulary.faults import Fault, note

Factors = dict[str, xr.DataArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Effects over a period of several years, in both forms."""

    start: int
    end: int
    ends: Decomposition
    """Between the first and the last year only. [t CO2]"""
    chained: Decomposition
    """Summed from year to year. [t CO2]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """Effects of the factors on a region's emissions."""

    yearly: tuple[Decomposition, ...]
    """One for each year and the next. [t CO2]"""
    periods: tuple[Period, ...]
    """The whole span if none was asked for."""
    warnings: tuple[Fault, ...]
    """Factors that dropped out, cells that appear or vanish, periods left out."""

    def __str__(self) -> str:
        """Give the chained effects of each period, a line each."""
        return "\n".join(str(period.chained) for period in self.periods)


def decompose(account: Account, periods: Sequence[tuple[int, int]] = ()) -> Drivers:
    """Decompose the change of a region's emissions by factor, sector and fuel.

    Parameters
    ----------
    account : Account
        Energy [tce], emissions [t CO2], and what else is known.
    periods : sequence of tuple of int, optional
        First and last years of the periods of interest; the whole span if none is given.

    Returns
    -------
    Drivers
        Effects that add up to the change. [t CO2]

    Raises
    ------
    InputError
        GDP or population is 0, prices are current, a cell is negative, a factor is undefined.
    Misaligned
        The series do not cover the same years or sectors.

    References
    ----------
    .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
           Energy Policy 33 (2005) 867-871.

    Examples
    --------
    >>> years = {"year": [2010, 2011]}
    >>> def of(values, unit):
    ...     return xr.DataArray(values, coords=years, attrs={"units": unit})
    >>> account = Account(energy=of([1.0, 2.0], "tce"), emissions=of([2.0, 4.0], "t CO2"),
    ...                   gdp=of([1.0, 2.0], "CNY2010"))
    >>> {n: round(x, 9) for n, x in decompose(account).yearly[0].totals.items()}
    {'activity': 2.0, 'intensity': 0.0, 'factor': 0.0}
    """
    groups, notes = factors(account)
    years = [int(year) for year in account.emissions["year"].to_numpy()]
    if len(years) < 2:
        return Drivers(yearly=(), periods=(), warnings=(*notes, note("KAYA014", WHERE)))
    yearly = _joined(groups, years)
    asked = list(periods) or [(years[0], years[-1])]
    known = [p for p in asked if set(p) <= set(years) and p[0] < p[1]]
    return Drivers(
        yearly=yearly,
        periods=tuple(_period(groups, yearly, *p) for p in known),
        warnings=(*notes, *_left_out(asked, known, years), *_zeros(yearly, account.emissions)),
    )


def factors(account: Account) -> tuple[tuple[Factors, ...], tuple[Fault, ...]]:
    """Write an account as factors whose product is its emissions.

    Parameters
    ----------
    account : Account
        Energy [tce], emissions [t CO2], and what else is known.

    Returns
    -------
    groups : tuple of dict of str to DataArray (year, sector, fuel or fewer)
        Factors of the sectors with value added and of the households, or of the whole region.
        [person, CNY/person, 1, tce/CNY, 1, t CO2/tce; undefined where 0 is divided by 0]
    warnings : tuple of Fault
        Factors that dropped out.

    Raises
    ------
    InputError, Misaligned
        As ``decompose``.

    Examples
    --------
    >>> years = {"year": [2010]}
    >>> def of(value, unit):
    ...     return xr.DataArray([value], coords=years, attrs={"units": unit})
    >>> account = Account(energy=of(6.0, "tce"), emissions=of(12.0, "t CO2"), population=of(3.0, "person"))
    >>> (whole,), _ = factors(account)
    >>> {name: float(factor.squeeze()) for name, factor in whole.items()}
    {'population': 3.0, 'use_per_head': 2.0, 'factor': 2.0}
    """
    account, notes = ready(account)
    homes = account.emissions["sector"] == account.households
    groups = [_sectors(account, ~homes), _homes(account, homes)]
    return tuple(g for g in groups if g), notes


def _joined(groups: Sequence[Factors], years: Sequence[int]) -> tuple[Decomposition, ...]:
    steps = [chain(group, years, unit="t CO2") for group in groups]
    return tuple(join(parts, "sector") for parts in zip(*steps, strict=True))


def _period(
    groups: Sequence[Factors], yearly: Sequence[Decomposition], start: int, end: int
) -> Period:
    within = [s for s in yearly if start <= int(s.period[0]) and int(s.period[1]) <= end]
    ends = _joined(groups, [start, end])[0]
    return Period(start=start, end=end, ends=ends, chained=add(within))


def _sectors(account: Account, mask: xr.DataArray) -> Factors:
    """Factors of the sectors with value added, or of the region as a whole."""
    energy, emissions = (
        a.isel(sector=np.flatnonzero(mask)) for a in (account.energy, account.emissions)
    )
    if not energy.sizes["sector"]:
        return {}
    gdp = gdp_of(account)
    use = _use(energy)
    if gdp is None:
        return _people(account, use) | _burnt(energy, use, emissions)
    people = account.population
    scale = (
        {"activity": gdp} if people is None else {"population": people, "affluence": gdp / people}
    )
    if is_whole(account) or account.value_added is None:  # without it, what is ready is whole
        return scale | {"intensity": _over(use, gdp)} | _burnt(energy, use, emissions)
    added = account.value_added.sel(sector=energy["sector"])
    parts = {"structure": added / gdp, "intensity": _over(use, added)}
    return scale | parts | _burnt(energy, use, emissions)


def _homes(account: Account, mask: xr.DataArray) -> Factors:
    """Factors of the households."""
    energy, emissions = (
        a.isel(sector=np.flatnonzero(mask)) for a in (account.energy, account.emissions)
    )
    if not energy.sizes["sector"]:
        return {}
    use = _use(energy)
    return _people(account, use) | _burnt(energy, use, emissions)


def _use(energy: xr.DataArray) -> xr.DataArray:
    return energy.sum("fuel") if "fuel" in energy.dims else energy


def _people(account: Account, use: xr.DataArray) -> Factors:
    people = account.population
    return {"use": use} if people is None else {"population": people, "use_per_head": use / people}


def _burnt(energy: xr.DataArray, use: xr.DataArray, emissions: xr.DataArray) -> Factors:
    factor = {"factor": _over(emissions, energy)}
    return {"mix": _over(energy, use)} | factor if "fuel" in energy.dims else factor


def _over(top: xr.DataArray, bottom: xr.DataArray) -> xr.DataArray:
    """Divide; 0/0 is undefined and becomes not a number, which the decomposition understands."""
    return top / bottom.where(bottom != 0)


def _left_out(
    asked: Sequence[tuple[int, int]], known: Sequence[tuple[int, int]], years: Sequence[int]
) -> list[Fault]:
    span = f"{years[0]}-{years[-1]}"
    return [
        note("KAYA005", WHERE, start=p[0], end=p[1], known=span) for p in asked if p not in known
    ]


def _zeros(yearly: Sequence[Decomposition], emissions: xr.DataArray) -> list[Fault]:
    """Tell which cells appear or vanish, and once which of them are 0 throughout."""
    moving = [w for step in yearly for w in step.warnings if w.code != "LMDI002"]
    never = naming.labelled((emissions == 0).all("year"))
    span = {"start": int(emissions["year"][0]), "end": int(emissions["year"][-1])}
    return moving + (
        [note("LMDI002", WHERE, **span, **naming.verb("none", never))] if never else []
    )
