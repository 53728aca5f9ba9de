"""Districts against the region: the sentence, what is missing, what explains the gap, what is scaled."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from dualcarbon.inventory import districts
from dualcarbon.inventory.declared import Reconciliation
from dualcarbon.inventory.districts import Whole

OWN = {"co2_total": Whole(values={2018: 90e6, 2019: 100e6}, unit="t CO2", source="account")}
FILE = "districts.csv"


def table(*rows):
    columns = ("year", "district", "indicator", "value", "unit")
    return pl.DataFrame(list(rows), schema=columns, orient="row").with_row_index("line", 2)


def two(year, north, south):
    return [(year, "North", "co2_total", north, "t CO2"), (year, "South", "co2_total", south, "t CO2")]  # fmt: skip


def test_the_sentence_of_parts_that_do_not_sum_to_the_whole():
    found = districts.compare(table(*two(2019, 60e6, 38e6)), OWN)
    (told,) = districts.faults(found, "320100", FILE)
    assert told.code == "BAL003"
    assert told.level == "warn"
    assert "2019: districts sum to 98.0, city says 100.0 (-2.0 %)" in told.message()
    assert "各区县之和为 98.0，全市为 100.0（-2.0 %）" in told.message("zh")


def test_people_are_told_in_whole_figures():
    rows = [(2019, "North", "co2_total", 1.2e6, "t CO2")]
    one = districts.compare(table(*rows), OWN)[0]
    counted = dataclasses.replace(one, indicator="population", unit="person", parts={"North": 3206000.0}, missing=(), whole=3200000.4)  # fmt: skip
    told = districts.sentence(counted, "320100")
    assert "districts sum to 3,206,000, city says 3,200,000 (+0.2 %)" in told.message()


def test_sums_that_agree_say_nothing():
    found = districts.compare(table(*two(2019, 60e6, 40.2e6)), OWN)
    assert found[0].gap == pytest.approx(0.2e6)
    assert districts.faults(found, "320100", FILE) == []


def test_the_worst_year_is_told_and_the_others_counted():
    found = districts.compare(table(*two(2018, 60e6, 31e6), *two(2019, 60e6, 60e6)), OWN)
    (told,) = districts.faults(found, "320000", FILE)
    assert "2019: cities sum to 120.0, province says 100.0 (+20.0 %)" in told.message()
    assert "1 more years differ" in told.message()


def test_units_are_made_one_before_they_are_summed():
    rows = [(2019, "North", "co2_total", 60.0, "Mt CO2"), (2019, "South", "co2_total", 4000.0, "10^4 t CO2")]  # fmt: skip
    (one,) = districts.compare(table(*rows), OWN)
    assert one.sum == pytest.approx(100e6)
    assert one.share == pytest.approx(0)


def test_a_missing_district_is_told_and_the_sum_not_compared():
    rows = [*two(2018, 50e6, 40e6), (2019, "North", "co2_total", 60e6, "t CO2"), (2019, "South", "co2_total", None, "t CO2")]  # fmt: skip
    found = districts.compare(table(*rows), OWN, scaled=("co2_total",))
    assert found[1].missing == ("South",)
    assert (found[1].gap, found[1].scaled) == (None, None)
    told = {f.code: f.message() for f in districts.faults(found, "320100", FILE)}
    assert set(told) == {"DIS002", "DIS004"}
    assert "South missing" in told["DIS002"]


def test_a_figure_that_the_region_lacks_is_told():
    found = districts.compare(table((2019, "North", "population", 1e6, "person")), OWN)
    assert (found[0].whole, found[0].gap) == (None, None)
    (told,) = districts.faults(found, "320100", FILE)
    assert told.code == "DIS003"


def test_statements_explain_the_gap():
    said = Reconciliation(
        against="districts", boundary="co2_total", years=(2019,), item={"en": "steel", "zh": "钢铁"}, value=1.5, unit="Mt CO2",
        why={"en": "counted in two districts", "zh": "两地重复计入"},
    )  # fmt: skip
    before, after = districts.compare(table(*two(2018, 50e6, 42e6), *two(2019, 60e6, 42e6)), OWN, stated=[said])  # fmt: skip
    assert (before.gap, before.unexplained) == (pytest.approx(2e6), pytest.approx(2e6))
    assert (after.gap, after.unexplained) == (pytest.approx(2e6), pytest.approx(0.5e6))


def test_districts_are_scaled_only_where_it_is_asked_for():
    rows = table(*two(2019, 60e6, 65e6))
    (plain,) = districts.compare(rows, OWN)
    assert plain.scaled is None
    (scaled,) = districts.compare(rows, OWN, scaled=("co2_total",))
    assert scaled.scaled == {"North": pytest.approx(48e6), "South": pytest.approx(52e6)}
    assert scaled.parts == {"North": 60e6, "South": 65e6}
    told = {f.code: f.message() for f in districts.faults([scaled], "320100", FILE)}
    assert "scaled to the figure of the region in proportion, by 0.8 to 0.8" in told["DIS004"]


def test_a_unit_of_another_kind_is_refused_with_its_line():
    rows = table((2019, "North", "co2_total", 1.0, "t CO2"), (2019, "South", "co2_total", 1.0, "tce"))  # fmt: skip
    (told,) = districts.wrong(rows, OWN, FILE)
    assert (told.code, told.place.line) == ("DIS001", 3)
    assert districts.wrong(table((2019, "North", "population", 1.0, "person")), {}, FILE) == []


def test_a_sentence_needs_something_to_compare():
    (one,) = districts.compare(table((2019, "North", "population", 1e6, "person")), {})
    with pytest.raises(ValueError, match="no figure to hold"):
        districts.sentence(one, "320100")
