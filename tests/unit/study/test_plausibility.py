"""Slips of a unit, paths that leap and plants without fuel are told; what regions have is not."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from dualcarbon.measures.declared import Change, Measure, Ramp
from dualcarbon.measures.projects import placed
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.quantities.paths import read
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.study import plausibility
from dualcarbon.study.plausibility import of_statistics, without_fuel
from dualcarbon.vocabulary.faults import Place


@pytest.fixture(params=["jiangsu", "china"])
def planted(request, prepared):
    return prepared[request.param].planted


def codes(faults):
    return [fault.code for fault in faults]


def times(seen, by, *, flow="", fuel=""):
    """Give statistics with some rows of energy multiplied."""
    energy = {
        cell: values * (by if flow in ("", cell[1]) and fuel in ("", cell[2]) else 1.0)
        for cell, values in seen.energy.items()
    }
    return dataclasses.replace(seen, energy=energy)


def test_the_examples_are_as_regions_are(planted, computed):
    seen, _, _ = planted
    assert of_statistics(seen) == []
    for results in computed.values():
        assert not {"SCN022", "MEA011", "UNIT003", "BAL004"} & set(codes(results.warnings))


@pytest.mark.parametrize(("flow", "fuel"), [("power", "electricity"), ("heat", "heat")])
def test_plants_that_make_a_tenth_or_ten_times_are_told(prepared, flow, fuel):
    seen, _, _ = prepared["jiangsu"].planted
    for by in (0.1, 10.0):
        assert "BAL004" in codes(of_statistics(times(seen, by, flow=flow, fuel=fuel)))


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ([1.0, 1.1, 0.9], 0),
        ([1.0, 1.0, 2.1], 2),
        ([1.0, 0.19, 0.1], 1),
        ([3.0, 2.0, 1.0, 0.0, 0.0], 0),
        ([0.0, 0.0, 5.0], 0),
        ([-2.0, -1.9], 0),
        ([1.0], 0),
    ],
)
def test_a_leap_is_from_one_year_to_the_next(values, place):
    assert plausibility._leap(np.array(values)) == place


def test_a_path_in_another_unit_and_a_measure_after_the_horizon_are_told(prepared):
    seen, tree, span = prepared["jiangsu"].planted
    scenario = prepared["jiangsu"].scenarios["enhanced"]
    middle = run(scenario, seen, tree, span)
    spoilt = dict(middle.parameters) | {"gdp": middle.parameters["gdp"].copy()}
    spoilt["gdp"][seen.years.index(span.base_year) + 3 :] *= 1e4
    first = scenario.deployed[0]
    ramp = Ramp(**{"from": 2060}, to=2070)
    measure = first.measure.model_copy(update={"ramp": ramp, "amount": None})
    late = dataclasses.replace(first, measure=measure, placed=placed(measure, [], span.years))
    odd = dataclasses.replace(scenario, deployed=(late, *scenario.deployed[1:]))
    leapt = dataclasses.replace(middle, parameters=spoilt)
    leap, idle = plausibility.of_scenario(odd, leapt, tree, span)
    assert (leap.code, dict(leap.params)["year"]) == ("SCN022", 2020)
    assert leap.place.text() == "scenarios/baseline.toml [gdp]"
    assert (idle.code, dict(idle.params)["id"]) == ("MEA011", measure.id)
    assert "changes nothing until 2060" in idle.message()
    assert "到 2060 年没有任何作用" in idle.message("zh")


@pytest.mark.parametrize(
    ("op", "value", "idle"),
    [("scale", 1.0, True), ("scale", 0.9, False), ("add", 0.0, True), ("save", 0.0, True), ("set", 0.0, False)],
)  # fmt: skip
def test_a_measure_without_effect_is_told(prepared, op, value, idle):
    change = Change(path="intensity.industry", op=op, value=Fixed(value))
    measure = Measure(id="m", changes=(change,), ramp=Ramp(**{"from": 2020}, to=2030))
    deployed = Deployed(measure, placed(measure, [], prepared["jiangsu"].planted[2].years))
    assert plausibility._does_nothing(deployed) is idle


def test_plants_that_burn_nothing_are_refused(prepared):
    seen, tree, span = prepared["jiangsu"].planted
    middle = run(prepared["jiangsu"].scenarios["baseline"], seen, tree, span)
    assert without_fuel("baseline", middle) == []
    empty = {
        cell: values * (cell[1] != "power" or cell[2] in ("electricity", "nonfossil"))
        for cell, values in middle.energy.items()
    }
    (fault,) = without_fuel("baseline", dataclasses.replace(middle, energy=empty))
    assert (fault.code, fault.level, dict(fault.params)["year"]) == ("SCN021", "error", 2010)


def run(scenario, seen, tree, span):
    return ensemble.central(scenario, seen, tree, span)


def test_members_that_capture_all_they_emit_are_counted(prepared):
    """Two of four members capture all from 2060 on; where the central run does so too, nothing is odd."""
    one = prepared["jiangsu"]
    middle = ensemble.central(one.scenarios["enhanced"], *one.planted)
    share = np.zeros((4, len(middle.years)))
    share[:2, -1] = 1.0
    many = ensemble.Ensemble(None, None, share, None, {}, {"capture.power": share})
    (fault,) = plausibility.of_capture("enhanced", middle, many)
    assert fault.code == "MEA052"
    assert "in 2 of 4 members" in fault.message("en")
    assert "2060" in fault.message("zh")
    full = {**middle.parameters, "capture.power": np.ones(len(middle.years))}
    assert (
        plausibility.of_capture("enhanced", dataclasses.replace(middle, parameters=full), many)
        == []
    )


@pytest.mark.parametrize(("back", "years"), [((-5.0, -2.0, 1.0), [2030]), ((-5.0, -2.0, 0.0), [])])
def test_plants_that_would_take_electricity_back_are_told(back, years):
    cell = plausibility.PLANTS_OF["electricity"]
    middle = SimpleNamespace(energy={cell: np.array(back)}, years=[2028, 2029, 2030])
    found = plausibility.of_surplus("plan", middle)
    assert [(f.code, f.level, dict(f.params)["year"]) for f in found] == [
        ("TRE043", "error", year) for year in years
    ]
    for fault in found:
        assert "in scenario plan more Electricity is given beside" in fault.message("en")
        assert fault.advice("zh")


@pytest.fixture
def central():
    """Give a scenario with paths as read, and the run of one key, from the base year on."""

    def made(key, values, **paths):
        forms = {k: read(k, form, Place()) for k, form in paths.items()}
        scenario = SimpleNamespace(
            name="plan", paths=forms, origin={key: "scenarios/plan.toml"}, deployed=()
        )
        years = list(range(2020, 2020 + len(values)))
        middle = SimpleNamespace(parameters={key: np.array(values)}, years=years)
        tree = SimpleNamespace(units={key: "1"})
        return plausibility.of_scenario(
            scenario, middle, tree, SimpleNamespace(base_year=2020, horizon=years[-1])
        )

    return made  # fmt: skip


@pytest.mark.parametrize(
    ("key", "rates", "years"),
    [
        ("power.rate", [2.5, 2.4, 2.3], []),
        ("power.rate", [2.5, 1.7, 0.95], [2022]),
        ("power.rate", [4.0, 6.5, 6.8, 7.0], [2022]),
        ("power.rate", [0.9, 0.9, 0.9], []),  # the statistics are told themselves
        ("power.rate", [2.5, 2.5, 0.0], []),  # made of nothing is refused elsewhere
        ("heat.rate", [1.2, 0.95, 0.92], []),
        ("gdp", [1.0, 0.9, 0.8], []),  # a region without plants
        ("heat.rate", [1.2, 0.95, 0.9], [2022]),
    ],
)
def test_plants_that_make_more_than_their_fuel_or_nearly_nothing_are_told(
    central, key, rates, years
):
    found = [f for f in central(key, rates) if f.code == "SCN027"]
    assert [(f.level, dict(f.params)["year"]) for f in found] == [("warn", year) for year in years]
    for fault in found:
        assert fault.place.text() == f"scenarios/plan.toml [{key}]"
        assert "are possible" in fault.message("en")
        assert "可能范围" in fault.message("zh")


STOCK = {"stock": {"target": "other", "survival": {"lifetime": 9}, "ages": "steady"}}


@pytest.mark.parametrize(
    ("paths", "leaps"),
    [
        ({}, 1),
        ({"x": {"points": {"2030": 5.0}}}, 1),
        ({"x": {"formula": "3"}}, 1),
        ({"x": {"formula": "other"}}, 0),
        ({"x": STOCK}, 0),
        ({"x": {"elasticity": {"to": "other", "value": 9}}, "other": {"constant": 1.0}}, 1),
        ({"x": {"elasticity": {"to": "other", "value": 9}}, "other": {"formula": "gdp"}}, 0),
        ({"x": {"elasticity": {"to": "other.additions", "value": 9}}, "other": STOCK}, 0),
    ],
)
def test_a_leap_is_told_of_declared_numbers_not_of_what_follows_them(central, paths, leaps):
    assert [f.code for f in central("x", [0.001, 4.0, 5.0], **paths)] == ["SCN022"] * leaps
