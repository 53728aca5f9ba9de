"""The tables of a run, long form, in t CO2 and tce, sorted so that the same study gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl
import xarray as xr

from dualcarbon.diagnosis import multiplicative
from dualcarbon.peak.odds import Odds
from dualcarbon.quantities.draws import Draws
from dualcarbon.reference.records import FactorRecord
from dualcarbon.scenarios.tree import Series
from dualcarbon.study import cells
from dualcarbon.study.account import Account
from dualcarbon.study.cells import Cells
from dualcarbon.study.characteristics import Characteristics
from dualcarbon.study.futures import Future, Futures
from dualcarbon.study.whole import Whole
from dualcarbon.vocabulary.tables import TABLES

LEVELS = {"p05": 0.05, "p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95}
Rows = Iterable[dict[str, Any]]


def build(account: Account, past: Characteristics, futures: Futures) -> dict[str, pl.DataFrame]:
    """Give every table of a run by name."""
    by_name = futures.by_name
    tables = {
        "energy": _frame(_energy(account), ("year", "sector", "flow", "fuel")),
        "emissions": _frame(_emissions(account), ("year", "sector", "flow", "fuel", "purpose")),
        "factors": _frame(_factors(account), ("id",)),
        "totals": _frame(_totals(account), ("year",)),
        "bridge": _frame(_bridge(account), ("replication", "year")),
        "lmdi": _frame(_lmdi(past), ("start", "end")),
        "decoupling": _frame(_decoupling(past), ("start", "end")),
        "pathways": _frame((row for n, f in by_name.items() for row in _pathway(n, f)), ()),
        "pathway_cells": pl.concat([_cells(n, f) for n, f in by_name.items()]),
        "parameters": pl.concat([_parameters(n, f) for n, f in by_name.items()]),
        "assumptions": _frame((row for n, f in by_name.items() for row in _assumed(n, f)), ()),
        "fans": pl.concat(
            [
                _fan(n, b, getattr(f.ensemble, b))
                for n, f in by_name.items()
                for b in ("territorial", "adjusted")
            ]
        ),
        "members": pl.concat([peaks(n, f.odds["territorial"]) for n, f in by_name.items()]),
        "draws": draws(futures.draws),
        "targets": _frame((row for n, f in by_name.items() for row in _targets(n, f)), ()),
    }
    return {name: table if table.columns else _empty(name) for name, table in tables.items()}


def ledger(whole: Whole, signed: Cells) -> pl.DataFrame:
    """Give every line of the account, year by year, with the class and the signatures of its cells. [t of the gas, t CO2e]."""
    frame = cells.beside(whole.ledger.frame(whole.set_name), whole.ledger, signed)
    return frame.sort("year", "line")


def _empty(name: str) -> pl.DataFrame:
    """Give a table without rows the columns that it would have."""
    kinds = {"number": pl.Float64, "year": pl.Int64, "integer": pl.Int64}
    fields = TABLES[f"results/{name}"].fields
    return pl.DataFrame(schema={field.name: kinds.get(field.type, pl.String) for field in fields})


def table(name: str, rows: Rows) -> pl.DataFrame:
    """Give rows as the table of that name, with its columns also where there are no rows."""
    listed = list(rows)
    return pl.DataFrame(listed, infer_schema_length=None) if listed else _empty(name)


def _frame(rows: Rows, by: tuple[str, ...]) -> pl.DataFrame:
    table = pl.DataFrame(list(rows), infer_schema_length=None)
    return table.sort(by, maintain_order=True) if by and not table.is_empty() else table


def _energy(account: Account) -> Rows:
    """Give every cell of the account with the rows that it came from."""
    cell = ["year", "sector", "flow", "fuel"]
    rows = account.yearbook.energy_rows.group_by(cell, maintain_order=True)
    found = rows.agg(
        energy_tce=pl.col("value").sum(),
        source=pl.col("row").unique(maintain_order=True).str.join(" "),
    )
    yield from found.iter_rows(named=True)


def _emissions(account: Account) -> Rows:
    for (purpose, year, sector, flow, fuel), record in account.factors.records.items():
        if purpose == "user":
            continue
        here = {"year": year, "flow": flow, "fuel": fuel}
        amount = account.energy.sel(here)
        energy = float(amount.sel(sector=sector)) if sector else float(amount.sum())
        energy = -energy if flow == "export" else energy
        yield {
            **{
                "year": year,
                "sector": sector or "total",
                "flow": flow,
                "fuel": fuel,
                "purpose": purpose,
            },
            "energy_tce": energy,
            "factor_tco2_per_tce": record.value,
            "emissions_tco2": energy * record.value,
            "factor_record": record.id,
        }


def _factors(account: Account) -> Rows:
    used: dict[str, FactorRecord] = {r.id: r for r in account.factors.records.values()}
    names = (
        "id",
        "fuel",
        "sector",
        "flow",
        "purpose",
        "value",
        "unit",
        "lo95",
        "hi95",
        "first_year",
        "last_year",
        "tier",
        "source",
        "mark",
        "note",
    )
    for record in used.values():
        yield {name: getattr(record, name) for name in names}


def _totals(account: Account) -> Rows:
    book = account.yearbook
    for year in account.territorial.year.values.tolist():
        yield {
            "year": year,
            "territorial_tco2": float(account.territorial.sel(year=year)),
            "adjusted_tco2": float(account.adjusted.sel(year=year)),
            "energy_tce": float(account.energy_total.sel(year=year)),
            "gdp": None if book.gdp is None else float(book.gdp.sel(year=year)),
            "population_person": None
            if book.population is None
            else float(book.population.sel(year=year)),
        }


def _bridge(account: Account) -> Rows:
    for id, one in account.replications.items():
        for item, series in one.bridge.items():
            for year in series.year.values.tolist():
                yield {
                    "replication": id,
                    "year": year,
                    "item": item,
                    "emissions_tco2": float(series.sel(year=year)),
                }


def _lmdi(past: Characteristics) -> Rows:
    if past.drivers is None:
        return
    yearly = past.drivers.yearly
    for one in (*(p.chained for p in past.drivers.periods), *yearly):
        start, end = (int(str(y)) for y in one.period)
        within = [
            s for s in yearly if start <= int(str(s.period[0])) and int(str(s.period[1])) <= end
        ]
        grown = multiplicative.ratios(within, "sector")
        for name, effect in one.by("sector").items():
            for sector in effect.sector.values:
                yield {
                    "start": start,
                    "end": end,
                    "effect": name,
                    "sector": str(sector),
                    "effect_tco2": float(effect.sel(sector=sector)),
                    "effect_ratio": float(grown[name].sel(sector=sector)) if grown else None,
                }
        rest = float(past.apart.sel(year=end) - past.apart.sel(year=start))
        yield {
            "start": start,
            "end": end,
            "effect": "apart",
            "sector": "total",
            "effect_tco2": rest,
            "effect_ratio": None,
        }


def _decoupling(past: Characteristics) -> Rows:
    for one in past.decoupling:
        yield {
            "start": one.start,
            "end": one.end,
            "sector": "total",
            "elasticity": one.elasticity,
            "state": one.state,
        }


def _pathway(name: str, future: Future) -> Rows:
    middle = future.central
    series: dict[str, Series | None] = {
        "territorial_tco2": middle.totals.territorial[0],
        "adjusted_tco2": middle.totals.adjusted[0],
        "energy_tce": middle.totals.energy[0],
        "gdp": middle.parameters.get("gdp"),
        "population_person": middle.parameters.get("population"),
    }
    for place, year in enumerate(middle.years):
        yield {
            "scenario": name,
            "year": year,
            **{k: None if v is None else float(v[place]) for k, v in series.items()},
        }


def _cells(name: str, future: Future) -> pl.DataFrame:
    middle, count = future.central, len(future.central.years)
    nothing = np.zeros(count)
    parts = [
        pl.DataFrame(
            {
                "year": list(middle.years),
                "energy_tce": energy,
                "emissions_tco2": middle.emissions.get(cell, nothing),
            }
        ).select(
            pl.lit(name).alias("scenario"),
            "year",
            *(
                pl.lit(label).alias(dim)
                for dim, label in zip(("sector", "flow", "fuel"), cell, strict=True)
            ),
            "energy_tce",
            "emissions_tco2",
        )
        for cell, energy in sorted(middle.energy.items())
    ]
    return pl.concat(parts)


def _parameters(name: str, future: Future) -> pl.DataFrame:
    middle = future.central
    origin = future.scenario.origin
    parts = [
        pl.DataFrame({"year": list(middle.years), "value": values}).select(
            pl.lit(name).alias("scenario"),
            "year",
            pl.lit(key).alias("key"),
            "value",
            pl.lit(_origin(key, origin)).alias("source"),
        )
        for key, values in sorted(middle.parameters.items())
    ]
    return pl.concat(parts).filter(pl.col("value").is_not_nan())  # what is not known of the past


def _assumed(name: str, future: Future) -> Rows:
    """Give mark and source of every path that a scenario states; a part of a group may leave them to the group."""
    for group in future.scenario.paths.values():
        for path in group.parts.values() or (group,):
            yield {
                "scenario": name,
                "key": path.key,
                "mark": path.form.mark or group.form.mark,
                "source": path.form.source or group.form.source,
                "note": path.form.note or group.form.note,
            }


def _origin(key: str, origin: Mapping[str, str]) -> str:
    """Give the file that declares a path, or the group that a part belongs to."""
    return origin.get(key) or origin.get(key.rpartition(".")[0], "")


def _fan(name: str, boundary: str, members: xr.DataArray) -> pl.DataFrame:
    levels = np.quantile(members.values, list(LEVELS.values()), axis=0)
    return pl.DataFrame(
        {"year": members.year.values.tolist(), **dict(zip(LEVELS, levels, strict=True))}
    ).select(pl.lit(name).alias("scenario"), pl.lit(boundary).alias("boundary"), "year", *LEVELS)


def peaks(name: str, counted: Odds) -> pl.DataFrame:
    """Give the peak of every member of a scenario. [year], [t CO2]."""
    return pl.DataFrame(
        {
            "member": list(range(len(counted.amount))),
            "peak_year": counted.peak_years(),
            "peak_tco2": counted.amount.values,
            "verdict": [str(v) for v in counted.verdict.values],
        },
        schema_overrides={"peak_year": pl.Int64},
    ).select(pl.lit(name).alias("scenario"), "member", "peak_year", "peak_tco2", "verdict")


def draws(given: Draws) -> pl.DataFrame:
    """Give every draw, between 0 and 1; the distribution of its key turns it into a value."""
    members = list(range(given.members))
    parts = [
        pl.DataFrame({"member": members, "key": key, "value": given.uniform(key)})
        for key in given.keys
    ]
    return (
        pl.concat(parts)
        if parts
        else pl.DataFrame(schema={"member": pl.Int64, "key": pl.String, "value": pl.Float64})
    )


def _targets(name: str, future: Future) -> Rows:
    for one in (*future.goals, *future.national):
        row = one.row()
        wanted = (
            "id",
            "indicator",
            "year",
            "goal",
            "value",
            "gap",
            "state",
            "probability",
            "reason",
            "national",
        )
        yield {
            "scenario": name,
            **{
                k: float(row[k]) if k in ("value", "gap", "goal") and row[k] is not None else row[k]
                for k in wanted
            },
        }
