"""The figure of all gases: sources upwards, sinks downwards, the net total over both."""

from __future__ import annotations

import pytest

from dualcarbon.charts import gases, render
from dualcarbon.charts.look import REMOVED

PARTS = {"gases_energy": {2020: 90.0, 2021: 80.0}, "gases_land": {2020: -5.0, 2021: -6.0}}
NET = {2019: 88.0, 2020: 85.0, 2021: 74.0}


def series(lang="en"):
    return gases.option(PARTS, NET, 2020, lang)["baseOption"]["series"]


def test_years_before_the_base_year_have_the_net_line_alone():
    energy, land, net = series()
    assert energy["data"] == [None, 90.0, 80.0]
    assert land["data"] == [None, -5.0, -6.0]
    assert net["data"] == [88.0, 85.0, 74.0]
    assert energy["stack"] == land["stack"]


def test_sinks_have_the_colour_of_what_is_removed():
    energy, land, _ = series()
    assert land["itemStyle"]["color"] == REMOVED
    assert energy["itemStyle"]["color"] != REMOVED


def test_a_line_parts_statistics_from_the_scenario():
    mark = series()[-1]["markLine"]
    assert mark["data"] == [{"xAxis": "2020"}]
    alone = gases.option(PARTS, {2020: 85.0}, 2020, "en")["baseOption"]["series"][-1]
    assert "markLine" not in alone


@pytest.mark.parametrize(("lang", "word"), [("en", "Net total"), ("zh", "净排放总量")])
def test_it_is_drawn_in_both_languages(lang, word):
    assert word in render.svg(gases.option(PARTS, NET, 2020, lang), 640, 300)
