"""Wetlands, inland and coastal: no sink without its methane."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory.land import wetland

MARSH = ("wetland_area", "reeds", "10^2 ha", {2015: 1.0})
UPTAKE = ("wetland_area", "reeds", "uptake", 6.0, "t CO2/ha yr")
METHANE = ("wetland_area", "reeds", "CH4", 235.0, "kg CH4/ha yr")


def test_a_sink_without_methane_is_refused(land):
    found, faults = land((2015,), [MARSH], [UPTAKE])
    assert found == {}
    assert [(f.code, f.level) for f in faults] == [("LND001", "error")]
    assert "wetland_area (reeds) takes up carbon dioxide" in faults[0].message()
    assert "没有甲烷排放数" in faults[0].message("zh")


def test_with_methane_both_are_booked_and_this_one_is_a_source(land):
    found, faults = land((2015,), [MARSH], [UPTAKE, METHANE])
    assert {line.gas: float(line.amounts()[0]) for line in found.values()} == {
        "CH4": pytest.approx(23.5), "CO2": -600.0,
    }  # fmt: skip
    assert 23.5 * 28 - 600 > 0
    assert faults == ()


@pytest.mark.parametrize(("kind", "rate"), [("temperate", 235), ("tropical", 900), ("boreal", 76)])
def test_a_climate_as_kind_takes_the_methane_of_the_ipcc(land, kind, rate):
    found, _ = land((2015,), [("wetland_area", kind, "ha", {2015: 1000.0})])
    assert {i: float(x.amounts()[0]) for i, x in found.items()} == {
        f"land.wetland.{kind}.CH4": pytest.approx(rate)
    }


def test_a_wetland_of_which_no_number_is_known_is_left_to_be_told_as_unused(statistics, numbers):
    known = statistics((2015,), MARSH)
    assert wetland.lines(known, numbers()) == ((), ())
    assert [left[:2] for left in known.unused(set())] == [("wetland_area", "reeds")]


POLYGONS = [
    ("mangrove_created", "north", "ha", {2018: 10.0, 2020: 5.0}),
    ("mangrove_created", "south", "ha", {2019: 4.0}),
    ("salt_marsh_created", "flat", "ha", {2018: 20.0}),
    ("seagrass_created", "bay", "ha", {2018: 30.0}),
]
SALT = [
    ("mangrove_created", "north", "salinity", 25.0, "g/kg"),
    ("mangrove_created", "south", "salinity", 5.0, "g/kg"),
    ("salt_marsh_created", "flat", "salinity", 18.0, "g/kg"),
]


def test_coasts_by_hand_polygon_by_polygon(land):
    found, faults = land((2018, 2019, 2020), POLYGONS, SALT)
    soil = {i: x.amounts() * 12 / 44 for i, x in found.items() if i.endswith("soil")}
    assert soil["land.mangrove_created.north.soil"] == pytest.approx([-16.2, -16.2, -24.3])
    assert soil["land.mangrove_created.south.soil"] == pytest.approx([0, -6.48, -6.48])
    assert soil["land.salt_marsh_created.flat.soil"] == pytest.approx([-18.2] * 3)
    assert soil["land.seagrass_created.bay.soil"] == pytest.approx([-12.9] * 3)
    assert faults == ()


def test_coasts_add_up_to_the_sum_of_their_polygons(land):
    together, _ = land((2018, 2019, 2020), POLYGONS, SALT)
    apart = [land((2018, 2019, 2020), [one], SALT)[0] for one in POLYGONS]
    whole = sum(line.amounts() for line in together.values() if line.gas == "CO2")
    parts = sum(x.amounts() for some in apart for x in some.values() if x.gas == "CO2")
    assert whole == pytest.approx(parts, rel=1e-12)


def test_mangroves_grow_until_they_hold_what_a_grown_stand_holds(land):
    years = tuple(range(2018, 2026))
    found, _ = land(years, POLYGONS[1:2], SALT)
    taken = -found["land.mangrove_created.south.biomass"].amounts() * 12 / 44
    a_year = 4 * 18.1 * 1.96 * 0.451
    assert taken[:5] == pytest.approx([0, a_year, a_year, a_year, a_year])
    assert taken.sum() == pytest.approx(4 * 75 * 1.96 * 0.451)
    assert taken[6:].tolist() == [0, 0]


def test_methane_is_counted_where_the_water_is_not_salt(land):
    found, _ = land((2020,), POLYGONS, SALT)
    methane = {i.split(".")[2]: float(x.amounts()[0]) for i, x in found.items() if x.gas == "CH4"}
    assert methane == {"north": 0.0, "south": pytest.approx(4 * 0.1937), "flat": 0.0}


def test_a_coast_without_salinity_is_refused_but_seagrass_grows_in_the_sea(land):
    found, faults = land((2020,), POLYGONS)
    assert list(found) == ["land.seagrass_created.bay.soil"]
    assert [f.code for f in faults] == ["LND002"] * 3
    assert "below 18 g/kg methane must be counted" in faults[0].message()


def test_members_of_coasts(land):
    found, _ = land((2019, 2020), POLYGONS, SALT)
    by = np.array([[1.0], [0.5], [2.0]])
    for line in found.values():
        first = line.inputs[0]
        members = line.amounts(lambda one, f=first: one.values * by if one is f else one.values)
        assert members.shape == (3, 2)
        assert members == pytest.approx(by * line.amounts())
