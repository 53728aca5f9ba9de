"""What the report says of what moves the peak: named as ranked, at its ends, and why not where it cannot."""

from __future__ import annotations

import copy
import dataclasses

import pytest

from dualcarbon.report import moved, sentences
from dualcarbon.report.pieces import Figure, Paragraph, Ref
from dualcarbon.report.reading import Reading

TITLES = {
    "gdp": {"en": "GDP", "zh": "地区生产总值"},
    "intensity.industry": {"en": "Energy intensity: industry", "zh": "工业能源强度"},
    "factor_scale.coal": {"en": "Emission factor of coal", "zh": "煤炭排放因子"},
    "population": {"en": "Population", "zh": "人口"},
}
FIRST = {"gdp": 0.3, "intensity.industry": 0.1, "factor_scale.coal": -0.01, "population": 0.0}
TOTAL = {"gdp": 0.7, "intensity.industry": 0.5, "factor_scale.coal": 0.02, "population": 0.0}
AMOUNT = {"gdp": 0.4, "intensity.industry": 0.2, "factor_scale.coal": 0.35, "population": 0.0}


def output(title, first, total, told=True):
    def bounds(v):
        return {"value": v, "low": v - 0.05, "high": v + 0.05, "told": v > 0.05}

    return {
        "title": title, "mean": 0.5, "spread": 0.5,
        "first": {k: bounds(v) for k, v in first.items()},
        "total": {k: bounds(v) for k, v in total.items()},
        "alone": {"value": sum(first.values()), "low": 0.2, "high": 0.6, "told": True},
        "interactions": {"value": 1 - sum(first.values()), "told": told},
    }  # fmt: skip


def flat(title):
    return {"title": title, "mean": 0.0, "spread": 0.0, "first": {}, "total": {}, "alone": None, "interactions": None}  # fmt: skip


BLOCK = {
    "scenario": "policy", "members": 512, "runs": 3072, "confidence": 0.95,
    "groups": [{"id": id, "title": t, "of": [id], "keys": [f"{id}.constant"]} for id, t in TITLES.items()],
    "outputs": {
        "peak_by_2030": output({"en": "peak by 2030", "zh": "2030年前达峰"}, FIRST, TOTAL),
        "no_peak": output({"en": "no peak within the horizon", "zh": "期内不达峰"}, FIRST, TOTAL),
        "peak_amount_mt": output({"en": "peak amount", "zh": "峰值"}, AMOUNT, AMOUNT, told=False),
    },
    "fifths": {
        "gdp": {"title": TITLES["gdp"], "group": "gdp", "outputs": {"peak_by_2030": {"low": 0.75, "high": 0.39, "told": True}, "no_peak": {"low": 0.1, "high": 0.3, "told": True}}},
        "population": {"title": TITLES["population"], "group": "population", "outputs": {"peak_by_2030": {"low": 0.1, "high": 0.9, "told": False}, "no_peak": {"low": 0.1, "high": 0.1, "told": False}}},
    },
    "correlated": [], "told": [],
}  # fmt: skip


@pytest.fixture
def told(results):
    """Give what the report says of a block: the text in a language, and the figure."""

    def of(change=lambda block: None, lang="en"):
        block = copy.deepcopy(BLOCK)
        change(block)
        summary = dict(results.summary) | {"sensitivity": block}
        reading = Reading(dataclasses.replace(results, summary=summary))
        blocks = list(moved.movers(reading))
        said = [s for b in blocks if isinstance(b, Paragraph) for s in b.sentences]
        text = "".join(written(s, lang, reading) for s in said)
        return text, next((b for b in blocks if isinstance(b, Figure)), None)

    return of


def written(sentence, lang, reading):
    spans = sentences.spans(sentence, lang, reading.scale())
    return "".join("FIGURE" if isinstance(s.of, Ref) else s.text for s in spans)


def test_the_two_that_move_most_are_named_for_both(told):
    text, figure = told()
    assert "peaks by 2030" in text
    assert "GDP (70% of the variance) and energy intensity: industry (50%)" in text
    assert "the peak amount by GDP (40%) and emission factor of coal (35%)" in text
    assert "FIGURE ranks" in text
    assert figure.id == "moved"
    assert "make 39% of the variance" in text


def test_the_same_in_chinese(told):
    text, _ = told(lang="zh")
    assert "地区生产总值（占方差70%）和工业能源强度（50%）" in text
    assert "峰值影响最大的是地区生产总值（40%）和煤炭排放因子（35%）" in text


def test_the_ends_of_what_moves_most_are_told_with_their_sign(told):
    text, _ = told()
    assert "Where GDP is in its highest fifth, the probability falls from" in text
    assert "to 39%; in its lowest fifth it is 75%" in text
    assert "Population" not in text  # its difference may be chance

    def turned(block):
        block["fifths"]["gdp"]["outputs"]["peak_by_2030"] = {"low": 0.2, "high": 0.8, "told": True}

    assert "rises from" in told(turned)[0]


def test_interactions_are_told_only_from_nothing(told):
    def additive(block):
        block["outputs"]["peak_by_2030"]["interactions"]["told"] = False

    assert "only together" in told()[0]
    assert "only together" not in told(additive)[0]


def test_where_the_year_hardly_varies_the_next_question_stands_in(told):
    def certain(block):
        block["outputs"]["peak_by_2030"] = flat({"en": "peak by 2030", "zh": "2030年前达峰"})

    text, figure = told(certain)
    assert "does not peak within the horizon" in text
    assert "rises from" in text
    heads = [h.values["output"]["en"] for h in figure.data.heads[1:]]
    assert heads == ["no peak within the horizon"] * 2 + ["peak amount"] * 2


def test_where_no_peak_varies_only_the_amount_is_told(told):
    def certain(block):
        for name in ("peak_by_2030", "no_peak"):
            block["outputs"][name] = flat(block["outputs"][name]["title"])

    text, figure = told(certain)
    assert "does not vary enough" in text
    assert len(figure.data.heads) == 3
    assert all(row.peak is None for row in rows(figure))


def rows(figure):
    return next(c.cell_contents for c in figure.draw.__closure__ if isinstance(c.cell_contents, list) and hasattr(c.cell_contents[0], "peak"))  # fmt: skip


def test_the_figure_shows_the_weightiest_by_the_larger_share_and_no_idlers(told):
    _, figure = told()
    assert [r.name["en"] for r in rows(figure)] == [
        "GDP", "Energy intensity: industry", "Emission factor of coal",
    ]  # fmt: skip
    option = figure.draw("en")["baseOption"]
    assert [bar["value"] for bar in option["series"][0]["data"]] == [0.7, 0.5, 0.02]


def test_the_table_under_it_leaves_out_what_is_not_told_and_keeps_keys(told):
    _, figure = told()
    coal = figure.data.rows[2]
    assert coal[1] == "–"
    assert coal[2].key == "sensitivity.outputs.peak_by_2030.total.factor_scale.coal.value"
    assert coal[2].value == 0.02
    assert figure.data.rows[0][1].value == 0.3


def test_what_is_left_at_the_horizon_is_told_where_it_is_known(told, results):
    horizon = results.study.horizon

    def ahead(block):
        block["outputs"][f"co2_{horizon}_mt"] = output({"en": "e", "zh": "排"}, AMOUNT, AMOUNT)

    assert "on which neutrality rests" not in told()[0]
    assert f"What is left in {horizon}, on which neutrality rests, is moved most by GDP (40%)" in told(ahead)[0]  # fmt: skip


def test_correlated_assumptions_are_said(told):
    text, _ = told(lambda block: block.update(correlated=[["gdp", "population"]]))
    assert "moved together as one" in text


def test_a_study_without_uncertain_numbers_is_told_why(told):
    message = {
        "en": "sensitivity.outputs: no number is uncertain",
        "zh": "sensitivity.outputs：没有不确定的参数",
    }
    fault = {"code": "SEN001", "message": message, "where": "sensitivity.outputs"}

    def bare(block):
        block.update(groups=[], outputs={}, fifths={}, told=[fault])

    text, figure = told(bare)
    assert text == "Which assumption moves the peak is not told: no number is uncertain."
    assert figure is None
    assert "没有不确定的参数" in told(bare, "zh")[0]


def test_a_run_of_an_earlier_program_says_nothing(results):
    assert list(moved.movers(Reading(results))) == []
