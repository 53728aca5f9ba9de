"""What the report says of the past predicted: plainly where a simple way was better, and why not where it was not done."""

from __future__ import annotations

import copy
import dataclasses

import polars as pl
import pytest

from dualcarbon.report import hindcast, sentences
from dualcarbon.report.pieces import Figure, Paragraph, Table
from dualcarbon.report.reading import Reading

WAYS = ("model", "naive", "trend", "drift")


def scores(model, naive, trend, errors=30):
    mape = dict(zip(WAYS, (model, naive, trend, 0.3), strict=True))
    return {
        **{w: {"errors": errors, "mape": m, "bias": -m, "coverage": 0.9, "interval": 1.0} for w, m in mape.items()},
        "skill": 1 - model / min(naive, trend),
    }  # fmt: skip


def block(**more):
    told = {"co2": scores(0.25, 0.1, 0.4, **more), "energy": scores(0.05, 0.2, 0.1, **more)}
    return {"refused": None, "least": 6, "level": 0.9, "origins": [2014, 2015, 2016], "scores": told}  # fmt: skip


def rows():
    for origin in (2014, 2015, 2016):
        for year in range(origin + 1, 2018):
            yield {
                "item": "co2", "unit": "t CO2", "origin": origin, "year": year, "actual": 6.8e8, "model_low": 6e8,
                "model_middle": 7e8, "model_high": 9e8, "naive_middle": 6.6e8, "trend_middle": 7.2e8, "drift_middle": 7.1e8,
            }  # fmt: skip


@pytest.fixture
def read(results):
    def reading(told):
        summary = copy.deepcopy(results.summary) | {"calibration": {"hindcast": told, "parameters": {}}}  # fmt: skip
        tables = {**results.tables, "hindcast": pl.DataFrame(list(rows()))}
        return Reading(dataclasses.replace(results, summary=summary, tables=tables))

    return reading


def said(blocks, reading, lang="en"):
    return " ".join(
        "".join(span.text for span in sentences.spans(one, lang, reading.scale()))
        for part in blocks
        if isinstance(part, Paragraph)
        for one in part.sentences
    )


def test_a_simple_way_that_is_better_is_named(read):
    reading = read(block())
    told = said(list(hindcast.hindcast(reading)), reading)
    assert (
        "For CO2 it is off by 25.0% in the mean and does not beat the last value (10.0%)." in told
    )
    assert "For energy it is off by 5.0% in the mean and better than the trend (10.0%)." in told
    assert "not independent" in told


def test_the_table_has_every_method_and_the_bias_of_the_continuation(read):
    (table,) = (b for b in hindcast.hindcast(read(block())) if isinstance(b, Table))
    shown = [cell.value for cell in table.rows[0][1:]]
    assert shown == [0.25, 0.1, 0.4, 0.3, -0.25, 0.9]
    assert [cell.key for cell in table.rows[1][1:3]] == [
        f"calibration.hindcast.scores.energy.{way}.mape" for way in ("model", "naive")
    ]


def test_the_figure_shows_the_earliest_origin_within_ten_years(read):
    (figure,) = (b for b in hindcast.hindcast(read(block())) if isinstance(b, Figure))
    drawn = figure.draw("en")["baseOption"]["series"]
    foreseen = next(one for one in drawn if one.get("name") == "foreseen")
    assert [v for v in foreseen["data"] if v is not None][1:] == pytest.approx([700.0] * 3)


def test_few_errors_are_called_a_look_and_not_drawn(read):
    reading = read(block(errors=3))
    blocks = list(hindcast.hindcast(reading))
    assert "a look and no proof" in said(blocks, reading)
    assert not [b for b in blocks if isinstance(b, Figure)]


@pytest.mark.parametrize(("lang", "words"), [("en", "too short"), ("zh", "过短")])
def test_a_refusal_says_why(read, lang, words):
    why = {"code": "CAL008", "en": "the history is too short.", "zh": "历史过短。"}
    reading = read({"refused": why})
    (only,) = hindcast.hindcast(reading)
    assert words in said([only], reading, lang)


def test_a_run_without_a_hindcast_says_nothing(results):
    assert list(hindcast.hindcast(Reading(results))) == []
