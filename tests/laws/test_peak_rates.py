"""The two goals of the peak rule: how often it is wrong on growth, how often it finds a fall; fresh seeds.

Noise is first-order autoregressive with memory 0.6 and a marginal standard deviation of 4 %.
"""

from __future__ import annotations

import pytest
from scipy import stats

from dualcarbon.peak.rates import Setting, claims, simulate

ALARM, HIT = 0.01, 0.70
"""Most false alarms on +0.5 %/yr, and fewest hits on -2 %/yr seen for twelve years. [1]"""
LENGTHS = range(15, 31)
DOUBT = 1e-6
"""Chance that a rule just at its goal fails a test by luck. [1]"""


def alarms(length, count, seed):
    return int(claims(simulate(Setting(length=length, growth=0.005), count, seed=seed)).sum())


def hits(before, count, seed):
    setting = Setting(length=before, growth=0.03, since=12, decline=0.02)
    return int(claims(simulate(setting, count, seed=seed)).sum())


@pytest.mark.parametrize("length", [15, 22, 30])
def test_growth_is_hardly_ever_said_to_have_peaked(length):
    count = 300
    assert alarms(length, count, seed=900 + length) <= stats.binom.ppf(1 - DOUBT, count, ALARM)


@pytest.mark.parametrize("before", [3, 10, 20])
def test_a_fall_of_twelve_years_is_mostly_found(before):
    count = 300
    assert hits(before, count, seed=800 + before) >= stats.binom.ppf(DOUBT, count, HIT)


@pytest.mark.slow
@pytest.mark.parametrize("length", LENGTHS)
def test_growth_is_hardly_ever_said_to_have_peaked_ten_thousand_times(length):
    assert alarms(length, 10_000, seed=700 + length) <= ALARM * 10_000


@pytest.mark.slow
@pytest.mark.parametrize("length", LENGTHS)
def test_a_fall_of_twelve_years_is_mostly_found_ten_thousand_times(length):
    assert hits(length - 12, 10_000, seed=600 + length) >= HIT * 10_000
