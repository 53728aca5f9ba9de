"""What a measure is worth: to whom, at which rate of discount, with or without a carbon price and fuel taxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from dualcarbon.appraisal.streams import FINANCIAL, SOCIAL, Perspective, Stream
from dualcarbon.errors import InputError
from dualcarbon.finance.cash_flow import (
    Floats,
    discount_rate,
    discounted_payback,
    npv,
    payback,
    present_value,
)
from dualcarbon.finance.marginal_cost import MarginalCost, over_life
from dualcarbon.finance.returns import Rates, rates
from dualcarbon.vocabulary.faults import Fault, Place, note

SOCIAL_RATE, LONG_TERM_RATE = 0.08, 0.06
"""Social rate of discount, and its floor for benefits that come late [1/a]: NDRC and Ministry of Construction,
"Methods and Parameters for the Economic Appraisal of Construction Projects", 3rd ed., 2006."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Whose eyes a measure is seen with."""

    name: str
    """social_8, social_6 or financial."""
    perspective: Perspective
    """Where energy is priced: ``social`` at the border, ``financial`` at the owner's meter."""
    rate: float
    """Real rate of discount. [1/a]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a measure is worth in one view."""

    view: str
    rate: float
    """Real rate of discount. [1/a]"""
    carbon: bool
    """Whether avoided tonnes earn the carbon price."""
    taxes: bool
    """Whether fuel taxes are in the prices."""
    npv_cny: float
    """Net present value in the first year. [CNY]"""
    mac_cny_per_t: float | None
    """Marginal abatement cost; income from carbon is never in it. [CNY/t CO2]"""
    irr: tuple[float, ...]
    """All rates of return of these flows. [1/a]"""
    payback_years: float | None
    """From the first flow; none if never. [a]"""
    discounted_payback_years: float | None
    """The same with interest. [a]"""
    invested_cny: float
    """Present value of the investment. [CNY]"""
    abated_t: float
    """Present value of the abatement. [t CO2]"""
    warnings: tuple[Fault, ...]
    """Why a rate of return does not decide, or why there is no marginal cost."""


def views(financial_rate: float) -> tuple[View, View, View]:
    """Give the three views, the investor's at its own rate.

    Parameters
    ----------
    financial_rate : float
        Real rate of discount of an investor. [1/a]

    Raises
    ------
    InputError
        The rate is no discount rate.

    References
    ----------
    .. [1] National Development and Reform Commission, Ministry of Construction, "Methods and Parameters for the
       Economic Appraisal of Construction Projects", 3rd ed., China Planning Press (2006): 8 %, and not below 6 %.

    Examples
    --------
    >>> [f"{view.name} {view.rate}" for view in views(0.07)]
    ['social_8 0.08', 'social_6 0.06', 'financial 0.07']
    """
    held = discount_rate(financial_rate, Place(key="money.financial_rate"))
    return (
        View(name="social_8", perspective=SOCIAL, rate=SOCIAL_RATE),
        View(name="social_6", perspective=SOCIAL, rate=LONG_TERM_RATE),
        View(name="financial", perspective=FINANCIAL, rate=held),
    )


def worths(stream: Stream, financial_rate: float) -> tuple[Worth, ...]:
    r"""Give the twelve worths of a measure: three views, with and without carbon price, with and without fuel taxes.

    .. math:: NPV = \sum_t \frac{E_t + p_t A_t + S_t - I_t - R_t}{(1 + i)^t}

    with energy saved E, carbon price p (or 0), abatement A, salvage S, investment I and running cost R.
    Flows below 1e-9 of the largest amount are rounding and do not count for the rates of return.

    Parameters
    ----------
    stream : Stream
        Money and tonnes of the central run. [CNY, t CO2]
    financial_rate : float
        Real rate of discount of an investor. [1/a]

    Returns
    -------
    tuple of Worth
        By view, then carbon, then taxes; False before True. [CNY, CNY/t CO2, 1/a, a]

    Raises
    ------
    InputError
        The rate is no discount rate, or the stream has several members.

    References
    ----------
    .. [1] R. A. Brealey, S. C. Myers, F. Allen, "Principles of Corporate Finance", ch. 5.
    """
    if stream.many:
        place = Place(key=stream.id)
        raise InputError(faults=[note("FIN019", place, members=stream.members)])
    return tuple(_each(stream, views(financial_rate)))


def _each(stream: Stream, seen: tuple[View, ...]) -> Iterator[Worth]:
    seen_by: tuple[Perspective, ...] = (SOCIAL, FINANCIAL)
    found = {
        (perspective, carbon, taxes): _rates(stream, perspective, carbon=carbon, taxes=taxes)
        for perspective, carbon, taxes in product(seen_by, (False, True), (False, True))
    }
    for view, carbon, taxes in product(seen, (False, True), (False, True)):
        returned = found[view.perspective, carbon, taxes]
        yield _worth(stream, view, returned, carbon=carbon, taxes=taxes)


def _rates(stream: Stream, perspective: Perspective, *, carbon: bool, taxes: bool) -> Rates:
    flows = stream.flows(perspective, carbon=carbon, taxes=taxes)
    return rates(flows, least=stream.rounding(), place=Place(key=stream.id))


def _worth(stream: Stream, view: View, returned: Rates, *, carbon: bool, taxes: bool) -> Worth:
    flows = stream.flows(view.perspective, carbon=carbon, taxes=taxes)
    marginal = marginal_cost(stream, view, taxes=taxes)
    return Worth(
        view=view.name,
        rate=view.rate,
        carbon=carbon,
        taxes=taxes,
        npv_cny=float(npv(view.rate, flows)),
        mac_cny_per_t=marginal.value,
        irr=returned.values,
        payback_years=payback(flows),
        discounted_payback_years=discounted_payback(view.rate, flows),
        invested_cny=float(present_value(view.rate, stream.investment)),
        abated_t=marginal.abatement,
        warnings=(*returned.warnings, *marginal.warnings),
    )


def marginal_cost(stream: Stream, view: View, *, taxes: bool = False) -> MarginalCost:
    """Give what a tonne costs in one view.

    Parameters
    ----------
    stream : Stream
        Money and tonnes of the central run. [CNY, t CO2]
    view : View
        One of ``views``. [1/a]
    taxes : bool, optional
        Whether fuel taxes are in the prices.

    Returns
    -------
    MarginalCost
        The cost [CNY/t CO2], nothing where no tonnes are abated, and the discounted tonnes [t CO2].

    Raises
    ------
    InputError
        The rate of the view is no discount rate.
    """
    cost = stream.cost(view.perspective, taxes=taxes)
    return over_life(view.rate, cost, stream.abatement, place=Place(key=stream.id))


def net_value(stream: Stream, view: View, *, carbon: bool = True, taxes: bool = False) -> Floats:
    """Give the net present value of every member in one view.

    Parameters
    ----------
    stream : Stream
        Money and tonnes, of one case or of many. [CNY, t CO2]
    view : View
        One of ``views``. [1/a]
    carbon, taxes : bool, optional
        Whether tonnes earn the carbon price, and whether fuel taxes are in the prices.

    Returns
    -------
    array () or (member)
        Net present value. [CNY]

    Raises
    ------
    InputError
        The rate of the view is no discount rate.
    """
    return npv(view.rate, stream.flows(view.perspective, carbon=carbon, taxes=taxes))


def back_by_rest(stream: Stream, *, taxes: bool) -> bool:
    """Tell whether an owner has his money back only because the rest value is credited in the last year.

    Parameters
    ----------
    stream : Stream
        Money of the central run. [CNY]
    taxes : bool
        Whether fuel taxes are in the prices; income from carbon is left out.

    Returns
    -------
    bool
        Whether the cumulated flows come back with the rest value, and are never above 0 without it. No rate of
        return above 0 exists without it either.
    """
    flows = stream.flows(FINANCIAL, carbon=False, taxes=taxes)
    bare = flows - stream.salvage
    never = float(np.cumsum(bare).max()) <= stream.rounding()
    return payback(flows) is not None and payback(bare) is None and never


def keyed(found: Iterable[Worth]) -> dict[tuple[str, bool, bool], Worth]:
    """Give worths by view, carbon and taxes."""
    return {(worth.view, worth.carbon, worth.taxes): worth for worth in found}
