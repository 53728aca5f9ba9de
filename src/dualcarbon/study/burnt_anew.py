"""Methane and nitrous oxide of fuels that a sector or a chain takes up: by the numbers that the account takes for its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.inventory.combustion_gases import GASES, TJ_PER_TCE, use_of
from dualcarbon.inventory.energy_lines import FINAL, PLANTS, category
from dualcarbon.inventory.energy_lines import Part as Burner
from dualcarbon.reference.numbers import Number, Shelf
from dualcarbon.scenarios.beyond import Beyond, Part
from dualcarbon.scenarios.end_uses import Cell, Series
from dualcarbon.scenarios.tree import Tree
from dualcarbon.vocabulary.faults import Fault, note

CHAIN = "chains."
CONVERSION = "other_transformation"
"""Flow whose burners chains of conversion are: those of energy industries."""
BURNING = "1A"
"""Beginning of the categories of fuel burnt."""
KG_PER_T = 1e3


@dataclass(frozen=True, slots=True)
class Taken:
    """What is known of cells that the account leaves empty.

    ``factors`` by part and cell [t of the gas per tce] and the ``numbers`` that they are; ``lacking`` are gas and cell of
    which nothing is known.
    """

    factors: Mapping[Part, Mapping[Cell, float]] = field(default_factory=dict)
    numbers: Mapping[tuple[Part, Cell], Number] = field(default_factory=dict)
    lacking: tuple[tuple[str, Cell], ...] = ()


def taken(
    tree: Tree,
    known: Mapping[Part, Mapping[Cell, float]],
    energy: Mapping[Cell, Series],
    shelf: Shelf,
    year: int,
) -> Taken:
    r"""Give the factors of gases of cells that may burn ahead and that burnt nothing in the base year.

    A chain that burns in the base year stands in a cell of the account that counts no such gas: that is lacking.

    .. math:: f = n \cdot 0.0293076 / 1000

    Parameters
    ----------
    tree : Tree
        The region's tree, with the factors of carbon dioxide of all that it may burn.
    known : mapping of mapping of float
        Factors that the account shows, by part and cell. [t of the gas per tce]
    energy : mapping of ndarray (1, year)
        Energy of the tree's cells in the base year. [tce]
    shelf : Shelf
        Numbers that the study may take. [kg/TJ]
    year : int
        Base year. [year]

    Returns
    -------
    Taken
        [t of the gas per tce]; nothing of a gas that the account counts of no fuel.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 2, tables 2.2-2.5.
    """
    factors: dict[Part, dict[Cell, float]] = {}
    numbers: dict[tuple[Part, Cell], Number] = {}
    lacking: list[tuple[str, Cell]] = []
    for gas in GASES:
        held = {cell for part, cells in known.items() if _burnt(part, gas) for cell in cells}
        for cell in sorted(set(tree.factor) - held) if held else ():
            burner = _burner(cell)
            before = np.any(energy.get(cell, 0.0))
            if burner is None or tree.factor[cell] <= 0 or (before and not _of_chain(cell)):
                continue
            number = None if before else _number(shelf, burner, gas, year)
            if number is None:
                lacking.append((gas, cell))
                continue
            part = Part(burner.category, gas)
            numbers[part, cell] = number
            factors.setdefault(part, {})[cell] = number.value * TJ_PER_TCE / KG_PER_T
    return Taken(factors, numbers, tuple(lacking))


def told(name: str, energy: Mapping[Cell, Series], beyond: Beyond) -> Iterator[Fault]:
    """Tell what a scenario burns that the account does not show: with numbers of the editions, AHD007, or left out, AHD008.

    Parameters
    ----------
    name : str
        The scenario.
    energy : mapping of ndarray (year)
        Energy by cell, to the horizon. [tce]
    beyond : Beyond
        The account beside the carbon dioxide of energy.
    """
    ahead = len(beyond.years)
    burns = {cell for cell, values in energy.items() if np.any(values[-ahead:] > 0)}
    by_number = [(part.gas, cell) for part, cell in beyond.numbers if cell in burns]
    without = [(gas, cell) for gas, cell in beyond.lacking if cell in burns]
    for code, found in (("AHD007", by_number), ("AHD008", without)):
        if found:
            cells = ", ".join(dict.fromkeys("/".join(cell) for _, cell in found))
            gases = ", ".join(dict.fromkeys(gas for gas, _ in found))
            yield note(code, name=name, cells=cells, gases=gases, year=beyond.years[0])


def _burnt(part: Part, gas: str) -> bool:
    return part.gas == gas and part.category.startswith(BURNING)


def _of_chain(cell: Cell) -> bool:
    return cell[1].startswith(CHAIN)


def _burner(cell: Cell) -> Burner | None:
    """Give the part of an account that a cell would be: a final use, a plant, a chain; nothing where nothing is burnt."""
    sector, flow, fuel = cell
    if _of_chain(cell):
        return Burner(sector, CONVERSION, fuel, category(sector, CONVERSION))
    return Burner(sector, flow, fuel, category(sector, flow)) if flow in (FINAL, *PLANTS) else None


def _number(shelf: Shelf, burner: Burner, gas: str, year: int) -> Number | None:
    item, kind = use_of(burner)
    if not shelf.has(item, gas, kind=kind):
        return None
    try:
        return shelf.take(item, gas, f"kg {gas}/TJ", year=year, kind=kind)
    except InputError:
        return None
