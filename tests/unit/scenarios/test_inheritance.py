"""What a scenario inherits, and chains that do not hold."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures import projects
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.scenarios.inheritance import differences, resolve
from dualcarbon.vocabulary.faults import Place

BASE = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.05}]},
    "mix": {"industry": {"share": {"coal": 0.5, "oil": 0.1, "electricity": "residual"}}},
}


IDS = ("a", "b", "c")


@pytest.fixture
def placed(measure, span):
    """Three measures in declared order, and how each comes into place."""
    change = {"path": "gdp", "op": "scale", "value": 0.9}
    listed = [measure(change, id=id) for id in IDS]
    return {m.id: (m, projects.placed(m, [], span.years)) for m in listed}


def levels(**levels):
    return {"measures": levels}


def faults(scenarios):
    with pytest.raises(InputError) as caught:
        resolve(scenarios)
    return [(f.code, f.place.file, f.message()) for f in caught.value.faults]


def test_a_child_is_its_parent_and_what_differs(read):
    child = {"mix": {"industry": {"share": {"coal": 0.2}}}, "population": 5.0}
    found = resolve(
        [read(BASE), read(child, "child", extends="base"), read({}, "grandchild", extends="child")]
    )
    assert list(found) == ["base", "child", "grandchild"]
    for name in ("child", "grandchild"):
        mix = found[name].paths["mix.industry"]
        assert {n: getattr(p, "constant", p) for n, p in mix.form.share.items()} == {
            "coal": Fixed(0.2), "oil": Fixed(0.1), "electricity": "residual",
        }  # fmt: skip
        assert found[name].origin == {
            "gdp": "scenarios/base.toml", "mix.industry": "scenarios/child.toml", "population": "scenarios/child.toml",
        }  # fmt: skip
    assert (found["base"].parent, found["grandchild"].parent) == ("", "child")
    assert found["base"].paths["mix.industry"].parts["coal"].form.constant.central == 0.5


def test_the_residual_of_a_group_may_move_but_not_double(read):
    moved = {"mix": {"industry": {"share": {"coal": "residual", "electricity": 0.4}}}}
    found = resolve([read(BASE), read(moved, "moved", extends="base")])
    assert found["moved"].paths["mix.industry"].residual == "coal"
    double = {"mix": {"industry": {"share": {"coal": "residual"}}}}
    assert [c for c, *_ in faults([read(BASE), read(double, "double", extends="base")])] == [
        "QTY013"
    ]


def test_levels_are_inherited_and_overridden_in_declared_order(read, placed):
    scenarios = [
        read({**BASE, **levels(c=1, a=0.5)}, ids=IDS),
        read(levels(b=0.2, a=0.8), "child", extends="base", ids=IDS),
        read(levels(a=0), "grandchild", extends="child", ids=IDS),
    ]
    found = resolve(scenarios, placed=placed)
    assert {name: one.levels for name, one in found.items()} == {
        "base": {"a": 0.5, "c": 1.0},
        "child": {"a": 0.8, "b": 0.2, "c": 1.0},
        "grandchild": {"b": 0.2, "c": 1.0},
    }
    assert [m.id for m in found["child"].measures] == ["a", "b", "c"]
    assert [d.level for d in found["child"].deployed] == [0.8, 0.2, 1.0]
    assert list(found) == ["base", "child", "grandchild"]  # in the order given


def test_a_scenario_may_be_looked_at_without_measures(read, placed):
    whole = resolve([read(levels(a=1, b=1, c=1), ids=IDS)], placed=placed)["base"]
    assert [m.id for m in whole.without({"b"}).measures] == ["a", "c"]
    assert whole.without().measures == ()
    assert whole.levels == {"a": 1, "b": 1, "c": 1}


def test_no_scenario_is_a_fault():
    assert faults([]) == [
        (
            "SCN009",
            "scenarios",
            "scenarios: no scenario file; a study needs at least one in scenarios/",
        )
    ]
    with pytest.raises(InputError, match="somewhere: no scenario file"):
        resolve([], Place(file="somewhere"))


def test_a_parent_that_is_not_there_is_named_with_the_nearest(read):
    ((code, file, said),) = faults([read(BASE), read({}, "child", extends="bse")])
    assert (code, file) == ("SCN002", "scenarios/child.toml")
    assert (
        'scenario "child" extends "bse", which is not among the scenarios; did you mean "base"?'
        in said
    )


@pytest.mark.parametrize(
    "links", [{"a": "b", "b": "a"}, {"a": "a"}, {"a": "b", "b": "c", "c": "b", "base": ""}]
)
def test_a_circle_is_named(read, links):
    found = faults([read({}, name, extends=parent) for name, parent in links.items()])
    circle = ", ".join(sorted(name for name, parent in links.items() if parent))
    assert (
        "SCN003",
        "scenarios",
        f"scenarios: scenarios {circle} extend each other in a circle",
    ) in found
    assert [code for code, *_ in found] == ["SCN003"]


def test_there_is_one_root(read):
    ((code, _, said),) = faults([read(BASE), read({}, "other")])
    assert code == "SCN004"
    assert "2 scenarios extend nothing (base, other)" in said


def test_differences_name_paths_and_measures_at_another_level(read, placed):
    child = {
        "gdp": {"growth": [{"to": 2020, "rate": 0.04}]},
        "population": 5.0,
        **levels(a=0.5, b=0, c=1),
    }
    same = {"gdp": {"growth": [{"to": 2020, "rate": 0.05}], "note": "as before"}}
    scenarios = [
        read({**BASE, **levels(c=1)}, ids=IDS),
        read(child, "child", extends="base", ids=IDS),
        read(same, "same", extends="base", ids=IDS),
    ]
    found = resolve(scenarios, placed=placed)
    assert differences(found["base"], found["child"]) == ["gdp", "population", "measures.a"]
    assert differences(found["child"], found["base"]) == ["gdp", "population", "measures.a"]
    assert differences(found["base"], found["same"]) == []
