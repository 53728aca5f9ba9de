"""The four commands: what they answer, where, and with which exit status."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from dualcarbon.cli import app as commands

LINES = {
    "economy": ["2019,total,value_added,4000,10^8 CNY2020,made up,", "2020,total,value_added,4200,10^8 CNY2020,made up,"],
    "population": ["2019,population,500,10^4 person,made up,", "2020,population,505,10^4 person,made up,"],
    "energy": [
        "2019,industry,final,coal,600,10^4 tce,made up,", "2020,industry,final,coal,610,10^4 tce,made up,",
        "2019,households,final,natural_gas,80,10^4 tce,made up,", "2020,households,final,natural_gas,85,10^4 tce,made up,",
        "2019,transport,final,oil,90,10^4 tce,made up,", "2020,transport,final,oil,95,10^4 tce,made up,",
    ],
}  # fmt: skip


@pytest.fixture
def copied(jiangsu, tmp_path):
    ignored = shutil.ignore_patterns("results", "README*", "expected.json")
    return shutil.copytree(jiangsu, tmp_path / "jiangsu", ignore=ignored)


@pytest.fixture
def light(copied):
    """A copy with few members."""
    file = copied / "study.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("members = 8192", "members = 16"), encoding="utf-8")
    return copied


def spoil(study):
    """Put five faults into three files."""
    energy = study / "data/energy.csv"
    lines = energy.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(",coal,", ",coall,")
    lines[2] = lines[2].replace("274.3", "27x.3")
    energy.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for file, old, new in (
        ("study.toml", "horizon = 2060", "horizn = 2060\nhorizon = 2060"),
        ("study.toml", "members = 8192", "members = 1000"),
        ("scenarios/policy.toml", "[power.rate]\n", "[power.rte]\n"),
    ):
        text = (study / file).read_text(encoding="utf-8")
        assert old in text
        (study / file).write_text(text.replace(old, new), encoding="utf-8")


FIVE = [
    'data/energy.csv line 2, column "fuel": "coall" is not a fuel; did you mean "coal"?',
    'data/energy.csv line 3, column "value": "27x.3',
    'study.toml line 8: "horizn" is not known here; did you mean "horizon"?',
    "members 1000 is not a power of two; write 512 or 1024",
    'did you mean "power.rate"?',
]


def files(folder):
    return sorted(f.relative_to(folder) for f in folder.rglob("*"))


@pytest.mark.parametrize("command", ["check", "run"])
def test_five_faults_in_three_files_are_listed_in_one_answer(call, told, copied, command):
    spoil(copied)
    before = files(copied)
    status, out, err = call(command, copied)
    assert (status, out) == (1, "")
    assert all(said in err for said in FIVE)
    assert err.splitlines()[-1] == "5 faults. Nothing was written."
    status, answer = told(command, copied)
    assert status == 1
    assert len(answer["faults"]) == 5
    assert {f["where"]["file"] for f in answer["faults"]} == {
        "data/energy.csv",
        "study.toml",
        "scenarios/policy.toml",
    }
    assert all(f["level"] == "error" and f["where"]["line"] for f in answer["faults"])
    assert files(copied) == before


def test_faults_are_told_in_chinese(call, copied):
    spoil(copied)
    status, _, err = call("check", copied, "--lang", "zh")
    assert status == 1
    assert "“coall”" in err
    assert err.splitlines()[-1] == "5 处错误。未写入任何结果。"


def test_a_good_study_is_said_to_be_good(call, told, light):
    status, out, err = call("check", light)
    assert (status, out) == (0, f"✓ {light}: The study can be run.\n")
    assert "INV004" in err
    status, answer = told("check", light)
    assert (status, answer["faults"], answer["study"]) == (0, [], str(light))
    assert {"INV003", "PRO012"} <= {w["code"] for w in answer["warnings"]}


def test_what_only_a_computed_path_shows_is_found_by_check_too(call, light):
    measures = light / "measures.toml"
    text = measures.read_text(encoding="utf-8")
    measures.write_text(text.replace("value = 2.9\n", "value = 29.0\n"), encoding="utf-8")
    status, _, err = call("check", light)
    assert status == 1
    assert "MEA008" in err


def test_a_new_study_is_made_filled_checked_run_and_explained(call, told, tmp_path):
    town = tmp_path / "town"
    status, out, _ = call("new", town, "--title", "某市", "--region", "330700")
    assert status == 0
    assert out.splitlines()[-1] == f"next: fill in the tables, then  dualcarbon check {town}"
    status, _, err = call("check", town)
    assert (status, "Nothing was written." in err) == (1, True)  # the tables are empty
    for table, lines in LINES.items():
        with (town / f"data/{table}.csv").open("a", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
    assert call("check", town)[0] == 0
    status, summary = told("run", town, "--quick", "--members", "16", "--seed", "3")
    assert (status, summary["members"], summary["seed"]) == (0, 16, 3)
    assert summary["title"]["zh"] == "某市"
    run = town / "results" / summary["run"]
    assert json.loads((run / "summary.json").read_text(encoding="utf-8")) == summary
    status, out, _ = call("explain", run, "inventory.territorial_mt.2020")
    assert status == 0
    assert "data/energy.csv:3 (610" in out
    status, answer = told("explain", run, "scenarios.policy.territorial_mt.2035")
    assert (status, answer["unit"]) == (0, "Mt CO2")
    assert answer["value"] == summary["scenarios"]["policy"]["territorial_mt"]["2035"]


def test_a_run_shows_its_peak_table_warnings_and_the_next_command(call, jiangsu, tmp_path, known):
    status, out, err = call("run", jiangsu, "--out", tmp_path, "--quick", "--members", "16")
    assert status == 0
    table = [line.split() for line in out.splitlines()]
    assert table[0][:2] == ["scenario", "P(no"]
    assert [row[0] for row in table[1:3]] == ["Baseline", "Current"]
    assert "INV003" in err
    assert "read and check" in err
    (run,) = tmp_path.iterdir()
    assert f"run     {run}" in out
    assert out.splitlines()[-1] == f"next    dualcarbon explain {run} scenarios.baseline.peak.year"
    assert "report" not in out
    status, out, err = call(
        "run", jiangsu, "--out", tmp_path, "--quick", "--members", "16", "--lang", "zh"
    )
    assert "采用已有运行" in err
    assert "基准情景" in out
    assert "下一步" in out


def test_documents_are_written_unless_quick(call, jiangsu, tmp_path, monkeypatch, known):
    written = []
    monkeypatch.setattr(commands, "_documents", lambda _, folder: written.append(folder))
    assert call("run", jiangsu, "--out", tmp_path, "--members", "16")[0] == 0
    assert len(written) == 1
    assert call("run", jiangsu, "--out", tmp_path, "--members", "16", "--quick")[0] == 0
    assert len(written) == 1


def test_explain_shows_a_tree_in_either_language(call, finished):
    key = "scenarios.policy.peak.no_peak"
    status, english, _ = call("explain", finished.folder, key)
    assert (status, english.splitlines()[1].strip()) == (0, ": members counted / all members")
    _, chinese, _ = call("explain", finished.folder, key, "--lang", "zh")
    assert chinese.splitlines()[1].strip() == ": 计入的成员数 / 全部成员数"


def test_explain_tells_how_the_report_composes_a_number(call, finished):
    key = "report.moved.energy.2010.2017"
    status, out, _ = call("explain", finished.folder, key, "--depth", "1")
    assert status == 0
    assert out.startswith(f"{key} = ")
    assert ": the second / the first - 1" in out
    assert "inventory.energy_mtce.2010 = " in out
    status, _, err = call("explain", finished.folder, "report.moved.energy.2010.2018")
    assert status == 1
    assert key in err


def test_explain_shows_as_many_levels_as_are_asked_for(call, finished):
    key = "scenarios.policy.peak.year"
    status, out, _ = call("explain", finished.folder, key, "--depth", "1")
    assert (status, len(out.splitlines())) == (0, 5)
    assert out.count("(more below)") == 3
    assert call("explain", finished.folder, key, "--depth", "-1")[0] == 2


def test_an_unknown_key_and_a_folder_without_a_run_are_refused(call, told, finished, tmp_path):
    status, out, err = call("explain", finished.folder, "inventory.teritorial_mt.2017")
    assert (status, out) == (1, "")
    assert 'did you mean "inventory.territorial_mt.2017"?' in err
    status, answer = told("explain", finished.folder, "zzz")
    assert (status, answer["faults"][0]["code"]) == (1, "UnknownName")
    status, answer = told("explain", tmp_path, "schema")
    assert (status, answer["faults"][0]["code"]) == (1, "RUN002")


def test_a_run_that_was_changed_is_not_explained(call, finished, tmp_path):
    spoiled = shutil.copytree(finished.folder, tmp_path / "run")
    (spoiled / "summary.json").write_text("{", encoding="utf-8")
    status, _, err = call("explain", spoiled, "schema", "--lang", "zh")
    assert status == 1
    assert "RUN001" in err
    assert "与写入时不一致" in err


@pytest.mark.parametrize(
    "words",
    [
        ("chekc",), ("check",), ("run", "x", "--members", "many"), ("run", "x", "--sed", "1"), ("explain", "x"),
        ("check", "x", "--lang", "fr"), ("new", "x", "--lang", ""), ("explain", "x", "y", "z"),
    ],
)  # fmt: skip
def test_wrong_use_is_status_two(call, words):
    status, out, err = call(*words)
    assert (status, out) == (2, "")
    assert err


def test_what_the_system_refuses_is_one_sentence(call, jiangsu, tmp_path, known):
    (tmp_path / "file").write_text("")
    status, out, err = call("run", jiangsu, "--out", tmp_path / "file", "--quick", "--members", "2")
    assert (status, out) == (1, "")
    assert "RUN003" in err
    assert "Traceback" not in err
    status, _, err = call("new", tmp_path / "file" / "town")
    assert (status, "cannot be read or written" in err) == (1, True)


def test_folders_may_be_called_as_people_like(call, tmp_path):
    odd = tmp_path / "a[bold] [x]"
    odd.mkdir()
    _, out, _ = call("new", odd / "town", "--lang", "zh")
    assert out.splitlines()[-1] == f"下一步：填写各表，然后运行  dualcarbon check {odd / 'town'}"
    _, _, err = call("check", odd)
    assert "a[bold] [x]" in err


def test_the_module_does_what_the_command_does(jiangsu):
    def module(*words):
        command = [sys.executable, "-m", "dualcarbon", *words]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, encoding="utf-8"
        )

    shown = module("--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert all(f"  {name} " in shown.stdout for name in ("new", "check", "run", "explain"))
    refused = module("check", str(jiangsu / "data"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "PATH006" in refused.stderr


def test_help_imports_nothing_heavy():
    code = "import sys, dualcarbon.cli.app; print([m for m in ('numpy', 'xarray', 'polars', 'pydantic') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
