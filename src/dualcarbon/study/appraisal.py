"""The measures of a study beside each other: what each abates, costs and is worth, in every scenario that deploys it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dualcarbon.appraisal import discounting, ranking, worth
from dualcarbon.appraisal.effects import Effect, Effects, alone_in_members, effects
from dualcarbon.appraisal.energy_value import Prices
from dualcarbon.appraisal.ranking import Candidate, Ranking
from dualcarbon.appraisal.streams import Stream
from dualcarbon.appraisal.terms import (
    Terms,
    cost_keys,
    energy_prices,
    lacking,
    of_other_years,
    price_keys,
    terms,
)
from dualcarbon.appraisal.valuation import valued
from dualcarbon.appraisal.worth import Worth
from dualcarbon.measures.projects import Placed, Project
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios.attribution import Attribution, attribute
from dualcarbon.scenarios.contrast import Baseline, Planted
from dualcarbon.scenarios.deployment import Deployed, ordered
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Series
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Fault, Place, note

FIRST = 8
"""Places that the robustness of a ranking asks for."""
RANKED = ("social_8", True, False)
"""View, carbon price, taxes of the net value by which measures are ranked."""
LEADING = ("social_8", False, False)
"""The same of the marginal cost and net present value that stand first."""
OWNER = ("financial", False, True)
"""The same of an owner's return and payback."""


@dataclass(frozen=True, slots=True)
class Money:
    """What a measure or project is worth: its stream, the twelve worths, net value by discount rate."""

    stream: Stream
    worths: tuple[Worth, ...]
    by_rate: tuple[discounting.Point, ...] = ()

    def at(self, key: tuple[str, bool, bool]) -> Worth:
        """Give the worth of a view, with or without carbon price, with or without taxes."""
        return worth.keyed(self.worths)[key]


@dataclass(frozen=True, slots=True)
class Appraised:
    """A measure in a scenario: its effect after those before it and alone, its money where it has costs.

    ``attributed`` is its Shapley value (year) [t CO2]; ``ranks`` its places; ``first_eight`` the share of members in
    which it is among the first eight [1]; ``lacks`` names the costs that are missing.
    """

    scenario: str
    residual: Effect
    alone: Effect
    attributed: Series
    attributed_error: Series | None
    money: Money | None
    money_alone: Money | None
    lacks: tuple[str, ...]
    ranks: Mapping[str, int | None]
    first_eight: float | None

    @property
    def deployed(self) -> Deployed:
        """The measure and its level."""
        return self.residual.deployed


@dataclass(frozen=True, slots=True)
class AppraisedProject:
    """A project in a scenario, alone on the scenario without measures."""

    scenario: str
    project: Project
    effect: Effect
    money: Money | None
    ranks: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """All measures and projects of a study, and why its scenarios differ."""

    measures: tuple[Appraised, ...] = ()
    projects: tuple[AppraisedProject, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    bare: Mapping[str, Effects] = field(default_factory=dict)
    terms: Terms | None = None
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What the appraisal of one scenario needs."""

    study: StudyFile
    scenario: Resolved
    planted: Planted
    projects: Sequence[Project]
    terms: Terms | None
    prices: Prices

    def of(self, measure: str) -> list[Project]:
        """Give the projects of a measure."""
        return [p for p in self.projects if p.measure == measure]


def appraise(
    study: StudyFile,
    scenarios: Mapping[str, Resolved],
    planted: Planted,
    listed: Listed,
    projects: Sequence[Project],
    draws: Draws,
) -> Appraisal:
    """Appraise every measure in every scenario that deploys it, and say why scenarios differ.

    Parameters
    ----------
    study : StudyFile
        Boundary that leads, seed.
    scenarios : mapping of Resolved
        By name, in the order shown.
    planted : tuple
        Statistics, tree, base year and horizon.
    listed, projects
        Measures and projects as declared.
    draws : Draws
        Of the scenarios' ensemble.
    """
    cases = cases_of(study, scenarios, planted, listed, projects)
    given = cases[0].terms if cases else None
    found = [_scenario(case, draws) for case in cases]
    told = [fault for measures, _, _ in found for a in measures for fault in _told(a)]
    return Appraisal(
        measures=tuple(a for measures, _, _ in found for a in measures),
        projects=tuple(p for case in cases for p in _projects(case)),
        attributions=(*(a for _, a, _ in found), *_differences(study, scenarios, planted)),
        bare={case.scenario.name: e for case, (_, _, e) in zip(cases, found, strict=True)},
        terms=given,
        warnings=(*_of_terms(listed, given, scenarios), *told),
    )


def cases_of(
    study: StudyFile,
    scenarios: Mapping[str, Resolved],
    planted: Planted,
    listed: Listed,
    projects: Sequence[Project],
) -> list[Case]:
    """Give what the appraisal of each scenario with measures needs."""
    given = terms(listed.money, planted[2].years) if listed.money else None
    prices = energy_prices(given) if given else {}
    return [
        Case(study, s, planted, projects, given, prices) for s in scenarios.values() if s.deployed
    ]


def _scenario(case: Case, draws: Draws) -> tuple[list[Appraised], Attribution, Effects]:
    """Appraise the measures of one scenario, in the stated order."""
    both = effects(case.scenario, case.planted)
    shared = attribute(case.scenario.without(), case.scenario, *case.planted, seed=case.study.seed)
    shares, error = shared.shares.territorial, shared.error
    money = [money_of(case, e) for e in both.residual]
    alone = [money_of(case, e) for e in both.alone]
    ranks = _ranks(
        [e.deployed.measure.id for e in both.alone], both.alone, alone, case.study.boundary
    )
    robust = _robust(case, draws, [m is not None for m in alone])
    found = [
        Appraised(
            scenario=case.scenario.name,
            residual=residual,
            alone=both.alone[i],
            attributed=-shares[i],
            attributed_error=None if error is None else error.territorial[i],
            money=money[i],
            money_alone=alone[i],
            lacks=tuple(lacking(residual.deployed.measure)),
            ranks={by: r.place(residual.deployed.measure.id) for by, r in ranks.items()},
            first_eight=robust.get(residual.deployed.measure.id),
        )
        for i, residual in enumerate(both.residual)
    ]
    return found, shared, both


def money_of(case: Case, effect: Effect) -> Money | None:
    """Value a measure; nothing where the study says no terms or the measure lacks a cost."""
    measure = effect.deployed.measure
    if case.terms is None or lacking(measure):
        return None
    given = (case.of(measure.id), case.terms, case.prices, case.planted[1], case.study.boundary)
    stream = valued(effect, *given)
    by_rate = discounting.over(stream, carbon=True)
    return Money(stream, worth.worths(stream, case.terms.rate), by_rate)


def _ranks(
    ids: Sequence[str],
    alone: Sequence[Effect],
    money: Sequence[Money | None],
    boundary: str,
) -> dict[str, Ranking]:
    """Rank measures or projects by what each is and does alone: net value, abatement to the horizon, economy."""
    return ranking.rankings(
        [
            Candidate(
                id=id,
                net_value=m.at(RANKED).npv_cny if m else None,
                abatement=float(effect.abatement(boundary).sum()),
                profit=m.at(OWNER).npv_cny if m else None,
                invested=m.at(OWNER).invested_cny if m else None,
            )
            for id, effect, m in zip(ids, alone, money, strict=True)
        ]
    )


def _robust(case: Case, draws: Draws, there: Sequence[bool]) -> dict[str, float]:
    """Give the share of members in which each valued measure is among the first eight by net value alone.

    Costs and prices are drawn beside the numbers of the scenario; their members are put in another order, so that
    the two sets of draws know nothing of each other.
    """
    inline = ordered(case.scenario.deployed)
    places = [i for i, valued in enumerate(there) if valued]
    if case.terms is None or not places:
        return {}
    keys = (*cost_keys(d.measure for d in inline), *price_keys())
    own = Draws(keys, draws.members, draws.seed)
    order = np.random.default_rng(draws.seed).permutation(draws.members)

    def uniform(key: str) -> Series:
        return own.uniform(key)[order]

    prices = energy_prices(case.terms, uniform)
    baseline = Baseline.of(case.scenario, case.planted, draws)
    view = worth.views(case.terms.rate)[0]
    values = []
    for i in places:
        effect = alone_in_members(baseline, inline, i)
        measure = inline[i].measure
        given = (case.of(measure.id), case.terms, prices, case.planted[1], case.study.boundary)
        stream = valued(effect, *given, uniform)
        values.append(np.broadcast_to(worth.net_value(stream, view), (draws.members,)))
    shares = ranking.first(np.array(values), FIRST)
    return {inline[i].measure.id: float(share) for i, share in zip(places, shares, strict=True)}


def _projects(case: Case) -> list[AppraisedProject]:
    """Appraise every project of a scenario's measures alone, with what its measure requires."""
    both = {d.measure.id: d for d in case.scenario.deployed}
    mine = [p for p in case.projects if p.measure in both]
    baseline = Baseline.of(case.scenario, case.planted)
    found: list[tuple[Effect, Money | None]] = []
    for project in mine:
        deployed = _of_project(both[project.measure], project, case)
        others = [
            d for d in ordered(case.scenario.deployed) if d.measure.id in deployed.measure.requires
        ]
        effect = Effect(deployed, baseline.run(others), baseline.run([*others, deployed]))
        single = replace(case, projects=[project])
        found.append((effect, money_of(single, effect)))
    effects_, money = [e for e, _ in found], [m for _, m in found]
    ranks = _ranks([p.id for p in mine], effects_, money, case.study.boundary)
    return [
        AppraisedProject(
            case.scenario.name, p, e, m, {by: r.place(p.id) for by, r in ranks.items()}
        )
        for p, (e, m) in zip(mine, found, strict=True)
    ]


def _of_project(deployed: Deployed, project: Project, case: Case) -> Deployed:
    """Give a project as a deployment of its measure, all other units left out."""
    amount = deployed.placed.amount
    units = project.amount * project.share(case.planted[2].years)
    return replace(deployed, placed=Placed(amount, units, units * project.effect / amount))


def _differences(
    study: StudyFile, scenarios: Mapping[str, Resolved], planted: Planted
) -> Iterator[Attribution]:
    """Say why each scenario differs from its parent, and from the first one where that is not its parent."""
    first = next(iter(scenarios))
    for name, scenario in scenarios.items():
        for against in dict.fromkeys((scenario.parent, first)):
            if against in scenarios and against != name:
                yield attribute(scenarios[against], scenario, *planted, seed=study.seed)


def _of_terms(
    listed: Listed, given: Terms | None, scenarios: Mapping[str, Resolved]
) -> list[Fault]:
    """Tell where measures are not valued at all, and whose costs are of another price year."""
    used = {m.id: m for s in scenarios.values() for m in s.measures}
    place = Place(file=listed.file, key="money")
    if not used:
        return []
    return [note("FIN021", place)] if given is None else of_other_years(used.values(), given, place)


def _told(appraised: Appraised) -> Iterator[Fault]:
    """Tell which costs a measure lacks, and what its returns had to say."""
    place = Place(key=f"measures.{appraised.deployed.measure.id}")
    if appraised.money is None:
        if appraised.lacks:
            yield note("FIN022", place, costs=", ".join(appraised.lacks))
        return
    yield from appraised.money.at(OWNER).warnings
