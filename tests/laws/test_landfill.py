"""Laws of decay: no carbon is lost, more waste gives more gas, twice the waste twice the gas, draws do not mix."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dualcarbon.inventory.waste.landfill import decay, first_order, mass_balance, methane

YEARS = 12
amounts = arrays.arrays(np.float64, YEARS, elements=st.floats(0, 1e7))
rates = st.floats(0, 2)
delays = st.floats(0, 6)
shares = st.floats(0, 1)


@settings(max_examples=60)
@given(deposited=amounts, k=rates, delay=delays)
def test_carbon_is_decomposed_or_lies_there(deposited, k, delay):
    found = decay(deposited, np.array([k]), delay)
    there = np.cumsum(found.decomposed) + found.stored
    assert np.allclose(there, np.cumsum(deposited), rtol=1e-9, atol=1e-9)


@settings(max_examples=60)
@given(deposited=amounts, k=rates, share=shares)
def test_carbon_of_the_methane_and_of_the_carbon_dioxide_beside_it_is_what_decomposed(
    deposited, k, share
):
    found = decay(deposited, np.array([k]))
    gas = methane(found.decomposed, np.array([share]), np.zeros(1)) * 12 / 16
    rest = found.decomposed * (1 - share)
    assert np.allclose(gas + rest, found.decomposed, rtol=1e-12, atol=1e-9)


@settings(max_examples=60)
@given(deposited=amounts, more=amounts, k=rates, delay=delays)
def test_decay_adds_up_over_deposits(deposited, more, k, delay):
    parts = (
        decay(deposited, np.array([k]), delay).decomposed
        + decay(more, np.array([k]), delay).decomposed
    )
    whole = decay(deposited + more, np.array([k]), delay).decomposed
    assert np.allclose(parts, whole, rtol=1e-9, atol=1e-6)


@settings(max_examples=60)
@given(deposited=amounts, k=rates, year=st.integers(0, YEARS - 1), more=st.floats(1, 1e6))
def test_more_waste_never_gives_less_gas_and_none_before(deposited, k, year, more):
    richer = deposited.copy()
    richer[year] += more
    before = decay(deposited, np.array([k])).decomposed
    after = decay(richer, np.array([k])).decomposed
    assert (after >= before - 1e-6).all()
    assert np.array_equal(after[: year + 1], before[: year + 1])


@settings(max_examples=40)
@given(deposited=amounts, k=st.floats(0.01, 2), slower=st.floats(0.1, 0.9))
def test_faster_decay_leaves_less(deposited, k, slower):
    fast, slow = (decay(deposited, np.array([rate])).stored for rate in (k, k * slower))
    assert (fast <= slow + 1e-6).all()


@settings(max_examples=30)
@given(deposited=amounts, k=rates, share=shares, oxidised=shares)
def test_after_long_enough_decay_gives_the_mass_balance(deposited, k, share, oxidised):
    k = k + 0.5
    own = tuple(range(200))
    waste = np.zeros(200)
    waste[:YEARS] = deposited
    end = (np.array([share]), np.array([oxidised]))
    decayed = first_order(own, own)(waste, np.array([0.1]), np.array([k]), *end, np.array([6.0]))
    at_once = mass_balance(waste, np.array([0.1]), *end)
    assert np.isclose(decayed.sum(), at_once.sum(), rtol=1e-9, atol=1e-6)


def test_members_are_computed_as_if_alone():
    draws = np.random.default_rng(4)
    waste = draws.uniform(1, 2, (5, 8))
    given_ = [draws.uniform(0.1, 0.9, (5, 1)) for _ in range(6)]
    delay = np.full((5, 1), 6.0)
    own, years = tuple(range(2000, 2008)), (2006, 2007)
    together = first_order(own, years)(waste, *given_, delay)
    alone = [first_order(own, years)(waste[m], *(g[m] for g in given_), delay[m]) for m in range(5)]
    assert together.shape == (5, 2)
    assert np.allclose(together, np.stack(alone), rtol=1e-12)
