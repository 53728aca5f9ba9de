"""What a study file may say, and what it is told when it says something else."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import declare
from dualcarbon.readers.toml import parse_toml
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Place

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
scenarios = ["baseline", "policy"]
[[breaks]]
series = "energy"
years = [2011, 2012]
why = {en = "census", zh = "普查"}
[[merge]]
into = "industry"
from = ["energy_supply"]
[[periods]]
from = 2015
to = 2020
name = "13th FYP"
[[replications]]
id = "user_charged"
title = {en = "Published", zh = "公布"}
boundary = {en = "users", zh = "使用方"}
[[replications.sectors]]
sector = "industry"
cells = [{sector = "industry", flow = "final"}]
"""


def declared(text):
    document = parse_toml(text.encode(), "study.toml")
    return declare(StudyFile, document.data, Place())


def told(old, new):
    """Give the faults of the study with one thing changed, placed in the file."""
    assert old in STUDY
    document = parse_toml(STUDY.replace(old, new, 1).encode(), "study.toml")
    with pytest.raises(InputError) as caught:
        declare(StudyFile, document.data, Place())
    return [document.placed(fault) for fault in caught.value.faults]


def test_a_study_is_read_as_declared():
    study = declared(STUDY)
    assert (study.schema_, study.name, study.region) == ("dualcarbon/study/1", "town", "010100")
    assert study.periods[0].from_ == 2015
    assert study.periods[0].name.zh == "13th FYP"
    assert study.merge[0].from_ == ("energy_supply",)
    assert study.replications[0].sectors[0].cells[0].flow == "final"
    assert (study.headline, dict(study.vintages), study.replications[0].exceptions) == (
        None,
        {},
        (),
    )


def test_chinese_names_are_resolved():
    study = declared(STUDY.replace('into = "industry"', 'into = "工业"'))
    assert study.merge[0].into == "industry"


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("horizon = 2060\n", "", "STU007", 'study.toml: "horizon" is missing'),
        ('region = "010100"', 'regoin = "1"\nregion = "010100"', "STU006",
         'study.toml line 4: "regoin" is not known here; did you mean "region"?'),
        ("horizon = 2060", "horizon = 2015", "STU020", "study.toml: base_year 2020 is after horizon 2015"),
        ("horizon = 2060", "horizon = 2020", "STU020", "study.toml: base_year 2020 is not before horizon 2020"),
        ("to = 2020", "to = 2015", "STU021",
         "study.toml line 22 [periods.0]: the period begins in 2015 and ends in 2015"),
        ("members = 1024", "members = 67108864", "STU022", "study.toml: 134,217,728 runs; the limit is 1,000,000 (estimated 14.9 h)"),
        ("study/1", "study/99", "STU023",
         "study.toml line 1 [schema]: written for schema 99, this program reads up to 1"),
        ("members = 1024", "members = 1000", "STU024",
         "study.toml line 10 [members]: members 1000 is not a power of two; write 512 or 1024"),
        ('"policy"', '"baseline"', "STU025", 'study.toml line 14: "scenarios" names baseline twice'),
        ('into = "industry"', 'into = "industy"', "STU026",
         'study.toml line 20 [merge.0.into]: "industy" is not a sector; did you mean "industry"?'),
        ("dualcarbon/study/1", "1", "STU028",
         'study.toml line 1 [schema]: "1" is not the form of a study file; write "dualcarbon/study/1"'),
        ('"010100"', '"Jiangsu"', "STU029",
         'study.toml line 4 [region]: "Jiangsu" is not a region code; write six digits of GB/T 2260, in quotes'),
        ('"town"', '"../../etc/cron.d/x"', "PATH001",
         "study.toml line 2 [name]: study name may hold letters, digits, - and _ (1-64)"),
        ('"town"', f'"{"x" * 65}"', "PATH001",
         "study.toml line 2 [name]: study name may hold letters, digits, - and _ (1-64)"),
        ('"town"', '""', "PATH001", "study.toml line 2 [name]: study name may hold letters, digits, - and _ (1-64)"),
        ('"town"', '"x\\u202Ey"', "PATH001",
         "study.toml line 2 [name]: name holds a character that is not allowed: U+202E"),
        ('"town"', '"镇"', "PATH001", "study.toml line 2 [name]: name holds a character that is not allowed: U+9547 (镇)"),
        ('"town"', '"CON"', "PATH001", 'study.toml line 2 [name]: "CON" is a reserved name on some systems'),
        ("[[breaks]]", '[data]\nenergy = "/etc/passwd"\n[[breaks]]', "PATH002",
         "study.toml line 16 [data.energy]: data path must lie inside the study folder"),
        ("[[breaks]]", '[data]\nenergy = "data/../../x.csv"\n[[breaks]]', "PATH002",
         "study.toml line 16 [data.energy]: data path must lie inside the study folder"),
        ("[[breaks]]", "[data]\nenergy = 'C:\\x.csv'\n[[breaks]]", "PATH002",
         "study.toml line 16 [data.energy]: data path must lie inside the study folder"),
        ("[[breaks]]", '[data]\nenergy = "http://169.254.169.254/"\n[[breaks]]', "PATH003",
         "study.toml line 16 [data.energy]: remote sources are off; allowed hosts: none"),
        ("[[breaks]]", '[data]\nenergy = "model.pkl"\n[[breaks]]', "PATH004",
         "study.toml line 16 [data.energy]: .pkl is not accepted (csv only)"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalnum() else "",
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old, new, code, message):
    faults = told(old, new)
    assert [fault.code for fault in faults] == [code]
    assert faults[0].message() == message
    assert faults[0].sentence("zh").startswith("study.toml")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("base_year = 2020", "base_year = 20.5", 5),
        ("base_year = 2020", 'base_year = "2020"', 5),
        ("base_year = 2020", "base_year = 1066", 5),
        ("seed = 1", "seed = -1", 9),
        ("seed = 1", "seed = true", 9),
        ('gwp = "AR5"', 'gwp = "AR7"', 8),
        ('language = "en"', 'language = "fr"', 13),
        ('scenarios = ["baseline", "policy"]', "scenarios = []", 14),
        ('scenarios = ["baseline", "policy"]', 'scenarios = "baseline"', 14),
        ('title = {en = "Town", zh = "某市"}', 'title = "Town"', 3),
        ('title = {en = "Town", zh = "某市"}', 'title = {en = "Town"}', 3),
        ("[[breaks]]", '[vintages]\nenrgy = "x"\n[[breaks]]', 16),
        ("years = [2011, 2012]", "years = []", 17),
        ('cells = [{sector = "industry", flow = "final"}]', "cells = []", 32),
    ],
)
def test_a_value_of_another_kind_is_told_with_its_line(old, new, line):
    faults = told(old, new)
    assert faults[0].place.line == line
    assert faults[0].level == "error"


def test_five_faults_come_together():
    text = STUDY.replace("2060", "2015").replace('"AR5"', '"AR7"').replace("seed = 1\n", "")
    text = text.replace('"town"', '"a/b"').replace("members", "membres")
    document = parse_toml(text.encode(), "study.toml")
    with pytest.raises(InputError) as caught:
        declare(StudyFile, document.data, Place())
    codes = sorted(fault.code for fault in caught.value.faults)
    assert codes == ["KEY002", "PATH001", "STU006", "STU007", "STU007"]


def test_every_key_is_explained():
    def explained(model):
        for name, part in model["properties"].items():
            assert part.get("description"), name

    schema = StudyFile.model_json_schema()
    explained(schema)
    for part in schema["$defs"].values():
        explained(part)


def test_one_set_of_potentials_may_be_named_gas_by_gas_but_not_two():
    same = declared(STUDY.replace('"AR5"', '{CH4 = "AR5", N2O = "AR5"}'))
    assert same.gwp == "AR5"
    (fault,) = told('"AR5"', '{CH4 = "AR4", N2O = "AR6"}')
    assert (fault.code, fault.place.line) == ("UNIT009", 8)
    assert "CH4 用 AR4，N2O 用 AR6" in fault.message("zh")
    (fault,) = told('"AR5"', '{CH4 = "AR7"}')
    assert fault.code == "KEY002"
