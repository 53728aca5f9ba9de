"""Results as they may be published: what rests on closed cells alone is blank, merged with a neighbour or left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl

from dualcarbon.inventory.views.entries import OPEN
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.tables import TABLES

OTHER = "other"
"""Sector that closed cells of energy are shown under, with the smallest neighbour."""
CELL = ["sector", "flow", "fuel"]
ENOUGH = 2
"""Figures that a sum must hold, so that none of them can be read off it. [1]"""
OF_CELLS = ("energy", "emissions", "pathway_cells")
"""Tables of a run with a row for each cell of energy."""
OF_PATHS = ("parameters", "differences")
"""Tables of a run with a row for each path and year."""
OF_ENERGY = (
    "intensity.", "mix.", "power.", "heat.", "losses.", "other_transformation.", "feedstock.", "branches.", "chains.",
)  # fmt: skip
"""Beginnings of keys whose base year is read off cells of energy: what one leaves out the others would tell."""
OF_ACTIVITY = ("activity.",)
BLANKED = {"by_category_mt": "category", "by_gas_mt": "gas", "by_gas_co2e_mt": "gas"}
"""Sums of the summary, and the column of the ledger that each is over."""
Summary = dict[str, Any]


def published(
    summary: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]
) -> tuple[Mapping[str, Any], Mapping[str, pl.DataFrame]]:
    """Give summary and tables of a run without what closed cells say, for whatever leaves the house.

    Sums of a category or gas that closed cells and fewer than two others make are blank; a closed cell of energy is shown
    together with the smallest other sector of its flow and fuel under ``other``; paths that begin at closed cells are left out; of
    scenarios in all gases totals stay; warnings that speak of a file with closed
    cells, of the region or of a district, are counted and left out. Totals stay, and so does all of a study without closed cells.
    """
    below = frozenset((summary.get("districts_ahead") or {}).get("closed", ()))
    summary = {**summary, "warnings": _open(summary.get("warnings", ()), below)} if below else summary  # fmt: skip
    closed = frozenset((summary.get("account") or {}).get("closed", ()))
    if not closed:
        return summary, tables
    shown, frames = dict(summary), dict(tables)
    cells = _closed_cells(tables["energy"], closed)
    for name in OF_CELLS:
        if name in frames:
            frames[name] = merged(frames[name], cells)
    shown["account"] = _account(summary["account"], tables.get("ledger"), closed)
    shown["scenarios"] = {n: _ahead(one) for n, one in summary.get("scenarios", {}).items()}
    frames.pop("gases", None)
    hidden = hides(bool(cells), any(_file("activity") == ref.rpartition(":")[0] for ref in closed))
    for name in OF_PATHS:
        if name in frames:
            frames[name] = frames[name].filter(~_begins(hidden))
    shown["scenarios"] = {n: _without_paths(one, hidden) for n, one in shown["scenarios"].items()}
    shown["warnings"] = _open(summary.get("warnings", ()), closed)
    return shown, frames


def _open(warnings: Sequence[Any], closed: Collection[str]) -> list[Any]:
    """Leave out the warnings that may say what a closed cell holds, and count them."""
    told = [one for one in warnings if not _speaks(one, closed)]
    dropped = len(warnings) - len(told)
    return [*told, *([plain(note("CEL003", count=dropped))] if dropped else [])]


def hides(energy: bool, activity: bool) -> tuple[str, ...]:
    """Give the beginnings of the keys of paths that begin at a closed cell, or tell one together with what is shown.

    Parameters
    ----------
    energy, activity : bool
        Whether a cell of energy, or one of activity, is closed.

    Examples
    --------
    >>> hides(False, True)
    ('activity.',)
    """
    return (*(OF_ENERGY if energy else ()), *(OF_ACTIVITY if activity else ()))


def merged(frame: pl.DataFrame, cells: Collection[tuple[str, str, str]]) -> pl.DataFrame:
    """Show closed cells, each with the smallest other sector of its flow and fuel, under one sector.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``sector``, ``flow``, ``fuel``, ``energy_tce``. [tce]
    cells : collection of (sector, flow, fuel)
        Cells that may not be shown; one without a neighbour is left out.
    """
    hidden = set(cells)
    sizes = frame.group_by(CELL).agg(pl.col("energy_tce").abs().sum()).sort("energy_tce", *CELL)
    for flow, fuel in {(flow, fuel) for _, flow, fuel in cells}:
        same = (pl.col("flow") == flow) & (pl.col("fuel") == fuel) & (pl.col("energy_tce") > 0)
        beside = [s for s in sizes.filter(same)["sector"] if (s, flow, fuel) not in hidden]
        if beside:
            hidden.add((beside[0], flow, fuel))
        elif len([c for c in hidden if c[1:] == (flow, fuel)]) < ENOUGH:
            frame = frame.filter(~((pl.col("flow") == flow) & (pl.col("fuel") == fuel)))
    keys = pl.struct(CELL).map_elements(lambda c: tuple(c.values()) in hidden, pl.Boolean)
    return frame.with_columns(sector=pl.when(keys).then(pl.lit(OTHER)).otherwise(pl.col("sector")))


def _closed_cells(energy: pl.DataFrame, closed: frozenset[str]) -> frozenset[tuple[str, str, str]]:
    """Give the cells of energy that a closed row of a table is in, in any year."""
    return frozenset(
        (row["sector"], row["flow"], row["fuel"])
        for row in energy.iter_rows(named=True)
        if closed & set(row["source"].split())
    )


def _ahead(scenario: Summary) -> Summary:
    """Leave out the parts of a scenario in all gases: they begin with those of the base year."""
    gases = scenario.get("all_gases")
    if not gases:
        return scenario
    judged = {**gases["neutrality"], "sinks_mt": None}
    shown = {"by_category_mt": {}, "by_gas_mt": {}, "neutrality": judged}
    return {**scenario, "all_gases": {**gases, **shown}}


def _begins(heads: tuple[str, ...]) -> pl.Expr:
    """Give the condition that a key begins with one of some heads."""
    found = (pl.col("key").str.starts_with(head) for head in heads)
    return pl.any_horizontal(pl.lit(False), *found)


def _without_paths(scenario: Summary, hidden: tuple[str, ...]) -> Summary:
    """Leave out of what differs from the parent the paths that begin at a closed cell."""
    told = [one for one in scenario.get("differences", ()) if not one["key"].startswith(hidden)]
    return {**scenario, "differences": told} if "differences" in scenario else scenario


def _speaks(one: Mapping[str, Any], closed: Collection[str]) -> bool:
    """Tell whether a warning may say what a closed cell holds: it stands in its file, or tells of filled values."""
    files = tuple({ref.rpartition(":")[0] for ref in closed})
    return str(one["code"]).startswith("FIL") or str(one["where"]).startswith(files)


def plain(fault: Fault) -> Summary:
    """Give a fault as a summary holds it."""
    return {
        "code": fault.code,
        "message": {lang: fault.sentence(lang) for lang in ("en", "zh")},
        "where": fault.place.text(),
    }


def _account(block: Summary, ledger: pl.DataFrame | None, closed: frozenset[str]) -> Summary:
    """Blank sums that closed cells alone make, and leave out what is told of such a cell by itself."""
    shown = dict(block)
    for name, column in BLANKED.items():
        alone = set() if ledger is None else _alone(ledger, column)
        alone |= _beside(alone, block.get(name, {}))
        shown[name] = {
            id: {y: None if (id, y) in alone else v for y, v in series.items()}
            for id, series in block.get(name, {}).items()
        }
    shown |= _without_land(block)
    for name in ("tornado", "improve"):
        shown[name] = [one for one in block.get(name, ()) if one["key"] not in closed]
    files = {ref.rpartition(":")[0] for ref in closed}
    shown["filled"] = [one for one in block.get("filled", ()) if _file(one["table"]) not in files]
    return shown


def _beside(
    alone: set[tuple[str, str]], sums: Mapping[str, Mapping[str, Any]]
) -> set[tuple[str, str]]:
    """Give the smallest other sum of each year in which a single one is blank, which the total would tell."""
    found = set[tuple[str, str]]()
    for year in {year for _, year in alone}:
        blank = [id for id, y in alone if y == year and sums.get(id, {}).get(year)]
        sizes = [(abs(s[year]), id) for id, s in sums.items() if s.get(year) and (id, year) not in alone]  # fmt: skip
        if len(blank) == 1 and sizes:
            found.add((min(sizes)[1], year))
    return found


def _without_land(block: Summary) -> Summary:
    """Blank the total without land, and land, in years in which a view leaves them out: one tells the other."""
    views = (block.get("views") or {}).values()
    sums = [view["without_land_mt"] for view in views if "without_land_mt" in view]
    years = {y for one in sums for y, v in one.items() if v is None}
    if not years:
        return {}
    whole = _blank(block.get("co2e_without_land_mt") or {}, years)
    sinks = block.get("sinks") or {}
    land = _blank(sinks.get("inventory_mt") or {}, years)
    return {"co2e_without_land_mt": whole, "sinks": {**sinks, "inventory_mt": land}}


def _blank(sums: Mapping[str, Any], years: Collection[str]) -> Summary:
    return {year: None if year in years else value for year, value in sums.items()}


def _file(table: str) -> str:
    return TABLES[table].file if table in TABLES else ""


def _alone(ledger: pl.DataFrame, column: str) -> set[tuple[str, str]]:
    """Give the sums, by label and year, that lines on closed cells are part of and fewer than two others."""
    lines = ledger.filter((pl.col("scope") == 1) & (pl.col("memo").fill_null("") == ""))
    is_open = pl.col("access").fill_null("").is_in(OPEN)
    counted = lines.group_by(column, "year").agg(
        closed=(~is_open).sum(), open=(is_open & (pl.col("amount_t") != 0)).sum()
    )
    few = counted.filter((pl.col("closed") > 0) & (pl.col("open") < ENOUGH))
    return {(row[column], str(row["year"])) for row in few.iter_rows(named=True)}
