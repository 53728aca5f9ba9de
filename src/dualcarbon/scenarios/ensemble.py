"""Futures computed: the central run in full, the ensemble in totals, history and future as one series."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios.assumptions import Span, evaluate, with_history
from dualcarbon.scenarios.contraction import GAS, SECTOR
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.members import THREADS, Sums, prepared
from dualcarbon.scenarios.projection import (
    Totals,
    emitted,
    generated,
    observed,
    project,
    totals,
)
from dualcarbon.scenarios.statistics import Past
from dualcarbon.scenarios.tree import Cell, Observed, Series, Tree


@dataclass(frozen=True, slots=True)
class Central:
    """The central run of a scenario: every number at its central value; all series are (year)."""

    years: tuple[int, ...]
    parameters: Mapping[str, Series]
    energy: Mapping[Cell, Series]
    emissions: Mapping[Cell, Series]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The members of a scenario, history included.

    ``territorial`` and ``adjusted`` are DataArrays (member, year). [t CO2]
    ``intensities`` and other series of targets are made from ``energy`` [tce], ``gdp`` and ``fuels`` [tce],
    each (member, year). ``captured`` is the share of a branch's emissions that
    is captured, by its path [1]; ``population`` [person] is (member, year) too. ``beside``, where it was asked for, is what
    stands beside the carbon dioxide of energy, base year to horizon: ``ghg`` [t CO2e] and ``co2`` [t CO2].
    """

    territorial: xr.DataArray
    adjusted: xr.DataArray
    energy: Series
    gdp: Series | None
    fuels: Mapping[str, Series]
    captured: Mapping[str, Series] = field(default_factory=dict)
    population: Series | None = None
    beside: Mapping[str, Series] = field(default_factory=dict)


def central(scenario: Resolved, seen: Observed, tree: Tree, span: Span) -> Central:
    """Run a scenario with every number at its central value."""
    whole = _parameters(scenario, seen, tree, span)
    energy = project(whole, tree)
    factor = factors(seen, span)
    left = emitted(generated(energy, factor, whole), whole)
    sums = totals(energy, factor, whole, None)
    years = (*seen.years[:-1], *span.years)
    flat = {k: np.broadcast_to(v, (1, len(years)))[0] for k, v in whole.items()}
    cells = {c: v[0] for c, v in energy.items()}, {c: v[0] for c, v in left.items()}
    return Central(years, flat, *cells, sums)


def ensemble(
    scenario: Resolved,
    seen: Observed,
    tree: Tree,
    span: Span,
    draws: Draws,
    before: Past | None = None,
) -> Ensemble:
    """Run every member of a scenario, in blocks of draws; ``before`` are the years of statistics, if computed already."""
    found = prepared(scenario, (seen, tree, span), draws, before).run(draws)
    return _ensemble(found, [*seen.years[:-1], *span.years])


def whole(
    scenario: Resolved,
    seen: Observed,
    tree: Tree,
    span: Span,
    draws: Draws,
    before: Past | None = None,
) -> tuple[Ensemble, xr.DataArray]:
    """Run every member once for all that is asked of it: its totals, what stands beside them, its sectors.

    Parameters
    ----------
    scenario, seen, tree, span, draws, before
        As in :func:`ensemble`.

    Returns
    -------
    Ensemble
        With ``beside``, where the account beside energy is carried ahead.
    DataArray (sector, year, member)
        Carbon dioxide of each sector that has some, trade in none, history included. [t CO2]
    """
    found = prepared(scenario, (seen, tree, span), draws, before, (SECTOR, GAS)).run(draws)
    years = [*seen.years[:-1], *span.years]
    sectors = {name: v for name, v in sorted(_headed(found, "sector.").items()) if np.any(v)}
    by_sector = xr.DataArray(
        np.array([v.T for v in sectors.values()]).reshape(-1, len(years), draws.members),
        dims=("sector", "year", "member"),
        coords={"sector": list(sectors), "year": years, "member": range(draws.members)},
        attrs={"units": "t CO2"},
    )
    return _ensemble(found, years), by_sector


def beside(
    scenario: Resolved,
    seen: Observed,
    tree: Tree,
    span: Span,
    draws: Draws,
    before: Past | None = None,
) -> tuple[xr.DataArray, Mapping[str, Series]]:
    """Give the territorial emissions of every member, and what stands beside the carbon dioxide of energy.

    Parameters
    ----------
    scenario, seen, tree, span, draws, before
        As in :func:`ensemble`.

    Returns
    -------
    DataArray (member, year)
        History included. [t CO2]
    mapping of ndarray (member, year)
        ``ghg`` and ``co2``, base year to horizon. [t CO2e, t CO2]
    """
    ready = prepared(scenario, (seen, tree, span), draws, before, (GAS,))
    found = ready.run(draws, alone=True)
    years = [*seen.years[:-1], *span.years]
    return _labelled(found["territorial"], years), _headed(found, "beside.")


def _ensemble(found: Sums, years: Sequence[int]) -> Ensemble:
    return Ensemble(
        _labelled(found["territorial"], years),
        _labelled(found["adjusted"], years),
        found["energy"],
        found.get("gdp"),
        _headed(found, "fuel."),
        {name: v for name, v in found.items() if name.startswith("capture.")},
        found.get("population"),
        _headed(found, "beside."),
    )


def _headed(found: Sums, head: str) -> dict[str, Series]:
    return {name.removeprefix(head): v for name, v in found.items() if name.startswith(head)}


def territorial(
    scenario: Resolved,
    seen: Observed,
    tree: Tree,
    span: Span,
    draws: Draws,
    before: Past | None = None,
) -> xr.DataArray:
    """Give the territorial emissions of every member alone.

    Parameters
    ----------
    scenario, seen, tree, span, draws, before
        As in :func:`ensemble`.

    Returns
    -------
    DataArray (member, year)
        History included. [t CO2]
    """
    found = prepared(scenario, (seen, tree, span), draws, before).run(draws, alone=True)
    return _labelled(found["territorial"], [*seen.years[:-1], *span.years])


def territorials(
    scenarios: Sequence[Resolved],
    seen: Observed,
    tree: Tree,
    span: Span,
    draws: Draws,
    before: Past | None = None,
) -> Iterator[xr.DataArray]:
    """Give the territorial emissions of every member of several scenarios, one being prepared while another runs. [t CO2].

    Parameters
    ----------
    scenarios : sequence of Resolved
        What is assumed.
    seen, tree, span, draws, before
        As in :func:`ensemble`.

    Yields
    ------
    DataArray (member, year)
        One for each scenario, in their order. [t CO2]
    """
    years = [*seen.years[:-1], *span.years]
    with ThreadPoolExecutor(THREADS) as pool:
        waiting: list[Callable[[], Sums]] = []
        for scenario in scenarios:
            ready = prepared(scenario, (seen, tree, span), draws, before)
            waiting.append(ready.begun(draws, pool, alone=True))
            if len(waiting) > 1:
                yield _labelled(waiting.pop(0)()["territorial"], years)
        for last in waiting:
            yield _labelled(last()["territorial"], years)


def _labelled(values: Series, years: Sequence[int]) -> xr.DataArray:
    return xr.DataArray(
        values, dims=("member", "year"), coords={"year": list(years)}, attrs={"units": "t CO2"}
    )


def factors(seen: Observed, span: Span) -> dict[Cell, Series]:
    """Give the direct factor of every cell for history and future; the base year's is held. [t CO2/tce]."""
    ahead = len(span.years) - 1
    return {cell: np.concatenate([f, np.full(ahead, f[-1])]) for cell, f in seen.factor.items()}


def _parameters(scenario: Resolved, seen: Observed, tree: Tree, span: Span) -> dict[str, Series]:
    history = observed(seen, tree)
    base = {key: float(series[-1]) for key, series in history.items()}
    return with_history(history, evaluate(scenario, tree, base, span))
