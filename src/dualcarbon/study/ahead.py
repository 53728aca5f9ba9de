"""The whole account ahead: every gas, source and sink of a study to the horizon, scenario by scenario."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from dualcarbon.errors import InputError
from dualcarbon.inventory.activities import on_years
from dualcarbon.inventory.land.forest_lines import COMPARED
from dualcarbon.inventory.ledger import Activity, Ledger, Line
from dualcarbon.scenarios import projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.beyond import PEOPLE, Beyond, Part, abated_keys, emitted, key_of, of_cells
from dualcarbon.scenarios.end_uses import Cell, Series
from dualcarbon.scenarios.folding import group
from dualcarbon.scenarios.tree import Observed, Tree
from dualcarbon.study import ledger as ledgers
from dualcarbon.study.account import Account
from dualcarbon.study.burnt_anew import taken
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.whole import energy_carbon
from dualcarbon.vocabulary.faults import Fault, note

EXACT = 1e-9
"""How far what is carried ahead may be from the account in the base year. [1]"""


@dataclass(frozen=True, slots=True)
class Carried:
    """The account beside energy made ready for scenarios, or nothing with the reason in ``warnings``."""

    beyond: Beyond | None = None
    warnings: tuple[Fault, ...] = ()


def carry(
    study: StudyFile,
    account: Account,
    own: pl.DataFrame | None,
    ledger: Ledger,
    planted: tuple[Observed, Tree, Span],
) -> Carried:
    """Compile the lines beside energy again over the years to come, their activity held at the base year's.

    Where that cannot be done the reason is in the warnings: a line without a figure of the base year, a number or a choice
    that a later year lacks, or lines that do not give the account back.
    """
    home, base, (seen, tree, _) = ledger.territorial, study.base_year, planted
    amounts = dict(zip((x.id for x in home.lines), home.amounts()[:, -1].tolist(), strict=True))
    if lacking := sorted({x.category for x in home.lines if not np.isfinite(amounts[x.id])}):
        names = ", ".join(lacking)
        why = {"en": f"{names} has no figure of {base}", "zh": f"{names} 缺少 {base} 年数据"}
        return Carried(None, (note("AHD003", why=why),))
    rows, told = _rows(account, home, study.horizon)
    try:
        ahead = ledgers.ahead(study, account, own, rows)
    except InputError as error:
        why = {lang: error.faults[0].message(lang) for lang in ("en", "zh")}
        return Carried(None, (note("AHD003", why=why),))
    carried = [x for x in ahead.lines if x.counts and amounts.get(x.id) and x.activities]
    lines = tuple(sorted(carried, key=_place))
    if mixed := in_two_units(lines):
        names = ", ".join(mixed)
        why = {"en": f"{names} is read in two units", "zh": f"{names} 以两种单位读取"}
        return Carried(None, (note("AHD003", why=why),))
    inside = {line.id for line in ahead.lines}
    others = [x for x in home.lines if x.id not in inside and not energy_carbon(x)]
    others.sort(key=_place)
    energy = {cell: float(values[-1]) for cell, values in seen.energy.items()}
    gases = of_cells([(x, amounts[x.id]) for x in others], cell_of(energy), energy)
    gases = {part: of_chains(factors, tree, energy) for part, factors in gases.items()}
    years = tuple(range(base, study.horizon + 1))
    compared = [a for x in lines if x.method in COMPARED for a in x.activities]
    onward = {key_of(a): on_years(a, years).values for a in compared}
    shelf = ledgers.shelf_of(study, own, account.standing)
    anew = taken(tree, gases, _burning(seen, tree), shelf, base)
    whole = Ledger(ahead.years, lines)
    every = merged(gases, anew.factors)
    found = Beyond(
        whole, years, every, study.gwp, _units(lines), _past(lines, home), anew.numbers, anew.lacking, onward
    )  # fmt: skip
    off = _gap(found, home, planted)
    return Carried(None, (off,)) if off else Carried(found, tuple(told))


def _place(line: Line) -> tuple[str, ...]:
    """Give a line's place in sums, which may not depend on the order of rows in a file."""
    read = ",".join(one.name for one in line.activities)
    return line.category, line.gas, line.sector, line.flow, line.fuel, line.item, line.kind, read


def with_activity(
    planted: tuple[Observed, Tree, Span], carried: Carried
) -> tuple[Observed, Tree, Span]:
    """Give the tree the keys of activity beside energy, so that scenarios may speak of them."""
    seen, tree, span = planted
    if carried.beyond is None:
        return planted
    units = {**tree.units, **carried.beyond.units}
    return seen, replace(tree, units=units, beyond=carried.beyond), span


def merged(
    known: Mapping[Part, Mapping[Cell, float]], more: Mapping[Part, Mapping[Cell, float]]
) -> dict[Part, Mapping[Cell, float]]:
    """Put factors of gases of other cells beside those that are known.

    Parameters
    ----------
    known, more : mapping of mapping of float
        By part and cell. [t of the gas per tce]
    """
    return {part: {**known.get(part, {}), **more.get(part, {})} for part in {**known, **more}}


def cell_of(energy: Mapping[Cell, float]) -> Callable[[Line], Cell]:
    """Give the cell of the tree that a line of a fuel belongs to: its own, or that of its group of fuels."""

    def cell(line: Line) -> Cell:
        own = (line.sector, line.flow, line.fuel)
        return own if own in energy or not line.fuel else group(own)

    return cell


def of_chains(
    factors: Mapping[Cell, float], tree: Tree, account: Collection[Cell]
) -> dict[Cell, float]:
    """Give factors of gases with those of what chains take of a cell: they burn as it did in the account.

    Parameters
    ----------
    factors : mapping of float
        By cell of the account. [t of the gas per tce]
    tree : Tree
        The region's tree, with its chains.
    account : collection of tuple
        Cells of the account.
    """
    homes = {cell: chain.home(cell, account) for chain in tree.chains for cell in chain.cells()}
    more = {cell: factors[home] for cell, home in homes.items() if home and home in factors}
    return {**factors, **more}


def _rows(account: Account, home: Ledger, horizon: int) -> tuple[pl.DataFrame, list[Fault]]:
    """Give the rows of activity with rows to the horizon behind them: the base year's, or going on where stocks are compared."""
    base = home.years[-1]
    rows = account.yearbook.activity
    rows = rows if rows.is_empty() else rows.filter(pl.col("year") <= base)
    grown = {a.name for x in home.lines if x.method in COMPARED for a in x.activities}
    more: list[pl.DataFrame] = []
    told: list[Fault] = []
    if rows.is_empty():
        return rows, told
    for key, series in rows.group_by(["indicator", "kind"], maintain_order=True):
        name = "/".join(str(part) for part in key if part)
        known = series.filter(pl.col("value").is_not_null() & (pl.col("year") <= base)).sort("year")
        if known.is_empty() or (name not in grown and known["year"][-1] != base):
            continue
        last, step = known.tail(1), _step(known) if name in grown else 0.0
        if last["year"][0] < base:
            told.append(note("AHD004", key=key_of(name), year=base))
        years = pl.Series("year", range(last["year"][0] + 1, horizon + 1), dtype=last["year"].dtype)
        ahead = last.drop("year").join(years.to_frame(), how="cross").select(rows.columns)
        moved = pl.col("value") + step * (pl.col("year") - last["year"][0])
        more.append(ahead.with_columns(value=moved, row=pl.lit(f"scenario {key_of(name)}")))
    return pl.concat([rows, *more]), told


def _step(known: pl.DataFrame) -> float:
    """Give the yearly change between the last two rows of a series. [unit of the series per year]."""
    if known.height < 2:
        return 0.0
    before, last = (known.row(place, named=True) for place in (-2, -1))
    return float((last["value"] - before["value"]) / (last["year"] - before["year"]))


def _series(lines: Iterable[Line]) -> dict[str, Activity]:
    """Give the activities of lines by the key of their path, people apart: the tree carries those.

    What ends before the last year, as a bank before the first filling, is of the past and has no path.
    """
    last = max((line.years[-1] for line in lines), default=0)
    found = {key_of(a): a for line in lines for a in line.activities if a.years[-1] >= last}
    return {key: series for key, series in found.items() if key != PEOPLE}


def in_two_units(lines: Iterable[Line]) -> list[str]:
    """Give the keys of activities that lines read in different units, sorted: one path could not serve both.

    Parameters
    ----------
    lines : iterable of Line
        Lines to be carried ahead.
    """
    units: dict[str, set[str]] = {}
    for line in lines:
        for series in line.activities:
            units.setdefault(key_of(series), set()).add(series.unit)
    return sorted(key for key, found in units.items() if len(found) > 1)


def _units(lines: Sequence[Line]) -> dict[str, str]:
    """Give the unit of each path: of activity, and of the share that is kept from the air."""
    units = {key: series.unit for key, series in _series(lines).items()}
    return units | dict.fromkeys(abated_keys(lines), "1")


def _past(lines: Sequence[Line], home: Ledger) -> dict[str, Series]:
    """Give what was before the scenarios begin (year): activity as counted, nothing abated."""
    past = {key: on_years(series, home.years).values for key, series in _series(lines).items()}
    return past | {key: np.zeros(len(home.years)) for key in abated_keys(lines)}


def _burning(seen: Observed, tree: Tree) -> dict[Cell, Series]:
    """Give the energy of the tree's cells in the base year, (1, 1). [tce]."""
    whole = {key: v[None, -1:] for key, v in projection.observed(seen, tree).items()}
    return projection.project(whole, tree)


def _gap(found: Beyond, home: Ledger, planted: tuple[Observed, Tree, Span]) -> Fault | None:
    """Hold what is carried ahead, and the carbon dioxide of energy, to the account of the base year."""
    seen, tree, _ = planted
    years = len(found.years)
    given = {key: np.full((1, years), series[-1]) for key, series in found.past.items()}
    cells = _burning(seen, tree)
    factor = {cell: v[-1:] for cell, v in seen.factor.items()}
    burnt = float(projection.totals(cells, factor, {}, None).territorial[0, 0])
    ours = burnt + float(sum(v[0, 0] for v in emitted(found, given, cells).values()))
    theirs = float(home.total(found.set_name)[-1])
    if abs(ours - theirs) <= EXACT * max(abs(ours), abs(theirs), 1.0):
        return None
    return note("AHD002", ahead=ours / 1e6, account=theirs / 1e6, year=home.years[-1])
