"""A scenario of a study held ready: its answer is what a run of the study says."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import xarray as xr

from dualcarbon.errors import UnknownName
from dualcarbon.peak import odds, verdict
from dualcarbon.quantities.distributions import Normal
from dualcarbon.scenarios import ensemble
from dualcarbon.study import what_if
from dualcarbon.study.futures import BY
from dualcarbon.study.preparation import prepare

STUDY = Path(__file__).parents[3] / "examples" / "jiangsu"
MEMBERS = 16


@pytest.fixture(scope="module")
def prepared():
    return prepare(STUDY)


@pytest.fixture(scope="module")
def held(prepared):
    return what_if.hold(prepared, "enhanced", MEMBERS)


def test_an_answer_is_that_of_the_study_with_another_file(prepared, held):
    faster, less = Normal(0.07, 0.007), 0.4
    found = held.answer({"gdp.growth.2030": faster}, {"motors": less})
    scenario = prepared.scenarios["enhanced"]
    deployed = tuple(
        dataclasses.replace(d, level=less) if d.measure.id == "motors" else d
        for d in scenario.deployed
    )
    gdp = scenario.paths["gdp"]
    growth = tuple(
        p.model_copy(update={"rate": faster}) if p.to == 2030 else p for p in gdp.form.growth
    )
    other = dataclasses.replace(gdp, form=gdp.form.model_copy(update={"growth": growth}))
    written = dataclasses.replace(
        scenario, deployed=deployed, paths={**scenario.paths, "gdp": other}
    )
    middle = ensemble.central(written, *prepared.planted)
    many = ensemble.ensemble(written, *prepared.planted, held.ready.draws)
    total = xr.DataArray(middle.totals.territorial[0], coords={"year": list(middle.years)})
    said, counted = verdict.judge(total, noise=False), odds.odds(many.territorial, by=BY)
    assert (found.verdict.kind, found.verdict.year) == (said.kind, said.year)
    assert found.verdict.amount == pytest.approx(said.amount, rel=1e-12)
    assert found.odds.no_peak == counted.no_peak
    assert list(found.odds.by_year.values()) == counted.by_year.values.tolist()
    assert [q.value for q in found.odds.years] == [q.value for q in counted.years]
    assert [q.value for q in found.odds.amounts] == pytest.approx(
        [q.value for q in counted.amounts], rel=1e-12
    )


def test_the_draws_are_those_of_a_run_of_the_study(prepared, held):
    assert held.ready.draws.seed == prepared.study.seed
    assert {"gdp.growth.2030", "factor_scale.coal.constant"} <= set(held.ready.draws.keys)


def test_a_scenario_that_the_study_does_not_have_is_refused(prepared):
    with pytest.raises(UnknownName, match="enhanced"):
        what_if.hold(prepared, "enhancd")
