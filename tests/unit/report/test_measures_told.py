"""Measures, money, projects and schedule as the report tells them."""

import copy
import dataclasses

import pytest

from dualcarbon.report import (
    abatement,
    listed,
    money,
    projects,
    rankings,
    schedule,
    sentences,
    spending,
)
from dualcarbon.report.numbers import Scale
from dualcarbon.report.pieces import Bullets, Figure, Paragraph, Sentence, Table, say
from dualcarbon.report.reading import Reading

SCALE = Scale(686.3, 306.7)


@pytest.fixture
def read(results):
    return Reading(results)


@pytest.fixture
def changed(results):
    """Give a function: the reading of the results with a change."""

    def change(how):
        summary = copy.deepcopy(dict(results.summary))
        how(summary)
        return Reading(dataclasses.replace(results, summary=summary))

    return change


def table(blocks, id):
    return next(b for b in blocks if isinstance(b, Table) and b.id == id)


def english(cell):
    return sentences.text(cell, "en", SCALE) if isinstance(cell, Sentence) else cell


def said(blocks):
    """All sentences of paragraphs and lists, by id."""
    found = [s for b in blocks if isinstance(b, Paragraph) for s in b.sentences]
    found += [s for b in blocks if isinstance(b, Bullets) for s, _ in b.items]
    return {s.id: s for s in found}


def test_the_scenario_worked_out_is_the_first_that_is_enough(read, changed):
    assert listed.planned(read).name == "enhanced"
    only_policy = changed(
        lambda s: s.update(measures=[m for m in s["measures"] if m["scenario"] == "policy"])
    )
    assert listed.planned(only_policy).name == "policy"


def test_without_measures_no_scenario_is_worked_out(bare):
    read = Reading(bare)
    assert listed.planned(read) is None
    assert listed.measures(read) == []
    assert [s.id for s in next(iter(abatement.overview(read))).sentences] == ["pathway.no_measures"]


def test_measures_keep_their_place_in_the_summary(read):
    for one in listed.measures(read):
        assert one.number(read, "npv_cny", "money").key == f"measures.{one.place}.npv_cny"
        assert read.raw(f"measures.{one.place}.id") == one.id


def test_the_list_says_what_each_measure_changes_how_large_and_when(read):
    rows = table(list(abatement.overview(read)), "measures").rows
    assert english(rows[0][0]) == "1. Offshore wind"
    assert rows[0][1]["zh"] == "能源绿色低碳转型行动"
    assert rows[0][2]["zh"] == "本地非化石电量占供电量比重"
    assert english(rows[0][3]) == "8,000,000 kW"
    assert sentences.text(rows[0][3], "zh", SCALE) == "8,000,000 千瓦"
    assert english(rows[0][4]) == "2018–2032"
    assert rows[5][3] == "–"  # lamps state no size


def test_marked_sizes_and_costs_are_counted(read):
    sizes = said(list(abatement.overview(read)))["measures.marked"].values
    assert (sizes["all"].value, sizes["assumed"].value, sizes["memory"].value) == (6, 6, 0)
    costs = said(list(money.unit_costs(read)))["money.marked"].values
    assert (costs["all"].value, costs["assumed"].value) == (5, 5)


def test_measures_of_an_action_are_added_up(read):
    rows = table(list(abatement.overview(read)), "actions").rows
    energy = rows[0]
    assert (energy[1].value, energy[2].value) == (2, pytest.approx(9.0 * 12 / 14 + 1.5 * 10 / 15))
    assert energy[3].value == pytest.approx(1.5e8 * (9.0 * 14 + 1.5 * 15))
    assert rows[-1][1].value == 6


def test_abatement_adds_up_and_alone_does_not(read):
    rows = table(list(abatement.abatement(read)), "abatement").rows
    assert [row[-2] for row in rows][-1] == "–"
    for column in (1, 2, 3, 4, 6):
        parts = [row[column] for row in rows]
        assert sum(float(p.shown) for p in parts[:-1]) == pytest.approx(
            round(float(parts[-1].value), 1)
        )


def test_the_wedges_lie_between_the_scenario_and_the_path_without_measures(read, monkeypatch):
    drawn = {}
    option = abatement.drawing.option

    def spy(history, without, scenario, wedges, lang):
        drawn.update(without=without, scenario=scenario.path, wedges=wedges)
        return option(history, without, scenario, wedges, lang)

    monkeypatch.setattr(abatement.drawing, "option", spy)
    (figure,) = [b for b in abatement.abatement(read) if isinstance(b, Figure)]
    figure.draw("en")
    for year in (2030, 2060):
        taken = sum(w.path[year] for w in drawn["wedges"])
        assert drawn["without"][year] - drawn["scenario"][year] == pytest.approx(taken)


def test_interaction_names_what_would_be_counted_twice_needed_and_barred(read):
    told = said(list(abatement.interaction(read)))
    twice = told["measures.overlap"].values
    assert twice["twice"].value == pytest.approx(twice["alone"].value - twice["together"].value)
    assert english(told["measures.requires"]) == (
        "Storage needs Offshore wind and has no effect without."
    )
    assert english(told["measures.excludes"]).startswith("Electric kilns and Capture exclude")


def test_scarce_resources_stand_beside_what_is_used(read):
    row = table(list(abatement.interaction(read)), "resources").rows[0]
    assert english(row[0]) == "Sites at sea (kW)"
    assert [n.value for n in row[1:5]] == [1e7, 9.6e6, 2e7, 8e6]


def test_the_worth_of_a_measure_keeps_its_keys(read):
    blocks = list(money.worth(read))
    rows = {english(r[0]): r for r in table(blocks, "worth").rows}
    assert "6. Lamps without a cost" not in rows
    motors = rows["3. Efficient motors"]
    assert motors[2].value == pytest.approx(-210 * 1.08)
    assert motors[7].value == 0.11
    assert motors[7].key.endswith(".irr.0")
    assert rows["5. Capture"][7] == "–"
    assert english(rows["1. Offshore wind"][4]) == "100 to 500"
    assert motors[4] == "–"
    assert said(blocks)["money.paying"].values["paying"].value == 1


def test_several_rates_of_return_are_given_as_a_range(changed):
    def change(summary):
        summary["measures"][0]["irr"] = [0.04, 0.31]

    read = changed(change)
    assert sentences.text(money.rate_of(read, "measures.0"), "en", SCALE) == "4.0% to 31.0%"


def test_measures_without_a_cost_are_named_once_with_their_reason(read, changed):
    told = said(list(money.unit_costs(read)))
    assert english(told["money.refused"]) == "Not valued: Lamps without a cost (no cost is known)."

    def change(summary):
        for one in summary["measures"]:
            if one["id"] in ("kilns", "lamps"):
                one |= {"money": None, "money_refused": {"en": ": no cost.", "zh": "：缺少成本。"}}

    again = said(list(money.unit_costs(changed(change))))
    assert english(again["money.refused"]) == (
        "Not valued: Electric kilns and Lamps without a cost (no cost)."
    )


def test_net_values_stand_by_view_carbon_price_and_taxes(read):
    blocks = list(money.views(read))
    plain, taxed = table(blocks, "views"), table(blocks, "views-taxes")
    assert len(plain.heads) == len(taxed.heads) == 7
    one = listed.valued(read)[0]
    wanted = [
        w["npv_cny"]
        for w in one.told["worth"]
        if not w["taxes"]
    ]  # fmt: skip
    assert [n.value for n in plain.rows[0][1:]] == wanted


def test_the_ranking_goes_by_net_value(read):
    rows = table(list(rankings.rankings(read)), "ranking-table").rows
    assert [row[2].value for row in rows] == [1, 2, 3, 4, 5]
    assert english(rows[0][0]) == "3. Efficient motors"


def test_investment_is_cut_at_the_ends_of_the_plans(read):
    there = listed.valued(read)
    spans = spending.spans(read, there)
    assert spans == [(2019, 2025), (2026, 2030), (2031, 2035), (2036, 2060)]
    parts = [spending.invested(read, there, *span) for span in spans]
    whole = sum(float(m.told["investment_cny"]) for m in there)
    assert sum(float(p.value) for p in parts) == pytest.approx(whole)
    blocks = list(spending.spending(read))
    rows = table(blocks, "investment-table").rows
    assert rows[-1][-1].value == pytest.approx(whole)


def test_a_measure_pays_with_the_carbon_price_or_without(read):
    pays = {
        m.id: (money.pays(m, carbon=False), money.pays(m, carbon=True)) for m in listed.valued(read)
    }
    assert pays["motors"] == (True, True)
    assert pays["wind"] == (False, True)
    assert pays["ccs"] == (False, False)


def test_projects_are_ranked_twice(read):
    by_mass, by_money = (
        [one["id"] for _, one in projects.ranked(read, by)] for by in ("abatement", "economy")
    )
    assert by_mass == ["wind-2", "wind-1", "wind-0"]
    assert by_money == ["wind-2", "wind-1", "wind-0"]
    first = table(list(projects.by_abatement(read)), "projects-abatement").rows[0]
    assert first[1]["zh"] == "东湖海上风电场"
    assert english(first[4]) == "900,000 kW"
    assert first[6].value == pytest.approx(1.2)
    economy = table(list(projects.by_economy(read)), "projects-economy").rows
    assert economy[-1][6] == "–"  # no rate of return
    assert not economy[-1][7].known


def test_projects_of_another_scenario_are_not_shown(changed):
    def change(summary):
        for one in summary["projects"]:
            one["scenario"] = "policy"

    assert list(projects.by_abatement(changed(change))) == []


def test_the_schedule_names_years_owners_and_who_is_missing(read):
    blocks = list(schedule.schedule(read))
    told = said(blocks)
    assert told["schedule.owners"].values["count"].value == 3
    assert told["schedule.open"].values["names"]["en"] == "Lamps without a cost and Electric kilns"
    heads = [h.id for h in table(blocks, "schedule-table").heads]
    assert heads == ["heads.measure", "heads.years", "heads.owner", "heads.indicator"]


def test_owners_that_are_named_together_are_counted_and_listed_each_once(changed):
    def change(summary):
        for one in summary["measures"]:
            if one["id"] == "ccs":
                one["owner"] = {"en": "Energy Bureau, Grid", "zh": "能源局、电网"}

    told = said(list(schedule.schedule(changed(change))))["schedule.owners"]
    assert told.values["count"].value == 3
    assert told.values["owners"]["zh"].split("、").count("能源局") == 1
    assert sorted(told.values["owners"]["zh"].split("、")) == ["工业和信息化厅", "电网", "能源局"]


@pytest.mark.parametrize(
    ("told", "span"),
    [
        ({"ramp": {"from": 2020, "to": 2030}}, (2020, 2030)),
        ({"units": {"2020": 0.0, "2021": 1.0, "2022": 2.0, "2023": 2.0}}, (2020, 2022)),
        ({"units": {"2020": 2.0, "2021": 2.0}}, (2020, 2020)),
        ({"abatement_mt": {"2020": 0.0, "2021": 0.5}}, (2020, 2021)),
        ({"units": {"2020": 0.0}}, None),
    ],
)
def test_the_years_of_a_measure_are_those_of_its_ramp_or_of_its_units(told, span):
    assert schedule.span(listed.Measure(0, 1, told)) == span


@pytest.mark.parametrize("count", [1, 2, 3])
def test_measures_are_named_with_a_number_each(read, count):
    found = listed.measures(read)[:count]
    sentence = abatement.named(read, found, "abatement_mt.2060", "co2")
    text = sentences.text(say("brief.now", ask=sentence, why="", clauses=""), "en", SCALE)
    assert text.count("Mt CO2") == count


def test_where_nothing_is_valued_that_is_said_and_no_curve_is_drawn(changed):
    def unvalued(summary):
        for one in summary["measures"]:
            one |= {"npv_cny": None, "mac_cny_per_t": None, "money": None, "worth": []}

    blocks = list(money.worth(changed(unvalued)))
    assert not [b for b in blocks if isinstance(b, Figure | Table)]
    assert {"money.no_costs", "money.refused"} <= said(blocks).keys()


def test_one_step_is_no_curve_and_that_is_said(changed):
    def only(summary):
        for one in summary["measures"]:
            if one["id"] != "wind":
                one["npv_cny"] = None

    blocks = list(money.worth(changed(only)))
    assert not [b for b in blocks if isinstance(b, Figure)]
    assert "money.no_curve" in said(blocks)


def test_measures_of_known_cost_that_abate_too_late_for_a_curve_are_not_said_to_be_without(changed):
    def late(summary):
        for one in summary["measures"]:
            one["abatement_mt"] = one["abatement_mt"] | dict.fromkeys(one["abatement_mt"], 0.0)

    told = said(list(money.worth(changed(late))))
    assert "money.no_curve" not in told
    assert told["money.no_curve_then"].values["all"].value > 1
