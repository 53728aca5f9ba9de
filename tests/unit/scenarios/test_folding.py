"""Thirty fuels seen in groups: energy and emissions of every cell stay what they were."""

import numpy as np
import pytest

from dualcarbon.scenarios import projection
from dualcarbon.scenarios.folding import folded, group
from dualcarbon.scenarios.tree import Observed, grow, of_use

ENERGY = {
    ("industry", "final", "raw_coal"): [10.0, 0.0],
    ("industry", "final", "coke"): [30.0, 0.0],
    ("industry", "final", "diesel"): [5.0, 6.0],
    ("industry", "final", "electricity"): [8.0, 9.0],
    ("energy_supply", "other_transformation", "cleaned_coal"): [50.0, 50.0],
    ("energy_supply", "other_transformation", "coke"): [-45.0, -44.0],
    ("energy_supply", "losses", "crude_oil"): [1.0, 2.0],
    ("energy_supply", "power", "raw_coal"): [20.0, 22.0],
    ("energy_supply", "power", "blast_furnace_gas"): [2.0, 3.0],
    ("energy_supply", "power", "electricity"): [-8.0, -9.0],
}
FACTOR = {
    "raw_coal": 2.6,
    "coke": 2.9,
    "diesel": 2.1,
    "cleaned_coal": 2.5,
    "crude_oil": 2.1,
    "blast_furnace_gas": 7.5,
}


@pytest.fixture
def seen():
    energy = {cell: np.array(values) for cell, values in ENERGY.items()}
    factor = {cell: np.full(2, FACTOR[cell[2]]) for cell in energy if cell[2] in FACTOR}
    return energy, factor


def emitted(energy, factor):
    return sum(energy[cell] * factor[cell] for cell in factor)


def test_energy_and_emissions_are_the_same_before_and_after(seen):
    energy, factor = folded(*seen)
    assert sum(energy.values()) == pytest.approx(sum(seen[0].values()))
    assert emitted(energy, factor) == pytest.approx(emitted(*seen))


def test_what_one_fuel_becomes_of_another_stays_apart(seen):
    energy, _ = folded(*seen)
    assert {cell for cell in energy if cell[1] == "other_transformation"} == {
        cell for cell in ENERGY if cell[1] == "other_transformation"
    }
    assert {cell[2] for cell in energy if cell[1] != "other_transformation"} == {
        "coal",
        "oil",
        "electricity",
    }


def test_a_year_without_energy_has_the_mean_of_all_years(seen):
    _, factor = folded(*seen)
    mean = (10 * 2.6 + 30 * 2.9) / 40
    assert factor["industry", "final", "coal"] == pytest.approx([mean, mean])
    assert factor["energy_supply", "power", "coal"][1] == pytest.approx((22 * 2.6 + 3 * 7.5) / 25)


def test_a_lone_fuel_keeps_its_factor(seen):
    _, factor = folded(*seen)
    assert factor["industry", "final", "oil"] == pytest.approx([2.1, 2.1])


def test_groups_stay_what_they_are():
    assert group(("industry", "final", "coal")) == ("industry", "final", "coal")
    assert group(("energy_supply", "losses", "lng")) == ("energy_supply", "losses", "natural_gas")


def test_the_tree_gives_back_what_was_folded_and_what_was_not(seen):
    for energy, factor in (seen, folded(*seen)):
        observed = Observed(
            (2019, 2020),
            None,
            np.array([1.0, 1.1]),
            {},
            energy,
            factor,
            np.array([5.0, 5.0]),
            "CNY2015",
        )
        tree = grow(observed)
        assert projection.gap(observed, tree) < 1e-12


def test_losses_of_a_fuel_that_nobody_uses_follow_industry(seen):
    lost = ("energy_supply", "losses", "crude_oil")
    assert not of_use(lost, seen[0])
    assert of_use(lost, [("industry", "final", "crude_oil")])
    observed = Observed(
        (2019, 2020), None, np.array([1.0, 1.1]), {}, *seen, np.array([5.0, 5.0]), "CNY2015"
    )
    assert grow(observed).units["losses.crude_oil"] == "tce/CNY2015"
