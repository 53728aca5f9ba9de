"""Key categories, against numbers worked by hand from the equations of the IPCC."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory import key_categories
from dualcarbon.inventory.ledger import Activity, Ledger, Line

YEARS = (2010, 2020)


def line(id, category, gas, *amounts, **more):
    series = Activity(name=id, unit="t", years=YEARS, values=np.array(amounts, dtype=float), refs=(f"{id}:1", f"{id}:2"))  # fmt: skip
    return Line(id=id, category=category, gas=gas, years=YEARS, inputs=(series,), method="combustion", **more)  # fmt: skip


@pytest.fixture
def ledger():
    """Power 60 -> 90, cement 30 -> 30, forest -10 -> -30: the whole 80 -> 90."""
    return Ledger(YEARS, (line("p", "1A1a", "CO2", 60, 90), line("c", "2A1", "CO2", 30, 30), line("f", "3B1", "CO2", -10, -30)))  # fmt: skip


def test_the_level_counts_removals_by_their_size(ledger):
    found = key_categories.level(ledger, "AR5", 2020)
    assert [(one.category, one.amount) for one in found] == [
        ("1A1a", 90),
        ("2A1", 30),
        ("3B1", -30),
    ]
    assert [one.score for one in found] == pytest.approx([0.6, 0.2, 0.2])
    assert [one.cumulative for one in found] == pytest.approx([0.6, 0.8, 1.0])
    assert all(one.key for one in found)


def test_the_trend_is_that_of_the_equation(ledger):
    found = {one.category: one.score for one in key_categories.trend(ledger, "AR5", 2010, 2020)}
    whole = (90 - 80) / 80
    assert found == pytest.approx({
        "1A1a": 60 / 100 * abs(30 / 60 - whole),
        "2A1": 30 / 100 * abs(0 - whole),
        "3B1": 10 / 100 * abs(-20 / 10 - whole),
    })  # fmt: skip


def test_a_category_that_begins_with_nothing_scores_its_size():
    base, last = {("1A1a", "CO2"): 100.0}, {("1A1a", "CO2"): 100.0, ("2E", "SF6"): 25.0}
    found = {one.category: one.score for one in key_categories.by_trend(base, last)}
    assert found == pytest.approx({"2E": 0.25, "1A1a": 0.25})


def test_without_land_the_whole_is_another_one(ledger):
    bare = key_categories.without_land(ledger)
    assert [one.category for one in key_categories.level(bare, "AR5", 2020)] == ["1A1a", "2A1"]
    assert key_categories.level(bare, "AR5", 2020)[0].share == pytest.approx(0.75)


def test_lines_outside_the_territorial_account_have_no_place():
    lines = (line("a", "1A1a", "CO2", 1, 1), line("b", "1A4b", "CO2", 9, 9, scope=2), line("m", "M1", "CO2", 9, 9, memo="bunkers"))  # fmt: skip
    assert [one.category for one in key_categories.level(Ledger(YEARS, lines), "AR5", 2020)] == [
        "1A1a"
    ]


def test_a_gas_is_ranked_apart_and_by_its_potential():
    book = Ledger(YEARS, (line("a", "4A", "CH4", 1, 1), line("b", "4A", "N2O", 1, 1)))
    assert [(one.gas, one.amount) for one in key_categories.level(book, "AR5", 2010)] == [
        ("N2O", 265),
        ("CH4", 28),
    ]


def test_the_first_that_make_up_95_percent_are_key():
    found = key_categories.by_level({("1A1a", "CO2"): 90.0, ("2A1", "CO2"): 5.0, ("4A", "CH4"): 3.0, ("2A2", "CO2"): 2.0})  # fmt: skip
    assert [one.key for one in found] == [True, True, False, False]


def test_what_has_no_value_is_left_out_of_the_level_and_stops_the_trend():
    book = Ledger(YEARS, (line("a", "1A1a", "CO2", 1, 2), line("b", "2A1", "CO2", np.nan, 1)))
    assert [one.category for one in key_categories.level(book, "AR5", 2010)] == ["1A1a"]
    assert key_categories.trend(book, "AR5", 2010, 2020) == ()


def test_an_account_that_begins_with_nothing_has_no_trend():
    assert (
        key_categories.by_trend(
            {("1A1a", "CO2"): 5.0, ("3B1", "CO2"): -5.0}, {("1A1a", "CO2"): 9.0}
        )
        == ()
    )
    assert key_categories.by_level({("1A1a", "CO2"): 0.0}) == ()
