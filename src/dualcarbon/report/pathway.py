"""Part four: what it takes: goals and gaps, what sets the scenarios apart, measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dualcarbon.charts import gaps
from dualcarbon.charts.words import Title
from dualcarbon.report import (
    abatement,
    drawn,
    futures,
    listed,
    money,
    projects,
    rankings,
    schedule,
    sentences,
    spending,
)
from dualcarbon.report.derived import count, moved, year
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import (
    Block,
    Cell,
    Figure,
    Paragraph,
    Ref,
    Section,
    Sentence,
    Table,
    Value,
    say,
)
from dualcarbon.report.reading import Reading, Shown, both

REFUSED = "refused"
MET, MISSED = "met", "missed"
FRACTIONS = ("", "1", "%")  # units of levels that the results hold as fractions
Builder = Callable[[Reading], Iterator[Block]]


def section(reading: Reading) -> Section:
    """Say which goals are met, and which measures and projects, with what money, make the path."""
    chapters: tuple[tuple[str, tuple[Builder, ...]], ...] = (
        ("goals", (goals, goal_figure)),
        ("breakdown", (breakdown,)),
        ("measures", (abatement.overview,)),
        ("abatement", (abatement.abatement,)),
        ("interaction", (abatement.interaction,)),
        ("cost", (money.unit_costs, money.worth, money.views)),
        ("ranking", (rankings.rankings,)),
        ("spending", (spending.spending,)),
        ("projects", (projects.by_abatement, projects.by_economy)),
        ("schedule", (schedule.schedule,)),
    )
    blocks = [
        block
        for id, builders in chapters
        for block in drawn.chapter(f"pathway-{id}", *(build(reading) for build in builders))
    ]
    return Section("pathway", tuple(blocks))


def goals(reading: Reading) -> Iterator[Block]:
    """Show every goal with what each scenario reaches."""
    there = [s for s in reading.scenarios() if entries(reading, s)]
    if not there:
        return
    told = say("pathway.goals", table=Ref("goals"), annex=Ref("annex-compliance"))
    yield Paragraph((told,))
    yield drawn.bullets([tally(reading, s) for s in there])
    ids = list(dict.fromkeys(one["id"] for s in there for one in entries(reading, s)))
    heads = (
        say("heads.goal_name"),
        say("heads.goal"),
        *(say("heads.reached", scenario=s.title) for s in there),
    )
    rows = [_goal_row(reading, id, there) for id in ids]
    yield Table("goals", say("pathway.goals_caption"), heads, tuple(rows), numeric=True)
    found = [(s, entries(reading, s)) for s in leading_first(reading, there)]
    reasons = [say("pathway.reason", why=why) for _, why in refusals(found)]
    if reasons:
        yield Paragraph((say("pathway.refused"),))
        yield drawn.bullets(reasons)


def goal_figure(reading: Reading) -> Iterator[Block]:
    """Show the goals that are fractions as bars against their marks."""
    there = [s for s in reading.scenarios() if entries(reading, s)]
    shown = [g for g in _bars(reading, there) if g.reached]
    if not shown:
        return
    titles = {s.name: s.title for s in there}
    height = 90 + 58 * len(shown)
    yield Paragraph((say("pathway.figure", figure=Ref("goals-figure")),))
    yield Figure(
        "goals-figure",
        say("pathway.figure_caption"),
        lambda lang: gaps.option(shown, titles, lang),
        height,
        height + 40,
    )


def breakdown(reading: Reading) -> Iterator[Block]:
    """Show what the path of the planned or leading scenario asks of each sector at the ends of the plans."""
    chosen = listed.planned(reading) or reading.leading()
    paths = futures.sectors(reading, chosen) if chosen else {}
    if chosen is None or len(paths) < 2:
        return
    base = reading.study.base_year
    years = [y for y in futures.milestones(reading) if y != base][:4]
    columns = [futures.sector_column(reading, chosen, paths, y) for y in (base, *years)]
    changes = [_changes(columns[0], c, y) for c, y in zip(columns[1:], years, strict=True)]
    names: list[Cell] = [*(drawn.sector(id) for id in paths), say("heads.total")]
    heads: list[Cell] = [say("heads.sector"), year(base)]
    for y in years:
        heads += [year(y), say("heads.change")]
    woven = [c for pair in zip(columns[1:], changes, strict=True) for c in pair]
    told: dict[str, Value] = {"scenario": chosen.title, "base": year(base)}
    yield Paragraph((say("pathway.breakdown", table=Ref("breakdown"), **told),))
    rows = tuple(zip(names, columns[0], *woven, strict=True))
    yield Table(
        "breakdown", say("pathway.breakdown_caption", **told), tuple(heads), rows, total=True
    )


def judged(reading: Reading, scenario: Shown) -> list[tuple[int, Mapping[str, Any]]]:
    """Give every goal as the results judge it in a scenario, with its place in the summary.

    A goal that stands twice, as the study's and as one of the reference, is given once.
    """
    listed = list(enumerate(reading.raw(f"scenarios.{scenario.name}.targets") or []))
    first: dict[tuple[object, ...], int] = {}
    for place, one in listed:
        first.setdefault(_same(one), place)
    return [(place, one) for place, one in listed if first[_same(one)] == place]


def entries(reading: Reading, scenario: Shown) -> list[Mapping[str, Any]]:
    """Give the study's own goals; those of the nation stand in the annex."""
    return [one for _, one in judged(reading, scenario) if not one.get("national")]


def counts(reading: Reading, scenario: Shown) -> dict[str, Number]:
    """Count goals met, missed and not judged in a scenario."""
    key = f"scenarios.{scenario.name}.targets"
    places = [p for p, one in judged(reading, scenario) if not one.get("national")]
    every = [reading.number(f"{key}.{p}.state", "amount").part for p in places]
    told = {state: [p for p in every if p.value == state] for state in (MET, MISSED)}
    told |= {"all": every, REFUSED: [p for p in every if p.value not in (MET, MISSED)]}
    return {n: replace(count(f"{key}.{n}", there), of=(key,)) for n, there in told.items()}


def leading_first(reading: Reading, there: Sequence[Shown]) -> list[Shown]:
    """Give scenarios with the one first that the report puts first."""
    first = reading.leading()
    return sorted(there, key=lambda s: first is None or s.name != first.name)


def refusals(
    found: Sequence[tuple[Shown, Sequence[Mapping[str, Any]]]],
) -> Iterator[tuple[Mapping[str, Any], Value]]:
    """Give each goal that is not judged with the reason; where scenarios differ in it, that of the first, which is named.

    Parameters
    ----------
    found : sequence of pairs
        Scenarios, each with its goals.
    """
    told: dict[str, list[tuple[Shown, Mapping[str, Any]]]] = {}
    for scenario, every in found:
        for one in every:
            if one.get("reason") and one["state"] not in (MET, MISSED):
                told.setdefault(one["id"], []).append((scenario, one))
    for same in told.values():
        scenario, one = same[0]
        why = drawn.reason(one["reason"])
        alike = all(other["reason"] == one["reason"] for _, other in same)
        if len(same) == len(found) and alike:
            yield one, why
        else:
            yield one, say("pathway.reason_in", scenario=scenario.title, why=why)


def tally(reading: Reading, scenario: Shown) -> Sentence:
    """Say how many goals a scenario meets."""
    return say("pathway.tally", scenario=scenario.title, **counts(reading, scenario))


def goal_title(one: Mapping[str, Any]) -> Title:
    """Give the name of a goal, with its years where the name leaves them out."""
    name = both(one["title"])
    if str(one["year"]) in name["en"]:
        return name
    years = f"{one['base_year']}–{one['year']}" if one["kind"] == "change" else str(one["year"])
    return {"en": f"{name['en']}, {years}", "zh": f"{name['zh']}（{years}年）"}


def kind_of(one: Mapping[str, Any]) -> Kind:
    """Tell how a goal's numbers are printed."""
    if one["kind"] == "peak_by":
        return "year"
    if one["kind"] == "change":
        return "change"
    return "share" if one.get("unit", "") in FRACTIONS else "amount"


def _same(goal: Mapping[str, Any]) -> tuple[object, ...]:
    """Give what makes two goals one: indicator, years, value and boundary."""
    indicator = "peak" if goal["kind"] == "peak_by" else goal["indicator"]
    return (
        indicator,
        goal["kind"],
        goal["year"],
        goal.get("base_year"),
        float(goal["goal"]),
        goal.get("boundary"),
    )


def _goal_row(reading: Reading, id: str, there: list[Shown]) -> tuple[Cell, ...]:
    found = {s.name: _place(reading, s, id) for s in there}
    name, place = next((n, p) for n, p in found.items() if p is not None)
    one = reading.raw(f"scenarios.{name}.targets.{place}")
    kind = kind_of(one)
    goal = reading.number(f"scenarios.{name}.targets.{place}.goal", kind)
    return (goal_title(one), goal, *(reached(reading, n, p, kind) for n, p in found.items()))


def reached(reading: Reading, scenario: str, place: int | None, kind: Kind) -> Cell:
    """Say what a scenario reaches of a goal, and how that is judged."""
    if place is None:
        return "–"
    key = f"scenarios.{scenario}.targets.{place}"
    state = str(reading.raw(f"{key}.state"))
    value = reading.number(f"{key}.value", kind)
    id = f"goal_states.{state}"
    if not sentences.known(id):
        return state
    return say(id, value=value) if value.known else say(f"{id}_bare")


def _place(reading: Reading, scenario: Shown, id: str) -> int | None:
    return next(
        (i for i, one in judged(reading, scenario) if one["id"] == id and not one.get("national")),
        None,
    )


def _bars(reading: Reading, there: list[Shown]) -> Iterator[gaps.Goal]:
    for one in entries(reading, there[0]) if there else []:
        if kind_of(one) not in ("change", "share"):
            continue
        reached = {
            s.name: float(e["value"])
            for s in there
            for e in entries(reading, s)
            if e["id"] == one["id"] and e.get("value") is not None and e["state"] in (MET, MISSED)
        }
        yield gaps.Goal(goal_title(one), float(one["goal"]), reached)


def _changes(before: Sequence[Number], after: Sequence[Number], y: int) -> list[Number]:
    """Give by how much each sector changed from the base year. [1]."""
    return [
        replace(moved(f"report.breakdown.{b.key}.{y}", a, b), kind="change")
        for a, b in zip(before, after, strict=True)
    ]
