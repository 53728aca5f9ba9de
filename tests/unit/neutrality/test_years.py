import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.neutrality.years import yearly

PATH = xr.DataArray([1.0, 2.0, np.nan, 4.0], coords={"year": [2020, 2021, 2022, 2024]})


def test_missing_values_and_missing_years_are_both_named():
    assert yearly(PATH, "co2", 2020, 2021).values.tolist() == [1, 2]
    with pytest.raises(InputError) as caught:
        yearly(PATH, "co2", 2020, 2024)
    assert str(caught.value) == "co2: no value in 2022, 2023"
    assert caught.value.faults[0].message("zh") == "co2：2022, 2023 年缺值"


@pytest.mark.parametrize(("start", "end"), [(2019, 2021), (2021, 2020), (2020, 2025)])
def test_a_span_outside_or_backwards_is_refused(start, end):
    with pytest.raises(InputError) as caught:
        yearly(PATH, "co2", start, end)
    assert str(caught.value) == f"co2: {start}-{end} is no span within 2020-2024"
    assert (
        caught.value.faults[0].message("zh")
        == f"co2：{start}—{end} 不是 2020—2024 年之内的有效区间"
    )


def test_a_gap_of_one_member_is_a_gap():
    two = xr.concat([PATH[:2], PATH[:2].where(PATH[:2].year > 2020)], dim="member")
    with pytest.raises(InputError, match="no value in 2020"):
        yearly(two, "co2", 2020, 2021)
