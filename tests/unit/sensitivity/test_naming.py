"""What assumptions are called."""

from __future__ import annotations

import re

import pytest

from dualcarbon.quantities import paths
from dualcarbon.scenarios.tree import widest
from dualcarbon.sensitivity.naming import TITLES, joined, place, title
from dualcarbon.vocabulary.faults import Place

CHINESE = re.compile(r"[\u4e00-\u9fff]")

FORMS = {
    "weibull": {"stock": {"target": "a", "survival": {"weibull": [2.5, 14]}, "ages": "steady", "values": {"use": {"base": 1.0, "new": "n"}}}},
    "lifetime": {"stock": {"target": "a", "survival": {"lifetime": 13}, "ages": "steady"}},
    "elasticity": {"elasticity": {"to": "gdp", "value": 0.5}},
    "periods": {"elasticity": {"to": "gdp", "periods": [{"to": 2030, "value": 0.5}, {"to": 2060, "value": 0.3}]}},
    "logistic": {"logistic": {"saturation": 0.6, "midpoint": 2035, "rate": 0.2}},
    "lookup": {"lookup": {"of": "gdp", "points": {"0.1": 5.0, "0.9": 2.0}}},
}  # fmt: skip
"""Paths that numbers shape which are neither a value of all years, nor of one, nor a rate."""


def every_key():
    tree = widest()
    parts = [f"{group}.{part}" for group, parts in tree.groups.items() for part in parts]
    return [*tree.units, *tree.groups, *parts]


def test_every_path_of_the_tree_has_a_title_in_both_languages():
    found = {key: title(key) for key in every_key()}
    assert [key for key, told in found.items() if told["en"] == key] == []
    assert [key for key, told in found.items() if not CHINESE.search(told["zh"])] == []
    assert [told for told in found.values() if "{" in told["en"] + told["zh"]] == []


def test_titles_tell_paths_apart():
    assert len({title(key)["en"] for key in every_key()}) == len(every_key())


@pytest.mark.parametrize(
    ("key", "en", "zh"),
    [
        ("gdp", "GDP", "地区生产总值"),
        ("mix.transport", "Fuel mix: transport", "交通运输、仓储和邮政业用能结构"),
        ("power.supply.nonfossil", "Share of own non-fossil power", "本地非化石电量占比"),
        ("power.mix.natural_gas", "Share of natural gas in thermal power", "火电天然气占比"),
        ("factor_scale.coal", "Emission factor of coal", "煤炭排放因子"),
        ("branches.transport.cars.intensity", "branches.transport.cars.intensity", "branches.transport.cars.intensity"),
    ],
)  # fmt: skip
def test_some_titles(key, en, zh):
    assert title(key) == {"en": en, "zh": zh}


def test_a_pattern_of_two_names_fills_both():
    assert title("mix.industry.natural_gas")["en"] == "Share of natural gas: industry"
    assert all(set(texts) == {"en", "zh"} for texts in TITLES.values())


def test_joined_titles():
    told = joined([title("population"), title("power.rate")])
    assert told == {"en": "Population and fuel per unit of thermal power", "zh": "人口与火电单位电量耗能"}  # fmt: skip


DECLARED = {
    "variables.cars": {"en": "Cars in use", "zh": "汽车保有量"},
    "branches.transport.cars": {"en": "Passenger cars", "zh": "乘用车"},
    "branches.transport.cars.electric": {"en": "Electric cars", "zh": "电动乘用车"},
    "chains.refining": {"en": "Refining", "zh": "炼油"},
}


@pytest.mark.parametrize(
    ("key", "en", "zh"),
    [
        ("variables.cars", "Cars in use", "汽车保有量"),
        ("branches.transport.cars.activity", "Passenger cars: activity", "乘用车活动水平"),
        ("branches.transport.cars.mix.oil", "Passenger cars: fuel mix oil", "乘用车用能结构石油"),
        ("branches.transport.cars.electric.intensity", "Electric cars: energy intensity", "电动乘用车用能强度"),
        ("chains.refining.loss", "Refining: losses", "炼油损失"),
        ("variables.cars_per_head", "variables.cars_per_head", "variables.cars_per_head"),
        ("gdp", "GDP", "地区生产总值"),
    ],
)  # fmt: skip
def test_what_a_study_declares_is_called_as_declared(key, en, zh):
    assert title(key, DECLARED) == {"en": en, "zh": zh}


@pytest.mark.parametrize("form", FORMS)
def test_every_number_that_shapes_a_path_has_a_name_of_the_trade(form):
    read = paths.read("x", FORMS[form], Place(file="s.toml"))
    found = {key: place(key) for key in read.form.numbers()}
    assert found
    for key, said in found.items():
        assert key not in said["en"]
        assert CHINESE.search(said["zh"])
    assert len({said["zh"] for said in found.values()}) == len(found)


def test_a_place_that_nobody_knows_keeps_its_key():
    assert place("own.kind") == {"en": "own.kind", "zh": "own.kind"}
