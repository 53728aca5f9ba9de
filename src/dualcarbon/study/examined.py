"""What the energy of a study is held against: the checks of its balance, the reference approach, both totals of energy."""

from __future__ import annotations

from dataclasses import dataclass

import xarray as xr

from dualcarbon.inventory import reference_approach
from dualcarbon.study.account import Account
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.yearbook import balance, validation
from dualcarbon.yearbook.validation import Check

FEEDSTOCK = "feedstock"


@dataclass(frozen=True, slots=True)
class Examined:
    """What the balance of a study shows of itself.

    ``reference`` (year) is the carbon dioxide of what was supplied [t CO2] and ``gap`` (year) how far it lies above that of
    what was burnt [1]; ``totals`` (convention, year) total energy consumption [tce]; nothing without a balance table.
    """

    checks: tuple[Check, ...]
    reference: xr.DataArray | None = None
    gap: xr.DataArray | None = None
    totals: xr.DataArray | None = None

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """Years in which the two approaches lie far apart; the yearbook tells of broken checks itself."""
        return () if self.gap is None else tuple(reference_approach.faults(self.gap))


def examine(account: Account) -> Examined:
    """Hold the account of a study against its balance table, if it has one."""
    held = account.yearbook.balance
    years = [int(y) for y in account.energy.year.values]
    if held is None:
        return Examined(validation.untestable(years))
    checks = tuple(c for c in validation.validate(held) if c.year in years)
    supplied = reference_approach.approach(
        balance.in_standard_coal(held).sel(year=years), _feedstock(account.energy)
    )
    apart = reference_approach.gap(supplied, account.territorial)
    return Examined(checks, supplied, apart, balance.totals(held).sel(year=years))


def _feedstock(energy: xr.DataArray) -> xr.DataArray | None:
    """Give what was used as raw material, (year, fuel). [tce]."""
    if FEEDSTOCK not in energy.flow.values:
        return None
    return energy.sel(flow=FEEDSTOCK, drop=True).sum("sector").assign_attrs(units="tce")
