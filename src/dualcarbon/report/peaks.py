"""Peaks and paths of the scenarios as the results hold them, and which scenario is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dualcarbon.charts import fan
from dualcarbon.charts.words import Title
from dualcarbon.peak.rule import Kind
from dualcarbon.report import clauses
from dualcarbon.report.derived import difference
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Cell, Sentence, say
from dualcarbon.report.reading import TONNES, Reading, Shown

QUANTILES = ("p10", "p50", "p90")
PEAKS = ("peaked", "plateau")
PLEDGED = 2030  # the year that the nation's pledge names
MOST = 3  # movers that a sentence names
SURE = 0.9  # probability from which a scenario is said to be enough


def central_peak(reading: Reading, scenario: Shown) -> fan.Peak | None:
    """Give the peak of a scenario's central path, if it has one."""
    found = reading.raw(f"scenarios.{scenario.name}.peak") or {}
    if (
        found.get("verdict") not in PEAKS
        or found.get("year") is None
        or found.get("amount_mt") is None
    ):
        return None
    return fan.Peak(int(found["year"]), float(found["amount_mt"]))


def turned(reading: Reading, key: str) -> tuple[Cell, Cell]:
    """Give the peak year, or the verdict where there is none, with the probability of a peak, and the amount. [Mt CO2]."""
    kind = Kind(reading.raw(f"{key}.verdict"))
    peaked = kind.value in PEAKS
    year: Cell = reading.number(f"{key}.year", "year") if peaked else {"en": kind.en, "zh": kind.zh}
    odds = reading.number(f"{key}.probability_by.{PLEDGED}", "odds")
    shown = say("outlook.own_peak", peak=year, odds=odds) if odds.known else year
    return shown, reading.number(f"{key}.amount_mt", "co2")


def movers(
    reading: Reading, id: str, name: Callable[[str], Title], within: str = ""
) -> Iterator[Sentence]:
    """Say which parts move their sum in the leading scenario, the largest first.

    Parameters
    ----------
    reading : Reading
        The results.
    id : str
        The sentence.
    name : callable
        Gives a part its title.
    within : str, optional
        Block of the summary that holds the scenarios, if it is not the whole.
    """
    leading = reading.leading()
    key = "" if leading is None else f"{within}scenarios.{leading.name}.peak_movers"
    found = (reading.raw(f"{key}.movers") or [])[:MOST] if key else []
    if leading is None or not found:
        return
    start, end = (reading.number(f"{key}.window.{i}", "year") for i in (0, 1))
    parts = clauses.names([name(part) for part in found])
    yield say(id, scenario=leading.title, start=start, end=end, parts=parts)


def history_of(reading: Reading) -> dict[int, float]:
    """Give territorial emissions of the years of statistics. [Mt CO2]."""
    path = reading.path("inventory.territorial_mt")
    return {y: v for y, v in path.items() if y <= reading.study.base_year}


def future_of(reading: Reading, scenario: Shown) -> dict[int, float]:
    """Give the central path of a scenario after the base year. [Mt CO2]."""
    path = reading.path(f"scenarios.{scenario.name}.territorial_mt")
    return {y: v for y, v in path.items() if y > reading.study.base_year}


def quantiles_of(reading: Reading, scenario: Shown) -> dict[str, dict[int, float]]:
    """Give the quantiles of a scenario's members after the base year. [Mt CO2]."""
    rows = list(reading.rows("fans", scenario=scenario.name, boundary="territorial"))
    later = [r for r in rows if r["year"] >= reading.study.base_year]
    return {q: {int(r["year"]): r[q] / TONNES for r in later} for q in QUANTILES if later}


def odds_by(reading: Reading, scenario: Shown) -> Number:
    """Give the probability that a scenario peaks by the pledged year. [1]."""
    key = f"scenarios.{scenario.name}.peak.probability_by.{PLEDGED}"
    return reading.number(key, "odds")


def enough(reading: Reading) -> Shown | None:
    """Give the first scenario after the root that surely peaks by the pledged year, else the last that peaks."""
    better = [s for s in reading.scenarios()[1:] if central_peak(reading, s)]
    sure = (s for s in better if float(odds_by(reading, s).value or 0) >= SURE)
    return next(sure, better[-1] if better else None)


def less(reading: Reading, first: Shown, other: Shown, year: int) -> Number:
    """Give how far a scenario's central path lies from that of another in a year. [Mt CO2]."""
    one, root = (
        reading.number(f"scenarios.{s.name}.territorial_mt.{year}", "co2_change")
        for s in (other, first)
    )
    return difference(f"report.difference.{other.name}.{first.name}.{year}", one, root)
