"""The past predicted: nothing of the future is used, and every score is what it says."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.scenarios import hindcast as module
from dualcarbon.scenarios.hindcast import Foreseen, hindcast, interval_score, score, simple
from dualcarbon.scenarios.tree import Observed, grow

COAL, GAS = ("total", "consumption", "coal"), ("total", "consumption", "natural_gas")
YEARS = tuple(range(2005, 2017))


def region(years=YEARS, *, gdp=True, noise=0.02):
    rng = np.random.default_rng(8)
    count = len(years)
    use = 100 * np.exp(np.cumsum(rng.normal(0.03, noise, count)))
    share = np.linspace(0.8, 0.6, count)
    money = 50 * np.exp(np.cumsum(rng.normal(0.06, noise, count)))
    energy = {COAL: use * share, GAS: use * (1 - share)}
    factor = {COAL: np.full(count, 2.7), GAS: np.full(count, 1.6)}
    return Observed(years, None, money if gdp else None, {}, energy, factor)


@pytest.fixture(scope="module")
def seen():
    return region()


@pytest.fixture(scope="module")
def found(seen):
    return hindcast(seen, grow(seen), seed=1, members=64)


def test_every_year_with_enough_before_it_predicts_all_after_it(found):
    assert found.origins == tuple(range(2010, 2016))
    one = next(f for f in found.foreseen if f.origin == 2013 and f.indicator == "energy")
    assert one.years == (2014, 2015, 2016)
    assert found.score("energy").errors == 6 + 5 + 4 + 3 + 2 + 1


def test_what_came_is_the_account(seen, found):
    one = next(f for f in found.foreseen if f.indicator == "co2")
    total = 2.7 * seen.energy[COAL] + 1.6 * seen.energy[GAS]
    assert one.actual == pytest.approx(total[6:])
    per = next(f for f in found.foreseen if f.indicator == "co2_intensity")
    assert per.actual == pytest.approx((total / seen.gdp)[6:])


def test_no_year_after_the_origin_is_looked_at(seen, found):
    """Another future leaves the prediction from before it as it was."""
    later = np.array(YEARS) > 2012
    energy = {cell: np.where(later, 3 * values, values) for cell, values in seen.energy.items()}
    factor = {cell: np.where(later, 2 * values, values) for cell, values in seen.factor.items()}
    other = dataclasses.replace(
        seen, energy=energy, factor=factor, gdp=np.where(later, 9, seen.gdp)
    )
    again = hindcast(other, grow(seen), seed=1, members=64)
    for mine, theirs in zip(found.foreseen, again.foreseen, strict=True):
        if mine.origin <= 2012:
            for way in module.METHODS:
                for end in ("middle", "low", "high"):
                    assert getattr(mine, end)[way] == pytest.approx(getattr(theirs, end)[way])
    assert found.score("co2").mape != pytest.approx(again.score("co2").mape)


def test_a_history_that_is_too_short_is_not_predicted():
    short = region(YEARS[:6])
    assert hindcast(short, grow(short), seed=1) is None
    longer = region(YEARS[:7])
    assert hindcast(longer, grow(longer), seed=1).origins == (2010,)


def test_without_gdp_there_is_no_intensity():
    plain = region(gdp=False)
    found = hindcast(plain, grow(plain), seed=1, members=16)
    assert found.indicators == ("co2", "energy")


def test_growth_without_noise_is_predicted_without_error():
    count = len(YEARS)
    energy = {COAL: 1.04 ** np.arange(count)}
    steady = Observed(YEARS, None, np.full(count, 2.0), {}, energy, {COAL: np.full(count, 2.7)})
    found = hindcast(steady, grow(steady), seed=1, members=16)
    assert found.score("co2").mape < 1e-6
    assert found.score("co2", "trend").mape < 1e-9
    assert found.score("co2", "naive").bias == pytest.approx(
        np.mean([1.04**-k - 1 for h in range(1, 7) for k in range(1, h + 1)])
    )


def foreseen(actual, middle, low, high):
    ends = [{way: np.array(values) for way in module.METHODS} for values in (middle, low, high)]
    return Foreseen("co2", 2010, (2011, 2012), np.array(actual), *ends)


def test_scores_by_hand():
    one = foreseen([100.0, 200.0], [110.0, 150.0], [90.0, 120.0], [130.0, 180.0])
    found = score([one], "co2", "model")
    assert (found.errors, found.coverage) == (2, 0.5)
    assert found.mape == pytest.approx((0.10 + 0.25) / 2)
    assert found.bias == pytest.approx((0.10 - 0.25) / 2)
    assert found.interval == pytest.approx((40 / 100 + (60 + 20 * 20) / 200) / 2)


def test_the_interval_score_is_least_for_the_right_interval():
    values = np.random.default_rng(1).standard_normal(20_000)
    right, narrow, wide = (
        interval_score(values, np.full(20_000, -z), np.full(20_000, z)).mean()
        for z in (1.645, 1.0, 2.6)
    )
    assert right < min(narrow, wide)


def test_skill_is_measured_against_the_better_simple_way(found):
    best = min(found.score("energy", way).mape for way in ("naive", "trend"))
    assert found.skill("energy") == pytest.approx(1 - found.score("energy").mape / best)


def test_the_simple_ways_cover_what_they_are_made_for():
    rng = np.random.default_rng(3)
    held = {"naive": [], "drift": [], "trend": []}
    for _ in range(600):
        shocks = rng.standard_normal(21)
        for way, path in (
            ("naive", np.cumsum(shocks)),
            ("drift", np.cumsum(0.5 + shocks)),
            ("trend", 0.5 * np.arange(21) + shocks),
        ):
            _, low, high = simple(path[:16], 5)[way]
            held[way].append((low <= path[16:]) & (path[16:] <= high))
    for way, hits in held.items():
        assert np.mean(hits) == pytest.approx(0.9, abs=0.03), way
