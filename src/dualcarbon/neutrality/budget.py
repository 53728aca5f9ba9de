"""What a path adds up to, and what it leaves of a budget."""

from __future__ import annotations

import xarray as xr

from dualcarbon.neutrality.years import yearly
from dualcarbon.vocabulary.units import dimensional

# Carbon dioxide stays: what matters for warming is the sum of the years, not the year.


@dimensional(emissions="t CO2", returns="t CO2")
def cumulative(emissions: xr.DataArray, *, start: int, end: int) -> xr.DataArray:
    r"""Add up yearly emissions, both years included.

    .. math:: C = \sum_{y=start}^{end} E_y

    Parameters
    ----------
    emissions : DataArray (year), perhaps with other dimensions
        Emissions of each year. [t CO2]
    start, end : int
        First and last year.

    Returns
    -------
    DataArray, without year
        Cumulative emissions. [t CO2]

    Raises
    ------
    InputError
        A year is missing or outside the path.
    UnitMismatch
        The array carries no unit, or not one of mass of carbon dioxide.

    References
    ----------
    .. [1] IPCC, "Climate Change 2021: The Physical Science Basis", ch. 5, sec. 5.5 (remaining carbon budgets).

    Examples
    --------
    >>> path = xr.DataArray([5.0, 4.0, 3.0], coords={"year": [2028, 2029, 2030]}, attrs={"units": "t CO2"})
    >>> float(cumulative(path, start=2029, end=2030))
    7.0
    """
    return yearly(emissions, "emissions", start, end).sum("year")


@dimensional(emissions="t CO2", returns="t CO2")
def remaining(emissions: xr.DataArray, *, budget: float, start: int, end: int) -> xr.DataArray:
    r"""Give what is left of a budget after each year; below zero it is overdrawn.

    .. math:: B_y = B - \sum_{z=start}^{y} E_z

    Parameters
    ----------
    emissions : DataArray (year), perhaps with other dimensions
        Emissions of each year. [t CO2]
    budget : float
        Budget at the beginning of ``start``. [t CO2]
    start, end : int
        First and last year.

    Returns
    -------
    DataArray (year)
        What is left at the end of each year. [t CO2]

    Raises
    ------
    InputError
        A year is missing or outside the path.
    UnitMismatch
        The array carries no unit, or not one of mass of carbon dioxide.

    References
    ----------
    .. [1] IPCC, "Climate Change 2021: The Physical Science Basis", ch. 5, sec. 5.5 (remaining carbon budgets).

    Examples
    --------
    >>> path = xr.DataArray([5.0, 4.0, 3.0], coords={"year": [2028, 2029, 2030]}, attrs={"units": "t CO2"})
    >>> remaining(path, budget=10, start=2028, end=2030).values.tolist()
    [5.0, 1.0, -2.0]
    """
    return budget - yearly(emissions, "emissions", start, end).cumsum("year")


def exhausted(left: xr.DataArray) -> int | None:
    """Give the first year at whose end nothing is left of the budget, if there is one.

    Parameters
    ----------
    left : DataArray (year)
        What ``remaining`` gave. [t CO2]

    References
    ----------
    .. [1] IPCC, "Climate Change 2021: The Physical Science Basis", ch. 5, sec. 5.5 (remaining carbon budgets).

    Examples
    --------
    >>> exhausted(xr.DataArray([5.0, 0.0, -2.0], coords={"year": [2028, 2029, 2030]}))
    2029
    """
    spent = left["year"].values[left.values <= 0]
    return int(spent[0]) if len(spent) else None
