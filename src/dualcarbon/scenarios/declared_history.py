"""What the statistics show of what a study declares beside the account: variables, branches, chains.

A branch and a chain take their energy off cells of the account, so that the sum of all is the account again. Before the
base year, where their statistics lack or do not fit, they use nothing and their sector is shown whole.
"""

from __future__ import annotations

import functools
import graphlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.quantities.derived import Formula, Lookup
from dualcarbon.quantities.evaluation import outputs
from dualcarbon.quantities.kinds import RESIDUAL, Constant, Share
from dualcarbon.quantities.paths import Path, check
from dualcarbon.quantities.stock import Stock
from dualcarbon.scenarios.chain_history import chained
from dualcarbon.scenarios.end_uses import Cell, EndUse, Series, final_share, sized
from dualcarbon.scenarios.tree import Observed, Tree
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FUELS, SECTORS
from dualcarbon.vocabulary.units import scale

Values = Mapping[str, Series]
HEADS = ("variables", "branches", "chains")
BESIDE = ("activity", "abated")
"""Beginnings of keys of the account beside energy, which joins the tree later."""
ROUNDING = 1e-9
"""Share of a cell that its branches may be above it by rounding. [1]"""
QUIET = (".loss", ".export", ".part")
"""Ends of keys of chains that are nothing where nothing is said of them."""
TABLE = "data/variables.csv"
MT = 1e-6
PRINTED = 2e-3
"""How far the shares that statistics print may sum from 1. [1]"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the statistics show of what is declared.

    ``values`` key -> (year), NaN where a variable is not known, 0 where a branch or chain is not shown; ``taken``
    cell -> (year) is what of the account they hold, ``used`` what branches do of it [tce]; ``cells`` what chains take and give
    [tce]; ``since`` the first year from which on the branches of a sector are shown, by sector, and chains by their flow.
    """

    values: Values
    taken: Mapping[Cell, Series]
    used: Mapping[Cell, Series]
    cells: Mapping[Cell, Series]
    since: Mapping[str, int]


def is_declared(key: str) -> bool:
    """Tell whether a key belongs to what a study declares beside its account.

    Examples
    --------
    >>> is_declared("variables.cars"), is_declared("mix.transport")
    (True, False)
    """
    return key.partition(".")[0] in HEADS


def shown(seen: Observed, tree: Tree, plain: Values) -> Shown:
    """Read variables, branches and chains off the statistics.

    Parameters
    ----------
    seen, tree
        What the statistics show, and the tree with what is declared.
    plain : key -> (year)
        Drivers that the account shows, which formulas may follow. [unit of each key]

    Raises
    ------
    InputError
        With every fault: no value in the base year, branches that use more than their sector, chains whose energy the
        account holds nowhere.
    """
    values = _known(tree, seen.years, plain)
    if faults := _unknown(tree, values, seen.years[-1]):
        raise InputError(faults=faults)
    taken: dict[Cell, Series] = {}
    since = {}
    for sector in dict.fromkeys(use.sector for use in tree.branches.values()):
        uses = {name: use for name, use in tree.branches.items() if use.sector == sector}
        since[sector] = _of_sector(sector, uses, seen, tree, values, taken, faults)
    made = chained(tree, seen, values, taken)
    if faults := [*faults, *made.faults]:
        raise InputError(faults=faults)
    nothing = np.zeros(1)
    both = {c: taken.get(c, nothing) + made.taken.get(c, nothing) for c in {**taken, **made.taken}}
    return Shown(values, both, taken, made.cells, since | made.since)


def misfits(tree: Tree, base_year: int) -> list[Fault]:
    """Give the faults of names and units of the formulas and tables that stand with what is declared.

    Parameters
    ----------
    tree : Tree
        The tree with what is declared; what follows the account beside energy is left for when that is known, and what
        follows more of a variable, as the ages of a stock, for when a scenario says what that variable is.
    base_year : int
        Last year of the statistics.
    """
    units = _units(tree)
    judged = [
        path
        for path in tree.defaults.values()
        if isinstance(path.form, Formula | Lookup)
        and not any(_later(key, tree, units) for key in path.form.follows())
    ]
    held_to = functools.partial(check, base_year=base_year, horizon=base_year, known=units)
    return [f for path in judged for f in held_to(path, units=units, series=tree.series)]


def _later(key: str, tree: Tree, units: Mapping[str, str]) -> bool:
    """Tell whether only the account beside energy, or the path that a scenario gives a variable, knows a key."""
    whole = key.rpartition(".")[0]
    mine = tree.defaults.get(whole)
    stated = mine is not None and bool(mine.form.gives())
    return key.partition(".")[0] in BESIDE or (key not in units and whole in units and not stated)


def _known(tree: Tree, years: Sequence[int], plain: Values) -> dict[str, Series]:
    """Give every declared key (year): its row, else what its own path makes of the others, else NaN."""
    found: dict[str, Series] = {}
    beside: dict[str, Series] = {}
    for key in _order(tree):
        if key in tree.groups:
            found |= _parts(key, tree, years)
            continue
        series, path = _rows(key, tree, years), tree.defaults.get(key)
        known = {**plain, **found, **beside}
        for place in np.flatnonzero(np.isnan(series)) if path is not None else ():
            series[place] = _computed(path, tree, years, int(place), known)
        quiet = key.endswith(QUIET) and key.startswith("chains.")
        found[key] = np.nan_to_num(series) if quiet else series
        beside |= _given_beside(path, tree, years, float(series[-1]), known)
    return found


def _given_beside(
    path: Path | None, tree: Tree, years: Sequence[int], value: float, known: Values
) -> dict[str, Series]:
    """Give what a path gives beside itself (year): what is added to a stock and so on, known in the base year alone."""
    names = path.form.gives() if path is not None and np.isfinite(value) else ()
    if path is None or not names or (other := _others(path, known, -1)) is None:
        return {}
    try:
        made = outputs(
            path, years=[years[-1]], base_year=years[-1], base=value, other=other, series=tree.series, units=_units(tree)
        )  # fmt: skip
    except InputError:
        return {}  # told where scenarios are evaluated
    before = np.full(len(years) - 1, np.nan)
    keys = [f"{path.key}.{name}" for name in names]
    return {key: np.append(before, made[key][0, 0]) for key in keys}


def _others(path: Path, known: Values, place: int) -> dict[str, Series] | None:
    """Give what a path follows in a year, each (1, 1), or nothing where one of them is not known."""
    other = {k: np.array([[known[k][place]]]) for k in path.form.follows() if k in known}
    whole = len(other) == len(path.form.follows()) and all(np.isfinite(v).all() for v in other.values())  # fmt: skip
    return other if whole else None


def _units(tree: Tree) -> dict[str, str]:
    """Give the unit of every key that a path may follow."""
    units = dict.fromkeys(tree.parts, "1") | dict(tree.units)
    beside = {
        f"{key}.{name}": unit
        for key, path in tree.defaults.items()
        for name, unit in path.form.gives_in(units.get(key, "1"), units).items()
    }
    return units | beside


def _order(tree: Tree) -> list[str]:
    """Sort the declared keys so that each comes after those that its path follows."""
    keys = [key for key in (*tree.units, *tree.groups) if is_declared(key)]
    paths = {key: tree.defaults.get(key) for key in keys}
    graph = {
        key: {own for f in path.form.follows() if (own := _owner(f, paths))} if path else set()
        for key, path in paths.items()
    }
    try:
        return list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        circle = ", ".join(dict.fromkeys(error.args[1]))
        place = tree.defaults[error.args[1][0]].place
        raise InputError(faults=[note("TRE015", place, keys=circle)]) from None


def _owner(key: str, paths: Mapping[str, Path | None]) -> str:
    """Give the declared key that a key is, or is given beside; nothing for what is not declared."""
    head = key.rpartition(".")[0]
    return key if key in paths else head if head in paths else ""


def _rows(key: str, tree: Tree, years: Sequence[int]) -> Series:
    """Give the statistics of a key (year), NaN where there is no row."""
    rows = tree.series.get(key.removeprefix("variables."), {})
    return np.array([rows.get(year, np.nan) for year in years], dtype=float)


def _parts(key: str, tree: Tree, years: Sequence[int]) -> dict[str, Series]:
    """Give the shares of a group: rows, what a year does not name being 0; or constants; or those of a chain not yet in use."""
    rows = {f"{key}.{part}": _rows(f"{key}.{part}", tree, years) for part in tree.groups[key]}
    said = np.any([np.isfinite(series) for series in rows.values()], axis=0)
    constants = _constants(tree.defaults.get(key))
    return {
        full: np.where(said, np.nan_to_num(series), constants.get(full.rpartition(".")[2], np.nan))
        for full, series in rows.items()
    }


def _constants(path: Path | None) -> dict[str, float]:
    """Give the shares of a group whose own path states constants for all parts but a residual one."""
    if path is None or not isinstance(path.form, Share):
        return {}
    said = {n: f.constant.central for n, f in path.form.share.items() if isinstance(f, Constant)}
    rest = [name for name, form in path.form.share.items() if form == RESIDUAL]
    if len(said) + len(rest) < len(path.form.share):
        return {}
    return said | {name: 1 - sum(said.values()) for name in rest}


def _computed(
    path: Path | None, tree: Tree, years: Sequence[int], place: int, found: Values
) -> float:
    """Give what a path makes of the other values of a year, NaN where it needs a value of its own or one is not known.

    A stock that keeps to a target is that target.
    """
    if path is not None and isinstance(path.form, Stock) and path.form.stock.target in found:
        return float(found[path.form.stock.target][place])
    if path is None or path.form.relative or path.kind == "points":
        return np.nan
    other = _others(path, found, place)
    if other is None:
        return np.nan
    year, unit = years[place], tree.units.get(path.key, "1")
    made = outputs(
        path, years=[year], base_year=year, other=other, series=tree.series, units=_units(tree)
    )[path.key]
    return float(made[0, 0]) * (scale(path.form.unit, unit) if path.form.unit not in ("", unit) else 1.0)  # fmt: skip


def _unknown(tree: Tree, values: Values, base_year: int) -> list[Fault]:
    """Tell of keys without a value in the base year; a share group of a chain that makes nothing yet may have none."""
    lacking = [
        k
        for k, v in values.items()
        if np.isnan(v[-1]) and not (k.startswith("chains.") and ".supply." in k)
    ]
    said = {key: tree.defaults[key].place for key in lacking if key in tree.defaults}
    return [note("TRE004", said.get(k, Place(file=TABLE)), key=k, year=base_year) for k in lacking]


def _of_sector(
    sector: str,
    uses: Mapping[str, EndUse],
    seen: Observed,
    tree: Tree,
    values: dict[str, Series],
    taken: dict[Cell, Series],
    faults: list[Fault],
) -> int:
    """Take the energy of a sector's branches off its cells; give the year from which on they are shown."""
    used = _energy(uses.values(), seen, tree, values)
    wrong = list(_impossible(uses.values(), tree, values, seen.years[-1]))
    none = any(fault.code == "TRE032" for fault in wrong)  # what follows from that is not told
    faults += wrong
    fits = np.ones(len(seen.years), bool)
    for cell, amount in used.items():
        held = seen.energy.get(cell, np.zeros(len(seen.years)))
        over = amount > held + ROUNDING * np.abs(held).max(initial=1.0)
        fits &= np.isfinite(amount) & (amount >= 0) & ~over
        if over[-1] and not none:
            told = {"used": amount[-1] * MT, "held": held[-1] * MT, "year": seen.years[-1]}
            names = {"sector": SECTORS.both(sector), "fuel": FUELS.both(cell[2])}
            faults.append(note("TRE005", Place(file=TABLE, key=f"branches.{sector}"), **names, **told))  # fmt: skip
    first = len(fits) - int(np.argmin(np.append(fits[::-1], False)))
    for use in uses.values():
        for key in _keys(use, tree):
            values[key] = np.where(np.arange(len(fits)) < first, 0.0, values[key])
        for fuel in (
            tree.groups[use.mix] if use.efficiency else ()
        ):  # nothing is used, so any will do
            key = f"{use.efficiency}.{fuel}"
            values[key] = np.where(values[key] > 0, values[key], values[key][-1])
    for cell, amount in _energy(uses.values(), seen, tree, values).items():
        held = seen.energy.get(cell, np.zeros(len(seen.years)))
        taken[cell] = np.minimum(amount, held)
    return seen.years[min(first, len(fits) - 1)]


def _keys(use: EndUse, tree: Tree) -> list[str]:
    """Give the keys of a branch that are nothing where it is not shown; an efficiency stays."""
    return [*use.activity, use.intensity, *(f"{use.mix}.{fuel}" for fuel in tree.groups[use.mix])]


def _energy(
    uses: Iterable[EndUse], seen: Observed, tree: Tree, values: Values
) -> dict[Cell, Series]:
    """Sum the energy of branches by cell, each (year), NaN where one is not known. [tce]."""
    cells: dict[Cell, Series] = {}
    for use in uses:
        for fuel in tree.groups[use.mix]:
            cell = (use.sector, use.flow, fuel)
            with np.errstate(divide="ignore", invalid="ignore"):  # an efficiency of 0 is told
                amount = sized(values, use) * final_share(values, use, fuel)
            cells[cell] = cells.get(cell, np.zeros(len(seen.years))) + amount
    return cells


def _impossible(
    uses: Iterable[EndUse], tree: Tree, values: Values, base_year: int
) -> Iterator[Fault]:
    """Tell of what no branch can have in the base year: less than nothing, shares that are none, no efficiency."""
    for use in uses:
        for key in _keys(use, tree):
            if (low := float(values[key][-1])) < 0:
                place = Place(file=TABLE, key=key)
                yield note("TRE031", place, value=low, year=base_year, member="")
        total = sum(float(values[f"{use.mix}.{fuel}"][-1]) for fuel in tree.groups[use.mix])
        if abs(total - 1) > PRINTED and (total != 0 or sized(values, use)[-1] != 0):
            yield note("TRE030", Place(file=TABLE, key=use.mix), year=base_year, total=total)
        for fuel in tree.groups[use.mix] if use.efficiency else ():
            key = f"{use.efficiency}.{fuel}"
            if (share := float(values[key][-1])) <= 0:
                place = Place(file=TABLE, key=key)
                yield note("TRE032", place, value=share, year=base_year, member="")


def hidden(since: Mapping[str, int], first: int) -> list[Fault]:
    """Tell which branches and chains are not shown in all years of the account.

    Parameters
    ----------
    since : mapping of int
        First year of each, as in :class:`Shown`.
    first : int
        First year of the account.
    """
    late = {name: year for name, year in since.items() if year > first}
    return [
        note("TRE016", year=year, sector=SECTORS.both(name)) if name in SECTORS else note("TRE033", year=year, chain=name)
        for name, year in late.items()
    ]  # fmt: skip
