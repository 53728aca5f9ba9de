"""Series of statistics for what emits but is not burnt."""

from __future__ import annotations

import numpy as np
import polars as pl

from dualcarbon.inventory.activities import Activities

ROWS = [
    {"year": 2016, "indicator": "herd", "kind": "pasture", "value": 2.0, "unit": "10^4 head", "row": "data/activity.csv:3"},
    {"year": 2014, "indicator": "herd", "kind": "pasture", "value": 1.0, "unit": "10^4 head", "row": "data/activity.csv:2"},
    {"year": 2016, "indicator": "lime", "kind": "", "value": 5.0, "unit": "t", "row": "data/activity.csv:4"},
]  # fmt: skip


def known(rows=ROWS):
    frame = pl.DataFrame(rows).with_columns(lo95=pl.col("value") * 0.9, hi95=pl.col("value") * 1.2)
    return Activities((2015, 2016), frame)


def test_a_series_stands_in_the_unit_wanted_over_its_own_years_with_its_cells():
    one = known().series("herd", "head", "pasture")
    assert one.years == (2014, 2016)
    assert one.values.tolist() == [10_000.0, 20_000.0]
    assert one.hi95.tolist() == [12_000.0, 24_000.0]
    assert one.refs == ("data/activity.csv:2", "data/activity.csv:3")


def test_over_the_account_a_year_without_a_row_stays_empty():
    one = known().over("herd", "head", "pasture")
    assert one.years == (2015, 2016)
    assert np.isnan(one.values[0])
    assert one.values[1] == 20_000.0
    assert one.refs == ("", "data/activity.csv:3")


def test_what_is_not_there_is_nothing():
    assert known().series("herd", "head") is None
    assert known().over("cats", "head") is None
    assert Activities((2015,), pl.DataFrame()).series("herd", "head") is None


def test_a_unit_of_another_kind_is_told_with_its_line():
    acts = known()
    assert acts.series("lime", "head") is None
    assert [(f.code, f.place.line) for f in acts.faults] == [("LED002", 4)]


def test_rows_of_which_no_line_reads_a_cell_can_be_told_with_their_place():
    left = list(known().unused({"data/activity.csv:3"}))
    assert [(name, kind, place.line) for name, kind, place in left] == [("lime", "", 4)]
    assert known().kinds("herd") == ("pasture",)


def test_two_rows_for_one_year_are_refused_whatever_their_sectors():
    twice = [*ROWS, ROWS[2] | {"value": 7.0, "row": "data/activity.csv:9", "sector": "industry"}]
    acts = known([row | {"sector": row.get("sector", "total")} for row in twice])
    acts.over("lime", "t")
    assert [(f.code, f.place.line) for f in acts.faults] == [("LED007", 9)]
