"""The trend test: exact and normal p, calibration, slope, refusals."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis import ranks
from dualcarbon.diagnosis.trend import calibrated_p, falling, mann_kendall, rising
from dualcarbon.errors import InputError


def of(*values, first=2010, years=None):
    years = years or list(range(first, first + len(values)))
    return xr.DataArray(list(map(float, values)), coords={"year": years}, attrs={"units": "Mt CO2"})


FALL = of(100, 97, 98, 93, 90, 91, 86, 84)


def test_exact_p_counts_all_orders():
    values = (3.0, 1.0, 4.0, 1.5, 0.5, 2.0)
    score = ranks.score(np.array(values))
    scores = ranks.score(np.array(list(permutations(values))))
    trend = falling(of(*values), seed=1)
    assert trend.exact
    assert trend.p == pytest.approx(np.mean(scores <= score))
    assert rising(of(*values), seed=1).p == pytest.approx(np.mean(scores >= score))
    assert mann_kendall(of(*values), seed=1).p == pytest.approx(np.mean(np.abs(scores) >= -score))


@pytest.mark.parametrize(("n", "two_sided"), [(3, 1 / 3), (4, 1 / 12), (5, 1 / 60)])
def test_smallest_p_of_short_series(n, two_sided):
    assert mann_kendall(of(*range(n)), seed=1).p == pytest.approx(two_sided)


def test_ties_and_longer_series_take_the_normal_distribution():
    tied = mann_kendall(of(1, 2, 2, 3, 4), seed=1)
    assert not tied.exact
    assert tied.variance == pytest.approx((5 * 4 * 15 - 2 * 1 * 9) / 18)
    assert not mann_kendall(of(*range(11)), seed=1).exact


def test_plain_fall_is_confirmed_with_its_slope():
    trend = falling(FALL, seed=7)
    assert trend.confirmed()
    assert trend.slope == pytest.approx(np.median(ranks.slopes(FALL.values)))
    assert trend.slope_low < trend.slope < trend.slope_high < 0
    assert "Mt CO2 a year (95 %: " in str(trend)
    assert "calibrated p" in str(trend)
    assert not rising(FALL, seed=7).confirmed()


def test_same_seed_same_p_and_more_draws_change_it_little():
    first, again = (falling(FALL, seed=7).p_calibrated for _ in range(2))
    assert first == again
    assert falling(FALL, seed=8, draws=20_000).p_calibrated == pytest.approx(first, abs=0.02)


def test_memory_of_a_longer_series_may_be_given():
    forgetful, mindful = (falling(FALL, seed=7, autocorrelation=rho) for rho in (0.0, 0.9))
    assert forgetful.p_calibrated < mindful.p_calibrated
    assert mindful.autocorrelation == 0.9
    assert forgetful.p == mindful.p


def test_memory_of_a_walk_costs_significance():
    walk = of(0, 1, 3, 4, 4.5, 4, 5, 7, 8, 8.2, 7.9, 9, 10.5, 11, 11.2, 11)
    trend = rising(walk, seed=3)
    assert trend.autocorrelation > 0.3
    assert trend.p_calibrated > 10 * trend.p


def test_constant_series_has_no_trend():
    trend = mann_kendall(of(*[5] * 8), seed=1)
    assert (trend.s, trend.z, trend.p, trend.slope) == (0, 0, 1, 0)
    assert trend.p_hamed_rao == 1
    assert not trend.confirmed()


def test_an_exact_line_shows_nothing_of_its_memory_and_gets_the_most():
    """Interpolated figures: five of them are as likely to fall by chance as four steps of a wanderer, one time in sixteen."""
    line = falling(of(*np.linspace(3e9, 2e9, 9)), seed=1)
    assert line.autocorrelation == ranks.HIGHEST_RHO
    assert line.confirmed(0.05)
    few = falling(of(*np.linspace(3e9, 2e9, 5)), seed=1)
    assert not few.confirmed(0.05)
    assert few.p_calibrated == pytest.approx(1 / 16, abs=0.02)
    known = falling(of(*np.linspace(3e9, 2e9, 5)), seed=1, autocorrelation=0.0)
    assert known.confirmed(0.05)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_a_line_is_told_from_a_bend_at_any_size(scale):
    line, bend = np.linspace(0.3, 0.2, 7), np.linspace(0.3, 0.2, 7) ** 2
    assert ranks.straight(scale * np.array([line, bend, 0 * line])).tolist() == [True, False, True]


def test_many_series_at_once_get_what_each_gets_alone():
    values = np.random.default_rng(5).standard_normal((20, 9)).cumsum(axis=1)
    for side in ("falling", "rising", "either"):
        alone = [mann_kendall(of(*v), seed=2, side=side).p_calibrated for v in values]
        assert calibrated_p(values, seed=2, side=side).tolist() == alone


def test_four_values_give_no_verdict_but_a_sentence():
    trend = falling(of(4, 3, 2, 1), seed=1)
    assert trend.p_calibrated is None
    assert trend.autocorrelation is None
    assert not trend.confirmed(1.0)
    assert trend.warnings[0].message() == (
        "diagnosis.trend: 4 values can at best give p = 0.0416667; no verdict below 5 values"
    )
    assert "no verdict" in str(trend)
    assert rising(of(4, 3, 2, 1), seed=1).warnings == trend.warnings


def test_short_series_say_that_hamed_and_rao_are_unreliable():
    assert [w.code for w in falling(FALL, seed=1).warnings] == ["TREND003"]
    assert falling(of(*range(10)), seed=1).warnings == ()


def test_too_few_values_are_refused():
    with pytest.raises(InputError, match="2 values show no trend; at least 3 are needed") as caught:
        falling(of(1, 2), seed=1)
    assert caught.value.faults[0].code == "TREND001"
    with pytest.raises(InputError, match="at least 5"):
        calibrated_p(np.ones((2, 4)), seed=1)


def test_missing_values_and_years_are_named():
    with pytest.raises(InputError, match=r"the value of 2011, 2013 is missing\. Fill it") as caught:
        falling(of(1, float("nan"), 3, float("inf")), seed=1)
    assert caught.value.faults[0].code == "TREND004"
    with pytest.raises(InputError, match="not 2010, 2011, 2013") as caught:
        falling(of(1, 2, 3, years=[2010, 2011, 2013]), seed=1)
    assert caught.value.faults[0].code == "TREND005"


def test_hamed_and_rao_without_a_positive_variance_is_none():
    saw = of(1.5, -0.4, 1.9, -1.1, 0.4, -0.7, 0.4, 0, 1.1, -1.7, 1, -0.8, 1.3, -2)
    trend = mann_kendall(saw, seed=1)
    assert trend.p_hamed_rao is None
    assert trend.autocorrelation == 0
    assert trend.p_calibrated > 0.05
