"""Who differs: groups of assumptions by their keys, measures by their level."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.measures.declared import Change, Measure, Ramp
from dualcarbon.measures.projects import placed
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.players import GROUPS, TITLES, group_of, level, merged, players
from dualcarbon.scenarios.tree import widest
from dualcarbon.vocabulary.faults import Place

ONE = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.05}]},
    "structure": {"share": {"industry": 0.4, "services": "residual"}},
    "power": {"rate": 2.0},
}
OTHER = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.05}], "note": "as before"},
    "population": 5.0,
    "structure": {"share": {"industry": 0.3, "services": "residual"}},
    "power": {"rate": 1.9, "supply": {"share": {"thermal": "residual", "nonfossil": 0.3}}},
    "intensity": {"industry": 0.2},
    "factor": {"import": 3.0},
}


def measure(id, path="gdp", op="scale"):
    ramp = Ramp(**{"from": 2017}, to=2018)
    return Measure(id=id, ramp=ramp, changes=(Change(path=path, op=op, value=0.9),))


@pytest.fixture
def scenario(resolved, span):
    """Resolve a scenario that deploys measures, id -> level, in the order given."""

    def made(table, kinds=None, **levels):
        every = {id: measure(id, **(kinds or {}).get(id, {})) for id in levels}
        deployed = [Deployed(m, placed(m, [], span.years), levels[i]) for i, m in every.items()]
        return dataclasses.replace(resolved(table), deployed=tuple(deployed))

    return made


def test_every_key_of_every_tree_is_in_one_group():
    declared = (
        "variables.cars",
        "branches.transport.cars",
        "chains.hydrogen",
        "activity.pig",
        "abated.pig",
    )
    keys = [*widest().units, *widest().groups, *declared]
    assert {group_of(key) for key in keys} == set(GROUPS) == set(TITLES)
    heads = [head for group in GROUPS.values() for head in group]
    assert len(heads) == len(set(heads))


def test_groups_are_those_whose_numbers_differ_with_the_keys_that_do(resolved):
    found = players(resolved(ONE), resolved(OTHER))
    assert [(p.id, p.kind, p.paths) for p in found] == [
        ("growth", "group", ("population",)),
        ("structure", "group", ("structure",)),
        ("efficiency", "group", ("intensity.industry",)),
        ("electricity", "group", ("power.rate", "power.supply")),
        ("imports", "group", ("factor.import",)),
    ]
    assert found[3].title == {"en": "Electricity supply", "zh": "电力供应"}
    assert players(resolved(ONE), resolved(ONE)) == ()


def test_measures_are_players_where_their_level_differs(scenario):
    one = scenario(ONE, more=0.5, same=0.7, gone=1.0)
    other = scenario(ONE, more=0.8, same=0.7, new=1.0)
    found = players(one, other)
    assert [(p.id, p.kind, p.paths) for p in found] == [
        ("more", "measure", ("gdp",)),
        ("new", "measure", ("gdp",)),
        ("gone", "measure", ("gdp",)),
    ]
    assert found[0].title == {"en": "more", "zh": "more"}
    assert [level(one, id) for id in ("more", "new")] == [0.5, 0.0]


def test_groups_come_before_measures_and_measures_by_stage(scenario):
    kinds = {
        "wind": {"path": "power.supply.nonfossil", "op": "add"},
        "less": {"path": "intensity.industry", "op": "save"},
    }
    found = players(scenario(ONE), scenario(OTHER, kinds, wind=1.0, less=1.0))
    assert [p.id for p in found][-3:] == ["imports", "less", "wind"]


def test_measures_of_two_scenarios_keep_the_order_of_both(scenario):
    def ids(one, other):
        levels = [dict.fromkeys(letters, 1.0) for letters in (one, other)]
        return "".join(d.measure.id for d in merged(*(scenario(ONE, **n) for n in levels)))

    assert ids("ace", "abde") == "abdce"
    assert ids("bc", "abc") == "abc"
    assert ids("", "ab") == ids("ab", "") == "ab"


def test_the_lines_of_their_file_decide_where_two_lists_leave_it_open(scenario):
    def at_lines(found, **lines):
        placed = [
            dataclasses.replace(d.placed, place=Place(line=lines.get(d.measure.id)))
            for d in found.deployed
        ]
        both = zip(found.deployed, placed, strict=True)
        return dataclasses.replace(
            found, deployed=tuple(dataclasses.replace(d, placed=p) for d, p in both)
        )

    one, other = scenario(ONE, a=1.0, wind=1.0), scenario(ONE, a=1.0, solar=1.0)
    told = [at_lines(s, a=1, wind=9, solar=20) for s in (one, other)]
    assert [d.measure.id for d in merged(one, other)] == ["a", "solar", "wind"]
    assert [d.measure.id for d in merged(*told)] == ["a", "wind", "solar"]
    assert [d.measure.id for d in merged(*reversed(told))] == ["a", "wind", "solar"]


def test_a_level_is_a_plain_number(scenario):
    one = scenario(ONE, a=np.float64(0.25))
    assert type(level(one, "a")) is float
