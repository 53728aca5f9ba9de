import math

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.finance.cash_flow import (
    capital_recovery,
    discount_rate,
    discounted_payback,
    factors,
    npv,
    payback,
    present_value,
)
from dualcarbon.vocabulary.faults import Place


def told(caught):
    return [fault.code for fault in caught.value.faults]


def test_the_first_year_is_not_discounted():
    assert npv(0.25, [-100, 50, 50]) == pytest.approx(-100 + 40 + 32)
    assert factors(0.25, 1).tolist() == [1]


def test_members_are_discounted_each():
    both = present_value(0.25, [[0, 100, 0], [0, 0, 100]])
    assert both == pytest.approx([80, 64])
    assert both.shape == (2,)


def test_a_rate_of_nothing_adds_up_and_one_below_it_weighs_later_years_more():
    assert npv(0, [-100, 60, 60]) == 20
    assert npv(-0.5, [0, 1]) == 2


@pytest.mark.parametrize(
    ("rate", "message"),
    [
        (8, "money: discount rate 8 = 800 %; write 0.08"),
        (6.5, "money: discount rate 6.5 = 650 %; write 0.065"),
        (1, "money: discount rate 1 = 100 %; write 0.01"),
    ],
)
def test_a_rate_written_as_percent_is_refused(rate, message):
    with pytest.raises(InputError) as caught:
        discount_rate(rate, Place(key="money"))
    assert told(caught) == ["FIN004"]
    assert str(caught.value) == message
    assert caught.value.faults[0].message("zh").startswith(f"money：折现率 {rate} 即 ")


@pytest.mark.parametrize("call", [npv, present_value, discounted_payback])
def test_every_use_of_a_rate_refuses_percent(call):
    with pytest.raises(InputError) as caught:
        call(8, [-100, 110])
    assert told(caught) == ["FIN004"]


@pytest.mark.parametrize("rate", [-1, -2, math.nan, math.inf])
def test_a_rate_that_cannot_be_is_refused(rate):
    with pytest.raises(InputError) as caught:
        discount_rate(rate)
    assert told(caught) == ["FIN001"]


@pytest.mark.parametrize("flows", [[], [1, math.nan], [math.inf], 5.0])
def test_flows_with_gaps_are_refused(flows):
    with pytest.raises(InputError) as caught:
        npv(0.08, flows)
    assert told(caught) == ["FIN009"]
    assert "need a finite number for each year" in str(caught.value)


def test_the_yearly_payment():
    assert capital_recovery(0.25, 1) == pytest.approx(1.25)
    assert capital_recovery(0.1, 2) == pytest.approx(0.1 * 1.21 / 0.21)
    assert capital_recovery(0, 8) == 0.125
    assert capital_recovery(1e-12, 8) == pytest.approx(0.125)


@pytest.mark.parametrize("life", [0, -1, math.nan, math.inf])
def test_a_life_that_cannot_be_is_refused(life):
    with pytest.raises(InputError) as caught:
        capital_recovery(0.08, life)
    assert told(caught) == ["FIN010"]


@pytest.mark.parametrize(
    ("flows", "years"),
    [
        ([-100, 50, 50, 50], 2),
        ([-100, 39, 59, 55, 20], 2 + 2 / 55),
        ([-100, 99], None),
        ([-100], None),
        ([0, 0, -100, 200], 0.5),
        ([50, 50], 0),
        ([0, 0], 0),
        ([100, -200, 150], 1 + 100 / 150),
        ([-100, 120, -50, 60], 100 / 120),  # the first time, though a replacement takes it again
    ],
)
def test_payback(flows, years):
    assert payback(flows) == (years if years is None else pytest.approx(years))


def test_payback_with_interest_is_later():
    flows = np.array([-100, 60, 60, 60])
    assert payback(flows) == pytest.approx(1 + 40 / 60)
    assert discounted_payback(0.25, flows) == pytest.approx(2 + (100 - 48 - 38.4) / 30.72)
    assert discounted_payback(0.5, flows) is None
