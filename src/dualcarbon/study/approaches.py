"""What was supplied of fuels against what was burnt: the reference approach of a study that has a balance table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from dualcarbon.inventory import reference_approach
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.yearbook.balance import in_standard_coal

MT = 1e-6
FEEDSTOCK = "feedstock"


@dataclass(frozen=True, slots=True)
class Approaches:
    """Carbon dioxide of fuels by supply and by use.

    ``reference`` and ``sectoral`` (year) [t CO2]; ``gap`` (year) is the share by which the first lies above [1];
    ``warnings`` tell of the years in which it is unusual.
    """

    reference: xr.DataArray
    sectoral: xr.DataArray
    gap: xr.DataArray
    warnings: tuple[Fault, ...]


def compare(study: StudyFile, account: Account) -> Approaches | None:
    """Compare supply and use, where the study has a balance table; else nothing.

    Raises
    ------
    InputError
        A fuel of the table has no carbon content in any edition.
    """
    held = account.yearbook.balance
    if held is None:
        return None
    table = in_standard_coal(held, study.convention).sel(year=account.energy.year.values)
    apart = table.sel(row=FEEDSTOCK, drop=True)
    reference = reference_approach.approach(table, apart)
    gap = reference_approach.gap(reference, account.territorial)
    return Approaches(reference, account.territorial, gap, tuple(reference_approach.faults(gap)))


def summary(found: Approaches | None) -> dict[str, Any] | None:
    """Give both approaches by year as plain values. Mt = 10^6 t."""
    if found is None:
        return None
    return {
        str(int(year)): {
            "reference_mt": float(found.reference.sel(year=year)) * MT,
            "sectoral_mt": float(found.sectoral.sel(year=year)) * MT,
            "gap": None if np.isnan(gap := float(found.gap.sel(year=year))) else gap,
        }
        for year in found.gap.year.values
    }
