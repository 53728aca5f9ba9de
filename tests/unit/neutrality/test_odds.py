"""Odds of neutrality by hand: members that return above zero are not neutral, and none is left out."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.neutrality.assessment import net_zero_year
from dualcarbon.neutrality.odds import odds

YEARS = list(range(2055, 2061))


def ensemble(rows):
    return xr.DataArray(rows, dims=("member", "year"), coords={"year": YEARS})


def test_four_members_by_hand():
    rows = [
        [5, 3, 1, 0, -1, -2],  # neutral from 2058
        [5, -1, 2, 1, 0, 0],  # falls, returns, neutral from 2059
        [5, 4, 3, 2, 1, 1],  # never
        [-1, -1, -1, -1, -1, 1],  # not at the horizon
    ]
    found = odds(ensemble(rows))
    assert found.probability == 0.5
    assert found.years.tolist() == [2058, 2059, np.inf, np.inf]
    assert [found.year(level) for level in (0.25, 0.5, 0.75)] == [2058, 2059, "> 2060"]
    assert found.residual(0.5) == pytest.approx(0.5)  # of -2, 0, 1, 1


@given(
    st.lists(
        st.lists(st.floats(-2, 2), min_size=6, max_size=6).map(np.array), min_size=1, max_size=9
    )
)
def test_each_member_is_judged_as_a_path_alone(rows):
    found = odds(ensemble(rows))
    alone = [net_zero_year(xr.DataArray(row, coords={"year": YEARS})) for row in rows]
    assert found.years.tolist() == [np.inf if year is None else year for year in alone]
    assert found.probability == pytest.approx(np.mean([year is not None for year in alone]))
