"""What is asked of each member."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.neutrality import odds as neutral_odds
from dualcarbon.peak.odds import odds
from dualcarbon.sensitivity import outputs

YEARS = list(range(2020, 2041))


def paths(*tops):
    """Members that rise by 1 Mt a year to a year and fall by 2 after it; none rises on."""
    ahead = np.array(YEARS)
    rows = [100e6 + 1e6 * (np.minimum(ahead, t) - 2020) - 2e6 * np.maximum(ahead - t, 0) for t in tops]  # fmt: skip
    return xr.DataArray(
        rows, dims=("member", "year"), coords={"year": YEARS}, attrs={"units": "t CO2"}
    )


TOPS = (2024, 2029, 2031, 2036, 2050)
BY = (2030, 2035)


@pytest.fixture
def found():
    return outputs.of(paths(*TOPS), base_year=2022, by=BY)


def test_whether_a_member_has_peaked_by_a_year(found):
    assert found["peak_by_2030"].tolist() == [1, 1, 0, 0, 0]
    assert found["peak_by_2035"].tolist() == [1, 1, 1, 0, 0]
    assert found["no_peak"].tolist() == [0, 0, 0, 0, 1]


def test_no_member_is_left_out_and_no_peak_year_is_a_number(found):
    assert {len(values) for values in found.values()} == {len(TOPS)}
    assert all(np.isfinite(values).all() for values in found.values())
    assert not any("year" in name for name in found)


def test_means_of_indicators_are_the_probabilities_of_the_odds(found):
    counted = odds(paths(*TOPS), by=BY)
    assert found["no_peak"].mean() == counted.no_peak
    for year in BY:
        assert found[f"peak_by_{year}"].mean() == float(counted.by_year.sel(year=year))


def test_amounts_by_hand(found):
    assert found["peak_amount_mt"] == pytest.approx([104, 109, 111, 116, 120])
    assert found["co2_2030_mt"] == pytest.approx([104 - 12, 109 - 2, 110, 110, 110])
    assert found["co2_2040_mt"] == pytest.approx([104 - 32, 109 - 22, 111 - 18, 116 - 8, 120])
    first = [102 + 1, 102 + 2, *(104 - 2 * k for k in range(1, 17))]
    assert found["cumulative_mt"][0] == pytest.approx(sum(first))


def test_years_outside_the_futures_are_not_asked():
    late = outputs.of(paths(*TOPS), base_year=2031, by=(2030, 2035, 2060))
    assert [name for name in late if name.startswith("peak_by")] == ["peak_by_2035"]
    none = outputs.of(paths(*TOPS), base_year=2036, by=BY)
    assert list(none) == ["no_peak", "peak_amount_mt", "co2_2040_mt", "cumulative_mt"]


def net(*rows):
    years = {"year": range(2041 - len(rows[0]), 2041)}
    values = np.array(rows, dtype=float) * 1e6
    return xr.DataArray(values, dims=("member", "year"), coords=years, attrs={"units": "t CO2"})


def test_neutrality_is_asked_of_the_last_year_and_of_years_before_it():
    """The second member falls below nothing and comes back: neutral by none; the third from 2039 on."""
    some = net([3, -1, -2, -3], [3, -1, -2, 4], [3, 2, -1, -1], [9, 8, 7, 6])
    found = outputs.neutral(some, by=(2038,))
    assert found["neutral_by_2038"].tolist() == [1, 0, 0, 0]
    assert found["neutral_by_2040"].tolist() == [1, 0, 1, 0]
    assert found["net_2040_mt"] == pytest.approx([-3, 4, -1, 6])
    assert not any("year" in name for name in found)


def test_means_of_neutrality_are_the_probabilities_of_its_odds():
    some = net([3, -1], [3, 0], [3, 1e-9])
    assert outputs.neutral(some)["neutral_by_2040"].mean() == neutral_odds.odds(some).probability == 2 / 3  # fmt: skip


def test_neutrality_in_carbon_dioxide_has_names_of_its_own():
    found = outputs.neutral(net([3, -1]), scope="co2")
    assert list(found) == ["co2_neutral_by_2040", "net_co2_2040_mt"]
    with pytest.raises(KeyError):
        outputs.neutral(net([3, -1]), scope="other")


@pytest.mark.parametrize(
    ("rows", "year"),
    [
        ([[5, -1, -1, -1], [5, 5, -1, -1], [5, 5, 5, 5]], (2039,)),
        ([[5, 5, 5, -1], [5, 5, -1, -1], [5, 5, 5, -1]], ()),  # half of them only at the horizon
        ([[5, 5, 5, -1], [5, 5, 5, 5], [5, 5, 5, 5]], ()),  # half of them never
        ([[-1, -1, -1, -1], [-1, -1, -1, -1], [5, 5, 5, 5]], ()),  # half of them before it began
    ],
)
def test_the_year_by_which_half_are_neutral_is_asked_where_it_is_between(rows, year):
    assert outputs.middle(net(*rows)) == year


def test_every_output_has_a_title_in_both_languages(found):
    both = [outputs.neutral(net([3, -1]), scope=scope) for scope in outputs.NEUTRAL]
    told = {name: outputs.title(name) for name in (*found, *both[0], *both[1])}
    assert told["peak_by_2030"] == {"en": "peak by 2030", "zh": "2030年前达峰"}
    assert told["co2_2040_mt"]["zh"] == "2040年排放量"
    assert len({t["en"] for t in told.values()}) == len(told)
