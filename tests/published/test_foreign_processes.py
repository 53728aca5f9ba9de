"""Histories of forms that the grid of the mixture was not chosen on: the page says how often intervals hold there."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.scenarios.coverage import coverage

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "calibration.md").read_text("utf-8")


def printed(label):
    (cells,) = re.findall(rf"^\| {label} \|(.+)\|$", PAGE, re.MULTILINE)
    return [float(x) for x in cells.split("|")]


def size(rng, count):
    return np.exp(rng.uniform(np.log(0.01), np.log(0.05), count))


def growth_with_memory(rng, count, years, ahead):
    """Fading growth with autoregressive shocks, Student's t with five degrees of freedom."""
    whole = years + ahead
    memory, shock = rng.uniform(0.2, 0.7, count), size(rng, count)
    first, fading = rng.normal(0.03, 0.04, count), rng.uniform(0.9, 1.0, count)
    fresh = rng.standard_t(5, (count, whole)) / np.sqrt(5 / 3)
    kept = np.empty((count, whole))
    kept[:, 0] = fresh[:, 0] / np.sqrt(1 - memory**2)
    for year in range(1, whole):
        kept[:, year] = memory * kept[:, year - 1] + fresh[:, year]
    trend = first[:, None] * fading[:, None] ** np.arange(whole)
    return np.cumsum(trend + shock[:, None] * kept, axis=1)


def two_regimes(rng, count, years, ahead):
    """Growth of two levels; a year stays in its regime with 0.8 to 0.95."""
    growth, shock = rng.normal(0.03, 0.04, (count, 2)), size(rng, count)
    stay, regime = rng.uniform(0.8, 0.95, (count, 2)), rng.integers(0, 2, count)
    mine, steps = np.arange(count), np.empty((count, years + ahead))
    for year in range(years + ahead):
        steps[:, year] = growth[mine, regime] + shock * rng.standard_normal(count)
        regime = np.where(rng.random(count) < stay[mine, regime], regime, 1 - regime)
    return np.cumsum(steps, axis=1)


def cycle(rng, count, years, ahead):
    """Random walk with drift and clustered variance, a cycle, errors of measurement."""
    whole = years + ahead
    drift, shock = rng.normal(0.03, 0.04, count)[:, None], size(rng, count)[:, None]
    period = rng.uniform(5, 10, count)[:, None]
    height = rng.uniform(0, 2, count)[:, None] * shock
    phase = rng.uniform(0, 2 * np.pi, count)[:, None]
    variance, steps = np.ones(count), np.empty((count, whole))
    news, kept = rng.uniform(0.05, 0.3, count), rng.uniform(0.4, 0.65, count)
    for year in range(whole):
        steps[:, year] = np.sqrt(variance) * rng.standard_normal(count)
        variance = (1 - news - kept) + news * steps[:, year] ** 2 + kept * variance
    wave = height * np.sin(2 * np.pi * np.arange(whole) / period + phase)
    misread = rng.uniform(0.2, 1, count)[:, None] * shock
    walk = np.cumsum(drift + shock * steps, axis=1)
    return walk + wave + misread * rng.standard_normal((count, whole))


PROCESSES = {
    "growth with memory": growth_with_memory,
    "two regimes of growth": two_regimes,
    "cycle and calm and wild years": cycle,
}


@pytest.mark.parametrize("place", range(len(PROCESSES)))
def test_the_coverage_is_that_of_the_page(place):
    label, maker = list(PROCESSES.items())[place]
    held = 100 * coverage(maker, 200, seed=31_000 + place)
    assert held == pytest.approx(printed(label), abs=0.051)


def test_the_three_together_are_their_mean():
    rows = [printed(label) for label in PROCESSES]
    assert np.mean(rows, axis=0) == pytest.approx(printed("the three together"), abs=0.1)
