"""The energy of a study as lines of the ledger, and the rules that it is held against."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

from dualcarbon.inventory import (
    bunkers,
    combustion_gases,
    double_counting,
    energy_lines,
    feedstock,
    rules,
)
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.rules import Evidence, Rule
from dualcarbon.reference.factors import resolve
from dualcarbon.reference.grid import grid_factor_for
from dualcarbon.reference.numbers import Shelf
from dualcarbon.reference.records import FactorRecord
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.yearbook import balance

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
    return (*found, *used), (*faults, *twice, *told)


def examined(study: StudyFile, account: Account, shelf: Shelf, ledger: Iterable[Line]) -> tuple[Rule, ...]:  # fmt: skip
    """Hold the account and its ledger against the rules that forbid counting a tonne twice."""
    energy, settings = account.energy, study.account.energy
    years = account.energy.year.values
    return rules.examine(
        Evidence(
            energy=energy, emissions=account.emissions, direct=account.factors.direct, own=account.own,
            parts=energy_lines.parts(energy, settings, shelf), lines=tuple(ledger), settings=settings, reductants=study.account.processes.reductants,
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
    held = account.yearbook.balance
    if held is None:
        return bunkers.statistics(activities, shelf)
    table = balance.in_standard_coal(held).sel(year=account.energy.year.values)
    return bunkers.of_balance(table, shelf, held.file)


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
    return made, tuple({(f.code, f.sentence()): f for f in told}.values())[-1:]


def _heat(account: Account, years: Iterable[int]) -> Mapping[int, FactorRecord]:
    """Give the factor of heat: the study's own where it states one for all, else the default."""
    own = [r for r in account.own if (r.fuel, r.purpose, r.sector) == ("heat", "user", "")]
    stated = {r.first_year: r for r in own}
    here = account.standing
    found = functools.partial(
        resolve, "heat", purpose="user", local=here.factors, tiers=here.order.of(("heat", "user"))
    )
    return {y: stated.get(y) or found(year=y).record for y in years}
