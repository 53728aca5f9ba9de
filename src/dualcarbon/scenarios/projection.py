"""From an account to the parameters of the tree, and from parameters back to an account.

Both directions are here, side by side, because they must be inverse: what :func:`observed` reads off the
statistics, :func:`project` turns into the same statistics again, to the last digits of a float.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dualcarbon.scenarios import chains, declared_history
from dualcarbon.scenarios.declared_history import Shown, shown
from dualcarbon.scenarios.demands import demand
from dualcarbon.scenarios.end_uses import Parameters as Parameters
from dualcarbon.scenarios.end_uses import final_share, sized
from dualcarbon.scenarios.plants import POWER_OUT, heat, power, seen_heat, seen_power
from dualcarbon.scenarios.ratios import add, ratio, shares_of, summed
from dualcarbon.scenarios.tree import (
    DEMAND,
    IMPORT,
    SUPPLY,
    Cell,
    Observed,
    Series,
    Tree,
    of_use,
    own_key,
)
from dualcarbon.vocabulary.faults import Fault

_NOTHING: Series = np.zeros(1)


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of projected accounts, each (member, year).

    ``territorial`` and ``imports`` [t CO2]; ``energy`` [tce] is what all sectors use, net of what
    transformation gives back; ``nonfossil`` [tce] is primary non-fossil electricity and other energy;
    ``captured`` [t CO2] was made and kept from the air.
    """

    territorial: Series
    imports: Series
    energy: Series
    fuels: Mapping[str, Series]
    captured: Series

    @property
    def adjusted(self) -> Series:
        """Territorial emissions and net imported electricity. [t CO2]."""
        return self.territorial + self.imports


def observed(seen: Observed, tree: Tree) -> dict[str, Series]:
    """Read the parameters of the tree off an account, each (year,).

    Shares of an empty branch are 0; a rate without output is 0. Nothing is smoothed. What declared branches and chains hold
    of a cell is taken off it first; a variable whose past is not known is NaN there, never in the base year.
    """
    found = {**_drivers(seen), **tree.past}
    declared = shown(seen, tree, found)
    left = {cell: v - declared.taken.get(cell, _NOTHING) for cell, v in seen.energy.items()}
    for sector, (flow, by) in tree.demand.items():
        uses = {f: left[sector, flow, f] for f in tree.groups[f"mix.{sector}"]}
        found[f"intensity.{sector}"] = ratio(summed(uses.values()), _activity(found, by))
        found |= shares_of(f"mix.{sector}", uses)
    whole = _added({**left, **_of_branches(left, declared, tree)}, declared.cells)
    for cell in tree.own:
        found[own_key(cell)] = ratio(left[cell], _base(cell, whole, found))
    rest = replace(seen, energy=whole)
    found |= seen_power(rest, tree) if tree.power else {}
    found |= seen_heat(rest, tree) if tree.heat else {}
    if tree.power and seen.import_factor is not None:
        found["factor.import"] = seen.import_factor
    return found | dict(declared.values)


def hidden(seen: Observed, tree: Tree) -> list[Fault]:
    """Tell which branches and chains have no statistics of the first years of an account.

    Parameters
    ----------
    seen, tree
        What the statistics show, and the tree with what is declared.
    """
    return declared_history.hidden(_since(seen, tree), seen.years[0])


def since(seen: Observed, tree: Tree) -> dict[str, int]:
    """Give the first year from which on the history of a parameter is of one thing, where that is not the first of all.

    Before it a branch or chain is not shown and is nothing, and the intensity of its sector is that of the whole.

    Parameters
    ----------
    seen, tree
        What the statistics show, and the tree with what is declared.

    Returns
    -------
    dict of int
        First year by parameter. [year]
    """
    late = {name: year for name, year in _since(seen, tree).items() if year > seen.years[0]}
    found = {
        key: late[use.sector]
        for use in tree.uses.values()
        if use.sector in late
        for key in (use.intensity, *(k for k in use.activity if declared_history.is_declared(k)))
    }
    of_chains = {k: y for n, y in late.items() for k in tree.units if k.startswith(f"{n}.")}
    return found | of_chains


def _since(seen: Observed, tree: Tree) -> Mapping[str, int]:
    return shown(seen, tree, {**_drivers(seen), **tree.past}).since


def _drivers(seen: Observed) -> dict[str, Series]:
    """Give people, economy and its structure."""
    found: dict[str, Series] = {}
    if seen.population is not None:
        found["population"] = seen.population
    if seen.gdp is not None:
        found["gdp"] = seen.gdp
    for sector, value in seen.value_added.items():
        found[f"structure.{sector}"] = ratio(value, seen.gdp)
    return found


def _of_branches(left: Mapping[Cell, Series], declared: Shown, tree: Tree) -> dict[Cell, Series]:
    """Give the cells of sectors with branches, what they leave and what they use together. [tce]."""
    sectors = {use.sector for use in tree.branches.values()}
    return {
        cell: left.get(cell, _NOTHING) + amount
        for cell, amount in declared.used.items()
        if cell[0] in sectors and cell[1] in DEMAND
    }


def project(given: Parameters, tree: Tree) -> dict[Cell, Series]:
    """Compute the account of every cell from the parameters of the tree, each (member, year). [tce].

    Examples
    --------
    One sector that burns coal only, 10 tce per unit of GDP at a GDP of 3:

    >>> tree = Tree({"total": ("consumption", "gdp")}, {"mix.total": ("coal",)}, ())
    >>> given = {"gdp": np.array([[3.0]]), "intensity.total": np.array([[10.0]]), "mix.total.coal": np.array([[1.0]])}
    >>> float(project(given, tree)["total", "consumption", "coal"][0, 0])
    30.0
    """
    return supplied(given, tree, _demanded(given, tree))


def supplied(given: Parameters, tree: Tree, used: Mapping[Cell, Series]) -> dict[Cell, Series]:
    """Compute what follows from the energy of end uses: own cells, chains, plants, each (member, year). [tce].

    Parameters
    ----------
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    tree : Tree
        The region's tree.
    used : mapping of ndarray (member, year)
        Energy of end uses by cell; it may be summed over sectors. [tce]

    Returns
    -------
    dict of ndarray (member, year)
        The cells given and those that follow. [tce]
    """
    cells = {**used, **_own(given, tree, used)}
    for chain in tree.chains:
        cells = _added(cells, chains.run(chain, given, chain.wanted(cells)))
    if tree.power:
        cells = _added(cells, power(given, tree, demand(cells, "electricity")))
    if tree.heat:
        cells |= heat(given, tree, demand(cells, "heat"))
    return cells


def _added(cells: Mapping[Cell, Series], more: Mapping[Cell, Series]) -> dict[Cell, Series]:
    """Add cells to others; a cell of both is their sum. [tce]."""
    return {**cells, **{c: cells[c] + v if c in cells else v for c, v in more.items()}}


def used_of(given: Parameters, tree: Tree, only: str = "") -> dict[Cell, Series]:
    """Give the cells of demand and those that follow industry or their fuel, of all fuels or of one. [tce].

    Parameters
    ----------
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    tree : Tree
        The region's tree.
    only : str
        A fuel; all of them if not given.
    """
    used = _demanded(given, tree, only)
    return used | _own(given, tree, used, only)


def _demanded(given: Parameters, tree: Tree, only: str = "") -> dict[Cell, Series]:
    """Give the cells of end uses, of all fuels or of one. [tce]."""
    cells: dict[Cell, Series] = {}
    for use in tree.uses.values():
        fuels = [f for f in tree.groups[use.mix] if only in ("", f)]
        amount = sized(given, use) if fuels else _NOTHING
        for fuel in fuels:
            add(cells, (use.sector, use.flow, fuel), amount * final_share(given, use, fuel))
    return cells


def _own(
    given: Parameters, tree: Tree, used: Mapping[Cell, Series], only: str = ""
) -> dict[Cell, Series]:
    """Give the cells that follow industry or the final use of their fuel. [tce]."""
    some = [c for c in tree.own if only in ("", c[2])]
    return {cell: given[own_key(cell)] * _base(cell, used, given) for cell in some}


def own_energy(cell: Cell, given: Parameters, tree: Tree) -> Series:
    """Give one cell that follows industry or the final use of its fuel, each (member, year). [tce].

    Parameters
    ----------
    cell : tuple
        Sector, flow and fuel.
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    tree : Tree
        The region's tree.
    """
    used = _demanded(given, tree, cell[2]) if cell[1] == "losses" else {}
    return given[own_key(cell)] * _base(cell, used, given)


def totals(
    cells: Mapping[Cell, Series],
    factor: Mapping[Cell, Series],
    given: Parameters,
    import_factor: Series | None,
) -> Totals:
    """Sum projected accounts to the totals of a region, factors scaled by the shared draws of their fuel."""
    made = generated(cells, factor, given)
    burnt = emitted(made, given)
    territorial = summed(burnt.values())
    caught = summed(made[c] - burnt[c] for c in made if capture(c) in given)
    captured = caught + np.zeros_like(territorial)
    imports = traded(cells, burnt, given.get("factor.import", import_factor), territorial)
    used = by_fuel(cells)
    return Totals(territorial, imports, summed(used.values()), used, captured)


def by_fuel(cells: Mapping[Cell, Series]) -> dict[str, Series]:
    """Sum the energy that all sectors use of each fuel, trade apart.

    Parameters
    ----------
    cells : mapping of ndarray (member, year)
        Energy by cell. [tce]

    Returns
    -------
    dict of ndarray (member, year)
        Energy by fuel. [tce]
    """
    return {
        f: summed(v for (_, w, g), v in cells.items() if g == f and w not in ("import", "export"))
        for f in _fuels(cells)
    }


def generated(
    cells: Mapping[Cell, Series], factor: Mapping[Cell, Series], given: Parameters
) -> dict[Cell, Series]:
    """Give the carbon dioxide that every cell makes, its factor scaled by its fuel's draw. [t CO2]."""
    one = np.ones(1)
    scale = {fuel: given.get(f"factor_scale.{fuel}", one)[..., :1] for fuel in _fuels(cells)}
    return {
        cell: cells[cell] * np.multiply(factor[cell], scale[cell[2]], order="F")
        for cell in cells
        if cell in factor
    }


def emitted(made: Mapping[Cell, Series], given: Parameters) -> dict[Cell, Series]:
    """Give the carbon dioxide of every cell that is not captured. [t CO2]."""
    keys = {cell: capture(cell) for cell in made}
    left = {key: 1 - given[key] for key in dict.fromkeys(keys.values()) if key in given}
    return {c: v * left[key] if (key := keys[c]) in left else v for c, v in made.items()}


def capture(cell: Cell) -> str:
    """Give the key of the share of a cell's emissions that is captured, by sector of demand or kind of plant.

    Examples
    --------
    >>> capture(("industry", "final", "coal")), capture(("energy_supply", "power", "coal"))
    ('capture.industry', 'capture.power')
    """
    sector, flow, _ = cell
    return f"capture.{sector}" if flow in DEMAND else f"capture.{flow}"


def traded(
    cells: Mapping[Cell, Series],
    burnt: Mapping[Cell, Series],
    carbon: Series | None,
    territorial: Series,
) -> Series:
    """Compute the emissions of net trade: bought at its sender's factor, sold at that of the own plants. [t CO2].

    Parameters
    ----------
    cells, burnt : mapping of ndarray (member, year)
        Energy [tce], and the carbon dioxide that is not captured [t CO2], by cell.
    carbon : ndarray (member, year) or None
        Carbon dioxide of what is bought; without it nothing is counted. [t CO2/tce]
    territorial : ndarray (member, year)
        The total, for its shape. [t CO2]
    """
    net = cells.get(IMPORT)
    if net is None or carbon is None:
        return np.zeros_like(territorial)
    made = -cells.get(POWER_OUT, np.zeros(1))
    plants = summed(value for (_, flow, _), value in burnt.items() if flow == "power")
    own = np.divide(
        plants,
        made,
        out=np.array(
            np.broadcast_to(carbon, np.broadcast_shapes(plants.shape, made.shape, np.shape(carbon)))
        ),
        where=made > 0,
    )
    return net * np.where(net < 0, own, carbon)


def gap(seen: Observed, tree: Tree) -> float:
    """Give the largest difference between an account and its projection from its own parameters.

    Parameters
    ----------
    seen, tree
        What the statistics show, and the tree read off it.

    Returns
    -------
    float
        Relative to the largest cell. [1]
    """
    again = _folded(project(observed(seen, tree), tree), tree, seen.energy)
    scale = max((float(np.abs(v).max()) for v in seen.energy.values()), default=1.0)
    cells = set(again) | set(seen.energy)
    zero = np.zeros(len(seen.years))
    off = (np.abs(again.get(c, zero) - seen.energy.get(c, zero)).max() for c in sorted(cells))
    return float(np.max([*off, 0.0])) / scale  # what is no number stays none, and is refused


def _folded(
    cells: dict[Cell, Series], tree: Tree, account: Mapping[Cell, Series]
) -> dict[Cell, Series]:
    """Put the energy of chains back into the cells of the account that hold it; of their trade it does not tell."""
    for chain in tree.chains:
        for cell in chain.cells():
            amount, home = cells.pop(cell), chain.home(cell, account)
            if home is not None and np.any(amount):
                cells[home] = cells.get(home, _NOTHING) + amount
        for flow in ("import", "export") if chain.whole else ():
            cells.pop((SUPPLY, flow, chain.output), None)
    return cells


def _activity(given: Parameters, by: str) -> Series:
    """Give the driver of a branch; without one the intensity is the energy itself."""
    if not by:
        return np.ones(1)
    return given[by] * given["gdp"] if by.startswith("structure.") else given[by]


def _base(cell: Cell, energy: Mapping[Cell, Series], given: Parameters) -> Series:
    """Give what an own cell is measured against: the final use of its fuel, or the value added of industry."""
    fuel = cell[2]
    if of_use(cell, energy):
        return summed(v for (_, w, f), v in energy.items() if f == fuel and w == "final")
    drivers = ("structure.industry", "gdp")
    return _activity(given, next((key for key in drivers if key in given), ""))


def _fuels(cells: Mapping[Cell, Series]) -> list[str]:
    return sorted({fuel for _, _, fuel in cells})
