"""The measures of a study beside each other: what each abates, costs and is worth, in every scenario that deploys it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dualcarbon.appraisal import checks, discounting, ranking, worth
from dualcarbon.appraisal.effects import Effect, Effects, alone, effects
from dualcarbon.appraisal.ranking import Candidate, Ranking
from dualcarbon.appraisal.streams import Stream
from dualcarbon.appraisal.terms import Market, Terms, keys_of_draws, lacking, market, terms
from dualcarbon.appraisal.valuation import fleets, spending, valued
from dualcarbon.appraisal.worth import Worth
from dualcarbon.errors import InputError
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


BESIDE = ("activity.", "abated.")
"""Beginnings of the paths of what stands beside the carbon dioxide of energy."""


@dataclass(frozen=True, slots=True)
class Money:
    """What a measure or project is worth: its stream, the twelve worths, net value by discount rate.

    ``first`` is what its units cost when first bought, replacements left out. [CNY]
    """

    stream: Stream
    worths: tuple[Worth, ...]
    by_rate: tuple[discounting.Point, ...]
    first: float
    warnings: tuple[Fault, ...] = ()

    def at(self, key: tuple[str, bool, bool]) -> Worth:
        """Give the worth of a view, with or without carbon price, with or without taxes."""
        return worth.keyed(self.worths)[key]


@dataclass(frozen=True, slots=True)
class Appraised:
    """A measure in a scenario: its effect after those before it and alone, its money where it has costs.

    ``attributed`` is its Shapley value (year) [t CO2], nothing where it could not be told, ``attributed_co2e`` the same in all gases [t CO2e]; ``ranks`` its places; ``first_eight`` the share of members in
    which it is among the first eight [1]; ``lacks`` names the costs that are missing.
    """

    scenario: str
    residual: Effect
    alone: Effect
    attributed: Series | None
    attributed_error: Series | None
    attributed_co2e: Series | None
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
    market: Market | None = None
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What the appraisal of one scenario needs."""

    study: StudyFile
    scenario: Resolved
    planted: Planted
    projects: Sequence[Project]
    market: Market | None

    @property
    def inline(self) -> list[Deployed]:
        """The measures in the stated order."""
        return ordered(self.scenario.deployed)

    def of(self, measure: str) -> list[Project]:
        """Give the projects of a measure."""
        return [p for p in self.projects if p.measure == measure]

    def lacking(self, deployed: Deployed) -> list[str]:
        """Give the costs that a measure lacks; where its projects say what all units cost, that will do."""
        own = self.of(deployed.measure.id)
        bought = any(f.cost is None for f in fleets(deployed, own, self.planted[2].years))
        return lacking(deployed.measure, bought=bought)


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
    told: list[Fault] = []
    found = [_scenario(case, draws, told) for case in cases]
    placed = [p for case in cases for p in _projects(case, told)]
    apart = [
        a for one, other in _pairs(scenarios) for a in _shared(one, other, planted, study, told)
    ]
    return Appraisal(
        measures=tuple(a for measures, _, _ in found for a in measures),
        projects=tuple(placed),
        attributions=(*(a for _, shared, _ in found for a in shared), *apart),
        bare={case.scenario.name: e for case, (_, _, e) in zip(cases, found, strict=True)},
        market=cases[0].market if cases else None,
        warnings=(*_of_terms(listed, cases), *told),
    )


def cases_of(
    study: StudyFile,
    scenarios: Mapping[str, Resolved],
    planted: Planted,
    listed: Listed,
    projects: Sequence[Project],
) -> list[Case]:
    """Give what the appraisal of each scenario with measures needs."""
    years = planted[2].years
    given = terms(listed.money, years, study.convention) if listed.money else None
    priced = market(given) if given else None
    return [Case(study, s, planted, projects, priced) for s in scenarios.values() if s.deployed]


def _scenario(
    case: Case, draws: Draws, told: list[Fault]
) -> tuple[list[Appraised], list[Attribution], Effects]:
    """Appraise the measures of one scenario, in the stated order."""
    both = effects(case.scenario, case.planted)
    shared = _shared(case.scenario.without(), case.scenario, case.planted, case.study, told)
    money = [money_of(case, e) for e in both.residual]
    single = [money_of(case, e) for e in both.alone]
    ids = [e.deployed.measure.id for e in both.alone]
    ranked = _ranks(ids, both.alone, single, case.study.boundary)
    robust = _robust(case, draws, [m is not None for m in single])
    found = [
        Appraised(
            scenario=case.scenario.name,
            residual=residual,
            alone=both.alone[i],
            attributed=0.0 - shared[0].shares.territorial[i] if shared else None,
            attributed_error=_error(shared, i),
            attributed_co2e=_of_all_gases(shared, i),
            money=money[i],
            money_alone=single[i],
            lacks=tuple(case.lacking(residual.deployed)),
            ranks={by: r.place(ids[i]) for by, r in ranked.items()},
            first_eight=robust.get(ids[i]),
        )
        for i, residual in enumerate(both.residual)
    ]
    told += [fault for one in found for fault in _of_measure(one)]
    told += _of_ranks(ranked, f"scenarios.{case.scenario.name}")
    return found, shared, both


def _of_all_gases(shared: Sequence[Attribution], place: int) -> Series | None:
    """Give a share in all gases, positive where emissions fall; nothing where they are not carried ahead. [t CO2e]."""
    gases = shared[0].shares.all_gases if shared else None
    return None if gases is None else 0.0 - gases[place]


def _error(shared: Sequence[Attribution], place: int) -> Series | None:
    """Give the standard error of a share, nothing where it is exact."""
    error = shared[0].error if shared else None
    return None if error is None else error.territorial[place]


def _shared(
    one: Resolved, other: Resolved, planted: Planted, study: StudyFile, told: list[Fault]
) -> list[Attribution]:
    """Share the difference of two scenarios; where some mixture of them does not hold, say so and go on."""
    try:
        return [attribute(one, other, *planted, seed=study.seed)]
    except InputError as error:
        if not error.faults or error.faults[0].level != "warn":
            raise
        told.append(error.faults[0])
        return []


def money_of(case: Case, effect: Effect) -> Money | None:
    """Value a measure; nothing where the study says no terms or the measure lacks a cost."""
    deployed = effect.deployed
    if case.market is None or case.lacking(deployed):
        return None
    spent = spending(deployed, case.of(deployed.measure.id), case.market)
    stream = valued(effect, spent, case.market, case.planted[1], case.study.boundary)
    by_rate = discounting.over(stream, carbon=True)
    worths = worth.worths(stream, case.market.terms.rate)
    return Money(stream, worths, by_rate, float(spent.first[0, 0]), spent.warnings)


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
    inline = case.inline
    places = [i for i, valued in enumerate(there) if valued]
    if case.market is None or not places:
        return {}
    given = case.market.terms
    keys = keys_of_draws((d.measure for d in inline), given.money)
    costs = Draws(keys, draws.members, draws.seed).shuffled(draws.seed)
    both = zip(draws.blocks(), costs.blocks(), strict=True)
    blocks = [_net_values(case, places, given, some, spent) for some, spent in both]
    shares = ranking.first(np.concatenate(blocks, axis=1), FIRST)
    return {inline[i].measure.id: float(share) for i, share in zip(places, shares, strict=True)}


def _net_values(
    case: Case, places: Sequence[int], given: Terms, draws: Draws, costs: Draws
) -> Series:
    """Give the net value of some measures alone in some members, (measure, member). [CNY]."""
    inline, view, drawn = case.inline, worth.views(given.rate)[0], market(given, costs)
    baseline = Baseline.of(case.scenario, case.planted, draws)
    values = np.empty((len(places), draws.members))
    for row, i in zip(values, places, strict=True):
        spent = spending(inline[i], case.of(inline[i].measure.id), drawn)
        effect = alone(baseline, inline, inline[i])
        stream = valued(effect, spent, drawn, case.planted[1], case.study.boundary)
        row[:] = worth.net_value(stream, view)
    return values


def _projects(case: Case, told: list[Fault]) -> list[AppraisedProject]:
    """Appraise every project of a scenario's measures alone, with what its measure requires."""
    both = {d.measure.id: d for d in case.scenario.deployed}
    mine = [p for p in case.projects if p.measure in both]
    baseline = Baseline.of(case.scenario, case.planted)
    found = []
    for project in mine:
        effect = alone(baseline, case.inline, of_project(both[project.measure], project, case))
        found.append((effect, money_of(replace(case, projects=[project]), effect)))
    money = [m for _, m in found]
    ranks = _ranks([p.id for p in mine], [e for e, _ in found], money, case.study.boundary)
    told += _of_ranks(ranks, f"scenarios.{case.scenario.name}.projects", ties=False)
    return [
        AppraisedProject(
            case.scenario.name, p, e, m, {by: r.place(p.id) for by, r in ranks.items()}
        )
        for p, (e, m) in zip(mine, found, strict=True)
    ]


def of_project(deployed: Deployed, project: Project, case: Case) -> Deployed:
    """Give a project as a deployment of its measure, all other units left out."""
    amount = deployed.placed.amount
    units = project.amount * project.share(case.planted[2].years)
    effective = units * project.effect / amount
    return replace(deployed, placed=Placed(amount, units, effective, deployed.placed.place))


def _pairs(scenarios: Mapping[str, Resolved]) -> Iterator[tuple[Resolved, Resolved]]:
    """Give each scenario behind its parent, and behind the first one where that is not its parent."""
    first = next(iter(scenarios))
    for name, scenario in scenarios.items():
        for against in dict.fromkeys((scenario.parent, first)):
            if against in scenarios and against != name:
                yield scenarios[against], scenario


def _of_terms(listed: Listed, cases: Sequence[Case]) -> list[Fault]:
    """Tell where measures are not valued at all, and which costs and prices are taken as they stand."""
    if not cases:
        return []
    place = Place(file=listed.file, key="money")
    if cases[0].market is None:
        return [note("FIN021", place)]
    used = {m.id: m for case in cases for m in case.scenario.measures}
    return checks.warnings(used.values(), cases[0].market.terms, place)


def _of_measure(appraised: Appraised) -> Iterator[Fault]:
    """Tell which costs a measure lacks, what was paid early, and what its returns had to say."""
    place = Place(key=f"measures.{appraised.deployed.measure.id}")
    changes = [change.path for change in appraised.deployed.measure.changes]
    if beside := [path for path in changes if path.startswith(BESIDE)]:
        yield note("MEA053", place, paths=", ".join(beside))
    if appraised.money is not None:
        yield from appraised.money.warnings
        found = appraised.money.at(OWNER).warnings
        yield from (Fault(fault.code, place, fault.params) for fault in found)
        stream = appraised.money.stream
        if worth.back_by_rest(stream, taxes=OWNER[2]):
            yield note("FIN027", place, year=stream.years[-1])
    elif appraised.lacks:
        yield note("FIN022", place, costs=", ".join(appraised.lacks))


def _of_ranks(ranked: Mapping[str, Ranking], key: str, *, ties: bool = True) -> Iterator[Fault]:
    """Tell which are equal, and which need no investment; what is not valued was told before."""
    codes = ("FIN013", "FIN014") if ties else ("FIN014",)
    for by, one in ranked.items():
        place = Place(key=f"{key}.ranks.{by}")
        yield from (Fault(f.code, place, f.params) for f in one.warnings if f.code in codes)
