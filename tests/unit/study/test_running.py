"""A run on disk: the same bytes for the same inputs, verified, reused, and whole or not there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dualcarbon.errors import InputError
from dualcarbon.provenance import hashes
from dualcarbon.store.runs import read_json
from dualcarbon.study import results, running
from dualcarbon.study.preparation import prepare
from dualcarbon.study.results import load

MEMBERS = 64
TABLE = "tables/fans.parquet"


@pytest.fixture(autouse=True)
def program(monkeypatch):
    """Somebody may be at work on the program while the tests run."""
    monkeypatch.setattr(running, "program", lambda: "program")


@pytest.fixture
def kept(finished, tmp_path):
    """A copy of a finished run, to be spoiled."""
    return Path(shutil.copytree(finished.folder, tmp_path / finished.folder.name))


@pytest.fixture
def known(monkeypatch, prepared, computed):
    """Let a run take what was prepared and computed before, so that only its writing is tried."""
    monkeypatch.setattr(running.preparation, "prepare", lambda _: prepared["jiangsu"])
    monkeypatch.setattr(running, "compute", lambda *_, **__: computed["jiangsu"])


def files(folder):
    return {
        f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()
    }


def codes(error):
    return [fault.code for fault in error.value.faults]


def flip(file):
    flipped = bytearray(file.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    file.write_bytes(flipped)


def test_the_same_inputs_and_seed_give_the_same_bytes(finished, examples, tmp_path):
    again = running.run(examples / "jiangsu", out=tmp_path, members=MEMBERS, quick=True)
    first, second = files(finished.folder), files(again.folder)
    assert finished.folder.name == again.folder.name
    assert {f for f in first if f.startswith("tables/")} >= {"tables/fans.csv", TABLE}
    one, two = (json.loads(f.pop("manifest.json")) for f in (first, second))
    assert first == second
    for told in (one, two):
        assert told.pop("started") <= told.pop("finished")
    assert one == two


def test_the_manifest_lists_every_input_and_every_output_by_its_hash(finished, examples):
    told = read_json(finished.folder / "manifest.json")
    inputs = {n: hashes.of_bytes((examples / "jiangsu" / n).read_bytes()) for n in told["inputs"]}
    assert inputs == told["inputs"]
    assert set(inputs) >= {
        "study.toml",
        "targets.toml",
        "factors.csv",
        "data/energy.csv",
        "scenarios/enhanced.toml",
    }
    written = {
        n: hashes.of_bytes(b) for n, b in files(finished.folder).items() if n != "manifest.json"
    }
    assert written == told["outputs"]
    assert {n.removeprefix("inputs/") for n in written if n.startswith("inputs/")} == set(inputs)
    assert (told["seed"], told["members"]) == (20171231, MEMBERS)
    assert {w["code"] for w in told["warnings"]} == {w.code for w in finished.warnings}


def test_a_finished_run_is_given_back_as_it_stands(finished, examples):
    steps = []
    again = running.run(
        examples / "jiangsu", out=finished.folder.parent, members=MEMBERS, step=steps.append
    )
    assert steps == ["read and check", "reuse the finished run"]
    assert (again.folder, again.summary, again.warnings) == (
        finished.folder,
        finished.summary,
        finished.warnings,
    )


@pytest.mark.parametrize("spoiled", [TABLE, "summary.json", "inputs/data/energy.csv"])
def test_a_flipped_byte_is_noticed(kept, spoiled):
    assert running.verify(kept)
    flip(kept / spoiled)
    assert not running.verify(kept)


@pytest.mark.parametrize("change", ["gone", "more"])
def test_a_file_too_few_or_too_many_is_noticed(kept, change):
    if change == "gone":
        (kept / "tables" / "lmdi.csv").unlink()
    else:
        (kept / "note.txt").write_text("mine")
    assert not running.verify(kept)


def test_a_spoiled_run_is_made_again(finished, kept, examples, known):
    flip(kept / TABLE)
    again = running.run(examples / "jiangsu", out=kept.parent, members=MEMBERS)
    assert again.folder == kept
    assert running.verify(kept)
    assert (kept / TABLE).read_bytes() == (finished.folder / TABLE).read_bytes()


def test_any_input_option_or_program_makes_another_run(copied, tmp_path, monkeypatch, known, edit):
    def run_id(**options):
        return running.run(copied, out=tmp_path / "out", **options).folder.name

    ids = [run_id(members=2), run_id(members=4), run_id(members=2, seed=1)]
    monkeypatch.setattr(running, "program", lambda: "another")
    ids.append(run_id(members=2))
    changed = changed_inputs(copied, edit)
    monkeypatch.setattr(running.preparation, "prepare", lambda _: changed)
    ids.append(run_id(members=2, seed=20171231))
    assert len(set(ids)) == len(ids)


def changed_inputs(study, edit):
    edit(study / "study.toml", "seed = 20171231", "seed = 20171232")
    return prepare(study)


def test_the_program_is_known_by_its_files(monkeypatch, tmp_path):
    monkeypatch.undo()
    for name in ("a.py", "b.toml", "notes.txt"):
        (tmp_path / name).write_text("x")
    monkeypatch.setattr(running.resources, "files", lambda _: tmp_path)
    before = running.program()
    assert len(before) == 12
    (tmp_path / "notes.txt").write_text("y")
    assert running.program() == before
    (tmp_path / "b.toml").write_text("y")
    assert running.program() != before


def test_results_go_beside_the_study_unless_told_otherwise(copied, known):
    made = running.run(copied, members=2)
    assert made.folder.parent == copied / "results"
    steps = []
    assert running.run(copied, members=2, step=steps.append).folder == made.folder
    assert steps[-1] == "reuse the finished run"


@pytest.mark.parametrize("members", [0, -2, 1, 3, 1000])
def test_members_that_are_no_power_of_two_are_refused(copied, known, members):
    with pytest.raises(InputError) as caught:
        running.run(copied, members=members)
    assert codes(caught) == ["STU024"]
    assert str(caught.value).startswith(f"members: members {members} is not a power of two; write ")
    assert not (copied / "results").exists()


@pytest.mark.parametrize(
    ("option", "code"), [({"members": 2**21}, "DRW001"), ({"seed": -1}, "DRW003")]
)
def test_what_cannot_be_drawn_is_refused_and_nothing_written(
    copied, prepared, monkeypatch, option, code
):
    monkeypatch.setattr(running.preparation, "prepare", lambda _: prepared["jiangsu"])
    with pytest.raises(InputError) as caught:
        running.run(copied, **option)
    assert codes(caught) == [code]
    assert not (copied / "results").exists()


def test_a_run_that_fails_while_writing_leaves_nothing(copied, tmp_path, known):
    def failing(_results, folder):
        assert (folder / "summary.json").is_file()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.run(copied, out=tmp_path / "out", members=2, documents=failing)
    assert list((tmp_path / "out").iterdir()) == []


def test_documents_are_written_before_the_run_is_whole_and_are_part_of_it(copied, tmp_path, known):
    def writing(told, folder):
        assert told.folder == folder
        assert not (folder / "manifest.json").exists()
        for lang in ("en", "zh"):
            (folder / f"report.{lang}.html").write_text(told.study.title.en)

    steps = []
    made = running.run(copied, out=tmp_path, members=2, documents=writing, step=steps.append)
    assert steps[-2:] == ["documents", "keep the results"]
    assert made.report("zh").read_text() == "Jiangsu"
    assert "report.en.html" in made.manifest["outputs"]
    quick = running.run(copied, out=tmp_path, members=2, quick=True, documents=writing)
    assert quick.report("en") is None
    assert quick.folder != made.folder


def test_the_run_is_told_before_it_takes_its_place(copied, tmp_path, known):
    told = []

    def keep(run):
        told.append((run, list(tmp_path.glob(run)), len(list(tmp_path.glob(f".{run}*/manifest.json")))))  # fmt: skip

    made = running.run(copied, out=tmp_path, members=2, quick=True, keep=keep)
    assert told == [(made.folder.name, [], 1)]


def test_a_quick_run_has_few_members(copied, known):
    assert running.run(copied, quick=True).manifest["members"] == 128
    assert running.run(copied).manifest["members"] == 8192


def test_a_folder_without_a_finished_run_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no finished run"):
        load(tmp_path)


def test_a_run_of_another_edition_of_the_program_is_refused(kept):
    told = json.loads((kept / "study.json").read_text(encoding="utf-8"))
    (kept / "study.json").write_text(json.dumps({**told, "of_old": 1}), encoding="utf-8")
    with pytest.raises(InputError, match="another version of dualcarbon"):
        load(kept)


def test_results_say_themselves(finished, computed):
    lines = str(finished).splitlines()
    assert [line.split(":")[0] for line in lines] == ["baseline", "policy", "enhanced"]
    assert finished.report() is None
    assert computed["jiangsu"].report() is None  # nothing was written


def test_what_is_read_again_is_what_was_written(finished, computed):
    again, before = load(finished.folder), computed["jiangsu"]
    assert again.study == before.study
    assert again.summary == {**json.loads(json.dumps(before.summary)), "run": finished.folder.name}
    assert set(again.tables) == set(before.tables)
    assert all(again.tables[name].equals(table) for name, table in before.tables.items())
    told = [
        [(w.code, w.sentence("en"), w.sentence("zh")) for w in r.warnings] for r in (again, before)
    ]
    assert told[0] == told[1]
    assert results.TABLES == "tables"


def test_a_file_changed_while_the_study_ran_keeps_nothing(known, prepared, monkeypatch, tmp_path):
    read = prepared["jiangsu"].read
    spoiled = {**read.inputs, "data/energy.csv": "0" * 64}
    monkeypatch.setattr(type(read), "inputs", property(lambda _: spoiled))
    with pytest.raises(InputError) as error:
        running.run(prepared["jiangsu"].folder, out=tmp_path, members=MEMBERS)
    assert codes(error) == ["RUN004"]
    assert list(tmp_path.iterdir()) == []
