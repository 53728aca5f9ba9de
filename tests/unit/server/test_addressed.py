"""Addresses of pages: what of one can be asked stands, what cannot is told above and left out."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from dualcarbon.errors import InputError
from dualcarbon.server import addressed
from dualcarbon.vocabulary.faults import Place, note


def odd(*keys):
    return InputError(faults=[note("NUM004", Place(key=key), text="x") for key in keys])


def refusing(*errors):
    """Give what refuses one time after another, and then gives what it was asked."""
    left = list(errors)

    def answer(asked):
        if left:
            raise left.pop(0)
        return asked

    return answer


@pytest.mark.parametrize(
    ("errors", "stands"),
    [
        ([], "gdp structure.industry structure.services"),
        ([odd("gdp")], "structure.industry structure.services"),
        ([odd("structure"), odd("gdp")], ""),
        ([odd("structure.industry.points.2060")], "gdp structure.services"),
        ([odd("gd")], ""),
        ([InputError("of no key")], ""),
    ],
)
def test_what_faults_are_about_is_left_out_and_the_rest_is_answered(errors, stands):
    asked = dict.fromkeys(("gdp", "structure.industry", "structure.services"), "1")
    found = addressed.answered(asked, refusing(*errors))
    assert " ".join(found.answer) == " ".join(found.put) == stands
    assert len(found.faults) == len(errors)


def test_what_cannot_be_answered_at_all_is_refused():
    with pytest.raises(InputError, match="not even this"):
        addressed.answered({"gdp": "1"}, refusing(odd("gdp"), InputError("not even this")))


def opened(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    above = re.search(r'<div class="left-out" data-stands="(.*?)">(.*?)</div>', answer.text, re.S)
    said = [unescape(one) for one in re.findall("<li>(.*?)</li>", above[2])]
    return answer.text, dict(parse_qsl(unescape(above[1]))), said


def test_levers_that_cannot_be_are_told_above_and_the_others_stand(client):
    refused = "m.gdp=0.99&m.gpd=0.04&m.mix.industry.coal=nan"
    address = f"/en/jiangsu/scenarios?scenario=policy&{refused}&m.intensity.industry=-0.03&tab=all"
    text, stands, said = opened(client, address)
    assert stands == {"scenario": "policy", "m.intensity.industry": "-0.03", "tab": "all"}
    assert [one.split(" is ")[0] for one in said] == ["GDP: 99 %", '"gpd"', 'Share of coal: industry: "nan"']  # fmt: skip
    put = {id: re.search(rf'data-lever="{id}" data-value="(.*?)".*?data-put="(.*?)"', text) for id in ("gdp", "intensity.industry")}  # fmt: skip
    assert put["gdp"][1] == put["gdp"][2]
    assert put["intensity.industry"][2] == "-0.03"


def test_levers_that_cannot_be_together_are_told_above(client):
    address = "/zh/jiangsu/scenarios?scenario=policy&m.structure.industry=0.999&m.gdp=0.05"
    _, stands, said = opened(client, address)
    assert stands == {"scenario": "policy", "m.gdp": "0.05"}
    assert said[0].startswith("产业结构：余项")


def test_levels_that_cannot_be_are_told_above_and_stand_where_the_scenario_has_them(client):
    address = "/en/jiangsu/measures?m.measures.heat_pumps=5&m.measures.motors=0.35&m.gdp=much"
    text, stands, said = opened(client, address)
    assert stands == {"m.measures.motors": "0.35"}
    assert [one.partition(": ")[0] for one in said] == ["GDP", "Industrial heat pumps in place of coal"]  # fmt: skip
    pump = re.search(r'data-lever="heat_pumps" data-value="(.*?)".*?value="(\d+)"', text, re.S)
    assert float(pump[1]) * 100 == float(pump[2])
    assert re.search(r'data-lever="motors".*?value="35"', text, re.S)


def test_amounts_that_cannot_be_are_told_above_and_the_others_stand(client):
    address = "/zh/jiangsu/targets?scenario=policy&b.industry=nan&b.transport=1e12&b.moon=1&b.=700"
    text, stands, said = opened(client, address)
    assert stands == {"scenario": "policy", "b.": "700"}
    assert [one[:2] for one in said] == ["工业", "交通", "部门"]
    assert 'data-to=""' in text
    assert 'value="70000"' in text


def test_a_briefing_opens_whatever_its_address_holds(client):
    _, stands, said = opened(client, "/en/jiangsu/briefing?m.gdp=abc&scenario=policy")
    assert stands == {"scenario": "policy"}
    assert said[0].startswith('GDP: "abc" is not a number')


@pytest.mark.parametrize("page", ["scenarios", "measures", "targets", "briefing"])
def test_nothing_is_told_where_all_stands(client, page):
    assert "data-stands" not in client.get(f"/en/jiangsu/{page}").text
