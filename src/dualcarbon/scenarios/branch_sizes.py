"""How large a branch of the tree is: the energy and the carbon dioxide that an amount of a measure is a part of."""

from __future__ import annotations

from collections.abc import MutableMapping

import numpy as np

from dualcarbon.scenarios.demands import demand
from dualcarbon.scenarios.end_uses import Cell, EndUse, Parameters, Series, final_share, sized
from dualcarbon.scenarios.plants import PLANTS, heat, power
from dualcarbon.scenarios.projection import (
    capture,
    emitted,
    generated,
    own_energy,
    project,
    used_of,
)
from dualcarbon.scenarios.ratios import summed
from dualcarbon.scenarios.tree import Tree, own_key

BRANCHES = {"power.mix": "power.rate", "heat.mix": "heat.rate"}
"""What goes with the shares of a group of plants, as ``intensity.<sector>`` goes with ``mix.<sector>``."""


def branch_energy(
    path: str, given: Parameters, tree: Tree, wanted: MutableMapping[str, Series] | None = None
) -> Series:
    """Compute the energy of the branch that a path is a share, an intensity or a rate of (member, year). [tce].

    Parameters
    ----------
    path : str
        Key such as ``mix.industry.coal``, ``intensity.industry``, ``branches.transport.cars.intensity``, ``power.rate``, ``power.supply.import`` or ``losses.oil``.
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    tree : Tree
        The region's tree.
    wanted : mapping of ndarray (member, year), optional
        Demand for electricity and heat, where they are computed already; what is not there is put there. [tce]
    """
    head, name, *_ = path.split(".")
    if head in ("mix", "intensity", "branches"):
        return _of_use(path, given, tree)
    carrier = {"power": "electricity", "heat": "heat"}.get(head)
    if carrier is None:
        return summed(own_energy(c, given, tree) for c in tree.own if own_key(c) == path)
    supply = _wanted(carrier, given, tree, wanted) * given[f"{head}.balance"]
    if name == "supply":
        return supply * summed(
            given[f"{head}.supply.{part}"] for part in tree.groups[f"{head}.supply"]
        )
    plants = supply * given[f"{head}.supply.{PLANTS[head]}"] * given[f"{head}.rate"]
    return plants * summed(given[f"{head}.mix.{fuel}"] for fuel in tree.groups[f"{head}.mix"])


def _wanted(
    carrier: str, given: Parameters, tree: Tree, known: MutableMapping[str, Series] | None
) -> Series:
    """Give the demand for electricity or heat, and keep it among what is known. [tce]."""
    known = {} if known is None else known
    if carrier not in known:
        known[carrier] = demand(used_of(given, tree, only=carrier), carrier)
    return known[carrier]


def _of_use(path: str, given: Parameters, tree: Tree) -> Series:
    """Compute what an end use takes; where shares are of useful energy, all of it as if by the fuel that the path names."""
    use = _end_use(path, tree)
    whole = sized(given, use)
    if not use.efficiency:
        return whole
    if path.startswith(f"{use.mix}."):
        return whole / given[f"{use.efficiency}.{path.removeprefix(f'{use.mix}.')}"]
    return whole * summed(final_share(given, use, fuel) for fuel in tree.groups[use.mix])


def _end_use(path: str, tree: Tree) -> EndUse:
    """Give the end use that a path is the activity, the intensity or a share of."""
    for use in tree.uses.values():
        if path in (*use.activity, use.intensity) or path.startswith(f"{use.mix}."):
            return use
    heads = {use.intensity.rpartition(".")[0]: use for use in tree.branches.values()}
    return next(use for head, use in heads.items() if path.startswith(f"{head}."))


def sizes(group: str, tree: Tree) -> str:
    """Give the key of what goes with the shares of a group: the intensity of an end use, the rate of plants.

    Parameters
    ----------
    group : str
        Key of a share group.
    tree : Tree
        The region's tree.

    Examples
    --------
    >>> sizes("power.mix", Tree({}, {}, ())), sizes("chains.hydrogen.supply", Tree({}, {}, ()))
    ('power.rate', 'chains.hydrogen.supply')
    """
    intensities = {use.mix: use.intensity for use in tree.uses.values()}
    return BRANCHES.get(group, intensities.get(group, group))


def branch_emissions(
    path: str, given: Parameters, tree: Tree, wanted: MutableMapping[str, Series] | None = None
) -> Series:
    """Compute the carbon dioxide of the branch that a path captures of, less what is captured already (member, year). [t CO2].

    Parameters
    ----------
    path : str
        Key such as ``capture.power`` or ``capture.industry``.
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    tree : Tree
        The region's tree, with the factors of its base year.
    wanted : mapping of ndarray (member, year), optional
        As in :func:`branch_energy`. [tce]
    """
    factor = {cell: np.array([held]) for cell, held in tree.factor.items() if capture(cell) == path}
    cells = _burning(path.removeprefix("capture."), given, tree, wanted)
    return summed(emitted(generated(cells, factor, given), given).values())


def _burning(
    branch: str, given: Parameters, tree: Tree, wanted: MutableMapping[str, Series] | None
) -> dict[Cell, Series]:
    """Give the account as far as a branch burns in it: of plants that meet a known demand, what they burn alone. [tce]."""
    if tree.chains or "heat" in tree.groups.get("power.mix", ()):
        return project(given, tree)
    if branch == "power" and tree.power:
        return power(given, tree, _wanted("electricity", given, tree, wanted))
    if branch == "heat" and tree.heat:
        return heat(given, tree, _wanted("heat", given, tree, wanted))
    return used_of(given, tree)
