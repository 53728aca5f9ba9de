"""Rates of return: exactly those that the flows were made from, none missed and none made up."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dualcarbon.finance.returns import State, rates

percents = st.lists(st.integers(-60, 200), min_size=1, max_size=4, unique=True)
growing = st.lists(st.integers(1, 9), min_size=1, max_size=12)  # no rate of return: one sign
whole = st.lists(st.integers(-1000, 1000), min_size=2, max_size=14)


def product(first, second):
    """Multiply two polynomials of whole numbers."""
    out = [0] * (len(first) + len(second) - 1)
    for i, a in enumerate(first):
        for k, b in enumerate(second):
            out[i + k] += a * b
    return out


def made_from(percent_rates, rest):
    """Give flows whose rates of return are these: each gives the factor (100 + k) x - 100, x = 1/(1 + r)."""
    flows = rest
    for k in percent_rates:
        flows = product(flows, [-100, 100 + k])
    assume(max(map(abs, flows)) < 2**53)  # a flow is a float
    return flows


def value(flows, x):
    return sum(flow * x**t for t, flow in enumerate(flows))


def share(flows, rate):
    """Give the net present value as a share of the sum of the sizes of its terms."""
    x = 1 / (1 + Fraction(rate))
    return float(value(flows, x) / value(list(map(abs, flows)), x))


@settings(max_examples=120)
@given(percents, growing)
def test_flows_made_from_rates_have_exactly_these(chosen, rest):
    assume(all(abs(a - b) >= 3 for a, b in pairwise(sorted(chosen))))
    found = rates(made_from(chosen, rest))
    assert found.values == pytest.approx([k / 100 for k in sorted(chosen)], abs=1e-7)
    assert found.touching == ()
    assert found.state == (State.ONE if len(chosen) == 1 else State.SEVERAL)
    assert (found.changes - len(chosen)) % 2 == 0


@settings(max_examples=80)
@given(st.integers(-60, 200), st.integers(-60, 200), st.integers(2, 3), st.integers(0, 2), growing)
def test_multiple_rates_are_told_once_and_touch_if_even(double, other, order, beside, rest):
    assume(abs(double - other) >= 20)
    found = rates(made_from([double] * order + [other] * beside, rest))
    expected = {double, other} if beside else {double}
    assert found.values == pytest.approx([k / 100 for k in sorted(expected)], abs=1e-6)
    even = {k for k, n in ((double, order), (other, beside)) if n == 2}
    assert found.touching == pytest.approx([k / 100 for k in sorted(even)], abs=1e-6)


@settings(max_examples=120)
@given(whole)
def test_every_rate_makes_the_net_present_value_nothing(flows):
    found = rates(flows)
    assert all(r > -1 for r in found.values)
    assert [r for r in found.values if abs(share(flows, r)) > 1e-13] == []
    assert len(found.values) <= found.changes
    assert bool(found.values) == (found.state is not State.NONE)


@settings(max_examples=120)
@given(whole)
def test_between_the_rates_the_net_present_value_keeps_its_sign(flows):
    found = rates(flows)
    edges = [1 / (1 + r) for r in reversed(found.values)]
    pieces = list(pairwise([0.0, *edges, max([1.0, *edges]) * 1e3]))
    signs = []
    for low, high in pieces:
        inside = [low + (high - low) * k / 32 for k in range(1, 32)]
        signs.append({value(flows, Fraction(x)) > 0 for x in inside if value(flows, Fraction(x))})
    assert all(len(sign) <= 1 for sign in signs)
    if any(flows):
        crosses = [r not in found.touching for r in reversed(found.values)]
        assert [a != b for a, b in pairwise(signs)] == crosses


@settings(max_examples=80)
@given(whole)
def test_as_many_as_by_the_theorem_of_sturm(flows):
    assert len(rates(flows).values) == sturm(flows)


@settings(max_examples=60)
@given(whole, st.integers(1, 10), st.integers(0, 5), st.integers(0, 5))
def test_scale_delay_and_idle_years_move_no_rate(flows, scale, before, after):
    moved = [0] * before + [-scale * flow for flow in flows] + [0] * after
    assert rates(moved).values == pytest.approx(rates(flows).values, abs=1e-12, rel=1e-12)


@settings(max_examples=60)
@given(percents, growing)
def test_going_back_in_time_turns_growth_into_its_inverse(chosen, rest):
    assume(all(abs(a - b) >= 3 for a, b in pairwise(sorted(chosen))))
    flows = made_from(chosen, rest)
    back = sorted(1 / (1 + r) - 1 for r in rates(flows[::-1]).values)
    assert rates(flows).values == pytest.approx(back, abs=1e-6)


def sturm(flows):
    """Count the distinct positive zeros of the polynomial by the theorem of Sturm, in fractions."""
    chain = [trimmed([Fraction(flow) for flow in flows])]
    if len(chain[0]) < 2:
        return 0
    chain.append(trimmed([t * c for t, c in enumerate(chain[0])][1:]))
    while chain[-1]:
        chain.append(trimmed([-c for c in remainder(chain[-2], chain[-1])]))
    chain.pop()
    just_above_0 = [next(c for c in p if c) for p in chain]  # a zero at 0 is no rate
    far_out = [p[-1] for p in chain]
    return changes(just_above_0) - changes(far_out)


def trimmed(coefficients):
    while coefficients and coefficients[-1] == 0:
        coefficients = coefficients[:-1]
    return coefficients


def remainder(above, below):
    rest = list(above)
    while len(rest) >= len(below):
        factor = rest[-1] / below[-1]
        shift = len(rest) - len(below)
        rest = [c - factor * below[t - shift] if t >= shift else c for t, c in enumerate(rest)][:-1]
    return trimmed(rest)


def changes(values):
    signs = [v > 0 for v in values if v]
    return sum(a != b for a, b in pairwise(signs))
