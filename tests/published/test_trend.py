"""Published trend tests."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis import ranks
from dualcarbon.diagnosis.trend import rising

CASE = json.loads((Path(__file__).parent / "cases" / "mann_kendall.json").read_text())


def test_fourteen_values_by_hand():
    values, told = CASE["inputs"], CASE["expected"]
    trend = rising(xr.DataArray(values, coords={"year": list(range(2000, 2014))}), seed=1)
    assert trend.s == told["s"]
    assert trend.z == pytest.approx(told["z"], abs=CASE["tolerance"])
    assert trend.p == pytest.approx(told["p_one_sided"], abs=CASE["tolerance"])
    signs = np.sign(ranks.slopes(np.array(values)))
    assert [int((signs == sign).sum()) for sign in (-1, 0, 1)] == [
        told[n] for n in ("falling", "tied", "rising")
    ]
    assert signs.size == told["pairs"]
