"""Verdicts on peaks as plain values: of the total, of sectors and districts, and what a fall is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dualcarbon.inventory.districts import Compared
from dualcarbon.peak.odds import Odds
from dualcarbon.peak.parts import Parts
from dualcarbon.peak.verdict import Verdict
from dualcarbon.study import peaks
from dualcarbon.study.peaks import Causes
from dualcarbon.vocabulary.faults import Fault

MT = 1e-6


def verdict(judged: Verdict) -> dict[str, Any]:
    """Give a verdict as plain values."""
    plain: dict[str, Any] = {
        "verdict": judged.kind.value,
        "year": judged.year if judged.interior else None,
        "highest_year": judged.year,
        "amount_mt": None if judged.amount is None else judged.amount * MT,
        "plateau": None if judged.plateau is None else list(judged.plateau),
        "years_after": judged.years_after,
        "fall": judged.fall,
        "p": judged.p,
        "confirmation": judged.confirmation,
        "sentence": {lang: judged.reason(lang) for lang in ("en", "zh")},
    }
    if judged.parts:
        plain["parts"] = [
            {"from": part.first, "to": part.last, **verdict(part)} for part in judged.parts
        ]
    return plain


def odds(counted: Odds) -> dict[str, Any]:
    """Give the odds of an ensemble as plain values, no peak first."""
    years = {f"year_p{round(100 * q.level):02d}": q.shown() for q in counted.years}
    amounts = {
        f"amount_p{round(100 * q.level):02d}_mt": float(q.shown()) * MT for q in counted.amounts
    }
    by = counted.by_year
    return {
        "no_peak": counted.no_peak,
        "probability_by": {
            str(int(y)): float(p) for y, p in zip(by.year.values, by.values, strict=True)
        },
        "verdicts": {
            str(k): float(p)
            for k, p in zip(counted.kinds.verdict.values, counted.kinds.values, strict=True)
        },
        **years,
        **amounts,
    }


def parts(
    found: Parts, members: Mapping[str, Odds] | None = None, dim: str = "sector"
) -> dict[str, Any]:
    """Give the verdict on each part, with its odds where they are known, and who moves the total."""
    counted = members or {}
    change = {name: float(found.change.sel({dim: name})) * MT for name in found.verdicts}
    suffix = "" if dim == "sector" else f"_by_{dim}"
    return {
        f"peak_by_{dim}": {
            name: {**verdict(one), **(odds(counted[name]) if name in counted else {})}
            for name, one in found.verdicts.items()
        },
        f"peak_movers{suffix}": {
            "window": list(found.window),
            "change_mt": change,
            "total_mt": sum(change.values()),
            "movers": found.movers(),
        },
    }


def districts(compared: Sequence[Compared]) -> dict[str, Any]:
    """Give the verdicts on districts, or why there are none; nothing where no district states its carbon dioxide."""
    found = peaks.of_districts(compared)
    if found is None:
        return {"peak_by_district": {}}
    if isinstance(found, Fault):
        refused = {lang: found.sentence(lang) for lang in ("en", "zh")}
        return {"peak_by_district": {"refused": {"code": found.code, **refused}}}
    return parts(found, dim="district")


def causes(found: Causes | None) -> dict[str, Any] | None:
    """Give what the fall after a peak is made of. [Mt CO2]."""
    if found is None:
        return None
    return {
        "from": found.start,
        "to": found.end,
        "change_mt": found.change * MT,
        "effects_mt": {name: value * MT for name, value in found.effects.items()},
        "state": found.state,
    }
