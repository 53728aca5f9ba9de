"""How high each assumption is in each member: the mean of its path over the years to the horizon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dualcarbon.measures.declared import Measure
from dualcarbon.measures.declared import draw_keys as measure_keys
from dualcarbon.measures.declared import numbers as measure_numbers
from dualcarbon.quantities.paths import Path, draw_keys
from dualcarbon.scenarios import assumptions, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Observed, Tree
from dualcarbon.sensitivity.assumptions import MEASURES

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws

Floats = NDArray[np.float64]


def levels(
    scenario: Resolved, seen: Observed, tree: Tree, span: Span, draws: Draws
) -> dict[str, Floats]:
    """Give what an assumption comes to in each member, so that members can be put in its order.

    A path comes to the mean of its values over the years after the base year, before measures; a group of shares to that of each
    part that has uncertain numbers. A measure comes to the mean rank of its uncertain numbers, high where its effect is strong.

    Parameters
    ----------
    scenario, seen, tree, span
        What the ensemble was run with.
    draws : Draws
        Draws of the ensemble. [1]

    Returns
    -------
    dict of ndarray (member)
        By key of the path, or ``measures.<id>``. [unit of the path; 1 for measures]

    Raises
    ------
    InputError
        Whatever the paths refuse.
    """
    uncertain = [one.key for path in scenario.paths.values() for one in _uncertain(path)]
    base = {key: float(series[-1]) for key, series in projection.observed(seen, tree).items()}
    parts: list[Mapping[str, Floats]] = []
    for some in draws.blocks():
        values = assumptions.evaluate(scenario.without(), tree, base, span, some)
        parts.append({key: _mean(values[key], some.members) for key in uncertain})
    found = {key: np.concatenate([part[key] for part in parts]) for key in uncertain}
    return {**found, **dict(_strengths(scenario, draws))}


def home(scenario: Resolved) -> dict[str, str]:
    """Give the path, share group or measure that each level belongs to, by the key of the level.

    Parameters
    ----------
    scenario : Resolved
        Its paths and measures.
    """
    found = {one.key: path.key for path in scenario.paths.values() for one in _uncertain(path)}
    ids = [f"{MEASURES}{m.id}" for m in scenario.measures if measure_keys(m)]
    return {**found, **dict(zip(ids, ids, strict=True))}


def _uncertain(path: Path) -> list[Path]:
    return [one for one in (path.parts.values() or [path]) if draw_keys(one)]


def _mean(values: Floats, members: int) -> Floats:
    """Give the mean over the years after the first; one member stands for all where nothing varies."""
    return np.broadcast_to(values[:, 1:].mean(axis=1), (members,))


def _strengths(scenario: Resolved, draws: Draws) -> Iterator[tuple[str, Floats]]:
    for measure in scenario.measures:
        if ranks := list(_ranks(measure, draws)):
            yield f"{MEASURES}{measure.id}", np.mean(ranks, axis=0)


def _ranks(measure: Measure, draws: Draws) -> Iterator[Floats]:
    """Give the rank of each uncertain number of a measure, of its size where it takes away. [1]."""
    told = measure_numbers(measure)
    for key in measure_keys(measure):
        rank = draws.uniform(key)
        yield rank if told[key].central >= 0 else 1 - rank
