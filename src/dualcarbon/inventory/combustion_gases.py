"""Methane and nitrous oxide of burning: what a fuel emits depends on what burns it; biomass with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
import xarray as xr

from dualcarbon.inventory import blast_furnace
from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import EnergyRules
from dualcarbon.inventory.emission_factors import burnt
from dualcarbon.inventory.energy_cells import Cells
from dualcarbon.inventory.energy_lines import FINAL, PLANTS, Part, category
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Line, Use
from dualcarbon.reference.numbers import Number, Shelf
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.vocabulary.units import KGCE_MJ

TJ_PER_TCE = KGCE_MJ / 1e3
"""Heat of a tonne of standard coal. [TJ/tce]"""
GASES = ("CH4", "N2O")
PROCESS_GASES = (
    "coke_oven_gas", "blast_furnace_gas", "converter_gas", "other_gas", "refinery_gas", "lpg",
)  # fmt: skip
"""Fuels that burn as gas of processes; on roads LPG has numbers of its own."""
OF_SECTOR = {
    "industry": "manufacturing", "construction": "manufacturing", "energy_supply": "energy_industries",
    "services": "commercial", "services_buildings": "commercial", "other": "commercial", "transport": "commercial",
    "households": "residential", "agriculture": "residential", "total": "manufacturing",
}  # fmt: skip
"""What a sector's boilers and stoves are; the IPCC tells farms with dwellings, stations and depots with offices."""
MACHINES = ("agriculture", "construction")
"""Sectors whose diesel and gasoline drive machines off the road."""
OF_MODE = {
    "road": {
        "gasoline": "gasoline",
        "lpg": "lpg",
        "natural_gas": "natural_gas",
        "lng": "natural_gas",
    }
}
"""Numbers of road vehicles by fuel; other fuels take those of diesel."""
BIOMASS = "other_energy"


def use_of(part: Part) -> tuple[str, str]:
    """Give the group of fuels and the use whose numbers hold for a part of the account.

    Parameters
    ----------
    part : Part
        Sector, flow, fuel and mode.

    Returns
    -------
    (item, kind)
        As the packaged numbers name them.

    Examples
    --------
    >>> use_of(Part("energy_supply", "power", "raw_coal", "1A1a")), use_of(Part("households", "final", "gasoline", "1A3b", "road"))
    (('coal', 'energy_industries'), ('gasoline', 'road'))
    """
    if part.flow in PLANTS:
        return _group(part.fuel), "energy_industries"
    if part.mode:
        return driven(part.mode, part.fuel)
    group = FUELS[part.fuel].more["group"]
    if part.sector in MACHINES and part.fuel in ("oil", "diesel", "gasoline"):
        return "diesel", "off_road"
    if part.sector == "transport" and group == "oil":
        return driven("road", part.fuel)
    return _group(part.fuel), OF_SECTOR[part.sector]


def driven(mode: str, fuel: str) -> tuple[str, str]:
    """Give the group of fuels and the use whose numbers hold for a mode of transport.

    Examples
    --------
    >>> driven("road", "lng"), driven("water", "fuel_oil")
    (('natural_gas', 'road'), ('oil', 'water'))
    """
    if mode == "road":
        return OF_MODE["road"].get(fuel, "diesel"), "road"
    return {"rail": "diesel", "water": "oil", "aviation": "kerosene"}[mode], mode


def _group(fuel: str) -> str:
    return "process_gas" if fuel in PROCESS_GASES else FUELS[fuel].more["group"]


def kilograms(energy: Floats, *factors: Floats) -> Floats:
    """Multiply energy with kilograms per terajoule.

    Parameters
    ----------
    energy : array (..., year)
        Fuel burnt. [tce]
    *factors : array (..., 1) or (..., year)
        A share where there is one [1], and the factor. [kg/TJ]

    Returns
    -------
    array (..., year)
        What is emitted. [t]

    Examples
    --------
    >>> import numpy as np
    >>> round(float(kilograms(np.array([1000.0]), np.array([300.0]))[0]), 4)
    8.7923
    """
    amount = energy * TJ_PER_TCE / 1e3
    for factor in factors:
        amount = amount * factor
    return amount


def _rest(energy: Floats, share: Floats, *factors: Floats) -> Floats:
    return kilograms(energy * (1.0 - share), *factors)


def lines(
    energy: xr.DataArray, rows: pl.DataFrame, found: Sequence[Part], shelf: Shelf, settings: EnergyRules
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:  # fmt: skip
    r"""Give methane and nitrous oxide of every part of the account that burns.

    .. math:: E_{g} = A \cdot 0.0293076 \cdot F_{g,use,fuel} / 1000

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    rows : DataFrame
        The yearbook's rows of it. [tce]
    found : sequence of Part
        See ``energy_lines.parts``.
    shelf : Shelf
        Numbers that the study may take.
    settings : EnergyRules
        Choices of the study.

    Returns
    -------
    lines, faults
        [t of each gas]; RUL031 where the account does not tell what burnt a fuel.

    Raises
    ------
    InputError
        The shelf lacks a number.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, tables 2.2-2.5, 3.2.2, 3.3.1,
       3.4.1, 3.5.3, 3.6.5.
    """
    cells, made = Cells(energy, rows), []
    for part in (p for p in found if _burns(p, energy, settings)):
        item, kind = use_of(part)
        made += [_line(part, gas, cells, shelf, item, kind) for gas in GASES]
    whole = sorted({p.fuel for p in found if p.flow == "consumption"}, key=FUELS.rank)
    faults = (
        [note("RUL031", fuels={lang: _listed(whole, lang) for lang in ("en", "zh")})]
        if whole
        else []
    )
    return (*made, *_biomass_in(energy, cells, shelf, settings)), tuple(faults)


def _listed(fuels: Sequence[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(FUELS.text(f, lang) for f in fuels)


def _burns(part: Part, energy: xr.DataArray, settings: EnergyRules) -> bool:
    """Tell whether a part is burnt where it stands: no transformation, no loss, no gas whose coke is counted."""
    gone = {r.fuel for r in blast_furnace.records(energy, settings.blast_furnace)}
    return part.flow in (FINAL, *PLANTS) and part.fuel not in gone and part.fuel != BIOMASS


def _line(part: Part, gas: str, cells: Cells, shelf: Shelf, item: str, kind: str) -> Line:
    then = _rest if part.rest else kilograms
    activity, formula = cells.of(part.sector, part.flow, part.fuel, then)
    factor = use(shelf, item, gas, f"kg {gas}/TJ", cells.years[-1:], kind=kind)
    return Line(
        id=f"{part.id}:{gas}", category=part.category, gas=gas, years=cells.years, inputs=(*activity, *part.shares(), factor),
        formula=formula, method="combustion_gases", sector=part.sector, flow=part.flow, fuel=part.fuel, kind=part.mode,
    )  # fmt: skip


def _biomass_in(
    energy: xr.DataArray, cells: Cells, shelf: Shelf, settings: EnergyRules
) -> Iterator[Line]:
    """Give biomass in other energy: carbon dioxide as memo, the other gases counted."""
    if settings.biomass_share is None:
        return
    share = Use((_share(settings.biomass_share),))
    for sector, flow, fuel in burnt(energy):
        if fuel != BIOMASS or flow not in (FINAL, *PLANTS):
            continue
        part = Part(sector, flow, fuel, category(sector, flow))
        activity, formula = cells.of(sector, flow, fuel, kilograms)
        yield from _biomass(
            f"{part.id}:biomass", part, (*activity, share), cells.years, formula, shelf, ""
        )


def _share(value: float) -> Number:
    return Number(id="study.toml:biomass_share", item=BIOMASS, quantity="share", value=value, unit="1", source="study.toml")  # fmt: skip


def _biomass(
    id: str, part: Part, burnt: tuple[Activity | Use, ...], years: tuple[int, ...], formula: Formula, shelf: Shelf, kind: str
) -> Iterator[Line]:  # fmt: skip
    _, burner = use_of(part)
    for gas in ("CO2", *GASES):
        memo = "biomass" if gas == "CO2" else ""
        sort = kind if gas == "CO2" else burner
        factor = use(shelf, "biomass", gas, f"kg {gas}/TJ", years[-1:], kind=sort)
        yield Line(
            id=f"{id}:{gas}", category=part.category, gas=gas, years=years, inputs=(*burnt, factor),
            formula=formula, method="combustion_gases", sector=part.sector, flow=part.flow, fuel=part.fuel, item="biomass",
            kind=kind, memo=memo,
        )  # fmt: skip


def biomass(activities: Activities, shelf: Shelf) -> tuple[Line, ...]:
    """Give biomass burnt, of which the activity table tells.

    Parameters
    ----------
    activities : Activities
        With ``biomass_burnt``, kind ``wood``, ``biogas`` or none. [tce]
    shelf : Shelf
        Numbers that the study may take.

    Returns
    -------
    tuple of Line
        Carbon dioxide as memo, the other gases counted, as of stoves in dwellings. [t]

    Raises
    ------
    InputError
        The shelf lacks a number.
    """
    found: list[Line] = []
    for kind in activities.kinds("biomass_burnt"):
        series = activities.over("biomass_burnt", "tce", kind)
        if series is not None:
            part = Part("households", FINAL, BIOMASS, "1A4b")
            id = ":".join(p for p in ("biomass", kind) if p)
            found += _biomass(id, part, (series,), series.years, kilograms, shelf, kind)
    return tuple(found)
