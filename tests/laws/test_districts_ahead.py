"""Laws of districts added up: the sum is that of every member, one district by itself is the sum, order does not matter."""

from __future__ import annotations

import numpy as np
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.peak.odds import odds
from dualcarbon.peak.verdict import judge
from dualcarbon.study.districts_ahead import together

FIRST, LAST = 2015, 2040
BY = [2030]
seeds = st.lists(st.integers(0, 2**31), min_size=1, max_size=4, unique=True)
starts = st.lists(st.integers(FIRST, 2020), min_size=4, max_size=4)


def path(seed, start=FIRST, members=8):
    """Give a central run and members that rise, bend and fall, from some year of statistics on. [t CO2]."""
    random = np.random.default_rng(seed)
    years = np.arange(start, LAST + 1)
    turn, height = random.uniform(2018, 2045), random.uniform(1e6, 1e8)
    steep = random.normal(1.0, 0.2, (members + 1, 1))
    values = height * (1 - 4e-4 * steep * (years - turn) ** 2)
    coords, attrs = {"year": years}, {"units": "t CO2"}
    middle = xr.DataArray(values[0], dims="year", coords=coords, attrs=attrs)
    return middle, xr.DataArray(values[1:], dims=("member", "year"), coords=coords, attrs=attrs)


@settings(max_examples=8)
@given(seeds=seeds, starts=starts)
def test_the_sum_of_districts_is_that_of_every_member(seeds, starts):
    paths = {f"d{seed}": path(seed, start) for seed, start in zip(seeds, starts, strict=False)}
    found = together(paths, BY)
    years = range(max(int(one.year[0]) for one, _ in paths.values()), LAST + 1)
    assert found.total.central.year.values.tolist() == list(years)
    for place in (0, 1):
        parts = [one[place].sel(year=list(years)).values for one in paths.values()]
        whole = np.sum(parts, axis=0)
        if place == 0:
            np.testing.assert_allclose(found.total.central.values, whole, rtol=1e-12)
        else:
            np.testing.assert_allclose(found.total.fan.sel(level="p50").values, np.median(whole, axis=0), rtol=1e-12)  # fmt: skip
            np.testing.assert_allclose(found.total.odds.amount.values, whole.max(axis=1), rtol=1e-12)  # fmt: skip
    start, end = found.parts.window
    moved = found.total.central.sel(year=end) - found.total.central.sel(year=start)
    np.testing.assert_allclose(float(found.parts.change.sum()), float(moved), rtol=1e-9, atol=1e-3)


@settings(max_examples=8)
@given(seed=st.integers(0, 2**31))
def test_one_district_by_itself_is_the_sum(seed):
    middle, many = path(seed)
    found = together({"only": (middle, many)}, BY)
    for one in (found.total, found.districts["only"]):
        assert one.verdict == judge(middle, noise=False)
        assert one.central.values.tolist() == middle.values.tolist()
        assert one.odds.no_peak == odds(many, by=BY).no_peak
        assert one.odds.kinds.values.tolist() == odds(many, by=BY).kinds.values.tolist()


@settings(max_examples=5)
@given(seeds=seeds)
def test_the_order_of_districts_does_not_matter(seeds):
    paths = {f"d{seed}": path(seed) for seed in seeds}
    one, other = together(paths, BY), together(dict(reversed(paths.items())), BY)
    np.testing.assert_allclose(one.total.central.values, other.total.central.values, rtol=1e-12)
    assert one.total.verdict.kind == other.total.verdict.kind
    assert set(one.parts.movers()) == set(other.parts.movers())
