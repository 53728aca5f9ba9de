"""Figures chosen for the report: read, refused, told of where the study lost what they name; of no effect on a run."""

import dataclasses
import shutil

import pytest

from dualcarbon.errors import InputError
from dualcarbon.readers.toml import parse_toml
from dualcarbon.study import chosen, freshness, preparation, running
from dualcarbon.study.chosen import Chosen
from dualcarbon.study.results import load

HEAD = 'schema = "dualcarbon/report/1"\n'
MOVED = '[[figures]]\nfigure = "moving-path"\nscenario = "{}"\nlevers = {{"{}" = 0.01}}\n'


def read(text):
    return chosen.read(parse_toml(text.encode(), "report.toml"))


def codes(text):
    with pytest.raises(InputError) as caught:
        read(text)
    return [(fault.code, fault.place.line) for fault in caught.value.faults]


def test_figures_keep_their_order_and_what_is_left_out_is_not_written():
    found = read(HEAD + '[[figures]]\nfigure = "fan"\nnote = "a"\n' + MOVED.format("policy", "gdp"))
    assert [one.figure for one in found] == ["fan", "moving-path"]
    assert found[0].plain() == {"figure": "fan", "note": {"en": "a", "zh": "a"}}
    assert found[1].plain()["levers"] == {"gdp": 0.01}


def test_every_fault_is_told_with_its_line():
    text = (
        'schema = "dualcarbon/report/9"\n[[figures]]\nfigure = "Fan "\n[[figures]]\nfigure = "fan"\n'
        'nots = "x"\n[[figures]]\nfigure = "moving-odds"\nlevers = {gdp = 0.1}\n'
    )
    assert codes(text) == [("REP014", 1), ("KEY001", 3), ("STU006", 6), ("REP016", 7)]


def test_no_more_than_a_report_can_hold():
    assert codes(HEAD + '[[figures]]\nfigure = "fan"\n' * (chosen.MOST + 1)) == [("REP015", 2)]
    assert len(read(HEAD + '[[figures]]\nfigure = "fan"\n' * chosen.MOST)) == chosen.MOST


@pytest.fixture
def town(made_town, tmp_path):
    """The folder of a small study."""
    return made_town(tmp_path / "town")


def test_what_the_study_does_not_have_is_told_and_keeps_nothing_from_running(town):
    plain = preparation.prepare(town)
    name = list(plain.scenarios)[-1]
    text = HEAD + MOVED.format(name, "gpd") + MOVED.format("lost", "gdp") + '[[figures]]\nfigure = "fan"\n' * 2  # fmt: skip
    (town / "report.toml").write_text(text, encoding="utf-8")
    found = preparation.prepare(town)
    told = [w for w in found.warnings if w.place.file == "report.toml"]
    assert [(w.code, w.place.line) for w in told] == [("REP017", 5), ("REP017", 8), ("REP018", 12)]
    assert "gdp" in told[0].sentence("en")
    assert len(found.chosen) == 4


def test_a_file_at_fault_keeps_the_study_from_running(town):
    (town / "report.toml").write_text("[[figures]]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        preparation.prepare(town)
    assert [(f.code, f.place.file, f.place.line) for f in caught.value.faults] == [("STU007", "report.toml", 1)]  # fmt: skip


def test_the_run_keeps_what_was_chosen_and_a_later_report_takes_what_is_chosen_now(
    ran, tmp_path, monkeypatch
):
    study = tmp_path / "jiangsu"
    shutil.copytree(ran / "jiangsu", study)
    (run,) = (study / "results").iterdir()
    done = load(run)
    monkeypatch.setattr(running, "program", lambda: done.manifest["options"]["program"])
    assert (done.chosen, freshness.chosen(done)) == ((), ())
    (study / "report.toml").write_text(HEAD + '[[figures]]\nfigure = "fan"\n', encoding="utf-8")
    assert freshness.chosen(done) == (Chosen(figure="fan"),)
    assert freshness.warnings(done) == ()
    elsewhere = dataclasses.replace(done, folder=tmp_path / "elsewhere", chosen=(Chosen(figure="a"),))  # fmt: skip
    assert freshness.chosen(elsewhere) == (Chosen(figure="a"),)
