"""Ten thousand series of every verdict, each built so that its verdict is known; the rule must find it.

The builders know nothing of the implementation: they place rises, falls and levels with margins around the
numbers of the default rule, and random amounts within them.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import xarray as xr

from dualcarbon.peak.odds import odds
from dualcarbon.peak.verdict import judge

QUICK, WHOLE = 40, 10_000
STRUCTURAL = {"activity": 0.1, "intensity": -0.6, "mix": -0.1}
SLUMP = {"activity": -0.4, "intensity": -0.05}


def path(values, first):
    return xr.DataArray(
        np.asarray(values, dtype=float),
        coords={"year": np.arange(first, first + len(values))},
        attrs={"units": "t CO2"},
    )


def rise(rng, years, top, low=0.01, high=0.045):
    """Give years of unbroken growth that end at ``top``."""
    steps = rng.uniform(low, high, years - 1)
    return top * np.exp(-np.concatenate([np.cumsum(steps[::-1])[::-1], [0.0]]))


def fall(rng, years, top, low, high):
    """Give years of unbroken fall after ``top``, without it."""
    return top * np.exp(-np.cumsum(rng.uniform(low, high, years)))


def no_data(rng, top, first):
    values = rise(rng, int(rng.integers(8, 20)), top)
    way = rng.integers(3)
    if way == 0:
        return path(values[: rng.integers(1, 6)], first), {}
    whole = path(values, first)
    gap = int(rng.integers(1, len(values) - 1))
    if way == 1:
        return whole.where(whole.year != first + gap), {}
    return whole.drop_sel(year=first + gap), {}


def revision(rng, top, first):
    years = int(rng.integers(12, 30))
    growth = rng.uniform(-0.02, 0.04)
    values = top * np.exp(growth * np.arange(years) + rng.uniform(-0.004, 0.004, years))
    drivers = path(values * rng.uniform(0.4, 0.5), first)
    start = int(rng.integers(4, years - 4))
    if rng.random() < 0.3:  # a break that the study declares, whatever the values
        return path(values, first), {"breaks": [first + start]}
    values[start:] *= np.exp(rng.choice([-1, 1]) * rng.uniform(0.12, 0.3))
    return path(values, first), {"drivers": drivers} if rng.random() < 0.5 else {}


def rising(rng, top, first):
    values = rise(rng, int(rng.integers(6, 35)), top)
    if rng.random() < 0.3:  # a little below the maximum and climbing back to it
        values = [*values, *(top * np.linspace(0.98, rng.uniform(0.996, 0.9985), 5))]
    return path(values, first), {}


def too_early(rng, top, first):
    after = int(rng.integers(1, 5))
    up = rise(rng, int(rng.integers(6, 25)), top)
    return path([*up, *fall(rng, after, top, 0.01, 0.04)], first), {}


def steady(rng, top):
    """Give a rise and a long fall that nobody would doubt."""
    up = rise(rng, int(rng.integers(4, 25)), top)
    ties = top * (1 - rng.uniform(0, 0.0009, int(rng.integers(0, 4)))) if rng.random() < 0.3 else []
    return [*up, *ties, *fall(rng, int(rng.integers(8, 25)), top, 0.02, 0.04)]


def effects(shares, top):
    return {"confirmation": {name: share * top for name, share in shares.items()}}


def peaked(rng, top, first):
    return path(steady(rng, top), first), effects(STRUCTURAL, top) if rng.random() < 0.5 else {}


def slump(rng, top, first):
    return path(steady(rng, top), first), effects(SLUMP, top)


def plateau(rng, top, first):
    """Give levels after the maximum that read the same backwards, so that they have no trend."""
    up = rise(rng, int(rng.integers(4, 25)), top)
    half = top * rng.uniform(0.955, 0.992, int(rng.integers(3, 9)))
    return path([*up, *half, *half[-2::-1]], first), {}


def rebound(rng, top, first):
    up = rise(rng, int(rng.integers(4, 25)), top)
    down = fall(rng, int(rng.integers(4, 9)), top, 0.03, 0.05)
    won = rng.uniform(0.6, 0.85)
    back = np.linspace(down[-1], down[-1] + won * (top - down[-1]), int(rng.integers(6, 12)))[1:]
    return path([*up, *down, *back], first), {}


def declining_unproven(rng, top, first):
    """Give a fall to 7 to 9 % below the maximum: below the band, above the share that is needed, no step.

    Or two levels in a scatter so wide that the one step between them is no revision, and no steady fall either.
    """
    if rng.random() < 0.3:
        return path(two_levels(rng, top), first), {}
    up = rise(rng, int(rng.integers(4, 25)), top)
    level = top * (1 - rng.uniform(0.072, 0.092, int(rng.integers(5, 13))))
    return path([*up, top * 0.955, *level], first), {}


def two_levels(rng, top):
    """Give three levels of an even number of years that alternate by 3 %, the maximum after the first of them."""
    up = [*(0.9 * top * np.tile([1.03, 0.97], int(rng.integers(2, 12)))), top]
    before = 2 * int(rng.integers(2, 5))
    after = before + 2 * int(rng.integers(0, 2))
    high, low = np.tile([0.97, 1.03], before // 2), np.tile([0.97, 1.03], after // 2)
    level = rng.uniform(0.94, 0.955)
    return [*up, *(top * level * high), *(top * level * rng.uniform(0.78, 0.82) * low)]


def undetermined(rng, top, first):
    if rng.random() < 0.2:
        return path(-rise(rng, int(rng.integers(6, 20)), top), first), {}
    up = rise(rng, int(rng.integers(4, 25)), top)
    dip = top * rng.uniform(0.91, 0.92)
    back = np.full(int(rng.integers(1, 6)), top * rng.uniform(0.951, 0.954))
    return path([*up, top * 0.96, top * 0.94, dip, top * 0.93, *back], first), {}


BUILDERS = {
    b.__name__: b
    for b in (
        no_data, revision, rising, too_early, peaked, slump, plateau, rebound, declining_unproven, undetermined
    )
}  # fmt: skip


def verdicts(kind, count, seed):
    rng = np.random.default_rng([seed, *kind.encode()])
    for _ in range(count):
        top, first = 10 ** rng.uniform(-3, 12), int(rng.integers(1950, 2030))
        series, asked = BUILDERS[kind](rng, top, first)
        yield judge(series, **asked), series


@pytest.mark.parametrize("kind", BUILDERS)
def test_the_built_verdict_is_found(kind):
    found = Counter(v.kind.value for v, _ in verdicts(kind, QUICK, seed=1))
    assert found == {kind: QUICK}


@pytest.mark.slow
@pytest.mark.parametrize("kind", BUILDERS)
def test_the_built_verdict_is_found_ten_thousand_times(kind):
    found = Counter(v.kind.value for v, _ in verdicts(kind, WHOLE, seed=2))
    assert found == {kind: WHOLE}


@pytest.mark.parametrize(
    "kind", ["too_early", "peaked", "slump", "plateau", "rebound", "declining_unproven"]
)
def test_the_peak_year_is_the_highest_and_never_the_last(kind):
    for verdict, series in verdicts(kind, QUICK, seed=3):
        assert verdict.year == int(series.year[np.argmax(series.values)])
        assert verdict.year < verdict.last
        assert verdict.interior


@pytest.mark.parametrize("kind", BUILDERS)
def test_every_verdict_gives_its_reason_in_both_languages(kind):
    for verdict, _ in verdicts(kind, 5, seed=4):
        assert str(verdict) == verdict.reason("en")
        assert verdict.reason("zh")
        assert not any(brace in verdict.reason(lang) for brace in "{}" for lang in ("en", "zh"))


def futures(rng, count, years=51):
    """Give paths that peak in a year we choose, or never, and that year (0 for never)."""
    time = np.arange(years)
    at = rng.integers(1, years - 1, count)
    never = rng.random(count) < 0.2
    up, down = rng.uniform(0.005, 0.05, count), rng.uniform(0.01, 0.06, count)
    away = time - at[:, None]
    logs = np.where(away < 0, up[:, None] * away, -down[:, None] * away)
    logs[never] = up[never, None] * time
    return np.exp(logs) * 10 ** rng.uniform(0, 9, (count, 1)), np.where(never, 0, 2010 + at)


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_the_peak_year_of_futures_is_exact(count):
    values, known = futures(np.random.default_rng(5), count)
    coords = {"member": np.arange(count), "year": np.arange(2010, 2061)}
    result = odds(xr.DataArray(values, dims=("member", "year"), coords=coords))
    assert [year or 0 for year in result.peak_years()] == known.tolist()
    assert result.no_peak == (known == 0).mean()
