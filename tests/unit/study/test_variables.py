"""tree.toml and data/variables.csv of a study: read, checked together with all else, part of what a run rests on."""

from __future__ import annotations

import re

import pytest

from dualcarbon.errors import InputError
from dualcarbon.study import freshness, preparation, running
from dualcarbon.study.results import load

ROWS = [
    ("industry", "final", "coal", 100.0),
    ("industry", "final", "electricity", 20.0),
    ("transport", "final", "oil", 30.0),
    ("energy_supply", "import", "electricity", 20.0),
]
BASE = """schema = "dualcarbon/scenario/1"
name = "base"
[gdp]
growth = [{to = 2035, rate = 0.02}]
"""
TREE = """schema = "dualcarbon/tree/1"
[variables.cars]
title = {en = "Cars", zh = "乘用车"}
unit = "vehicle"
[branches.transport.cars]
title = {en = "Cars", zh = "乘用车"}
unit = "vehicle"
fuels = ["oil", "electricity", "hydrogen"]
activity = {formula = "variables.cars"}
mix.share = {hydrogen = {points = {2035 = 0.5}}, electricity = 0.0, oil = "residual"}
[chains.hydrogen]
title = {en = "Hydrogen", zh = "制氢"}
output = "hydrogen"
processes = {electrolysis = {inputs = ["electricity"]}}
supply.share = {electrolysis = "residual", import = 0.0}
electrolysis.rate.electricity = {constant = 1.5}
"""
TABLE = """year,variable,value,unit,source,mark
2016,cars,10,10^4 vehicle,invented,A
2017,cars,11,10^4 vehicle,invented,A
2018,cars,12,10^4 vehicle,invented,A
2016,branches.transport.cars.intensity,900,kgce/vehicle,invented,A
2017,branches.transport.cars.intensity,900,kgce/vehicle,invented,A
2018,branches.transport.cars.intensity,1000,kgce/vehicle,invented,A
2016,branches.transport.cars.mix.oil,1,1,invented,A
2017,branches.transport.cars.mix.oil,1,1,invented,A
2018,branches.transport.cars.mix.oil,1,1,invented,A
"""


@pytest.fixture
def region(small, tmp_path):
    """Write a region with cars; texts of the tree, its table and the scenario may be other ones."""

    def written(tree=TREE, table=TABLE, more=""):
        folder = small["write"](tmp_path / "region", rows=ROWS)
        (folder / "scenarios/base.toml").write_text(BASE + more, encoding="utf-8")
        (folder / "tree.toml").write_text(tree, encoding="utf-8")
        (folder / "data/variables.csv").write_text(table, encoding="utf-8")
        return folder

    return written


def faults(folder):
    with pytest.raises(InputError) as caught:
        preparation.prepare(folder)
    return caught.value.faults


def test_values_are_in_the_unit_of_their_variable(region):
    seen, tree, _ = preparation.prepare(region()).planted
    assert tree.series["cars"][2018] == pytest.approx(120000.0)
    assert tree.series["branches.transport.cars.intensity"][2018] == pytest.approx(1.0)
    assert seen.years == (2016, 2017, 2018)


def test_hydrogen_is_made_of_electricity_that_is_bought(region):
    """120 000 cars use 120 000 tce; half of it hydrogen in 2035, of half as much again of electricity."""
    found = running.compute(preparation.prepare(region()), "0" * 12, members=2, seed=1)
    cells = found.tables["pathway_cells"]
    ahead = cells.filter(cells["year"] == 2035)
    energy = {
        (r["sector"], r["flow"], r["fuel"]): r["energy_tce"] for r in ahead.iter_rows(named=True)
    }
    assert energy["transport", "final", "hydrogen"] == pytest.approx(60000.0)
    assert energy["energy_supply", "chains.hydrogen", "hydrogen"] == pytest.approx(-60000.0)
    assert energy["energy_supply", "chains.hydrogen", "electricity"] == pytest.approx(90000.0)
    for table in found.tables.values():
        assert not any(
            table[c].is_nan().any() for c, t in table.schema.items() if str(t) == "Float64"
        )


def spoil(text, old, new):
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("tree", "table", "code", "place"),
    [
        (("dualcarbon/tree/1", "dualcarbon/tree/7"), None, "TRE001", "tree.toml line 1"),
        (('"hydrogen"]', '"steam"]'), None, "TRE003", "tree.toml line 8"),
        (('"oil", "electricity", "hydrogen"]', '"oil", "oil"]'), None, "TRE035", "tree.toml line 8"),
        (('schema = "dualcarbon/tree/1"', 'use = ["nothing"]'), None, "TRE011", "tree.toml line 1"),
        (None, ("2018,cars,12,10^4 vehicle", "2018,cras,12,10^4 vehicle"), "TRE009", "data/variables.csv line 4"),
        (None, ("2018,cars,12,10^4 vehicle", "2018,cars,12,10^4 t"), "TRE010", "data/variables.csv line 4"),
        (None, ("2017,cars,11,10^4 vehicle", "2018,cars,11,10^4 vehicle"), "CSV031", "data/variables.csv lines 3 and 4"),
        (None, ("2018,cars,12,", "2018,cars,,"), "TRE019", "data/variables.csv line 4"),
        (None, ("2018,branches.transport.cars.intensity,1000", "2018,branches.transport.cars.intensity,9000"), "TRE005", "data/variables.csv"),
        (None, ("2018,branches.transport.cars.mix.oil,1,", "2018,branches.transport.cars.mix.oil,0.5,"), "TRE030", "data/variables.csv"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(region, tree, table, code, place):
    spoilt = faults(
        region(spoil(TREE, *tree) if tree else TREE, spoil(TABLE, *table) if table else TABLE)
    )
    (found,) = (f for f in spoilt if f.code == code)
    assert place in found.sentence("en")
    assert place.partition(" ")[0] in found.sentence("zh")


def test_a_value_is_asked_for_in_the_unit_of_its_row(region):
    (found,) = faults(region(TREE, spoil(TABLE, "2018,cars,12,", "2018,cars,,")))
    assert "still to be filled in [10^4 vehicle]" in found.sentence("en")
    assert "单位：10^4 vehicle" in found.sentence("zh")


def test_a_misspelt_sector_is_told_and_nothing_that_follows_from_it(region):
    """Rows of data/variables.csv stand under the right name: nobody advises the wrong one."""
    (found,) = faults(region(TREE.replace("branches.transport", "branches.transpot"), TABLE))
    assert (found.code, found.place.line) == ("TRE002", 5)
    assert 'did you mean "transport"?' in found.sentence("en")


def test_what_the_account_lacks_is_told_with_file_and_line(region):
    """No final use of construction, and no plants beside which a chain could make heat."""
    tree = TREE.replace("branches.transport", "branches.construction").replace(", import = 0.0", "")
    tree = spoil(tree, 'output = "hydrogen"', 'output = "heat"')
    told = faults(region(tree, TABLE.replace("branches.transport", "branches.construction")))
    assert [(f.code, f.place.line) for f in told] == [("TRE002", 5), ("TRE017", 11)]


def test_faults_of_both_files_are_told_at_once(region):
    tree = spoil(TREE, 'output = "hydrogen"', 'output = "steam"')
    told = {f.code for f in faults(region(tree, TABLE, "[intensity.industri]\nconstant = 1\n"))}
    assert {"TRE003", "SCN001"} <= told


def test_a_scenario_must_say_what_a_new_carrier_is_made_by(region):
    tree = spoil(TREE, 'supply.share = {electrolysis = "residual", import = 0.0}\n', "")
    assert {f.code for f in faults(region(tree))} == {"TRE034"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("[branches.transport.cars.intensity]\npoints = {2035 = -1.0}\n", "TRE031"),
        ("[chains.hydrogen.loss]\nconstant = 1.0\n", "TRE013"),
        ("[chains.hydrogen.electrolysis.rate.electricity]\nconstant = -1.0\n", "TRE031"),
    ],
)
def test_what_no_branch_or_chain_can_have_ahead_is_refused(region, more, code):
    prepared = preparation.prepare(region(more=more))
    with pytest.raises(InputError) as caught:
        preparation.rehearse(prepared)
    assert {f.code for f in caught.value.faults} == {code}


def test_an_efficiency_of_nothing_is_refused_now_and_ahead(region):
    tree = spoil(TREE, 'activity = {formula = "variables.cars"}', 'useful = true\nactivity = {formula = "variables.cars"}')  # fmt: skip
    own = "".join(f"[branches.transport.cars.efficiency.{f}]\nconstant = {{0}}\n" for f in ("oil", "electricity", "hydrogen"))  # fmt: skip
    assert {f.code for f in faults(region(tree + own.replace("{0}", "0.0")))} == {"TRE032"}
    good = tree + own.replace("{0}", "0.5")
    table = TABLE.replace("cars.intensity,9", "cars.intensity,4").replace("cars.intensity,1000", "cars.intensity,500")  # fmt: skip
    folder = region(good, table, "[branches.transport.cars.efficiency.oil]\nconstant = 0.0\n")
    with pytest.raises(InputError) as caught:
        preparation.rehearse(preparation.prepare(folder))
    assert {f.code for f in caught.value.faults} == {"TRE032"}


def test_a_run_rests_on_both_files(region):
    """What it was made from is kept, can be made again, and is held against what the study says now."""
    folder = region()
    first = running.run(folder, out=folder / "results", members=2)
    inputs = set(first.manifest["inputs"])
    assert {"tree.toml", "data/variables.csv"} <= {re.sub("^inputs/", "", name) for name in inputs}
    assert freshness.changed(load(first.folder)) == []
    (folder / "tree.toml").write_text(spoil(TREE, "constant = 1.5", "constant = 1.6"), encoding="utf-8")  # fmt: skip
    assert freshness.changed(load(first.folder)) == ["tree.toml"]
    second = running.run(folder, out=folder / "results", members=2)
    assert second.folder.name != first.folder.name
    (folder / "data/variables.csv").write_text(TABLE.replace(",12,", ",11.9,"), encoding="utf-8")
    assert freshness.changed(load(second.folder)) == ["data/variables.csv"]
    third = running.run(folder, out=folder / "results", members=2)
    assert third.folder.name not in (first.folder.name, second.folder.name)
    assert running.run(folder, out=folder / "results", members=2).folder == third.folder


def test_byproducts_that_nobody_uses_are_refused(small, tmp_path):
    """Hydrogen of coal gives twice its energy as heat, in a region that uses one tenth of that."""
    rows = [*ROWS, ("industry", "final", "heat", 1.0), ("energy_supply", "heat", "heat", -1.0)]
    folder = small["write"](tmp_path / "warm", rows=[*rows, ("energy_supply", "heat", "coal", 1.2)])
    making = 'processes = {electrolysis = {inputs = ["electricity"], gives = ["heat"]}}'
    tree = spoil(TREE, 'processes = {electrolysis = {inputs = ["electricity"]}}', making)
    (folder / "tree.toml").write_text(tree + "electrolysis.yield.heat = {constant = 2.0}\n", encoding="utf-8")  # fmt: skip
    (folder / "data/variables.csv").write_text(TABLE, encoding="utf-8")
    (folder / "scenarios/base.toml").write_text(BASE, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        running.compute(preparation.prepare(folder), "0" * 12, members=2, seed=1)
    assert [f.code for f in caught.value.faults] == ["TRE043"]


MEASURE = """schema = "dualcarbon/measures/1"
[[measures]]
id = "fewer"
title = {en = "Fewer cars", zh = "减少用车"}
action = "transport"
ramp = {from = 2020, to = 2030}
changes = [{path = "variables.cars", op = "scale", value = 0.9}]
"""
KEYS = "[variables.cars]\nconstant = 5\n[abated.pig]\nconstant = 0.1\n"


@pytest.mark.parametrize(
    ("tree", "code"),
    [(TREE.replace("title = {en", "titel = {en", 1), "STU007"), (TREE + "[[", "STU003")],
)
def test_a_fault_of_the_tree_brings_no_others_of_what_would_follow(region, tree, code):
    """Scenarios and measures name what the tree declares; nobody can say whether they do so rightly."""
    folder = region(tree, more=KEYS)
    (folder / "measures.toml").write_text(MEASURE, encoding="utf-8")
    found = faults(folder)
    assert [f.message() for f in found if f.place.file != "tree.toml"] == []
    assert code in {fault.code for fault in found}


def test_without_a_tree_keys_of_it_are_strange(region):
    folder = region(more="[variables.cars]\nconstant = 5\n")
    (folder / "tree.toml").unlink()
    (folder / "data/variables.csv").unlink()
    (fault,) = faults(folder)
    assert (fault.code, fault.place.file) == ("SCN001", "scenarios/base.toml")
