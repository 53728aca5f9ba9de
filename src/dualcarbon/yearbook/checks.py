"""Checks of one table: the same for every table, and those of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import polars as pl

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.yearbook import balance, branches, conversion, economy, energy, slips
from dualcarbon.yearbook.declared import Fill
from dualcarbon.yearbook.parts import against_total
from dualcarbon.yearbook.series import (
    Series,
    gaps,
    negatives,
    one_vintage,
    series,
    spans,
    suspicions,
)

JUDGED = ("economy", "population", "energy", "balance", "activity")
"""Tables whose values are ours to doubt; a published total is replicated, not judged."""
NOT_YEARLY = (
    "forest_stock", "forest_area", "mangrove_created", "salt_marsh_created", "seagrass_created",
)  # fmt: skip
"""Indicators without a row for each year: inventories come every few years, and areas are created in some."""


class Statistics(Protocol):
    """A table as a reader gives it."""

    @property
    def frame(self) -> pl.DataFrame:
        """Rows of the table, with the line of each."""
        ...

    @property
    def file(self) -> str:
        """File as named in the study."""
        ...

    @property
    def lost(self) -> int:
        """Rows left out because their key could not be read."""
        ...


class Declaration(Protocol):
    """What the yearbook needs of a study: years, prices, vintages, and a convention."""

    @property
    def base_year(self) -> int:
        """Last year of statistics."""
        ...

    @property
    def price_year(self) -> int:
        """Year of constant prices."""
        ...

    @property
    def convention(self) -> str:
        """How primary electricity is counted: ``calorific`` or ``coal_equivalent``."""
        ...

    @property
    def vintages(self) -> Mapping[Any, str]:
        """Vintage to use, by table."""
        ...

    @property
    def fills(self) -> Sequence[Fill]:
        """Gaps that are filled, and by which method."""
        ...


def choose(
    name: str, table: Statistics, declaration: Declaration, own: conversion.Own = ()
) -> tuple[pl.DataFrame, list[Fault]]:
    """Give the rows of a table that the study uses.

    Parameters
    ----------
    name
        Name of the table in the vocabulary.
    table
        The table as read.
    declaration
        Base year, price year, vintages and convention of the study.
    own
        Standard coal by heating values of the study's own. [kgce/kg or kgce/m3]

    Returns
    -------
    Rows of one vintage up to the base year, each with ``row`` (file and line; ``ref`` in the balance table, whose
    rows have names), and the faults. Energy is in standard coal, whatever it was given in; the balance table stays in
    the units of its columns.
    """
    frame, late = _until(_placed(name, table), declaration.base_year, table.file)
    bare = _unsourced(frame, table.file)
    chosen = declaration.vintages.get(name, "")
    frame, faults = one_vintage(frame, name, table.file, chosen)
    if name == "energy":
        frame, told = conversion.in_standard_coal(frame, table.file, declaration.convention, own)
        faults += told
    return frame, [*late, *bare, *faults]


def vintages(
    name: str, table: Statistics, declaration: Declaration, own: conversion.Own = ()
) -> pl.DataFrame:
    """Give the rows of a table in all vintages, energy in standard coal, for series that are joined by overlap."""
    frame = _placed(name, table)
    if name != "energy":
        return frame
    return conversion.in_standard_coal(frame, table.file, declaration.convention, own)[0]


def is_mixed(faults: Sequence[Fault]) -> bool:
    """Tell whether a table holds series of several vintages, of which nothing else can be said."""
    return any(fault.code in ("SER001", "SER003") for fault in faults)


def judge(
    name: str, frame: pl.DataFrame, table: Statistics, price_year: int, *, mixed: bool = False
) -> list[Fault]:
    """Tell what is wrong with, or worth knowing of, the rows of a table that the study uses.

    Parameters
    ----------
    name
        Name of the table in the vocabulary.
    frame
        Its rows, gaps filled.
    table
        The table as read.
    price_year
        Year of constant prices of the study.
    mixed
        Whether its series mix vintages, so that none can be judged.
    """
    faults: list[Fault] = []
    usual = slips.size(frame) if name == "energy" else 0.0
    for one in [] if mixed else series(frame, name, table.file):
        faults += _of_series(one, usual, whole=table.lost == 0)
    return [*faults, *of_table(name, frame, table.file, price_year)]


def _placed(name: str, table: Statistics) -> pl.DataFrame:
    """Give every row its file and line, under a name that the table does not use itself."""
    place = pl.format("{}:{}", pl.lit(table.file), "line")
    return table.frame.with_columns(place.alias("ref" if name == "balance" else "row"))


def _until(frame: pl.DataFrame, base_year: int, file: str) -> tuple[pl.DataFrame, list[Fault]]:
    """Hold out what lies after the base year."""
    late = frame.filter(pl.col("year") > base_year)
    if late.is_empty():
        return frame, []
    held = note("SER009", Place(file=file), year=base_year, years=spans(late["year"]))
    return frame.filter(pl.col("year") <= base_year), [held]


def _unsourced(frame: pl.DataFrame, file: str) -> list[Fault]:
    """Tell of rows that do not say where their number is from, SER013."""
    bare = frame.filter(pl.col("source").fill_null("").str.strip_chars() == "")
    if bare.is_empty():
        return []
    return [note("SER013", Place(file=file), count=bare.height, lines=spans(bare["line"]))]


def _of_series(one: Series, usual: float, *, whole: bool) -> list[Fault]:
    if one.table.name == "balance":  # a blank cell is nothing, as in print; signs are its own
        return doubts(one, usual)
    faults = gaps(one) if whole and one.key.get("indicator") not in NOT_YEARLY else []
    if one.table.name in JUDGED:
        faults += negatives(one) + doubts(one, usual)
    elif one.table.name == "published":
        faults += slips.in_series(one)
    if one.table.name in ("economy", "population"):
        faults += economy.positive(one)
    return faults


def doubts(one: Series, usual: float) -> list[Fault]:
    """Tell of what looks like a slip; where a unit explains it, that is said and nothing else.

    In a series that hardly counts in its table a value far off the others says little.

    Parameters
    ----------
    one
        The series.
    usual
        Size of a usual year of its table, or 0. [unit of the series]
    """
    named = slips.in_series(one, usual)
    quiet = named or not slips.is_material(one, usual)
    return [*named, *(f for f in suspicions(one) if f.code != "SER006" or not quiet)]


def of_table(name: str, frame: pl.DataFrame, file: str, price_year: int) -> list[Fault]:
    """Tell what the checks of a table's own find: its prices, its parts against their totals."""
    if name == "economy":
        amounts = frame.filter(pl.col("indicator") == "value_added")
        found = economy.prices(frame, price_year, file) + economy.coverage(frame, file)
        found += economy.contradiction(frame, file)
        return found + against_total(amounts, "sector", ["indicator"], file)
    if name == "energy":
        fuels = frame.filter(pl.col("fuel") != "total")
        both = against_total(frame, "fuel", ["sector", "flow"], file)
        both += against_total(fuels, "sector", ["flow", "fuel"], file, least=1)
        return energy.counted_twice(fuels, file) + both
    if name == "balance":
        return balance.faults(frame, file) + branches.faults(frame, file)
    if name == "published":
        return against_total(frame, "sector", ["id"], file)
    return []
