"""What a deployment costs to put in place: when units are bought, replaced, and what is left of them at the end."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dualcarbon.errors import InputError
from dualcarbon.finance.cash_flow import Floats, amounts
from dualcarbon.vocabulary.faults import Fault, Place, note

LEAST = 1e-12  # share of the units ever in place below which a difference of two years is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The purchases of a deployment and the money they take; arrays (..., year)."""

    bought: Floats
    """Units that start to work in the year, new or in place of old ones. [unit]"""
    removed: Floats
    """Units taken out before the end of their life. [unit]"""
    investment: Floats
    """Money spent in the year. [CNY]"""
    salvage: Floats
    """Rest value of the units in place, in the last year; 0 before. [CNY]"""
    used: Floats
    """Straight-line use of the units in place. [CNY]"""
    lost: Floats
    """Rest value of units taken out early. [CNY]"""
    early: Floats
    """What was spent before the first year and is counted in it (...). [CNY]"""
    served: int
    """Whole years that a unit works. [a]"""
    warnings: tuple[Fault, ...]
    """What is worth knowing about the schedule."""


def schedule(
    in_place: ArrayLike,
    *,
    life: float,
    cost: ArrayLike = 1.0,
    lead: float = 0,
    place: Place | None = None,
) -> Spending:
    r"""Schedule the purchases that keep a number of units in place, and the money for them.

    Units that start to work in year t work :math:`L = \lceil life \rceil` years, t to t + L - 1, and are then
    replaced as far as units are still needed. Where the number falls below those still working, the oldest go
    first and their rest value is lost. Units are paid in equal parts over the :math:`\lceil lead \rceil` years
    before they start, with no lead in the year itself; what would be paid before the first year is paid in it,
    and told. Units in place in the first year are bought for it. At the end of the last year each unit has
    :math:`(L - a)/L` of its cost left after a years. So

    .. math:: \sum investment - salvage = \sum used + \sum lost

    Parameters
    ----------
    in_place : array (..., year)
        Units that work in each year. [unit]
    life : float
        Years that a unit works; rounded up to whole years. [a]
    cost : array broadcast to (..., year), optional
        Cost of a unit that starts in the year. [CNY/unit]
    lead : float, optional
        Years before the start over which it is paid; rounded up to whole years. [a]
    place : Place, optional
        Where the numbers come from, for the messages.

    Returns
    -------
    Spending
        Purchases [unit] and money [CNY].

    Raises
    ------
    InputError
        The life is not above 0, the lead is below 0, units are below 0, or a number is not finite.

    References
    ----------
    .. [1] W. Short, D. J. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and
       Renewable Energy Technologies", NREL/TP-462-5173 (1995): replacement and salvage value.

    Examples
    --------
    Ten units from the second year on that cost 6 and last two years:

    >>> plan = schedule([0, 10, 10, 10], life=2, cost=6)
    >>> plan.investment.tolist(), plan.salvage.tolist()
    ([0.0, 60.0, 0.0, 60.0], [0.0, 0.0, 0.0, 30.0])
    """
    where = place or Place(key="in_place")
    units, price = np.broadcast_arrays(amounts(in_place, "in_place"), amounts_of(cost))
    _refuse(units, life, lead, where)
    served = math.ceil(life)
    fleet = _Fleet(units, price, served)
    investment, early = _paid(fleet.bought * price, math.ceil(lead))
    salvage = np.zeros(units.shape)
    salvage[..., -1] = fleet.rest
    return Spending(
        bought=fleet.bought,
        removed=fleet.removed,
        investment=investment,
        salvage=salvage,
        used=fleet.used,
        lost=fleet.lost,
        early=early,
        served=served,
        warnings=_told(early, investment, where),
    )


def amounts_of(cost: ArrayLike) -> Floats:
    """Give a cost of all years or of each year as an array.

    Parameters
    ----------
    cost : float or array (..., year)
        Cost of a unit. [CNY/unit]

    Returns
    -------
    array (..., year)
        The same, of one year if it holds for all. [CNY/unit]

    Raises
    ------
    InputError
        A cost is not finite.

    Examples
    --------
    >>> amounts_of(6)
    array([6.])
    """
    return amounts(np.atleast_1d(np.asarray(cost, dtype=np.float64)), "cost")


def _refuse(units: Floats, life: float, lead: float, place: Place) -> None:
    """Refuse what no deployment can be, all at once."""
    faults = []
    if not (math.isfinite(life) and life > 0):
        faults.append(note("FIN010", place, life=life))
    if not (math.isfinite(lead) and lead >= 0):
        faults.append(note("FIN011", place, lead=lead))
    if (units < 0).any():
        faults.append(note("FIN012", place, least=float(units.min())))
    if faults:
        raise InputError(faults=faults)


def _paid(due: Floats, lead: int) -> tuple[Floats, Floats]:
    """Spread what is due when units start over the years before; give that, and what was before the first."""
    if lead == 0:
        return due.copy(), np.zeros(due.shape[:-1])
    years = due.shape[-1]
    paid, early = np.zeros(due.shape), np.zeros(due.shape[:-1])
    for t in range(years):
        ahead = [max(t - k, 0) for k in range(1, lead + 1)]
        for year in ahead:
            paid[..., year] += due[..., t] / lead
        early += due[..., t] * (max(lead - t, 0) / lead)
    return paid, early


def _told(early: Floats, investment: Floats, place: Place) -> tuple[Fault, ...]:
    """Tell which share of the money was moved to the first year."""
    moved = early > 0
    if not moved.any():
        return ()
    share = float((early[moved] / investment.sum(axis=-1)[moved]).max())
    return (note("FIN007", place, share=f"{100 * share:.1f}"),)


class _Fleet:
    """Units by the years that they have worked, walked through the years."""

    def __init__(self, units: Floats, price: Floats, served: int) -> None:
        self.served = served
        self.stock = np.zeros((*units.shape[:-1], served))
        self.value = np.zeros(self.stock.shape)  # what the units of each age have cost
        self.bought, self.removed, self.used, self.lost = (np.zeros(units.shape) for _ in range(4))
        slight = LEAST * units.max(axis=-1)
        for t in range(units.shape[-1]):
            self._age()
            self._step(t, units[..., t], price[..., t], slight)
        worked = np.arange(1, served + 1)
        self.rest = self.value @ ((served - worked) / served)

    def _age(self) -> None:
        """Make every unit one year older; those at the end of their life are gone."""
        for ages in (self.stock, self.value):
            ages[..., 1:] = ages[..., :-1].copy()
            ages[..., 0] = 0.0

    def _step(self, t: int, needed: Floats, price: Floats, slight: Floats) -> None:
        """Buy what is short or take out what is too much, and use what is in place."""
        gap = needed - self.stock.sum(axis=-1)
        gap = np.where(np.abs(gap) <= slight, 0.0, gap)
        self._remove(t, np.maximum(-gap, 0.0))
        self.bought[..., t] = np.maximum(gap, 0.0)
        self.stock[..., 0] = self.bought[..., t]
        self.value[..., 0] = self.bought[..., t] * price
        self.used[..., t] = self.value.sum(axis=-1) / self.served

    def _remove(self, t: int, surplus: Floats) -> None:
        """Take the oldest units out; what was left of their cost is lost."""
        older = self.stock[..., ::-1].cumsum(axis=-1)[..., ::-1] - self.stock
        gone = np.clip(surplus[..., None] - older, 0.0, self.stock)
        share = np.divide(gone, self.stock, out=np.zeros(gone.shape), where=self.stock > 0)
        left = (self.served - np.arange(self.served)) / self.served
        self.removed[..., t] = gone.sum(axis=-1)
        self.lost[..., t] = (self.value * share) @ left
        self.value = self.value * (1 - share)
        self.stock = self.stock - gone
