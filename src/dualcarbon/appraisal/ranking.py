"""Which measure comes first: by net value, by abatement, by what a yuan invested earns; never by marginal cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from dualcarbon.finance.cash_flow import Floats
from dualcarbon.vocabulary.faults import Fault, Place, note

EQUAL = 1e-9  # share of the larger of two values within which they are equal


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a measure or project is ranked by; nothing where it could not be valued."""

    id: str
    net_value: float | None
    """Net present value, social view, with carbon price, without taxes. [CNY]"""
    abatement: float | None
    """Emissions avoided, of a year or of all years. [t CO2]"""
    profit: float | None
    """Net present value, financial view. [CNY]"""
    invested: float | None
    """Present value of the investment, financial view. [CNY]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """An order from the first to the last."""

    by: str
    """net_value, abatement or economy."""
    order: tuple[str, ...]
    """Ids, the best first."""
    ties: tuple[tuple[str, ...], ...]
    """Groups of equals; they stand in declared order."""
    unranked: tuple[str, ...]
    """Ids without a value."""
    warnings: tuple[Fault, ...]
    """Ties, and what has no place."""

    def place(self, id: str) -> int | None:
        """Give the place of a measure, 1 for the first; none where it has no value."""
        return self.order.index(id) + 1 if id in self.order else None


def rank(values: Mapping[str, float | None], by: str) -> Ranking:
    """Order ids from the largest value to the smallest; equals stand in the order given.

    Parameters
    ----------
    values : mapping of str to float or None
        Value of each id; none where there is no value. [any unit]
    by : str
        What the values are.

    Returns
    -------
    Ranking
        The order, its ties and what has no place in it.

    Examples
    --------
    >>> found = rank({"a": 1.0, "b": 2.0, "c": 2.0, "d": None}, "net_value")
    >>> found.order, found.ties, found.unranked, found.place("a")
    (('b', 'c', 'a'), (('b', 'c'),), ('d',), 3)
    """
    known = {id: value for id, value in values.items() if value is not None}
    return _ordered(_groups(known), by, tuple(id for id in values if id not in known))


def _groups(known: Mapping[str, float]) -> list[list[str]]:
    """Put equals together, the largest first; within a group the order is that given."""
    order = sorted(known, key=lambda id: -known[id])
    groups = [order[:1]] if order else []
    for before, after in pairwise(order):
        larger = max(abs(known[before]), abs(known[after]))
        if known[before] - known[after] <= EQUAL * larger:
            groups[-1].append(after)
        else:
            groups.append([after])
    declared = {id: k for k, id in enumerate(known)}
    return [sorted(group, key=declared.__getitem__) for group in groups]


def _ordered(groups: list[list[str]], by: str, unranked: tuple[str, ...]) -> Ranking:
    place = Place(key=f"ranks.{by}")
    ties = tuple(tuple(group) for group in groups if len(group) > 1)
    told = [note("FIN013", place, ids=_listed(tie)) for tie in ties]
    told += [note("FIN018", place, ids=_listed(unranked))] if unranked else []
    order = tuple(id for group in groups for id in group)
    return Ranking(by=by, order=order, ties=ties, unranked=unranked, warnings=tuple(told))


def _listed(ids: Sequence[str]) -> dict[str, str]:
    return {"en": ", ".join(ids), "zh": "、".join(ids)}


def economy(candidates: Sequence[Candidate]) -> Ranking:
    r"""Order by investment economy: net present value to the investor per yuan invested, both discounted.

    .. math:: PI = \frac{NPV_{financial}}{PV(I)}

    Without investment there is no ratio: what then earns stands before all others, what loses after them, among
    themselves by net present value; what neither earns nor loses has the ratio 0.

    Parameters
    ----------
    candidates : sequence of Candidate
        Measures or projects in declared order. [CNY]

    Returns
    -------
    Ranking
        The order, its ties, what has no place, and what needs no investment.

    References
    ----------
    .. [1] R. A. Brealey, S. C. Myers, F. Allen, "Principles of Corporate Finance", ch. 5 (profitability index).

    Examples
    --------
    >>> kiln = Candidate(id="kiln", net_value=1, abatement=1, profit=50, invested=100)
    >>> lamp = Candidate(id="lamp", net_value=1, abatement=1, profit=9, invested=10)
    >>> economy([kiln, lamp]).order
    ('lamp', 'kiln')
    """
    known = [c for c in candidates if c.profit is not None and c.invested is not None]
    free = [c for c in known if c.profit and not c.invested]
    ratios = {c.id: _ratio(c) for c in known if c not in free}
    first = _groups({c.id: c.profit for c in free if c.profit and c.profit > 0})
    last = _groups({c.id: c.profit for c in free if c.profit and c.profit < 0})
    unranked = tuple(c.id for c in candidates if c not in known)
    found = _ordered([*first, *_groups(ratios), *last], "economy", unranked)
    if not free:
        return found
    told = note("FIN014", Place(key="ranks.economy"), ids=_listed([c.id for c in free]))
    return Ranking(
        by=found.by,
        order=found.order,
        ties=found.ties,
        unranked=found.unranked,
        warnings=(*found.warnings, told),
    )


def _ratio(candidate: Candidate) -> float:
    return candidate.profit / candidate.invested if candidate.profit and candidate.invested else 0.0


def rankings(candidates: Sequence[Candidate]) -> dict[str, Ranking]:
    """Give the three orders: ``net_value``, ``abatement``, ``economy``.

    Marginal cost is no order: of two measures that save money the one that avoids fewer tonnes has the lower
    cost of a tonne.

    Parameters
    ----------
    candidates : sequence of Candidate
        Measures or projects in declared order. [CNY, t CO2]

    References
    ----------
    .. [1] S. Taylor, "The ranking of negative-cost emissions reduction measures", Energy Policy 48 (2012) 430-438.
    """
    return {
        "net_value": rank({c.id: c.net_value for c in candidates}, "net_value"),
        "abatement": rank({c.id: c.abatement for c in candidates}, "abatement"),
        "economy": economy(candidates),
    }


def first(net_values: ArrayLike, n: int = 8) -> Floats:
    """Give the share of members in which each measure is among the first ``n`` by net value.

    Equals stand in declared order. With ``n`` measures or fewer each is always among them.

    Parameters
    ----------
    net_values : array (measure, member)
        Net present value of each measure in each member. [CNY]
    n : int, optional
        How many places count.

    Returns
    -------
    array (measure)
        Share of the members. [1]

    Examples
    --------
    >>> first([[3, 1], [2, 2], [1, 3]], n=2)
    array([0.5, 1. , 0.5])
    """
    values = np.asarray(net_values, dtype=np.float64)
    order = np.argsort(-values, axis=0, kind="stable")[:n]
    measures, members = values.shape
    return np.bincount(order.ravel(), minlength=measures) / members
