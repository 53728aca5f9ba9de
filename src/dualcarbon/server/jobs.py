"""Long work beside the pages: queued in the database, done by processes of their own, never twice and never half.

A worker holds a lock on a file as long as it lives, the lock handed to it at its start. So a workbench that was itself ended and
started again knows which of its jobs are still worked at, whatever numbers processes have by then. What a worker writes stands in
a folder of the job's name until it is complete; whatever ends the worker, that folder is swept away.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dualcarbon.errors import UnknownName
from dualcarbon.server import tasks
from dualcarbon.server.refused import unknown
from dualcarbon.server.settings import Settings
from dualcarbon.server.shelf import Shelf
from dualcarbon.store.jobs import SHOWN, Job, Records, State
from dualcarbon.vocabulary.faults import Fault, Place, note

AT_ONCE = 2 if (os.cpu_count() or 1) > 2 else 1
"""Workers beside each other, so that the pages stay quick."""
COMMAND = (sys.executable, "-P", "-m", "dualcarbon.server.worker")
"""What a worker is started by; files of the folder that the workbench stands in are no part of the program."""
TRY_AGAIN = 75
"""What a worker ends with that could not reach the database."""
MOST_TRIES = 5
"""Workers that may be lost over a job before it is given up."""
LONGEST = 3600.0
"""How long a worker may take. [s]"""
TICK = 0.1  # s
PAUSE = 1.0  # s before a database that failed is tried again
PATIENCE = 10.0  # s that an ended worker is waited for
DATABASE = "DUALCARBON_DATABASE"
"""Variable that tells a worker the database: a password in it is not to be read from the list of processes."""


@dataclass(slots=True)
class Worker:
    """A process that works at a job; ``process`` is known where this workbench started it."""

    job: Job
    process: subprocess.Popen[bytes] | None
    since: float = field(default_factory=time.monotonic)


class Jobs:
    """The jobs of a workbench, and their workers."""

    def __init__(self, engine: Engine, settings: Settings, shelf: Shelf) -> None:
        self.records = Records(engine)
        self.url = settings.url
        self.home = settings.state / "jobs"
        self.shelf = shelf
        self._workers: dict[str, Worker] = {}
        self._lock = threading.RLock()
        self._asked = threading.Event()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def ask(
        self, study: str, kind: str, options: Mapping[str, Any], who: str, key: str = ""
    ) -> Job:
        """Queue a job; asked again with the same key by the same person, give the job that there is.

        Raises
        ------
        UnknownName
            There is no such study.
        InputError
            There is no such kind or it does not take these options, or the key stands for another job.
        """
        self.shelf.path(study)
        job = self.records.add(study, kind, tasks.accepted(kind, options), who, key)
        self._asked.set()
        return job

    def get(self, id: str) -> Job:
        """Give a job.

        Raises
        ------
        UnknownName
            There is none of this id.
        """
        return self.records.get(id)

    def one(self, study: str, id: str) -> Job:
        """Give a job of a study.

        Raises
        ------
        Refused
            The study has none of this id.
        """
        with contextlib.suppress(UnknownName):
            job = self.get(id)
            if job.study == study:
                return job
        raise unknown(id, "job")

    def of(self, study: str, most: int = SHOWN) -> list[Job]:
        """List the last jobs of a study, the newest first."""
        return self.records.of(study, most)

    def cancel(self, id: str) -> Job:
        """Cancel a job and take away what it began; one that is over, or in its last step, stays as it is."""
        job = self.get(id)
        with self._lock:
            if self.records.cancel(id, tasks.LAST):
                job = self.get(id)
                self._end(self._workers.pop(id, Worker(job, None)))
        self._asked.set()
        return self.get(id)

    def start(self) -> None:
        """Begin to work: what a worker that is gone has left is queued again."""
        if self._thread is None:
            self._ending.clear()
            self._adopt()
            self._thread = threading.Thread(target=self._supervise, name="jobs", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the workers; their jobs go on when the workbench is started again."""
        self._ending.set()
        self._asked.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        with self._lock:
            for worker in self._workers.values():
                self._end(worker)
                self.records.again(worker.job.id, worker.job.attempt)
            self._workers.clear()

    def _supervise(self) -> None:
        while not self._ending.is_set():
            self._asked.wait(TICK if self._workers else None)
            try:
                self._turn()
            except SQLAlchemyError:  # a full disk, a database that was restarted: tried again
                self._asked.set()
                self._ending.wait(PAUSE)

    def _turn(self) -> None:
        """See which workers have ended, and start those that there is place for."""
        with self._lock:
            fresh = self._asked.is_set()
            self._asked.clear()
            gone = [one for one in self._workers.values() if self._gone(one)]
            for worker in gone:
                self._judge(worker)
                del self._workers[worker.job.id]
            if fresh or gone:
                self._fill()

    def _adopt(self) -> None:
        """Take over the workers that still live, and queue again what others left."""
        for job in self.records.running():
            worker = Worker(job, None)
            if self._held(job.id):
                self._workers[job.id] = worker
            else:
                self._judge(worker)
        self._tidy()
        self._asked.set()

    def _tidy(self) -> None:
        """End and sweep away what is left of jobs that were over before the workbench could see to it."""
        for left in self.home.glob("*/"):
            with contextlib.suppress(UnknownName):  # of a job of another database
                job = self.get(left.name)
                if job.state.over:
                    self._end(Worker(job, None))

    def _fill(self) -> None:
        """Start workers while there is place and work."""
        while len(self._workers) < AT_ONCE and (job := self.records.take()):
            try:
                self._workers[job.id] = Worker(job, self._started(job, self.shelf.path(job.study)))
            except UnknownName:
                self._failed(job, note("JOB007", text=job.study))
            except OSError as error:  # a full disk, no more processes
                place = Place(file=Path(error.filename or "").name)
                self._failed(job, note("RUN003", place, why=error.strerror or str(error)))

    def _started(self, job: Job, folder: Path) -> subprocess.Popen[bytes]:
        """Start a worker that holds the lock of its job from its first moment."""
        scratch = self.home / job.id
        scratch.mkdir(parents=True, exist_ok=True)
        with (
            self._locked(job.id) as lock,
            (self.home / f"{job.id}.log").open("wb") as log,
        ):
            told = (str(folder), job.id, str(job.attempt), str(lock))
            return subprocess.Popen(
                (*COMMAND, *told),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, DATABASE: self.url, "TMPDIR": str(scratch)},
                pass_fds=(lock,),
                start_new_session=True,
            )

    def _gone(self, worker: Worker) -> bool:
        """Tell whether a worker has ended; one that takes too long is made to."""
        if time.monotonic() - worker.since > LONGEST:
            job, minutes = worker.job, int(LONGEST // 60)
            self._stop(worker)
            self.records.failed(job.id, job.attempt, [note("JOB004", minutes=minutes)])
        if worker.process is not None:
            return worker.process.poll() is not None
        return not self._held(worker.job.id)

    def _judge(self, worker: Worker) -> None:
        """See what a worker that has ended leaves: a job that is over, one to take up again, or one to give up."""
        job = self.get(worker.job.id)
        self._sweep(job)
        if job.state is not State.running:
            return
        code = worker.process.returncode if worker.process else 0
        if (
            code not in (0, TRY_AGAIN) and code > 0
        ):  # it ended by itself, and not by what it could tell
            self._failed(job, note("JOB005", file=f"{job.id}.log"))
        elif job.attempt >= MOST_TRIES:
            self._failed(job, note("JOB003", times=job.attempt))
        elif self.records.again(job.id, job.attempt):
            self._asked.set()

    def _failed(self, job: Job, fault: Fault) -> None:
        self.records.failed(job.id, job.attempt, [fault])

    def _end(self, worker: Worker) -> None:
        """End a worker and sweep away what it began."""
        self._stop(worker)
        self._sweep(self.get(worker.job.id))

    def _stop(self, worker: Worker) -> None:
        """End the processes of a worker, and wait until they are gone."""
        pid = worker.process.pid if worker.process else self.get(worker.job.id).pid
        with contextlib.suppress(ProcessLookupError):
            if pid and (worker.process or self._held(worker.job.id)):
                os.killpg(pid, signal.SIGKILL)
        if worker.process is not None:
            worker.process.wait()
        until = time.monotonic() + PATIENCE
        while self._held(worker.job.id) and time.monotonic() < until:
            time.sleep(TICK / 10)

    def _sweep(self, job: Job) -> None:
        """Take away what a job had begun to write."""
        log = self.home / f"{job.id}.log"
        if log.is_file() and not log.stat().st_size:
            log.unlink()
        with contextlib.suppress(UnknownName):
            shutil.rmtree(tasks.scratch(self.shelf.path(job.study), job), ignore_errors=True)
        if job.state.over:
            (self.home / f"{job.id}.lock").unlink(missing_ok=True)
        shutil.rmtree(self.home / job.id, ignore_errors=True)

    def _held(self, id: str) -> bool:
        """Tell whether a worker lives that holds the lock of a job."""
        try:
            with self._locked(id):
                return False
        except BlockingIOError:
            return True

    @contextlib.contextmanager
    def _locked(self, id: str) -> Iterator[int]:
        """Hold the lock of a job; a process that is started meanwhile may hold it on."""
        self.home.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.home / f"{id}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield handle
        finally:
            os.close(handle)
