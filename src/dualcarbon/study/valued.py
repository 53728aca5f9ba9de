"""Measures, projects and attributions in the summary: emissions in Mt CO2, energy in Mtce, money in CNY."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dualcarbon.appraisal.discounting import Point
from dualcarbon.appraisal.effects import Effect
from dualcarbon.appraisal.valuation import units
from dualcarbon.appraisal.worth import Worth, views
from dualcarbon.measures.catalogue import typical
from dualcarbon.measures.declared import Change, Cost, Measure
from dualcarbon.measures.money import Resource
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.declared import Title
from dualcarbon.scenarios.attribution import Attribution
from dualcarbon.scenarios.deployment import ordered
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.study import measures as lists
from dualcarbon.study.appraisal import (
    LEADING,
    OWNER,
    RANKED,
    Appraisal,
    Appraised,
    AppraisedProject,
    Money,
)
from dualcarbon.vocabulary.faults import note

MT = 1e-6
Series = np.ndarray
NO_TERMS = note("FIN021")


def measures(appraisal: Appraisal, years: Sequence[int]) -> list[dict[str, Any]]:
    """Give every measure in every scenario that deploys it, in the stated order."""
    return [_measure(one, years) for one in appraisal.measures]


def projects(appraisal: Appraisal, years: Sequence[int]) -> list[dict[str, Any]]:
    """Give every project in every scenario that deploys its measure."""
    return [_project(one, years) for one in appraisal.projects]


def attributions(appraisal: Appraisal) -> list[dict[str, Any]]:
    """Give why scenarios differ, and the shares of measures, exact or with their error."""
    return [_attribution(one) for one in appraisal.attributions]


def terms(
    appraisal: Appraisal,
    listed: Listed,
    scenarios: Mapping[str, Resolved],
    years: Sequence[int],
) -> dict[str, Any] | None:
    """Give the terms of the appraisal, what measures share, and the order in which they are applied."""
    deploying = {name: s for name, s in scenarios.items() if s.deployed}
    if not deploying:
        return None
    given = appraisal.market
    return {
        "price_year": given.terms.price_year if given else None,
        "horizon": years[-1],
        "rates": {v.name: v.rate for v in views(given.terms.rate)} if given else {},
        "carbon_price": _years(given.carbon_price, years) if given else {},
        "ranked_by": dict(zip(("view", "carbon", "taxes"), RANKED, strict=True)),
        "order": {n: [d.measure.id for d in ordered(s.deployed)] for n, s in deploying.items()},
        "overlaps": [o for n, s in deploying.items() for o in _overlaps(n, s)],
        "resources": [_resource(r, deploying, years) for r in listed.resources],
        "discounting": [
            {"scenario": a.scenario, "measure": a.deployed.measure.id, **_point(p)}
            for a in appraisal.measures
            if a.money
            for p in a.money.by_rate
        ],
    }


def worth(one: Worth) -> dict[str, Any]:
    """Give one of the twelve worths of a measure."""
    return {
        "view": one.view,
        "rate": one.rate,
        "carbon": one.carbon,
        "taxes": one.taxes,
        "npv_cny": one.npv_cny,
        "mac_cny_per_t": one.mac_cny_per_t,
        "irr": list(one.irr),
        "payback_years": one.payback_years,
        "discounted_payback_years": one.discounted_payback_years,
    }


def _measure(one: Appraised, years: Sequence[int]) -> dict[str, Any]:
    measure = one.deployed.measure
    placed = one.deployed.placed
    return {
        **_declared(measure),
        "scenario": one.scenario,
        "level": float(np.max(one.deployed.level)),
        "amount": placed.amount if placed.counted else None,
        "units": _years(units(one.deployed), years),
        "abatement_mt": _years(one.residual.territorial * MT, years),
        "alone_mt": _years(one.alone.territorial * MT, years),
        "attributed_mt": {} if one.attributed is None else _years(one.attributed * MT, years),
        "attributed_error_mt": None if one.attributed_error is None else _years(one.attributed_error * MT, years),
        "attributed_co2e_mt": None if one.attributed_co2e is None else _years(one.attributed_co2e * MT, years),
        "adjusted_mt": _years(one.residual.adjusted * MT, years),
        "captured_mt": _years(_captured(one.residual) * MT, years),
        "energy_mtce": _energy(one.residual, years),
        **_told(one.money, one.money_alone),
        "money": _money(one.money, measure, years),
        "money_refused": _refused(one),
        "ranks": dict(one.ranks),
        "first_eight": one.first_eight,
        "published_mac": _published(measure.catalogue),
    }  # fmt: skip


def _declared(measure: Measure) -> dict[str, Any]:
    """Give what the study says of a measure."""
    return {
        "id": measure.id,
        "name": {lang: measure.name(lang) for lang in ("en", "zh")},
        "catalogue": measure.catalogue,
        "stage": measure.stage,
        "action": measure.action,
        "clauses": list(measure.clauses),
        **{key: _both(getattr(measure, key)) for key in ("owner", "indicator", "evidence")},
        "unit": measure.unit,
        "ramp": _ramp(measure),
        "requires": list(measure.requires),
        "excludes": list(measure.excludes),
        "changes": [_change(change) for change in measure.changes],
        "mark": measure.mark,
        "source": measure.source,
        "note": measure.note,
    }


def _published(catalogue: str) -> list[float] | None:
    """Give the range that others publish for the typical measure, if there is one. [CNY/t CO2]."""
    found = typical(catalogue).published if catalogue else None
    return None if found is None else list(found)


def _change(change: Change) -> dict[str, Any]:
    return {
        "path": change.path,
        "op": change.op,
        "value": change.value.central,
        "unit": change.unit,
        "per": change.per,
        "into": change.into,
        "ratio": change.ratio,
        "mark": change.mark,
        "source": change.source,
    }


def _ramp(measure: Measure) -> dict[str, int] | None:
    """Give first and last year of a measure's own ramp; nothing where its projects say it."""
    ramp = measure.ramp
    return None if ramp is None else {"from": ramp.first, "to": ramp.last}


def _told(money: Money | None, alone: Money | None) -> dict[str, Any]:
    """Give the numbers of money that stand first: of the measure in its place, and alone."""
    leading, owner = (
        (m.at(LEADING) if m else None for m in (money, alone)),
        money and money.at(OWNER),
    )
    here, by_itself = leading
    return {
        "mac_cny_per_t": here.mac_cny_per_t if here else None,
        "mac_alone_cny_per_t": by_itself.mac_cny_per_t if by_itself else None,
        "npv_cny": here.npv_cny if here else None,
        "net_value_cny": alone.at(RANKED).npv_cny if alone else None,
        "irr": list(owner.irr) if owner else [],
        "payback_years": owner.payback_years if owner else None,
        "investment_cny": float(money.stream.investment.sum()) if money else None,
        "first_investment_cny": money.first if money else None,
        "worth": [worth(w) for w in money.worths] if money else [],
        "worth_alone": [worth(w) for w in alone.worths] if alone else [],
    }


def _money(money: Money | None, measure: Measure, years: Sequence[int]) -> dict[str, Any] | None:
    if money is None:
        return None
    stream = money.stream
    return {
        "price_year": stream.price_year,
        "investment_cny": _years(stream.investment, years),
        "running_cny": _years(stream.running, years),
        "energy_cny": _years(stream.social_ex_tax, years),
        "energy_owner_cny": _years(stream.financial, years),
        "salvage_cny": float(stream.salvage.sum()),
        "unit_cost": _unit_cost(measure.cost),
    }


def _unit_cost(cost: Cost | None) -> dict[str, Any]:
    """Give what one unit costs as declared, central values."""
    names = ("investment", "o_and_m", "other", "life", "lead")
    numbers = {n: getattr(cost, n) for n in names}
    told = {n: None if number is None else number.central for n, number in numbers.items()}
    more = ("price_year", "mark", "source", "note")
    return told | {name: getattr(cost, name) for name in more}


def _refused(one: Appraised) -> dict[str, str] | None:
    """Say why a measure is not valued."""
    if one.money is not None:
        return None
    if not one.lacks:
        return {lang: NO_TERMS.message(lang) for lang in ("en", "zh")}
    told = note("FIN022", costs=", ".join(one.lacks))
    return {lang: told.message(lang) for lang in ("en", "zh")}


def _project(one: AppraisedProject, years: Sequence[int]) -> dict[str, Any]:
    project, effect = one.project, one.effect
    leading, owner = (one.money.at(k) if one.money else None for k in (LEADING, OWNER))
    spent, first = (
        (float(one.money.stream.investment.sum()), one.money.first) if one.money else (None, None)
    )
    full = float(effect.territorial[0, years.index(project.to)]) if project.to in years else 0.0
    return {
        "id": project.id,
        "name": dict(project.title),
        "measure": project.measure,
        "scenario": one.scenario,
        "owner": project.owner,
        "place": project.place,
        "amount": project.amount,
        "unit": project.unit,
        "effect": project.effect,
        "level": float(np.max(effect.deployed.level)),
        "from": project.start,
        "to": project.to,
        "abatement_mt": _years(effect.territorial * MT, years),
        "investment_cny": spent,
        "first_investment_cny": first,
        "npv_cny": leading.npv_cny if leading else None,
        "mac_cny_per_t": leading.mac_cny_per_t if leading else None,
        "npv_owner_cny": owner.npv_cny if owner else None,
        "irr": list(owner.irr) if owner else [],
        "payback_years": owner.payback_years if owner else None,
        "cny_per_annual_t": first / full if first is not None and full > 0 else None,
        "ranks": dict(one.ranks),
        "mark": project.mark,
        "source": project.source,
    }


def _attribution(one: Attribution) -> dict[str, Any]:
    return {
        "scenario": one.scenario,
        "against": one.against,
        "of": one.of,
        "exact": one.exact,
        "samples": one.samples,
        "players": [
            {
                "id": player.id,
                "kind": player.kind,
                "name": dict(player.title),
                "mt": _years(one.shares.territorial[i] * MT, one.years),
                "co2e_mt": _gases(one.shares.all_gases, one.years, i),
                "error_mt": None if one.error is None else _years(one.error.territorial[i] * MT, one.years),
            }
            for i, player in enumerate(one.players)
        ],
        "total_mt": _years(one.total.territorial * MT, one.years),
        "total_co2e_mt": _gases(one.total.all_gases, one.years, 0),
    }  # fmt: skip


def _gases(shares: Series | None, years: Sequence[int], place: int) -> dict[str, float] | None:
    """Give a share in all gases, nothing where they are not carried ahead. [Mt CO2e]."""
    return None if shares is None else _years(shares[place] * MT, years)


def _energy(effect: Effect, years: Sequence[int]) -> dict[str, dict[str, float]]:
    """Give the change in energy by fuel, less where it is negative; what is rounding of its use is no change. [Mtce]."""
    before, after = effect.before.totals.fuels, effect.after.totals.fuels
    slight = 1e-12 * float(np.abs(effect.before.totals.energy).max())
    found = {f: after[f] - before[f] for f in sorted(after)}
    return {
        f: _years(np.where(np.abs(v) > slight, v, 0.0) * MT, years)
        for f, v in found.items()
        if np.any(np.abs(v) > slight)
    }


def _captured(effect: Effect) -> Series:
    return np.asarray(effect.after.totals.captured - effect.before.totals.captured)


def _resource(
    resource: Resource, scenarios: Mapping[str, Resolved], years: Sequence[int]
) -> dict[str, Any]:
    return {
        "id": resource.id,
        "title": _both(resource.title),
        "unit": resource.unit,
        "available": _years(lists.available(resource, years), years),
        "used": {n: _years(lists.used(resource, s), years) for n, s in scenarios.items()},
        "mark": resource.mark,
        "source": resource.source,
    }


def _overlaps(name: str, scenario: Resolved) -> Iterable[dict[str, Any]]:
    """Give the paths that several measures of a scenario change, in the stated order."""
    touched: dict[str, list[str]] = {}
    for one in ordered(scenario.deployed):
        for path in dict.fromkeys(change.path for change in one.measure.changes):
            touched.setdefault(path, []).append(one.measure.id)
    return (
        {"scenario": name, "path": path, "measures": ids}
        for path, ids in touched.items()
        if len(ids) > 1
    )


def _point(point: Point) -> dict[str, Any]:
    return {"rate": point.rate, "npv_cny": point.npv_cny, "mac_cny_per_t": point.mac_cny_per_t}


def _both(title: Title | None) -> dict[str, str] | None:
    return None if title is None else {"en": title.en, "zh": title.zh}


def _years(values: Series, years: Sequence[int]) -> dict[str, float]:
    """Give a series (year) or (1, year) by year."""
    plain = np.broadcast_to(np.asarray(values, float).reshape(-1)[-len(years) :], (len(years),))
    return {str(year): float(value) for year, value in zip(years, plain, strict=True)}
