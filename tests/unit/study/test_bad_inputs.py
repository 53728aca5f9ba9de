"""Bad inputs as they come to the door: a study is checked, and its user is told code, level, place and what is wrong."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dualcarbon.cli.app import app
from dualcarbon.study import preparation
from dualcarbon.vocabulary.faults import codes

HERE = Path(__file__).with_name("bad_inputs")
SCENARIO = """schema = "dualcarbon/scenario/1"
name = "base"
title = {en = "Base", zh = "基准"}

[gdp]
growth = [{to = 2035, rate = 0.03}]
mark = "A"
"""
TABLES = {
    "energy": ("sector,flow,fuel,", "industry,final,coal,", (500, 510, 520), "10^4 tce"),
    "population": ("indicator,", "population,", (300, 300, 300), "10^4 person"),
    "economy": ("sector,indicator,", "total,value_added,", (900, 950, 1000), "10^8 CNY2015"),
}
YEARS = (2016, 2017, 2018)
FOREIGN = re.compile(
    r"Traceback|Error:|pydantic|polars|xarray|tomllib|numpy|/tmp|/work|/home|SELECT"
)


def declared(name):
    """Give the cases of a list, each with the name of the list."""
    cases = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=f"{case['code']}-{case['what']}") for case in cases]


CASES = [case for name in ("tables", "declarations", "account") for case in declared(name)]


@pytest.fixture
def town(tmp_path):
    """A small study without a fault."""
    return written(tmp_path / "town")


def written(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    (folder / "scenarios/base.toml").write_text(SCENARIO, encoding="utf-8")
    (folder / "study.toml").write_bytes((HERE / "study.toml").read_bytes())
    for name, (columns, key, values, unit) in TABLES.items():
        rows = [f"{y},{key}{v},{unit},invented" for y, v in zip(YEARS, values, strict=True)]
        text = "\n".join([f"year,{columns}value,unit,source", *rows, ""])
        (folder / f"data/{name}.csv").write_text(text, encoding="utf-8")
    return folder


def spoil(folder, case):
    """Put what is bad into a study."""
    for name, text in case.get("with", {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    file = folder / case.get("file", "data/energy.csv")
    before = file.read_bytes() if file.exists() else b""
    if "cell" in case:
        cells = ("1", "1", case["cell"])
        rows = [
            f"{y},construction,final,coal,{c},10^4 tce,\n"
            for y, c in zip(YEARS, cells, strict=True)
        ]
        case = case | {"rows": "".join(rows)}
    if "swap" in case:
        old, new = (text.encode() for text in case["swap"])
        assert before.count(old) == 1
        file.write_bytes(before.replace(old, new))
    elif "rows" in case:
        file.write_bytes(before + case["rows"].encode())
    else:
        raw = case.get("text", "").encode(case.get("encoding", "utf-8"))
        file.write_bytes(bytes.fromhex(case["hex"]) if "hex" in case else raw)
    return case.get("file", "data/energy.csv")


def answer(command, folder, *options):
    done = CliRunner().invoke(app, [command, str(folder), "--json", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, json.loads(done.stdout)


def said(told, code):
    return [f for f in [*told["faults"], *told.get("warnings", [])] if f["code"] == code]


def is_chinese(sentences, file):
    """Tell whether there are sentences, and all of them are Chinese and begin with the file."""
    return bool(sentences) and all(
        s.startswith(file) and re.search("[\u4e00-\u9fff]", s) for s in sentences
    )


def test_the_study_itself_has_no_fault(town):
    status, told = answer("check", town)
    assert (status, told["faults"]) == (0, [])
    assert not {f["code"] for f in told["warnings"]} & {case.values[0]["code"] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_with_its_code_its_level_and_its_place(town, case):
    file = spoil(town, case)
    status, told = answer("check", town)
    assert status == (1 if case["level"] == "error" else 0)
    found = said(told, case["code"])
    assert found
    assert {f["level"] for f in found} == {case["level"]}
    fitting = [f for f in found if all(words in f["message"] for words in case["says"])]
    assert fitting, [f["message"] for f in found]
    where = fitting[0]["where"]
    assert where["file"] == file
    assert where.get("line") == case.get("line", where.get("line"))
    assert where.get("column") == case.get("column", where.get("column"))
    assert not [f["message"] for f in [*told["faults"], *found] if FOREIGN.search(f["message"])]


@pytest.mark.parametrize("case", [c for c in CASES if c.values[0]["level"] == "error"])
def test_nothing_of_what_is_refused_is_kept(town, case):
    file = spoil(town, case)
    before = sorted(town.rglob("*"))
    status, told = answer("run", town, "--quick", "--lang", "zh")
    assert status == 1
    assert is_chinese([f["message"] for f in said(told, case["code"])], file)
    assert sorted(town.rglob("*")) == before


@pytest.mark.parametrize("case", [c for c in CASES if c.values[0]["level"] == "warn"])
def test_what_is_only_told_travels_with_the_study(town, case):
    file = spoil(town, case)
    warned = [w for w in preparation.prepare(town).warnings if w.code == case["code"]]
    assert is_chinese([fault.sentence("zh") for fault in warned], file)


@pytest.mark.parametrize("case", CASES)
def test_its_code_is_documented(case):
    page = Path(__file__).parents[3] / "docs/reference/messages.md"
    assert case["code"] in codes()
    assert f"| {case['code']} | {case['level']} |" in page.read_text(encoding="utf-8")
