"""What is stepped and summed by the compiled function is what a plain loop over years gives."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios import stepping

PARTS = ("_begin", "_grow", "_sum", "_sweep")


def by_hand(by_step, grown, takes, along):
    """Multiply and sum year by year, without tiles."""
    size = np.ones((by_step.shape[2], grown.shape[1]))
    found = [by_step[0] @ size]
    for y in range(1, len(by_step)):
        for factor in takes[along[y]]:
            size = size * grown[factor]
        found.append(by_step[y] @ size)
    return np.array(found)


@pytest.mark.parametrize(
    ("rows", "movers", "members"), [(12, 60, 300), (1, 1, 1), (5, 7, 128), (4, 4, 129)]
)
@pytest.mark.parametrize("compiled", [True, False])
def test_any_size_is_summed(monkeypatch, rows, movers, members, compiled):
    if not compiled:
        if rows * movers * members > 5000:
            members = 3
        for name in PARTS:
            monkeypatch.setattr(stepping, name, getattr(stepping, name).py_func)
    rng = np.random.default_rng(rows + movers)
    by_step = rng.normal(size=(6, rows, movers))
    grown = np.vstack([rng.uniform(0.9, 1.1, (9, members)), np.ones(members)])
    takes = rng.integers(0, 10, (2, 3, movers))
    along = np.array([0, 0, 0, 1, 1, 1])
    found = stepping.swept(by_step, grown, takes, along)
    np.testing.assert_allclose(found, by_hand(by_step, grown, takes, along), rtol=1e-12, atol=1e-12)


def test_a_member_has_the_same_bytes_wherever_it_stands():
    rng = np.random.default_rng(3)
    grown = np.vstack([rng.uniform(0.9, 1.1, (4, 400)), np.ones(400)])
    takes, along = rng.integers(0, 5, (1, 1, 9)), np.zeros(5, dtype=np.intp)
    by_step = rng.normal(size=(5, 6, 9))
    whole = stepping.swept(by_step, grown, takes, along)
    part = stepping.swept(by_step, grown[:, 250:], takes, along)
    np.testing.assert_array_equal(whole[:, :, 250:], part)
