"""What the statistics show of declared chains: what they took and gave, and which cells of the account hold it.

A chain is at rest in years in which something of it is not known, or in which the account does not hold what it would take;
the base year must be whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dualcarbon.quantities.arrays import worst
from dualcarbon.scenarios.chains import Chain, run
from dualcarbon.scenarios.end_uses import Cell, Series
from dualcarbon.scenarios.limits import SHARES, no_share
from dualcarbon.scenarios.tree import SUPPLY, Observed, Tree
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FUELS

FILE = "tree.toml"
TABLE = "data/variables.csv"
MT = 1e-6
ROUNDING = 1e-9
"""Share of a cell that a chain may be above it by rounding. [1]"""
PRINTED = 2e-3
"""How far the shares that statistics print may sum from 1. [1]"""


@dataclass(frozen=True, slots=True)
class Chained:
    """Chains over the years of the account, each array (year).

    ``cells`` are what they took and gave, ``taken`` what of it each cell of the account holds [tce]; ``since`` the first year
    from which on a chain is shown, by its flow.
    """

    cells: dict[Cell, Series] = field(default_factory=dict)
    taken: dict[Cell, Series] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, made: Mapping[Cell, Series], homes: Mapping[Cell, Cell]) -> None:
        """Count what a chain took and gave, and where the account holds it. [tce]."""
        for cell, amount in made.items():
            self.cells[cell] = self.cells.get(cell, 0.0) + amount
            if cell in homes:
                home = homes[cell]
                self.taken[home] = self.taken.get(home, 0.0) + amount

    def beside(self, account: Mapping[Cell, Series]) -> dict[Cell, Series]:
        """Give an account with the chains beside what they leave of its cells. [tce]."""
        left = {cell: v - self.taken.get(cell, 0.0) for cell, v in account.items()}
        return left | {cell: left.get(cell, 0.0) + v for cell, v in self.cells.items()}


def chained(
    tree: Tree, seen: Observed, values: dict[str, Series], taken: Mapping[Cell, Series]
) -> Chained:
    """Read chains off the statistics.

    Parameters
    ----------
    tree, seen
        The tree with its chains, and the account.
    values : dict of ndarray (year)
        Values of their paths, those of years at rest made nothing. [unit of each]
    taken : mapping of ndarray (year)
        What branches hold of each cell of the account. [tce]

    Returns
    -------
    Chained
        With every fault of the base year: a value that lacks, shares that are none, energy that the account holds nowhere.
    """
    found = Chained()
    for chain in tree.chains:
        if odd := _beyond(chain, tree, values, seen.years[-1]):
            found.faults.extend(odd)
            continue
        wanted = _wanted(chain, found.beside(seen.energy), seen, values)
        wrong, idle = _settle(chain, wanted, values, seen.years[-1])
        if wrong:
            found.faults.extend(wrong)
            continue
        made = _whole(run(chain, values, wanted), len(seen.years))
        homes = {c: home for c in made if (home := chain.home(c, seen.energy)) is not None}
        fits = ~idle & _fitting(chain, made, homes, seen, _sum(taken, found.taken))
        found.faults.extend(_unheld(chain, made, homes, seen, _sum(taken, found.taken)))
        shown = np.logical_and.accumulate(fits[::-1])[::-1]
        _rest(chain, values, ~shown)
        again = _wanted(chain, found.beside(seen.energy), seen, values)
        found.add(_whole(run(chain, values, again), len(seen.years)), homes)
        found.since[chain.flow] = seen.years[min(int(np.argmax(shown)), len(seen.years) - 1)]
    return found


def _beyond(chain: Chain, tree: Tree, values: dict[str, Series], base: int) -> list[Fault]:
    """Refuse shares lost or met that can be none in the base year; an earlier one is taken as not known."""
    faults = []
    for key in (k for k in values if k.startswith(f"{chain.flow}.") and k.endswith(SHARES)):
        wrong = no_share(key, values[key])
        if wrong[-1]:
            told = worst(values[key][None, -1:], wrong[None, -1:], [base])
            own = None if base in tree.series.get(key, {}) else tree.defaults.get(key)
            place = Place(file=TABLE if own is None else own.place.file, key=key)
            faults.append(note("TRE013", place, **told))
        values[key] = np.where(wrong, np.nan, values[key])
    return faults


def _wanted(
    chain: Chain, cells: Mapping[Cell, Series], seen: Observed, values: Mapping[str, Series]
) -> Series:
    r"""Give the demand for a chain's carrier (year). [tce].

    Losses of the account hold the chain's own, :math:`l S`, which are not demand for it: of all :math:`W` the demand is
    :math:`D = W - l S` with :math:`(1 - l) S = p D + X`.
    """
    whole = np.asarray(chain.wanted(cells) + np.zeros(len(seen.years)))
    if chain.within is None or (SUPPLY, "losses", chain.output) not in seen.energy:
        return whole
    head = chain.flow
    loss = np.nan_to_num(values[f"{head}.loss"])
    part = np.ones(1) if chain.whole else np.nan_to_num(values[f"{head}.part"])
    sent = np.nan_to_num(values[f"{head}.export"]) if chain.whole else np.zeros(1)
    return np.asarray(whole - loss * (part * whole + sent) / (1 - loss + part * loss))


def _settle(
    chain: Chain, wanted: Series, values: dict[str, Series], base: int
) -> tuple[list[Fault], NDArray[np.bool_]]:
    """Let a chain be at rest in the years in which something of it is not known; give faults of the base year, and those years."""
    head = f"{chain.flow}."
    own = [key for key in values if key.startswith(head)]
    supply = [key for key in own if key.startswith(f"{head}supply.")]
    met = wanted if chain.whole else wanted * values[f"{head}part"]
    busy = (met != 0) | (values[f"{head}export"] != 0 if chain.whole else False)
    if busy[-1] and (lacking := [key for key in supply if np.isnan(values[key][-1])]):
        return [note("TRE004", Place(file=TABLE), key=k, year=base) for k in lacking], busy
    known = np.all([np.isfinite(values[key]) for key in own], axis=0)
    for key in own:
        values[key] = np.nan_to_num(values[key])
    idle = np.asarray(busy & ~known)
    _rest(chain, values, idle)
    total = np.sum([values[key] for key in supply], axis=0)
    if busy[-1] and abs(float(total[-1]) - 1) > PRINTED:
        place = Place(file=TABLE, key=f"{head}supply")
        return [note("TRE030", place, year=base, total=float(total[-1]))], idle
    return [], idle


def _rest(chain: Chain, values: dict[str, Series], years: NDArray[np.bool_]) -> None:
    """Let a chain make, lose and send nothing in some years."""
    ends = (".loss", ".export", ".part")
    for key in values:
        if key.startswith(f"{chain.flow}.supply.") or key in {f"{chain.flow}{e}" for e in ends}:
            values[key] = np.where(years, 0.0, values[key])


def _whole(made: Mapping[Cell, Series], years: int) -> dict[Cell, Series]:
    return {cell: amount + np.zeros(years) for cell, amount in made.items()}


def _sum(one: Mapping[Cell, Series], other: Mapping[Cell, Series]) -> dict[Cell, Series]:
    none = np.zeros(1)
    return {cell: one.get(cell, none) + other.get(cell, none) for cell in {**one, **other}}


def _over(amount: Series, held: Series) -> NDArray[np.bool_]:
    """Tell in which years a cell does not hold an amount: there is less of it, or nothing."""
    room = ROUNDING * np.abs(held).max(initial=1.0)
    return np.asarray((np.abs(amount) > np.abs(held) + room) & (amount * held >= 0))


def _fitting(
    chain: Chain,
    made: Mapping[Cell, Series],
    homes: Mapping[Cell, Cell],
    seen: Observed,
    taken: Mapping[Cell, Series],
) -> NDArray[np.bool_]:
    """Tell in which years the account holds what a chain takes and gives; the base year is refused apart."""
    fits = np.ones(len(seen.years), bool)
    for cell, amount in made.items():
        if cell in homes:
            fits &= ~_over(amount, _held(homes[cell], seen, taken))
        elif cell[1] == chain.flow:
            fits &= amount == 0
    fits[-1] = True
    return fits


def _unheld(
    chain: Chain,
    made: Mapping[Cell, Series],
    homes: Mapping[Cell, Cell],
    seen: Observed,
    taken: Mapping[Cell, Series],
) -> list[Fault]:
    """Tell what of a chain's energy of the base year the account does not hold where it is said to."""
    faults: list[Fault] = []
    year, place = seen.years[-1], Place(file=FILE, key=chain.flow)
    for cell, amount in made.items():
        told = {"fuel": FUELS.both(cell[2]), "year": year}
        if cell in homes:
            held = _held(homes[cell], seen, taken)
            if _over(amount, held)[-1]:
                used = {"used": float(amount[-1]) * MT, "held": float(held[-1]) * MT}
                faults.append(note("TRE008", place, cell="/".join(homes[cell]), **used, **told))
        elif cell[1] == chain.flow and amount[-1] != 0:
            faults.append(note("TRE007", place, value=float(amount[-1]) * MT, **told))
    return faults


def _held(cell: Cell, seen: Observed, taken: Mapping[Cell, Series]) -> Series:
    """Give what of a cell of the account is left for a chain (year). [tce]."""
    return np.asarray(seen.energy.get(cell, np.zeros(len(seen.years))) - taken.get(cell, 0.0))
