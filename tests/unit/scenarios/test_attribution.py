"""Differences and wedges on the smallest region: one sector, two fuels, numbers that a hand can follow."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.measures.declared import Change, Measure, Ramp
from dualcarbon.measures.projects import placed
from dualcarbon.scenarios import attribution, declared, ensemble, inheritance, shapley
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.attribution import attribute, wedges
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.game import game
from dualcarbon.scenarios.tree import Observed, grow

SECTOR = "industry"
SPAN = Span(2017, 2018)
AGAINST = {
    "gdp": 100.0,
    "intensity": {SECTOR: 2.0},
    "mix": {SECTOR: {"share": {"coal": 1.0, "natural_gas": "residual"}}},
}
DIFFERENT = {
    "gdp": 110.0,
    "intensity": {SECTOR: 1.6},
    "mix": {SECTOR: {"share": {"coal": 0.5, "natural_gas": "residual"}}},
}


@pytest.fixture
def seen():
    """A sector that burns 200 tce of coal at 2.5 t CO2/tce, and next to no gas at 1.5."""
    energy = {(SECTOR, "final", "coal"): np.array([200.0, 200.0]), (SECTOR, "final", "natural_gas"): np.array([1e-9, 0.0])}  # fmt: skip
    factor = dict(zip(energy, (np.full(2, 2.5), np.full(2, 1.5)), strict=True))
    return Observed((2016, 2017), None, np.array([100.0, 100.0]), {}, energy, factor)


@pytest.fixture
def scenario(seen):
    """Resolve a scenario of that sector, with measures at level 1."""

    def made(table, name, *measures):
        written = declared.read({"name": name, **table}, grow(seen), f"scenarios/{name}.toml")
        deployed = [Deployed(m, placed(m, [], SPAN.years)) for m in measures]
        plain = inheritance.resolve([written])[name]
        return dataclasses.replace(plain, deployed=tuple(deployed))

    return made


def measure(id, path, op, value, **rules):
    change = Change(path=path, op=op, value=value)
    return Measure(id=id, ramp=Ramp(**{"from": 2017}, to=2018), changes=(change,), **rules)


LESS = measure("less", "intensity.industry", "save", 0.2)
GAS = measure("gas", "mix.industry.coal", "add", -0.5)


def test_a_difference_by_hand(scenario, seen):
    """500 become 352 t: GDP x 1.1, intensity x 0.8, factor x 0.8; the mean over the six orders of joining."""
    one, other = scenario(AGAINST, "one"), scenario(DIFFERENT, "other")
    found = attribute(one, other, seen, grow(seen), SPAN, seed=1)
    assert [p.id for p in found.players] == ["growth", "efficiency", "fuels"]
    growth = (2 * (550 - 500) + 2 * (440 - 400) + 2 * (352 - 320)) / 6
    less = (2 * (400 - 500) + (440 - 550) + (320 - 400) + 2 * (352 - 440)) / 6
    np.testing.assert_allclose(found.shares.territorial[:, 1], [growth, less, less])
    np.testing.assert_allclose(found.shares.territorial[:, 0], 0, atol=1e-9)
    np.testing.assert_allclose(found.total.territorial, [[0.0, -148.0]], atol=1e-9)
    np.testing.assert_array_equal(found.shares.adjusted, found.shares.territorial)
    assert (found.scenario, found.against, found.of) == ("other", "one", "central")
    assert (found.years, found.exact, found.error, found.samples) == ((2017, 2018), True, None, 0)
    assert str(found) == "other against one: 3 players, exact"


def test_measures_in_three_senses_by_hand(scenario, seen):
    """Gas takes 100 t of 500 first of all, 80 t of the 400 that saving leaves; saving the same."""
    found = wedges(scenario(AGAINST, "one", GAS, LESS), seen, grow(seen), SPAN, seed=1)
    assert [p.id for p in found.attribution.players] == ["less", "gas"]
    for name, wanted in (("residual", [100, 80]), ("alone", [100, 100]), ("attributed", [90, 90])):
        sense = getattr(found, name)
        np.testing.assert_allclose(sense.territorial[:, 1], wanted)
        np.testing.assert_allclose(sense.territorial[:, 0], 0, atol=1e-9)
        np.testing.assert_array_equal(sense.adjusted, sense.territorial)
    assert found.attribution.against == ""
    assert str(found.attribution) == "one against itself without measures: 2 players, exact"


def test_a_measure_that_requires_another_shares_its_effect_with_it(scenario, seen):
    """Saving acts beside gas only: alone it is counted on top of gas, and half of its 80 t go to gas."""
    bound = LESS.model_copy(update={"requires": ("gas",)})
    found = wedges(scenario(AGAINST, "one", bound, GAS), seen, grow(seen), SPAN, seed=1)
    assert [p.id for p in found.attribution.players] == ["less", "gas"]
    at_last = {name: getattr(found, name).territorial[:, 1] for name in ("residual", "alone", "attributed")}  # fmt: skip
    np.testing.assert_allclose(at_last["residual"], [0, 180], atol=1e-9)
    np.testing.assert_allclose(at_last["alone"], [80, 100])
    np.testing.assert_allclose(at_last["attributed"], [40, 140])


def test_of_two_that_exclude_each_other_the_first_acts_and_the_second_stands_in(scenario, seen):
    """Saving comes first by its stage; together with gas it does its own 100 t, and each takes half of them."""
    rival = GAS.model_copy(update={"excludes": ("less",)})
    found = wedges(scenario(AGAINST, "one", rival, LESS), seen, grow(seen), SPAN, seed=1)
    np.testing.assert_allclose(found.residual.territorial[:, 1], [100, 0], atol=1e-9)
    np.testing.assert_allclose(found.alone.territorial[:, 1], [100, 100])
    np.testing.assert_allclose(found.attributed.territorial[:, 1], [50, 50])


def test_without_measures_there_are_no_wedges(scenario, seen):
    found = wedges(scenario(AGAINST, "one"), seen, grow(seen), SPAN, seed=1)
    for name in ("residual", "alone", "attributed"):
        assert getattr(found, name).territorial.shape == (0, 2)


def test_beyond_twelve_players_shares_have_an_error_and_still_sum(scenario, seen):
    steps = [measure(f"m{i}", "intensity.industry", "save", 0.01 * (i + 1)) for i in range(13)]
    found = wedges(scenario(AGAINST, "one", *steps), seen, grow(seen), SPAN, seed=1, samples=64)
    of = found.attribution
    assert (of.exact, of.samples) == (False, 64)
    assert (of.error.territorial[:, 1] > 0).all()
    assert of.error.adjusted.shape == (13, 2)
    off = of.shares.territorial.sum(axis=0) - of.total.territorial[0]
    assert np.abs(off).max() <= 1e-9 * 500
    again = wedges(scenario(AGAINST, "one", *steps), seen, grow(seen), SPAN, seed=1, samples=64)
    np.testing.assert_array_equal(again.attributed.territorial, found.attributed.territorial)
    assert attribution.SAMPLES == shapley.SAMPLES


def test_in_a_coalition_a_measure_does_what_there_is_room_for(scenario, seen):
    """The other scenario leaves less coal than gas would replace: together they replace what there is, and it adds up."""
    one = scenario({**AGAINST, "mix": DIFFERENT["mix"]}, "one", GAS)
    other = scenario({**DIFFERENT, "mix": {SECTOR: {"share": {"coal": 0.2, "natural_gas": "residual"}}}}, "other")  # fmt: skip
    found = attribute(one, other, seen, grow(seen), SPAN, seed=1)
    ends = [ensemble.central(s, seen, grow(seen), SPAN).totals.territorial[0, -1] for s in (one, other)]  # fmt: skip
    np.testing.assert_allclose(found.shares.territorial[:, -1].sum(), ends[1] - ends[0], rtol=1e-12)
    played = game(one, other, seen, grow(seen), SPAN)
    only_fuels = np.array([[player.id == "fuels" for player in played.players]])
    np.testing.assert_allclose(played.worth(only_fuels)[0, 1], 100 * 2.0 * 1.5)  # no coal is left
