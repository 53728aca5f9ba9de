"""Scenarios, their levers, what follows when these are put elsewhere, and what two scenarios say differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query

from dualcarbon.server.api import doors, paging
from dualcarbon.server.api.doors import At, ScenarioName, at
from dualcarbon.server.api.models.records import Page
from dualcarbon.server.api.models.scenarios import Answer, Difference, Lever, Question, Scenario
from dualcarbon.server.api.paging import Part, part
from dualcarbon.server.people.rules import Role, needs
from dualcarbon.server.refused import Refused, unknown
from dualcarbon.vocabulary.faults import note

if TYPE_CHECKING:
    from dualcarbon.scenarios.inheritance import Resolved
    from dualcarbon.study import what_if
    from dualcarbon.study.levers import Lever as Moved

router = doors.router("scenarios")
SCENARIO = "/studies/{study}/scenarios/{scenario}"
Chosen = Annotated[str, Query(max_length=200, description="Id of a scenario.", examples=["baseline"])]  # fmt: skip
Plain = dict[str, Any]


@router.get("/studies/{study}/scenarios", response_model=Page[Scenario], dependencies=[needs(Role.viewer)])  # fmt: skip
def list_scenarios(at: At = Depends(at), asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List the scenarios of a study as its files are now."""
    return paging.cut_out(list(_all(at).values()), asked, _scenario)


@router.get(SCENARIO, response_model=Scenario, dependencies=[needs(Role.viewer)])
def one_scenario(scenario: ScenarioName, at: At = Depends(at)) -> Plain:  # noqa: B008
    """Give one scenario."""
    return _scenario(_one(at, scenario))


@router.get(SCENARIO + "/levers", response_model=Page[Lever], dependencies=[needs(Role.viewer)])
def list_levers(scenario: ScenarioName, at: At = Depends(at), asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List what of a scenario can be moved by hand."""
    from dualcarbon.study import variables
    from dualcarbon.study.levers import LEVELS

    there = list(_levers(at, scenario).values())
    own = variables.declared(at.shelf.prepared(at.study).read).titles
    measures = {
        f"{LEVELS}{one.id}": {lang: one.name(lang) for lang in ("en", "zh")}
        for one in _one(at, scenario).measures
    }
    return paging.cut_out(there, asked, lambda one: _lever(one, {**own, **measures}))


@router.post(SCENARIO + "/what-if", response_model=Answer, dependencies=[needs(Role.viewer)])
def ask_what_if(scenario: ScenarioName, body: Question, at: At = Depends(at)) -> Plain:  # noqa: B008
    """Answer what happens if levers are put elsewhere, from memory and with the draws of a run; nothing is stored."""
    import numpy as np

    from dualcarbon.study import levers

    one, there = _one(at, scenario), _levers(at, scenario)
    if odd := [id for id in body.levers if id not in there]:
        raise Refused(422, *(unknown(id, "lever").faults[0] for id in odd))
    held = at.shelf.held(at.study, scenario)

    def answered() -> Plain:
        with np.errstate(all="ignore"):  # what is not finite is refused by what tells it
            given = held.answer(*levers.moved(there, one, body.levers))
            return told(scenario, given, body.quantiles)

    return at.shelf.in_turn(answered)


@router.get("/studies/{study}/compare", response_model=Page[Difference], dependencies=[needs(Role.viewer)])  # fmt: skip
def compare(
    one: Chosen,
    other: Chosen,
    at: At = Depends(at),  # noqa: B008
    asked: Part = Depends(part),  # noqa: B008
) -> Plain:
    """List all that two scenarios say differently, each side with file, key and line."""
    from dualcarbon.scenarios.differences import valued
    from dualcarbon.study import differing

    prepared = at.shelf.prepared(at.study)
    ours, theirs = (valued(_one(at, name), prepared.planted) for name in (one, other))
    found = differing.between(prepared, ours, theirs)
    span = prepared.planted[2]

    def shown(each: Any) -> Plain:  # noqa: ANN401
        plain = differing.record(each, span, "other")
        return {**{k: v for k, v in plain.items() if k != "ours"}, "one": plain["ours"]}

    return paging.cut_out(found, asked, shown)


def told(name: str, given: what_if.Answer, levels: list[float]) -> Plain:
    """Give an answer as plain values: paths [t CO2], quantiles, verdict, odds [1].

    Raises
    ------
    Refused
        A number of it is not finite (API018).
    """
    import numpy as np

    totals, verdict, counted = given.totals, given.verdict, given.odds
    if not (
        np.isfinite(totals.territorial).all() and np.isfinite(totals.central_territorial).all()
    ):
        raise Refused(422, note("API018"))
    paths = np.quantile(totals.territorial, levels, axis=0)
    peaks = Counter(counted.year[counted.has_peak].tolist())
    return {
        "scenario": name,
        "years": list(totals.years),
        "territorial_tco2": totals.central_territorial.tolist(),
        "by_sector_tco2": {s: v.tolist() for s, v in totals.central_sectors.items()},
        "quantiles": [
            {"level": level, "territorial_tco2": path.tolist()}
            for level, path in zip(levels, paths, strict=True)
        ],
        "verdict": {
            "kind": verdict.kind.value,
            "year": verdict.year,
            "amount_tco2": verdict.amount,
            "sentence": {"en": verdict.reason("en"), "zh": verdict.reason("zh")},
        },
        "odds": {
            "members": len(counted.has_peak),
            "no_peak": counted.no_peak,
            "by_year": {str(year): share for year, share in counted.by_year.items()},
            "peak_years": {str(year): peaks[year] for year in sorted(peaks)},
        },
    }


def _all(at: At) -> Mapping[str, Resolved]:
    return at.shelf.prepared(at.study).scenarios


def _one(at: At, name: str) -> Resolved:
    there = _all(at)
    if name not in there:
        raise unknown(name, "scenario")
    return there[name]


def _levers(at: At, name: str) -> dict[str, Moved]:
    from dualcarbon.study import levers

    one, prepared = _one(at, name), at.shelf.prepared(at.study)
    parent, units = _all(at).get(one.parent), prepared.planted[1].units
    return levers.levers(one, parent, prepared.study.base_year, units)


def _scenario(one: Resolved) -> Plain:
    return {
        "id": one.name,
        "title": dict(one.title),
        "description": {lang: one.description.get(lang, "") for lang in ("en", "zh")},
        "parent": one.parent or None,
    }


def _lever(one: Moved, called: Mapping[str, Mapping[str, str]]) -> Plain:
    from dualcarbon.report import assumed

    names = ("id", "kind", "unit", "value", "parent", "low", "high", "step", "year")
    return {
        **{name: getattr(one, name) for name in names},
        "title": called.get(one.id) or assumed.title(one.path, called),
    }
