"""Which assumption moves the peak of a study: the sample, what is told, and plain values."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.correlation import Correlation
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.sensitivity import outputs
from dualcarbon.study import futures, moved
from dualcarbon.vocabulary.faults import Place, note

MEMBERS = 128
LIFTED = "gdp", "intensity.industry"


@pytest.fixture(scope="module")
def ahead(prepared):
    one = prepared["jiangsu"]
    policy = {"policy": one.scenarios["policy"]}
    return futures.run(one.study, one.account, one.planted, policy, (), members=MEMBERS, seed=1)


@pytest.fixture(scope="module")
def look(ahead, prepared):
    """Look at what was computed, with some of it replaced."""

    def made(*, correlations=(), **replaced):
        changed = dataclasses.replace(ahead, **replaced)
        return moved.run(changed, prepared["jiangsu"].planted, correlations)

    return made


@pytest.fixture(scope="module")
def found(look):
    return look()


def test_the_leading_scenario_is_looked_at(found):
    assert found.scenario == "policy"
    assert moved.leading(["high", "low"]) == "high"


def test_every_uncertain_number_of_the_scenario_is_in_one_group(found, prepared):
    keys = sorted(key for one in found.groups for key in one.keys)
    assert keys == list(keys_of_draws([prepared["jiangsu"].scenarios["policy"]]))


def test_runs_are_few_for_few_members_and_bounded_for_many(found):
    groups = len(found.groups)
    assert found.members == moved.members_of(groups, MEMBERS) == 64
    for members in (128, 1024, 8192):
        for many in range(1, moved.MOST + 1):
            table = moved.members_of(many, members)
            assert table >= 64
            assert table & (table - 1) == 0
            assert table * (many + 2) <= moved.RUNS[1]


def test_growth_moves_the_amount_more_than_any_group_without_a_say_in_it(found):
    amount = found.outputs["peak_amount_mt"].indices
    total = dict(zip((one.id for one in found.groups), amount.total, strict=True))
    assert max(total, key=lambda id: total[id].value) == "gdp"
    assert total["factor.import"].value == 0.0  # imports are beyond the territory
    assert total["population"].value < 0.02


def test_the_means_of_the_sample_are_near_those_of_the_ensemble(found, ahead):
    many = ahead.by_name["policy"].ensemble.territorial
    asked = outputs.of(many, base_year=2017, by=(2030, 2035))
    for name, output in found.outputs.items():
        error = 5 * asked[name].std() / np.sqrt(MEMBERS) + 1e-9
        assert output.mean == pytest.approx(asked[name].mean(), abs=error)


def test_ends_are_of_the_members_that_the_run_has(found, ahead):
    low, high = (getattr(found.ends["gdp"]["peak_amount_mt"], end) for end in ("low", "high"))
    many = ahead.by_name["policy"].ensemble.territorial
    whole = outputs.of(many, base_year=2017, by=())["peak_amount_mt"].mean()
    assert low < whole < high
    assert found.ends["gdp"]["peak_by_2030"].low > found.ends["gdp"]["peak_by_2030"].high
    assert found.homes["power.supply.nonfossil"] == "power.supply"


def test_what_never_happens_is_told_and_has_no_indices(found):
    assert found.outputs["no_peak"].indices is None
    told = {(f.code, f.place.key) for f in found.told}
    assert ("SEN002", "sensitivity.outputs.no_peak") in told
    assert "SEN008" in {f.code for f in found.told}
    assert found.warnings == ()


def test_plain_values_can_be_written_and_name_every_group(found):
    plain = moved.plain(found)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    ids = [group["id"] for group in plain["groups"]]
    assert plain["runs"] == plain["members"] * (len(ids) + 2)
    for name, one in plain["outputs"].items():
        assert set(one["title"]) == {"en", "zh"}
        if one["alone"] is None:
            assert one["first"] == one["total"] == {}
            continue
        assert list(one["first"]) == list(one["total"]) == ids
        summed = sum(e["value"] for e in one["first"].values())
        assert one["alone"]["value"] == pytest.approx(summed)
        assert one["interactions"]["value"] == pytest.approx(1 - summed), name
    assert {f["group"] for f in plain["fifths"].values()} <= set(ids)


def test_the_same_seed_gives_the_same_bytes(found, look):
    assert json.dumps(moved.plain(look())) == json.dumps(moved.plain(found))


def test_few_members_say_nothing_and_are_no_warning(look, ahead):
    found = look(draws=ahead.draws.part(0, 64))
    assert [f.code for f in found.told] == ["SEN004"]
    assert found.warnings == ()
    plain = moved.plain(found)
    assert (plain["runs"], plain["groups"], plain["outputs"], plain["fifths"]) == (0, [], {}, {})


def test_a_scenario_without_uncertain_numbers_is_told(look, ahead):
    future = ahead.by_name["policy"]
    bare = dataclasses.replace(future.scenario, paths={}, deployed=())
    found = look(by_name={"policy": dataclasses.replace(future, scenario=bare)})
    assert [f.code for f in found.warnings] == ["SEN001"]
    assert "policy" in found.told[0].sentence("zh")


def test_correlated_numbers_are_moved_together_and_told(look):
    pair = Correlation(between=["gdp.growth.2026", "intensity.industry.growth.2027"], value=-0.5)
    found = look(correlations=[pair])
    both = next(one for one in found.groups if one.correlated)
    assert both.of == LIFTED
    plain = moved.plain(found)
    assert plain["correlated"] == [list(LIFTED)]
    told = next(f for f in found.told if f.code == "SEN005")
    assert "GDP, Energy intensity: industry" in told.sentence("en")
    assert plain["fifths"]["gdp"]["group"] == plain["fifths"]["intensity.industry"]["group"]
    total = plain["outputs"]["peak_amount_mt"]["total"]
    assert max(total, key=lambda id: total[id]["value"]) == "gdp+intensity.industry"


def test_what_happens_in_few_members_is_told_and_has_no_indices(look, monkeypatch):
    monkeypatch.setattr(moved.indices, "RARE", 1_000_000)
    few = look()
    told = [f for f in few.told if f.code == "SEN003"]
    assert told
    for fault in told:
        assert few.outputs[fault.place.key.rpartition(".")[2]].indices is None
        assert "too one-sided" in fault.message("en")
        assert "过于一边倒" in fault.message("zh")


def test_the_lightest_of_many_are_put_together(found, look, monkeypatch):
    monkeypatch.setattr(moved, "MOST", 5)
    few = look()
    assert len(few.groups) == 5
    assert few.groups[-1].id == "others"
    assert "gdp" in [one.id for one in few.groups]
    told = next(f for f in few.told if f.code == "SEN006")
    assert "Population" in told.sentence("en")
    keys = sorted(key for one in few.groups for key in one.keys)
    assert keys == sorted(key for one in found.groups for key in one.keys)
    group = moved.plain(few)["fifths"]["population"]["group"]
    assert group == "others"


def test_a_mixture_that_does_not_hold_is_told(look, monkeypatch):
    fault = note("DRW003", Place(key="scenarios.policy"), seed=-1)

    def refuse(*_):
        raise InputError(faults=[fault])

    monkeypatch.setattr(ensemble, "territorial", refuse)
    found = look()
    assert [f.code for f in found.warnings] == ["SEN007"]
    for lang in ("en", "zh"):
        assert fault.message(lang) in found.told[0].sentence(lang)


def test_draws_of_the_ensemble_are_left_as_they_are(found, ahead):
    assert found.groups
    again = Draws(ahead.draws.keys, MEMBERS, 1)
    assert ahead.draws.uniform("gdp.growth.2026").tobytes() == again.uniform("gdp.growth.2026").tobytes()  # fmt: skip
