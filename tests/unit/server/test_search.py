"""Search: names in either language, in any width and case, lead to where the thing stands; nothing that is sent does harm."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from dualcarbon.server import searching, stated
from dualcarbon.server.people.rules import Person
from dualcarbon.server.searching import GROUPS, Item, plain
from dualcarbon.server.words import say

HOST = "http://127.0.0.1"
PASSWORD = "seven quiet turbines"
ATTACKS = (
    "SELECT * FROM read_csv('/etc/passwd')", "' or 1=1 --", "../../outside/secret.txt", "{{31337*31337}}", "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>', "=HYPERLINK(\"http://host\",\"x\")", "%s%n", "[[", "(?:a+)+$", "\ufeff", "file:///etc/passwd",
)  # fmt: skip
HIT = re.compile(r'<li><a href="([^"]*)"(?: data-key="([^"]*)")?>(.*?)</a>(?: <span class="note">(.*?)</span>)?</li>')  # fmt: skip


def asked(client, text, study="jiangsu", lang="en", **more):
    """Search, and give what is found: its address, its key, its name, what stands beside it."""
    answer = client.get(f"/{lang}/{study}/search", params={"q": text, **more})
    assert answer.status_code == 200, answer.text[:500]
    return hits(answer.text)


def hits(text):
    found = text.partition('<div id="found">')[2]
    return [tuple(map(html.unescape, one)) for one in HIT.findall(found)]


def leads(client, text, **more):
    return [to for to, *_ in asked(client, text, **more)]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", ["Industry", "工业", "  INDUSTRY ", "Ｉｎｄｕｓｔｒｙ"])
def test_a_sector_is_found_by_either_name_in_any_width_and_case_on_pages_of_either_language(client, lang, text):  # fmt: skip
    assert f"/{lang}/jiangsu/inventory#past-by-sector" in leads(client, text, lang=lang)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("characteristics", "/en/jiangsu/diagnosis"),
        ("排放特征", "/en/jiangsu/diagnosis"),
        ("decoupling", "/en/jiangsu/diagnosis#decoupling"),
        ("强化低碳情景", "/en/jiangsu/scenarios?scenario=enhanced"),
        ("人口", "/en/jiangsu/scenarios?scenario=enhanced&tab=all#line-population"),
        (
            "small coal units replaced",
            "/en/jiangsu/measures?scenario=enhanced#measure-small_coal_replacement",
        ),
        ("industrial boilers from coal", "/en/jiangsu/data?file=measures.toml&line="),
        ("谏壁发电厂六期11号", "/en/jiangsu/data?file=projects.csv&line=4"),
        ("before 2030", "/en/jiangsu/targets#targets-goals"),
        ("economy", "/en/jiangsu/data?file=data%2Feconomy.csv"),
        ("targets.toml", "/en/jiangsu/data?file=targets.toml"),
        ("coal 2010 农林", "/en/jiangsu/data?file=data%2Fenergy.csv&line=2"),
    ],
)
def test_each_kind_of_thing_leads_to_where_it_stands(client, text, to):
    found = leads(client, text)
    assert [one for one in found if one.startswith(to)], found
    assert client.get(found[0]).status_code == 200


def test_a_lever_and_a_measure_are_in_sight_where_their_addresses_lead(client):
    for text, mark in (("人口", "line-population"), ("small coal units", "measure-small")):
        to = next(one for one in leads(client, text) if f"#{mark}" in one)
        assert f'id="{to.partition("#")[2]}"' in client.get(to).text


def test_a_number_is_found_by_what_it_means_and_by_its_key_and_opens_how_it_came(client):
    key = "inventory.by_sector_mt.industry.2017"
    assert key in [found for _, found, *_ in asked(client, "工业 区域内排放", lang="zh")]
    other = "inventory.territorial_mt.2013"
    [(to, found, *_)] = asked(client, other)
    assert found == other
    assert client.get(to).status_code == 200


def test_the_most_alike_comes_first_and_no_kind_crowds_out_another(client):
    answer = client.get("/en/jiangsu/search", params={"q": "coal"})
    assert 20 < len(hits(answer.text)) <= len(asked(client, "a")) == searching.MOST
    there = [name for name in GROUPS if f"<h2>{say(f'search.{name}', 'en')}" in answer.text]
    assert {"levers", "measures", "rows", "keys"} <= set(there)
    assert there == [name for name in GROUPS if name in there]
    items = [Item("files", {"en": text, "zh": text}, {}) for text in ("a coal", "coal mine", "coal")]  # fmt: skip
    assert [one.title["en"] for one in searching.found(items, "COAL")] == ["coal", "coal mine", "a coal"]  # fmt: skip


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "zzz nowhere", "<script>alert(1)</script>", "a" * 12_000, "\x00\u202e", "%", ".", "a.b." * 3000])  # fmt: skip
def test_what_is_nothing_and_what_means_harm_is_answered_politely(client, text):
    answer = client.get("/zh/jiangsu/search", params={"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert len(answer.content) < 40_000


def test_of_numbers_that_are_called_the_same_one_is_shown_and_each_is_found_by_its_key(client):
    found = [one for one in asked(client, "calibration.hindcast.scores") if one[1]]
    assert len({name for _, _, name, _ in found}) == len(found)
    assert not [name for _, _, name, _ in found if "`" in name]
    [(_, key, *_)] = asked(client, "hindcast.scores.energy.drift.errors")
    assert key == "calibration.hindcast.scores.energy.drift.errors"


def test_gases_are_written_as_everywhere(client):
    text = client.get("/en/jiangsu/search", params={"q": "co2 before 2030"}).text
    assert "CO<sub>2</sub> peak before 2030" in text


def test_the_run_that_is_shown_goes_along(client):
    run = client.get("/en/jiangsu/home").text.partition('data-run="')[2].partition('"')[0]
    assert f"/en/jiangsu/diagnosis?run={run}#decoupling" in leads(client, "decoupling", run=run)
    assert client.get("/en/jiangsu/search", params={"q": "a", "run": "none"}).status_code == 404


def test_a_study_without_a_run_or_with_errors_is_searched_all_the_same(town, desk):
    found = leads(desk, "industry", study="town")
    assert [one for one in found if one.startswith("/en/town/data?file=")]
    assert leads(desk, "gdp", study="town")
    (town / "targets.toml").write_text("[[targets]]\nid = 3\n", encoding="utf-8")
    (town / "scenarios/base.toml").write_text("title = 7\n", encoding="utf-8")
    assert "/en/town/data?file=scenarios%2Fbase.toml" in leads(desk, "base.toml", study="town")


def test_what_is_saved_is_found_at_once(town, desk):
    assert leads(desk, "gazette of the town", study="town") == []
    file = town / "data/energy.csv"
    first, *others = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([first, others[0].replace("invented", "Gazette of the Town"), *others[1:]]) + "\n", encoding="utf-8")  # fmt: skip
    assert leads(desk, "gazette of the town", study="town") == ["/en/town/data?file=data%2Fenergy.csv&line=2"]  # fmt: skip


def test_the_top_of_a_page_tells_years_and_scenarios(client, town, desk):
    text = client.get("/en/jiangsu/data").text
    assert "2017, to 2060" in text
    assert ">3 scenarios<" in text
    assert "Baseline, Current policy, Enhanced" in text
    assert "基准年2017，至2060年" in client.get("/zh/jiangsu/data").text
    file = town / "study.toml"
    file.write_text('scenarios = ["../town", 3]\nbase_year = "x"\n', encoding="utf-8")
    assert stated.stated(town) == stated.Stated(None, None, ())
    assert desk.get("/en/town/home").status_code == 200


def test_folding_tells_no_two_spellings_apart():
    assert plain("ＣＯ₂\u3000强度 ") == plain("co2 强度")


def test_who_may_look_at_a_study_may_search_it_and_nobody_else(crowd):
    people, found = crowd.client.app.state.people, {}
    for name, study in (("vera", "town"), ("otto", "another")):
        people.add(Person("maker"), name, PASSWORD)
        people.give(Person("maker"), name, "viewer", study)
        browser = TestClient(crowd.client.app, base_url=HOST, follow_redirects=False)
        signed = browser.post("/en/sign-in", data={"name": name, "password": PASSWORD}, headers={"origin": HOST})  # fmt: skip
        assert signed.status_code == 303
        found[name] = browser.get("/en/town/search", params={"q": "industry"})
    assert found["vera"].status_code == 200
    assert hits(found["vera"].text)
    assert found["otto"].status_code == 404
    assert "industry" not in found["otto"].text.casefold()
    nobody = TestClient(crowd.client.app, base_url=HOST, follow_redirects=False)
    assert nobody.get("/en/town/search", params={"q": "industry"}).status_code in (303, 401)


def test_every_attack_is_answered_politely(besieged):
    for text in ATTACKS:
        answer = besieged.harmless(besieged.client.get("/en/town/search", params={"q": text}), text)
        assert answer.status_code == 200
