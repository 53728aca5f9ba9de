"""What the report says of scenarios in all gases, and of end uses and chains."""

from __future__ import annotations

import copy
import dataclasses

import polars as pl
import pytest

from dualcarbon.report import advice_rules, brief, gases, outline, sentences, uses, whole
from dualcarbon.report.pieces import Figure, Paragraph, Sentence, Table
from dualcarbon.report.reading import Reading

AHEAD = range(2017, 2061)
CATEGORIES = {"1A": 600.0, "1A1a": 3.0, "2A1": 40.0, "3A1": 6.0, "3B1": -50.0, "4A": 9.0}
REASON = {"en": "told", "zh": "说明"}


def block(state="not_neutral", verdict="peaked", **more):
    total = sum(CATEGORIES.values())
    path = {str(y): total for y in AHEAD}
    reached = 2055 if state == "neutral" else None
    one = {"state": state, "year": reached, "residual_mt": total, "reason": REASON}
    return {
        "co2e_mt": {"2016": 590.0, **path},
        "co2e_low_mt": {y: v - 20 for y, v in path.items()},
        "co2e_high_mt": {y: v + 30 for y, v in path.items()},
        "by_category_mt": {c: {str(y): v for y in AHEAD} for c, v in CATEGORIES.items()},
        "by_gas_mt": {"CO2": path},
        "peak": {"verdict": verdict, "year": 2029, "no_peak": 0.25},
        "neutrality": {"co2": {**one, "residual_mt": 590.0}, "ghg": one, "sinks_mt": -50.0, "gwp": "AR5"},
        "cumulative_mt": 43 * total,
        **more,
    }  # fmt: skip


@pytest.fixture
def read(results):
    def reading(warnings=(), tree=None, tables=None, **more):
        summary = copy.deepcopy(results.summary)
        for one in summary["scenarios"].values():
            one["all_gases"] = block(**more)
        summary["warnings"] = [*summary["warnings"], *({"code": c, "message": REASON, "where": ""} for c in warnings)]  # fmt: skip
        summary["tree"] = tree or {"titles": {}, "units": {}}
        found = {**results.tables, **(tables or {})}
        return Reading(dataclasses.replace(results, summary=summary, tables=found))

    return reading


def text(sentence, reading, lang="en"):
    spans = sentences.spans(sentence, lang, reading.scale())
    return "".join(span.text for span in spans)


def said(blocks, reading, lang="en"):
    found = [s for b in blocks if isinstance(b, Paragraph) for s in b.sentences]
    return " ".join(text(s, reading, lang) for s in found)


def column(table, reading):
    shown = [row[1] for row in table.rows]
    return [text(c, reading) if isinstance(c, Sentence) else c for c in shown]


def test_without_all_gases_nothing_is_said_of_them(results):
    assert list(gases.gases(Reading(results))) == []


def test_the_table_tells_totals_ranges_peak_sinks_and_what_is_left(read):
    reading = read()
    (table,) = (b for b in gases.gases(reading) if isinstance(b, Table))
    found = column(table, reading)
    assert found[0].value == 608.0
    assert found[1] == "608.0 (588.0–638.0)"
    assert found[3].value == 2029
    assert [n.value for n in found[5:8]] == [-50.0, 590.0, 608.0]
    assert found[8] == "not neutral within the horizon"
    assert found[9].value == 43 * 608.0
    assert len(table.rows[0]) == 1 + len(reading.scenarios())


def test_a_path_without_a_peak_shows_its_verdict_and_a_neutral_one_its_year(read):
    reading = read(state="neutral", verdict="rising")
    (table,) = (b for b in gases.gases(reading) if isinstance(b, Table))
    found = column(table, reading)
    assert found[3].startswith("still rising")
    assert found[8] == "from 2055 on"
    told = said(gases.gases(reading), reading, "zh")
    assert "自2055年起实现温室气体中和" in told


def test_what_is_not_drawn_is_said_always_and_what_is_held_where_it_is(read):
    plain, held = read(), read(warnings=("AHD001", "AHD005"))
    assert "best estimate" in said(gases.gases(plain), plain)
    assert "(AHD001" not in said(gases.gases(plain), plain)
    assert "(AHD001, AHD005)" in said(gases.gases(held), held)


def test_the_figure_stacks_categories_that_sum_to_the_net_line(read):
    (figure,) = (b for b in gases.gases(read()) if isinstance(b, Figure))
    series = figure.draw("en")["baseOption"]["series"]
    last = {one["name"]: one["data"][-1] for one in series}
    assert last["Land"] == -50.0
    assert last["Other gases of energy"] == 3.0
    assert sum(v for n, v in last.items() if n != "Net total") == pytest.approx(last["Net total"])
    assert len(figure.data.heads) == 1 + len(last)


def test_without_categories_that_may_be_shown_there_is_no_figure(read):
    reading = read(by_category_mt={})
    assert not [b for b in gases.gases(reading) if isinstance(b, Figure)]
    assert "by category" not in said(gases.gases(reading), reading)


@pytest.mark.parametrize(
    ("state", "words"),
    [("neutral", "from 2055 on"), ("not_neutral", "608.0 Mt CO2e are left"), ("not_assessable", "cannot be judged")],
)  # fmt: skip
def test_the_brief_says_what_is_left_in_all_gases(read, state, words):
    reading = read(state=state)
    told = [text(s, reading) for s in brief._unsure(reading)]
    assert words in told[-1]


def test_advice_asks_for_the_rest_where_it_is_not_taken_up(read):
    (one,) = advice_rules.widen(read())
    assert one.see == ("gases",)
    assert not list(advice_rules.widen(read(state="neutral")))


def test_the_scope_says_that_the_rest_is_carried_ahead(read, results):
    assert whole.scope(read()).id == "whole.scope_ahead"
    assert whole.scope(Reading(results)).id == "whole.scope"


def test_the_whole_report_refers_to_what_it_holds(read):
    document = outline.outline(read(warnings=("AHD001",)).results)
    tables = [b.id for s in document.sections for b in s.blocks if isinstance(b, Table)]
    assert "gases" in tables
    assert "neutrality" not in tables


TREE = {
    "titles": {"branches.transport.cars": {"en": "Cars", "zh": "乘用车"}, "chains.hydrogen": {"en": "Hydrogen", "zh": "制氢"}, "variables.cars": {"en": "Cars", "zh": "汽车"}},
    "units": {"branches.transport.cars.activity": "vehicle", "branches.transport.cars.intensity": "tce/vehicle"},
}  # fmt: skip
PATHS = {
    "branches.transport.cars.activity": (10.0, 20.0, 30.0),
    "branches.transport.cars.intensity": (2.0, 1.5, 1.0),
    "branches.transport.cars.mix.oil": (1.0, 0.6, 0.2),
    "branches.transport.cars.mix.electricity": (0.0, 0.4, 0.8),
    "branches.transport.cars.mix.coal": (0.0, 0.0, 0.0),
    "chains.hydrogen.supply.electrolysis": (0.5, 0.7, 1.0),
    "chains.hydrogen.supply.import": (0.5, 0.3, 0.0),
}


def paths():
    return pl.DataFrame(
        [
            {"scenario": "policy", "year": y, "key": key, "value": v, "source": ""}
            for key, values in PATHS.items()
            for y, v in zip((2017, 2030, 2060), values, strict=True)
        ]
    )


def test_end_uses_and_chains_are_listed_with_their_units_and_shares(read):
    reading = read(tree=TREE, tables={"parameters": paths()})
    paragraph, table = uses.listed(reading)
    assert "Current policy" in text(paragraph.sentences[0], reading)
    first = [row[0] for row in table.rows]
    assert [one["en"] for one in first if one] == ["Cars", "Hydrogen"]
    named = [text(row[1], reading) for row in table.rows]
    assert named[:2] == ["activity, vehicle", "intensity, tce/vehicle"]
    assert named[2].startswith("share of ")
    assert len(table.rows) == 6  # a fuel that is never used is left out
    assert named[-2:] == ["share of electrolysis", "share brought in"]
    assert [n.value for n in table.rows[0][2:]] == [10.0, 20.0, 30.0]


def test_a_study_without_a_tree_has_no_such_table(results):
    assert list(uses.listed(Reading(results))) == []
