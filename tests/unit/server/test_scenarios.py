"""Scenarios: moved by hand and answered, what is wrong told at its lever, what differs listed, saved as a scenario of its own."""

from __future__ import annotations

import re
import shutil

import pytest
from starlette.testclient import TestClient

from dualcarbon.server.app import made
from dualcarbon.server.people.rules import Person, Role
from dualcarbon.server.settings import Settings

HOME = "/en/jiangsu/scenarios"


@pytest.fixture(scope="module")
def ask(client):
    """Ask where some levers are put."""

    def asked(path="/answer", scenario="enhanced", **put):
        given = {"scenario": scenario} | {f"m.{k.replace('__', '.')}": v for k, v in put.items()}
        return client.get(f"{HOME}{path}", params=given)

    return asked


def test_the_page_shows_at_most_eight_levers_and_all_of_them_on_a_tab(client):
    text = client.get(HOME).text
    seen = text.split('id="panel-levers"')[1].split('id="panel-measures"')[0]
    assert 1 <= seen.count('type="range"') <= 8
    every = text.split('id="panel-all"')[1]
    assert every.count("data-lever=") == 61
    assert "growth a year, average to 2060" in seen
    assert "in 2060, %" in seen


def test_a_rate_is_shown_in_per_cent_and_kept_as_a_fraction(client):
    text = client.get(HOME, params={"scenario": "policy"}).text
    gdp = text.split('data-lever="gdp"')[1][:1200]
    assert 'data-value="0.03897' in gdp
    assert 'value="3.9"' in gdp
    assert "parent 3.9" in gdp


def test_more_growth_is_answered_with_more_emissions(ask):
    own, more = ask().json(), ask(gdp=0.045).json()
    assert [s["data"][0] for s in own["path"]["series"][:2]] == [
        s["data"][0] for s in more["path"]["series"][:2]
    ]
    assert more["path"]["yAxis"]["max"] >= own["path"]["yAxis"]["max"]
    assert float(more["told"]["last"].split()[0]) > float(own["told"]["last"].split()[0])


def test_what_is_sent_after_a_move_fits_what_was_drawn_first(client, ask):
    text = client.get(HOME, params={"compare": "baseline"}).text
    option = re.search(r'id="moving-path-option">(.*?)</script>', text, re.S)[1]
    moved = ask().json()["path"]["series"]
    peaks, beside = 1, 1
    assert option.count('"type":"line"') - beside == len(moved) - peaks
    assert client.get(HOME, params={"compare": "nothing"}).status_code == 404


@pytest.mark.parametrize(
    ("scenario", "put", "lever", "said"),
    [
        ("enhanced", {"gdp": "abc"}, "gdp", "is not a number"),
        ("enhanced", {"gdp": "nan"}, "gdp", "is not a number"),
        ("enhanced", {"gdp": "1e308"}, "gdp", "far outside"),
        ("enhanced", {"measures__heat_pumps": 1.5}, "measures.heat_pumps", "from 0 to 1"),
        ("policy", {"structure__industry": 0.999}, "structure", "more than the whole"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_lever(ask, scenario, put, lever, said):
    fault = ask(scenario=scenario, **put).json()["faults"][0]
    assert fault["lever"] == lever
    assert said in fault["said"]
    assert not re.match(r"[\w./]+( \[[\w.]+\])?: ", fault["said"].removeprefix("GDP"))


def test_a_lever_or_a_scenario_that_is_not_there_is_told(ask, client):
    assert "is no lever of this scenario" in ask(gpd=0.03).json()["faults"][0]["said"]
    assert 'scenario: there is no "policy2"' in ask(scenario="policy2").json()["faults"][0]["said"]
    assert client.get(HOME, params={"scenario": "policy2"}).status_code == 404


def test_where_nothing_is_moved_the_odds_are_those_that_the_run_has_counted(ask, client):
    shelf = client.app.state.shelf
    peak = shelf.summary(shelf.run("jiangsu"))["scenarios"]["policy"]["peak"]
    counted = f"{100 * peak['probability_by']['2030']:.0f}%"
    own, moved = (ask(scenario="policy", **put).json()["told"]["by_2030"] for put in ({}, {"gdp": 0.0391}))  # fmt: skip
    assert own == counted
    assert moved != counted


def test_the_table_of_differences_says_from_what_to_what_it_goes(ask, client):
    assert "Current policy → Enhanced, in" in ask("/rest", gdp=0.045).json()["differing"]
    root = client.get(HOME, params={"scenario": "baseline", "m.gdp": "0.02"}).text
    assert "<caption>Baseline → as moved, in" in root


def test_who_may_not_save_is_not_offered_to(client, monkeypatch):
    viewer = Person("li", (("jiangsu", Role.viewer),))
    assert 'id="save-as"' in client.get(HOME).text
    monkeypatch.setattr(client.app.state.people, "who", lambda _: viewer)
    text = client.get(HOME).text
    assert "data-save-as" not in text
    assert 'id="save-as"' not in text


def test_what_is_moved_is_listed_among_what_differs(ask):
    found = ask("/rest", gdp=0.045).json()
    assert "moved by hand" in found["differing"]
    assert "scenarios/enhanced.toml" in found["differing"]
    assert "Mt CO2e" in found["told"]["residual"]
    assert "moved by hand" not in ask("/rest").json()["differing"]


@pytest.fixture(scope="module")
def own(studies, tmp_path_factory):
    """A browser on a copy of the study, which may be written to."""
    folder = tmp_path_factory.mktemp("own") / "studies"
    shutil.copytree(studies, folder, ignore=shutil.ignore_patterns(".dualcarbon"))
    return TestClient(made(Settings(folder)), base_url="http://127.0.0.1"), folder / "jiangsu"


FORM = {
    "scenario": "policy", "m.gdp": "0.035", "m.mix.industry.coal": "0.15", "name": "slower", "en": "Slower growth",
    "zh": "较慢增长", "source": "a talk with the planners",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "../x"}, "is no name of a file"),
        ({"name": "policy"}, "already"),
        ({"source": " "}, "where the numbers are from"),
        ({"m.gdp": "abc"}, "is not a number"),
        ({"m.structure.industry": "0.999"}, "more than the whole"),
    ],
)
def test_what_cannot_be_saved_is_told(own, change, said):
    client, _ = own
    assert said in client.post(f"{HOME}/preview", data=FORM | change).text


def test_nothing_moved_is_nothing_to_save(own):
    client, _ = own
    form = {k: v for k, v in FORM.items() if not k.startswith("m.")}
    assert "nothing is moved" in client.post(f"{HOME}/save", data=form).text


def test_what_is_moved_is_previewed_and_saved_as_a_scenario_of_its_own(own):
    client, study = own
    seen = client.post(f"{HOME}/preview", data=FORM)
    assert "+extends = &#34;policy&#34;" in seen.text
    assert not (study / "scenarios/slower.toml").exists()
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', seen.text))
    saved = client.post(f"{HOME}/save", data=fields)
    assert (saved.status_code, saved.headers["HX-Redirect"]) == (204, f"{HOME}?scenario=slower")
    stored = (study / "scenarios/slower.toml").read_text(encoding="utf-8")
    assert 'extends = "policy"' in stored
    assert "较慢增长" in stored
    text = client.get(HOME, params={"scenario": "slower"}).text
    assert 'value="3.5"' in text.split('data-lever="gdp"')[1][:1200]
