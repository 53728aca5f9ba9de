"""Tapio's states, their borders, and the driver that does not move."""

from __future__ import annotations

import math

import pytest
import xarray as xr

from dualcarbon.diagnosis.decoupling import STATES, state_of, tapio
from dualcarbon.errors import InputError, Misaligned


def of(*values, years=(2010, 2011, 2012)):
    return xr.DataArray(list(map(float, values)), coords={"year": list(years[: len(values)])})


@pytest.mark.parametrize(
    ("driver", "emissions", "state"),
    [
        (0.10, -0.05, "strong_decoupling"),
        (0.10, 0.0, "weak_decoupling"),
        (0.10, 0.0799, "weak_decoupling"),
        (0.10, 0.08, "expansive_coupling"),
        (0.10, 0.10, "expansive_coupling"),
        (0.10, 0.12, "expansive_coupling"),
        (0.10, 0.1201, "expansive_negative_decoupling"),
        (-0.10, 0.01, "strong_negative_decoupling"),
        (-0.10, 0.0, "weak_negative_decoupling"),
        (-0.10, -0.0799, "weak_negative_decoupling"),
        (-0.10, -0.08, "recessive_coupling"),
        (-0.10, -0.12, "recessive_coupling"),
        (-0.10, -0.1201, "recessive_decoupling"),
        (0.0, 0.10, "driver_unchanged"),
        (0.0, 0.0, "driver_unchanged"),
        (1e-300, 1e-3, "expansive_negative_decoupling"),
    ],
)
def test_each_pair_of_changes_has_one_state(driver, emissions, state):
    assert state_of(driver, emissions) == state


def test_every_state_is_reached_and_named_in_both_languages():
    steps = [x / 100 for x in range(-30, 31)]
    reached = {state_of(g, c) for g in steps for c in steps}
    assert reached == set(STATES)
    assert all(names["en"] and names["zh"] for names in STATES.values())


def test_years_follow_each_other_where_no_period_is_given():
    found, left_out = tapio(of(100, 110, 99), of(10, 10.9, 10))
    assert [(d.start, d.end, d.state) for d in found] == [
        (2010, 2011, "expansive_coupling"),
        (2011, 2012, "recessive_coupling"),
    ]
    assert found[0].elasticity == pytest.approx(0.9)
    assert left_out == ()


def test_driver_that_does_not_move_has_no_elasticity():
    (found,), _ = tapio(of(100, 100), of(10, 12))
    assert found.elasticity is None
    assert str(found) == "2010-2011: driver unchanged (driver +0.0%, emissions +20.0%)"
    assert found.text("zh") == "驱动量不变"
    assert found.warnings[0].message() == (
        "diagnosis.decoupling 2010-2011: the driver did not change, so there is no elasticity and none "
        "of the eight states"
    )


def test_periods_outside_the_data_are_left_out_with_a_sentence():
    found, left_out = tapio(of(1, 2, 3), of(1, 1, 2), [(2005, 2010), (2010, 2012)])
    assert [(d.start, d.end) for d in found] == [(2010, 2012)]
    assert [w.code for w in left_out] == ["TAPIO003"]
    assert "period 2005-2010 is left out: the data cover 2010-2012" in left_out[0].message()


def test_starts_that_are_not_positive_are_all_named_once():
    with pytest.raises(InputError) as caught:
        tapio(of(100, 0, 99), of(10, 10, float("nan")))
    told = [f.message() for f in caught.value.faults]
    assert told == [
        "diagnosis.decoupling 2011: the driver is 0; a rate of change needs a positive start",
        "diagnosis.decoupling 2012: emissions is nan; a rate of change needs a positive start",
    ]


def test_other_years_are_refused():
    with pytest.raises(Misaligned):
        tapio(of(1, 2), of(1, 2, 3))


def test_rounding_is_no_change():
    """A sum of tenths that differs from 0.3 in its last digit has neither grown nor fallen."""
    years = {"year": [2010, 2011]}
    moved, still = xr.DataArray([0.3, 0.1 + 0.2], coords=years), xr.DataArray([1.0, 2.0], coords=years)  # fmt: skip
    assert float(moved[1]) != float(moved[0])
    assert tapio(moved, still)[0][0].state == "driver_unchanged"
    (found,), _ = tapio(still, moved[::-1].assign_coords(years))
    assert (found.state, found.elasticity) == ("weak_decoupling", 0)


@pytest.mark.parametrize("values", [[math.inf, 1.0], [1.0, math.inf]])
def test_endless_values_are_refused(values):
    years = {"year": [2010, 2011]}
    one, other = xr.DataArray(values, coords=years), xr.DataArray([1.0, 2.0], coords=years)
    for pair in ((one, other), (other, one)):
        with pytest.raises(InputError) as caught:
            tapio(*pair)
        assert [f.code for f in caught.value.faults] == ["TAPIO001"]
