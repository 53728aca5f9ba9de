"""Paths as declared: read with all faults, inherited, compared, checked against the study."""

from __future__ import annotations

import tomllib

import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.paths import (
    changed_parts,
    check,
    differs,
    draw_keys,
    numbers,
    overlay,
    read,
    read_tree,
)
from dualcarbon.vocabulary.faults import Place

FILE = Place(file="s.toml")


def faults_of(text):
    with pytest.raises(InputError) as caught:
        read_tree(tomllib.loads(text), FILE)
    return [(fault.code, fault.place.key, fault.sentence()) for fault in caught.value.faults]


def path(key="x", **table):
    return read(key, table, FILE)


def test_a_tree_of_tables_becomes_paths_by_dotted_keys():
    paths = read_tree(
        tomllib.loads("""
        [population]
        growth = [{to = 2030, rate = 0.01}]
        mark = "A"
        [structure.share]
        industry = {points = {2030 = 0.4}}
        services = "residual"
        [intensity.industry]
        constant = {uniform = [1, 2]}
        [intensity]
        households = 0.5
        [power]
        rate = {elasticity = {to = "gdp", value = 0.4}}
        mix = {logistic = {saturation = 1, midpoint = 2035, rate = 0.2}}
        """),
        FILE,
    )
    assert {key: p.kind for key, p in paths.items()} == {
        "population": "growth",
        "structure": "share",
        "intensity.industry": "constant",
        "intensity.households": "constant",
        "power.rate": "elasticity",
        "power.mix": "logistic",
    }
    assert paths["population"].form.mark == "A"
    assert paths["structure"].residual == "services"
    assert list(paths["structure"].parts) == ["industry"]
    assert paths["structure"].parts["industry"].key == "structure.industry"
    assert paths["population"].residual == ""


@pytest.mark.parametrize(
    ("table", "code", "key", "said"),
    [
        ("growht = []", "STU006", "a", '"growht" is not known here; did you mean "growth"?'),
        ("unit = '1'", "QTY001", "a", "known: constant, points"),
        ("constant = 1\npoints = {2030 = 1}", "QTY002", "a", "constant, points"),
        ("formula = '2x'", "F013", "a.formula", '"2x" is not a decimal number'),
        ("formula = 'x'\nin = 3", "KEY001", "a.in", '"3" is not a table'),
        ("lookup = {}", "LKP004", "a.lookup", "names a series or another path"),
        ("growth = [{to = 2030, rate = 0}, {to = 2025, rate = 0}]", "QTY004", "a.growth", "2030, 2025"),
        ("growth = [{to = 2030, rate = 5}]", "QTY005", "a.growth.0.rate", "500 % a year"),
        ("growth = [{to = 2030, rate = {lognormal = [0.05, 5]}}]", "QTY026", "a.growth.0.rate", "2.11"),
        ("growth = [{to = 2030, rate = {normal = [0.0, 0.5]}}]", "QTY026", "a.growth.0.rate", "98 of 100 draws"),
        ("elasticity = {to = 'b', value = 40}", "QTY025", "a.elasticity.value", "elasticity of 40"),
        ("elasticity = {to = 'b', value = {uniform = [-60, -40]}}", "QTY025", "a.elasticity.value", "of -50"),
        ("elasticity = {to = 'b', periods = [{to = 2030, value = 0.4}, {to = 2060, value = 30}]}", "QTY025", "a.elasticity.periods.1.value", "of 30"),
        ("growth = []", "QTY006", "a", "growth is empty"),
        ("points = {}", "QTY006", "a", "points is empty"),
        ("share = {}", "QTY006", "a", "share is empty"),
        ("points = {203 = 1}", "QTY007", "a.points.203", "203 is not a year between"),
        ("points = {soon = 1}", "QTY007", "a.points.soon", "soon is not a year"),
        ("growth = [{to = '2030', rate = 0, x = 1}]", "STU006", "a.growth.0", '"x" is not known here'),
        ("constant = 1\nbetwen = 'step'", "STU006", "a", "known: constant, unit, source"),
        ("points = {2030 = 1}\nbetwen = 'step'", "STU006", "a", 'did you mean "between"?'),
        ("points = {2030 = 1}\nbetween = 'stpe'", "KEY002", "a.between", 'did you mean "step"?'),
        ("growth = [{to = 2030}]", "STU007", "a.growth.0", '"rate" is missing'),
        ("growth = 3", "KEY001", "a.growth", '"3" is not a list'),
        ("growth = [3]", "KEY001", "a.growth.0", '"3" is not a table'),
        ("constant = 1\nnote = 3", "KEY001", "a.note", '"3" is not a text'),
        ("points = 3", "KEY001", "a.points", '"3" is not a table'),
        ("elasticity = {to = 'b', value = 'x'}", "DST006", "a.elasticity.value", "neither"),
        ("logistic = {saturation = 1, midpoint = 2030, rate = -1}", "QTY012", "a.logistic.rate", "above 0"),
        ("logistic = {saturation = 1, midpoint = 0.5, rate = 1}", "QTY007", "a.logistic.midpoint", "0.5 is not a year"),
        ("share = {b = 'residual', c = 'residual'}", "QTY013", "a.share", "b, c; at most one"),
        ("share = {b = 60, c = 40}", "MOD002", "a.share", "shares sum to 100; write them as fractions"),
        ("share = {b = {points = {2030 = 40}}, c = {points = {2030 = 60}}}", "MOD002", "a.share", "to 100;"),
        ("share = {b = {growth = [{to = 2030, rate = 7}]}}", "QTY005", "a.share.b.growth.0.rate", "700 %"),
        ("share = {b = {normal = [1]}}", "DST002", "a.share.b.normal", "normal takes"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_key(table, code, key, said):
    (fault,) = faults_of(f"[a]\n{table}")
    assert fault[:2] == (code, key)
    assert said in fault[2]


@pytest.mark.parametrize(
    "table",
    [
        "growth = [{to = 2030, rate = {lognormal = [0.05, 1.5]}}]",
        "growth = [{to = 2030, rate = {normal = [0.05, 0.4]}}]",
        "growth = [{to = 2030, rate = {triangular = [-0.9, 0.0, 0.9]}}]",
        "elasticity = {to = 'b', value = -10}",
        "elasticity = {to = 'b', value = {lognormal = [2, 5]}}",
    ],
)
def test_rates_and_elasticities_that_can_be_are_taken(table):
    assert list(read_tree(tomllib.loads(f"[a]\n{table}"), FILE)) == ["a"]


def test_all_faults_of_all_paths_are_told_together():
    text = """
    [a]
    growth = [{to = 2030, rate = 5}, {to = 2020, rate = {normal = [1]}}, {to = 2040, rat = 1}]
    [b]
    constant = "x"
    [c]
    constant = 1
    """
    codes = [code for code, _, _ in faults_of(text)]
    assert codes == ["DST002", "STU007", "STU006", "DST006"]


def test_draw_keys_name_the_uncertain_numbers_only():
    group = read(
        "mix.industry",
        {
            "share": {
                "coal": {"points": {2030: {"triangular": [0.2, 0.3, 0.4]}, 2060: 0.1}},
                "gas": {"constant": {"normal": [0.1, 0.01]}},
                "electricity": "residual",
            }
        },
        FILE,
    )
    keys = ("mix.industry.coal.points.2030", "mix.industry.gas.constant")
    assert draw_keys(group) == keys
    gdp = path("gdp", growth=[{"to": 2025, "rate": {"normal": [0.05, 0.01]}}])
    assert draw_keys([group, gdp, gdp]) == ("gdp.growth.2025", *keys)
    assert set(numbers(group)) == {*keys, "mix.industry.coal.points.2060"}


def test_every_kind_names_its_numbers():
    assert list(numbers(path(elasticity={"to": "gdp", "value": 1}))) == ["x.elasticity.value"]
    curve = {"saturation": 1, "midpoint": 2030, "rate": 1}
    assert list(numbers(path(logistic=curve))) == [
        "x.logistic.saturation",
        "x.logistic.midpoint",
        "x.logistic.rate",
    ]


def test_a_child_replaces_a_path_but_merges_a_share_group():
    old, new = path(constant=1), path(growth=[{"to": 2030, "rate": 0}])
    assert overlay(old, new) is new
    parent = path(share={"coal": 0.6, "oil": 0.1, "gas": "residual"})
    merged = overlay(parent, path(share={"coal": 0.5}, note="less coal"))
    assert merged.parts["coal"].form.constant.central == 0.5
    assert merged.parts["oil"] == parent.parts["oil"]
    assert merged.residual == "gas"
    assert merged.form.note == "less coal"


def test_a_merged_group_keeps_one_residual():
    parent = path(share={"coal": 0.6, "gas": "residual"})
    with pytest.raises(InputError, match="2 parts are the residual: coal, gas"):
        overlay(parent, path(share={"coal": "residual"}))


def test_paths_differ_by_numbers_and_units_not_by_remarks():
    one = path(growth=[{"to": 2030, "rate": 0.05}])
    assert not differs(
        one, path(growth=[{"to": 2030, "rate": 0.05}], source="a yearbook", mark="M")
    )
    assert differs(one, path(growth=[{"to": 2030, "rate": 0.04}]))
    assert differs(one, path(growth=[{"to": 2030, "rate": {"normal": [0.05, 0.01]}}]))
    assert differs(one, path(constant=0.05))
    assert differs(path(constant=1), path(constant=1, unit="tce"))
    assert differs(path(points={2030: 1}), path(points={2030: 1}, between="step"))


def test_the_parts_that_differ_are_named():
    one = path(share={"coal": 0.6, "oil": 0.1, "gas": "residual"})
    other = path(share={"coal": 0.5, "oil": {"constant": 0.1, "note": "same"}, "gas": "residual"})
    assert changed_parts(one, other) == ("coal",)
    assert differs(one, other)


def test_check_holds_a_path_to_the_years_and_paths_of_the_study():
    group = path(
        share={
            "a": {"points": {2017: 0.4, 2030: 0.3}},
            "b": {"growth": [{"to": 2016, "rate": 0.1}, {"to": 2050, "rate": 0.1}]},
            "c": {"elasticity": {"to": "gpd", "value": 1}},
            "d": {"elasticity": {"to": "x.d", "value": 1}},
            "e": {"elasticity": {"to": "gdp", "value": 1}},
            "f": "residual",
        }
    )
    found = check(group, base_year=2017, horizon=2060, known=["gdp", "x.d"])
    told = [(fault.code, fault.place.key) for fault in found]
    assert told == [
        ("QTY008", "x.share.a.points"),
        ("QTY009", "x.share.b.growth"),
        ("QTY008", "x.share.b.growth"),
        ("QTY010", "x.share.c.elasticity.to"),
        ("QTY010", "x.share.d.elasticity.to"),
    ]
    assert 'did you mean "gdp"?' in found[3].message()
    assert "Add a period that ends in 2060." in found[1].sentence()


def test_numbers_without_tables_stay_constants_in_a_tree():
    with pytest.raises(InputError, match="neither a number nor a distribution"):
        read_tree({"title": "Jiangsu"}, FILE)
