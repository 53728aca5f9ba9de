"""The non-fossil share of an account or a future, at the coal rates of its years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from dualcarbon.diagnosis.nonfossil import NonfossilShare, nonfossil_share
from dualcarbon.reference import standard_coal
from dualcarbon.scenarios.tree import Series


def of_fuels(fuels: Mapping[str, Series], total: Series, years: Sequence[int], convention: str) -> NonfossilShare:
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
        return xr.DataArray(values, coords={"year": list(years)}, dims=["year"], attrs={"units": "tce"})

    rates = np.array([standard_coal.electricity(year, "coal_equivalent")[0].value for year in years])
    bought = fuels.get("electricity")
    other = fuels.get("other_energy")
    return nonfossil_share(
        labelled(total),
        labelled(fuels["nonfossil"]),
        other=None if other is None else labelled(other),
        imported=None if bought is None or not np.any(bought) else labelled(bought),
        coal_rate=labelled(rates).assign_attrs(units="kgce/kWh"),
        convention=convention,
    )
