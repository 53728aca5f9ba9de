"""The multiplicative effects of all factors and sectors multiply to the growth of the total."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.diagnosis.decomposition import chain
from dualcarbon.diagnosis.multiplicative import ratios

SECTORS = ["a", "b", "c"]
values = st.lists(st.floats(0.01, 1e3), min_size=9, max_size=9)


def of(numbers):
    labels = {"year": [2015, 2016, 2017], "sector": SECTORS}
    return xr.DataArray(np.reshape(numbers, (3, 3)), coords=labels, dims=list(labels))


@settings(max_examples=100)
@given(values, values)
def test_they_multiply_to_the_growth_of_the_total(use, factor):
    steps = chain({"use": of(use), "factor": of(factor)})
    total = (of(use) * of(factor)).sum("sector")
    found = ratios(steps, "sector")
    product = np.prod([float(effect.prod()) for effect in found.values()])
    assert product == pytest.approx(float(total[-1] / total[0]), rel=1e-9)


def test_a_total_of_nothing_has_no_growth():
    use = of([0, 0, 0, 1, 1, 1, 2, 2, 2])
    assert ratios(chain({"use": use}), "sector") == {}
