"""Briefing for decision makers: when do we peak, what does it take, what does it cost; three scenarios, six sliders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Response
from markupsafe import Markup

from dualcarbon.charts.words import Lang
from dualcarbon.errors import InputError
from dualcarbon.report import brief
from dualcarbon.report.numbers import Kind, Number, Scale, show
from dualcarbon.report.pieces import Bullets, Document, Sentence
from dualcarbon.report.reading import Reading
from dualcarbon.server import addressed, moving, opening
from dualcarbon.server.addressed import numbers
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.chapters.scenarios import answered_at, first, followed, standing
from dualcarbon.server.here import Here, here
from dualcarbon.server.levers import shown
from dualcarbon.server.printed import Writer, data

chapter = Chapter("briefing", 95)
SLIDERS, CARDS = 6, 3
SECTION = "brief"
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "takes": ("brief.path", "brief.goals"),
    "costs": ("brief.cost", "brief.projects"),
}
"""Sentences of the report's first page that answer a question."""
MIDDLE = str(moving.MIDDLE)


@dataclass(frozen=True, slots=True)
class Card:
    """A scenario of the run in a few words and four numbers, each opening how it came."""

    name: str
    title: str
    about: str
    peaks: bool
    year: Markup
    amount: Markup
    by: Markup
    last: Markup


@chapter.page()
def answered(at: Here = Depends(here), scenario: str = "") -> Response:  # noqa: B008
    """Answer the three questions, for the scenario that is chosen and where its levers are put."""
    prepared = at.shelf.prepared(at.study)
    name = scenario or list(prepared.scenarios)[-1]
    found = standing(at, name)
    asked = answered_at(at, found)
    values, given = numbers(asked.put), asked.answer
    drawn = moving.drawn(given, found.scenario.title, found.base_year, at.lang)
    seen = shown(found.there, found.scenario, found.called, values, at.lang)
    document, why = reported(at)
    read = Reading(at.shelf.results(at.run)) if at.run and document else None
    return at.page(
        "briefing.html",
        scenario=name,
        title=found.scenario.title[at.lang],
        cards=cards(read, name, at.lang) if read else [],
        levers=[seen[one.id] for one in first(at, found, SLIDERS)],
        path=data(drawn["path"]),
        **followed(at, found, values, given),
        said=said(document) | {"when": spread(read, name) if read else []},
        computed=read is not None and read.has(f"scenarios.{name}"),
        why=why,
        write=Writer(document, at.lang) if document else None,
        middle=moving.MIDDLE,
        horizon=prepared.study.horizon,
        **addressed.above(at, asked, found.names(at.lang)),
    )


def reported(at: Here) -> tuple[Document | None, str]:
    """Give the report of the run, or why there is none."""
    if at.run is None:
        return None, at.say("frame.no_run")
    try:
        return at.shelf.document(at.run), at.say("briefing.unknown")
    except InputError as error:
        return None, " ".join(fault.sentence(at.lang) for fault in error.faults) or str(error)


def cards(read: Reading, shown: str, lang: Lang) -> list[Card]:
    """Give scenarios of the run in a few words: where there are many, the first, the leading, the shown and the last ones."""
    told, leading = read.raw("scenarios"), read.leading()
    names = list(told)
    wanted = [*names[:1], leading.name if leading else "", shown, *reversed(names)]
    kept = [name for name in dict.fromkeys(wanted) if name in told][:CARDS]
    return [_card(name, told[name], lang) for name in names if name in kept]


def spread(read: Reading, shown: str) -> list[Sentence]:
    """Say how wide the members of the scenario that is shown spread, as the run has them."""
    found = (brief.spread_of(read, one) for one in read.scenarios() if one.name == shown)
    return [one for one in found if one]


def said(document: Document | None) -> dict[str, list[Sentence]]:
    """Give the sentences of the report's first page by the question that they answer."""
    sections = document.sections if document else ()
    blocks = [block for one in sections if one.id == SECTION for block in one.blocks]
    there = [item for block in blocks if isinstance(block, Bullets) for item, _ in block.items]
    return {
        question: [one for one in there if one.id in ids] for question, ids in QUESTIONS.items()
    }


def _card(name: str, one: Mapping[str, Any], lang: Lang) -> Card:
    peak, path = one["peak"], one["territorial_mt"]
    last = max(path, key=int)
    scale = Scale(max(path.values()), 1.0)

    def number(value: float | None, kind: Kind, *steps: str) -> Markup:
        text = show(Number(value=value, kind=kind, key=""), lang, scale)
        key = "" if value is None else ".".join(("scenarios", name, *steps))
        return opening.number(text, key, value)

    return Card(
        name=name,
        title=one["title"][lang],
        about=one["description"][lang],
        peaks=peak["year"] is not None,
        year=number(peak["year"], "year", "peak", "year"),
        amount=number(peak["amount_mt"], "co2", "peak", "amount_mt"),
        by=number(peak["probability_by"].get(MIDDLE), "odds", "peak", "probability_by", MIDDLE),
        last=number(path[last], "co2", "territorial_mt", last),
    )
