"""Futures computed: the central run in full, the ensemble in totals, history and future as one series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios.assumptions import Span, evaluate, with_history
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.projection import (
    Totals,
    emitted,
    generated,
    observed,
    project,
    totals,
)
from dualcarbon.scenarios.tree import Cell, Observed, Series, Tree

CHUNK = 1024
"""Members computed at once, to keep memory flat. [members]"""


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
    each (member, year), one member where nothing is uncertain. ``captured`` is the share of a branch's emissions that
    is captured, by its path [1]; ``population`` [person] is (member, year) too.
    """

    territorial: xr.DataArray
    adjusted: xr.DataArray
    energy: Series
    gdp: Series | None
    fuels: Mapping[str, Series]
    captured: Mapping[str, Series] = field(default_factory=dict)
    population: Series | None = None


def central(scenario: Resolved, seen: Observed, tree: Tree, span: Span) -> Central:
    """Run a scenario with every number at its central value."""
    whole = _parameters(scenario, seen, tree, span, None)
    energy = project(whole, tree)
    factor = factors(seen, span)
    left = emitted(generated(energy, factor, whole), whole)
    sums = totals(energy, factor, whole, None)
    years = (*seen.years[:-1], *span.years)
    flat = {k: np.broadcast_to(v, (1, len(years)))[0] for k, v in whole.items()}
    cells = {c: v[0] for c, v in energy.items()}, {c: v[0] for c, v in left.items()}
    return Central(years, flat, *cells, sums)


def ensemble(scenario: Resolved, seen: Observed, tree: Tree, span: Span, draws: Draws) -> Ensemble:
    """Run every member of a scenario, in chunks of draws."""
    parts = [
        _chunk(scenario, seen, tree, span, draws.part(i, i + CHUNK))
        for i in range(0, draws.members, CHUNK)
    ]
    years = [*seen.years[:-1], *span.years]
    joined = {name: _joined([p[name] for p in parts], draws.members) for name in parts[0]}
    labelled = {
        name: xr.DataArray(
            joined[name], dims=("member", "year"), coords={"year": years}, attrs={"units": "t CO2"}
        )
        for name in ("territorial", "adjusted")
    }
    fuels = {
        name.removeprefix("fuel."): v for name, v in joined.items() if name.startswith("fuel.")
    }
    caught = {name: v for name, v in joined.items() if name.startswith("capture.")}
    sums = joined["energy"], joined.get("gdp")
    both = labelled["territorial"], labelled["adjusted"]
    return Ensemble(*both, *sums, fuels, caught, joined.get("population"))


def factors(seen: Observed, span: Span) -> dict[Cell, Series]:
    """Give the direct factor of every cell for history and future; the base year's is held. [t CO2/tce]."""
    ahead = len(span.years) - 1
    return {cell: np.concatenate([f, np.full(ahead, f[-1])]) for cell, f in seen.factor.items()}


def _chunk(
    scenario: Resolved, seen: Observed, tree: Tree, span: Span, draws: Draws
) -> dict[str, Series]:
    whole = _parameters(scenario, seen, tree, span, draws)
    sums = totals(project(whole, tree), factors(seen, span), whole, None)
    found = {"territorial": sums.territorial, "adjusted": sums.adjusted, "energy": sums.energy}
    found |= {f"fuel.{name}": v for name, v in sums.fuels.items()}
    found |= {name: v for name, v in whole.items() if name.startswith("capture.")}
    return found | {name: whole[name] for name in ("gdp", "population") if name in whole}


def _parameters(
    scenario: Resolved, seen: Observed, tree: Tree, span: Span, draws: Draws | None
) -> dict[str, Series]:
    history = observed(seen, tree)
    base = {key: float(series[-1]) for key, series in history.items()}
    return with_history(history, evaluate(scenario, tree, base, span, draws))


def _joined(parts: list[Series], members: int) -> Series:
    """Stack the chunks of members; a chunk in which nothing was uncertain has one member for all."""
    width = members // len(parts)
    return np.concatenate([np.broadcast_to(p, (width, p.shape[1])) for p in parts])
