import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.peak.parts import by_part
from dualcarbon.peak.verdict import Kind

INDUSTRY = [60, 70, 80, 90, 100, 95, 90, 85, 80, 75]
TRANSPORT = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]
HOMES = [8, 8, 8, 8, 8, 8, 7, 7, 7, 7]


def paths(**rows):
    values = list(rows.values())
    coords = {"sector": list(rows), "year": range(2010, 2010 + len(values[0]))}
    return xr.DataArray(
        np.array(values, dtype=float),
        dims=("sector", "year"),
        coords=coords,
        attrs={"units": "Mt CO2"},
    )


THREE = paths(industry=INDUSTRY, transport=TRANSPORT, households=HOMES)


def test_each_part_has_its_own_verdict_under_the_same_rule():
    parts = by_part(THREE, noise=False)
    assert parts.total.year == 2014
    assert {name: v.kind for name, v in parts.verdicts.items()} == {
        "industry": Kind.PEAKED,
        "transport": Kind.RISING,
        "households": Kind.TOO_EARLY,
    }


def test_what_moves_the_total_adds_up_and_is_ranked():
    parts = by_part(THREE, noise=False)
    assert parts.window == (2014, 2019)
    assert parts.change.values.tolist() == [-25, 5, -1]
    assert float(parts.change.sum()) == -21
    assert parts.movers() == ["industry", "households"]
    assert parts.change.attrs["units"] == "Mt CO2"


def test_while_the_total_rises_the_last_years_tell_who_moves_it():
    parts = by_part(
        paths(industry=INDUSTRY[::-1], transport=[19 * x for x in TRANSPORT]), noise=False
    )
    assert parts.total.kind is Kind.RISING
    assert parts.window == (2014, 2019)
    assert parts.movers() == ["transport"]


def test_breaks_reach_the_total_and_the_parts():
    parts = by_part(THREE, breaks=[2011])
    assert parts.total.kind is Kind.REVISION
    assert all(v.kind is Kind.REVISION for v in parts.verdicts.values())
    assert parts.window == (2014, 2019)


def test_a_gap_in_one_part_is_a_gap_of_the_total():
    holed = THREE.copy()
    holed[1, 3] = np.nan
    with pytest.raises(InputError, match="no value in 2013"):
        by_part(holed)


def test_other_dimensions_are_refused():
    with pytest.raises(
        InputError, match=r"paths: dimensions are \(sector, year\), need \(district, year\)"
    ):
        by_part(THREE, dim="district")


def test_districts_are_parts_too():
    parts = by_part(THREE.rename(sector="district"), dim="district", noise=False)
    assert parts.movers() == ["industry", "households"]
