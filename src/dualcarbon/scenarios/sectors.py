"""Emissions of a projection by sector: the totals of a region, split so that the sectors add up to them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dualcarbon.scenarios import beyond
from dualcarbon.scenarios.projection import emitted, generated, traded
from dualcarbon.scenarios.ratios import add
from dualcarbon.scenarios.tree import SUPPLY, Cell, Series, Tree

Split = dict[str, Series]


def by_sector(
    energy: Mapping[Cell, Series],
    factor: Mapping[Cell, Series],
    given: Mapping[str, Series],
    tree: Tree,
) -> tuple[Split, ...]:
    """Split territorial, adjusted and, where they are carried ahead, all emissions by sector.

    Parameters
    ----------
    energy : mapping of ndarray (member, year)
        Energy by cell. [tce]
    factor : mapping of ndarray (year)
        Direct carbon dioxide by cell. [t CO2/tce]
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    tree : Tree
        The region's tree.

    Returns
    -------
    tuple of dict of ndarray (member, year)
        Fuel counts where it is burnt, so plants stand in the energy supply, and so does the net import of electricity;
        beside energy, lines without a sector stand under that of their category. [t CO2, t CO2e]
    """
    burnt = emitted(generated(energy, factor, given), given)
    home: Split = {}
    for (sector, _, _), amount in burnt.items():
        add(home, sector, amount)
    total = np.asarray(sum(burnt.values(), np.zeros((1, 1))))
    adjusted = dict(home)
    add(adjusted, SUPPLY, traded(energy, burnt, given.get("factor.import"), total))
    if tree.beyond is None:
        return home, adjusted
    whole = dict(home)
    for _, sector, amount in beyond.contributions(tree.beyond, given, energy):
        add(whole, sector, amount)
    return home, adjusted, whole


def sectors_of(tree: Tree, factor: Mapping[Cell, Series]) -> tuple[str, ...]:
    """Give the sectors that emissions of a tree can stand in, sorted.

    Parameters
    ----------
    tree : Tree
        The region's tree.
    factor : mapping of ndarray (year)
        Direct carbon dioxide by cell. [t CO2/tce]
    """
    found = {cell[0] for cell in factor} | {SUPPLY}
    if tree.beyond is not None:
        found |= {beyond.sector_of(x.category, x.sector) for x in tree.beyond.ledger.lines}
        found |= {cell[0] for factors in tree.beyond.gases.values() for cell in factors}
    return tuple(sorted(found))
