"""Gases of fuels that are taken up: by the numbers of the editions where the account shows none, and told."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory.ledger import Ledger
from dualcarbon.reference.numbers import Shelf, tiers
from dualcarbon.scenarios.beyond import Beyond, Part
from dualcarbon.scenarios.tree import Tree
from dualcarbon.study.burnt_anew import taken, told

COAL, GAS, OIL = (("industry", "final", fuel) for fuel in ("coal", "natural_gas", "oil"))
CHAIN = ("energy_supply", "chains.hydrogen", "natural_gas")
FEED = ("industry", "feedstock", "oil")
KNOWN = {Part("1A2", "CH4"): {COAL: 3e-4}, Part("2A1", "CH4"): {}}


@pytest.fixture
def shelf():
    return Shelf(tiers())


def tree(*cells, **factors):
    return Tree({}, {}, (), factor=dict.fromkeys(cells, 2.0) | factors)


def once(value):
    return np.array([[value]])


def test_a_fuel_that_burnt_nowhere_takes_the_number_of_its_use(shelf):
    """Gas of industry gives off 1 kg of methane a TJ, as that of energy industries does (IPCC 2006, vol. 2, tables 2.2 and 2.3)."""
    found = taken(tree(COAL, GAS, CHAIN), KNOWN, {COAL: once(60.0), GAS: once(0.0)}, shelf, 2018)
    factor = 1.0 * 29.3076e-3 / 1000
    assert found.factors == {Part("1A2", "CH4"): {GAS: pytest.approx(factor)}, Part("1A1bc", "CH4"): {CHAIN: pytest.approx(factor)}}  # fmt: skip
    assert {cell for _, cell in found.numbers} == {GAS, CHAIN}
    assert found.lacking == ()


def test_what_the_account_counts_of_no_fuel_is_not_begun(shelf):
    """It shows methane alone: nitrous oxide ahead would be compared with none before."""
    found = taken(tree(GAS), KNOWN, {}, shelf, 2018)
    assert {part.gas for part in found.factors} == {"CH4"}
    assert taken(tree(GAS), {}, {}, shelf, 2018).factors == {}


def test_what_the_account_burns_without_such_a_gas_stays_so(shelf):
    """Feed is not burnt; oil burns in the base year, and the account has its reasons to count no methane of it."""
    found = taken(tree(FEED, OIL), KNOWN, {OIL: once(5.0)}, shelf, 2018)
    assert (found.factors, found.lacking) == ({}, ())


def test_a_chain_that_stands_in_a_cell_of_the_account_lacks_its_gases(shelf):
    assert taken(tree(CHAIN), KNOWN, {CHAIN: once(5.0)}, shelf, 2018).lacking == (("CH4", CHAIN),)


def test_without_an_edition_that_holds_it_a_number_is_lacking():
    found = taken(tree(GAS), KNOWN, {}, Shelf(()), 2018)
    assert found.lacking == (("CH4", GAS),)


def test_only_what_a_scenario_burns_is_told(shelf):
    found = taken(tree(GAS, CHAIN), KNOWN, {}, shelf, 2018)
    beyond = Beyond(Ledger((2018,), ()), (2018, 2019), {}, "AR5", numbers=found.numbers, lacking=(("N2O", GAS),))  # fmt: skip
    energy = {CHAIN: np.array([9.0, 0.0, 0.0]), GAS: np.array([0.0, 0.0, 2.0])}
    fine, poor = told("plan", energy, beyond)
    assert fine.message("en").startswith("in scenario plan: industry/final/natural_gas burn what they did not in 2018: CH4")  # fmt: skip
    assert poor.code == "AHD008"
    assert "N2O" in poor.message("zh")
    assert list(told("plan", {CHAIN: np.array([9.0, 0.0, 0.0])}, beyond)) == []
