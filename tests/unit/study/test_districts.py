"""What districts are held to, what they take from their region's scenarios, and which of their numbers are their own."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.correlation import Correlation
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import declared, inheritance
from dualcarbon.scenarios.assumptions import Span, keys_of_draws
from dualcarbon.scenarios.tree import Tree
from dualcarbon.study import district_draws, districts
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.districts import Region
from dualcarbon.study.folder import read_folder
from dualcarbon.vocabulary.faults import Place

WHERE = "districts/north"
TREE = Tree(
    {},
    {"mix.industry": ("coal", "oil"), "structure": ("agriculture", "industry")},
    (),
    units={"gdp": "CNY", "population": "person", "intensity.industry": "tce/CNY", "variables.cars": "vehicle"},
)  # fmt: skip
WIDE = Tree(
    {},
    {**TREE.groups, "mix.industry": ("coal", "gas", "oil")},
    (),
    units={**TREE.units, "intensity.transport": "tce/CNY"},
)
SPAN = Span(2020, 2060)
GROWTH = {"growth": [{"to": 2060, "rate": {"normal": [0.03, 0.01]}}]}
STUDY = {
    "schema": "dualcarbon/study/1",
    "name": "city",
    "title": {"en": "City", "zh": "某市"},
    "region": "330000",
    "base_year": 2020,
    "horizon": 2060,
    "price_year": 2015,
    "gwp": "AR5",
    "seed": 1,
    "members": 8,
    "boundary": "territorial",
    "convention": "calorific",
    "language": "en",
    "scenarios": ["base", "plan"],
}


def study(**said):
    return declare(StudyFile, {**STUDY, **said}, Place())


def scenario(tree, name, where="", extends="", **paths):
    table = {"schema": declared.SCHEMA, "name": name, "extends": extends}
    keyed = {key.replace("__", "."): value for key, value in paths.items()}
    return declared.read({**table, **keyed}, tree, f"scenarios/{name}.toml")


def region(*scenarios):
    resolved = inheritance.resolve(scenarios)
    parents = {name: one.parent for name, one in resolved.items()}
    files = frozenset(one.file for one in scenarios)
    return Region(resolved, parents, tuple(resolved), {}, files)


def laid(whole, *own):
    return districts.laid(whole, WHERE, own, {}, (TREE, SPAN))


def codes(told):
    return [fault.code for fault in told]


# ---- declarations


def test_a_district_has_the_years_prices_and_potentials_of_its_region_and_a_name_of_its_own():
    odd = study(
        name="north", base_year=2019, horizon=2050, price_year=2010, gwp="AR6", districts=["a"]
    )
    twin, taken = study(name="north"), study(name="total")
    told = list(districts.faults(study(), {"a": odd, "b": twin, "c": taken, "d": None}))
    assert [(f.code, f.place.file, f.place.key) for f in told] == [
        ("DIS007", "a/study.toml", "base_year"),
        ("DIS007", "a/study.toml", "horizon"),
        ("DIS007", "a/study.toml", "price_year"),
        ("DIS007", "a/study.toml", "gwp"),
        ("DIS008", "a/study.toml", "districts"),
        ("DIS006", "b/study.toml", "name"),
        ("DIS006", "c/study.toml", "name"),
    ]
    assert (
        told[0]
        .sentence()
        .startswith("a/study.toml [base_year]: base_year is 2019; the region's study says 2020")
    )
    assert all(f.advice("en") and f.advice("zh") for f in told)


@pytest.mark.parametrize(("name", "code"), [("../north", "PATH002"), ("/north", "PATH002"), ("C:/north", "PATH002"), ("file://north", "PATH003")])  # fmt: skip
def test_a_folder_outside_the_study_is_refused(name, code):
    with pytest.raises(InputError) as caught:
        study(districts=[name])
    assert codes(caught.value.faults) == [code]


def written(folder, **said):
    folder.mkdir(parents=True)
    told = {**STUDY, **said}
    title = '{en = "City", zh = "某市"}'
    lines = [f"{key} = {title if key == 'title' else json.dumps(value)}" for key, value in told.items()]  # fmt: skip
    (folder / "study.toml").write_text("\n".join(lines), encoding="utf-8")


def test_folders_are_other_studies_inside_this_one_each_once(tmp_path):
    written(tmp_path / "elsewhere", name="far")
    root = tmp_path / "city"
    listed = ["north", "north", "twin", "far", "empty", "."]
    written(root, districts=listed)
    written(root / "north", name="north")
    (root / "twin").symlink_to(root / "north")
    (root / "far").symlink_to(tmp_path / "elsewhere")
    (root / "empty").mkdir()
    read = read_folder(root)
    told = [
        (f.code, dict(f.params)["text"])
        for f in read.faults
        if f.code in ("DIS005", "DIS006", "PATH002")
    ]
    assert told == [
        ("DIS006", "north"),
        ("DIS006", "twin"),
        ("PATH002", "far"),
        ("DIS005", "empty"),
        ("DIS005", "."),
    ]
    lines = (root / "study.toml").read_text(encoding="utf-8").splitlines()
    told = {lines[f.place.line - 1].partition(" ")[0] for f in read.faults if f.code == "DIS006"}
    assert told == {"districts"}
    assert list(read.districts) == ["north"]
    assert "north/study.toml" in read.inputs


def test_a_district_need_not_list_scenarios_nor_have_files_of_them(tmp_path):
    written(tmp_path / "north")
    text = (tmp_path / "north/study.toml").read_text(encoding="utf-8")
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("scenarios"))
    (tmp_path / "north/study.toml").write_text(bare, encoding="utf-8")
    read = read_folder(tmp_path / "north", ("base", "plan"))
    assert read.study.scenarios == ("base", "plan")
    assert codes(read.errors) == []


# ---- scenarios


def test_the_region_holds_where_the_district_says_nothing():
    whole = region(
        scenario(WIDE, "base", gdp=GROWTH, intensity__industry=GROWTH),
        scenario(WIDE, "plan", extends="base", intensity__industry={"growth": [{"to": 2060, "rate": -0.05}]}),
    )  # fmt: skip
    own = scenario(TREE, "base", gdp={"growth": [{"to": 2060, "rate": 0.01}]})
    found, told = laid(whole, own)
    assert told == []
    for name in ("base", "plan"):  # what it says in its root holds in what extends it
        assert found[name].paths["gdp"].form.growth[0].rate.central == 0.01
        assert found[name].declared_at["gdp"].file == "scenarios/base.toml"
        assert (
            found[name].paths["intensity.industry"]
            == whole.scenarios[name].paths["intensity.industry"]
        )
    assert found["plan"].declared_at["intensity.industry"].file == "../../scenarios/plan.toml"


def test_groups_are_laid_over_each_other_part_by_part():
    shares = {"coal": {"points": {2060: 0.2}}, "oil": "residual"}
    whole = region(scenario(TREE, "base", mix__industry={"share": shares}))
    own = scenario(TREE, "base", mix__industry={"share": {"coal": {"points": {2060: 0.1}}}})
    (found,), _ = laid(whole, own)[0].values(), None
    path = found.paths["mix.industry"]
    assert path.residual == "oil"
    assert path.form.share["coal"].points[2060].central == 0.1


def test_keys_that_the_tree_of_the_district_lacks_are_left_out_and_told_once():
    mix = {"coal": {"points": {2060: 0.2}}, "gas": {"points": {2060: 0.3}}, "oil": "residual"}
    follows = {"elasticity": {"to": "intensity.transport", "value": 1.0}}
    whole = region(
        scenario(WIDE, "base", intensity__transport=GROWTH, intensity__industry=follows, mix__industry={"share": mix}),
        scenario(WIDE, "plan", extends="base", intensity__transport={"growth": [{"to": 2060, "rate": 0.0}]}),
    )  # fmt: skip
    found, told = laid(whole)
    assert [(f.code, dict(f.params)["keys"], f.place.file) for f in told] == [
        (
            "DIS010",
            "intensity.industry, intensity.transport, mix.industry.gas",
            "scenarios/base.toml",
        )
    ]
    assert list(found["plan"].paths) == ["mix.industry"]
    assert list(found["plan"].paths["mix.industry"].form.share) == ["coal", "oil"]


def test_a_group_whose_residual_part_the_district_lacks_is_left_out_whole():
    mix = {"coal": {"points": {2060: 0.2}}, "gas": "residual"}
    found, told = laid(region(scenario(WIDE, "base", mix__industry={"share": mix})))
    assert found["base"].paths == {}
    assert dict(told[0].params)["keys"] == "mix.industry.gas"


def test_amounts_of_the_region_are_left_out_and_told():
    whole = region(
        scenario(WIDE, "base", population={"points": {2060: 1e6}}, variables__cars={"constant": 5.0}, intensity__industry={"constant": 2.0})
    )  # fmt: skip
    found, told = laid(whole)
    assert [(f.code, dict(f.params)["keys"]) for f in told] == [("DIS011", "population, variables.cars")]  # fmt: skip
    assert list(found["base"].paths) == ["intensity.industry"]
    assert laid(whole, scenario(TREE, "base", population=GROWTH, variables__cars=GROWTH))[1] == []


def test_what_the_region_changes_later_than_the_district_spoke_is_told():
    whole = region(
        scenario(WIDE, "base", gdp=GROWTH), scenario(WIDE, "plan", extends="base", gdp=GROWTH)
    )
    own = scenario(TREE, "base", gdp={"growth": [{"to": 2060, "rate": 0.01}]})
    found, told = laid(whole, own)
    assert [(f.code, f.place.file, dict(f.params)["keys"]) for f in told] == [("DIS013", "scenarios/plan.toml", "gdp")]  # fmt: skip
    assert found["plan"].paths["gdp"].form.growth[0].rate.central == 0.01
    later = scenario(TREE, "plan", extends="base", gdp={"growth": [{"to": 2060, "rate": 0.02}]})
    assert laid(whole, own, later)[1] == []


def test_a_file_extends_what_the_region_extends():
    whole = region(scenario(WIDE, "base"), scenario(WIDE, "plan", extends="base"))
    with pytest.raises(InputError) as caught:
        laid(whole, scenario(TREE, "base", extends="plan"), scenario(TREE, "plan", extends="base"))
    assert [(f.code, f.place.file, f.place.key) for f in caught.value.faults] == [("DIS009", "scenarios/base.toml", "extends")]  # fmt: skip


def test_two_residual_parts_of_a_group_are_refused():
    whole = region(scenario(TREE, "base", mix__industry={"share": {"coal": {"points": {2060: 0.1}}, "oil": "residual"}}))  # fmt: skip
    own = scenario(TREE, "base", mix__industry={"share": {"coal": "residual"}})
    with pytest.raises(InputError):
        laid(whole, own)


def test_measures_are_not_shared_and_scenarios_are_those_of_the_region():
    whole = region(scenario(WIDE, "base"))
    below = {WHERE: study(name="north", scenarios=["base", "wild"])}
    (odd,) = districts.notes(study(), whole.scenarios, below)
    assert (odd.code, odd.place.file, dict(odd.params)["names"]) == ("DIS014", f"{WHERE}/study.toml", "wild")  # fmt: skip


# ---- draws


@pytest.fixture(scope="module")
def drawn():
    whole = region(scenario(WIDE, "base", gdp=GROWTH, intensity__industry=GROWTH))
    own = scenario(TREE, "base", gdp=GROWTH)
    found, _ = laid(whole, own)
    draws = Draws(keys_of_draws(list(whole.scenarios.values())), 1024, 7)
    every = {"north": found, "south": laid(whole)[0], "west": laid(whole, own)[0]}
    files = dict.fromkeys(every, ("scenarios/base.toml",))
    return draws, every, district_draws.drawn(draws, every, files)


def test_what_is_shared_is_drawn_once_for_all(drawn):
    draws, every, found = drawn
    for name, one in every.items():
        mine = found.of(name, one["base"])
        shared = mine.uniform("intensity.industry.growth.2060")
        assert shared.tolist() == draws.uniform("intensity.industry.growth.2060").tolist()
    south = found.of("south", every["south"]["base"])
    assert south.uniform("gdp.growth.2060").tolist() == draws.uniform("gdp.growth.2060").tolist()


def test_what_a_district_states_itself_is_independent_of_region_and_of_other_districts(drawn):
    draws, every, found = drawn
    key = "gdp.growth.2060"
    assert found.apart.keys == (f"districts.north.{key}", f"districts.west.{key}")
    rows = [found.of(n, every[n]["base"]).uniform(key) for n in ("north", "west")]
    rows += [draws.uniform(key), draws.uniform("intensity.industry.growth.2060")]
    linked = np.corrcoef(rows)
    assert np.abs(linked[~np.eye(4, dtype=bool)]).max() < 0.1
    assert all(sorted((1024 * row).astype(int)) == list(range(1024)) for row in rows)


def test_correlations_between_numbers_of_a_district_hold_and_others_are_told(drawn):
    _, every, _ = drawn
    one = every["north"]
    given = [Correlation(between=("gdp.growth.*", "gdp.growth.2060"), value=0.5)]
    given += [Correlation(between=("gdp.growth.2060", "intensity.industry.growth.2060"), value=0.5)]
    kept, told = district_draws.tied("north", given, one, ("scenarios/base.toml",))
    assert [c.between for c in kept] == [("districts.north.gdp.growth.*", "districts.north.gdp.growth.2060")]  # fmt: skip
    assert [(f.code, f.place.file) for f in told] == [("DIS015", "study.toml")]
