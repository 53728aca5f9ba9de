"""Intensities at constant prices: arithmetic and refusals."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis.intensity import (
    check_price_basis,
    check_vintages,
    cumulative,
    growth,
    per_gdp,
    price_base,
    reduction,
)
from dualcarbon.errors import InputError, Misaligned, UnitMismatch
from dualcarbon.vocabulary.faults import Place


def series(*values, first=2010, unit="", years=None):
    years = years or list(range(first, first + len(values)))
    return xr.DataArray(
        np.array(values, dtype=float), coords={"year": years}, attrs={"units": unit}
    )


GDP = series(100, 106, 112.36, unit="10^8 CNY2010")


@pytest.mark.parametrize("unit", ["10^8 CNY", "亿元", "CNY", "10^8 CNY current"])
def test_current_prices_are_refused_with_a_sentence(unit):
    with pytest.raises(InputError) as caught:
        price_base(unit, Place(file="data/economy.csv", line=7))
    assert caught.value.faults[0].code == "INT001"
    assert str(caught.value).startswith(
        f'data/economy.csv line 7: "{unit}" is money at current prices'
    )
    assert "constant prices of a stated year" in str(caught.value)


@pytest.mark.parametrize("unit", ["tce", "10^8 USD2010", ""])
def test_units_that_are_no_money_are_refused(unit):
    with pytest.raises(InputError, match="neither money at constant prices nor an index") as caught:
        price_base(unit)
    assert caught.value.faults[0].code == "INT002"


def test_one_price_base_is_asked_for():
    assert check_price_basis(["10^8 CNY2010", "亿元2010"]) == "2010"
    with pytest.raises(InputError, match="mixes price bases 2010, 2015") as caught:
        check_price_basis(["10^8 CNY2015", "10^8 CNY2010"])
    assert caught.value.faults[0].code == "INT003"


def test_one_vintage_is_asked_for():
    with pytest.raises(
        InputError, match='mixes statistical vintages "census" / "first print"'
    ) as caught:
        check_vintages(["first print", "census"])
    assert caught.value.faults[0].code == "INT004"
    assert caught.value.faults[0].advice("zh") == "请为所有年份选用同一版本。"


def test_intensity_is_told_per_ten_thousand_yuan_whatever_the_units():
    small = per_gdp(series(50, 51, 52, unit="10^4 tce"), GDP)
    large = per_gdp(series(5e5, 5.1e5, 5.2e5, unit="tce"), GDP)
    assert small.values == pytest.approx([0.5, 51 / 106, 52 / 112.36])
    assert small.values == pytest.approx(large.values)
    assert small.attrs["units"] == large.attrs["units"] == "tce/10^4 CNY2010"


def test_intensity_of_emissions_and_of_an_index_say_their_units():
    emissions = series(3, 2, unit="Mt CO2")
    assert per_gdp(emissions, GDP[:2]).attrs["units"] == "t CO2/10^4 CNY2010"
    index = series(100, 110, unit="2010=100")
    assert per_gdp(emissions, index).attrs["units"] == "t CO2/2010=100"
    assert per_gdp(emissions, index).values == pytest.approx([3e4, 2e6 / 110])


def test_sectors_have_intensities_of_their_own():
    sector = {"year": [2010], "sector": ["industry", "transport"]}
    energy = xr.DataArray([[8.0, 1.0]], coords=sector, attrs={"units": "10^4 tce"})
    added = xr.DataArray([[4.0, 1.0]], coords=sector, attrs={"units": "10^8 CNY2010"})
    assert per_gdp(energy, added).values == pytest.approx(np.array([[2.0, 1.0]]))


def test_intensity_refuses_what_does_not_fit():
    with pytest.raises(InputError, match="current prices"):
        per_gdp(series(1, unit="tce"), series(1, unit="10^8 CNY"))
    with pytest.raises(Misaligned):
        per_gdp(series(1, 2, unit="tce"), GDP)
    with pytest.raises(UnitMismatch):
        per_gdp(series(1, unit="kg"), GDP[:1])


def test_every_year_without_gdp_is_named():
    bad = GDP.copy(data=[0.0, 1.0, np.nan])
    with pytest.raises(InputError) as caught:
        per_gdp(series(1, 1, 1, unit="tce"), bad)
    told = [fault.message() for fault in caught.value.faults]
    assert told == [
        "diagnosis.intensity 2010: GDP is 0, so intensity is undefined",
        "diagnosis.intensity 2012: GDP is nan, so intensity is undefined",
    ]
    assert caught.value.faults[0].code == "INT005"


def test_reduction_from_growth_equals_the_fall_of_intensity():
    energy = series(50, 51, 52, unit="tce")
    intensity = per_gdp(energy, GDP)
    falls = reduction(energy, growth(GDP))
    assert falls.values == pytest.approx(1 - intensity.values[1:] / intensity.values[:-1])
    whole = float(cumulative(falls)[-1])
    assert whole == pytest.approx(1 - float(intensity[-1] / intensity[0]))


def test_price_year_does_not_change_a_reduction():
    energy = series(50, 51, 52, unit="tce")
    other = (GDP * 1.17).assign_attrs(units="10^8 CNY2015")
    assert reduction(energy, growth(other)).values == pytest.approx(
        reduction(energy, growth(GDP)).values
    )


def test_left_out_years_are_named():
    gap = series(100, 106, 112, years=[2010, 2011, 2013], unit="2010=100")
    with pytest.raises(
        InputError, match="GDP runs over 2010, 2011, 2013, but 2010, 2011, 2012, 2013"
    ) as caught:
        growth(gap)
    assert caught.value.faults[0].code == "INT006"
    with pytest.raises(InputError, match="growth runs over 2010, 2011, but 2011, 2012 is needed"):
        reduction(series(1, 2, 3), series(0.05, 0.05))


def test_growth_of_minus_one_is_refused():
    with pytest.raises(InputError, match="1 \\+ growth is 0"):
        reduction(series(1, 2), series(-1, first=2011))


def test_growth_refuses_current_prices():
    with pytest.raises(InputError, match="current prices"):
        growth(series(1, 2, unit="10^8 CNY"))
