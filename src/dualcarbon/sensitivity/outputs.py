"""What is asked of each member of an ensemble: whether and how high it peaks, how much it emits, whether it is neutral."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dualcarbon.neutrality import budget
from dualcarbon.neutrality import odds as neutral_odds
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
    return found


def neutral(net: xr.DataArray, *, scope: str = "ghg", by: Sequence[int] = ()) -> dict[str, Floats]:
    """Tell which members are neutral by a year and stay so to the horizon, and what is left then.

    The neutrality year is no output, as the peak year is none: members that are not neutral within the horizon have none.

    Parameters
    ----------
    net : DataArray (member, year)
        Emissions and own sinks. [t CO2 or t CO2e]
    scope : {"ghg", "co2"}
        Whether they are of all gases or of carbon dioxide.
    by : sequence of int
        Years beside the horizon by which a member may be neutral; see :func:`middle`.

    Returns
    -------
    dict of ndarray (member)
        1 where net emissions are at or below zero from the year to the last one, and those of the last. [1, Mt CO2 or Mt CO2e]

    References
    ----------
    .. [1] IPCC, "Global Warming of 1.5 C", 2018, Annex I (glossary): net zero CO2 emissions, net-zero emissions.

    Examples
    --------
    >>> net = xr.DataArray([[9e6, -1e6], [9e6, 2e6]], dims=("member", "year"), coords={"year": [2059, 2060]})
    >>> {name: value.tolist() for name, value in neutral(net).items()}
    {'neutral_by_2060': [1.0, 0.0], 'net_2060_mt': [-1.0, 2.0]}
    """
    event, amount = NEUTRAL[scope]
    found = neutral_odds.odds(net)
    told = {f"{event}_{y}": (found.years <= y).astype(np.float64) for y in (*by, found.horizon)}
    return {**told, f"{amount}_{found.horizon}_mt": found.residuals * MT}


def middle(net: xr.DataArray) -> tuple[int, ...]:
    """Give the year by which half of the members are neutral, where it is neither the first year nor at or beyond the horizon.

    Whether a member is neutral by it varies most, so it says more of the neutrality year than the horizon does.

    Parameters
    ----------
    net : DataArray (member, year)
        Emissions and own sinks. [t CO2 or t CO2e]

    Examples
    --------
    >>> rows = [[5, 1, -1, -2], [5, 2, -1, -2], [5, 4, 3, 1]]
    >>> middle(xr.DataArray(rows, dims=("member", "year"), coords={"year": range(2057, 2061)}))
    (2059,)
    """
    half = neutral_odds.odds(net).year(0.5)
    first, *_, last = net["year"].values.tolist()
    return (half,) if isinstance(half, int) and first < half < last else ()


NEUTRAL: Mapping[str, tuple[str, str]] = {
    "ghg": ("neutral_by", "net"),
    "co2": ("co2_neutral_by", "net_co2"),
}
"""What is asked of neutrality, in all gases and in carbon dioxide: heads of the names of outputs."""

TITLES: Mapping[str, Mapping[str, str]] = {
    "peak_by": {"en": "peak by {year}", "zh": "{year}年前达峰"},
    "no_peak": {"en": "no peak within the horizon", "zh": "期内不达峰"},
    "peak_amount": {"en": "peak amount", "zh": "峰值"},
    "co2": {"en": "emissions of {year}", "zh": "{year}年排放量"},
    "cumulative": {"en": "emissions summed to the horizon", "zh": "至期末累计排放量"},
    "neutral_by": {"en": "GHG-neutral by {year}", "zh": "{year}年前温室气体中和"},
    "net": {"en": "net CO2e of {year}", "zh": "{year}年CO2e净排放量"},
    "co2_neutral_by": {"en": "CO2-neutral by {year}", "zh": "{year}年前CO2中和"},
    "net_co2": {"en": "net CO2 of {year}", "zh": "{year}年CO2净排放量"},
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
