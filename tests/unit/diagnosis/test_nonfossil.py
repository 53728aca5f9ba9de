"""The share of non-fossil energy in both conventions."""

from __future__ import annotations

import pytest
import xarray as xr

from dualcarbon.diagnosis.nonfossil import nonfossil_share
from dualcarbon.errors import InputError, Misaligned


def tce(*values, first=2017):
    years = list(range(first, first + len(values)))
    return xr.DataArray(
        list(map(float, values)), coords={"year": years}, attrs={"units": "10^4 tce"}
    )


def test_both_conventions_stand_beside_each_other():
    shares = nonfossil_share(tce(1000), tce(50), other=tce(10), imported=tce(100), coal_rate=0.3687)
    assert float(shares.calorific[0]) == pytest.approx(60 / 1000)
    assert float(shares.official[0]) == pytest.approx((3 * 50 + 10) / (1000 + 2 * 150))
    assert shares.calorific.attrs["units"] == "1"
    assert [w.code for w in shares.warnings] == ["INT009"]
    assert str(shares) == (
        "non-fossil share in the last year: calorific 6.0%, coal-equivalent (official) 12.3%"
    )


def test_data_in_coal_equivalent_are_turned_back():
    by_heat = nonfossil_share(tce(1000), tce(50), other=tce(10), coal_rate=0.3687)
    by_coal = nonfossil_share(
        tce(1100), tce(150), other=tce(10), coal_rate=0.3687, convention="coal_equivalent"
    )
    assert float(by_coal.official[0]) == pytest.approx(float(by_heat.official[0]))
    assert float(by_coal.calorific[0]) == pytest.approx(float(by_heat.calorific[0]))


def test_a_coal_rate_for_each_year():
    rate = xr.DataArray([0.31, 0.30], coords={"year": [2017, 2018]})
    shares = nonfossil_share(tce(1000, 1000), tce(50, 50), coal_rate=rate)
    assert float(shares.official[0]) > float(shares.official[1])


@pytest.mark.parametrize(
    ("convention", "zh"), [("calorific", "当量值"), ("coal_equivalent", "等价值")]
)
def test_without_a_coal_rate_one_share_is_missing_with_a_sentence(convention, zh):
    shares = nonfossil_share(tce(1000), tce(50), convention=convention)
    both = {"calorific": shares.calorific, "coal_equivalent": shares.coal_equivalent}
    assert [name for name, share in both.items() if share is not None] == [convention]
    assert shares.warnings[0].code == "INT007"
    assert zh in shares.warnings[0].message("zh")


@pytest.mark.parametrize("rate", [303, 0.12, float("nan")])
def test_coal_rates_in_other_units_are_refused(rate):
    with pytest.raises(InputError, match=f"coal rate {rate} is outside") as caught:
        nonfossil_share(tce(1000), tce(50), coal_rate=rate)
    assert caught.value.faults[0].code == "INT008"


def test_unknown_convention_and_other_years_are_refused():
    with pytest.raises(InputError, match='"heat" is not one of calorific, coal_equivalent'):
        nonfossil_share(tce(1000), tce(50), convention="heat")
    with pytest.raises(Misaligned):
        nonfossil_share(tce(1000), tce(50, 60))
    with pytest.raises(InputError, match="total energy is 0"):
        nonfossil_share(tce(0), tce(0))


@pytest.mark.parametrize(
    ("sold", "told"), [(-4.0, ["INT010"]), (-0.05, ["INT009"]), (4.0, ["INT009"])]
)
def test_a_region_that_sends_electricity_out_has_no_share(sold, told):
    shares = nonfossil_share(tce(100.0), tce(60.0), imported=tce(sold), coal_rate=0.3)
    assert [fault.code for fault in shares.warnings] == told
    assert (shares.official is None) == (shares.calorific is None) == (told == ["INT010"])
