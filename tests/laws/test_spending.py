"""Deployments: nothing of the money is left over, and units are where they should be."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.finance.cash_flow import capital_recovery, npv, payback, present_value
from dualcarbon.finance.spending import schedule

placed = st.lists(st.floats(0, 1e6), min_size=1, max_size=30)
lives = st.floats(0.2, 40)
leads = st.floats(0, 6)
rate = st.floats(-0.05, 0.5)
flows = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


@settings(max_examples=80)
@given(placed, lives, leads, st.floats(0, 1e4))
def test_investment_less_salvage_is_what_was_used_and_lost(units, life, lead, cost):
    plan = schedule(units, life=life, lead=lead, cost=cost)
    left = plan.investment.sum() - plan.salvage.sum()
    assert left == pytest.approx((plan.used + plan.lost).sum(), rel=1e-9, abs=1e-9 * cost)
    assert all((part >= 0).all() for part in (plan.investment, plan.salvage, plan.used, plan.lost))
    assert plan.investment.sum() == pytest.approx((plan.bought * cost).sum(), rel=1e-9)


@settings(max_examples=80)
@given(placed, lives, leads)
def test_a_deployment_that_only_grows_uses_the_same_share_of_each_unit_every_year(
    units, life, lead
):
    grown = np.maximum.accumulate(units)
    plan = schedule(grown, life=life, lead=lead, cost=7)
    rounding = 1e-9 * grown.max()
    assert plan.used == pytest.approx(grown * 7 / math.ceil(life), rel=1e-9, abs=rounding)
    assert not plan.lost.any()
    assert not plan.removed.any()


@settings(max_examples=80)
@given(placed, lives)
def test_units_in_place_are_bought_less_those_at_their_end_and_removed(units, life):
    plan = schedule(units, life=life)
    net = np.cumsum(plan.bought - plan.removed)
    ended = net - np.array(units)
    assert (ended >= -1e-9 * max(units)).all()  # never fewer than needed
    young = min(plan.served, len(units))
    assert ended[:young] == pytest.approx(0, abs=1e-9 * max(*units, 1))  # none is at its end yet


@settings(max_examples=60)
@given(placed, lives, leads)
def test_members_and_costs_are_walked_as_each_alone(units, life, lead):
    costs = np.array([[2.0], [5.0]])
    both = schedule([units, units[::-1]], life=life, lead=lead, cost=costs)
    for k, row in enumerate((units, units[::-1])):
        alone = schedule(row, life=life, lead=lead, cost=float(costs[k, 0]))
        assert both.investment[k] == pytest.approx(alone.investment)
        assert both.salvage[k] == pytest.approx(alone.salvage)
        assert both.early[k] == pytest.approx(alone.early)


@given(flows, flows, rate)
def test_present_values_add_up_and_a_year_later_is_a_year_discounted(first, second, i):
    size = sum(map(abs, first)) + sum(map(abs, second)) + 1
    n = min(len(first), len(second))
    both = np.array(first[:n]) + np.array(second[:n])
    parts = npv(i, first[:n]) + npv(i, second[:n])
    assert npv(i, both) == pytest.approx(parts, abs=1e-9 * size * 1.1**n)
    later = (1 + i) * npv(i, [0, *first])
    assert later == pytest.approx(npv(i, first), abs=1e-9 * size * 1.1**n)


@given(st.floats(0, 0.9), st.integers(1, 60))
def test_the_yearly_payment_pays_the_money_back(i, life):
    payments = [0.0] + [capital_recovery(i, life)] * life
    assert present_value(i, payments) == pytest.approx(1, rel=1e-9)


@given(flows)
def test_at_the_payback_the_cumulated_flow_is_back_at_nothing(given_flows):
    years = payback(given_flows)
    series = np.trim_zeros(np.array(given_flows), "f")
    total = np.cumsum(series)
    if years is None:
        assert total[-1] < 0 or (total < 0).any()
        assert not ((total[1:] >= 0) & (total[:-1] < 0)).any()
    elif years > 0:
        at = np.interp(years, np.arange(len(total)), total)
        assert at == pytest.approx(0, abs=1e-6 * np.abs(series).sum())
