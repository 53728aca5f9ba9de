"""The tree of an account with what a study declares beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.inventory.emission_factors import UNBURNT
from dualcarbon.quantities.declared import hint
from dualcarbon.scenarios.chains import Chain
from dualcarbon.scenarios.end_uses import Cell, EndUse, Series
from dualcarbon.scenarios.structure import FILE, Branch, Structure
from dualcarbon.scenarios.tree import DEMAND, SUPPLY, Observed, Tree
from dualcarbon.vocabulary.faults import Fault, Place, note

BURNING = (*DEMAND, "power", "heat")
"""Flows whose fuel is burnt: the factor of a fuel is the mean over them."""


def extended(
    seen: Observed, tree: Tree, structure: Structure, series: Mapping[str, Mapping[int, float]]
) -> tuple[Observed, Tree]:
    """Give statistics and tree with what is declared beside the account.

    A fuel that a sector or a chain takes up has the mean factor of that fuel where the account burns it.

    Parameters
    ----------
    seen, tree
        What the statistics show, and the tree read off them.
    structure : Structure
        What is declared.
    series : mapping of {year: value}
        Statistics and plans of what is declared. [unit of each]

    Raises
    ------
    InputError
        With every fault: a sector that the account lacks, a fuel that it does not burn, a part of a demand that no plants
        of the account meet.
    """
    faults = [*_sectors(structure.branches, tree), *_plants(structure, tree)]
    if faults:
        raise InputError(faults=faults)
    uses = {f"{b.sector}.{b.name}": _use(b, tree) for b in structure.branches}
    burnt = [*_burnt_in_branches(structure.branches, uses), *_burnt_in_chains(structure.chains)]
    factor = {**seen.factor, **_held_before(structure.chains, seen)}
    for cell, place in burnt:
        if cell not in factor and cell[2] not in UNBURNT:
            mean = mean_factor(seen, cell[2])
            if mean is None:
                faults.append(note("TRE006", place, fuel=cell[2]))
            else:
                factor[cell] = mean
    if faults:
        raise InputError(faults=faults)
    held = {cell: float(one[-1]) for cell, one in factor.items()}
    whole = replace(
        tree,
        groups={**tree.groups, **structure.groups},
        units={**tree.units, **structure.units},
        factor={**tree.factor, **held},
        series=series,
        branches=uses,
        chains=structure.chains,
        defaults=structure.paths,
    )
    return replace(seen, factor=factor), whole


def mean_factor(seen: Observed, fuel: str) -> Series | None:
    r"""Give the mean factor of a fuel over the cells that burn it, or nothing where none does.

    .. math:: F_y = \sum_c E_{y,c} F_{y,c} \, / \, \sum_c E_{y,c}

    Parameters
    ----------
    seen : Observed
        What the statistics show.
    fuel : str
        Fuel or group of fuels.

    Returns
    -------
    ndarray (year) or None
        In a year in which none is burnt, that of all years together. [t CO2/tce]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 1, sect. 1.4.
    """
    cells = [c for c in seen.factor if c[2] == fuel and c[1] in BURNING and c in seen.energy]
    energy = np.sum([seen.energy[c] for c in cells], axis=0) if cells else np.zeros(1)
    if not cells or energy.sum() <= 0:
        return None
    carbon = np.sum([seen.energy[c] * seen.factor[c] for c in cells], axis=0)
    always = np.full_like(energy, carbon.sum() / energy.sum())
    return np.asarray(np.divide(carbon, energy, out=always, where=energy > 0))


def _use(branch: Branch, tree: Tree) -> EndUse:
    key = branch.key
    flow, efficiency = tree.demand[branch.sector][0], f"{key}.efficiency" if branch.useful else ""
    return EndUse(branch.sector, flow, (f"{key}.activity",), f"{key}.intensity", f"{key}.mix", efficiency)  # fmt: skip


def _sectors(branches: Iterable[Branch], tree: Tree) -> Iterator[Fault]:
    for branch in branches:
        if branch.sector not in tree.demand:
            place = Place(file=FILE, key=branch.key)
            yield note("TRE002", place, sector=branch.sector, hint=hint(branch.sector, tree.demand))


def _plants(structure: Structure, tree: Tree) -> Iterator[Fault]:
    """Tell of chains that meet a part of a demand that no plants of the account meet the rest of."""
    plants = {"electricity": tree.power, "heat": tree.heat}
    for chain in structure.chains:
        if not chain.whole and not plants[chain.output]:
            yield note("TRE017", Place(file=FILE, key=chain.flow), output=chain.output)


def _held_before(chains: Iterable[Chain], seen: Observed) -> dict[Cell, Series]:
    """Give the factors of what chains take of cells of the account: those of these cells, so that the account comes back."""
    homes = {cell: chain.home(cell, seen.energy) for chain in chains for cell in chain.cells()}
    return {cell: seen.factor[home] for cell, home in homes.items() if home and home in seen.factor}


def _burnt_in_branches(
    branches: Iterable[Branch], uses: Mapping[str, EndUse]
) -> Iterator[tuple[Cell, Place]]:
    for branch in branches:
        flow = uses[f"{branch.sector}.{branch.name}"].flow
        for fuel in branch.fuels:
            yield (branch.sector, flow, fuel), Place(file=FILE, key=f"{branch.key}.fuels")


def _burnt_in_chains(chains: Iterable[Chain]) -> Iterator[tuple[Cell, Place]]:
    for chain in chains:
        for fuel in dict.fromkeys(f for p in chain.processes.values() for f in p.burnt):
            yield (SUPPLY, chain.flow, fuel), Place(file=FILE, key=chain.flow)
