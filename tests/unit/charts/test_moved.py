"""The figure of what moves the peak: shares as given, the part alone within the whole, what is not told left out."""

from __future__ import annotations

import pytest

from dualcarbon.charts import moved

GDP, COAL = {"en": "GDP", "zh": "地区生产总值"}, {"en": "Coal", "zh": "煤炭"}
PEAK, AMOUNT = {"en": "peak by 2030", "zh": "2030年前达峰"}, {"en": "peak amount", "zh": "峰值"}


def bars(rows, lang="en"):
    """Give both bars of every row: left whole, right whole, left alone, right alone."""
    series = moved.option(rows, PEAK, AMOUNT, lang)["baseOption"]["series"]
    assert [(s["xAxisIndex"], s["type"]) for s in series] == [(0, "bar"), (1, "bar")] * 2
    return [[bar["value"] for bar in s["data"]] for s in series]


def test_whole_shares_and_what_is_made_alone_stand_in_the_order_given():
    rows = [
        moved.Row(GDP, moved.Share(0.7, 0.3), moved.Share(0.4, 0.35)),
        moved.Row(COAL, moved.Share(0.01, None), moved.Share(0.19, 0.18)),
    ]
    assert bars(rows) == [[0.7, 0.01], [0.4, 0.19], [0.3, 0.0], [0.35, 0.18]]
    option = moved.option(rows, PEAK, AMOUNT, "zh")["baseOption"]
    assert option["yAxis"][0]["data"] == ["地区生产总值", "煤炭"]
    assert [t["text"] for t in option["title"]] == ["2030年前达峰，占方差比重", "峰值，占方差比重"]


def test_the_part_alone_is_never_drawn_longer_than_the_whole():
    rows = [moved.Row(GDP, moved.Share(0.2, 0.25), moved.Share(0.3, -0.05))]
    assert bars(rows) == [[0.2], [0.3], [0.2], [0.0]]


def test_a_share_beyond_all_is_drawn_as_all():
    rows = [moved.Row(GDP, moved.Share(1.07, 1.03), moved.Share(0.5, 0.4))]
    assert bars(rows)[0] == [1.0]
    assert bars(rows)[2] == [1.0]


def test_an_output_that_does_not_vary_has_a_dash():
    (left, *_) = moved.option([moved.Row(GDP, None, moved.Share(0.5, 0.4))], PEAK, AMOUNT, "en")["baseOption"]["series"]  # fmt: skip
    assert left["data"][0]["label"]["formatter"] == "–"
    assert left["data"][0]["value"] == 0.0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_legend_names_both_bars(lang):
    option = moved.option([moved.Row(GDP, None, moved.Share(0.5, 0.4))], PEAK, AMOUNT, lang)
    named = [item["name"] for item in option["baseOption"]["legend"]["data"]]
    assert {s["name"] for s in option["baseOption"]["series"]} == set(named)


def test_more_rows_make_a_higher_figure():
    row = moved.Row(GDP, moved.Share(0.7, 0.3), moved.Share(0.4, 0.35))
    heights = [moved.heights([row] * n) for n in (1, 4, 8)]
    assert heights == sorted(heights)
    assert all(slim > wide for wide, slim in heights)


@pytest.mark.parametrize(
    ("title", "lines"), [("peak amount", 1), ("GHG-neutral by 2060", 2), ("net CO2e of 2060", 2)]
)
def test_a_head_that_is_wider_than_its_panel_is_broken(title, lines):
    row = moved.Row(GDP, moved.Share(0.7, 0.3), moved.Share(0.4, 0.35))
    option = moved.option([row], PEAK, {"en": title}, "en")["baseOption"]
    text = option["title"][1]["text"]
    assert text.count("\n") == lines - 1
    assert text.replace("\n", " ") == f"{title[:1].upper()}{title[1:]}, share of variance"
