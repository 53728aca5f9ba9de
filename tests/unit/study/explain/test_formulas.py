"""A parameter that follows others by a formula or a table, explained with the values put in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dualcarbon.study import preparation
from dualcarbon.study.explain.branches import Branches
from dualcarbon.study.explain.notebook import Notebook

EXAMPLES = Path(__file__).parents[4] / "examples"
RICHER = """[intensity.households]
formula = "2e-3 * (gdp / population) ** 0.5"
in = {gdp = "CNY2010", population = "10^4 person"}
scaled = true
"""
FITTED = """[intensity.transport]
lookup = {of = "intensity.households", points = {"0.1" = 1.0, "0.9" = 2.0}}
scaled = true
"""


@pytest.fixture(scope="module")
def branches(tmp_path_factory):
    study = tmp_path_factory.mktemp("formulas") / "jiangsu"
    shutil.copytree(EXAMPLES / "jiangsu", study, ignore=shutil.ignore_patterns("results"))
    for file in (study / "scenarios").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        for table in (RICHER, FITTED):
            head = re.escape(table.splitlines()[0])
            put_in = table if file.stem == "baseline" else ""
            text = re.sub(rf"^{head}\n.*?(?=^\[|\Z)", put_in, text, flags=re.MULTILINE | re.DOTALL)
        file.write_text(text, encoding="utf-8")
    return Branches(Notebook(None, preparation.prepare(study)))


def test_a_formula_is_explained_with_the_values_put_in_as_they_enter(branches):
    found = branches.parameter("baseline", "intensity.households", 2030)
    derivation = branches.note.book[found.ref]
    values = branches.central["baseline"].parameters
    gdp, people = (float(values[key][-31]) for key in ("gdp", "population"))
    said = f"2e-3 * ({gdp / 1e8:.0f}00000000 [gdp 2030] / {people / 1e4:.6g} [population 2030]) ** 0.5, with gdp in CNY2010"
    assert said in derivation.formula_en
    assert derivation.formula_en.endswith("scaled to the value of 2017")
    assert "其中 gdp 以 CNY2010 计" in derivation.formula_zh
    growth = gdp / people / (values["gdp"][-44] / values["population"][-44])
    start = values["intensity.households"][-44]
    assert derivation.value == pytest.approx(start * growth**0.5)


def test_what_a_formula_follows_is_explained_in_its_turn(branches):
    found = branches.parameter("baseline", "intensity.transport", 2030)
    book = branches.note.book
    names = [one.name for one in book[found.ref].inputs]
    assert "baseline intensity.households 2030" in names
    inner = [one.name for one in book["baseline intensity.households 2030"].inputs]
    assert {"baseline gdp 2030", "baseline population 2030"} <= set(inner)
    assert "the table {0.1: 1, 0.9: 2} (linear) at " in book[found.ref].formula_en
