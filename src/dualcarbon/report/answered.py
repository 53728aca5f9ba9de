"""The answer on a scenario that is moved, as its figures show it: paths with their spread, the unit, the odds of the peak year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dualcarbon.charts.fan import Peak
from dualcarbon.charts.moving import Moved
from dualcarbon.charts.peak_years import Odds
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang

if TYPE_CHECKING:
    from dualcarbon.study.what_if import Answer

MT = 1e-6  # Mt in a t
LEVELS = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


def moved(answer: Answer, base_year: int) -> Moved:
    """Give sectors, total, spread of the members from the base year on, and the peak. [Mt CO2]."""
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


def unit(answer: Answer, base_year: int, lang: Lang) -> Unit:
    """Choose the unit by the years of statistics, so that it is the same for every move."""
    import numpy as np

    past = answer.totals.years.index(base_year) + 1
    return carbon(lang, float(np.max(answer.totals.central_territorial[:past])) * MT)


def odds(answer: Answer, title: Mapping[str, str]) -> Odds:
    """Count members without a peak and by peak year. [members]."""
    import numpy as np

    counted = answer.odds
    by_year = Counter(counted.year[counted.has_peak].tolist())
    return Odds(dict(title), int(np.sum(~counted.has_peak)), by_year)
