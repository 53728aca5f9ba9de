"""Annexes on the account: checks with their state and reason, filled cells, what it is held against."""

import copy
import dataclasses

import pytest

from dualcarbon.report import against, annexes, examined, sentences
from dualcarbon.report.numbers import Number, Scale
from dualcarbon.report.pieces import Paragraph, Sentence, Table
from dualcarbon.report.reading import Reading
from dualcarbon.report.region import glance

SCALE = Scale(700.0, 300.0)


@pytest.fixture
def reading(results):
    return Reading(results)


@pytest.fixture
def with_account(results):
    """Give a function: what reads the run with other values in its block ``account``."""

    def change(**block):
        summary = copy.deepcopy(dict(results.summary))
        summary["account"].update(block)
        return Reading(dataclasses.replace(results, summary=summary))

    return change


def only(blocks, kind=Table):
    (found,) = [b for b in blocks if isinstance(b, kind)]
    return found


def text(cell, lang="en"):
    if isinstance(cell, Sentence):
        return "".join(span.text for span in sentences.spans(cell, lang, SCALE))
    return cell[lang] if isinstance(cell, dict) else cell


def test_checks_are_joined_by_state_and_reason_the_worst_first(reading):
    rows = only(examined.checks(reading)).rows
    assert [tuple(map(text, row)) for row in rows] == [
        ("V1", "broken", "2012", "off by 3"),
        ("V2–V4", "not testable", "2010–2017", "no row is printed"),
        ("V1", "held", "2010–2011, 2013–2017", "off by 3"),
        ("R2", "not testable", "all", "groups"),
        ("R1", "held", "all", "no product"),
    ]
    assert [text(row[3], "zh") for row in rows] == [
        "相差 3",
        "未给出所需的行",
        "相差 3",
        "大类",
        "无产品",
    ]


def test_how_many_checks_are_broken_is_counted(reading):
    (paragraph,) = [b for b in examined.checks(reading) if isinstance(b, Paragraph)]
    assert paragraph.sentences[0].values["count"].value == 1


def test_carbon_by_supply_stands_beside_that_by_burning(reading):
    rows = only(examined.supply(reading)).rows
    assert len(rows) == 8
    assert all(row[1].value / row[2].value - 1 == pytest.approx(row[3].value) for row in rows)


def test_a_study_without_a_balance_has_no_table_of_supply(with_account):
    assert list(examined.supply(with_account(reference_approach=None))) == []


def test_categories_without_a_value_are_listed_by_their_key(reading):
    rows = only(examined.complete(reading)).rows
    assert [(row[0], text(row[1]), row[2]["en"]) for row in rows] == [
        ("NE", "all", "Chemicals"),
        ("IE", "all", "Aviation"),
        ("NE", "2010–2011", "Household water"),
    ]


def test_filled_cells_are_listed_with_half_their_range_and_no_value(reading):
    (row,) = only(examined.filled(reading)).rows
    assert text(row[0]) == "Residents"
    assert row[2].value == pytest.approx(0.05)  # (8.4e7 - 7.6e7) / 2 / 8e7
    assert not any(isinstance(c, Number) and c.value == 8e7 for c in row)


def test_numbers_that_rest_on_filled_cells_are_marked_where_they_stand(reading, with_account):
    found = list(glance(reading))
    by_year = {row[0].value: row for row in only(found).rows}
    assert text(by_year[2013][1]).endswith("*")
    assert isinstance(by_year[2012][1], Number)
    assert any(s.id == "cells.filled_note" for s in only(found, Paragraph).sentences)
    without = list(glance(with_account(filled=[])))
    assert not any(s.id == "cells.filled_note" for s in only(without, Paragraph).sentences)
    assert all(isinstance(row[1], Number) for row in only(without).rows)


def test_a_filled_cell_of_energy_marks_energy_and_emissions(with_account, results):
    one = results.summary["account"]["filled"][0] | {"table": "energy"}
    rows = {row[0].value: row for row in only(glance(with_account(filled=[one]))).rows}
    assert [isinstance(c, Sentence) for c in rows[2013]] == [False, False, False, True, True, False]


def test_closed_cells_are_counted_where_there_are_any(reading, with_account):
    assert list(examined.hidden(reading)) == []
    (paragraph,) = examined.hidden(with_account(hidden=7))
    assert paragraph.sentences[0].values["count"].value == 7


def test_the_bridge_to_an_official_figure_adds_up(reading):
    found = list(against.official(reading))
    *steps, issued = [row[1].value for row in only(found).rows]
    assert sum(steps) == pytest.approx(issued)
    told = [s.id for s in only(found, Paragraph).sentences]
    assert told == ["against.official", "against.unknown"]


def test_districts_stand_beside_the_region_with_their_gap(reading):
    (row,) = only(against.districts(reading)).rows
    assert [n.value for n in row[2:5]] == [
        pytest.approx(660.0),
        pytest.approx(600.0),
        pytest.approx(0.1),
    ]
    assert row[2].kind == "co2"
    assert row[5] == "East"


def test_a_figure_with_a_unit_of_its_own_names_it(with_account, results):
    one = results.summary["account"]["districts"][0] | {
        "unit": "person",
        "sum": 8.0,
        "whole": 8.0,
        "gap": 0.0,
    }
    (row,) = only(against.districts(with_account(districts=[one]))).rows
    assert text(row[0]) == "CO2, person"
    assert row[2].kind == "amount"


def test_requests_are_counted_by_department_and_the_first_series_named(reading):
    (row,) = only(against.requests(reading)).rows
    assert (text(row[0]), row[1].value) == ("Water", 6)
    assert text(row[2]) == "Series 0, Series 1, Series 2, Series 3 and 2 more"


def test_editions_are_named_with_their_records(reading, with_account):
    (paragraph,) = against.editions(reading)
    assert text(paragraph.sentences[0]) == "Records that the account rests on, by edition: IPCC 2006 12. Gases are added up with warming potentials of AR5."  # fmt: skip
    (dated,) = against.editions(with_account(factors_until="2020-12-31"))
    assert dated.sentences[1].id == "against.until"


def test_an_account_that_is_held_against_nothing_says_nothing(with_account):
    bare = with_account(
        checks=[], rules=[], completeness=[], filled=[], official=[], districts=[], requests=[], editions=[], reference_approach=None
    )  # fmt: skip
    for build in (
        examined.checks,
        examined.supply,
        examined.complete,
        examined.filled,
        examined.hidden,
    ):
        assert list(build(bare)) == []
    for build in (against.official, against.districts, against.requests, against.editions):
        assert list(build(bare)) == []


def test_warnings_of_a_code_stand_in_one_row_and_a_flood_is_cut(results):
    told = [
        {"code": "YBK010", "message": {"en": f"line {n}", "zh": f"第{n}行"}, "where": ""}
        for n in range(10, 40)
    ]
    summary = dict(results.summary) | {"warnings": told}
    rows = only(annexes.warnings(Reading(dataclasses.replace(results, summary=summary)), ())).rows
    ((code, message, times),) = rows
    assert (code, times.value) == ("YBK010", 30)
    assert message["en"].startswith("(1) line 10 (2) line 11")
    assert message["en"].endswith("(3) line 12 and 27 more of this code in summary.json of the run")
    assert "第13行" not in message["zh"]


def test_a_factor_stands_once_with_all_its_uses(results, reading):
    found = only(annexes.factors(reading))
    coal = [row for row in found.rows if row[0]["en"] == "Coal and coal products"]
    (row,) = coal  # one factor for power, heat and industry
    assert row[1].value == 2.7
    assert row[3]["en"].count(";") == 2
    values = [float(r[1].value) for r in found.rows]
    assert len(values) == len(set(values)) == 3
