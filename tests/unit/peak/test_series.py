import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.peak.series import read, read_driver


def array(values, years, **coords):
    return xr.DataArray(
        np.asarray(values, dtype=float), dims="year", coords={"year": list(years), **coords}
    )


def test_missing_years_and_missing_values_are_both_missing():
    series = read(array([1, np.nan, 3, np.inf], [2010, 2011, 2013, 2014]), "path")
    assert (series.first, series.last, series.missing) == (2010, 2014, (2011, 2012, 2014))


def test_the_unit_travels_and_other_labels_do_not_matter():
    path = array([1, 2], [2010, 2011], scenario="baseline").assign_attrs(units="t CO2")
    assert read(path, "path").unit == "t CO2"


def test_breaks_are_the_first_years_of_the_sides():
    sides = read(array(range(6), range(2010, 2016)), "path").split((2011, 2014))
    assert [(s.first, s.last, s.values.tolist()) for s in sides] == [
        (2010, 2010, [0]),
        (2011, 2013, [1, 2, 3]),
        (2014, 2015, [4, 5]),
    ]


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([2011, 2010], "2011, 2010"),
        ([2010, 2010], "2010, 2010"),
        ([2010.5, 2011.5], "2010.5, 2011.5"),
        (["a", "b"], "a, b"),
    ],
)
def test_years_must_ascend_in_whole_numbers(years, said):
    with pytest.raises(InputError) as caught:
        read(array([1, 2], years), "path")
    expected = f"path: years must be whole numbers in ascending order, found {said}"
    assert str(caught.value) == expected
    assert caught.value.faults[0].message("zh") == f"path：年份必须是递增的整数，实际为 {said}"


def test_no_years_at_all_are_refused():
    with pytest.raises(InputError, match="ascending order, found"):
        read(xr.DataArray([], coords={"year": np.array([], dtype=int)}), "path")


def test_another_dimension_is_refused_by_name():
    with pytest.raises(InputError) as caught:
        read(xr.DataArray([[1.0]], coords={"sector": ["industry"], "year": [2010]}), "path")
    assert str(caught.value) == "path: dimensions are (sector, year), need (year)"
    assert caught.value.faults[0].message("zh") == "path：维度为（sector, year），应为（year）"
    with pytest.raises(InputError, match=r"are \(year without labels\), need \(year\)"):
        read(xr.DataArray([1.0], dims="year"), "path")


def test_a_driver_covers_the_same_years_and_is_positive():
    path = array([1, 2, 3], range(2010, 2013))
    assert read_driver(path * 2, path).tolist() == [2, 4, 6]
    with pytest.raises(Misaligned, match="judge: 'path' and 'drivers' differ on 'year'"):
        read_driver(array([1, 2, 3], range(2011, 2014)), path)
    with pytest.raises(InputError) as caught:
        read_driver(array([0, 2, np.nan], range(2010, 2013)), path)
    assert str(caught.value).splitlines() == [
        "drivers: the driver must be positive in every year; 2010 holds 0",
        "drivers: the driver must be positive in every year; 2012 holds no number",
    ]
    assert caught.value.faults[1].message("zh") == "drivers：驱动量各年均须为正；2012 年为 空值"
