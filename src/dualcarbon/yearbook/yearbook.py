"""The yearbook of a study: its statistics as arrays over the same years, and what they lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.reference.records import Datum
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.yearbook import balance, conversion, economy, energy, entries, levels, validation
from dualcarbon.yearbook.balance import Balance
from dualcarbon.yearbook.checks import Declaration, Statistics, choose, is_mixed, judge, vintages
from dualcarbon.yearbook.filled import Filled
from dualcarbon.yearbook.fills import complete
from dualcarbon.yearbook.series import spans

COUNTED = {
    "calorific": {"en": "by its heat", "zh": "按热值计"},
    "coal_equivalent": {"en": "at the coal rate of generation", "zh": "按发电煤耗计"},
}


@dataclass(frozen=True, slots=True)
class Yearbook:
    """Statistics of a region over the same years.

    ``gdp`` (year) [CNY of a price year, or an index: see its ``units``]; ``value_added``
    (year, sector) [CNY of a price year]; ``population`` (year) [person]; ``energy``
    (year, sector, flow, fuel) [tce], 0 where the table has no row; ``sector_energy``
    (year, sector, flow) [tce], the rows of fuel ``total``. A table that the study lacks is
    nothing, and ``missing`` says what is left out for it. ``energy_rows``, ``activity`` and
    ``published`` keep the file and line of every row in ``row``; ``energy_rows`` name in ``datum`` what a
    physical amount was turned into standard coal with. ``filled`` is what stands in the tables by a declared
    method and not by a figure. ``balance`` is the energy balance table where the study gives one: ``energy`` and
    ``energy_rows`` are then made of it. ``residents`` (year) is the population over all the years of its table [person], for what
    looks further back than the account. ``own`` is the standard coal of fuels by heating values of the study's own; ``notation`` holds the keys of cells of energy
    without a figure, by cell (sector/flow/fuel) and year. ``warnings`` hold ``missing`` too.
    """

    gdp: xr.DataArray | None
    value_added: xr.DataArray | None
    population: xr.DataArray | None
    energy: xr.DataArray | None
    energy_rows: pl.DataFrame
    sector_energy: xr.DataArray | None
    activity: pl.DataFrame
    published: pl.DataFrame
    warnings: tuple[Fault, ...]
    missing: tuple[Fault, ...]
    filled: tuple[Filled, ...] = ()
    balance: Balance | None = None
    residents: xr.DataArray | None = None
    own: tuple[Datum, ...] = ()
    notation: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """Years that all arrays share."""
        first = next(
            a for a in (self.energy, self.gdp, self.population, self.value_added) if a is not None
        )
        return tuple(int(year) for year in first.year.values)

    def __str__(self) -> str:
        """Say what the yearbook holds in a sentence."""
        named = {
            "energy": self.energy,
            "GDP": self.gdp,
            "value added": self.value_added,
            "population": self.population,
        }
        held = ", ".join(name for name, array in named.items() if array is not None)
        return f"statistics of {spans(self.years)}: {held}"


def check(
    tables: Mapping[str, Statistics], declaration: Declaration, own: conversion.Own = ()
) -> tuple[Fault, ...]:
    """Give everything that is wrong with, or worth knowing of, the tables taken together.

    Parameters
    ----------
    tables
        Tables as read, by name: ``economy``, ``population``, ``energy`` or ``balance``, ``activity``,
        ``published``.
    declaration
        Base year, price year, vintages and convention of the study.
    own
        Standard coal by heating values of the study's own. [kgce/kg or kgce/m3]
    """
    _, faults = _compiled(tables, declaration, own)
    return tuple(faults)


def compile(
    tables: Mapping[str, Statistics], declaration: Declaration, own: conversion.Own = ()
) -> Yearbook:
    """Compile the yearbook of a study.

    Parameters
    ----------
    tables
        Tables as read, by name; see ``check``.
    declaration
        Base year, price year, vintages and convention of the study.
    own
        Standard coal by heating values of the study's own. [kgce/kg or kgce/m3]

    Raises
    ------
    InputError
        With every fault of all tables: vintages mixed, years missing, negative uses, price bases
        mixed, groups beside their kinds, the base year not covered.
    """
    book, faults = _compiled(tables, declaration, own)
    if told.errors(faults) or book is None:
        raise InputError(faults=told.errors(faults))
    return replace(book, warnings=tuple(told.warnings(faults)))


Frames = dict[str, pl.DataFrame]


def _compiled(
    tables: Mapping[str, Statistics], declaration: Declaration, own: conversion.Own
) -> tuple[Yearbook | None, list[Fault]]:
    """Give the yearbook, or nothing where an error forbids it, and all that was found."""
    frames, filled, faults = _examined(tables, declaration, own)
    stopped = bool(told.errors(faults))
    held, found = _of_balance(frames, tables, declaration.convention, own, stopped=stopped)
    faults += [*found, *levels.told(frames, {name: table.file for name, table in tables.items()})]
    source = tables.get("balance", tables.get("energy"))
    rows = energy.account_rows(frames["energy"]) if "energy" in frames else pl.DataFrame()
    if not rows.is_empty() and source is not None and _is_whole(source):
        faults += energy.coverage(rows, source.file, frames["energy"])
    if told.errors(faults):
        return None, faults
    arrays = _arrays(frames)
    years, left = _years(arrays, rows, declaration.base_year)
    faults += left if all(_is_whole(table) for table in tables.values()) else []
    if told.errors(faults):
        return None, faults
    book = _book(arrays, frames, rows, years)
    missing = tuple(_missing(book, frames))
    notes = _conventions(rows, declaration.convention)
    book = replace(book, missing=missing, filled=filled, balance=held, own=tuple(own))
    return book, [*faults, *notes, *missing]


def _of_balance(
    frames: Frames,
    tables: Mapping[str, Statistics],
    convention: str,
    own: conversion.Own,
    *,
    stopped: bool,
) -> tuple[Balance | None, list[Fault]]:
    """Put the rows of the balance table in the place of the energy table; give the table, and what is told of it."""
    if "balance" not in frames:
        return None, []
    file = tables["balance"].file
    if "energy" in tables:
        return None, [note("BAL024", balance=file, energy=tables["energy"].file)]
    frame = frames.pop("balance")
    if stopped or frame.is_empty():
        return None, []
    table = balance.table(frame, file, own)
    counted = entries.entries(frame).rename({"ref": "row"})
    frames["energy"], found = conversion.in_standard_coal(counted, file, convention, own)
    return table, [*found, *entries.faults(table), *validation.told(validation.validate(table))]


def _examined(
    tables: Mapping[str, Statistics], declaration: Declaration, own: conversion.Own
) -> tuple[Frames, tuple[Filled, ...], list[Fault]]:
    """Give the rows that the study uses, gaps filled as declared, and what is to be said of them."""
    chosen = {name: choose(name, table, declaration, own) for name, table in tables.items()}
    joined = {fill.from_.table for fill in declaration.fills if fill.from_ and fill.from_.vintage}
    every = {name: vintages(name, tables[name], declaration, own) for name in joined & set(tables)}
    frames = {name: frame for name, (frame, _) in chosen.items()}
    done = complete(frames, declaration.fills, declaration.base_year, every)
    faults: list[Fault] = []
    for name, (_, found) in chosen.items():
        price_year, mixed = declaration.price_year, is_mixed(found)
        faults += [*found, *judge(name, done.frames[name], tables[name], price_year, mixed=mixed)]
    return done.frames, done.filled, [*faults, *done.faults]


def _arrays(frames: Frames) -> dict[str, xr.DataArray]:
    """Give the arrays of the economy and of the population that the tables carry."""
    made: dict[str, xr.DataArray | None] = {}
    if "economy" in frames:
        made["gdp"] = economy.gross_domestic_product(frames["economy"])
        made["value_added"] = economy.value_added(frames["economy"])
    if "population" in frames:
        made["population"] = economy.population(frames["population"])
    gdp, added = made.get("gdp"), made.get("value_added")
    if added is not None and (gdp is None or gdp.attrs["units"] != added.attrs["units"]):
        made["value_added"] = None  # no share of anything that is known
    return {name: array for name, array in made.items() if array is not None}


def _years(
    arrays: Mapping[str, xr.DataArray], rows: pl.DataFrame, base_year: int
) -> tuple[list[int], list[Fault]]:
    """Give the years that all tables share, and which are left out for whom."""
    given = {name: set(array.year.values.tolist()) for name, array in arrays.items()}
    if not rows.is_empty():
        given["energy"] = set(rows["year"])
    if not given:
        return [], [note("YBK009")]
    shared = set.intersection(*given.values())
    if base_year not in shared:
        place = Place(key="base_year")
        absent = note("YBK008", place, year=base_year, years=spans(shared) or "-")
        return sorted(shared), [absent]
    left = set.union(*given.values()) - shared
    short = ", ".join(name for name, years in given.items() if left - years)
    told = [note("YBK005", years=spans(left), tables=short)] if left else []
    return sorted(shared), told


def _is_whole(table: Statistics) -> bool:
    """Tell whether every row could be read; if not, what seems absent may only be at fault."""
    return table.lost == 0 and not table.frame["refused"].any()


def _book(
    arrays: Mapping[str, xr.DataArray], frames: Frames, rows: pl.DataFrame, years: list[int]
) -> Yearbook:
    cut = {name: array.sel(year=years) for name, array in arrays.items()}
    totals = energy.total_rows(frames["energy"]) if "energy" in frames else pl.DataFrame()
    by_sector = None if totals.is_empty() else energy.cube(totals, years)
    shared = rows if rows.is_empty() else rows.filter(pl.col("year").is_in(years))
    return Yearbook(
        gdp=cut.get("gdp"),
        value_added=cut.get("value_added"),
        population=cut.get("population"),
        energy=None if rows.is_empty() else energy.cube(rows, years),
        energy_rows=shared,
        sector_energy=None if by_sector is None else by_sector.sel(fuel="total", drop=True),
        activity=frames.get("activity", pl.DataFrame()),
        published=frames.get("published", pl.DataFrame()),
        warnings=(),
        missing=(),
        residents=arrays.get("population"),
        notation=energy.keys(frames["energy"]) if "energy" in frames else {},
    )


def _missing(book: Yearbook, frames: Frames) -> list[Fault]:
    """Say which chapters are left out for want of statistics."""
    given = economy.value_added(frames["economy"]) if "economy" in frames else None
    lacks = {
        "YBK001": book.population is None,
        "YBK002": given is None,
        "YBK013": given is not None and book.value_added is None,
        "YBK004": book.energy is None,
        "YBK006": book.energy is not None and list(book.energy.sector.values) == ["total"],
    }
    without = [note("YBK003", current=_only_current(frames))] if book.gdp is None else []
    return [note(code) for code, lacking in lacks.items() if lacking] + without


def _only_current(frames: Frames) -> dict[str, str]:
    """Say that current-price figures, where the study has them, do not stand in."""
    found = "economy" in frames and "gdp_current" in set(frames["economy"]["indicator"])
    if not found:
        return {"en": "", "zh": ""}
    return {"en": ", only gdp_current at current prices", "zh": "，只有现价 gdp_current"}


def _conventions(rows: pl.DataFrame, convention: str) -> list[Fault]:
    """Say how primary electricity is counted, where the account has some."""
    if rows.is_empty() or "nonfossil" not in set(rows["fuel"]):
        return []
    return [note("YBK007", how=COUNTED[convention])]
