"""What the account of a study is held against: official totals, its districts, and electricity between regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory import districts, grid_mix, official, reconciliation, totals
from dualcarbon.inventory.districts import Compared, Whole
from dualcarbon.inventory.ledger import Floats, Ledger
from dualcarbon.inventory.official import Bridge, Issued, Ours
from dualcarbon.reference import standard_coal
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.folder import Folder
from dualcarbon.vocabulary.faults import Fault, Place, errors, note
from dualcarbon.vocabulary.faults import warnings as only_warnings
from dualcarbon.vocabulary.names import BOUNDARIES
from dualcarbon.vocabulary.units import scale
from dualcarbon.yearbook import checks, fills
from dualcarbon.yearbook.filled import Filled

TABLES = ("official", "districts", "grid")
"""Tables that the yearbook does not compile."""
ELECTRIC = ("electricity", "nonfossil")
"""Fuels that the two ways to count electricity tell apart."""
CALORIFIC = 0.1229
"""Heat of electricity. [kgce/kWh]"""


@dataclass(frozen=True, slots=True)
class Given:
    """What the study gives to be held against: rows of one vintage up to the base year.

    ``issued`` are official totals, ``districts`` rows of their figures, ``files`` the names of their files; ``grid``
    (year, region) factors of electricity solved for [t CO2/MWh]; ``filled`` is what stands in them by a named method.
    """

    issued: tuple[Issued, ...]
    districts: pl.DataFrame
    files: Mapping[str, str]
    grid: xr.DataArray | None
    warnings: tuple[Fault, ...] = ()
    filled: tuple[Filled, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """The account beside what it is held against."""

    bridges: tuple[Bridge, ...] = ()
    districts: tuple[Compared, ...] = ()
    grid: xr.DataArray | None = None
    warnings: tuple[Fault, ...] = ()
    filled: tuple[Filled, ...] = ()


def give(read: Folder, study: StudyFile) -> Given:
    """Choose the rows of the tables that the account is held against.

    Raises
    ------
    InputError
        A unit of another kind, several vintages, a grid that has no solution, statements that cannot be used.
    """
    frames: dict[str, pl.DataFrame] = {}
    found: list[Fault] = []
    for name in TABLES:
        if name in read.tables and not read.tables[name].errors:
            frames[name], told = checks.choose(name, read.tables[name], study)
            found += told
    files = {name: read.tables[name].file for name in frames}
    rows = frames.get("official", pl.DataFrame())
    found += [*_kinds(rows, files), *reconciliation.wrong(study.reconciliation, _units(rows))]
    grid = _grid(frames.get("grid"), found)
    filled = fills.complete(_of_districts(frames), study.fills, study.base_year, apart=True)
    found += filled.faults
    if faults := errors(found):
        raise InputError(faults=faults)
    issued = tuple(_issued(row, files["official"]) for row in rows.iter_rows(named=True))
    return Given(
        issued, filled.frames.get("districts", pl.DataFrame()), files, grid, tuple(only_warnings(found)), filled.filled
    )  # fmt: skip


def _of_districts(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Give the tables whose gaps a study may fill by a named method."""
    return {name: frame for name, frame in frames.items() if name in fills.APART}


def hold(study: StudyFile, account: Account, ledger: Ledger, given: Given) -> Held:
    """Hold the account against what the study gives.

    Raises
    ------
    InputError
        Districts stand in a unit of another kind than the region, or a statement on them does.
    """
    ours = ours_of(study, account, ledger)
    stated = study.reconciliation
    bridges = official.reconcile(given.issued, ours, stated)
    found = official.faults(bridges)
    compared = _districts(study, account, ours, given, found)
    served = {("official", b.issued.boundary, b.issued.year) for b in bridges}
    served |= {("districts", one.indicator, one.year) for one in compared}
    found += reconciliation.idle(stated, served)
    return Held(bridges, compared, given.grid, (*given.warnings, *found), given.filled)


def ours_of(study: StudyFile, account: Account, ledger: Ledger) -> Ours:
    """Give what we compute on every boundary. [t CO2e, tce]."""
    years = ledger.years
    leads = account.adjusted if study.boundary == "adjusted" else account.territorial
    found = reconciliation.parts(ledger, study.gwp)
    return Ours(
        years=years,
        lead=study.boundary,
        start=_series(leads, years),
        convention=study.convention,
        energy=energy_totals(account, study.convention),
        parts=found | {"trade": _series(account.trade, years)},
    )


def energy_totals(account: Account, convention: str) -> dict[str, Floats]:
    r"""Give total energy in both ways to count electricity, (year). [tce].

    .. math:: E_{coal} = E_{heat} + (r / 0.1229 - 1) (N + M)

    with primary electricity :math:`N` and electricity bought :math:`M` by heat, and the coal rate :math:`r` of the year.
    """
    energy = account.energy
    years = [int(y) for y in energy.year.values]
    rates = np.array([standard_coal.electricity(y, "coal_equivalent")[0].value for y in years])
    inside = [w for w in energy.flow.values if w not in totals.TRADE]
    fuels = [f for f in energy.fuel.values if f in ELECTRIC]
    electric = energy.sel(flow=inside, fuel=fuels).sum(["sector", "flow", "fuel"]).values
    own = np.asarray(account.energy_total.values, dtype=float)
    times = rates / CALORIFIC
    if convention == "calorific":
        return {"calorific": own, "coal_equivalent": own + (times - 1) * electric}
    return {"calorific": own + (1 / times - 1) * electric, "coal_equivalent": own}


def own_figures(study: StudyFile, account: Account) -> dict[str, Whole]:
    """Give the region's own figures by indicator: from the table of activity where it has the whole region, else computed."""
    book = account.yearbook
    computed: dict[str, tuple[xr.DataArray | None, str, str]] = {
        "co2_total": (account.territorial, "t CO2", "account"),
        "energy_total": (account.energy_total, "tce", "account"),
        "population": (book.population, "person", "data/population.csv"),
        "value_added": (book.gdp, "" if book.gdp is None else str(book.gdp.attrs["units"]), "data/economy.csv"),
    }  # fmt: skip
    found = {
        name: Whole(values={int(y): float(v) for y, v in zip(series.year.values, series.values, strict=True)}, unit=unit, source=source)
        for name, (series, unit, source) in computed.items()
        if series is not None
    }  # fmt: skip
    return found | _stated(book.activity)


def _stated(activity: pl.DataFrame) -> dict[str, Whole]:
    """Give the figures that the table of activity holds for the region as a whole."""
    if activity.is_empty():
        return {}
    rows = activity.filter((pl.col("sector") == "total") & (pl.col("kind").fill_null("") == ""))
    rows = rows.filter(pl.col("value").is_not_null())
    found: dict[str, Whole] = {}
    for (indicator,), some in rows.group_by("indicator", maintain_order=True):
        unit = some["unit"][0]
        values = {
            r["year"]: r["value"] * scale(r["unit"], unit) for r in some.iter_rows(named=True)
        }
        found[str(indicator)] = Whole(values=values, unit=unit, source="data/activity.csv")
    return found


def _districts(
    study: StudyFile, account: Account, ours: Ours, given: Given, found: list[Fault]
) -> tuple[Compared, ...]:
    rows = given.districts
    if rows.is_empty():
        return ()
    own, file = own_figures(study, account), given.files["districts"]
    own = {name: whole for name, whole in own.items() if name in set(rows["indicator"])}
    units = {("districts", name): whole.unit for name, whole in own.items()}
    if faults := [
        *districts.wrong(rows, own, file),
        *reconciliation.wrong(study.reconciliation, units),
    ]:
        raise InputError(faults=faults)
    compared = districts.compare(
        rows, own, stated=study.reconciliation, scaled=study.account.scaled, at=ours.at
    )
    found += districts.faults(compared, study.region, file)
    return compared


def _grid(rows: pl.DataFrame | None, found: list[Fault]) -> xr.DataArray | None:
    """Solve for the factors of a set of regions; its faults join the others."""
    if rows is None or rows.is_empty():
        return None
    try:
        return grid_mix.from_deliveries(rows)
    except InputError as error:
        found += error.faults
    return None


def _kinds(rows: pl.DataFrame, files: Mapping[str, str]) -> list[Fault]:
    """Tell of official totals in a unit of another kind than their boundary."""
    return [
        note("OFF003", Place(file=files["official"], line=r["line"]), boundary=BOUNDARIES.both(r["boundary"]), given=r["given_unit"] or "-", wanted=official.unit(r["boundary"]))
        for r in rows.iter_rows(named=True)
        if r["value"] is not None and not reconciliation.converts(r["unit"], official.unit(r["boundary"]))
    ]  # fmt: skip


def _units(rows: pl.DataFrame) -> dict[tuple[str, str], str]:
    names = [] if rows.is_empty() else rows["boundary"].unique().to_list()
    return {("official", name): official.unit(name) for name in names}


def _issued(row: Mapping[str, Any], file: str) -> Issued:
    value = row["value"]
    if value is not None:
        value *= scale(row["unit"], official.unit(row["boundary"]))
    return Issued(
        year=row["year"], boundary=row["boundary"], value=value, source=row["source"] or "", mark=row["mark"] or "",
        file=file,
    )  # fmt: skip


def _series(values: xr.DataArray, years: Sequence[int]) -> Floats:
    return np.asarray(values.sel(year=list(years)).values, dtype=float)
