import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.peak.odds import odds
from dualcarbon.peak.parts import by_part, odds_by_part
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


PAST = paths(
    industry=[60, 66, 72, 80, 88, 96, 100, 97, 94, 91, 88, 86, 83, 80],
    transport=[10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
)


def test_a_part_that_fell_is_held_against_its_causes_since_its_maximum():
    asked = []

    def causes(name, start, end):
        asked.append((name, start, end))
        return {"activity": -18.0, "intensity": -2.0}

    parts = by_part(PAST, causes=causes)
    assert asked == [("industry", 2016, 2023)]
    assert parts.verdicts["industry"].kind is Kind.SLUMP
    assert by_part(PAST).verdicts["industry"].kind is Kind.PEAKED
    assert by_part(PAST, causes=lambda *_: None).verdicts["industry"].warnings[-1].code == "PEAK006"


def test_a_step_that_the_drivers_of_a_part_take_is_no_revision():
    stepped = PAST.copy()
    stepped[1, 7:] *= 0.75
    assert by_part(stepped).verdicts["transport"].kind is Kind.REVISION
    driven = by_part(stepped, drivers=stepped * 0.4)
    assert driven.verdicts["transport"].kind is not Kind.REVISION
    empty = (stepped * 0.4).copy()
    empty[1, 0] = 0
    assert by_part(stepped, drivers=empty).verdicts["transport"].kind is Kind.REVISION
    assert by_part(stepped, drivers=empty[:1]).verdicts["transport"].kind is Kind.REVISION


def test_the_window_follows_a_total_that_is_known_already():
    known = by_part(PAST[:1]).total
    parts = by_part(PAST, total=known)
    assert parts.total is known
    assert parts.window == (2016, 2023)


def test_odds_by_part_are_those_of_each_part_alone():
    rng = np.random.default_rng(3)
    members = xr.DataArray(
        rng.uniform(1, 2, (20, 2, 12)),
        dims=("member", "sector", "year"),
        coords={"member": range(20), "sector": ["a", "b"], "year": range(2024, 2036)},
    )
    found = odds_by_part(members)
    assert list(found) == ["a", "b"]
    alone = odds(members.sel(sector="b", drop=True))
    assert found["b"].no_peak == alone.no_peak
    assert (found["b"].by_year == alone.by_year).all()
    with pytest.raises(InputError, match="member, year, district"):
        odds_by_part(members, dim="district")
