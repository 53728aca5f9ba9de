"""What a view takes of a line: its amounts, cells, grades, and what the tables say of missing cells."""

import numpy as np
import polars as pl
import pytest

from dualcarbon.inventory.views import entries


def test_a_year_rests_on_the_cell_of_that_year(line, ledger):
    (entry,) = entries.of(ledger(line("2A1", 1, 2, grades=("H", "L"))))
    assert entry.refs == (frozenset({"data/activity.csv:10"}), frozenset({"data/activity.csv:11"}))
    assert entry.grades == ("H", "L")


def test_a_series_that_reaches_back_stands_behind_every_year(line, ledger):
    long = line("4A", 1, 1, series_years=(2017, 2018, 2019, 2020), grades=("L", "H", "H", "H"))
    (entry,) = entries.of(ledger(long))
    assert all(len(cells) == 4 for cells in entry.refs)
    assert entry.grades == ("L", "L")


@pytest.mark.parametrize(
    ("more", "counts"),
    [({}, True), ({"scope": 2}, False), ({"ledger": "project"}, False), ({"memo": "biomass"}, False)],
)  # fmt: skip
def test_only_scope_1_of_the_inventory_counts(line, ledger, more, counts):
    assert entries.of(ledger(line("1A4b", 1, 1, **more)))[0].counts is counts


def test_what_the_tables_say_of_a_missing_cell_is_kept(line, ledger):
    book = ledger(
        line("2A1", np.nan, 2, item="clinker_output"), notation={("clinker_output", 2019): "NO"}
    )
    assert entries.of(book)[0].keys == ("NO", "")


def test_a_table_gives_the_entries_back(line, ledger):
    book = ledger(line("2A1", 1, 2, grades=("H", "M")), line("3A1", np.nan, 5, gas="CH4"))
    cement, cattle = entries.read(book.frame("AR5"), (2019, 2020))
    assert (cement.line, cement.gas, cement.grades) == ("line 1", "CO2", ("H", "M"))
    assert cement.refs[1] == {"data/activity.csv:11"}
    assert np.array_equal(cattle.amounts, [np.nan, 5], equal_nan=True)
    assert cattle.grades == ("", "")


def test_cells_that_a_table_calls_confidential_are_closed(line, ledger):
    frame = ledger(line("2A1", 1, 2)).frame("AR5")
    marked = frame.with_columns(access=pl.Series(["public", "confidential"]))
    assert entries.read(marked, (2019, 2020))[0].closed == (False, True)
