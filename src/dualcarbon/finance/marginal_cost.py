"""What a tonne avoided costs: over the whole life, or in one year of one unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dualcarbon.errors import Misaligned
from dualcarbon.finance.cash_flow import amounts, capital_recovery, present_value
from dualcarbon.vocabulary.faults import Fault, Place, note


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginalCost:
    """A marginal abatement cost, or why there is none."""

    value: float | None
    """Cost of a tonne. [CNY/t CO2]"""
    cost: float
    """What is divided: present value, or cost of a year. [CNY]"""
    abatement: float
    """What it is divided by: present value of the tonnes, or tonnes of a year. [t CO2]"""
    warnings: tuple[Fault, ...]
    """Why there is no value."""

    def __str__(self) -> str:
        """Give the cost as a sentence."""
        return "no marginal cost" if self.value is None else f"{self.value:,.1f} CNY/t CO2"


def over_life(
    rate: float, cost: ArrayLike, abatement: ArrayLike, *, place: Place | None = None
) -> MarginalCost:
    r"""Divide the present value of the cost by that of the tonnes.

    .. math:: MAC = \frac{\sum_t C_t (1+i)^{-t}}{\sum_t A_t (1+i)^{-t}}

    Both are discounted, so that a constant price of this height would just pay for the measure. The cost has
    its rest value at the horizon credited and no income from carbon in it.

    Parameters
    ----------
    rate : float
        Discount rate. [1/a]
    cost : array (year)
        Investment and running cost, less energy saved and salvage. [CNY]
    abatement : array (year)
        Emissions avoided. [t CO2]
    place : Place, optional
        Where they come from, for the warning.

    Returns
    -------
    MarginalCost
        Cost of a tonne [CNY/t CO2]; none where the discounted abatement is not above 0.

    Raises
    ------
    InputError
        The rate is no discount rate, or a number is not finite.
    Misaligned
        Cost and abatement differ in length.

    References
    ----------
    .. [1] F. Kesicki, P. Ekins, "Marginal abatement cost curves: a call for caution", Climate Policy 12 (2012)
       219-236.

    Examples
    --------
    >>> str(over_life(0.25, [100, 25], [0, 2.5]))
    '60.0 CNY/t CO2'
    """
    spent, avoided = amounts(cost, "cost"), amounts(abatement, "abatement")
    if spent.shape != avoided.shape:
        msg = f"over_life: 'cost' {spent.shape} and 'abatement' {avoided.shape} differ in length; nothing was computed."
        raise Misaligned(msg)
    cost_now, avoided_now = (float(present_value(rate, series)) for series in (spent, avoided))
    return _divided(cost_now, avoided_now, place or Place(key="marginal_cost"))


def yearly(
    *,
    rate: float,
    investment: float,
    life: float,
    running: float,
    abatement: float,
    place: Place | None = None,
) -> MarginalCost:
    r"""Give the cost of a tonne in one year of one unit whose cost and abatement are the same every year.

    .. math:: MAC = \frac{I \cdot CRF(i, n) + O}{A}

    It is a first look at a typical unit. Where prices, the grid or the number of units move, use ``over_life``.

    Parameters
    ----------
    rate : float
        Discount rate i. [1/a]
    investment : float
        Investment I in one unit beyond that in what it replaces. [CNY]
    life : float
        Years n of service. [a]
    running : float
        Yearly cost O less the energy saved. [CNY/a]
    abatement : float
        Emissions A avoided in a year. [t CO2/a]
    place : Place, optional
        Where the numbers come from, for the warning.

    Returns
    -------
    MarginalCost
        Cost of a tonne [CNY/t CO2]; none where the abatement is not above 0.

    Raises
    ------
    InputError
        The rate is no discount rate, the life is not above 0, or a number is not finite.

    References
    ----------
    .. [1] W. Short, D. J. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and
       Renewable Energy Technologies", NREL/TP-462-5173 (1995): annualised cost.

    Examples
    --------
    >>> str(yearly(rate=0, investment=1000, life=10, running=-40, abatement=2))
    '30.0 CNY/t CO2'
    """
    once, each, avoided = amounts([investment, running, abatement], "unit")
    cost = once * capital_recovery(rate, life) + each
    return _divided(float(cost), float(avoided), place or Place(key="marginal_cost"))


def _divided(cost: float, abatement: float, place: Place) -> MarginalCost:
    """Divide, or say why not."""
    refused = abatement <= 0 or not np.isfinite(cost / abatement)
    told = note("FIN008", place, abatement=abatement)
    return MarginalCost(
        value=None if refused else cost / abatement,
        cost=cost,
        abatement=abatement,
        warnings=(told,) if refused else (),
    )
