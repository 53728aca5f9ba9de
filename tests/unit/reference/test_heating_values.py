"""Heating values of standard coal, and gross ones, are told; those of the fuel are not."""

from __future__ import annotations

import pytest

from dualcarbon.reference.heating_values import doubts, is_said
from dualcarbon.vocabulary.faults import Place

HERE = Place(file="data/fuels.csv", line=3)


def codes(*given):
    return [fault.code for fault in doubts(*given)]


@pytest.mark.parametrize(
    ("fuel", "value"),
    [("raw_coal", 20.9), ("raw_coal", 27.0), ("raw_coal", 15.0), ("natural_gas", 38.9), ("natural_gas", 35.6),
     ("gasoline", 43.07), ("diesel", 42.7), ("coke", 28.4), ("raw_coal", 0.0)],
)  # fmt: skip
def test_a_net_heating_value_of_the_fuel_is_taken(fuel, value):
    assert codes(fuel, value, 2017, HERE) == []


@pytest.mark.parametrize("value", [29.3, 29.3076, 29.27])
def test_standard_coal_is_no_raw_coal(value):
    (fault,) = doubts("raw_coal", value, 2017, HERE)
    assert fault.code == "UNIT002"
    assert fault.message() == (
        f"data/fuels.csv line 3: 1 t gives {value:.4g} GJ, that is tce, not raw coal (20.91 GJ/t)"
    )
    assert "标准煤" in fault.message("zh")


def test_a_gross_heating_value_shows_by_the_water_of_the_fuel():
    (fault,) = doubts("natural_gas", 38.931 * 1.11, 2017, HERE)
    assert fault.code == "UNIT008"
    assert fault.message().startswith(
        "data/fuels.csv line 3: heating value is gross; factors are on net (43.21 MJ/m3"
    )
    assert codes("gasoline", 43.07 * 1.06, 2017, HERE) == ["UNIT008"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("kcal/kg (GCV)", True),
        ("高位发热量", True),
        ("HHV", True),
        ("低位发热量", False),
        ("net", False),
        ("", False),
    ],
)
def test_words_say_that_it_is_gross(words, said):
    assert is_said(words) is said
    assert codes("raw_coal", 22.0, 2017, HERE, words) == (["UNIT008"] if said else [])
