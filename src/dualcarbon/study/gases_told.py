"""Scenarios in all gases as plain values: the block ``all_gases`` of a scenario, and its table. Mt = 10^6 t."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from dualcarbon.neutrality.assessment import Neutrality, State
from dualcarbon.neutrality.odds import odds as odds_of_neutrality
from dualcarbon.scenarios.beyond import Part
from dualcarbon.study.all_gases import AllGases
from dualcarbon.study.judged import odds, verdict
from dualcarbon.study.summary import by_year

MT = 1e-6


def plain(found: AllGases) -> dict[str, Any]:
    """Give the block of a scenario."""
    years, count = found.years, len(next(iter(found.parts.values())))
    low, high = (
        dict(zip(map(str, years), (found.interval(level) * MT).tolist(), strict=True))
        for level in (0.05, 0.95)
    )
    ahead = [str(y) for y in years[-count:]]
    return {
        "co2e_mt": by_year(found.co2e, MT),
        "co2e_low_mt": low,
        "co2e_high_mt": high,
        "by_category_mt": _summed(found.parts, ahead, lambda part: part.category),
        "by_gas_mt": _summed(found.parts, ahead, lambda part: part.gas),
        "peak": {**verdict(found.peak), **odds(found.odds)},
        "neutrality": {
            "co2": _neutrality(found.neutrality.co2),
            "ghg": _neutrality(found.neutrality.ghg) | _odds(found),
            "sinks_mt": None if found.neutrality.sinks is None else found.neutrality.sinks * MT,
            "gwp": found.neutrality.gwp,
        },
        "cumulative_mt": found.cumulative * MT,
    }


def rows(name: str, found: AllGases) -> Iterator[dict[str, Any]]:
    """Give the rows of the table: a category and gas in a year. [t CO2e]."""
    ahead = found.years[-len(next(iter(found.parts.values()))) :]
    for part in sorted(found.parts, key=lambda p: (p.category, p.gas)):
        for year, amount in zip(ahead, found.parts[part].tolist(), strict=True):
            yield {"scenario": name, "year": year, "category": part.category, "gas": part.gas, "amount_tco2e": amount}  # fmt: skip


def _summed(
    parts: Mapping[Part, Any], ahead: list[str], key: Callable[[Part], str]
) -> dict[str, dict[str, float]]:
    """Sum the parts by what ``key`` says of them. [Mt CO2e]."""
    sums: dict[str, Any] = {}
    for part, amount in parts.items():
        sums[key(part)] = sums.get(key(part), 0.0) + np.asarray(amount) * MT
    return {name: dict(zip(ahead, sums[name].tolist(), strict=True)) for name in sorted(sums)}


def _odds(found: AllGases) -> dict[str, Any]:
    """Give how likely the members are neutral in all gases, where that can be judged at all."""
    if found.neutrality.ghg.state is State.NOT_ASSESSABLE:
        return {"probability": None, "year_p50": None, "residual_p10_mt": None, "residual_p90_mt": None}  # fmt: skip
    one = odds_of_neutrality(found.members)
    return {
        "probability": one.probability,
        "year_p50": one.year(0.5),
        "residual_p10_mt": one.residual(0.1) * MT,
        "residual_p90_mt": one.residual(0.9) * MT,
    }


def _neutrality(one: Neutrality) -> dict[str, Any]:
    residual = None if one.residual is None else one.residual * MT
    reason = {lang: one.reason(lang) for lang in ("en", "zh")}
    return {"state": one.state.value, "year": one.year, "residual_mt": residual, "reason": reason}
