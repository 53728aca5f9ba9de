"""How the worth of a measure hangs on the rate of discount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dualcarbon.appraisal.streams import SOCIAL, Perspective, Stream
from dualcarbon.errors import InputError
from dualcarbon.finance.cash_flow import npv
from dualcarbon.finance.marginal_cost import over_life
from dualcarbon.vocabulary.faults import Place, note

GRID = (0.02, 0.04, 0.06, 0.08, 0.10, 0.12, 0.14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Worth at one rate of discount."""

    rate: float
    """Real rate of discount. [1/a]"""
    npv_cny: float
    """Net present value. [CNY]"""
    mac_cny_per_t: float | None
    """Marginal abatement cost. [CNY/t CO2]"""


def over(
    stream: Stream,
    rates: Sequence[float] = GRID,
    *,
    perspective: Perspective = SOCIAL,
    carbon: bool = False,
    taxes: bool = False,
) -> tuple[Point, ...]:
    """Give net present value and marginal cost over a grid of rates.

    Parameters
    ----------
    stream : Stream
        Money and tonnes of the central run. [CNY, t CO2]
    rates : sequence of float, optional
        Real rates of discount. [1/a]
    perspective : {'social', 'financial'}, optional
        Where energy is priced: at the border, or at the owner's meter.
    carbon, taxes : bool, optional
        Whether tonnes earn the carbon price, and whether fuel taxes are in the prices.

    Returns
    -------
    tuple of Point
        One for each rate. [CNY, CNY/t CO2]

    Raises
    ------
    InputError
        A rate is no discount rate, or the stream has several members.

    References
    ----------
    .. [1] F. Kesicki, N. Strachan, "Marginal abatement cost (MAC) curves: confronting theory and practice",
       Environmental Science & Policy 14 (2011) 1195-1204.
    """
    if stream.many:
        place = Place(key=stream.id)
        raise InputError(faults=[note("FIN019", place, members=stream.members)])
    flows = stream.flows(perspective, carbon=carbon, taxes=taxes)
    cost = stream.cost(perspective, taxes=taxes)
    return tuple(
        Point(
            rate=rate,
            npv_cny=float(npv(rate, flows)),
            mac_cny_per_t=over_life(rate, cost, stream.abatement).value,
        )
        for rate in rates
    )
