"""Heating values that a study states convert its physical amounts, and are doubted where they look wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from dualcarbon.errors import InputError
from dualcarbon.readers.csv import read_bytes
from dualcarbon.study import heats, preparation
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.vocabulary.units import KGCE_MJ

HEAD = "item,kind,quantity,value,unit,first_year,last_year,source\n"
SMALL = Path(__file__).parents[2] / "laws" / "small_study"


def own(*rows):
    reading = read_bytes((HEAD + "\n".join(rows) + "\n").encode(), "numbers", "numbers.csv")
    assert reading.errors == []
    return heats.own(reading.frame)


def codes(told):
    return [fault.code for fault in told]


def test_a_heating_value_becomes_standard_coal():
    (one,), told = own("raw_coal,,calorific_value,22,GJ/t,2016,2018,laboratory")
    assert one.value == pytest.approx(22 / KGCE_MJ)
    assert (one.unit, one.first_year, one.last_year, one.id) == (
        "kgce/kg",
        2016,
        2018,
        "numbers.csv:2",
    )
    assert told == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("raw_coal,,calorific_value,29.3,GJ/t,,,x", "UNIT002"),
        ("raw_coal,,calorific_value,22,GJ/t,,,gross heating value", "UNIT008"),
        ("natural_gas,,calorific_value,43.2,MJ/m3,,,x", "UNIT008"),
        ("raw_coal,,calorific_value,2.2,GJ/t,,,x", "UNIT014"),
        ("raw_coal,,calorific_value,220,GJ/t,,,x", "UNIT014"),
    ],
)
def test_a_doubtful_heating_value_is_kept_and_told(row, code):
    kept, told = own(row)
    assert len(kept) == 1
    assert codes(told) == [code]
    assert (told[0].level, told[0].place.file, told[0].place.line) == ("warn", "numbers.csv", 2)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("coal,,calorific_value,22,GJ/t,,,x", "YBK014"),
        ("electricity,,calorific_value,3.6,MJ/kWh,,,x", "YBK014"),
        ("raw_coall,,calorific_value,22,GJ/t,,,x", "YBK014"),
        ("raw_coal,,calorific_value,0,GJ/t,,,x", "CSV024"),
        ("raw_coal,,calorific_value,22,t,,,x", "UNIT001"),
        ("natural_gas,,calorific_value,38,GJ/t,,,x", "UNIT001"),
    ],
)
def test_what_can_be_no_heating_value_is_refused(row, code):
    with pytest.raises(InputError) as caught:
        own(row)
    assert codes(caught.value.faults) == [code]


def test_numbers_of_other_quantities_are_no_heating_values():
    assert own("dairy_cattle,,CH4,70,kg/head,,,x") == ((), ())
    assert heats.own(None) == ((), ())


@pytest.fixture(scope="module")
def prepared():
    return preparation.prepare(SMALL)


def test_the_study_converts_with_its_own_value(prepared):
    rows = prepared.account.yearbook.energy_rows
    coal = rows.filter(fuel="raw_coal").sort("year")
    assert set(coal["datum"]) == {"numbers.csv:2"}
    assert coal["value"].to_list() == pytest.approx(
        [x * 1e4 * 22 / KGCE_MJ for x in (500, 510, 520)]
    )
    assert coal["lo95"][0] == pytest.approx(480e4 * 22 / KGCE_MJ)
    assert "YBK015" not in codes(prepared.warnings)


def test_a_value_that_converts_nothing_is_told(prepared):
    stated, _ = own("dairy_cattle,,CH4,70,kg/head,,,x", "coke,,calorific_value,28,GJ/t,,,x")
    (fault,) = heats.idle(stated, prepared.account.yearbook.energy_rows)
    assert (fault.code, fault.place.line) == ("YBK015", 3)
    assert "Coke" in fault.message()


def test_the_explanation_names_the_row_of_the_value(prepared):
    book = Notebook(results=None, prepared=prepared)
    book.energy_input(2018, "industry", "final", "raw_coal")
    (made,) = book.book.values()
    last = made.inputs[-1]
    assert (last.ref, book.about["numbers.csv:2"]) == ("numbers.csv:2", "measured")
    assert last.value == pytest.approx(22 / KGCE_MJ)
