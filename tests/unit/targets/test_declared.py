"""Targets as declared, and national goals in the same form."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference.goals import national
from dualcarbon.targets.declared import from_goal, read
from dualcarbon.vocabulary.faults import Place

FILE = Place(file="targets.toml")


def table(**changes):
    plain = {
        "id": "ci",
        "title": {"en": "CO2 per GDP", "zh": "碳强度"},
        "indicator": "co2_intensity",
        "kind": "change",
        "base_year": 2020,
        "year": 2025,
        "value": -0.18,
    }
    return {k: v for k, v in (plain | changes).items() if v is not None}


def faults_of(*tables, **more):
    with pytest.raises(InputError) as caught:
        read(
            {"targets": list(tables), **more},
            FILE,
            boundaries=("territorial", "adjusted", "user_charged"),
        )
    return [(f.code, f.place.key, f.message()) for f in caught.value.faults]


def test_good_targets_are_read_in_order():
    peak = table(
        id="peak", indicator="co2_total", kind="peak_by", base_year=None, value=None, year=2030
    )
    level = table(id="nf", indicator="nonfossil_share", kind="level", base_year=None, value=0.2)
    found = read({"schema": "dualcarbon/targets/1", "targets": [table(), peak, level]}, FILE)
    assert [(t.id, t.goal, t.better) for t in found] == [
        ("ci", -0.18, "at_most"),
        ("peak", 2030, "at_most"),
        ("nf", 0.2, "at_least"),
    ]
    assert read({}, FILE) == ()


@pytest.mark.parametrize(
    ("changes", "code", "key", "said"),
    [
        ({"indicator": "co2_intensty"}, "TGT001", "targets.0.indicator", 'did you mean "co2_intensity"?'),
        ({"base_year": None}, "TGT002", "targets.0", "a target of kind change needs base_year"),
        ({"value": None}, "TGT002", "targets.0", "needs value"),
        ({"base_year": 2025}, "TGT003", "targets.0.base_year", "2025 is not before the year 2025"),
        ({"value": -18}, "TGT004", "targets.0.value", "a change of -18 is -1800 %"),
        ({"kind": "level", "indicator": "nonfossil_share", "value": 20}, "TGT005", "targets.0.value", "a share of 20"),
        ({"kind": "level", "indicator": "co2_total", "value": 20}, "TGT002", "targets.0", "of kind level needs unit"),
        ({"boundary": "user_chargd"}, "TGT007", "targets.0.boundary", 'did you mean "user_charged"?'),
        ({"indicator": "population"}, "TGT008", "targets.0.comparator", "is not settled"),
        ({"kind": "peak_by", "value": None}, "TGT009", "targets.0.indicator", "not for co2_intensity"),
        ({"kind": "peak_by", "indicator": "co2_total", "value": 2031}, "TGT011", "targets.0.value", "2031"),
        ({"value": 0.18}, "TGT012", "targets.0.value", "-0.18"),
        ({"kind": "chnage"}, "KEY002", "targets.0.kind", 'did you mean "change"?'),
        ({"year": 25}, "QTY007", "targets.0.year", "25 is not a year"),
        ({"vaule": 1}, "STU006", "targets.0", 'did you mean "value"?'),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_key(changes, code, key, said):
    (fault,) = faults_of(table(**changes))
    assert fault[:2] == (code, key)
    assert said in fault[2]


def test_all_faults_of_a_file_are_told_together():
    found = faults_of(table(value=-18), table(boundary="city"), schema="dualcarbon/targets/9")
    assert [code for code, _, _ in found] == ["TGT010", "TGT004", "TGT007", "TGT006"]
    assert "the program reads" in found[0][2]


def test_a_comparator_settles_what_the_indicator_does_not():
    (target,) = read({"targets": [table(indicator="population", comparator="at_most")]}, FILE)
    assert target.better == "at_most"


def test_national_goals_keep_their_numbers_where_a_series_can_show_them():
    goals = {goal.id: goal for goal in national()}
    found = {id: from_goal(goal) for id, goal in goals.items()}
    rise = found["opinions:nonfossil_share:2030"]
    assert (rise.kind, rise.value, rise.better) == ("level", 0.25, "at_least")
    fall = found["opinions:energy_intensity:2025"]
    assert (fall.kind, fall.base_year, fall.value, fall.better) == (
        "change",
        2020,
        -0.135,
        "at_most",
    )
    peak = found["opinions:co2_peak:2030"]
    assert (peak.indicator, peak.kind, peak.goal) == ("co2_total", "peak_by", 2030)
    assert found["opinions:wind_solar_capacity:2030"].unit == "GW"
    for silent in ("opinions:coal:2030", "ndc:ghg_net:2035", "action_plan:hydro_capacity:2025"):
        assert found[silent] is None
