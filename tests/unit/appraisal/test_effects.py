"""What measures do on the tree of the small province: in their order, alone, and as parts of one."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.appraisal.effects import alone, beside, effects
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import assumptions, ensemble
from dualcarbon.scenarios.contrast import Baseline
from dualcarbon.scenarios.deployment import ordered
from dualcarbon.study.appraisal import Case, of_project


@pytest.fixture(scope="module")
def plan(appraised_study):
    return appraised_study.scenarios["plan"]


@pytest.fixture(scope="module")
def both(appraised_study, plan):
    return effects(plan, appraised_study.planted)


def central(study, scenario, boundary="territorial"):
    years = len(study.planted[2].years)
    return getattr(ensemble.central(scenario, *study.planted).totals, boundary)[0, -years:]


@pytest.mark.parametrize("boundary", ["territorial", "adjusted"])
def test_on_residual_baselines_they_add_up_to_the_difference(both, plan, appraised_study, boundary):
    without = central(appraised_study, plan.without(), boundary)
    whole = central(appraised_study, plan, boundary)
    added = sum(one.abatement(boundary)[0] for one in both.residual)
    assert np.abs(added - (without - whole)).max() <= 1e-9 * without.max()
    assert (without - whole)[-1] > 1e6


def test_the_first_and_the_last_row_are_the_scenario_without_and_with_all(
    both, plan, appraised_study
):
    without, whole = (central(appraised_study, s) for s in (plan.without(), plan))
    assert both.bare.totals.territorial[0] == pytest.approx(without, rel=1e-12)
    assert both.full.totals.territorial[0] == pytest.approx(whole, rel=1e-12)
    assert [e.deployed for e in both.residual] == ordered(plan.deployed)
    assert [e.deployed for e in both.alone] == ordered(plan.deployed)


def test_each_starts_where_the_one_before_ends(both):
    for one, other in zip(both.residual, both.residual[1:], strict=False):
        assert np.array_equal(one.after.totals.territorial, other.before.totals.territorial)


def test_a_measure_that_requires_another_alone_is_the_pair_less_the_other(
    both, plan, appraised_study
):
    every = {d.measure.id for d in plan.deployed}
    pair = central(appraised_study, plan.without(every - {"wind", "storage"}))
    storage = central(appraised_study, plan.without(every - {"storage"}))
    nobody = central(appraised_study, plan.without())
    by_id = {e.deployed.measure.id: e.territorial[0] for e in both.alone}
    assert by_id["wind"] == pytest.approx(storage - pair, rel=1e-9)
    assert by_id["storage"] == pytest.approx(nobody - storage, rel=1e-9)
    assert by_id["storage"][-1] < 0 < by_id["wind"][-1]


def test_what_a_measure_needs_is_followed_to_the_end(plan):
    chain = {"wind": ("storage",), "storage": ("kilns",)}
    inline = [
        dataclasses.replace(d, measure=d.measure.model_copy(update={"requires": chain.get(d.measure.id, ())}))
        for d in ordered(plan.deployed)
    ]  # fmt: skip
    ids = [d.measure.id for d in inline]
    needed = {ids[i]: {ids[j] for j in np.flatnonzero(row)} for i, row in enumerate(beside(inline))}
    assert needed["wind"] == {"storage", "kilns"}
    assert needed["storage"] == {"kilns"}
    assert needed["kilns"] == set()


def test_alone_by_itself_is_alone_in_the_batch(both, plan, appraised_study):
    baseline, inline = Baseline.of(plan, appraised_study.planted), ordered(plan.deployed)
    for place, one in enumerate(inline):
        single = alone(baseline, inline, one)
        assert single.territorial == pytest.approx(
            both.alone[place].territorial, rel=1e-9, abs=1e-3
        )


def test_alone_in_members_is_the_ensemble_without_and_with_it(plan, appraised_study):
    draws = Draws(assumptions.keys_of_draws([plan]), 8, seed=5)
    inline = ordered(plan.deployed)
    kilns = next(d for d in inline if d.measure.id == "kilns")
    found = alone(Baseline.of(plan, appraised_study.planted, draws), inline, kilns)
    others = {d.measure.id for d in inline} - {"kilns"}
    runs = [
        ensemble.ensemble(s, *appraised_study.planted, draws).territorial.values
        for s in (plan.without(), plan.without(others))
    ]
    years = len(appraised_study.planted[2].years)
    assert found.territorial == pytest.approx((runs[0] - runs[1])[:, -years:], rel=1e-9, abs=1e-3)
    assert np.ptp(found.territorial[:, -1]) > 0


def test_capture_catches_what_it_abates_and_what_it_burns_more(both):
    (one,) = (e for e in both.residual if e.deployed.measure.id == "capture")
    before, after = one.before.totals, one.after.totals
    made = after.territorial + after.captured
    assert np.all(before.captured == 0)
    assert one.territorial[0] == pytest.approx(
        (after.captured - (made - before.territorial))[0], rel=1e-9
    )
    assert (made - before.territorial)[0, -1] > 0  # plants burn more


def test_projects_of_a_measure_are_its_parts(plan, appraised_study):
    study = appraised_study
    case = Case(study.study, plan, study.planted, study.projects, None)
    whole = next(d for d in plan.deployed if d.measure.id == "retrofit")
    parts = {p.id: of_project(whole, p, case) for p in study.projects}
    assert sum(p.placed.units for p in parts.values()) == pytest.approx(whole.placed.units)
    assert sum(p.placed.effective for p in parts.values()) == pytest.approx(whole.placed.effective)
    # east: 600,000 of 900,000 kW, with 1.2 times the effect, half there in 2019
    assert parts["east"].placed.units[1:3].tolist() == [300000, 600000]
    assert parts["east"].placed.effective[1:3] == pytest.approx([0.4, 0.8])
    assert parts["west"].placed.effective[1:3] == pytest.approx([0.0, 1 / 3])
    assert parts["west"].place == whole.place
