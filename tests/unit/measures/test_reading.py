"""measures.toml as people write it: each fault told with its place in both languages, all at once."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures.reading import SCHEMA, Known, Listed, named, overlaps, read
from dualcarbon.vocabulary.faults import Place

KNOWN = Known(
    ("gdp", "population", "intensity.industry", "power.rate", "power.balance", "losses.oil", "branches.transport.cars.intensity", "branches.transport.cars.activity", "chains.hydrogen.coal.rate.coal", "capture.industry", "capture.power"),
    {
        "mix.industry": ("coal", "electricity", "oil"),
        "power.mix": ("coal", "natural_gas"),
        "power.supply": ("import", "nonfossil", "thermal"),
        "structure": ("industry", "services"),
        "branches.transport.cars.mix": ("oil", "electricity"),
    },
)  # fmt: skip
RAMP = {"from": 2020, "to": 2030}


def change(path="mix.industry.coal", op="add", value=-0.1, **more):
    return {"path": path, "op": op, "value": value, **more}


def measure(*changes, id="m", **more):
    usual = {"title": {"en": id, "zh": id}, "action": "industry", "ramp": RAMP}
    return {"id": id, "changes": list(changes) or [change()]} | usual | more


def table(*measures, **more):
    return {"schema": SCHEMA, "measures": list(measures), **more}


def faults(given):
    with pytest.raises(InputError) as caught:
        read(given, KNOWN)
    assert {f.place.file for f in caught.value.faults} == {"measures.toml"}
    return caught.value.faults


def test_a_list_is_read_in_declared_order():
    found = read(table(measure(id="b"), measure(id="a")), KNOWN)
    assert found.ids == ("b", "a")
    assert found["a"].title.en == "a"
    assert found.place("a") == Place(file="measures.toml", key="measures.a")
    assert read(table(), KNOWN) == Listed()


def test_money_and_resources_stand_beside_the_measures():
    curtailed = {
        "id": "curtailed",
        "title": {"en": "Curtailed", "zh": "弃电"},
        "unit": "TWh",
        "available": {"2030": 20},
    }
    money = {
        "price_year": 2022,
        "financial_rate": {"value": 0.07},
        "deflator": {"2020": 0.97, "2022": 1.0},
    }
    found = read(table(measure(uses={"curtailed": 0.4}), resources=[curtailed], money=money), KNOWN)
    assert found.resources[0].available == {2030: 20.0}
    assert found.money.deflator == {2020: 0.97, 2022: 1.0}
    assert found.measures[0].uses == {"curtailed": 0.4}


@pytest.mark.parametrize(
    ("given", "code", "key", "said", "zh"),
    [
        (table(measure(change("gpd"))), "MEA001", "measures.0.changes.0", '"gpd" is not a path here; did you mean "gdp"?', "是否应为“gdp”"),
        (table(measure(ramp={"from": 2030, "to": 2020})), "MEA002", "measures.0.ramp", "starts in 2030", "起始年 2030"),
        (table(measure(change("gdp", "scale", -1))), "MEA003", "measures.0.changes.0", "scaling by -1", "按 -1 倍缩放"),
        (table(measure(change("gdp", "scale", {"normal": [0.5, 0.3]}))), "MEA003", "measures.0.changes.0", "with all its uncertainty", "不确定范围"),
        (table(measure(), measure()), "MEA006", "measures", 'the id "m" stands for two measures', "被两项措施重复使用"),
        (table(measure() | {"changes": []}), "MEA009", "measures.0", "changes is empty", "changes 为空"),
        (table(measure(change("gdp", value=1, unit="MWh"))), "MEA014", "measures.0.changes.0", 'add takes no amount in "MWh" at gdp', "对 gdp 作 add 不能使用“MWh”"),
        (table(measure(change("structure.industry", "shift", 0.1, into="services", unit="tce"))), "MEA014", "measures.0.changes.0", "at structure.industry", "structure.industry"),
        (table(measure(change(op="set", value=0.1, unit="tce"))), "MEA014", "measures.0.changes.0", "set takes no amount", "作 set 不能使用"),
        (table(measure(change(op="save", value=1, unit="kW"))), "MEA014", "measures.0.changes.0", '"kW"', "“kW”"),
        (table(measure(change("capture.power", "capture", 1, unit="MWh"))), "MEA014", "measures.0.changes.0", "capture takes no amount", "作 capture 不能使用“MWh”"),
        (table(measure(change("capture.power", "capture", -1, unit="t CO2"))), "MEA041", "measures.0.changes.0", "capture takes an amount of 0 or more", "capture 的数量"),
        (table(measure(change("losses.oil", "scale", 0.9, unit="tce"))), "MEA014", "measures.0.changes.0", "scale takes no amount", "作 scale 不能使用"),
        (table(measure(change(op="save", value=1, unit="mwhh"))), "MEA014", "measures.0.changes.0", '"mwhh"', "“mwhh”"),
        (table(measure(change(op="shift", value=0.1, into="cola"))), "MEA015", "measures.0.changes.0", 'not to "cola"; known: electricity, oil', "不能转移到“cola”"),
        (table(measure(change(op="shift", value=0.1, into="coal"))), "MEA015", "measures.0.changes.0", 'not to "coal"', "“coal”"),
        (table(measure(change(op="shift", value=0.1))), "MEA015", "measures.0.changes.0", 'not to ""', "“”"),
        (table(measure(requires=["n"])), "MEA016", "measures.0", '"n" is not declared here', "此处未声明“n”"),
        (table(measure(excludes=["n"])), "MEA016", "measures.0", '"n" is not declared here', "此处未声明“n”"),
        (table(measure(uses={"roof": 1.0})), "MEA016", "measures.0", '"roof" is not declared here', "此处未声明“roof”"),
        (table(measure(action="")), "MEA023", "measures.0", "measure m needs a title and an action", "须给出 title 与 action"),
        (table(measure(title=3)), "KEY001", "measures.0.title", "is not a table", "不是表"),
        (table(measure(requires=["m"])), "MEA024", "measures", "m require each other in a circle", "相互依赖成环"),
        (table(measure(change(op="save", value=1.5))), "MEA025", "measures.0.changes.0", "save takes a share between 0 and 1", "save 的数值"),
        (table(measure(change(op="save", value=-0.1))), "MEA025", "measures.0.changes.0", "got -0.1", "-0.1"),
        (table(measure(change(op="shift", value=-0.1, into="oil"))), "MEA025", "measures.0.changes.0", "shift takes a share", "shift 的数值"),
        (table(measure(change("capture.power", "capture", {"normal": [0.9, 0.1]}))), "MEA025", "measures.0.changes.0", "with all its units and uncertainty", "不确定范围"),
        (table(measure(change(op="save", value=1e-3, per="unit"), amount=2000.0)), "MEA025", "measures.0.changes.0", "with all its units", "全部数量"),
        (table(measure(ramp={})), "MEA028", "measures.0.ramp", "either from and to, or points", "只能是 from 与 to"),
        (table(measure(change("capture.power", "set", 0.5))), "MEA029", "measures.0.changes.0", "set does not go with capture.power", "set 不适用于 capture.power"),
        (table(measure(change("gdp", "capture", 0.5))), "MEA029", "measures.0.changes.0", "capture does not go with gdp", "capture 不适用于 gdp"),
        (table(measure(change("gdp", "save", 0.5))), "MEA029", "measures.0.changes.0", "save does not go with gdp", "save 不适用于 gdp"),
        (table(measure(change("power.supply.thermal", "save", 0.5))), "MEA029", "measures.0.changes.0", "save does not go with power.supply.thermal", "不适用于"),
        (table(measure(change("branches.transport.cars.activity", "save", 0.5))), "MEA029", "measures.0.changes.0", "save does not go with branches.transport.cars.activity", "不适用于"),
        (table(measure(change("chains.hydrogen.coal.rate.coal", "save", 5, unit="tce"))), "MEA014", "measures.0.changes.0", "save takes no amount", "不能使用"),
        (table(measure(change("gdp", "shift", 0.5, into="coal"))), "MEA029", "measures.0.changes.0", "shift does not go with gdp", "shift 不适用于 gdp"),
        (table(measure(change(into="oil"))), "MEA030", "measures.0.changes.0", "belong to a shift between fuels, not to add", "不适用于 add"),
        (table(measure(change(ratio=0.5))), "MEA030", "measures.0.changes.0", "not to add", "不适用于 add"),
        (table(measure(change("power.supply.thermal", "shift", 0.1, into="import", ratio=0.9))), "MEA030", "measures.0.changes.0", "not to shift power.supply", "shift power.supply"),
        (table(measure(change("structure.industry", "shift", 0.1, into="services", ratio=0.9))), "MEA030", "measures.0.changes.0", "not to shift structure", "shift structure"),
        (table(measure(change("gdp", "scale", 0.9, per="unit"), amount=2.0)), "MEA040", "measures.0.changes.0", "scale takes one value of the whole measure", "scale 的数值针对整个措施"),
        (table(measure(change(op="set", value=0.1, per="unit"), amount=2.0)), "MEA040", "measures.0.changes.0", "set takes one value", "不能按单位给出"),
        (table(measure(change(op="save", value=-5, unit="tce"))), "MEA041", "measures.0.changes.0", "save takes an amount of 0 or more", "不小于 0"),
        (table(measure(change(op="shift", value={"normal": [1, 1]}, unit="MWh", into="oil"))), "MEA041", "measures.0.changes.0", "with all its uncertainty", "现为 1"),
        (table(resources=[{"id": "r", "title": {"en": "r", "zh": "r"}, "unit": "t", "available": {"2030": 1}}] * 2), "MEA045", "resources", "two resources", "两项资源"),
        (table(measure(excludes=["m"])), "MEA046", "measures.0", "m excludes m, without which it cannot act", "m 排斥 m"),
        ({"schema": "x"}, "SCN020", "schema", f'write "{SCHEMA}"', SCHEMA),
        ({"measures": []}, "SCN020", "schema", f'write "{SCHEMA}"', SCHEMA),
        (table(mesures=[]), "STU006", "", 'did you mean "measures"?', "是否应为“measures”"),
        (table() | {"measures": {"id": "m"}}, "KEY001", "measures", "is not a list of tables", "不是表的列表"),
        (table() | {"resources": 3}, "KEY001", "resources", "is not a list of tables", "不是表的列表"),
        (table(money={"price_year": 2022, "financial_rate": {"value": 0.07}, "rate": 0.07}), "STU006", "money", '"rate"', "“rate”"),
        (table(measure() | {"form": 2}), "STU006", "measures.0", '"form"', "“form”"),
        (table(measure(change(op="mul"))), "KEY002", "measures.0.changes.0.op", "known: set, scale, add, shift, save, capture", "capture"),
        (table(measure(change(value="x"))), "DST006", "measures.0.changes.0.value", "neither", "“x”"),
        (table(measure(id="a b")), "KEY001", "measures.0.id", "is not of the form", "a b"),
        (table(measure(amount=0.0)), "KEY001", "measures.0.amount", "more than 0", "大于 0"),
        (table(measure(uses={"r": -1.0})), "KEY001", "measures.0.uses.r", "0 or more", "不小于 0"),
        (table(measure(reach={"2030": 1.2})), "KEY001", "measures.0.reach.2030", "1.0 or less", "不大于 1.0"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_place_in_both_languages(given, code, key, said, zh):
    (fault,) = faults(given)
    assert (fault.code, fault.place.key) == (code, key)
    assert said in fault.message()
    assert zh in fault.message("zh")


@pytest.mark.parametrize(
    "given",
    [
        change(op="save", value=0.1),
        change("intensity.industry", "save", 10.0, unit="10^4 tce"),
        change("power.rate", "save", 0.05),
        change("losses.oil", "save", 1.0, unit="tce"),
        change("power.mix.coal", "save", 1.0, unit="GJ"),
        change("power.mix.coal", "shift", 0.1, into="natural_gas", ratio=0.8),
        change("power.supply.nonfossil", "add", 2.9, unit="MWh", per="unit"),
        change("power.supply.nonfossil", "add", -0.1),
        change("structure.industry", "shift", 0.1, into="services"),
        change("capture.industry", "capture", 0.9),
        change("power.balance", "scale", 0.99),
        change("gdp", "add", {"normal": [1.0, 5.0]}),
        change("capture.power", "capture", 1e6, unit="t CO2"),
        change("capture.power", "capture", 0.9, unit="t CO2", per="unit"),
        change("losses.oil", "add", -5.0, unit="GJ"),
    ],
)
def test_what_is_allowed(given):
    found = read(table(measure(given, amount=3.0)), KNOWN)
    assert found.measures[0].changes[0].path == given["path"]


def test_all_faults_of_all_measures_are_told_together():
    given = table(
        measure(change("gpd")), {"id": "n"}, measure(change(op="mul")), measure(requires=["x"])
    )
    assert [f.code for f in faults(given)] == [
        "KEY002",
        "MEA001",
        "MEA009",
        "MEA023",
        "MEA006",
        "MEA016",
    ]


def test_a_measure_is_refused_what_it_needs_over_corners():
    chain = [
        measure(id="a", requires=["b"], excludes=["c"]),
        measure(id="b", requires=["c"]),
        measure(id="c"),
    ]
    (fault,) = faults(table(*chain))
    assert (fault.code, fault.place.key) == ("MEA046", "measures.0")
    assert "a excludes c, without which it cannot act" in fault.message()


def test_advice_says_what_to_do():
    (fault,) = faults(table(measure(change("gdp", "save", 0.5))))
    assert "a shift goes from one part of a share group to another" in fault.advice()
    assert "capture.power" in fault.advice("zh")


def test_ids_are_told_even_of_measures_at_fault():
    assert named({"measures": [{"id": "a"}, {"title": 1}, 3, {"id": 4}]}) == ("a", "4")
    assert named({"measures": 3}) == ()


def test_measures_that_meet_on_a_path_are_named_in_the_order_in_which_they_act():
    wind = measure(change("power.supply.nonfossil", "add", 0.1), id="wind")
    coal = measure(change("power.mix.coal", "shift", 0.1, into="natural_gas"), id="gas")
    saved = measure(
        change("power.mix.coal", "save", 0.1), change("power.mix.coal", "save", 0.1), id="saved"
    )
    more = measure(change("power.mix.natural_gas", "save", 0.1), id="more")
    listed = read(table(wind, coal, saved, more), KNOWN)
    told = overlaps(listed.measures, Place(file="scenarios/s.toml"))
    assert [(f.code, f.level) for f in told] == [("MEA010", "warn")] * 2
    assert "saved, gas change power.mix.coal, one after the other" in told[0].message()
    assert "more, gas change power.mix.natural_gas" in told[1].message()
    assert told[0].message("zh").startswith("scenarios/s.toml：saved, gas 均改变 power.mix.coal")
    assert overlaps([listed["wind"]]) == []


@pytest.mark.parametrize(
    "path",
    [
        "intensity.industry",
        "power.rate",
        "branches.transport.cars.intensity",
        "branches.transport.cars.mix.oil",
        "chains.hydrogen.coal.rate.coal",
    ],
)
def test_energy_is_saved_wherever_it_is_used(path):
    found = read(table(measure(change(path, "save", 0.1))), KNOWN)
    assert found["m"].stage == "efficiency"
