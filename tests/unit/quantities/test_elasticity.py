"""A path that follows another one, with one elasticity or one for each period."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.evaluation import values
from dualcarbon.quantities.paths import check, differs, draw_keys, read
from dualcarbon.quantities.sentences import describe
from dualcarbon.vocabulary.faults import Place

YEARS = [2020, 2021, 2022, 2023, 2024]
GDP = np.array([[100.0, 110.0, 121.0, 121.0, 242.0]])
PERIODS = [{"to": 2022, "value": 0.5}, {"to": 2030, "value": 2}]


def path(**slope):
    return read("energy", {"elasticity": {"to": "gdp", **slope}}, Place(file="s.toml"))


def followed(one, **more):
    return values(one, years=YEARS, base_year=2020, base=10.0, other={"gdp": GDP}, **more)


def faults_of(call, *args, **more):
    with pytest.raises(InputError) as caught:
        call(*args, **more)
    return [(fault.code, fault.place.key) for fault in caught.value.faults]


def test_each_year_follows_with_the_power_of_its_period():
    by_hand = [10.0, 10 * 1.1**0.5, 10 * 1.1, 10 * 1.1, 10 * 1.1 * 2**2]
    assert followed(path(periods=PERIODS))[0] == pytest.approx(by_hand, rel=1e-14)


def test_one_period_is_one_value():
    once = path(periods=[{"to": 2060, "value": 0.4}])
    assert followed(once) == pytest.approx(followed(path(value=0.4)), rel=1e-14)
    assert differs(once, path(value=0.4))


def test_each_period_has_a_draw_of_its_own():
    spread = {"uniform": [0.2, 0.6]}
    one = path(periods=[{"to": 2022, "value": spread}, {"to": 2030, "value": spread}])
    assert draw_keys(one) == ("energy.elasticity.2022", "energy.elasticity.2030")
    draws = Draws(draw_keys(one), 4, seed=1)
    first, second = (0.2 + 0.4 * draws.uniform(key) for key in draws.keys)
    found = followed(one, draws=draws)
    assert found[:, 2] == pytest.approx(10 * 1.21**first)
    assert found[:, 4] == pytest.approx(10 * 1.21**first * 2**second)


def test_a_slope_has_a_value_or_periods_in_order():
    assert faults_of(path) == [("QTY024", "energy.elasticity")]
    assert faults_of(path, value=1, periods=PERIODS) == [("QTY024", "energy.elasticity")]
    assert faults_of(path, periods=PERIODS[::-1]) == [("QTY004", "energy.elasticity.periods")]
    wrong = [{"to": 2022, "value": "much"}, {"until": 2030}]
    told = [code for code, _ in faults_of(path, periods=wrong)]
    assert sorted(told) == ["DST006", "STU006", "STU007", "STU007"]


def test_periods_reach_from_the_base_year_to_the_horizon():
    found = check(path(periods=PERIODS), base_year=2022, horizon=2060, known=["gdp"])
    assert [fault.code for fault in found] == ["QTY009", "QTY008"]
    assert found[0].message() == (
        "s.toml [energy.elasticity]: the periods of elasticity end in 2030, the years go to 2060"
    )
    assert check(path(periods=PERIODS), base_year=2020, horizon=2030, known=["gdp"]) == []
    short = path(periods=[{"to": 2023, "value": 1}])
    assert faults_of(followed, short) == [("QTY009", "energy")]


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2021, "energy 2021 = 10 × (gdp 2021 / gdp 2020)^0.5"),
        (2022, "energy 2022 = 10 × (gdp 2022 / gdp 2020)^0.5"),
        (2024, "energy 2024 = 10 × (gdp 2022 / gdp 2020)^0.5 × (gdp 2024 / gdp 2022)^2"),
    ],
)
def test_the_periods_up_to_the_year_are_said(year, said):
    for lang in ("en", "zh"):
        assert describe(path(periods=PERIODS), year, base_year=2020, base=10, lang=lang) == said
