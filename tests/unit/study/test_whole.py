"""The whole account: which years are whole alike, and which keys stand for which series."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import polars as pl

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use
from dualcarbon.reference.numbers import Number
from dualcarbon.study import accounted, ledger, whole
from dualcarbon.vocabulary.faults import Place, note

YEARS = (2014, 2015, 2016, 2017)
ONE = Number(id="f", item="herd", quantity="CH4", value=1.0, unit="t/head")


def line(id, *values, category="3A1"):
    refs = tuple(f"{id}:{y}" for y in YEARS)
    series = Activity(
        name=id, unit="head", years=YEARS, values=np.array(values, dtype=float), refs=refs
    )
    return Line(
        id=id,
        category=category,
        gas="CH4",
        years=YEARS,
        inputs=(series, Use((ONE,))),
        method="livestock_heads",
        item=id,
    )


GAP = np.nan


def test_a_blank_year_ends_what_is_whole():
    home = Ledger(YEARS, (line("pig", 1, 1, 1, 1), line("sheep", 1, GAP, 1, 1)))
    assert whole.complete_since(home) == 2016
    assert whole.complete_since(Ledger(YEARS, (line("pig", 1, 1, 1, GAP),))) is None


def test_a_line_left_out_in_one_year_only_makes_no_trend():
    lines = (line("pig", 1, 1, 1, 1), line("sheep", GAP, GAP, 1, 1))
    keys = {("sheep", 2014): "NE", ("sheep", 2015): "C"}
    home = Ledger(YEARS, lines, notation=keys)
    assert home.complete().all()
    assert whole.complete_since(home) == 2016
    throughout = {("sheep", y): "NE" for y in YEARS}
    never = Ledger(YEARS, (lines[0], line("sheep", GAP, GAP, GAP, GAP)), notation=throughout)
    assert whole.complete_since(never) == 2014


def test_a_category_of_which_nothing_is_told_shows_no_value_though_the_total_goes_on():
    lines = (line("pig", 1, 1, 1, 1), line("sheep", GAP, 1, 1, 1, category="3A2"))
    home = Ledger(YEARS, lines, notation={("sheep", 2014): "NE"})
    shown = accounted._by_category(home, "AR5")
    assert shown["3A2"]["2014"] is None
    assert shown["3A2"]["2015"] == 28e-6
    assert home.total("AR5")[0] == 28.0


def book(*rows):
    frame = pl.DataFrame([{"filled": "", **row} for row in rows])
    return SimpleNamespace(yearbook=SimpleNamespace(activity=frame, notation={}))


def test_a_key_of_one_kind_says_nothing_of_another_and_an_open_fill_says_nothing():
    rows = (
        {"indicator": "rice_area", "kind": "early", "year": 2015, "notation": "NE"},
        {"indicator": "rice_area", "kind": "single", "year": 2016, "notation": "NE", "filled": "none"},
        {"indicator": "pig", "kind": "", "year": 2016, "notation": "NO"},
    )  # fmt: skip
    assert ledger.notation(book(*rows)) == {("rice_area/early", 2015): "NE", ("pig", 2016): "NO"}


def test_a_number_that_is_not_there_is_told_at_the_row_that_asks_for_it():
    rows = [
        {
            "year": 2017,
            "indicator": "dairy_cattle",
            "kind": "pastur",
            "value": 1.0,
            "unit": "head",
            "row": "data/activity.csv:9",
        }
    ]
    asked = Activities((2017,), pl.DataFrame(rows))
    bare = note("REF042", item="dairy_cattle", kind="pastur", nearest="pasture", known="pasture")
    assert ledger._at_its_row(bare, asked).place.line == 9
    placed = note(
        "REF042",
        Place(file="x.csv", line=2),
        item="dairy_cattle",
        kind="pastur",
        nearest="-",
        known="-",
    )
    assert ledger._at_its_row(placed, asked).place.line == 2
    assert ledger._at_its_row(note("INV006"), asked).place.text() == ""
