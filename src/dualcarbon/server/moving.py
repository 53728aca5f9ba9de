"""What the page of a scenario shows while it is moved: the drawn path, the odds of the peak, the numbers beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dualcarbon.charts import moving
from dualcarbon.charts.moving import Other
from dualcarbon.charts.words import Lang
from dualcarbon.report import answered
from dualcarbon.report.answered import MT
from dualcarbon.report.numbers import Kind, Number, Scale, show

if TYPE_CHECKING:
    from dualcarbon.neutrality.assessment import Neutrality
    from dualcarbon.study.what_if import Answer

MIDDLE = 2030


def drawn(
    answer: Answer,
    title: Mapping[str, str],
    base_year: int,
    lang: Lang,
    other: Other | None = None,
) -> dict[str, Any]:
    """Give the two figures of an answer as options: the path with its sectors and spread, and the odds of its peak year."""
    given, unit = answered.moved(answer, base_year), answered.unit(answer, base_year, lang)
    return {
        "path": moving.option(given, base_year, unit, lang, other),
        "odds": moving.odds(answered.odds(answer, title), base_year, answer.odds.horizon, lang),
        "least": moving.least(other, unit),
    }


def changed(answer: Answer, title: Mapping[str, str], base_year: int, lang: Lang) -> dict[str, Any]:
    """Give what differs in the two figures after a move."""
    given, unit = answered.moved(answer, base_year), answered.unit(answer, base_year, lang)
    return {
        "path": moving.change(given, base_year, unit, lang),
        "odds": moving.odds_change(answered.odds(answer, title), base_year, answer.odds.horizon),
    }


def told(answer: Answer, lang: Lang) -> dict[str, str]:
    """Give the numbers of an answer as they are printed: verdict, peak, odds, amounts of a middle and the last year."""
    totals, verdict, counted = answer.totals, answer.verdict, answer.odds
    total = dict(zip(totals.years, (totals.central_territorial * MT).tolist(), strict=True))
    scale = Scale(max(total.values()), 1.0)

    def number(value: float | None, kind: Kind) -> str:
        return show(Number(value=value, kind=kind, key=""), lang, scale)

    peak = verdict.year if verdict.interior else None
    amount = verdict.amount * MT if peak is not None and verdict.amount is not None else None
    by = {f"by_{year}": number(p, "odds") for year, p in counted.by_year.items()}
    return {
        "verdict": verdict.reason(lang),
        "peak_year": number(peak, "year"),
        "peak_amount": number(amount, "co2"),
        "no_peak": number(counted.no_peak, "odds"),
        "middle": number(total.get(MIDDLE), "co2"),
        "last": number(total[totals.years[-1]], "co2"),
        **by,
    }


def residual(found: Neutrality, lang: Lang) -> dict[str, str]:
    """Give what remains at the horizon as it is printed, and the sentence on it; carbon dioxide of energy where that is all."""
    kind: Kind = "co2e" if found.scope == "ghg" else "co2"
    amount = None if found.residual is None else found.residual * MT
    scale = Scale(abs(amount or 0.0), 1.0, abs(amount or 0.0))
    return {
        "residual": show(Number(value=amount, kind=kind, key=""), lang, scale),
        "neutral": found.reason(lang),
    }
