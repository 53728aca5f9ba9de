"""Keys of the summary: dots inside names, entries of lists by place or id."""

from __future__ import annotations

import pytest

from dualcarbon.errors import UnknownName
from dualcarbon.study.explain.lookup import find, leaves

SUMMARY = {
    "year": 2017,
    "bridge": {"without.import": {"2010": 1.0}, "without": {"x": 2.0}},
    "targets": [{"id": "opinions:peak:2030", "gap": None}, {"id": "1", "gap": 5}, {"gap": 7}],
}


@pytest.mark.parametrize(
    ("key", "steps", "value"),
    [
        ("year", ("year",), 2017),
        ("bridge.without.import.2010", ("bridge", "without.import", "2010"), 1.0),
        ("bridge.without.x", ("bridge", "without", "x"), 2.0),
        ("targets.opinions:peak:2030.gap", ("targets", "0", "gap"), None),
        ("targets.2.gap", ("targets", "2", "gap"), 7),
        ("targets.1.gap", ("targets", "1", "gap"), 5),
    ],
)
def test_a_key_finds_its_value(key, steps, value):
    assert find(SUMMARY, key) == (steps, value)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("yaer", 'did you mean "year"?'),
        ("targets.9.gap", 'did you mean "targets.'),
        ("year.month", "it begins with one of: year, bridge, targets"),
        ("", "it begins with one of: year, bridge, targets"),
        ("bridge.without.import.2010.more", 'did you mean "bridge.without.import.2010"?'),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest(key, said):
    with pytest.raises(UnknownName) as caught:
        find(SUMMARY, key)
    assert said in str(caught.value)


def test_leaves_are_all_numbers_and_texts():
    assert [(".".join(steps), value) for steps, value in leaves(SUMMARY)] == [
        ("year", 2017),
        ("bridge.without.import.2010", 1.0),
        ("bridge.without.x", 2.0),
        ("targets.0.id", "opinions:peak:2030"),
        ("targets.0.gap", None),
        ("targets.1.id", "1"),
        ("targets.1.gap", 5),
        ("targets.2.gap", 7),
    ]


def test_a_place_goes_before_an_id_that_looks_like_one():
    rows = {"rows": [{"id": "1", "v": 10}, {"id": "1A", "v": 20}]}
    assert find(rows, "rows.1.v") == (("rows", "1", "v"), 20)
    assert find(rows, "rows.1A.v") == (("rows", "1", "v"), 20)
