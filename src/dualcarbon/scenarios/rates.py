"""Growth of many paths at once: what each mover is multiplied by in a period, for a block of members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dualcarbon.quantities.distributions import Distribution, Fixed
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.kinds import Growth
from dualcarbon.quantities.paths import Path
from dualcarbon.scenarios.contraction import Mover
from dualcarbon.scenarios.tree import Series

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Steps:
    """The rates of the paths that grow, and which of them each mover takes in each period.

    ``numbers`` by draw key; ``takes`` (period, factor, mover) are places among them, one past the last for none;
    ``periods`` (year) is the period of each year.
    """

    numbers: Mapping[str, Distribution]
    takes: Places
    periods: tuple[int, ...]

    def grown(self, draws: Draws) -> Series:
        """Give one and the rate of each growing path, and behind them 1, for those that take none.

        Parameters
        ----------
        draws : Draws
            Draws of the members.

        Returns
        -------
        ndarray (number, member)
            [1]
        """
        found = np.empty((len(self.numbers) + 1, draws.members))
        for row, (key, number) in zip(found, self.numbers.items(), strict=False):
            rate = number.central if isinstance(number, Fixed) else draws.draw(key, number)
            np.add(rate, 1.0, out=row)
        found[-1] = 1.0
        return found

    def multiplied(self, grown: Series) -> Series:
        """Give what each mover is multiplied by from a year to the next.

        Parameters
        ----------
        grown : ndarray (number, member)
            What :meth:`grown` gives. [1]

        Returns
        -------
        ndarray (period, mover, member)
            One and the rate of each growing path, multiplied. [1]
        """
        found = np.empty((len(self.takes), self.takes.shape[2], grown.shape[1]))
        for period, out in zip(self.takes, found, strict=True):
            np.take(grown, period[0], axis=0, out=out, mode="clip")
            for some in period[1:]:
                out *= grown[some]
        return found

    def falling(self, grown: Series) -> list[str]:
        """Give the keys of paths that some member makes vanish or turn negative, which no rate may.

        Parameters
        ----------
        grown : ndarray (number, member)
            What :meth:`grown` gives. [1]
        """
        if grown.min() > 0:
            return []
        wrong = {key for key, row in zip(self.numbers, grown, strict=False) if row.min() <= 0}
        return sorted({key.rpartition(".growth.")[0] for key in wrong})


def steps(movers: Sequence[Mover], paths: Mapping[str, Path], years: Sequence[int]) -> Steps:
    """Find the rates that movers grow by.

    Parameters
    ----------
    movers : sequence of tuple
        Products of paths that grow by rates of periods.
    paths : mapping of Path
        The paths by key.
    years : sequence of int
        Base year to horizon.

    Returns
    -------
    Steps
        Rates by draw key, and what each mover takes in each period.
    """
    forms = {key: paths[key].form for times, _ in movers for key in times}
    growths = {key: form for key, form in forms.items() if isinstance(form, Growth)}
    ends = sorted({p.to for form in growths.values() for p in form.growth})
    numbers = {
        f"{key}.{position}": number
        for key, form in growths.items()
        for position, number in form.numbers().items()
    }
    place = {key: i for i, key in enumerate(numbers)}
    widest = max((len(times) for times, _ in movers), default=0)
    takes = np.full((max(len(ends), 1), max(widest, 1), len(movers)), len(numbers))
    for period, end in enumerate(ends):
        for m, (times, _) in enumerate(movers):
            for factor, key in enumerate(times):
                takes[period, factor, m] = place[f"{key}.growth.{_period(growths[key], end)}"]
    along = np.searchsorted(ends, years) if ends else np.zeros(len(years), int)
    return Steps(numbers, takes, tuple(int(p) for p in along))


def _period(form: Growth, year: int) -> int:
    """Give the last year of the period that a year lies in, or of the last one."""
    return next((p.to for p in form.growth if p.to >= year), form.growth[-1].to)
