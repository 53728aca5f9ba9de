"""The page of the account: the flow of energy of any year, and warnings that lead to their lines."""

from __future__ import annotations

import json
import re


def flow(text):
    found = re.search(r'id="energy-flow-option">(.*?)</script>', text, re.DOTALL)[1]
    option = json.loads(found)
    return (
        {(one["source"], one["target"]): one["value"] for one in option["series"][0]["links"]}
        if "series" in option
        else option
    )


def test_the_flow_of_another_year_is_another_one(client):
    pages = {
        year: client.get("/en/jiangsu/inventory", params={"year": year}).text
        for year in (2010, 2017)
    }
    assert flow(pages[2010]) != flow(pages[2017])
    assert flow(pages[2017]) == flow(client.get("/en/jiangsu/inventory").text)
    assert "Energy flow of 2010" in pages[2010]
    assert pages[2010].count('id="energy-flow"') == 1


def test_a_year_without_an_account_is_refused(client):
    assert client.get("/en/jiangsu/inventory", params={"year": 1999}).status_code == 404


def test_warnings_lead_to_the_lines_that_they_are_about(client):
    text = client.get("/en/jiangsu/inventory").text
    found = re.findall(
        r'<a href="/en/jiangsu/data\?file=data%2Fenergy\.csv&amp;line=(\d+)">data/energy\.csv:(\d+)</a>',
        text,
    )
    assert found
    assert all(line == shown for line, shown in found)
    assert [int(line) for line, _ in found] == sorted(int(line) for line, _ in found)
