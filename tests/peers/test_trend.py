"""Agreement with pymannkendall and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis.trend import mann_kendall

pymannkendall = pytest.importorskip("pymannkendall")
stats = pytest.importorskip("scipy.stats")
SERIES = [
    np.random.default_rng(n).standard_normal(n).cumsum().round(digits)
    for n in (12, 20, 36)
    for digits in (0, 6)
]


def ours(values):
    return mann_kendall(
        xr.DataArray(values, coords={"year": list(range(1990, 1990 + values.size))}), seed=1
    )


@pytest.mark.parametrize("values", SERIES)
def test_plain_test_is_that_of_pymannkendall(values):
    theirs = pymannkendall.original_test(values)
    trend = ours(values)
    assert (trend.s, trend.variance, trend.z) == pytest.approx((theirs.s, theirs.var_s, theirs.z))
    assert trend.p == pytest.approx(theirs.p)
    assert trend.slope == pytest.approx(theirs.slope)


@pytest.mark.parametrize(
    "values", SERIES[1::2]
)  # without ties, which rounding makes and breaks there
def test_hamed_and_rao_is_that_of_pymannkendall(values):
    assert ours(values).p_hamed_rao == pytest.approx(
        pymannkendall.hamed_rao_modification_test(values).p
    )


@pytest.mark.parametrize("values", SERIES)
def test_slope_and_interval_are_those_of_scipy(values):
    theirs = stats.theilslopes(values)
    trend = ours(values)
    assert (trend.slope, trend.slope_low, trend.slope_high) == pytest.approx(
        tuple(theirs)[:1] + tuple(theirs)[2:]
    )


def test_exact_p_is_that_of_kendalls_tau():
    for seed in range(20):
        values = np.random.default_rng(seed).standard_normal(8)
        theirs = stats.kendalltau(np.arange(8), values, method="exact")
        assert ours(values).p == pytest.approx(theirs.pvalue)
