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
from dualcarbon.server import opening
from dualcarbon.server.opening import Lead, Steps, Value

if TYPE_CHECKING:
    from dualcarbon.neutrality.assessment import Neutrality
    from dualcarbon.study.what_if import Answer

MIDDLE = 2030
NOTHING: Mapping[str, float] = {}


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


def values(answer: Answer) -> dict[str, tuple[float | None, Kind]]:
    """Give the numbers of an answer by name: peak, odds, amounts of a middle and the last year. [year, Mt CO2, 1]."""
    totals, verdict, counted = answer.totals, answer.verdict, answer.odds
    total = dict(zip(totals.years, (totals.central_territorial * MT).tolist(), strict=True))
    peak = verdict.year if verdict.interior else None
    amount = verdict.amount * MT if peak is not None and verdict.amount is not None else None
    by: dict[str, tuple[float | None, Kind]] = {
        f"by_{year}": (p, "odds") for year, p in counted.by_year.items()
    }
    return {
        "peak_year": (peak, "year"),
        "peak_amount": (amount, "co2"),
        "no_peak": (counted.no_peak, "odds"),
        "middle": (total.get(MIDDLE), "co2"),
        "last": (total[totals.years[-1]], "co2"),
        **by,
    }


def counted(answer: Answer, name: str, summary: Mapping[str, Any]) -> dict[str, float]:
    """Give the odds that a run counted of the very path of an answer, of more members than a page waits for, by name. [1].

    Parameters
    ----------
    answer
        What the scenario gives while nothing of it is moved.
    name : str
        Name of the scenario.
    summary : mapping
        What the run that is shown holds; nothing before the first.
    """
    ends = {"last": str(answer.totals.years[-1]), "middle": str(MIDDLE)}
    there, home = values(answer), ("scenarios", name)
    paths = ((there[one][0], year) for one, year in ends.items() if there[one][0] is not None)
    if not all(opening.key(summary, value, *home, "territorial_mt", y) for value, y in paths):
        return {}
    peak = opening.held(summary, (*home, "peak"))
    by = {f"by_{year}": odds for year, odds in peak["probability_by"].items()}
    return {n: v for n, v in {"no_peak": peak["no_peak"], **by}.items() if n in there}


def told(answer: Answer, lang: Lang, odds: Mapping[str, float] = NOTHING) -> dict[str, str]:
    """Give the numbers of an answer as they are printed, and the verdict on it; ``odds`` stand in place of its own."""
    scale = Scale(float(answer.totals.central_territorial.max()) * MT, 1.0)
    return {"verdict": answer.verdict.reason(lang)} | {
        name: show(Number(value=odds.get(name, value), kind=kind, key=""), lang, scale)
        for name, (value, kind) in values(answer).items()
    }


def leads(
    answer: Answer, found: Neutrality, name: str, summary: Mapping[str, Any], *, moved: bool
) -> dict[str, Lead]:
    """Give where the numbers lead that a page tells of a scenario.

    Parameters
    ----------
    answer, found
        What the scenario gives while nothing of it is moved.
    name : str
        Name of the scenario.
    summary : mapping
        What the run that is shown holds; nothing before the first.
    moved : bool
        Whether something is moved now.
    """
    last = str(answer.totals.years[-1])
    given: dict[str, Value] = {one: value for one, (value, _) in values(answer).items()}
    given |= counted(answer, name, summary)
    places: dict[str, Steps] = {
        "peak_year": ("peak", "year"),
        "peak_amount": ("peak", "amount_mt"),
        "no_peak": ("peak", "no_peak"),
        "middle": ("territorial_mt", str(MIDDLE)),
        "last": ("territorial_mt", last),
    }
    by = {one: ("peak", "probability_by", one[3:]) for one in given if one.startswith("by_")}
    home = ("scenarios", name)
    beside = ("all_gases", "neutrality", "ghg") if found.scope == "ghg" else ("neutrality",)
    places |= {
        "verdict": ("peak", "verdict"),
        "residual": (*beside, "residual_mt"),
        "neutral": (*beside, "state"),
    }
    given |= {
        "verdict": str(answer.verdict.kind),
        "residual": None if found.residual is None else found.residual * MT,
        "neutral": str(found.state),
    }
    keys = {n: opening.key(summary, given[n], *home, *at) for n, at in {**places, **by}.items()}
    for sentence, amount in (("verdict", "last"), ("neutral", "residual")):
        keys[sentence] = keys[sentence] if keys[amount] else ""
    return {
        n: Lead(f"{opening.LIVE}.{name}.{n}", of_run, given[n], moved) for n, of_run in keys.items()
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
