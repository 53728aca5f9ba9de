"""The ledger of a study: every area of the account compiled from the same statistics and the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

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
from dualcarbon.vocabulary.names import FUELS, INDICATORS

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
    faults: list[Fault] = []
    others = _compiled(_areas(activities, study.account, shelf), faults)
    made = [line for lines, _ in others for line in lines]
    energy = _compiled([_energy(study, account, activities, shelf, made)], faults)
    parts = [*energy, *others]
    told = [*faults, *activities.faults, *(f for _, some in parts for f in some)]
    if wrong := errors(told):
        raise InputError(faults=[_at_its_row(fault, activities) for fault in wrong])
    ledger = joined(parts, activities.years)
    more = (*shelf.warnings, *unused(activities, ledger.lines), *idle_numbers(own, shelf))
    return Ledger(ledger.years, ledger.lines, (*ledger.warnings, *more), notation(account))


def ahead(
    study: StudyFile, account: Account, own: pl.DataFrame | None, rows: pl.DataFrame
) -> Ledger:
    """Compile the areas beside energy to the horizon, from rows of activity that reach so far.

    Raises
    ------
    InputError
        With the faults of all areas.
    """
    shelf = shelf_of(study, own, account.standing)
    past = activities_of(account)
    years = range(past.years[0], study.horizon + 1)
    people = past.population and _onward(past.population, study.horizon)
    activities = Activities(years, rows, people)
    faults: list[Fault] = []
    parts = _compiled(_areas(activities, study.account, shelf), faults)
    told = [*faults, *activities.faults, *(f for _, some in parts for f in some)]
    if wrong := errors(told):
        raise InputError(faults=wrong)
    return joined(parts, activities.years)


def _onward(people: Activity, horizon: int) -> Activity:
    """Give the residents with their last number held, for paths to take its place."""
    more = tuple(range(people.years[-1] + 1, horizon + 1))
    return replace(
        people,
        years=(*people.years, *more),
        values=np.concatenate([people.values, np.full(len(more), people.values[-1])]),
        refs=(*people.refs, *("scenario population" for _ in more)),
    )


def _at_its_row(fault: Fault, activities: Activities) -> Fault:
    """Give a fault of a number the place of the row that asks for it: the shelf does not know rows."""
    told = dict(fault.params)
    if fault.place.text() or "item" not in told:
        return fault
    kind = str(told.get("kind", "-"))
    return replace(fault, place=activities.place(str(told["item"]), "" if kind == "-" else kind))


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


def unused(activities: Activities, lines: Iterable[Line]) -> list[Fault]:
    """Tell of rows of the account that are in no line: a kind that no method knows, or a row that lacks its partner."""
    refs = {ref for line in lines for series in line.activities for ref in series.refs}
    return [
        note("LED001", place, indicator=INDICATORS.both(name), kind=kind or "-")
        for name, kind, place in activities.unused(refs)
        if INDICATORS[name].more["account"]
    ]


def idle_numbers(own: pl.DataFrame | None, shelf: Shelf) -> list[Fault]:
    """Tell of rows of numbers.csv that nothing in the account takes, calorific values apart: they serve the statistics."""
    taken = {one.id for years in shelf.taken.values() for one in years.values()}
    return [
        note("LED008", Place(file="numbers.csv", line=row["line"]), item=row["item"], quantity=row["quantity"], kind=row["kind"] or "-")
        for row in (() if own is None else own.iter_rows(named=True))
        if f"numbers.csv:{row['line']}" not in taken and row["item"] not in FUELS and not row["refused"]
    ]  # fmt: skip


def notation(account: Account) -> dict[tuple[str, int], str]:
    """Give the notation keys that tables state: of activity by series and year, of energy by cell and year.

    A year that a declared fill leaves open states none: what is open is not left out of a total, it keeps it open.
    """
    rows, of_energy = account.yearbook.activity, dict(account.yearbook.notation)
    if rows.is_empty():
        return of_energy
    stated = rows.filter(pl.col("notation").is_in(["NO", "NE", "IE", "C", "NA"]))
    return of_energy | {
        ("/".join(part for part in (r["indicator"], r.get("kind")) if part), r["year"]): r[
            "notation"
        ]
        for r in stated.iter_rows(named=True)
        if not r.get("filled")
    }


def _energy(
    study: StudyFile, account: Account, activities: Activities, shelf: Shelf, others: Sequence[Line]
) -> Callable[[], Found]:
    """Give the area of energy, which must know what the others have made lines of."""
    return lambda: energy_account.lines(study, account, activities, shelf, others)


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


def _compiled(areas: Sequence[Callable[[], Found]], faults: list[Fault]) -> list[Found]:
    found = (_tried(area, faults) for area in areas)
    return [part for part in found if part]


def _tried(area: Callable[[], Found], faults: list[Fault]) -> Found | None:
    """Compile an area; keep its faults so that the others are compiled too."""
    try:
        return area()
    except InputError as error:
        if not error.faults:
            raise
        faults += error.faults
    return None
