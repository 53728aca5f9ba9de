"""What holds of every measure: shares stay shares, no effect before, full effect after, order as declared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.measures.application import apply
from dualcarbon.measures.declared import read_all
from dualcarbon.vocabulary.faults import Place

YEARS = list(range(2017, 2041))
values = st.floats(-5, 5)
ramps = st.tuples(st.integers(2017, 2035), st.integers(1, 10)).map(lambda t: (t[0], t[0] + t[1]))


def measure(op, value, ramp=(2020, 2030), path="x", id="m"):
    change = {"path": path, "op": op, "value": value, "from": ramp[0], "to": ramp[1]}
    table = {"id": id, "title": {"en": id, "zh": id}, "changes": [change]}
    return read_all([table], known=[path], place=Place())[0]


def run(measures, start=2.0, **residuals):
    paths = {"x": np.full((1, len(YEARS)), start)}
    for one in measures:
        paths = apply(one, paths, years=YEARS, residuals=residuals)
    return paths["x"][0]


@given(st.sampled_from(["set", "add"]), values, ramps)
def test_nothing_before_all_after_and_evenly_between(op, value, ramp):
    found = run([measure(op, value, ramp)])
    full = value if op == "set" else 2.0 + value
    before, after = (np.array(YEARS) <= ramp[0], np.array(YEARS) >= ramp[1])
    assert (found[before] == 2.0).all()
    assert found[after] == pytest.approx(full)
    assert np.diff(found)[~before[1:] & ~after[:-1]] == pytest.approx(
        (full - 2.0) / (ramp[1] - ramp[0])
    )


@given(values, values)
def test_additions_may_change_places_but_setting_may_not(one, other):
    first, second = measure("add", one, id="a"), measure("add", other, id="b")
    assert run([first, second]) == pytest.approx(run([second, first]))
    setting = measure("set", 7.0, id="c")
    assert run([first, setting])[-1] == pytest.approx(7.0)
    assert run([setting, first])[-1] == pytest.approx(7.0 + one)


@given(st.floats(0, 3), st.floats(0, 3))
def test_scales_multiply_where_both_are_in_place(one, other):
    both = run([measure("scale", one, id="a"), measure("scale", other, id="b")])
    assert both[-1] == pytest.approx(2.0 * one * other)


@given(st.floats(-0.3, 0.4), ramps)
def test_a_changed_share_is_taken_up_by_the_residual(value, ramp):
    shares = {"mix.coal": 0.5, "mix.oil": 0.1, "mix.gas": 0.4}
    paths = {key: np.full((1, len(YEARS)), share) for key, share in shares.items()}
    change = measure("add", value, ramp, path="mix.coal")
    found = apply(change, paths, years=YEARS, residuals={"mix": "gas"})
    assert sum(found.values())[0] == pytest.approx(1)
    assert np.array_equal(found["mix.oil"], paths["mix.oil"])
    assert paths["mix.gas"][0, -1] == 0.4
