"""Dotted keys with words in braces."""

import pytest

from dualcarbon.cli.reference import keys, summary, tree
from dualcarbon.cli.reference.keys import Key


@pytest.mark.parametrize(
    ("path", "given", "same"),
    [
        ("a.{year}", "a.2030", True),
        ("a.{year}", "a.203", False),
        ("a.{n}.id", "a.12.id", True),
        ("a.{n}.id", "a.x.id", False),
        ("a.{name}", "a.b.c", False),
        ("a.{item}.{year}", "a.without.import.2017", True),
        ("a.b", "axb", False),
        ("p{level}_mt", "p90_mt", True),
    ],
)
def test_braces_stand_for_what_varies(path, given, same):
    assert Key(path, "", "", "").matches(given) is same


def test_what_is_not_described_is_listed():
    paths = ["gdp", "mix.industry.coal", "mix.industry.coal.extra", "happiness"]
    assert tree.undescribed(paths) == ["mix.industry.coal.extra", "happiness"]


def test_a_key_of_the_summary_that_is_not_described_is_listed():
    told = {"run": "x", "inventory": {"territorial_mt": {"2017": 1.0}, "secret": [{"a": 1}]}}
    assert summary.undescribed(told) == ["inventory.secret.0.a"]


def test_a_value_that_may_be_null_or_a_table_is_one_leaf():
    assert list(summary.leaves({"trend": None})) == ["trend"]


def test_sections_have_a_heading_for_every_part():
    parts = keys.load(summary.FILE)
    heads = [text.splitlines()[0] for text in keys.sections(summary.FILE)]
    assert heads == [f"## {part}" for part in parts]
