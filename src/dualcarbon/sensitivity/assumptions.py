"""The players of a global sensitivity: assumptions, groups of uncertain numbers that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.measures.declared import draw_keys as measure_keys
from dualcarbon.quantities.correlation import Correlated
from dualcarbon.quantities.paths import draw_keys
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.sensitivity import naming

MEASURES = "measures."
OTHERS = "others"
OTHER_TITLE = {"en": "All other assumptions", "zh": "其他全部假设"}


@dataclass(frozen=True, slots=True)
class Assumption:
    """Uncertain numbers that are moved together.

    ``keys`` are draw keys, sorted; ``of`` the paths, share groups or measures that they belong to. More than one stand
    in ``of`` where numbers of different paths are ``correlated``, or where small ones were put together.
    """

    id: str
    title: Mapping[str, str]
    keys: tuple[str, ...]
    of: tuple[str, ...]
    correlated: bool = False


def assumptions(
    scenario: Resolved,
    tied: Correlated | None = None,
    declared: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Assumption, ...]:
    """Give the assumptions of a scenario: one a path, a group of shares or a measure with uncertain numbers.

    Indices of variance are of independent inputs. Where numbers of two paths are correlated, both paths are one
    assumption, which is independent of the others.

    Parameters
    ----------
    scenario : Resolved
        Its paths and measures.
    tied : Correlated, optional
        Draw keys that are correlated; keys that the scenario does not draw are of no account.
    declared : mapping, optional
        Titles of variables, branches and chains, see :func:`~dualcarbon.sensitivity.naming.title`.

    Returns
    -------
    tuple of Assumption
        In the order of the scenario, measures last; every uncertain number is in exactly one.

    References
    ----------
    .. [1] J. Jacques, C. Lavergne, N. Devictor, "Sensitivity analysis in presence of model uncertainty and correlated
       inputs", Reliability Engineering & System Safety 91 (2006) 1126-1134.
    """
    members = dict(_members(scenario))
    home = {key: id for id, keys in members.items() for key in keys}
    pairs = [] if tied is None else _pairs(tied)
    bound = _bound(members, ({home[k] for k in pair if k in home} for pair in pairs))
    titles = dict(_titles(scenario, declared))
    return tuple(_made([id for id in members if id in some], members, titles) for some in bound)


def merged(
    found: Sequence[Assumption], weights: Mapping[str, float], most: int
) -> tuple[Assumption, ...]:
    """Put the lightest assumptions together where there are more than can be looked at one by one.

    Parameters
    ----------
    found : sequence of Assumption
        All of them.
    weights : mapping of float
        By id, what a first look says of each. [1]
    most : int
        How many are left; the last of them are the others together.

    Returns
    -------
    tuple of Assumption
        The heaviest in the order given, the others last. [1]

    Examples
    --------
    >>> some = [Assumption(id, {}, (f"{id}.constant",), (id,)) for id in ("a", "b", "c")]
    >>> [one.id for one in merged(some, {"a": 0.1, "b": 0.7, "c": 0.2}, most=2)]
    ['b', 'others']
    """
    if len(found) <= most:
        return tuple(found)
    heavy = sorted(found, key=lambda one: (-weights[one.id], one.id))[: most - 1]
    kept = [one for one in found if one in heavy]
    rest = [one for one in found if one not in heavy]
    keys = tuple(sorted(key for one in rest for key in one.keys))
    of = tuple(id for one in rest for id in one.of)
    return (*kept, Assumption(OTHERS, OTHER_TITLE, keys, of))


def _members(scenario: Resolved) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, path in scenario.paths.items():
        if drawn := draw_keys(path):
            yield key, drawn
    for measure in scenario.measures:
        if drawn := measure_keys(measure):
            yield f"{MEASURES}{measure.id}", drawn


def _titles(
    scenario: Resolved, declared: Mapping[str, Mapping[str, str]] | None
) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield from ((key, naming.title(key, declared)) for key in scenario.paths)
    for measure in scenario.measures:
        yield f"{MEASURES}{measure.id}", {lang: measure.name(lang) for lang in ("en", "zh")}


def _pairs(tied: Correlated) -> list[tuple[str, str]]:
    """Give the keys that are correlated, two by two."""
    places = np.argwhere(np.triu(tied.matrix, k=1))
    return [(tied.keys[i], tied.keys[j]) for i, j in places]


def _bound(ids: Iterable[str], together: Iterable[set[str]]) -> list[set[str]]:
    """Give sets of ids: those that are bound to each other, directly or through others, are one."""
    found = [{id} for id in ids]
    for some in together:
        hit = [one for one in found if one & some]
        if len(hit) > 1:
            place = found.index(hit[0])
            found = [one for one in found if one not in hit]
            found.insert(place, set().union(*hit))
    return found


def _made(
    of: list[str], members: Mapping[str, tuple[str, ...]], titles: Mapping[str, Mapping[str, str]]
) -> Assumption:
    keys = tuple(sorted(key for id in of for key in members[id]))
    if len(of) == 1:
        return Assumption(of[0], titles[of[0]], keys, (of[0],))
    title = naming.joined([titles[id] for id in of])
    return Assumption("+".join(of), title, keys, tuple(of), correlated=True)
