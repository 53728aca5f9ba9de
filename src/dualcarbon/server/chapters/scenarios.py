"""Scenarios: what is assumed, moved by hand and answered at once; what differs from the parent; saved as a scenario of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request, Response

from dualcarbon.charts.moving import Other
from dualcarbon.charts.words import Lang, Title
from dualcarbon.errors import InputError
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.server import addressed, differing, moving, saving
from dualcarbon.server.addressed import PREFIX, Answered, numbers
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.levers import shown, titled
from dualcarbon.server.printed import data
from dualcarbon.server.refused import unknown
from dualcarbon.server.saving import Asked
from dualcarbon.study import levers, variables, what_if
from dualcarbon.study.levers import LEVELS, Lever
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.what_if import Answer, Held

chapter = Chapter("scenarios", 50)
TABS = ("levers", "measures", "all")
MT = 1e-6


@dataclass(frozen=True, slots=True)
class Standing:
    """A scenario as its files are now, held ready, with its levers."""

    prepared: Prepared
    scenario: Resolved
    there: Mapping[str, Lever]
    called: Mapping[str, Title]
    held: Held

    @property
    def base_year(self) -> int:
        """Last year of statistics."""
        return self.prepared.study.base_year

    def answer(self, values: Mapping[str, float]) -> Answer:
        """Answer where some levers are put."""
        return self.held.answer(*levers.moved(self.there, self.scenario, values))

    def names(self, lang: Lang) -> Mapping[str, str]:
        """Give what its levers are called."""
        return titled(self.there, self.scenario, self.called, lang)

    def apart(self, values: Mapping[str, float]) -> bool:
        """Tell whether some levers are put elsewhere than the scenario has them."""
        return any(value != self.there[id].value for id, value in values.items())

    def moved(self, values: Mapping[str, float]) -> Resolved:
        """Give the scenario once some levers are put elsewhere."""
        return self.held.moved(*levers.moved(self.there, self.scenario, values))


@chapter.page()
def show(
    at: Here = Depends(here),  # noqa: B008
    scenario: str = "",
    tab: str = "levers",
    compare: str = "",
) -> Response:
    """Show a scenario with its levers, where the address has put them; one that cannot be put there is told above."""
    prepared = at.shelf.prepared(at.study)
    name = scenario or list(prepared.scenarios)[-1]
    found = standing(at, name)
    asked = answered_at(at, found)
    values, given = numbers(asked.put), asked.answer
    drawn = moving.drawn(given, found.scenario.title, found.base_year, at.lang, other(at, compare))
    seen = shown(found.there, found.scenario, found.called, values, at.lang)
    return at.page(
        "scenarios.html",
        scenario=name,
        parent=found.scenario.parent,
        scenarios=titles(prepared, at),
        compare=compare,
        tab=tab if tab in TABS else TABS[0],
        levers=[seen[one.id] for one in first(at, found)],
        measures=[one for one in seen.values() if one.id.startswith(LEVELS)],
        every=list(seen.values()),
        values=values,
        path=data(drawn["path"]),
        odds=data(drawn["odds"]),
        least=drawn["least"],
        **followed(at, found, values, given),
        differences=_differences(at, found, values),
        caption=caption(at, found),
        horizon=prepared.study.horizon,
        members=what_if.MEMBERS,
        middle=moving.MIDDLE,
        **addressed.above(at, asked, found.names(at.lang)),
    )


def answered_at(at: Here, found: Standing) -> Answered[Answer]:
    """Answer a scenario with its levers as far as they can be where the address puts them."""
    return addressed.answered(addressed.put(at.request), lambda some: found.answer(numbers(some)))


def followed(
    at: Here, found: Standing, values: Mapping[str, float], given: Answer
) -> dict[str, Any]:
    """Give the numbers that follow the levers, and where each leads; the run is asked with nothing moved."""
    judged = what_if.neutral(found.prepared, found.moved(values))
    moved, asked = found.apart(values), (given, judged)
    if moved:
        asked = found.answer({}), what_if.neutral(found.prepared, found.moved({}))
    told = moving.told(given, at.lang, odds(at, found, values, given))
    return {
        "told": told | moving.residual(judged, at.lang),
        "leads": moving.leads(*asked, found.scenario.name, held(at), moved=moved),
    }


def odds(
    at: Here, found: Standing, values: Mapping[str, float], given: Answer
) -> Mapping[str, float]:
    """Give the odds that the run has counted where nothing is moved, so that every page tells the same; else nothing. [1]."""
    return {} if found.apart(values) else moving.counted(given, found.scenario.name, held(at))


@chapter.page("/answer")
def answer(request: Request, scenario: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Answer where the levers are put: what differs in both figures, and the numbers beside them."""
    try:
        values, found = numbers(addressed.put(request)), standing(at, scenario)
        return at.shelf.in_turn(lambda: _answered(at, found, values))
    except InputError as error:
        return refused(error, at, scenario)


def _answered(at: Here, found: Standing, values: Mapping[str, float]) -> Response:
    given = found.answer(values)
    drawn = moving.changed(given, found.scenario.title, found.base_year, at.lang)
    told = moving.told(given, at.lang, odds(at, found, values, given))
    return plain({**drawn, "told": told})


@chapter.page("/rest")
def rest(request: Request, scenario: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Answer what takes longer, once the hand rests: all that differs from the parent, and what remains at the horizon."""
    try:
        values, found = numbers(addressed.put(request)), standing(at, scenario)
        told = at.shelf.in_turn(lambda: _residual(at, found, values))
        listed = at.shelf.in_turn(lambda: _differences(at, found, values))
    except InputError as error:
        return refused(error, at, scenario)
    html = at.page(
        "scenarios_differing.html",
        differences=listed,
        parent=found.scenario.parent,
        caption=caption(at, found),
    )
    return plain({"told": told, "differing": bytes(html.body).decode()})


def standing(at: Here, name: str) -> Standing:
    """Give a scenario as its files are now, held ready.

    Raises
    ------
    Refused
        The study has no such scenario.
    """

    def make() -> Standing:
        prepared = at.shelf.prepared(at.study)
        one = prepared.scenarios[name]
        parent, units = prepared.scenarios.get(one.parent), prepared.planted[1].units
        there = levers.levers(one, parent, prepared.study.base_year, units)
        called = variables.declared(prepared.read).titles
        return Standing(prepared, one, there, called, at.shelf.held(at.study, name))

    try:
        return at.shelf.kept("scenario", at.study, name, make)
    except KeyError:
        raise unknown(name, "scenario") from None


def caption(at: Here, found: Standing) -> str:
    """Say from what to what the numbers of the table of differences go."""
    own, parent = found.scenario.title, found.prepared.scenarios.get(found.scenario.parent)
    if parent is None:
        return at.say("scenarios.arrows", a=own[at.lang], b=at.say("scenarios.as_moved"))
    return at.say("scenarios.arrows", a=parent.title[at.lang], b=own[at.lang])


def first(at: Here, found: Standing, count: int = levers.VISIBLE) -> list[Lever]:
    """Give the levers that are seen first, by what moves the peak in the newest run."""
    return levers.foremost(found.there, held(at).get("sensitivity"), count)


def held(at: Here) -> Mapping[str, Any]:
    """Give what the run that is shown holds; nothing before the first."""
    run = at.run
    return at.shelf.summary(run) if run else {}


def titles(prepared: Prepared, at: Here) -> dict[str, str]:
    """Give the titles of the scenarios by name."""
    return {name: one.title[at.lang] for name, one in prepared.scenarios.items()}


def other(at: Here, name: str) -> Other | None:
    """Give the central path of a scenario to be held beside; nothing where none is named."""
    if not name:
        return None
    prepared = at.shelf.prepared(at.study)
    if name not in prepared.scenarios:
        raise unknown(name, "scenario")
    one = prepared.scenarios[name]
    middle = ensemble.central(one, *prepared.planted)
    path = dict(zip(middle.years, (middle.totals.territorial[0] * MT).tolist(), strict=True))
    return Other(one.title, path)


def refused(error: InputError, at: Here, scenario: str) -> Response:
    """Answer that it cannot be so, with every fault and the lever that it stands at; that is an answer too."""
    keys = [fault.place.key for fault in error.faults] or [""]
    said = zip(keys, _sentences(error, at, scenario), strict=True)
    return plain({"faults": [{"lever": key, "said": one} for key, one in said]})


def plain(value: object) -> Response:
    """Answer with plain data."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text, media_type="application/json")


def _residual(at: Here, found: Standing, values: Mapping[str, float]) -> dict[str, str]:
    return moving.residual(what_if.neutral(found.prepared, found.moved(values)), at.lang)


def _differences(at: Here, found: Standing, values: Mapping[str, float]) -> list[differing.Row]:
    parent = found.prepared.scenarios.get(found.scenario.parent)
    now = found.moved(values)
    moved = {found.there[id].path for id, v in values.items() if v != found.there[id].value}
    words = differing.Words(at.lang, found.called, held(at))
    return differing.rows(found.prepared, now, parent or found.scenario, moved, words)


Form = list[tuple[str, str]]


async def sent(request: Request) -> Form:
    """Read the form that a page sends."""
    return [(k, v) for k, v in (await request.form()).multi_items() if isinstance(v, str)]


@chapter.action("/preview")
def preview(at: Here = Depends(here), form: Form = Depends(sent)) -> Response:  # noqa: B008
    """Show what files a scenario of its own would be, or why it cannot be."""
    try:
        given = asked(form)
        standing(at, given.scenario).answer(given.values)
        found, based = saving.preview(at, at.shelf.prepared(at.study), given)
    except InputError as error:
        return at.page(
            "scenarios_preview.html", faults=_sentences(error, at, dict(form).get("scenario", ""))
        )
    wrong = [fault.sentence(at.lang) for fault in found.errors]
    return at.page(
        "scenarios_preview.html", faults=wrong, diff=found.diff, fields=form, based=based
    )


@chapter.action("/save")
def save(at: Here = Depends(here), form: Form = Depends(sent)) -> Response:  # noqa: B008
    """Save what is moved as a scenario of its own, and lead to it."""
    mark = "based."
    based = {k.removeprefix(mark): v for k, v in form if k.startswith(mark)}
    try:
        given = asked(form)
        standing(at, given.scenario).answer(given.values)
        saving.save(at, at.shelf.prepared(at.study), given, based)
    except InputError as error:
        return at.page(
            "scenarios_preview.html", faults=_sentences(error, at, dict(form).get("scenario", ""))
        )
    target = f"{at.link('scenarios')}?scenario={given.name}"
    return Response(status_code=204, headers={"HX-Redirect": target})


def asked(form: Form) -> Asked:
    """Read what is to be saved."""
    text = dict(form)
    return Asked(
        text.get("scenario", ""),
        numbers({k.removeprefix(PREFIX): v for k, v in form if k.startswith(PREFIX)}),
        text.get("name", "").strip(),
        {lang: text.get(lang, "").strip() for lang in ("en", "zh")},
        text.get("source", "").strip(),
    )


def _sentences(error: InputError, at: Here, scenario: str) -> list[str]:
    """Tell what is wrong, levers called as on the page."""
    faults = addressed.named(error.faults, _names(at, scenario))
    return [fault.sentence(at.lang) for fault in faults] or [str(error)]


def _names(at: Here, scenario: str) -> Mapping[str, str]:
    """Give what the levers of a scenario are called; nothing where what is wrong is the scenario itself."""
    try:
        return standing(at, scenario).names(at.lang)
    except InputError:
        return {}
