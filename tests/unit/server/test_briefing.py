"""The briefing: three cards, three questions answered in the words of the report, six sliders."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from dualcarbon.report.reading import Reading, Shown
from dualcarbon.server.chapters import briefing


@pytest.mark.parametrize(
    ("lang", "questions"),
    [
        ("en", ("When do we peak?", "What does it take?", "What does it cost?")),
        ("zh", ("何时达峰？", "需要做什么？", "需要多少投入？")),
    ],
)
def test_three_questions_three_cards_six_sliders(client, lang, questions):
    text = client.get(f"/{lang}/jiangsu/briefing").text
    assert [question for question in questions if question in text] == list(questions)
    assert text.count('class="card"') == 3
    assert text.count('type="range"') == 6
    assert text.count('data-key="') > 6


def test_a_card_leads_to_its_scenario_and_the_sliders_follow(client):
    text = client.get("/en/jiangsu/briefing", params={"scenario": "baseline", "m.gdp": "0.02"}).text
    assert 'data-scenario="baseline"' in text
    assert 'value="2"' in text.split('data-lever="gdp"')[1][:1200]
    assert client.get("/en/jiangsu/briefing", params={"scenario": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("fast", ["baseline", "policy", "fast"]),
        ("baseline", ["baseline", "policy", "fast"]),
        ("enhanced", ["baseline", "policy", "enhanced"]),
        ("not in the run", ["baseline", "policy", "fast"]),
    ],
)
def test_cards_are_of_the_first_the_leading_the_shown_and_the_last_in_the_order_of_the_run(
    shown, kept
):
    one = {
        "title": {"en": ""}, "description": {"en": ""}, "territorial_mt": {"2060": 1.0},
        "peak": {"year": 2030, "amount_mt": 2.0, "probability_by": {}},
    }  # fmt: skip
    there = dict.fromkeys(("baseline", "policy", "enhanced", "fast"), one)
    leading = Shown("policy", {"en": "", "zh": ""})
    read = SimpleNamespace(raw=lambda _: there, leading=lambda: leading)
    assert [card.name for card in briefing.cards(read, shown, "en")] == kept


@pytest.mark.parametrize(
    ("scenario", "title"),
    [("baseline", "Baseline"), ("policy", "Current policy"), ("enhanced", "Enhanced")],
)
def test_when_we_peak_is_told_of_one_scenario_that_is_named_with_the_odds_of_its_card(
    client, scenario, title
):
    text = client.get("/en/jiangsu/briefing", params={"scenario": scenario}).text
    asked = text.split('class="asked"')[1].split("</section>")[0]
    assert f'<p class="verdict">{title}: ' in asked
    assert asked.count(title) == 2
    others = {"Baseline", "Current policy", "Enhanced"} - {title}
    assert not [other for other in others if other in asked]
    odds = f"scenarios.{scenario}.peak.probability_by.2030"
    card, here = re.findall(rf'data-key="{odds}"[^>]* data-value="([^"]+)"[^>]*>([^<]+)<', text)
    assert card == here


class Without(Reading):
    """Results of a run that has one scenario less."""

    def __init__(self, results):
        super().__init__(results)
        left = {k: v for k, v in self.summary["scenarios"].items() if k != "enhanced"}
        self.summary = {**self.summary, "scenarios": left}


def test_a_scenario_that_is_not_in_the_run_says_so(client, monkeypatch):
    assert "is not in the run" not in client.get("/en/jiangsu/briefing").text
    monkeypatch.setattr(briefing, "Reading", Without)
    text = client.get("/en/jiangsu/briefing", params={"scenario": "enhanced"}).text
    assert "Enhanced is not in the run that is shown" in text
    assert text.count('class="card"') == 2
    asked = text.split('class="asked"')[1].split("</section>")[0]
    assert "The newest run tells nothing of this" in asked
