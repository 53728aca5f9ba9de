"""Numbers that pages work out themselves, explained as the page would work them out now: what explains each, by the beginning of its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dualcarbon.errors import UnknownName
from dualcarbon.scenarios import differences
from dualcarbon.server import addressed, differing, live, live_choices, opening, pairs, portfolios
from dualcarbon.server.addressed import numbers
from dualcarbon.server.chapters import compare, measures, scenarios
from dualcarbon.server.chapters.scenarios import Standing
from dualcarbon.server.here import Here
from dualcarbon.server.levers import shown
from dualcarbon.study import differing as sides
from dualcarbon.study import what_if


def _live(at: Here, rest: str) -> dict[str, Any]:
    """Explain a number of a scenario with its levers where the address has them."""
    name, _, told = rest.partition(".")
    found = scenarios.standing(at, name)
    head, _, path = told.partition(".")
    put = {} if head == differing.WRITTEN else numbers(addressed.put(at.request))
    if head in (differing.ASSUMED, differing.WRITTEN):
        return _assumed(at, found, put, f"{opening.LIVE}.{rest}", path)
    return at.shelf.in_turn(lambda: live.explained(_asked(at, found, put), told, at.lang))


def _assumed(
    at: Here, found: Standing, put: Mapping[str, float], key: str, path: str
) -> dict[str, Any]:
    """Explain what a scenario assumes in a year, as a table of differences tells it."""
    name, _, year = path.rpartition(".")
    planted, scenario = found.prepared.planted, found.moved(put)
    valued, span = differences.valued(scenario, planted), planted[2]
    listed = {f"{differing.MEASURES}{one.id}" for one in found.prepared.listed.measures}
    if name not in {*valued.values, *listed} or year not in map(str, span.years):
        msg = f'no assumption of a scenario is called "{path[:80]}"'
        raise UnknownName(msg)
    said = sides.said(found.prepared, valued, name)
    value = differing.value(scenario, said, name, int(year) - span.base_year)
    seen = shown(found.there, found.scenario, found.called, put, at.lang)
    mine = {id: one for id, one in seen.items() if found.there[id].path == name}
    unit = planted[1].units.get(name, "1")
    return live.assumed(key, said.text, (value, unit), sides.where(said), mine, at.lang)


def _asked(at: Here, found: Standing, put: Mapping[str, float]) -> live.Asked:
    moved = found.moved(put)
    judged = what_if.neutral(found.prepared, moved)
    return live.Asked(
        found.scenario.name,
        found.answer(put),
        judged.residual,
        judged.reason(at.lang),
        what_if.remaining(found.prepared, moved),
        shown(found.there, found.scenario, found.called, put, at.lang),
    )


def _chosen(at: Here, rest: str) -> dict[str, Any]:
    """Explain a number of a choice of measures with the levers where the address has them."""
    name, _, told = rest.partition(".")
    found, put = scenarios.standing(at, name), addressed.put(at.request)
    seen = shown(found.there, found.scenario, found.called, numbers(put), at.lang)
    book = live.Book(at.lang)
    asked = live_choices.Asked(measures.chosen(at, name, put), seen, book)
    return live_choices.explained(asked, told)


HERE: Mapping[str, Callable[[Here, str], dict[str, Any]]] = {
    opening.LIVE: _live,
    pairs.PAIR: compare.explained,
    portfolios.CHOSEN: _chosen,
}
"""What explains numbers that pages work out, by the beginning of their keys."""
