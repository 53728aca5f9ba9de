import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.peak.odds import odds

YEARS = np.arange(2020, 2036)


def peak_at(year, top=100.0):
    away = YEARS - year
    return top * np.where(away < 0, 1 + 0.02 * away, 1 - 0.03 * away)


RISING = 50 + (YEARS - 2020.0)


def ensemble(*rows, members=None):
    labels = np.arange(len(rows)) if members is None else np.asarray(members)
    return xr.DataArray(
        np.array(rows),
        dims=("member", "year"),
        coords={"member": labels, "year": YEARS},
        attrs={"units": "t CO2"},
    )


TEN = ensemble(
    *(peak_at(year, top) for year, top in zip(range(2022, 2029), range(101, 108), strict=True)),
    RISING, RISING * 2, RISING * 3,
)  # fmt: skip


def test_no_peak_comes_first_and_counts_the_open_end():
    result = odds(TEN, by=(2021, 2024, 2035))
    assert result.no_peak == 0.3
    assert str(result).startswith(
        "no peak by 2035 30 %; peak by 2021 0 %, by 2024 30 %, by 2035 70 %"
    )
    assert result.by_year.values.tolist() == [0, 0.3, 0.7]
    assert result.by_year.attrs["units"] == "1"


def test_probabilities_of_verdicts_are_shares_of_all_members():
    kinds = odds(TEN).kinds
    assert float(kinds.sel(verdict="peaked")) == 0.7
    assert float(kinds.sel(verdict="rising")) == 0.3
    assert float(kinds.sum()) == pytest.approx(1)


def test_quantiles_of_the_year_are_censored_by_members_without_a_peak():
    result = odds(TEN, levels=(0.1, 0.5, 0.7, 0.71, 0.9))
    assert [q.shown() for q in result.years] == [2022, 2026, 2028, "> 2035", "> 2035"]
    assert [q.value for q in result.years][-1] is None
    assert str(result).endswith("; median year 2026")


def test_quantiles_of_the_amount_are_of_the_maxima_of_all_members():
    tops = [101, 102, 103, 104, 105, 106, 107, 65, 130, 195]
    result = odds(TEN, levels=(0.1, 0.5))
    low, middle = result.amounts
    # sorted: 65 101 102 103 104 105 ...; 0.1 lies 0.9 of the way from the first to the second
    assert low.value == pytest.approx(65 + 0.9 * 36)
    assert low.members == (7, 0)
    assert middle.value == pytest.approx(104.5)
    assert middle.members == (3, 4)
    assert result.amount.values.tolist() == pytest.approx(tops)
    assert result.amount.attrs["units"] == result.unit == "t CO2"


def test_the_members_beside_a_year_are_at_its_rank_and_the_next():
    result = odds(TEN, levels=(0.5, 0.7))
    assert [q.members for q in result.years] == [(4, 5), (6, 7)]
    assert odds(ensemble(peak_at(2025), members=["only"])).years[0].members == ("only", "only")


def test_each_member_has_its_verdict_year_and_amount():
    result = odds(TEN)
    assert result.peak_years() == [2022, 2023, 2024, 2025, 2026, 2027, 2028, None, None, None]
    assert result.verdict.values.tolist() == ["peaked"] * 7 + ["rising"] * 3
    assert result.year.sel(member=7) == 2035
    assert not result.has_peak.sel(member=7)


def test_a_nearer_horizon_looks_no_further():
    result = odds(TEN, by=(2024,), horizon=2026)
    assert result.horizon == 2026
    assert result.no_peak == 0.6  # those of 2026 and later stand at the open end
    assert result.years[1].shown() == "> 2026"
    assert float(result.kinds.sel(verdict="too_early")) == 0.4


def test_the_order_of_dimensions_does_not_matter():
    assert odds(TEN.transpose("year", "member")).peak_years() == odds(TEN).peak_years()


def test_without_a_median_none_is_said():
    assert "median" not in str(odds(TEN, levels=(0.1,)))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": (2019, 2030)}, "ensemble: 2019 is outside the years 2020-2035"),
        ({"horizon": 2040}, "ensemble: 2040 is outside the years 2020-2035"),
        ({"horizon": 2030, "by": (2033,)}, "ensemble: 2033 is outside the years 2020-2030"),
        ({"levels": (0.5, 1)}, "levels: 1 is not between 0 and 1; write shares as fractions"),
    ],
)
def test_years_and_levels_outside_are_refused(asked, said):
    with pytest.raises(InputError) as caught:
        odds(TEN, **asked)
    assert str(caught.value) == said


def test_gaps_are_refused_with_member_and_year():
    holed = TEN.copy()
    holed[3, 2] = np.nan
    holed[5, 4] = np.inf
    with pytest.raises(InputError) as caught:
        odds(holed)
    advice = "probabilities need at least 6 yearly values without gaps in every member"
    assert str(caught.value).splitlines() == [
        f"ensemble: member 3 has no number in 2022; {advice}",
        f"ensemble: member 5 has no number in 2024; {advice}",
    ]
    assert caught.value.faults[0].message("zh").startswith("ensemble：成员 3 在 2022 年没有数值；")


def test_missing_years_and_too_few_are_refused():
    with pytest.raises(
        InputError, match=r"ensemble: 15 years, \[2024\] missing; probabilities need"
    ):
        odds(TEN.drop_sel(year=2024))
    with pytest.raises(InputError, match="ensemble: 5 years; probabilities need at least 6"):
        odds(TEN[:, :5], by=())
    with pytest.raises(InputError, match="ensemble: no members; probabilities need"):
        odds(TEN[:0])


def test_another_dimension_is_refused():
    with pytest.raises(InputError, match=r"dimensions are \(year\), need \(member, year\)"):
        odds(TEN[0].drop_vars("member"))
