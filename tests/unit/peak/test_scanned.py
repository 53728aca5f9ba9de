"""Many paths looked at one after the other have the shape that they have all at once."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.peak import scanned, shape
from dualcarbon.peak.rule import Rule

RULE = Rule()


def paths(count):
    """Give paths with ties, plateaus, ends at the top, zeros and negative values."""
    rng = np.random.default_rng(7)
    walk = np.cumsum(rng.normal(0, 1, (count, 12)), axis=1).round(1)
    return np.concatenate([walk, np.abs(walk), np.full((3, 12), 5.0), np.zeros((2, 12)), -np.ones((2, 12))])  # fmt: skip


@pytest.mark.parametrize("compiled", [False, True])
def test_both_ways_give_the_same_shape(monkeypatch, compiled):
    values = paths(400)
    few = shape.of(values, RULE)
    if not compiled:  # the lines of the function itself
        monkeypatch.setattr(scanned, "scanned", scanned.scanned.py_func)
    monkeypatch.setattr(shape, "MANY", 1)
    for order in ("C", "F"):
        many = shape.of(np.array(values, order=order), RULE)
        for field in dataclasses.fields(shape.Shape):
            np.testing.assert_array_equal(getattr(many, field.name), getattr(few, field.name))
