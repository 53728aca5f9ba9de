"""The summary of a run, schema ``dualcarbon/summary/1``: keys are added, never renamed.

Emissions in Mt CO2, energy in Mtce, shares as fractions, keys of years as strings; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xarray as xr

from dualcarbon.diagnosis.decomposition import Decomposition
from dualcarbon.diagnosis.decoupling import Decoupling
from dualcarbon.diagnosis.trend import Trend
from dualcarbon.inventory.replication import Replication
from dualcarbon.quantities.paths import Path
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.study import accounted, edition_use, judged, moved, regressed, stated, valued
from dualcarbon.study.account import Account
from dualcarbon.study.appraisal import Appraisal
from dualcarbon.study.characteristics import Characteristics
from dualcarbon.study.futures import Future, Futures
from dualcarbon.study.judged import odds, verdict
from dualcarbon.study.moved import Moved
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.statistical import Statistical
from dualcarbon.study.whole import Whole
from dualcarbon.targets.progress import Outcome
from dualcarbon.vocabulary.faults import Fault

SCHEMA = "dualcarbon/summary/1"
MT = 1e-6
Text = dict[str, str]


def summarise(
    prepared: Prepared,
    account: Whole,
    past: Characteristics,
    futures: Futures,
    beside: Statistical,
    worth: Appraisal,
    movers: Moved,
    warnings: tuple[Fault, ...],
    run: str,
) -> dict[str, Any]:
    """Give the summary of a run as plain values."""
    study, span = prepared.study, prepared.planted[2].years
    filled = (*prepared.account.yearbook.filled, *prepared.held.filled)
    return {
        "schema": SCHEMA,
        "region": study.region,
        "name": study.name,
        "title": {"en": study.title.en, "zh": study.title.zh},
        "base_year": study.base_year,
        "horizon": study.horizon,
        "run": run,
        "gwp": study.gwp,
        "price_year": study.price_year,
        "boundary": study.boundary,
        "convention": study.convention,
        "members": futures.draws.members,
        "seed": futures.draws.seed,
        "inventory": inventory(prepared.account),
        "account": accounted.account(study, account, prepared.rules, filled, prepared.cells.closed)
        | stated.stated(prepared, account)
        | edition_use.told(study, prepared.account, prepared.ledger),
        "diagnosis": diagnosis(study.boundary, past) | judged.districts(prepared.held.districts),
        "scenarios": {name: scenario(future) for name, future in futures.by_name.items()},
        "stirpat": regressed.plain(beside),
        "sensitivity": {**moved.plain(movers), "told": [warned(fault) for fault in movers.told]},
        "measures": valued.measures(worth, span),
        "projects": valued.projects(worth, span),
        "attribution": valued.attributions(worth),
        "appraisal": valued.terms(worth, prepared.listed, prepared.scenarios, span),
        "marks": marks(prepared),
        "warnings": [warned(fault) for fault in warnings],
    }


def marks(prepared: Prepared) -> dict[str, int]:
    """Count the factors, paths and goals that are computed (C), from memory (M) or assumed (A)."""
    paths = {p.place.text(): p for s in prepared.scenarios.values() for p in _all_paths(s)}
    found = [
        *(r.mark for r in {r.id: r for r in prepared.account.factors.records.values()}.values()),
        *(p.form.mark for p in paths.values()),
        *(t.mark for t in prepared.targets),
        *marks_of_measures(prepared),
    ]
    return {mark: found.count(mark) for mark in "CMA"}


def marks_of_measures(prepared: Prepared) -> Iterator[str]:
    """Give the marks of measures, of what they cost, of projects, prices and what is shared."""
    listed = prepared.listed
    for measure in listed.measures:
        yield measure.mark
        yield from (change.mark for change in measure.changes)
        if measure.cost is not None:
            yield measure.cost.mark
    yield from (p.mark for p in prepared.projects)
    yield from (r.mark for r in listed.resources)
    if listed.money is not None:
        yield listed.money.financial_rate.mark
        yield from (p.mark for p in listed.money.prices.values())
        if listed.money.carbon_price is not None:
            yield listed.money.carbon_price.mark


def _all_paths(scenario: Resolved) -> list[Path]:
    """Give the paths of a scenario, the parts of groups in place of the groups."""
    return [part for p in scenario.paths.values() for part in (p.parts.values() or [p])]


def inventory(account: Account) -> dict[str, Any]:
    """Give the totals of the account, and the replications of published ones."""
    sectors = account.by_sector
    return {
        "territorial_mt": by_year(account.territorial, MT),
        "territorial_range_mt": {
            bound: by_year(account.bounds.sel(bound=bound), MT) for bound in ("low", "high")
        },
        "adjusted_mt": by_year(account.adjusted, MT),
        "imports_mt": by_year(account.trade, MT),
        "by_sector_mt": {str(s): by_year(sectors.sel(sector=s), MT) for s in sectors.sector.values if bool((sectors.sel(sector=s) != 0).any())},
        "energy_mtce": by_year(account.energy_total, MT),
        "replications": [_replication(one) for one in account.replications.values()],
    }  # fmt: skip


def diagnosis(boundary: str, past: Characteristics) -> dict[str, Any]:
    """Give what the past shows."""
    units = {name: series.attrs["units"] for name, series in past.co2_intensity.items()}
    return {
        "energy_intensity": by_year(past.energy_intensity),
        "co2_intensity": by_year(past.co2_intensity.get(boundary)),
        "co2_intensity_by_boundary": {
            name: by_year(series) for name, series in past.co2_intensity.items()
        },
        "units": {
            "energy_intensity": ""
            if past.energy_intensity is None
            else past.energy_intensity.attrs["units"],
            "co2_intensity": units.get(boundary, ""),
        },
        "nonfossil_share": _nonfossil(past),
        "lmdi": [_lmdi(one, past.apart) for one in _decompositions(past)],
        "decoupling": [_decoupling(one) for one in past.decoupling],
        "trend": None if past.trend is None else _trend(past.trend),
        "peak": verdict(past.peak),
        **judged.parts(past.parts),
    }


def scenario(future: Future) -> dict[str, Any]:
    """Give what one scenario shows."""
    middle = future.central
    path = {
        str(y): float(v) * MT
        for y, v in zip(middle.years, middle.totals.territorial[0], strict=True)
    }
    adjusted = {
        str(y): float(v) * MT for y, v in zip(middle.years, middle.totals.adjusted[0], strict=True)
    }
    energy = {
        str(y): float(v) * MT for y, v in zip(middle.years, middle.totals.energy[0], strict=True)
    }
    one = future.neutrality.co2
    return {
        "title": dict(future.scenario.title),
        "description": dict(future.scenario.description),
        "extends": future.scenario.parent,
        "territorial_mt": path,
        "adjusted_mt": adjusted,
        "energy_mtce": energy,
        "peak": {**verdict(future.peaks["territorial"]), **odds(future.odds["territorial"])},
        "peak_adjusted": {**verdict(future.peaks["adjusted"]), **odds(future.odds["adjusted"])},
        **judged.parts(future.parts, future.sector_odds),
        "peak_confirmation": judged.causes(future.causes),
        "neutrality": {
            "state": one.state.value,
            "year": one.year,
            "residual_mt": None if one.residual is None else one.residual * MT,
            "reason": {lang: one.reason(lang) for lang in ("en", "zh")},
        },
        "cumulative_mt": future.cumulative * MT,
        "targets": [outcome(o) for o in (*future.goals, *future.national)],
    }


def outcome(one: Outcome) -> dict[str, Any]:
    """Give a goal in a scenario as plain values."""
    told = {lang: one.reason.message(lang) for lang in ("en", "zh")} if one.reason else None
    target = one.target
    return {
        **one.row(),
        "title": {"en": target.title.en, "zh": target.title.zh},
        "unit": target.unit,
        "reason": told,
        "range": None if one.range is None else list(one.range),
        "source": target.source,
        "mark": target.mark,
        "notes": [warned(fault) for fault in one.notes],
    }


def warned(fault: Fault) -> dict[str, Any]:
    """Give a warning as plain values, in both languages."""
    return {
        "code": fault.code,
        "message": {lang: fault.sentence(lang) for lang in ("en", "zh")},
        "where": fault.place.text(),
    }


def by_year(series: xr.DataArray | None, factor: float = 1.0) -> dict[str, float]:
    """Give a series (year) with years as strings."""
    if series is None:
        return {}
    return {
        str(int(y)): float(v) * factor
        for y, v in zip(series.year.values, series.values, strict=True)
    }


def _replication(one: Replication) -> dict[str, Any]:
    sectors = one.by_sector.sector.values
    total = (
        one.published.sel(sector="total")
        if "total" in one.published.sector.values
        else one.published.sum("sector")
    )
    return {
        "id": one.id,
        "boundary": one.id,
        "co2_mt": by_year(one.total, MT),
        "by_sector_mt": {str(s): by_year(one.by_sector.sel(sector=s), MT) for s in sectors},
        "published_mt": by_year(total, MT),
        "bridge_mt": {item: by_year(series, MT) for item, series in one.bridge.items()},
    }


def _nonfossil(past: Characteristics) -> dict[str, Any]:
    share = past.nonfossil
    if share is None:
        why = {
            "en": "primary non-fossil electricity is not told apart in the account",
            "zh": "账户未单列一次非化石电力",
        }
        return {"refused": why}
    both = {
        "calorific": by_year(share.calorific),
        "coal_equivalent": by_year(share.coal_equivalent),
    }
    refusal = next((w for w in share.warnings if w.code in ("INT009", "INT010")), None)
    if refusal is None:
        return by_year(share.official)
    return {"refused": {lang: refusal.sentence(lang) for lang in ("en", "zh")}, **both}


def _decompositions(past: Characteristics) -> list[Decomposition]:
    if past.drivers is None:
        return []
    return [*(p.chained for p in past.drivers.periods), *past.drivers.yearly]


def _lmdi(one: Decomposition, apart: xr.DataArray) -> dict[str, Any]:
    """Give a decomposition with what stands apart as an effect of its own, so that all of it adds up."""
    start, end = (int(str(y)) for y in one.period)
    rest = float(apart.sel(year=end) - apart.sel(year=start))
    effects = {name: value * MT for name, value in one.totals.items()}
    if bool((apart != 0).any()):
        effects["apart"] = rest * MT
    return {
        "from": start,
        "to": end,
        "change_mt": (one.change + rest) * MT,
        "effects_mt": effects,
        "ratios": dict(one.ratios),
        "residual": one.residual * MT,
    }


def _decoupling(one: Decoupling) -> dict[str, Any]:
    return {"from": one.start, "to": one.end, "elasticity": one.elasticity, "state": one.state}


def _trend(one: Trend) -> dict[str, Any]:
    return {
        "s": one.s,
        "z": one.z,
        "p": one.p,
        "p_calibrated": one.p_calibrated,
        "p_hamed_rao": one.p_hamed_rao,
        "autocorrelation": one.autocorrelation,
        "slope_mt_per_year": one.slope * MT,
        "slope_low_mt_per_year": one.slope_low * MT,
        "slope_high_mt_per_year": one.slope_high * MT,
    }
