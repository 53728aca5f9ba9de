"""An account in single fuels, seen in the groups of fuels that scenarios speak of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dualcarbon.scenarios.tree import Cell, Series
from dualcarbon.vocabulary.names import FUELS

FOLDED = ("final", "consumption", "power", "heat", "losses", "feedstock")
"""Flows of which only inputs and uses are told by fuel; where fuels become others they stay apart, or one would
cancel out the other and leave a factor that no fuel has."""


def group(cell: Cell) -> Cell:
    """Give the cell of a group of fuels that a cell belongs to; itself where it stays apart.

    Examples
    --------
    >>> group(("industry", "final", "raw_coal")), group(("energy_supply", "other_transformation", "coke"))
    (('industry', 'final', 'coal'), ('energy_supply', 'other_transformation', 'coke'))
    """
    sector, flow, fuel = cell
    return (sector, flow, FUELS[fuel].more["group"]) if flow in FOLDED else cell


def folded(
    energy: Mapping[Cell, Series], factor: Mapping[Cell, Series]
) -> tuple[dict[Cell, Series], dict[Cell, Series]]:
    r"""Sum single fuels to their groups; the factor of a group is the mean of its fuels by energy.

    .. math:: F_{y,g} = \sum_{f \in g} E_{y,f} F_{y,f} \, / \, \sum_{f \in g} E_{y,f}

    Emissions of every cell are the same before and after; the shares of the fuels within a group are held with the
    factor of the last year.

    Parameters
    ----------
    energy : cell -> (year)
        Uses positive. [tce]
    factor : cell -> (year)
        Direct carbon dioxide of the cells that burn. [t CO2/tce]

    Returns
    -------
    dict of ndarray (year), dict of ndarray (year)
        Energy [tce] and factors [t CO2/tce]; in a year without energy the factor is that of all years together.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 1: fuels and their groups.

    Examples
    --------
    One tonne of coal at 2 and three at 3 t CO2:

    >>> cells = [("industry", "final", f) for f in ("raw_coal", "coke")]
    >>> _, factor = folded(dict(zip(cells, np.array([[1.0], [3.0]]))), dict(zip(cells, np.array([[2.0], [3.0]]))))
    >>> float(factor["industry", "final", "coal"][0])
    2.75
    """
    members: dict[Cell, list[Cell]] = {}
    for cell in energy:
        members.setdefault(group(cell), []).append(cell)
    sums = {whole: np.sum([energy[c] for c in cells], axis=0) for whole, cells in members.items()}
    burnt = {whole: [c for c in cells if c in factor] for whole, cells in members.items()}
    means = {
        whole: _mean(sums[whole], [(energy[c], factor[c]) for c in cells])
        for whole, cells in burnt.items()
        if cells
    }
    return sums, means


def _mean(whole: Series, parts: list[tuple[Series, Series]]) -> Series:
    if len(parts) == 1:
        return parts[0][1]
    carbon = np.sum([amount * each for amount, each in parts], axis=0)
    always = np.full_like(whole, carbon.sum() / whole.sum() if whole.sum() else 0.0)
    return np.divide(carbon, whole, out=always, where=whole != 0)
