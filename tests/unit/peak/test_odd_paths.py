"""Paths that break a careless rule: constant, zero, huge, tiny, with spikes, equal tops far apart, odd years."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.peak import steps
from dualcarbon.peak.parts import by_part
from dualcarbon.peak.rule import Rule
from dualcarbon.peak.verdict import Kind, judge

DOWN = [97.0, 94.0, 91.0, 88.0, 86.0, 83.0, 80.0, 78.0, 75.0, 72.0]


def path(values, first=2000):
    years = range(first, first + len(values))
    return xr.DataArray(np.asarray(values, dtype=float), coords={"year": years})


def codes(verdict):
    return [w.code for w in verdict.warnings]


@pytest.mark.parametrize("noise", [True, False])
def test_a_constant_path_has_no_peak_and_does_not_claim_that_its_last_year_is_highest(noise):
    verdict = judge(path([100.0] * 12), noise=noise)
    assert (verdict.kind, verdict.interior, verdict.p) == (Kind.RISING, False, None)
    assert str(verdict).startswith("rising: the last year, 2011, is as high as the highest value")
    assert verdict.reason("zh").startswith("仍在上升：最后一年 2011 与最大值相差不到 0.1 %")


@pytest.mark.parametrize("noise", [True, False])
def test_a_constant_path_with_rounding_is_the_same(noise):
    rng = np.random.default_rng(1)
    verdict = judge(path(100 + 1e-12 * rng.standard_normal(12)), noise=noise)
    assert verdict.kind is Kind.RISING


@pytest.mark.parametrize("noise", [True, False])
def test_nothing_at_all_is_undetermined(noise):
    verdict = judge(path([0.0] * 12), noise=noise)
    assert (verdict.kind, verdict.fall, verdict.interior) == (Kind.UNDETERMINED, None, False)
    assert str(verdict).startswith("undetermined: the largest value, 0, is not positive")


@pytest.mark.parametrize("scale", [1e-300, 1e-12, 1.0, 1e300])
@pytest.mark.parametrize("noise", [True, False])
def test_size_does_not_matter(scale, noise):
    rise = 60 * 1.04 ** np.arange(13)
    verdict = judge(
        path(np.array([*rise, *(rise[-1] * np.array(DOWN) / 100)]) * scale), noise=noise
    )
    assert (verdict.kind, verdict.year) == (Kind.PEAKED, 2012)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", [0, 5, 11])
def test_what_is_no_number_is_a_gap_also_at_the_ends(odd, place):
    values = 100 * 0.97 ** np.arange(12)
    values[place] = odd
    verdict = judge(path(values))
    assert (verdict.kind, str(verdict)) == (
        Kind.NO_DATA,
        f"not enough data: no value in {2000 + place}",
    )


def test_six_values_can_show_a_maximum_and_five_years_but_not_more():
    assert judge(path([80, 100, 95, 90, 85, 80])).kind is Kind.TOO_EARLY
    verdict = judge(path([100, 95, 90, 85, 80, 75]))
    assert verdict.years_after == 5
    assert "PEAK002" in codes(verdict)


def test_a_path_that_turns_negative_keeps_its_peak_and_says_that_steps_were_not_looked_for():
    verdict = judge(path([60, 80, 100, 80, 60, 40, 20, 0, -20, -40]))
    assert (verdict.kind, verdict.year, verdict.fall) == (Kind.PEAKED, 2002, 1.4)
    assert "PEAK007" in codes(verdict)


def test_equal_tops_far_apart_count_from_the_last_and_are_told():
    dip = [100, 90, 80, 80, 80, 90, 100]
    verdict = judge(path([*dip, *DOWN[:8]]), noise=False)
    assert (verdict.kind, verdict.tie, verdict.years_after) == (Kind.PEAKED, (2000, 2006), 8)
    assert codes(verdict) == ["PEAK002", "PEAK018"]
    assert str(verdict).startswith("peaks in 2000-2006 at 100")
    early = judge(path([*dip, *DOWN[:3]]), noise=False)
    assert (
        str(early)
        == "too early to tell: 3 years after the highest value of 2000-2006, at least 5 are needed"
    )


def test_the_sentence_names_the_year_and_those_from_which_years_are_counted():
    before = judge(path([90, 99.95, 100, *DOWN]), noise=False)
    assert (before.year, before.tie) == (2002, (2001, 2002))
    assert str(before).startswith("peaks in 2002 at 100")
    after = judge(path([90, 100, 99.95, *DOWN]), noise=False)
    assert (after.year, after.tie) == (2001, (2001, 2002))
    assert str(after).startswith("peaks in 2001-2002 at 100")


def test_a_plateau_at_the_end_is_no_peak():
    flat = [100, 99.8, 99.7, 99.6, 99.6, 99.7, 99.7]
    assert judge(path([80, 85, 90, 95, *flat]), noise=False).kind is Kind.RISING
    assert judge(path([80, 85, 90, 95, *flat])).kind is Kind.RISING


def test_one_year_that_stands_alone_is_told():
    values = 100 * 1.02 ** np.arange(16)
    values[6] *= 10
    verdict = judge(path(values))
    assert verdict.year == 2006
    assert verdict.kind is not Kind.PEAKED
    assert {"PEAK019", "PEAK020"} <= set(codes(verdict))
    falling = 100 * 0.97 ** np.arange(16)
    falling[3] *= 1.5
    assert "PEAK020" in codes(judge(path(falling)))
    assert "PEAK020" not in codes(judge(path(100 * 0.97 ** np.arange(16))))


@pytest.mark.parametrize("place", [2, 7, 12])
def test_a_spike_is_found_where_it_is_and_a_step_or_dip_is_none(place):
    rule, grown = Rule(), 100 * 1.03 ** np.arange(15)
    spiked, stepped, dipped = grown.copy(), grown.copy(), grown.copy()
    spiked[place] *= 1.4
    stepped[place:] *= 1.4
    dipped[place] *= 0.6
    found = steps.spikes(np.stack([spiked, stepped, dipped, grown]), rule)
    assert np.flatnonzero(found[0]).tolist() == [place]
    assert not found[1:].any()


def test_years_without_a_sign_are_held_to_their_order_too():
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    years = np.arange(2010, 2016, dtype=np.uint16)
    assert judge(xr.DataArray(values, coords={"year": years})).kind is Kind.RISING
    with pytest.raises(InputError, match="ascending order"):
        judge(xr.DataArray(values, coords={"year": years[::-1]}))


def test_movers_are_never_told_across_a_break():
    """Industry is written 30 lower from 2008 on; what moves the total since is transport."""
    years = np.arange(2000, 2012)
    industry = np.where(years < 2008, 100.0, 70.0)
    transport = 10.0 + (years - 2000)
    paths = xr.DataArray(
        [industry, transport],
        dims=("sector", "year"),
        coords={"sector": ["industry", "transport"], "year": years},
    )
    parts = by_part(paths, breaks=[2008])
    assert parts.window == (2008, 2011)
    assert parts.movers() == ["transport"]
    assert parts.change.values.tolist() == [0, 3]


LEVELS = np.array([1.0, 1.01, 0.985, 1.0, 0.99, 1.005, 0.985, 0.99])
"""A year-to-year scatter that has no trend."""


def two_levels():
    """Give a flat path of scatter that is written 20 % lower from 2009 on, the scatter too wide for a revision."""
    up = [80.0, 70.0, 90.0, 75.0, 102.0]
    return path([*up, *(100 * LEVELS[:4] - np.arange(4)), *(80 * LEVELS - np.arange(8) / 2)])


def test_one_step_of_level_is_no_decline_that_goes_on():
    verdict = judge(two_levels())
    assert (verdict.kind, verdict.step) == (Kind.DECLINING_UNPROVEN, 2009)
    assert verdict.p < 0.05
    assert verdict.fall > 0.12
    assert "but one step of level in 2009 explains the years after it better" in str(verdict)
    assert "2009 年的一次水平突变" in verdict.reason("zh")


def test_a_step_that_the_drivers_take_too_is_real():
    values = two_levels()
    real = judge(values, drivers=values * 0.4)
    assert (real.kind, real.step) == (Kind.PEAKED, None)
    smooth = judge(values, drivers=path(np.linspace(90, 80, len(values))))
    assert (smooth.kind, smooth.step) == (Kind.DECLINING_UNPROVEN, 2009)


@pytest.mark.parametrize(
    "after",
    [
        100 * 0.97 ** np.arange(1, 10),
        [95, 88, 84, 83, 82.5, 82.3, 82.2, 82.0],
        [99, 99, 98.5, 99, 98, 95, 92, 89, 86, 83, 80],
        [*(70 + 30 * np.exp(-np.arange(1, 13) / 3))],
    ],
)
def test_a_fall_over_several_years_is_no_step_whatever_its_shape(after):
    rise = 100 * 1.04 ** np.arange(-12.0, 1)
    verdict = judge(path([*rise, *after]))
    assert (verdict.kind, verdict.step) == (Kind.PEAKED, None)


def test_only_is_asked_of_positive_years():
    values = [60, 80, 100, 99, 98, 99, 98, 20, 10, 0]
    assert judge(path(values)).step is None
