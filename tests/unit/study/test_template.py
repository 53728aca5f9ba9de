"""The folder of a new study can be read at once, filled with a few lines, and run."""

from __future__ import annotations

import re
import tomllib

import pytest

from dualcarbon.errors import InputError
from dualcarbon.study import running, template
from dualcarbon.study.folder import read_folder
from dualcarbon.study.preparation import prepare
from dualcarbon.vocabulary.tables import TABLES

LINES = {
    "economy": ["2019,total,value_added,4000,10^8 CNY2020,made up,1", "2020,total,value_added,4200,10^8 CNY2020,made up,1"],
    "population": ["2019,population,500,10^4 person,made up,1", "2020,population,505,10^4 person,made up,1"],
    "energy": [
        "2019,industry,final,coal,600,10^4 tce,made up,1",
        "2020,industry,final,coal,610,10^4 tce,made up,1",
        "2019,households,final,natural_gas,80,10^4 tce,made up,1",
        "2020,households,final,natural_gas,85,10^4 tce,made up,1",
        "2019,transport,final,oil,90,10^4 tce,made up,1",
        "2020,transport,final,oil,95,10^4 tce,made up,1",
    ],
}  # fmt: skip


def filled(folder):
    """Fill the tables with ten lines."""
    for table, lines in LINES.items():
        with (folder / TABLES[table].file).open("a", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
    return folder


def filled_new(folder):
    template.make(folder)
    return filled(folder)


def codes(error):
    return [fault.code for fault in error.value.faults]


def test_a_new_study_holds_tables_with_their_headings(tmp_path):
    made = template.make(tmp_path / "town", title="某市", region="330700")
    names = [file.relative_to(tmp_path / "town").as_posix() for file in made]
    assert [name for name in names if not name.endswith(".md")] == [
        "data/economy.csv", "data/energy.csv", "data/population.csv",
        "measures.toml", "scenarios/baseline.toml", "scenarios/policy.toml", "study.toml", "targets.toml",
    ]  # fmt: skip
    for table in template.FILLED:
        head = (tmp_path / "town" / TABLES[table].file).read_text(encoding="utf-8")
        needed = set(TABLES[table].columns) - TABLES[table].optional
        names = head.removesuffix("\n").split(",")
        assert needed <= set(names)
        assert names == [c for c in TABLES[table].columns if c in needed | {"source", "vintage"}]
    told = tomllib.loads((tmp_path / "town/study.toml").read_text(encoding="utf-8"))
    assert (told["name"], told["title"]["zh"], told["region"]) == ("town", "某市", "330700")


def test_the_files_of_a_new_study_have_no_fault_of_their_own(tmp_path):
    template.make(tmp_path / "town")
    read = read_folder(tmp_path / "town")
    assert read.study.title.en == "town"
    assert {f.place.file for f in read.errors} <= {
        TABLES[t].file for t in template.FILLED
    }  # they are empty


def test_ten_lines_are_enough_to_run(tmp_path):
    folder = tmp_path / "town"
    template.make(folder)
    prepared = prepare(filled(folder))
    assert sum(map(len, LINES.values())) == 10
    assert float(prepared.account.territorial.sel(year=2020)) == pytest.approx(
        1e4 * (610 * 2.66 + 85 * 1.63 + 95 * 2.1), rel=0.02
    )
    found = running.compute(prepared, "x", members=2, seed=1)
    assert list(found.summary["scenarios"]) == ["baseline", "policy"]


def test_the_measure_of_the_template_acts_once_its_signs_are_taken_away(tmp_path):
    folder = filled_new(tmp_path / "town")
    file = folder / "measures.toml"
    head, example = file.read_text(encoding="utf-8").split("in their place:\n#\n")
    taken = re.sub("^# ?", "", example, flags=re.MULTILINE)
    file.write_text(f"{head}in their place:\n{taken}", encoding="utf-8")
    with (folder / "scenarios/policy.toml").open("a", encoding="utf-8") as scenario:
        scenario.write(
            re.search(r"^#     (\[measures\])\n#     (.*)\n", head, re.MULTILINE).expand(
                r"\n\1\n\2\n"
            )
        )
    (kilns,) = prepare(folder).scenarios["policy"].deployed
    assert (kilns.measure.id, kilns.level, kilns.done[0, -1]) == ("kilns", 1.0, 1.0)


@pytest.mark.parametrize("title", ['a "b" \\c', "two\nlines", "@REGION@", "省\t市"])
def test_any_title_can_be_read_again(tmp_path, title):
    template.make(tmp_path / "town", title=title, region="320000")
    told = tomllib.loads((tmp_path / "town/study.toml").read_text(encoding="utf-8"))
    assert told["title"]["en"] == title


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError) as caught:
        template.make(tmp_path)
    assert codes(caught) == ["NEW001"]
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(InputError) as caught:
        template.make(tmp_path / "mine.txt")
    assert codes(caught) == ["NEW001"]
    (tmp_path / "empty").mkdir()
    assert template.make(tmp_path / "empty")


@pytest.mark.parametrize(
    ("name", "region", "code"),
    [("my town", "320000", "NEW002"), ("市", "320000", "NEW002"), ("a" * 65, "320000", "NEW002"),
     ("town", "32", "NEW003"), ("town", "３２００００", "NEW003"), ("con", "320000", "NEW002")],
)  # fmt: skip
def test_names_and_codes_that_a_study_cannot_have_are_refused(tmp_path, name, region, code):
    with pytest.raises(InputError) as caught:
        template.make(tmp_path / name, region=region)
    assert codes(caught) == [code]
    assert list(tmp_path.iterdir()) == []
