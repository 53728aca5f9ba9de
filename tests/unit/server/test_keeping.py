"""A backup is of one moment though others go on writing, and comes back whole on a machine that has nothing."""

from __future__ import annotations

import datetime
import secrets
import sqlite3
import tarfile
import threading
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from dualcarbon.cli.app import app
from dualcarbon.errors import InputError
from dualcarbon.reference import tables
from dualcarbon.server import keeping
from dualcarbon.server.settings import STATE, Settings
from dualcarbon.store import database, saving
from dualcarbon.store.approvals import Approvals
from dualcarbon.store.audit import Audit
from dualcarbon.store.jobs import Records
from dualcarbon.store.persons import Persons
from dualcarbon.store.versions import VERSIONS, Versions

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


@pytest.fixture
def folder(tmp_path):
    """Two studies, one with a finished run, one that is being computed and a document being written, and a database."""
    home = tmp_path / "studies"
    for name in ("one", "two"):
        (home / name / "data").mkdir(parents=True)
        (home / name / "study.toml").write_text("title = 'a'\n", encoding="utf-8")
        (home / name / "data" / "a.csv").write_bytes(b"0")
        (home / name / "data" / "b.csv").write_bytes(b"0")
    run = home / "one" / "results" / "0123456789ab"
    run.mkdir(parents=True)
    (run / "manifest.json").write_text("{}", encoding="utf-8")
    for scratch in (run.with_name(".0123456789ab-x"), run / "documents" / ".job-x"):
        scratch.mkdir(parents=True)
        (scratch / "half").write_bytes(b"half")
    return home


@pytest.fixture
def settings(folder):
    found = Settings(folder)
    kept = Versions(database.opened(found.url))
    kept.kept("one", "Li", NOW, "first", {"data/a.csv": None}, {"data/a.csv": b"0"})
    return found


def contents(folder):
    files = (f for f in folder.rglob("*") if f.is_file() and STATE not in f.parts)
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}


def notes(url):
    engine = database.opened(url)
    with engine.connect() as connection:
        found = list(connection.scalars(select(VERSIONS.c.note).order_by(VERSIONS.c.number)))
    engine.dispose()
    return found


def test_all_comes_back_but_what_is_half(settings, folder, tmp_path):
    made = keeping.backup(settings, tmp_path / "b.tar.gz")
    assert made.warnings == ()
    given = keeping.restore(made.file, tmp_path / "new")
    assert given.files == made.files
    before = {n: d for n, d in contents(folder).items() if "/." not in n}
    assert contents(tmp_path / "new") == before
    assert notes(Settings(tmp_path / "new").url) == ["first"]
    assert (tmp_path / "new" / STATE).stat().st_mode & 0o077 == 0
    run = "one/results/0123456789ab/manifest.json"
    times = [(home / run).stat().st_mtime for home in (folder, tmp_path / "new")]
    assert times[0] == pytest.approx(times[1], abs=1e-5)


def backups_while_saving(settings, folder, tmp_path, count):
    """Back up while one thread saves two files that are always the same and counts in the database; give what came out."""
    stop = threading.Event()
    versions = Versions(database.opened(settings.url))
    done = []

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            text = str(number).encode()
            memo = versions.prepared("one", "Li", NOW, str(number), {}, {"data/a.csv": text})
            files = {"data/a.csv": text, "data/b.csv": text}
            saving.saved(folder / "one", files, memo, versions.entered)
            done.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(count):
            keeping.backup(settings, tmp_path / f"{n}.tar.gz")
    finally:
        stop.set()
        writer.join()
    assert done
    for n in range(count):
        new = tmp_path / f"new{n}"
        keeping.restore(tmp_path / f"{n}.tar.gz", new)
        saving.recovered(new / "one", Versions(database.opened(Settings(new).url)).entered)
        yield (new / "one/data/a.csv").read_bytes(), (new / "one/data/b.csv").read_bytes(), notes(Settings(new).url)[-1]  # fmt: skip


def agree(found):
    return [(a, b, told) for a, b, told in found if a != b or a.decode() not in (told, "0")]


def test_a_backup_is_of_one_moment(settings, folder, tmp_path):
    assert agree(backups_while_saving(settings, folder, tmp_path, 5)) == []


@pytest.mark.slow
def test_two_hundred_backups_are_each_of_one_moment(settings, folder, tmp_path):
    assert agree(backups_while_saving(settings, folder, tmp_path, 200)) == []


def test_links_are_left_out_and_told(settings, folder, tmp_path):
    (folder / "one" / "data" / "link.csv").symlink_to("/etc/hostname")
    (folder / "outside").symlink_to("/etc")
    made = keeping.backup(settings, tmp_path / "b.tar.gz")
    (fault,) = made.warnings
    assert fault.code == "BAK008"
    assert "one/data/link.csv" in fault.sentence("en")
    with tarfile.open(made.file) as tar:
        assert all(member.isreg() for member in tar)


def test_a_folder_that_is_not_empty_is_refused(settings, folder, tmp_path):
    made = keeping.backup(settings, tmp_path / "b.tar.gz")
    before = contents(folder)
    with pytest.raises(InputError) as caught:
        keeping.restore(made.file, folder)
    assert caught.value.faults[0].code == "BAK003"
    assert contents(folder) == before


def test_a_damaged_backup_gives_nothing_back(settings, tmp_path):
    made = keeping.backup(settings, tmp_path / "b.tar.gz")
    made.file.write_bytes(made.file.read_bytes()[:-20])
    with pytest.raises(InputError):
        keeping.restore(made.file, tmp_path / "new")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b.tar.gz", "studies"]


def test_a_backup_inside_its_own_folder_is_not_in_itself(settings, folder, tmp_path):
    for _ in range(2):
        made = keeping.backup(settings, folder / "b.tar.gz")
    with tarfile.open(made.file) as tar:
        assert "files/b.tar.gz" not in tar.getnames()


def test_a_damaged_database_is_told(settings, folder, tmp_path):
    file = folder / STATE / "workbench.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(file.read_bytes())
    data[4096 : 4096 * 3] = b"\xff" * (4096 * 2)
    file.write_bytes(bytes(data))
    with pytest.raises(InputError) as caught:
        keeping.backup(settings, tmp_path / "b.tar.gz")
    assert caught.value.faults[0].code == "BAK007"
    assert not (tmp_path / "b.tar.gz").exists()


def filled(folder, url):
    """The same workbench with its database outside of the folder."""
    kept = Versions(database.opened(url))
    kept.kept("one", "李", NOW, "first", {"data/a.csv": None}, {"data/a.csv": bytes(range(256))})
    kept.engine.dispose()
    return Settings(folder, database=url)


@pytest.fixture
def elsewhere(folder, tmp_path):
    return filled(folder, f"sqlite:///{tmp_path / 'away.sqlite'}")


@pytest.mark.parametrize("ways", ["sqlite sqlite", "postgresql postgresql", "postgresql sqlite", "sqlite postgresql"])  # fmt: skip
def test_rows_of_a_database_elsewhere_come_back_in_another(folder, tmp_path, request, ways):
    def empty(kind):
        lite = f"sqlite:///{tmp_path / f'{secrets.token_hex(4)}.sqlite'}"
        return lite if kind == "sqlite" else request.getfixturevalue("postgresql_urls")()

    source, target = map(empty, ways.split())
    made = keeping.backup(filled(folder, source), tmp_path / "b.tar.gz")
    assert made.tables > 2
    keeping.restore(made.file, tmp_path / "new", target)
    before = {n: d for n, d in contents(folder).items() if "/." not in n}
    assert contents(tmp_path / "new") == before
    assert notes(target) == ["first"]
    kept = Versions(database.opened(target))
    (version,) = kept.of("one")
    assert version.who == "李"
    assert kept.contents(version.id, "data/a.csv") == bytes(range(256))
    kept.kept(
        "one", "王", NOW, "second", {}, {"data/a.csv": b"1"}
    )  # numbers go on after those restored
    kept.engine.dispose()
    assert notes(target) == ["first", "second"]
    with pytest.raises(InputError) as caught:
        keeping.restore(made.file, tmp_path / "again", target)
    assert caught.value.faults[0].code == "BAK006"


def test_rows_need_a_database_that_is_empty(elsewhere, tmp_path):
    made = keeping.backup(elsewhere, tmp_path / "b.tar.gz")
    for url, code in (("", "BAK005"), (elsewhere.url, "BAK006")):
        with pytest.raises(InputError) as caught:
            keeping.restore(made.file, tmp_path / "new", url)
        assert caught.value.faults[0].code == code
    assert not (tmp_path / "new").exists()


class Remembered:
    """What the workbench remembers of a study, put into a database and asked for."""

    def __init__(self, url, folder):
        self.engine = database.opened(url)
        self.audit = Audit(self.engine, folder / STATE)

    def filled(self, study):
        Versions(self.engine).kept(study, "Li", NOW, "first", {}, {"data/a.csv": b"0"})
        Records(self.engine).add(study, "run", {}, "Li", "key")
        Approvals(self.engine).give(study, "0123456789ab", "d" * 64, "Wang")
        persons = Persons(self.engine)
        if not persons.listed():
            persons.add("Li", "secret", 0)
        persons.give("Li", "analyst", study)
        self.audit.record("Li", "data.saved", study)

    def of(self, study):
        roles = dict(Persons(self.engine).roles("Li"))
        each = (Versions(self.engine).of(study), Records(self.engine).of(study), Approvals(self.engine).of(study))  # fmt: skip
        return [*map(len, each), roles.get(study)]


@pytest.fixture
def remembering():
    made = []

    def remember(url, folder):
        made.append(Remembered(url, folder))
        return made[-1]

    yield remember
    for one in made:
        one.engine.dispose()


@pytest.mark.parametrize("kind", ["its own", "sqlite", "postgresql"])
def test_a_study_restored_under_another_name_remembers_all(folder, tmp_path, request, remembering, kind):  # fmt: skip
    def url(home):
        away = {
            "its own": lambda: Settings(home).url,
            "sqlite": lambda: f"sqlite:///{tmp_path / home.name}.sqlite",
            "postgresql": lambda: request.getfixturevalue("postgresql_urls")(),
        }
        return away[kind]()

    one, new = folder / "one", tmp_path / "new"
    source, target = url(one), url(new)
    before = remembering(source, one)
    before.filled("one")
    before.filled("new")  # of a time when the folder was called so: nothing of it collides
    made = keeping.backup(Settings(one, database=source), tmp_path / "b.tar.gz")
    assert (made.within, made.tables > 0) == (kind == "its own", kind != "its own")
    given = keeping.restore(made.file, new, "" if kind == "its own" else target)
    assert (given.files, given.tables, given.within) == (made.files, made.tables, made.within)
    assert [w.code for w in given.warnings] == ["BAK010"]
    after = remembering(target, new)
    assert after.of("new") == after.of("one") == [1, 1, 1, "analyst"]
    assert {entry.study for entry in after.audit.entries()} == {"one", "new"}
    assert after.audit.entries()[-1].study == "one"  # sealed, and so as it was
    assert after.audit.verify() == []


def test_a_study_restored_under_its_own_name_is_told_nothing(folder, tmp_path, remembering):
    remembering(Settings(folder / "one").url, folder / "one").filled("one")
    made = keeping.backup(Settings(folder / "one"), tmp_path / "b.tar.gz")
    given = keeping.restore(made.file, tmp_path / "new" / "one")
    assert given.warnings == ()
    assert remembering(Settings(tmp_path / "new" / "one").url, tmp_path).of("one") == [1, 1, 1, "analyst"]  # fmt: skip


def test_a_save_that_was_not_remembered_yet_follows_its_study(folder, tmp_path, remembering):
    one, new = folder / "one", tmp_path / "new"
    versions = Versions(remembering(Settings(one).url, one).engine)
    memo = versions.prepared("one", "Li", NOW, "late", {}, {"data/a.csv": b"1"})
    saving.saved(one, {"data/a.csv": b"1"}, memo, lambda _: False)
    keeping.restore(keeping.backup(Settings(one), tmp_path / "b.tar.gz").file, new)
    engine = remembering(Settings(new).url, new).engine
    saving.recovered(new, Versions(engine).entered)
    assert [one.note for one in Versions(engine).of("new")] == ["late"]


def test_the_command_says_that_the_database_came_along(settings, folder, tmp_path, elsewhere):
    out = str(tmp_path / "b.tar.gz")
    for asked, told in (
        (["backup", str(folder), "--out", out], "the workbench's database among them"),
        (["restore", out, "--into", str(tmp_path / "new")], "the workbench's database among them"),
        (["backup", str(folder / "two"), "--out", out], "no database"),
        (["backup", str(folder), "--database", elsewhere.url, "--out", out], "tables of the workbench's database"),
    ):  # fmt: skip
        assert told in CliRunner().invoke(app, asked).output.replace("\n", " ")


def test_no_folder_and_no_archive_are_told(tmp_path):
    with pytest.raises(InputError):
        keeping.backup(Settings(tmp_path / "nowhere"), tmp_path / "b.tar.gz")
    with pytest.raises(InputError):
        keeping.restore(Path(tmp_path / "nothing.tar.gz"), tmp_path / "new")


def test_home_says_that_a_run_is_sealed(studies, client):
    before = client.get("/en/jiangsu/home").text
    assert "is sealed" not in before
    (run,) = (studies / "jiangsu" / "results").glob("[!.]*")
    with tables.instead({"grid": tables.contents("grid") + b"\n"}):
        after = client.get("/zh/jiangsu/home").text
    assert f"{run.name} 已封存" in after
    assert "reference/grid.csv" in after
