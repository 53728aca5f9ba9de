"""Editing a study: read by its readers before it is stored, saved as a whole, two persons at once, brought back."""

from __future__ import annotations

import itertools
import threading

import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.store import database, saving
from dualcarbon.store.versions import Versions
from dualcarbon.study import changing, editing, preparation
from dualcarbon.study.editing import New, Rows, Values, hashes, preview, restore, save

from .conftest import copy

ENERGY, BASELINE, POPULATION = "data/energy.csv", "scenarios/baseline.toml", "data/population.csv"


@pytest.fixture
def study(tmp_path):
    """A copy of the study of China, to be changed."""
    return copy("china", tmp_path / "china")


@pytest.fixture
def versions(tmp_path):
    """An empty list of versions."""
    made = Versions(database.opened(f"sqlite:///{tmp_path / 'state.sqlite'}"))
    yield made
    made.engine.dispose()


@pytest.fixture
def unread(monkeypatch):
    """Let the readers be content at once, where a test is not about them."""
    monkeypatch.setattr(editing, "_read", lambda *_: ())


def cell(line, text, file=ENERGY, column="value"):
    return Rows(file[5:-4], file, {(line, column): text})


def based(study, *changes):
    return hashes(study, [one.file for one in changes])


def held(study):
    return {f.relative_to(study).as_posix(): f.read_bytes() for f in study.rglob("*") if f.is_file()}  # fmt: skip


def codes(error):
    return [fault.code for fault in error.value.faults]


def test_a_preview_tells_texts_faults_and_difference_and_stores_nothing(study):
    before = held(study)
    growth = {("population", "growth", 0, "rate", "normal", 1): 0.0004}
    found = preview(study, [cell(2, "5684"), Values(BASELINE, growth)])
    assert found.errors == []
    assert set(found.texts) == {ENERGY, BASELINE}
    lines = [line for line in found.diff.splitlines() if line[0] in "+-"]
    assert [line[:4] for line in lines] == ["--- ", "+++ ", "-200", "+200", "--- ", "+++ ", "-  {", "+  {"]  # fmt: skip
    assert "5684" in lines[3]
    assert "[-0.0003, 0.0004]" in lines[7]
    assert held(study) == before


def test_what_the_readers_say_names_file_and_line(study):
    found = preview(study, [cell(2, "many"), Values(BASELINE, {("gdp", "growt"): 1})])
    places = {(one.place.file, one.place.line) for one in found.errors}
    assert (ENERGY, 2) in places
    assert BASELINE in {file for file, _ in places}


def test_a_save_is_a_version_and_a_small_difference(study, versions):
    changes = [cell(2, "5684"), cell(3, "130000", POPULATION)]
    before = held(study)
    made = save(study, changes, based(study, *changes), versions, "李", "更正")
    assert [(one.who, one.note) for one in versions.of("china")] == [("李", "更正")]
    assert set(made.files) == {ENERGY, POPULATION}
    after = held(study)
    assert {file for file, data in after.items() if before[file] != data} == set(made.files)
    assert after[ENERGY] == before[ENERGY].replace(b"total,5683,", b"total,5684,", 1)


def test_a_study_with_a_fault_is_not_saved_and_all_faults_are_told(study, versions):
    before = held(study)
    changes = [cell(2, "many"), cell(3, "none", POPULATION)]
    with pytest.raises(InputError) as error:
        save(study, changes, based(study, *changes), versions, "Li")
    assert {fault.place.file for fault in error.value.faults} == {ENERGY, POPULATION}
    assert held(study) == before
    assert versions.of("china") == []


def test_faults_that_are_there_already_do_not_keep_it_from_being_mended(study, versions):
    text = (study / ENERGY).read_text(encoding="utf-8")
    (study / ENERGY).write_text(text.replace(",5683,", ",many,").replace(",139350,", ",more,"))
    one = cell(2, "5683")
    save(study, [one], based(study, one), versions, "Li")
    two, worse = cell(3, "139350"), cell(4, "x")
    with pytest.raises(InputError):
        save(study, [two, worse, cell(5, "y")], based(study, two), versions, "Li")
    save(study, [two], based(study, two), versions, "Li")
    preparation.prepare(study)


@pytest.mark.usefixtures("unread")
def test_a_file_that_somebody_else_changed_is_not_written_over(study, versions):
    mine, theirs = cell(2, "1"), cell(2, "2")
    start = based(study, mine)
    save(study, [theirs], start, versions, "Wang")
    now = held(study)
    with pytest.raises(editing.Changed, match="Wang") as error:
        save(study, [mine], start, versions, "Li", merge=True)
    assert codes(error) == ["EDT001"]
    assert not error.value.mergeable
    assert held(study) == now


@pytest.mark.usefixtures("unread")
def test_a_file_changed_outside_is_told_as_such(study, versions):
    mine = cell(2, "1")
    start = based(study, mine)
    with (study / ENERGY).open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(editing.Changed) as error:
        save(study, [mine], start, versions, "Li")
    assert codes(error) == ["EDT011"]
    assert preview(study, [mine], start).faults[0].code == "EDT011"


@pytest.mark.usefixtures("unread")
def test_changes_of_other_rows_and_keys_can_be_merged(study, versions):
    key = ("gdp", "mark")
    mine = [cell(4, "7"), Values(BASELINE, {("population", "mark"): "M"}), Values("study.toml", {("scenarios", 3): "mine"})]  # fmt: skip
    theirs = [Rows("energy", ENERGY, {(3, "value"): "8"}, removed=(2,)), Values(BASELINE, {key: "M"}), Values("study.toml", {("scenarios", 3): "theirs"})]  # fmt: skip
    start = based(study, *mine)
    row = (study / ENERGY).read_text(encoding="utf-8").splitlines()[3]
    save(study, theirs, start, versions, "Wang")
    with pytest.raises(editing.Changed) as error:
        save(study, mine, start, versions, "Li")
    assert error.value.mergeable
    assert codes(error) == ["EDT001"] * 3 + ["EDT014"]
    assert preview(study, mine, start, versions, merge=True).diff.count("\n+") == 6
    save(study, mine, start, versions, "Li", merge=True)
    lines = (study / ENERGY).read_text(encoding="utf-8").splitlines()
    assert lines[2].split(",")[:5] == [*row.split(",")[:4], "7"]
    assert lines[1].split(",")[4] == "8"
    assert '"theirs", "mine"]' in (study / "study.toml").read_text(encoding="utf-8")
    text = (study / BASELINE).read_text(encoding="utf-8")
    assert text.count('mark = "M"') >= 2


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    "mine",
    [
        Values(BASELINE, {("gdp", "mark"): "C"}),
        Values(BASELINE, removed=[("gdp", "mark")]),
        New(BASELINE, "x = 1\n"),
    ],
)
def test_changes_of_the_same_key_are_not_merged(study, versions, mine):
    start = {BASELINE: "" if isinstance(mine, New) else based(study, mine)[BASELINE]}
    theirs = Values(BASELINE, {("gdp", "mark"): "M"})
    save(study, [theirs], based(study, theirs), versions, "Wang")
    with pytest.raises(editing.Changed) as error:
        save(study, [mine], start, versions, "Li", merge=True)
    assert not error.value.mergeable


@pytest.mark.usefixtures("unread")
def test_every_changed_file_must_be_based_on_something(study, versions):
    with pytest.raises(editing.Changed):
        save(study, [cell(2, "1")], {}, versions, "Li")
    with pytest.raises(InputError) as error:
        save(study, [New(ENERGY, "")], based(study, cell(2, "")), versions, "Li")
    assert codes(error) == ["EDT002"]


@pytest.mark.usefixtures("unread")
def test_nothing_that_differs_is_no_version(study, versions):
    same = cell(2, "5683")
    with pytest.raises(InputError) as error:
        save(study, [same], based(study, same), versions, "Li")
    assert codes(error) == ["EDT013"]


@pytest.mark.usefixtures("unread")
def test_two_at_once_save_one_after_the_other_and_none_is_lost(study, versions):
    def work(line):
        for number in range(5):
            one = cell(line, f"{line}{number}")
            while True:
                try:
                    save(study, [one], based(study, one), versions, f"{line}")
                except editing.Changed:
                    continue
                break

    threads = [threading.Thread(target=work, args=(line,)) for line in (2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = (study / ENERGY).read_text(encoding="utf-8").splitlines()
    assert [rows[line - 1].split(",")[4] for line in (2, 3, 4)] == ["24", "34", "44"]
    listed = versions.of("china")
    assert len(listed) == 15
    files = [one.files[ENERGY] for one in listed]
    assert all(new[0] == old[1] for new, old in itertools.pairwise(files))


@pytest.mark.usefixtures("unread")
def test_a_study_is_brought_back_to_a_version_with_a_version(study, versions):
    start, new = held(study), "scenarios/mine.toml"
    first = cell(2, "1")
    one = save(study, [first], based(study, first), versions, "Li")
    then = held(study)
    later = [cell(2, "2"), New(new, "x = 1\n"), Values(BASELINE, {("gdp", "mark"): "M"})]
    save(study, later, based(study, *later), versions, "Wang")
    back = restore(study, one.id, versions, "Zhao", "back")
    assert held(study) == then
    assert back.files[new][1] == ""
    assert [each.who for each in versions.of("china")] == ["Zhao", "Wang", "Li"]
    assert versions.contents(one.id, ENERGY, before=True) == start[ENERGY]
    with pytest.raises(InputError) as error:
        restore(study, one.id, versions, "Zhao")
    assert codes(error) == ["EDT013"]
    restore(study, one.id, versions, "Zhao", before=True)
    assert held(study) == start
    with pytest.raises(UnknownName):
        restore(study, "nothing", versions, "Zhao")


@pytest.mark.usefixtures("unread")
def test_a_study_that_changes_again_and_again_while_it_is_checked_is_told(study, versions, monkeypatch):  # fmt: skip
    one, number = cell(2, "1"), iter(range(100))
    start = based(study, one)

    def read(*_):
        (study / BASELINE).write_text(f"x = {next(number)}\n")
        return ()

    monkeypatch.setattr(editing, "_read", read)
    with pytest.raises(editing.Changed) as error:
        save(study, [one], start, versions, "Li")
    assert codes(error) == ["EDT010"]


@pytest.mark.parametrize(
    "file",
    ["../x.toml", "/etc/x.toml", "results/x.toml", ".git/x.toml", "a//x.toml", "a\\x.toml", "a\0.toml", "link/x.toml",
     "x" * 300 + ".toml", "", "\u202e.toml", "README.md", "data/workbook.xlsx", "x.TOML"],
)  # fmt: skip
def test_no_other_file_is_touched(study, tmp_path, file):
    (study / "link").symlink_to(tmp_path)
    found = preview(study, [New(file, "x = 1\n")])
    assert [fault.code for fault in found.errors] in (["PATH002"], ["PATH004"])
    with pytest.raises(InputError):
        hashes(study, [file])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Rows("nothing", ENERGY, {(2, "value"): "1"}), "EXP004"),
        (Rows("energy", ENERGY, {(2, "valve"): "1"}), "EDT004"),
        (Rows("energy", ENERGY, {(99999, "value"): "1"}), "EDT007"),
        (Rows("energy", ENERGY, removed=(0,)), "EDT007"),
        (Rows("energy", ENERGY, {(2, "source"): "half \ud800"}), "EDT009"),
        (Values(BASELINE, {("gdp", "growth", 99): 1}), "EDT005"),
        (Values(BASELINE, {(): 1}), "EDT005"),
        (Values(BASELINE, removed=[("nothing",)]), "EDT005"),
        (Values(BASELINE, {("gdp",): 1}), "EDT006"),
        (Values(BASELINE, {("gdp", "note"): None}), "EDT006"),
        (Values(BASELINE, {("gdp", "note"): "\ud800"}), "EDT009"),
        (Values("scenarios/nothing.toml", {("gdp",): 1}), "EDT003"),
        (New("scenarios/x.toml", "\udfff"), "EDT009"),
    ],
)
def test_a_change_that_cannot_be_written_is_told(study, change, code):
    assert [fault.code for fault in preview(study, [change]).faults] == [code]


def test_a_table_that_is_not_there_is_made_with_its_heading(study):
    rows = [{"year": "2015", "boundary": "territorial", "value": "1", "unit": "10^4 t CO2"}]
    made = preview(study, [Rows("official", "data/official.csv", added=rows)]).texts
    assert made["data/official.csv"].splitlines() == ["year,boundary,value,unit", "2015,territorial,1,10^4 t CO2"]  # fmt: skip


@pytest.mark.usefixtures("unread")
def test_a_column_that_a_table_lacks_is_added(study):
    made = preview(study, [cell(2, "A", column="mark")]).texts[ENERGY].splitlines()
    assert made[0].endswith(",mark")
    assert made[1].endswith(",A")
    assert made[2].endswith(",")


@pytest.mark.usefixtures("unread")
def test_a_column_may_be_named_as_its_heading_is_written(study):
    text = (study / ENERGY).read_text(encoding="utf-8").replace("year,sector,flow,fuel,value", "年份,部门,flow,fuel,数值", 1)  # fmt: skip
    (study / ENERGY).write_text(text, encoding="gb18030")
    found = preview(study, [cell(2, "1", column="数值"), cell(3, "2")])
    assert found.texts[ENERGY] == text.replace(",5683,", ",1,", 1).replace(",139350,", ",2,", 1)


@pytest.mark.usefixtures("unread")
def test_an_interrupted_save_is_finished_before_the_next(study, versions, monkeypatch):
    one, two = cell(2, "1"), cell(3, "2")
    with monkeypatch.context() as patch:
        patch.setattr(saving, "_placed", _killed)
        with pytest.raises(KeyboardInterrupt):
            save(study, [one], based(study, one), versions, "Li")
    saving.recovered(study, versions.entered)
    save(study, [two], based(study, two), versions, "Wang")
    assert [each.who for each in versions.of("china")] == ["Wang", "Li"]


def _killed(*_):
    raise KeyboardInterrupt


def test_a_table_in_gb18030_whose_last_telling_text_goes_is_not_written_in_bytes_that_are_read_otherwise():
    """What is left, 煤 alone, would be read as ú in UTF-8 from then on; without it the table is plain and can be written."""
    head, rest = (
        "year,sector,flow,fuel,value,unit,source\n",
        "2020,industry,final,{},1,10^4 tce,{}\n",
    )
    before = (head + rest.format("煤", "x") + rest.format("焦炭", "年鉴")).encode("gb18030")
    with pytest.raises(InputError) as error:
        changing.changed(before, Rows("energy", ENERGY, removed=(3,)))
    assert codes(error) == ["EDT008"]
    plain = {(2, "fuel"): "coal", (3, "fuel"): "coke", (3, "source"): "y"}
    after = changing.changed(before, Rows("energy", ENERGY, plain))
    assert after.decode("ascii") == head + rest.format("coal", "x") + rest.format("coke", "y")
    assert "焦炭" in changing.changed(before, Rows("energy", ENERGY, {(2, "source"): "z"})).decode(
        "gb18030"
    )
