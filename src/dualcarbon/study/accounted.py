"""The whole account as plain values: the block ``account`` of the summary. Mt = 10^6 t; what is not known is nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dualcarbon.inventory.key_categories import KeyCategory, is_land
from dualcarbon.inventory.ledger import KEPT, Floats, Ledger
from dualcarbon.inventory.propagation import Effect
from dualcarbon.inventory.rules import Rule
from dualcarbon.inventory.views.rows import View
from dualcarbon.sensitivity.improvement import Improvement
from dualcarbon.study import viewed
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.examined import Examined
from dualcarbon.study.viewed import by_year
from dualcarbon.study.whole import UNKNOWN, Whole, sums
from dualcarbon.vocabulary.names import CATEGORIES, FLOWS, FUELS, INDICATORS, SECTORS
from dualcarbon.yearbook.filled import Filled
from dualcarbon.yearbook.validation import Check

MT = 1e-6
TORNADO = 20
ByYear = dict[str, float | None]


def account(
    study: StudyFile,
    whole: Whole,
    rules: Sequence[Rule] = (),
    filled: Sequence[Filled] = (),
    closed: Collection[str] = (),
) -> dict[str, Any]:
    """Give the block of the summary."""
    home, years, gases = whole.territorial, whole.years, whole.set_name
    complete = dict(zip(map(str, years), home.complete().tolist(), strict=True))
    return {
        "years": [str(y) for y in years],
        "gwp": gases,
        "ipcc": study.account.ipcc,
        "guideline": study.account.guideline,
        "lines": len(whole.ledger.lines),
        "complete": complete,
        "since": whole.since,
        "co2e_mt": by_year(years, home.total(gases)),
        "co2e_without_land_mt": by_year(years, sums(home, lambda x: not is_land(x), gases)),
        "by_gas_mt": {gas: by_year(years, v) for gas, v in home.by_gas().items()},
        "by_gas_co2e_mt": {gas: by_year(years, v) for gas, v in home.by(lambda x: x.gas, gases).items()},
        "by_category_mt": _by_category(home, gases),
        "key_categories": _key(whole),
        "uncertainty": _uncertainty(whole),
        "tornado": [_swing(e, len(years) - 1) for e in whole.propagated.tornado(years[-1], TORNADO)],
        "improve": [_improvement(one) for one in whole.improvements],
        "sinks": sinks(whole.ledger, gases),
        "memo": _memo(whole.ledger, gases),
        "views": viewed.views(study, whole.ledger, closed)[0],
        "completeness": _completeness(whole.by_category),
        "left_out": _left_out(whole.ledger),
        **_examined(whole.examined),
        "filled": [_filled(one) for one in filled],
        "rules": [{"id": r.id, "state": r.state, "sentence": dict(r.sentence)} for r in rules],
    }  # fmt: skip


def _examined(found: Examined) -> dict[str, Any]:
    """Give the checks of the balance, the reference approach beside the sectoral one, and both totals of energy."""
    checks = [_check(c) for c in found.checks]
    if found.reference is None or found.gap is None or found.totals is None:
        return {"checks": checks, "reference_approach": None, "energy_totals_mtce": None}
    years = [int(y) for y in found.reference.year.values]
    totals = {
        str(c): by_year(years, found.totals.sel(convention=c).values)
        for c in found.totals.convention.values
    }
    approach = {"mt": by_year(years, found.reference.values), "gap": by_year(years, found.gap.values, 1.0)}  # fmt: skip
    return {"checks": checks, "reference_approach": approach, "energy_totals_mtce": totals}


def _check(one: Check) -> dict[str, Any]:
    """Give a check in a year; one that cannot be tested has no residual."""
    numbers = {"residual": one.residual, "tolerance": one.tolerance}
    known = {name: None if np.isnan(v) else float(v) for name, v in numbers.items()}
    words = {"unit": one.unit, "severity": one.severity, "sentence": one.sentence}
    return {"id": one.id, "year": str(one.year), "state": one.state, **known, **words}


def _filled(one: Filled) -> dict[str, Any]:
    """Give what a method filled: the series, the years, the values with their ranges, and the sentence."""
    bounds = zip(one.years, one.values, one.lo95, one.hi95, strict=True)
    return {
        "table": one.table, "key": dict(one.key), "name": dict(one.name), "method": one.method, "unit": one.unit, "row": one.row,
        "years": {str(y): {"value": v, "lo95": low, "hi95": high} for y, v, low, high in bounds},
        "sentence": {lang: one.fault.sentence(lang) for lang in ("en", "zh")},
    }  # fmt: skip


def _completeness(view: View) -> list[dict[str, Any]]:
    """Give the categories without a value in some year, and the key that stands in its place."""
    found = []
    for row in view.rows:
        keys = {str(y): k for y, k in zip(view.years, row.notation, strict=True) if k}
        if keys and len(row.id) > 1:
            found.append({"category": row.id, "name": CATEGORIES.both(row.id), "years": keys})
    return found


def _left_out(ledger: Ledger) -> list[dict[str, Any]]:
    """Give the cells of energy and activity that hold a notation key and no figure; totals are without them."""
    cells: dict[str, dict[str, str]] = {}
    for (name, year), key in sorted(ledger.notation.items()):
        if year in ledger.years:
            cells.setdefault(name, {})[str(year)] = key
    return [_cell(name, keys) for name, keys in cells.items()]


def _cell(name: str, keys: dict[str, str]) -> dict[str, Any]:
    """Name a cell: sector, flow and fuel of energy, indicator and kind of activity."""
    indicator, _, kind = name.partition("/")
    if indicator in INDICATORS:
        of = INDICATORS.both(indicator)
        told = {lang: of[lang] + (f", {kind}" if kind else "") for lang in ("en", "zh")}
        return {"indicator": indicator, "kind": kind, "name": told, "years": keys}
    sector, flow, fuel = name.split("/")
    names = (SECTORS.both(sector), FLOWS.both(flow), FUELS.both(fuel))
    cell = {lang: ", ".join(name[lang] for name in names) for lang in ("en", "zh")}
    return {"sector": sector, "flow": flow, "fuel": fuel, "name": cell, "years": keys}


def sinks(ledger: Ledger, gases: str) -> dict[str, ByYear]:
    """Give the three ledgers of sinks beside each other; they are never added here."""
    removed = {
        "inventory": sums(
            ledger, lambda x: x.counts and is_land(x), gases
        ),
        "project": sums(ledger, lambda x: x.ledger == "project", gases),
        "natural": sums(ledger, lambda x: x.ledger == "natural", gases),
    }  # fmt: skip
    return {f"{name}_mt": by_year(ledger.years, removed[name]) for name in KEPT}


def _by_category(home: Ledger, gases: str) -> dict[str, ByYear]:
    """Sum by category; one of which nothing but keys stands in a year has no value there, though the total goes on."""
    found = home.by(lambda x: x.category, gases)
    silent: dict[str, Floats] = {}
    for line in home.lines:
        said = np.isnan(line.amounts()) & np.array([key in UNKNOWN for key in home.keys(line)])
        silent[line.category] = said & silent.get(line.category, np.ones(len(home.years), bool))
    ordered = sorted(found, key=CATEGORIES.rank)
    return {id: by_year(home.years, np.where(silent[id], np.nan, found[id])) for id in ordered}


def _memo(ledger: Ledger, gases: str) -> dict[str, ByYear]:
    kept = ledger.where(lambda x: bool(x.memo) and x.ledger == "inventory")
    return {n: by_year(ledger.years, v) for n, v in kept.by(lambda x: x.memo, gases).items()}


def _key(whole: Whole) -> dict[str, Any]:
    return {
        "year": str(whole.years[-1]),
        "base": None if whole.since in (None, whole.years[-1]) else str(whole.since),
        "level": [_category(one) for one in whole.level],
        "trend": [_category(one) for one in whole.trend],
    }


def _category(one: KeyCategory) -> dict[str, Any]:
    return {
        "category": one.category,
        "gas": one.gas,
        "name": CATEGORIES.both(one.category),
        "mt": one.amount * MT,
        "share": one.share,
        "cumulative": one.cumulative,
        "key": one.key,
    }


def _uncertainty(whole: Whole) -> dict[str, Any]:
    years, base = whole.years, len(whole.years) - 1
    low, high = whole.spread.bounds()
    with np.errstate(invalid="ignore"):
        half = whole.propagated.half / np.abs(whole.propagated.total)
    return {
        "year": str(years[-1]),
        "members": len(whole.spread.total),
        "co2e_mt": {"low": by_year(years, low), "high": by_year(years, high)},
        "half_share": by_year(years, half, 1.0),
        "by_part": {
            name: dict(zip(("low_mt", "high_mt"), _known(whole.spread.bounds(name)[:, base]), strict=True))
            for name in whole.spread.parts
        },
        "trend": _trend(whole),
    }  # fmt: skip


def _known(values: Iterable[float]) -> list[float | None]:
    return [None if np.isnan(v) else float(v) * MT for v in values]


def _trend(whole: Whole) -> dict[str, Any] | None:
    """Give the change since the first year that is whole, with its range from paired draws and by propagation."""
    first, last = whole.since, whole.years[-1]
    if first is None or first == last:
        return None
    drawn = whole.spread.trend(first, last)
    total = whole.propagated.total
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {
        "from": first,
        "to": last,
        "change": float(total[-1] / total[whole.years.index(first)] - 1),
        "low": float(low),
        "high": float(high),
        "half": whole.propagated.trend_half(first, last),
    }


def _swing(effect: Effect, place: int) -> Mapping[str, Any]:
    one = effect.datum
    low, high = sorted((float(effect.low[place]), float(effect.high[place])))
    ends = {"lo95": one.lo95, "hi95": one.hi95}
    return {"key": one.key, "kind": one.kind, "name": one.name, "record": one.record, "low_mt": low * MT, "high_mt": high * MT, **ends}  # fmt: skip


def _improvement(one: Improvement) -> dict[str, Any]:
    return {
        "rank": one.rank,
        "key": one.datum.key,
        "kind": one.datum.kind,
        "name": one.datum.name,
        "record": one.datum.record,
        "variance_share": one.variance_share,
        "low_mt": one.low * MT,
        "high_mt": one.high * MT,
        "verdict_effect": one.verdict_effect,
    }
