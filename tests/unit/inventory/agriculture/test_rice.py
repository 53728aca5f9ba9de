"""Rice by season and region, or by days and water."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory import agriculture
from dualcarbon.inventory.agriculture.rice import by_days, ploughed_in
from dualcarbon.inventory.declared import Agriculture
from dualcarbon.reference.numbers import Shelf, tiers, zones

DAYS = {"rice": "days", "rice_days": {"single": 100.0}, "rice_preseason": "short_drained"}


def rice(kind, area=1000):
    return ("rice_area", kind, "ha", {2016: area, 2017: area})


def lines(given, shelf, **settings):
    parts = agriculture.lines(given, Agriculture(**settings), shelf)
    return {line.id: line for line in parts[0]}, [fault.code for fault in parts[1]]


@pytest.mark.parametrize(
    ("region", "season", "factor"),
    [
        ("320000", "single", 215.5),
        ("430000", "early", 241.0),
        ("510000", "late", 171.7),
        ("230000", "single", 168.0),
    ],
)
def test_area_times_factor_of_season_and_region(statistics_of, region, season, factor):
    shelf = Shelf(tiers(), zones(region))
    found, codes = lines(statistics_of([rice(season)]), shelf)
    line = found[f"agriculture.rice.CH4.{season}"]
    assert line.amounts() == pytest.approx([factor, factor])
    assert (line.category, codes) == ("3C7", [])
    assert all(n.lo95 < n.value < n.hi95 for n in line.numbers)


def test_a_season_that_the_region_does_not_have_is_refused(statistics_of):
    north = Shelf(tiers(), zones("230000"))
    assert lines(statistics_of([rice("late")]), north) == ({}, ["REF040"])


@pytest.mark.parametrize(
    ("water", "scale"), [("continuous", 1.0), ("single_aeration", 0.6), ("multiple_aeration", 0.52)]
)
def test_days_times_daily_factor_times_water(statistics_of, in_east, water, scale):
    found, codes = lines(statistics_of([rice("single")]), in_east, rice_water=water, **DAYS)
    expected = 1000 * 100 * 1.3 / 1000 * scale
    assert found["agriculture.rice.CH4.single"].amounts() == pytest.approx([expected] * 2)
    assert codes == []


def test_the_water_of_a_row_goes_before_that_of_the_study(statistics_of, in_east):
    given = statistics_of([rice("single/single_aeration", 400), rice("single/continuous", 600)])
    found, _ = lines(given, in_east, rice_water="multiple_aeration", **DAYS)
    total = sum(line.amounts()[0] for line in found.values())
    assert total == pytest.approx(0.13 * (400 * 0.6 + 600))


def test_the_edition_of_2019(statistics_of, refined):
    found, _ = lines(statistics_of([rice("single")]), refined, rice_water="single_aeration", **DAYS)
    assert found["agriculture.rice.CH4.single"].amounts()[0] == pytest.approx(
        1000 * 100 * 1.19e-3 * 0.71
    )


def test_water_before_the_season_and_straw(statistics_of, in_east):
    settings = DAYS | {
        "rice_preseason": "flooded",
        "rice_organic": {"straw_before_season": 3.0, "compost": 10.0},
    }
    found, _ = lines(statistics_of([rice("single")]), in_east, rice_water="continuous", **settings)
    expected = 130 * 1.9 * (1 + 3 * 1.0 + 10 * 0.05) ** 0.59
    assert found["agriculture.rice.CH4.single"].amounts()[0] == pytest.approx(expected)


def test_all_that_the_method_of_days_lacks_is_told_at_once(statistics_of, in_east):
    assert lines(statistics_of([rice("single")]), in_east, rice="days") == (
        {},
        ["AGR005", "AGR006", "AGR007"],
    )


def test_nothing_ploughed_in_changes_nothing():
    assert ploughed_in().tolist() == [1.0]


def test_more_straw_more_methane():
    little, much = (ploughed_in(np.array([amount]), np.array([0.29])) for amount in (1.0, 6.0))
    assert 1 < little < much


def test_members_have_daily_factors_of_their_own():
    found = by_days(
        np.array([10.0, 20.0]), np.array([100.0]), np.array([[0.001], [0.002]]), np.array([1.0])
    )
    assert found == pytest.approx(np.array([[1, 2], [2, 4]]))
