"""Goals by clause, clauses by measure, assumptions by path."""

import copy
import dataclasses

import pytest

from dualcarbon.reference import goals
from dualcarbon.report import advice, assumed, clauses, compliance, pathway, sentences
from dualcarbon.report.numbers import Scale
from dualcarbon.report.pieces import Bullets, Ref, Sentence, Table
from dualcarbon.report.reading import Reading
from dualcarbon.vocabulary.names import CLAUSES

SCALE = Scale(686.3, 306.7)


def english(cell):
    return sentences.text(cell, "en", SCALE) if isinstance(cell, Sentence) else cell


@pytest.fixture
def national(results):
    """Results whose scenarios judge two goals of the nation, one with a clause and one with a document."""
    summary = copy.deepcopy(dict(results.summary))
    for one in summary["scenarios"].values():
        base = {**one["targets"][0], "national": True, "boundary": "territorial"}
        one["targets"] = [
            {**base, "id": "opinions:co2_intensity:2025", "source": "opinions-2021"},
            {**base, "id": "work_report:co2_intensity:2030", "source": "work-report-2026", "state": "refused",
             "value": None, "reason": {"en": "no data.", "zh": "缺少数据。"}},
            {**base, "id": "odd", "source": "an invented plan"},
        ]  # fmt: skip
    return Reading(dataclasses.replace(results, summary=summary))


def test_each_goal_names_its_clause_else_its_document(national):
    (table,) = [b for b in compliance.national(national) if isinstance(b, Table)]
    named = [row[1] for row in table.rows]
    assert english(named[0]) == "Opinions, goals"
    assert named[1] == Ref("work-work-report-2026")
    assert named[2] == "an invented plan"
    assert compliance.documents(national) == ["opinions-2021", "work-report-2026"]


def test_every_scenario_is_held_against_a_goal_and_refusals_give_their_reason(national):
    blocks = list(compliance.national(national))
    (table,) = [b for b in blocks if isinstance(b, Table)]
    assert len(table.heads) == 4 + len(national.scenarios())
    assert english(table.rows[1][3]) == "not judged"
    assert [english(s) for s, _ in blocks[-1].items] == ["no data."]


@pytest.mark.parametrize("national", [True, False])
def test_a_refusal_whose_numbers_differ_by_scenario_names_the_leading_one(results, national):
    summary = copy.deepcopy(dict(results.summary))
    for name, one in summary["scenarios"].items():
        why = {"en": f"the share of {name}", "zh": f"{name} 的占比"}
        base = {**one["targets"][0], "national": national, "state": "refused", "value": None}
        one["targets"] = [{**base, "id": "opinions:co2_intensity:2025", "reason": why}]
    reading = Reading(dataclasses.replace(results, summary=summary))
    build = compliance.national if national else pathway.goals
    items = [b for b in build(reading) if isinstance(b, Bullets)][-1].items
    leading = reading.leading()
    assert leading.name != reading.scenarios()[0].name
    said = [english(s) for s, _ in items]
    assert said == [f"{leading.title['en']}: the share of {leading.name}."]


def test_clauses_of_goals_are_those_of_the_book():
    named = {g.clause for g in goals.national() if g.clause} - {clauses.OBJECTIVES}
    assert named == {"opinions:11", "code:1032"}
    assert named <= set(CLAUSES)
    assert all(g.clause for g in goals.national() if g.id.startswith("opinions:"))


def test_clauses_are_served_by_measures_and_recommendations(results):
    reading = Reading(results)
    told = advice.listed(advice.items(reading))
    blocks = list(clauses.served(reading, told))
    (table,) = [b for b in blocks if isinstance(b, Table)]
    rows = {english(row[0]): row for row in table.rows}
    supply = rows["Opinions 12: Non-fossil energy"]
    assert supply[1]["en"] == "Offshore wind and Storage"
    assert all(n.isdigit() for row in table.rows if row[2] != "–" for n in row[2].split(", "))
    idle = blocks[-1].sentences[0]
    shown = {
        id for id in CLAUSES if id.startswith("opinions") and english(clauses.clause(id)) in rows
    }
    assert idle.values["count"].value == 37 - len(shown)


def test_clauses_are_cited_with_those_of_the_code_apart():
    assert english(clauses.cited(["opinions:9", "code:1032"])) == (
        "clauses 9 of the Opinions, articles 1032 of the Ecological Environment Code"
    )
    chinese = sentences.text(clauses.cited(["opinions:11", "opinions:12"]), "zh", SCALE)
    assert chinese == "《意见》（十一）、（十二）"
    assert "第1040条" in sentences.text(clauses.cited(["code:1040"]), "zh", SCALE)


@pytest.mark.parametrize(
    ("key", "name", "kind"),
    [
        ("gdp", "GDP, bn CNY", "money"),
        ("mix.industry.coal", "Industry: share of Coal and coal products in energy", "share"),
        ("intensity.households", "Households, energy per head, tce", "level"),
        ("losses.oil", "Losses of Oil and oil products per final use", "level"),
        ("capture.power", "Share of CO2 captured: power plants", "level"),
        ("factor.import", "Emission factor of electricity brought in, t CO2/tce", "factor"),
        ("something.new", "something.new", "level"),
    ],
)
def test_paths_have_names_that_people_read(key, name, kind):
    assert english(assumed.name(key)) == name
    assert assumed.kind_of(key) == kind


def test_a_path_of_the_studys_own_is_called_as_the_study_calls_it():
    own = {"branches.transport.cars": {"en": "Cars", "zh": "乘用车"}}
    assert assumed.title("branches.transport.cars.intensity", own)["zh"] == "乘用车用能强度"
    assert (
        assumed.title("branches.transport.cars.intensity")["zh"]
        == "branches.transport.cars.intensity"
    )


def test_assumptions_stand_side_by_side_where_all_scenarios_have_them(results):
    blocks = list(assumed.assumptions(Reading(results)))
    table = blocks[-1]
    assert len(table.heads) == 2 + 2 * 3
    assert [english(row[0]) for row in table.rows][:2] == ["GDP, bn CNY", "Residents, million"]


def test_marks_and_sources_of_paths_are_those_that_the_run_kept(results):
    told = assumed.declared(Reading(results), "policy")
    assert told["gdp"] == assumed.Declared("A", "an invented plan: gdp")
    assert "odd.path" not in told
