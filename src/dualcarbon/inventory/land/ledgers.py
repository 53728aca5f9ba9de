"""Sinks by ledger - inventory, project credits, nature - which are never added unless someone asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory.ledger import KEPT, Floats, Ledger
from dualcarbon.vocabulary.faults import Fault, Place, note

LAND = "3B"
"""Beginning of the categories of land."""


@dataclass(frozen=True, slots=True)
class Sinks:
    """What each ledger holds, (year) each, removals negative. [t CO2e]."""

    years: tuple[int, ...]
    inventory: Floats | None
    """Land of the territorial account; none if the account has no line of land."""
    project: Floats | None
    """Credits of projects."""
    natural: Floats | None
    """Fluxes of nature and geology, for information."""

    def of(self, ledger: str) -> Floats | None:
        """Give one ledger, (year). [t CO2e].

        Raises
        ------
        InputError
            There is no such ledger.
        """
        if ledger not in KEPT:
            raise InputError(faults=[note("LND022", text=ledger, known=", ".join(KEPT))])
        found: Floats | None = getattr(self, ledger)
        return found


def sinks(ledger: Ledger, set_name: str) -> Sinks:
    """Sort the sinks of an account by the ledger that they belong to.

    Parameters
    ----------
    ledger : Ledger
        All lines of the account.
    set_name : str
        Set of warming potentials.

    Returns
    -------
    Sinks
        (year) each, removals negative; of the inventory only land. [t CO2e]
    """
    return Sinks(
        years=ledger.years,
        inventory=_sum(ledger.where(lambda x: x.counts and x.category.startswith(LAND)), set_name),
        project=_sum(ledger.where(lambda x: x.ledger == "project"), set_name),
        natural=_sum(ledger.where(lambda x: x.ledger == "natural"), set_name),
    )


def total(
    given: Sinks, ledgers: Sequence[str] = ("inventory",), *, together: bool = False
) -> tuple[Floats, tuple[Fault, ...]]:
    """Add up sinks of one ledger, or of several if that is asked for.

    A project may stand on land that the inventory counts, and nature's flux is in no account: a sum over ledgers can count
    the same carbon twice.

    Parameters
    ----------
    given : Sinks
        What each ledger holds, (year). [t CO2e]
    ledgers : sequence of str
        Which of them.
    together : bool
        Whether a sum over several ledgers is meant.

    Returns
    -------
    (ndarray (year), tuple of Fault)
        Sum, NaN in a year of which a part is not known; and the warning that it spans ledgers. [t CO2e]

    Raises
    ------
    InputError
        Several ledgers without ``together``, or a ledger that does not exist.

    Examples
    --------
    >>> one = Sinks((2020,), np.array([-5.0]), np.array([-2.0]), None)
    >>> total(one)[0]
    array([-5.])
    >>> amount, (told,) = total(one, ("inventory", "project"), together=True)
    >>> amount, told.code
    (array([-7.]), 'LND011')
    """
    held = [(name, given.of(name)) for name in dict.fromkeys(ledgers)]
    place, named = Place(key="sinks"), ", ".join(name for name, _ in held)
    if len(held) > 1 and not together:
        raise InputError(faults=[note("LND010", place, ledgers=named)])
    parts = [amount for _, amount in held if amount is not None]
    amount = np.sum(parts, axis=0) if parts else np.full(len(given.years), np.nan)
    return amount, (note("LND011", place, ledgers=named),) if len(held) > 1 else ()


def for_neutrality(ledger: Ledger) -> xr.DataArray | None:
    """Give the sinks that a test of neutrality may count: carbon dioxide of the land of the inventory, nothing else.

    Methane of wetlands belongs to the other gases of the account; credits and natural fluxes are left out.

    Parameters
    ----------
    ledger : Ledger
        All lines of the account.

    Returns
    -------
    DataArray (year) or None
        Removals negative, years that are not known left out; none if the account has no land. [t CO2]
    """
    land = ledger.where(lambda x: x.counts and x.category.startswith(LAND) and x.gas == "CO2")
    if not land.lines:
        return None
    amounts = land.amounts().sum(axis=0)
    known = ~np.isnan(amounts)
    years = {"year": np.array(ledger.years)[known]}
    return xr.DataArray(amounts[known], dims="year", coords=years, attrs={"units": "t CO2"})


def _sum(ledger: Ledger, set_name: str) -> Floats | None:
    return ledger.total(set_name) if ledger.lines else None
