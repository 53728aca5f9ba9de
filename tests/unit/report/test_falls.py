"""What the report says of the fall after the peak: its largest factors, and whether it is a slump."""

from __future__ import annotations

import copy
import dataclasses

import pytest

from dualcarbon.report import falls, outlook, sentences
from dualcarbon.report.pieces import say
from dualcarbon.report.reading import Reading

EFFECTS = {"population": -20.0, "affluence": 90.0, "structure": -30.0, "intensity": -80.0, "capture": -50.0, "other": -110.0}  # fmt: skip


@pytest.fixture
def told(results):
    """Give what is said of the policy scenario with this confirmation."""

    def of(confirmation, lang="en"):
        summary = copy.deepcopy(results.summary)
        summary["scenarios"]["policy"]["peak_confirmation"] = confirmation
        reading = Reading(dataclasses.replace(results, summary=summary))
        policy = next(s for s in reading.scenarios() if s.name == "policy")
        said = falls.told(reading, policy, say("outlook.no_peak_certain", scenario=policy.title, horizon="2060"))  # fmt: skip
        return "".join(s.text for s in sentences.spans(said, lang, reading.scale())), reading

    return of


def confirmation(state="supported", **effects):
    made = EFFECTS | effects
    return {"from": 2030, "to": 2060, "change_mt": sum(made.values()), "effects_mt": made, "state": state}  # fmt: skip


def test_the_two_that_lower_most_and_the_one_that_raises_are_named(told):
    text, _ = told(confirmation())
    assert "From then to 2060 it changes by -200.0 Mt CO2" in text
    assert "energy per value added (-80.0 Mt CO2) and capture (-50.0 Mt CO2) lower it most, GDP per head (+90.0 Mt CO2) raises it most" in text  # fmt: skip
    assert "carry the fall, which is no slump" in text
    assert "(-110" not in text  # what no factor explains is no factor


def test_the_same_in_chinese(told):
    text, _ = told(confirmation(), "zh")
    assert "能源强度（" in text
    assert "碳捕集（" in text
    assert "捕集支撑，非经济下滑所致。" in text


def test_a_slump_is_called_so_and_nothing_raises_what_all_lower(told):
    text, _ = told(confirmation("slump", affluence=-90.0))
    assert "that is a slump" in text
    assert "nothing raises it" in text
    assert "属经济下滑" in told(confirmation("slump", affluence=-90.0), "zh")[0]


def test_without_a_fall_or_its_factors_the_verdict_stands_alone(told):
    for nothing in (None, confirmation(structure=1.0, intensity=1.0, capture=1.0)):
        text, _ = told(nothing)
        assert "From then" not in text
        assert "does not peak" in text


def test_it_follows_the_verdict_of_each_scenario(told):
    _, reading = told(confirmation())
    _, bullets, *_ = outlook.verdicts(reading)
    ids = [item[0].id for item in bullets.items]
    assert ids.count("falls.after") == 1
