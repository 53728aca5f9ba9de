"""Livestock by housing, age and region; animals without a factor are told."""

from __future__ import annotations

import pytest

from dualcarbon.inventory import agriculture
from dualcarbon.inventory.declared import Agriculture
from dualcarbon.reference.numbers import Shelf, tiers, zones


def lines(given, shelf, **settings):
    parts = agriculture.lines(given, Agriculture(**settings), shelf)
    return {line.id: line for line in parts[0]}, [fault.code for fault in parts[1]]


def heads(animal, kind="", count=1000):
    return (animal, kind, "head", {2016: count, 2017: 2 * count})


@pytest.mark.parametrize(
    ("kind", "factor"),
    [
        ("scale_farm", 88.1),
        ("household", 89.3),
        ("pasture", 99.3),
        ("young", 21.9),
        ("breeding_female", 109.9),
        ("", 68),
    ],
)
def test_digestion_of_dairy_cattle_by_housing_or_age(statistics_of, in_east, kind, factor):
    found, _ = lines(statistics_of([heads("dairy_cattle", kind)]), in_east)
    id = "agriculture.enteric.CH4.dairy_cattle" + (f".{kind}" if kind else "")
    assert found[id].amounts() == pytest.approx([factor, 2 * factor])
    assert found[id].category == "3A1"


def test_numbers_of_2019_go_before_those_of_2006(statistics_of, refined):
    found, _ = lines(statistics_of([heads("dairy_cattle")]), refined)
    line = found["agriculture.enteric.CH4.dairy_cattle"]
    assert line.amounts()[0] == pytest.approx(78)
    assert [(n.lo95, n.hi95) for n in line.numbers] == [
        (pytest.approx(0.0468), pytest.approx(0.1092))
    ]


@pytest.mark.parametrize(
    ("region", "ch4", "n2o"),
    [("320000", 5.08, 0.175), ("150000", 3.12, 0.227), ("440000", 5.85, 0.157)],
)
def test_manure_by_region(statistics_of, region, ch4, n2o):
    shelf = Shelf(tiers(), zones(region))
    found, _ = lines(statistics_of([heads("pig")]), shelf)
    assert found["agriculture.manure.CH4.pig"].amounts()[0] == pytest.approx(ch4)
    assert found["agriculture.manure.N2O.pig"].amounts()[0] == pytest.approx(n2o)


def test_pigs_of_the_provincial_and_of_the_national_standard(statistics_of, in_east, refined):
    for shelf, factor in ((in_east, 1.0), (refined, 1.5)):
        found, _ = lines(statistics_of([heads("pig")]), shelf)
        assert found["agriculture.enteric.CH4.pig"].amounts()[0] == pytest.approx(factor)


def test_statistics_count_in_ten_thousands_and_in_chinese(statistics_of, in_east):
    given = statistics_of([("poultry", "", "万只", {2016: 1, 2017: 1})])
    found, _ = lines(given, in_east)
    assert found["agriculture.manure.CH4.poultry"].amounts() == pytest.approx([0.2, 0.2])
    assert "agriculture.enteric.CH4.poultry" not in found


def test_an_animal_without_a_factor_is_told_and_the_rest_stays(statistics_of):
    north = Shelf(tiers(), zones("110000"))
    given = statistics_of([heads("buffalo", "household")])
    parts = agriculture.lines(given, Agriculture(), north)
    assert [line.id for line in parts[0]] == ["agriculture.enteric.CH4.buffalo.household"]
    assert [f.code for f in parts[1]] == ["AGR001", "AGR001", "AGR002"]
    assert "Buffalo" in parts[1][0].message("en")
    assert "水牛" in parts[1][0].message("zh")


def test_herds_given_whole_and_by_housing_are_refused(statistics_of, in_east):
    rows = [heads("sheep"), heads("sheep", "pasture")]
    _, codes = lines(statistics_of(rows), in_east)
    assert "LED020" in codes


def test_emissions_are_linear_in_heads(statistics_of, in_east):
    few, many = (
        lines(statistics_of([heads("goat", "pasture", n)]), in_east)[0] for n in (100, 700)
    )
    for id, line in few.items():
        assert many[id].amounts() == pytest.approx(7 * line.amounts())


def told(given, shelf, code):
    return [f for f in agriculture.lines(given, Agriculture(), shelf)[1] if f.code == code]


@pytest.mark.parametrize("ages", ["young", "breeding_female"])
def test_a_herd_split_in_two_ways_is_refused(statistics_of, in_east, ages):
    rows = [heads("dairy_cattle", "scale_farm"), heads("dairy_cattle", ages)]
    (fault,) = told(statistics_of(rows), in_east, "AGR008")
    assert fault.level == "error"
    assert f"2016 is given by housing and by age (scale_farm, {ages})" in fault.message()


@pytest.mark.parametrize(
    "rows",
    [
        [heads("sheep", "young"), heads("sheep", "breeding_female")],
        [heads("sheep", "pasture"), heads("goat", "young")],
        [("sheep", "pasture", "head", {2016: 1}), ("sheep", "young", "head", {2017: 1})],
    ],
)
def test_one_way_in_a_year_is_no_matter(statistics_of, in_east, rows):
    assert told(statistics_of(rows), in_east, "AGR008") == []


def test_the_number_that_serves_a_kind_of_none_is_told(statistics_of, in_east):
    (fault,) = told(statistics_of([heads("pig", "sow")]), in_east, "LED021")
    assert fault.level == "warn"
    assert "(sow): no number is of this kind; that of all serves: CH4_enteric 0.001 t/head" in fault.message()  # fmt: skip
