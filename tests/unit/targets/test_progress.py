"""Goals held against a scenario: met, missed, or refused with the reason."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr

from dualcarbon.peak.odds import odds
from dualcarbon.peak.verdict import judge as judge_peak
from dualcarbon.reference.goals import national as goals
from dualcarbon.targets.declared import Target
from dualcarbon.targets.progress import Account, Carried, Peak, evaluate, judge, national

YEARS = list(range(2010, 2031))
OVER = [0.3, 0.246]


def target(**changes):
    plain = {
        "id": "t",
        "title": {"en": "Goal", "zh": "目标"},
        "indicator": "co2_intensity",
        "kind": "change",
        "base_year": 2020,
        "year": 2025,
        "value": -0.18,
    }
    return Target.model_validate(plain | changes)


def level(indicator="nonfossil_share", value=0.2, **more):
    return target(indicator=indicator, kind="level", base_year=None, value=value, **more)


def path(values, unit="1", years=YEARS):
    return xr.DataArray(values, coords={"year": years}, attrs={"units": unit})


def falling(rate, unit="t CO2/10^4 CNY2010"):
    return path([2.0 * (1 + rate) ** n for n in range(len(YEARS))], unit)


def account(indicator="co2_intensity", boundary="territorial", **carried):
    return Account(series={(indicator, boundary): Carried(**carried)})


@pytest.mark.parametrize(("rate", "state"), [(-0.05, "met"), (-0.03, "missed")])
def test_a_change_is_measured_from_its_base_year(rate, state):
    found = judge(target(), account(central=falling(rate)))
    assert found.state == state
    assert found.value == pytest.approx((1 + rate) ** 5 - 1)
    assert found.gap == pytest.approx(found.value + 0.18)
    assert found.reason is None


def test_a_goal_met_but_for_rounding_is_met():
    assert 0.82 / 1.0 - 1 < -0.18 < OVER[1] / OVER[0] - 1  # the same fall, rounded down and up
    for ends in ([1.0, 0.82], OVER):
        assert judge(target(), account(central=path(ends, years=[2020, 2025]))).state == "met"


def test_a_level_is_read_in_the_unit_of_the_goal():
    energy = path(np.linspace(1e8, 3e8, 21), "tce")
    goal = level("energy_total", 26000, unit="10^4 tce")
    found = judge(goal, account("energy_total", central=energy))
    assert (found.state, found.value) == ("met", pytest.approx(25000))
    found = judge(
        level("energy_total", 1, unit="10^8 t CO2"), account("energy_total", central=energy)
    )
    assert (found.state, found.reason.code) == ("refused", "TGT029")


def test_a_floor_is_met_from_above():
    share = path(np.linspace(0.1, 0.3, 21))
    official = {"central": share, "convention": "coal_equivalent"}
    assert judge(level(value=0.25), account("nonfossil_share", **official)).state == "met"
    assert judge(level(value=0.26), account("nonfossil_share", **official)).state == "missed"


@pytest.mark.parametrize(("ours", "theirs"), [("", "1"), ("1", ""), ("", "")])
def test_the_unit_of_a_share_is_one_or_unsaid(ours, theirs):
    share = path(np.linspace(0.1, 0.3, 21), ours)
    goal = level("coal_share", 0.3, unit=theirs)
    assert judge(goal, account("coal_share", central=share)).state == "met"


def test_members_of_another_unit_refuse_a_level():
    energy = path(np.linspace(1e8, 3e8, 21), "tce")
    members = path(np.linspace(1e8, 3e8, 21), "t CO2").expand_dims("member")
    goal = level("energy_total", 26000, unit="10^4 tce")
    found = judge(goal, account("energy_total", central=energy, members=members))
    assert (found.state, found.reason.code) == ("refused", "TGT029")


def test_the_members_give_the_probability():
    members = xr.concat([falling(r) for r in (-0.05, -0.04, -0.03, -0.02)], dim="member")
    found = judge(target(), account(central=falling(-0.05), members=members))
    assert found.probability == 0.5
    assert str(found) == "Goal: met, -0.226219 against -0.18, P(met) 50 %"


@pytest.mark.parametrize(
    ("goal", "code", "said"),
    [
        (target(indicator="energy_intensity"), "TGT020", "the account carries no Energy per unit"),
        (target(boundary="user_charged"), "TGT021", "boundary user_charged; it is on territorial"),
        (
            target(base_year=2005),
            "TGT022",
            "its base year 2005 is before the data, which start in 2010",
        ),
        (target(year=2035), "TGT023", "its year 2035 lies outside 2010 to 2030"),
    ],
)
def test_what_the_account_cannot_show_is_refused_with_the_reason(goal, code, said):
    found = judge(goal, account(central=falling(-0.05)))
    assert (found.state, found.value, found.gap) == ("refused", None, None)
    assert (found.reason.code, found.reason.level) == (code, "warn")
    assert said in found.reason.message()
    assert found.reason.message("zh").startswith("目标 20")


def test_no_change_is_measured_from_nothing():
    found = judge(target(), account(central=path(np.zeros(21))))
    assert (found.state, found.reason.code) == ("refused", "TGT026")


def test_another_convention_refuses_a_level_with_both_values_and_the_range():
    ours, other = path(np.linspace(0.01, 0.21, 21)), path([0.047], years=[2017])
    found = judge(
        level(), account("nonfossil_share", central=ours, convention="calorific", other=other)
    )
    assert (found.state, found.reason.code) == ("refused", "TGT024")
    assert found.range == pytest.approx((0.047, 0.08))
    assert "in 2017 that gives 8.0% against 4.7%" in found.reason.message()
    whole = path(np.linspace(0.02, 0.42, 21))
    found = judge(
        level(), account("nonfossil_share", central=ours, convention="calorific", other=whole)
    )
    assert found.range == pytest.approx((0.16, 0.32))
    found = judge(level(), account("nonfossil_share", central=ours, convention="calorific"))
    assert (found.reason.code, found.range) == ("TGT025", None)


def test_energy_per_gdp_is_judged_with_a_word_on_the_convention():
    goal = target(indicator="energy_intensity")
    ours = account("energy_intensity", central=falling(-0.05), convention="calorific")
    found = judge(goal, ours)
    assert (found.state, [n.code for n in found.notes]) == ("met", ["TGT027"])
    official = account("energy_intensity", central=falling(-0.05), convention="coal_equivalent")
    assert judge(goal, official).notes == ()


def peaking(**peaks):
    return Account(series={}, peaks={"territorial": Peak(**peaks)})


@pytest.mark.parametrize(
    ("peaks", "state", "value", "gap", "probability"),
    [
        ({"year": 2028, "members": (2028, 2033, None, 2030)}, "met", 2028, -2, 0.5),
        ({"year": 2035}, "missed", 2035, 5, None),
        ({"year": None, "members": (None, None)}, "missed", None, None, 0.0),
    ],
)
def test_a_peak_is_in_time_or_not(peaks, state, value, gap, probability):
    goal = target(indicator="co2_total", kind="peak_by", base_year=None, value=None, year=2030)
    found = judge(goal, peaking(**peaks))
    assert (found.state, found.value, found.gap, found.probability) == (
        state,
        value,
        gap,
        probability,
    )


def test_a_peak_on_a_boundary_that_is_not_carried_is_refused():
    goal = target(indicator="co2_total", kind="peak_by", year=2030, boundary="adjusted")
    assert judge(goal, peaking(year=2028)).reason.code == "TGT021"
    assert judge(goal, Account(series={})).reason.code == "TGT020"


def test_no_peak_is_said():
    goal = target(indicator="co2_total", kind="peak_by", base_year=None, value=None, year=2030)
    assert (
        str(judge(goal, peaking(year=None)))
        == "Goal: missed, no peak within the horizon against 2030"
    )


def test_peak_years_come_from_the_verdict_and_the_odds():
    shapes = [[7, 8, 9, 10, 9, 8, 7, 6], [1, 2, 3, 4, 5, 6, 7, 8]]
    ensemble = xr.DataArray(
        np.array(shapes, float), dims=("member", "year"), coords={"member": [0, 1], "year": range(2023, 2031)}
    )  # fmt: skip
    found = Peak.of(judge_peak(ensemble[0], noise=False), odds(ensemble, by=(2030,)))
    assert (found.year, found.members) == (2026, (2026, None))
    assert Peak.of(judge_peak(ensemble[1], noise=False)).year is None


def test_a_row_is_plain_and_holds_no_nan():
    rows = [
        found.row()
        for found in evaluate([target(), target(year=2040)], account(central=falling(-0.05)))
    ]
    assert json.loads(json.dumps(rows, allow_nan=False))[0]["state"] == "met"
    assert "lies outside" in rows[1]["reason"]
    assert {"id", "indicator", "year", "goal", "value", "gap", "state"} <= set(rows[0])


def test_national_goals_bind_the_nation_and_are_a_yardstick_elsewhere():
    carried = Account(
        series={("co2_intensity", "territorial"): Carried(central=falling(-0.05))},
        peaks={"territorial": Peak(year=2028)},
    )
    outcomes, left = national(goals(), carried, country=True)
    assert {o.target.indicator for o in outcomes} == {"co2_intensity", "co2_total"}
    assert not any(o.yardstick for o in outcomes)
    assert [f.code for f in left] == ["TGT028"]
    assert "Forest coverage" in left[0].message()
    assert " more" in left[0].message()
    assert all(o.yardstick for o in national(goals(), carried, country=False)[0])


def test_a_goal_that_two_documents_state_is_shown_once():
    carried = Account(
        series={("energy_intensity", "territorial"): Carried(central=falling(-0.05), convention="coal_equivalent")}
    )  # fmt: skip
    outcomes, _ = national(goals(), carried, country=True)
    same = [o for o in outcomes if o.target.year == 2025 and o.target.base_year == 2020]
    assert [o.target.id for o in same] == ["opinions:energy_intensity:2025"]
    assert national([], carried, country=True) == ((), ())
