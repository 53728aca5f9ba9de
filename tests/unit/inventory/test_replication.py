"""A published total rebuilt from cells, and the bridge that leads to it; all numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import BalanceNotClosed
from dualcarbon.inventory.replication import charged, replicate, sum_of

CELLS = {"industry": [("industry", "final")], "households": [("households", "final")]}


@pytest.fixture
def parts(energy):
    """Direct emissions at 2 (coal) and 1.5 (gas), users charged 6 for electricity, net trade at 5. [t CO2]"""
    plain = xr.DataArray(
        [2.0, 0.0, 1.5], coords={"fuel": ["coal", "electricity", "natural_gas"]}, dims="fuel"
    )
    direct = (xr.zeros_like(energy) + plain).assign_attrs(units="t CO2/tce")
    user = (xr.zeros_like(energy) + 6.0).assign_attrs(units="t CO2/tce")
    return {
        "charged": charged(energy, direct, user),
        "emissions": energy * direct,
        "trade": xr.DataArray([50.0, 80.0], coords={"year": [2015, 2016]}, dims="year"),
    }


def printed(**sectors):
    values = np.array(list(sectors.values()), float).T
    return xr.DataArray(
        values, coords={"year": [2015, 2016], "sector": list(sectors)}, dims=("year", "sector")
    )


INDUSTRY = [100 * 2 + 30 * 6, 90 * 2 + 32 * 6]  # 380, 372
HOUSEHOLDS = [10 * 1.5 + 10 * 6, 12 * 6]  # 75, 72


def test_users_are_charged_for_carriers_and_burners_for_fuel(parts):
    assert parts["charged"].attrs["units"] == "t CO2"
    assert sum_of(parts["charged"], CELLS["industry"]).values.tolist() == INDUSTRY
    assert sum_of(parts["charged"], CELLS["households"]).values.tolist() == HOUSEHOLDS
    both = [*CELLS["industry"], *CELLS["households"]]
    assert sum_of(parts["charged"], both).values.tolist() == [455.0, 444.0]


def test_the_bridge_leads_from_the_adjusted_total_to_the_published_one(parts):
    one = replicate(
        "p",
        CELLS,
        **parts,
        published=printed(industry=INDUSTRY, households=HOUSEHOLDS, total=[455, 444]),
    )
    assert one.total.values.tolist() == [455.0, 444.0]
    items = {name: series.values.tolist() for name, series in one.bridge.items()}
    assert items == {
        "without.import": [-50.0, -80.0],
        "without.power": [-150.0, -140.0],
        "charged.electricity.final": [240.0, 264.0],
        "unexplained": [0.0, 0.0],
    }
    territorial = np.array([200 + 15 + 150, 180 + 140])
    adjusted = territorial + np.array([50, 80])
    assert (adjusted + sum(one.bridge.values())).values.tolist() == [455.0, 444.0]
    assert one.misses() == []


def test_what_is_not_explained_is_an_item_and_a_miss(parts):
    odd = printed(industry=[INDUSTRY[0] + 4.0, INDUSTRY[1]], households=HOUSEHOLDS)
    one = replicate("p", CELLS, **parts, published=odd)
    assert one.bridge["unexplained"].values.tolist() == [4.0, 0.0]
    assert one.misses() == [("industry", 2015, 4.0)]
    assert one.misses(tolerance=0.02) == []  # 4 of 384 is 1.04 %


def test_only_sectors_that_are_printed_are_held_to_print(parts):
    one = replicate("p", CELLS, **parts, published=printed(total=[455.0, 444.0]))
    assert one.misses() == []
    assert one.by_sector.sector.values.tolist() == ["industry", "households"]


def test_a_cell_counted_twice_breaks_the_bridge(parts):
    twice = {**CELLS, "services": [("industry", "final")]}
    with pytest.raises(
        BalanceNotClosed, match=r"p: the bridge misses the published total by .* counted twice"
    ):
        replicate("p", twice, **parts, published=printed(total=[455.0, 444.0]))
