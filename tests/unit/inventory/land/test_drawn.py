"""Every line of land goes through draws and propagation as it goes through the central run."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory import monte_carlo, propagation, ranges
from dualcarbon.inventory.declared import Land
from dualcarbon.inventory.land import lines
from dualcarbon.inventory.ledger import Ledger
from dualcarbon.quantities.draws import Draws
from dualcarbon.vocabulary.names import METHODS

YEARS = (2016, 2017, 2018)
ROWS = [
    ("forest_stock", "", "10^4 m3", {2010: 100.0, 2015: 110.0, 2020: 125.0}),
    ("forest_area", "bamboo", "ha", {2015: 1000.0, 2020: 1100.0}),
    ("soil_changed_area", "straw", "ha", dict.fromkeys(YEARS, 1000.0)),
    ("drained_soil", "cropland", "ha", dict.fromkeys(YEARS, 10.0)),
    ("wetland_area", "temperate", "ha", dict.fromkeys(YEARS, 50.0)),
    ("mangrove_created", "north", "ha", {2012: 10.0, 2016: 5.0}),
    ("salt_marsh_created", "flat", "ha", {2017: 20.0}),
    ("rice_water_area", "fields", "ha", dict.fromkeys(YEARS, 100.0)),
    ("credit_project", "hill", "t C", dict.fromkeys(YEARS, 150.0)),
    ("credit_baseline", "hill", "t C", dict.fromkeys(YEARS, 20.0)),
    ("credit_leakage", "hill", "t C", dict.fromkeys(YEARS, 0.0)),
]
OWN = [
    ("mangrove_created", "north", "salinity", 5.0, "g/kg"),
    ("salt_marsh_created", "flat", "salinity", 30.0, "g/kg"),
    ("rice_water_area", "fields", "nitrogen", 180.0, "kg N/ha"),
]
STRAW = {
    "id": "straw", "use": "cropland", "climate": "warm_temperate_moist", "soil": "HAC",
    "before": {"use": "long_cultivated", "management": "full"},
    "after": {"use": "long_cultivated", "management": "none", "input": "high"},
}  # fmt: skip
HILL = {
    "id": "hill", "methodology": "CCER-14-001-V01", "province": "35", "begun": 2012, "land": "barren", "plants": "trees",
    "smallest_plot": 700.0, "years": 30,
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(land):
    found, faults = land(
        YEARS, ROWS, OWN, guideline="provincial_2011", soils=[STRAW], projects=[HILL], water_projects=[{"id": "fields"}]
    )  # fmt: skip
    assert [f.code for f in faults] == ["LND006"]
    return Ledger(YEARS, tuple(found.values()))


def test_a_gas_of_a_rice_project_names_its_own_method(whole):
    named = {x.gas: METHODS[x.method].en for x in whole.lines if x.item == "rice_water_area"}
    assert named["CH4"].startswith("Methane avoided")
    assert named["N2O"].startswith("Nitrous oxide added")


def test_all_years_are_known_and_every_line_names_its_method(whole):
    assert whole.complete().all()
    assert {line.method for line in whole.lines} == {
        "forest_stock_difference", "forest_area_difference", "soil_stock_change", "drained_soil", "wetland_flux",
        "coastal_created", "rice_water", "rice_water_nitrogen", "project_credit",
    }  # fmt: skip


@pytest.mark.parametrize("item", [row[0] for row in ROWS] + ["wood_harvest", "land_flux", "permafrost_area"])  # fmt: skip
def test_a_statistic_in_a_unit_of_another_kind_has_no_line(statistics, numbers, item):
    kind = next((row[1] for row in ROWS if row[0] == item), "forest")
    known = statistics(YEARS, (item, kind, "kWh", dict.fromkeys(YEARS, 1.0)))
    choices = Land(
        forest="gain_loss" if item == "wood_harvest" else "stock_difference", soils=[STRAW], projects=[HILL],
        water_projects=[{"id": "fields"}],
    )  # fmt: skip
    found, _ = lines(known, choices, numbers(*OWN))
    assert found == ()
    assert {f.code for f in known.faults} == {"LED002"}


def test_draws_surround_the_central_run(whole):
    draws = Draws(ranges.data(whole), 2048, seed=7)
    values = monte_carlo.drawn(ranges.data(whole), draws)
    central = whole.amounts()
    for line, once in zip(whole.lines, central, strict=True):
        members = np.atleast_2d(line.amounts(values))
        assert members.shape[-1] == len(YEARS)
        spread = members.std(axis=0) + 1e-9
        assert (np.abs(members.mean(axis=0) - once) <= 0.35 * spread + 0.02 * np.abs(once)).all()


def test_a_difference_of_two_stocks_is_looser_than_the_stocks(whole):
    forest = whole.where(lambda line: line.id == "land.forest_stock.all")
    told = propagation.propagate(forest, "AR5")
    assert told.half[0] > np.abs(
        forest.total("AR5")[0]
    )  # stocks that state no range are 20 % off each
    assert np.isfinite(told.half).all()


def test_both_practices_share_the_draw_of_what_they_have_in_common(whole):
    soil = whole.where(lambda line: line.id == "land.soil.straw")
    (line,) = soil.lines
    keys = [n.draw for n in line.numbers]
    assert len(keys) == len(set(keys)) == 6  # reference, use, two of tillage, two of input
