"""The marginal abatement cost curve as bars; a picture of cost, not an order of preference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from dualcarbon.vocabulary.faults import Fault, Place, note


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonnes:
    """A measure's abatement and its cost, as one wants to see them."""

    id: str
    abatement: float
    """Width of the bar. [t CO2]"""
    mac: float | None
    """Height of the bar; none where there is no marginal cost. [CNY/t CO2]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of the curve."""

    id: str
    abatement: float
    """Width. [t CO2]"""
    mac: float
    """Height. [CNY/t CO2]"""
    start: float
    """Abatement of all bars before it. [t CO2]"""
    end: float
    """Abatement up to its right edge. [t CO2]"""
    ordered: bool
    """Whether its place means something; never where it costs less than nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Bars from the cheapest to the dearest, and what has none."""

    bars: tuple[Bar, ...]
    left_out: tuple[Tonnes, ...]
    """Measures without a bar, in declared order."""
    abatement: float
    """Of all measures, those without a bar included. [t CO2]"""
    cost: float
    """Width times height of all bars. [CNY]"""
    warnings: tuple[Fault, ...]
    """Bars whose order means nothing, measures without a bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The curve of measures taken each alone, and in their order on what is left by those before."""

    alone: Curve
    """Each as if it were the only one; the widths do not add up."""
    in_order: Curve
    """After interaction; the widths add up to what all avoid together."""

    @property
    def overlap(self) -> float:
        """Tonnes that the measures alone count twice [t CO2]; below 0 where they help one another."""
        return self.alone.abatement - self.in_order.abatement


def curve(measures: Sequence[Tonnes], name: str = "cost_curve") -> Curve:
    """Set measures beside each other by their marginal cost.

    A measure gets a bar if it avoids something at a known cost. All others are left out and named; their tonnes
    stay in the total.

    Parameters
    ----------
    measures : sequence of Tonnes
        Abatement and marginal cost, in declared order. [t CO2, CNY/t CO2]
    name : str, optional
        What the curve is called in warnings.

    References
    ----------
    .. [1] F. Kesicki, P. Ekins, "Marginal abatement cost curves: a call for caution", Climate Policy 12 (2012)
       219-236.
    .. [2] S. Taylor, "The ranking of negative-cost emissions reduction measures", Energy Policy 48 (2012) 430-438.

    Examples
    --------
    >>> found = curve([Tonnes(id="ccs", abatement=5, mac=600), Tonnes(id="lamps", abatement=2, mac=-90)])
    >>> [(bar.id, bar.start, bar.end, bar.ordered) for bar in found.bars], found.cost
    ([('lamps', 0.0, 2.0, False), ('ccs', 2.0, 7.0, True)], 2820.0)
    """
    priced = [(m, m.mac) for m in measures if m.mac is not None and m.abatement > 0]
    priced.sort(key=lambda pair: pair[1])
    edges = [0.0, *accumulate(float(m.abatement) for m, _ in priced)]
    bars = tuple(
        Bar(
            id=m.id,
            abatement=m.abatement,
            mac=mac,
            start=edges[k],
            end=edges[k + 1],
            ordered=mac >= 0,
        )
        for k, (m, mac) in enumerate(priced)
    )
    shown = {bar.id for bar in bars}
    left_out = tuple(m for m in measures if m.id not in shown)
    return Curve(
        bars=bars,
        left_out=left_out,
        abatement=math.fsum(m.abatement for m in measures),
        cost=math.fsum(bar.abatement * bar.mac for bar in bars),
        warnings=_told(bars, left_out, Place(key=name)),
    )


def _told(bars: tuple[Bar, ...], left_out: tuple[Tonnes, ...], place: Place) -> tuple[Fault, ...]:
    """Name the bars whose order means nothing, and what has no bar."""
    unordered = [bar.id for bar in bars if not bar.ordered]
    told = [note("FIN015", place, ids=_listed(unordered))] if len(unordered) > 1 else []
    missing = [m.id for m in left_out]
    told += [note("FIN017", place, ids=_listed(missing))] if missing else []
    return tuple(told)


def _listed(ids: Sequence[str]) -> dict[str, str]:
    return {"en": ", ".join(ids), "zh": "、".join(ids)}


def compare(alone: Sequence[Tonnes], in_order: Sequence[Tonnes]) -> Comparison:
    """Give the curve before and after interaction.

    Parameters
    ----------
    alone : sequence of Tonnes
        Each measure as if it were the only one. [t CO2, CNY/t CO2]
    in_order : sequence of Tonnes
        Each on what those before it leave. [t CO2, CNY/t CO2]
    """
    return Comparison(
        alone=curve(alone, "cost_curve.alone"), in_order=curve(in_order, "cost_curve.in_order")
    )
