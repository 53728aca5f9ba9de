"""From the yearbook to the region's carbon account: emissions, totals, replications, checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory import (
    blast_furnace,
    carbon_balance,
    closure,
    combustion,
    double_counting,
    emission_factors,
    losses,
    replication,
    totals,
    uncertainty,
)
from dualcarbon.inventory.emission_factors import Factors
from dualcarbon.inventory.replication import Replication
from dualcarbon.quantities.draws import Draws
from dualcarbon.reference.records import FactorRecord
from dualcarbon.scenarios.folding import folded
from dualcarbon.scenarios.tree import IMPORT, Cell, Observed, Series, cells
from dualcarbon.study import editions
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.editions import Standing
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import SECTORS
from dualcarbon.yearbook import balance
from dualcarbon.yearbook.yearbook import Yearbook

BOUND_DRAWS = 1024
"""Draws of the factors' ranges: the bounds are then known to about a tenth of a per cent. [members]"""


@dataclass(frozen=True, slots=True)
class Account:
    """The carbon account of a region.

    ``energy`` (year, sector, flow, fuel) [tce]; ``emissions`` over the same dimensions [t CO2];
    ``territorial``, ``trade``, ``adjusted`` (year) [t CO2]; ``bounds`` (bound, year) holds 95 % of the territorial
    total for the ranges of its factors [t CO2]; ``energy_total`` (year) [tce]; ``own`` are the study's own factors,
    ``standing`` the editions that its numbers are taken from.
    """

    yearbook: Yearbook
    energy: xr.DataArray
    factors: Factors
    emissions: xr.DataArray
    territorial: xr.DataArray
    bounds: xr.DataArray
    trade: xr.DataArray
    adjusted: xr.DataArray
    energy_total: xr.DataArray
    replications: Mapping[str, Replication]
    warnings: tuple[Fault, ...]
    own: tuple[FactorRecord, ...] = ()
    standing: Standing = field(default_factory=Standing)

    @property
    def by_sector(self) -> xr.DataArray:
        """Direct emissions (year, sector). [t CO2]."""
        return totals.by_sector(self.emissions)


def keep(
    study: StudyFile,
    yearbook: Yearbook,
    local: pl.DataFrame | None,
    standing: Standing | None = None,
) -> Account:
    """Compute the account of a yearbook, with the editions of factors that the study names.

    Raises
    ------
    InputError
        No fuel is burnt in the account, or a replication lacks a factor.
    """
    energy = yearbook.energy
    if energy is None or not emission_factors.burnt(energy):
        raise InputError(faults=[note("INV006")])
    if faults := [*double_counting.faults(energy), *_unknown_cells(study, energy)]:
        raise InputError(faults=faults)
    charged = [(c.sector, c.flow) for r in study.replications for s in r.sectors for c in s.cells]
    own = own_records(local, study.region)
    standing = standing or editions.standing(study.account, ())
    rules = study.account.energy
    how = losses.way(rules.losses, balanced=yearbook.balance is not None)
    gases = (
        *blast_furnace.records(energy, rules.blast_furnace, study.region),
        *losses.records(energy, how, own, study.region),
    )
    factors = emission_factors.assign(
        energy,
        [*own, *gases, *standing.factors],
        region=study.region,
        charged=charged,
        convention=study.convention,
        editions=standing.order,
    )
    if yearbook.balance is not None:
        table = balance.in_standard_coal(yearbook.balance, study.convention)
        table = table.sel(year=energy.year.values)
        factors = carbon_balance.counted(factors, energy, table, rules.residuals)
    emissions = combustion.from_energy(energy, factors.direct)
    territorial = totals.territorial(emissions)
    at = totals.trade_factor(energy, emissions, factors.trade)
    trade = totals.net_trade(energy, at)
    factors = emission_factors.with_sales(factors, at)
    replications, gaps = _replications(study, yearbook, energy, factors, emissions, trade)
    found = [
        *standing.warnings,
        *factors.warnings,
        *emission_factors.balancing(energy, factors),
        *emission_factors.idle(own, energy, factors),
        *losses.faults(energy, how),
        *_checks(energy),
        *_outside(energy),
        *(_products(energy) if yearbook.balance is None else ()),
        *gaps,
        *([note("INV017")] if study.boundary == "adjusted" else []),
    ]
    return Account(
        yearbook, energy, factors, emissions, territorial, _bounds(study, energy, factors), trade, totals.adjusted(territorial, trade),
        _energy_total(energy), replications, tuple(found), (*own, *gases), standing,
    )  # fmt: skip


def _bounds(study: StudyFile, energy: xr.DataArray, factors: Factors) -> xr.DataArray:
    """Draw the territorial total over the ranges of its factors, by the study's own seed. [t CO2]."""
    draws = Draws(uncertainty.keys(factors.records), BOUND_DRAWS, study.seed)
    return uncertainty.interval(uncertainty.spread(energy, factors.records, draws))


def own_records(local: pl.DataFrame | None, region: str) -> list[FactorRecord]:
    """Turn the rows of factors.csv into factor records; a record's id is its line."""
    if local is None:
        return []
    return [
        FactorRecord(
            id=f"factors.csv:{row['line']}", fuel=row["fuel"], value=row["value"], unit=row["unit"],
            lo95=row["lo95"], hi95=row["hi95"], first_year=row["year"], last_year=row["year"], region=region,
            sector=row["sector"] or "", flow=row["flow"] or "", purpose=row["purpose"], source=row["source"], mark=row["mark"] or "",
        )
        for row in local.iter_rows(named=True)
    ]  # fmt: skip


def observed(account: Account) -> Observed:
    """Give what the scenarios start from; a balance table in single fuels is seen in groups of them."""
    book = account.yearbook
    energy = _tradeless(cells(account.energy))
    factor = {
        c: _series(account.factors.direct, c)
        for c in energy
        if c[2] not in emission_factors.UNBURNT and c[1] != "import"
    }
    value_added = (
        {}
        if book.value_added is None
        else {str(s): book.value_added.sel(sector=s).values for s in book.value_added.sector.values}
    )
    if book.balance is not None:
        energy, factor = folded(energy, factor)
    bought = (
        account.factors.trade.sel(fuel="electricity").values
        if "electricity" in account.factors.trade.fuel.values
        else None
    )
    return Observed(
        years=tuple(int(y) for y in account.energy.year.values),
        population=None if book.population is None else book.population.values,
        gdp=None if book.gdp is None else book.gdp.values,
        value_added=value_added,
        energy=energy,
        factor=factor,
        import_factor=bought,
        money="money" if book.gdp is None else str(book.gdp.attrs["units"]),
    )


def _tradeless(account: Mapping[Cell, Series]) -> dict[Cell, Series]:
    """Net imports and exports of electricity into one cell; leave other trade and totals out of the tree."""
    found = {c: v for c, v in account.items() if c[1] not in totals.TRADE and c[2] != "total"}
    sign = {"import": 1.0, "export": -1.0}
    traded = [
        sign[w] * v for (_, w, f), v in account.items() if w in totals.TRADE and f == "electricity"
    ]
    return found | ({IMPORT: np.sum(traded, axis=0)} if traded else {})


def _series(values: xr.DataArray, cell: Cell) -> Series:
    sector, flow, fuel = cell
    return np.asarray(values.sel(sector=sector, flow=flow, fuel=fuel).values, dtype=float)


def _energy_total(energy: xr.DataArray) -> xr.DataArray:
    """Sum what all sectors use of all fuels, outputs of transformation taken off. [tce]."""
    inside = [w for w in energy.flow.values if w not in totals.TRADE]
    fuels = [f for f in energy.fuel.values if f != "total"]
    return (
        energy.sel(flow=inside, fuel=fuels)
        .sum(["sector", "flow", "fuel"])
        .assign_attrs(units="tce")
    )


def _checks(energy: xr.DataArray) -> list[Fault]:
    if "final" not in energy.flow.values:
        return []
    present = [c for c in totals.CARRIERS if c in energy.fuel.values]
    return [fault for carrier in present for fault in closure.carrier(energy, carrier).faults()]


def _outside(energy: xr.DataArray) -> list[Fault]:
    """Tell of traded heat: the totals of history hold it, the scenarios trade electricity only."""
    flows = [w for w in energy.flow.values if w in totals.TRADE and "heat" in energy.fuel.values]
    return [
        note("SCN013", fuel="heat", flow=flow)
        for flow in flows
        if bool((energy.sel(flow=flow, fuel="heat") != 0).any())
    ]


def _products(energy: xr.DataArray) -> list[Fault]:
    """Say what a row of feedstock means, where there is one."""
    if "feedstock" not in energy.flow.values:
        return []
    apart = energy.sel(flow="feedstock").sum(["sector", "fuel"])
    last = int(apart.year.values[-1])
    return [note("INV016", year=last, value=float(apart[-1]))] if bool((apart != 0).any()) else []


def _replications(
    study: StudyFile,
    yearbook: Yearbook,
    energy: xr.DataArray,
    factors: Factors,
    emissions: xr.DataArray,
    trade: xr.DataArray,
) -> tuple[dict[str, Replication], list[Fault]]:
    found: dict[str, Replication] = {}
    gaps: list[Fault] = []
    charged = replication.charged(energy, factors.direct, factors.user)
    for wanted in study.replications:
        pairs = {s.sector: [(c.sector, c.flow) for c in s.cells] for s in wanted.sectors}
        printed = _published(yearbook.published, wanted.id, energy.year.values)
        years = printed.year.values
        own = {"charged": charged, "emissions": emissions, "trade": trade}
        same = {name: array.sel(year=years) for name, array in own.items()}
        one = replication.replicate(wanted.id, pairs, published=printed, **same)
        known = {(e.sector, e.year): {"en": e.why.en, "zh": e.why.zh} for e in wanted.exceptions}
        gaps += [_gap(one, known, *miss) for miss in one.misses()]
        gaps += _unmatched(one)
        found[wanted.id] = one
    return found, gaps


def _unmatched(one: Replication) -> list[Fault]:
    """Tell of sectors that only the publication or only the replication has, and how far the totals are apart."""
    ours, theirs = ({str(s) for s in a.sector.values} for a in (one.by_sector, one.published))
    alone = sorted((ours ^ theirs) - {"total"})
    if not alone:
        return []
    gap = one.bridge.get("unexplained", 0.0 * one.total)
    year = int(gap.year.values[abs(gap).values.argmax()])
    far, listed = float(gap.sel(year=year)), ", ".join(alone)
    return [note("INV013", id=one.id, sectors=listed, year=year, gap=far)]


def _unknown_cells(study: StudyFile, energy: xr.DataArray) -> list[Fault]:
    """Give the cells that a replication counts but the account has no row of."""
    present = {"sector": set(energy.sector.values), "flow": set(energy.flow.values)}
    return [
        note(
            "INV012",
            Place(file="study.toml", key="replications"),
            id=r.id,
            sector=c.sector,
            flow=c.flow,
        )
        for r in study.replications
        for s in r.sectors
        for c in s.cells
        if c.sector not in present["sector"] or c.flow not in present["flow"]
    ]


def _published(table: pl.DataFrame | None, id: str, years: np.ndarray) -> xr.DataArray:
    """Give the printed figures of a replication in the years that have its total, (year, sector). [t CO2]."""
    if table is None or table.is_empty() or (table["id"] == id).sum() == 0:
        raise InputError(faults=[note("INV009", id=id)])
    rows = table.filter(pl.col("id") == id)
    sectors = sorted(set(rows["sector"]))
    wide = xr.DataArray(
        np.full((len(years), len(sectors)), np.nan),
        coords={"year": years, "sector": sectors},
        dims=("year", "sector"),
    )
    for row in rows.filter(pl.col("year").is_in(years.tolist())).iter_rows(named=True):
        wide.loc[{"year": row["year"], "sector": row["sector"]}] = row["value"]
    whole = (
        wide.sel(sector="total", drop=True)
        if "total" in sectors
        else wide.sum("sector", skipna=False)
    )
    return wide.sel(year=whole.notnull()).assign_attrs(units="t CO2")


def _gap(
    one: Replication,
    known: Mapping[tuple[str, int], Mapping[str, str]],
    sector: str,
    year: int,
    gap: float,
) -> Fault:
    why = known.get((sector, year), {"en": "not explained", "zh": "未能解释"})
    published, ours = (
        float(a.sel(year=year, sector=sector)) for a in (one.published, one.by_sector)
    )
    amounts = {"published": f"{published / 1e6:.9g}", "ours": f"{ours / 1e6:.9g}", "gap": gap}
    return note(
        "INV004", None, id=one.id, sector=SECTORS.both(sector), year=year, why=dict(why), **amounts
    )
