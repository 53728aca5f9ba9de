"""What the report says of the regression beside the tree; the numbers are invented."""

from __future__ import annotations

import copy
import dataclasses

import pytest

from dualcarbon.report import beside, sentences
from dualcarbon.report.numbers import Number
from dualcarbon.report.outline import outline
from dualcarbon.report.pieces import Bullets, Paragraph, Sentence, Table
from dualcarbon.report.reading import Reading


def peak(year):
    return {
        "verdict": "rising" if year is None else "peaked", "year": year, "highest_year": year or 2060,
        "amount_mt": 800.0, "no_peak": 0.4, "probability_by": {"2030": 0.1},
        "amount_p10_mt": 750.0, "amount_p90_mt": 900.0,
    }  # fmt: skip


def path(year):
    return {
        "co2_mt": {"2017": 700.0, "2060": 333.0},
        "low_mt": {"2060": 222.0},
        "high_mt": {"2060": 444.0},
        "beyond": {
            "population": {"since": None, "ranges": 0.0, "year": None},
            "fossil_share": {"since": 2019, "ranges": 7.5, "year": 2060},
        },
        "outside": 0.8,
        "peak": peak(year),
    }


REGRESSED = {
    "years": [2000, 2017],
    "regressors": ["population", "fossil_share"],
    "form": "levels",
    "k": 0.01,
    "coefficients": {
        "population": {"value": 1.25, "low": 0.75, "high": 1.75, "vif": 12.0},
        "fossil_share": {"value": 0.5, "low": 0.25, "high": 0.6, "vif": 12.0},
    },
    "backtest": {"regression": 0.012, "naive": 0.05, "trend": 0.2, "covered": 0.9, "origins": []},
    "scenarios": {"baseline": path(None), "policy": path(2031), "enhanced": path(2024)},
    "refused": None,
}
REFUSED = {"refused": {"code": "STP001", "en": "8 years are too few", "zh": "8 年数据不足"}}


@pytest.fixture
def told(results):
    """Give a function: the blocks of a run with this regression, and how sentences read in a language."""

    def blocks(block):
        summary = copy.deepcopy(dict(results.summary)) | ({"stirpat": block} if block else {})
        return list(beside.regression(Reading(dataclasses.replace(results, summary=summary))))

    return blocks


@pytest.fixture
def read(results):
    scale = outline(results).scale

    def text(sentence, lang="en"):
        return "".join(span.text for span in sentences.spans(sentence, lang, scale))

    return text


def paragraphs(blocks):
    return [s for b in blocks if isinstance(b, Paragraph) for s in b.sentences]


def bullets(blocks):
    return [
        s
        for b in blocks
        if isinstance(b, Bullets)
        for pair in b.items
        for s in pair
        if isinstance(s, Sentence)
    ]


def test_a_run_without_the_block_says_nothing(told):
    assert told(None) == []


def test_a_refusal_is_one_sentence_in_both_languages(told, read):
    (sentence,) = paragraphs(told(REFUSED))
    assert len(told(REFUSED)) == 1
    assert read(sentence) == "No regression stands beside the tree: 8 years are too few."
    assert read(sentence, "zh") == "未另设回归模型：8 年数据不足。"


def test_model_back_test_and_difference_are_said_in_both_languages(told, read):
    en, zh = (" ".join(read(s, lang) for s in paragraphs(told(REGRESSED))) for lang in ("en", "zh"))
    assert "population 1.25 (0.75 to 1.75)" in en
    assert "share of fossil energy 0.50 (0.25 to 0.60)" in en
    assert "off by 1.2%" in en
    assert "5.0%" in en
    assert "It is another model" in en
    assert "人口 1.25（0.75至1.75）" in zh
    assert "1.2%" in zh
    assert "不同的模型" in zh


def test_changes_are_said_to_be_changes(told, read):
    said = read(paragraphs(told({**REGRESSED, "form": "differences"}))[0])
    assert "yearly changes" in said
    assert "yearly changes" not in read(paragraphs(told(REGRESSED))[0])


def test_without_a_back_test_none_is_said(told, read):
    said = [read(s) for s in paragraphs(told({**REGRESSED, "backtest": None}))]
    assert len(said) == 2
    assert not any("Fitted" in one for one in said)


def test_each_scenario_gets_a_sentence_with_both_models(told, read):
    said = [read(s) for s in bullets(told(REGRESSED))]
    assert len(said) == 3
    assert "Current policy: peak year 2029 by the tree, 2031 by the regression" in said[1]
    assert "333" in said[1]


def test_the_table_has_a_row_a_scenario_and_names_the_farthest_driver(told, read):
    (table,) = (b for b in told(REGRESSED) if isinstance(b, Table))
    assert len(table.rows) == 3
    rows = {row[0]["en"]: row for row in table.rows}
    policy, baseline = rows["Current policy"], rows["Baseline"]
    assert all(len(row) == len(table.heads) for row in table.rows)
    assert read(policy[-1]) == "share of fossil energy 7.50"
    assert isinstance(policy[3], Number)
    assert policy[3].key == "stirpat.scenarios.policy.peak.year"
    assert isinstance(baseline[3], Sentence)
    assert baseline[4] == "–"
