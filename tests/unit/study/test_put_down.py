"""Levers put down as assumptions: the study then says the very numbers that the levers moved to."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.study import levers, preparation
from dualcarbon.study.changing import New, Values, texts
from dualcarbon.study.put_down import moved_scenario

from .conftest import copy

SOURCE = 'tried by hand on 1 March, "as the bureau asked"'


def there(study, name):
    one = study.scenarios[name]
    return levers.levers(one, study.scenarios.get(one.parent), study.study.base_year)


def written(folder, changes):
    for file, data in texts(folder, changes).items():
        (folder / file).write_bytes(data)


def own(scenario):
    return {f"{key}.{place}": n for key, path in scenario.paths.items() for place, n in path.form.numbers().items()}  # fmt: skip


def same(one, other):
    """Whether two distributions are of one form and have the same numbers."""
    return type(one) is type(other) and all(
        getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9, abs=1e-12)
        for name in one.__dataclass_fields__
    )


@pytest.mark.parametrize(("name", "child"), [("baseline", ""), ("enhanced", "tried")])
def test_the_study_says_what_the_levers_were_moved_to(prepared, tmp_path, name, child):
    study = prepared["jiangsu"]
    found = {id: one for id, one in there(study, name).items() if not id.startswith("factor_scale")}
    values = {id: one.value - min(one.step, 0.001) if one.kind == "level" else one.value + 0.1 * one.step for id, one in found.items()}  # fmt: skip
    numbers, levels = levers.moved(found, study.scenarios[name], values)
    folder = copy("jiangsu", tmp_path / "jiangsu")
    written(folder, moved_scenario(study, name, values, source=SOURCE, child=child))
    now = preparation.prepare(folder).scenarios[child or name]
    wanted, got = own(study.scenarios[name]) | numbers, own(now)
    assert got.keys() == wanted.keys()
    assert [key for key in wanted if not same(got[key], wanted[key])] == []
    assert {id: now.levels[id] for id in levels} == pytest.approx(levels)
    assert now.parent == (name if child else study.scenarios[name].parent)


def test_what_was_moved_is_an_assumption_with_its_source(prepared):
    values = {"gdp": 0.05, "structure.industry": 0.24, "measures.motors": 0.5}
    new, listed = moved_scenario(prepared["jiangsu"], "enhanced", values, source=SOURCE, child="tried", title={"zh": "试算"})  # fmt: skip
    assert isinstance(new, New)
    assert listed == Values("study.toml", {("scenarios", 3): "tried"})
    said = tomllib.loads(new.text)
    assert (said["name"], said["extends"], said["title"]) == ("tried", "enhanced", {"en": "tried", "zh": "试算"})  # fmt: skip
    for path in (said["gdp"], said["structure"]["share"]["industry"]):
        assert (path["mark"], path["source"]) == ("A", SOURCE)
        assert "note" not in path
    assert said["measures"] == {"motors": 0.5}
    assert "[structure.share.industry]\npoints = {2020 =" in new.text


def test_only_what_was_moved_changes_in_the_file_of_a_scenario(prepared, examples):
    study, file = prepared["jiangsu"], "scenarios/baseline.toml"
    changes = moved_scenario(study, "baseline", {"factor.import": 0.2}, source=SOURCE)
    new = texts(examples / "jiangsu", changes)[file].decode().splitlines()
    old = (examples / "jiangsu" / file).read_text(encoding="utf-8").splitlines()
    start = old.index("[factor]") if "[factor]" in old else old.index("[factor.import]")
    assert new[:start] == old[:start]
    assert {line for line in new if line not in old} == {line for line in new[start : start + 8] if line not in old}  # fmt: skip


def test_a_number_alone_becomes_a_path_with_its_source(prepared):
    study = prepared["jiangsu"]
    values = {"mix.households.coal.constant": 0.01}
    (said,) = moved_scenario(study, "baseline", values, source=SOURCE)
    assert said.values[("mix", "households", "share", "coal")] == {"constant": 0.01, "mark": "A", "source": SOURCE}  # fmt: skip


def test_what_is_not_there_is_refused(prepared):
    study = prepared["jiangsu"]
    with pytest.raises(UnknownName, match="baseline"):
        moved_scenario(study, "basline", {"gdp": 0.05}, source=SOURCE)
    with pytest.raises(UnknownName, match="gdp"):
        moved_scenario(study, "baseline", {"gpd": 0.05}, source=SOURCE)
    with pytest.raises(InputError):
        moved_scenario(study, "baseline", {"gdp": float("nan")}, source=SOURCE)


def test_numbers_that_stand_in_the_tree_are_put_down_in_the_scenario(tmp_path):
    folder = tmp_path / "small"
    shutil.copytree(Path(__file__).parents[2] / "laws" / "small_study", folder)
    study = preparation.prepare(folder)
    found = {id: one for id, one in there(study, "base").items() if one.kind != "level"}
    values = {id: one.value + 0.1 * one.step for id, one in found.items() if not id.startswith("factor_scale")}  # fmt: skip
    numbers, _ = levers.moved(found, study.scenarios["base"], values)
    assert "variables.vans.stock.survival.weibull.shape" in numbers
    tree = (folder / "tree.toml").read_bytes()
    written(folder, moved_scenario(study, "base", values, source=SOURCE, child="tried"))
    got = own(preparation.prepare(folder).scenarios["tried"])
    assert [key for key in numbers if not same(got[key], numbers[key])] == []
    assert (folder / "tree.toml").read_bytes() == tree
