"""How a path says its numbers."""

from __future__ import annotations

import pytest

from dualcarbon.quantities.paths import read
from dualcarbon.quantities.sentences import describe, describe_residual
from dualcarbon.vocabulary.faults import Place

POINTS = {"points": {2020: 0.4, 2030: {"normal": [0.3, 0.01]}}}
RATES = {"growth": [{"to": 2020, "rate": 0.065}, {"to": 2025, "rate": {"normal": [0.05, 0.01]}}]}
CURVE = {"logistic": {"saturation": 500, "midpoint": 2030, "rate": 0.2}}


def path(table):
    return read("x", table, Place())


@pytest.mark.parametrize(
    ("table", "year", "said"),
    [
        ({"constant": 7}, 2020, "x 2020 = the constant 7"),
        (RATES, 2018, "x 2018 = 100 × 1.065"),
        (RATES, 2022, "x 2022 = 100 × 1.065^3 × (1 + 0.05 (normal, sd 0.01))^2"),
        (RATES, 2017, "x 2017 = 100"),
        (POINTS, 2018, "x 2018 = 100 + (0.4 - 100) × 1/3, on the line from 2017 to 2020"),
        (POINTS, 2020, "x 2020 = the point of 2020: 0.4"),
        (POINTS, 2025, "x 2025 = 0.4 + (0.3 (normal, sd 0.01) - 0.4) × 5/10, on the line from 2020 to 2030"),
        (POINTS, 2040, "x 2040 = the point of 2030, held: 0.3 (normal, sd 0.01)"),
        (POINTS | {"between": "step"}, 2025, "x 2025 = the point of 2020, held: 0.4"),
        (POINTS | {"between": "smooth"}, 2018, "x 2018 = on the monotone curve from 100 in 2017 to 0.4 in 2020"),
        ({"elasticity": {"to": "gdp", "value": 0.4}}, 2030, "x 2030 = 100 × (gdp 2030 / gdp 2017)^0.4"),
        ({"share": {"coal": 0.4, "gas": "residual"}}, 2030, "x 2030 = parts coal, gas, together 1"),
        (CURVE, 2025, "x 2025 = 100 + (500 - 100) × (1 - (1 + e^(0.2 × (2017 - 2030))) / (1 + e^(0.2 × (2025 - 2030))))"),
    ],
)  # fmt: skip
def test_the_way_of_a_number_is_said_with_its_numbers(table, year, said):
    assert describe(path(table), year, base_year=2017, base=100) == said


FORMULA = {"formula": "max(0, 2 * gdp\n - pop) ** 0.5 * 1.01 ** (year - base_year)"}
TABLE = {"lookup": {"of": "gdp", "points": {"2": {"normal": [5, 1]}, "1": 4}}}


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        (FORMULA, {}, "x 2030 = max(0, 2 * gdp 2030 - pop 2030) ** 0.5 * 1.01 ** (2030 - 2017)"),
        (FORMULA, {"gdp": 7, "pop": -0.5}, "x 2030 = max(0, 2 * 7 [gdp 2030] - (-0.5) [pop 2030]) ** 0.5 * 1.01 ** (2030 - 2017)"),
        ({"formula": "2 * gdp", "in": {"gdp": "CNY2010"}, "scaled": True}, {"gdp": 7}, "x 2030 = 2 * 7 [gdp 2030], with gdp in CNY2010, scaled to the value of 2017"),
        ({"lookup": {"series": "fleet"}}, {}, "x 2030 = the plan of fleet in data/variables.csv (linear)"),
        (TABLE, {"gdp": 1.5}, "x 2030 = the table {1: 4, 2: 5 (normal, sd 1)} (linear) at 1.5 [gdp 2030]"),
        (TABLE | {"scaled": True}, {}, "x 2030 = the table {1: 4, 2: 5 (normal, sd 1)} (linear) at gdp 2030, scaled to the value of 2017"),
    ],
)  # fmt: skip
def test_a_formula_is_said_with_the_values_put_in(table, values, said):
    assert describe(path(table), 2030, base_year=2017, base=100, values=values) == said


def test_a_formula_without_statistics_says_its_base_year_too():
    assert (
        describe(path({"formula": "2 * gdp"}), 2017, base_year=2017, lang="zh")
        == "x 2017 = 2 * gdp 2017"
    )
    assert describe(path({"formula": "2 * gdp"}), 2017, base_year=2017, base=3) == "x 2017 = 3"
    fitted = {"formula": "gdp", "in": {"gdp": "CNY2010"}, "scaled": True}
    assert (
        describe(path(fitted), 2018, base_year=2017, lang="zh")
        == "x 2018 = gdp 2018，其中 gdp 以 CNY2010 计，按 2017 年数值等比调整"
    )
    assert (
        describe(path({"lookup": {"series": "fleet"}}), 2018, base_year=2017, lang="zh")
        == "x 2018 = data/variables.csv 中 fleet 的规划值（linear）"
    )


def test_without_a_base_value_the_year_is_named():
    assert describe(path(RATES), 2018, base_year=2017) == "x 2018 = x 2017 × 1.065"
    assert describe(path(RATES), 2017, base_year=2017, lang="zh") == "x 2017 = 统计值"


def test_chinese_says_the_same_numbers():
    assert (
        describe(path(POINTS), 2040, base_year=2017, lang="zh")
        == "x 2040 = 沿用 2030 年的设定值 0.3 (normal, sd 0.01)"
    )
    group = path({"share": {"coal": 0.4, "gas": "residual"}})
    assert describe_residual(group, 2030, lang="zh") == "x.gas 2030 = 1 减去 x.coal"
