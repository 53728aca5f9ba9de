"""Figures of measures and money: nothing lost, nothing hidden, no label cut or covered."""

import itertools

import pytest

from dualcarbon.charts import (
    attribution,
    cost_curve,
    discounting,
    fitting,
    investment,
    look,
    mix,
    projects,
    ranking,
    render,
    schedule,
    trend,
    wedges,
)

WIND, MOTORS = {"en": "Wind", "zh": "风电"}, {"en": "Motors", "zh": "电机"}
POLICY = {"en": "Policy", "zh": "政策情景"}
BASELINE = {"en": "Baseline", "zh": "基准情景"}


def series(option, **wanted):
    """Give the series of an option whose parts are as wanted."""
    whole = option.get("baseOption", option)
    return [s for s in whole["series"] if all(s.get(k) == v for k, v in wanted.items())]


def covers(a, b):
    """Tell whether two labels lie over each other by more than a pixel both ways."""
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 1 and down > 1


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("slim", [False, True])
def test_no_label_is_cut_or_covered(measured, labels, lang, slim):
    draw, heights = measured
    width, height = (fitting.SLIM if slim else fitting.WIDE), heights[slim]
    found = labels(render.svg(draw(lang), width, height))
    assert len(found) > 10
    assert [
        x for x in found if x.left < 0 or x.right > width or x.top < 0 or x.bottom > height
    ] == []
    assert [(a.text, b.text) for a, b in itertools.combinations(found, 2) if covers(a, b)] == []


def test_wedges_and_the_scenario_add_up_to_the_path_without_measures():
    measures = [wedges.Wedge({"en": f"m{i}"}, {2018: 0.5 * i, 2019: float(i)}) for i in range(20)]
    without = {2018: 300.0, 2019: 310.0}
    left = {y: without[y] - sum(m.path[y] for m in measures) for y in without}
    option = wedges.option({2017: 290.0}, without, wedges.Line(POLICY, left), measures, "en")
    stacked = [s["data"] for s in series(option, stack="down")]
    assert [sum(column) for column in zip(*stacked, strict=True)] == [290.0, 300.0, 310.0]


def test_the_ten_largest_measures_stand_alone_and_the_rest_is_joined():
    measures = [wedges.Wedge({"en": f"m{i}"}, {2018: float(i)}) for i in range(1, 21)]
    kept = wedges.gathered(measures, "en")
    assert list(kept) == [*(f"{n} m{21 - n}" for n in range(1, 11)), "other measures"]
    assert kept["other measures"] == {2018: (55.0, 0.0)}


def test_eleven_measures_need_no_joining():
    measures = [wedges.Wedge({"en": f"m{i}"}, {2018: 1.0}) for i in range(11)]
    assert "other measures" not in wedges.gathered(measures, "en")


def test_a_measure_that_raises_emissions_stands_above_the_path_without_measures():
    cars = wedges.Wedge({"en": "Cars"}, {2018: -2.0, 2019: 1.0})
    wind = wedges.Wedge(WIND, {2018: 5.0, 2019: 5.0})
    line = wedges.Line(POLICY, {2018: 7.0, 2019: 6.0})
    option = wedges.option({2017: 9.0}, {2018: 10.0, 2019: 12.0}, line, [cars, wind], "en")
    floor, raised = series(option, stack="up")
    assert floor["data"] == [9.0, 10.0, 12.0]
    assert raised["data"] == [0.0, 2.0, 0.0]
    assert raised["name"] == "raised by measures"
    down = [s["data"][1] for s in series(option, stack="down")]
    assert sum(down) == 10.0 + 2.0  # what the others take off includes what the cars add


def test_joined_measures_that_raise_and_lower_are_not_netted():
    small = [wedges.Wedge({"en": f"m{i}"}, {2018: (-1.0) ** i}) for i in range(4)]
    large = [wedges.Wedge({"en": f"l{i}"}, {2018: 9.0}) for i in range(10)]
    assert wedges.gathered([*small, *large], "en")["other measures"] == {2018: (2.0, 2.0)}


def test_wedges_thick_enough_hold_their_number_and_the_rest_holds_none():
    measures = [wedges.Wedge({"en": f"m{i}"}, {2018: 10.0, 2030: 10.0}) for i in range(12)]
    measures.append(wedges.Wedge({"en": "thin"}, {2018: 11.0, 2030: 0.1}))
    without = {2018: 200.0, 2030: 200.0}
    left = {2018: 69.0, 2030: 79.9}
    option = wedges.option({2017: 190.0}, without, wedges.Line(POLICY, left), measures, "en")
    marks = series(option, type="scatter")[0]["data"]
    assert [m["label"]["formatter"] for m in marks] == [str(n) for n in range(10, 0, -1)]
    assert marks[0]["value"] == ["2018", 69.0 + 31.0 + 5.0]


def test_without_a_raising_measure_there_is_no_hatch(draw):
    path = wedges.Line(POLICY, {2018: 7.0})
    option = wedges.option({2017: 9.0}, {2018: 10.0}, path, [wedges.Wedge(WIND, {2018: 3.0})], "zh")
    assert series(option, stack="up") == []
    assert series(draw["wedges"]("zh"), name="措施导致的增排")


def test_a_number_given_to_a_measure_is_kept():
    kept = wedges.gathered([wedges.Wedge(WIND, {2018: 3.0}, "M7")], "en")
    assert list(kept) == ["M7 Wind"]


def test_steps_of_the_cost_curve_are_as_wide_as_the_abatement():
    bars = [cost_curve.Bar(WIND, 3.0, 50.0), cost_curve.Bar(MOTORS, 2.0, -90.0)]
    steps = cost_curve.curve(bars)
    assert [(s.start, s.end, s.cost) for s in steps] == [(0.0, 2.0, -90.0), (2.0, 5.0, 50.0)]
    assert series(cost_curve.option(bars, "en"))[0]["data"][-1] == [5.0, 0.0]


def test_the_curve_before_interaction_has_its_own_order():
    bars = [
        cost_curve.Bar(WIND, 3.0, 50.0, 4.0, -100.0),
        cost_curve.Bar(MOTORS, 2.0, -90.0, 2.0, -90.0),
    ]
    before, after, outline, _ = series(cost_curve.option(bars, "en"))
    assert [p[0] for p in before["data"]] == [0.0, 0.0, 4.0, 4.0, 4.0, 4.0, 6.0, 6.0]
    assert after["data"][1] == [0.0, -90.0]
    assert outline["data"][0] == [0.0, -100.0]
    assert before["name"] == outline["name"] == "before interaction"


def test_what_has_no_place_on_the_curve_is_given():
    bars = [
        cost_curve.Bar(WIND, 3.0, 50.0),
        cost_curve.Bar(MOTORS, -1.0, 20.0),
        cost_curve.Bar(POLICY, 1.0, None),
    ]
    assert [b.name for b in cost_curve.left_out(bars)] == [MOTORS, POLICY]
    assert len(cost_curve.curve(bars)) == 1


def test_thin_steps_have_no_number_but_are_listed(draw):
    option = draw["cost_curve"]("en")
    marks = series(option, type="scatter")[0]["data"]
    listed = "\n".join(t["text"] for t in option["baseOption"]["title"])
    assert len(marks) < 14
    assert "Clinker substitution" in listed
    narrow = option["media"][0]["option"]["series"][-1]["data"]
    assert {m["name"] for m in narrow} < {m["name"] for m in marks}


def test_a_ranking_keeps_its_order_and_tells_how_sure_it_is():
    rows = [ranking.Row(WIND, 2e9, 3.0, 0.976), ranking.Row(MOTORS, -1e9, 5.0)]
    option = ranking.option(rows, 2022, "en")
    value, mass = series(option)
    assert [d["value"] for d in value["data"]] == pytest.approx([2.0, -1.0])
    assert [d["label"]["position"] for d in value["data"]] == ["right", "left"]
    assert [d["value"] for d in mass["data"]] == [3.0, 5.0]
    assert option["baseOption"]["yAxis"][2]["data"] == ["98%", "–"]
    assert [t["text"] for t in option["baseOption"]["title"]] == [
        "Net value, bn CNY, prices of 2022",
        "Abatement, Mt CO2",
    ]


def test_a_ranking_without_members_has_no_column_of_shares():
    option = ranking.option([ranking.Row(WIND, 2e9, 3.0)], None, "zh")
    assert len(option["baseOption"]["yAxis"]) == 2


def test_rows_are_as_high_as_long_names_need():
    long = {"en": "Steel energy-efficiency package (CDQ, TRT, sinter and gas recovery)"}
    assert (
        ranking.heights([ranking.Row(WIND, 1.0, 1.0)] * 2)[0]
        < (ranking.heights([ranking.Row(long, 1.0, 1.0)] * 2)[0])
    )


def test_investment_of_all_actions_adds_up_to_the_step_of_the_line(draw):
    option = draw["investment"]("en")
    bars = [s["data"] for s in series(option, type="bar")]
    line = series(option, name="cumulative (right axis)")[0]["data"]
    yearly = [sum(column) for column in zip(*bars, strict=True)]
    assert list(itertools.accumulate(yearly)) == pytest.approx(line)


def test_a_year_without_investment_keeps_its_place():
    part = investment.Part(WIND, {2020: 1e9, 2022: 1e9})
    option = investment.option([part], {2020: 1e9, 2022: 2e9}, None, "en")
    assert series(option, type="bar")[0]["data"] == pytest.approx([1.0, 0.0, 1.0])
    assert series(option, type="line")[0]["data"] == [1.0, None, 2.0]


def test_marks_of_rates_stand_in_order_and_not_on_each_other(draw):
    marks = series(draw["net_value"]("en"))[0]["markLine"]["data"]
    assert [m["xAxis"] for m in marks] == [6.0, 7.0, 8.0]
    assert [m["label"]["formatter"] for m in marks] == ["6%\nsocial", "7%\nfinancial", "8%\nsocial"]
    assert marks[0]["label"]["distance"] != marks[1]["label"]["distance"]


def test_a_rate_between_whole_ones_is_written_out():
    line = discounting.Line(WIND, {0.06: 1.0, 0.08: 2.0})
    option = discounting.cost([line], [discounting.Mark(0.065, POLICY)], "zh")
    assert series(option)[0]["markLine"]["data"][0]["label"]["formatter"] == "6.5%\n政策情景"
    assert option["baseOption"]["yAxis"]["name"] == "元/吨CO2"


def test_lines_of_measures_differ_without_colour(draw):
    found = [(s["symbol"], str(s["lineStyle"]["type"])) for s in series(draw["net_value"]("en"))]
    assert len(set(found)) == len(found) == 8


def test_breaks_are_shaded_in_every_panel_and_the_slope_is_drawn(draw):
    option = draw["trend"]("en")
    shades = series(option, name="suspected break in the data")
    assert [s["data"] for s in shades] == [[None, 1, 1, None, None, None, None, None]] * 2
    assert len(series(option, name="Sen slope")) == 2


def test_a_series_without_test_and_breaks_is_history_alone():
    option = trend.option([trend.Series(WIND, {2010: 1.0, 2011: 2.0})], [], "en")
    assert [s["name"] for s in series(option)] == ["history"]


def test_the_line_of_the_slope_runs_through_the_middle_of_years_and_values():
    line = trend.sen_line({2010: 1.0, 2011: 9.0, 2012: 4.0, 2013: 5.0, 2014: 7.0}, 1.5)
    assert line == {2010: 2.0, 2011: 3.5, 2012: 5.0, 2013: 6.5, 2014: 8.0}


def test_the_steps_between_two_scenarios_add_up():
    start, end = attribution.Total(BASELINE, 100.0), attribution.Total(POLICY, 92.0)
    players = [attribution.Player(WIND, -10.0), attribution.Player(MOTORS, 2.0)]
    floors, rises, falls, totals = series(attribution.option(start, players, end, "en"))
    assert floors["data"] == [0.0, 90.0, 90.0, 0.0]
    assert falls["data"][1]["value"] == 10.0
    assert rises["data"][2]["value"] == 2.0
    assert [d["value"] for d in totals["data"]] == [[100.0, 0], [92.0, 3]]


def test_a_way_through_zero_keeps_the_length_of_its_steps():
    start, end = attribution.Total(BASELINE, 3.0), attribution.Total(POLICY, -2.0)
    option = attribution.option(start, [attribution.Player(WIND, -5.0)], end, "en")
    floors, _, falls, _ = series(option)
    assert floors["data"][1] == -2.0
    assert falls["data"][1]["value"] == 5.0
    assert option["baseOption"]["xAxis"]["min"] < -2.0


def test_many_players_are_joined_and_their_sum_is_kept():
    players = [attribution.Player({"en": f"p{i}", "zh": f"p{i}"}, -float(i)) for i in range(1, 31)]
    shown = attribution.gathered(players)
    assert shown[-1].name["en"] == "20 others"
    assert sum(p.amount for p in shown) == sum(p.amount for p in players)


def test_projects_stand_in_two_rankings():
    several = [projects.Project(WIND, 1.0, 900.0), projects.Project(MOTORS, 2.0)]
    by_mass, by_money = projects.rankings(several)
    assert [p.name for p in by_mass] == [MOTORS, WIND]
    assert [p.name for p in by_money] == [WIND]
    other, both, money = series(projects.option(several, "en"))
    assert (other["name"], both["name"]) == ("in one or none", "among the first 8 in both")
    assert [bar and bar["value"] for bar in other["data"]] == [2.0, None]
    assert [bar and bar["value"] for bar in both["data"]] == [None, 1.0]
    assert [bar["value"] for bar in money["data"]] == [900.0]


def test_only_the_first_projects_are_drawn():
    many = [projects.Project({"en": f"p{i}"}, float(i), 100.0 * i) for i in range(40)]
    assert {len(s["data"]) for s in series(projects.option(many, "en"))} == {projects.SHOWN}


def test_a_task_is_cut_at_the_ends_of_the_axis():
    task = schedule.Task(WIND, POLICY, 2010, 2070)
    hidden, ramp, full = series(schedule.option([task], 2017, 2060, "en"))
    assert (hidden["data"], ramp["data"], full["data"]) == ([None, 2017], [None, 43], [None, 0])


def test_tasks_of_an_action_share_a_heading():
    tasks = [schedule.Task(n, a, 2020, 2030) for n, a in ((WIND, POLICY), (MOTORS, POLICY))]
    rows = schedule.option(tasks, 2017, 2060, "zh")["baseOption"]["yAxis"]["data"]
    assert [r if isinstance(r, str) else r["value"] for r in rows] == ["政策情景", "风电", "电机"]


def test_years_of_a_schedule_are_written_as_years(labels, draw):
    shown = {x.text for x in labels(render.svg(draw["schedule"]("en"), 760, 700))}
    assert {"2020", "2030", "2060"} <= shown


def test_fuels_keep_their_amounts_and_tell_their_shares():
    bars = [mix.Bar(2017, None, {"coal": 6.0, "oil": 4.0}), mix.Bar(2030, POLICY, {"oil": 5.0})]
    option = mix.fuels(bars, "en")
    coal, oil, totals = series(option)
    assert [d["value"] for d in coal["data"]] == [6.0, 0.0]
    assert [d["label"]["formatter"] for d in oil["data"]] == ["40%", "100%"]
    assert [d["label"]["formatter"] for d in totals["data"]] == ["10.00", "5.00"]
    assert option["baseOption"]["yAxis"]["data"] == ["2017", "2030 Policy"]


def test_colours_of_stacks_run_from_light_to_dark(draw):
    stacked = series(draw["wedges"]("en"), stack="down")[1:]
    light = [look.lightness(s["itemStyle"]["color"]) for s in stacked]
    assert light == sorted(light)
    assert len(light) == 11


def test_the_width_of_a_text_is_not_underestimated():
    # the widest of these in Noto Sans is 0.49 em a letter, and 1 em a Chinese character
    assert fitting.width("Green and low-carbon energy transition", 100) >= 1857
    assert fitting.width("能源绿色低碳转型", 100) >= 800


def test_wrapping_keeps_every_word_and_no_line_is_too_wide():
    text = "Steel energy-efficiency package (CDQ, TRT, sinter and gas recovery)"
    lines = fitting.wrap(text, 140, 12)
    assert " ".join(lines) == text
    assert all(fitting.width(line, 12) <= 140 for line in lines)


def test_chinese_breaks_anywhere_but_before_a_closing_mark():
    lines = fitting.wrap("钢铁极致能效（干熄焦、余热回收）", 62, 12)
    assert "".join(lines) == "钢铁极致能效（干熄焦、余热回收）"
    assert not any(line[0] in "、）" for line in lines)
