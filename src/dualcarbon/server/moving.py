"""What the page of a scenario shows while it is moved: the drawn path, the odds of the peak, the numbers beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dualcarbon.charts import moving
from dualcarbon.charts.fan import Peak
from dualcarbon.charts.moving import Moved, Other
from dualcarbon.charts.peak_years import Odds
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang
from dualcarbon.report.numbers import Kind, Number, Scale, show

if TYPE_CHECKING:
    from dualcarbon.neutrality.assessment import Neutrality
    from dualcarbon.study.what_if import Answer

MT = 1e-6  # Mt in a t
LEVELS = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
MIDDLE = 2030


def drawn(
    answer: Answer,
    title: Mapping[str, str],
    base_year: int,
    lang: Lang,
    other: Other | None = None,
) -> dict[str, Any]:
    """Give the two figures of an answer as options: the path with its sectors and spread, and the odds of its peak year."""
    given, unit = _moved(answer, base_year), _unit(answer, base_year, lang)
    return {
        "path": moving.option(given, base_year, unit, lang, other),
        "odds": moving.odds(_odds(answer, title), base_year, answer.odds.horizon, lang),
        "least": moving.least(other, unit),
    }


def changed(answer: Answer, title: Mapping[str, str], base_year: int, lang: Lang) -> dict[str, Any]:
    """Give what differs in the two figures after a move."""
    given, unit = _moved(answer, base_year), _unit(answer, base_year, lang)
    return {
        "path": moving.change(given, base_year, unit, lang),
        "odds": moving.odds_change(_odds(answer, title), base_year, answer.odds.horizon),
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


def _moved(answer: Answer, base_year: int) -> Moved:
    import numpy as np

    totals, verdict = answer.totals, answer.verdict
    years = totals.years
    total = dict(zip(years, (totals.central_territorial * MT).tolist(), strict=True))
    parts = {
        sector: dict(zip(years, (values * MT).tolist(), strict=True))
        for sector, values in totals.central_sectors.items()
    }
    first = years.index(base_year)
    found = np.quantile(totals.territorial[:, first:] * MT, list(LEVELS.values()), axis=0)
    spread = {
        name: dict(zip(years[first:], row.tolist(), strict=True))
        for name, row in zip(LEVELS, found, strict=True)
    }
    peak = None
    if verdict.interior and verdict.year is not None and verdict.amount is not None:
        peak = Peak(int(verdict.year), verdict.amount * MT)
    return Moved(parts, total, spread, peak)


def _unit(answer: Answer, base_year: int, lang: Lang) -> Unit:
    """Choose the unit by the years of statistics, so that it is the same for every move."""
    import numpy as np

    past = answer.totals.years.index(base_year) + 1
    return carbon(lang, float(np.max(answer.totals.central_territorial[:past])) * MT)


def _odds(answer: Answer, title: Mapping[str, str]) -> Odds:
    import numpy as np

    counted = answer.odds
    by_year = Counter(counted.year[counted.has_peak].tolist())
    return Odds(dict(title), int(np.sum(~counted.has_peak)), by_year)
