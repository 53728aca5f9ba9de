"""A bridge closes whatever goes into it; scaled districts sum to the region."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.inventory import districts, official
from dualcarbon.inventory.declared import Reconciliation
from dualcarbon.inventory.districts import Whole
from dualcarbon.inventory.official import Issued, Ours
from dualcarbon.vocabulary.names import BOUNDARIES

AMOUNTS = st.floats(-1e10, 1e10)
ITEMS = ("trade", "processes", "other_co2", "methane", "nitrous_oxide", "fluorinated", "land", "bunkers")  # fmt: skip
CO2 = [b for b in BOUNDARIES if BOUNDARIES[b].more["unit"] != "tce"]


@st.composite
def accounts(draw):
    parts = {item: np.array([draw(AMOUNTS)]) for item in ITEMS}
    energy = {name: np.array([draw(AMOUNTS)]) for name in ("calorific", "coal_equivalent")}
    lead = draw(st.sampled_from(["territorial", "adjusted"]))
    start = np.array([draw(AMOUNTS)])
    convention = draw(st.sampled_from(["calorific", "coal_equivalent"]))
    return Ours(years=(2020,), lead=lead, start=start, convention=convention, energy=energy, parts=parts)  # fmt: skip


@st.composite
def statements(draw, boundary):
    texts = {"item": {"en": "a", "zh": "甲"}, "why": {"en": "b", "zh": "乙"}}
    unit = BOUNDARIES[boundary].more["unit"]
    values = draw(st.lists(st.floats(-1e4, 1e4), max_size=4))
    said = [Reconciliation(boundary=boundary, value=v, unit=f"10^4 {unit}", **texts) for v in values]  # fmt: skip
    if unit != "tce" and draw(st.booleans()):
        said.append(Reconciliation(boundary=boundary, computed="bunkers", times=-1.0, **texts))
    return said


@given(st.data(), accounts(), st.sampled_from(list(BOUNDARIES)), AMOUNTS)
def test_a_bridge_closes(data, ours, boundary, total):
    said = data.draw(statements(boundary))
    issued = [Issued(year=2020, boundary=boundary, value=total)]
    (bridge,) = official.reconcile(issued, ours, said)
    steps = [bridge.start, *(i.amount for i in (*bridge.computed, *bridge.stated)), bridge.unexplained]  # fmt: skip
    size = max(1.0, *(abs(step) for step in steps))
    assert abs(sum(steps) - total) <= 1e-9 * size


@given(accounts(), st.sampled_from(CO2), AMOUNTS)
def test_both_leading_totals_come_to_the_same(ours, boundary, total):
    trade = ours.parts["trade"]
    sign = 1.0 if ours.lead == "territorial" else -1.0
    other = Ours(
        years=ours.years, lead="adjusted" if sign > 0 else "territorial", start=ours.start + sign * trade,
        convention=ours.convention, energy=ours.energy, parts=ours.parts,
    )  # fmt: skip
    issued = [Issued(year=2020, boundary=boundary, value=total)]
    one, two = (official.reconcile(issued, o)[0].ours for o in (ours, other))
    assert one == pytest.approx(two, rel=1e-9, abs=1e-9 * 1e11)


@given(st.lists(st.floats(1.0, 1e9), min_size=1, max_size=40), st.floats(1.0, 1e10))
def test_scaled_districts_sum_to_the_region_and_keep_their_shares(values, whole):
    rows = [(2020, f"d{n}", "co2_total", v, "t CO2") for n, v in enumerate(values)]
    frame = pl.DataFrame(rows, schema=("year", "district", "indicator", "value", "unit"), orient="row")  # fmt: skip
    own = {"co2_total": Whole(values={2020: whole}, unit="t CO2", source="")}
    (one,) = districts.compare(frame, own, scaled=("co2_total",))
    assert sum(one.scaled.values()) == pytest.approx(whole, rel=1e-9)
    assert one.scaled["d0"] / whole == pytest.approx(values[0] / sum(values), rel=1e-9)
    assert one.sum == pytest.approx(one.whole + one.unexplained, rel=1e-9, abs=1e-3)
