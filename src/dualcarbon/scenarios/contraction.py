"""End uses summed without an account of every cell: one matrix product a year, over blocks of members.

The energy of a fuel is a sum over end uses of activity x intensity x share. What no draw touches of it is a matrix
(fuel, use) for each year, made once; what draws touch is a *mover*: the product of a few paths. Where these all grow
by rates of periods, a mover goes from year to year by one multiplication and its paths are never written out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.scenarios.projection import Parameters, capture
from dualcarbon.scenarios.tree import Cell, EndUse, Series, Tree

Row = tuple[str, str, str]
"""What is summed: ``("energy", flow, fuel)``, or ``("carbon", fuel of the scale, key of the capture)``, each empty if none varies."""
Mover = tuple[tuple[str, ...], tuple[str, ...]]
"""Keys of paths that vary: those multiplied, those divided by."""
HELD: Mover = ((), ())
SINGLE = 2**18
"""Size of a matrix product (rows x inner x columns) up to which it stays on the thread that asks for it."""
AT_ONCE = 64
"""Movers whose values are written out at once, to keep memory flat."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one fuel of one end use adds to its cell: ``held`` (year) [tce] times the mover."""

    cell: Cell
    mover: Mover
    held: Series


@dataclass(frozen=True, slots=True)
class Plan:
    """How the end uses of a scenario are summed, the same for all members.

    ``by_step`` (year, row, mover) [tce or t CO2] goes with ``stepped``, of which the first is what no draw touches;
    ``by_value`` with ``valued``, movers of another form. ``even`` has the factor of fuels that all uses share
    [t CO2/tce]: their carbon dioxide is that of their energy.
    """

    rows: tuple[Row, ...]
    stepped: tuple[Mover, ...]
    valued: tuple[Mover, ...]
    by_step: Series
    by_value: Series
    even: Mapping[str, float]

    def energy(self, sums: Series) -> dict[Cell, Series]:
        """Give the energy of end uses by flow and fuel, summed over sectors.

        Parameters
        ----------
        sums : ndarray (year, row, member)
            What :func:`contracted` gives. [tce]

        Returns
        -------
        dict of ndarray (member, year)
            Energy by cell, the sector left empty. [tce]
        """
        rows = enumerate(self.rows)
        return {("", row[1], row[2]): sums[:, i].T for i, row in rows if row[0] == "energy"}

    def carbon(self, sums: Series, given: Parameters) -> Series:
        """Give the carbon dioxide of all end uses, less what is captured.

        Parameters
        ----------
        sums : ndarray (year, row, member)
            What :func:`contracted` gives. [tce, t CO2]
        given : mapping of ndarray (member, year)
            All parameters; scales of factors and captured shares are read. [1]

        Returns
        -------
        ndarray (member, year)
            The total. [t CO2]
        """
        one = np.ones((1, 1))
        first = next((i for i, row in enumerate(self.rows) if row[0] == "energy"), len(self.rows))
        factors = [
            self.even.get(row[2], 0.0) * given.get(f"factor_scale.{row[2]}", one)[:, 0]
            for row in self.rows[first:]
        ]
        each = np.stack(np.broadcast_arrays(np.empty(sums.shape[2]), *factors)[1:])
        total: Series = np.einsum("yrm,rm->ym", sums[:, first:], each).T
        for i, (_, fuel, key) in enumerate(self.rows[:first]):
            caught = 1 - given[key] if key else one
            total += sums[:, i].T * given.get(f"factor_scale.{fuel}", one) * caught
        return total


def plan(
    tree: Tree, values: Parameters, factor: Mapping[Cell, float], steady: Collection[str]
) -> Plan:
    """Prepare the sums over end uses.

    Parameters
    ----------
    tree : Tree
        The region's tree.
    values : mapping of ndarray (member, year)
        All parameters of a few members; one with a single member is the same for all. [unit of each key]
    factor : mapping of float
        Direct carbon dioxide of each cell, held from the base year on. [t CO2/tce]
    steady : collection of str
        Keys whose paths grow by rates of periods.

    Returns
    -------
    Plan
        Matrices by year. [tce and t CO2 for each unit of the movers]
    """
    terms = list(_terms(tree, values))
    even = _even(terms, factor, values)
    movers = dict.fromkeys(term.mover for term in terms)
    stepped = (HELD, *(m for m in movers if m != HELD and not m[1] and set(m[0]) <= set(steady)))
    valued = tuple(m for m in movers if m not in set(stepped))
    sums = _summed(terms, factor, values, even)
    rows = tuple(sorted({row for row, _ in sums}))
    years = max(v.shape[1] for v in values.values())
    by_step, by_value = (_matrix(sums, rows, some, years) for some in (stepped, valued))
    start = [np.prod([values[key][0, 0] for key in mover[0]]) for mover in stepped]
    return Plan(rows, stepped, valued, by_step * np.array(start), by_value, even)


def contracted(plan: Plan, given: Parameters, steps: Series, periods: Iterable[int]) -> Series:
    """Sum over end uses, for a block of members.

    Parameters
    ----------
    plan : Plan
        What is summed.
    given : mapping of ndarray (member, year)
        The paths of the movers that are not stepped. [unit of each key]
    steps : ndarray (period, mover, member)
        What each stepped mover is multiplied by from a year to the next; the first is 1. [1]
    periods : iterable of int
        The period of each year. [1]

    Returns
    -------
    ndarray (year, row, member)
        The sums. [tce, carbon dioxide in t CO2]
    """
    years, rows, movers = plan.by_step.shape
    members = steps.shape[2]
    found = np.empty((years, rows, members))
    along = list(periods)
    for some in _pieces(members, rows * movers):
        _grown(plan.by_step, steps[:, :, some], along, found[:, :, some])
    for start in range(0, len(plan.valued), AT_ONCE):
        part = plan.valued[start : start + AT_ONCE]
        moved = np.empty((years, len(part), members))
        for position, mover in enumerate(part):
            moved[:, position] = _moved(mover, given).T
        matrix = plan.by_value[:, :, start : start + AT_ONCE]
        for some in _pieces(members, rows * len(part)):
            found[:, :, some] += matrix @ moved[:, :, some]
    return found


def _grown(matrices: Series, steps: Series, along: list[int], found: Series) -> None:
    """Take the movers of a few members from year to year, and sum them in each."""
    by_period = [np.ascontiguousarray(step) for step in steps]
    size = np.ones(by_period[0].shape)
    np.matmul(matrices[0], size, out=found[0])
    for year in range(1, len(matrices)):
        np.multiply(size, by_period[along[year]], out=size)
        np.matmul(matrices[year], size, out=found[year])


def _pieces(members: int, per_member: int) -> list[slice]:
    """Split members so that each product is small enough for one thread; by the sizes alone, whatever runs beside."""
    width = max(SINGLE // max(per_member, 1) // 16 * 16, 16)
    return [slice(i, min(i + width, members)) for i in range(0, members, width)]


def _moved(mover: Mover, given: Parameters) -> Series:
    """Give what a mover is in each member and year."""
    times, by = mover
    value = given[times[0]] if times else np.ones((1, 1))
    for key in times[1:]:
        value = value * given[key]
    for key in by:
        value = value / given[key]
    return value


def _terms(tree: Tree, values: Parameters) -> Iterator[Term]:
    """Split what every fuel of every end use adds to its cell into what varies and what does not."""
    for use in tree.uses.values():
        sized, moving = _split((*use.activity, use.intensity), values)
        for fuel in tree.groups[use.mix]:
            share, turning = _split((f"{use.mix}.{fuel}",), values)
            held, mover = sized * share, (*moving, *turning)
            yield _useful(Term((use.sector, use.flow, fuel), (mover, ()), held), use, values)


def _useful(term: Term, use: EndUse, values: Parameters) -> Term:
    """Turn useful energy into what the fuel takes for it, where a use has efficiencies."""
    if not use.efficiency:
        return term
    key = f"{use.efficiency}.{term.cell[2]}"
    held, moving = _split((key,), values)
    return Term(term.cell, (term.mover[0], moving), term.held / held)


def _split(keys: tuple[str, ...], values: Parameters) -> tuple[Series, tuple[str, ...]]:
    """Give the product of the paths that are the same in all members (year), and the keys of the others."""
    held: Series = np.ones(1)
    for key in keys:
        if len(values[key]) == 1:
            held = held * values[key][0]
    return held, tuple(key for key in keys if len(values[key]) > 1)


def _even(
    terms: Iterable[Term], factor: Mapping[Cell, float], values: Parameters
) -> dict[str, float]:
    """Give the factor of each fuel that is the same in all of its uses, and captured in none. [t CO2/tce]."""
    found: dict[str, set[float]] = {}
    for term in terms:
        caught = capture(term.cell) in values
        found.setdefault(term.cell[2], set()).add(np.nan if caught else factor.get(term.cell, 0.0))
    single = {fuel: next(iter(some)) for fuel, some in found.items() if len(some) == 1}
    return {fuel: value for fuel, value in single.items() if not np.isnan(value)}


def _summed(
    terms: Iterable[Term],
    factor: Mapping[Cell, float],
    values: Parameters,
    even: Mapping[str, float],
) -> dict[tuple[Row, Mover], Series]:
    """Add the terms up by row and mover, each (year)."""
    sums: dict[tuple[Row, Mover], Series] = {}
    for term in terms:
        for row, amount in _rows(term, factor, values, even):
            spot = row, term.mover
            sums[spot] = sums[spot] + amount if spot in sums else amount
    return sums


def _rows(
    term: Term, factor: Mapping[Cell, float], values: Parameters, even: Mapping[str, float]
) -> Iterator[tuple[Row, Series]]:
    """Give what a term adds to the energy of its fuel, and to the carbon dioxide where its factor is its own."""
    _, flow, fuel = term.cell
    yield ("energy", flow, fuel), term.held
    if fuel in even or term.cell not in factor:
        return
    carbon, scale, key = term.held * factor[term.cell], f"factor_scale.{fuel}", capture(term.cell)
    varies = len(values.get(scale, ())) > 1, len(values.get(key, ())) > 1
    if scale in values and not varies[0]:
        carbon = carbon * values[scale][0]
    if key in values and not varies[1]:
        carbon = carbon * (1 - values[key][0])
    yield ("carbon", fuel if varies[0] else "", key if varies[1] else ""), carbon


def _matrix(
    sums: Mapping[tuple[Row, Mover], Series],
    rows: tuple[Row, ...],
    movers: tuple[Mover, ...],
    years: int,
) -> Series:
    """Lay the sums out as a matrix for each year (year, row, mover)."""
    found = np.zeros((years, len(rows), len(movers)))
    across = {row: i for i, row in enumerate(rows)}
    down = {mover: i for i, mover in enumerate(movers)}
    for (row, mover), amount in sums.items():
        if mover in down:
            found[:, across[row], down[mover]] = amount
    return found
