"""Batches of a scenario with some of its measures: each row is the future that a scenario with just these would have."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import assumptions, ensemble
from dualcarbon.scenarios.coalitions import every
from dualcarbon.scenarios.contrast import Baseline, Rows, acts_of, chosen, run
from dualcarbon.scenarios.deployment import ordered
from dualcarbon.scenarios.projection import Totals

TABLE = {
    "gdp": {"growth": [{"to": 2020, "rate": {"normal": [0.05, 0.01]}}]},
    "mix": {"industry": {"share": {"electricity": "residual"}}},
    "power": {"supply": {"share": {"thermal": "residual"}}},
}
SAVE = {"path": "mix.industry.coal", "op": "save", "value": 0.2}
WIND = {"path": "power.supply.nonfossil", "op": "add", "value": 0.1}
CAUGHT = {"path": "capture.power", "op": "capture", "value": 0.5}


@pytest.fixture
def planted(seen, tree, span):
    return seen, tree, span


@pytest.fixture
def scenario(resolved, measure):
    """Wind, declared first and applied second; a saving; capture."""
    return resolved(TABLE, measure(WIND, id="wind"), measure(SAVE, id="save"), measure(CAUGHT, id="ccs"))  # fmt: skip


def emitted(rows, place):
    one = rows.row(place)
    return np.concatenate([one.totals.territorial[0], one.totals.adjusted[0]])


def test_every_row_is_the_scenario_with_just_these_measures(scenario, planted):
    masks = every(3)
    rows = chosen(scenario, planted, masks)
    inline = ordered(scenario.deployed)
    assert [d.measure.id for d in inline] == ["save", "wind", "ccs"]
    for place, mask in enumerate(masks):
        kept = {d.measure.id for d, there in zip(inline, mask, strict=True) if there}
        some = scenario.without({d.measure.id for d in inline} - kept)
        whole = ensemble.central(some, *planted)
        years = len(planted[2].years)
        expected = [whole.totals.territorial[0, -years:], whole.totals.adjusted[0, -years:]]
        assert emitted(rows, place) == pytest.approx(np.concatenate(expected), rel=1e-12)
        for cell, energy in rows.row(place).energy.items():
            assert energy[0] == pytest.approx(whole.energy[cell][-years:], rel=1e-12, abs=1e-9)


def test_a_level_below_one_is_that_part_of_the_measure(scenario, planted, at):
    half = run(scenario, planted, [at(SAVE, level=0.5)])
    tenth = run(scenario, planted, [at({**SAVE, "value": 0.1})])
    assert half.totals.territorial == pytest.approx(tenth.totals.territorial, rel=1e-12)


def test_members_are_those_of_the_ensemble(scenario, planted):
    draws = Draws(assumptions.keys_of_draws([scenario]), 8, seed=3)
    rows = Baseline.of(scenario, planted, draws).run(scenario.deployed)
    many = ensemble.ensemble(scenario, *planted, draws)
    years = len(planted[2].years)
    assert rows.totals.territorial == pytest.approx(many.territorial.values[:, -years:], rel=1e-12)
    assert rows.totals.adjusted == pytest.approx(many.adjusted.values[:, -years:], rel=1e-12)
    assert np.ptp(rows.totals.territorial[:, -1]) > 0


def test_a_baseline_kept_gives_what_a_run_gives(scenario, planted):
    baseline = Baseline.of(scenario, planted)
    for some in ((), scenario.deployed[:1], scenario.deployed):
        again, once = baseline.run(some), run(scenario, planted, some)
        assert np.array_equal(again.totals.territorial, once.totals.territorial)


def test_what_lacks_or_excludes_has_no_effect(resolved, measure, planted):
    scenario = resolved(
        TABLE,
        measure(SAVE, id="save", requires=["audit"]),
        measure({**SAVE, "value": 0.0}, id="audit"),
        measure(WIND, id="wind"),
        measure(WIND, id="sun", excludes=["wind"]),
    )
    inline = ordered(scenario.deployed)
    assert [d.measure.id for d in inline] == ["save", "audit", "wind", "sun"]
    masks = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]], bool)
    acting = [[0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    assert acts_of(inline, masks).astype(int).tolist() == acting
    rows = chosen(scenario, planted, masks)
    nobody = chosen(scenario, planted, np.zeros((1, 4), bool))
    assert np.array_equal(emitted(rows, 0), emitted(nobody, 0))
    assert np.array_equal(emitted(rows, 2), emitted(rows, 3))  # wind and sun do the same
    assert emitted(rows, 1)[-1] < emitted(rows, 0)[-1]


def test_a_row_of_a_batch_in_which_nothing_differs_is_its_only_one():
    one, two = np.array([[1.0, 2.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])
    cell = ("industry", "final", "coal")
    rows = Rows({cell: one}, Totals(two, one, two, {"coal": one}, two))
    found = rows.row(1)
    assert found.energy[cell].tolist() == [[1.0, 2.0]]
    assert found.totals.territorial.tolist() == [[3.0, 4.0]]
    assert found.totals.adjusted.tolist() == [[4.0, 6.0]]
    assert found.totals.fuels["coal"].tolist() == [[1.0, 2.0]]
