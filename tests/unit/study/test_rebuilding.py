"""An old run comes out byte for byte: after a new edition, after other packaged tables; what differs is named."""

import json
import shutil

import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference import tables
from dualcarbon.study import rebuilding, running
from dualcarbon.study.comparing import compare
from dualcarbon.study.rebuilding import moved, rebuild

MEMBERS = 32


@pytest.fixture(autouse=True)
def program(monkeypatch):
    """Somebody may be at work on the program while the tests run."""
    monkeypatch.setattr(running, "program", lambda: "program")


@pytest.fixture
def run(dated):
    return running.run(dated, members=MEMBERS, quick=True)


def territorial(results):
    return results.summary["inventory"]["territorial_mt"]


def codes(made):
    return [w.code for w in made.warnings]


def test_a_run_comes_out_byte_for_byte(run):
    made = rebuild(run.folder)
    assert made.identical
    assert {
        "summary.json",
        "study.json",
        "tables/totals.csv",
        "tables/ledger.parquet",
        "reference/groups.csv",
    } <= set(made.same)
    assert len(made.same) == len(run.manifest["outputs"])
    assert (made.differ, made.left, made.moved, codes(made)) == ((), (), (), [])


def test_a_new_edition_leaves_the_old_run_alone_and_moves_the_new_one_as_was_said(
    dated, run, put, choose
):
    put(dated, "official")
    assert rebuild(run.folder).identical
    said = compare(dated, "official").moved["territorial"]
    choose(dated, 'editions = ["official"]')
    new = running.run(dated, members=MEMBERS, quick=True)
    assert new.folder != run.folder
    steps = [territorial(new)[y] - territorial(run)[y] for y in ("2016", "2017", "2018")]
    assert steps == pytest.approx(said, abs=1e-9)
    assert min(steps) > 0.5
    assert rebuild(run.folder).identical
    assert rebuild(new.folder).identical
    (new.folder / "../../editions/official/factors.csv").resolve().unlink()
    assert rebuild(new.folder).identical


def test_files_that_a_run_does_not_read_are_no_part_of_its_results(dated, put):
    (dated / "data/notes.csv").write_text("a,b\n", encoding="utf-8")
    put(dated, "official")
    run = running.run(dated, members=MEMBERS, quick=True)
    beside = {"STU016", "EDN002"}
    assert beside <= {w.code for w in run.warnings}
    assert not beside & {w["code"] for w in run.summary["warnings"]}
    assert rebuild(run.folder).identical


def test_other_packaged_tables_leave_the_old_run_alone(dated, run, tmp_path, monkeypatch):
    newer = tables.contents("groups").replace(b"2.6637", b"2.7000")
    monkeypatch.setattr(running, "program", lambda: "newer")
    with tables.instead({"groups": newer}):
        made = rebuild(run.folder)
        new = running.run(dated, out=tmp_path, members=MEMBERS, quick=True)
        assert rebuild(new.folder).identical
    assert made.identical
    assert codes(made) == ["EDN012", "EDN011"]
    assert "groups" in made.warnings[0].sentence()
    coal = (6.0 + 9.0 + 0.9) * (2.7 - 2.6637)
    assert territorial(new)["2018"] - territorial(run)["2018"] == pytest.approx(coal)
    assert rebuild(new.folder).identical


def test_a_run_that_keeps_no_tables_is_made_of_those_installed_and_the_difference_is_named(run):
    shutil.rmtree(run.folder / running.REFERENCE)
    file = run.folder / "manifest.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    told["outputs"] = {n: h for n, h in told["outputs"].items() if not n.startswith("reference/")}
    file.write_text(json.dumps(told), encoding="utf-8")
    with tables.instead({"groups": tables.contents("groups").replace(b"2.6637", b"2.7000")}):
        made = rebuild(run.folder)
    assert codes(made) == ["EDN013"]
    assert not made.identical
    assert {"summary.json", "tables/totals.csv", "reference/groups.csv"} <= set(made.differ)
    assert "tables/energy.csv" in made.same
    one = next(m for m in made.moved if m.key == "inventory.territorial_mt.2018")
    assert one.new - one.old == pytest.approx(15.9 * (2.7 - 2.6637))


def test_a_table_of_another_form_is_not_read_and_told(run, monkeypatch):
    header, _, rest = tables.contents("groups").partition(b"\n")
    newer = header + b",colour\n" + b"\n".join(row + b",red" for row in rest.splitlines()) + b"\n"
    with tables.instead({"groups": newer}):
        made = rebuild(run.folder)
    assert codes(made) == ["EDN015"]
    assert made.differ == ("reference/groups.csv",)


def test_a_run_that_was_changed_is_not_rebuilt(run):
    (run.folder / "summary.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        rebuild(run.folder)
    assert [f.code for f in caught.value.faults] == ["REP009"]


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(InputError) as caught:
        rebuild(tmp_path)
    assert [f.code for f in caught.value.faults] == ["RUN002"]


def test_documents_are_written_again_or_left_out(dated):
    def documents(results, folder):
        text = results.summary["name"] + results.manifest["run"]
        (folder / "report.en.html").write_text(text, encoding="utf-8")

    run = running.run(dated, members=MEMBERS, documents=documents)
    assert rebuild(run.folder).left == ("report.en.html",)
    made = rebuild(run.folder, documents=documents)
    assert made.identical
    assert "report.en.html" in made.same
    other = rebuild(
        run.folder, documents=lambda _, folder: (folder / "report.en.html").write_text("")
    )
    assert other.differ == ("report.en.html",)


def test_packages_that_changed_since_are_named(run, monkeypatch):
    now = dict(run.manifest["versions"]) | {"numpy": "99"}
    monkeypatch.setattr(rebuilding.manifest, "versions", lambda: now)
    made = rebuild(run.folder)
    assert codes(made) == ["EDN014"]
    assert "-> 99" in made.warnings[0].sentence()


def test_keys_that_only_one_summary_has_are_moved_too():
    told = {
        m.key: (m.old, m.new) for m in moved({"a": 1, "b": [1, 2]}, {"b": [1], "c": None, "d": 0})
    }
    assert told == {"a": (1, None), "b.1": (2, None), "d": (None, 0)}
