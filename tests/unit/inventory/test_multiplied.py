"""Sources that are activity times numbers: lines by kind, faults once, choices of the study as numbers."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.multiplied import (
    N_TO_N2O,
    Factor,
    Source,
    declared,
    found,
    overdrawn,
    parted,
    times,
    twice,
)
from dualcarbon.reference.numbers import Number, Shelf
from dualcarbon.vocabulary.faults import note

SOURCE = Source(
    name="area", indicator="waste_composted", unit="t", category="4B", gas="CH4",
    factors=(Factor(quantity="CH4", unit="t/t"),), method="activity_times_factor",
)  # fmt: skip


def shelf(**by_kind):
    numbers = [
        Number(id=f"n.{kind}", item="waste_composted", kind=kind.strip("_"), quantity="CH4", value=value, unit="kg/t")
        for kind, value in by_kind.items()
    ]  # fmt: skip
    return Shelf(("local",), (), numbers)


def test_each_kind_is_a_line_with_its_own_number(statistics_of):
    rows = [
        ("waste_composted", kind, "t", {2016: 1000, 2017: 2000}) for kind in ("kitchen", "park")
    ]
    made, faults = parted(found(SOURCE, statistics_of(rows), shelf(kitchen=2.0, park=3.0)))
    assert [line.id for line in made] == [
        "area.CH4.waste_composted.kitchen",
        "area.CH4.waste_composted.park",
    ]
    assert [line.amounts().tolist() for line in made] == [[2, 4], [3, 6]]
    assert faults == ()


def test_a_kind_without_number_is_told_and_the_others_stay(statistics_of):
    rows = [("waste_composted", kind, "t", {2017: 1}) for kind in ("kitchen", "park")]
    made, faults = parted(found(SOURCE, statistics_of(rows), shelf(park=3.0)))
    assert [line.kind for line in made] == ["park"]
    assert [f.code for f in faults] == ["REF042"]


@pytest.mark.parametrize(
    ("kind", "taken"), [(None, "kitchen"), ("park", "park"), (lambda kind: kind.upper(), "KITCHEN")]
)
def test_a_factor_is_of_the_kind_of_the_activity_a_fixed_one_or_what_a_function_says(kind, taken):
    factor = Factor(quantity="CH4", unit="t/t", kind=kind)
    known = shelf(kitchen=2.0, park=3.0, KITCHEN=4.0)
    assert factor.of("waste_composted", "kitchen", known, (2017,)).numbers[0].kind == taken


def test_a_choice_of_the_study_is_taken_as_it_is():
    given = declared("account.waste.kept", 0.5, "1")
    assert Factor(given=given).of("waste_composted", "", shelf(), (2017,)) is given
    assert (given.numbers[0].mark, given.values.tolist()) == ("A", [0.5])
    assert declared("key", 0.5, "1", source="Survey").numbers[0].mark == ""


def test_activity_numbers_and_ratio_of_masses_are_multiplied_member_by_member():
    amounts = times(N_TO_N2O)(np.array([28.0, 56.0]), np.array([[0.5], [1.0]]))
    assert amounts == pytest.approx(np.array([[22, 44], [44, 88]]))


def test_a_fault_that_several_share_is_told_once():
    told = note("AGR002")
    assert parted([told, note("AGR002"), note("WST011")])[1] == (told, note("WST011"))


def test_a_total_beside_kinds_is_told_with_the_kinds_and_the_year(statistics_of):
    rows = [
        ("sheep", "", "head", {2016: 1, 2017: 3}),
        ("sheep", "pasture", "head", {2017: 2}),
        ("sheep", "household", "head", {2015: 1}),
    ]
    (told,) = twice("sheep", "head", statistics_of(rows))
    assert dict(told.params)["kinds"] == "pasture"
    assert dict(told.params)["year"] == 2017
    assert list(twice("sheep", "head", statistics_of(rows[1:]))) == []


def line(*values):
    given = declared("x", 1.0, "1")
    return Line(
        id=str(values), category="4A", gas="CH4", years=(2016, 2017), inputs=(given,), method="activity_times_factor",
        formula=lambda one: one * np.array(values),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        ([], None),
        ([line(1, 2), line(-1, -2)], None),
        ([line(1, 2), line(0, -3)], 2017),
        ([line(np.nan, -1)], 2017),
    ],
)
def test_less_than_nothing_is_found_in_its_first_year(lines, year):
    assert overdrawn(lines, (2016, 2017)) == year
