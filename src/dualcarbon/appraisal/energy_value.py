"""What a measure's change in energy is worth: to society at the border and the burner, to its owner at his meter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.measures.declared import Change, Measure
from dualcarbon.reference.prices import BORDER, DEFAULTS, OF_CHAINS
from dualcarbon.scenarios.contrast import Rows
from dualcarbon.scenarios.plants import NONFOSSIL, PLANTS_OUT, POWER_OUT, RECOVERED
from dualcarbon.scenarios.tree import IMPORT, SUPPLY, Cell, Series, Tree
from dualcarbon.vocabulary.names import FUELS

MADE: Mapping[str, tuple[Cell, str]] = {
    "electricity": (IMPORT, "import"),
    "heat": (PLANTS_OUT, "recovered"),
}
"""What is made in the region of other energy: a cell that is there where it is, and whose price it has where it is not."""
ROUNDING = 1e-9
"""What is left of sums of energy by rounding, relative to their parts. [1]"""
FREE = "nonfossil"
"""What needs no fuel: its cost is that of its units."""
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
PLANTS = ((SUPPLY, "power"), (SUPPLY, "heat"))
MADE_BY_PLANTS = (POWER_OUT, NONFOSSIL, PLANTS_OUT)


@dataclass(frozen=True, slots=True)
class Saved:
    """Energy that has a price: what it is, how much of it is saved or sold (row, year) [tce], the id of its price."""

    what: str
    amount: Series
    price: str


def price_id(measure: Measure, fuel: str) -> str:
    """Give the id of the price that a measure's owner pays or gets for a fuel, for ``import`` or for ``recovered``."""
    group = _group(fuel)
    return measure.prices.get(fuel) or measure.prices.get(group) or _usual(group)


def _usual(group: str) -> str:
    return DEFAULTS.get(group, OF_CHAINS.get(group, group))


def social(measure: Measure, before: Rows, after: Rows, tree: Tree) -> list[Saved]:
    """Give the fuels that are burnt less and the electricity that is bought less by the region.

    What is made in the region of other fuels is not counted beside them; what the account does not make is bought. A fuel
    has the measure's own price where the measure acts, and society's elsewhere. Electricity without fuel is not free to
    those who use more of it: its plants must be built; the measure that builds them pays for them as units. What a
    measure that brings in electricity pays for it stands in its own yearly cost, and is not paid twice.

    Parameters
    ----------
    measure : Measure
        What changes which paths, at prices of its own where it says so.
    before, after : Rows
        Without and with it (row, year). [tce]
    tree : Tree
        The region's tree.

    Returns
    -------
    list of Saved
        By fuel, positive where something is saved (row, year). [tce]
    """
    found = [
        one
        for fuel in after.totals.fuels
        if (key := _bought_as(measure, fuel, after))
        for one in _by_place(measure, fuel, key, before, after, tree)
    ]
    if IMPORT in after.energy:
        less = before.energy[IMPORT] - after.energy[IMPORT]
        less = np.maximum(less, 0.0) if brings_in(measure) else less
        found.append(Saved("import", less, price_id(measure, "import")))
    return found


def financial(measure: Measure, before: Rows, after: Rows, tree: Tree) -> list[Saved]:
    """Give what the owner of a measure saves or sells: energy of the branches that it changes.

    Parameters
    ----------
    measure : Measure
        What changes which paths.
    before, after : Rows
        Without and with it (row, year). [tce]
    tree : Tree
        The region's tree.

    Returns
    -------
    list of Saved
        By cell, positive where the owner gains (row, year). [tce]

    Notes
    -----
    Plants are compared at the output that they have with the measure: what they burn less because others deliver is
    sold as electricity or heat, and not counted once more as fuel.
    """
    return [
        Saved("/".join(cell), sign * _more(cell, before, after), price_id(measure, f))
        for cell, sign, f in meter(measure, tree)
        if cell in after.energy
    ]


def _more(cell: Cell, before: Rows, after: Rows) -> Series:
    """Give how much more of a cell there is; what plants burn, at the output that they have in the end. [tce]."""
    there = before.energy[cell]
    if burnt_by_plants(cell):
        old, new = (_output(cell[1], rows) for rows in (before, after))
        there = there * np.divide(
            new, old, out=np.ones(np.broadcast_shapes(new.shape, old.shape)), where=old > 0
        )
    return after.energy[cell] - there


def burnt_by_plants(cell: Sequence[str]) -> bool:
    """Tell whether a cell, its parts in order, is what plants burn."""
    return tuple(cell[:2]) in PLANTS and tuple(cell) not in MADE_BY_PLANTS


def _output(flow: str, rows: Rows) -> Series:
    """Give what plants make of fuel (row, year). [tce]."""
    if flow == "heat":
        return -rows.energy[PLANTS_OUT]
    return -rows.energy[POWER_OUT] - rows.energy[NONFOSSIL]


def value(saved: Iterable[Saved], prices: Prices, *, taxes: bool) -> Series:
    """Give what energy saved or sold is worth.

    Parameters
    ----------
    saved : iterable of Saved
        Amounts and the ids of their prices. [tce]
    prices : mapping of Price
        By id. [CNY/tce]
    taxes : bool
        Whether prices hold taxes.

    Returns
    -------
    ndarray (row, year)
        Positive where something is gained. [CNY]
    """
    parts = (one.amount * prices[one.price].value(taxes=taxes) for one in saved)
    return np.asarray(sum(parts, np.zeros((1, 1))), dtype=float)


def _bought_as(measure: Measure, fuel: str, account: Rows) -> str:
    """Give as what society buys a fuel; nothing for what costs it nothing more."""
    group = _group(fuel)
    if group in MADE:
        made, key = MADE[group]
        return "" if made in account.energy else key
    if group not in DEFAULTS and _made_here(fuel, account):
        return ""
    return "" if group == FREE and gains(measure, "power.supply.nonfossil") else fuel


def _made_here(fuel: str, account: Rows) -> bool:
    """Tell whether chains make all that is used of a fuel, to the rounding of sums."""
    size = sum((np.abs(v) for cell, v in account.energy.items() if cell[2] == fuel), np.zeros(1))
    return bool((np.abs(account.totals.fuels[fuel]) <= ROUNDING * size).all())


def _by_place(
    measure: Measure, fuel: str, key: str, before: Rows, after: Rows, tree: Tree
) -> Iterator[Saved]:
    """Split what is saved of a fuel where the price at the measure's own branches is another one than elsewhere."""
    all_of_it = before.totals.fuels[fuel] - after.totals.fuels[fuel]
    group = _group(key)
    usual = BORDER.get(group, _usual(group))
    own = measure.prices.get(key) or measure.prices.get(group) or usual
    if own == usual:
        yield Saved(fuel, all_of_it, usual)
        return
    cells = [
        c for c, sign, f in meter(measure, tree) if f == fuel and sign < 0 and c in after.energy
    ]
    here = sum((before.energy[c] - after.energy[c] for c in cells), np.zeros((1, 1)))
    yield Saved(f"{fuel}, where the measure acts", here, own)
    yield Saved(f"{fuel}, elsewhere", all_of_it - here, usual)


def meter(measure: Measure, tree: Tree) -> list[tuple[Cell, float, str]]:
    """Give the cells that the owner of a measure pays for or sells.

    Parameters
    ----------
    measure : Measure
        What changes which paths.
    tree : Tree
        The region's tree.

    Returns
    -------
    list of tuple
        Cell, sign of more of it to the owner [1], the fuel whose price it has.
    """
    return sorted({item for change in measure.changes for item in _meter(change, tree)})


def _meter(change: Change, tree: Tree) -> Iterator[tuple[Cell, float, str]]:
    """Give the same of one change: cells, the sign of more of them, whose price."""
    head, _, rest = change.path.partition(".")
    if (sold := _gaining(change)) in SOLD:
        yield SOLD[sold]
    elif head in ("mix", "intensity"):
        sector = rest.partition(".")[0]
        flow = tree.demand[sector][0]
        yield from _paid((sector, flow), tree.groups[f"mix.{sector}"])
    elif head == "branches":
        use = tree.branches[".".join(rest.split(".")[:2])]
        yield from _paid((use.sector, use.flow), tree.groups[use.mix])
    elif head == "variables":
        following = _followers(change.path, tree)
        for use in tree.branches.values():
            if following & {*use.activity, use.intensity, use.mix}:
                yield from _paid((use.sector, use.flow), tree.groups[use.mix])
    elif head in ("power", "heat") and not rest.startswith("supply"):
        yield from _paid((SUPPLY, head), tree.groups[f"{head}.mix"])
    elif head in ("other_transformation", "losses", "feedstock"):
        yield from ((cell, -1.0, cell[2]) for cell in tree.own if cell[1:] == (head, rest))


def _paid(branch: tuple[str, str], fuels: Sequence[str]) -> Iterator[tuple[Cell, float, str]]:
    """Give the cells of a branch whose energy is paid for."""
    yield from (((*branch, fuel), -1.0, fuel) for fuel in fuels if _group(fuel) != FREE)


def _gaining(change: Change) -> str:
    """Give the path that a change adds to: where a shift goes, or its own."""
    return f"{change.path.rpartition('.')[0]}.{change.into}" if change.into else change.path


def _group(fuel: str) -> str:
    """Give the group of a fuel that has a usual price; ``import`` and ``recovered`` are their own."""
    return str(FUELS[fuel].more["group"]) if fuel in FUELS else fuel


def brings_in(measure: Measure) -> bool:
    """Tell whether a measure brings in electricity, which it then pays for in its own yearly cost."""
    return gains(measure, "power.supply.import")


def gains(measure: Measure, path: str) -> bool:
    """Tell whether a measure adds to a path."""
    return any(_gaining(change) == path for change in measure.changes)


def _followers(key: str, tree: Tree) -> set[str]:
    """Give the keys that follow a variable, one after the other, by the paths that stand with what is declared.

    A part of a group of shares, and what a stock gives beside itself, are followed under their own name.
    """
    found = {key}
    more = True
    while more:
        next_ones = {
            k
            for k, path in tree.defaults.items()
            if k not in found
            and any(f in found or f.rpartition(".")[0] in found for f in path.form.follows())
        }
        found, more = found | next_ones, bool(next_ones)
    return found
