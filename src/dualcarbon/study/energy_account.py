"""The energy of a study as lines of the ledger, and the rules that it is held against."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence

import xarray as xr

from dualcarbon.inventory import (
    bunkers,
    combustion_gases,
    double_counting,
    energy_lines,
    feedstock,
    made_of_fuel,
    rules,
)
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.rules import Evidence, Rule
from dualcarbon.reference.factors import resolve
from dualcarbon.reference.grid import grid_factor_for, region_names
from dualcarbon.reference.numbers import Shelf
from dualcarbon.reference.records import FactorRecord
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.yearbook import balance
from dualcarbon.yearbook.series import spans

PURPOSE = "location_based"
"""What electricity is charged to its users for."""


def lines(
    study: StudyFile, account: Account, activities: Activities, shelf: Shelf, others: Sequence[Line] = ()
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:  # fmt: skip
    """Give carbon dioxide, methane and nitrous oxide of energy, what feedstock becomes, memo items and scope 2.

    Parameters
    ----------
    study : StudyFile
        Choices of the study.
    account : Account
        Energy and factors. [tce; t CO2/tce]
    activities : Activities
        Statistics of the region.
    shelf : Shelf
        Numbers that may be taken.
    others : sequence of Line
        Lines of the other areas: what they tell from products is not told from feedstock again.
    """
    energy, rows, settings = account.energy, account.yearbook.energy_rows, study.account.energy
    parts = energy_lines.parts(energy, settings, shelf)
    gases, faults = combustion_gases.lines(energy, rows, parts, shelf, settings)
    found = [
        *energy_lines.carbon_dioxide(energy, rows, account.factors, parts),
        *gases,
        *combustion_gases.biomass(activities, shelf),
        *_feedstock(study, account, shelf, others),
        *_bunkers(account, activities, shelf),
    ]
    used, told = _used(study, account)
    twice = double_counting.waste(account.emissions, others)
    named = made_of_fuel.unknown(d.product for d in settings.feedstock)
    return (*found, *used), (*faults, *twice, *named, *told)


def examined(study: StudyFile, account: Account, shelf: Shelf, ledger: Iterable[Line]) -> tuple[Rule, ...]:  # fmt: skip
    """Hold the account and its ledger against the rules that forbid counting a tonne twice."""
    energy, settings = account.energy, study.account.energy
    years = account.energy.year.values
    return rules.examine(
        Evidence(
            energy=energy, emissions=account.emissions, direct=account.factors.direct, own=account.own,
            parts=energy_lines.parts(energy, settings, shelf), lines=tuple(ledger), settings=settings, reductants=study.account.processes.reductants,
            balance=_table(account),
            posting=feedstock.post(energy, feedstock.destinations(settings, shelf, int(years[-1]))),
        )
    )  # fmt: skip


def _feedstock(
    study: StudyFile, account: Account, shelf: Shelf, others: Sequence[Line]
) -> tuple[Line, ...]:
    year = int(account.energy.year.values[-1])
    to = feedstock.destinations(study.account.energy, shelf, year)
    rows = account.yearbook.energy_rows
    return feedstock.lines(account.energy, rows, to, feedstock.claimed(others))


def _bunkers(account: Account, activities: Activities, shelf: Shelf) -> tuple[Line, ...]:
    """Give what international carriers took in, from the balance where there is one, else from the activity table."""
    held, table = account.yearbook.balance, _table(account)
    if held is None or table is None:
        return bunkers.statistics(activities, shelf)
    return bunkers.of_balance(table, shelf, held.refs)


def _table(account: Account) -> xr.DataArray | None:
    """Give the rows of the balance in the years of the account, (year, row, fuel). [tce]."""
    held = account.yearbook.balance
    if held is None:
        return None
    return balance.in_standard_coal(held).sel(year=account.energy.year.values)


def _used(study: StudyFile, account: Account) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give electricity and heat by who uses them, at the grid's average and the factor of the heat supplied."""
    years = [int(y) for y in account.energy.year.values]
    energy, rows = account.energy, account.yearbook.energy_rows
    if not {"electricity", "heat"} & set(energy.fuel.values.tolist()):
        return (), ()
    grid: dict[int, FactorRecord] = {}
    told: list[Fault] = []
    for year in years:
        grid[year], some = grid_factor_for(PURPOSE, study.region, year)
        told += some
    heat = _heat(account, years)
    made = energy_lines.indirect(energy, rows, grid, heat, convention=study.convention)
    return made, (*_over_years(told), *steps(grid))


def _over_years(told: Iterable[Fault]) -> list[Fault]:
    """Say once, with all its years, what was said year by year."""
    found: dict[tuple[object, ...], list[Fault]] = {}
    for fault in told:
        same = tuple((k, str(v)) for k, v in fault.params if k != "year")
        found.setdefault((fault.code, *same), []).append(fault)
    return [_spanned(some) for some in found.values()]


def _spanned(faults: list[Fault]) -> Fault:
    """Give the first of faults that differ in their year alone, with all the years."""
    first = faults[0]
    years = [int(str(v)) for f in faults for k, v in f.params if k == "year"]
    params = tuple((k, spans(years) if k == "year" else v) for k, v in first.params)
    return dataclasses.replace(first, params=params)


def steps(grid: Mapping[int, FactorRecord]) -> list[Fault]:
    """Tell where the factor of the grid changes its region between two years.

    Parameters
    ----------
    grid : year -> FactorRecord
        What each year was charged at. [kg CO2/kWh]

    Returns
    -------
    list of Fault
        REF032 with both factors and the step.
    """
    years, found = sorted(grid), []
    for start, end in itertools.pairwise(years):
        one, other = grid[start], grid[end]
        if one.region == other.region:
            continue
        step = f"{100 * (other.value / one.value - 1):+.1f}"
        (before, zh), (after, to_zh) = region_names(one.region), region_names(other.region)
        found.append(
            note("REF032", start=start, end=end, before=one.value, after=other.value, older=before, newer=after, older_zh=zh, newer_zh=to_zh, step=step)
        )  # fmt: skip
    return found


def _heat(account: Account, years: Iterable[int]) -> Mapping[int, FactorRecord]:
    """Give the factor of heat: the study's own where it states one for all, else the default."""
    own = [r for r in account.own if (r.fuel, r.purpose, r.sector) == ("heat", "user", "")]
    stated = {r.first_year: r for r in own}
    here = account.standing
    found = functools.partial(
        resolve, "heat", purpose="user", local=here.factors, tiers=here.order.of(("heat", "user"))
    )
    return {y: stated.get(y) or found(year=y).record for y in years}
