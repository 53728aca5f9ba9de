"""The area as a whole: composting, what is given twice, what is not given."""

from __future__ import annotations

import pytest

from dualcarbon.inventory import waste
from dualcarbon.inventory.declared import Waste
from dualcarbon.reference.numbers import Number, Shelf, tiers
from dualcarbon.vocabulary.names import CATEGORIES, INDICATORS, METHODS


def test_no_statistics_no_lines(statistics_of, in_east):
    given = statistics_of([("clinker_output", "", "t", {2017: 1})])
    assert waste.lines(given, Waste(), in_east) == ((), ())


def test_compost_and_digesters_by_hand(statistics_of, in_east):
    rows = [
        ("waste_composted", "", "10^4 t", {2016: 1, 2017: 1}),
        ("waste_digested", "", "t", {2016: 500, 2017: 0}),
    ]
    found = {
        line.id: line.amounts() for line in waste.lines(statistics_of(rows), Waste(), in_east)[0]
    }
    assert found["waste.biological.CH4.waste_composted"] == pytest.approx([40, 40])
    assert found["waste.biological.N2O.waste_composted"] == pytest.approx([2.4, 2.4])
    assert found["waste.biological.CH4.waste_digested"] == pytest.approx([0.4, 0])


def test_a_total_beside_its_kinds_is_refused(statistics_of, in_east):
    rows = [("waste_composted", kind, "t", {2016: 1, 2017: 1}) for kind in ("", "kitchen")]
    told = waste.lines(statistics_of(rows), Waste(), in_east)[1]
    assert [f.code for f in told if f.level == "error"] == ["LED020"]
    assert dict(told[0].params)["year"] == 2016


def test_a_total_of_other_years_than_its_kinds_is_not(statistics_of, in_east):
    rows = [("waste_composted", "", "t", {2016: 1}), ("waste_composted", "kitchen", "t", {2017: 1})]
    told = waste.lines(statistics_of(rows), Waste(), in_east)[1]
    assert [f.code for f in told if f.level == "error"] == []


def test_a_wrong_unit_is_told_by_the_table(statistics_of, in_east):
    given = statistics_of([("waste_composted", "", "m3", {2017: 1})])
    assert waste.lines(given, Waste(), in_east) == ((), ())
    assert [f.code for f in given.faults] == ["LED002"]


def test_names_of_lines_are_in_the_books(statistics_of, in_east):
    rows = [
        (indicator, "", unit.replace("t/", "kg/"), {2016: 1, 2017: 1})
        for indicator, unit in waste.INDICATORS.items()
    ]
    parts = waste.lines(statistics_of(rows, {2016: 1, 2017: 1}), Waste(), in_east)
    assert parts[0]
    for line in parts[0]:
        assert line.category in CATEGORIES
        assert line.method in METHODS
        assert line.item in INDICATORS
    assert set(waste.INDICATORS) <= set(INDICATORS)


@pytest.mark.parametrize(
    ("indicator", "kind"),
    [
        ("waste_composted", "dry"),
        ("waste_digested", "dry"),
        ("waste_open_burned", "hazardous"),
        ("waste_open_burned", "sludge"),
        ("waste_open_burned", "xyz"),
    ],
)
def test_a_kind_that_wants_another_number_is_refused(statistics_of, in_east, indicator, kind):
    given = statistics_of([(indicator, kind, "t", {2016: 1, 2017: 1})])
    found, told = waste.lines(given, Waste(), in_east)
    assert [line for line in found if line.gas == "CH4"] == []
    assert {f.code for f in told} == {"REF042"}


def test_a_kind_that_the_study_states_serves_untold(statistics_of):
    own = [
        Number(id=f"n:{gas}", item="waste_composted", kind="dry", quantity=gas, value=10, unit="kg/t")
        for gas in ("CH4", "N2O")
    ]  # fmt: skip
    given = statistics_of([("waste_composted", "dry", "t", {2016: 1000, 2017: 1000})])
    found, told = waste.lines(given, Waste(), Shelf(tiers(), (), own))
    assert [line.amounts()[0] for line in found] == pytest.approx([10, 10])
    assert told == ()


def test_the_number_that_serves_wet_waste_of_any_name_is_told(statistics_of, in_east):
    given = statistics_of([("waste_composted", "kitchen", "t", {2016: 1, 2017: 1})])
    messages = [f.message() for f in waste.lines(given, Waste(), in_east)[1]]
    assert ["CH4 0.004 t/t" in messages[0], "N2O 0.00024 t/t" in messages[1]] == [True, True]
    assert all("(kitchen)" in message for message in messages)


def test_household_waste_burnt_in_the_open_may_be_named(statistics_of, in_east):
    given = statistics_of([("waste_open_burned", "municipal", "t", {2016: 1, 2017: 1})])
    found, told = waste.lines(given, Waste(), in_east)
    assert (len(found), told) == (3, ())
