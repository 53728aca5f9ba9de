"""A scenario file held to the tree of its region; every fault told with its key and what to do."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios import declared
from dualcarbon.scenarios.tree import widest

IDS = ("wind", "storage")


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
            "measures": {"wind": 0.5, "storage": 1},
        },
        ids=IDS,
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
    assert one.levels == {"wind": 0.5, "storage": 1.0}
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
        ({"measures": 3}, "KEY001", "measures", "is not a table"),
        ({"measures": [{"id": "wind"}]}, "MEA021", "measures", "no longer holds measures of its own"),
        ({"measures": {"wnd": 1.0}}, "MEA020", "measures.wnd", 'no measure "wnd"; did you mean "wind"?'),
        ({"measures": {"wind": 1.5}}, "MEA034", "measures.wind", "1.5 is no level of deployment; write a number from 0 to 1"),
        ({"measures": {"wind": -0.1}}, "MEA034", "measures.wind", "-0.1 is no level"),
        ({"measures": {"wind": True}}, "MEA034", "measures.wind", "True is no level"),
        ({"measures": {"wind": "all"}}, "MEA034", "measures.wind", "all is no level"),
        ({"measures": {"wind": float("nan")}}, "MEA034", "measures.wind", "nan is no level"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_key(read, table, code, key, said):
    ((found, file, where, message),) = faults(read, table, ids=IDS)
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
        "measures": {"wind": 2},
    }
    assert [code for code, *_ in faults(read, table, ids=IDS)] == [
        "SCN001",
        "STU006",
        "SCN006",
        "MEA034",
        "KEY001",
    ]


def test_refusals_of_measures_say_what_to_do_in_both_languages(read):
    with pytest.raises(InputError) as caught:
        read({"measures": []})
    (fault,) = caught.value.faults
    assert "Move [[measures]] to measures.toml" in fault.advice()
    assert "请将 [[measures]] 移到 measures.toml" in fault.advice("zh")
    with pytest.raises(InputError) as caught:
        read({"measures": {"wind": 1.0}})
    (fault,) = caught.value.faults
    assert fault.message().endswith('the study has no measure "wind"; there is no measures.toml')
    assert "没有措施“wind”" in fault.message("zh")
    assert "a scenario only says how far it is deployed" in fault.advice()


def test_levels_are_read_even_where_measures_cannot_be_told(read):
    assert read({"measures": {"wind": 0.0, "other": 1}}, ids=None).levels == {
        "wind": 0.0,
        "other": 1.0,
    }
    assert [code for code, *_ in faults(read, {"measures": {"wind": 7}}, ids=None)] == ["MEA034"]


def test_a_measure_cannot_ramp_what_holds_in_all_years(tree):
    assert not [key for key in declared.measurable(tree).keys if key.startswith("factor_scale.")]
    assert "factor_scale.coal" in tree.units


def test_what_can_be_captured_are_sectors_and_plants(tree):
    found = [key for key in declared.measurable(tree).paths if key.startswith("capture.")]
    assert found == ["capture.households", "capture.industry", "capture.power"]
    assert {"capture.industry", "capture.heat"} <= set(declared.measurable(widest()).paths)


def test_every_part_of_a_group_can_be_changed(tree):
    keys = declared.measurable(tree).keys
    assert {
        "mix.industry.coal",
        "power.supply.nonfossil",
        "structure.services",
        "losses.oil",
    } <= set(keys)
