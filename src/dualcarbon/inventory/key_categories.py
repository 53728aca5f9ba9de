"""Which categories matter most: by what they emit, and by what they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dualcarbon.inventory.views.entries import Entry
from dualcarbon.inventory.views.ipcc import LAND, ancestors
from dualcarbon.reference.gwp import gwp
from dualcarbon.vocabulary.faults import Fault, note

Floats = NDArray[np.float64]
Category = tuple[str, str]
"""A category and a gas."""
KEY = 0.95
"""Share of the total that key categories make together."""
CLOSE = 1e-12
"""How near to that share the sum of those before still counts as having reached it."""
WHY = {
    "unknown": {"en": "a year holds lines without a value", "zh": "有的年份存在缺值的行"},
    "nothing": {"en": "the first year sums to nothing", "zh": "首年合计为零"},
    "steady": {"en": "nothing changed", "zh": "没有变化"},
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """One category and gas in its place.

    ``emissions`` [t CO2e] of the year, ``score`` the level or trend [1], ``share`` of the sum of all scores [1],
    ``cumulative`` share with all before it [1]; ``key`` where these make up the first 95 %.
    """

    category: str
    gas: str
    emissions: float
    score: float
    share: float
    cumulative: float
    key: bool


def level(amounts: Mapping[Category, float]) -> tuple[Ranked, ...]:
    r"""Rank categories by how much they emit or take up.

    .. math:: L_x = \frac{|E_x|}{\sum_y |E_y|}

    Parameters
    ----------
    amounts : mapping of float
        Emissions by category and gas, removals negative. [t CO2e]

    Returns
    -------
    tuple of Ranked
        The largest first; none where nothing is emitted. [1]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 4, eq. 4.1.

    Examples
    --------
    >>> [(r.category, r.share, r.key) for r in level({("1A1a", "CO2"): 96.0, ("3B1", "CO2"): -4.0})]
    [('1A1a', 0.96, True), ('3B1', 0.04, False)]
    """
    size = sum(abs(amount) for amount in amounts.values())
    return _ranked({x: abs(amount) / size for x, amount in amounts.items() if size}, amounts)


def trend(base: Mapping[Category, float], last: Mapping[Category, float]) -> tuple[Ranked, ...]:
    r"""Rank categories by how far their change departs from that of the whole.

    .. math:: T_x = \frac{|E_{x,0}|}{\sum_y |E_{y,0}|}
        \left| \frac{E_{x,t} - E_{x,0}}{|E_{x,0}|} - \frac{\sum_y E_{y,t} - \sum_y E_{y,0}}{|\sum_y E_{y,0}|} \right|

    A category that begins with nothing scores :math:`|E_{x,t}| / \sum_y |E_{y,0}|`.

    Parameters
    ----------
    base, last : mapping of float
        Emissions of the first and the last year by category and gas, removals negative. [t CO2e]

    Returns
    -------
    tuple of Ranked
        The largest first; none where the first year sums to nothing. [1]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 4, eq. 4.2 and 4.3.

    Examples
    --------
    >>> [(r.category, r.score) for r in trend({("1A1a", "CO2"): 50.0, ("2A1", "CO2"): 50.0},
    ...                                       {("1A1a", "CO2"): 100.0, ("2A1", "CO2"): 50.0})]
    [('1A1a', 0.25), ('2A1', 0.25)]
    """
    whole, size = sum(base.values()), sum(abs(amount) for amount in base.values())
    if whole == 0:
        return ()
    change = (sum(last.values()) - whole) / abs(whole)
    both = {x: (base.get(x, 0.0), last.get(x, 0.0)) for x in {**base, **last}}
    scores = {x: _departure(first, then, change) / size for x, (first, then) in both.items()}
    return _ranked(scores, {x: then for x, (_, then) in both.items()})


@dataclass(frozen=True, slots=True)
class KeyCategories:
    """Key categories of an account, with land and without it."""

    years: tuple[int, int]
    level: Mapping[str, tuple[Ranked, ...]]
    trend: Mapping[str, tuple[Ranked, ...]]
    warnings: tuple[Fault, ...] = ()


def analyse(
    entries: Sequence[Entry], years: Sequence[int], set_name: str, *, base: int, last: int
) -> KeyCategories:
    """Find the key categories of an account by level and by trend, with land and without.

    Parameters
    ----------
    entries : sequence of Entry
        Sources and sinks; those outside the territorial account are left out. [t of the gas]
    years : sequence of int
        Years of the account.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.
    base, last : int
        Years between which the trend is taken; the level is that of the last.

    Returns
    -------
    KeyCategories
        Under ``with_land`` and ``without_land``. [t CO2e, 1]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 4.
    """
    amounts = by_category(entries, len(years), set_name)
    at = {
        year: {x: float(a[years.index(year)]) for x, a in amounts.items()} for year in {base, last}
    }
    sets = {"with_land": amounts.keys(), "without_land": [x for x in amounts if not _land(x[0])]}
    ends = {
        name: ({x: at[base][x] for x in some}, {x: at[last][x] for x in some})
        for name, some in sets.items()
    }
    whys = {name: _why(*pair) for name, pair in ends.items()}
    faults = [
        note("VIEW004", start=base, end=last, why=WHY[why]) for why in set(whys.values()) if why
    ]
    return KeyCategories(
        (base, last),
        {name: level(_known(then)) for name, (_, then) in ends.items()},
        {name: () if whys[name] else trend(*pair) for name, pair in ends.items()},
        tuple(faults),
    )


def by_category(entries: Sequence[Entry], count: int, set_name: str) -> dict[Category, Floats]:
    """Sum the territorial account by category and gas.

    Parameters
    ----------
    entries : sequence of Entry
        Sources and sinks. [t of the gas]
    count : int
        How many years there are.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.

    Returns
    -------
    dict of ndarray (year)
        NaN in a year in which a line has no value. [t CO2e]
    """
    found: dict[Category, Floats] = {}
    for entry in entries:
        if entry.counts:
            key = (entry.category, entry.gas)
            found[key] = found.get(key, np.zeros(count)) + entry.amounts * gwp(entry.gas, set_name)
    return found


def _departure(first: float, then: float, change: float) -> float:
    return abs(then - first - change * abs(first)) if first else abs(then)


def _ranked(
    scores: Mapping[Category, float], amounts: Mapping[Category, float]
) -> tuple[Ranked, ...]:
    whole, before = sum(scores.values()), 0.0
    found: list[Ranked] = []
    for x in sorted(scores, key=lambda x: (-scores[x], x)) if whole else ():
        share = scores[x] / whole
        found.append(Ranked(*x, amounts[x], scores[x], share, before + share, before < KEY - CLOSE))
        before += share
    return tuple(found)


def _land(category: str) -> bool:
    return any(id in LAND for id in ancestors(category))


def _known(amounts: Mapping[Category, float]) -> dict[Category, float]:
    return {x: amount for x, amount in amounts.items() if not np.isnan(amount)}


def _why(
    base: Mapping[Category, float], last: Mapping[Category, float]
) -> Literal["", "unknown", "nothing", "steady"]:
    """Tell why no trend can be told, or nothing."""
    if any(np.isnan(amount) for some in (base, last) for amount in some.values()):
        return "unknown"
    if sum(base.values()) == 0:
        return "nothing"
    return "steady" if base == last else ""
