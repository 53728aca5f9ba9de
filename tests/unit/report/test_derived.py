"""Sums, differences and shares name what they came from, and stay unknown where a part is."""

import pytest

from dualcarbon.report import derived
from dualcarbon.report.composed import Part
from dualcarbon.report.numbers import Number


def number(value, key="a", kind="co2"):
    return Number(value=value, kind=kind, key=key)


ONE, TWO, NONE = number(1.0, "one"), number(4.0, "two"), number(None, "none")


@pytest.mark.parametrize(
    ("found", "value", "of"),
    [
        (derived.share_of(ONE, TWO), 0.25, ("one", "two")),
        (derived.sum_of("s", [ONE, NONE, TWO]), 5.0, ("one", "two")),
        (derived.difference("d", ONE, TWO), -3.0, ("one", "two")),
        (derived.per_head("p", TWO, ONE), 4e6, ("two", "one")),
        (derived.moved("m", TWO, ONE), -0.75, ("two", "one")),
    ],
)
def test_a_derived_number_names_its_parts(found, value, of):
    assert found.value == found.how.value == value
    assert found.of == tuple(part.ref for part in found.how.parts) == of


@pytest.mark.parametrize(
    "found",
    [
        derived.share_of(NONE, TWO),
        derived.share_of(ONE, number(0.0)),
        derived.sum_of("s", [NONE]),
        derived.difference("d", NONE, ONE),
        derived.per_head("p", ONE, number(0.0)),
        derived.moved("m", number(0.0), ONE),
    ],
)
def test_what_cannot_be_derived_stays_unknown(found):
    assert not found.known


def test_kinds_are_those_of_the_parts_unless_another_is_asked_for():
    assert derived.sum_of("s", [ONE]).kind == "co2"
    assert derived.sum_of("s", [ONE], "money").kind == "money"
    assert derived.difference("d", ONE, TWO, "co2_change").kind == "co2_change"
    assert derived.count("rows", "abc") == Number(value=3, kind="count", key="report.rows")


def test_a_count_names_what_it_counts():
    there = [Part("measures.0.owner", "A"), Part("measures.1.owner", "A")]
    assert derived.count("rows", there).how.parts == tuple(there)
    assert derived.kinds("owners", there).value == 1
