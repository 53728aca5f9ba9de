"""Jobs and their workers: done once, ended with all they began, gone on with after any end of worker or server."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from dualcarbon.errors import InputError, NoSolution, UnknownName
from dualcarbon.server import jobs as working
from dualcarbon.server import tasks, worker
from dualcarbon.server.jobs import Jobs
from dualcarbon.server.settings import Settings
from dualcarbon.server.shelf import Shelf
from dualcarbon.store import database
from dualcarbon.store.jobs import KEPT, Records, State
from dualcarbon.study import running
from dualcarbon.vocabulary.faults import Place, note

SERVER, LIGHT = (Path(__file__).with_name(f"light_{what}.py") for what in ("server", "worker"))
WORKER = (sys.executable, str(LIGHT))
PARTS = 4
HALF, MIDST = 0.5, 0.7
LONGEST_WAIT = 0.1  # s
SLEEPS = 32
"""Members by which the light worker sleeps until it is ended."""


@pytest.fixture
def folder(tmp_path):
    """A folder with a study that the light worker can work at."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "study.toml").write_text('title = "small"\n')
    return tmp_path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def settings(request, folder):
    """The settings of the folder, its database of one kind and of the other."""
    lite = request.param == "sqlite"
    return Settings(folder, database="" if lite else request.getfixturevalue("postgresql_url"))


@pytest.fixture
def jobs(folder, settings, monkeypatch):
    """The jobs of the folder, worked at by the light worker."""
    monkeypatch.setattr(working, "COMMAND", WORKER)
    engine = database.opened(settings.url)
    made = Jobs(engine, settings, Shelf(folder))
    yield made
    made.stop()
    engine.dispose()


def waited(ask, seconds=60.0):
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.01)
    return found


def over(jobs, id):
    return waited(lambda: jobs.get(id).state.over and jobs.get(id))


def stands(folder):
    """Give what stands in the results of the small study."""
    results = folder / "small" / "results"
    return sorted(one.name for one in results.iterdir()) if results.is_dir() else []


def is_whole(run, seed):
    parts = {f"part{part}": f"{seed} {part}\n" * 1000 for part in range(PARTS)}
    there = {file.name: file.read_text() for file in run.iterdir()}
    return there == {**parts, "manifest.json": json.dumps({"seed": seed})}


def test_a_job_is_done_by_a_process_of_its_own_and_nothing_of_it_is_left(jobs, folder):
    jobs.start()
    job = jobs.ask("small", "run", {"seed": 3}, "wang", "k")
    assert jobs.ask("small", "run", {"seed": 3}, "wang", "k").id == job.id
    done = over(jobs, job.id)
    assert (done.state, done.result, done.attempt) == (State.done, {"run": "seed3", "warnings": 0}, 1)  # fmt: skip
    assert done.pid not in (0, os.getpid())
    waited(lambda: not list(jobs.home.iterdir()))
    assert stands(folder) == ["seed3"]
    assert is_whole(folder / "small/results/seed3", 3)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("dance", {}),
        ("run", {"members": 1}),
        ("run", {"quick": True, "out": "/etc"}),
        ("run", {"seed": "x"}),
        ("report", {}),
        ("report", {"run": "../../etc"}),
        ("report", {"run": "abc", "form": "exe"}),
    ],
)
def test_what_cannot_be_asked_for_is_refused_and_not_kept(jobs, kind, options):
    with pytest.raises(InputError) as caught:
        jobs.ask("small", kind, options, "wang")
    assert {fault.code for fault in caught.value.faults} == {"JOB002"}
    with pytest.raises(UnknownName):
        jobs.ask("nowhere", "run", {}, "wang")
    assert jobs.of("small") == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "JOB006"),
        (OSError(28, "No space left on device", "/srv/small/results/big.parquet"), "RUN003"),
        (NoSolution("no path"), "JOB008"),
        (InputError(faults=[note("RUN002", Place(file="x"))]), "RUN002"),
        (InputError(faults=[note("REP009", Place(file="/srv/small/results/1"))]), "REP009"),
        (InputError(faults=[note("REP009", Place(file="/srv/other/results/1"))]), "REP009"),
    ],
)
def test_what_a_worker_cannot_do_is_told(jobs, monkeypatch, error, code):
    def fails(*_):
        raise error

    monkeypatch.setattr(worker, "WORK", {"run": fails})
    id = jobs.ask("small", "run", {}, "wang").id
    worker.worked(jobs.records, jobs.records.take(), Path("/srv/small"))
    failed = jobs.get(id)
    assert (failed.state, [one.code for one in failed.faults]) == (State.failed, [code])
    assert "/srv" not in failed.faults[0].sentence("zh")


def test_a_worker_that_is_not_wanted_any_more_ends(jobs, monkeypatch):
    def works(_folder, turn):
        turn.step("read and check")
        jobs.cancel(turn.job.id)
        turn.step("documents")

    monkeypatch.setattr(worker, "WORK", {"run": works})
    id = jobs.ask("small", "run", {}, "wang").id
    with pytest.raises(SystemExit):
        worker.worked(jobs.records, jobs.records.take(), Path())
    assert (jobs.get(id).state, jobs.get(id).step) == (State.cancelled, "read and check")


def test_a_worker_that_is_not_wanted_any_more_puts_nothing_in_its_place(jobs, monkeypatch):
    def works(_folder, turn):
        turn.step(tasks.LAST)
        jobs.records.again(turn.job.id, turn.job.attempt)
        turn.keep("abc")

    monkeypatch.setattr(worker, "WORK", {"run": works})
    jobs.ask("small", "run", {}, "wang")
    with pytest.raises(SystemExit):
        worker.worked(jobs.records, jobs.records.take(), Path())
    assert jobs.records.asked("small", "abc") == set()


def test_whoever_asked_for_a_run_is_known_if_its_worker_is_lost_after_placing_it(jobs, folder, monkeypatch):  # fmt: skip
    def works(_folder, turn):
        turn.step(tasks.LAST)
        turn.keep("abc")
        sys.exit("lost")

    monkeypatch.setattr(worker, "WORK", {"run": works})
    job = jobs.ask("small", "run", {}, "wang")
    with pytest.raises(SystemExit):
        worker.worked(jobs.records, jobs.records.take(), folder / "small")
    jobs.records.again(job.id, 1)
    assert jobs.cancel(job.id).state is State.cancelled
    assert jobs.records.asked("small", "abc") == {"wang"}


def test_a_fault_of_the_program_is_told_and_its_trace_kept_apart(jobs):
    jobs.start()
    failed = over(jobs, jobs.ask("small", "run", {"members": 8}, "wang").id)
    assert (failed.state, [one.code for one in failed.faults]) == (State.failed, ["JOB005"])
    assert "RuntimeError" in (jobs.home / f"{failed.id}.log").read_text()


def test_a_worker_that_is_always_lost_is_given_up(jobs, monkeypatch):
    monkeypatch.setattr(working, "MOST_TRIES", 1)
    jobs.start()
    failed = over(jobs, jobs.ask("small", "run", {"members": 16}, "wang").id)
    assert ([one.code for one in failed.faults], failed.attempt) == (["JOB003"], 1)


def test_a_worker_that_takes_too_long_is_ended(jobs, folder, monkeypatch):
    monkeypatch.setattr(working, "LONGEST", 0.0)
    jobs.start()
    failed = over(jobs, jobs.ask("small", "run", {"members": SLEEPS}, "wang").id)
    assert [one.code for one in failed.faults] == ["JOB004"]
    waited(lambda: not stands(folder))


def test_a_cancelled_job_leaves_nothing_behind(jobs, folder):
    jobs.start()
    job = jobs.ask("small", "run", {"members": SLEEPS}, "wang")
    waited(lambda: stands(folder) and (folder / "small/results" / stands(folder)[0]).rglob("part0"))
    pid = jobs.get(job.id).pid
    assert jobs.cancel(job.id).state is State.cancelled
    assert stands(folder) == []
    assert list(jobs.home.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(pid, 0)
    assert jobs.cancel(job.id).state is State.cancelled


def test_a_job_that_waits_is_cancelled_before_anything_begins(jobs, folder):
    job = jobs.ask("small", "run", {}, "wang")
    assert jobs.cancel(job.id).state is State.cancelled
    assert jobs.records.take() is None
    assert stands(folder) == list(jobs.home.iterdir()) == []


def test_a_workbench_that_is_stopped_ends_its_workers_and_goes_on_when_started(jobs, folder):
    jobs.start()
    job = jobs.ask("small", "run", {"members": SLEEPS, "seed": 5}, "wang")
    pid = waited(lambda: jobs.get(job.id).pid)
    jobs.stop()
    assert jobs.get(job.id).state is State.queued
    with pytest.raises(ProcessLookupError):
        os.killpg(pid, 0)
    assert stands(folder) == []
    assert jobs.records.take().attempt == 2


def test_what_a_workbench_left_when_it_was_killed_is_swept_away_at_the_next_start(jobs, folder):
    job = jobs.ask("small", "run", {}, "wang")
    jobs.records.take()
    left = tasks.scratch(folder / "small", job)
    for one in (left, jobs.home / job.id):
        one.mkdir(parents=True)
    (jobs.home / f"{job.id}.log").touch()
    jobs.records.cancel(job.id, tasks.LAST)
    jobs.start()
    assert (stands(folder), list(jobs.home.iterdir())) == ([], [])


def test_a_job_whose_study_is_gone_fails(jobs, folder):
    job = jobs.ask("small", "run", {}, "wang")
    shutil.rmtree(folder / "small")
    jobs.start()
    assert [one.code for one in over(jobs, job.id).faults] == ["JOB007"]


def killed_at_random(settings, times, seed=7):
    """Ask for jobs, end server and workers in turn by kill -9 at random moments, start the server again; give the jobs."""
    rng, ended = random.Random(seed), 0
    records = Records(database.opened(settings.url))
    server, asked = served(settings), []
    try:
        while ended < times:
            seed = len(asked)
            options = tasks.accepted("run", {"seed": seed})
            asked.append(records.add("small", "run", options, "wang", f"k{seed}").id)
            if not records.running():  # nobody has told the server: it looks when it begins
                server = again(server, settings)
            busy = waited(lambda id=asked[-1]: seen(records) or records.get(id).state.over)
            if busy is True:  # it was done before anybody looked
                continue
            if rng.random() < MIDST:
                waited(lambda id=busy[0].id: records.get(id).step or records.get(id).state.over)
            time.sleep(rng.random() * LONGEST_WAIT)
            if both := rng.random() < HALF:
                server = again(server, settings)
            if not both or rng.random() < HALF:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(busy[0].pid, signal.SIGKILL)
            ended += 1
        server = again(server, settings)
        for id in asked:
            waited(lambda id=id: records.get(id).state.over, 120.0)
        assert {records.asked("small", run) for run in stands(settings.folder)} == {frozenset({"wang"})}  # fmt: skip
        return [records.get(id) for id in asked]
    finally:
        killed(server)
        records.engine.dispose()


def seen(records):
    """Give the jobs whose worker has begun."""
    return [one for one in records.running() if one.pid]


def served(settings):
    """Start a server of jobs, and wait until it works."""
    made = subprocess.Popen([sys.executable, SERVER, settings.folder, settings.database], stdout=subprocess.PIPE)  # fmt: skip
    assert made.stdout.readline() == b"ready\n"
    return made


def killed(server):
    server.kill()
    server.wait()
    server.stdout.close()


def again(server, settings):
    """End a server by kill -9 and start another."""
    killed(server)
    return served(settings)


def nothing_is_lost_or_half(settings, times):
    done, folder = killed_at_random(settings, times), settings.folder
    assert [(one.state, one.faults) for one in done] == [(State.done, ())] * len(done)
    assert stands(folder) == sorted(f"seed{seed}" for seed in range(len(done)))
    assert all(is_whole(folder / f"small/results/seed{seed}", seed) for seed in range(len(done)))
    killed(served(settings))  # what the last one could not see to is seen to at the next start
    assert [one.name for one in (folder / ".dualcarbon/jobs").iterdir()] == []


def test_three_kills_lose_nothing(folder):
    nothing_is_lost_or_half(Settings(folder), 3)


@pytest.mark.slow
def test_two_hundred_kills_lose_nothing(folder):
    nothing_is_lost_or_half(Settings(folder), 200)


@pytest.mark.slow
def test_forty_kills_lose_nothing_on_postgresql(folder, postgresql_url):
    nothing_is_lost_or_half(Settings(folder, database=postgresql_url), 40)


def test_every_step_of_a_run_has_its_share_and_its_words():
    from dualcarbon.server import words

    source = Path(running.__file__).read_text(encoding="utf-8")
    said = {part.split('"')[0] for part in source.split('step("')[1:]}
    assert said <= set(tasks.SHARES)
    for name in tasks.SHARES:
        for lang in words.LANGUAGES:
            assert words.say(f"jobs.step_{name.replace(' ', '_')}", lang)


def ran(study, options):
    """Run a study as a worker does, and give the folder of the run."""
    records = Records(database.opened(Settings(study.parent).url))
    records.add(study.name, "run", tasks.accepted("run", options), "wang")
    job = records.take()
    worker.worked(records, job, study)
    done = records.get(job.id)
    assert (done.state, done.faults) == (State.done, ())
    assert not tasks.scratch(study, job).exists() or not list(tasks.scratch(study, job).iterdir())
    return study / "results" / done.result["run"]


def outputs(run):
    return json.loads((run / "manifest.json").read_text())["outputs"]


@pytest.fixture
def copied(studies, tmp_path):
    ignored = shutil.ignore_patterns("results")
    return Path(shutil.copytree(studies / "jiangsu", tmp_path / "jiangsu", ignore=ignored))


def test_a_run_by_a_job_is_the_same_bytes_as_any_other(town, tmp_path):
    other = running.run(town, out=tmp_path / "out", members=16, quick=True).folder
    run = ran(town, {"members": 16, "quick": True})
    assert run.name == other.name
    assert outputs(run) == outputs(other)
    assert running.verify(run)
    records = Records(database.opened(Settings(town.parent).url))
    (job,) = records.of(town.name)
    assert kept(records) == [(job.id, run.name)]


def kept(records):
    """Give the runs that jobs have put in their place."""
    with records.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(KEPT))]


@pytest.mark.slow
def test_a_run_of_a_province_by_a_job_is_the_same_bytes_as_any_other(studies, copied):
    (other,) = (studies / "jiangsu/results").iterdir()
    run = ran(copied, {"members": 64, "quick": True})
    assert run.name == other.name
    assert outputs(run) == outputs(other)
    assert running.verify(run)


@pytest.mark.slow
def test_a_full_run_by_a_job_is_the_same_bytes_as_one_of_the_command_line(copied, tmp_path):
    run = ran(copied, {"members": 64})
    command = (sys.executable, "-m", "dualcarbon", "run", copied, "--out", tmp_path / "out", "--members", "64")  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    (other,) = (tmp_path / "out").iterdir()
    assert (other.name, outputs(other)) == (run.name, outputs(run))
    assert "report.zh.html" in outputs(run)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_a_report_by_a_job_is_the_same_bytes_as_one_of_the_command_line(studies, tmp_path, form):
    study = Path(shutil.copytree(studies / "jiangsu", tmp_path / "jiangsu"))
    (run,) = (study / "results").iterdir()
    records = Records(database.opened(Settings(tmp_path).url))
    options = {"run": run.name, "lang": "zh", "form": form}
    records.add("jiangsu", "report", tasks.accepted("report", options), "wang")
    worker.worked(records, job := records.take(), study)
    done = records.get(job.id)
    assert (done.state, done.faults, done.result["file"]) == (State.done, (), f"report.zh.{form}")
    out = tmp_path / f"other.{form}"
    command = (sys.executable, "-m", "dualcarbon", "report", run, "--lang", "zh", "--format", form, "--out", out)  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    assert (run / "documents" / f"report.zh.{form}").read_bytes() == out.read_bytes()
