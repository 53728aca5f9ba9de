"""Measures: what each costs and takes off emissions; one is taken out or put to a level, and wedges, curve and peak follow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Depends, Response

from dualcarbon.errors import InputError
from dualcarbon.report import choices
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.server import addressed, moving, portfolios
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.chapters import scenarios
from dualcarbon.server.here import Here, environment, here
from dualcarbon.server.levers import titled
from dualcarbon.server.opening import Lead
from dualcarbon.server.portfolios import Chosen
from dualcarbon.server.printed import data
from dualcarbon.server.refused import unknown
from dualcarbon.server.sections import printed
from dualcarbon.study import levers, portfolio, variables
from dualcarbon.study.levers import Lever

HEADINGS = (
    "pathway-measures", "pathway-abatement", "pathway-interaction", "pathway-cost", "pathway-ranking", "pathway-spending",
    "pathway-projects", "pathway-schedule",
)  # fmt: skip
LIVE = ("wedges", "cost-curve")
"""Figures of the report that this page draws itself."""
FIRST = 8
"""Measures that are seen first; the others are folded until one of them is moved."""
chapter = Chapter("measures", 70, headings=HEADINGS)


@chapter.page()
def show(at: Here = Depends(here), scenario: str = "") -> Response:  # noqa: B008
    """Show the measures of a scenario at the levels of the address, and what the report says of them; what cannot be is told above."""
    prepared = at.shelf.prepared(at.study)
    there = {n: one.title[at.lang] for n, one in prepared.scenarios.items() if one.deployed}
    if not there:
        return at.page("measures_none.html")
    name = scenario or list(there)[-1]
    asked = addressed.answered(addressed.put(at.request), lambda some: chosen(at, name, some))
    found = asked.answer
    plain = answered(at, found)
    rows, written = list(portfolios.rows(found)), found.prepared.scenarios[name].levels
    return at.page(
        "measures.html",
        scenario=name,
        scenarios=there,
        found=found,
        rows=rows,
        first=FIRST,
        late=any(one["level"] != written[one["id"]] for one in rows[FIRST:]),
        written=written,
        heights=choices.heights(found),
        curve=data(plain["curve"]),
        wedges=data(plain["wedges"]),
        path=data(plain["path"]),
        odds=data(plain["odds"]),
        steps=data(plain["steps"]),
        bars=len(plain["steps"]),
        told=plain["told"],
        leads=leads(at, found, addressed.numbers(asked.put)),
        notes=plain["notes"],
        table=plain["table"],
        **addressed.above(at, asked, names(at, name)),
        **printed(at, HEADINGS, LIVE),
    )


@chapter.page("/answer")
def answer(scenario: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Answer what a choice of measures gives: figures, numbers and table."""
    if scenario not in at.shelf.prepared(at.study).scenarios:
        raise unknown(scenario, "scenario")
    at.shelf.held(at.study, scenario)  # what takes long goes before
    some = addressed.put(at.request)
    try:
        plain = at.shelf.in_turn(lambda: answered(at, chosen(at, scenario, some)))
    except InputError as error:
        raise addressed.renamed(error, names(at, scenario)) from None
    return Response(json.dumps(plain, allow_nan=False), media_type="application/json")


def chosen(at: Here, name: str, some: Mapping[str, str]) -> Chosen:
    """Give a choice by the texts that tell it, by id of a lever, and its answer."""
    prepared = at.shelf.prepared(at.study)
    one, there = _levers(at, name)
    numbers, levels = levers.moved(there, one, addressed.numbers(some))
    weighed = portfolio.weighed(prepared, name, numbers, levels)
    given = at.shelf.held(at.study, name).answer(numbers, weighed.levels)
    return Chosen(prepared, name, weighed, given, at.lang, _told(at, name))


def leads(at: Here, found: Chosen, values: Mapping[str, float]) -> dict[str, Lead]:
    """Give where the sentences lead that follow the levels: the verdict as on the page of scenarios, the sum to its parts."""
    given = scenarios.followed(at, scenarios.standing(at, found.name), values, found.answer)
    verdict: Lead = given["leads"]["verdict"]
    return {"verdict": verdict, "sum": Lead(f"{portfolios.CHOSEN}.{found.name}.sum")}


def names(at: Here, name: str) -> Mapping[str, str]:
    """Give what the levers of a scenario are called."""
    one, there = _levers(at, name)
    return titled(there, one, variables.declared(at.shelf.prepared(at.study).read).titles, at.lang)


def _levers(at: Here, name: str) -> tuple[Resolved, Mapping[str, Lever]]:
    """Give a scenario and its levers."""
    prepared = at.shelf.prepared(at.study)
    if name not in prepared.scenarios:
        raise unknown(name, "scenario")
    one = prepared.scenarios[name]
    parent = prepared.scenarios.get(one.parent)
    return one, levers.levers(one, parent, prepared.study.base_year)


def answered(at: Here, found: Chosen) -> dict[str, Any]:
    """Give all that a choice shows, as plain data."""
    drawn = moving.drawn(found.answer, found.portfolio.scenario.title, found.base, at.lang)
    curve = choices.curve(found)
    sums = portfolios.totals(found)
    told = moving.told(found.answer, at.lang)
    table = environment().get_template("measures_table.html")
    rows = list(portfolios.rows(found))
    return {
        "path": drawn["path"],
        "odds": drawn["odds"],
        "curve": curve["option"],
        "steps": curve["steps"],
        "wedges": choices.wedge(found),
        "told": {
            "verdict": told["verdict"],
            "sum": _sum(at, found, sums),
            "uncurved": "" if curve["steps"] else _uncurved(at, found),
        },
        "notes": notes(at, found),
        "levels": {row["id"]: row["level"] for row in rows},
        "table": table.render(say=at.say, found=found, rows=rows, sums=sums),
    }


def notes(at: Here, found: Chosen) -> list[str]:
    """Say which measures have no effect and why, and what of the choice goes beyond what there is."""
    names, declared = found.names, {m.id: m for m in found.prepared.listed.measures}
    said = []
    for id, others in found.portfolio.idle.items():
        told = at.say("measures.and").join(_name(found, o) for o in others)
        lacking = set(others) <= set(declared[id].requires)
        key = "measures.lacks" if lacking else "measures.barred"
        said.append(at.say(key, name=names[id][at.lang], others=told))
    return [*said, *(fault.sentence(at.lang) for fault in found.portfolio.faults)]


def _name(found: Chosen, id: str) -> str:
    """Give the name of a measure of the study, whether the scenario has it or not."""
    declared = {m.id: m for m in found.prepared.listed.measures}
    return declared[id].name(found.lang) if id in declared else id


def _sum(at: Here, found: Chosen, sums: Mapping[str, Any]) -> str:
    """Say in one line what the choice is and gives."""
    if not sums["count"]:
        return at.say("measures.sum_none", all=sums["of"], by=sums["by"], odds=sums["odds"])
    year, costed = found.year, sums["costed"]
    known = "no_costs" if not costed else "costs" if costed == sums["count"] else "some_costs"
    costs = at.say(f"measures.{known}", known=costed, first=sums["first"], paying=sums["paying"])
    return at.say(
        "measures.sum",
        count=sums["count"],
        all=sums["of"],
        year=year,
        amount=sums["abatement"][year],
        costs=costs,
        by=sums["by"],
        odds=sums["odds"],
    )


def _uncurved(at: Here, found: Chosen) -> str:
    """Say why there is no curve: nothing acts, nothing abates in the year of the bars, or no cost is known."""
    acting = found.portfolio.measures
    abating = any(found.at(one.abatement, found.year) > 0 for one in acting)
    why = "no_curve" if abating else "none_abates" if acting else "none_acts"
    return at.say(f"measures.{why}", year=found.year)


def _told(at: Here, name: str) -> dict[str, tuple[int, Mapping[str, Any]]]:
    """Give the measures of a scenario as the run tells them, by id, each with its place; none before the first run."""
    run = at.run
    if run is None:
        return {}
    every = at.shelf.summary(run).get("measures") or ()
    return {m["id"]: (place, m) for place, m in enumerate(every) if m["scenario"] == name}
