"""Templates of branches: each is read, all go together, none says a number of a region, every number says where it comes from."""

from __future__ import annotations

import functools
import tomllib

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.kinds import KINDS
from dualcarbon.scenarios import structure, templates
from dualcarbon.scenarios.declared_history import HEADS
from dualcarbon.vocabulary.faults import Place

NAMES = (
    "buildings", "cement", "chp", "freight", "hydrogen", "methane", "passenger", "quotas", "refining", "steel", "storage",
    "vehicles",
)  # fmt: skip
HERE = Place(file="tree.toml", key="use")


@functools.cache
def used(names):
    return templates.used(list(names), HERE)


def read(*names, own=None):
    return structure.read([*used(names), (own or {}, structure.FILE)])


def leaves(path):
    """Give the paths of a share group, or the path itself."""
    return list(path.parts.values()) or [path]


def test_the_templates_are_those_that_the_docs_list():
    assert templates.names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_template_is_a_tree_of_its_own(name):
    table = tomllib.loads(templates.text(name))
    assert table["schema"] == structure.SCHEMA
    found = read(name)
    assert found.units
    titles = [found.titles[key] for key in found.titles]
    assert all(one["en"] != one["zh"] and one["zh"] for one in titles)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_says_where_it_comes_from(name):
    for path in read(name).paths.values():
        numbers = [n for part in leaves(path) for n in part.form.numbers()]
        zero = path.kind == "constant" and path.form.constant.central == 0.0
        shares = path.kind == "share"  # stands with the intensity that it divides
        if numbers and not zero and not shares:
            assert path.form.mark in ("M", "A"), path.key
            assert path.form.source, path.key


@pytest.mark.parametrize("name", NAMES)
def test_no_template_says_how_much_a_region_has(name):
    """What has a constant is a property of technology: an efficiency, a rate, a use per kilometre or tonne, or nothing at all."""
    found = read(name)
    for key, path in found.paths.items():
        if path.kind == "constant" and path.form.constant.central != 0.0:
            unit = found.units[key]
            assert unit == "1" or "/" in unit, (key, unit)
            assert "person" not in unit, key


@pytest.mark.parametrize("name", NAMES)
def test_each_template_says_which_rows_and_paths_it_needs(name):
    head = templates.text(name).partition("schema")[0]
    assert head.startswith("# ")
    assert "rows" in head.lower()
    assert "in scenarios" in head.lower()


@pytest.mark.parametrize(
    "names",
    [NAMES, ("freight", "vehicles"), ("passenger", "vehicles"), ("quotas", "buildings")],
    ids="+".join,
)
def test_together_in_either_order_they_are_the_same(names):
    one, other = read(*names), read(*reversed(names))
    assert one.units == other.units
    assert one.groups == other.groups
    assert {b.key for b in one.branches} == {b.key for b in other.branches}


def test_all_go_together_and_nothing_is_counted_twice():
    found = read(*NAMES)
    names = {b.key for b in found.branches}
    assert not names & {
        "branches.transport.road_freight", "branches.transport.urban_car", "branches.transport.intercity_bus",
        "branches.services_buildings.public_institutions",
    }  # fmt: skip
    assert {"branches.transport.trucks_oil", "branches.transport.rail_freight"} <= names
    assert {c.output for c in found.chains} == {"hydrogen", "heat", "electricity", "oil"}


def test_alone_a_template_keeps_what_another_would_take():
    assert "branches.transport.road_freight" in {b.key for b in read("freight").branches}


def test_a_study_leaves_out_what_it_does_not_have():
    out = {"without": ["branches.transport.air_freight", "branches.transport.pipeline_freight"]}
    found = read("freight", own=out)
    assert [b.name for b in found.branches] == ["road_freight", "rail_freight", "water_freight"]
    assert not [k for k in (*found.units, *found.paths) if "air_freight" in k]


def test_what_is_left_out_must_be_there():
    with pytest.raises(InputError) as error:
        read("freight", own={"without": ["branches.transport.air_freigth"]})
    (one,) = error.value.faults
    assert (one.code, one.place.file) == ("TRE018", "tree.toml")
    assert "branches.transport.air_freight" in one.message("en")


@pytest.mark.parametrize("without", ["branches.transport.air_freight", {"a": 1}, 7])
def test_what_is_left_out_is_a_list(without):
    with pytest.raises(InputError) as error:
        read("freight", own={"without": without})
    assert {f.code for f in error.value.faults} == {"KEY001"}


def test_the_study_stands_over_its_templates():
    own = {
        "variables": {
            "scrap_per_eaf": {"title": {"en": "Scrap", "zh": "废钢"}, "unit": "1", "constant": 1.05}
        }
    }
    found = read("steel", own=own)
    assert found.paths["variables.scrap_per_eaf"].form.constant.central == 1.05


def test_branches_are_put_into_the_sector_that_the_account_has():
    tables = templates.used(["buildings"], HERE, {"services_buildings": "other"})
    found = structure.read([*tables, ({}, structure.FILE)])
    assert {b.sector for b in found.branches} == {"households", "other"}
    assert found.units["branches.other.public_heating.intensity"] == "tce/m2"


def test_two_sectors_may_become_one():
    tables = templates.used(["buildings"], HERE, {"services_buildings": "households"})
    found = structure.read([*tables, ({}, structure.FILE)])
    assert {b.sector for b in found.branches} == {"households"}
    assert len(found.branches) == len(read("buildings").branches)


def test_an_unknown_template_is_answered_with_those_there_are():
    with pytest.raises(InputError) as error:
        templates.used(["vehicels", "steel"], HERE)
    (one,) = error.value.faults
    assert one.code == "TRE011"
    assert "vehicles" in one.message("en")


@pytest.mark.parametrize("listed", ["vehicles", {"vehicles": True}, None])
def test_templates_are_a_list(listed):
    with pytest.raises(InputError) as error:
        templates.used(listed, HERE)
    assert error.value.faults[0].code == "KEY001"


def test_shares_among_variables_are_a_group_with_their_parts():
    found = read("freight")
    assert found.groups["variables.freight_modes"] == ("road", "rail", "water", "pipeline", "air")
    assert "variables.freight_modes" not in found.units


def test_every_key_that_a_path_follows_is_declared_or_the_trees_own():
    found = read(*NAMES)
    parts = {f"{g}.{p}" for g, names in found.groups.items() for p in names}
    beside = {f"{k}.{n}" for k, path in found.paths.items() for n in path.form.gives()}
    followed = {f for path in found.paths.values() for f in path.form.follows()}
    assert {f for f in followed if f.partition(".")[0] in HEADS} <= {*found.units, *parts, *beside}
    assert {f for f in followed if f.partition(".")[0] not in HEADS} == {"population"}


def test_the_forms_are_of_the_kinds_that_paths_have():
    kinds = {path.kind for path in read(*NAMES).paths.values()}
    assert kinds <= set(KINDS)
    assert {"stock", "formula", "constant", "share"} <= kinds


def test_survival_is_what_its_words_say():
    """Two in three cars are left after ten years, half of the lorries after nine, half of the dwellings after forty."""
    found = read("vehicles", "buildings").paths
    for key, age, left in (("cars", 10, 0.65), ("trucks", 9, 0.46), ("floor_urban", 40, 0.5), ("floor_public", 35, 0.51)):  # fmt: skip
        survival = found[f"variables.{key}"].form.stock.survival
        shape, scale = (n.central for n in survival.weibull)
        assert np.exp(-((age / scale) ** shape)) == pytest.approx(left, abs=0.01), key
