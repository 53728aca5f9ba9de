"""Laws of the regression: units, order and names of regressors change nothing; a path begins where history ends."""

from __future__ import annotations

import numpy as np
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.diagnosis import stirpat, stirpat_paths

YEARS = 16
NAMES = ("population", "affluence", "energy_intensity")
seeds = st.integers(0, 10_000)


def series(values):
    return xr.DataArray(values, dims="year", coords={"year": list(range(2000, 2000 + YEARS))})


def region(seed):
    """A made-up region: drivers that wander, emissions that follow them but for noise."""
    random = np.random.default_rng(seed)
    logs = (
        0.03 * random.standard_normal((YEARS, 3)).cumsum(axis=0) + 0.05 * np.arange(YEARS)[:, None]
    )
    co2 = logs @ random.uniform(0.5, 1.5, 3) + 0.02 * random.standard_normal(YEARS)
    drivers = {name: series(np.exp(logs[:, j])) for j, name in enumerate(NAMES)}
    return series(np.exp(co2)), drivers


def fitted(co2, drivers):
    return stirpat.fit(co2, drivers, seed=1, draws=64)


@settings(max_examples=25)
@given(seeds, st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_units_change_no_elasticity(seed, one, other):
    co2, drivers = region(seed)
    plain = fitted(co2, drivers)
    scaled = fitted(one * co2, {n: other * v for n, v in drivers.items()})
    assert scaled.estimate.form == plain.estimate.form
    assert np.allclose(
        scaled.estimate.coefficients, plain.estimate.coefficients, rtol=1e-5, atol=1e-7
    )
    assert np.allclose(scaled.high, plain.high, rtol=1e-5, atol=1e-7)


@settings(max_examples=25)
@given(seeds, st.permutations(NAMES))
def test_order_changes_no_elasticity(seed, order):
    co2, drivers = region(seed)
    plain, other = fitted(co2, drivers), fitted(co2, {n: drivers[n] for n in order})
    by = dict(zip(other.sample.names, other.estimate.coefficients, strict=True))
    ours = dict(zip(plain.sample.names, plain.estimate.coefficients, strict=True))
    assert all(np.isclose(by[n], ours[n], rtol=1e-5, atol=1e-7) for n in NAMES)


@settings(max_examples=25)
@given(seeds)
def test_a_driver_raised_to_a_power_has_its_elasticity_divided(seed):
    co2, drivers = region(seed)
    plain = fitted(co2, drivers)
    squared = fitted(co2, {**drivers, "population": drivers["population"] ** 2})
    assert np.isclose(
        2 * squared.estimate.coefficients[0], plain.estimate.coefficients[0], rtol=1e-5, atol=1e-7
    )


@settings(max_examples=25)
@given(seeds, st.floats(-0.05, 0.05))
def test_a_path_begins_at_the_last_statistic_and_steps_no_farther_than_drivers_and_residual(
    seed, step
):
    co2, drivers = region(seed)
    found = fitted(co2, drivers)
    last = {n: np.array([float(v[-1]) * np.exp(step)]) for n, v in drivers.items()}
    steps = stirpat_paths.ahead(found.sample, last)
    path = stirpat_paths.central(found.sample, found.estimate, steps)
    moved = step * float(found.estimate.coefficients.sum())
    off = abs(float(path[0]) - float(found.sample.emissions[-1]) - moved)
    assert off <= abs(float(found.estimate.residuals[-1])) + 1e-9
