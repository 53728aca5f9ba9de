"""The example studies prepared and computed once, and copies of them to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dualcarbon.study import preparation, running

EXAMPLES = Path(__file__).parents[3] / "examples"
MEMBERS = 64


@pytest.fixture(scope="session")
def examples():
    return EXAMPLES


@pytest.fixture(scope="session")
def prepared():
    return {name: preparation.prepare(EXAMPLES / name) for name in ("jiangsu", "china")}


@pytest.fixture(scope="session")
def computed(prepared):
    """Results of both studies with 64 members, nothing written."""
    return {
        name: running.compute(one, "0" * 12, members=MEMBERS, seed=one.study.seed)
        for name, one in prepared.items()
    }


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A finished run of Jiangsu with 64 members, by a program called "program"; not to be changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "program", lambda: "program")
        out = tmp_path_factory.mktemp("runs")
        return running.run(EXAMPLES / "jiangsu", out=out, members=MEMBERS)


def copy(study, target):
    ignored = shutil.ignore_patterns("results", "README*", "expected.json")
    return Path(shutil.copytree(EXAMPLES / study, target, ignore=ignored))


@pytest.fixture
def copied(tmp_path):
    """A copy of the Jiangsu study, to be changed."""
    return copy("jiangsu", tmp_path / "jiangsu")


@pytest.fixture(scope="session")
def selling(tmp_path_factory):
    """A finished run of Jiangsu, were it to send out 10^6 tce of electricity a year."""
    study = copy("jiangsu", tmp_path_factory.mktemp("selling") / "jiangsu")
    with (study / "data/energy.csv").open("a", encoding="utf-8") as file:
        for year in range(2010, 2018):
            file.write(
                f"{year},energy_supply,export,electricity,100,10^4 tce,made up,contest 2023\n"
            )
    return running.run(study, out=study / "results", members=MEMBERS)


@pytest.fixture
def edit():
    """Replace a text that a file holds exactly once."""

    def edited(file, old, new):
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    return edited
