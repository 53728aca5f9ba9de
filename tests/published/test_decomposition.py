"""Published worked examples of the decomposition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xarray as xr

from dualcarbon.diagnosis.decomposition import chain

CASES = Path(__file__).parent / "cases"


def test_three_factors_over_four_years():
    case = json.loads((CASES / "lmdi_three_factors.json").read_text())
    years = [int(year) for year in case["inputs"]]
    table = xr.DataArray(list(case["inputs"].values()), dims=("year", "fuel", "column"))
    factors = {f"x{k}": table.isel(column=k).assign_coords(year=years) for k in range(3)}
    steps = chain(factors)
    assert [steps[0].start, *(step.end for step in steps)] == case["expected"]["totals"]
    for step in steps:
        for form, ours in (("additive", step.totals), ("multiplicative", step.ratios)):
            told = case["expected"][form][str(step.period[1])]
            assert list(ours.values()) == pytest.approx(told, rel=case["tolerance"])
