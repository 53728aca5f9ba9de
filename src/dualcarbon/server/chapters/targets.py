"""Targets: every goal with what each scenario reaches, and what is given to whom, with what is left to give."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Depends, Response

from dualcarbon.charts import treemap
from dualcarbon.charts.units import carbon
from dualcarbon.errors import InputError, UnknownName
from dualcarbon.report import futures
from dualcarbon.report.reading import Reading, Shown
from dualcarbon.server import addressed, goals
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.goals import Breakdown
from dualcarbon.server.here import Here, here
from dualcarbon.server.printed import data
from dualcarbon.server.refused import unknown
from dualcarbon.server.sections import printed

HEADINGS = ("pathway-goals", "pathway-breakdown", "annex-compliance")
PREFIX = "b."
"""Before the one to whom an amount is given, in the address; nothing after it: the whole. [Mt CO2]"""
MIDDLE = 2030
chapter = Chapter("targets", 60, headings=HEADINGS)


@chapter.page()
def show(at: Here = Depends(here), scenario: str = "", year: int = 0, by: str = "") -> Response:  # noqa: B008
    """Show goals and breakdown of a scenario; an amount of the address that cannot be is told above."""
    run = at.run
    if run is None:
        return at.page("unrun.html")
    reading = Reading(at.shelf.results(run))
    shown = chosen(reading, scenario)
    plain = broken(reading, shown, year, by)
    asked = addressed.answered(
        addressed.put(at.request, PREFIX), lambda some: goals.given(plain, some)
    )
    found = asked.answer
    told = goals.told(found, at.lang)
    return at.page(
        "targets.html",
        scenario=shown.name,
        scenarios={s.name: s.title[at.lang] for s in reading.scenarios()},
        goals=list(goals.goals(reading, shown)),
        found=found,
        plain=plain,
        unit=carbon(at.lang, plain.whole),
        years=futures.milestones(reading),
        bases=goals.bases(reading),
        told=told,
        lines=lines(at, told),
        option=data(told["option"]),
        heights=(treemap.HEIGHT, treemap.TALL),
        **addressed.above(at, asked, names(at, plain), PREFIX),
        **printed(at, HEADINGS),
    )


@chapter.page("/answer")
def answer(
    at: Here = Depends(here),  # noqa: B008
    scenario: str = "",
    year: int = 0,
    by: str = "",
) -> Response:
    """Answer what is left once the amounts of the address are given."""
    run = at.run
    if run is None:
        raise UnknownName(at.say("frame.no_run"))
    reading = Reading(at.shelf.results(run))
    plain = broken(reading, chosen(reading, scenario), year, by)
    try:
        found = goals.given(plain, addressed.put(at.request, PREFIX))
    except InputError as error:
        raise addressed.renamed(error, names(at, plain)) from None
    told = goals.told(found, at.lang)
    shown = {"option": told["option"], "lines": lines(at, told), "sign": told["sign"]}
    return Response(json.dumps(shown, allow_nan=False), media_type="application/json")


def chosen(reading: Reading, name: str) -> Shown:
    """Give the scenario that the address names, else the leading one.

    Raises
    ------
    Refused
        The run has none of this name.
    """
    there = {s.name: s for s in reading.scenarios()}
    first = reading.leading()
    if not name and first:
        return first
    if name not in there:
        raise unknown(name, "scenario")
    return there[name]


def broken(reading: Reading, shown: Shown, year: int, by: str) -> Breakdown:
    """Give the breakdown that the address names, as the scenario has it.

    Raises
    ------
    UnknownName
        There is none of this year, or by this.
    """
    years = futures.milestones(reading)
    year = year or (MIDDLE if MIDDLE in years else years[-1])
    by = by or goals.SECTOR
    if year not in years:
        raise unknown(str(year), "year")
    if by not in goals.bases(reading):
        raise unknown(by, "breakdown")
    return goals.broken(reading, shown, by, year)


def names(at: Here, found: Breakdown) -> dict[str, str]:
    """Give what those are called to whom amounts are given, and the whole."""
    return {goals.WHOLE: at.say("targets.whole")} | {i: t[at.lang] for i, t in found.names.items()}


def lines(at: Here, told: dict[str, Any]) -> list[str]:
    """Say what is given, what is left or too much, and who has no area."""
    left = {0: "targets.all_given", 1: "targets.left", -1: "targets.too_much"}[told["sign"]]
    said = [
        at.say("targets.given", given=told["given"], whole=told["whole"]),
        at.say(left, amount=told["left"]),
    ]
    if told["undrawn"]:
        said.append(at.say("targets.undrawn", names=at.say("targets.and").join(told["undrawn"])))
    return said
