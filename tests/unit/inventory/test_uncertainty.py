"""Totals over the ranges of their factors, against the sums that error propagation gives."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory import uncertainty
from dualcarbon.quantities.draws import Draws
from dualcarbon.reference.records import FactorRecord

SECTORS = [f"s{n}" for n in range(10)]
FUELS = ["coal", "oil"]


def account():
    labels = {"year": [2016, 2017], "sector": SECTORS, "flow": ["final"], "fuel": FUELS}
    values = np.ones((2, 10, 1, 2))
    return xr.DataArray(values, coords=labels, dims=list(labels), attrs={"units": "tce"})


def records(low=2.0 - 0.196, high=2.0 + 0.196, fuels=FUELS):
    return {
        ("direct", year, sector, "final", fuel): FactorRecord(
            id=f"{fuel}", fuel=fuel, value=2.0, unit="t CO2/tce", lo95=low, hi95=high, first_year=2016
        )
        for year in (2016, 2017)
        for sector in SECTORS
        for fuel in fuels
    }  # fmt: skip


def drawn(given, members=4096):
    draws = Draws(uncertainty.keys(given), members, 1)
    return uncertainty.spread(account(), given, draws)


def test_one_factor_used_by_ten_sectors_gives_ten_times_its_deviation():
    total = drawn(records(fuels=["coal"])).sel(year=2017)
    assert float(total.std()) == pytest.approx(10 * 0.1, rel=0.02)
    assert float(total.mean()) == pytest.approx(20.0, rel=1e-3)


def test_two_fuels_are_drawn_apart_and_two_years_together():
    total = drawn(records())
    assert float(total.sel(year=2017).std()) == pytest.approx(np.hypot(1.0, 1.0), rel=0.02)
    np.testing.assert_array_equal(total.sel(year=2016), total.sel(year=2017))


def test_the_interval_is_that_of_the_range():
    bounds = uncertainty.interval(drawn(records(fuels=["coal"]))).sel(year=2017)
    assert bounds.values.tolist() == pytest.approx([20 - 1.96, 20 + 1.96], abs=0.05)


def test_a_factor_without_a_range_is_taken_as_it_stands():
    total = drawn(records(low=None, high=None))
    np.testing.assert_allclose(total.values, 40.0)


def test_a_range_that_does_not_hold_its_value_is_refused():
    with pytest.raises(InputError) as error:
        drawn(records(low=2.1, high=2.4))
    assert [fault.code for fault in error.value.faults] == ["DST007"]
