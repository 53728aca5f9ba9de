"""Published arithmetic of targets: schedules, a five-year plan, amounts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dualcarbon.targets.amounts import from_stated
from dualcarbon.targets.schedule import energy_plan, remaining_rate, yearly_rate

CASES = Path(__file__).parent / "cases"


def load(name):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def test_the_plan_of_chongqing_to_the_digit():
    case = load("chongqing_energy_plan")
    plan = energy_plan(**case["inputs"])
    for name, printed in case["expected"].items():
        digits = len(printed.split(".")[1])
        assert f"{getattr(plan, name):.{digits}f}" == printed


SCHEDULE = load("intensity_schedule")


@pytest.mark.parametrize("case", SCHEDULE["cases"])
def test_yearly_rates_of_the_plans(case):
    found = (remaining_rate if "done" in case["inputs"] else yearly_rate)(**case["inputs"])
    assert found == pytest.approx(case["expected"], abs=SCHEDULE["tolerance"])


AMOUNTS = load("target_to_amount")


@pytest.mark.parametrize("case", AMOUNTS["cases"], ids=lambda case: case["id"])
def test_stated_targets_as_amounts(case):
    inputs = dict(case["inputs"])
    gdp = inputs.pop("gdp_target", 1.0), inputs.pop("gdp_reference", 1.0)
    found = from_stated(growth=gdp[0] / gdp[1], **inputs)
    assert found == pytest.approx(case["expected"], rel=AMOUNTS["tolerance"])
