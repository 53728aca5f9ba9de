"""The years of statistics in an ensemble: energy is what it is, only the factors of fuels may be uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.inventory.totals import TRADE
from dualcarbon.scenarios import projection
from dualcarbon.scenarios.plants import POWER_OUT
from dualcarbon.scenarios.projection import Parameters, traded
from dualcarbon.scenarios.ratios import add
from dualcarbon.scenarios.tree import IMPORT, Cell, Observed, Series, Tree

KEPT = (IMPORT, POWER_OUT)
"""Cells that trade of electricity is counted from."""


@dataclass(frozen=True, slots=True)
class Past:
    """The years before the base year, each array (1, year).

    ``base`` has the parameters of the base year itself [unit of each key]; ``energy`` and ``fuels`` [tce]; ``drivers`` are GDP and population [money, person]; ``carbon`` is the carbon dioxide of each fuel in power plants and elsewhere, before any
    scale of factors [t CO2]; ``cells`` are those that trade is counted from [tce]; ``sectors`` have the carbon dioxide of each
    sector and fuel, trade left out [t CO2].
    """

    base: Mapping[str, float]
    energy: Series
    fuels: Mapping[str, Series]
    drivers: Mapping[str, Series]
    carbon: Mapping[Cell, Series]
    cells: Mapping[Cell, Series]
    sectors: Mapping[Cell, Series]
    import_factor: Series | None

    def totals(self, given: Parameters) -> dict[str, Series]:
        """Give the totals of the years before the base year.

        Parameters
        ----------
        given : mapping of ndarray (member, year)
            Parameters ahead, of which the scales of factors hold in all years. [unit of each key]

        Returns
        -------
        dict of ndarray (member or 1, year)
            Totals by name. [t CO2, tce, money]
        """
        scales = {k: v[:, :1] for k, v in given.items() if k.startswith("factor_scale.")}
        one = {cell: np.ones(1) for cell in self.carbon}
        burnt = projection.generated(self.carbon, one, scales)
        territorial = np.asarray(sum(burnt.values(), np.zeros_like(self.energy)))
        imports = traded(self.cells, burnt, self.import_factor, territorial)
        found = {"territorial": territorial, "adjusted": territorial + imports}
        found |= {"energy": self.energy, **{f"fuel.{f}": v for f, v in self.fuels.items()}}
        return found | dict(self.drivers)

    def by_sector(self, given: Parameters) -> dict[str, Series]:
        """Give the carbon dioxide of each sector in the years before the base year.

        Parameters
        ----------
        given
            As in :meth:`totals`. [unit of each key]

        Returns
        -------
        dict of ndarray (member or 1, year)
            ``sector.<name>``. [t CO2]
        """
        found: dict[str, Series] = {}
        for (name, _, fuel), amount in self.sectors.items():
            add(found, name, amount * given.get(f"factor_scale.{fuel}", np.ones((1, 1)))[:, :1])
        return {f"sector.{name}": values for name, values in found.items()}


def past(seen: Observed, tree: Tree) -> Past:
    """Compute the years of statistics before the base year, once for all members.

    Parameters
    ----------
    seen, tree
        What the statistics show, and the tree read off it.
    """
    observed = projection.observed(seen, tree)
    history = {key: v[None, :-1] for key, v in observed.items()}
    base = {key: float(v[-1]) for key, v in observed.items()}
    factor = {cell: v[None, :-1] for cell, v in seen.factor.items()}
    cells = projection.project(history, tree)
    sums = projection.totals(cells, factor, history, None)
    carbon: dict[Cell, Series] = {}
    sectors: dict[Cell, Series] = {}
    for (sector, flow, fuel), made in projection.generated(cells, factor, {}).items():
        add(carbon, (sector, flow, fuel) if flow == "power" else ("", "", fuel), made)
        if flow not in TRADE:
            add(sectors, (sector, "", fuel), made)
    kept = {cell: cells[cell] for cell in KEPT if cell in cells}
    bought = history.get("factor.import")
    names: list[str] = [name for name in ("gdp", "population") if name in history]
    drivers = {name: history[name] for name in names}
    return Past(base, sums.energy, sums.fuels, drivers, carbon, kept, sectors, bought)
