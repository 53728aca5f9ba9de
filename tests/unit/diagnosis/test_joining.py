"""What does not belong together is not put together."""

from __future__ import annotations

from dataclasses import replace

import pytest
import xarray as xr

from dualcarbon.diagnosis.decomposition import add, chain, join, lmdi
from dualcarbon.diagnosis.multiplicative import ratios
from dualcarbon.errors import InputError, Misaligned


def step(*labels, period=(2010, 2011), first=1.0, last=3.0, name="use", unit="t", fuel="coal"):
    def of(x):
        return xr.DataArray([[x]] * len(labels), {"sector": list(labels), "fuel": [fuel]})

    return lmdi({name: of(first)}, {name: of(last)}, period=period, unit=unit)


NEXT = {"period": (2011, 2012), "first": 3.0, "last": 4.0}


def test_steps_that_go_together_are_added():
    assert add([step("industry"), step("industry", **NEXT)]).totals == {"use": pytest.approx(3)}


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"period": (2012, 2013)}, "without a gap, not: 2010-2011, 2012-2013"),
        ({"unit": "10^4 t"}, "share their unit, not: 't', '10^4 t'"),
        ({"name": "activity"}, "not all steps have the factors activity, use"),
        ({"first": 3.1}, "the total of 2011 is 3 in one step and 3.1 in the next"),
    ],
)
def test_steps_of_different_things_are_refused(second, told):
    with pytest.raises(InputError) as caught:
        add([step("industry"), step("industry", **NEXT | second)])
    assert told in str(caught.value)


def test_steps_over_other_cells_are_refused():
    with pytest.raises(Misaligned, match="industry, transport"):
        add([step("industry"), step("transport", **NEXT)])


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"period": (2010, 2012)}, "share their period, not: 2010-2011, 2010-2012"),
        ({"unit": "kg"}, "share their unit, not: 't', 'kg'"),
    ],
)
def test_parts_of_different_things_are_refused(second, told):
    with pytest.raises(InputError) as caught:
        join([step("industry"), step("transport", **second)], "sector")
    assert told in str(caught.value)


def test_a_cell_is_not_counted_twice():
    with pytest.raises(InputError, match="industry in more than one part along 'sector'"):
        join([step("industry", "transport"), step("industry")], "sector")
    with pytest.raises(InputError, match="not: none"):
        join([], "sector")


def test_parts_with_other_fuels_are_refused():
    with pytest.raises(Misaligned, match="fuel"):
        join([step("industry"), step("transport", fuel="oil")], "sector")


def test_sums_along_a_dimension_that_is_not_there_are_refused():
    with pytest.raises(InputError, match="no dimension 'region', only sector, fuel"):
        step("industry").by("region")
    use = xr.DataArray([1.0, 2.0], {"year": [2010, 2011]})
    with pytest.raises(InputError, match="no dimension 'sector', only none"):
        ratios(chain({"use": use}), "sector")


def test_totals_that_differ_by_rounding_are_the_same():
    first = step("industry")
    after = step("industry", **NEXT)
    assert add([first, replace(after, start=3.0 * (1 + 1e-13))]).change == pytest.approx(3)
