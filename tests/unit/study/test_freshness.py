"""What a report is told about its run: changed results are refused, changed inputs and programs said."""

import shutil
from pathlib import Path

import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference import tables
from dualcarbon.study import freshness, running
from dualcarbon.study.results import load


@pytest.fixture
def kept(finished, examples, tmp_path, monkeypatch):
    """A copy of the study with its finished run inside, to be changed."""
    monkeypatch.setattr(running, "program", lambda: finished.manifest["options"]["program"])
    shutil.copytree(
        examples / "jiangsu", tmp_path / "study", ignore=shutil.ignore_patterns("results")
    )
    run = tmp_path / "study" / "results" / finished.folder.name
    return Path(shutil.copytree(finished.folder, run))


def codes(run):
    return [fault.code for fault in freshness.warnings(load(run))]


def test_a_run_over_unchanged_inputs_says_nothing(kept):
    freshness.must_be_whole(kept)
    assert codes(kept) == []


def test_changed_and_missing_inputs_are_named(kept):
    study = kept.parents[1]
    (study / "data" / "energy.csv").write_text("changed", encoding="utf-8")
    (study / "data" / "economy.csv").unlink()
    assert freshness.changed(load(kept)) == ["data/economy.csv", "data/energy.csv"]
    with pytest.raises(InputError) as refused:
        freshness.held(kept)
    for fault, code in ((refused.value.faults[0], "REP003"), *((f, "REP026") for f in freshness.warnings(load(kept)))):  # fmt: skip
        assert (fault.code, fault.level) == (code, "error" if code == "REP003" else "warn")
        assert "data/economy.csv, data/energy.csv" in fault.sentence("en")
        assert load(kept).manifest["finished"][:10] in fault.sentence("zh")


def test_what_is_written_of_old_inputs_on_demand_says_so(kept):
    asked = freshness.held(kept, stale=True)
    assert asked.summary == load(kept).summary
    (kept.parents[1] / "data" / "energy.csv").write_text("changed", encoding="utf-8")
    told = freshness.held(kept, stale=True).summary["warnings"]
    assert [one["code"] for one in told[len(asked.summary["warnings"]) :]] == ["REP026"]
    assert "data/energy.csv" in told[-1]["message"]["zh"]


def test_a_file_that_was_added_is_named(kept):
    (kept.parents[1] / "numbers.csv").write_text("id\n", encoding="utf-8")
    (kept.parents[1] / "report.toml").write_text("", encoding="utf-8")  # no number depends on it
    (kept.parents[1] / "notes.txt").write_text("no input", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        freshness.held(kept)
    (fault,) = refused.value.faults
    assert ": numbers.csv;" in fault.message("en")


def test_a_run_elsewhere_is_compared_with_nothing(kept, tmp_path):
    moved = kept.rename(tmp_path / kept.name)
    (tmp_path / "study" / "study.toml").write_text("", encoding="utf-8")
    assert codes(moved) == []


def test_another_program_is_told(kept, monkeypatch):
    monkeypatch.setattr(running, "program", lambda: "another")
    assert codes(kept) == ["REP011"]


def test_documents_written_later_are_no_part_of_the_run(kept):
    (kept / running.DOCUMENTS).mkdir()
    (kept / running.DOCUMENTS / "report.zh.pdf").write_bytes(b"x")
    freshness.must_be_whole(kept)
    assert running.verify(kept)


def test_changed_results_are_refused(kept):
    with (kept / "summary.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(InputError) as caught:
        freshness.must_be_whole(kept)
    assert caught.value.faults[0].code == "REP009"


def told(run):
    fault = freshness.sealed(load(run))
    return dict(fault.params)["files"] if fault else None


def test_a_run_is_sealed_when_a_packaged_factor_changes(kept):
    before = running.outputs(kept)
    assert told(kept) is None
    grid = tables.contents("grid") + b"\n"
    with tables.instead({"grid": grid}):
        assert told(kept) == "reference/grid.csv"
    assert told(kept) is None
    assert running.outputs(kept) == before
    assert running.verify(kept)


def test_a_run_is_sealed_when_a_factor_of_the_study_changes(kept):
    before = running.outputs(kept)
    factors = kept.parents[1] / "factors.csv"
    known = "factors.csv" in load(kept).manifest["inputs"]
    assert known == factors.is_file()
    factors.write_text("changed" if known else "fuel,value\n", encoding="utf-8")
    assert told(kept) == "factors.csv"
    fault = freshness.sealed(load(kept))
    assert fault.code == "RUN006"
    assert "因子已变化" in fault.sentence("zh")
    assert running.outputs(kept) == before


def test_other_inputs_do_not_seal_a_run(kept):
    (kept.parents[1] / "data" / "energy.csv").write_text("changed", encoding="utf-8")
    assert told(kept) is None
