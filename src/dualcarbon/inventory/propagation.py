"""Ranges of totals by error propagation, and which datum they come from: the tornado."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.inventory import ranges
from dualcarbon.inventory.ledger import Activity, Floats, Ledger, Use
from dualcarbon.inventory.ranges import Datum

SMALL = 1e-3
"""Step of the derivatives, as a share of half the range: the formulas are nearly linear in it. [1]"""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one datum does to the total.

    ``low`` and ``high`` (year) are the change of the total with the datum at the ends of its 95 % range, ``half`` (year) the
    linear half range. [t CO2e]
    """

    datum: Datum
    low: Floats
    high: Floats
    half: Floats


@dataclass(frozen=True, slots=True)
class Propagated:
    """Ranges by error propagation: ``total`` and ``half`` (year), the half width of 95 % [t CO2e], and the ``effects``."""

    years: tuple[int, ...]
    total: Floats
    half: Floats
    effects: tuple[Effect, ...]

    def trend_half(self, first: int, last: int) -> float:
        r"""Give the half width of 95 % of the change between two years.

        .. math:: u_T^2 = \sum_d \Big(\frac{E_t}{E_0}\Big(\frac{h_{d,t}}{E_t} - \frac{h_{d,0}}{E_0}\Big)\Big)^2

        A factor that serves both years moves both and mostly cancels; a cell of statistics moves one of them.

        Returns
        -------
        float
            Of the relative change. [1]
        """
        start, end = self.years.index(first), self.years.index(last)
        ratio = self.total[end] / self.total[start]
        moves = [
            ratio * (e.half[end] / self.total[end] - e.half[start] / self.total[start])
            for e in self.effects
        ]
        return float(np.sqrt(np.sum(np.square(moves))))

    def tornado(self, year: int, most: int = 20) -> tuple[Effect, ...]:
        """Give the data with the largest swing of the total of a year, the largest first."""
        place = self.years.index(year)
        swing = {id(e): abs(float(e.high[place] - e.low[place])) for e in self.effects}
        ordered = sorted(self.effects, key=lambda e: (-swing[id(e)], e.datum.key))
        return tuple(e for e in ordered[:most] if swing[id(e)] > 0)


def propagate(ledger: Ledger, set_name: str) -> Propagated:
    r"""Propagate the ranges of all data to the total.

    .. math:: U = \sqrt{\sum_d h_d^2}, \qquad h_d = \Big|\sum_l \frac{\partial E_l}{\partial x_d}\Big| \Delta x_d

    Uses of the same datum add linearly before they are squared: one factor in ten sectors gives a hundred times the
    variance of one sector, not ten times.

    Parameters
    ----------
    ledger : Ledger
        Lines of the account.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Warming potentials of the sums.

    Returns
    -------
    Propagated
        (year). [t CO2e]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 3, equations 3.1 and 3.2,
       approach 1.
    """
    data = ranges.data(ledger)
    users = _users(ledger, data)
    weight = ledger.potentials(set_name)
    base = ledger.co2e(set_name)
    effects = tuple(_effect(ledger, d, users[d.key], weight, base) for d in data.values())
    half = np.sqrt(np.sum([np.square(e.half) for e in effects], axis=0)) if effects else np.zeros(len(ledger.years))  # fmt: skip
    return Propagated(ledger.years, np.sum(base, axis=0), half, effects)


def _users(ledger: Ledger, data: Mapping[str, Datum]) -> dict[str, list[int]]:
    """Give the lines that each datum serves, by their place."""
    found: dict[str, list[int]] = {key: [] for key in data}
    for place, line in enumerate(ledger.lines):
        for key in {k for given in line.inputs for k in ranges.keys(given) if k in data}:
            found[key].append(place)
    return found


def _effect(ledger: Ledger, datum: Datum, users: list[int], weight: Floats, base: Floats) -> Effect:
    """Move one datum to the ends of its range and a little to both sides; only the lines it serves are computed."""

    def moved(share: float) -> Floats:
        values = at(datum.key, share)
        return np.sum([ledger.amounts_of(ledger.lines[i], values) * weight[i] - base[i] for i in users], axis=0)  # fmt: skip

    width = (datum.hi95 - datum.lo95) / 2
    step = SMALL * width
    half = (moved(1 + step) - moved(1 - step)) / (2 * SMALL)
    return Effect(datum, moved(datum.lo95), moved(datum.hi95), half)


def at(key: str, share: float) -> Callable[[Activity | Use], Floats]:
    """Give what reads an input of a line with one datum multiplied, (year) or (1). [its unit].

    Parameters
    ----------
    key : str
        Name of the draw of the datum.
    share : float
        What it is multiplied with. [1]
    """

    def values(given: Activity | Use) -> Floats:
        places = [i for i, name in enumerate(ranges.keys(given)) if name == key]
        made = given.values.copy() if places else given.values
        made[places] = made[places] * share
        return made

    return values
