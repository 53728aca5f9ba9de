"""Forests by four methods, each worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory.land import forest
from dualcarbon.inventory.ledger import Use

TREE = [
    ("forest_stock", "", "SVD", 0.5, "t/m3"), ("forest_stock", "", "BEF", 1.5, "1"), ("forest_stock", "", "root", 0.25, "1"),
    ("forest_stock", "", "CF", 0.5, "t C/t"),
]  # fmt: skip
PER_M3 = 0.5 * 1.5 * 1.25 * 0.5  # t C held by a cubic metre
STOCK = ("forest_stock", "", "10^4 m3", {2010: 100.0, 2015: 110.0, 2020: 105.0})


def test_stock_difference_gives_each_year_the_mean_change_between_its_inventories(land):
    found, faults = land((2010, 2011, 2015, 2016, 2020, 2021), [STOCK], TREE)
    amounts = found["land.forest_stock.all"].amounts()
    growth = 1e5 * PER_M3 * 44 / 12 / 5
    assert amounts[1:5] == pytest.approx([-growth, -growth, growth / 2, growth / 2])
    assert np.isnan(amounts[[0, 5]]).all()
    assert faults == ()


def test_after_the_last_inventory_the_change_goes_on_only_if_asked_and_is_told(land):
    found, faults = land((2020, 2022), [STOCK], TREE, after_last_inventory="hold")
    once, later = found["land.forest_stock.all"].amounts()
    assert later == once > 0
    assert [f.code for f in faults] == ["LND005"]
    assert "after the inventory of 2020 the last change goes on to 2022" in faults[0].message()


def test_one_inventory_tells_no_change(land):
    found, faults = land((2015,), [("forest_stock", "", "m3", {2015: 1.0, 2010: np.nan})], TREE)
    assert found == {}
    assert [f.code for f in faults] == ["LND004"]


@pytest.mark.parametrize(
    "item",
    [
        "forest_stock",
        "wood_harvest",
        "drained_soil",
        "wetland_area",
        "mangrove_created",
        "karst_area",
    ],
)
def test_a_total_beside_its_parts_is_refused(land, item):
    unit = "m3" if item in ("forest_stock", "wood_harvest") else "ha"
    rows = [(item, kind, unit, {2010: 1.0, 2015: 2.0}) for kind in ("", "conifer")]
    method = "gain_loss" if item == "wood_harvest" else "stock_difference"
    found, faults = land((2015,), rows, TREE, forest=method)
    assert found == {}
    assert [f.code for f in faults] == ["LND003"]
    assert f"{item} is given as a total and by kind (conifer)" in faults[0].message()


def test_a_kind_that_takes_the_mean_of_all_forests_is_told(land):
    kind = ("forest_stock", "poplar", "m3", {2010: 1.0, 2015: 2.0})
    own = [*TREE[1:], ("forest_stock", "poplar", "SVD", 0.4, "t/m3")]
    found, faults = land((2015,), [kind], own)
    assert found["land.forest_stock.poplar"].amounts() == pytest.approx(
        [-PER_M3 * 0.8 * 44 / 12 / 5]
    )
    assert [(f.code, dict(f.params)["quantities"]) for f in faults] == [("LND006", "BEF, root, CF")]


def test_rates_of_the_guideline(land):
    own = [
        ("forest_stock", "", "growth_rate", 0.06, "1"),
        ("forest_stock", "", "use_rate", 0.02, "1"),
    ]
    found, faults = land(
        (2015, 2016), [STOCK], own, guideline="provincial_2011", forest="stock_volume"
    )
    by_hand = -1.1e6 * 0.462 * 1.787 * 0.5 * 0.04 * 44 / 12
    assert found["land.forest_stock.all"].amounts()[0] == pytest.approx(by_hand)
    assert np.isnan(found["land.forest_stock.all"].amounts()[1])
    assert faults == ()


def test_rates_that_nobody_states_are_asked_for(land):
    found, faults = land((2015,), [STOCK], guideline="provincial_2011", forest="stock_volume")
    assert found == {}
    assert [f.code for f in faults] == ["REF040"]
    assert "growth_rate of forest_stock" in faults[0].message()


def test_bamboo_is_told_by_area(land):
    bamboo = ("forest_area", "bamboo", "10^4 ha", {2010: 3.0, 2015: 3.5})
    found, _ = land((2015,), [bamboo], guideline="provincial_2011")
    line = found["land.forest_area.bamboo"]
    assert line.amounts() == pytest.approx([-1000 * 68.48 * 0.5 * 44 / 12])
    assert (line.item, line.method, line.category) == (
        "forest_area",
        "forest_area_difference",
        "3B1",
    )


POPLAR = [
    ("forest_stock", "populus", "m3", {2010: 1500.0, 2015: 6000.0}),
    ("forest_area", "populus", "ha", {2010: 100.0, 2015: 100.0}),
]


def test_the_continuous_function_warns_where_its_constant_makes_the_biomass(land):
    found, faults = land((2015,), POPLAR, forest="continuous_bef")
    grown = 0.4754 * 4500 * 0.47 / 5  # the area is the same: its constant cancels
    assert found["land.forest_stock.populus"].amounts() == pytest.approx([-grown * 44 / 12])
    assert [f.code for f in faults] == ["LND007", "LND006"]
    assert "less than 20 m3/ha in 2010;" in faults[0].message()


def test_the_continuous_function_needs_stock_and_area_of_the_same_years(land):
    area = ("forest_area", "populus", "ha", {2010: 100.0, 2014: 100.0})
    found, faults = land((2015,), [POPLAR[0], area], forest="continuous_bef")
    assert found == {}
    assert [f.code for f in faults] == ["LND018"]


def test_gains_less_losses(land):
    rows = [
        ("forest_area", "", "ha", {2015: 100.0}),
        ("wood_harvest", "", "m3", {2015: 50.0}),
        ("fuelwood_gathered", "", "m3", {2015: 10.0}),
        ("forest_disturbed_area", "", "ha", {2015: 2.0}),
        ("forest_converted_area", "", "ha", {2015: 1.0}),
    ]
    own = [
        *TREE[2:], ("forest_stock", "", "increment", 4.0, "t/ha yr"), ("forest_stock", "", "BCEF", 0.8, "t/m3"),
        ("forest_stock", "", "biomass", 60.0, "t/ha"), ("forest_stock", "", "share_lost", 0.3, "1"),
        ("forest_stock", "", "biomass_after", 10.0, "t/ha"), ("forest_stock", "", "share_oxidised", 0.9, "1"),
    ]  # fmt: skip
    found, faults = land((2015,), rows, own, forest="gain_loss")
    carbon = {id: float(line.amounts()[0]) * 12 / 44 for id, line in found.items()}
    assert carbon == pytest.approx(
        {
            "land.forest_area.all": -100 * 4 * 1.25 * 0.5,
            "land.wood_harvest.all": 50 * 0.8 * 1.25 * 0.5,
            "land.fuelwood_gathered.all": 10 * 0.8 * 1.25 * 0.5,
            "land.forest_disturbed_area.all": 2 * 60 * 1.25 * 0.5 * 0.3,
            "land.forest_converted_area.all": 50 * 0.5 * 0.9,
        }
    )
    assert found["land.forest_converted_area.all"].category == "3B5"
    assert faults == ()


def test_a_kind_without_numbers_keeps_no_other_out(land):
    rows = [("forest_area", kind, "ha", {2015: 100.0}) for kind in ("bamboo", "conifer")]
    own = [("forest_stock", "conifer", "increment", 4.0, "t/ha yr")]
    found, faults = land((2015,), rows, own, forest="gain_loss")
    assert found["land.forest_area.conifer"].amounts() == pytest.approx(
        [-100 * 4 * 1.29 * 0.51 * 44 / 12]
    )
    assert [f.code for f in faults] == ["REF040"]
    assert "increment of forest_stock (kind bamboo)" in faults[0].message()


def test_a_goal_of_stock_is_an_inventory_that_is_yet_to_come():
    weights = forest.yearly([2018, 2030], range(2019, 2031))
    stock = np.array([17.56e9, 19e9]) * PER_M3
    assert forest.difference(stock, weights) == pytest.approx([-0.12e9 * PER_M3 * 44 / 12] * 12)


def test_members_take_the_same_way_as_the_central_run(land):
    line = land((2011, 2016), [STOCK], TREE)[0]["land.forest_stock.all"]

    def drawn(given):
        by = np.array([[1.0], [2.0]]) if not isinstance(given, Use) else 1.0
        return given.values * by

    members = line.amounts(drawn)
    assert members.shape == (2, 2)
    assert members == pytest.approx(np.outer([1.0, 2.0], line.amounts()))


def test_both_expansion_factors_of_the_guideline_give_the_same_tree(numbers):
    shelf = numbers(guideline="provincial_2011")

    def value(quantity, unit="1"):
        return shelf.take("forest_stock", quantity, unit, year=2015).value

    above = forest.carbon(1.0, 1.0, value("BEF"), value("root"), 1.0)
    assert above == pytest.approx(value("BEF_whole"), rel=5e-4)


CONVERTED = ("forest_converted_area", "", "ha", {2011: 100.0})
BIOMASS = [
    ("forest_stock", "", "biomass", 60.0, "t/ha"), ("forest_stock", "", "biomass_after", 10.0, "t/ha"),
    ("forest_stock", "", "share_oxidised", 0.9, "1"), ("forest_stock", "", "slope", 0.5, "t/m3"),
    ("forest_stock", "", "constant", 20.0, "t/ha"), ("forest_stock", "", "BEF_whole", 1.9, "1"),
    ("forest_stock", "", "growth_rate", 0.06, "1"), ("forest_stock", "", "use_rate", 0.02, "1"),
    ("forest_stock", "", "increment", 4.0, "t/ha yr"),
]  # fmt: skip
AREA = ("forest_area", "", "ha", {2010: 1e4, 2015: 1e4, 2020: 1e4})


@pytest.mark.parametrize(
    ("method", "kept"),
    [("stock_difference", False), ("continuous_bef", False), ("stock_volume", True), ("gain_loss", True)],
)  # fmt: skip
def test_the_loss_of_converted_forest_is_told_once(land, method, kept):
    """A stock that inventories compare has fallen by what was converted; rates and growth know nothing of it."""
    found, faults = land((2011,), [STOCK, AREA, CONVERTED], [*TREE, *BIOMASS], forest=method)
    loss = {id: line.amounts()[0] for id, line in found.items() if "converted" in id}
    expected = {"land.forest_converted_area.all": 100 * 50 * 0.5 * 0.9 * 44 / 12}
    assert loss == (pytest.approx(expected) if kept else {})
    assert ("LND026" in [f.code for f in faults]) is not kept


@pytest.mark.parametrize(("kind", "kept"), [("conifer", False), ("broadleaf", True), ("", False)])
def test_only_forest_that_is_compared_takes_the_loss_along(land, kind, kept):
    stock = ("forest_stock", "conifer", "m3", {2010: 100.0, 2015: 110.0})
    rows = [stock, ("forest_converted_area", kind, "ha", {2011: 1.0})]
    found, _ = land((2011,), rows, [*TREE, *BIOMASS])
    assert any("converted" in id for id in found) is kept


def test_bamboo_is_compared_by_area_whatever_trees_are(land):
    rows = [
        ("forest_stock", "", "m3", {2011: 100.0}),
        ("forest_area", "bamboo", "ha", {2010: 20.0, 2015: 10.0}),
        ("forest_converted_area", "bamboo", "ha", {2011: 2.0}),
    ]
    found, faults = land((2011,), rows, [*TREE, *BIOMASS], forest="stock_volume")
    assert set(found) == {"land.forest_stock.all", "land.forest_area.bamboo"}
    assert "LND026" in [f.code for f in faults]


def test_a_loss_without_inventories_is_not_left_out(land):
    found, _ = land((2011,), [CONVERTED], [*TREE, *BIOMASS])
    assert list(found) == ["land.forest_converted_area.all"]
