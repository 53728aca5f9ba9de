"""A process that does one job: ``python -m dualcarbon.server.worker STUDY JOB ATTEMPT LOCK``.

It runs the study by the same call as the command line, so that the results are the same bytes, and says in the database how far
it has come. Where it is told that the job is no longer its own it ends at once.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from dualcarbon.errors import DualCarbonError
from dualcarbon.server import tasks
from dualcarbon.server.jobs import DATABASE, TRY_AGAIN
from dualcarbon.server.refused import inside
from dualcarbon.store import database
from dualcarbon.store.jobs import Job, Records
from dualcarbon.vocabulary.faults import Fault, Place, note

if TYPE_CHECKING:
    from dualcarbon.study.results import Results

NICE = 5
"""How far a worker stands back behind the pages."""
PART = 0.75
"""Part of the machine's memory that a worker may take. [1]"""
GIB = 2.0**30  # bytes


class Stopped(SystemExit):
    """The job was cancelled, or given to another worker."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A job in the hands of this worker, which says in the database what it does, and ends where the job is its own no longer."""

    records: Records
    job: Job

    def step(self, name: str) -> None:
        """Say which step begins."""
        job = self.job
        _ours(self.records.step(job.id, job.attempt, name, tasks.SHARES[name]))

    def keep(self, run: str) -> None:
        """Say which run is about to take its place."""
        _ours(self.records.keeps(self.job.id, self.job.attempt, run))


def main() -> None:
    """Do the job that the arguments name."""
    folder, id, attempt, lock = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    os.set_inheritable(lock, False)
    memory, url = limited(), os.environ.pop(DATABASE)
    try:
        records = Records(database.opened(url))
        if records.begun(id, attempt, os.getpid()):
            job = records.get(id)
            try:
                worked(records, job, folder, memory)
            finally:
                shutil.rmtree(tasks.scratch(folder, job), ignore_errors=True)
    except SQLAlchemyError:  # a full disk, a database that was restarted
        sys.exit(TRY_AGAIN)


def limited() -> float:
    """Take no more memory than the machine can spare, stand behind the pages, be the first to go; give the limit in GiB."""
    os.nice(NICE)
    most = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * PART)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    return most / GIB


def worked(records: Records, job: Job, folder: Path, memory: float = 0.0) -> None:
    """Do a job, and say in the database what it gave or why it cannot be done."""
    try:
        result = WORK[job.kind](folder, Turn(records, job))
    except DualCarbonError as error:
        faults = getattr(error, "faults", ()) or [note("JOB008", text=str(error))]
        records.failed(job.id, job.attempt, [inside(one, folder) for one in faults])
    except OSError as error:
        records.failed(job.id, job.attempt, [inside(_refused(error), folder)])
    except MemoryError:
        records.failed(job.id, job.attempt, [note("JOB006", gib=f"{memory:.1f}")])
    else:
        records.done(job.id, job.attempt, result)


def _ours(said: bool) -> None:
    if not said:
        raise Stopped


def _run(folder: Path, turn: Turn) -> dict[str, Any]:
    from dualcarbon.study import running

    results = running.run(
        folder,
        step=turn.step,
        keep=turn.keep,
        documents=_documents,
        scratch=tasks.scratch(folder, turn.job),
        **turn.job.options,
    )
    return {"run": str(results.summary["run"]), "warnings": len(results.warnings)}


def _report(folder: Path, turn: Turn) -> dict[str, Any]:
    from dualcarbon.report import writing

    job = turn.job
    run, lang, form = (job.options[name] for name in ("run", "lang", "form"))
    place = folder / tasks.RESULTS / run / tasks.DOCUMENTS / f"report.{lang}.{form}"
    turn.step("write the report")
    written = writing.again(
        folder / tasks.RESULTS / run,
        lang=lang,
        form=form,
        out=tasks.scratch(folder, job) / place.name,
        template=folder / tasks.TEMPLATE if job.options["template"] else None,
    )
    turn.step(tasks.LAST)
    written.file.replace(place)
    return {"run": run, "file": place.name, "warnings": len(written.warnings)}


def _documents(results: Results, folder: Path) -> None:
    from dualcarbon.report import html

    html.documents(results, folder)


def _refused(error: OSError) -> Fault:
    """Give what the system refused, a full disk or a folder without leave, as a fault."""
    place = Place(file=str(error.filename or ""))
    return note("RUN003", place, why=error.strerror or str(error))


WORK: Mapping[str, Callable[[Path, Turn], dict[str, Any]]] = {"run": _run, "report": _report}

if __name__ == "__main__":
    main()
