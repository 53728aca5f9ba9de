"""Measures of a small study, through the command that checks it: each fault with file, line and both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from dualcarbon.cli.app import app
from dualcarbon.errors import InputError
from dualcarbon.scenarios import ensemble
from dualcarbon.study import measures, preparation
from dualcarbon.study.preparation import prepare, rehearse

STUDY = """schema = "dualcarbon/study/1"
name = "small"
title = {en = "Small", zh = "小区"}
region = "320000"
base_year = 2020
horizon = 2030
price_year = 2015
gwp = "AR5"
seed = 7
members = 16
boundary = "territorial"
convention = "CONVENTION"
language = "en"
scenarios = ["base", "plan"]
"""
BASE = """schema = "dualcarbon/scenario/1"
name = "base"
[gdp]
growth = [{to = 2030, rate = 0.0}]
[mix.industry.share]
electricity = "residual"
[power.supply.share]
thermal = "residual"
"""
PLAN = """schema = "dualcarbon/scenario/1"
name = "plan"
extends = "base"
[measures]
"""
HEAD = """schema = "dualcarbon/measures/1"
[[resources]]
id = "curtailed"
title = {en = "Curtailed power", zh = "弃电"}
unit = "MWh"
available = {2020 = 0, 2030 = 1e6}
"""
WIND = """[[measures]]
id = "wind"
title = {en = "Wind", zh = "风电"}
action = "energy"
amount = 1e6
unit = "kW"
ramp = {from = 2020, to = 2030}
changes = [{path = "power.supply.nonfossil", op = "add", value = 0.8, unit = "MWh", per = "unit"}]
"""
STORAGE = """[[measures]]
id = "storage"
title = {en = "Storage", zh = "储能"}
action = "energy"
ramp = {from = 2020, to = 2030}
changes = [{path = "power.rate", op = "scale", value = 0.99}]
"""
ENERGY = [("industry", "final", "coal", 60), ("industry", "final", "electricity", 30), ("households", "final", "natural_gas", 10),
          ("energy_supply", "power", "coal", 80), ("energy_supply", "power", "nonfossil", 5), ("energy_supply", "power", "electricity", -30)]  # fmt: skip
PROJECT = "id,measure,amount,unit,from,to,source\n"


@pytest.fixture
def study(tmp_path):
    """Write a study; more files may stand in it, texts of the usual ones may differ."""

    def written(measures=WIND, levels="wind = 1.0\n", projects="", convention="calorific", **more):
        rows = [
            f"{y},{s},{w},{f},{v},10^4 tce,made up," for y in (2019, 2020) for s, w, f, v in ENERGY
        ]
        files = {
            "study.toml": STUDY.replace("CONVENTION", convention),
            "data/energy.csv": "\n".join(["year,sector,flow,fuel,value,unit,source,vintage", *rows]) + "\n",
            "data/economy.csv": "year,sector,indicator,value,unit,source,vintage\n2019,total,value_added,1000,10^8 CNY2015,made up,\n2020,total,value_added,1000,10^8 CNY2015,made up,\n",
            "data/population.csv": "year,indicator,value,unit,source,vintage\n2019,population,100,10^4 person,made up,\n2020,population,100,10^4 person,made up,\n",
            "scenarios/base.toml": BASE,
            "scenarios/plan.toml": PLAN + levels,
            **({"measures.toml": HEAD + measures} if measures else {}),
            **({"projects.csv": PROJECT + projects} if projects else {}),
            **more,
        }  # fmt: skip
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return written


def faults(folder):
    """Give what keeps a study from being run: of its files, or of what a draw brings out."""
    with pytest.raises(InputError) as caught:
        rehearse(prepare(folder))
    return caught.value.faults


def codes(folder):
    return [fault.code for fault in faults(folder)]


def checked(folder, *options):
    answer = CliRunner().invoke(app, ["check", str(folder), *options])
    return answer.exit_code, answer.stdout + answer.stderr


def test_a_rate_in_per_cent_is_told_beside_an_unknown_typical_measure(study):
    money = "[money]\nprice_year = 2022\nfinancial_rate = {value = 8}\n"
    odd = WIND.replace('action = "energy"', 'catalogue = "E6"')
    code, told = checked(study(money + odd))
    assert code == 1
    assert "CAT001 measures.toml" in told
    assert "FIN004 measures.toml" in told
    assert "write 0.08" in told


def test_a_study_with_measures_is_read_whole(study):
    found = prepare(study(WIND + STORAGE, "wind = 0.5\nstorage = 0\n"))
    assert found.listed.ids == ("wind", "storage")
    assert found.scenarios["base"].deployed == ()
    (wind,) = found.scenarios["plan"].deployed
    assert (wind.measure.id, wind.level, wind.placed.amount) == ("wind", 0.5, 1e6)
    assert wind.placed.units[[0, 5, 10]].tolist() == [0, 5e5, 1e6]
    assert wind.place.text() == "measures.toml line 7 [measures.wind]"
    rehearse(found)


def test_projects_bring_their_measure_in(study):
    without = WIND.replace("ramp = {from = 2020, to = 2030}\n", "").replace("amount = 1e6\n", "")
    found = prepare(
        study(
            without, projects="p,wind,4e5,kW,2021,2022,made up\nq,wind,6e5,kW,2024,2024,made up\n"
        )
    )
    (wind,) = found.scenarios["plan"].deployed
    assert wind.placed.units.tolist() == [0, 0, 4e5, 4e5, 1e6, 1e6, 1e6, 1e6, 1e6, 1e6, 1e6]
    assert [p.line for p in found.projects] == [2, 3]


def test_the_tree_gets_what_projects_and_the_rest_make(study):
    head = PROJECT.replace("unit,", "unit,effect,")
    rows = {"projects.csv": head + "p,wind,4e5,kW,1.5,2020,2022,made up\n"}
    found = prepare(study(WIND, "wind = 0.5\n", **rows))
    plan = ensemble.central(found.scenarios["plan"], *found.planted)
    base = ensemble.central(found.scenarios["base"], *found.planted)
    cell = ("energy_supply", "power", "nonfossil")
    more = (plan.energy[cell] - base.energy[cell])[plan.years.index(2025)] / (3.6 / 29.3076)
    assert more == pytest.approx(
        0.5 * 0.8 * (4e5 * 1.5 + 6e5 * 0.5)
    )  # MWh, the rest half up its ramp


def test_the_catalogue_fills_what_is_open(study):
    text = WIND.replace(
        'title = {en = "Wind", zh = "风电"}\naction = "energy"', 'catalogue = "E07"'
    )
    found = prepare(study(text))
    assert found.listed["wind"].title.en == "Offshore wind"
    told = [w for w in found.warnings if w.code == "MEA047"]
    assert [w.place.text() for w in told] == ["measures.toml line 7 [measures.0]"]


@pytest.mark.parametrize(
    ("given", "code", "where", "said", "zh"),
    [
        ({"measures": WIND.replace("nonfossil", "nonfosil")}, "MEA001", "measures.toml line 14 ", 'did you mean "power.supply.nonfossil"?', "是否应为"),
        ({"measures": WIND.replace("power.supply.nonfossil", "heat.supply.recovered")}, "MEA001", "measures.toml line 14 ", "the tables of this study carry nothing of it", "没有相应内容"),
        ({"measures": WIND.replace('"energy"', '"enrgy"')}, "MEA037", "measures.toml line 10 ", 'did you mean "energy"?', "不属于十大行动"),
        ({"measures": WIND.replace("amount = 1e6\n", "")}, "MEA013", "measures.toml line 7 ", "neither an amount nor projects", "既没有 amount"),
        ({"measures": WIND.replace("ramp = {from = 2020, to = 2030}\n", "")}, "MEA033", "measures.toml line 7 ", "nothing says when wind comes", "未说明 wind 何时到位"),
        ({"measures": WIND.replace("from = 2020", "from = 2019")}, "MEA007", "measures.toml line 7 ", "acts in 2020 already", "已起作用"),
        ({"measures": WIND.replace("0.8,", "8,")}, "MEA008", "measures.toml line 7 ", "in scenario plan, power.supply.nonfossil would become", "情景 plan 中"),
        ({"measures": WIND.replace("0.8,", "-0.8,")}, "MEA008", "measures.toml line 7 ", "in scenario plan, power.supply.nonfossil would become -", "份额须在 0 至 1 之间"),
        ({"levels": "wnd = 1.0\n"}, "MEA020", "scenarios/plan.toml line 5 ", 'no measure "wnd"; did you mean "wind"?', "没有措施“wnd”"),
        ({"levels": "wind = 2\n"}, "MEA034", "scenarios/plan.toml line 5 ", "2 is no level of deployment", "2 不是部署程度"),
        ({"scenarios/plan.toml": PLAN.replace("[measures]", '[[measures]]\nid = "wind"')}, "MEA021", "scenarios/plan.toml line 4 ", "no longer holds measures of its own", "不再单独声明措施"),
        ({"measures": ""}, "MEA020", "scenarios/plan.toml line 5 ", "there is no measures.toml", "没有 measures.toml"),
        ({"measures": WIND.replace("amount = 1e6", 'amount = 1e6\nrequires = ["storage"]') + STORAGE}, "MEA017", "scenarios/plan.toml line 5 ", "wind has no effect without storage", "wind 须以 storage 为前提"),
        ({"measures": WIND.replace("amount = 1e6", 'amount = 1e6\nexcludes = ["storage"]') + STORAGE, "levels": "wind = 1\nstorage = 1\n"}, "MEA018", "scenarios/plan.toml line 5 ", "wind and storage exclude each other", "wind 与 storage 互斥"),
        ({"measures": WIND.replace("amount = 1e6", "amount = 1e6\npotential = 2e6\nreach = {2020 = 0, 2030 = 0.4}")}, "MEA019", "scenarios/plan.toml line 5 ", "wind has 50.0% of its potential in place in 2030; its reach is 40.0%", "已占潜力的 50.0%"),
        ({"projects": "p,wnd,4e5,kW,2021,2022,x\n"}, "MEA026", "projects.csv line 2", 'no measure "wnd"; did you mean "wind"?', "没有措施“wnd”"),
        ({"projects": "p,wind,4e5,MW,2021,2022,x\n"}, "MEA031", "projects.csv line 2", 'the amount is in "MW"', "数量单位为“MW”"),
        ({"projects": "p,wind,4e6,kW,2021,2022,x\n"}, "MEA027", "measures.toml line 7 ", "add up to 4000000 kW, more than its amount of 1000000", "超过措施总量"),
        ({"projects": "p,wind,4e5,kW,2023,2022,x\n"}, "MEA002", "projects.csv line 2", "starts in 2023", "起始年 2023"),
        ({"projects": "p,wind,4e5,kW,2019,2022,x\n"}, "MEA007", "projects.csv line 2", "acts in 2020 already", "在 2020 年已起作用"),
        ({"projects": "p,wind,0,kW,2021,2022,x\n"}, "MEA044", "projects.csv line 2", "puts nothing in place", "没有规模"),
        ({"projects": "p,wind,x,kW,2021,2022,x\n"}, "NUM004", 'projects.csv line 2, column "amount"', '"x"', "“x”"),
        ({"projects": "p,wind,1,kW,2021,2022,x\np,wind,2,kW,2021,2022,x\n"}, "CSV033", "projects.csv lines 2 and 3", "p stands for two different rows", "对应两条不同的记录"),
    ],
)  # fmt: skip
def test_each_fault_has_its_place_in_both_languages(study, given, code, where, said, zh):
    folder = study(**given)
    status, english = checked(folder, "--lang", "en")
    assert status == 1
    (line,) = [one for one in english.splitlines() if one.startswith(code)]
    assert line.startswith(f"{code} {where}")
    assert said in line
    assert zh in checked(folder, "--lang", "zh")[1]
    assert codes(folder) == [code]


def test_what_is_scarce_is_told_once_with_its_first_year(study):
    text = WIND.replace("amount = 1e6", "amount = 1e6\nuses = {curtailed = 1.5}")
    folder = study(text)
    (told,) = [w for w in prepare(folder).warnings if w.code == "MEA022"]
    assert told.level == "warn"
    assert (
        "the measures of plan take 150,000 MWh of Curtailed power in 2021; there are 100,000"
        in told.message()
    )
    assert "2021 年情景 plan 的措施占用弃电 150,000 MWh，可供量为 100,000" in told.message("zh")
    status, out = checked(folder)
    assert (status, "MEA022" in out) == (0, True)
    half = prepare(study(text, "wind = 0.5\n"))
    assert "MEA022" not in {w.code for w in half.warnings}
    resource, plan = half.listed.resources[0], half.scenarios["plan"]
    assert measures.used(resource, plan)[-1] == 0.5 * 1e6 * 1.5
    assert measures.available(resource, [2019, 2025, 2040]).tolist() == [0, 5e5, 1e6]
    assert measures.used(resource, half.scenarios["base"]).tolist() == [0]


def test_reach_is_held_year_by_year_and_by_level(study):
    text = WIND.replace(
        "amount = 1e6", "amount = 1e6\npotential = 2e6\nreach = {2025 = 0.1, 2030 = 0.6}"
    )
    (fault,) = faults(study(text))
    assert "wind has 25.0% of its potential in place in 2025; its reach is 10.0%" in fault.message()
    assert prepare(study(text, "wind = 0.4\n"))


def test_a_measure_that_comes_too_late_is_told(study):
    text = STORAGE.replace("from = 2020, to = 2030", "from = 2030, to = 2040")
    found = preparation.prepare(study(text, "storage = 1\n"))
    assert np.all(found.scenarios["plan"].deployed[0].done == 0)


def test_two_measures_on_a_path_are_told_for_each_scenario(study):
    more = WIND.replace('"wind"', '"sun"').replace('"Wind"', '"Sun"')
    found = prepare(study(WIND + more, "wind = 0.5\nsun = 0.5\n"))
    (told,) = [w for w in found.warnings if w.code == "MEA010"]
    assert (
        told.message()
        == "scenarios/plan.toml: wind, sun change power.supply.nonfossil, one after the other in this order"
    )


def test_measures_at_fault_do_not_make_scenarios_look_wrong(study):
    folder = study(WIND.replace("nonfossil", "nonfosil"), "wind = 1.0\nwnd = 1.0\n")
    assert codes(folder) == ["MEA001", "MEA020"]
    assert codes(study(WIND + "x = [1\n")) == ["STU003"]


def test_projects_that_cannot_be_read_do_not_make_measures_look_wrong(study):
    without = WIND.replace("ramp = {from = 2020, to = 2030}\n", "").replace("amount = 1e6\n", "")
    assert codes(study(without, projects="p,wind,x,kW,2021,2022,x\n")) == ["NUM004"]


def test_projects_without_measures_are_told(study):
    folder = study("", "", projects="p,wind,1,kW,2021,2022,x\n")
    (fault,) = faults(folder)
    assert (fault.code, fault.message().endswith("there is no measures.toml")) == ("MEA026", True)


def test_measures_are_held_to_every_region_where_the_tables_are_at_fault(study):
    capture = STORAGE.replace("power.rate", "capture.industry").replace(
        '"scale", value = 0.99', '"capture", value = 0.5'
    )
    folder = study(
        capture, "storage = 1\n", **{"data/population.csv": "year,indicator,value\n2020,x,1\n"}
    )
    assert not [code for code in codes(folder) if code.startswith("MEA")]


def test_electricity_counted_by_coal_takes_no_amount_by_heat(examples, tmp_path):
    ignored = shutil.ignore_patterns("results", "README*", "expected.json")
    folder = Path(shutil.copytree(examples / "china", tmp_path / "china", ignore=ignored))
    text = (folder / "measures.toml").read_text(encoding="utf-8")
    assert prepare(folder).study.convention == "coal_equivalent"
    for unit, told in (("TWh", ["MEA050"]), ("10^4 tce", [])):
        changed = text.replace("value = 0.02", f'value = 100\nunit = "{unit}"')
        (folder / "measures.toml").write_text(changed, encoding="utf-8")
        if told:
            (fault,) = faults(folder)
            assert (fault.code, fault.place.line) == ("MEA050", 13)
            assert (
                'an amount in "TWh" at mix.total.nonfossil would be counted by its heat'
                in fault.message()
            )
            assert "电力按等价值计" in fault.message("zh")
        else:
            rehearse(prepare(folder))


def test_faults_of_measures_projects_and_scenarios_are_told_together(study):
    text = WIND.replace('"energy"', '"enrgy"') + STORAGE.replace("power.rate", "power.rte")
    found = faults(study(text, "wnd = 1\n", projects="p,wind,1,kW,2023,2022,x\n"))
    assert {f.code for f in found} >= {"MEA001", "MEA020"}
    good = faults(study(WIND, "wind = 3\n", projects="p,wnd,1,kW,2021,2022,x\n"))
    assert [f.code for f in good] == ["MEA026", "MEA034"]
