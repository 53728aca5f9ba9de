import math

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.finance.spending import schedule
from dualcarbon.vocabulary.faults import Place


def test_units_are_bought_once_and_their_rest_value_is_credited():
    plan = schedule([0, 0, 4, 4], life=8, cost=10)
    assert plan.bought.tolist() == [0, 0, 4, 0]
    assert plan.investment.tolist() == [0, 0, 40, 0]
    assert plan.used.tolist() == [0, 0, 5, 5]
    assert plan.salvage.tolist() == [0, 0, 0, 30]
    assert plan.warnings == ()


def test_units_are_replaced_after_their_life():
    plan = schedule([2, 3, 3, 3, 3], life=2, cost=1)
    assert plan.bought.tolist() == [2, 1, 2, 1, 2]
    assert plan.salvage[-1] == 1
    assert not plan.removed.any()


def test_a_life_is_rounded_up_to_whole_years():
    plan = schedule([1] * 5, life=1.2)
    assert plan.served == 2
    assert plan.bought.tolist() == [1, 0, 1, 0, 1]


def test_what_is_not_needed_any_more_is_not_replaced():
    plan = schedule([5, 5, 3, 3], life=2, cost=6)
    assert plan.bought.tolist() == [5, 0, 3, 0]
    assert not plan.removed.any()
    assert not plan.lost.any()


def test_the_oldest_units_go_first_and_their_rest_is_lost():
    plan = schedule([2, 5, 2], life=4, cost=8)
    assert plan.removed.tolist() == [0, 0, 3]
    assert plan.lost[2] == 2 * 8 * 2 / 4 + 1 * 8 * 3 / 4  # two after two years, one after one
    assert plan.salvage[2] == 2 * 8 * 2 / 4
    assert plan.used.tolist() == [4, 10, 4]


def test_a_lead_spreads_the_money_over_the_years_before():
    plan = schedule([0, 0, 0, 6], life=10, cost=1, lead=3)
    assert plan.investment.tolist() == [2, 2, 2, 0]
    assert plan.bought.tolist() == [0, 0, 0, 6]
    assert plan.early == 0
    assert schedule([0, 0, 0, 6], life=10, lead=1.5).investment.tolist() == [0, 3, 3, 0]


def test_replacements_are_paid_ahead_as_well():
    plan = schedule([0, 1, 1, 1], life=2, lead=1)
    assert plan.investment.tolist() == [1, 0, 1, 0]


def test_money_before_the_first_year_counts_in_it_and_is_told():
    plan = schedule([0, 8], life=10, lead=4, cost=1, place=Place(key="wind"))
    assert plan.investment.tolist() == [8, 0]
    assert plan.early == 6
    assert [fault.code for fault in plan.warnings] == ["FIN007"]
    told = "wind: 75.0 % of the investment falls before the first year and counts in it"
    assert plan.warnings[0].message() == told


def test_units_in_place_at_first_are_bought_for_the_first_year():
    assert schedule([3, 3], life=9, cost=2).investment.tolist() == [6, 0]


def test_a_cost_of_each_year_is_that_of_the_units_that_start_in_it():
    plan = schedule([1, 2, 2], life=2, cost=[10, 8, 6])
    assert plan.investment.tolist() == [10, 8, 6]
    assert plan.used.tolist() == [5, 9, 7]
    assert plan.salvage[-1] == 3


def test_rounding_buys_and_scraps_nothing():
    ramp = np.cumsum(np.full(12, 0.1)) * 1e5
    ramp[-1] = ramp[-2] * (1 - 1e-15)
    plan = schedule(ramp, life=50)
    assert not plan.removed.any()
    assert plan.bought[-1] == 0


def test_one_year_and_no_units():
    assert schedule([5], life=5, cost=1).salvage.tolist() == [4]
    nothing = schedule([0, 0], life=5, lead=2)
    assert not nothing.investment.any()
    assert nothing.warnings == ()


def test_what_cannot_be_is_refused_all_at_once():
    with pytest.raises(InputError) as caught:
        schedule([1, -2], life=0, lead=-1, place=Place(key="wind"))
    assert [fault.code for fault in caught.value.faults] == ["FIN010", "FIN011", "FIN012"]
    assert "wind: -2 units in place cannot be" in str(caught.value)


@pytest.mark.parametrize(
    "given", [{"life": math.nan}, {"life": math.inf}, {"lead": math.nan}, {"cost": math.nan}]
)
def test_numbers_that_are_none_are_refused(given):
    with pytest.raises(InputError):
        schedule([1.0], **({"life": 5.0} | given))
