"""How a stock says its numbers."""

from __future__ import annotations

import pytest

from dualcarbon.quantities.paths import read
from dualcarbon.quantities.sentences import describe
from dualcarbon.quantities.stock_sentences import of_output
from dualcarbon.vocabulary.faults import Place

KEPT = {"fuel": {"new": "new", "base": {"normal": [10, 1]}}, "power": {"new": "kw", "base": "kw_now"}}  # fmt: skip
CARS = {"target": "wanted", "survival": {"weibull": [2, {"normal": [15, 1]}]}, "ages": "steady", "values": KEPT}  # fmt: skip
NUMBERS = {"cars": 25.0, "cars.additions": 3.0, "wanted": 25.0, "sold": 3.0}


def path(**stock):
    table = {"stock": {key: value for key, value in (CARS | stock).items() if value is not None}}
    return read("cars", table, Place())


@pytest.mark.parametrize(
    ("stock", "values", "lang", "said"),
    [
        ({}, NUMBERS, "en", "25 [wanted 2030]: 22 of cars 2029 that survive Weibull (2, 15 (normal, sd 1) years), and additions of 3"),
        ({}, NUMBERS, "zh", "25 [wanted 2030]：cars 2029 按威布尔存活率（2，15 (normal, sd 1) 年）尚存 22，新增 3"),
        ({}, None, "en", "wanted 2030: those of cars 2029 that survive Weibull (2, 15 (normal, sd 1) years), and additions of what is lacking"),
        ({"target": None, "additions": "sold"}, NUMBERS, "en", "22 of cars 2029 that survive Weibull (2, 15 (normal, sd 1) years) + 3 [sold 2030]"),
        ({"target": None, "additions": "sold", "survival": {"lifetime": 12}}, None, "zh", "cars 2029 按寿命 12 年尚存 若干 + sold 2030"),
        ({"survival": {"table": {"0": 1, "9": 0.5, "12": 0}}}, NUMBERS, "en", "25 [wanted 2030]: 22 of cars 2029 that survive the table {0: 1, 9: 0.5, 12: 0}, and additions of 3"),
    ],
)  # fmt: skip
def test_a_stock_says_what_survives_and_what_is_added(stock, values, lang, said):
    found = describe(path(**stock), 2030, base_year=2020, base=20, values=values, lang=lang)
    assert found == f"cars 2030 = {said}"


def test_the_stock_of_the_base_year_is_observed():
    assert describe(path(), 2020, base_year=2020) == "cars 2020 = observed"
    assert describe(path(), 2020, base_year=2020, base=20) == "cars 2020 = 20"


@pytest.mark.parametrize(
    ("stock", "name", "said"),
    [
        ({}, "additions", "25 [wanted 2030] less what survives of cars 2029"),
        ({"target": None, "additions": "sold"}, "additions", "3 [sold 2030]"),
        ({}, "retired", "cars 2029 + 3 [cars.additions 2030] - 25 [cars 2030]"),
        ({"scrap": True}, "retired", "cars 2029 + 3 [cars.additions 2030] - 25 [cars 2030], the oldest scrapped where the target asks for it"),
        ({}, "age", "mean age of the vintages of 25 [cars 2030]"),
        ({}, "fuel", "mean over 25 [cars 2030]: each vintage keeps new of its year, those to 2020 have 10 (normal, sd 1)"),
        ({}, "power", "mean over 25 [cars 2030]: each vintage keeps kw of its year, those to 2020 have kw_now"),
    ],
)  # fmt: skip
def test_what_a_stock_gives_is_said(stock, name, said):
    one = path(**stock)
    found = of_output(one.form, "cars", name, 2030, base_year=2020, values=NUMBERS)
    assert found == f"cars.{name} 2030 = {said}"
    other = of_output(one.form, "cars", name, 2030, base_year=2020, lang="zh")
    assert other.startswith(f"cars.{name} 2030 = ")
    assert other != of_output(one.form, "cars", name, 2030, base_year=2020) or name in ("additions", "retired")  # fmt: skip
