"""The appraisal of a run, computed again from the run's own inputs when it is first asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from dualcarbon.appraisal.effects import Effect, Effects, alone, effects
from dualcarbon.appraisal.valuation import spending, valued
from dualcarbon.appraisal.worth import net_value, views
from dualcarbon.finance.cash_flow import present_value
from dualcarbon.measures.declared import Measure
from dualcarbon.measures.projects import Project
from dualcarbon.scenarios.contrast import Baseline
from dualcarbon.study.appraisal import Case, Money, cases_of, money_of, of_project
from dualcarbon.study.explain.notebook import Notebook

T = TypeVar("T")


@dataclass(frozen=True)
class Subject:
    """What a number is of: a measure on what those before it left, a measure alone, or a project, which is alone.

    ``block`` and ``place`` are its own in the summary, ``entry`` what stands there.
    """

    block: str
    place: int
    entry: Mapping[str, Any]
    alone: bool

    @property
    def scenario(self) -> str:
        """The scenario that deploys it."""
        return str(self.entry["scenario"])

    @property
    def measure(self) -> str:
        """Id of the measure, a project's as well."""
        return str(self.entry["id"] if self.block == "measures" else self.entry["measure"])

    @property
    def label(self) -> str:
        """How derivations that are not in the summary are called."""
        apart = " alone" if self.alone and self.block == "measures" else ""
        return f"{self.scenario} {self.entry['id']}{apart}"

    def key(self, *names: object) -> str:
        """Give the key of one of its numbers."""
        return ".".join((self.block, str(self.place), *(str(n) for n in names)))

    def by_itself(self, *, alone: bool = True) -> Subject:
        """Give the same measure alone, or in its place."""
        return replace(self, alone=alone or self.block == "projects")


class Appraised:
    """Effects and money of measures and projects, each computed once."""

    def __init__(self, note: Notebook) -> None:
        self.note = note
        self._kept: dict[tuple[str, ...], Any] = {}

    @functools.cached_property
    def cases(self) -> Mapping[str, Case]:
        """What the appraisal of each scenario needs."""
        own = self.note.prepared
        found = cases_of(own.study, own.scenarios, own.planted, own.listed, own.projects)
        return {case.scenario.name: case for case in found}

    @property
    def years(self) -> Sequence[int]:
        """Base year to horizon."""
        return self.note.prepared.planted[2].years

    def subject(self, block: str, place: int, *, alone: bool = False) -> Subject:
        """Give a measure or project of the summary."""
        entry = self.note.summary[block][place]
        return Subject(block, place, entry, alone or block == "projects")

    def beside(self, one: Subject) -> list[Subject]:
        """Give all measures, or all projects, of the same scenario."""
        listed = self.note.summary[one.block]
        return [
            Subject(one.block, n, entry, one.alone)
            for n, entry in enumerate(listed)
            if entry["scenario"] == one.scenario
        ]

    def declared(self, one: Subject) -> Measure:
        """Give the measure as declared, filled from the catalogue."""
        return self.note.prepared.listed[one.measure]

    def project(self, one: Subject) -> Project:
        """Give the project as declared."""
        return next(p for p in self.note.prepared.projects if p.id == one.entry["id"])

    def case(self, one: Subject) -> Case:
        """Give what its appraisal needs: of a project, itself as the only one."""
        case = self.cases[one.scenario]
        return replace(case, projects=[self.project(one)]) if one.block == "projects" else case

    def effects(self, scenario: str) -> Effects:
        """Give the effects of all measures of a scenario."""
        case = self.cases[scenario]
        return self._once(("effects", scenario), lambda: effects(case.scenario, case.planted))

    def effect(self, one: Subject) -> Effect:
        """Give the tree without and with it."""
        if one.block == "projects":
            return self._once(("project", one.label), lambda: self._project(one))
        both = self.effects(one.scenario)
        chosen = both.alone if one.alone else both.residual
        return next(e for e in chosen if e.deployed.measure.id == one.measure)

    def money(self, one: Subject) -> Money | None:
        """Give its money, nothing where it is not valued."""
        found = lambda: money_of(self.case(one), self.effect(one))  # noqa: E731
        return self._once(("money", one.block, one.label), found)

    def worth(self, one: Subject, view: tuple[str, bool, bool]) -> tuple[float, float] | None:
        """Give its net present value in a view and the present value of its investment, nothing where it is not valued.

        It is what :meth:`money` has, without the rates of return, which take their time.
        """
        market, case = self.case(one).market, self.case(one)
        deployed = self.effect(one).deployed
        if market is None or case.lacking(deployed):
            return None
        seen = next(v for v in views(market.terms.rate) if v.name == view[0])
        spent = spending(deployed, case.of(deployed.measure.id), market)
        stream = valued(self.effect(one), spent, market, case.planted[1], case.study.boundary)
        value = net_value(stream, seen, carbon=view[1], taxes=view[2])
        return float(value), float(present_value(seen.rate, stream.investment))

    def _project(self, one: Subject) -> Effect:
        case = self.case(one)
        deployed = next(d for d in case.inline if d.measure.id == one.measure)
        kept = ("baseline", one.scenario)
        baseline = self._once(kept, lambda: Baseline.of(case.scenario, case.planted))
        return alone(baseline, case.inline, of_project(deployed, self.project(one), case))

    def _once(self, key: tuple[str, ...], work: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = work()
        found: T = self._kept[key]
        return found
