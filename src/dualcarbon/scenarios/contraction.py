"""End uses summed without an account of every cell: one matrix product a year, over blocks of members.

The energy of a fuel is a sum over end uses of activity x intensity x share. What no draw touches of it is a matrix
(fuel, use) for each year, made once; what draws touch is a *mover*: the product of a few paths. Where these all grow
by rates of periods, a mover goes from year to year by one multiplication and its paths are never written out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dualcarbon.scenarios.projection import Parameters, capture
from dualcarbon.scenarios.tree import Cell, EndUse, Series, Tree

if TYPE_CHECKING:
    from dualcarbon.scenarios.beyond import Part as Gas
    from dualcarbon.scenarios.rates import Steps

SECTOR = "sector"
"""Ask for carbon dioxide by sector, ``sector.<name>``."""
GAS = "gas"
"""Ask for what stands beside the carbon dioxide of energy, ``beside.ghg`` and ``beside.co2``."""
Row = tuple[str, ...]
"""What is summed: ``("energy", flow, fuel)``, or ``("carbon", fuel of the scale, key of the capture)``, each empty if none varies;
if asked for, ``("sector", sector, key of the capture, fuel of the scale)`` and ``("gas", category, gas)``."""
Mover = tuple[tuple[str, ...], tuple[str, ...]]
"""Keys of paths that vary: those multiplied, those divided by."""
HELD: Mover = ((), ())
SINGLE = 2**18
"""Size of a matrix product (rows x inner x columns) up to which it stays on the thread that asks for it."""
ONE, NOTHING = np.ones((1, 1)), np.zeros((1, 1))
MANY = 100_000
"""Movers times members of a block from which on they are stepped by the compiled function; a study has fewer."""
AT_ONCE = 64
"""Movers whose values are written out at once, to keep memory flat."""


@dataclass(frozen=True, slots=True)
class Term:
    """What some fuels of one end use add to their cells: ``held`` (fuel, year) [tce] times the mover."""

    use: EndUse
    fuels: tuple[str, ...]
    mover: Mover
    held: Series

    @property
    def captured(self) -> str:
        """Key of the share of its emissions that is captured."""
        return capture((self.use.sector, self.use.flow, ""))


@dataclass(frozen=True, slots=True)
class Plan:
    """How the end uses of a scenario are summed, the same for all members.

    ``by_step`` (year, row, mover) [tce, t CO2, t of a gas] goes with ``stepped``, of which the first is what no draw touches;
    ``by_value`` with ``valued``, movers of another form. ``even`` has the factor of fuels that all uses share
    [t CO2/tce]: their carbon dioxide is that of their energy.
    """

    rows: tuple[Row, ...]
    stepped: tuple[Mover, ...]
    valued: tuple[Mover, ...]
    by_step: Series
    by_value: Series
    even: Mapping[str, float]

    def of(self, kind: str) -> slice:
        """Give where the rows of a kind stand, side by side as they are sorted."""
        kinds = [row[0] for row in self.rows]
        return slice(sum(k < kind for k in kinds), sum(k <= kind for k in kinds))

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
        used = self.of("energy")
        fuels = [row[2] for row in self.rows[used]]
        total = scaled(sums[:, used], [self.even.get(f, 0.0) * scale(f, given) for f in fuels])
        for i, (_, fuel, key) in enumerate(self.rows[: used.start]):
            caught = 1 - given[key] if key else ONE
            total += sums[:, i].T * given.get(f"factor_scale.{fuel}", ONE) * caught
        return total


def scale(fuel: str, given: Parameters) -> Series:
    """Give what the factor of a fuel is multiplied by in each member, (member or 1). [1].

    Parameters
    ----------
    fuel : str
        Its name; without one nothing is multiplied.
    given : mapping of ndarray (member, year)
        All parameters. [unit of each key]
    """
    return given.get(f"factor_scale.{fuel}", ONE)[:, 0]


def scaled(sums: Series, factors: Sequence[Series]) -> Series:
    """Sum rows, each multiplied by a number of every member.

    Parameters
    ----------
    sums : ndarray (year, row, member)
        The rows. [any unit]
    factors : sequence of ndarray (member or 1)
        One for each row. [any unit]

    Returns
    -------
    ndarray (member, year)
        [unit of ``sums`` times unit of ``factors``]
    """
    each = np.stack(np.broadcast_arrays(np.empty(sums.shape[2]), *factors)[1:])
    total: Series = np.einsum("yrm,rm->ym", sums, each).T
    return total


def plan(
    tree: Tree,
    values: Parameters,
    factor: Mapping[Cell, float],
    steady: Collection[str],
    parts: Collection[str] = (),
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
    parts : collection of str
        What is summed beside the totals: ``sector`` for carbon dioxide by sector, ``gas`` for other gases of burning.

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
    gases = tree.beyond.gases if tree.beyond is not None and GAS in parts else {}
    apart = SECTOR in parts
    spread = [(t, [*_rows(t, factor, values, even, apart=apart), *_gases(t, gases)]) for t in terms]
    rows = tuple(sorted({row for _, some in spread for row, _, _ in some}))
    years = max(v.shape[1] for v in values.values())
    by_step, by_value = (_matrix(spread, rows, some, years) for some in (stepped, valued))
    start = [np.prod([values[key][0, 0] for key in mover[0]]) for mover in stepped]
    return Plan(rows, stepped, valued, by_step * np.array(start), by_value, even)


def contracted(plan: Plan, given: Parameters, steps: Steps, grown: Series) -> Series:
    """Sum over end uses, for a block of members.

    Parameters
    ----------
    plan : Plan
        What is summed.
    given : mapping of ndarray (member, year)
        The paths of the movers that are not stepped. [unit of each key]
    steps : Steps
        Which rates each stepped mover takes in each period.
    grown : ndarray (number, member)
        One and each of these rates. [1]

    Returns
    -------
    ndarray (year, row, member)
        The sums. [tce, carbon dioxide in t CO2]
    """
    years, rows, members = *plan.by_step.shape[:2], grown.shape[1]
    found = _stepped(plan, steps, grown)
    for start in range(0, len(plan.valued), AT_ONCE):
        part = plan.valued[start : start + AT_ONCE]
        moved = np.empty((years, len(part), members))
        for position, mover in enumerate(part):
            moved[:, position] = _moved(mover, given).T
        matrix = plan.by_value[:, :, start : start + AT_ONCE]
        for some in _pieces(members, rows * len(part)):
            found[:, :, some] += matrix @ moved[:, :, some]
    return found


def _stepped(plan: Plan, steps: Steps, grown: Series) -> Series:
    """Sum what is stepped, compiled where that is worth it (year, row, member). [tce, t CO2]."""
    along = np.array(steps.periods, dtype=np.intp)
    if plan.by_step.shape[2] * grown.shape[1] >= MANY:
        from dualcarbon.scenarios.stepping import swept  # loading the compiler takes a second

        return swept(plan.by_step, grown, steps.takes, along)
    years, rows, movers = plan.by_step.shape
    found, by_period = np.empty((years, rows, grown.shape[1])), steps.multiplied(grown)
    for some in _pieces(grown.shape[1], rows * movers):
        _grown(plan.by_step, by_period[:, :, some], list(along), found[:, :, some])
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
    """Split what every end use takes of its fuels into what varies and what does not; fuels that vary alike together."""
    for use in tree.uses.values():
        sized, moving = _split((*use.activity, use.intensity), values)
        alike: dict[Mover, list[str]] = {}
        for fuel in tree.groups[use.mix]:
            times = _varying((f"{use.mix}.{fuel}",), values)
            by = _varying((f"{use.efficiency}.{fuel}",), values) if use.efficiency else ()
            alike.setdefault(((*moving, *times), by), []).append(fuel)
        for mover, fuels in alike.items():
            shares = [_held(f"{use.mix}.{fuel}", values) for fuel in fuels]
            held = sized * np.concatenate(shares)
            if use.efficiency:
                held = held / np.concatenate(
                    [_held(f"{use.efficiency}.{f}", values) for f in fuels]
                )
            yield Term(use, tuple(fuels), mover, held)


def _split(keys: tuple[str, ...], values: Parameters) -> tuple[Series, tuple[str, ...]]:
    """Give the product of the paths that are the same in all members (1, year), and the keys of the others."""
    held: Series = np.ones((1, 1))
    for key in keys:
        held = held * _held(key, values)
    return held, _varying(keys, values)


def _held(key: str, values: Parameters) -> Series:
    """Give a path that is the same in all members (1, year), and one in place of any other."""
    found = values[key]
    return found if len(found) == 1 else np.ones((1, found.shape[1]))


def _varying(keys: tuple[str, ...], values: Parameters) -> tuple[str, ...]:
    return tuple(key for key in keys if len(values[key]) > 1)


def _even(
    terms: Iterable[Term], factor: Mapping[Cell, float], values: Parameters
) -> dict[str, float]:
    """Give the factor of each fuel that is the same in all of its uses, and captured in none. [t CO2/tce]."""
    found: dict[str, set[float]] = {}
    caught: set[str] = set()
    for term in terms:
        if term.captured in values:
            caught |= set(term.fuels)
        for fuel in term.fuels:
            value = factor.get((term.use.sector, term.use.flow, fuel), 0.0)
            found.setdefault(fuel, set()).add(value)
    return {f: next(iter(v)) for f, v in found.items() if len(v) == 1 and f not in caught}


Part = tuple[Row, int, Series | float]
"""A row that a fuel of a term adds to, its place among the fuels, and by what it is multiplied (year)."""


def _rows(
    term: Term,
    factor: Mapping[Cell, float],
    values: Parameters,
    even: Mapping[str, float],
    *,
    apart: bool,
) -> list[Part]:
    """Give the rows of a term: energy of each fuel, and carbon dioxide, of all uses where their factor differs and of its sector."""
    sector, flow, key = term.use.sector, term.use.flow, term.captured
    found: list[Part] = [(("energy", flow, fuel), i, 1.0) for i, fuel in enumerate(term.fuels)]
    for i, fuel in enumerate(term.fuels):
        if (fuel in even and not apart) or (sector, flow, fuel) not in factor:
            continue
        scale = values.get(f"factor_scale.{fuel}", ONE)
        caught = values.get(key, NOTHING)
        by = factor[sector, flow, fuel] * (1 - caught[0] if len(caught) == 1 else 1.0)
        by = by * scale[0] if len(scale) == 1 else by
        drawn = fuel if len(scale) > 1 else "", key if len(caught) > 1 else ""
        if fuel not in even:
            found.append((("carbon", *drawn), i, by))
        if apart:
            found.append(((SECTOR, sector, drawn[1], drawn[0]), i, by))
    return found


def _gases(term: Term, gases: Mapping[Gas, Mapping[Cell, float]]) -> list[Part]:
    """Give the rows of a term in other gases, which burning its fuels gives. [t of the gas per tce]."""
    cells = [(term.use.sector, term.use.flow, fuel) for fuel in term.fuels]
    return [
        ((GAS, gas.category, gas.gas), i, factors[cell])
        for gas, factors in gases.items()
        for i, cell in enumerate(cells)
        if cell in factors
    ]


def _matrix(
    spread: Iterable[tuple[Term, list[Part]]],
    rows: tuple[Row, ...],
    movers: tuple[Mover, ...],
    years: int,
) -> Series:
    """Lay what terms add out as a matrix for each year (year, row, mover)."""
    found = np.zeros((years, len(rows), len(movers)))
    across = {row: i for i, row in enumerate(rows)}
    down = {mover: i for i, mover in enumerate(movers)}
    for term, parts in spread:
        if term.mover in down:
            place, count = down[term.mover], len(term.fuels)
            energy = [across[row] for row, _, _ in parts[:count]]
            found[:, energy, place] += term.held.T
            for row, i, by in parts[count:]:
                found[:, across[row], place] += term.held[i] * by
    return found
