"""The ledger of a study: every area of the account compiled from the same statistics and the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from dualcarbon.errors import InputError
from dualcarbon.inventory import agriculture, fugitive, land, processes, waste
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Accounting
from dualcarbon.inventory.ledger import Activity, Ledger, Line, joined
from dualcarbon.reference.editions import LOCAL
from dualcarbon.reference.numbers import Shelf, zones
from dualcarbon.study import energy_account
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.editions import Standing, numbers
from dualcarbon.vocabulary.faults import Fault, Place, errors, note
from dualcarbon.vocabulary.names import INDICATORS

Found = tuple[tuple[Line, ...], tuple[Fault, ...]]


def open_ledger(
    study: StudyFile, account: Account, own: pl.DataFrame | None, shelf: Shelf | None = None
) -> Ledger:
    """Compile the ledger of a study, from the numbers of a shelf or else from those of the account's editions.

    Raises
    ------
    InputError
        With the faults of all areas: a unit of another kind, a number that no edition has, choices that are missing.
    """
    shelf = shelf or shelf_of(study, own, account.standing)
    activities = activities_of(account)
    parts: list[Found] = []
    faults: list[Fault] = []
    for area in (
        _energy(study, account, activities, shelf),
        *_areas(activities, study.account, shelf),
    ):
        found = _tried(area, faults)
        parts += [found] if found else []
    told = [*faults, *activities.faults, *(f for _, some in parts for f in some)]
    if wrong := errors(told):
        raise InputError(faults=wrong)
    ledger = joined(parts, activities.years)
    more = (*shelf.warnings, *unused(activities))
    return Ledger(ledger.years, ledger.lines, (*ledger.warnings, *more), notation(account))


def shelf_of(study: StudyFile, own: pl.DataFrame | None, standing: Standing) -> Shelf:
    """Give the numbers that a study may take, by the editions that it chose."""
    mine = numbers(own, LOCAL, "numbers.csv")
    return Shelf(standing.order, zones(study.region), (*mine, *standing.numbers))


def activities_of(account: Account) -> Activities:
    """Give the activity of a study over the years of its account, with its residents."""
    years = tuple(int(y) for y in account.energy.year.values)
    people = account.yearbook.residents
    population = None
    if people is not None:
        given = tuple(int(y) for y in people.year.values)
        population = Activity(
            name="population", unit="person", years=given, values=np.asarray(people.values, dtype=float),
            refs=tuple(f"data/population.csv {y}" for y in given),
        )  # fmt: skip
    return Activities(years, account.yearbook.activity, population)


def unused(activities: Activities) -> list[Fault]:
    """Tell of rows whose kind no method knows; indicators that no method asks for are of other chapters."""
    asked = {name for name, _ in activities.used}
    place = Place(file="data/activity.csv")
    return [
        note("LED001", place, indicator=INDICATORS.both(name), kind=kind or "-")
        for name, kind in activities.unused()
        if name in asked
    ]


def notation(account: Account) -> dict[tuple[str, int], str]:
    """Give the notation keys that tables state: of activity by indicator and year, of energy by cell and year."""
    rows, of_energy = account.yearbook.activity, dict(account.yearbook.notation)
    if rows.is_empty():
        return of_energy
    stated = rows.filter(pl.col("notation").is_in(["NO", "NE", "IE", "C", "NA"]))
    return of_energy | {(r["indicator"], r["year"]): r["notation"] for r in stated.iter_rows(named=True)}  # fmt: skip


def _energy(
    study: StudyFile, account: Account, activities: Activities, shelf: Shelf
) -> Callable[[], Found]:
    return lambda: energy_account.lines(study, account, activities, shelf)


def _areas(
    activities: Activities, settings: Accounting, shelf: Shelf
) -> Sequence[Callable[[], Found]]:
    """Give the areas beside energy, each to be tried by itself."""
    return (
        lambda: processes.lines(activities, settings.processes, shelf),
        lambda: fugitive.lines(activities, settings.processes, shelf),
        lambda: agriculture.lines(activities, settings.agriculture, shelf),
        lambda: waste.lines(activities, settings.waste, shelf),
        lambda: land.lines(activities, settings.land, shelf),
    )


def _tried(area: Callable[[], Found], faults: list[Fault]) -> Found | None:
    """Compile an area; keep its faults so that the others are compiled too."""
    try:
        return area()
    except InputError as error:
        if not error.faults:
            raise
        faults += error.faults
    return None
