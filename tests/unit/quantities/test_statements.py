"""A declared path said as a sentence, every kind, in both languages."""

from __future__ import annotations

import pytest

from dualcarbon.quantities.kinds import KINDS
from dualcarbon.quantities.paths import read
from dualcarbon.quantities.statements import STATEMENTS, statement
from dualcarbon.vocabulary.faults import Place

SAID = [
    ({"constant": 0.2}, "0.2 in all years", "各年均为 0.2"),
    ({"constant": 0.2, "unit": "tce/t"}, "0.2 in all years [tce/t]", "各年均为 0.2［tce/t］"),
    ({"points": {2060: 0.3, 2030: 0.4}}, "0.4 in 2030, 0.3 in 2060 (straight lines between)", "2030 年 0.4，2060 年 0.3（直线插值）"),
    ({"points": {2030: 0.4}, "between": "step"}, "0.4 in 2030 (steps)", "2030 年 0.4（阶梯）"),
    ({"growth": [{"to": 2030, "rate": {"normal": [0.05, 0.01]}}]}, "growth a year: 0.05 (normal, sd 0.01) to 2030", "年增长率：至 2030 年 0.05 (normal, sd 0.01)"),
    ({"elasticity": {"to": "gdp", "value": 0.5}}, "follows gdp with an elasticity of 0.5", "随 gdp 变化，弹性 0.5"),
    ({"elasticity": {"to": "gdp", "periods": [{"to": 2030, "value": 0.5}, {"to": 2060, "value": 0.2}]}}, "follows gdp with an elasticity of 0.5 to 2030, 0.2 to 2060", "随 gdp 变化，弹性 至 2030 年 0.5，至 2060 年 0.2"),
    ({"logistic": {"saturation": 0.8, "midpoint": 2035, "rate": 0.2}}, "in an S to 0.8, steepest in 2035, rate 0.2", "S 形趋于 0.8，2035 年最陡，速率 0.2"),
    ({"formula": "gdp * 2"}, "= gdp * 2", "= gdp * 2"),
    ({"formula": "gdp", "scaled": True}, "= gdp, scaled to the base year", "= gdp，按基准年等比调整"),
    ({"lookup": {"series": "plan"}}, "the plan of plan in data/variables.csv", "data/variables.csv 中 plan 的规划值"),
    ({"lookup": {"of": "gdp", "points": {"1": 5.0, "2": 3.0}}}, "by gdp: 5 at 1, 3 at 2", "按 gdp 查表：1 处 5，2 处 3"),
    ({"stock": {"target": "cars", "survival": {"lifetime": 12}, "ages": "steady"}}, "a stock that keeps to cars; left of a vintage: all for 12 years", "存量，保持在 cars；存活：寿命 12 年"),
    ({"stock": {"additions": "new", "survival": {"weibull": [3, 10]}, "ages": "steady"}}, "a stock that takes in new; left of a vintage: Weibull 3, 10", "存量，新增 new；存活：威布尔 3，10"),
    ({"share": {"coal": 0.4, "gas": "residual"}}, "parts coal, gas", "各项 coal，gas"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "en", "zh"), SAID)
def test_a_path_is_said_in_both_languages(table, en, zh):
    form = read("key", table, Place()).form
    assert statement(form) == en
    assert statement(form, "zh") == zh


def test_every_kind_can_be_said():
    assert set(STATEMENTS) == set(KINDS.values())
    assert statement("residual") == "what the other parts leave"
    assert statement(None, "zh") == "未声明：保持基准年值"
