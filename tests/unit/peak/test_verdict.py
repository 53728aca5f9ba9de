"""Each verdict with its sentence, each warning, and the rules between verdicts."""

import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError, Misaligned, UnknownName
from dualcarbon.peak.verdict import Kind, Rule, judge

UP = [60.0, 64.0, 68.0, 72.0, 76.0, 80.0, 84.0, 88.0, 92.0, 96.0, 100.0]
DOWN = [97.0, 94.0, 91.0, 88.0, 86.0, 83.0, 80.0, 78.0, 75.0, 72.0]


def path(values, first=2000, unit="Mt CO2"):
    years = range(first, first + len(values))
    return xr.DataArray(
        np.asarray(values, dtype=float), coords={"year": years}, attrs={"units": unit}
    )


def codes(verdict):
    return [w.code for w in verdict.warnings]


def test_too_few_values_are_no_data():
    verdict = judge(path(UP[:5]))
    assert (verdict.kind, verdict.year, verdict.amount, codes(verdict)) == (
        Kind.NO_DATA,
        None,
        None,
        ["PEAK001"],
    )
    assert str(verdict) == "not enough data: 5 values, at least 6 are needed"
    assert verdict.reason("zh") == "数据不足：仅有 5 个值，至少需要 6 个"
    assert verdict.warnings[0].message() == f"no verdict: {verdict}"
    assert verdict.warnings[0].message("zh") == f"不作判定：{verdict.reason('zh')}"


@pytest.mark.parametrize("noise", [True, False])
def test_a_gap_is_never_skipped(noise):
    whole = path([*UP, *DOWN])
    holed = whole.where(whole.year != 2003).drop_sel(year=[2004, 2009])
    verdict = judge(holed, noise=noise)
    assert str(verdict) == "not enough data: no value in 2003-2004, 2009"
    assert verdict.reason("zh") == "数据不足：2003-2004, 2009 年缺值"


def test_the_last_year_is_never_a_peak():
    verdict = judge(path(UP))
    assert (verdict.kind, verdict.year, verdict.interior) == (Kind.RISING, 2010, False)
    assert str(verdict) == "rising: the highest value is the last year, 2010; extend the series"
    future = judge(path(UP), noise=False)
    assert str(future) == "rising: the highest value is the last year, 2010; extend the horizon"
    assert future.reason("zh") == "仍在上升：最大值在最后一年 2010；请延长情景期"


def test_close_to_the_maximum_and_not_falling_is_still_rising():
    verdict = judge(path([*UP, 97, 98, 99, 99.2, 99.7]))
    assert verdict.kind is Kind.RISING
    assert str(verdict) == (
        "rising: the last year, 2015, is within 0.5 % of the highest of 2010 and the last 5 years do not fall"
    )
    assert (
        verdict.reason("zh")
        == "仍在上升：最后一年 2015 与 2010 年最大值相差不到 0.5 %，且近 5 年未下降"
    )


@pytest.mark.parametrize("after", [1, 4])
def test_fewer_than_five_later_years_are_too_early(after):
    verdict = judge(path([*UP, *DOWN[:after]]))
    assert (verdict.kind, verdict.years_after, verdict.p) == (Kind.TOO_EARLY, after, None)
    assert str(verdict) == (
        f"too early to tell: {after} years after the highest value of 2010, at least 5 are needed"
    )
    assert verdict.reason("zh") == f"为时尚早：2010 年最大值之后仅有 {after} 年，至少需要 5 年"


def test_a_long_clear_fall_has_peaked_and_asks_for_its_causes():
    verdict = judge(path([*UP, *DOWN]))
    assert (verdict.kind, verdict.year, verdict.amount, verdict.years_after) == (
        Kind.PEAKED,
        2010,
        100,
        10,
    )
    assert verdict.fall == pytest.approx(0.28)
    assert verdict.p is not None
    assert verdict.p < 0.05
    assert codes(verdict) == ["PEAK006"]
    assert str(verdict).startswith(
        "peaked in 2010 at 100 Mt CO2; 10 years later 28 % lower and falling (p = "
    )
    assert str(verdict).endswith("), causes not tested")
    assert verdict.reason("zh").startswith(
        "2010 年达峰，峰值 100 Mt CO2；其后 10 年下降 28 %，趋势显著（p = "
    )
    assert verdict.warnings[0].sentence() == (
        "the peak of 2010 was not held against its causes; a slump of the economy falls in the same way. "
        "Give the effects of a decomposition from 2010 to 2020."
    )


def test_causes_turn_a_fall_into_a_supported_peak_or_a_slump():
    series = path([*UP, *DOWN])
    supported = judge(series, confirmation={"activity": 20, "intensity": -40, "mix": -8})
    assert (supported.kind, supported.confirmation, codes(supported)) == (
        Kind.PEAKED,
        "supported",
        [],
    )
    assert str(supported).endswith(", by structure, intensity and mix")
    slump = judge(series, confirmation={"activity": -20, "intensity": -8})
    assert (slump.kind, slump.confirmation, slump.year) == (Kind.SLUMP, "slump", 2010)
    assert str(slump) == (
        "fall by slump: 28 % below the 100 Mt CO2 of 2010, but structure, intensity and mix explain no more than "
        "half of it, or the economy shrank"
    )
    assert slump.reason("zh").startswith("衰退性下降：比 2010 年的 100 Mt CO2 低 28 %")


def test_causes_change_no_other_verdict():
    for values in ([*UP, *DOWN[:3]], UP):
        asked = judge(path(values), confirmation={"activity": -20})
        assert asked.kind is judge(path(values)).kind
    with pytest.raises(UnknownName, match="effect weather is not known"):
        judge(path([*UP, *DOWN]), confirmation={"weather": -20})


def test_years_near_the_maximum_without_trend_are_a_plateau():
    verdict = judge(path([*UP, 97, 99, 96, 98, 96, 99, 97]))
    assert verdict.kind is Kind.PLATEAU
    assert str(verdict) == (
        "plateau: no trend in the 7 years after the highest value of 2010, 100 Mt CO2, all within 5 % of it"
    )
    assert (
        verdict.reason("zh")
        == "平台期：2010 年最大值 100 Mt CO2 之后 7 年无显著趋势，均在其 5 % 以内"
    )


def test_more_than_half_of_the_fall_won_back_is_a_rebound():
    verdict = judge(path([*UP, 96, 92, 88, 84, 80, 83, 87, 90.5]))
    assert verdict.kind is Kind.REBOUND
    assert (
        str(verdict) == "rebound: after 2010 down by 20 %, since then more than half of it won back"
    )
    assert verdict.reason("zh") == "回升：2010 年之后曾下降 20 %，此后已回升一半以上"
    assert judge(path([*UP, 96, 92, 88, 84, 80, 83, 87, 89.5])).kind is not Kind.REBOUND


def test_below_the_band_without_proof_is_declining_unproven():
    verdict = judge(path([*UP, 95, 92, 93, 91, 93, 92]))
    assert verdict.kind is Kind.DECLINING_UNPROVEN
    assert str(verdict).startswith(
        "declining, not proven: 8 % below the highest value of 2010; the claim needs 12 % and p below 0.05, found p = "
    )
    assert verdict.reason("zh").startswith(
        "下降尚未证实：比 2010 年最大值低 8 %；认定达峰要求下降 12 % 且 p 小于 0.05，实际 p = "
    )


@pytest.mark.parametrize(
    ("later", "reason", "zh"),
    [
        (
            [99.4, 99, 98.6, 98.2, 97.8, 97.4, 97, 96.6],
            "falling since 2010 (p = ",
            "2010 年以来下降（p = ",
        ),
        (
            [95.2, 95.6, 96, 96.4, 96.8, 97.2, 97.6, 98],
            "rising again after 2010",
            "2010 年之后再度上升",
        ),
        (
            [96, 94, 92, 93, 95.2],
            "was 8 % below the highest value of 2010, now back",
            "曾比 2010 年最大值低 8 %",
        ),
    ],
)
def test_what_fits_nothing_is_undetermined_and_says_why(later, reason, zh):
    verdict = judge(path([*UP, *later]))
    assert verdict.kind is Kind.UNDETERMINED
    assert str(verdict).startswith(f"undetermined: {reason}")
    assert verdict.reason("zh").startswith(f"无法判定：{zh}")


def test_a_path_that_is_never_positive_is_undetermined():
    verdict = judge(path(np.zeros(8)))
    assert (verdict.kind, verdict.fall, verdict.interior) == (Kind.UNDETERMINED, None, False)
    assert (
        str(verdict)
        == "undetermined: the largest value, 0 Mt CO2, is not positive; shares of it say nothing"
    )
    assert verdict.reason("zh") == "无法判定：最大值 0 Mt CO2 不为正，无法以其份额衡量"
    assert codes(verdict) == ["PEAK007"]
    assert "steps of level were not looked for" in verdict.warnings[0].message()


def test_later_years_on_a_line_were_interpolated_and_prove_less():
    """Five years of a straight fall are no proof, a longer one is; either way it is asked whether they were filled in."""
    rise = [80, 83, 85, 88, 91, 94, 97]
    short = judge(path([*rise, 100, 96, 92, 88, 84, 80]))
    assert (short.kind, short.years_after) == (Kind.DECLINING_UNPROVEN, 5)
    assert "PEAK024" in codes(short)
    (asked,) = [w for w in short.warnings if w.code == "PEAK024"]
    assert "lie exactly on a line" in asked.message()
    assert "是否为内插值" in asked.message("zh")
    long = judge(path([*rise, *np.linspace(100, 70, 11)]))
    assert long.kind is Kind.PEAKED
    assert "PEAK024" in codes(long)
    bent = judge(path([*rise, 100, 97, 91, 88.5, 84, 80]))
    assert (bent.kind, "PEAK024" in codes(bent)) == (Kind.PEAKED, False)
    assert "PEAK024" not in codes(judge(path([*rise, *np.linspace(100, 70, 11)]), noise=False))


class TestFutures:
    def test_the_numbers_decide_and_nothing_is_tested(self):
        verdict = judge(path([8, 9, 9.9, 10, 9.85, 9, 8, 7, 6], 2027), noise=False)
        assert (verdict.kind, verdict.p, verdict.plateau) == (Kind.PEAKED, None, (2029, 2031))
        assert str(verdict) == "peaks in 2030 at 10 Mt CO2, plateau 2029-2031"
        assert verdict.reason("zh") == "2030 年达峰，峰值 10 Mt CO2，平台期 2029-2031"
        assert codes(verdict) == []

    def test_a_fall_of_more_than_the_plateau_is_enough(self):
        flat, low = [100, 99, 98.5, 98.5, 98.5, 98.5], [100, 99, 98.5, 98.2, 98, 97.9]
        assert judge(path([90, *flat]), noise=False).kind is Kind.PLATEAU
        assert judge(path([90, *low]), noise=False).kind is Kind.PEAKED

    def test_a_step_is_no_revision(self):
        stepped = np.array([*UP, *DOWN])
        stepped[14:] *= 0.8
        assert judge(path(stepped)).kind is Kind.REVISION
        assert judge(path(stepped), noise=False).kind is Kind.PEAKED

    def test_falling_from_the_first_year_peaked_in_or_before_it(self):
        verdict = judge(path([100, *DOWN], 2020), noise=False)
        assert (verdict.kind, verdict.year, codes(verdict)) == (Kind.PEAKED, 2020, ["PEAK002"])
        assert (
            verdict.warnings[0].message()
            == "largest value is in the first year 2020; peaked in or before it"
        )
        assert verdict.warnings[0].message("zh") == "最大值出现在首年 2020；达峰年不晚于该年"
        past = judge(path([100, *DOWN], 2020)).warnings[0]
        assert past.message() == "largest value is in the first year 2020; peaked in or before it"

    def test_equal_highest_years_are_a_range(self):
        verdict = judge(path([8, 9, 10, 10, 10, 9, 8, 7, 6, 5], 2026), noise=False)
        assert (verdict.year, verdict.tie, verdict.years_after, codes(verdict)) == (
            2028,
            (2028, 2030),
            5,
            ["PEAK003"],
        )
        assert verdict.warnings[0].message() == (
            "plateau 2028-2030 (equal within 0.1 %); peak year reported as 2028 with the range"
        )
        assert verdict.warnings[0].message("zh") == (
            "2028-2030 为平台（相差在 0.1 % 以内）；达峰年报为 2028，并给出区间"
        )

    def test_equal_highest_years_apart_are_both_named(self):
        verdict = judge(path([10, 9, 9, 9.995, 9, 8, 7, 6, 5], 2026), noise=False)
        assert (verdict.year, verdict.tie, verdict.years_after) == (2026, (2026, 2029), 5)
        assert verdict.warnings[1].message() == (
            "2026, 2029 are equal within 0.1 %, with a fall between them; "
            "the highest is 2026, and the years after are counted from 2029"
        )
        assert str(verdict).startswith("peaks in 2026-2029 at 10")


class TestBreaks:
    stepped = np.array([60, 62, 64, 66, 68, 70, 72, 74, 76, 78, 80, 82, 84.0])

    def revised(self):
        values = self.stepped.copy()
        values[6:] *= 0.85
        return path(values)

    def test_each_side_is_judged_apart(self):
        verdict = judge(self.revised())
        assert (verdict.kind, verdict.year, verdict.interior) == (Kind.REVISION, None, False)
        assert [(p.first, p.last, p.kind) for p in verdict.parts] == [
            (2000, 2005, Kind.RISING),
            (2006, 2012, Kind.RISING),
        ]
        assert str(verdict).startswith(
            "break in the series, 2006; judged apart: 2000-2005 rising: "
        )
        assert verdict.reason("zh").startswith("序列存在断点（2006），分段判定：2000-2005 仍在上升")
        assert codes(verdict) == ["PEAK004"]
        assert verdict.warnings[0].message() == (
            "2006: the level steps by -12.6 %, which no neighbouring year undoes; "
            "no drivers were given to tell it from a real change; each side is judged apart"
        )
        assert "declare it among the breaks" in verdict.warnings[0].advice()

    def test_drivers_tell_a_revision_from_a_real_step(self):
        smooth = path(self.stepped * 0.4, unit="Mtce")
        verdict = judge(self.revised(), drivers=smooth)
        assert verdict.kind is Kind.REVISION
        assert "; the drivers do not; " in verdict.warnings[0].message()
        assert "驱动量并无相应变化" in verdict.warnings[0].message("zh")
        real = judge(self.revised(), drivers=self.revised() * 0.4)
        assert (real.kind, real.parts) == (Kind.RISING, ())

    def test_drivers_must_cover_the_years(self):
        with pytest.raises(Misaligned):
            judge(self.revised(), drivers=self.revised()[1:])

    def test_a_declared_break_splits_too(self):
        verdict = judge(path(self.stepped), breaks=[2006, 1990, 2000])
        assert [(p.first, p.last) for p in verdict.parts] == [(2000, 2005), (2006, 2012)]
        assert [w.message() for w in verdict.warnings] == [
            "2006 is a declared break; each side is judged apart"
        ]
        assert verdict.warnings[0].message("zh") == "2006 年为已声明的断点；前后两段分别判定"

    def test_a_declared_step_is_told_once(self):
        verdict = judge(self.revised(), breaks=[2006])
        assert codes(verdict) == ["PEAK005"]

    def test_a_short_side_has_no_verdict(self):
        verdict = judge(path(self.stepped), breaks=[2003, 2004])
        assert [p.kind for p in verdict.parts] == [Kind.NO_DATA, Kind.NO_DATA, Kind.RISING]
        assert codes(verdict) == ["PEAK005", "PEAK005", "PEAK001", "PEAK001"]

    def test_causes_belong_to_the_last_side(self):
        values = np.array([*(x / 2 for x in UP), *UP, *DOWN])
        verdict = judge(path(values), breaks=[2011], confirmation={"activity": -20})
        assert [p.kind for p in verdict.parts] == [Kind.RISING, Kind.SLUMP]


def test_a_path_of_another_dimension_is_refused():
    with pytest.raises(InputError, match="path: dimensions are"):
        judge(path(UP).expand_dims(member=[1]))


def test_the_rule_can_be_another():
    series = path([*UP, *DOWN[:6]])
    assert judge(series).kind is Kind.PEAKED
    assert judge(series, rule=Rule(fall=0.2)).kind is Kind.DECLINING_UNPROVEN


def test_amounts_read_as_people_say_them():
    verdict = judge(path(np.array([*UP, *DOWN]) * 1e6, unit="t CO2"), noise=False)
    assert "100 Mt CO2" in str(verdict)
    assert "1 亿吨CO2" in verdict.reason("zh")
