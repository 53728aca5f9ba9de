"""A choice of measures weighed anew: with all of them it is the run, without one the rest make up for what it left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.study import portfolio, what_if

MT = 1e6


@pytest.fixture(scope="module")
def whole(prepared):
    return portfolio.weighed(prepared["jiangsu"], "enhanced")


@pytest.fixture(scope="module")
def less(prepared):
    return portfolio.weighed(
        prepared["jiangsu"], "enhanced", levels={"motors": 0.0, "green_power": 0.5}
    )


def test_with_every_measure_it_is_what_a_run_says(whole, computed):
    told = [m for m in computed["jiangsu"].summary["measures"] if m["scenario"] == "enhanced"]
    assert [one.id for one in whole.measures] == [m["id"] for m in told]
    for one, said in zip(whole.measures, told, strict=True):
        by_year = dict(zip(map(str, whole.years), one.abatement / MT, strict=True))
        assert {y: by_year[y] for y in said["abatement_mt"]} == pytest.approx(said["abatement_mt"])
        assert one.cost == pytest.approx(said["mac_cny_per_t"])
        assert one.first == pytest.approx(said["first_investment_cny"])
        assert one.cost_alone == pytest.approx(said["mac_alone_cny_per_t"])


def test_wedges_fill_the_room_between_the_two_paths(less):
    together = sum(one.abatement for one in less.measures)
    assert np.allclose(together, less.without - less.reached, rtol=1e-12, atol=1e-3)
    assert "motors" not in {one.id for one in less.measures}


def test_the_path_that_wedges_lead_to_is_the_one_that_is_answered(prepared, whole, less):
    held = what_if.hold(prepared["jiangsu"], "enhanced", 8)
    for one in (whole, less):
        answer = held.answer(levels=one.levels)
        ahead = answer.totals.central_territorial[-len(one.years) :]
        assert ahead == pytest.approx(one.reached)


def test_a_measure_left_out_leaves_more_emissions(whole, less):
    assert (less.reached[1:] > whole.reached[1:]).any()
    assert whole.without == pytest.approx(less.without)


def test_what_a_measure_requires_is_missed(prepared):
    deployed = prepared["jiangsu"].scenarios["enhanced"].deployed
    first, second = deployed[:2]
    needs = replace(
        second, measure=second.measure.model_copy(update={"requires": (first.measure.id,)})
    )
    assert portfolio.without_effect((first, needs)) == {}
    assert portfolio.without_effect((needs,)) == {needs.measure.id: (first.measure.id,)}


def test_of_two_that_exclude_each_other_one_acts(prepared):
    first, second = prepared["jiangsu"].scenarios["enhanced"].deployed[:2]
    bars = replace(
        second, measure=second.measure.model_copy(update={"excludes": (first.measure.id,)})
    )
    assert portfolio.without_effect((first, bars)) == {bars.measure.id: (first.measure.id,)}


def test_without_any_measure_nothing_is_abated(prepared, whole):
    none = dict.fromkeys((one.id for one in whole.measures), 0.0)
    found = portfolio.weighed(prepared["jiangsu"], "enhanced", levels=none)
    assert found.measures == ()
    assert found.reached == pytest.approx(found.without)


def test_what_is_not_there_is_refused(prepared):
    with pytest.raises(UnknownName, match="motors"):
        portfolio.weighed(prepared["jiangsu"], "enhanced", levels={"motor": 0.0})
    with pytest.raises(InputError):
        portfolio.weighed(prepared["jiangsu"], "enhanced", levels={"motors": 1.5})
