"""What plants of the balance table make of what they take in: energy and carbon, held to what is possible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dualcarbon.reference import fuels
from dualcarbon.reference.tables import remembered
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.vocabulary.units import KGCE_MJ
from dualcarbon.yearbook import balance
from dualcarbon.yearbook.balance import Balance

EFFICIENCY = {
    "power": (0.25, 0.62),
    "heat_supply": (0.4, 1.05),
    "washing": (0.6, 1.02),
    "coking": (0.85, 1.0),
    "refining": (0.4, 1.02),
    "gas_works": (0.35, 1.02),
    "liquefaction": (0.8, 1.02),
    "briquetting": (0.6, 1.1),
}
"""Energy of the products over that of the inputs. [1] From the worst small plant to the best there is; a little over 1
where calorific values of the yearbook are rounded. Coal made liquid keeps half, crude oil nearly all."""
WITH = {"gas_works": ("gas_works", "coke_reinput")}
"""Rows that are one plant."""
CARBON = {"coking": (-0.03, 0.15), "refining": (-0.03, 0.10)}
"""Carbon left over, over that of the inputs. [1] By-products that nobody counts are a few per cent; products cannot hold
more than went in, but for the rounding of calorific values."""
TIERS = ("provincial_2011", "national")
"""Editions that carbon contents are taken from, the first that has one, as the account does."""
OF_COAL = 0.7
"""Part of the carbon of coal that is left over where it is made liquid. [1]"""


class Judged(NamedTuple):
    """A row held to a range: ``value`` is a share of what is ``taken`` in, ``given`` what the products hold."""

    row: str
    value: float
    low: float
    high: float
    taken: float
    given: float

    @property
    def outside(self) -> float:
        """How far the value lies out of its range, 0 inside. [1]."""
        return max(self.low - self.value, self.value - self.high, 0.0)


def efficiency(table: Balance, year: int) -> list[Judged]:
    """Give what plants make of the energy that they take in.

    Parameters
    ----------
    table : Balance
        The table. [unit of the fuel]
    year : int
        A year of it.

    Returns
    -------
    list of Judged
        Energy of the products over that of the inputs. [1] Rows without a number are left out.
    """
    heat = table.rates.sel(convention="calorific", year=year).values
    found = [(row, *_in_and_out(table, row, year, heat)) for row in EFFICIENCY]
    return [
        Judged(row, made / taken if taken else np.inf, *EFFICIENCY[row], taken, made)
        for row, taken, made in found
        if taken or made
    ]


def carbon(table: Balance, year: int) -> list[Judged]:
    """Give what is left over of the carbon that coking and refining, coal to liquids with it, take in.

    Parameters
    ----------
    table : Balance
        The table. [unit of the fuel]
    year : int
        A year of it.

    Returns
    -------
    list of Judged
        Share of the carbon taken in that no product holds [1]; ``taken`` and ``given`` are tonnes of carbon.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 1, box 1.1.
    """
    held = carbon_of_unit(table, year)
    found: list[Judged] = []
    for row, (low, high) in CARBON.items():
        taken, made = _in_and_out(table, row, year, held)
        if taken or made:
            coal = _in_and_out(table, row, year, held * _is_coal())[0] if row == "refining" else 0.0
            high += OF_COAL * coal / taken if taken else 0.0
            left = 1 - made / taken if taken else -np.inf
            found.append(Judged(row, left, low, high, taken, made))
    return found


def carbon_of_unit(table: Balance, year: int) -> np.ndarray:
    """Give the carbon of a unit of every fuel by its standard coal and carbon content, 0 of carriers.

    Parameters
    ----------
    table : Balance
        The table. [unit of the fuel]
    year : int
        A year of it.

    Returns
    -------
    ndarray (fuel)
        [t C per unit of the fuel]

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011, ch. 1.
    """
    heat = table.rates.sel(convention="calorific", year=year).values  # tce per unit
    contents = [_content(str(fuel), year) for fuel in table.cells.fuel.values]
    return np.asarray(heat * KGCE_MJ * np.array(contents) / 1000)


@remembered
def _content(fuel: str, year: int) -> float:
    """Give the carbon of a fuel by the guideline, else by the IPCC; 0 of carriers and other energy. [t C/TJ]."""
    if FUELS[fuel].more["kind"] == "carrier":
        return 0.0
    for tier in TIERS:
        if any(one.tier == tier for one in fuels.data(fuel, "carbon_content")):
            return fuels.find(fuel, "carbon_content", year, tier=tier)[0].value
    default = fuels.ipcc_range(fuel)
    return 0.0 if default is None else default[0] * 12 / 44 / 1000


def _is_coal() -> np.ndarray:
    return np.array([FUELS[f].more["group"] == "coal" for f in balance.SINGLE], dtype=float)


def _in_and_out(table: Balance, row: str, year: int, weight: np.ndarray) -> tuple[float, float]:
    """Give what a row takes in and gives, each weighed. [unit of the weight]."""
    rows: Sequence[str] = WITH.get(row, (row,))
    cells = np.nan_to_num(table.cells.sel(row=list(rows), year=year).values)
    return float((-cells.clip(max=0) * weight).sum()), float((cells.clip(min=0) * weight).sum())
