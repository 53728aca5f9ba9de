"""What a measure's change in energy is worth: to society at the border and the burner, to its owner at his meter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.measures.declared import Change, Measure
from dualcarbon.reference.prices import DEFAULTS
from dualcarbon.scenarios.contrast import Rows
from dualcarbon.scenarios.projection import NONFOSSIL, RECOVERED
from dualcarbon.scenarios.tree import IMPORT, SUPPLY, Cell, Series, Tree
from dualcarbon.vocabulary.names import FUELS

CARRIERS = ("electricity", "heat", "nonfossil")
"""What is made in the region of other energy, or costs no fuel: society pays for what went into it."""
SOLD: Mapping[str, tuple[Cell, float, str]] = {
    "power.supply.nonfossil": (NONFOSSIL, 1.0, "nonfossil"),
    "power.supply.import": (IMPORT, 1.0, "import"),
    "heat.supply.recovered": (RECOVERED, -1.0, "recovered"),
}
"""What supply measures sell: the cell, the sign of more of it, whose price."""


@dataclass(frozen=True, slots=True)
class Price:
    """A price of energy, arrays (1 or member, 1). [CNY/tce]."""

    with_taxes: Series
    without: Series

    def value(self, *, taxes: bool) -> Series:
        """Give the price with or without value added and consumption tax. [CNY/tce]."""
        return self.with_taxes if taxes else self.without


Prices = Mapping[str, Price]  # by id


def price_of(measure: Measure, fuel: str, prices: Prices) -> Price:
    """Give the price that a measure's owner pays or gets for a fuel, for ``import`` or for ``recovered``."""
    group = str(FUELS[fuel].more["group"]) if fuel in FUELS else fuel
    id = measure.prices.get(fuel) or measure.prices.get(group) or DEFAULTS[group]
    return prices[id]


def social(measure: Measure, before: Rows, after: Rows, prices: Prices, *, taxes: bool) -> Series:
    """Value the fuels that are burnt less and the electricity that is bought less by the region.

    What a measure that brings in electricity pays for it stands in its own yearly cost, and is not paid twice.

    Parameters
    ----------
    measure : Measure
        Whose prices hold where it says its own.
    before, after : Rows
        Without and with it (row, year). [tce]
    prices : mapping of Price
        By id. [CNY/tce]
    taxes : bool
        Whether prices hold taxes.

    Returns
    -------
    ndarray (row, year)
        Saved energy, positive where something is saved. [CNY]
    """
    saved = [
        (before.totals.fuels[fuel] - after.totals.fuels[fuel], fuel)
        for fuel in after.totals.fuels
        if fuel not in CARRIERS
    ]
    if IMPORT in after.energy and not _brings_in(measure):
        saved.append((before.energy[IMPORT] - after.energy[IMPORT], "import"))
    worth = (amount * price_of(measure, f, prices).value(taxes=taxes) for amount, f in saved)
    return _sum(worth)


def financial(
    measure: Measure, before: Rows, after: Rows, tree: Tree, prices: Prices, *, taxes: bool
) -> Series:
    """Value what the owner of a measure saves or sells: energy of the branches that it changes, at his prices.

    Parameters
    ----------
    measure : Measure
        What changes which paths.
    before, after : Rows
        Without and with it (row, year). [tce]
    tree : Tree
        The region's tree.
    prices : mapping of Price
        By id. [CNY/tce]
    taxes : bool
        Whether prices hold taxes.

    Returns
    -------
    ndarray (row, year)
        Saved or sold, positive where the owner gains. [CNY]
    """
    cells = {item for change in measure.changes for item in _meter(change, tree)}
    worth = (
        sign
        * (after.energy[cell] - before.energy[cell])
        * price_of(measure, fuel, prices).value(taxes=taxes)
        for cell, sign, fuel in sorted(cells)
        if cell in after.energy
    )
    return _sum(worth)


def _meter(change: Change, tree: Tree) -> Iterator[tuple[Cell, float, str]]:
    """Give the cells that the owner of a measure pays for or sells, the sign of more of them, whose price."""
    head, _, rest = change.path.partition(".")
    if change.path in SOLD:
        yield SOLD[change.path]
    elif head in ("mix", "intensity"):
        sector = rest.partition(".")[0]
        flow = tree.demand[sector][0]
        yield from (((sector, flow, f), -1.0, f) for f in tree.groups[f"mix.{sector}"])
    elif head in ("power", "heat") and not rest.startswith("supply"):
        yield from (((SUPPLY, head, f), -1.0, f) for f in tree.groups[f"{head}.mix"])
    elif head in ("other_transformation", "losses", "feedstock"):
        yield from ((cell, -1.0, cell[2]) for cell in tree.own if cell[1:] == (head, rest))


def _brings_in(measure: Measure) -> bool:
    return any(change.path == "power.supply.import" for change in measure.changes)


def _sum(parts: Iterator[Series]) -> Series:
    return np.asarray(sum(parts, np.zeros((1, 1))), dtype=float)
