"""`dualcarbon export`: files are told, what is left out is said, wrong use is status 2."""

from pathlib import Path

import pytest

from dualcarbon.study import exports
from dualcarbon.vocabulary.faults import note


@pytest.fixture
def asked(monkeypatch):
    """Let the export only note what it is asked for."""
    seen = []

    def export(run, form, **more):
        seen.append((run, form, more))
        return exports.Exported((Path("a.csv"), Path("a.yaml")), (note("VIEW006", count=3),))

    monkeypatch.setattr(exports, "export", export)
    return seen


def test_files_are_told_and_what_they_leave_out(call, asked):
    status, out, err = call("export", "run", "--form", "primap2")
    assert (status, out.split()) == (0, ["export", "a.csv", "export", "a.yaml"])
    assert "3 cells are confidential" in err
    assert asked == [(Path("run"), "primap2", {"set_name": "", "out": None, "scenarios": ()})]


def test_options_reach_the_export(call, asked):
    words = ("--gwp", "AR4", "--out", "there", "--scenario", "a", "--scenario", "b")
    assert call("export", "run", "--form", "iamc", *words)[0] == 0
    assert asked[0][2] == {"set_name": "AR4", "out": Path("there"), "scenarios": ["a", "b"]}


def test_the_answer_in_json_and_in_chinese(told, call, asked):
    status, answer = told("export", "run", "--form", "gpc")
    assert (status, answer["files"]) == (0, ["a.csv", "a.yaml"])
    assert [w["code"] for w in answer["warnings"]] == ["VIEW006"]
    assert "导出" in call("export", "run", "--form", "gpc", "--lang", "zh")[1]


@pytest.mark.parametrize(
    ("words", "known"),
    [(("--form", "crf"), "iamc, primap2, gpc"), (("--form", "gpc", "--gwp", "AR7"), "SAR, AR4, AR5, AR6")],
)  # fmt: skip
def test_a_form_or_set_that_does_not_exist_is_wrong_use(call, asked, words, known):
    status, _, err = call("export", "run", *words)
    assert status == 2
    assert known in err
    assert asked == []


def test_a_folder_that_is_no_run_is_refused(call, tmp_path):
    status, _, err = call("export", tmp_path, "--form", "gpc")
    assert status == 1
    assert "RUN002" in err


def test_the_forms_and_sets_are_those_of_the_export():
    from dualcarbon.cli import exporting
    from dualcarbon.reference.gwp import SETS

    assert exporting.FORMS == exports.FORMS
    assert tuple(SETS) == exporting.SETS
