"""Laws of consistent grid factors: nothing is lost, no factor leaves the range of what is made, units do not matter."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.inventory import grid_mix

FEW = settings(max_examples=60)


@st.composite
def sets(draw):
    """Draw regions that make, receive and pass on electricity, none more than it has."""
    size = draw(st.integers(1, 8))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    made = rng.uniform(1, 1000, size) * (rng.random(size) < 0.9)
    outside = rng.uniform(1, 500, size) * (rng.random(size) < 0.4)
    made[(made + outside) == 0] = 5.0
    burnt = made * rng.uniform(0, 1.1, size)
    carried = outside * rng.uniform(0, 1.1, size)
    share = rng.random((size, size)) * (rng.random((size, size)) < 0.5)
    np.fill_diagonal(share, 0)
    sent = (
        share * (made + outside)[:, None] / max(1, size)
    )  # less than its own, so never more than it has
    return arrays(made, burnt, sent, outside, carried)


def arrays(made, burnt, sent, outside, carried):
    names = [f"r{n}" for n in range(len(made))]

    def one(values, unit):
        return xr.DataArray(values, coords={"region": names}, dims=["region"], attrs={"units": unit})  # fmt: skip

    trade = xr.DataArray(
        sent, coords={"sender": names, "region": names}, dims=["sender", "region"], attrs={"units": "MWh"}
    )  # fmt: skip
    return {
        "generation": one(made, "MWh"),
        "emissions": one(burnt, "t CO2"),
        "trade": trade,
        "outside": one(outside, "MWh"),
        "outside_emissions": one(carried, "t CO2"),
    }


@FEW
@given(sets())
def test_what_all_regions_use_carries_all_that_was_emitted(given_set):
    factors = grid_mix.consistent(**given_set)
    used = grid_mix.at_hand(given_set["generation"], given_set["trade"], given_set["outside"])
    emitted = float(given_set["emissions"].sum() + given_set["outside_emissions"].sum())
    assert float((factors * used).sum()) == pytest.approx(emitted, rel=1e-9)


@FEW
@given(sets())
def test_a_factor_lies_between_those_of_what_is_made_and_brought_in(given_set):
    factors = grid_mix.consistent(**given_set).values
    pairs = [("emissions", "generation"), ("outside_emissions", "outside")]
    own = np.concatenate(
        [given_set[e].values[given_set[g].values > 0] / given_set[g].values[given_set[g].values > 0] for e, g in pairs]
    )  # fmt: skip
    assert own.min() - 1e-9 <= factors.min()
    assert factors.max() <= own.max() + 1e-9


@FEW
@given(sets(), st.floats(1e-3, 1e6))
def test_a_factor_does_not_depend_on_the_size_of_the_grid(given_set, size):
    scaled = {name: (array * size).assign_attrs(array.attrs) for name, array in given_set.items()}
    factors = grid_mix.consistent(**given_set)
    assert grid_mix.consistent(**scaled).values == pytest.approx(factors.values, rel=1e-9, abs=1e-12)  # fmt: skip


@FEW
@given(sets(), st.floats(1e-3, 1e3))
def test_twice_the_emissions_are_twice_the_factor(given_set, times):
    more = {
        name: (array * times).assign_attrs(array.attrs) if "emissions" in name else array
        for name, array in given_set.items()
    }
    factors = grid_mix.consistent(**given_set).values
    assert grid_mix.consistent(**more).values == pytest.approx(times * factors, rel=1e-9, abs=1e-12)


@FEW
@given(sets())
def test_the_order_of_the_regions_does_not_matter(given_set):
    turned = list(given_set["generation"].region.values[::-1])
    other = {
        name: array.sel(region=turned, **({"sender": turned} if name == "trade" else {}))
        for name, array in given_set.items()
    }
    factors = grid_mix.consistent(**given_set).sel(region=turned)
    assert grid_mix.consistent(**other).values == pytest.approx(factors.values, rel=1e-9, abs=1e-12)  # fmt: skip
