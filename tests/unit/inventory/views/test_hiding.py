"""Confidential cells show C; a neighbour goes with them where they would follow by subtraction."""

import numpy as np
import pytest

from dualcarbon.inventory.views import entries, gpc, guideline, hiding, ipcc

YEARS = (2019, 2020)


def keys(view, place=0):
    return {row.id for row in view.rows if row.notation[place] == "C"}


@pytest.fixture
def tree(line, ledger):
    """Cement and lime, steel, households: cells 10, 20, 30, 40 of 2019."""
    lines = [line("2A1", 100, 100), line("2A2", 10, 10), line("2A3", 50, 50), line("2C1", 70, 70), line("1A4b", 5, 5)]  # fmt: skip
    return ipcc.view(entries.of(ledger(*lines)), YEARS, "AR5")


def test_nothing_is_hidden_where_nothing_is_confidential(tree):
    assert hiding.published(tree) == (tree, ())
    assert hiding.published(tree, {"data/activity.csv:999"}) == (tree, ())


def test_the_smallest_neighbour_goes_with_a_hidden_cell(tree):
    shown, faults = hiding.published(tree, {"data/activity.csv:10"})
    assert keys(shown) == {"2A1", "2A2"}
    assert keys(shown, 1) == set()
    assert faults == ()
    assert shown.row("2A").co2e.tolist() == [160, 160]
    assert shown.totals["total"].tolist() == [235, 235]


@pytest.mark.parametrize("key", ["NE", "NO", "C", "IE"])
def test_a_row_whose_cell_holds_a_key_covers_nothing(line, ledger, key):
    """Totals are without it, so cement would follow from its other neighbours."""
    lines = [line("2A1", 100, 1), line("2A2", np.nan, 1, item="lime_output"), line("2A3", 50, 1), line("1A4b", 5, 1)]  # fmt: skip
    book = ledger(*lines, notation={("lime_output", 2019): key})
    shown, faults = hiding.published(
        ipcc.view(entries.of(book), YEARS, "AR5"), {"data/activity.csv:10"}
    )
    assert keys(shown) - {"2A2"} == {"2A1", "2A3"}
    assert shown.row("2A2").notation[0] == key
    assert faults == ()


def test_two_hidden_cells_cover_each_other(tree):
    shown, _ = hiding.published(tree, {"data/activity.csv:10", "data/activity.csv:30"})
    assert keys(shown) == {"2A1", "2A3"}


def test_a_cell_without_a_neighbour_takes_what_holds_it_along(tree):
    shown, faults = hiding.published(tree, {"data/activity.csv:40"})
    assert {"2C1", "2C"} <= keys(shown)
    assert {"2A"} <= keys(shown)
    assert "2" not in keys(shown)
    assert faults == ()


def test_a_cell_that_follows_from_the_total_all_the_same_is_told(line, ledger):
    view = ipcc.view(entries.of(ledger(line("2A1", 1, 1))), YEARS, "AR5")
    shown, faults = hiding.published(view, {"data/activity.csv:10"})
    assert keys(shown) == {"2A1"}
    assert [f.code for f in faults] == ["VIEW003"]
    assert "2019" in faults[0].message("en")
    assert shown.totals["total"].tolist() == [1, 1]


def test_a_gas_that_only_one_row_emits_is_told_where_the_row_above_shows_it(line, ledger):
    lines = [line("2C3", 1, 1, gas="CF4"), line("2C3", 9, 9), line("2C1", 5, 5), line("1A4b", 1, 1)]
    view = ipcc.view(entries.of(ledger(*lines)), YEARS, "AR5")
    shown, faults = hiding.published(view, {"data/activity.csv:10"})
    assert {"2C3", "2C1", "2C"} <= keys(shown)
    assert "2C3" not in {dict(f.params)["row"] for f in faults}


def test_rows_of_a_city_are_covered_within_the_same_totals(line, ledger):
    lines = [line("1A4b", 5, 5), line("1A4a", 3, 3), line("2A1", 50, 50), line("3A1", 1, 1)]
    view = gpc.view(entries.of(ledger(*lines)), YEARS, "AR5")
    shown, faults = hiding.published(view, {"data/activity.csv:30"})
    assert keys(shown) == {"IV.1", "V.1"}
    assert faults == ()
    assert {name: values[0] for name, values in shown.totals.items()} == {"basic": 8, "basic_plus": 59, "territorial": 59}  # fmt: skip


def test_hidden_cells_lose_gases_grade_and_biogenic_carbon(line, ledger):
    lines = [
        line("1A4b", 5, 5, grades=("H", "H")),
        line("1A4b", 7, 7, memo="biomass"),
        line("1A4a", 3, 3),
    ]
    view = gpc.view(entries.of(ledger(*lines)), YEARS, "AR5")
    row = hiding.published(view, {"data/activity.csv:10"})[0].row("I.1.1")
    assert row.notation == ("C", "")
    assert row.grades == ("", "H")
    told = [str(values[0]) for values in (row.co2e, row.gases["CO2"], row.biogenic)]
    assert told == ["nan"] * 3
    assert row.biogenic[1] == 7


def test_hidden_cells_are_counted(tree):
    shown, _ = hiding.published(tree, {"data/activity.csv:10"})
    assert (hiding.count(tree), hiding.count(shown)) == (0, 2)


def test_a_row_does_not_follow_from_the_total_and_that_without_land(line, ledger):
    """Glass 50, forests -20, wastewater 33: waste would be the total without land less processes."""
    lines = [line("2A3", 50, 50), line("3B1", -20, -20), line("4D2", 33, 33)]
    view = guideline.view(entries.of(ledger(*lines)), YEARS, "AR5")
    shown, faults = hiding.published(view, {"data/activity.csv:30"})
    told = {row.id: row.co2e[0] for row in shown.rows if not row.empty}
    assert np.isnan(told["waste"])
    assert np.isnan(shown.totals["without_land"][0] - told["processes"])
    assert (faults, shown.totals["total"].tolist()) == ((), [63, 63])
    assert shown.totals["without_land"][1] == 83


@pytest.mark.parametrize("standard", [guideline, ipcc])
def test_the_only_row_of_land_takes_the_total_without_it_along(standard, line, ledger):
    lines = [line("2A3", 50, 50), line("3B1", -20, -20), line("1A2", 330, 330)]
    view = standard.view(entries.of(ledger(*lines)), YEARS, "AR5")
    shown, faults = hiding.published(view, {"data/activity.csv:20"})
    assert faults == ()
    assert np.isnan(shown.totals["without_land"]).tolist() == [True, False]
    assert shown.totals["total"].tolist() == [360, 360]


def test_a_gas_of_one_row_is_told_nowhere_above_it(line, ledger):
    """Cooling alone emits HFC-134a: no row that would show it is shown."""
    lines = [line("2F1", 1, 1, gas="HFC-134a"), line("2A1", 700, 700), line("1A4b", 9, 9)]
    view = ipcc.view(entries.of(ledger(*lines)), YEARS, "AR5")
    shown, faults = hiding.published(view, {"data/activity.csv:10"})
    told = [r.id for r in shown.rows if np.isfinite(r.gases.get("HFC-134a", np.full(2, np.nan))[0])]
    assert (told, faults) == ([], ())
    assert {"2F1", "2F", "2"} <= keys(shown)
