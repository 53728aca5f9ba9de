"""The page of measures: what is unticked moves wedges, curve and peak; what the run knows is a number to open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dualcarbon.server import portfolios
from dualcarbon.study import portfolio

PAGE, ANSWER = "/en/jiangsu/measures", "/en/jiangsu/measures/answer"
KEY = re.compile(r'data-key="(measures\.[^"]+)"')


def asked(client, **levels):
    query = {f"m.measures.{id}": level for id, level in levels.items()}
    answer = client.get(ANSWER, params={"scenario": "enhanced", **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def whole(client):
    return asked(client)


@pytest.fixture(scope="module")
def less(client):
    return asked(client, coal_flexibility=0)


def names(option):
    return {one["name"] for one in option["baseOption"]["series"] if one.get("name")}


def test_a_measure_taken_out_has_no_wedge_and_no_bar(whole, less):
    assert "8 Flexibility retrofit of large coal units" not in names(less["wedges"])
    assert "coal_flexibility" in {id for id, *_ in whole["steps"]}
    assert "coal_flexibility" not in {id for id, *_ in less["steps"]}


def test_path_verdict_and_sum_follow(whole, less):
    assert less["told"] != whole["told"]
    ends = [one["path"]["baseOption"]["series"] for one in (whole, less)]
    assert ends[0] != ends[1]


def amounts(text, start):
    """Read the rows of a table that begin so: name without its number, amounts of carbon dioxide as they are printed."""
    found = {}
    for row in re.findall(f"{start}.*?</tr>", text, re.DOTALL):
        name, *others = (
            re.sub("<[^>]*>", "", one).strip() for one in re.findall("<t[hd].*?</t[hd]>", row)
        )
        known = (one.removesuffix(" Mt CO2") for one in others)
        found[re.sub(r"^\d+\.? ", "", name)] = [one for one in known if re.fullmatch(r"[\d.,]+", one)]  # fmt: skip
    return found


def test_the_table_adds_up_to_its_total_and_says_what_the_report_says(client):
    text = client.get(PAGE, params={"scenario": "enhanced"}).text
    table = text[text.index('<tr id="measure-') :].partition("</table>")[0]
    live = amounts(table, '<tr id="measure-')
    (total,) = amounts(table, '<tr class="total">').values()
    report = amounts(text.split('id="abatement"')[1].split("</table>")[0], "<tr>")
    assert len(live) == 12
    assert len(total) == 4
    for place, whole in enumerate(total):
        assert sum(float(row[place]) for row in live.values()) == pytest.approx(float(whole))
    assert live == {name: report[name][: len(total)] for name in live}


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (0, r" First investment: CNY .+; pay for themselves: 3\."),
        (1, r" First investment of the 11 with known costs: CNY .+; pay for themselves: 3\."),
        (12, r" Their costs are not known\. Odds"),
    ],
)
def test_a_sum_says_how_many_costs_it_holds(client, monkeypatch, taken, said):
    def summed(chosen):
        bare = [replace(one, first=None, cost=None) for one in chosen.portfolio.measures[:taken]]
        every = (*bare, *chosen.portfolio.measures[taken:])
        return whole(replace(chosen, portfolio=replace(chosen.portfolio, measures=every)))

    whole = portfolios.totals
    monkeypatch.setattr(portfolios, "totals", summed)
    assert re.search(said, asked(client)["told"]["sum"])


def test_what_needs_the_measure_has_no_effect_and_that_is_said(less):
    assert less["levels"]["utility_solar"] == 0
    assert any("Solar parks" in note and "Flexibility" in note for note in less["notes"])


def test_steps_of_the_curve_stand_side_by_side(whole):
    ends = [end for _, _, end in whole["steps"]]
    starts = [start for _, start, _ in whole["steps"]]
    assert starts == pytest.approx([0.0, *ends[:-1]])


def test_numbers_of_the_run_open_how_they_came_and_moved_ones_do_not(client, whole, less):
    keys = KEY.findall(whole["table"])
    assert {key.split(".")[2] for key in keys} >= {
        "abatement_mt",
        "mac_cny_per_t",
        "first_investment_cny",
    }
    assert len(KEY.findall(less["table"])) < len(keys)
    for key in keys[:2]:
        assert client.get("/en/jiangsu/derivation", params={"key": key}).status_code == 200


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_stands_as_its_address_says(client, lang):
    text = client.get(f"/{lang}/jiangsu/measures", params={"m.measures.motors": "0.35"}).text
    assert re.search(r'data-lever="motors".*?value="35"', text, re.DOTALL)
    assert 'id="pathway-schedule"' in text
    assert text.count('id="wedges"') == 1


def test_what_cannot_be_is_refused_in_a_sentence(client):
    params = {"scenario": "enhanced", "m.measures.motors": "much"}
    refused = client.get(ANSWER, params=params)
    assert refused.status_code == 422
    assert "Efficient motors, drives, fans and pumps: much is no level" in refused.text
    assert client.get(ANSWER, params={"scenario": "nothing"}).status_code == 404
    params = {"scenario": "enhanced", "m.measures.motor": "1"}
    assert client.get(ANSWER, params=params).status_code == 422


def test_where_no_measure_acts_no_empty_curve_stands_and_nothing_is_said_of_costs(client, whole):
    off = {f"m.measures.{id}": 0 for id in whole["levels"]}
    without = client.get(PAGE, params={"scenario": "enhanced", **off}).text
    with_all = client.get(PAGE, params={"scenario": "enhanced"}).text
    assert 'id="cost-curve-there" hidden' in without
    assert 'data-told="uncurved">No cost curve is drawn: no measure acts.' in without
    assert "Measures that act: none of 12. Odds" in without
    assert "costs are not known" not in without
    assert 'id="cost-curve-there">' in with_all
    assert 'data-told="uncurved" hidden' in with_all


def test_a_measure_without_what_it_needs_is_none_that_acts(client, whole):
    alone = dict.fromkeys(whole["levels"], 0) | {"utility_solar": 1}
    told = asked(client, **alone)["told"]
    assert told["sum"].startswith("Measures that act: none of 12. Odds")
    assert told["uncurved"] == "No cost curve is drawn: no measure acts."


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "no measure that acts takes anything off in 2035"),
        (1, "of none of the measures that abate in 2035 is it known"),
    ],
)
def test_why_no_curve_is_drawn_is_said(client, monkeypatch, share, said):
    def bare(*given):
        found = weighed(*given)
        some = (replace(m, abatement=share * m.abatement, cost=None) for m in found.measures)
        return replace(found, measures=tuple(some))

    weighed = portfolio.weighed
    monkeypatch.setattr(portfolio, "weighed", bare)
    found = asked(client)
    assert not found["steps"]
    assert said in found["told"]["uncurved"]
