"""Part four: what it takes: goals and gaps, what sets the scenarios apart, measures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dualcarbon.charts import gaps
from dualcarbon.charts.words import Title
from dualcarbon.report import drawn, sentences
from dualcarbon.report.numbers import Kind, Number, adding_up
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Section, Sentence, Table, say
from dualcarbon.report.reading import TONNES, Reading, Shown, both

REFUSED = "refused"
MET, MISSED = "met", "missed"
FRACTIONS = ("", "1", "%")  # units of levels that the results hold as fractions
LATER = (2030, 2040, 2050)


def section(reading: Reading) -> Section:
    """Say which goals are met, what sets the scenarios apart, and which measures there are."""
    builders = (goals, goal_figure, differences, measures)
    return Section("pathway", tuple(block for build in builders for block in build(reading)))


def goals(reading: Reading) -> Iterator[Block]:
    """Show every goal with what each scenario reaches."""
    there = [s for s in reading.scenarios() if entries(reading, s)]
    if not there:
        return
    yield drawn.bullets([tally(reading, s) for s in there])
    ids = list(dict.fromkeys(one["id"] for s in there for one in entries(reading, s)))
    heads = (
        say("heads.goal_name"),
        say("heads.goal"),
        *(say("heads.reached", scenario=s.title) for s in there),
    )
    rows = [_goal_row(reading, id, there) for id in ids]
    yield Table("goals", say("pathway.goals_caption"), heads, tuple(rows), numeric=True)
    reasons = list(_reasons(reading, there[0]))
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
    yield Figure(
        "goals-figure",
        say("pathway.figure_caption"),
        lambda lang: gaps.option(shown, titles, lang),
        height,
        height + 40,
    )


def differences(reading: Reading) -> Iterator[Block]:
    """Show by sector how far each scenario lies below the first one."""
    there = reading.scenarios()
    if len(there) < 2:
        return
    first, rest = there[0], there[1:]
    for year in [y for y in LATER if reading.study.base_year < y <= reading.study.horizon][:1]:
        by = {s.name: _sectors(reading, s, year) for s in there}
        if not all(by.values()):
            return
        yield drawn.bullets([_difference(reading, first, s, year) for s in rest])
        if len(by[first.name]) > 1:
            yield _difference_table(reading, first, rest, by, year)


def measures(reading: Reading) -> Iterator[Block]:
    """Show the measures with what they abate."""
    listed = reading.raw("measures") or []
    if not listed:
        yield Paragraph((say("pathway.no_measures"),))
        return
    year = str(next(y for y in (*LATER, reading.study.horizon) if y > reading.study.base_year))
    rows: list[tuple[Cell, ...]] = [
        (both(one.get("name") or one["id"]), _scenario_title(reading, str(one.get("scenario", ""))))
        for one in listed
    ]
    heads: list[Cell] = [say("heads.measure"), say("heads.scenario")]
    caption = say("pathway.measures_plain_caption")
    found = [
        reading.number(f"measures.{place}.abatement_mt.{year}", "co2")
        for place in range(len(listed))
    ]
    if any(n.known for n in found):
        rows = [(*row, amount) for row, amount in zip(rows, found, strict=True)]
        heads.append(say("heads.abatement", year=year))
        caption = say("pathway.measures_caption")
    yield Table("measures", caption, tuple(heads), tuple(rows))


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
    states = [one["state"] for one in entries(reading, scenario)]
    key = f"scenarios.{scenario.name}.targets"
    told = {"met": states.count(MET), "missed": states.count(MISSED), "all": len(states)}
    told["refused"] = told["all"] - told["met"] - told["missed"]
    return {
        n: Number(value=v, kind="count", key=f"report.{key}.{n}", of=(key,))
        for n, v in told.items()
    }


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
    return (goal_title(one), goal, *(_reached(reading, n, p, kind) for n, p in found.items()))


def _reached(reading: Reading, scenario: str, place: int | None, kind: Kind) -> Cell:
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


def _reasons(reading: Reading, scenario: Shown) -> Iterator[Sentence]:
    for one in entries(reading, scenario):
        if one.get("reason") and one["state"] not in (MET, MISSED):
            yield say("pathway.reason", why=drawn.reason(one["reason"]))


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


def _sectors(reading: Reading, scenario: Shown, year: int) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for row in reading.rows("pathway_cells", scenario=scenario.name, year=year):
        if row["flow"] not in drawn.TRADE:
            found[row["sector"]] += row["emissions_tco2"] / TONNES
    return dict(found)


def _difference(reading: Reading, first: Shown, other: Shown, year: int) -> Sentence:
    amount = less(reading, first, other, year)
    id = "pathway.below" if float(amount.value or 0) < 0 else "pathway.above"
    return say(id, scenario=other.title, first=first.title, year=str(year), amount=size(amount))


def less(reading: Reading, first: Shown, other: Shown, year: int) -> Number:
    """Give how far a scenario's central path lies from that of another in a year. [Mt CO2]."""
    keys = tuple(f"scenarios.{s.name}.territorial_mt.{year}" for s in (other, first))
    values = [reading.raw(k) for k in keys]
    key = f"report.difference.{other.name}.{year}"
    apart = None if None in values else values[0] - values[1]
    return Number(value=apart, kind="co2_change", key=key, of=keys)


def size(difference: Number) -> Number:
    """Give a difference without its sign, where words tell which way it goes."""
    return replace(difference, kind="co2", shown=abs(float(difference.value or 0)))


def _difference_table(
    reading: Reading,
    first: Shown,
    rest: list[Shown],
    by: Mapping[str, Mapping[str, float]],
    year: int,
) -> Table:
    sectors = [
        s for s in by[first.name] if any(by[first.name][s] != by[o.name].get(s) for o in rest)
    ]
    columns: list[list[Number]] = []
    for other in rest:
        parts = [
            Number(
                value=by[other.name].get(s, 0.0) - by[first.name][s],
                kind="co2_change",
                key=f"report.difference.{other.name}.{year}.{s}",
            )
            for s in sectors
        ]
        columns.append(
            [
                *adding_up(parts, less(reading, first, other, year), reading.scale()),
                less(reading, first, other, year),
            ]
        )
    names: list[Cell] = [*(drawn.sector(s) for s in sectors), say("heads.total")]
    rows = [(name, *(column[i] for column in columns)) for i, name in enumerate(names)]
    heads = (say("heads.group"), *(say("heads.reached", scenario=o.title) for o in rest))
    caption = say("pathway.difference_caption", first=first.title, year=str(year))
    return Table("differences", caption, heads, tuple(rows), total=True)


def _scenario_title(reading: Reading, name: str) -> Title:
    return next((s.title for s in reading.scenarios() if s.name == name), both(name))
