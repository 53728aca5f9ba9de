"""Blocks cover the grid once, whatever its shape; what only the slow way knows comes out the same."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis import blocks
from dualcarbon.diagnosis.decomposition import chain, lmdi
from dualcarbon.errors import InputError

YEARS = [2010, 2011, 2012]


def of(shape, *dims, seed=1):
    rng = np.random.default_rng(seed)
    x = 10 ** rng.uniform(-3, 3, shape)
    x[rng.random(shape) < 0.1] = 0
    coords = {"year": YEARS} if "year" in dims else None
    return xr.DataArray(x, dims=dims, coords=coords)


def factors():
    return {
        "a": of((3, 7), "year", "region"),
        "b": of((5, 3, 7), "sector", "year", "region", seed=2),
        "c": of((5, 4), "sector", "fuel", seed=3),
    }


@pytest.fixture
def always(monkeypatch):
    """The compiled way from the first cell on."""
    monkeypatch.setattr(blocks, "MANY", 1)


def both(monkeypatch, work):
    """What NumPy gives, and what the compiled way gives in blocks of some ten cells."""
    slow = work()
    monkeypatch.setattr(blocks, "MANY", 1)
    monkeypatch.setattr(blocks, "HELD", 100)
    return slow, work()


def source(shape, kept):
    grid = blocks.Grid(tuple("abcd"[: len(shape)]), shape, {})
    return blocks.Source(("x",), (1, 2), grid, (), kept)


@pytest.mark.parametrize("most", [1, 3, 7, 20, 1000])
@pytest.mark.parametrize("kept", [0, 1, 2, 3])
def test_blocks_hold_every_cell_once_and_no_more_than_asked(most, kept):
    given = source((4, 3, 5), kept)
    cells = np.zeros(given.grid.shape, int)
    cut = list(blocks._blocks(given, most))
    for block in cut:
        assert cells[block.place].shape == block.shape
        assert prod(block.shape) <= most
        assert (block.slots.stop - block.slots.start) * block.run == prod(block.shape)
        cells[block.place] += 1
    assert (cells == 1).all()
    assert [b.slots.start for b in cut] == [0, *(b.slots.stop for b in cut[:-1])]
    assert cut[-1].slots.stop % given.groups == 0


def test_a_single_cell_is_a_block():
    assert list(blocks._blocks(source((), 0), 5)) == [blocks.Block((), (), slice(0, 1), 1)]


def test_chain_of_many_cells_is_the_same(monkeypatch):
    slow, fast = both(monkeypatch, lambda: chain(factors(), unit="t"))
    for a, b in zip(slow, fast, strict=True):
        assert (a.period, a.unit, b.start, b.end) == (b.period, b.unit, pytest.approx(a.start), pytest.approx(a.end))  # fmt: skip
        for name, effect in a.effects.items():
            assert effect.dims == b.effects[name].dims
            assert np.allclose(effect, b.effects[name], rtol=0, atol=1e-12 * max(a.start, a.end))
            assert b.effects[name].attrs == {"units": "t"}
        assert b.totals == pytest.approx(a.totals, abs=1e-12 * max(a.start, a.end))
        assert b.ratios == pytest.approx(a.ratios, rel=1e-12)


def test_two_years_of_many_cells_are_the_same(monkeypatch):
    first, last = ({n: f.isel(year=i) if "year" in f.dims else f for n, f in factors().items()} for i in (0, 2))  # fmt: skip
    slow, fast = both(monkeypatch, lambda: lmdi(first, last, period=(2010, 2012)))
    for name, effect in slow.effects.items():
        assert np.allclose(effect, fast.effects[name], rtol=0, atol=1e-12 * slow.end)
    with pytest.raises(InputError, match="effects sum to"):
        lmdi(first, last, totals=(1.0, 2.0))


def test_only_the_years_asked_for_are_gone_through(always):
    steps = chain(factors(), [2010, 2012])
    assert [s.period for s in steps] == [(2010, 2012)]


def test_zeros_are_counted_not_named(always):
    use = xr.DataArray([[1.0, 0, 0, 5], [0, 2, 0, 6]], coords={"year": [2010, 2011]}, dims=("year", "fuel"))  # fmt: skip
    assert [str(w) for w in chain({"use": use})[0].warnings] == [
        "LMDI010 diagnosis.lmdi 2010-2011: cells that go to 0: 1, that appear: 1, that are 0 throughout: 1; "
        "analytical limits are used"
    ]
    assert chain({"use": use.isel(fuel=[3])})[0].warnings == ()


def test_very_small_numbers_are_right_in_their_block(monkeypatch):
    given = factors()
    given["b"].values[0, 0, 0], given["a"].values[0, 0], given["c"].values[0, 0] = 5e-310, 3.0, 2.0
    slow, fast = both(monkeypatch, lambda: chain(given))
    for name, effect in slow[0].effects.items():
        assert np.allclose(effect, fast[0].effects[name], rtol=0, atol=1e-12 * slow[0].end)
    zeros = dict(fast[0].warnings[0].params)
    assert zeros["gone"] + zeros["come"] + zeros["none"] > 0


def test_every_cell_without_a_mean_is_named_alike(monkeypatch):
    given = {n: f.where(f > 0, 1.0) for n, f in factors().items()}
    given["b"].values[0, 1, 2] = -3.0
    given["b"].values[4, 0, 6] = np.inf
    given["a"].values[2, 3] = np.nan

    def told():
        with pytest.raises(InputError) as caught:
            chain(given)
        return sorted(map(str, caught.value.faults))

    slow, fast = both(monkeypatch, told)
    assert fast == slow
    assert {f.split()[0] for f in fast} == {"LMDI003", "LMDI005", "LMDI006"}


def test_wholly_wrong_data_are_refused_after_some_faults(always, monkeypatch):
    monkeypatch.setattr(blocks, "LISTED", 3)
    monkeypatch.setattr(blocks, "SHARES", 1)
    monkeypatch.setattr(blocks, "HELD", 8)
    use = xr.DataArray(-np.ones((2, 20)), coords={"year": [1, 2]}, dims=("year", "fuel"))
    with pytest.raises(InputError) as caught:
        chain({"use": use})
    assert 3 <= len(caught.value.faults) < 40
