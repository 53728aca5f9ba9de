"""Recommendations: each stands on a number, names an action and clauses, and is silent without its number."""

import copy
import dataclasses

import pytest

from dualcarbon.report import advice, sentences
from dualcarbon.report.numbers import Number, Scale
from dualcarbon.report.pieces import Bullets, Heading, Sentence
from dualcarbon.report.reading import Reading
from dualcarbon.vocabulary.names import ACTIONS, CLAUSES

SCALE = Scale(686.3, 306.7)


@pytest.fixture
def given(results):
    """Give a function: the recommendations of the results with a change, by the id of what they ask."""

    def give(change=lambda summary: None, of=results):
        summary = copy.deepcopy(dict(of.summary))
        change(summary)
        found = advice.items(Reading(dataclasses.replace(of, summary=summary)))
        return {one.ask.id: one for one in advice.listed(found)}

    return give


def numbers(sentence):
    for value in sentence.values.values():
        if isinstance(value, Number):
            yield value
        elif isinstance(value, Sentence):
            yield from numbers(value)


def english(sentence):
    return sentences.text(sentence, "en", SCALE)


def test_every_recommendation_stands_on_a_number_an_action_and_clauses(given, bare):
    for found in (given(), given(of=bare)):
        assert len(found) >= 8
        for id, one in found.items():
            assert any(n.known for n in numbers(one.why)), id
            assert one.action in ACTIONS, id
            assert one.clauses, id
            assert all(clause in CLAUSES for clause in one.clauses), id


def test_they_are_numbered_through_and_refer_only_to_what_is_there(results):
    found = advice.items(Reading(results))
    section = advice.section(found, {"ranking"})
    items = [pair for b in section.blocks if isinstance(b, Bullets) for pair in b.items]
    assert [ask.values["n"] for ask, _ in items] == [str(n) for n in range(1, len(items) + 1)]
    evidence = {why.id for _, why in items}
    assert evidence == {"advice.evidence", "advice.evidence_see"}
    assert len([b for b in section.blocks if isinstance(b, Heading)]) == 5


def test_without_any_number_nothing_is_recommended():
    section = advice.section({"course": []}, set())
    assert [s.id for s in section.blocks[0].sentences] == ["advice.none"]


def test_measures_that_are_worth_most_come_first(given):
    one = given()["advice.worth"]
    assert "Efficient motors" in english(one.ask)
    assert one.clauses[0] == "opinions:10"

    def poor(summary):
        for m in summary["measures"]:
            m["net_value_cny"] = -1.0

    assert "advice.worth" not in given(poor)


def test_the_carbon_price_is_asked_for_where_measures_pay_only_with_it(given):
    one = given()["advice.priced"]
    assert english(one.why).startswith(
        "Measures that pay to society only with the carbon price: 1;"
    )
    assert one.clauses == ("opinions:32", "opinions:33")

    def dear(summary):
        for m in summary["measures"]:
            for w in m["worth"]:
                w["npv_cny"] = -1.0

    found = given(dear)
    assert "advice.priced" not in found
    assert "Capture" in english(found["advice.support"].ask)


def test_projects_that_lead_both_rankings_are_named_else_the_first_of_each(given):
    one = given()["advice.projects"]
    assert one.why.id == "advice.projects_why"
    assert english(one.ask).count("Wind farm") == 3

    def apart(summary):
        """Eight projects that earn most and abate least, five that abate next to the three."""
        first = summary["projects"][0]
        more = [(f"earns{n}", 100 + n, n - 8) for n in range(8)] + [
            (f"abates{n}", 4 + n, 50 + n) for n in range(5)
        ]
        for id, mass, cash in more:
            ranks = {"abatement": mass, "economy": cash}
            summary["projects"].append({**first, "id": id, "ranks": ranks})

    assert given(apart)["advice.projects"].why.id == "advice.projects_why_each"


def test_a_resource_that_is_used_up_is_to_be_widened(given):
    assert "9,600,000 of 10,000,000 kW" in english(given()["advice.scarce"].why)

    def ample(summary):
        summary["appraisal"]["resources"][0]["available"] = {"2030": 1e9, "2060": 1e9}

    assert "advice.scarce" not in given(ample)


def test_the_money_of_the_first_years_is_to_be_secured(given):
    one = given()["advice.fund"]
    near, top = (one.why.values[k].value for k in ("near", "amount"))
    assert 0 < top < near


def test_owners_are_asked_for_where_some_are_missing(given):
    assert "Electric kilns" in english(given()["advice.owners"].ask)

    def owned(summary):
        for m in summary["measures"]:
            m["owner"] = {"en": "Bureau", "zh": "局"}

    assert "advice.owners" not in given(owned)


def test_actions_without_a_measure_are_named(given, bare):
    assert "Stronger carbon sinks" in english(given()["advice.fill"].ask)
    assert "advice.fill" not in given(of=bare)


def test_the_electricity_brought_in_matters_where_it_moves_the_peak(given):
    def moved(summary):
        for one in summary["scenarios"].values():
            one["peak_adjusted"] = {"year": 2031}

    assert "2029 within the borders and 2031" in english(given(moved)["advice.traded"].why)
    assert "advice.traded" not in given()


def test_sectors_that_turn_later_are_named(results, given):
    assert "advice.later" not in given()  # all sectors of the synthetic region move together


def test_what_is_assumed_is_to_be_measured(given):
    assert english(given()["advice.marked"].why) == "1 inputs are assumed (A) and 2 remembered (M)."
    assert "advice.marked" not in given(lambda s: s.update(marks={"C": 1}))
