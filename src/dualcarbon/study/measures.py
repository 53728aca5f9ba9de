"""The measures of a study: read from its folder, completed from the catalogue, held to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from dualcarbon.appraisal import checks
from dualcarbon.measures import filling, projects, reading
from dualcarbon.measures.declared import Measure
from dualcarbon.measures.money import Resource
from dualcarbon.measures.projects import Placed, Project
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.declared import gathering, within
from dualcarbon.readers.toml import Document
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.declared import measurable
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Tree
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.folder import Folder
from dualcarbon.vocabulary.faults import Fault, Place, cut, errors, note
from dualcarbon.vocabulary.figures import rounded

STANDARD_COAL = ("tce", "kgce", "标准煤")
"""Units that an account counts in, whatever its convention."""


def read(folder: Folder, tree: Tree, gathered: list[Fault]) -> tuple[Listed, tuple[Project, ...]]:
    """Read measures and projects; their faults join those gathered, the measures left out then."""
    document = folder.measures
    listed = Listed() if document is None else _listed(document, folder.study, tree, gathered)
    table = folder.projects
    if listed is None or (table is not None and table.errors):
        return listed or Listed(), ()
    rows = [] if table is None else list(table.frame.iter_rows(named=True))
    found: tuple[Project, ...] = ()
    with gathering(gathered):
        found = projects.read(rows, listed)
    if folder.study is not None:
        gathered += _early(listed, found, folder.study.base_year)
    return listed, found


def ids(folder: Folder, listed: Listed) -> tuple[str, ...] | None:
    """Give the ids that scenarios may deploy, also of measures at fault; nothing where they cannot be told."""
    document = folder.measures
    if document is None or listed.measures:
        return listed.ids
    return None if errors(document.faults) else reading.named(document.data)


def _listed(
    document: Document, study: StudyFile | None, tree: Tree, gathered: list[Fault]
) -> Listed | None:
    """Read the measures, filled from the catalogue, and where each is declared."""
    if errors(document.faults):
        return None
    own: list[Fault] = []
    listed = None
    with gathering(own):
        listed = reading.read(document.data, measurable(tree), document.file)
    if listed is not None:
        with gathering(
            own
        ):  # not filled, it stays as written, so that what else is wrong is told too
            listed = filling.completed(listed)
        own += checks.faults(listed)
        if study is not None and study.convention != "calorific":
            own += _counted_otherwise(listed)
    wrong = listed is None or bool(errors(own))
    gathered += [
        document.placed(f) for f in (*own, *(listed.warnings if listed and not wrong else ()))
    ]
    if listed is None or wrong:
        return None
    lines = {id: document.line(("measures", n)) for n, id in enumerate(listed.ids)}
    places = {id: replace(listed.place(id), line=line) for id, line in lines.items()}
    return replace(listed, places=places)


def _early(listed: Listed, every: Sequence[Project], base_year: int) -> Iterator[Fault]:
    """Refuse measures and projects that act in the base year: the statistics hold what they did."""
    for measure in listed.measures:
        if measure.ramp is not None and measure.ramp.share([base_year])[0] > 0:
            yield note("MEA007", listed.place(measure.id), year=base_year, base_year=base_year)
    for project in every:
        if project.share([base_year])[0] > 0:
            place = Place(file=projects.FILE, line=project.line)
            yield note("MEA007", place, year=base_year, base_year=base_year)


def _counted_otherwise(listed: Listed) -> Iterator[Fault]:
    """Refuse amounts of electricity by its heat where the account counts it by the coal that it spares."""
    for n, measure in enumerate(listed.measures):
        for m, change in enumerate(measure.changes):
            ends = {change.path.rpartition(".")[2], change.into}
            electric = ends & {"electricity", "nonfossil"} or change.path.startswith("power.supply")
            if electric and change.unit and not change.unit.endswith(STANDARD_COAL):
                place = Place(file=listed.file, key=f"measures.{n}.changes.{m}")
                yield note("MEA050", place, unit=cut(change.unit), path=change.path)


def placed(
    listed: Listed, every: Sequence[Project], years: Sequence[int]
) -> dict[str, tuple[Measure, Placed]]:
    """Give every measure with how it comes into place over the years, in declared order."""
    found = {
        m.id: projects.placed(m, [p for p in every if p.measure == m.id], years)
        for m in listed.measures
    }
    return {id: (listed[id], replace(one, place=listed.place(id))) for id, one in found.items()}


def faults(scenario: Resolved, listed: Listed, span: Span) -> list[Fault]:
    """Hold the measures of a scenario to each other, to their reach, and to what they share."""
    place = Place(file=f"scenarios/{scenario.name}.toml", key="measures")
    return [
        *_together(scenario, place),
        *(f for d in scenario.deployed for f in _beyond_reach(d, span, place)),
        *(f for r in listed.resources for f in _short(r, scenario, span, place)),
    ]


def used(resource: Resource, scenario: Resolved) -> np.ndarray:
    """Give how much of a resource the measures of a scenario take (year). [unit of the resource]."""
    taken = [
        float(np.max(d.level)) * d.placed.units * d.measure.uses[resource.id]
        for d in scenario.deployed
        if resource.id in d.measure.uses
    ]
    return np.asarray(sum(taken, np.zeros(1)))


def available(resource: Resource, years: Sequence[int]) -> np.ndarray:
    """Give how much of a resource there is (year), the first and last value held outside. [its unit]."""
    knots = sorted(resource.available)
    return np.interp(years, knots, [resource.available[y] for y in knots])


def _together(scenario: Resolved, place: Place) -> Iterator[Fault]:
    ids = [m.id for m in scenario.measures]
    for measure in scenario.measures:
        for needed in measure.requires:
            if needed not in ids:
                yield note("MEA017", within(place, measure.id), id=measure.id, needed=needed)
        for other in measure.excludes:
            if other in ids:
                yield note("MEA018", within(place, measure.id), id=measure.id, other=other)


def _beyond_reach(deployed: Deployed, span: Span, place: Place) -> Iterator[Fault]:
    measure = deployed.measure
    if measure.potential is None or not measure.reach:
        return
    knots = sorted(measure.reach)
    reach = np.interp(span.years, knots, [measure.reach[y] for y in knots])
    share = float(np.max(deployed.level)) * deployed.placed.units / measure.potential
    over = np.flatnonzero(share > reach + 1e-9)
    if len(over):
        worst = int(over[np.argmax((share - reach)[over])])
        told = {"share": f"{share[worst]:.1%}", "reach": f"{reach[worst]:.1%}"}
        where = within(place, measure.id)
        yield note("MEA019", where, id=measure.id, year=span.years[worst], **told)


def _short(resource: Resource, scenario: Resolved, span: Span, place: Place) -> Iterator[Fault]:
    taken, there = used(resource, scenario), available(resource, span.years)
    over = np.flatnonzero(np.broadcast_to(taken, there.shape) > there * (1 + 1e-9))
    if len(over):
        first = int(over[0])
        title = {"en": resource.title.en, "zh": resource.title.zh}
        told = {"used": rounded(taken[first]), "available": rounded(there[first])}
        yield note(
            "MEA022",
            place,
            scenario=scenario.name,
            resource=title,
            unit=resource.unit,
            year=span.years[first],
            **told,
        )
