"""Rows: sums by gas, notation keys instead of values, grades, and views of several regions."""

import dataclasses

import numpy as np
import pytest

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.inventory.views import entries, gpc, guideline, ipcc, rows
from dualcarbon.vocabulary.names import GUIDELINE

YEARS = (2019, 2020)


@pytest.fixture
def seen(ledger):
    """See lines by the categories of the IPCC."""
    return lambda *lines, stated=None, **more: ipcc.view(
        entries.of(ledger(*lines, **more)), YEARS, "AR5", stated=stated
    )


def test_gases_are_kept_in_tonnes_and_weighed_at_the_view(line, seen):
    view = seen(line("3A1", 10, 20, gas="CH4"), line("3A1", 1, 1, gas="N2O"))
    row = view.row("3A1")
    assert list(row.gases) == ["CH4", "N2O"]
    assert row.gases["CH4"].tolist() == [10, 20]
    assert row.co2e.tolist() == [10 * 28 + 265, 20 * 28 + 265]


def test_the_set_is_chosen_at_the_view(line, ledger):
    book = entries.of(ledger(line("3A1", 1, 1, gas="CH4")))
    told = {name: ipcc.view(book, YEARS, name).totals["total"][0] for name in ("SAR", "AR4", "AR5")}
    assert told == {"SAR": 21, "AR4": 25, "AR5": 28}


def test_a_row_without_a_line_is_not_estimated_unless_it_is_said_why(line, seen):
    view = seen(line("2A1", 1, 1), stated={"1B1": "NO"})
    assert view.row("2A2").notation == ("NE", "NE")
    assert view.row("1B1").notation == ("NO", "NO")
    assert np.isnan(view.row("1B1").co2e).all()


def test_a_year_in_which_a_line_has_no_value_is_not_estimated(line, seen):
    view = seen(line("2A1", 1, np.nan), line("2A1", 1, 1, gas="CH4"))
    assert view.row("2A1").notation == ("", "NE")
    assert np.isnan(view.totals["total"][1])


@pytest.mark.parametrize("key", ["NO", "IE", "NE", "C"])
def test_a_key_in_place_of_a_value_adds_nothing(line, seen, key):
    cement = line("2A1", 5, np.nan, item="clinker_output")
    view = seen(cement, line("2A2", 1, 1), notation={("clinker_output", 2020): key})
    assert view.row("2A1").notation == ("", key)
    assert view.row("2A").co2e.tolist() == [6, 1]
    assert view.totals["total"].tolist() == [6, 1]


@pytest.mark.parametrize("key", ["NE", "C"])
def test_a_blank_beside_a_key_leaves_the_total_open(line, seen, key):
    cement = line("2A1", 5, np.nan, item="clinker_output")
    blank = line("2A1", 1, np.nan, gas="CH4")
    view = seen(cement, blank, notation={("clinker_output", 2020): key})
    assert view.row("2A1").notation == ("", "NE")
    assert np.isnan(view.totals["total"][1])


def test_a_row_of_which_a_part_is_left_out_has_the_value_of_the_rest(line, seen):
    camels = line("3A1", 5, np.nan, item="camel")
    view = seen(camels, line("3A1", 2, 3), notation={("camel", 2020): "NE"})
    assert view.row("3A1").notation == ("", "")
    assert view.row("3A1").co2e.tolist() == [7, 3]


def test_of_keys_alone_the_row_shows_what_is_kept_from_it_first(line, seen):
    camels, horses = line("3A1", 5, np.nan, item="camel"), line("3A1", 5, np.nan, item="horse")
    view = seen(camels, horses, notation={("camel", 2020): "NO", ("horse", 2020): "NE"})
    assert view.row("3A1").notation == ("", "NE")
    assert np.isnan(view.row("3A1").gases["CO2"][1])


def test_of_two_regions_a_key_stands_where_neither_has_a_value(line, seen):
    def region(*amounts, key):
        return seen(line("2A1", *amounts, item="clinker_output"), notation={("clinker_output", 2020): key})  # fmt: skip

    one, other = region(5, np.nan, key="NE"), region(1, 4, key="")
    both = rows.together({"a": one, "b": other})
    assert both.row("2A1").co2e.tolist() == [6, 4]
    none = rows.together({"a": one, "b": region(1, np.nan, key="NO")})
    assert none.row("2A1").notation == ("", "NE")
    assert np.isnan(none.row("2A1").co2e[1])
    assert none.totals["total"].tolist() == [6, 0]


def test_the_worst_grade_speaks_for_a_row(line, seen):
    view = seen(line("2A1", 1, 1, grades=("H", "H")), line("2A1", 1, 1, grades=("M", "")))
    assert view.row("2A1").grades == ("M", "H")


def test_a_category_that_nobody_knows_is_refused_by_name(line, ledger):
    with pytest.raises(InputError, match=r'line 1 .*"2A99" has no place') as refusal:
        ipcc.view(entries.of(ledger(line("2A99", 1, 1))), YEARS, "AR5")
    assert [fault.code for fault in refusal.value.faults] == ["VIEW001"]


@pytest.mark.parametrize("view", [guideline.view, gpc.view, ipcc.view])
def test_a_line_of_the_account_may_not_stand_under_what_is_told_apart(line, ledger, view):
    with pytest.raises(InputError, match="M1"):
        view(entries.of(ledger(line("M1", 1, 1))), YEARS, "AR5")


def test_a_heading_alone_has_no_place_in_the_guideline(line, ledger):
    with pytest.raises(
        InputError, match='"2B" has no place in the view by the provincial guideline'
    ):
        guideline.view(entries.of(ledger(line("2B", 1, 1))), YEARS, "AR5")


def test_a_row_takes_the_key_of_its_categories_where_all_say_the_same():
    said = {"2C5": "NO", "2C6": "NO", "2A1": "IE", "3A1": "NO", "waste": "NE"}
    keys = rows.keys_of(said, GUIDELINE, "guideline")
    assert keys["processes.lead_zinc"] == "NO"
    assert keys["processes.cement"] == "IE"
    assert keys["waste"] == "NE"
    assert "processes.lead_zinc" not in rows.keys_of({"2C5": "NO"}, GUIDELINE, "guideline")


def test_two_sets_never_mix(line, ledger):
    book = entries.of(ledger(line("2A1", 1, 1)))
    views = {name: ipcc.view(book, YEARS, name) for name in ("AR4", "AR5")}
    with pytest.raises(InputError, match="AR4 uses AR4, AR5 uses AR5; two sets") as refusal:
        rows.together(views)
    assert [fault.code for fault in refusal.value.faults] == ["UNIT009"]


def test_views_of_different_years_or_standards_do_not_add(line, ledger):
    book = entries.of(ledger(line("2A1", 1, 1)))
    one = ipcc.view(book, YEARS, "AR5")
    with pytest.raises(Misaligned, match="different standards or years: a, b"):
        rows.together({"a": one, "b": dataclasses.replace(one, years=(2018, 2019))})


def test_regions_add_up_row_by_row(line, ledger):
    north = ipcc.view(entries.of(ledger(line("2A1", 1, 2, grades=("H", "H")))), YEARS, "AR5")
    south = ipcc.view(entries.of(ledger(line("2A1", 10, 20, grades=("L", "H")), line("3A1", 1, 1, gas="CH4"))), YEARS, "AR5")  # fmt: skip
    both = rows.together({"north": north, "south": south})
    assert both.row("2A1").co2e.tolist() == [11, 22]
    assert both.row("2A1").grades == ("L", "H")
    assert both.row("3A1").co2e.tolist() == [28, 28]
    assert both.totals["total"].tolist() == [39, 50]


def test_memo_is_told_by_its_kind_and_in_no_total(line, ledger):
    book = ledger(
        line("1A4b", 7, 8, memo="biomass"),
        line("M1", 1, 1, gas="CH4", memo="bunkers"),
        line("2A1", 1, 1),
    )
    view = ipcc.view(entries.of(book), YEARS, "AR5")
    assert {name: values.tolist() for name, values in view.memo.items()} == {
        "biomass": [7, 8],
        "bunkers": [28, 28],
    }
    assert view.totals["total"].tolist() == [1, 1]


def test_a_view_is_a_table_with_keys_where_values_lack(line, seen):
    frame = seen(line("2A1", 3, np.nan)).frame()
    cement = frame.filter(frame["row"] == "2A1")
    told = {
        (r["year"], r["gas"]): (r["amount_t"], r["notation"]) for r in cement.iter_rows(named=True)
    }
    assert told == {
        (2019, "CO2"): (3, ""),
        (2019, "CO2e"): (3, ""),
        (2020, "CO2"): (None, "NE"),
        (2020, "CO2e"): (None, "NE"),
    }
