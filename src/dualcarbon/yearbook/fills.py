"""Fills that a study declares, done on its tables: rows are added where there was no figure, and all is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.yearbook import filling
from dualcarbon.yearbook.declared import Basis, Fill
from dualcarbon.yearbook.energy import ZERO
from dualcarbon.yearbook.filled import Filled, stated
from dualcarbon.yearbook.ranges import NOWHERE, Points, decline
from dualcarbon.yearbook.series import named, series_key, spans

Frames = Mapping[str, pl.DataFrame]
FILE = "study.toml"
ADDED = {"lo95": pl.Float64, "hi95": pl.Float64, "filled": pl.String}
"""Columns that a table of statistics has once its gaps were looked at."""


@dataclass(frozen=True, slots=True)
class Completed:
    """Tables with their gaps filled, what was filled, and what is to be said of it."""

    frames: dict[str, pl.DataFrame]
    filled: tuple[Filled, ...]
    faults: tuple[Fault, ...]


APART = ("districts",)
"""Tables that are held against the account and are no part of it: a year that they lack is no fault of the statistics."""


def complete(
    frames: Frames, fills: Sequence[Fill], base_year: int, vintages: Frames | None = None, *, apart: bool = False
) -> Completed:  # fmt: skip
    """Fill the gaps of tables as a study declares it.

    Parameters
    ----------
    frames
        Rows of each table that the study uses, one vintage a series.
    fills
        What study.toml declares; each is filled from figures of the tables alone, never from what another filled.
    base_year
        Last year of statistics.
    vintages
        Rows of each table in all vintages, for series that are joined by their overlap.
    apart
        Whether the frames are those of tables that are held against the account; their fills are left to them.

    Returns
    -------
    All rows with ``filled`` (the method, empty where a row is a figure), ``lo95`` and ``hi95``, and ``row`` of a
    filled one the place of its declaration; FIL001 for every series filled, FIL012 for every one left open; the
    errors of those that are refused.
    """
    source = _Source({name: _widened(frame) for name, frame in frames.items()}, vintages or {})
    added: dict[str, list[dict[str, Any]]] = {}
    done: list[Filled] = []
    faults: list[Fault] = []
    for position, fill in enumerate(fills):
        if (fill.table in APART) != apart:
            continue
        place = Place(file=FILE, key=f"fills.{position}")
        try:
            one, rows = _Task(fill, source, place).done(base_year)
        except InputError as error:
            faults += [_placed(f, place, fill) for f in error.faults if isinstance(f, Fault)]
            continue
        faults += _twice(rows, added.setdefault(fill.table, []), place, fill)
        added[fill.table] += rows
        done += [one] if one.values else []
        faults += [one.fault] if one.values else [_open(fill, place)]
    whole = {
        name: _joined(frame, added.get(name, []), name) for name, frame in source.frames.items()
    }
    return Completed(whole, tuple(done), tuple(faults))


@dataclass(frozen=True, slots=True)
class _Source:
    """The figures that fills are made from."""

    frames: Frames
    vintages: Frames

    def rows(self, table: str, key: Mapping[str, str], vintage: str = "") -> pl.DataFrame:
        """Give the rows of a series, by year; those of another vintage where one is named."""
        if table not in self.frames:
            decline("FIL013", table=table)
        frame = self.vintages.get(table, self.frames[table]) if vintage else self.frames[table]
        wanted = {**key, **({"vintage": vintage} if vintage else {})}
        return frame.filter(*(pl.col(c) == value for c, value in wanted.items())).sort("year")

    def figures(self, table: str, key: Mapping[str, str], vintage: str = "") -> Points:
        """Give the figures of a series by year."""
        rows = self.rows(table, key, vintage).filter(pl.col("value").is_not_null())
        if rows["unit"].n_unique() > 1:
            decline("FIL019", units=", ".join(sorted(set(rows["unit"]))))
        return dict(rows.select("year", "value").iter_rows())


@dataclass(frozen=True, slots=True)
class _Task:
    """One fill with what it needs."""

    fill: Fill
    source: _Source
    place: Place

    def done(self, base_year: int) -> tuple[Filled, list[dict[str, Any]]]:
        """Give what is filled, and the rows that say so."""
        fill, key = self.fill, self.fill.key
        late = [year for year in fill.years if year > base_year]
        if late:
            decline("FIL014", years=spans(late), year=base_year)
        rows = self.source.rows(fill.table, key)
        said = [y for y, mark in rows.select("year", "notation").iter_rows() if mark in ZERO]
        if stated_already := sorted(set(said) & set(fill.years)):
            decline("FIL003", years=spans(stated_already))
        known = self.source.figures(fill.table, key)
        if not known and fill.method != "peers":
            decline("FIL005", table=fill.table)
        pattern = self._pattern(rows)
        made = replace(
            self._made(known), name=named(key), table=fill.table, key=key, unit=pattern["unit"],
            row=f"{FILE}:{self.place.key}", why=fill.why.model_dump(),
        )  # fmt: skip
        return made, self._rows(made, pattern)

    def _made(self, known: Points) -> Filled:
        years, others = sorted(self.fill.years), self._other
        by_method: dict[str, Callable[[], Filled]] = {
            "linear": lambda: filling.interpolate(known, years),
            "geometric": lambda: filling.interpolate(known, years, along="geometric"),
            "hold": lambda: filling.hold(known, years),
            "proxy": lambda: filling.proxy(known, *others(years)),
            "splice": lambda: filling.splice(known, *others(years)),
            "peers": lambda: self._by_peers(years),
            "none": lambda: _left_open(known, years),
        }
        return by_method[self.fill.method]()

    def _other(self, years: Sequence[int]) -> tuple[Points, Sequence[int], dict[str, str]]:
        """Give the figures of the series that ours is filled from, the years, and its name."""
        basis = _basis(self.fill)
        figures = self.source.figures(basis.table, basis.key, basis.vintage)
        return figures, years, _named(basis)

    def _by_peers(self, years: Sequence[int]) -> Filled:
        basis, across = _basis(self.fill), self.fill.across
        for table in (self.fill.table, basis.table):
            if across not in series_key(table):
                decline("FIL017", table=table, column=across)
        own = self.fill.key[across]
        others = {
            peer: self._pair(peer) for peer in self._peers() if peer not in (own, "total", "")
        }
        key = {**basis.key, across: own}
        figures = self.source.figures(basis.table, key, basis.vintage)
        known = self.source.figures(self.fill.table, self.fill.key)
        taken = [year for year in years if year in known]
        if taken:
            decline("FIL003", years=spans(taken))
        return filling.peers(figures, others, years, named(key))

    def _peers(self) -> list[str]:
        """Give what stands in the column that peers differ in, in rows that are otherwise like ours."""
        rest = {c: v for c, v in self.fill.key.items() if c != self.fill.across}
        rows = self.source.rows(self.fill.table, rest)
        return (
            list(dict.fromkeys(rows[self.fill.across])) if self.fill.across in rows.columns else []
        )

    def _pair(self, peer: str) -> tuple[Points, Points]:
        basis, instead = _basis(self.fill), {self.fill.across: peer}
        wanted = self.source.figures(self.fill.table, {**self.fill.key, **instead})
        return wanted, self.source.figures(basis.table, {**basis.key, **instead}, basis.vintage)

    def _pattern(self, rows: pl.DataFrame) -> dict[str, Any]:
        """Give a row that says what else stands in a row of the series: its own, or that of a peer."""
        if rows.is_empty():
            rest = {c: v for c, v in self.fill.key.items() if c != self.fill.across}
            rows = self.source.rows(self.fill.table, rest)
        if rows.is_empty():
            decline("FIL005", table=self.fill.table)
        figures = rows.filter(pl.col("value").is_not_null())
        return (rows if figures.is_empty() else figures).row(0, named=True)

    def _rows(self, made: Filled, pattern: Mapping[str, Any]) -> list[dict[str, Any]]:
        fixed = {
            **pattern,
            **self.fill.key,
            "filled": self.fill.method,
            "row": made.row,
            "refused": False,
        }
        fixed |= {name: "" for name in ("grade", "signed", "datum") if name in pattern}
        fixed |= {"source": self.fill.why.en, "given_unit": pattern["unit"]}
        if not made.values:
            nothing = dict.fromkeys(("value", "given", "lo95", "hi95"))
            return [{**fixed, **nothing, "year": y, "notation": "NE"} for y in made.years]
        cells = zip(made.years, made.values, made.lo95, made.hi95, strict=True)
        return [
            {
                **fixed,
                "year": y,
                "value": v,
                "given": v,
                "lo95": lo,
                "hi95": hi,
                "notation": "",
                "row": f"{made.row} {y}",
            }
            for y, v, lo, hi in cells  # a place for each year: each is off by a draw of its own
        ]


def _left_open(known: Points, years: Sequence[int]) -> Filled:
    taken = [year for year in years if year in known]
    if taken:
        decline("FIL003", years=spans(taken))
    return Filled(tuple(years), (), (), (), "none", NOWHERE)


def _open(fill: Fill, place: Place) -> Fault:
    why = stated(fill.why.model_dump())
    return note("FIL012", place, series=named(fill.key), years=spans(fill.years), why=why)


def _basis(fill: Fill) -> Basis:
    if fill.from_ is None:
        decline("FIL005", table=fill.table)
    return fill.from_


def _named(basis: Basis) -> dict[str, str]:
    """Name a series, and its vintage where one is named."""
    name = named(basis.key)
    if not basis.vintage:
        return name
    return {"en": f"{name['en']} ({basis.vintage})", "zh": f"{name['zh']}（{basis.vintage}）"}


def _placed(fault: Fault, place: Place, fill: Fill) -> Fault:
    """Give a fault of a method its place and the series that was to be filled."""
    known = {name: value for name, value in fault.params if name != "series"}
    return note(fault.code, place, **{**known, "series": named(fill.key)})


def _twice(
    rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], place: Place, fill: Fill
) -> list[Fault]:
    cells = [{"year": row["year"], **{c: row[c] for c in fill.key}} for row in before]
    own = [row["year"] for row in rows if {"year": row["year"], **fill.key} in cells]
    return [note("FIL016", place, series=named(fill.key), years=spans(own))] if own else []


def _widened(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the columns of fills to a table, nothing in them where its file has none."""
    absent = [
        pl.lit(None, dtype=dtype).alias(c) for c, dtype in ADDED.items() if c not in frame.columns
    ]
    return frame.with_columns(absent).with_columns(pl.col("filled").fill_null(""))


def _joined(frame: pl.DataFrame, rows: Sequence[Mapping[str, Any]], table: str) -> pl.DataFrame:
    """Put filled rows in the place of those that hold no figure."""
    if not rows:
        return frame
    new = pl.DataFrame(rows, schema=frame.schema, orient="row")
    cell = ["year", *series_key(table)]
    return pl.concat([frame.join(new, on=cell, how="anti", maintain_order="left"), new])
