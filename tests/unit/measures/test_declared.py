"""What a measure says of itself: its ramp, its stage in the stated order, its draws, its name."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import (
    Change,
    Measure,
    Ramp,
    cost_key,
    draw_key,
    draw_keys,
    numbers,
    stage_of,
)
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.vocabulary.faults import Place

YEARS = [2017, 2018, 2019, 2020, 2021]


def ramp(**table):
    return declare(Ramp, table, Place())


def test_a_ramp_rises_evenly_and_a_step_at_once():
    assert ramp(**{"from": 2018, "to": 2020}).share(YEARS).tolist() == [0, 0, 0.5, 1, 1]
    assert ramp(**{"from": 2019, "to": 2019}).share(YEARS).tolist() == [0, 0, 1, 1, 1]


def test_points_are_joined_and_held_and_nothing_is_in_place_before_them():
    found = ramp(points={"2018": 0.2, "2020": 0.6})
    assert found.share(YEARS) == pytest.approx([0, 0.2, 0.4, 0.6, 0.6])
    assert (found.first, found.last) == (2018, 2020)
    assert (ramp(**{"from": 2018, "to": 2020}).first, ramp(**{"from": 2018, "to": 2020}).last) == (2018, 2020)  # fmt: skip


def test_a_ramp_may_fall_again():
    assert ramp(points={2018: 1.0, 2020: 0.0}).share(YEARS).tolist() == [0, 1, 0.5, 0, 0]


@pytest.mark.parametrize(
    "table",
    [{}, {"from": 2018}, {"to": 2020}, {"from": 2018, "to": 2020, "points": {2019: 1.0}}, {"points": {}}],
)  # fmt: skip
def test_a_ramp_has_one_form(table):
    with pytest.raises(InputError) as caught:
        ramp(**table)
    (fault,) = caught.value.faults
    assert fault.code == "MEA028"
    assert "either from and to, or points" in fault.message()
    assert "from 与 to" in fault.message("zh")


def test_a_ramp_does_not_end_before_it_starts():
    with pytest.raises(InputError) as caught:
        ramp(**{"from": 2030, "to": 2020})
    (fault,) = caught.value.faults
    assert fault.code == "MEA002"
    assert "starts in 2030, after it is complete in 2020" in fault.message()
    assert "起始年 2030 晚于全部到位年 2020" in fault.message("zh")


@pytest.mark.parametrize(
    ("path", "op", "stage"),
    [
        ("gdp", "scale", "activity"),
        ("population", "add", "activity"),
        ("structure.industry", "shift", "activity"),
        ("mix.industry.coal", "save", "efficiency"),
        ("intensity.industry", "scale", "efficiency"),
        ("power.rate", "scale", "efficiency"),
        ("power.mix.coal", "save", "efficiency"),
        ("branches.transport.cars.activity", "scale", "activity"),
        ("activity.clinker_output", "scale", "activity"),
        ("branches.transport.cars.intensity", "scale", "efficiency"),
        ("branches.households.warmth.efficiency.coal", "scale", "efficiency"),
        ("chains.hydrogen.electrolysis.rate.electricity", "scale", "efficiency"),
        ("branches.transport.cars.mix.oil", "shift", "fuels"),
        ("mix.industry.coal", "shift", "fuels"),
        ("losses.oil", "scale", "fuels"),
        ("power.supply.nonfossil", "add", "supply"),
        ("power.mix.coal", "shift", "supply"),
        ("heat.supply.recovered", "add", "supply"),
        ("factor.import", "scale", "supply"),
        ("capture.industry", "capture", "capture"),
    ],
)
def test_each_change_has_its_stage(path, op, stage):
    assert stage_of(Change(path=path, op=op, value=Fixed(0.1))) == stage


def test_the_stage_of_a_measure_is_that_of_its_first_change():
    supply = Change(path="power.supply.nonfossil", op="add", value=Fixed(0.1))
    saving = Change(path="intensity.industry", op="scale", value=Fixed(0.9))
    assert Measure(id="a", changes=(supply, saving)).stage == "supply"
    assert Measure(id="a", changes=(saving, supply)).stage == "efficiency"
    assert Measure(id="a").stage == "activity"


def test_only_uncertain_numbers_are_drawn_each_by_a_key_of_its_own():
    table = {
        "id": "kilns",
        "changes": [
            {"path": "gdp", "op": "add", "value": 1.0},
            {"path": "gdp", "op": "add", "value": {"normal": [1.0, 0.1]}},
        ],
    }
    measure = declare(Measure, table, Place())
    assert draw_key(measure, 1) == "measures.kilns.1.gdp"
    assert list(numbers(measure)) == ["measures.kilns.0.gdp", "measures.kilns.1.gdp"]
    assert draw_keys(measure) == ("measures.kilns.1.gdp",)
    assert cost_key(measure, "investment") == "measures.kilns.cost.investment"


def test_a_measure_without_a_title_is_called_by_its_id():
    titled = Measure(id="wind", title={"en": "Wind", "zh": "风电"})
    assert [titled.name(lang) for lang in ("en", "zh")] == ["Wind", "风电"]
    assert Measure(id="wind").name("zh") == "wind"
