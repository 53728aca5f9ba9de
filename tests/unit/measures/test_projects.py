"""Projects: units of a measure at a place, and how they bring it in."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures import projects
from dualcarbon.measures.declared import Measure, Ramp
from dualcarbon.measures.reading import Listed
from dualcarbon.vocabulary.faults import Place

YEARS = [2020, 2021, 2022, 2023, 2024]
RAMP = Ramp(**{"from": 2020}, to=2022)
ADDED = {"path": "power.supply.nonfossil", "op": "add", "value": 2.9, "unit": "MWh", "per": "unit"}


def wind(**more):
    return Measure(id="wind", unit="kW", **more)


def row(**more):
    usual = {
        "id": "p1", "measure": "wind", "title_en": "", "title_zh": "", "owner": "", "place": "", "amount": 4.0,
        "unit": "kW", "effect": None, "from": 2021, "to": 2023, "until": None, "investment": None, "source": "", "mark": "A", "line": 2,
    }  # fmt: skip
    return usual | more


def read(rows, *measures):
    listed = Listed(measures or (wind(amount=10.0, ramp=RAMP),))
    return projects.read(rows, listed)


def faults(rows, *measures):
    with pytest.raises(InputError) as caught:
        read(rows, *measures)
    return [(f.code, f.place.text(), f.message(), f.message("zh")) for f in caught.value.faults]


def test_a_row_is_a_project():
    (one,) = read(
        [row(title_zh="如东一期", owner="省能源局", place="如东", effect=1.2, investment=5e9)]
    )
    assert (one.id, one.measure, one.amount, one.effect, one.investment) == (
        "p1",
        "wind",
        4,
        1.2,
        5e9,
    )
    assert one.title == {"en": "如东一期", "zh": "如东一期"}
    assert (one.owner, one.place, one.mark, one.line) == ("省能源局", "如东", "A", 2)
    assert one.share(YEARS).tolist() == [0, 0, 0.5, 1, 1]


def test_a_project_may_end_in_its_last_year_of_service():
    (one,) = read([row(until=2023)])
    assert one.until == 2023
    assert one.share(YEARS).tolist() == [0, 0, 0.5, 1, 0]
    measure = wind(amount=10.0, ramp=RAMP)
    found = projects.placed(measure, [one], YEARS)
    assert found.units.tolist() == [0, 3, 8, 10, 6]
    assert found.effective.tolist() == [0, 0.3, 0.8, 1, 0.6]


def test_less_than_one_unit_is_something():
    assert read([row(amount=0.5)])[0].amount == 0.5


def test_what_is_left_blank_is_usual():
    (one,) = read([row()])
    assert (one.title, one.effect, one.investment) == ({"en": "p1", "zh": "p1"}, 1.0, None)
    assert one.until is None


def test_without_projects_the_ramp_alone_counts():
    found = projects.placed(wind(amount=10.0, ramp=RAMP), [], YEARS)
    assert (found.amount, found.units.tolist()) == (10.0, [0, 5, 10, 10, 10])
    assert found.effective.tolist() == [0, 0.5, 1, 1, 1]


def test_a_measure_that_counts_nothing_has_one_unit():
    found = projects.placed(wind(ramp=RAMP), [], YEARS)
    assert (found.amount, found.units.tolist()) == (1.0, found.effective.tolist())
    assert not found.counted


def test_projects_come_first_and_the_rest_follows_the_ramp():
    measure = wind(amount=10.0, ramp=RAMP)
    found = projects.placed(measure, read([row()], measure), YEARS)
    assert found.units.tolist() == [0, 3, 6 + 2, 6 + 4, 10]
    assert found.effective == pytest.approx([0, 0.3, 0.8, 1, 1])


def test_projects_alone_say_amount_and_time():
    measure = wind()
    two = read([row(), row(id="p2", amount=6.0, **{"from": 2022, "to": 2024})], measure)
    found = projects.placed(measure, two, YEARS)
    assert (found.amount, found.units.tolist()) == (10.0, [0, 0, 2, 4 + 3, 10])
    assert found.effective == pytest.approx([0, 0, 0.2, 0.7, 1])
    assert found.counted


def test_a_project_may_do_more_or_less_than_a_usual_unit():
    measure = wind(amount=10.0, ramp=RAMP)
    found = projects.placed(measure, read([row(effect=1.5)], measure), YEARS)
    assert found.units.tolist() == [0, 3, 8, 10, 10]
    assert found.effective == pytest.approx([0, 0.3, 0.6 + 0.3, 0.6 + 0.6, 1.2])


def test_an_amount_without_ramp_is_in_place_as_far_as_projects_bring_it():
    measure = wind(amount=8.0)
    found = projects.placed(measure, read([row()], measure), YEARS)
    assert found.effective[-1] == 0.5
    assert found.units[-1] == 4.0


@pytest.mark.parametrize(
    ("change", "code", "said", "zh"),
    [
        ({"measure": "wnd"}, "MEA026", 'no measure "wnd"; did you mean "wind"?', "没有措施“wnd”"),
        ({"unit": "MW"}, "MEA031", 'the amount is in "MW", its measure counts "kW"', "其措施以“kW”计"),
        ({"from": 2025}, "MEA002", "starts in 2025, after it is complete in 2023", "晚于全部到位年 2023"),
        ({"until": 2022}, "MEA051", "the last year of service, 2022, lies before 2023", "服役截止年 2022 早于全部到位年 2023"),
        ({"amount": 0.0}, "MEA044", "project p1 puts nothing in place", "项目 p1 没有规模"),
    ],
)  # fmt: skip
def test_each_fault_of_a_project_is_told_with_its_line(change, code, said, zh):
    ((found, where, message, chinese),) = faults([row(**change)])
    assert (found, where) == (code, "projects.csv line 2")
    assert said in message
    assert zh in chinese


def test_faults_among_projects_are_told_with_the_rest():
    measures = (wind(amount=5.0, ramp=RAMP), Measure(id="solar", changes=(ADDED,)))
    rows = [row(), row(line=3), row(id="p3", measure="sun", line=4)]
    told = faults(rows, *measures)
    assert [code for code, *_ in told] == ["MEA026", "MEA032", "MEA027", "MEA033", "MEA013"]
    said, chinese = ({code: t[n] for code, *t in told} for n in (1, 2))
    assert 'the id "p1" stands for two projects' in said["MEA032"]
    assert "add up to 8 kW, more than its amount of 5" in said["MEA027"]
    assert "nothing says when solar comes into place" in said["MEA033"]
    assert "measure solar has neither an amount nor projects" in said["MEA013"]
    assert "项目合计 8 kW" in chinese["MEA027"]
    assert "被两个项目重复使用" in chinese["MEA032"]
    assert "未说明 solar 何时到位" in chinese["MEA033"]
    assert "既没有 amount" in chinese["MEA013"]


def test_a_value_per_unit_may_take_its_units_from_projects():
    (one,) = read([row(unit="")], Measure(id="wind", changes=(ADDED,)))
    assert one.amount == 4.0


def test_projects_of_a_study_without_measures_are_told_so():
    with pytest.raises(InputError) as caught:
        projects.read([row()], Listed())
    assert caught.value.faults[0].message().endswith("there is no measures.toml")


def test_faults_of_a_measure_stand_where_it_is_declared():
    place = Place(file="measures.toml", line=7)
    listed = Listed((wind(),), places={"wind": place})
    with pytest.raises(InputError) as caught:
        projects.read([], listed)
    assert caught.value.faults[0].place == place


def test_equal_projects_are_the_measure_itself():
    measure = wind(amount=10.0, ramp=RAMP)
    halves = [row(id=n, amount=5.0, **{"from": 2020, "to": 2022}) for n in ("a", "b")]
    split = projects.placed(measure, read(halves, measure), YEARS)
    np.testing.assert_array_equal(split.units, projects.placed(measure, [], YEARS).units)


def test_a_key_in_place_of_an_amount_is_no_amount():
    assert faults([row(amount=None, to=None)])[0][:2] == (
        "CSV027",
        'projects.csv line 2, column "amount"',
    )
