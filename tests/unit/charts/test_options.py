"""Figures are plain data: JSON, the numbers that were given, words of one language."""

import json

import pytest

from dualcarbon.charts import decoupling, fan, look, peak_years, sankey, stacks, waterfall
from dualcarbon.errors import DataError


def chinese(text):
    return any(ord(c) > 0x2E80 for c in text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_options_are_plain_json(figure, lang):
    option = figure(lang)
    assert json.loads(json.dumps(option, allow_nan=False)) == option


def test_english_figures_hold_no_chinese_and_the_other_way_round(figure):
    assert not chinese(json.dumps(figure("en"), ensure_ascii=False).replace(look.FONT, ""))
    assert chinese(json.dumps(figure("zh"), ensure_ascii=False))


def test_the_option_is_not_kept_between_calls(figure):
    first = figure("en")
    first.clear()
    assert figure("en")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("sankey", {100, 40, 2, 5, 43, 61, 60}),
        ("sectors", {60, 61.5, 30, 31.25}),
        ("fuels", {60, 61.5, 3, 3.5}),
        ("waterfall", {100, 52.5, 30.25, 120}),
        ("decoupling", {58, 19, 8, -1}),
        ("fan", {90, 95, 97, 98, 99, 96, 7, 93}),
        ("paths", {90, 99, 80}),
        ("peak_years", {30, 50, 20, 100}),
        ("intensity", {100, 75, 70}),
        ("treemap", {12.5, 60.25, 27.25}),
        ("gaps", {-20.5, -19, -22}),
        ("composition", {695.3, 32.9, -1.7, 32.7, 9.3}),
        ("tornado", {-29.8, 31.2, 5.6, -5.6, 23.4}),
    ],
)
def test_options_hold_the_numbers_given(draw, numbers, name, given):
    assert {float(n) for n in given} <= numbers(draw[name]("en"))


def test_chinese_amounts_are_the_same_numbers_in_the_unit_of_the_language(draw):
    english, chinese_ = (
        [s["data"] for s in draw["sectors"](lang)["baseOption"]["series"]] for lang in ("en", "zh")
    )
    assert chinese_ == [[100 * v for v in row] for row in english]


def test_energy_that_a_transformation_gives_back_is_told_and_not_drawn():
    cells = [sankey.Cell("energy_supply", "other_transformation", "coal", -7.0)]
    assert sankey.returned(cells) == {"coal": 7.0}
    assert sankey.arrange(cells) == {}


def test_what_a_plant_does_not_give_back_is_a_conversion_loss():
    links = sankey.arrange(
        [
            sankey.Cell("energy_supply", "power", "coal", 100.0),
            sankey.Cell("energy_supply", "power", "electricity", -40.0),
        ]
    )
    lost = links[sankey.Node("plant", "power"), sankey.Node("use", "conversion_loss")]
    assert lost == 60.0


def test_flows_in_a_circle_are_refused_by_name():
    heat_makes_power_makes_heat = [
        sankey.Cell("energy_supply", "power", "heat", 5.0),
        sankey.Cell("energy_supply", "power", "electricity", -4.0),
        sankey.Cell("energy_supply", "heat", "electricity", 3.0),
        sankey.Cell("energy_supply", "heat", "heat", -3.0),
    ]
    with pytest.raises(DataError, match=r"circle through electricity, heat, power"):
        sankey.option(heat_makes_power_makes_heat, "en")


def test_exports_leave_and_plain_uses_need_no_balance():
    links = sankey.arrange(
        [
            sankey.Cell("total", "export", "electricity", 2.0),
            sankey.Cell("industry", "consumption", "coal", 3.0),
        ]
    )
    assert {b.id for _, b in links} == {"export", "industry"}


def test_what_effects_leave_over_is_drawn_as_reported_apart():
    option = waterfall.option((2010, 100.0), {"affluence": 50.0}, (2017, 120.0), "en")
    assert option["baseOption"]["yAxis"]["data"] == [
        "2010",
        "GDP per head",
        "Reported apart",
        "2017",
    ]


def test_effects_that_add_up_leave_nothing_apart():
    option = waterfall.option((2010, 100.0), {"affluence": 20.0}, (2017, 120.0), "zh")
    assert option["baseOption"]["yAxis"]["data"] == ["2010", "人均 GDP", "2017"]


def test_red_marks_the_peak_and_nothing_else(draw):
    for name in draw:
        drawn = json.dumps(draw[name]("en"))
        assert (look.PEAK in drawn) == (name in ("fan", "paths")), name


def test_a_path_without_a_peak_has_no_red():
    option = fan.option({2017: 1.0}, {2018: 2.0}, {}, None, "en")
    assert look.PEAK not in json.dumps(option)
    assert "10–90" not in json.dumps(option, ensure_ascii=False)


def test_peaks_close_to_each_other_are_labelled_on_two_sides():
    scenarios = [
        fan.Scenario({"en": "a", "zh": "甲"}, {2028: 9.0}, fan.Peak(2028, 9.0)),
        fan.Scenario({"en": "b", "zh": "乙"}, {2024: 8.0}, fan.Peak(2024, 8.0)),
    ]
    marks = fan.compare({2017: 7.0}, scenarios, "en")["baseOption"]["series"][-1]["data"]
    assert [m["label"]["position"] for m in marks] == ["top", "bottom"]


def test_no_peak_stands_first_among_the_peak_years(draw):
    option = draw["peak_years"]("en")
    assert option["xAxis"][0]["data"][0] == "no peak by 2060"
    assert option["series"][0]["data"][0]["value"] == 30.0


def test_years_that_no_member_peaks_in_keep_their_place(draw):
    assert draw["peak_years"]("en")["xAxis"][0]["data"][2:] == [
        "2028",
        "2029",
        "2030",
        "2031",
        "2032",
    ]


def test_no_member_at_all_still_gives_a_figure():
    option = peak_years.option([peak_years.Odds({"en": "a", "zh": "甲"}, 4, {})], 2060, "en")
    assert option["series"][0]["data"][0]["value"] == 100.0


def test_an_economy_that_shrinks_has_room_on_the_left():
    option = decoupling.option([decoupling.Period("2019–2020", -0.03, -0.06)], "en")
    assert option["xAxis"]["min"] == -5.0
    assert option["yAxis"]["min"] == -10.0


def test_stack_colours_are_ordered_by_lightness():
    series = stacks.sectors({s: {2017: 1.0} for s in "abcdef"}, 2017, "en")["baseOption"]["series"]
    light = [look.lightness(s["itemStyle"]["color"]) for s in series]
    assert light == sorted(light)
    assert light[-1] > 10 * light[0]


def test_lines_are_dark_enough_on_white():
    white = 1.05
    assert all(
        white / (look.lightness(c) + 0.05) >= 3 for n in (1, 2, 3, 5) for c in look.shades(n)
    )
    assert white / (look.lightness(look.QUIET) + 0.05) >= 4.5


def test_a_single_part_takes_the_accent():
    assert look.ramp(1) == [look.ACCENT]
    assert look.ramp(0) == []
