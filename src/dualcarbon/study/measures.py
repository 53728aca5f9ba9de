"""The measures of a study: read from its folder, completed from the catalogue, held to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.measures import filling, projects, reading
from dualcarbon.measures.declared import Measure
from dualcarbon.measures.money import Resource
from dualcarbon.measures.projects import Placed, Project
from dualcarbon.measures.reading import Listed
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.declared import measurable
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Tree
from dualcarbon.study.folder import Folder
from dualcarbon.vocabulary.faults import Fault, Place, errors, note


def read(folder: Folder, tree: Tree, gathered: list[Fault]) -> tuple[Listed, tuple[Project, ...]]:
    """Read measures and projects; their faults join those gathered, the measures left out then."""
    document = folder.measures
    if document is None or errors(document.faults):
        return Listed(), ()
    try:
        listed = reading.read(document.data, measurable(tree), document.file)
        listed = filling.completed(listed)
    except InputError as error:
        if not error.faults:
            raise
        gathered += [document.placed(f) for f in error.faults if isinstance(f, Fault)]
        return Listed(), ()
    table = folder.projects
    rows = [] if table is None or table.errors else list(table.frame.iter_rows(named=True))
    try:
        return listed, projects.read(rows, listed)
    except InputError as error:
        gathered += [f if f.place.line else document.placed(f) for f in error.faults]
        return listed, ()


def placed(
    listed: Listed, every: Sequence[Project], years: Sequence[int]
) -> dict[str, tuple[Measure, Placed]]:
    """Give every measure with how it comes into place over the years, in declared order."""
    return {
        m.id: (m, projects.placed(m, [p for p in every if p.measure == m.id], years))
        for m in listed.measures
    }


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
                yield note("MEA017", place, id=measure.id, needed=needed)
        for other in measure.excludes:
            if other in ids:
                yield note("MEA018", place, id=measure.id, other=other)


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
        yield note("MEA019", place, id=measure.id, year=span.years[worst], **told)


def _short(resource: Resource, scenario: Resolved, span: Span, place: Place) -> Iterator[Fault]:
    taken, there = used(resource, scenario), available(resource, span.years)
    over = np.flatnonzero(np.broadcast_to(taken, there.shape) > there * (1 + 1e-9))
    if len(over):
        first = int(over[0])
        title = {"en": resource.title.en, "zh": resource.title.zh}
        told = {"used": f"{taken[first]:.4g}", "available": f"{there[first]:.4g}"}
        yield note(
            "MEA022",
            place,
            scenario=scenario.name,
            resource=title,
            unit=resource.unit,
            year=span.years[first],
            **told,
        )
