"""A study folder: every file read, every fault of all of them at once."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.study.folder import read_folder

STUDY = """schema = "dualcarbon/study/1"
name = "town"
title = {en = "Town", zh = "某市"}
region = "010100"
base_year = 2020
horizon = 2060
price_year = 2010
gwp = "AR5"
seed = 1
members = 1024
boundary = "territorial"
convention = "calorific"
language = "en"
scenarios = ["policy", "baseline"]
"""
ENERGY = "year,sector,flow,fuel,value,unit\n2020,industry,final,coal,1,10^4 tce\n"
FACTORS = "year,fuel,purpose,value,unit\n2020,coal,direct,2.66,t CO2/tce\n"
SCENARIO = 'schema = "dualcarbon/scenario/1"\n'


@pytest.fixture
def town(tmp_path):
    """A small study without a fault."""
    write(tmp_path, "study.toml", STUDY)
    write(tmp_path, "data/energy.csv", ENERGY)
    write(tmp_path, "factors.csv", FACTORS)
    write(tmp_path, "targets.toml", "targets = []\n")
    write(tmp_path, "scenarios/baseline.toml", SCENARIO)
    write(tmp_path, "scenarios/policy.toml", SCENARIO + 'extends = "baseline"\n')
    return tmp_path


def write(root, name, text):
    file = root / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def messages(folder):
    return [fault.message() for fault in folder.faults]


def test_a_study_is_read_whole(town):
    folder = read_folder(town)
    assert folder.faults == ()
    assert folder.study.name == "town"
    assert list(folder.tables) == ["energy"]
    assert folder.factors.frame["value"].to_list() == [2.66]
    assert list(folder.scenarios) == ["policy", "baseline"]
    assert folder.scenarios["policy"].data["extends"] == "baseline"
    assert folder.targets.data == {"targets": []}
    assert set(folder.inputs) == {
        "study.toml", "data/energy.csv", "factors.csv", "targets.toml",
        "scenarios/baseline.toml", "scenarios/policy.toml",
    }  # fmt: skip
    assert all(len(hash) == 64 for hash in folder.inputs.values())


def test_what_is_not_there_is_nothing(town):
    (town / "factors.csv").unlink()
    (town / "targets.toml").unlink()
    folder = read_folder(town)
    assert (folder.factors, folder.targets, folder.faults) == (None, None, ())


def test_five_faults_in_three_files_come_in_one_answer(town):
    write(town, "study.toml", STUDY.replace("horizon", "horizn").replace('"AR5"', '"AR7"'))
    write(
        town,
        "data/energy.csv",
        ENERGY + "2019,industry,final,coal,1_0,tce\n2018,industy,final,coal,1,tce\n",
    )
    write(town, "scenarios/policy.toml", "growth = five\n")
    folder = read_folder(town)
    assert folder.study is None
    assert sorted(fault.code for fault in folder.errors) == [
        "CSV025", "KEY002", "NUM004", "STU003", "STU006", "STU007",
    ]  # fmt: skip
    assert {fault.place.file for fault in folder.errors} == {
        "study.toml", "data/energy.csv", "scenarios/policy.toml",
    }  # fmt: skip


def test_a_study_that_cannot_be_parsed_does_not_hide_the_tables(town):
    write(town, "study.toml", "name = \n")
    write(town, "factors.csv", FACTORS.replace("2.66", "x"))
    assert [fault.code for fault in read_folder(town).errors] == ["STU003", "NUM004"]


@pytest.mark.parametrize("name", ["nowhere", "data", "data/energy.csv"])
def test_what_is_no_study_folder_is_refused_without_its_path(town, name):
    with pytest.raises(InputError) as caught:
        read_folder(town / name)
    assert [fault.code for fault in caught.value.faults] == ["PATH006"]
    assert str(town) not in str(caught.value)


def test_a_listed_scenario_without_a_file(town):
    (town / "scenarios/baseline.toml").rename(town / "scenarios/base.toml")
    write(town, "scenarios/policy.toml", SCENARIO)
    assert messages(read_folder(town)) == [
        'study.toml line 14: scenario "baseline" has no file scenarios/baseline.toml; did you mean "base"?',
        'scenarios/base.toml: is not used; study.toml does not list the scenario "base"',
    ]


def test_a_scenario_that_is_only_extended_is_used(town):
    write(town, "study.toml", STUDY.replace('["policy", "baseline"]', '["policy"]'))
    folder = read_folder(town)
    assert (folder.faults, list(folder.scenarios)) == ((), ["policy", "baseline"])


def test_a_file_that_is_no_table_is_said(town):
    write(town, "data/enregy.csv", ENERGY)
    write(town, "data/.hidden", "")
    write(town, "README.md", "")
    write(town, "facters.csv", FACTORS)
    folder = read_folder(town)
    assert messages(folder) == [
        'data/enregy.csv: is not used; did you mean "data/energy.csv"?',
        'facters.csv: is not used; did you mean "factors.csv"?',
    ]
    assert folder.errors == []
    assert len(folder.warnings) == 2


def test_a_table_may_stand_elsewhere_in_the_folder(town):
    (town / "data/energy.csv").rename(town / "data/energy-2021.csv")
    write(town, "study.toml", STUDY + '[data]\nenergy = "data/energy-2021.csv"\n')
    folder = read_folder(town)
    assert (folder.faults, folder.tables["energy"].file) == ((), "data/energy-2021.csv")


def test_a_named_table_must_be_there(town):
    write(town, "study.toml", STUDY + '[data]\npopulation = "data/people.csv"\n')
    assert messages(read_folder(town)) == [
        "data/people.csv: there is no such file, or it may not be read"
    ]


@pytest.mark.parametrize("name", ["data/energy.csv", "scenarios/policy.toml", "targets.toml"])
def test_a_link_out_of_the_folder_is_not_followed(town, tmp_path_factory, name):
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("secret = 1\n", encoding="utf-8")
    (town / name).unlink()
    (town / name).symlink_to(outside)
    folder = read_folder(town)
    assert [fault.code for fault in folder.errors] == ["PATH002"]
    assert "secret" not in str(folder.scenarios.get("policy"))


def test_a_link_inside_the_folder_is_followed(town):
    (town / "data/energy.csv").rename(town / "data/real.csv")
    (town / "data/energy.csv").symlink_to(town / "data/real.csv")
    assert read_folder(town).tables["energy"].frame.height == 1
