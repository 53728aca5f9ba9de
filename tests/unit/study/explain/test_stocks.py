"""A study with a stock of cars and correlated numbers: prepared, rehearsed, explained with the numbers of the year."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dualcarbon.scenarios.checks import quiet_parts
from dualcarbon.scenarios.projection import observed
from dualcarbon.study import preparation
from dualcarbon.study.explain.branches import Branches
from dualcarbon.study.explain.notebook import Notebook

EXAMPLES = Path(__file__).parents[4] / "examples"
TREE = """schema = "dualcarbon/tree/1"
[variables.cars]
title = {en = "Cars", zh = "汽车"}
unit = "10^4 vehicle"
stock = {target = "variables.cars_wanted", survival = {weibull = [{normal = [2.5, 0.1]}, {normal = [14.0, 0.5]}]}, ages = "history", past = "car_sales", values = {fuel_use = {new = "variables.fuel_use_new", base = "fuel_use"}}}
[variables.cars_wanted]
title = {en = "Cars wanted", zh = "汽车需求"}
unit = "10^4 vehicle"
elasticity = {to = "gdp", periods = [{to = 2030, value = 0.8}, {to = 2060, value = 0.3}]}
[variables.fuel_use_new]
title = {en = "Fuel use of new cars", zh = "新车油耗"}
unit = "tce/vehicle"
points = {2030 = 1.0}
[variables.fuel_use]
title = {en = "Fuel use of all cars", zh = "全部汽车油耗"}
unit = "tce/vehicle"
formula = "variables.cars.fuel_use"
[variables.car_sales]
title = {en = "Cars sold", zh = "汽车销量"}
unit = "10^4 vehicle"
"""
HEAD = "year,variable,value,unit,source,mark"
TIES = '\n[[correlations]]\nbetween = ["variables.cars.stock.survival.*"]\nvalue = 0.3\n'


def rows():
    sales = [f"{y},car_sales,{20 * (y - 2004)},10^4 vehicle,made up,A" for y in range(2005, 2018)]
    base = {"cars": "1600,10^4 vehicle", "cars_wanted": "1600,10^4 vehicle", "fuel_use": "1.5,tce/vehicle", "fuel_use_new": "1.2,tce/vehicle"}  # fmt: skip
    return "\n".join([HEAD, *sales, *(f"2017,{k},{v},made up,A" for k, v in base.items())]) + "\n"


@pytest.fixture(scope="module")
def branches(tmp_path_factory):
    study = tmp_path_factory.mktemp("stocks") / "jiangsu"
    shutil.copytree(EXAMPLES / "jiangsu", study, ignore=shutil.ignore_patterns("results"))
    (study / "tree.toml").write_text(TREE, encoding="utf-8")
    (study / "data/variables.csv").write_text(rows(), encoding="utf-8")
    text = (study / "study.toml").read_text(encoding="utf-8").replace("members = 8192", "members = 16")  # fmt: skip
    (study / "study.toml").write_text(text + TIES, encoding="utf-8")
    return Branches(Notebook(None, preparation.prepare(study)))


def test_a_study_with_a_stock_and_correlations_can_be_run(branches):
    ready = branches.note.prepared
    preparation.rehearse(ready)
    assert [tie.value for tie in ready.study.correlations] == [0.3]
    seen, tree, span = ready.planted
    base = {key: float(series[-1]) for key, series in observed(seen, tree).items()}
    told = quiet_parts(ready.scenarios["baseline"], tree, base, span)
    left = [fault for fault in told if fault.code == "STK020"]
    assert [fault.place.key for fault in left] == ["variables.cars.stock.past"]


def test_a_stock_is_explained_with_what_survives_and_what_is_added(branches):
    found = branches.parameter("baseline", "variables.cars", 2025)
    values = branches.central["baseline"].parameters
    place = branches.central["baseline"].years.index(2025)
    stock, added = (values[f"variables.cars{name}"][place] for name in ("", ".additions"))
    derivation = branches.note.book[found.ref]
    assert f"{stock:.6g} [variables.cars_wanted 2025]: {stock - added:.6g} of variables.cars 2024" in derivation.formula_en  # fmt: skip
    assert f"additions of {added:.6g}" in derivation.formula_en
    assert f"尚存 {stock - added:.6g}，新增 {added:.6g}" in derivation.formula_zh
    wanted = branches.note.book["baseline variables.cars_wanted 2025"]
    assert "(gdp 2025 / gdp 2017)^0.8" in wanted.formula_en
    assert wanted.value == pytest.approx(stock)


def test_what_follows_a_stock_is_explained_down_to_its_vintages(branches):
    found = branches.parameter("baseline", "variables.fuel_use", 2030)
    book = branches.note.book
    assert "[variables.cars.fuel_use 2030]" in book[found.ref].formula_en
    mean = book["baseline variables.cars.fuel_use 2030"]
    assert "each vintage keeps variables.fuel_use_new of its year" in mean.formula_en
    assert mean.value == pytest.approx(found.value)
    assert 1.0 < found.value < 1.5
    names = [one.name for one in mean.inputs]
    assert names == ["declared", "baseline variables.fuel_use_new 2030", "baseline variables.cars 2030"]  # fmt: skip
