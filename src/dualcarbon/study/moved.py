"""Which assumption moves the peak year, the amount and what is left: the leading scenario looked at as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.neutrality.assessment import MISSING, State
from dualcarbon.quantities.correlation import Correlated, Correlation, correlated
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.statistics import past
from dualcarbon.scenarios.tree import Observed, Tree
from dualcarbon.sensitivity import assumptions, fifths, indices, levels, naming, outputs, sample
from dualcarbon.sensitivity.assumptions import Assumption
from dualcarbon.sensitivity.fifths import Ends
from dualcarbon.sensitivity.indices import Estimate, Indices
from dualcarbon.sensitivity.sample import Floats, Outcomes
from dualcarbon.study import all_gases
from dualcarbon.study.all_gases import AllGases
from dualcarbon.study.futures import BY, Future, Futures
from dualcarbon.vocabulary.faults import Fault, Place, note

LEADING = "policy"
"""The scenario that is looked at where a study has it; otherwise its first."""
LEAST_MEMBERS = 128
RUNS = (2048, 16384)
"""Fewest and most members that the model is run for: 16 for each of the ensemble, between these. [members]"""
PER_MEMBER = 16
MOST = 30
"""Assumptions that are looked at one by one; the lightest beyond it are put together."""
WHERE = "sensitivity.outputs"
GROUPS = "sensitivity.groups"
Planted = tuple[Observed, Tree, Span]
Years = Mapping[str, Sequence[int]]
"""Years beside the horizon by which a member may be neutral, by scope; a scope that cannot be judged is missing."""
WHOLE = {"en": "in all gases", "zh": "温室气体"}
CARBON = {"en": "in carbon dioxide", "zh": "二氧化碳"}


@dataclass(frozen=True, slots=True)
class Output:
    """An output over both tables of the sample: its mean, its spread, and what makes it. [1, Mt CO2 or Mt CO2e]."""

    mean: float
    spread: float
    indices: Indices | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What moves a scenario.

    ``members`` are those of one table of the sample; ``outputs`` are by name, ``ends`` by key of a level and name of an
    output, ``homes`` give the assumption that a level belongs to.
    """

    scenario: str
    members: int = 0
    groups: tuple[Assumption, ...] = ()
    outputs: Mapping[str, Output] = field(default_factory=dict)
    ends: Mapping[str, Mapping[str, Ends]] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    told: tuple[Fault, ...] = ()

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What keeps anything from being said, other than that few members were asked for."""
        return tuple(fault for fault in self.told if fault.code in ("SEN001", "SEN007"))


def leading(names: Iterable[str]) -> str:
    """Give the name of the scenario that is looked at.

    Examples
    --------
    >>> leading(["baseline", "policy"]), leading(["low", "high"])
    ('policy', 'low')
    """
    there = list(names)
    return LEADING if LEADING in there else there[0]


def run(
    ahead: Futures,
    planted: Planted,
    correlations: Sequence[Correlation] = (),
    declared: Mapping[str, Mapping[str, str]] | None = None,
    gases: AllGases | None = None,
) -> Moved:
    """Look at the leading scenario of a study: which assumption moves what.

    Parameters
    ----------
    ahead : Futures
        The scenarios as computed, with the draws of their members.
    planted
        What the statistics show, the tree, the years.
    correlations : sequence of Correlation, optional
        Between the uncertain numbers of the study.
    declared : mapping, optional
        Titles of the variables, branches and chains that the study declares, by the beginning of their keys.
    gases : AllGases, optional
        The leading scenario in all gases: neutrality is asked where it can be judged.
    """
    future = ahead.by_name[leading(ahead.by_name)]
    scenario, draws = future.scenario, ahead.draws
    tied = correlated(correlations, draws.keys) if correlations else None
    found = assumptions.assumptions(scenario, tied, declared)
    if not found:
        return _nothing(scenario, note("SEN001", Place(key=WHERE), scenario=scenario.name))
    if draws.members < LEAST_MEMBERS:
        few = {"members": draws.members, "least": LEAST_MEMBERS}
        return _nothing(scenario, note("SEN004", Place(key=WHERE), **few))
    years = _judged(gases)
    net = {} if gases is None else gases.nets
    asked = _asked(future.ensemble.territorial, planted, net, years)
    titles = _titles(scenario, declared)
    kept, told = _few_enough(found, draws, asked, titles)
    try:
        outcomes = _outcomes(scenario, planted, kept, draws, tied, years)
        high = levels.levels(scenario, *planted, draws)
    except InputError as error:
        return _nothing(scenario, note("SEN007", Place(key=WHERE), why=_why(error)))
    shared, notes = _shared(list(asked), outcomes, draws.seed)
    ends = {key: {name: fifths.ends(level, y) for name, y in asked.items()} for key, level in high.items()}  # fmt: skip
    return Moved(
        scenario.name,
        outcomes.one.shape[1],
        kept,
        shared,
        ends,
        levels.home(scenario),
        {key: titles[key] for key in high},
        (*told, *notes, *_of_neutrality(future, gases)),
    )


def _judged(gases: AllGases | None) -> dict[str, Sequence[int]]:
    """Give the scopes in which neutrality can be judged, each with the year by which half of the members are neutral."""
    if gases is None:
        return {}
    both = (gases.neutrality.ghg, gases.neutrality.co2)
    scopes = [one.scope for one in both if one.state is not State.NOT_ASSESSABLE]
    return {scope: outputs.middle(gases.nets[scope]) for scope in scopes}


def _asked(
    territorial: xr.DataArray, planted: Planted, net: Mapping[str, xr.DataArray], years: Years
) -> dict[str, Floats]:
    """Give what is asked of each member, by name (member). [1, Mt CO2 or Mt CO2e]."""
    found = outputs.of(territorial, base_year=planted[2].base_year, by=BY)
    for scope, by in years.items():
        found |= outputs.neutral(net[scope], scope=scope, by=by)
    return found


def _why(error: InputError) -> Mapping[str, str]:
    told = error.faults[0].message if error.faults else lambda _: str(error)
    return {lang: told(lang) for lang in ("en", "zh")}


def _nothing(scenario: Resolved, fault: Fault) -> Moved:
    return Moved(scenario.name, told=(fault,))


def _few_enough(
    found: Sequence[Assumption],
    draws: Draws,
    asked: Mapping[str, Floats],
    titles: Mapping[str, Mapping[str, str]],
) -> tuple[tuple[Assumption, ...], list[Fault]]:
    """Put the lightest together where there are many, and tell what stands together."""
    told = [_together("SEN005", one.of, titles) for one in found if one.correlated]
    if len(found) <= MOST:
        return tuple(found), told
    each = fifths.weights({k: draws.uniform(k) for one in found for k in one.keys}, asked)
    weights = {one.id: sum(each[key] for key in one.keys) for one in found}
    kept = assumptions.merged(found, weights, MOST)
    return kept, [*told, _together("SEN006", kept[-1].of, titles)]


def _together(code: str, ids: Sequence[str], titles: Mapping[str, Mapping[str, str]]) -> Fault:
    names = {lang: joint.join(titles[id][lang] for id in ids) for lang, joint in (("en", ", "), ("zh", "、"))}  # fmt: skip
    more = {"count": len(ids)} if code == "SEN006" else {}
    return note(code, Place(key=GROUPS), names=names, **more)


def _titles(
    scenario: Resolved, declared: Mapping[str, Mapping[str, str]] | None
) -> dict[str, Mapping[str, str]]:
    """Give the title of every path, part of a group and measure by its key."""
    every = [one for path in scenario.paths.values() for one in (path, *path.parts.values())]
    ids = {f"{assumptions.MEASURES}{m.id}": m for m in scenario.measures}
    named = {id: {lang: m.name(lang) for lang in ("en", "zh")} for id, m in ids.items()}
    return {**{one.key: naming.title(one.key, declared) for one in every}, **named}


def members_of(groups: int, members: int) -> int:
    """Give the members of one table: the largest power of two that the runs allow.

    Parameters
    ----------
    groups : int
        Assumptions. [1]
    members : int
        Of the ensemble. [1]

    Examples
    --------
    >>> members_of(18, 1024), members_of(18, 128), members_of(5, 8192)
    (512, 64, 2048)
    """
    allowed = min(max(PER_MEMBER * members, RUNS[0]), RUNS[1]) // (groups + 2)
    return int(2 ** (allowed.bit_length() - 1))


def _outcomes(
    scenario: Resolved,
    planted: Planted,
    groups: Sequence[Assumption],
    draws: Draws,
    tied: Correlated | None,
    years: Years,
) -> Outcomes:
    """Run the scenario on the sample, and ask each member for the outputs."""
    members = members_of(len(groups), draws.members)
    beyond, before = planted[1].beyond if years else None, past(*planted[:2])

    def model(some: Draws) -> Floats:
        if beyond is None:
            many, net = ensemble.territorial(scenario, *planted, some, before), {}
        else:
            many, beside = ensemble.beside(scenario, *planted, some, before)
            net = all_gases.nets(many, beside, beyond.years)
        return np.stack(list(_asked(many, planted, net, years).values()))

    both = sample.drawn([one.keys for one in groups], members, draws.seed, tied)
    return sample.run(model, both)


def _shared(
    names: Sequence[str], outcomes: Outcomes, seed: int
) -> tuple[dict[str, Output], list[Fault]]:
    """Share out the variance of each output, and tell of which it cannot be."""
    found = indices.indices(outcomes, seed=seed)
    rare = indices.rare(outcomes)
    both = np.concatenate([outcomes.one, outcomes.other], axis=1)
    made: dict[str, Output] = {}
    told: list[Fault] = []
    for place, name in enumerate(names):
        one = None if rare[place] else found[place]
        made[name] = Output(float(both[place].mean()), float(both[place].std()), one)
        if one is None:
            told.append(_flat(name, both[place], rare=bool(rare[place])))
    return made, told


def _flat(name: str, values: Floats, *, rare: bool) -> Fault:
    where = Place(key=f"{WHERE}.{name}")
    if not rare:
        return note("SEN002", where, output=outputs.title(name))
    count = {"count": round(float(values.sum())), "members": len(values), "least": indices.RARE}
    return note("SEN003", where, output=outputs.title(name), **count)


def _of_neutrality(future: Future, gases: AllGases | None) -> Iterator[Fault]:
    """Tell what keeps neutrality from being judged, in carbon dioxide or else in all gases."""
    judged = future.neutrality if gases is None else gases.neutrality
    for one, scope in ((judged.co2, CARBON), (judged.ghg, WHOLE)):
        if one.state is State.NOT_ASSESSABLE:
            joints = ("en", ", no "), ("zh", "、")
            missing = {
                lang: joint.join(MISSING[m][lang] for m in one.missing) for lang, joint in joints
            }
            yield note("SEN008", Place(key=WHERE), scope=scope, missing=missing, year=one.horizon)
            return


def plain(moved: Moved) -> dict[str, Any]:
    """Give what moves a scenario as plain values."""
    return {
        "scenario": moved.scenario,
        "members": moved.members,
        "runs": moved.members * (len(moved.groups) + 2) if moved.groups else 0,
        "confidence": indices.CONFIDENCE,
        "groups": [_group(one) for one in moved.groups],
        "outputs": {name: _output(name, one, moved.groups) for name, one in moved.outputs.items()},
        "fifths": {key: _fifth(key, moved) for key in moved.ends},
        "correlated": [list(one.of) for one in moved.groups if one.correlated],
    }


def _group(one: Assumption) -> dict[str, Any]:
    return {"id": one.id, "title": dict(one.title), "of": list(one.of), "keys": list(one.keys)}


def _output(name: str, one: Output, groups: Sequence[Assumption]) -> dict[str, Any]:
    told = {"title": outputs.title(name), "mean": one.mean, "spread": one.spread}
    if one.indices is None:
        return {**told, "first": {}, "total": {}, "alone": None, "interactions": None}
    ids = [group.id for group in groups]
    first, total = one.indices.first, one.indices.total
    return {
        **told,
        "first": {id: _bounds(e) for id, e in zip(ids, first, strict=True)},
        "total": {id: _bounds(e) for id, e in zip(ids, total, strict=True)},
        "alone": _bounds(one.indices.alone),
        "interactions": {"value": 1 - one.indices.alone.value, "told": one.indices.interact},
    }


def _bounds(one: Estimate) -> dict[str, Any]:
    return {"value": one.value, "low": one.low, "high": one.high, "told": one.told}


def _fifth(key: str, moved: Moved) -> dict[str, Any]:
    ends = {n: {"low": e.low, "high": e.high, "told": e.told} for n, e in moved.ends[key].items()}
    group = next(one.id for one in moved.groups if moved.homes[key] in one.of)
    return {"title": dict(moved.titles[key]), "group": group, "outputs": ends}
