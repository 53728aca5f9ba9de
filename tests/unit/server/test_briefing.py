"""The briefing: three cards, three questions answered in the words of the report, six sliders."""

from __future__ import annotations

import pytest


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
