"""What holds of every path, distribution and draw, whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dualcarbon.quantities.distributions import Fixed, Lognormal, Normal, Triangular, Uniform
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.evaluation import shares, values
from dualcarbon.quantities.paths import draw_keys, overlay, read
from dualcarbon.vocabulary.faults import Place

YEARS = list(range(2017, 2061))
finite = st.floats(-1e3, 1e3)
positive = st.floats(1e-3, 1e3)
rates = st.floats(-0.2, 0.3)
open_unit = st.floats(1e-6, 1 - 1e-6)


def path(key="x", **table):
    return read(key, table, Place())


def central(declared, base, **more):
    return values(declared, years=YEARS, base_year=2017, base=base, **more)[0]


@given(positive, rates, rates, st.integers(2018, 2059))
def test_growth_composes_over_periods(base, first, second, turn):
    both = central(path(growth=[{"to": turn, "rate": first}, {"to": 2060, "rate": second}]), base)
    to_turn = base * (1 + first) ** (turn - 2017)
    assert both[YEARS.index(turn)] == pytest.approx(to_turn)
    assert both[-1] == pytest.approx(to_turn * (1 + second) ** (2060 - turn))
    assert both[0] == base


@given(positive, rates, st.floats(1e-3, 1e3))
def test_growth_does_not_know_its_unit(base, rate, unit):
    table = {"growth": [{"to": 2060, "rate": rate}]}
    assert central(path(**table), base * unit) == pytest.approx(central(path(**table), base) * unit)


@given(positive, rates, st.floats(-2, 2), st.floats(-2, 2))
def test_elasticities_add_in_the_exponent(base, rate, one, other):
    gdp = central(path("gdp", growth=[{"to": 2060, "rate": rate}]), 50.0)
    follow = {e: central(path(elasticity={"to": "gdp", "value": e}), base, other={"gdp": gdp}) for e in (one, other, one + other)}  # fmt: skip
    assert follow[one] * follow[other] == pytest.approx(follow[one + other] * base)
    assert central(path(elasticity={"to": "gdp", "value": 1}), 50.0, other={"gdp": gdp}) == pytest.approx(gdp)  # fmt: skip


knots = st.dictionaries(st.integers(2018, 2065), finite, min_size=1, max_size=8)


@given(finite, knots, st.sampled_from(["linear", "step", "smooth"]))
def test_points_are_met_and_never_left_between_them(base, points, between):
    found = central(path(points=points, between=between), base)
    known = {2017: base, **points}
    assert found[0] == base
    for year, value in points.items():
        if year <= 2060:
            assert found[YEARS.index(year)] == pytest.approx(value, abs=1e-9)
    for year, value in zip(YEARS, found, strict=True):
        before = known[max(y for y in known if y <= year)]
        after = known[min((y for y in known if y >= year), default=max(known))]
        assert min(before, after) - 1e-9 <= value <= max(before, after) + 1e-9


@given(st.floats(0.01, 1e3), st.floats(0.01, 1e3), st.floats(1990, 2080), st.floats(0.01, 2))
def test_a_logistic_path_goes_one_way_from_base_to_saturation(base, top, middle, rate):
    found = central(path(logistic={"saturation": top, "midpoint": middle, "rate": rate}), base)
    assert found[0] == base
    direction = np.sign(top - base)
    assert (direction * np.diff(found) >= -1e-9 * max(base, top)).all()
    assert min(base, top) * (1 - 1e-12) <= found.min()
    assert found.max() <= max(base, top) * (1 + 1e-12)


@given(st.lists(st.floats(0.0, 0.24), min_size=1, max_size=4), st.integers(2018, 2060))
def test_shares_sum_to_one_in_every_year(ends, year):
    parts = {f"p{n}": {"points": {year: end}} for n, end in enumerate(ends)}
    base = {f"p{n}": 0.2 for n in range(len(ends))} | {"rest": 1 - 0.2 * len(ends)}
    found = shares(
        path(share={**parts, "rest": "residual"}), years=YEARS, base_year=2017, base=base
    )
    assert sum(found.values())[0] == pytest.approx(1)
    assert all((part >= 0).all() for part in found.values())


@given(st.permutations(["coal", "oil", "gas"]))
def test_the_order_of_parts_changes_no_share(order):
    declared = {"coal": {"points": {2060: 0.1}}, "oil": {"constant": 0.2}, "gas": "residual"}
    base = {"coal": 0.6, "oil": 0.2, "gas": 0.2}
    plain = shares(path(share=declared), years=YEARS, base_year=2017, base=base)
    turned = shares(
        path(share={n: declared[n] for n in order}), years=YEARS, base_year=2017, base=base
    )
    assert all(np.array_equal(plain[n], turned[n]) for n in plain)


def test_what_a_child_says_again_changes_nothing():
    parent = path(share={"coal": 0.5, "oil": {"points": {2030: 0.1}}, "gas": "residual"})
    assert overlay(parent, parent) == parent


distributions = st.one_of(
    st.builds(Normal, finite, st.floats(1e-3, 1e2)),
    st.builds(Lognormal, positive, st.floats(1.01, 3)),
    st.tuples(finite, positive).map(lambda t: Uniform(t[0], t[0] + t[1])),
    st.tuples(finite, positive, positive).map(lambda t: Triangular(t[0], t[0] + t[1], t[0] + t[1] + t[2])),
)  # fmt: skip


@given(distributions, open_unit, open_unit)
def test_inverse_distributions_rise_and_hold_their_interval(distribution, one, other):
    assume(abs(one - other) > 1e-6)
    low, high = distribution.at(sorted([one, other]))
    assert low <= high
    inner, outer = distribution.interval(0.5), distribution.interval(0.95)
    assert outer[0] <= inner[0] <= inner[1] <= outer[1]


@given(st.tuples(finite, positive, positive), open_unit)
def test_the_inverse_of_a_triangle_undoes_its_distribution(sides, u):
    low, mode, high = sides[0], sides[0] + sides[1], sides[0] + sides[1] + sides[2]
    x = float(Triangular(low, mode, high).at(u))
    if x < mode:
        below = (x - low) ** 2 / ((high - low) * (mode - low))
    else:
        below = 1 - (high - x) ** 2 / ((high - low) * (high - mode))
    assert below == pytest.approx(u, abs=1e-6)


@settings(max_examples=25)
@given(distributions)
def test_balanced_draws_meet_mean_and_interval(distribution):
    drawn = distribution.at(Draws(["a"], 4096, seed=11).uniform("a"))
    grid = distribution.at((np.arange(200_000) + 0.5) / 200_000)
    assert drawn.mean() == pytest.approx(grid.mean(), abs=2e-3 * grid.std() + 1e-9)
    low, high = distribution.interval(0.9)
    assert np.quantile(drawn, [0.05, 0.95]) == pytest.approx([low, high], abs=0.01 * (high - low))


@settings(max_examples=25)
@given(st.integers(1, 8), st.integers(1, 40), st.integers(0, 2**32))
def test_every_key_has_one_draw_in_each_equal_part_and_none_at_the_ends(power, keys, seed):
    draws = Draws([f"k{n}" for n in range(keys)], 2**power, seed)
    for key in draws.keys:
        u = draws.uniform(key)
        assert sorted((u * 2**power).astype(int)) == list(range(2**power))
        assert u.min() > 0
        assert u.max() < 1


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    keys = ["b", "a", "c"]
    one, same, other = (Draws(keys, 1024, seed) for seed in (7, 7, 8))
    for key in keys:
        assert one.uniform(key).tobytes() == same.uniform(key).tobytes()
        assert one.uniform(key).tobytes() != other.uniform(key).tobytes()


def test_different_keys_are_not_one_draw():
    draws = Draws([f"k{n:02}" for n in range(60)], 1024, seed=20171231)
    table = np.array([draws.uniform(key) for key in draws.keys])
    beside = np.corrcoef(table) - np.eye(60)
    assert np.abs(beside).max() < 0.2
    assert np.abs(beside).mean() < 0.02


def test_reading_one_path_twice_leaves_the_draws_of_another():
    gdp = path("gdp", growth=[{"to": 2060, "rate": {"normal": [0.03, 0.01]}}])
    mix = path("mix", constant={"uniform": [0, 1]})
    keys = draw_keys([gdp, mix])
    draws, fresh = Draws(keys, 64, 3), Draws([*keys, *keys], 64, 3)
    before = values(mix, years=YEARS, base_year=2017, base=0.5, draws=draws)
    values(gdp, years=YEARS, base_year=2017, base=1.0, draws=draws)
    values(gdp, years=YEARS, base_year=2017, base=1.0, draws=draws)
    again = values(mix, years=YEARS, base_year=2017, base=0.5, draws=fresh)
    assert before.tobytes() == again.tobytes()


@given(finite)
def test_a_fixed_number_is_itself_everywhere(value):
    assert Fixed(value).at([0.01, 0.5, 0.99]).tolist() == [value] * 3
    assert Fixed(value).interval() == (value, value)
