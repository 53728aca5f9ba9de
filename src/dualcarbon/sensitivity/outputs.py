"""What is asked of each member of an ensemble: whether it peaks by a year, how high, how much in a year and in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dualcarbon.neutrality import budget
from dualcarbon.peak.odds import odds

Floats = NDArray[np.float64]

NO_PEAK = "no_peak"
AMOUNT = "peak_amount_mt"
CUMULATIVE = "cumulative_mt"
MT = 1e-6


def of(
    ensemble: xr.DataArray,
    *,
    base_year: int,
    by: Sequence[int],
    net: xr.DataArray | None = None,
) -> dict[str, Floats]:
    """Give the outputs of each member whose sensitivity is asked for.

    The peak year is no output: members without a peak within the horizon have none, and leaving them out would judge
    another ensemble. Whether a member has peaked by a year is asked instead, of every member.

    Parameters
    ----------
    ensemble : DataArray (member, year)
        Territorial emissions, history before them or not. [t CO2]
    base_year : int
        Last year of statistics; the sum of years begins after it.
    by : sequence of int
        Years by which a member may have peaked; those outside the futures are left out.
    net : DataArray (member, year), optional
        Emissions and own sinks, where neutrality can be assessed. [t CO2]

    Returns
    -------
    dict of ndarray (member)
        Indicators, 1 where it is so and 0 where not; amounts in Mt CO2. [1 or Mt CO2]

    Examples
    --------
    >>> rows = [[8, 9, 10, 8, 7, 6], [5, 6, 7, 8, 9, 10]]
    >>> years = xr.DataArray(rows, dims=("member", "year"), coords={"year": range(2025, 2031)}, attrs={"units": "t CO2"})
    >>> found = of(years, base_year=2025, by=(2028, 2035))
    >>> {name: value.tolist() for name, value in found.items() if name.endswith(("2028", "peak"))}
    {'peak_by_2028': [1.0, 0.0], 'no_peak': [0.0, 1.0]}
    """
    horizon = int(ensemble["year"].values[-1])
    asked = [y for y in by if base_year < y < horizon]
    counted = odds(ensemble, by=asked)
    late = np.where(counted.has_peak.values, counted.year.values, np.inf)
    spent = budget.cumulative(ensemble, start=base_year + 1, end=horizon)
    found = {f"peak_by_{y}": (late <= y).astype(np.float64) for y in asked}
    found[NO_PEAK] = np.isinf(late).astype(np.float64)
    found[AMOUNT] = counted.amount.values * MT
    for year in (*asked[:1], horizon):
        found[f"co2_{year}_mt"] = ensemble.sel(year=year).values * MT
    found[CUMULATIVE] = spent.values * MT
    return found if net is None else {**found, **neutral(net)}


def neutral(net: xr.DataArray) -> dict[str, Floats]:
    """Tell which members are neutral at the horizon, and what is left then.

    Parameters
    ----------
    net : DataArray (member, year)
        Emissions and own sinks. [t CO2]

    Returns
    -------
    dict of ndarray (member)
        1 where net emissions are at or below zero in the last year, and the net emissions. [1 or Mt CO2]

    Examples
    --------
    >>> net = xr.DataArray([[9e6, -1e6], [9e6, 2e6]], dims=("member", "year"), coords={"year": [2059, 2060]})
    >>> {name: value.tolist() for name, value in neutral(net).items()}
    {'neutral_by_2060': [1.0, 0.0], 'net_2060_mt': [-1.0, 2.0]}
    """
    horizon = int(net["year"].values[-1])
    last = net.sel(year=horizon).values
    return {
        f"neutral_by_{horizon}": (last <= 0).astype(np.float64),
        f"net_{horizon}_mt": last * MT,
    }


TITLES: Mapping[str, Mapping[str, str]] = {
    "peak_by": {"en": "peak by {year}", "zh": "{year}年前达峰"},
    "no_peak": {"en": "no peak within the horizon", "zh": "期内不达峰"},
    "peak_amount": {"en": "peak amount", "zh": "峰值"},
    "co2": {"en": "emissions of {year}", "zh": "{year}年排放量"},
    "cumulative": {"en": "emissions summed to the horizon", "zh": "至期末累计排放量"},
    "neutral_by": {"en": "neutral by {year}", "zh": "{year}年前实现中和"},
    "net": {"en": "net emissions of {year}", "zh": "{year}年净排放量"},
}


def title(name: str) -> dict[str, str]:
    """Give the title of an output.

    Examples
    --------
    >>> title("peak_by_2030")["zh"], title("co2_2060_mt")["en"], title("peak_amount_mt")["en"]
    ('2030年前达峰', 'emissions of 2060', 'peak amount')
    """
    kind, _, last = name.removesuffix("_mt").rpartition("_")
    bare, year = (kind, last) if last.isdigit() else (name.removesuffix("_mt"), "")
    return {lang: text.format(year=year) for lang, text in TITLES[bare].items()}
