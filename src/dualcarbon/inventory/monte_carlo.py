"""Ranges of totals by drawing: one draw a factor record, shared by all its uses and years; one a cell of statistics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.inventory import ranges
from dualcarbon.inventory.ledger import Activity, Floats, Ledger, Line, Use
from dualcarbon.inventory.ranges import Datum
from dualcarbon.quantities.draws import Draws

LEVEL = 0.95
"""Share of the draws within an interval. [1]"""


@dataclass(frozen=True, slots=True)
class Spread:
    """Drawn totals of an account.

    ``total`` (member, year) and ``parts`` by name (member, year) [t CO2e]; ``data`` are the numbers that were drawn.
    """

    years: tuple[int, ...]
    total: Floats
    parts: Mapping[str, Floats]
    data: Mapping[str, Datum]

    def bounds(self, name: str = "") -> Floats:
        """Give the ends of the middle 95 % of a part, or of the total, (bound, year). [t CO2e]."""
        return interval(self.parts[name] if name else self.total)

    def trend(self, first: int, last: int) -> Floats:
        """Give the change between two years of every member, paired draws, (member). [1]."""
        start, end = self.years.index(first), self.years.index(last)
        return self.total[:, end] / self.total[:, start] - 1


def simulate(
    ledger: Ledger, set_name: str, draws: Draws, *, part: Callable[[Line], str] | None = None
) -> Spread:
    """Draw the totals of a ledger.

    Parameters
    ----------
    ledger : Ledger
        Lines of the account; those not known in a year leave the total of that year empty.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Warming potentials of the sums.
    draws : Draws
        With the keys of ``ranges.data(ledger)``.
    part : callable, optional
        Name of the part that a line belongs to; its sector of the category if not given.

    Returns
    -------
    Spread
        (member, year). [t CO2e]

    Notes
    -----
    A factor record has one draw for all its uses, sectors and years, so its error does not average out in a sum and
    cancels in a trend; a cell of statistics has one, shared by the gases that are computed from it.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 3, approach 2.
    """
    data = ranges.data(ledger)
    values = drawn(data, draws)
    name = part or (lambda line: line.category[:1])
    shape = (draws.members, len(ledger.years))
    parts: dict[str, Floats] = {}
    for line, potential in zip(ledger.lines, ledger.potentials(set_name), strict=True):
        kept = parts.setdefault(name(line), np.zeros(shape))
        kept += ledger.amounts_of(line, values) * potential
    total = np.sum(list(parts.values()), axis=0) if parts else np.zeros(shape)
    return Spread(ledger.years, total, parts, data)


def drawn(data: Mapping[str, Datum], draws: Draws) -> Callable[[Activity | Use], Floats]:
    """Give what reads an input of a line with every member's draws, (member, year) or (member, 1). [its unit].

    Parameters
    ----------
    data : mapping of Datum
        What is drawn, by key.
    draws : Draws
        With these keys.
    """
    kept: dict[str, Floats] = {}

    def share(key: str) -> Floats:
        if key not in kept:
            kept[key] = data[key].at(draws.uniform(key))
        return kept[key]

    def values(given: Activity | Use) -> Floats:
        by = {i: share(key) for i, key in enumerate(ranges.keys(given)) if key in data}
        return ranges.scaled(np.atleast_2d(given.values), by)

    return values


def interval(members: Floats) -> Floats:
    """Give the ends of the middle 95 % of drawn totals.

    Parameters
    ----------
    members : ndarray (member, year)
        Drawn totals. [any unit]

    Returns
    -------
    ndarray (bound, year)
        Low and high. [unit of ``members``]
    """
    return np.quantile(members, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
