"""A scenario held ready: what is refused, and what of it is computed again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import ensemble, what_if
from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.scenarios.redeployment import Watched, deployment

GROWS = {"growth": [{"to": 2020, "rate": {"normal": [0.05, 0.01]}}]}
SOLAR = {"path": "power.supply.nonfossil", "op": "add", "value": 0.1}
SHARES = {"power": {"supply": {"share": {"import": 0.1, "thermal": "residual", "nonfossil": 0.2}}}}
BOILERS = {"path": "intensity.households", "op": "save", "value": 0.1}


@pytest.fixture
def ready(resolved, measure, seen, tree, span):
    table = {"gdp": GROWS, "population": {"growth": [{"to": 2020, "rate": 0.01}]}, **SHARES}
    scenario = resolved(table, measure(SOLAR, id="solar"), measure(BOILERS, id="boilers"))
    return what_if.ready(
        scenario, (seen, tree, span), Draws(keys_of_draws([scenario]), 4, seed=1)
    )  # fmt: skip


def test_a_number_that_is_nowhere_is_refused_with_the_nearest(ready):
    with pytest.raises(UnknownName, match=r"did you mean .gdp\.growth\.2020"):
        what_if.moved(ready.scenario, {"gdp.growth.2021": Fixed(0.03)})


def test_a_measure_that_does_not_act_is_refused(ready):
    with pytest.raises(UnknownName, match="solar"):
        what_if.moved(ready.scenario, levels={"solr": 0.5})


def test_a_level_beyond_all_of_a_measure_is_refused(ready):
    with pytest.raises(InputError, match=r"measures\.solar"):
        what_if.moved(ready.scenario, levels={"solar": 1.2})


def test_a_measure_at_level_nothing_is_left_out(ready):
    less = what_if.moved(ready.scenario, levels={"solar": 0.0})
    assert [m.id for m in less.measures] == ["boilers"]
    assert less.levels == {"boilers": 1.0}


def test_what_is_not_moved_stays_the_same_object(ready):
    old = ready.scenario
    new = what_if.moved(old, {"gdp.growth.2020": Fixed(0.03)}, {"solar": 0.5})
    assert new.paths["population"] is old.paths["population"]
    assert new.paths["gdp"] is not old.paths["gdp"]
    assert [a is b for a, b in zip(new.deployed, old.deployed, strict=True)] == [False, True]


def test_a_share_that_leaves_nothing_to_the_rest_is_refused(ready):
    changed = what_if.moved(ready.scenario, {"power.supply.import.constant": Fixed(0.95)})
    with pytest.raises(InputError, match=r"thermal|power\.supply"):
        ready.answer(changed)


def test_a_measure_is_computed_again_only_where_it_reads_something_new(ready):
    before = ready.members.measured
    values = {**ready.members.bare, **ready.members.uncaptured}
    values["intensity.households"] = values["intensity.households"] * 1.1
    after = deployment(
        ready.scenario.deployed, values, before.setting, ready.draws, before
    )  # fmt: skip
    assert after.turns["solar", 0] is before.turns["solar", 0]
    assert after.turns["boilers", 0] is not before.turns["boilers", 0]
    np.testing.assert_allclose(
        after.given["intensity.households"], before.given["intensity.households"] * 1.1, rtol=1e-12
    )


def test_a_measure_of_other_changes_is_not_the_one_before_it(ready, measure):
    less = measure({**SOLAR, "value": 0.05}, id="solar")
    solar, boilers = ready.scenario.deployed
    changed = replace(ready.scenario, deployed=(replace(solar, measure=less), boilers))
    many = ensemble.ensemble(changed, *ready.planted, ready.draws)
    np.testing.assert_allclose(ready.answer(changed).territorial, many.territorial, rtol=1e-12)


def test_an_answer_is_of_the_question_alone_and_of_none_before_it(ready):
    ask = what_if.moved(ready.scenario, {"gdp.growth.2020": Fixed(0.02)})
    first = ready.answer(ask)
    ready.answer(what_if.moved(ready.scenario, {"gdp.growth.2020": Fixed(0.09)}, {"solar": 0.2}))
    np.testing.assert_array_equal(ready.answer(ask).territorial, first.territorial)


def test_what_is_written_while_watched_is_no_reading(values):
    watched = Watched(values)
    watched["gdp"] = values["gdp"] * 2
    assert watched["gdp"][0, 0] == 2 * values["gdp"][0, 0]
    assert (list(watched.read), list(watched.written)) == ([], ["gdp"])
    assert len(watched) == len(values)
    assert set(watched) == set(values)
    with pytest.raises(KeyError):
        del watched["gdp"]
