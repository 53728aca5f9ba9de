"""Products of fuels that are used and not burnt: lubricants and paraffin wax oxidise a part."""

from __future__ import annotations

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.ledger import Activity, Floats, Use
from dualcarbon.inventory.proportional import Part, entry
from dualcarbon.reference.numbers import Shelf

CO2_OF_C = 44 / 12
USED = ("lubricant_use", "paraffin_use")


def lines(activities: Activities, shelf: Shelf) -> Part:
    """Give the lines of lubricants and paraffin wax.

    Returns
    -------
    tuple of Line, tuple of Fault
        Carbon dioxide. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 5.
    """
    made = []
    for indicator in USED:
        amount = activities.over(indicator, "t")
        if amount is None:
            continue
        numbers = [
            use(shelf, indicator, quantity, unit, activities.years)
            for quantity, unit in (("heat", "TJ/t"), ("carbon", "t C/TJ"), ("oxidised", "t/t"))
        ]
        inputs: tuple[Activity | Use, ...] = (amount, *numbers)
        made.append(entry("2D", "CO2", inputs, "oxidised_in_use", oxidised, indicator=indicator))
    return tuple(made), ()


def oxidised(amount: Floats, heat: Floats, carbon: Floats, share: Floats) -> Floats:
    r"""Compute the carbon dioxide of what oxidises in use.

    .. math:: E = A \cdot H \cdot c \cdot o \cdot \tfrac{44}{12}

    Parameters
    ----------
    amount : ndarray (..., year)
        Product used. [t]
    heat : ndarray (..., 1) or (..., year)
        Lower heating value. [TJ/t]
    carbon : ndarray (..., 1) or (..., year)
        Carbon per heat. [t C/TJ]
    share : ndarray (..., 1) or (..., year)
        Share that oxidises while the product is used. [t/t]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, eq. 5.2 and 5.4.

    Examples
    --------
    >>> import numpy as np
    >>> sizes = (np.array([x]) for x in (1000.0, 0.0402, 20.0, 0.2))
    >>> round(float(oxidised(*sizes)[0]), 1)
    589.6
    """
    return amount * heat * carbon * share * CO2_OF_C
