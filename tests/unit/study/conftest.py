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


EDITION = """schema = "dualcarbon/edition/1"
id = "{id}"
title = {{en = "Tables of {id} (invented)", zh = "{id} 因子表（虚构）"}}
issued = {issued}
replaces = "{replaces}"
source = "invented"
"""
FACTORS = (
    "year,sector,flow,fuel,purpose,value,unit,source\n2005,,,coal,direct,2.7,t CO2/tce,invented\n"
)
NUMBERS = """item,kind,quantity,value,unit,source
clinker_output,,CO2,0.55,t CO2/t,invented
managed_soil,,leached_share,0.4,1,invented
managed_soil,,N2O_leaching,0.01,kg/kg,invented
"""


@pytest.fixture
def dated(small, tmp_path):
    """A small study with clinker and fertiliser, and what puts an edition into its folder and names it."""
    folder = small["write"](tmp_path / "dated")
    rows = "".join(
        f"{year},industry,clinker_output,100,10^4 t,invented\n{year},agriculture,fertiliser_nitrogen,100,10^4 t,invented\n"
        for year in (2016, 2017, 2018)
    )
    head = "year,sector,indicator,value,unit,source\n"
    (folder / "data/activity.csv").write_text(head + rows, encoding="utf-8")
    return folder


@pytest.fixture
def put():
    """Write an edition into a folder: ``put(folder, id)``."""

    def putting(folder, id, issued="2026-06-30", replaces="provincial_2011", factors=FACTORS, numbers=NUMBERS):  # fmt: skip
        target = folder / "editions" / id
        target.mkdir(parents=True)
        declared = EDITION.format(id=id, issued=issued, replaces=replaces)
        (target / "edition.toml").write_text(declared, encoding="utf-8")
        for name, text in (("factors", factors), ("numbers", numbers)):
            if text:
                (target / f"{name}.csv").write_text(text, encoding="utf-8")
        return target

    return putting


@pytest.fixture
def choose():
    """Add a block ``[account]`` to study.toml."""

    def choosing(folder, text):
        file = folder / "study.toml"
        told = file.read_text(encoding="utf-8").partition("\n[account]")[0]
        file.write_text(f"{told}\n[account]\n{text}\n", encoding="utf-8")

    return choosing
