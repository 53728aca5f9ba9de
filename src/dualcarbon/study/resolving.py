"""The scenarios of a study read against its tree and resolved; those of a district are laid over its region's."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from dualcarbon.measures.declared import Measure
from dualcarbon.measures.projects import Placed, Project
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.correlation import correlated
from dualcarbon.quantities.declared import gathering
from dualcarbon.readers.toml import Document
from dualcarbon.scenarios import assumptions, checks, declared, inheritance, named
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Observed, Tree
from dualcarbon.study import districts, measures, placing
from dualcarbon.study.districts import Region
from dualcarbon.study.folder import Folder
from dualcarbon.vocabulary.faults import Fault, Place, errors

Above = tuple[str, Region | None]
"""Of a district: its folder, and what it takes from its region, where that is known."""


def scenarios(
    read: Folder,
    planted: tuple[Observed, Tree, Span] | None,
    tree: Tree,
    gathered: list[Fault],
    listed: Listed,
    projects: tuple[Project, ...],
    above: Above | None = None,
) -> dict[str, Resolved] | None:
    """Read every scenario against the tree, and resolve it; where there is no tree, against the widest one.

    Those of a district are laid over its region's, where these are known.
    """
    before = len(errors(gathered))
    found, ids = [], measures.ids(read, listed)
    readable = [one for one in read.scenarios.values() if not errors(one.faults)]
    for document in readable:
        work = functools.partial(_one, document, tree, ids)
        scenario = placing.placed(document, work, gathered)
        found += [scenario] if scenario else []
    files = placing.files(read)
    if planted is None or len(readable) < len(read.scenarios) or len(errors(gathered)) > before:
        odd = [fault for one in found for fault in named.of_paths(one.paths.values(), tree)]
        gathered += [placing.at(fault, files) for fault in odd]
        return None
    placed = measures.placed(listed, projects, planted[2].years)
    laying = functools.partial(_resolved, found, placed, planted, above, gathered)
    resolved = placing.tried(laying, gathered)
    if resolved is None or read.study is None:
        return None
    for whole in resolved.values():  # what is inherited stands in the file of its parent
        wrong = checks.faults(whole, planted[1], planted[2])
        gathered += placing.anew([placing.at(fault, files) for fault in wrong], gathered, read)
        wrong = measures.faults(whole, listed, planted[2])
        gathered += [placing.at(fault, files) for fault in wrong]
    return resolved


def _resolved(
    found: list[declared.Scenario],
    placed: Mapping[str, tuple[Measure, Placed]],
    planted: tuple[Observed, Tree, Span],
    above: Above | None,
    gathered: list[Fault],
) -> dict[str, Resolved] | None:
    """Resolve scenarios against the chain that each extends, or against those of the region."""
    if above is None:
        return inheritance.resolve(found, None, placed, planted[1].defaults)
    where, region = above
    if region is None:
        return None
    laid, told = districts.laid(region, where, found, placed, planted[1:])
    gathered += told
    return laid


def listed(
    read: Folder, resolved: Mapping[str, Resolved] | None, above: Above | None
) -> Mapping[str, Resolved] | None:
    """Give the scenarios that study.toml lists, in its order; those of a district are its region's."""
    if resolved is None or read.study is None or above is not None:
        return resolved
    return {name: resolved[name] for name in read.study.scenarios if name in resolved}


def region(
    read: Folder,
    planted: tuple[Observed, Tree, Span] | None,
    resolved: Mapping[str, Resolved] | None,
    scenarios: Mapping[str, Resolved] | None,
) -> Region | None:
    """Give what districts take from a study."""
    if planted is None or resolved is None or scenarios is None:
        return None
    parents = {name: one.parent for name, one in resolved.items()}
    files = frozenset(placing.files(read))
    return Region(resolved, parents, tuple(scenarios), planted[1].defaults, files)


def correlations(read: Folder, scenarios: Mapping[str, Resolved] | None) -> list[Fault]:
    """Hold the correlations that a study states against the uncertain numbers of its scenarios."""
    if read.study is None or scenarios is None:
        return []
    faults: list[Fault] = []
    with gathering(faults):
        keys = assumptions.keys_of_draws(list(scenarios.values()))
        correlated(read.study.correlations, keys, Place(key="correlations"))
    return [read.declaration.placed(fault) for fault in faults]


def _one(document: Document, tree: Tree, measures: tuple[str, ...] | None) -> declared.Scenario:
    """Read a scenario against the region's tree, or against the widest one where there is none."""
    return declared.read(document.data, tree, document.file, measures)
