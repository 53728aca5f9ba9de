"""What several scenarios leave alike is told once, with all their names."""

from __future__ import annotations

from dualcarbon.study.all_gases import together
from dualcarbon.vocabulary.faults import note


def held(name, keys="activity.pig"):
    return note("AHD001", name=name, count=1, year=2020, keys=keys)


def test_scenarios_that_hold_the_same_are_named_in_one_warning():
    (one,) = together([held("baseline"), held("policy")])
    assert one.message("en").startswith("in scenario baseline, policy, 1 series of activity")
    assert one.message("zh").startswith("情景 baseline, policy 中")


def test_what_differs_stays_apart():
    on = note("AHD005", name="policy", keys="activity.pig", horizon=2060)
    found = together([held("baseline"), held("policy", "activity.goat"), on])
    assert [one.code for one in found] == ["AHD001", "AHD001", "AHD005"]
    assert "activity.goat" in found[1].message("en")
