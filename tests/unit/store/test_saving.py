"""Several files are saved together: wherever it is stopped, all are as they were or all are new, and what was told as saved is there."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dualcarbon.errors import InputError
from dualcarbon.store import database, saving
from dualcarbon.store.versions import Versions

OLD = {"study.toml": b"name = 1\n", "data/energy.csv": b"year\n2010\n", "note.toml": b"gone = 1\n"}
NEW = {
    "study.toml": b"name = 2\n",
    "data/energy.csv": b"year\n2011\n",
    "scenarios/a/new.toml": b"a\n",
}
CALLS = ("replace", "unlink", "mkdir", "rmdir", "fsync")
"""Whatever changes names on the disk, and what forces it there."""
SAVER = """
import os, sys
from pathlib import Path
from dualcarbon.store import database, saving
from dualcarbon.store.versions import Versions
folder = Path(sys.argv[1])
versions = Versions(database.opened(sys.argv[2]))
saving.recovered(folder, versions.entered)
start = int((folder / "a.csv").read_bytes()[:9])
for number in range(start + 1, start + 1000):
    text = f"{number:9}".encode()
    made = {"a.csv": text, "data/b.csv": text * 5000, "c.toml": text}
    with saving.alone(folder):
        versions.saved(folder, "study", made, "Li", f"{number}")
    os.write(1, text)
"""
FULL = """
import resource, sys
from pathlib import Path
from dualcarbon.errors import InputError
from dualcarbon.store import saving
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    saving.saved(Path(sys.argv[1]), {"study.toml": b"new", "data/energy.csv": b"x" * 200_000})
except InputError as error:
    print([fault.code for fault in error.faults])
"""


class Stopped(BaseException):
    """The process ends here."""


@pytest.fixture
def folder(tmp_path):
    """A folder with files."""
    made = tmp_path / "study"
    for name, data in OLD.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(data)
    return made


def held(folder):
    """All that a folder holds, by name."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}  # fmt: skip


def codes(error):
    return [fault.code for fault in error.value.faults]


def test_all_files_are_written_and_nothing_is_left_beside_them(folder):
    (folder / "study.toml").chmod(0o640)
    saving.saved(folder, {**NEW, "note.toml": None})
    assert held(folder) == NEW
    assert not (folder / saving.JOURNAL).exists()
    assert stat.S_IMODE((folder / "study.toml").stat().st_mode) == 0o640


def stopped_after(monkeypatch, steps, call):
    """Run something that ends in the middle after some steps; tell whether it ended by itself."""
    left = [steps]
    with monkeypatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, _counted(getattr(os, name), left))
        try:
            call()
        except Stopped:
            return False
    return True


def put_back(folder):
    """Make a folder what it was."""
    for name in {**NEW, **OLD}:
        (folder / name).unlink(missing_ok=True)
    for name, data in OLD.items():
        (folder / name).write_bytes(data)


def _counted(real, left):
    def call(*arguments, **options):
        if left[0] == 0:
            raise Stopped
        left[0] -= 1
        return None if real.__name__ == "fsync" else real(*arguments, **options)

    return call


def test_stopped_at_any_step_all_is_old_or_all_is_new(folder, monkeypatch):
    wanted, settled, outcomes = {**NEW, "note.toml": None}, [], []
    for steps in range(100):
        put_back(folder)
        settled.clear()
        memo = {"id": steps}
        done = stopped_after(monkeypatch, steps, lambda: saving.saved(folder, wanted, memo, _into(settled)))  # fmt: skip  # noqa: B023
        saving.recovered(folder, _into(settled))
        now = held(folder)
        assert now in (OLD, NEW)
        assert [one["id"] for one in settled][:1] == ([steps] if now == NEW else [])
        assert not (folder / saving.JOURNAL).exists()
        outcomes.append(now == NEW)
        if done:
            break
    assert done
    assert outcomes[0] is False
    assert outcomes == sorted(outcomes)  # once decided it is never taken back
    assert 5 < sum(outcomes) < len(outcomes) - 5


def _into(settled):
    def settle(memo):
        settled.append(memo)
        return True

    return settle


def test_finishing_may_be_stopped_at_any_step_too(folder, monkeypatch):
    for steps in range(100):
        put_back(folder)
        decided(folder, NEW)
        done = stopped_after(monkeypatch, steps, lambda: saving.recovered(folder))
        saving.recovered(folder)
        assert held(folder) == {**OLD, **NEW}
        if done:
            return
    pytest.fail("it never ended")


def decided(folder, files, shas=None, memo=None):
    """Lay a journal into a folder as a save leaves it that was stopped once it was decided."""
    journal = folder / saving.JOURNAL / "0123"
    journal.mkdir(parents=True)
    for number, data in enumerate(files.values()):
        (journal / str(number)).write_bytes(data)
    plan = shas or {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    (journal / saving.PLAN).write_text(json.dumps({"files": plan, "memo": memo}))


def test_what_was_only_begun_is_dropped(folder):
    journal = folder / saving.JOURNAL / "0123"
    journal.mkdir(parents=True)
    (journal / "0").write_bytes(b"half")
    saving.recovered(folder)
    assert held(folder) == OLD


@pytest.mark.parametrize("name", ["../outside.toml", "/tmp/outside.toml", "a\0b", ".", "link/x.toml"])  # fmt: skip
def test_no_file_outside_the_folder_is_written(folder, tmp_path, name):
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(InputError) as error:
        saving.saved(folder, {"study.toml": b"new", name: b"x"})
    assert codes(error) == ["PATH002"]
    decided(folder, {name: b"x"})
    with pytest.raises(InputError) as error:
        saving.recovered(folder)
    assert codes(error) == ["PATH002"]
    assert (folder / "study.toml").read_bytes() == OLD["study.toml"]
    assert not (tmp_path / "outside.toml").exists()


def test_a_journal_that_was_tampered_with_is_told_and_left(folder):
    decided(folder, NEW, dict.fromkeys(NEW, "0" * 64))
    with pytest.raises(InputError) as error:
        saving.recovered(folder)
    assert codes(error) == ["SAV002"]
    (folder / saving.JOURNAL / "0123" / saving.PLAN).write_text("[]")
    with pytest.raises(InputError) as error:
        saving.saved(folder, NEW)
    assert codes(error) == ["SAV002"]
    assert all((folder / name).read_bytes() == data for name, data in OLD.items())


def test_what_a_save_is_remembered_by_waits_until_it_is_settled(folder):
    saving.saved(folder, {"study.toml": b"1"}, {"id": "first"})
    saving.saved(folder, {"study.toml": b"2"}, {"id": "second"}, lambda _: False)
    settled = []
    saving.recovered(folder, _into(settled))
    assert sorted(one["id"] for one in settled) == ["first", "second"]
    assert (folder / "study.toml").read_bytes() == b"2"
    assert not (folder / saving.JOURNAL).exists()


def test_a_folder_that_cannot_be_written_is_told(folder, monkeypatch):
    def refuse(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(saving, "_durable", refuse)
        with pytest.raises(InputError, match="No space left") as error:
            saving.saved(folder, NEW)
    assert codes(error) == ["SAV001"]
    assert held(folder) == OLD
    decided(folder, NEW)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(InputError) as error:
            saving.recovered(folder)
    assert codes(error) == ["SAV003"]
    saving.recovered(folder)
    assert held(folder) == {**OLD, **NEW}


def test_one_at_a_time_saves(folder):
    inside, most = [0], [0]

    def work():
        for _ in range(5):
            with saving.alone(folder):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.001)
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == [1]


def test_a_disk_without_room_loses_nothing(folder):
    done = subprocess.run([sys.executable, "-c", FULL, folder], capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == "['SAV001']"
    assert held(folder) == OLD


@pytest.mark.slow
def test_a_full_file_system_loses_nothing_and_goes_on_once_there_is_room(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "none", place]
    if subprocess.run(mount, check=False).returncode:
        missing = "no file system of 12 MB could be mounted, which root may do"
        pytest.fail(missing) if os.geteuid() == 0 else pytest.skip(missing)
    try:
        study, state = place / "study", place / "state.sqlite"
        study.mkdir()
        (study / "a.csv").write_bytes(b"first")
        versions = Versions(database.opened(f"sqlite:///{state}"))
        last, seen = b"first", set()
        for number in range(200):
            made = {"a.csv": random.Random(number).randbytes(600_000)}
            try:
                with saving.alone(study):
                    versions.saved(study, "study", made, "Li")
                last = made["a.csv"]
            except InputError as error:
                seen |= {fault.code for fault in error.faults}
            saving.recovered(study, versions.entered)
            assert (study / "a.csv").read_bytes() == last
        assert seen <= {"SAV001", "SAV004"}
        assert seen
        assert versions.contents(versions.of("study")[0].id, "a.csv") == last
        versions.engine.dispose()
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("kills", [6, pytest.param(200, marks=pytest.mark.slow)])
def test_kills_in_the_middle_lose_nothing_that_was_told_and_leave_nothing_half(tmp_path, kills):
    study, url, chance = tmp_path / "study", f"sqlite:///{tmp_path / 'state.sqlite'}", random.Random(7)  # fmt: skip
    (study / "data").mkdir(parents=True)
    start = f"{0:9}".encode()
    for name, times in {"a.csv": 1, "data/b.csv": 5000, "c.toml": 1}.items():
        (study / name).write_bytes(start * times)
    versions, left = Versions(database.opened(url)), 0
    for _ in range(kills):
        told = killed(study, url, chance)
        left += (study / saving.JOURNAL).exists()
        saving.recovered(study, versions.entered)
        number = int((study / "a.csv").read_bytes())
        text = f"{number:9}".encode()
        assert (study / "data/b.csv").read_bytes() == text * 5000
        assert (study / "c.toml").read_bytes() == text
        assert number in (told, told + 1)  # what was decided may not have been told any more
        assert [one.note for one in versions.of("study")] == [str(n) for n in range(number, 0, -1)]
    assert left or kills < 20
    assert number >= kills
    versions.engine.dispose()


def killed(study: Path, url: str, chance: random.Random) -> int:
    """Let a process save again and again, kill it at some moment, and give the last number that it told as saved."""
    before = int((study / "a.csv").read_bytes())
    child = subprocess.Popen([sys.executable, "-c", SAVER, study, url], stdout=subprocess.PIPE)
    told = child.stdout.read(9)
    time.sleep(chance.uniform(0, 0.05))
    child.send_signal(signal.SIGKILL)
    told += child.stdout.read()
    child.wait()
    child.stdout.close()
    return int(told[len(told) // 9 * 9 - 9 : len(told) // 9 * 9] or before)
