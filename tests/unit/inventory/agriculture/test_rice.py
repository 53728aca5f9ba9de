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


@pytest.mark.parametrize(("region", "daily"), [("320000", 1.32), ("000000", 1.19)])
def test_the_edition_of_2019_has_a_daily_factor_of_east_asia(statistics_of, region, daily):
    shelf = Shelf(tiers("2019"), zones(region))
    found, _ = lines(statistics_of([rice("single")]), shelf, rice_water="single_aeration", **DAYS)
    assert found["agriculture.rice.CH4.single"].amounts()[0] == pytest.approx(
        1000 * 100 * daily / 1000 * 0.71
    )


def test_the_days_of_east_asia_go_with_its_daily_factor(statistics_of, refined):
    given = {"rice": "days", "rice_water": "continuous", "rice_preseason": "short_drained"}
    found, codes = lines(statistics_of([rice("single")]), refined, **given)
    assert found["agriculture.rice.CH4.single"].amounts()[0] == pytest.approx(112 * 1.32)
    stated, _ = lines(statistics_of([rice("single")]), refined, **given, rice_days={"single": 90.0})
    assert stated["agriculture.rice.CH4.single"].amounts()[0] == pytest.approx(90 * 1.32)
    assert codes == []


@pytest.mark.parametrize(
    ("before", "scale"), [("short_drained", 1.0), ("long_drained", 0.89), ("flooded", 2.41)]
)
def test_water_before_the_season_in_the_edition_of_2019(statistics_of, refined, before, scale):
    settings = DAYS | {"rice_preseason": before, "rice_water": "continuous"}
    line = lines(statistics_of([rice("single")]), refined, **settings)[0][
        "agriculture.rice.CH4.single"
    ]
    assert line.amounts()[0] == pytest.approx(132 * scale)
    assert {n.edition for n in line.numbers if n.quantity != "days"} == {"ipcc_2019"}


@pytest.mark.parametrize(
    ("kind", "conversion"),
    [
        ("straw_before_season", 1.0),
        ("straw_off_season", 0.19),
        ("compost", 0.17),
        ("farmyard_manure", 0.21),
        ("green_manure", 0.45),
    ],
)
def test_what_is_ploughed_in_counts_by_the_edition_of_2019(
    statistics_of, refined, kind, conversion
):
    settings = DAYS | {"rice_organic": {kind: 4.0}, "rice_water": "continuous"}
    found, _ = lines(statistics_of([rice("single")]), refined, **settings)
    assert found["agriculture.rice.CH4.single"].amounts()[0] == pytest.approx(
        132 * (1 + 4 * conversion) ** 0.59
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


def test_a_season_given_whole_and_by_its_water_is_refused(statistics_of, in_east):
    rows = [rice("late", 400), rice("late/multiple_aeration", 300)]
    _, faults = agriculture.lines(statistics_of(rows), Agriculture(), in_east)
    (told,) = [f for f in faults if f.code == "LED020"]
    assert dict(told.params)["kinds"] == "late, late/multiple_aeration"


def test_seasons_and_waters_of_other_years_are_no_matter(statistics_of, in_east):
    rows = [("rice_area", "late", "ha", {2016: 1}), ("rice_area", "late/continuous", "ha", {2017: 1}), rice("early")]  # fmt: skip
    assert lines(statistics_of(rows), in_east)[1] == []
