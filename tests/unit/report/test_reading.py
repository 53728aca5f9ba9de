"""Questions to the results: numbers by key, names, what is missing."""

from types import SimpleNamespace

import polars as pl
import pytest

from dualcarbon.report import reading
from dualcarbon.report.reading import Reading, both


@pytest.fixture
def read(results):
    return Reading(results)


def test_numbers_are_found_by_their_key(read):
    assert read.number("scenarios.policy.peak.year", "year").value == 2029
    assert read.number("diagnosis.lmdi.0.effects_mt.mix", "co2").value < 0


def test_a_name_with_dots_is_one_step_of_a_key(read):
    number = read.number("inventory.replications.0.bridge_mt.without.import.2017", "co2")
    assert number.value < 0


@pytest.mark.parametrize(
    "key",
    ["nothing", "inventory.nothing.2017", "diagnosis.lmdi.99.from", "diagnosis.lmdi.x", "gwp.more"],
)
def test_a_key_that_is_not_there_gives_an_unknown_number(read, key):
    assert not read.has(key)
    assert not read.number(key, "co2").known


def test_the_leading_scenario_is_the_one_named_else_policy_else_the_first(read, results):
    assert read.leading().name == "policy"
    read.study = SimpleNamespace(**{**vars(results.study), "leading": "enhanced"})
    assert read.leading().name == "enhanced"
    read.study = SimpleNamespace(**{**vars(results.study), "scenarios": ("enhanced", "baseline")})
    assert read.leading().name == "enhanced"
    read.study = SimpleNamespace(**{**vars(results.study), "scenarios": ()})
    assert read.leading() is None


def test_scenarios_declared_as_records_show_their_own_titles(read, results):
    one = SimpleNamespace(name="policy", title={"en": "Plan", "zh": "规划"})
    read.study = SimpleNamespace(**{**vars(results.study), "scenarios": (one,)})
    assert read.scenarios() == [reading.Shown("policy", {"en": "Plan", "zh": "规划"})]


def test_a_scenario_says_what_it_assumes_only_if_it_was_told(read):
    read.summary = {
        "scenarios": {
            "policy": {"description": {"en": "d", "zh": "述"}},
            "baseline": {"description": {"en": "", "zh": ""}},
        }
    }
    assert read.description("policy") == {"en": "d", "zh": "述"}
    assert read.description("baseline") is None


def test_one_replication_is_the_published_boundary_and_several_keep_their_titles(read, results):
    assert read.boundary_title("charged")["en"] == "published boundary"
    both_of_them = [*results.summary["inventory"]["replications"]] * 2
    read.summary = {"inventory": {"replications": both_of_them}}
    assert read.boundary_title("charged")["en"] == "Published total"


def test_marks_are_those_that_the_summary_counts(read):
    assert read.marks() == {"M": 2, "A": 1}


def test_citations_are_cut_at_the_first_semicolon_outside_brackets(read):
    read.tables = {
        "factors": pl.DataFrame(
            {
                "id": ["coal", "oil", "gas"],
                "source": ["a (b; c); coal", "a (b; c); oil", "d"],
                "mark": ["", "", ""],
            }
        )
    }
    assert read.sources() == {"a (b; c)": ["coal", "oil"], "d": ["gas"]}


def test_texts_of_every_kind_stand_in_both_languages():
    assert both(SimpleNamespace(en="a", zh=None)) == {"en": "a", "zh": "a"}
    assert both({"zh": "乙"}) == {"en": "乙", "zh": "乙"}
