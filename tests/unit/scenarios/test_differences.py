"""Back to the parent's value, and the table of all that differs."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures import projects
from dualcarbon.scenarios.differences import compared, valued
from dualcarbon.scenarios.inheritance import resolve

MIX = {"coal": 0.5, "oil": {"constant": 0.1, "mark": "A", "source": "assumed"}, "electricity": "residual"}  # fmt: skip
BASE = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.05}], "mark": "A", "source": "a plan"},
    "mix": {"industry": {"share": MIX}},
}
CHILD = {
    "gdp": {"growth": [{"to": 2020, "rate": {"normal": [0.05, 0.01]}}]},
    "mix": {"industry": {"share": {"coal": 0.3}}},
    "power": {"rate": 2.0},
}


@pytest.fixture
def placed(measure, span):
    change = {"path": "intensity.industry", "op": "save", "value": 0.1}
    listed = {id: measure(change, id=id) for id in ("saving", "wind")}
    return {id: (m, projects.placed(m, [], span.years)) for id, m in listed.items()}


@pytest.fixture
def family(read, placed):
    """Resolve a root, a child and a grandchild; the tables of the last two may be given."""

    def made(child=CHILD, grandchild=None):
        return resolve(
            [
                read(BASE, ids=placed),
                read(child, "child", extends="base", ids=placed),
                read(grandchild or {}, "grandchild", extends="child", ids=placed),
            ],
            placed=placed,
        )

    return made


@pytest.fixture
def told(seen, tree, span):
    """Give what differs between two scenarios by key."""

    def made(ours, theirs):
        both = (valued(s, (seen, tree, span)) for s in (ours, theirs))
        return {one.key: one for one in compared(*both, tree)}

    return made


def test_parent_means_what_the_parent_has(family):
    back = {
        "gdp": "parent",
        "mix": {"industry": {"share": {"coal": "parent", "oil": 0.2}}},
        "measures": {"saving": "parent"},
    }
    found = family({**CHILD, "measures": {"saving": 0.5}}, back)
    one, parent = found["grandchild"], found["child"]
    assert one.paths["gdp"] == parent.paths["gdp"]
    assert one.paths["mix.industry"].form.share["coal"].constant.central == 0.3
    assert one.paths["mix.industry"].form.share["oil"].constant.central == 0.2
    assert one.levels == {"saving": 0.5}
    assert one.resets == ("gdp", "mix.industry.coal", "measures.saving")
    assert (one.declared_at["gdp"].file, one.declared_at["mix.industry.oil"].file) == (
        "scenarios/child.toml",
        "scenarios/grandchild.toml",
    )


def test_a_group_whose_parts_all_are_the_parents_says_nothing_of_its_own(family):
    found = family(grandchild={"mix": {"industry": {"share": {"coal": "parent"}}}})
    assert found["grandchild"].paths["mix.industry"] == found["child"].paths["mix.industry"]
    whole = family(grandchild={"mix": {"industry": "parent"}})
    assert whole["grandchild"].paths == whole["child"].paths


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"gdp": "parent"}, "gdp"),
        ({"mix": {"industry": {"share": {"coal": "parent"}}}}, "mix.industry.coal"),
        ({"measures": {"saving": "parent"}}, "measures.saving"),
    ],
)
def test_a_root_has_no_parent(read, table, key):
    with pytest.raises(InputError) as caught:
        read(table, ids=("saving",))
    ((code, where),) = [(f.code, f.place.key) for f in caught.value.faults]
    assert (code, where) == ("SCN024", key)


def test_a_part_outside_the_group_is_not_forgiven_for_being_the_parents(read):
    with pytest.raises(InputError) as caught:
        read({"mix": {"industry": {"share": {"coke": "parent"}}}}, "child", extends="base")
    assert [f.code for f in caught.value.faults] != []


def test_paths_parts_and_levels_that_differ_are_told_from_both_sides(family, told):
    found = family({**CHILD, "measures": {"saving": 0.5}})
    apart = told(found["child"], found["base"])
    assert list(apart) == ["gdp", "mix.industry.coal", "power.rate", "measures.saving"]
    assert [one.kind for one in apart.values()] == ["path", "part", "path", "measure"]
    assert [one.unit for one in apart.values()] == ["CNY2010", "1", "tce/tce", "1"]
    coal = apart["mix.industry.coal"]
    assert (coal.ours.text["en"], coal.theirs.text["en"]) == ("0.3 in all years", "0.5 in all years")  # fmt: skip
    assert coal.ours.values.tolist() == [0.5, 0.3, 0.3, 0.3]  # 50 of 100 tce in the base year
    assert coal.theirs.place.key == "mix.industry.share.coal"
    assert not any(one.same for one in apart.values())


def test_what_only_a_distribution_changes_is_a_difference(family, told):
    gdp = told(*(family()[name] for name in ("child", "base")))["gdp"]
    assert gdp.ours.values.tolist() == gdp.theirs.values.tolist()
    assert "normal" in gdp.ours.text["en"]
    assert "normal" not in gdp.theirs.text["zh"]
    assert (gdp.theirs.mark, gdp.theirs.source) == ("A", "a plan")


def test_what_one_side_does_not_declare_is_held(family, told, base):
    rate = told(*(family()[name] for name in ("child", "base")))["power.rate"]
    assert rate.theirs.text["en"] == "not declared: the base year's value held"
    assert set(rate.theirs.values.tolist()) == {base["power.rate"]}
    assert rate.theirs.place.file == ""


def test_levels_are_told_with_what_is_in_place(family, told):
    found = family({"measures": {"saving": 0.5}})
    level = told(found["child"], found["base"])["measures.saving"]
    assert (level.ours.text["en"], level.theirs.text["zh"]) == ("deployed to 0.5", "未实施")
    assert level.ours.values.tolist() == [0.0, 0.25, 0.5, 0.5]  # in place from 2017 to 2019
    assert level.theirs.values.tolist() == [0.0] * 4


def test_values_are_those_before_measures_act(family, told):
    with_saving = {"intensity": {"industry": 0.2}, "measures": {"saving": 1.0}}
    found = family(with_saving)
    path = told(found["child"], found["base"])["intensity.industry"]
    assert path.ours.values.tolist()[1:] == [0.2] * 3


def test_what_is_as_in_the_parent_is_told_as_no_difference(family, told):
    back = {"gdp": "parent", "mix": {"industry": "parent"}, "power": {"rate": 2.5}}
    found = family(grandchild=back)
    apart = told(found["grandchild"], found["child"])
    assert {key: one.same for key, one in apart.items()} == {
        "gdp": True, "mix.industry.coal": True, "mix.industry.electricity": True, "mix.industry.oil": True, "power.rate": False,
    }  # fmt: skip
    assert apart["gdp"].ours.text == apart["gdp"].theirs.text
    assert apart["gdp"].ours.place == apart["gdp"].theirs.place
    assert list(told(found["grandchild"], found["base"])) == ["gdp", "mix.industry.coal", "power.rate"]  # fmt: skip


def test_a_scenario_does_not_differ_from_itself(family, told):
    same = family()["child"]
    assert told(same, same) == {}
