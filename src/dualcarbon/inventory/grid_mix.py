"""Consistent emission factors of electricity for a set of regions that trade with each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import xarray as xr
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, diags_array
from scipy.sparse.csgraph import breadth_first_order
from scipy.sparse.linalg import splu

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import dimensional

CLOSE = 1e-9
"""Share of the emissions that the solution may lose; above it the system is too nearly singular. [1]"""
Array = NDArray[np.float64]


@dimensional(
    generation="MWh", emissions="t CO2", trade="MWh", outside="MWh", outside_emissions="t CO2", returns="t CO2/MWh"
)  # fmt: skip
def consistent(
    generation: xr.DataArray,
    emissions: xr.DataArray,
    trade: xr.DataArray,
    outside: xr.DataArray,
    outside_emissions: xr.DataArray,
) -> xr.DataArray:
    r"""Solve for the factors of all regions at once, each counting what it receives at its sender's factor.

    .. math:: F_g = \frac{E_g + \sum_n F_n M_{n,g} + X_g}{G_g + \sum_n M_{n,g} + O_g}

    Parameters
    ----------
    generation : DataArray (region)
        Electricity made in each region. [MWh]
    emissions : DataArray (region)
        Carbon dioxide of making it. [t CO2]
    trade : DataArray (sender, region)
        Electricity sent from one region of the set to another; both dimensions carry the same labels. [MWh]
    outside : DataArray (region)
        Electricity received from outside the set. [MWh]
    outside_emissions : DataArray (region)
        Carbon dioxide of making that, at the factors of its senders. [t CO2]

    Returns
    -------
    DataArray (region)
        Emission factor of the electricity at hand in each region, whether used or sent on. [t CO2/MWh]

    Raises
    ------
    InputError
        GRD001 a number is negative or missing; GRD002 a region has no electricity; GRD003 regions only pass on what nobody
        makes; GRD004 emissions without electricity; GRD005 more is sent out than is there; GRD006 senders and receivers
        differ; GRD007 a region sends to itself; GRD008 the system is too nearly singular. All are told together.
    UnitMismatch
        An argument is in a unit of another kind.

    Notes
    -----
    Every factor is a mean of what regions make themselves and of what comes from outside, so it lies between the least and
    the greatest of those; the emissions of what all regions use are those of all that was made or received.

    References
    ----------
    .. [1] Ministry of Ecology and Environment, National Bureau of Statistics, announcement of the carbon dioxide emission
       factors of electricity 2021: method of the average factors (from memory).
    .. [2] Qu, Liang, Xu, "CO2 emissions embodied in interprovincial electricity transmissions in China", Environmental
       Science & Technology 51 (18), 2017: the network of flows solved as one linear system.

    Examples
    --------
    North makes 100 MWh of coal power and sends 50 to South, which makes 50 MWh of water power:

    >>> def by_region(values, unit):
    ...     return xr.DataArray(values, coords={"region": ["N", "S"]}, attrs={"units": unit})
    >>> sent = xr.DataArray([[0.0, 50.0], [0.0, 0.0]], coords={"sender": ["N", "S"], "region": ["N", "S"]},
    ...                     dims=["sender", "region"], attrs={"units": "MWh"})
    >>> none = by_region([0.0, 0.0], "MWh"), by_region([0.0, 0.0], "t CO2")
    >>> factors = consistent(by_region([100.0, 50.0], "MWh"), by_region([80.0, 0.0], "t CO2"), sent, *none)
    >>> [round(float(f), 6) for f in factors]
    [0.8, 0.4]
    """
    names = [str(r) for r in generation.region.values]
    if [str(s) for s in trade.sender.values] != names:
        raise InputError(faults=[note("GRD006", regions=", ".join(names))])
    made, burnt = generation.values.astype(float), emissions.values.astype(float)
    sent = trade.transpose("sender", "region").values.astype(float)
    received, carried = outside.values.astype(float), outside_emissions.values.astype(float)
    parts = {"generation": made, "emissions": burnt, "outside": received, "outside emissions": carried}  # fmt: skip
    found = [*_numbers(names, parts, sent)]
    if not found:
        found = [*_supply(names, made, burnt, sent, received, carried)]
    if found:
        raise InputError(faults=found)
    factors = _solved(made + received, burnt + carried, sent)
    return xr.DataArray(factors, coords={"region": generation.region}, dims=["region"])


@dimensional(generation="MWh", trade="MWh", outside="MWh", returns="MWh")
def at_hand(generation: xr.DataArray, trade: xr.DataArray, outside: xr.DataArray) -> xr.DataArray:
    """Sum what is left in each region for use, losses, and sending outside the set.

    Parameters
    ----------
    generation : DataArray (region)
        Electricity made in each region. [MWh]
    trade : DataArray (sender, region)
        Electricity sent from one region of the set to another. [MWh]
    outside : DataArray (region)
        Electricity received from outside the set. [MWh]

    Returns
    -------
    DataArray (region)
        Made and received, less what was sent on within the set. [MWh]
    """
    return generation + outside + trade.sum("sender") - trade.sum("region").rename(sender="region")


@dimensional(used="MWh", contracted="MWh", residual="t CO2/MWh", returns="t CO2")
def market_based(
    used: xr.DataArray, contracted: xr.DataArray, residual: xr.DataArray
) -> xr.DataArray:
    r"""Count electricity by contracts: what is contracted from non-fossil plants at zero, the rest at the residual factor.

    .. math:: E = (U - C) \cdot F_{residual}

    Parameters
    ----------
    used : DataArray
        Electricity bought. [MWh]
    contracted : DataArray
        Of that, under contracts or certificates of non-fossil electricity. [MWh]
    residual : DataArray
        Factor without market-traded non-fossil electricity; the average would count contracts twice. [t CO2/MWh]

    Returns
    -------
    DataArray
        Market-based emissions. [t CO2]

    Raises
    ------
    InputError
        GRD013 more is contracted than used.

    References
    ----------
    .. [1] World Resources Institute, "GHG Protocol Scope 2 Guidance", 2015, ch. 6.

    Examples
    --------
    >>> def amount(value, unit):
    ...     return xr.DataArray([value], dims=["year"], attrs={"units": unit})
    >>> float(market_based(amount(100.0, "MWh"), amount(40.0, "MWh"), amount(0.5, "t CO2/MWh"))[0])
    30.0
    """
    over = contracted > used
    if bool(over.any()):
        raise InputError(faults=[note("GRD013", count=int(over.sum()))])
    return (used - contracted) * residual


def from_deliveries(deliveries: pl.DataFrame) -> xr.DataArray:
    """Solve for the factors of each year of a table of deliveries.

    Parameters
    ----------
    deliveries : DataFrame (year, sender, region, value, generation_tco2)
        One row a delivery: what a region makes itself has it as sender too, with the emissions of making it; a sender that
        is no region of the set has the emissions of what it sends; between two regions of the set the emissions are empty,
        they are what is solved for. [MWh; t CO2]

    Returns
    -------
    DataArray (year, region)
        Emission factors; missing where a region has no row in a year. [t CO2/MWh]

    Raises
    ------
    InputError
        GRD009 emissions are missing where they must be told, GRD010 they are told where they are solved for, GRD011 the table
        has no row of own generation; and what :func:`consistent` refuses.

    Examples
    --------
    >>> table = pl.DataFrame({"year": [2023] * 3, "sender": ["N", "S", "N"], "region": ["N", "S", "S"],
    ...                       "value": [100.0, 50.0, 50.0], "generation_tco2": [80.0, 0.0, None]})
    >>> [round(float(f), 6) for f in from_deliveries(table)[0]]
    [0.8, 0.4]
    """
    found = [*_rows(deliveries)]
    if found:
        raise InputError(faults=found)
    years = [_of_year(part).expand_dims(year=[key[0]]) for key, part in _by_year(deliveries)]
    together = xr.concat(years, "year", join="outer", coords="minimal", compat="override")
    return together.assign_attrs(units="t CO2/MWh")


def _by_year(deliveries: pl.DataFrame) -> list[tuple[tuple[object, ...], pl.DataFrame]]:
    return list(deliveries.sort("year").group_by("year", maintain_order=True))


def _rows(deliveries: pl.DataFrame) -> Iterator[Fault]:
    """Tell of rows whose emissions are missing, or told where they are what is sought."""
    if deliveries.is_empty():
        yield note("GRD011")
    for _, part in _by_year(deliveries):
        regions = set(part["region"])
        for row in part.iter_rows(named=True):
            inner = row["sender"] in regions and row["sender"] != row["region"]
            told = row["generation_tco2"] is not None
            if inner == told:
                code = "GRD010" if inner else "GRD009"
                yield note(code, _place(row), sender=row["sender"], region=row["region"], year=row["year"])  # fmt: skip


def _place(row: dict[str, object]) -> Place:
    line = row.get("line")
    return Place(file="data/grid.csv", line=line if isinstance(line, int) else None)


def _of_year(part: pl.DataFrame) -> xr.DataArray:
    regions = sorted(set(part["region"]))
    place = {region: n for n, region in enumerate(regions)}
    size = len(regions)
    made, burnt, received, carried = np.zeros((4, size))
    sent = np.zeros((size, size))
    for row in part.iter_rows(named=True):
        to, value = place[row["region"]], np.nan if row["value"] is None else row["value"]
        if row["sender"] not in place:
            received[to] += value
            carried[to] += row["generation_tco2"]
        elif row["sender"] == row["region"]:
            made[to] += value
            burnt[to] += row["generation_tco2"]
        else:
            sent[place[row["sender"]], to] += value
    return consistent(
        _labelled(made, regions, "MWh"),
        _labelled(burnt, regions, "t CO2"),
        xr.DataArray(sent, coords={"sender": regions, "region": regions}, dims=["sender", "region"], attrs={"units": "MWh"}),
        _labelled(received, regions, "MWh"),
        _labelled(carried, regions, "t CO2"),
    )  # fmt: skip


def _labelled(values: Array, regions: list[str], unit: str) -> xr.DataArray:
    return xr.DataArray(values, coords={"region": regions}, dims=["region"], attrs={"units": unit})


def _numbers(names: list[str], parts: dict[str, Array], sent: Array) -> Iterator[Fault]:
    """Tell of numbers that are negative or missing, and of regions that send to themselves."""
    for what, values in parts.items():
        for n in np.flatnonzero(~(np.isfinite(values) & (values >= 0))):
            yield note("GRD001", region=names[n], what=what, value=values[n])
    for a, b in np.argwhere(~(np.isfinite(sent) & (sent >= 0))):
        what = f"{names[a]} -> {names[b]}"
        yield note("GRD001", region=names[b], what=what, value=sent[a, b])
    for n in np.flatnonzero(np.diag(sent) > 0):
        yield note("GRD007", region=names[n])


def _supply(
    names: list[str], made: Array, burnt: Array, sent: Array, received: Array, carried: Array
) -> Iterator[Fault]:
    """Tell of regions whose electricity comes from nowhere, or is less than what they send."""
    have = made + received + sent.sum(axis=0)
    for n in np.flatnonzero(have == 0):
        yield note("GRD002", region=names[n])
    unfed = (have > 0) & ~_fed(made + received, sent)
    if unfed.any():
        yield note("GRD003", regions=", ".join(names[n] for n in np.flatnonzero(unfed)))
    for n in np.flatnonzero(((made == 0) & (burnt > 0)) | ((received == 0) & (carried > 0))):
        yield note("GRD004", region=names[n])
    for n in np.flatnonzero(sent.sum(axis=1) > have * (1 + CLOSE)):
        yield note("GRD005", region=names[n], sent=sent[n].sum(), have=have[n])


def _fed(sources: Array, sent: Array) -> NDArray[np.bool_]:
    """Tell which regions are reached by electricity that somebody made."""
    size = len(sources)
    graph = np.zeros((size + 1, size + 1))
    graph[:size, :size] = sent > 0
    graph[size, :size] = sources > 0
    order = breadth_first_order(csc_array(graph).tocsr(), size, return_predecessors=False)
    fed = np.zeros(size + 1, dtype=np.bool_)
    fed[order] = True
    return fed[:size]


def _solved(sources: Array, burnt: Array, sent: Array) -> Array:
    """Solve (have - received from each) F = emissions, and hold the answer to conservation."""
    have = sources + sent.sum(axis=0)
    system = csc_array(diags_array(have) - coo_array(sent.T))
    try:
        factors: Array = splu(system).solve(burnt)
    except RuntimeError:  # SuperLU's word for a singular matrix
        raise InputError(faults=[note("GRD008")]) from None
    used = have - sent.sum(axis=1)
    lost = abs((factors * used).sum() - burnt.sum())
    if not np.isfinite(factors).all() or lost > CLOSE * burnt.sum() or _strays(factors, sources, burnt):  # fmt: skip
        raise InputError(faults=[note("GRD008")])
    return factors


def _strays(factors: Array, sources: Array, burnt: Array) -> bool:
    """Tell whether a factor leaves the range of what is made and brought in."""
    own = burnt[sources > 0] / sources[sources > 0]
    slack = 1e-6 * max(own.max(), 1e-12)
    return bool((factors < own.min() - slack).any() or (factors > own.max() + slack).any())
