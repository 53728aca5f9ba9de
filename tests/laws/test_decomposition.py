"""The decomposition leaves nothing over, whatever appears, vanishes or stays equal."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.diagnosis.decomposition import chain, lmdi, log_mean

TABLES, SECTORS, FUELS, FACTORS = 10_000, 3, 4, 4
NAMES = [f"x{k}" for k in range(FACTORS)]


def random_factors(rng, tables=TABLES):
    """Factors over six decades, of which some are 0 in one year, some in both, some unchanged."""
    shape = (FACTORS, 2, tables, SECTORS, FUELS)
    x = 10 ** rng.uniform(-3, 3, shape)
    x[rng.random(shape) < 0.05] = 0
    both = rng.random((FACTORS, tables, SECTORS, FUELS)) < 0.03
    x[:, 0][both] = x[:, 1][both] = 0
    x[:, 1] = np.where(rng.random(both.shape) < 0.1, x[:, 0], x[:, 1])
    swapped = (
        rng.random(tables) < 0.1
    )  # equal totals: the two years hold the same cells in another order
    x[:, 1, swapped] = x[:, 0, swapped][..., ::-1]
    return x


def mapped(values):
    """Factors of one year as arrays by table, sector, fuel."""
    return {
        n: xr.DataArray(v, dims=("table", "sector", "fuel"))
        for n, v in zip(NAMES, values, strict=True)
    }


@pytest.fixture(scope="module")
def tables():
    x = random_factors(np.random.default_rng(20171231))
    return x, lmdi(mapped(x[:, 0]), mapped(x[:, 1]))


def by_table(parts):
    return sum(e.sum(["sector", "fuel"]) for e in parts.effects.values()).values


def test_nothing_is_left_over_in_ten_thousand_tables(tables):
    x, parts = tables
    before, after = (x.prod(axis=0)[i].sum(axis=(1, 2)) for i in (0, 1))
    left = by_table(parts) - (after - before)
    assert np.all(np.abs(left) <= 1e-12 * np.maximum(before, after))
    assert np.mean(np.isclose(before, after, rtol=1e-12)) > 0.05  # equal totals are among them


def test_nothing_is_left_over_in_any_cell(tables):
    x, parts = tables
    before, after = x.prod(axis=0)
    left = sum(e.values for e in parts.effects.values()) - (after - before)
    assert np.all(np.abs(left) <= 1e-12 * np.maximum(before, after))
    assert np.any((before == 0) & (after > 0))
    assert np.any((before > 0) & (after == 0))


def test_going_back_in_time_turns_every_effect_round(tables):
    x, parts = tables
    back = lmdi(mapped(x[:, 1]), mapped(x[:, 0]))
    for name in NAMES:
        assert np.array_equal(back.effects[name], -parts.effects[name])
        assert back.ratios[name] == pytest.approx(1 / parts.ratios[name])


def test_the_order_of_the_factors_does_not_matter(tables):
    x, parts = tables
    turned = [dict(reversed(list(mapped(x[:, i]).items()))) for i in (0, 1)]
    for name, effect in lmdi(*turned).effects.items():
        assert np.allclose(effect, parts.effects[name], rtol=1e-11, atol=1e-9)


def test_the_order_of_the_cells_does_not_matter(tables):
    x, parts = tables
    order = np.random.default_rng(1).permutation(FUELS)
    moved = lmdi(mapped(x[:, 0][..., order]), mapped(x[:, 1][..., order]))
    for name in NAMES:
        assert np.array_equal(moved.effects[name], parts.effects[name].values[..., order])
        assert moved.totals[name] == pytest.approx(parts.totals[name], rel=1e-9)


def test_another_unit_scales_the_effects_and_leaves_the_ratios(tables):
    x, parts = tables
    scaled = x * np.array([1e4, 1, 1, 1]).reshape(-1, 1, 1, 1, 1)
    other = lmdi(mapped(scaled[:, 0]), mapped(scaled[:, 1]))
    for name in NAMES:
        assert other.totals[name] == pytest.approx(1e4 * parts.totals[name], rel=1e-9)
        assert other.ratios[name] == pytest.approx(parts.ratios[name], rel=1e-12)


def test_limits_are_what_ever_smaller_numbers_approach():
    """A cell with one factor at 1e-k instead of 0 comes as near to the limit as 1/k allows."""
    rest = {"b": xr.DataArray(2.0), "c": xr.DataArray(5.0)}
    other = {"b": xr.DataArray(3.0), "c": xr.DataArray(1.0)}
    limit = lmdi({"a": xr.DataArray(0.0), **rest}, {"a": xr.DataArray(4.0), **other}).totals
    gaps = []
    for k in (10, 50, 250):
        near = lmdi({"a": xr.DataArray(10.0**-k), **rest}, {"a": xr.DataArray(4.0), **other}).totals
        gaps.append(max(abs(near[n] - limit[n]) for n in limit))
    assert limit == {"a": 12, "b": 0, "c": 0}
    assert gaps[0] > 4 * gaps[1] > 16 * gaps[2]
    assert gaps[2] < 0.1


amounts = st.floats(1e-6, 1e6)


@given(amounts, amounts, st.floats(1e-3, 1e3))
def test_logarithmic_mean_is_symmetric_homogeneous_and_inside(a, b, scale):
    assert log_mean(a, b) == log_mean(b, a)
    assert log_mean(scale * a, scale * b) == pytest.approx(float(scale * log_mean(a, b)), rel=1e-9)
    assert min(a, b) <= log_mean(a, b) * (1 + 1e-15)
    assert log_mean(a, b) <= max(a, b) * (1 + 1e-15)


@given(st.lists(st.tuples(amounts, amounts), min_size=2, max_size=6))
def test_chained_ratios_multiply_to_the_growth_of_the_total(pairs):
    years = {"year": list(range(len(pairs)))}
    use, factor = (xr.DataArray(list(v), coords=years) for v in zip(*pairs, strict=True))
    steps = chain({"use": use, "factor": factor})
    growth = np.prod([r for step in steps for r in step.ratios.values()])
    assert growth == pytest.approx(
        pairs[-1][0] * pairs[-1][1] / (pairs[0][0] * pairs[0][1]), rel=1e-9
    )
