"""The non-fossil share of an account or a future, at the coal rates of its years."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from dualcarbon.diagnosis.nonfossil import NonfossilShare, nonfossil_share
from dualcarbon.reference import standard_coal
from dualcarbon.reference.records import Datum
from dualcarbon.scenarios.tree import Series
from dualcarbon.vocabulary.faults import Fault, note


def of_fuels(
    fuels: Mapping[str, Series], total: Series, years: Sequence[int], convention: str
) -> NonfossilShare:
    """Give the share of non-fossil energy in both conventions.

    Parameters
    ----------
    fuels : fuel -> (year)
        What the region uses in net terms; ``electricity`` is what it bought. [tce]
    total : (year)
        Energy of all fuels. [tce]
    convention : str
        How ``fuels`` count primary electricity: ``calorific`` or ``coal_equivalent``.
    """

    def labelled(values: Series) -> xr.DataArray:
        return xr.DataArray(
            values, coords={"year": list(years)}, dims=["year"], attrs={"units": "tce"}
        )

    found = [standard_coal.electricity(year, "coal_equivalent") for year in years]
    rates = np.array([datum.value for datum, _ in found])
    bought = fuels.get("electricity")
    other = fuels.get("other_energy")
    share = nonfossil_share(
        labelled(total),
        labelled(fuels["nonfossil"]),
        other=None if other is None else labelled(other),
        imported=None if bought is None or not np.any(bought) else labelled(bought),
        coal_rate=labelled(rates).assign_attrs(units="kgce/kWh"),
        convention=convention,
    )
    told = [*share.warnings, *_of_rates([datum for datum, _ in found], years)]
    return dataclasses.replace(share, warnings=tuple(told))


def _of_rates(rates: Sequence[Datum], years: Sequence[int]) -> list[Fault]:
    """Say which coal rates are from memory and which are another year's, in one sentence each."""
    remembered = [y for y, r in zip(years, rates, strict=True) if r.mark == "M"]
    carried = [
        y for y, r in zip(years, rates, strict=True) if r.last_year is not None and r.last_year < y
    ]
    span = {"M": remembered, "C": carried}
    codes = {"M": "DIA002", "C": "DIA003"}
    return [note(codes[k], first=v[0], last=v[-1]) for k, v in span.items() if v]
