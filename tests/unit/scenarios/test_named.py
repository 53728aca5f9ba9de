"""Slips of formulas and names that are no key are told together, whatever else is wrong with a file."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.paths import read as read_path
from dualcarbon.scenarios import named, structure
from dualcarbon.scenarios.tree import Tree
from dualcarbon.vocabulary.faults import Place

TITLE = {"en": "made up", "zh": "虚构"}


def told(work, *given, **more):
    with pytest.raises(InputError) as caught:
        work(*given, **more)
    return [(f.code, f.place.key, dict(f.params).get("name")) for f in caught.value.faults]


def test_a_slip_and_an_unknown_name_of_one_formula_come_in_one_round(read):
    table = {"gdp": {"formula": "2^3 * popluation"}}
    assert told(read, table) == [("F010", "gdp.formula", None), ("F008", "gdp.formula", "popluation")]  # fmt: skip


def test_names_of_other_formulas_come_with_them(read):
    """Parts of a group are formulas too; what is a key, or stands under one as a stock's additions do, is no fault."""
    table = {
        "gdp": {"formula": "2^3 * population"},
        "population": {"formula": "gdp + gpd + population.additions"},
        "mix": {
            "industry": {
                "share": {"coal": {"formula": "nope * mix.industry.oil"}, "oil": "residual"}
            }
        },
    }
    assert told(read, table) == [
        ("F010", "gdp.formula", None),
        ("F008", "population.formula", "gpd"),
        ("F008", "mix.industry.share.coal.formula", "nope"),
    ]


def test_a_tree_tells_both_and_does_not_doubt_what_could_not_be_read():
    """`lost` has no title and so is not read; that others follow it is no second fault."""
    table = {
        "variables": {
            "bad": {"title": TITLE, "unit": "1", "formula": "1 +"},
            "odd": {"title": TITLE, "unit": "1", "formula": "variables.bda + gdp / gdp"},
            "lost": {"unit": "1"},
            "after": {"title": TITLE, "unit": "1", "formula": "variables.lost + variables.bad"},
        }
    }
    found = told(structure.read, [(table, "tree.toml")])
    assert ("F008", "variables.odd.formula", "variables.bda") in found
    assert [name for code, _, name in found if code == "F008"] == ["variables.bda"]
    assert {key for code, key, _ in found if code != "F008"} == {"variables.bad.formula", "variables.lost"}  # fmt: skip


def test_paths_that_were_read_are_held_to_the_same_keys():
    tree = Tree({}, {}, (), units={"gdp": "CNY2010"}, unread=("activity",))
    paths = [read_path(key, {"formula": text}, Place(file="s.toml")) for key, text in (("gdp", "gdp + year"), ("a", "activity.pigs + b"))]  # fmt: skip
    (fault,) = named.of_paths(paths, tree)
    assert (fault.code, fault.place.file, fault.place.key) == ("F008", "s.toml", "a.formula")
    assert dict(fault.params)["name"] == "b"
