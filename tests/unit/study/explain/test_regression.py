"""Every number of the regression beside the tree is explained, and what multiplies gives what it should."""

from __future__ import annotations

import math

import pytest

from dualcarbon.study.explain import explain, question
from dualcarbon.study.explain.lookup import leaves

AT = "stirpat.scenarios.policy"


@pytest.fixture
def china(computed):
    return computed["china"]


@pytest.fixture(scope="module")
def notebook(computed, prepared):
    return question.Notebook(computed["china"], prepared["china"])


@pytest.fixture
def ask(china, notebook, monkeypatch, tmp_path):
    """Ask about a key of results that were not written, with one notebook for all questions."""
    monkeypatch.setattr(question.results, "load", lambda _: china)
    monkeypatch.setattr(question.preparation, "prepare", lambda _: None)
    monkeypatch.setattr(question, "Notebook", lambda *_: notebook)
    return lambda key: explain(tmp_path, key)


def test_no_number_is_left_without_an_answer(ask, china):
    keys = [(".".join(s), v) for s, v in leaves(china.summary["stirpat"], ("stirpat",))]
    assert len(keys) > 500
    for key, value in keys:
        made = ask(key).book[key]
        assert made.value == value
        assert made.formula_en
        assert made.formula_zh


@pytest.mark.parametrize("year", ["2022", "2030", "2060"])
def test_a_year_ahead_is_the_product_of_what_it_is_made_of(ask, year):
    key = f"{AT}.co2_mt.{year}"
    found = ask(key)
    parts = found.book[key].inputs
    assert math.prod(part.value for part in parts) == pytest.approx(found.book[key].value)
    assert parts[0].ref == "inventory.territorial_mt.2021"
    drivers = [found.book[part.ref] for part in parts[1:-1]]
    assert len(drivers) == 4
    for one in drivers:
        ratio, elasticity = one.inputs[:2]
        assert one.value == pytest.approx(ratio.value**elasticity.value)


def test_a_year_ahead_goes_down_to_tables_and_assumptions(ask):
    found = ask(f"{AT}.co2_mt.2035")
    refs = {part.ref for made in found.book.values() for part in made.inputs}
    assert any(ref.startswith("data/energy.csv:") for ref in refs)
    assert any(ref.startswith("scenarios/") for ref in refs)


def test_a_year_of_the_past_is_the_inventory(ask):
    found = ask(f"{AT}.co2_mt.2010")
    (seen,) = found.book[found.key].inputs
    assert seen.ref == "inventory.territorial_mt.2010"


def test_an_elasticity_names_its_form_its_penalty_and_its_years(ask, china):
    found = ask("stirpat.coefficients.fossil_share.value")
    made = found.book[found.key]
    assert "yearly changes" in made.formula_en
    assert made.inputs[0].value == china.summary["stirpat"]["k"]
    assert len(made.inputs) == 1 + 19


def test_a_distance_names_the_range_of_the_past(ask, china):
    found = ask(f"{AT}.beyond.fossil_share.ranges")
    low, high, far = (part.value for part in found.book[found.key].inputs)
    by_hand = (math.log(low) - math.log(far)) / (math.log(high) - math.log(low))
    assert found.book[found.key].value == pytest.approx(by_hand)


def test_a_refusal_is_explained_by_its_sentence(finished):
    found = explain(finished.folder, "stirpat.refused.code")
    assert "8 years" in found.text("en")
    assert "8 年" in found.text("zh")
