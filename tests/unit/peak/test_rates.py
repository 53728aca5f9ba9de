import numpy as np
import pytest
import xarray as xr

from dualcarbon.peak.rates import (
    Rate,
    Setting,
    claims,
    curve,
    efficient,
    oldest_high,
    plain_trend,
    rates,
    simulate,
)
from dualcarbon.peak.verdict import Kind, Rule, judge

HARD = Setting(length=14, growth=0.02, since=9, decline=0.02)


def test_the_noise_has_the_stated_marginal_spread_and_memory_from_the_first_year_on():
    logs = np.log(simulate(Setting(length=12, growth=0), 40_000, seed=2) / 100)
    assert logs.std(axis=0) == pytest.approx(0.04, rel=0.03)
    pairs = [np.corrcoef(logs[:, t], logs[:, t + 1])[0, 1] for t in range(11)]
    assert pairs == pytest.approx([0.6] * 11, abs=0.02)


def test_a_step_changes_the_level_from_the_middle_on():
    stepped = simulate(Setting(length=8, growth=0, step=-0.12, noise=0), 1, seed=0)[0]
    assert np.log(stepped / 100) == pytest.approx([0] * 4 + [-0.12] * 4)


def test_the_claim_is_that_of_the_verdict():
    values = simulate(HARD, 60, seed=4)
    years = np.arange(values.shape[1]) + 2000
    each = [judge(xr.DataArray(v, coords={"year": years})).kind is Kind.PEAKED for v in values]
    assert 5 < sum(each) < 55
    assert claims(values).tolist() == each


def test_a_curve_falls_with_a_stricter_rule():
    rules = [Rule(p=p, fall=f) for p, f in ((0.2, 0.08), (0.05, 0.12), (0.01, 0.15))]
    loose, default, strict = curve(simulate(HARD, 200, seed=4), rules)
    assert loose > default > strict > 0
    assert default == claims(simulate(HARD, 200, seed=4)).mean()


def test_a_step_is_no_claim():
    stepped = simulate(Setting(length=24, growth=0.0, step=-0.2, noise=0.005), 50, seed=3)
    assert claims(stepped).mean() == 0
    assert oldest_high(stepped).mean() == 1


def test_the_plain_test_is_one_sided_from_the_maximum_on():
    falling = np.array([[5.0, 9.0, 8.0, 7.0, 6.0]])
    assert plain_trend(falling).tolist() == [True]  # n = 4, S = -6: z = -1.698
    assert plain_trend(falling[:, :4]).tolist() == [False]  # n = 3 cannot reach 5 %
    assert plain_trend(falling[:, ::-1]).tolist() == [False]
    assert plain_trend(np.array([[1.0, 2.0, 3.0]])).tolist() == [False]


def test_rates_set_the_rules_beside_each_other():
    quiet = Setting(length=12, growth=0.03, since=12, decline=0.03, noise=0.01)
    never = Setting(length=24, growth=0.03, noise=0.01)
    revised = Setting(length=24, growth=0.02, step=-0.12, noise=0.005)
    hit, alarm, step = rates([quiet, never, revised], count=40, seed=2)
    assert hit.count == 40
    assert hit.setting is quiet
    assert hit.peaked == {"rule": 1, "oldest_high": 1, "plain_trend": 1}
    assert alarm.peaked == {"rule": 0, "oldest_high": 0, "plain_trend": 0}
    assert (hit.revised, alarm.revised, step.revised) == (0, 0, 1)


def test_the_default_rule_stands_on_the_published_curve():
    """What the docs promise of growth of half a per cent and of a fall of 2 % seen for twelve years."""
    growing = simulate(Setting(length=20, growth=0.005), 1000, seed=11)
    falling = simulate(Setting(length=20, growth=0.03, since=12, decline=0.02), 1000, seed=11)
    assert claims(growing).mean() <= 0.01
    assert claims(falling).mean() >= 0.7


def test_the_error_of_a_share_is_binomial():
    rate = Rate(setting=HARD, peaked={"rule": 0.2, "plain_trend": 0.5}, revised=0, count=400)
    assert rate.error() == pytest.approx(0.02)
    assert rate.error("plain_trend") == pytest.approx(0.025)


def test_a_rule_stands_on_the_curve_unless_another_beats_it():
    assert efficient([0.01, 0.02, 0.02, 0.05], [0.5, 0.4, 0.7, 0.7]) == [True, False, True, False]
    assert efficient([0.01, 0.01], [0.5, 0.5]) == [True, True]


def test_one_step_explains_less_of_a_fall_than_of_a_step():
    stepped = simulate(Setting(length=30, growth=0, step=-0.12, memory=0.0), 400, seed=5)
    falling = simulate(Setting(length=20, growth=0.03, since=12, decline=0.02), 400, seed=5)
    blind = Rule(step_fit=1e6)
    assert claims(stepped).sum() < claims(stepped, blind).sum() / 2
    assert claims(falling).sum() > 0.9 * claims(falling, blind).sum()
