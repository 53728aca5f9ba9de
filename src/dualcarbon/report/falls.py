"""What the fall after the peak of a scenario is made of, in a sentence: a change of structure, or only a slump."""

from __future__ import annotations

from dualcarbon.diagnosis import naming
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Sentence, Value, say
from dualcarbon.report.reading import Reading, Shown

LEFT = "other"
"""What no factor explains: no factor to name."""


def told(reading: Reading, scenario: Shown, verdict: Sentence) -> Sentence:
    """Give the verdict on a scenario, followed by what its fall to the horizon is made of where that is known."""
    found = fall(reading, scenario)
    return verdict if found is None else say("falls.after", told=verdict, fall=found)


def fall(reading: Reading, scenario: Shown) -> Sentence | None:
    """Say which factors lower a scenario most from its peak to the horizon, which raises it, and whether that is a slump."""
    key = f"scenarios.{scenario.name}.peak_confirmation"
    found = reading.raw(key)
    if not found:
        return None
    named = {f: v for f, v in found["effects_mt"].items() if f != LEFT}
    ranked = sorted(named, key=lambda f: (named[f], f))
    low, up = [f for f in ranked if named[f] < 0][:2], ranked[-1]
    if len(low) < 2:
        return None
    values: dict[str, Value] = {
        "last": reading.number(f"{key}.to", "year"),
        "change": reading.number(f"{key}.change_mt", "co2_change"),
        "state": say(f"falls.{found['state']}"),
    }
    for place, factor in (("first", low[0]), ("second", low[1]), ("up", up)):
        values |= {place: naming.factor(factor), f"{place}_mt": _effect(reading, key, factor)}
    return say("falls.made" if named[up] > 0 else "falls.all_lower", **values)


def _effect(reading: Reading, key: str, factor: str) -> Number:
    return reading.number(f"{key}.effects_mt.{factor}", "co2_change")
