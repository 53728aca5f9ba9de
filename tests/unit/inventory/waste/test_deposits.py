"""Deposits before the statistics: filled by a named method, marked, with a range; never where figures lack inside."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory.ledger import Activity
from dualcarbon.inventory.waste.deposits import backcast, filled, known, residents


def series(values, unit="t", **more):
    return Activity(
        name="waste_landfilled/managed", unit=unit, years=tuple(values), values=np.array(list(values.values()), float),
        refs=tuple(f"data/activity.csv:{n + 2}" for n in range(len(values))), **more,
    )  # fmt: skip


def test_a_constant_deposit_per_resident():
    made = backcast(series({2000: 100, 2001: 110}), 1998, np.array([40.0, 50.0, 80.0]))
    assert made.years == (1998, 1999, 2000, 2001)
    assert made.values.tolist() == [50, 62.5, 100, 110]


def test_what_is_filled_is_marked_traced_and_ranged():
    made = backcast(
        series({2000: 100}, lo95=np.array([90.0]), hi95=np.array([115.0]), grades=("H",)), 1999
    )
    assert made.filled == ("amount", "")
    assert made.refs == ("data/activity.csv:2 amount", "data/activity.csv:2")
    assert made.grades == ("L", "H")
    assert made.lo95.tolist() == [50, 90]
    assert made.hi95.tolist() == [150, 115]


def test_a_series_without_ranges_keeps_none_of_its_own():
    made = backcast(series({2000: 100}), 1999)
    assert made.lo95[0] == 50
    assert np.isnan(made.lo95[1])


def test_nothing_is_filled_where_statistics_reach_back():
    given = series({2000: 100, 2001: 110})
    assert backcast(given, 2000) is given
    assert backcast(given, 2001) is given


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_filled_is_told(language):
    told = filled(backcast(series({2000: 100}), 1990))
    assert [f.code for f in told] == ["WST001"]
    assert "1990" in told[0].message(language)
    assert "1999" in told[0].message(language)
    assert "50%" in told[0].message(language)


def test_nothing_filled_is_nothing_told():
    assert filled(series({2000: 100})) == ()


def test_years_without_value_at_the_ends_are_left_out():
    found = known(
        series({1999: np.nan, 2000: 100, 2001: 110, 2002: np.nan}, grades=("", "H", "M", ""))
    )
    assert found.years == (2000, 2001)
    assert found.refs == ("data/activity.csv:3", "data/activity.csv:4")
    assert found.grades == ("H", "M")


@pytest.mark.parametrize(
    ("values", "years"),
    [
        ({2000: 1, 2002: 1}, "2001"),
        ({2000: 1, 2001: np.nan, 2003: 1}, "2001, 2002"),
        ({2000: np.nan}, "-"),
    ],
)
def test_years_that_lack_inside_are_refused(values, years):
    with pytest.raises(InputError) as caught:
        known(series(values))
    assert [(f.code, dict(f.params)["years"]) for f in caught.value.faults] == [("WST003", years)]


def test_residents_before_the_first_figure_follow_a_stated_growth():
    people = series({2000: 121, 2001: 130}, unit="person")
    found = residents(people, range(1998, 2002), 0.1)
    assert found == pytest.approx([100, 110, 121, 130])


@pytest.mark.parametrize(
    ("people", "growth", "first"),
    [
        ({2000: 100, 2001: 100}, None, 1999),
        ({1999: 100, 2001: 100}, 0.1, 2000),
        ({2000: np.nan}, 0.1, 1999),
    ],
)
def test_residents_that_are_not_known_are_refused(people, growth, first):
    with pytest.raises(InputError) as caught:
        residents(series(people, unit="person"), range(1999, 2002), growth)
    assert [(f.code, dict(f.params)["first"]) for f in caught.value.faults] == [("WST004", first)]
