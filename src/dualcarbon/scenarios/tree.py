"""The energy-emission tree of a region: its branches, and the parameters that history shows.

Demand is activity x intensity x share by fuel; power and heat plants meet the demand for electricity and
heat; what they burn follows from their rate and mix. The tree is read off the account itself, so that an
account in six groups of fuels and one in thirty fuels, or with totals only, get the tree they carry.
History and future are one series: :func:`observed` turns an account into parameters,
:func:`dualcarbon.scenarios.projection.project` turns parameters into an account, and the two are inverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from dualcarbon.quantities.paths import Path
from dualcarbon.scenarios.end_uses import (
    Cell as Cell,  # the tree is where others look for its names
)
from dualcarbon.scenarios.end_uses import EndUse as EndUse
from dualcarbon.scenarios.end_uses import Series as Series
from dualcarbon.vocabulary.names import FUELS, SECTORS

if TYPE_CHECKING:
    from dualcarbon.scenarios.beyond import Beyond
    from dualcarbon.scenarios.chains import Chain
    from dualcarbon.scenarios.structure import Structure


DEMAND = ("final", "consumption")
PER_INDUSTRY = ("other_transformation", "feedstock")
DECLARED = ("variables", "branches", "chains")
"""Heads of the keys of what tree.toml declares."""
BESIDE = ("activity", "abated")
"""Heads of the keys of what the account holds beside energy."""
SUPPLY = "energy_supply"
IMPORT: Cell = (SUPPLY, "import", "electricity")


@dataclass(frozen=True, slots=True)
class Observed:
    """What the statistics show, one label a year: drivers, energy by cell, factors by cell.

    Attributes
    ----------
    years : (year,)
    population : (year,) or None
        Residents. [person]
    gdp : (year,) or None
        At constant prices. [unit of the study's money, or an index]
    value_added : sector -> (year,)
        At the same constant prices; empty where the yearbook has none.
    energy : cell -> (year,)
        Uses positive, outputs of transformation negative. [tce]
    factor : cell -> (year,)
        Direct carbon dioxide. [t CO2/tce]
    import_factor : (year,) or None
        Carbon dioxide of net imported electricity. [t CO2/tce]
    money : str
        Unit of GDP and value added, for example ``CNY2010``, or of an index.
    """

    years: tuple[int, ...]
    population: Series | None
    gdp: Series | None
    value_added: Mapping[str, Series]
    energy: Mapping[Cell, Series]
    factor: Mapping[Cell, Series]
    import_factor: Series | None = None
    money: str = "money"


@dataclass(frozen=True, slots=True)
class Tree:
    """The branches an account carries.

    ``demand`` names the driver of each final sector; groups of shares name their parts in a fixed order. ``branches`` are
    end uses that a study declares within its sectors, by ``<sector>.<name>``, and ``chains`` what it declares of conversion.
    """

    demand: Mapping[str, tuple[str, str]]  # sector -> (flow, driver key)
    groups: Mapping[str, tuple[str, ...]]  # share group key -> parts
    own: tuple[
        Cell, ...
    ]  # cells outside demand, power and heat: per industry, or per use of the fuel
    power: bool = False
    heat: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    factor: Mapping[Cell, float] = field(default_factory=dict)  # of the base year, held [t CO2/tce]
    series: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    """Statistics and plans of variables by name, {year: value}. [unit of the variable]"""
    branches: Mapping[str, EndUse] = field(default_factory=dict)
    chains: tuple[Chain, ...] = ()
    defaults: Mapping[str, Path] = field(default_factory=dict)
    """Paths that stand with what is declared; every scenario inherits them."""
    beyond: Beyond | None = None
    """The account beside the carbon dioxide of energy, where it can be carried ahead."""
    unread: tuple[str, ...] = ()
    """Heads of keys that nobody can judge, because the account or what is declared beside it is at fault."""
    _uses: dict[str, EndUse] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def past(self) -> Mapping[str, Series]:
        """Activity beside energy by key, and the share of its emissions that was kept from the air (year). [unit of the key]."""
        return {} if self.beyond is None else self.beyond.past

    @property
    def uses(self) -> Mapping[str, EndUse]:
        """Every end use: of each sector what its branches leave, under the sector's name, then the branches."""
        if self._uses:
            return self._uses
        rest = {
            sector: EndUse(sector, flow, drivers(by), f"intensity.{sector}", f"mix.{sector}")
            for sector, (flow, by) in self.demand.items()
        }
        self._uses.update(rest | dict(self.branches))
        return self._uses

    @property
    def parts(self) -> tuple[str, ...]:
        """Keys of all parts of share groups, in their order."""
        return tuple(f"{group}.{part}" for group, parts in self.groups.items() for part in parts)

    def keys(self) -> Iterator[str]:
        """Give the key of every path of the tree but the parts of groups."""
        yield from self.units


def cells(energy: xr.DataArray) -> dict[Cell, Series]:
    """Split an account into its cells that are not empty throughout.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]

    Returns
    -------
    dict of ndarray (year)
        Energy of each cell. [tce]
    """
    found: dict[Cell, Series] = {}
    stacked = energy.transpose("sector", "flow", "fuel", "year")
    values = np.asarray(stacked.values, dtype=float)
    for i, j, k in zip(*np.nonzero(values.any(axis=-1)), strict=True):
        cell = (
            str(stacked.sector.values[i]),
            str(stacked.flow.values[j]),
            str(stacked.fuel.values[k]),
        )
        found[cell] = values[i, j, k]
    return found


def grow(seen: Observed) -> Tree:
    """Read the tree off an account."""
    demand: dict[str, tuple[str, str]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    if seen.value_added:
        groups["structure"] = tuple(sorted(seen.value_added))
    for sector, flow in sorted({(s, w) for s, w, f in seen.energy if w in DEMAND and f != "total"}):
        demand[sector] = (flow, driver(sector, seen))
        groups[f"mix.{sector}"] = fuels(seen.energy, sector, flow)
    power = any(cell[1] == "power" or cell == IMPORT for cell in seen.energy)
    heat = any(w == "heat" and f == "heat" for _, w, f in seen.energy)
    if power:
        groups["power.supply"] = ("import", "nonfossil", "thermal")
        groups["power.mix"] = fuels(
            seen.energy, SUPPLY, "power", leave=("electricity", "nonfossil")
        )
    if heat:
        groups["heat.supply"] = ("plants", "recovered")
        groups["heat.mix"] = fuels(seen.energy, SUPPLY, "heat", leave=("heat",))
    own = tuple(sorted(c for c in seen.energy if _is_own(c)))
    bare = Tree(demand, groups, own, power, heat)
    held = {cell: float(factor[-1]) for cell, factor in seen.factor.items()}
    return Tree(demand, groups, own, power, heat, _units(bare, seen), held)


def widest(structure: Structure | None = None) -> Tree:
    """Give the tree of every account that there could be: all sectors, all fuels, and what a study declares beside.

    It is what a scenario is held against where the region's own tree is not known, because its tables are at
    fault: a key that is not even here is wrong for every region. Nobody can judge what stands beside energy then, nor, where
    tree.toml is at fault, what it declares.
    """
    sectors, fuels_known = tuple(SECTORS), tuple(FUELS)
    groups = {
        "structure": sectors,
        "power.supply": ("import", "nonfossil", "thermal"),
        "heat.supply": ("plants", "recovered"),
    }
    groups |= {f"mix.{sector}": fuels_known for sector in sectors}
    groups |= {"power.mix": fuels_known, "heat.mix": fuels_known}
    plain = (
        "population",
        "gdp",
        "power.rate",
        "power.balance",
        "factor.import",
        "heat.rate",
        "heat.balance",
    )
    rates = [f"{flow}.{fuel}" for flow in (*PER_INDUSTRY, "losses") for fuel in fuels_known]
    keys = [
        *plain,
        *(f"intensity.{s}" for s in sectors),
        *rates,
        *(f"factor_scale.{f}" for f in fuels_known),
    ]
    units = dict.fromkeys(keys, "")
    if structure is not None:
        groups, units = groups | structure.groups, units | dict(structure.units)
    unread = (*BESIDE, *(DECLARED if structure is None else ()))
    return Tree({}, groups, (), power=True, heat=True, units=units, unread=unread)


def driver(sector: str, seen: Observed) -> str:
    """Give the key of the driver of a sector's demand: its value added, the people, all of GDP, or none."""
    if sector in seen.value_added:
        return f"structure.{sector}"
    if sector == "households" and seen.population is not None:
        return "population"
    return "gdp" if seen.gdp is not None else ""


def drivers(by: str) -> tuple[str, ...]:
    """Give the keys whose product is the driver of a sector's demand.

    Examples
    --------
    >>> drivers("structure.industry"), drivers("population"), drivers("")
    (('structure.industry', 'gdp'), ('population',), ())
    """
    return (by, "gdp") if by.startswith("structure.") else (by,) if by else ()


def fuels(
    energy: Mapping[Cell, Series], sector: str, flow: str, leave: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Give the fuels of a branch in the order of the alphabet."""
    return tuple(
        sorted(f for s, w, f in energy if (s, w) == (sector, flow) and f not in (*leave, "total"))
    )


def _is_own(cell: Cell) -> bool:
    """Tell whether a cell follows industry or the use of its fuel, rather than demand or plants."""
    _, flow, fuel = cell
    return flow in (*PER_INDUSTRY, "losses") and not (
        flow == "other_transformation" and fuel == "heat"
    )


def of_use(cell: Cell, cells: Iterable[Cell]) -> bool:
    """Tell whether a cell is measured against the final use of its fuel: losses of a fuel that somebody uses."""
    return cell[1] == "losses" and any((w, f) == ("final", cell[2]) for _, w, f in cells)


def own_key(cell: Cell) -> str:
    """Give the key of the path of such a cell: ``losses.oil``, ``other_transformation.coal``."""
    return f"{cell[1]}.{cell[2]}"


def _units(tree: Tree, seen: Observed) -> dict[str, str]:
    """Give the unit of every path that is not a share."""
    money = seen.money
    units = {"population": "person"} if seen.population is not None else {}
    if seen.gdp is not None:
        units["gdp"] = money
    for sector, (_, by) in tree.demand.items():
        units[f"intensity.{sector}"] = {"population": "tce/person", "": "tce"}.get(
            by, f"tce/{money}"
        )
    if tree.power:
        units |= {"power.rate": "tce/tce", "power.balance": "1", "factor.import": "t CO2/tce"}
    if tree.heat:
        units |= {"heat.rate": "tce/tce", "heat.balance": "1"}
    for cell in tree.own:
        units[own_key(cell)] = (
            "tce/tce"
            if of_use(cell, seen.energy)
            else f"tce/{money}"
            if seen.gdp is not None
            else "tce"
        )
    burnt = sorted({cell[2] for cell in seen.energy if np.any(seen.factor.get(cell, 0.0))})
    units |= {f"factor_scale.{fuel}": "1" for fuel in burnt}
    return units
