"""Supply beside use where the balance prints no statistical difference."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dualcarbon.vocabulary.names import BALANCE_ROWS
from dualcarbon.yearbook import balance
from dualcarbon.yearbook.balance import Balance

UNPRINTED = 0.005
"""Share of what passes through of a fuel that a statistical difference may be where the table prints none. [1]"""
MACHINE = 1e-9
"""Share of the numbers compared that binary arithmetic may leave. [1]"""


class Left(NamedTuple):
    """What of a fuel is supplied beyond what is used, and what passes through the region. [unit of the fuel]."""

    fuel: str
    residual: float
    through: float
    tolerance: float
    weight: float  # tce of a unit

    @property
    def breaks(self) -> bool:
        """Whether more is left than a difference may be."""
        return abs(self.residual) > self.tolerance

    @property
    def size(self) -> float:
        """What is left over in standard coal. [tce]."""
        return abs(self.residual) * self.weight


def left(table: Balance, year: int) -> list[Left]:
    """Give what is left over of each fuel in a year.

    Parameters
    ----------
    table : Balance
        The table; sums that it does not print are those of their parts. [unit of the fuel]
    year : int
        A year of it.

    Returns
    -------
    list of Left
        Available and transformed, less lost and used.
    """
    at = {"year": year}
    supplied = balance.amount(table, "available").sel(at).values
    net = balance.amount(table, "transformation").sel(at).values
    used = (balance.amount(table, "final") + balance.amount(table, "losses")).sel(at).values
    plants = np.nan_to_num(
        table.cells.sel(row=list(balance.parts("transformation"))).sel(at).values
    )
    made, put_in = plants.clip(min=0.0).sum(axis=0), -plants.clip(max=0.0).sum(axis=0)
    through = np.maximum(used + put_in, made)
    rates = table.rates.sel(convention="calorific", year=year).values
    slack = UNPRINTED * through + len(BALANCE_ROWS) * table.steps.values[: len(through)] / 2
    slack = slack + MACHINE * (abs(supplied) + abs(net) + abs(used))
    columns = (supplied + net - used, through, slack, rates)
    fuels = [str(f) for f in table.cells.fuel.values]
    return [
        Left(f, *map(float, row)) for f, row in zip(fuels, zip(*columns, strict=True), strict=True)
    ]
