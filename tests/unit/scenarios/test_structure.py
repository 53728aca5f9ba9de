"""What tree.toml declares: keys, units and paths of variables, branches and chains; all that is wrong at once."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios import structure
from dualcarbon.scenarios.chains import Process

TITLE = {"en": "made up", "zh": "虚构"}
VEHICLES = {"title": TITLE, "unit": "vehicle"}
CARS = {**VEHICLES, "fuels": ["oil", "electricity"]}
HYDROGEN = {
    "title": TITLE,
    "output": "hydrogen",
    "processes": {"electrolysis": {"inputs": ["electricity"]}},
}
GAS = {"title": TITLE, "output": "natural_gas", "processes": {"making": {"inputs": ["coal"]}}}


def read(*tables):
    return structure.read([(table, f"file{i}.toml") for i, table in enumerate(tables)])


def refused(**table):
    """Codes of what is wrong with a table, each with the key that it is told of."""
    with pytest.raises(InputError) as caught:
        read(table)
    for fault in caught.value.faults:
        assert "file0.toml" in fault.sentence("en")
        assert "file0.toml" in fault.sentence("zh")
    return [(f.code, f.place.key) for f in caught.value.faults]


def chain(**more):
    return {"chains": {"hydrogen": {**HYDROGEN, **more}}}


def branch(**more):
    return {"branches": {"transport": {"cars": {**CARS, **more}}}}


def test_variables_branches_and_chains_have_keys_units_and_titles():
    found = read({"variables": {"cars": VEHICLES}, **branch(useful=True), **chain()})
    assert found.units == {
        "variables.cars": "vehicle",
        "branches.transport.cars.activity": "vehicle",
        "branches.transport.cars.intensity": "tce/vehicle",
        "branches.transport.cars.efficiency.oil": "1",
        "branches.transport.cars.efficiency.electricity": "1",
        "chains.hydrogen.loss": "1",
        "chains.hydrogen.export": "tce",
        "chains.hydrogen.electrolysis.rate.electricity": "tce/tce",
    }
    assert found.groups == {
        "branches.transport.cars.mix": ("oil", "electricity"),
        "chains.hydrogen.supply": ("electrolysis", "import"),
    }
    assert set(found.titles) == {"variables.cars", "branches.transport.cars", "chains.hydrogen"}
    assert found.chains[0].processes == {"electrolysis": Process(("electricity",))}


def test_paths_stand_with_what_they_belong_to():
    cars = branch(
        useful=True,
        activity={"formula": "variables.cars"},
        mix={"share": {"oil": 0.9, "electricity": "residual"}},
        efficiency={"oil": {"constant": 0.3}},
    )
    making = chain(
        electrolysis={"rate": {"electricity": {"constant": 1.5}}}, loss={"constant": 0.1}
    )
    found = read({"variables": {"cars": {**VEHICLES, "constant": 5}}, **cars, **making})
    assert {key: path.kind for key, path in found.paths.items()} == {
        "variables.cars": "constant",
        "branches.transport.cars.activity": "formula",
        "branches.transport.cars.mix": "share",
        "branches.transport.cars.efficiency.oil": "constant",
        "chains.hydrogen.loss": "constant",
        "chains.hydrogen.electrolysis.rate.electricity": "constant",
    }


def test_the_study_stands_over_its_templates():
    template = {"variables": {"cars": {**VEHICLES, "constant": 5}, "vans": VEHICLES}}
    found = read(template, {"variables": {"cars": {**VEHICLES, "constant": 7}}})
    assert found.paths["variables.cars"].form.constant.central == 7
    assert "variables.vans" in found.units


def test_a_chain_beside_plants_has_a_part_and_no_trade():
    beside = read({"chains": {"chp": {**HYDROGEN, "output": "electricity"}}})
    assert beside.groups == {"chains.chp.supply": ("electrolysis",)}
    assert beside.units["chains.chp.part"] == "1"
    assert "chains.chp.export" not in beside.units


@pytest.mark.parametrize(
    ("table", "code", "key"),
    [
        ({"schema": "dualcarbon/tree/9"}, "TRE001", "schema"),
        ({"branchs": {}}, "STU006", ""),
        ({"variables": 5}, "KEY001", "variables"),
        ({"variables": {"cars": 5}}, "KEY001", "variables.cars"),
        ({"variables": {"a car": VEHICLES}}, "TRE012", "variables.a car"),
        ({"variables": {"cars": {"unit": "vehicle"}}}, "STU007", "variables.cars"),
        ({"variables": {"cars": {**VEHICLES, "share": {"a": 1.0}}}}, "SCN008", "variables.cars"),
        (branch(fuels=["oil", "steam"]), "TRE003", "branches.transport.cars.fuels"),
        (branch(fuels=[]), "TRE042", "branches.transport.cars.fuels"),
        (branch(fuels=["oil", "oil"]), "TRE035", "branches.transport.cars.fuels"),
        (branch(efficiency={"oil": 0.3}), "STU006", "branches.transport.cars"),
        (branch(mix={"constant": 1.0}), "SCN008", "branches.transport.cars.mix"),
        (branch(mix={"share": {"oil": 0.9, "coal": 0.1}}), "SCN007", "branches.transport.cars.mix"),
        (branch(activity={"constnat": 5}), "STU006", "branches.transport.cars.activity"),
        (chain(electrolysis={"rat": 5}), "SCN001", "chains.hydrogen.electrolysis.rat"),
        (chain(processes={"a": {"input": ["oil"]}}), "STU006", "chains.hydrogen.processes.a"),
        (chain(output="steam"), "TRE003", "chains.hydrogen"),
        (chain(processes={"a.b": {"inputs": ["oil"]}}), "TRE012", "chains.hydrogen"),
        (chain(processes={"import": {"inputs": ["oil"]}}), "TRE038", "chains.hydrogen.processes.import"),
        (chain(processes={"a": {"inputs": ["oil", "oil"]}}), "TRE035", "chains.hydrogen.processes.a"),
        (chain(processes={"a": {"inputs": ["oil"], "burnt": ["coal"]}}), "TRE036", "chains.hydrogen.processes.a"),
        (chain(processes={"a": {"inputs": ["oil"], "burnt": ["oil"]}, "b": {"inputs": ["oil"]}}), "TRE037", "chains.hydrogen"),
        (chain(within="somewhere"), "TRE039", "chains.hydrogen.within"),
        (chain(within="energy_supply/nowhere"), "TRE039", "chains.hydrogen.within"),
        ({"chains": {"one": HYDROGEN, "two": HYDROGEN}}, "TRE040", "chains.two"),
        (chain(processes={"a": {"inputs": ["electricity", "hydrogen"]}}), "TRE041", "chains.hydrogen"),
        (chain(processes={"a": {"inputs": ["electricity"], "gives": ["hydrogen"]}}), "TRE041", "chains.hydrogen"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_where_it_stands(table, code, key):
    assert (code, key) in refused(**table)


def test_all_that_is_wrong_is_told_at_once():
    wrong = {"variables": {"a car": VEHICLES}, **branch(fuels=["steam"]), **chain(within="x")}
    assert [code for code, _ in refused(**wrong)] == ["TRE012", "TRE003", "TRE039"]


def test_a_chain_comes_after_those_that_take_what_it_makes():
    """Gas is made of hydrogen, hydrogen of electricity, of which plants beside the account's make a part."""
    gas = {**GAS, "processes": {"making": {"inputs": ["hydrogen"]}}}
    chp = {"title": TITLE, "output": "electricity", "processes": {"boiler": {"inputs": ["coal"]}}}
    found = read({"chains": {"chp": chp, "hydrogen": HYDROGEN, "gas": gas}})
    assert [one.name for one in found.chains] == ["gas", "hydrogen", "chp"]
    circle = {**HYDROGEN, "processes": {"cracking": {"inputs": ["natural_gas"]}}}
    with pytest.raises(InputError, match="in a circle: hydrogen, gas"):
        read({"chains": {"hydrogen": circle, "gas": gas}})


def test_of_a_longer_circle_those_who_are_in_it_are_named():
    """Hydrogen is made of gas, gas of heat, and heat of hydrogen; a plant that burns the gas takes from the circle only."""
    ways = {"hydrogen": "natural_gas", "natural_gas": "heat", "heat": "hydrogen", "electricity": "natural_gas"}  # fmt: skip
    chains = {
        f"of_{fuel}": {"title": TITLE, "output": fuel, "processes": {"a": {"inputs": [taken]}}}
        for fuel, taken in ways.items()
    }
    with pytest.raises(InputError) as caught:
        read({"chains": chains})
    (fault,) = caught.value.faults
    assert (fault.code, dict(fault.params)["names"]) == ("TRE041", "of_hydrogen, of_natural_gas, of_heat")  # fmt: skip
    for lang in ("en", "zh"):
        assert "of_hydrogen" in fault.message(lang)


def test_storage_may_take_of_what_it_gives_back():
    own = {"title": TITLE, "output": "electricity", "processes": {"pumped": {"inputs": ["electricity"]}}}  # fmt: skip
    assert [one.name for one in read({"chains": {"storage": own}}).chains] == ["storage"]


def test_a_refinery_may_take_of_what_it_makes():
    own = {"title": TITLE, "output": "oil", "processes": {"still": {"inputs": ["oil"]}}}
    assert [one.name for one in read({"chains": {"refining": own}}).chains] == ["refining"]
