"""A hundred thousand computed futures whose verdict, peak year, ties and plateau are known; all must be found.

The builders know nothing of the implementation: they place rises, falls and levels with margins around the
numbers of the default rule, and random amounts and lengths within them.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import xarray as xr

from dualcarbon.peak.verdict import judge

QUICK, WHOLE = 25, 10_000


def climb(rng, top):
    """Give years of growth up to the year before ``top``, all more than 2 % below it."""
    steps = rng.uniform(0.005, 0.05, int(rng.integers(5, 30)))
    return top * np.exp(-0.025 - np.cumsum(steps)[::-1])


def decline(rng, start, least=5, most=30):
    """Give years that fall from ``start``, without it, each by 1 to 6 %."""
    return start * np.exp(-np.cumsum(rng.uniform(0.01, 0.06, int(rng.integers(least, most)))))


def near(rng, top, most=8):
    """Give years 0.6 to 1.8 % below ``top``: inside the plateau, no ties."""
    return top * (1 - rng.uniform(0.006, 0.018, int(rng.integers(0, most))))


def known(values, kind, at, tie=(0, 0), plateau=None):
    """Give a path and what is known of it; places are counted from ``at``, the place of the maximum."""
    return np.asarray(values, dtype=float), kind, at, tie, plateau


def no_data(rng, top):
    values = [*climb(rng, top), top, *decline(rng, top)]
    if rng.random() < 0.5:
        return known(values[: rng.integers(1, 6)], "no_data", None)
    values[int(rng.integers(0, len(values)))] = rng.choice([np.nan, np.inf, -np.inf])
    return known(values, "no_data", None)


def rising_to_the_end(rng, top):
    up = [*climb(rng, top), *climb(rng, top)[-3:] * 1.001, top]
    return known(sorted(up), "rising", len(up) - 1, (0, 0), None)


def rising_back_to_the_top(rng, top):
    up, dip = climb(rng, top), top * rng.uniform(0.8, 0.97)
    values = [
        *up,
        top,
        *np.linspace(dip, top * rng.uniform(0.996, 0.9985), int(rng.integers(5, 12))),
    ]
    return known(values, "rising", len(up), (0, 0), None)


def level_to_the_end(rng, top):
    up, ties = climb(rng, top), int(rng.integers(3, 9))
    values = [*up, top, *(top * (1 - rng.uniform(0, 0.0009, ties)))]
    return known(values, "rising", len(up), (0, ties), (0, ties))


def too_early(rng, top):
    up = climb(rng, top)
    return known([*up, top, *decline(rng, top * 0.985, 1, 5)], "too_early", len(up), (0, 0), None)


def peaked(rng, top):
    """Give a plateau of known width around the maximum and a fall that goes on."""
    up, left, right = climb(rng, top), near(rng, top), near(rng, top)
    values = [*up, *left, top, *right, *decline(rng, top * 0.979)]
    return known(values, "peaked", len(up) + len(left), (0, 0), (-len(left), len(right)))


def peaked_in_years_as_high(rng, top):
    up, ties = climb(rng, top), int(rng.integers(1, 6))
    equal = top * (1 - rng.uniform(0, 0.0009, ties))
    values = [*up, top, *equal, *decline(rng, top * 0.979)]
    return known(values, "peaked", len(up), (0, ties), (0, ties))


def peaked_twice(rng, top):
    """Give two years as high with a fall between them; one step down is no revision of a computed path."""
    up, dip = climb(rng, top), top * rng.uniform(0.7, 0.97, int(rng.integers(1, 9)))
    second = top * (1 - rng.uniform(0, 0.0009))
    values = [*up, top, *dip, second, *decline(rng, top * rng.uniform(0.6, 0.979))]
    return known(values, "peaked", len(up), (0, len(dip) + 1), (0, 0))


def plateau(rng, top):
    up = climb(rng, top)
    after = top * (1 - rng.uniform(0.006, 0.018, int(rng.integers(5, 20))))
    return known([*up, top, *after], "plateau", len(up), (0, 0), (0, len(after)))


def rebound(rng, top):
    up, down = climb(rng, top), decline(rng, top * 0.97, 3, 9)
    won = down[-1] + rng.uniform(0.55, 0.8) * (top - down[-1])
    back = np.linspace(down[-1], won, int(rng.integers(4, 12)))[1:]
    return known([*up, top, *down, *back], "rebound", len(up), (0, 0), None)


def undetermined(rng, top):
    if rng.random() < 0.3:
        return known(-top * rng.uniform(0.1, 1, int(rng.integers(6, 30))), "undetermined", None)
    up = climb(rng, top)
    back = top * np.array([0.979, 0.972, 0.965, 0.975, 0.975, rng.uniform(0.9801, 0.982)])
    return known([*up, top, *back], "undetermined", len(up), (0, 0), (0, 0))


BUILDERS = {
    b.__name__: b
    for b in (
        no_data, rising_to_the_end, rising_back_to_the_top, level_to_the_end, too_early, peaked,
        peaked_in_years_as_high, peaked_twice, plateau, rebound, undetermined,
    )
}  # fmt: skip


def mistakes(name, count, seed):
    """Judge futures of one builder and count what is not as it was built, by what it is."""
    rng = np.random.default_rng([seed, *name.encode()])
    wrong = Counter()
    for _ in range(count):
        top, first = 10 ** rng.uniform(-3, 12), int(rng.integers(1950, 2030))
        values, kind, at, tie, flat = BUILDERS[name](rng, top)
        years = np.arange(first, first + len(values))
        verdict = judge(xr.DataArray(values, coords={"year": years}), noise=False)
        wrong["verdict"] += verdict.kind.value != kind
        if at is None:
            continue
        place = first + at
        wrong["year"] += verdict.year != place
        wrong["tie"] += verdict.tie != (place + tie[0], place + tie[1])
        wrong["amount"] += verdict.amount != values.max()
        wrong["after"] += verdict.years_after != len(values) - 1 - at - tie[1]
        if flat is not None:
            wrong["plateau"] += verdict.plateau != (place + flat[0], place + flat[1])
    return +wrong


@pytest.mark.parametrize("name", BUILDERS)
def test_a_built_future_is_found(name):
    assert mistakes(name, QUICK, seed=1) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", BUILDERS)
def test_a_built_future_is_found_ten_thousand_times(name):
    assert mistakes(name, WHOLE, seed=2) == {}
