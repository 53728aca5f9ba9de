"""A scenario file held to the tree of its region; every fault told with its key and what to do."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios import declared

MEASURE = {
    "id": "wind",
    "title": {"en": "Wind", "zh": "风电"},
    "changes": [
        {"path": "power.supply.nonfossil", "op": "add", "value": 0.1, "from": 2017, "to": 2019}
    ],
}


def faults(read, table, **more):
    with pytest.raises(InputError) as caught:
        read(table, **more)
    return [(f.code, f.place.file, f.place.key, f.message()) for f in caught.value.faults]


def test_nested_tables_are_dotted_keys(read):
    one = read(
        {
            "schema": "dualcarbon/scenario/1",
            "title": {"en": "Base", "zh": "基准"},
            "gdp": {"growth": [{"to": 2020, "rate": 0.05}]},
            "intensity": {"industry": {"constant": 0.2}, "households": {"constant": 0.1}},
            "mix": {"industry": {"share": {"coal": 0.4, "electricity": "residual"}}},
            "power": {"supply": {"share": {"thermal": "residual"}}, "rate": 2.4},
            "measures": [MEASURE],
        }
    )
    assert list(one.paths) == [
        "gdp",
        "intensity.industry",
        "intensity.households",
        "mix.industry",
        "power.supply",
        "power.rate",
    ]
    assert one.paths["mix.industry"].residual == "electricity"
    assert (one.name, one.extends, one.file) == ("base", "", "scenarios/base.toml")
    assert one.title == {"en": "Base", "zh": "基准"}
    assert one.description == {"en": "", "zh": ""}
    assert [m.id for m in one.measures] == ["wind"]
    assert one.paths["power.rate"].place.key == "power.rate"


def test_one_text_serves_both_languages_and_the_name_stands_for_a_title(read):
    assert read({}).title == {"en": "base", "zh": "base"}
    assert read({"title": "甲"}).title == {"en": "甲", "zh": "甲"}
    assert read({"title": {"en": "A"}}).title == {"en": "A", "zh": "A"}


@pytest.mark.parametrize(
    ("table", "code", "key", "said"),
    [
        ({"gpd": {"constant": 1}}, "SCN001", "gpd", '"gpd" is no path of this region\'s tree; did you mean "gdp"?'),
        ({"intensity": {"industri": 1}}, "SCN001", "intensity.industri", 'did you mean "intensity.industry"?'),
        ({"power": 3}, "SCN001", "power", "is no path of this region's tree"),
        ({"structure": {"industry": 0.4}}, "SCN006", "structure", 'declare it inside [structure.share]'),
        ({"mix": {"industry": {"coal": 0.4}}}, "SCN006", "mix.industry", '"mix.industry.coal" is a part of the group'),
        ({"structure.industry": 0.4}, "SCN006", "structure.industry", "declare it inside [structure.share]"),
        ({"mix": {"industry": {"gas": 0.4}}}, "QTY001", "mix.industry", "no kind of path"),
        ({"intensity": {"transport": 1.0}}, "SCN017", "intensity.transport", 'carry nothing of "intensity.transport"'),
        ({"heat": {"rate": 1.0}}, "SCN017", "heat.rate", 'carry nothing of "heat.rate"'),
        ({"mix": {"industry": {"share": {"coke": 0.1}}}}, "SCN007", "mix.industry", '"coke" is no part of "mix.industry"'),
        ({"mix": {"industry": {"share": {"colal": 0.1}}}}, "SCN007", "mix.industry", 'did you mean "coal"?'),
        ({"gdp": {"share": {"coal": 1.0}}}, "SCN008", "gdp", '"gdp" must be a path over time, for example growth'),
        ({"structure": {"constant": 1.0}}, "SCN008", "structure", '"structure" must be a share'),
        ({"name": 3}, "KEY001", "name", '"3" is not a text'),
        ({"extends": ["a"]}, "KEY001", "extends", "is not a text"),
        ({"measures": {}}, "KEY001", "measures", "is not a list of tables"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_key(read, table, code, key, said):
    ((found, file, where, message),) = faults(read, table)
    assert (found, file) == (code, "scenarios/base.toml")
    assert where.startswith(key)
    assert said in message


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        ({"name": "basis"}, "SCN019", 'the scenario is called "basis", its file "base"'),
        ({"schema": "dualcarbon/scenario/9"}, "SCN020", 'write "dualcarbon/scenario/1"'),
        ({"schema": 1}, "KEY001", '"1" is not a text'),
    ],
)
def test_the_head_is_held_to_file_and_program(read, table, code, said):
    ((found, _, key, message),) = faults(read, table)
    assert (found, key) == (code, next(iter(table)))
    assert said in message


def test_a_scenario_says_its_name(tree):
    with pytest.raises(InputError, match='"name" is missing'):
        declared.read({}, tree, "scenarios/base.toml")


def test_all_faults_of_a_file_are_told_together(read):
    table = {
        "gpd": {"constant": 1},
        "gdp": {"growht": []},
        "structure": {"industry": 0.4},
        "extends": 1,
        "measures": [MEASURE, MEASURE],
    }
    assert [code for code, *_ in faults(read, table)] == [
        "SCN001",
        "QTY001",
        "SCN006",
        "MEA006",
        "KEY001",
    ]


def test_a_measure_changes_paths_of_the_tree_only(read):
    off = {**MEASURE, "changes": [{**MEASURE["changes"][0], "path": "power.supply.nonfosil"}]}
    ((code, *_, message),) = faults(read, {"measures": [off]})
    assert code == "MEA001"
    assert 'did you mean "power.supply.nonfossil"?' in message


def test_a_measure_cannot_ramp_what_holds_in_all_years(read):
    off = {**MEASURE, "changes": [{**MEASURE["changes"][0], "path": "factor_scale.coal"}]}
    assert [code for code, *_ in faults(read, {"measures": [off]})] == ["MEA001"]
