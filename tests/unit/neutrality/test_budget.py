import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.neutrality.budget import cumulative, exhausted, remaining

PATH = xr.DataArray(
    [10.0, 9.0, 8.0, 7.0], coords={"year": range(2027, 2031)}, attrs={"units": "t CO2"}
)


def test_both_years_are_included():
    assert float(cumulative(PATH, start=2028, end=2029)) == 17
    assert float(cumulative(PATH, start=2028, end=2028)) == 9
    assert cumulative(PATH, start=2028, end=2029).attrs["units"] == "t CO2"


def test_spans_add_up():
    whole = float(cumulative(PATH, start=2027, end=2030))
    parts = [float(cumulative(PATH, start=a, end=b)) for a, b in ((2027, 2028), (2029, 2030))]
    assert whole == sum(parts) == 34


def test_members_are_added_up_apart():
    two = xr.concat([PATH, 2 * PATH], dim="member").assign_attrs(PATH.attrs)
    assert cumulative(two, start=2027, end=2030).values.tolist() == [34, 68]
    assert remaining(two, budget=68, start=2027, end=2030).isel(year=-1).values.tolist() == [34, 0]


def test_a_budget_is_used_up_in_the_year_in_which_nothing_is_left():
    left = remaining(PATH, budget=27, start=2027, end=2030)
    assert left.values.tolist() == [17, 8, 0, -7]
    assert exhausted(left) == 2029
    assert exhausted(remaining(PATH, budget=35, start=2027, end=2030)) is None


def test_units_and_years_are_held_at_the_door():
    assert float(
        cumulative((PATH / 1e6).assign_attrs(units="Mt CO2"), start=2027, end=2027)
    ) == pytest.approx(10)
    with pytest.raises(UnitMismatch):
        cumulative(PATH.drop_attrs(), start=2027, end=2027)
    with pytest.raises(InputError, match="emissions: no value in 2028"):
        cumulative(PATH.where(PATH != 9), start=2027, end=2030)
    with pytest.raises(InputError, match="emissions: 2026-2030 is no span within 2027-2030"):
        remaining(PATH, budget=np.inf, start=2026, end=2030)
