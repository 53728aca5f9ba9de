"""Histories made up: of the years asked for, and of the growth and shocks that they say."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios.histories import APART, GENERATORS, region


@pytest.mark.parametrize("name", [*GENERATORS, *APART])
def test_a_generator_gives_logarithms_of_its_years(name):
    maker = ({**GENERATORS, **APART})[name]
    made = maker(np.random.default_rng(1), 5, 12, 10)
    assert made.shape == (5, 22)
    assert np.isfinite(made).all()
    assert len({tuple(one) for one in made.round(9).tolist()}) == 5


def growth(name, count=4000):
    return np.diff(GENERATORS[name](np.random.default_rng(2), count, 12, 10), axis=1)


def test_generators_grow_and_shake_as_they_say():
    walk = growth("random_walk")
    assert walk.mean() == pytest.approx(0.03, abs=0.003)
    assert walk.mean(axis=1).std() == pytest.approx(0.04, abs=0.003)
    assert growth("trend_and_memory").mean() == pytest.approx(0.03, abs=0.003)
    heavy = growth("heavy_tails")
    rest = heavy - heavy.mean(axis=1, keepdims=True)
    normal = walk - walk.mean(axis=1, keepdims=True)
    kurtosis = [np.mean(r**4) / np.mean(r**2) ** 2 for r in (rest, normal)]
    assert kurtosis[0] > 1.5 * kurtosis[1]


def test_a_saturating_history_never_passes_its_top_by_more_than_noise():
    made = GENERATORS["saturation"](np.random.default_rng(3), 2000, 16, 10)
    assert np.quantile(made.max(axis=1), 0.99) < 0.25


def test_a_region_made_up_is_whole():
    made = region(np.random.default_rng(5), 12, 10)
    for head, parts in made.tree.groups.items():
        whole = sum(made.parameters[f"{head}.{part}"] for part in parts)
        assert whole == pytest.approx(np.ones(22))
    assert {sector for sector, _, _ in made.factor} == set(made.tree.demand)
