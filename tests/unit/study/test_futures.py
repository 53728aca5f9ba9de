"""Futures of a study: shared draws, goals in each scenario, faults of all scenarios at once."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.study import futures, nonfossil, running
from dualcarbon.study.preparation import prepare


@pytest.fixture(scope="module")
def ahead(prepared):
    one = prepared["jiangsu"]
    return futures.run(
        one.study, one.account, one.planted, one.scenarios, one.targets, members=64, seed=1
    )


def goals(future):
    return {outcome.target.id: outcome for outcome in (*future.goals, *future.national)}


def test_scenarios_come_in_the_order_of_the_study_on_the_same_draws(ahead):
    assert list(ahead.by_name) == ["baseline", "policy", "enhanced"]
    one, two = (ahead.by_name[name].ensemble for name in ("baseline", "policy"))
    np.testing.assert_array_equal(one.gdp, two.gdp)  # the policy scenario inherits it
    assert ahead.draws.members == 64
    assert ahead.draws.keys == tuple(sorted(ahead.draws.keys))


def test_draw_keys_never_hold_the_name_of_a_region(ahead):
    assert not any("jiangsu" in key or "320000" in key for key in ahead.draws.keys)


def test_history_is_the_same_in_every_scenario_and_member_but_for_factors(ahead, prepared):
    account = prepared["jiangsu"].account
    for future in ahead.by_name.values():
        central = future.central.totals.territorial[0, :8]
        np.testing.assert_allclose(central, account.territorial.values, rtol=1e-9)
        np.testing.assert_allclose(
            future.central.totals.adjusted[0, :8], account.adjusted.values, rtol=1e-9
        )
        energy = np.broadcast_to(account.energy_total.values, (64, 8))
        np.testing.assert_allclose(future.ensemble.energy[:, :8], energy, rtol=1e-9)


def test_a_goal_is_the_change_of_its_path(ahead):
    for future in ahead.by_name.values():
        outcome = goals(future)["fyp13_co2_intensity"]
        years, middle = list(future.central.years), future.central
        per_gdp = middle.totals.territorial[0] / middle.parameters["gdp"]
        change = per_gdp[years.index(2020)] / per_gdp[years.index(2015)] - 1
        assert outcome.row()["value"] == pytest.approx(change, rel=1e-9)
        assert outcome.row()["state"] == ("met" if change <= -0.205 else "missed")


def test_a_past_goal_on_the_published_boundary_reads_the_replication(ahead):
    outcome = goals(ahead.by_name["baseline"])["fyp12_co2_intensity_user_charged"]
    assert outcome.row()["value"] == pytest.approx(-0.26, abs=5e-4)


def test_national_goals_are_held_beside_for_comparison(ahead):
    national = ahead.by_name["policy"].national
    assert national
    assert all(":" in outcome.target.id for outcome in national)


def test_the_budget_is_the_sum_of_the_years_ahead(ahead):
    for future in ahead.by_name.values():
        assert future.cumulative == pytest.approx(
            future.central.totals.territorial[0, 8:].sum(), rel=1e-12
        )


def test_members_are_as_sure_as_their_inputs(ahead):
    spread = {
        n: f.ensemble.territorial.sel(year=2040).std()
        / f.ensemble.territorial.sel(year=2040).mean()
        for n, f in ahead.by_name.items()
    }
    assert all(0.02 < float(value) < 0.5 for value in spread.values())


def test_faults_of_all_scenarios_are_told_together(copied, edit):
    head = "[mix.households.share.oil]\npoints = {2020 = "
    edit(copied / "scenarios/policy.toml", f"{head}0.370,", f"{head}0.970,")
    edit(copied / "scenarios/enhanced.toml", "[measures]", f"{head}0.980}}\n\n[measures]")
    one = prepare(copied)
    with pytest.raises(InputError) as caught:
        running.compute(one, "x", members=2, seed=1)
    told = caught.value.faults
    assert {f.code for f in told} == {"QTY014"}
    assert {f.place.file for f in told} == {"scenarios/policy.toml", "scenarios/enhanced.toml"}


def test_what_is_held_is_told_of_each_scenario(copied):
    file = copied / "scenarios/baseline.toml"
    text = re.sub(r"\[(losses\.oil|power\.rate)\]\n(.+\n)+", "", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    found = running.compute(prepare(copied), "x", members=2, seed=1)
    held = {
        dict(w.params)["name"]: dict(w.params)["keys"] for w in found.warnings if w.code == "SCN005"
    }
    assert held == {
        "baseline": "power.rate, losses.oil",
        "policy": "losses.oil",
        "enhanced": "losses.oil",
    }


def test_the_share_counts_its_electricity_by_either_convention():
    fuels = {"nonfossil": np.array([20.0, 30.0]), "coal": np.array([80.0, 70.0])}
    total = np.array([100.0, 100.0])
    found = nonfossil.of_fuels(fuels, total, [2016, 2017], "calorific")
    assert found.calorific.values.tolist() == [0.2, 0.3]
    k = found.coal_equivalent.values / found.calorific.values
    assert ((k > 1.5) & (k < 2.5)).all()  # plants burn more than twice what they give
    other = nonfossil.of_fuels(fuels, total, [2016, 2017], "coal_equivalent")
    assert other.coal_equivalent.values.tolist() == [0.2, 0.3]


def test_rates_of_years_to_come_are_said_to_be_carried():
    fuels = {"nonfossil": np.array([20.0, 30.0]), "other_energy": np.array([1.0, 1.0])}
    found = nonfossil.of_fuels(fuels, np.array([100.0, 100.0]), [2017, 2060], "calorific")
    codes = {w.code for w in found.warnings}
    assert codes >= {"DIA003"}
    assert found.calorific.values.tolist() == [0.21, 0.31]
    assert dataclasses.is_dataclass(found)
