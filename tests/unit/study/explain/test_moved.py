"""How it came which assumption moves the peak: every key answered, every uncertain number at its declaration."""

from __future__ import annotations

import re

import pytest

from dualcarbon.study import preparation, running
from dualcarbon.study.explain import explain, question
from dualcarbon.study.explain.lookup import leaves

LEVELS = {"motors": 1.0}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def done(small, tmp_path_factory):
    """A finished run of the small province, with as many members as it takes."""
    folder = tmp_path_factory.mktemp("moved") / "small"
    text = small["declared"](LEVELS, motors={"value = 0.6": "value = {uniform = [0.4, 0.8]}"})
    small["write"](folder, measures=text, scenarios={"policy": LEVELS})
    return running.run(folder, out=folder / "results", members=128)


@pytest.fixture(scope="module")
def book(done):
    """Every derivation of every key of the block."""
    notebook = question.Notebook(done, preparation.prepare(done.folder / "inputs"))
    for steps, value in mine(done):
        question._explainer(steps, notebook)(notebook, steps, value)
    return notebook.book


def mine(done):
    return [(s, v) for s, v in leaves(done.summary) if s[0] == "sensitivity"]


def test_every_key_is_answered_with_its_value_in_both_languages(done, book):
    every = mine(done)
    assert len(every) > 50
    for steps, value in every:
        made = book[".".join(steps)]
        assert made.value == value
        assert made.formula_en
        assert CHINESE.search(made.formula_zh)
        assert not CHINESE.search(made.formula_en)
        assert made.inputs
        assert "declared in study.toml or" not in made.formula_en


def test_an_index_names_its_rule_its_sample_and_its_numbers_where_they_are_declared(done):
    found = explain(done.folder, "sensitivity.outputs.peak_amount_mt.total.gdp.value")
    made = found.book[found.key]
    assert "f(A)" in made.formula_en
    given = {i.name: i for i in made.inputs}
    told = done.summary["sensitivity"]
    assert given["members of each table"].value == told["members"]
    assert given["members run"].value == told["runs"]
    number = given["gdp.growth.2035"]
    assert number.value == "0.03 (normal, sd 0.01)"
    assert number.ref.startswith("scenarios/base.toml")
    spread = "sensitivity.outputs.peak_amount_mt.spread"
    assert given[spread].value == told["outputs"]["peak_amount_mt"]["spread"]
    assert spread in found.book


def test_the_sum_is_of_the_indices_it_names(done, book):
    for name, one in done.summary["sensitivity"]["outputs"].items():
        if one["alone"] is None:
            continue
        made = book[f"sensitivity.outputs.{name}.alone.value"]
        assert sum(i.value for i in made.inputs) == pytest.approx(made.value)
        rest = book[f"sensitivity.outputs.{name}.interactions.value"]
        assert 1 - sum(i.value for i in rest.inputs) == pytest.approx(rest.value)


def test_the_numbers_of_a_measure_stand_where_it_is_declared(book):
    made = book["sensitivity.outputs.co2_2030_mt.total.measures.motors.value"]
    given = {i.name: i for i in made.inputs}
    number = given["measures.motors.0.mix.industry.electricity"]
    assert number.value == "0.6 (uniform, 0.4 to 0.8)"
    assert number.ref.startswith("measures.toml")
    assert made.value > 0


def test_the_end_of_an_interval_leads_to_the_index_and_says_how_often_was_drawn(book, done):
    made = book["sensitivity.outputs.peak_amount_mt.first.gdp.low"]
    given = {i.name: i for i in made.inputs}
    assert given["resamples"].value == 999
    home = "sensitivity.outputs.peak_amount_mt.first.gdp.value"
    assert given[home].value == done.summary["sensitivity"]["outputs"]["peak_amount_mt"]["first"]["gdp"]["value"]  # fmt: skip


def test_a_fifth_says_what_is_low_and_of_how_many_members(book):
    made = book["sensitivity.fifths.gdp.outputs.peak_amount_mt.high"]
    given = {i.name: i.value for i in made.inputs}
    assert given["members of a fifth"] == 25
    assert given["members"] == 128
    assert "gdp.growth.2035" in given
    assert made.unit == "Mt CO2"
