"""What the statistics show of what a study declares beside the account: variables, branches, chains.

A branch and a chain take their energy off cells of the account, so that the sum of all is the account again. Before the
base year, where their statistics lack or do not fit, they use nothing and their sector is shown whole.
"""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.quantities.evaluation import outputs
from dualcarbon.quantities.kinds import RESIDUAL, Constant, Share
from dualcarbon.quantities.paths import Path
from dualcarbon.scenarios.chains import Chain, run
from dualcarbon.scenarios.demands import demand
from dualcarbon.scenarios.end_uses import Cell, EndUse, Series, final_share, sized
from dualcarbon.scenarios.tree import Observed, Tree
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FUELS, SECTORS
from dualcarbon.vocabulary.units import scale

Values = Mapping[str, Series]
HEADS = ("variables", "branches", "chains")
ROUNDING = 1e-9
"""Share of a cell that its branches may be above it by rounding. [1]"""
QUIET = (".loss", ".export", ".part")
"""Ends of keys of chains that are nothing where nothing is said of them."""
TABLE = "data/variables.csv"
FILE = "tree.toml"
MT = 1e-6


@dataclass(frozen=True, slots=True)
class Shown:
    """What the statistics show of what is declared.

    ``values`` key -> (year), NaN where a variable is not known, 0 where a branch or chain is not shown; ``taken``
    cell -> (year) is what of the account they hold [tce]; ``cells`` what chains take and give [tce]; ``since`` the first
    year from which on a sector's branches are shown, by sector.
    """

    values: Values
    taken: Mapping[Cell, Series]
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
    chained = _chained(tree, seen, values, taken, faults)
    if faults:
        raise InputError(faults=faults)
    return Shown(values, taken, chained, since)


def _known(tree: Tree, years: Sequence[int], plain: Values) -> dict[str, Series]:
    """Give every declared key (year): its row, else what its own path makes of the others, else NaN."""
    found: dict[str, Series] = {}
    for key in _order(tree):
        if key in tree.groups:
            found |= _parts(key, tree, years)
            continue
        series, path = _rows(key, tree, years), tree.defaults.get(key)
        for place in np.flatnonzero(np.isnan(series)) if path is not None else ():
            series[place] = _computed(path, tree, years, int(place), {**plain, **found})
        quiet = key.endswith(QUIET) and key.startswith("chains.")
        found[key] = np.nan_to_num(series) if quiet else series
    return found


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
    """Give what a path makes of the other values of a year, NaN where it needs a value of its own or one is not known."""
    if path is None or path.form.relative or path.kind == "points":
        return np.nan
    other = {k: v for k in path.form.follows() if (v := _followed(k, tree, years, place, found)) is not None}  # fmt: skip
    if len(other) < len(path.form.follows()) or not all(np.isfinite(v).all() for v in other.values()):  # fmt: skip
        return np.nan
    year, unit = years[place], tree.units.get(path.key, "1")
    parts = {f"{group}.{part}": "1" for group, names in tree.groups.items() for part in names}
    units = {**parts, **tree.units}
    made = outputs(
        path, years=[year], base_year=year, other=other, series=tree.series, units=units
    )[path.key]
    return float(made[0, 0]) * (scale(path.form.unit, unit) if path.form.unit not in ("", unit) else 1.0)  # fmt: skip


def _followed(
    key: str, tree: Tree, years: Sequence[int], place: int, found: Values
) -> Series | None:
    """Give what a path follows in a year (1, 1): a known key, or what another path gives beside itself in the base year."""
    if key in found:
        return np.array([[found[key][place]]])
    head, _, name = key.rpartition(".")
    path = tree.defaults.get(head)
    if path is None or name not in path.form.gives() or place != len(years) - 1:
        return None
    other = {k: v for k in path.form.follows() if (v := _followed(k, tree, years, place, found)) is not None}  # fmt: skip
    if len(other) < len(path.form.follows()) or np.isnan(found[head][place]):
        return None
    year = years[place]
    made = outputs(path, years=[year], base_year=year, base=found[head][place], other=other, series=tree.series, units=tree.units)  # fmt: skip
    return made[key]


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
    fits = np.ones(len(seen.years), bool)
    for cell, amount in used.items():
        held = seen.energy.get(cell, np.zeros(len(seen.years)))
        over = amount > held + ROUNDING * np.abs(held).max(initial=1.0)
        fits &= np.isfinite(amount) & ~over
        if over[-1]:
            told = {"used": amount[-1] * MT, "held": held[-1] * MT, "year": seen.years[-1]}
            names = {"sector": SECTORS.both(sector), "fuel": FUELS.both(cell[2])}
            faults.append(note("TRE005", Place(file=TABLE, key=f"branches.{sector}"), **names, **told))  # fmt: skip
    first = len(fits) - int(np.argmin(np.append(fits[::-1], False)))
    for use in uses.values():
        for key in _keys(use, tree):
            values[key] = np.where(np.arange(len(fits)) < first, 0.0, values[key])
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
            amount = sized(values, use) * final_share(values, use, fuel)
            cells[cell] = cells.get(cell, np.zeros(len(seen.years))) + amount
    return cells


def _chained(
    tree: Tree,
    seen: Observed,
    values: dict[str, Series],
    taken: dict[Cell, Series],
    faults: list[Fault],
) -> dict[Cell, Series]:
    """Give what chains took and gave, and take it off the cells that hold it. [tce]."""
    cells: dict[Cell, Series] = {}
    for chain in tree.chains:
        wanted = demand({**seen.energy, **cells}, chain.output) + np.zeros(len(seen.years))
        _settle(chain, wanted, values)
        made = run(chain, values, wanted)
        faults += _held(chain, made, seen, taken)
        cells |= made
    return cells


def _settle(chain: Chain, wanted: Series, values: dict[str, Series]) -> None:
    """Let a chain be at rest in the years in which something of it is not known, the base year excepted."""
    head = f"{chain.flow}."
    own = [key for key in values if key.startswith(head)]
    supply = [key for key in own if key.startswith(f"{head}supply.")]
    busy = (wanted != 0) & (True if chain.whole else values[f"{head}part"] != 0)
    for key in supply:
        values[key] = np.where(busy, values[key], np.nan_to_num(values[key]))
    for key in own:
        values[key][:-1] = np.nan_to_num(values[key][:-1])


def _held(
    chain: Chain, made: Mapping[Cell, Series], seen: Observed, taken: dict[Cell, Series]
) -> list[Fault]:
    """Take a chain's energy of the base year off the cells that hold it."""
    faults: list[Fault] = []
    year, place = seen.years[-1], Place(file=FILE, key=chain.flow)
    for (_, flow, fuel), amount in made.items():
        moved = np.broadcast_to(amount, (len(seen.years),))
        if flow != chain.flow or not np.any(moved):
            continue
        told = {"fuel": FUELS.both(fuel), "year": year}
        if chain.within is None:
            faults.append(note("TRE007", place, value=float(moved[-1]) * MT, **told))
            continue
        cell = (*chain.within, fuel)
        taken[cell] = taken.get(cell, np.zeros(len(seen.years))) + moved
        held = seen.energy.get(cell, np.zeros(len(seen.years)))
        if moved[-1] > held[-1] >= 0:
            used = {"used": float(moved[-1]) * MT, "held": float(held[-1]) * MT}
            faults.append(note("TRE008", place, cell="/".join(cell), **used, **told))
    return faults
