"""The energy account as lines of the ledger: every fuel that burns, each year with its cell and its factor record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import xarray as xr

from dualcarbon.inventory.declared import EnergyRules
from dualcarbon.inventory.emission_factors import Factors, burnt
from dualcarbon.inventory.energy_cells import Cells
from dualcarbon.inventory.energy_names import ROAD
from dualcarbon.inventory.ledger import Floats, Formula, Line, Ranged, Use, product
from dualcarbon.inventory.totals import CARRIERS
from dualcarbon.reference.numbers import Number, Shelf
from dualcarbon.reference.packaged import in_tce
from dualcarbon.reference.records import FactorRecord

FINAL = "final"
PLANTS = ("power", "heat")
OF_SECTOR = {
    "agriculture": "1A4c", "industry": "1A2", "energy_supply": "1A1bc", "construction": "1A2k", "transport": "1A3",
    "services": "1A4a", "services_buildings": "1A4a", "other": "1A4a", "households": "1A4b", "total": "1A5",
}  # fmt: skip
"""Category of what a sector burns."""
OF_MODE = {"road": "1A3b", "rail": "1A3c", "water": "1A3d", "aviation": "1A3a", "": "1A3"}
MODES = {
    "gasoline": "road", "diesel": "road", "lpg": "road", "natural_gas": "road", "lng": "road", "kerosene": "aviation",
    "fuel_oil": "water",
}  # fmt: skip
"""What a fuel of the transport sector drives, unless the study splits it: one mode each."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a cell that goes to one category: ``share`` is nothing where the whole cell does."""

    sector: str
    flow: str
    fuel: str
    category: str
    mode: str = ""
    share: Ranged | None = None
    rest: bool = False
    """Whether the part is what the share leaves over."""

    @property
    def id(self) -> str:
        """Name of the part, unique in an account."""
        return ":".join(p for p in ("energy", self.sector, self.flow, self.fuel, self.mode) if p)

    def formula(self) -> Formula:
        """Give what activity, share and factors are multiplied by."""
        return _left if self.rest else product

    def shares(self) -> tuple[Use, ...]:
        """Give the share as an input of a line, if there is one."""
        return () if self.share is None else (Use((self.share,)),)


def _left(activity: Floats, share: Floats, *factors: Floats) -> Floats:
    return product(activity * (1.0 - share), *factors)


def parts(energy: xr.DataArray, settings: EnergyRules, shelf: Shelf) -> tuple[Part, ...]:
    """Give the parts of the account that burn something, each in its category.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    settings : EnergyRules
        Choices of the study: re-allocation of driving, modes of transport.
    shelf : Shelf
        Holds the usual shares of driving.

    Returns
    -------
    tuple of Part
        Their shares of a cell sum to 1. [1]
    """
    year = int(energy.year.values[-1])
    return tuple(p for cell in burnt(energy) for p in _split(cell, settings, shelf, year))


def category(sector: str, flow: str, mode: str = "") -> str:
    """Give the IPCC category of what a sector burns in a flow.

    Examples
    --------
    >>> category("energy_supply", "power"), category("households", "final"), category("transport", "final", "rail")
    ('1A1a', '1A4b', '1A3c')
    """
    if flow in PLANTS:
        return "1A1a"
    if mode:
        return OF_MODE[mode]
    return "1A1bc" if flow == "other_transformation" else OF_SECTOR[sector]


def _split(
    cell: tuple[str, str, str], settings: EnergyRules, shelf: Shelf, year: int
) -> Iterator[Part]:
    sector, flow, fuel = cell
    whole = category(sector, flow)
    if flow != FINAL:
        yield Part(sector, flow, fuel, whole)
    elif sector == "transport":
        yield from _modes(fuel, settings)
    elif (share := road_share(sector, fuel, settings, shelf, year)) is not None:
        yield Part(sector, flow, fuel, OF_MODE["road"], "road", share)
        yield Part(sector, flow, fuel, whole, "", share, rest=True)
    else:
        yield Part(sector, flow, fuel, whole)


def _modes(fuel: str, settings: EnergyRules) -> Iterator[Part]:
    stated = settings.modes.get(fuel)
    if stated is None:
        mode = MODES.get(fuel, "")
        yield Part("transport", FINAL, fuel, OF_MODE[mode], mode)
        return
    for mode, value in stated.items():
        yield Part("transport", FINAL, fuel, OF_MODE[mode], mode, _stated(fuel, mode, value))


def road_share(
    sector: str, fuel: str, settings: EnergyRules, shelf: Shelf, year: int
) -> Ranged | None:
    """Give the share of a sector's fuel that drives on roads, the study's before the usual one.

    Parameters
    ----------
    sector, fuel : str
        Whose fuel.
    settings : EnergyRules
        Choices of the study.
    shelf : Shelf
        Holds the usual shares, by sector.
    year : int
        Year of the records.

    Returns
    -------
    Ranged or None
        Nothing where the cell stays as it is booked. [1]
    """
    if not settings.reallocate or fuel not in ROAD:
        return None
    stated = settings.road_share.get(sector, {}).get(fuel)
    if stated is not None:
        return _stated(fuel, sector, stated)
    known = sector in shelf.kinds(fuel, "road_share")
    return shelf.take(fuel, "road_share", "1", year=year, kind=sector) if known else None


def _stated(fuel: str, kind: str, value: float) -> Number:
    return Number(
        id=f"study.toml:{fuel}:{kind}", item=fuel, kind=kind, quantity="share", value=value, unit="1", source="study.toml"
    )  # fmt: skip


def carbon_dioxide(
    energy: xr.DataArray, rows: pl.DataFrame, factors: Factors, found: Sequence[Part]
) -> tuple[Line, ...]:
    """Give the carbon dioxide of every part of the account as a line.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    rows : DataFrame
        The yearbook's rows of it. [tce]
    factors : Factors
        Direct factors and the record behind each. [t CO2/tce]
    found : sequence of Part
        See :func:`parts`; their shares of a cell sum to 1.

    Returns
    -------
    tuple of Line
        Scope 1; their sum is the territorial total. [t CO2]
    """
    cells = Cells(energy, rows)
    lines = []
    for part in found:
        uses = Use(_records(part, factors, cells.years))
        activity, formula = cells.of(part.sector, part.flow, part.fuel, part.formula())
        lines.append(
            Line(
                id=f"{part.id}:CO2", category=part.category, gas="CO2", years=cells.years, inputs=(*activity, *part.shares(), uses),
                formula=formula, method="combustion", sector=part.sector, flow=part.flow, fuel=part.fuel,
                kind=part.mode,
            )
        )  # fmt: skip
    return tuple(lines)


def _records(part: Part, factors: Factors, years: Sequence[int]) -> tuple[FactorRecord, ...]:
    """Give the record of every year; a year in which nothing was burnt has the factor without a record."""
    return tuple(
        factors.records.get(("direct", year, part.sector, part.flow, part.fuel)) or _idle(part, factors, year)
        for year in years
    )  # fmt: skip


def _idle(part: Part, factors: Factors, year: int) -> FactorRecord:
    at = factors.direct.sel(year=year, sector=part.sector, flow=part.flow, fuel=part.fuel)
    return FactorRecord(
        id=f"not used:{part.fuel}",
        fuel=part.fuel,
        value=float(at),
        unit="t CO2/tce",
        first_year=year,
        last_year=year,
    )


def indirect(
    energy: xr.DataArray, rows: pl.DataFrame, grid: Mapping[int, FactorRecord], heat: Mapping[int, FactorRecord],
    *, convention: str = "calorific",
) -> tuple[Line, ...]:  # fmt: skip
    """Give the carbon dioxide of electricity and heat that sectors use, wherever it was made: scope 2.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    rows : DataFrame
        The yearbook's rows of it. [tce]
    grid, heat : year -> FactorRecord
        Factor of electricity from the grid, and of heat supplied; years without one have no amount. [as stated]
    convention : {"calorific", "coal_equivalent"}
        How the account counts electricity.

    Returns
    -------
    tuple of Line
        Final use and losses by sector; losses are scope 3. [t CO2]

    References
    ----------
    .. [1] Greenhouse Gas Protocol, "Global Protocol for Community-Scale Greenhouse Gas Emission Inventories", ch. 6:
       grid-supplied energy is scope 2, its transmission losses scope 3.
    """
    cells, given = Cells(energy, rows), {"electricity": grid, "heat": heat}
    flows = [w for w in energy.flow.values.tolist() if w in (FINAL, "losses")]
    names = [c for c in CARRIERS if c in energy.fuel.values and given[c]]
    return tuple(
        _user(cells, s, w, c, given[c], convention)
        for s in energy.sector.values.tolist() for w in flows for c in names
        if bool((energy.sel(sector=s, flow=w, fuel=c) != 0).any())
    )  # fmt: skip


def _user(
    cells: Cells, sector: str, flow: str, carrier: str, given: Mapping[int, FactorRecord], convention: str
) -> Line:  # fmt: skip
    activity, formula = cells.of(sector, flow, carrier, product)
    numbers = tuple(in_tce(_of(given, y), year=y, convention=convention) for y in cells.years)
    return Line(
        id=f"energy:{sector}:{flow}:{carrier}:CO2", category=category(sector, FINAL), gas="CO2", years=cells.years,
        inputs=(*activity, Use(numbers)), formula=formula, method="electricity_and_heat", sector=sector, flow=flow,
        fuel=carrier, scope=3 if flow == "losses" else 2,
    )  # fmt: skip


def _of(given: Mapping[int, FactorRecord], year: int) -> FactorRecord:
    """Give the record of a year, or of the nearest year before or after."""
    return given[min(given, key=lambda y: (abs(y - year), y > year))]
