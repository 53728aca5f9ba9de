"""Coalitions of two scenarios on the small region: each emits what the scenario with its choices emits."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import Change, Measure, Ramp
from dualcarbon.measures.projects import placed
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios import game as module
from dualcarbon.scenarios.coalitions import every
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.game import game
from dualcarbon.scenarios.hybrids import hybrid

MIX = {"coal": 0.5, "oil": 0.1, "electricity": "residual"}
SUPPLY = {"thermal": "residual", "nonfossil": 0.16}
ONE = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.05}]},
    "mix": {"industry": {"share": MIX}},
    "power": {"supply": {"share": SUPPLY}},
    "factor": {"import": 4.0},
}
OTHER = {
    **ONE,
    "gdp": {"growth": [{"to": 2020, "rate": 0.03}]},
    "mix": {"industry": {"share": {"coal": 0.4, "electricity": 0.5, "oil": "residual"}}},
}
KINDS = {
    "saving": {"path": "intensity.industry", "op": "save", "value": 0.2},
    "electric": {"path": "mix.industry.coal", "op": "add", "value": -0.1},
    "wind": {"path": "power.supply.nonfossil", "op": "add", "value": 0.2},
    "capture": {"path": "capture.power", "op": "capture", "value": 0.5},
}


def measure(id, **rules):
    ramp = Ramp(**{"from": 2018}, to=2020)
    return Measure(id=id, ramp=ramp, changes=(Change(**KINDS[id]),), **rules)


@pytest.fixture
def scenario(resolved, span):
    """Resolve a scenario that deploys measures, id -> level; rules by id."""

    def made(table, name="one", rules=None, **levels):
        every = [measure(id, **(rules or {}).get(id, {})) for id in levels]
        deployed = [Deployed(m, placed(m, [], span.years), levels[m.id]) for m in every]
        return dataclasses.replace(resolved(table), name=name, deployed=tuple(deployed))

    return made


@pytest.fixture
def play(seen, tree, span):
    return lambda one, other: game(one, other, seen, tree, span)


@pytest.fixture
def emits(seen, tree, span):
    """Emissions of a scenario's central run from the base year on, territorial and behind it adjusted."""

    def central(scenario):
        sums = ensemble.central(scenario, seen, tree, span).totals
        ahead = slice(-len(span.years), None)
        return np.concatenate([sums.territorial[0, ahead], sums.adjusted[0, ahead]])

    return central


def test_every_coalition_emits_what_its_scenario_would(scenario, play, emits):
    """Growth, fuels with another residual part, a measure that stays, one that goes, one that comes, one at another level."""
    one = scenario(ONE, saving=1.0, electric=0.5, wind=0.4)
    other = scenario(OTHER, saving=1.0, wind=1.0, capture=1.0)
    played = play(one, other)
    assert [p.id for p in played.players] == ["growth", "fuels", "electric", "wind", "capture"]
    coalitions = every(5)
    found = played.worth(coalitions)
    for row, emitted in zip(coalitions, found, strict=True):
        growth, fuels, electric, wind, capture = row
        keys = {*(["gdp"] if growth else []), *(["mix.industry"] if fuels else [])}
        levels = {"saving": 1.0, "electric": 0.0 if electric else 0.5, "wind": 1.0 if wind else 0.4, "capture": float(capture)}  # fmt: skip
        written = dataclasses.replace(
            hybrid(one, other, keys),
            deployed=scenario(ONE, **{id: v for id, v in levels.items() if v}).deployed,
        )
        np.testing.assert_allclose(emitted, emits(written), rtol=1e-12)
    np.testing.assert_allclose(found[0], emits(one), rtol=1e-12)
    np.testing.assert_allclose(found[-1], emits(other), rtol=1e-12)


def test_without_a_difference_there_is_one_coalition(scenario, play, emits):
    same = scenario(ONE, wind=1.0)
    played = play(same, same)
    assert played.players == ()
    np.testing.assert_allclose(played.worth(every(0)), [emits(same)], rtol=1e-12)


@pytest.mark.parametrize(
    ("rules", "acts"),
    [
        ({}, [[0, 0], [1, 0], [0, 1], [1, 1]]),
        ({"wind": {"requires": ["saving"]}}, [[0, 0], [1, 0], [0, 0], [1, 1]]),
        ({"saving": {"requires": ["wind"]}}, [[0, 0], [0, 0], [0, 1], [1, 1]]),
        ({"wind": {"excludes": ["saving"]}}, [[0, 0], [1, 0], [0, 1], [1, 0]]),
    ],
)
def test_in_a_coalition_a_measure_acts_by_the_rule(scenario, play, emits, rules, acts):
    one, other = scenario(ONE), scenario(ONE, rules=rules, saving=1.0, wind=0.5)
    played = play(one, other)
    levels = played.acting_levels(every(2))
    assert levels.tolist() == (np.array(acts) * [1.0, 0.5]).tolist()
    alone = [
        emits(scenario(ONE, **{id: v for id, v in zip(("saving", "wind"), row, strict=True) if v}))
        for row in levels
    ]
    np.testing.assert_allclose(played.worth(every(2)), alone, rtol=1e-12)


def test_a_measure_that_both_deploy_takes_part_in_the_rule(scenario, play):
    rules = {"wind": {"requires": ["saving"]}, "capture": {"excludes": ["wind"]}}
    one = scenario(ONE, rules=rules, saving=1.0)
    other = scenario(ONE, rules=rules, saving=1.0, wind=1.0, capture=1.0)
    assert play(one, other).acting_levels(every(2)).tolist() == [
        [1, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 0],
    ]  # fmt: skip


def test_coalitions_that_act_alike_are_computed_once_and_in_chunks(scenario, play, monkeypatch):
    rules = {"wind": {"requires": ["saving"]}}
    other = scenario(ONE, rules=rules, saving=1.0, electric=1.0, wind=1.0)
    played = play(scenario(ONE), other)
    right = played.worth(every(3))
    rows = []

    def counting(self, coalitions, levels, setting):
        rows.append(len(coalitions))
        return plain(self, coalitions, levels, setting)

    plain = module.Game._emitted
    monkeypatch.setattr(module.Game, "_emitted", counting)
    monkeypatch.setattr(module, "CHUNK", 4)
    np.testing.assert_allclose(played.worth(every(3)), right, rtol=1e-14)
    assert rows == [4, 2]


def test_a_measure_that_finds_too_little_in_a_coalition_does_what_there_is_room_for(
    scenario, play, emits
):
    """The coal that it replaces is there only with the fuels of the first scenario."""

    def burning(coal):
        share = {"coal": coal, "oil": 0.1, "electricity": "residual"}
        return {**OTHER, "mix": {"industry": {"share": share}}}

    rare, none_left = burning(0.05), burning({"points": {2018: 0.05, 2019: 0.0}})
    played = play(scenario(ONE, electric=1.0), scenario(rare))
    worth = played.worth(every(len(played.players)))
    assert [p.id for p in played.players] == ["growth", "fuels", "electric"]
    np.testing.assert_allclose(worth[0b011], emits(scenario(none_left)), rtol=1e-12)
    with pytest.raises(InputError) as caught:  # a scenario that somebody wrote is refused
        emits(scenario(rare, electric=1.0))
    assert [f.code for f in caught.value.faults] == ["MEA008"]
