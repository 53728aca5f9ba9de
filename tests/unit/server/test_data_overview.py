"""The overview of the data: everything that is wrong with the study is counted, a table that is missing is begun."""

from __future__ import annotations

import re

LOST = '[[figures]]\nfigure = "moving-odds"\nscenario = "none"\n'
FILE = "data/official.csv"


def counted(text):
    tiles = re.findall(r'<p class="what">(\w+)</p><p class="value"><b>(\d+)</b>', text)
    return {name: int(count) for name, count in tiles}


def test_what_only_the_study_as_a_whole_shows_is_counted_too(town, desk):
    before = counted(desk.get("/en/town/data").text)
    (town / "report.toml").write_text(LOST, encoding="utf-8")
    text = desk.get("/en/town/data").text
    assert counted(text) == {**before, "Warnings": before["Warnings"] + 1}
    assert re.search(r'report\.toml</small></a> <b class="warn"[^>]*>1 !</b>', text)


def test_faults_of_the_whole_are_counted_where_the_study_cannot_be_run(town, desk):
    file = town / "scenarios/base.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("gdp", "gpd"), encoding="utf-8")
    assert counted(desk.get("/en/town/data").text)["Errors"] > 0


def test_a_table_that_is_missing_opens_empty_and_is_stored_with_its_first_row(town, desk):
    text = desk.get("/en/town/data").text
    assert f'href="/en/town/data?file={FILE.replace("/", "%2F")}"' in text.replace(
        "data/", "data%2F"
    )
    assert not (town / FILE).exists()
    assert desk.get("/en/town/data", params={"file": FILE}).status_code == 200
    assert not (town / FILE).exists()
    row = {"year": "2018", "quantity": "energy", "value": "1", "unit": "10^4 tce", "source": "x"}
    known = desk.get("/en/town/data/rows", params={"file": FILE}).json()
    assert (known["count"], known["based"]) == (0, "")
    given = {"file": FILE, "based": known["based"], "added": [row], "whole": False}
    answer = desk.post("/en/town/data/check", json=given).json()
    assert "CSV002" not in [one["code"] for one in answer["faults"]]


def test_a_file_that_is_no_table_of_a_study_is_not_begun(desk):
    assert desk.get("/en/town/data", params={"file": "data/more.csv"}).status_code == 404
