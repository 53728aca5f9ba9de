"""How far a total may be off for the ranges of its factors: one draw a fuel, shared by all that burns it.

Activity is taken as printed; what the statistics themselves may be off is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from dualcarbon.inventory.emission_factors import Key
from dualcarbon.quantities.distributions import from_range
from dualcarbon.quantities.draws import Draws
from dualcarbon.reference.records import FactorRecord
from dualcarbon.vocabulary.faults import Place

LEVEL = 0.95
"""Share of the draws that lie within the interval, as in the ranges of the factors. [1]"""


def keys(records: Mapping[Key, FactorRecord]) -> tuple[str, ...]:
    """Give the draw keys of the direct factors that state a 95 % range, one a fuel, sorted."""
    return tuple(sorted({_key(key) for key, record in records.items() if _ranged(key, record)}))


def spread(energy: xr.DataArray, records: Mapping[Key, FactorRecord], draws: Draws) -> xr.DataArray:
    r"""Draw the territorial total: factors of a fuel move together, in all sectors and years.

    .. math:: E_{m,y} = \sum_{s,w,f} A_{y,s,w,f} \, F^{-1}_{y,s,w,f}(u_{m,f})

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    records : (purpose, year, sector, flow, fuel) -> FactorRecord
        Factors in use; one without a range is taken as it stands. [t CO2/tce]
    draws : Draws
        With the keys that :func:`keys` gives.

    Returns
    -------
    DataArray (member, year)
        Territorial emissions. [t CO2]

    Raises
    ------
    InputError
        A range does not hold its value.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 3: Monte Carlo
       simulation, correlated factors.
    """
    years = energy.year.values.tolist()
    total = np.zeros((draws.members, len(years)))
    for key, record in records.items():
        purpose, year, sector, flow, fuel = key
        if purpose != "direct":
            continue
        used = float(energy.sel(year=year, sector=sector, flow=flow, fuel=fuel))
        total[:, years.index(year)] += used * _drawn(key, record, draws)
    dims = ("member", "year")
    return xr.DataArray(total, dims=dims, coords={"year": years}, attrs={"units": "t CO2"})


def interval(members: xr.DataArray) -> xr.DataArray:
    """Give the bounds that hold the middle 95 % of the draws of every year.

    Parameters
    ----------
    members : DataArray (member, year)
        Drawn totals. [t CO2]

    Returns
    -------
    DataArray (bound, year)
        Low and high. [t CO2]
    """
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    found = members.quantile(ends, dim="member").rename(quantile="bound")
    return found.assign_coords(bound=["low", "high"]).assign_attrs(units="t CO2")


def _drawn(key: Key, record: FactorRecord, draws: Draws) -> np.ndarray | float:
    if not _ranged(key, record) or record.lo95 is None or record.hi95 is None:
        return record.value
    place = Place(key=record.id)
    return from_range(record.value, record.lo95, record.hi95, place).at(draws.uniform(_key(key)))


def _ranged(key: Key, record: FactorRecord) -> bool:
    return key[0] == "direct" and record.lo95 is not None and record.hi95 is not None


def _key(key: Key) -> str:
    return f"factor.{key[4]}"
