"""The catalogue on the command line: the table, one measure, both languages, JSON, strangers."""

import pytest

from dualcarbon.measures.catalogue import all_typical, typical
from dualcarbon.reference.tables import sources


def row(out, id):
    return next(line.split() for line in out.splitlines() if line.startswith(f"{id} "))


def test_the_table_lists_every_measure_with_its_costs(call):
    status, out, err = call("catalogue")
    assert (status, err) == (0, "")
    assert [one for one in all_typical() if f"\n{one} " not in out] == []
    wind = row(out, "E07")
    assert wind[1:3] == ["Offshore", "wind"]
    assert wind[-9:] == ["2.399", "189", "121", "100", "–", "500", "M", "2/3", "M"]
    assert out.index("Green and low-carbon energy transition") < out.index("Peaking in industry")
    assert "a study takes abatement from its tree" in " ".join(out.split())


def test_what_has_no_cost_shows_a_dash_and_no_range_is_blank(call):
    _, out, _ = call("catalogue")
    assert row(out, "R02")[-5:] == ["1", "–", "–", "0/3", "M"]


def test_the_table_speaks_chinese(call):
    status, out, _ = call("catalogue", "--lang", "zh")
    assert status == 0
    assert "海上风电" in out
    assert "能源绿色低碳转型行动" in out
    assert "千瓦" in out


def test_one_measure_shows_every_number_with_mark_and_source(call):
    status, out, _ = call("catalogue", "E07")
    assert status == 0
    lines = [line.split() for line in out.splitlines()]
    assert lines[0] == ["E07", "Offshore", "wind"]
    told = next(line for line in lines if line[:1] == ["investment"])
    assert told == ["investment", "CNY", "per", "kW", "2020-2030", "C", "china-power-costs", "8,600", "10,500", "13,800"]  # fmt: skip
    assert "clauses: opinions:12 Non-fossil energy" in out
    assert "requires: E09 or E10 or R03" in out
    for number in typical("E07").numbers.values():
        assert f"  {number.source}: " in out
    assert str(sources()["eps-china"]) in " ".join(out.split())


def test_one_measure_speaks_chinese_and_leaves_out_what_it_has_not(call):
    _, out, _ = call("catalogue", "R02", "--lang", "zh")
    assert out.splitlines()[0] == "R02 两高项目控制与产能减量置换"
    assert "行动: 各地区梯次有序碳达峰行动" in out
    assert "文献范围" not in out
    assert "吨减排成本" not in out


def test_json_holds_the_same(told):
    status, answer = told("catalogue")
    assert status == 0
    assert [one["id"] for one in answer["measures"]] == list(all_typical())
    status, wind = told("catalogue", "E07")
    assert status == 0
    assert {key: wind[key] for key in ("action", "clauses", "published_mac", "mark")} == {
        "action": "energy",
        "clauses": ["opinions:12"],
        "published_mac": [100, 500],
        "mark": "M",
    }
    assert wind["mac_cny_per_t"]["social_8"] == pytest.approx(189, abs=0.5)
    assert len(wind["numbers"]) == len(typical("E07").numbers)
    assert all(number["source"] in sources() for number in wind["numbers"])
    status, limits = told("catalogue", "R02")
    assert (limits["mac_cny_per_t"]["social_8"], limits["published_mac"]) == (None, None)


def test_a_stranger_is_refused(call, told):
    status, out, err = call("catalogue", "E70")
    assert (status, out) == (1, "")
    assert 'the catalogue holds no measure "E70"; did you mean' in err
    status, answer = told("catalogue", "offshore")
    assert (status, answer["faults"][0]["code"]) == (1, "CAT001")
