"""Energy and carbon dioxide per unit of GDP at constant prices.

The official arithmetic needs no price base: a year's reduction follows from the change of the amount
and the real growth of GDP, and the reductions of several years are chained, never added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.units import align, convert, spelled

WHERE = Place(key="diagnosis.intensity")


def price_base(unit: str, place: Place = WHERE) -> str:
    """Give the year whose prices a unit of GDP is in, refusing current prices.

    Parameters
    ----------
    unit : str
        Unit as written beside a series of GDP or value added.
    place : Place, optional
        Where the unit stands.

    Returns
    -------
    str
        The price year of money at constant prices, the base year of an index.

    Raises
    ------
    InputError
        The unit is money at current prices, or neither money nor an index.

    Examples
    --------
    >>> price_base("10^8 CNY2010"), price_base("1978=100"), price_base("亿元2015")
    ('2010', '1978', '2015')
    """
    index = re.fullmatch(r"(\d{4})\s*=\s*100", unit.strip())
    if index:
        return index[1]
    money = re.fullmatch(r"(?:10\^\d+ )?CNY(.*)", spelled(unit))
    year = re.search(r"\d{4}", money[1]) if money else None
    if year:
        return year[0]
    raise InputError(faults=[note("INT001" if money else "INT002", place, unit=f'"{unit}"')])


def check_price_basis(units: Iterable[str], place: Place = WHERE) -> str:
    """Give the one price base of a series, refusing current prices and mixtures.

    Parameters
    ----------
    units : iterable of str
        Units that stand beside the values of one series.
    place : Place, optional
        Where the series stands.

    Returns
    -------
    str
        The price year, or the base year of an index.

    Raises
    ------
    InputError
        A unit is at current prices or unknown, or two price bases are mixed.

    Examples
    --------
    >>> check_price_basis(["10^8 CNY2010", "10^8 CNY2010"])
    '2010'
    """
    bases = sorted({price_base(unit, place) for unit in units})
    if len(bases) != 1:
        raise InputError(faults=[note("INT003", place, bases=", ".join(bases) or "-")])
    return bases[0]


def check_vintages(vintages: Iterable[str], place: Place = WHERE) -> str:
    """Give the one vintage of a series, refusing mixtures.

    Parameters
    ----------
    vintages : iterable of str
        Vintages that stand beside the values of one series.
    place : Place, optional
        Where the series stands.

    Raises
    ------
    InputError
        Two statistical vintages are mixed.

    Examples
    --------
    >>> check_vintages(["after the census of 2013"] * 3)
    'after the census of 2013'
    """
    found = sorted(set(vintages))
    if len(found) != 1:
        told = " / ".join(f'"{v}"' for v in found) or "-"
        raise InputError(faults=[note("INT004", place, vintages=told)])
    return found[0]


def per_gdp(amount: xr.DataArray, gdp: xr.DataArray) -> xr.DataArray:
    r"""Give an amount per unit of GDP at constant prices.

    .. math:: I_t = X_t / G_t

    Parameters
    ----------
    amount : DataArray (year, any others)
        Energy [tce] or emissions [t CO2].
    gdp : DataArray (year, any others)
        GDP or value added at constant prices, or its index. [CNY2010 ... or 1978=100 ...]

    Returns
    -------
    DataArray
        Intensity. [tce or t CO2 per 10^4 CNY of the price year, or per point of the index]

    Raises
    ------
    InputError
        GDP is at current prices, 0, negative or missing.
    Misaligned
        The two do not cover the same labels.

    References
    ----------
    .. [1] National Bureau of Statistics of China, "Bulletin on energy consumption per unit of GDP",
           published yearly.

    Examples
    --------
    >>> years = {"year": [2010]}
    >>> energy = xr.DataArray([6000.0], coords=years, attrs={"units": "10^4 tce"})
    >>> gdp = xr.DataArray([10000.0], coords=years, attrs={"units": "10^8 CNY2010"})
    >>> intensity = per_gdp(energy, gdp)
    >>> round(float(intensity[0]), 6), intensity.attrs["units"]
    (0.6, 'tce/10^4 CNY2010')
    """
    align({"amount": amount, "gdp": gdp}, "per_gdp")
    must_be_positive(gdp, {"en": "GDP", "zh": "地区生产总值"})
    given = gdp.attrs.get("units", "")
    base = price_base(given)
    per = given if "=" in given else f"10^4 CNY{base}"
    top = _standard(amount)
    divisor = gdp if "=" in given else convert(gdp, per, name="gdp")
    return (top / divisor).assign_attrs(units=f"{top.attrs['units']}/{per}")


def growth(gdp: xr.DataArray) -> xr.DataArray:
    """Give the real growth of each year over the one before.

    Parameters
    ----------
    gdp : DataArray (year)
        GDP at constant prices or its index, every year. [CNY2010 ... or 1978=100 ...]

    Returns
    -------
    DataArray (year, from the second on)
        Growth. [1]

    Raises
    ------
    InputError
        GDP is at current prices, 0, negative or missing; or a year is left out.

    Examples
    --------
    >>> index = xr.DataArray([100.0, 106.0], coords={"year": [2020, 2021]}, attrs={"units": "2020=100"})
    >>> round(float(growth(index)[0]), 6)
    0.06
    """
    what = {"en": "GDP", "zh": "地区生产总值"}
    price_base(str(gdp.attrs.get("units", "")))
    must_be_positive(gdp, what)
    _must_be_yearly(gdp, what)
    return (_step_ratio(gdp) - 1).assign_attrs(units="1")


def reduction(amount: xr.DataArray, growth: xr.DataArray) -> xr.DataArray:
    r"""Give the fall of intensity in each year, from real growth: no price base is needed.

    .. math:: D_t = 1 - \frac{X_t / X_{t-1}}{1 + g_t}

    Parameters
    ----------
    amount : DataArray (year)
        Energy or emissions, every year. [any unit]
    growth : DataArray (year, from the second of ``amount`` on)
        Real growth of GDP. [1]

    Returns
    -------
    DataArray (year, from the second on)
        Reduction of intensity against the year before; positive is a fall. [1]

    Raises
    ------
    InputError
        An amount is 0, negative or missing, or the years do not fit together.

    References
    ----------
    .. [1] National Bureau of Statistics of China, "Bulletin on energy consumption per unit of GDP",
           published yearly.

    Examples
    --------
    Energy grows by 2 % and GDP by 6 %:

    >>> energy = xr.DataArray([100.0, 102.0], coords={"year": [2020, 2021]})
    >>> real = xr.DataArray([0.06], coords={"year": [2021]})
    >>> round(float(reduction(energy, real)[0]), 6)
    0.037736
    """
    must_be_positive(amount, {"en": "the amount", "zh": "数量"})
    _must_be_yearly(amount, {"en": "the amount", "zh": "数量"})
    _must_be_yearly(growth, {"en": "growth", "zh": "增速"}, wanted=_years(amount)[1:])
    must_be_positive(1 + growth, {"en": "1 + growth", "zh": "1＋增速"})
    return (1 - _step_ratio(amount) / (1 + growth)).assign_attrs(units="1")


def cumulative(reductions: xr.DataArray) -> xr.DataArray:
    r"""Chain yearly reductions in the official way.

    .. math:: D_{cum} = 1 - \prod_t (1 - D_t)

    Parameters
    ----------
    reductions : DataArray (year)
        Reductions of intensity, each against the year before. [1]

    Returns
    -------
    DataArray (year)
        Reduction since the year before the first. [1]

    Raises
    ------
    InputError
        A year is left out.

    References
    ----------
    .. [1] National Bureau of Statistics of China, "Bulletin on energy consumption per unit of GDP",
           published yearly.

    Examples
    --------
    Two years of 4 % are not 8 %:

    >>> yearly = xr.DataArray([0.04, 0.04], coords={"year": [2021, 2022]})
    >>> round(float(cumulative(yearly)[-1]), 6)
    0.0784
    """
    _must_be_yearly(reductions, {"en": "reductions", "zh": "降幅"})
    return (
        (1 - (1 - reductions).cumprod("year"))
        .assign_coords(year=reductions["year"])
        .assign_attrs(units="1")
    )


def _standard(amount: xr.DataArray) -> xr.DataArray:
    """Give emissions in t CO2 and energy in tce."""
    return convert(
        amount, "t CO2" if "CO2" in amount.attrs.get("units", "") else "tce", name="amount"
    )


def _step_ratio(series: xr.DataArray) -> xr.DataArray:
    """Give each year's value over that of the year before."""
    before = series.isel(year=slice(None, -1)).to_numpy()
    return series.isel(year=slice(1, None)) / before


def _years(series: xr.DataArray) -> list[int]:
    return [int(year) for year in series["year"].to_numpy()]


def must_be_positive(series: xr.DataArray, what: dict[str, str]) -> None:
    """Refuse a series that is 0, negative or missing in some year, naming all of them.

    Parameters
    ----------
    series : DataArray (year, any others)
        Numbers that something is divided by. [any unit]
    what : dict of str to str
        Its name in each language.

    Raises
    ------
    InputError
        A value is not positive.

    Examples
    --------
    >>> must_be_positive(xr.DataArray([1.0], coords={"year": [2010]}), {"en": "GDP"})
    """
    if bool((series > 0).all()):
        return
    by_year = zip(series["year"], series.transpose("year", ...).to_numpy(), strict=True)
    faults = [
        note("INT005", WHERE, year=int(year), what=what, value=_worst(values))
        for year, values in by_year
        if not np.all(values > 0)
    ]
    raise InputError(faults=faults)


def _worst(values: np.ndarray) -> float:
    """Give the first value that is not positive."""
    flat = np.ravel(values)
    return float(flat[~(flat > 0)][0])


def _must_be_yearly(
    series: xr.DataArray, what: dict[str, str], wanted: list[int] | None = None
) -> None:
    given = _years(series)
    wanted = list(range(given[0], given[-1] + 1)) if wanted is None else wanted
    if given != wanted:
        told = {"given": ", ".join(map(str, given)), "wanted": ", ".join(map(str, wanted))}
        raise InputError(faults=[note("INT006", WHERE, what=what, **told)])
