"""Paths of the regression: they start at the last statistic, and what becomes of its residual."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis import memory, stirpat, stirpat_paths
from dualcarbon.diagnosis.stirpat_backtest import backtest
from dualcarbon.errors import InputError

YEARS = 40


def series(values):
    return xr.DataArray(
        np.asarray(values), dims="year", coords={"year": range(1980, 1980 + len(values))}
    )


def fitted(noise, **more):
    """A region whose emissions follow affluence with elasticity 0.7, but for noise."""
    affluence = np.exp(np.linspace(0, 1.2, len(noise)))
    co2 = 3.0 * affluence**0.7 * np.exp(noise)
    return stirpat.fit(series(co2), {"affluence": series(affluence)}, seed=1, **more), affluence


def returning(rho=0.5, spread=0.02, seed=3):
    random = np.random.default_rng(seed)
    return memory.noise(np.array([rho]), np.array([spread]), YEARS, random)[0]


def wandering(seed=4):
    return 0.02 * np.random.default_rng(seed).standard_normal(YEARS).cumsum()


@pytest.fixture
def levels():
    found, _ = fitted(returning())
    assert found.estimate.form == "levels"
    return found


@pytest.fixture
def differences():
    found, _ = fitted(wandering())
    assert found.estimate.form == "differences"
    return found


def held(found, years=3):
    """The driver stays where it was."""
    last = float(np.exp(found.sample.regressors[-1, 0]))
    return stirpat_paths.ahead(found.sample, {"affluence": np.full(years, last)})


def test_steps_are_logarithms_against_the_last_year():
    found, affluence = fitted(returning())
    steps = stirpat_paths.ahead(found.sample, {"affluence": affluence[-1] * np.array([1.0, np.e])})
    assert steps[:, 0] == pytest.approx([0.0, 1.0])


def test_of_levels_the_last_residual_dies_away(levels):
    middle = levels.estimate
    far = stirpat_paths.central(levels.sample, middle, held(levels, 400))
    seen = levels.sample.emissions[-1]
    rho, residual = middle.memory.mean, middle.residuals[-1]
    assert far[0] == pytest.approx(seen + (rho - 1) * residual)
    assert far[-1] == pytest.approx(seen - residual)


def test_of_changes_the_last_statistic_is_kept(differences):
    middle = differences.estimate
    path = stirpat_paths.central(differences.sample, middle, held(differences, 400))
    rho, residual = middle.memory.mean, middle.residuals[-1]
    seen = differences.sample.emissions[-1]
    assert path[0] == pytest.approx(seen + rho * residual)
    assert path[-1] == pytest.approx(seen + residual * rho / (1 - rho))


def test_without_memory_nothing_of_a_change_is_carried():
    one = stirpat_paths.carried(np.array([0.1]), np.array([0.0]), 3, "differences")
    assert one.tolist() == [[0.0, 0.0, 0.0]]


def test_a_driver_moves_emissions_by_its_elasticity(differences):
    steps = np.array([[0.0], [0.1]])
    still, moved = (
        stirpat_paths.central(differences.sample, differences.estimate, s)
        for s in (0 * steps, steps)
    )
    slope = differences.estimate.coefficients[0]
    assert moved - still == pytest.approx([0.0, 0.1 * slope])


@pytest.mark.parametrize("form", ["levels", "differences"])
def test_draws_lie_about_the_central_path(form, request):
    found = request.getfixturevalue(form)
    steps = held(found, 5) + 0.2
    drawn = stirpat_paths.drawn(found, steps[None])
    middle = stirpat_paths.central(found.sample, found.estimate, steps)
    assert drawn.shape == (stirpat.DRAWS, 5)
    assert np.median(drawn, axis=0) == pytest.approx(middle, abs=0.3 * float(drawn.std()))


def test_a_path_for_each_draw_takes_as_many_draws(levels):
    steps = np.repeat(held(levels, 4)[None], 7, axis=0)
    assert stirpat_paths.drawn(levels, steps).shape == (7, 4)
    assert stirpat_paths.drawn(levels, steps) == pytest.approx(
        stirpat_paths.drawn(levels, steps[:1])[:7]
    )


def test_noise_of_levels_stays_and_of_changes_adds_up(levels, differences):
    random = np.random.default_rng(8)
    stays = stirpat_paths.noise(levels, 1024, 30, random).std(axis=0)
    grows = stirpat_paths.noise(differences, 1024, 30, random).std(axis=0)
    assert stays[-1] < 1.5 * stays[10]
    assert grows[-1] > 1.4 * grows[10]


def test_the_square_of_affluence_goes_along():
    random = np.random.default_rng(9)
    affluence = np.exp(np.linspace(0, 2, YEARS))
    logs = np.log(affluence) - 1.0
    co2 = np.exp(logs - 0.3 * logs**2 + 0.01 * random.standard_normal(YEARS))
    found = stirpat.fit(series(co2), {"affluence": series(affluence)}, seed=1, squared=True)
    steps = stirpat_paths.ahead(found.sample, {"affluence": np.array([np.exp(2.5)])})
    assert steps[0] == pytest.approx([0.5, 1.5**2 - 1.0**2])


def test_the_back_test_fits_from_the_twelfth_year_on():
    noise = returning()[:16]
    affluence = np.exp(np.linspace(0, 1.2, 16))
    found = backtest(
        series(affluence**0.7 * np.exp(noise)), {"affluence": series(affluence)}, seed=1
    )
    assert [o.to for o in found.origins] == [1991, 1992, 1993, 1994]
    assert [o.regression.size for o in found.origins] == [4, 3, 2, 1]
    assert found.regression < 0.5 * found.naive


def test_the_plain_rules_of_the_back_test_are_worked_out_by_hand():
    """A straight logarithm but for one low year: the trend misses it, the last value lags by the slope."""
    logs = 0.05 * np.arange(13.0)
    logs[4] -= 0.13
    affluence = np.exp(np.linspace(0, 0.4, 13) + 0.01 * np.resize([1, -1, 0], 13))
    found = backtest(series(np.exp(logs)), {"affluence": series(affluence)}, seed=1)
    (origin,) = found.origins
    assert origin.naive == pytest.approx([-0.05])
    line = np.polyfit(np.arange(12), logs[:12], 1)
    assert origin.trend == pytest.approx([np.polyval(line, 12) - logs[12]])
    assert found.naive == pytest.approx(0.05)


def test_twelve_years_leave_nothing_to_test_against():
    noise = returning()[:12]
    affluence = np.exp(np.linspace(0, 1.2, 12))
    with pytest.raises(InputError) as caught:
        backtest(series(affluence * np.exp(noise)), {"affluence": series(affluence)}, seed=1)
    assert [f.code for f in caught.value.faults] == ["STP013"]


def test_intervals_of_the_back_test_hold_what_came():
    inside = []
    for seed in range(12):
        noise = returning(seed=seed)[:20]
        affluence = np.exp(np.linspace(0, 1.2, 20) + 0.02 * np.sin(np.arange(20)))
        co2 = series(affluence**0.7 * np.exp(noise))
        inside.append(backtest(co2, {"affluence": series(affluence)}, seed=1).covered)
    assert 0.75 < np.mean(inside) <= 1.0
