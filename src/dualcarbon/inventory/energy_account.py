"""The energy part of the ledger put together: burning, its gases, feedstock, bunkers, electricity and heat, and its rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import xarray as xr

from dualcarbon.inventory import bunkers, combustion_gases, energy_lines, feedstock, rules
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import EnergyRules
from dualcarbon.inventory.emission_factors import Factors
from dualcarbon.inventory.energy_lines import Part
from dualcarbon.inventory.feedstock import Posting
from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.rules import Evidence, Rule
from dualcarbon.reference.factors import resolve
from dualcarbon.reference.grid import grid_factor
from dualcarbon.reference.numbers import Shelf
from dualcarbon.reference.records import FactorRecord
from dualcarbon.vocabulary.faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyAccount:
    """The energy part of a ledger.

    ``lines`` of scope 1, 2, 3 and memo; ``parts`` how cells are split over categories; ``posting`` where feedstock went,
    if some is set apart.
    """

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    posting: Posting | None
    faults: tuple[Fault, ...] = ()


def keep(
    energy: xr.DataArray, rows: pl.DataFrame, factors: Factors, shelf: Shelf, settings: EnergyRules, *, region: str,
    convention: str = "calorific", activities: Activities | None = None, balance: xr.DataArray | None = None,
) -> EnergyAccount:  # fmt: skip
    """Keep the energy part of the ledger.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    rows : DataFrame
        The yearbook's rows of it. [tce]
    factors : Factors
        Direct factors and the record behind each. [t CO2/tce]
    shelf : Shelf
        Numbers that the study may take.
    settings : EnergyRules
        Choices of the study.
    region : str
        GB/T 2260 code, for the grid factor.
    convention : {"calorific", "coal_equivalent"}
        How the account counts electricity.
    activities : Activities, optional
        Statistics of biomass, bunkers and products. [as stated]
    balance : DataArray (year, row, fuel), optional
        Rows of the energy balance. [tce]

    Returns
    -------
    EnergyAccount
        Scope 1 carbon dioxide of burning sums to the territorial total. [t]

    Raises
    ------
    InputError
        The shelf lacks a number.
    """
    year = int(energy.year.values[-1])
    parts = energy_lines.parts(energy, settings, shelf)
    to = feedstock.destinations(settings, shelf, year)
    gases, told = combustion_gases.lines(energy, rows, parts, shelf, settings)
    used = energy_lines.indirect(
        energy, rows, _grid(energy, region), _heat(energy, region), convention=convention
    )
    lines = (
        *energy_lines.carbon_dioxide(energy, rows, factors, parts),
        *gases,
        *feedstock.lines(energy, rows, to, feedstock.claimed(activities)),
        *used,
        *_memo(activities, balance, shelf),
    )
    return EnergyAccount(lines=lines, parts=parts, posting=feedstock.post(energy, to), faults=told)


def examined(
    account: EnergyAccount, energy: xr.DataArray, emissions: xr.DataArray, factors: Factors, settings: EnergyRules,
    *, lines: Sequence[Line] = (), own: Sequence[FactorRecord] = (),
) -> tuple[Rule, ...]:  # fmt: skip
    """Hold a ledger against the eight rules.

    Parameters
    ----------
    account : EnergyAccount
        Its energy part. [t]
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    emissions : DataArray (year, sector, flow, fuel)
        Direct emissions of its cells. [t CO2]
    factors : Factors
        Direct factors. [t CO2/tce]
    settings : EnergyRules
        Choices of the study.
    lines : sequence of Line
        All lines of the ledger, those of energy among them; without it those of energy alone. [t]
    own : sequence of FactorRecord
        What the study states as factors.

    Returns
    -------
    tuple of Rule
        R1 to R8.
    """
    evidence = Evidence(
        energy=energy,
        emissions=emissions,
        direct=factors.direct,
        own=own,
        parts=account.parts,
        lines=lines or account.lines,
        posting=account.posting,
        settings=settings,
    )
    return rules.examine(evidence)


def _memo(
    activities: Activities | None, balance: xr.DataArray | None, shelf: Shelf
) -> tuple[Line, ...]:
    """Give biomass and bunkers: of the activity table, or bunkers of the balance where the table has none."""
    stated = () if activities is None else bunkers.statistics(activities, shelf)
    sold = stated or (() if balance is None else bunkers.of_balance(balance, shelf))
    return (*sold, *(() if activities is None else combustion_gases.biomass(activities, shelf)))


def _grid(energy: xr.DataArray, region: str) -> dict[int, FactorRecord]:
    if "electricity" not in energy.fuel.values:
        return {}
    return {int(y): grid_factor(region, int(y), "average")[0] for y in energy.year.values}


def _heat(energy: xr.DataArray, region: str) -> dict[int, FactorRecord]:
    if "heat" not in energy.fuel.values:
        return {}
    return {
        int(y): resolve("heat", year=int(y), sector="industry", flow="final", purpose="user", region=region).record
        for y in energy.year.values
    }  # fmt: skip
