"""The executive summary: what a decision maker asks, each answer with its number."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.report import (
    abatement,
    characteristics,
    clauses,
    drawn,
    gases,
    listed,
    method,
    money,
    outlook,
    pathway,
    peaks,
    periods,
    projects,
    ranges,
    sentences,
    spending,
    whole,
)
from dualcarbon.report.advised import Advice
from dualcarbon.report.derived import count, sum_of, year
from dualcarbon.report.pieces import Paragraph, Section, Sentence, say
from dualcarbon.report.reading import Reading, Shown

STAND = ("past.total", "past.adjusted")  # what is said of the base year
NOW = 4  # recommendations that the summary repeats


def section(reading: Reading, advice: list[Advice]) -> Section:
    """Answer in a page: where we stand, when and how high the peak is, what it takes, costs, hangs on."""
    said = [
        *_stand(reading),
        *_peak(reading),
        *_path(reading),
        *_cost(reading),
        *_goals(reading),
        *_unsure(reading),
        *_now(reading, advice),
    ]
    return Section("brief", (drawn.bullets(said), Paragraph((method.marked(reading),))), "front")


def _stand(reading: Reading) -> Iterator[Sentence]:
    told = [s for s in characteristics.told(reading) if s.id in STAND]
    yield say("brief.stand", told=_run(told))
    if whole.there(reading) and whole.total(reading).known:
        yield say("brief.whole", told=_run(list(whole.told(reading))), range=ranges.told(reading))
    found = periods.changes(reading)
    if found:
        last = max(found)
        verdicts = list(periods.verdicts(reading, {last: found[last]}))[1:]
        if verdicts:
            yield say("brief.intensity", told=_run(verdicts))


def _peak(reading: Reading) -> Iterator[Sentence]:
    for scenario in reading.scenarios():
        yield say("brief.peak", told=outlook.verdict(reading, scenario))


def _path(reading: Reading) -> Iterator[Sentence]:
    chosen, there = listed.planned(reading), listed.effective(reading)
    if chosen is None or not there:
        return
    mid, horizon = listed.middle(reading), reading.study.horizon
    yield say(
        "brief.path",
        scenario=chosen.title,
        count=count("measures", listed.parts(reading, listed.measures(reading))),
        year=year(mid),
        amount=abatement.total(reading, "abatement_mt", mid),
        last=year(horizon),
        later=abatement.total(reading, "abatement_mt", horizon),
        measures=abatement.named(
            reading, abatement.largest(reading, horizon), f"abatement_mt.{horizon}", "co2"
        ),
    )


def _cost(reading: Reading) -> Iterator[Sentence]:
    there = [m for m in listed.valued(reading) if spending.spent(m)]
    if not there:
        return
    first, last = spending.spans(reading, there)[0]
    yield say(
        "brief.cost",
        amount=sum_of(
            "report.investment", [m.number(reading, "investment_cny", "money") for m in there]
        ),
        built=sum_of(
            "report.first_investment",
            [m.number(reading, "first_investment_cny", "money") for m in there],
        ),
        near=spending.invested(reading, there, first, last),
        first=year(first),
        last=year(last),
        told=next(money.paying(reading, listed.valued(reading))),
    )
    ranked = projects.ranked(reading, "economy")
    if ranked:
        spent = projects.spent(reading, ranked)
        yield say(
            "brief.projects", count=count("projects", projects.parts(reading, ranked)), amount=spent
        )


def _goals(reading: Reading) -> Iterator[Sentence]:
    leading = reading.leading()
    if leading and pathway.entries(reading, leading):
        yield say("brief.goals", told=pathway.tally(reading, leading))


def _unsure(reading: Reading) -> Iterator[Sentence]:
    """Say how wide the members spread and what the study cannot judge."""
    leading = peaks.enough(reading) or reading.leading()
    spread = spread_of(reading, leading) if leading else None
    if leading is None or spread is None:
        return
    yield spread
    if reading.has(f"scenarios.{leading.name}.all_gases"):
        yield gases.judged(reading, leading)
        return
    residual = reading.number(f"scenarios.{leading.name}.neutrality.residual_mt", "co2")
    if residual.known and not reading.has(f"scenarios.{leading.name}.neutrality.year"):
        horizon = str(reading.study.horizon)
        id = "brief.residual_whole" if whole.there(reading) else "brief.residual"
        yield say(id, scenario=leading.title, horizon=horizon, residual=residual)


def spread_of(reading: Reading, scenario: Shown) -> Sentence | None:
    """Say how wide the members of a scenario spread; nothing where the run does not tell."""
    key = f"scenarios.{scenario.name}.peak"
    low, high = (reading.number(f"{key}.{one}", "year") for one in ("year_p10", "year_p90"))
    if not low.known or isinstance(low.value, str):
        return None
    return say(
        "brief.unsure_beyond" if isinstance(high.value, str) else "brief.unsure",
        scenario=scenario.title,
        low=low,
        high=high,
        least=reading.number(f"{key}.amount_p10_mt", "co2"),
        most=reading.number(f"{key}.amount_p90_mt", "co2"),
    )


def _now(reading: Reading, advice: list[Advice]) -> Iterator[Sentence]:
    """Repeat the recommendations that say what to do at once, else the first ones."""
    wanted = [a for a in advice if a.ask.id in FIRST][:NOW] or advice[:NOW]
    for one in wanted:
        short = f"brief.now_{one.ask.id.partition('.')[2]}"
        id = short if sentences.known(short) else "brief.now"
        asked = {} if id == short else {"ask": one.ask}
        yield say(id, why=one.why, clauses=clauses.cited(one.clauses), **asked)


FIRST = ("advice.worth", "advice.abate", "advice.projects", "advice.fund")
"""Recommendations that say what to do at once, where the run supports them."""


def _run(said: list[Sentence]) -> Sentence:
    """Give sentences one after the other as one."""
    whole = said[0]
    for one in said[1:]:
        whole = say("brief.then", first=whole, second=one)
    return whole
