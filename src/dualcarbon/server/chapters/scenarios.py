"""Scenarios: what is assumed, moved by hand and answered at once; what differs; why two scenarios differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Depends, Request, Response

from dualcarbon.errors import UnknownName
from dualcarbon.server import moving
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.printed import data
from dualcarbon.study import levers
from dualcarbon.study.levers import Lever

chapter = Chapter("scenarios", 50)
PREFIX = "m."
"""Before the id of a lever in the address."""
VISIBLE = 8
FIRST = (
    "gdp", "structure.industry", "intensity.industry", "power.mix.coal", "power.supply.nonfossil", "mix.industry.coal",
    "intensity.transport", "factor.import",
)  # fmt: skip


@chapter.page()
def show(at: Here = Depends(here), scenario: str = "") -> Response:  # noqa: B008
    """Show a scenario with its levers, where the address has put them."""
    prepared = at.shelf.prepared(at.study)
    name = scenario or list(prepared.scenarios)[-1]
    there = found(at, name)
    return at.page(
        "scenarios.html",
        scenario=name,
        scenarios={n: one.title[at.lang] for n, one in prepared.scenarios.items()},
        levers=chosen(there),
        put=put(at.request),
        title=titled(at),
        **_answered(at, name, put(at.request)),
    )


@chapter.page("/answer")
def answer(request: Request, scenario: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Answer where the levers are put: both figures and the numbers beside them."""
    return Response(
        json.dumps(_plain(at, scenario, put(request)), allow_nan=False),
        media_type="application/json",
    )


def found(at: Here, name: str) -> dict[str, Lever]:
    """Give the levers of a scenario."""
    prepared = at.shelf.prepared(at.study)
    if name not in prepared.scenarios:
        msg = f'there is no scenario "{name[:40]}"'
        raise UnknownName(msg)
    one = prepared.scenarios[name]
    parent = prepared.scenarios.get(one.parent)
    return levers.levers(one, parent, prepared.study.base_year)


def chosen(there: Mapping[str, Lever]) -> list[Lever]:
    """Give the levers that are seen first: at most eight."""
    named = [there[id] for id in FIRST if id in there]
    rest = [one for one in there.values() if one not in named and one.kind != "level"]
    return [*named, *rest][:VISIBLE]


def put(request: Request) -> dict[str, float]:
    """Read from the address where levers are put."""
    given = {
        k.removeprefix(PREFIX): v for k, v in request.query_params.items() if k.startswith(PREFIX)
    }
    return {id: float(value) for id, value in given.items()}


def titled(at: Here) -> Any:  # noqa: ANN401
    """Give what names a lever in the language of the page."""
    from dualcarbon.report import assumed

    return lambda one: assumed.title(one.path)[at.lang]


def _plain(at: Here, name: str, values: Mapping[str, float]) -> dict[str, Any]:
    prepared = at.shelf.prepared(at.study)
    one = prepared.scenarios[name]
    numbers, levels = levers.moved(found(at, name), one, values)
    given = at.shelf.held(at.study, name).answer(numbers, levels)
    drawn = moving.drawn(given, one.title, prepared.study.base_year, at.lang)
    return {**drawn, "told": moving.told(given, at.lang)}


def _answered(at: Here, name: str, values: Mapping[str, float]) -> dict[str, Any]:
    plain = _plain(at, name, values)
    return {"path": data(plain["path"]), "odds": data(plain["odds"]), "told": plain["told"]}
