"""Which datum to improve first: by what it adds to the range of the total, and by whether it decides the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.inventory.ledger import Floats
from dualcarbon.inventory.propagation import Effect, Propagated
from dualcarbon.inventory.ranges import Datum
from dualcarbon.peak.rule import Rule
from dualcarbon.peak.verdict import RULE, judge
from dualcarbon.quantities.draws import Draws

STANDARD_ERRORS = 3.0
"""A difference of shares below so many standard errors is taken for chance: many data are looked at. [1]"""


@dataclass(frozen=True, slots=True)
class Improvement:
    """What a better datum would bring.

    ``variance_share`` is its part of the variance of the total [1]; ``low`` and ``high`` the change of the total at the ends
    of its range [t CO2e]; ``verdict_effect`` how much the probability of the verdict on the past differs between the members
    in which the datum is high and those in which it is low [1], 0 where that may be chance.
    """

    rank: int
    datum: Datum
    variance_share: float
    low: float
    high: float
    verdict_effect: float


def rank(
    propagated: Propagated,
    year: int,
    *,
    verdicts: Sequence[bool] = (),
    draws: Draws | None = None,
    most: int = 30,
) -> tuple[Improvement, ...]:
    r"""Rank the data of an account by what they do to its total and to the verdict on its past.

    .. math:: v_d = h_d^2 \, / \sum_k h_k^2, \qquad q_d = |P(V \mid u_d > 1/2) - P(V \mid u_d < 1/2)|

    The larger of the two decides the rank.

    Parameters
    ----------
    propagated : Propagated
        Effects of all data on the total. [t CO2e]
    year : int
        Year of the total.
    verdicts : sequence of bool (member), optional
        Whether each member has the verdict of the central run; see :func:`verdicts_of`.
    draws : Draws, optional
        The draws of these members.
    most : int
        Length of the list.

    Returns
    -------
    tuple of Improvement
        The first to improve first; none where the total of the year is not known.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 3: contribution to variance.
    """
    place = propagated.years.index(year)
    if np.isnan(propagated.total[place]):
        return ()  # of what is not known no part can be ranked
    squares = {e.datum.key: float(e.half[place]) ** 2 for e in propagated.effects}
    whole = sum(squares.values())
    agree = np.asarray(verdicts, dtype=float)
    found = [_one(e, place, squares[e.datum.key] / whole if whole else 0.0, agree, draws) for e in propagated.effects]  # fmt: skip
    useful = [i for i in found if i.variance_share > 0 or i.verdict_effect > 0]
    ordered = sorted(useful, key=lambda i: (-max(i.variance_share, i.verdict_effect), i.datum.key))
    return tuple(
        Improvement(n, i.datum, i.variance_share, i.low, i.high, i.verdict_effect)
        for n, i in enumerate(ordered[:most], 1)
    )


def verdicts_of(
    members: Floats, years: Sequence[int], *, breaks: Sequence[int] = (), rule: Rule = RULE
) -> tuple[str, ...]:
    """Judge the past of every member, as it is judged for the central run.

    Parameters
    ----------
    members : ndarray (member, year)
        Drawn totals. [t CO2]
    years : sequence of int
        Years of the totals.
    breaks : sequence of int, optional
        First years of a new level, declared by the study.
    rule : Rule, optional
        The numbers that decide.

    Returns
    -------
    tuple of str (member)
        Verdicts.
    """
    coords, units = {"year": list(years)}, {"units": "t CO2"}
    paths = (xr.DataArray(m, coords, dims=["year"], attrs=units) for m in members)
    return tuple(judge(path, rule=rule, breaks=breaks).kind.value for path in paths)


def _one(effect: Effect, place: int, share: float, agree: Floats, draws: Draws | None) -> Improvement:  # fmt: skip
    known = draws is not None and len(agree) > 0 and effect.datum.key in draws.keys
    moved = _difference(agree, draws.uniform(effect.datum.key)) if known and draws else 0.0
    return Improvement(0, effect.datum, share, float(effect.low[place]), float(effect.high[place]), moved)  # fmt: skip


def _difference(agree: Floats, u: Floats) -> float:
    """Give how much the share of agreeing members differs between high and low draws; 0 where it may be chance."""
    above, below = agree[u > 0.5], agree[u <= 0.5]
    share = float(agree.mean())
    error = np.sqrt(share * (1 - share) * (1 / len(above) + 1 / len(below)))
    gap = abs(float(above.mean()) - float(below.mean()))
    return gap if error > 0 and gap > STANDARD_ERRORS * error else 0.0
