"""Numbers of live pages: each opens how it came, in the run while it is the run's own, else as the page works it out."""

from __future__ import annotations

import html
import re
import threading

import pytest

HOME = "/en/jiangsu"
BUTTON = re.compile(r'<button type="button" class="n" ([^>]*)>(.*?)</button>', re.DOTALL)
MARK = re.compile(r'data-([\w-]+)="([^"]*)"')
VALUE = re.compile(r"</code> = <b>([^< ]*)")
PART = re.compile(r"<li>[^<=]*= (-?[\d.e+-]+) <span class=\"unit\">Mt CO2e?</span></li>")
MOVED = {"m.gdp": "0.045"}


def buttons(text):
    return [
        ({k: html.unescape(v) for k, v in MARK.findall(marks)}, shown)
        for marks, shown in BUTTON.findall(text)
    ]


@pytest.fixture(scope="module")
def page(client):
    """Give a page as text."""

    def given(path, **asked):
        answer = client.get(f"{HOME}/{path}", params=asked)
        assert answer.status_code == 200, answer.text[:2000]
        return answer.text

    return given


@pytest.fixture(scope="module")
def how(page):
    """Give the derivation of a key, and the value that it tells."""

    def told(key, **asked):
        text = page("derivation", key=key, **asked)
        return text, VALUE.search(text)[1]

    return told


def led(text):
    """Give the numbers that follow the levers by name."""
    return {marks["told"]: marks for marks, _ in buttons(text) if "told" in marks}


def test_every_tile_opens_how_it_came_in_the_run(page, how):
    found = led(page("scenarios", scenario="policy"))
    assert found.keys() == {
        "peak_year", "peak_amount", "by_2030", "no_peak", "middle", "last", "residual", "neutral", "verdict",
    }  # fmt: skip
    of_run = {name for name, marks in found.items() if marks["key"].startswith("scenarios.policy.")}
    assert of_run >= {
        "peak_year",
        "peak_amount",
        "middle",
        "last",
        "residual",
        "neutral",
        "verdict",
    }
    for name in of_run & {"peak_year", "peak_amount", "middle", "last", "residual"}:
        marks = found[name]
        assert float(how(marks["key"])[1]) == pytest.approx(float(marks["value"]), rel=1e-9)


def test_odds_are_the_runs_until_a_lever_moves_and_then_those_of_the_draws_of_the_page(page, how):
    for name in ("no_peak", "by_2030"):
        own = led(page("scenarios", scenario="policy"))[name]
        assert own["key"].startswith("scenarios.policy.peak.")
        assert float(how(own["key"])[1]) == float(own["value"])
        text, _ = how(f"live.policy.{name}", **MOVED)
        assert "<li>draws = 512</li>" in text


def test_a_moved_number_claims_no_derivation_of_the_run(page, how):
    for marks in led(page("scenarios", scenario="policy", **MOVED)).values():
        assert marks["key"] == marks["live"] == f"live.policy.{marks['told']}"
        assert "value" not in marks
        text, _ = how(marks["key"], **MOVED)
        assert "1 moved" in text
        assert "put to 4.5 %" in text


@pytest.mark.parametrize("name", ["middle", "last", "in_2035", "residual"])
def test_the_parts_of_a_moved_amount_add_up_to_it(how, name):
    text, value = how(f"live.policy.{name}", **MOVED)
    parts = [float(one) for one in PART.findall(text)]
    assert len(parts) > 4
    assert sum(parts) == pytest.approx(float(value), rel=1e-6)


@pytest.mark.parametrize(
    "key",
    [
        "live.policy.nothing", "live.nothing.last", "live.policy.assumed.nothing.2030", "live.policy.assumed.gdp.1900",
        "chosen.enhanced.nothing", "chosen.enhanced.measures.nothing.level", "pair.policy.enhanced.2031",
        "pair.policy.enhanced.2030.nobody", "pair.policy", "pair.policy.policy.2030",
    ],
)  # fmt: skip
def test_a_key_that_no_page_has_is_refused_in_a_sentence(client, key):
    answer = client.get(f"{HOME}/derivation", params={"key": key})
    assert answer.status_code in (404, 422)
    assert "<li>" in answer.text


def test_every_value_that_differs_opens_and_its_place_leads_to_the_line(page, how):
    text = page("scenarios", scenario="enhanced").split('id="differing"')[1]
    rows = text.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    assert len(rows) == 12
    for row in rows:
        assert len(buttons(row)) == 6
        line = re.search(r'href="/en/jiangsu/data\?file=scenarios%2Fenhanced\.toml&amp;line=(\d+)"', row)  # fmt: skip
        assert f"scenarios/enhanced.toml line {line[1]}" in row
    told, _ = how(buttons(rows[0])[1][0]["key"])
    assert 'href="/en/jiangsu/data?file=scenarios%2Fenhanced.toml' in told


def test_what_is_assumed_by_hand_opens_what_it_is_now(client, page, how):
    rest = client.get(f"{HOME}/scenarios/rest", params={"scenario": "policy", **MOVED}).json()
    row = rest["differing"].split('class="moved"')[1].split("</tr>")[0]
    theirs, ours = (marks for marks, _ in buttons(row)[:2])
    assert (theirs["key"], ours["key"]) == (
        "live.baseline.written.gdp.2030",
        "live.policy.assumed.gdp.2030",
    )
    for marks in (theirs, ours):
        assert float(how(marks["key"], **MOVED)[1]) == pytest.approx(
            float(marks["value"]), rel=1e-8
        )


def test_the_cards_of_the_briefing_open_and_lead_on(page, how):
    text = page("briefing")
    cards = text.split('class="cards"')[1].split("<section")[0]
    found = buttons(cards)
    assert len(found) == 12
    assert "<a" not in re.sub(r"<h2>.*?</h2>", "", cards)
    for marks, _ in found:
        assert marks["key"].startswith("scenarios.")
        assert float(how(marks["key"])[1]) == pytest.approx(float(marks["value"]), rel=1e-9)
    assert led(text).keys() == {"verdict", "by_2030", "residual"}


def shares(page, a, b):
    for _ in range(200):
        text = page("compare/shares", a=a, b=b, year=2030)
        if "<progress" not in text:
            return text
        threading.Event().wait(0.05)
    raise AssertionError


@pytest.mark.parametrize(
    ("a", "b", "known"), [("policy", "enhanced", True), ("enhanced", "policy", False)]
)
def test_every_share_of_a_pair_opens(page, how, a, b, known):
    by_year, by_sector = shares(page, a, b).split("<tbody>")[1:]
    for text in (by_year, by_sector):
        assert len(buttons(text)) == text.count('<td class="num"') > 12
    keys = [marks["key"] for marks, _ in buttons(by_year)]
    assert all(key.startswith("attribution." if known else f"pair.{a}.{b}.") for key in keys)
    inside = [marks for marks, _ in buttons(by_sector)]
    for marks in (buttons(by_year)[0][0], buttons(by_year)[-1][0], inside[0], inside[-1]):
        value = float(how(marks["key"])[1])
        assert value == pytest.approx(float(marks["value"]), rel=1e-8, abs=1e-12)


def test_sums_of_measures_open_their_parts(page, how):
    text = page("measures", scenario="enhanced")
    assert led(text)["sum"]["key"] == "chosen.enhanced.sum"
    assert led(text)["verdict"]["key"] == "scenarios.enhanced.peak.verdict"
    total = text.split('<tr class="total">')[1].split("</tr>")[0]
    found = buttons(total)
    assert len(found) == total.count('<td class="num"')
    for marks, _ in found:
        told, value = how(marks["key"])
        assert float(value) == pytest.approx(float(marks["value"]), rel=1e-8)
        assert 'data-key="measures.0.' in told


def test_a_measure_that_is_moved_opens_what_it_takes_now(page, how):
    text = page("measures", scenario="enhanced", **{"m.measures.motors": "0.3"})
    moved = [marks for marks, _ in buttons(text) if marks["key"].startswith("chosen.enhanced.measures.motors.")]  # fmt: skip
    assert {marks["key"].split(".")[4] for marks in moved} >= {"abatement_mt", "first_investment_cny"}  # fmt: skip
    for marks in moved:
        told, value = how(marks["key"], **{"m.measures.motors": "0.3"})
        assert float(value) == pytest.approx(float(marks["value"]), rel=1e-8)
        assert "put to 30 %" in told
