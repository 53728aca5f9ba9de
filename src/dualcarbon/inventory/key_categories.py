"""Which categories matter most: by what they emit, and by what they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.inventory.ledger import Ledger, Line

Category = tuple[str, str]
"""A category and a gas."""
KEY = 0.95
"""Share of the whole that key categories make together."""
CLOSE = 1e-12
"""How near to that share the sum of those before still counts as having reached it."""
LAND = ("3B", "3D")
"""Beginnings of the categories of land and of what it leaves in products."""


@dataclass(frozen=True, slots=True)
class KeyCategory:
    """One category and gas in its place.

    ``amount`` of the year [t CO2e], ``score`` its level or trend [1], ``share`` of the sum of all scores [1],
    ``cumulative`` share with all before it [1]; ``key`` where it is one of the first that make up 95 %.
    """

    category: str
    gas: str
    amount: float
    score: float
    share: float
    cumulative: float
    key: bool


def level(ledger: Ledger, set_name: str, year: int) -> tuple[KeyCategory, ...]:
    """Rank the categories of a year by how much they emit or take up; see :func:`by_level`.

    Parameters
    ----------
    ledger : Ledger
        Lines of an account; those outside the territorial account are left out. [t of the gas]
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.
    year : int
        Year of the account.

    Returns
    -------
    tuple of KeyCategory
        The largest first; what has no value in the year is left out. [t CO2e, 1]
    """
    return by_level({x: a for x, a in amounts(ledger, set_name, year).items() if not np.isnan(a)})


def trend(ledger: Ledger, set_name: str, base: int, year: int) -> tuple[KeyCategory, ...]:
    """Rank the categories by how far their change departs from that of the whole; see :func:`by_trend`.

    Parameters
    ----------
    ledger : Ledger
        Lines of an account; those outside the territorial account are left out. [t of the gas]
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.
    base, year : int
        Years between which the change is taken.

    Returns
    -------
    tuple of KeyCategory
        The largest first; none where a value of either year is not known, for then no change of the whole is. [t CO2e, 1]
    """
    first, last = (amounts(ledger, set_name, one) for one in (base, year))
    known = not any(np.isnan(amount) for some in (first, last) for amount in some.values())
    return by_trend(first, last) if known else ()


def without_land(ledger: Ledger) -> Ledger:
    """Give the lines of an account but those of land and wood products.

    Parameters
    ----------
    ledger : Ledger
        Lines of an account. [t of the gas]
    """
    return ledger.where(lambda line: not is_land(line))


def is_land(line: Line) -> bool:
    """Tell whether a line is of land or of wood products.

    Parameters
    ----------
    line : Line
        A source or sink. [t of the gas]
    """
    return line.category.startswith(LAND)


def by_level(amounts: Mapping[Category, float]) -> tuple[KeyCategory, ...]:
    r"""Rank categories by how much they emit or take up.

    .. math:: L_x = \frac{|E_x|}{\sum_y |E_y|}

    Parameters
    ----------
    amounts : mapping of float
        Emissions by category and gas, removals negative. [t CO2e]

    Returns
    -------
    tuple of KeyCategory
        The largest first; none where nothing is emitted. [1]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 4, eq. 4.1.

    Examples
    --------
    >>> [(r.category, r.share, r.key) for r in by_level({("1A1a", "CO2"): 96.0, ("3B1", "CO2"): -4.0})]
    [('1A1a', 0.96, True), ('3B1', 0.04, False)]
    """
    size = sum(abs(amount) for amount in amounts.values())
    return _ranked({x: abs(amount) / size for x, amount in amounts.items() if size}, amounts)


def by_trend(
    base: Mapping[Category, float], last: Mapping[Category, float]
) -> tuple[KeyCategory, ...]:
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
    tuple of KeyCategory
        The largest first; none where the first year sums to nothing, or nothing departs from the whole. [1]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 4, eq. 4.2 and 4.3.

    Examples
    --------
    >>> [(r.category, r.score) for r in by_trend({("1A1a", "CO2"): 50.0, ("2A1", "CO2"): 50.0},
    ...                                          {("1A1a", "CO2"): 100.0, ("2A1", "CO2"): 50.0})]
    [('1A1a', 0.25), ('2A1', 0.25)]
    """
    whole, size = sum(base.values()), sum(abs(amount) for amount in base.values())
    if whole == 0:
        return ()
    change = (sum(last.values()) - whole) / abs(whole)
    both = {x: (base.get(x, 0.0), last.get(x, 0.0)) for x in {**base, **last}}
    scores = {x: _departure(first, then, change) / size for x, (first, then) in both.items()}
    return _ranked(scores, {x: then for x, (_, then) in both.items()})


def amounts(ledger: Ledger, set_name: str, year: int) -> dict[Category, float]:
    """Sum the territorial account of a year by category and gas.

    Parameters
    ----------
    ledger : Ledger
        Lines of an account. [t of the gas]
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.
    year : int
        Year of the account.

    Returns
    -------
    dict of float
        NaN where a line has no value. [t CO2e]
    """
    home, place = ledger.territorial, ledger.years.index(year)
    found: dict[Category, float] = {}
    for line, amount in zip(home.lines, home.co2e(set_name), strict=True):
        key = (line.category, line.gas)
        found[key] = found.get(key, 0.0) + float(amount[place])
    return found


def _departure(first: float, then: float, change: float) -> float:
    return abs(then - first - change * abs(first)) if first else abs(then)


def _ranked(
    scores: Mapping[Category, float], amounts: Mapping[Category, float]
) -> tuple[KeyCategory, ...]:
    whole, before = sum(scores.values()), 0.0
    found: list[KeyCategory] = []
    for x in sorted(scores, key=lambda x: (-scores[x], x)) if whole else ():
        share = scores[x] / whole
        key = before < KEY - CLOSE
        found.append(KeyCategory(*x, amounts[x], scores[x], share, before + share, key))
        before += share
    return tuple(found)
