"""Fuel sold to international ships and aircraft: told as a memo, in no total."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.combustion_gases import GASES, driven, kilograms
from dualcarbon.inventory.ledger import Activity, Line, Use, product
from dualcarbon.reference import packaged
from dualcarbon.reference.numbers import Shelf

FUELS = ("kerosene", "fuel_oil", "diesel")
"""What carriers take in."""
ROW = "bunkers_here"
"""Row of the balance: foreign carriers refuelling here."""


def statistics(activities: Activities, shelf: Shelf) -> tuple[Line, ...]:
    """Give the fuel sold to international carriers of which the activity table tells.

    Parameters
    ----------
    activities : Activities
        With ``bunker_fuel``, kind ``kerosene``, ``fuel_oil`` or ``diesel``. [tce]
    shelf : Shelf
        Numbers that the study may take.

    Returns
    -------
    tuple of Line
        Memo lines. [t]

    Raises
    ------
    InputError
        The shelf lacks a number.
    """
    found: list[Line] = []
    for fuel in activities.kinds("bunker_fuel"):
        series = activities.over("bunker_fuel", "tce", fuel)
        found += [] if series is None else bunkers(series, fuel, shelf)
    return tuple(found)


def bunkers(activity: Activity, fuel: str, shelf: Shelf) -> list[Line]:
    """Give what fuel sold to international carriers emits, as memo, in no total.

    Parameters
    ----------
    activity : Activity
        Fuel sold (year). [tce]
    fuel : str
        ``kerosene`` flies, other fuels sail.
    shelf : Shelf
        Numbers that the study may take.

    Returns
    -------
    list of Line
        One a gas. [t]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 8, sect. 8.2.1: international
       bunkers are told apart from the total.
    """
    mode = "aviation" if fuel == "kerosene" else "water"
    item, kind = driven(mode, fuel)
    years = activity.years
    record = packaged.of_tier("provincial_2011", fuel, years[-1], "direct")
    numbers = [use(shelf, item, gas, f"kg {gas}/TJ", years[-1:], kind=kind) for gas in GASES]
    made = [_line(activity, fuel, gas, one, mode) for gas, one in zip(GASES, numbers, strict=True)]
    return made if record is None else [_line(activity, fuel, "CO2", Use((record,)), mode), *made]


def _line(activity: Activity, fuel: str, gas: str, factor: Use, mode: str) -> Line:
    return Line(
        id=f"bunkers:{fuel}:{gas}", category="M1", gas=gas, years=activity.years, inputs=(activity, factor),
        formula=product if gas == "CO2" else kilograms, method="combustion", fuel=fuel, kind=mode, memo="bunkers",
    )  # fmt: skip


def of_balance(
    balance: xr.DataArray, shelf: Shelf, cells: Mapping[tuple[int, str, str], str] | None = None
) -> tuple[Line, ...]:
    """Give the bunkers of a balance: what foreign carriers took in here.

    Parameters
    ----------
    balance : DataArray (year, row, fuel)
        Rows of the energy balance, with ``bunkers_here``. [tce]
    shelf : Shelf
        Numbers that the study may take.
    cells : (year, row, fuel) -> str, optional
        Where each cell stands (file and line), as the lines of the account name it.

    Returns
    -------
    tuple of Line
        Memo lines. [t]
    """
    if ROW not in balance.row.values:
        return ()
    sold = abs(balance.sel(row=ROW))
    years = tuple(int(y) for y in balance.year.values)
    found: list[Line] = []
    for fuel in (f for f in FUELS if f in balance.fuel.values):
        values = np.asarray(sold.sel(fuel=fuel).values, dtype=float)
        if values.any():
            refs = tuple((cells or {}).get((year, ROW, fuel), "") for year in years)
            one = Activity(name=f"{ROW}/{fuel}", unit="tce", years=years, values=values, refs=refs)
            found += bunkers(one, fuel, shelf)
    return tuple(found)
