"""Measures as declared and as applied; each refusal says what to do."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures.application import apply, ramp
from dualcarbon.measures.declared import draw_keys, overlaps, read_all
from dualcarbon.quantities.distributions import Normal
from dualcarbon.quantities.draws import Draws
from dualcarbon.vocabulary.faults import Place

YEARS = [2017, 2018, 2019, 2020, 2021]
KNOWN = ["gdp", "mix.coal", "mix.oil", "mix.gas"]
FILE = Place(file="s.toml", key="measures")


def table(*changes, id="m", **more):
    return {"id": id, "title": {"en": id, "zh": id}, "changes": list(changes), **more}


def change(path="gdp", op="add", value=1.0, start=2018, to=2020):
    return {"path": path, "op": op, "value": value, "from": start, "to": to}


def one(*changes, **more):
    return read_all([table(*changes, **more)], known=KNOWN, place=FILE)[0]


def mix(coal=0.6, oil=0.1, gas=0.3):
    return {f"mix.{k}": np.full((1, 5), v) for k, v in (("coal", coal), ("oil", oil), ("gas", gas))}


def faults_of(tables):
    with pytest.raises(InputError) as caught:
        read_all(tables, known=KNOWN, place=FILE)
    return [(f.code, f.place.key, f.message()) for f in caught.value.faults]


def fault_of(measure, values, **more):
    with pytest.raises(InputError) as caught:
        apply(measure, values, years=YEARS, **more)
    (fault,) = caught.value.faults
    return fault


def test_a_ramp_rises_evenly_and_a_step_at_once():
    assert ramp(2018, 2020, YEARS).tolist() == [0, 0, 0.5, 1, 1]
    assert ramp(2019, 2019, YEARS).tolist() == [0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("add", 4, [10, 10, 12, 14, 14]),
        ("scale", 0.5, [10, 10, 7.5, 5, 5]),
        ("set", 20, [10, 10, 15, 20, 20]),
    ],
)
def test_each_operation_by_hand(op, value, expected):
    found = apply(
        one(change(op=op, value=value)), {"gdp": np.full((1, 5), 10.0)}, years=YEARS, residuals={}
    )
    assert found["gdp"][0].tolist() == expected


def test_changes_act_one_after_the_other():
    both = one(change(op="add", value=2), change(op="scale", value=3, start=2020, to=2020))
    found = apply(both, {"gdp": np.full((1, 5), 10.0)}, years=YEARS, residuals={})
    assert found["gdp"][0].tolist() == [10, 10, 11, 36, 36]


def test_an_uncertain_value_is_drawn_by_the_key_of_its_measure():
    measure = one(change(), change(value={"normal": [1.0, 0.1]}), id="kilns")
    assert draw_keys(measure) == ("measures.kilns.1.gdp",)
    draws = Draws(draw_keys(measure), 8, seed=1)
    found = apply(measure, {"gdp": np.zeros((1, 5))}, years=YEARS, residuals={}, draws=draws)
    drawn = Normal(1.0, 0.1).at(draws.uniform("measures.kilns.1.gdp"))
    assert found["gdp"].shape == (8, 5)
    assert found["gdp"][:, -1] == pytest.approx(1 + drawn)
    central = apply(measure, {"gdp": np.zeros((1, 5))}, years=YEARS, residuals={})
    assert central["gdp"][0, -1] == 2.0


def test_the_residual_takes_up_the_change_of_a_share():
    found = apply(one(change("mix.coal", value=-0.2)), mix(), years=YEARS, residuals={"mix": "gas"})
    assert found["mix.coal"][0] == pytest.approx([0.6, 0.6, 0.5, 0.4, 0.4])
    assert found["mix.gas"][0] == pytest.approx([0.3, 0.3, 0.4, 0.5, 0.5])
    assert found["mix.oil"][0].tolist() == [0.1] * 5


def test_a_residual_used_up_to_the_last_is_zero():
    assert 0.1 - ((0.2 + 0.1) - 0.2) < 0  # by rounding
    used = mix(coal=0.2, oil=0.7, gas=0.1)
    found = apply(one(change("mix.coal", value=0.1)), used, years=YEARS, residuals={"mix": "gas"})
    assert found["mix.gas"].min() == 0.0


@pytest.mark.parametrize(
    ("tables", "code", "key", "said"),
    [
        ([table(change("gpd"))], "MEA001", "measures.0.changes.0", '"gpd" is not a path here; did you mean "gdp"?'),
        ([table(change(start=2030, to=2020))], "MEA002", "measures.0.changes.0", "starts in 2030, after it is complete in 2020"),
        ([table(change(op="scale", value=-1))], "MEA003", "measures.0.changes.0", "scaling by -1"),
        ([table(change()), table(change())], "MEA006", "measures", 'the id "m" stands for two measures'),
        ([table()], "MEA009", "measures.0", "changes is empty"),
        ([table(change(op="mul"))], "KEY002", "measures.0.changes.0.op", "known: set, scale, add"),
        ([table(change(value="x"))], "DST006", "measures.0.changes.0.value", "neither"),
        ([table(change() | {"form": 2})], "STU006", "measures.0.changes.0", 'did you mean "from"?'),
        ([table(change(), id="a b")], "KEY001", "measures.0.id", "is not of the form"),
        ({"id": "m"}, "KEY001", "measures", "is not a list of tables"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_key(tables, code, key, said):
    (fault,) = faults_of(tables)
    assert fault[:2] == (code, key)
    assert said in fault[2]


def test_all_faults_are_told_together():
    found = faults_of([table(change("gpd")), {"id": "n"}, table(change(op="mul"))])
    assert [code for code, _, _ in found] == ["MEA001", "STU007", "STU007", "KEY002"]


def test_a_change_of_the_residual_itself_is_refused_with_advice():
    fault = fault_of(one(change("mix.gas")), mix(), residuals={"mix": "gas"})
    assert (fault.code, fault.advice()) == ("MEA004", "Change the other parts of mix instead.")


def test_a_group_without_residual_takes_no_measure():
    fault = fault_of(one(change("mix.coal")), mix(), residuals={"mix": ""})
    assert fault.code == "MEA005"
    assert "make one part the residual" in fault.advice()


def test_a_measure_does_not_change_history():
    fault = fault_of(one(change(start=2010, to=2020)), {"gdp": np.ones((1, 5))}, residuals={})
    assert (fault.code, "acts in 2017 already" in fault.message()) == ("MEA007", True)
    fault = fault_of(one(change(start=2017, to=2017)), {"gdp": np.ones((1, 5))}, residuals={})
    assert fault.code == "MEA007"


def test_a_share_stays_between_nothing_and_all():
    fault = fault_of(one(change("mix.coal", value=0.5)), mix(), residuals={"mix": "gas"})
    assert fault.message() == (
        "measures.m.changes.0: mix.gas would become -0.2 in 2020; a share lies between 0 and 1"
    )
    fault = fault_of(one(change("mix.coal", value=-0.7)), mix(), residuals={"mix": "gas"})
    assert "mix.coal would become -0.1 in 2020" in fault.message()
    assert "2020 年将变为 -0.1" in fault.message("zh")


def test_a_region_that_sends_out_electricity_may_build_wind():
    supply = {"supply.import": -1.0, "supply.nonfossil": 0.0, "supply.thermal": 2.0}
    values = {key: np.full((1, 3), share) for key, share in supply.items()}
    raw = table(change("supply.nonfossil", value=0.3))
    (wind,) = read_all([raw], known=list(supply), place=FILE)
    found = apply(wind, values, years=[2018, 2019, 2020], residuals={"supply": "thermal"})
    assert found["supply.thermal"][0].tolist() == pytest.approx([2.0, 1.85, 1.7])
    assert found["supply.import"][0].tolist() == [-1.0, -1.0, -1.0]


def test_a_path_without_values_is_refused():
    fault = fault_of(one(change()), {}, residuals={})
    assert fault.message().endswith('"gdp" is not a path here; the scenario gives it no values')


def test_measures_on_one_path_are_named_in_their_order():
    first, second = one(change(), change(), id="a"), one(change(), change("mix.coal"), id="b")
    (fault,) = overlaps([first, second])
    assert (fault.code, fault.level) == ("MEA010", "warn")
    assert "a, b change gdp, one after the other" in fault.message()
    assert overlaps([first]) == []
