"""What an ensemble is summed to beside its totals, from the same products: carbon dioxide by sector, all that is not burnt."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dualcarbon.inventory.totals import TRADE
from dualcarbon.reference.gwp import gwp
from dualcarbon.scenarios import beyond
from dualcarbon.scenarios.beyond import Beyond
from dualcarbon.scenarios.contraction import GAS, SECTOR, Plan, scale, scaled
from dualcarbon.scenarios.projection import Parameters
from dualcarbon.scenarios.ratios import add, summed
from dualcarbon.scenarios.tree import Cell, Series


def by_sector(
    plan: Plan, sums: Series, given: Parameters, burnt: Mapping[Cell, Series]
) -> dict[str, Series]:
    """Give the carbon dioxide of each sector; trade stands in none.

    Parameters
    ----------
    plan : Plan
        How end uses are summed, sectors apart.
    sums : ndarray (year, row, member)
        Their sums. [t CO2 and others]
    given : mapping of ndarray (member, year)
        All parameters; scales of factors and captured shares are read. [1]
    burnt : mapping of ndarray (member, year)
        Carbon dioxide of all other cells, less what is captured. [t CO2]

    Returns
    -------
    dict of ndarray (member, year)
        ``sector.<name>``. [t CO2]
    """
    found: dict[str, Series] = {}
    start = plan.of(SECTOR).start
    rows = plan.rows[plan.of(SECTOR)]
    for name, key in dict.fromkeys(row[1:3] for row in rows):
        places = [start + i for i, row in enumerate(rows) if row[1:3] == (name, key)]
        some = slice(places[0], places[-1] + 1)  # sorted, so side by side
        amount = scaled(sums[:, some], [scale(plan.rows[i][3], given) for i in places])
        add(found, name, amount * (1 - given[key]) if key else amount)
    for (name, flow, _), amount in burnt.items():
        if flow not in TRADE:
            add(found, name, amount)
    return {f"{SECTOR}.{name}": values for name, values in found.items()}


def beside(
    plan: Plan,
    sums: Series,
    given: Parameters,
    rest: Mapping[Cell, Series],
    carried: Beyond,
    name: str,
) -> dict[str, Series]:
    """Give what stands beside the carbon dioxide of energy, in all gases and in carbon dioxide.

    Parameters
    ----------
    plan, sums, given
        As in :func:`by_sector`, gases asked for.
    rest : mapping of ndarray (member, year)
        Energy of all cells but those of end uses. [tce]
    carried : Beyond
        The account beside the carbon dioxide of energy.
    name : str
        The scenario's, for what is told.

    Returns
    -------
    dict of ndarray (member or 1, year)
        ``beside.ghg`` and ``beside.co2``, base year to horizon. [t CO2e, t CO2]

    Raises
    ------
    InputError
        A source falls below nothing.
    """
    amounts = beyond.emitted(carried, given, rest)
    for i, (_, category, gas) in enumerate(plan.rows[plan.of(GAS)], plan.of(GAS).start):
        add(amounts, beyond.Part(category, gas), sums[:, i].T * gwp(gas, carried.set_name))
    beyond.hold(name, amounts, carried.years)
    carbon = (v for part, v in amounts.items() if part.gas == "CO2")
    return {
        "beside.ghg": np.atleast_2d(summed(amounts.values())),
        "beside.co2": np.atleast_2d(summed(carbon)),
    }
