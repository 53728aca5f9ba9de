"""The regression beside the tree in a study: China has one, Jiangsu a reason why not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.study import futures, regressed, statistical
from dualcarbon.vocabulary.faults import note

PEAK = {"verdict", "year", "amount_mt", "no_peak", "probability_by", "year_p50", "amount_p50_mt"}


@pytest.fixture(scope="module")
def ahead(prepared):
    one = prepared["china"]
    return futures.run(
        one.study, one.account, one.planted, one.scenarios, one.targets, members=64, seed=1
    )


@pytest.fixture(scope="module")
def beside(prepared, ahead):
    return statistical.run(prepared["china"].study, ahead)


@pytest.fixture
def told(computed):
    return computed["china"].summary["stirpat"]


def test_history_and_drivers_are_those_of_the_account(prepared, beside):
    account, sample = prepared["china"].account, beside.found.sample
    assert sample.years == tuple(range(2003, 2022))
    assert np.exp(sample.emissions) == pytest.approx(account.territorial.values)
    by = dict(zip(sample.names, np.exp(sample.regressors).T, strict=True))
    people, gdp = account.yearbook.population.values, account.yearbook.gdp.values
    assert by["population"] == pytest.approx(people)
    assert by["affluence"] == pytest.approx(gdp / people)
    assert by["energy_intensity"] == pytest.approx(account.energy_total.values / gdp)


def test_the_share_of_fossil_energy_is_the_rest_of_the_printed_nonfossil_share(computed, beside):
    printed = computed["china"].summary["diagnosis"]["nonfossil_share"]
    names = beside.found.sample.names
    ours = np.exp(beside.found.sample.regressors[:, names.index("fossil_share")])
    assert ours == pytest.approx([1 - printed[str(y)] for y in range(2003, 2022)], abs=1e-9)


def test_every_scenario_has_a_path_judged_as_the_tree_is(told, computed):
    summary = computed["china"].summary
    assert set(told["scenarios"]) == set(summary["scenarios"])
    for name, one in told["scenarios"].items():
        assert set(one["peak"]) >= PEAK
        assert set(one["peak"]) == set(summary["scenarios"][name]["peak"])
        assert list(one["co2_mt"]) == list(summary["scenarios"][name]["territorial_mt"])
        assert list(one["low_mt"]) == [str(y) for y in range(2022, 2061)]
        assert all(one["low_mt"][y] < one["co2_mt"][y] < one["high_mt"][y] for y in one["low_mt"])


def test_history_of_a_path_is_the_inventory(told, computed):
    seen = computed["china"].summary["inventory"]["territorial_mt"]
    for one in told["scenarios"].values():
        assert {y: one["co2_mt"][y] for y in seen} == pytest.approx(seen)


def test_the_first_year_ahead_is_near_the_tree(told, computed):
    """Both start from the same statistic with the same drivers; a year later they cannot be far apart."""
    for name, one in told["scenarios"].items():
        tree = computed["china"].summary["scenarios"][name]["territorial_mt"]["2022"]
        assert one["co2_mt"]["2022"] == pytest.approx(tree, rel=0.01)


def test_the_regression_beats_the_plain_rules_where_its_drivers_are_known(told):
    tested = told["backtest"]
    assert tested["regression"] < min(tested["naive"], tested["trend"])
    assert [o["to"] for o in tested["origins"]] == list(range(2014, 2021))
    assert tested["origins"][0]["years"] == 7


def test_intervals_hold_their_elasticity(told):
    assert told["regressors"] == list(told["coefficients"])
    for one in told["coefficients"].values():
        assert one["low"] < one["value"] < one["high"]
        assert one["vif"] >= 1.0


def test_what_is_drawn_on_far_beyond_the_data_is_told(computed, told):
    warned = [w for w in computed["china"].warnings if w.code == "STP017"]
    assert {str(w.place.key).split(".")[-1] for w in warned} == {
        n for n, one in told["scenarios"].items()
        if max(b["ranges"] for b in one["beyond"].values()) > statistical.FAR
    }  # fmt: skip
    assert all("化石能源占比" in w.sentence("zh") for w in warned)


def test_eight_years_get_the_reason_in_place_of_a_regression(computed):
    jiangsu = computed["jiangsu"]
    refused = jiangsu.summary["stirpat"]["refused"]
    assert list(jiangsu.summary["stirpat"]) == ["refused"]
    assert refused["code"] == "STP001"
    assert refused["en"] == "8 years are too few for a regression; at least 12 are needed"
    assert refused["zh"].startswith("8 年数据")
    assert [w.code for w in jiangsu.warnings if w.code.startswith("STP")] == ["STP016"]


@pytest.mark.parametrize(("lacking", "names"), [("population", "population"), ("gdp", "GDP")])
def test_without_people_or_gdp_there_is_none(prepared, ahead, lacking, names):
    def without(future):
        given = {k: v for k, v in future.central.parameters.items() if k != lacking}
        return dataclasses.replace(
            future, central=dataclasses.replace(future.central, parameters=given)
        )

    bare = dataclasses.replace(
        ahead, by_name={name: without(one) for name, one in ahead.by_name.items()}
    )
    found = statistical.run(prepared["china"].study, bare)
    assert found.refused.code == "STP015"
    assert names in regressed.plain(found)["refused"]["en"]
    assert found.by_name == {}


def test_more_members_take_as_many_draws(prepared, beside, ahead):
    assert beside.found.rho.size == 1024
    for one in beside.by_name.values():
        assert one.projected.members.sizes["member"] == ahead.draws.members == 64


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (note("STP013", statistical.WHERE, n=12, least=13), "STP013"),
        (note("STP014", statistical.WHERE), "STP020"),
    ],
)
def test_where_the_back_test_cannot_be_made_it_is_told(prepared, ahead, monkeypatch, fault, code):
    def none(*_, **__):
        raise InputError(faults=[fault])

    monkeypatch.setattr(statistical, "backtest", none)
    found = statistical.run(prepared["china"].study, ahead)
    assert found.backtest is None
    assert code in [w.code for w in found.warnings]
    assert all(w.level == "warn" for w in found.warnings)
    assert regressed.plain(found)["backtest"] is None


def test_a_scenario_that_the_regression_cannot_follow_is_left_out_and_told(prepared, ahead):
    """Fossil energy is gone in the last year: a share of zero has no logarithm."""
    policy = ahead.by_name["policy"]
    gone = {k: v.copy() for k, v in policy.ensemble.fuels.items()}
    for fuel in ("coal", "oil", "natural_gas"):
        gone[fuel][:, -1] = 0.0
    many = dataclasses.replace(policy.ensemble, fuels=gone)
    spoilt = {**ahead.by_name, "policy": dataclasses.replace(policy, ensemble=many)}
    found = statistical.run(prepared["china"].study, dataclasses.replace(ahead, by_name=spoilt))
    assert set(found.by_name) == set(ahead.by_name) - {"policy"}
    (told,) = [w for w in found.warnings if w.code == "STP018"]
    assert "2060" in told.sentence("en")
    assert str(told.place.key) == "stirpat.scenarios.policy"
    assert set(regressed.plain(found)["scenarios"]) == set(found.by_name)
