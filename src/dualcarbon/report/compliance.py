"""Whether the scenarios keep the quantified goals of the nation, clause by clause, and those of the study."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dualcarbon.reference import goals, tables
from dualcarbon.report import drawn, pathway
from dualcarbon.report.clauses import clause
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, Value, say
from dualcarbon.report.reading import Reading, Shown

Goal = Mapping[str, Any]
NUMBERS = re.compile(r"[\d.]+%?")


def national(reading: Reading) -> Iterator[Block]:
    """Set every goal of the nation that the account can speak of beside what each scenario reaches."""
    there = [s for s in reading.scenarios() if entries(reading, s)]
    if not there:
        return
    ids = list(dict.fromkeys(one["id"] for s in there for _, one in entries(reading, s)))
    heads: tuple[Cell, ...] = (
        say("heads.goal_name"),
        say("heads.clause"),
        say("heads.goal"),
        *(say("heads.reached", scenario=s.title) for s in there),
        say("heads.mark"),
    )
    rows = tuple(_row(reading, id, there) for id in ids)
    yield Paragraph((say("annex.compliance", table=Ref("compliance")), say("annex.yardstick")))
    yield Table("compliance", say("annex.compliance_caption"), heads, rows)
    yield from _reasons(reading, there)


def own(reading: Reading) -> Iterator[Block]:
    """Name the source and the mark of each goal that the study sets itself."""
    there = reading.scenarios()
    known = _known()
    found = (
        [one for one in pathway.entries(reading, there[0]) if one["id"] not in known]
        if there
        else []
    )
    if not found:
        return
    rows = tuple(
        (pathway.goal_title(one), str(one.get("mark") or ""), str(one.get("source") or ""))
        for one in found
    )
    heads = (say("heads.goal_name"), say("heads.mark"), say("heads.source"))
    yield Paragraph((say("annex.own_goals", table=Ref("goal-sources")),))
    yield Table("goal-sources", say("annex.own_goals_caption"), heads, rows, numeric=False)


def entries(reading: Reading, scenario: Shown) -> list[tuple[int, Goal]]:
    """Give the goals of the nation that the results judge, with their place in the summary."""
    listed = enumerate(reading.raw(f"scenarios.{scenario.name}.targets") or [])
    known = _known()
    return [(place, one) for place, one in listed if one["id"] in known or one.get("national")]


def documents(reading: Reading) -> list[str]:
    """Give the documents that set the goals shown, each once."""
    there = reading.scenarios()
    found = [str(one.get("source") or "") for s in there[:1] for _, one in entries(reading, s)]
    return [id for id in dict.fromkeys(found) if id in tables.sources()]


def _known() -> dict[str, goals.Goal]:
    return {goal.id: goal for goal in goals.national()}


def _row(reading: Reading, id: str, there: list[Shown]) -> tuple[Cell, ...]:
    places = {s.name: {one["id"]: p for p, one in entries(reading, s)}.get(id) for s in there}
    name, place = next((n, p) for n, p in places.items() if p is not None)
    one = reading.raw(f"scenarios.{name}.targets.{place}")
    kind = pathway.kind_of(one)
    goal = reading.number(f"scenarios.{name}.targets.{place}.goal", kind)
    reached = (pathway.reached(reading, n, p, kind) for n, p in places.items())
    return (
        pathway.goal_title(one),
        _clause(reading, one),
        goal,
        *reached,
        str(one.get("mark") or ""),
    )


def _clause(reading: Reading, one: Goal) -> Cell:
    """Give the clause of a goal, else the document that sets it."""
    known = _known().get(one["id"])
    if known is not None and known.clause:
        return clause(known.clause)
    source = str(one.get("source") or "")
    return Ref(f"work-{source}") if source in documents(reading) else source


def _reasons(reading: Reading, there: Sequence[Shown]) -> Iterator[Block]:
    """Give the reason of what is not judged, once for an indicator, with the other years that it holds for."""
    refused: dict[str, list[tuple[Goal, Value]]] = {}
    found = [
        (s, [one for _, one in entries(reading, s)]) for s in pathway.leading_first(reading, there)
    ]
    for one, why in pathway.refusals(found):
        refused.setdefault(f"{one['indicator']} {_kind(one)}", []).append((one, why))
    said = [_reason(group) for group in refused.values()]
    if said:
        yield Paragraph((say("annex.refused"),))
        yield drawn.bullets(said)


def _kind(one: Goal) -> str:
    """Tell reasons apart by what they say but for their years and numbers."""
    return NUMBERS.sub("", drawn.reason(one["reason"])["en"])


def _reason(group: Sequence[tuple[Goal, Value]]) -> Sentence:
    why = group[0][1]
    others = [str(one["year"]) for one, _ in group[1:]]
    if not others:
        return say("pathway.reason", why=why)
    return say("pathway.reason_too", why=why, years=", ".join(others))
