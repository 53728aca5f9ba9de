"""Plants that make electricity and heat: what the statistics show of them, and what they take and make for a demand."""

from __future__ import annotations

import numpy as np

from dualcarbon.scenarios.demands import demand
from dualcarbon.scenarios.end_uses import Cell, Parameters, Series
from dualcarbon.scenarios.ratios import ratio, shares_of, summed
from dualcarbon.scenarios.tree import IMPORT, SUPPLY, Observed, Tree

POWER_OUT: Cell = (SUPPLY, "power", "electricity")
NONFOSSIL: Cell = (SUPPLY, "power", "nonfossil")
PLANTS_OUT: Cell = (SUPPLY, "heat", "heat")
RECOVERED: Cell = (SUPPLY, "other_transformation", "heat")
PLANTS = {"power": "thermal", "heat": "plants"}
"""Part of the supply that plants make."""


def seen_power(seen: Observed, tree: Tree) -> dict[str, Series]:
    """Read the parameters of electricity supply off an account, each (year).

    Parameters
    ----------
    seen, tree
        What the statistics show, and the region's tree.
    """
    zero = np.zeros(len(seen.years))
    bought, nonfossil = seen.energy.get(IMPORT, zero), seen.energy.get(NONFOSSIL, zero)
    thermal = -seen.energy.get(POWER_OUT, zero) - nonfossil
    supply = {"import": bought, "nonfossil": nonfossil, "thermal": thermal}
    burnt = {f: seen.energy[SUPPLY, "power", f] for f in tree.groups["power.mix"]}
    return {
        "power.balance": ratio(summed(supply.values()), demand(seen.energy, "electricity")),
        "power.rate": ratio(summed([zero, *burnt.values()]), thermal),
        **shares_of("power.supply", supply),
        **shares_of("power.mix", burnt),
    }


def power(given: Parameters, tree: Tree, wanted: Series) -> dict[Cell, Series]:
    """Compute what power plants take and make, and what is brought in, each (member, year). [tce].

    Parameters
    ----------
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    tree : Tree
        The region's tree.
    wanted : ndarray (member, year)
        Demand for the carrier. [tce]
    """
    supply = wanted * given["power.balance"]
    thermal = supply * given["power.supply.thermal"]
    nonfossil = supply * given["power.supply.nonfossil"]
    burnt = thermal * given["power.rate"]
    cells = {
        (SUPPLY, "power", f): burnt * given[f"power.mix.{f}"] for f in tree.groups["power.mix"]
    }
    return {
        **cells,
        POWER_OUT: -(nonfossil + thermal),
        NONFOSSIL: nonfossil,
        IMPORT: supply * given["power.supply.import"],
    }


def seen_heat(seen: Observed, tree: Tree) -> dict[str, Series]:
    """Read the parameters of heat supply off an account, each (year).

    Parameters
    ----------
    seen, tree
        What the statistics show, and the region's tree.
    """
    zero = np.zeros(len(seen.years))
    supply = {"plants": -seen.energy[PLANTS_OUT], "recovered": -seen.energy.get(RECOVERED, zero)}
    burnt = {f: seen.energy[SUPPLY, "heat", f] for f in tree.groups["heat.mix"]}
    return {
        "heat.balance": ratio(summed(supply.values()), demand(seen.energy, "heat")),
        "heat.rate": ratio(summed(burnt.values()), supply["plants"]),
        **shares_of("heat.supply", supply),
        **shares_of("heat.mix", burnt),
    }


def heat(given: Parameters, tree: Tree, wanted: Series) -> dict[Cell, Series]:
    """Compute what heat plants take and make, and what is recovered, each (member, year). [tce].

    Parameters
    ----------
    given, tree, wanted
        As in :func:`power`. [unit of each key, tce]
    """
    supply = wanted * given["heat.balance"]
    plants = supply * given["heat.supply.plants"]
    burnt = plants * given["heat.rate"]
    cells = {(SUPPLY, "heat", f): burnt * given[f"heat.mix.{f}"] for f in tree.groups["heat.mix"]}
    return {**cells, PLANTS_OUT: -plants, RECOVERED: -supply * given["heat.supply.recovered"]}
