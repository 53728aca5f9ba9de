"""`dualcarbon report`: the file is told, what is stale is said, wrong use is status 2."""

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from dualcarbon.report import writing


@pytest.fixture
def run(finished, tmp_path, monkeypatch):
    """A copy of a finished run, and a report of a few bytes."""
    monkeypatch.setattr(writing, "FORMS", {"pdf": lambda *_: b"%PDF", "html": lambda *_: b"<html>"})
    return Path(shutil.copytree(finished.folder, tmp_path / finished.folder.name))


def test_the_file_is_told_and_written(call, run):
    status, out, _ = call("report", run, "--lang", "en", "--format", "pdf")
    file = run / "documents" / "report.en.pdf"
    assert (status, out.split()) == (0, ["report", str(file)])
    assert file.read_bytes() == b"%PDF"


def test_the_language_is_that_of_the_study(told, run):
    status, answer = told("report", run)
    assert status == 0
    assert answer["file"].endswith("report.zh.html")
    assert {w["code"] for w in answer["warnings"]} <= {"REP011"}


def test_the_run_is_still_whole_after_it(call, run):
    assert call("report", run)[0] == 0
    assert call("report", run, "--format", "pdf")[0] == 0


def test_changed_results_are_refused(call, run):
    with (run / "summary.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    status, _, err = call("report", run, "--lang", "zh")
    assert status == 1
    assert "REP009" in err


def test_a_folder_that_is_no_run_is_refused(call, tmp_path):
    assert call("report", tmp_path)[0] == 1


def test_a_form_that_does_not_exist_is_wrong_use(call, run):
    status, _, err = call("report", run, "--format", "odt")
    assert status == 2
    assert "html, pdf, docx" in err


def test_a_template_that_is_not_there_is_one_sentence(call, run):
    status, _, err = call("report", run, "--template", run / "none.docx")
    assert status == 1
    assert "REP013" in err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_of_jiangsu_is_long_enough_to_hand_in_and_no_longer(
    call, finished, tmp_path, lang
):
    file = tmp_path / "report.pdf"
    told = ["--lang", lang, "--format", "pdf", "--out", file]
    assert call("report", finished.folder, *told)[0] == 0
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]
    assert 25 <= len(pages) <= 40
    text = re.sub(r"\s", "", "".join(pages))
    counted = {"Figure": "图", "Table": "表"}
    for name, least in (("Figure", 14), ("Table", 12)):
        shown = name if lang == "en" else counted[name]
        assert max(int(n) for n in re.findall(rf"{shown}(\d{{1,2}})", text)) >= least


def test_a_run_whose_inputs_changed_is_reported_on_demand_alone(call, told, run, tmp_path):
    study = tmp_path / "study"
    (study / "results").mkdir(parents=True)
    (study / "study.toml").write_text("", encoding="utf-8")
    old = run.rename(study / "results" / run.name)
    status, _, err = call("report", old)
    assert (status, "REP003" in err) == (1, True)
    assert not (old / "documents/report.zh.html").exists()
    status, answer = told("report", old, "--stale")
    assert status == 0
    assert "REP026" in {w["code"] for w in answer["warnings"]}
