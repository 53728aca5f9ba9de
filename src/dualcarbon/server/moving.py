"""What the page of a scenario shows while it is moved: the drawn path, the odds of the peak, the numbers beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from dualcarbon.charts import moving, peak_years
from dualcarbon.charts.fan import Peak
from dualcarbon.charts.words import Lang
from dualcarbon.report.numbers import Number, Scale, show

if TYPE_CHECKING:
    from dualcarbon.study.what_if import Answer

MT = 1e-6  # Mt in a t
LEVELS = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


def drawn(answer: Answer, title: Mapping[str, str], base_year: int, lang: Lang) -> dict[str, Any]:
    """Give the two figures of an answer as options: the path with its sectors and spread, and the odds of its peak year."""
    totals, verdict, counted = answer.totals, answer.verdict, answer.odds
    years = totals.years
    total = dict(zip(years, (totals.central_territorial * MT).tolist(), strict=True))
    parts = {
        sector: dict(zip(years, (values * MT).tolist(), strict=True))
        for sector, values in totals.central_sectors.items()
    }
    ahead = [place for place, year in enumerate(years) if year >= base_year]
    found = np.quantile(totals.territorial[:, ahead] * MT, list(LEVELS.values()), axis=0)
    spread = {
        name: dict(zip((years[i] for i in ahead), row.tolist(), strict=True))
        for name, row in zip(LEVELS, found, strict=True)
    }
    peak = None
    if verdict.interior and verdict.year is not None and verdict.amount is not None:
        peak = Peak(int(verdict.year), verdict.amount * MT)
    by_year = Counter(counted.year[counted.has_peak].tolist())
    without = int(np.sum(~counted.has_peak))
    odds = peak_years.Odds(dict(title), without, by_year)
    return {
        "path": moving.option(parts, total, spread, peak, base_year, lang),
        "odds": peak_years.option([odds], counted.horizon, lang),
    }


def told(answer: Answer, lang: Lang) -> dict[str, str]:
    """Give the numbers of an answer as they are printed: verdict, amount, odds, the last year."""
    totals, verdict, counted = answer.totals, answer.verdict, answer.odds
    scale = Scale(float(np.max(totals.central_territorial)) * MT, 1.0)

    def number(value: float | str, kind: Any) -> str:  # noqa: ANN401
        return show(Number(value=value, kind=kind, key=""), lang, scale)

    by = {f"by_{year}": number(p, "odds") for year, p in counted.by_year.items()}
    return {
        "verdict": verdict.reason(lang),
        "no_peak": number(counted.no_peak, "odds"),
        "last": number(float(totals.central_territorial[-1]) * MT, "co2"),
        **by,
    }
