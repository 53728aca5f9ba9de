"""Shares of a whole."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis.structure import shares
from dualcarbon.errors import InputError

COORDS = {"year": [2010, 2011], "sector": ["industry", "transport"], "fuel": ["coal", "oil"]}


def energy(values):
    return xr.DataArray(np.array(values, dtype=float), coords=COORDS, attrs={"units": "tce"})


USE = energy([[[4, 1], [0, 5]], [[2, 2], [0, 4]]])


@pytest.mark.parametrize("over", [("sector",), ("fuel",), ("sector", "fuel")])
def test_shares_sum_to_one_and_have_no_unit(over):
    part = shares(USE + 1, *over)
    assert np.allclose(part.sum(over), 1)
    assert part.dims == USE.dims
    assert part.attrs["units"] == "1"


def test_share_is_part_by_whole():
    assert shares(USE, "sector", "fuel").sel(year=2010, sector="industry", fuel="coal") == 0.4


@pytest.mark.parametrize(
    ("value", "code", "sentence"),
    [
        (-4, "SHARE001", "2010/industry/coal is -4"),
        (np.nan, "SHARE002", "2010/industry/coal is missing"),
    ],
)
def test_unfit_parts_are_named(value, code, sentence):
    bad = USE.copy()
    bad[0, 0, 0] = value
    with pytest.raises(InputError, match=sentence) as caught:
        shares(bad, "fuel")
    assert [fault.code for fault in caught.value.faults] == [code]


def test_whole_of_zero_is_refused():
    with pytest.raises(InputError, match="over fuel is 0 for 2010/transport") as caught:
        shares(energy([[[4, 1], [0, 0]], [[2, 2], [0, 4]]]), "fuel")
    assert caught.value.faults[0].code == "SHARE003"
