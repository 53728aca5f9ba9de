"""The page of goals: each as the run judges it, and a breakdown whose remainder follows what is given."""

from __future__ import annotations

import re

import pytest

from dualcarbon.server.words import say

ANSWER = "/en/jiangsu/targets/answer"


def asked(client, **given):
    query = {f"b.{id}" if id != "whole" else "b.": value for id, value in given.items()}
    answer = client.get(ANSWER, params={"scenario": "policy", "year": 2030, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


def areas(answer):
    return {one["name"]: one["value"] for one in answer["option"]["series"][0]["data"]}


def test_sectors_of_a_scenario_are_its_whole(client):
    found = asked(client)
    assert found["sign"] == 0
    assert "not given yet" not in areas(found)
    assert "All is given." in found["lines"]


def test_what_is_taken_from_one_is_left(client):
    whole = sum(areas(asked(client)).values())
    less = asked(client, industry=100)
    assert less["sign"] == 1
    assert areas(less)["Industry"] == 100
    assert sum(areas(less).values()) == pytest.approx(whole)


def test_more_than_there_is_is_said(client):
    found = asked(client, whole=300)
    assert found["sign"] == -1
    assert any(line.startswith("Given too much") for line in found["lines"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_goals_stand_with_number_gap_and_state(client, lang):
    text = client.get(f"/{lang}/jiangsu/targets", params={"scenario": "policy"}).text
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', text, re.DOTALL)
    goals = [row for row in rows if 'class="state' in row]
    judged = [row for row in goals if "state met" in row or "state missed" in row]
    assert len(judged) >= 5
    for row in judged:
        assert re.search(r'data-key="scenarios\.policy\.targets\.\d+\.gap"', row)
    for row in goals:
        if "state refused" in row:
            assert "<p>" in row
    peak = next(row for row in goals if "CO2 peak" in re.sub("<[^>]*>", "", row) or "达峰" in row)
    state = re.search(r'<span class="state.*?</td>', peak, re.DOTALL)[0]
    assert re.search(r'data-key="scenarios\.policy\.targets\.\d+\.probability"', state)
    alone = next(row for row in judged if ".probability" not in row)
    assert say("targets.sole", lang) in alone
    assert say("targets.judged", lang) in text
    off = re.search(r'<p class="note added" id="treemap-added"[^>]*>(.+?)</p>', text)[1]
    assert off == say("targets.not_kept", lang)
    button = re.search(r'<figure id="treemap".*?(<button[^>]*data-add[^>]*>)', text, re.DOTALL)[1]
    assert 'aria-disabled="true"' in button


def test_a_gap_can_be_followed(client):
    params = {"key": "scenarios.policy.targets.0.gap"}
    assert client.get("/en/jiangsu/derivation", params=params).status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"b.industry": "much"}, "Industry: &#34;much&#34; is not a number"),
        ({"b.": "nan"}, "In all: &#34;nan&#34; is not a number"),
        ({"b.industry": "-1e9"}, "Industry: -1,000,000,000 Mt CO2 is far outside"),
        ({"b.moon": "1"}, "sector: there is no &#34;moon&#34;"),
    ],
)
def test_an_amount_that_is_none_is_refused(client, query, said):
    refused = client.get(ANSWER, params=query)
    assert refused.status_code == 422
    assert said in refused.text


@pytest.mark.parametrize("query", [{"year": 1999}, {"scenario": "none"}, {"by": "planet"}])
def test_what_is_not_there_is_refused(client, query):
    assert client.get(ANSWER, params=query).status_code == 404
