"""The figure of the hindcast: the band, the simple ways and what came, each where it belongs."""

from __future__ import annotations

import pytest

from dualcarbon.charts import hindcast, render

HISTORY = {2010: 90.0, 2011: 95.0, 2012: 97.0, 2013: 96.0}
SEEN = hindcast.Foreseen(
    middle={2012: 99.0, 2013: 104.0},
    low={2012: 92.0, 2013: -5.0},
    high={2012: 105.0, 2013: 130.0},
    simple={"naive": {2012: 95.0, 2013: 95.0}, "trend": {2012: 100.0, 2013: 105.0}},
)


def lines(lang="en"):
    drawn = hindcast.option(HISTORY, SEEN, lang)["baseOption"]["series"]
    return {one.get("name", ""): one["data"] for one in drawn}


def test_lines_begin_where_the_prediction_was_made():
    found = lines()
    assert found["history"] == [90.0, 95.0, 97.0, 96.0]
    assert found["foreseen"] == [None, 95.0, 99.0, 104.0]
    assert found["last value"] == [None, 95.0, 95.0, 95.0]
    assert found["log-linear trend"] == [None, 95.0, 100.0, 105.0]


def test_the_band_stands_on_its_lower_end_and_never_below_nothing():
    found = lines()
    assert found[""] == [None, None, 92.0, 0.0]
    assert found["90 % interval"] == [None, None, 13.0, 130.0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_drawn_in_both_languages(lang):
    drawing = render.svg(hindcast.option(HISTORY, SEEN, lang), 640, 300)
    assert ("foreseen" if lang == "en" else "延续预测") in drawing
