"""The energy part of a study's ledger, its eight rules, and what was supplied against what was burnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import xarray as xr

from dualcarbon.inventory import energy_account, reference_approach
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.energy_account import EnergyAccount
from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.rules import Rule
from dualcarbon.reference.numbers import Shelf
from dualcarbon.reference.records import FactorRecord
from dualcarbon.study.account import Account, own_records
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.yearbook.balance import in_standard_coal

Found = tuple[tuple[Line, ...], tuple[Fault, ...]]


@dataclass(frozen=True, slots=True)
class Approaches:
    """Carbon dioxide of fuels by what was supplied and by what was burnt.

    ``reference`` and ``sectoral`` (year) [t CO2]; ``gap`` (year) is the share by which the first lies above [1].
    """

    reference: xr.DataArray
    sectoral: xr.DataArray
    gap: xr.DataArray
    warnings: tuple[Fault, ...]


def kept(
    study: StudyFile, account: Account, shelf: Shelf, activities: Activities | None = None
) -> EnergyAccount:
    """Keep the energy part of a study's ledger.

    Raises
    ------
    InputError
        The shelf lacks a number.
    """
    return energy_account.keep(
        account.energy, account.yearbook.energy_rows, account.factors, shelf, study.account.energy, region=study.region,
        convention=study.convention, activities=activities, balance=table(study, account),
    )  # fmt: skip


def lines(
    study: StudyFile, account: Account, shelf: Shelf, activities: Activities | None = None
) -> Found:
    """Give the lines of the energy part, and what is told of it.

    Raises
    ------
    InputError
        The shelf lacks a number.
    """
    found = kept(study, account, shelf, activities)
    return found.lines, found.faults


def rules(
    study: StudyFile, account: Account, part: EnergyAccount, every: Sequence[Line], local: pl.DataFrame | None = None
) -> tuple[Rule, ...]:  # fmt: skip
    """Hold a study's ledger, all areas of it, against the eight rules."""
    own: list[FactorRecord] = own_records(local, study.region)
    return energy_account.examined(
        part, account.energy, account.emissions, account.factors, study.account.energy, lines=every, own=own
    )  # fmt: skip


def approaches(study: StudyFile, account: Account) -> Approaches | None:
    """Compare what was supplied with what was burnt, where the study has a balance table."""
    balance = table(study, account)
    if balance is None:
        return None
    kept_back = (
        balance.sel(row="feedstock", drop=True) if "feedstock" in balance.row.values else None
    )
    reference = reference_approach.approach(balance, kept_back).sel(year=account.territorial.year)
    gap = reference_approach.gap(reference, account.territorial)
    return Approaches(reference, account.territorial, gap, tuple(reference_approach.faults(gap)))


def table(study: StudyFile, account: Account) -> xr.DataArray | None:
    """Give the rows of the balance in standard coal over the years of the account, if there are any. [tce]."""
    held = account.yearbook.balance
    if held is None:
        return None
    return in_standard_coal(held, study.convention).sel(year=account.energy.year)
