"""A cell of the account as series: its rows, ranges and grades, and what several rows add up to."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from dualcarbon.inventory.energy_cells import Cells
from dualcarbon.inventory.ledger import central, product

YEARS = (2019, 2020)
CELL = ("industry", "final", "natural_gas")


def rows(*given):
    """Make rows of one cell: year, value, row, and what else is stated. [tce]"""
    names = ("year", "value", "row", "balance_row", "sign", "lo95", "hi95")
    made = [dict(zip(names, one, strict=False)) for one in given]
    place = dict(zip(("sector", "flow", "fuel"), CELL, strict=True))
    return pl.DataFrame([place | dict.fromkeys(names) | one for one in made])


def test_a_cell_keeps_its_row_grade_and_range(make):
    given = rows((2019, 5.0, "data/energy.csv:4", None, None, 4.5, 5.5)).with_columns(
        grade=pl.lit("H"), filled=pl.lit(None)
    )
    (series,), formula = Cells(make({CELL: [5.0, 6.0]}, YEARS), given).of(*CELL, product)
    assert formula is product
    assert series.values.tolist() == [5.0, 6.0]
    assert series.refs == ("data/energy.csv:4", "")
    assert (series.lo95[0], series.hi95[0], series.grades, series.filled) == (4.5, 5.5, ("H", ""), ("", ""))  # fmt: skip
    assert np.isnan(series.lo95[1])


GIVEN = rows(
    (2019, 18.0, "data/balance.csv:30", "industry", 1.0, 17.0, 19.0),
    (2019, -6.0, "data/balance.csv:35", "feedstock", -1.0, -7.0, -5.0),
    (2020, 20.0, "data/balance.csv:31", "industry", 1.0, None, None),
)


def test_several_rows_of_a_cell_are_series_of_their_own(make):
    inputs, formula = Cells(make({CELL: [12.0, 20.0]}, YEARS), GIVEN).of(*CELL, product)
    used, kept = inputs
    assert (used.refs, kept.refs) == (("data/balance.csv:30", "data/balance.csv:31"), ("data/balance.csv:35", ""))  # fmt: skip
    assert kept.values.tolist() == [6.0, 0.0]
    assert (kept.lo95[0], kept.hi95[0]) == (5.0, 7.0)
    factor = np.array([2.0])
    assert formula(*map(central, inputs), factor).tolist() == [24.0, 40.0]


def test_what_is_taken_off_more_is_left_less(make):
    inputs, formula = Cells(make({CELL: [12.0, 20.0]}, YEARS), GIVEN).of(*CELL, product)
    drawn = [inputs[0].values, np.array([[7.0, 0.0], [5.0, 0.0]])]
    assert formula(*drawn, np.array([[1.0]])).tolist() == [[11.0, 20.0], [13.0, 20.0]]


def test_branches_of_one_row_are_told_apart(make):
    given = rows(
        (2019, 1.0, "data/balance.csv:2", "industry", 1.0),
        (2019, 2.0, "data/balance.csv:3", "industry", 1.0),
        (2020, 4.0, "data/balance.csv:4", "industry", 1.0),
    )
    inputs, formula = Cells(make({CELL: [3.0, 4.0]}, YEARS), given).of(*CELL, product)
    assert len(inputs) == 2
    assert formula(*map(central, inputs)) == pytest.approx([3.0, 4.0])


def test_a_cell_without_rows_has_no_source(make):
    (series,), _ = Cells(make({CELL: [3.0, 4.0]}, YEARS), GIVEN.clear()).of(*CELL, product)
    assert series.refs == ("", "")
