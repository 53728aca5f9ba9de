"""The four orders: where lines of each kind stand, and what the totals of a city hold."""

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory.views import entries, gpc, guideline, ipcc, variables
from dualcarbon.vocabulary.names import CATEGORIES, GPC, GUIDELINE

YEARS = (2019, 2020)


@pytest.fixture
def city(ledger):
    """See lines as a city."""
    return lambda *lines, stated=None: gpc.view(
        entries.of(ledger(*lines)), YEARS, "AR5", stated=stated
    )


def test_the_table_of_categories_names_only_rows_that_exist():
    for id in CATEGORIES:
        more = CATEGORIES[id].more
        assert not more["gpc"] or GPC[more["gpc"]].more["scope"] == "1"
        assert not more["guideline"] or more["guideline"] in GUIDELINE
        assert bool(more["gpc"]) == (bool(more["guideline"]) and more["sector"] != "memo"), id
        assert bool(more["gpc"]) <= bool(more["iamc"]), id


def test_every_category_is_held_by_one_that_exists():
    assert {ipcc.parent(id) for id in ipcc.tree()} - {""} <= set(CATEGORIES)


def test_a_reference_says_its_sub_sector_and_scope():
    for id in GPC:
        more = GPC[id].more
        assert id == more["sub"] or id.startswith(more["sub"] + ".")
        assert more["scope"] in "123"
        assert more["territorial"] == ("1" if more["scope"] == "1" else "0")
        assert more["basic"] <= more["basic_plus"]


def test_a_category_holds_all_below_it(line, ledger):
    book = entries.of(
        ledger(line("1A3b", 1, 2), line("1A1a", 10, 20), line("1B1", 1, 1, gas="CH4"))
    )
    view = ipcc.view(book, YEARS, "AR5")
    told = {id: view.row(id).co2e.tolist() for id in ("1A3b", "1A3", "1A", "1B", "1")}
    assert told == {"1A3b": [1, 2], "1A3": [1, 2], "1A": [11, 22], "1B": [28, 28], "1": [39, 50]}


def test_what_a_broad_category_holds_is_said_of_the_narrow_ones(line, ledger):
    view = ipcc.view(entries.of(ledger(line("1A3", 1, 1), line("1A1bc", 1, 1))), YEARS, "AR5")
    told = {
        id: view.row(id).notation[0]
        for id in ("1A3", "1A3a", "1A3b", "1A1b", "1A1c", "1A1a", "2A1")
    }
    assert told == {
        "1A3": "",
        "1A3a": "IE",
        "1A3b": "IE",
        "1A1b": "IE",
        "1A1c": "IE",
        "1A1a": "NE",
        "2A1": "NE",
    }


def test_land_is_in_one_total_and_not_in_the_other(line, ledger):
    book = entries.of(ledger(line("2A1", 10, 10), line("3B1", -4, -5), line("3D1", -1, -1)))
    for standard in (ipcc, guideline):
        totals = standard.view(book, YEARS, "AR5").totals
        assert totals["total"].tolist() == [5, 4]
        assert totals["without_land"].tolist() == [10, 10]


def test_the_guideline_keeps_its_sectors(line, ledger):
    book = entries.of(ledger(line("2C5", 1, 1), line("2C6", 2, 2), line("3C4", 1, 1, gas="N2O"), line("4D1", 1, 1, gas="CH4")))  # fmt: skip
    view = guideline.view(book, YEARS, "SAR")
    told = {
        id: view.row(id).co2e[0]
        for id in ("processes.lead_zinc", "processes", "agriculture", "waste")
    }
    assert told == {"processes.lead_zinc": 3, "processes": 3, "agriculture": 310, "waste": 21}
    assert view.row("energy").notation == ("NE", "NE")


def test_energy_used_stands_in_scope_2_of_its_user(line, city):
    view = city(line("1A4b", 5, 5), line("1A4b", 7, 7, scope=2), line("1A3", 1, 1, scope=2))
    assert view.row("I.1.1").co2e.tolist() == [5, 5]
    assert view.row("I.1.2").co2e.tolist() == [7, 7]
    assert view.row("II.1.2").co2e.tolist() == [1, 1]
    assert view.row("II.2.2").notation == ("IE", "IE")
    assert view.totals["territorial"].tolist() == [5, 5]
    assert view.totals["basic"].tolist() == [13, 13]


def test_energy_supplied_to_the_grid_is_territorial_but_in_neither_basic_nor_basic_plus(line, city):
    totals = city(line("1A1a", 100, 100), line("1A2", 10, 10)).totals
    assert {name: values[0] for name, values in totals.items()} == {"basic": 10, "basic_plus": 10, "territorial": 110}  # fmt: skip


def test_waste_counts_where_it_was_made(line, city):
    view = city(line("4A", 1, 1), line("4A", 2, 2, scope=3), line("4A", 4, 4, flow="import"))
    told = {id: view.row(id).co2e[0] for id in ("III.1.1", "III.1.2", "III.1.3")}
    assert told == {"III.1.1": 1, "III.1.2": 2, "III.1.3": 4}
    assert view.totals["basic"][0] == 3
    assert view.totals["territorial"][0] == 5


def test_losses_processes_and_land_are_in_basic_plus_only(line, city):
    totals = city(line("1A4a", 1, 1, scope=3), line("2A1", 10, 10), line("3B1", -4, -4)).totals
    assert {name: values[0] for name, values in totals.items()} == {"basic": 0, "basic_plus": 7, "territorial": 6}  # fmt: skip


def test_a_flow_of_trade_is_waste_of_others_only_in_waste(line, city):
    assert city(line("1A2", 3, 3, flow="import")).row("I.3.1").co2e.tolist() == [3, 3]


def test_a_scope_that_a_sub_sector_lacks_is_refused_by_name(line, city):
    with pytest.raises(
        InputError, match=r"line 1 .*no row for scope 2 of Industrial processes"
    ) as refusal:
        city(line("2A1", 1, 1, scope=2))
    assert [fault.code for fault in refusal.value.faults] == ["VIEW002"]


def test_carbon_dioxide_of_biomass_stands_beside_its_row(line, city):
    view = city(
        line("1A4b", 5, 5), line("1A4b", 9, 9, memo="biomass"), line("M2", 1, 1, memo="biomass")
    )
    assert view.row("I.1.1").biogenic.tolist() == [9, 9]
    assert view.row("I.1.1").co2e.tolist() == [5, 5]
    assert view.memo["biomass"].tolist() == [10, 10]


def test_credits_and_nature_are_in_no_view(line, ledger):
    book = entries.of(ledger(line("3B1", -9, -9, ledger="project"), line("M3", -9, -9, ledger="natural", memo="natural"), line("3B1", -1, -1)))  # fmt: skip
    views = [standard.view(book, YEARS, "AR5") for standard in (ipcc, guideline, variables)]
    assert [view.totals["total"][0] for view in views] == [-1, -1, -1]
    assert gpc.view(book, YEARS, "AR5").totals["territorial"][0] == -1


def test_keys_may_be_said_of_references_and_of_categories(city, line):
    view = city(line("2A1", 1, 1), stated={"I.7.1": "NO", "1A3c": "NO", "VI.1": "IE"})
    assert [view.row(id).notation[0] for id in ("I.7.1", "II.2.1", "VI.1", "I.8.1")] == [
        "NO",
        "NO",
        "IE",
        "NE",
    ]


def test_variables_form_a_tree(line, ledger):
    view = variables.view(entries.of(ledger(line("1A3b", 1, 1), line("1A2", 2, 2), line("4A", 1, 1, gas="CH4"))), YEARS, "AR5")  # fmt: skip
    told = {
        path: view.row(path).co2e[0]
        for path in ("Energy|Demand|Transportation|Road", "Energy|Demand", "Waste")
    }
    assert told == {"Energy|Demand|Transportation|Road": 1, "Energy|Demand": 3, "Waste": 28}
    assert view.totals["total"][0] == 31


def test_a_row_of_nothing_is_empty_and_a_row_of_zero_is_not(line, city):
    view = city(line("1A4b", 0, 0))
    assert not view.row("I.1.1").empty
    assert view.row("I.1.1").co2e.tolist() == [0, 0]
    assert view.row("I.2.1").empty
    assert np.isnan(view.row("I.2.1").co2e).all()
