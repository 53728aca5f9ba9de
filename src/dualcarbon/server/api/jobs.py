"""Work that takes longer: asked for once, looked at until it is over, cancelled."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Response
from fastapi import Path as InPath

from dualcarbon.server.api import doors, once, paging, problems
from dualcarbon.server.api.doors import At, Json, at
from dualcarbon.server.api.models import jobs as plain
from dualcarbon.server.api.models.jobs import Work
from dualcarbon.server.api.models.records import Page
from dualcarbon.server.api.once import Key
from dualcarbon.server.api.paging import Part, part
from dualcarbon.server.people.rules import Role, needs
from dualcarbon.store.jobs import Job

router = doors.router("jobs")
JobName = Annotated[str, InPath(max_length=64, description="Id of a job.")]
Plain = dict[str, Any]
SHOWN = ("id", "study", "kind", "state", "step", "share", "who", "at")


@router.post("/studies/{study}/jobs", response_model=plain.Job, status_code=202, dependencies=[needs(Role.analyst)])  # fmt: skip
def ask_job(body: Work, key: Key = "", at: At = Depends(at)) -> Response:  # noqa: B008
    """Ask for a run of the study or a report of a run; Location is where to look how it goes."""
    jobs = at.request.app.state.jobs

    def make() -> Response:
        made = jobs.ask(at.study, body.kind, body.options, at.person.name, key)
        at.request.app.state.people.record(at.person, f"ask {body.kind}", at.study, {"job": made.id})  # fmt: skip
        return Json(_plain(made), 202, {"Location": f"/api/v1/studies/{at.study}/jobs/{made.id}"})

    return once.answered(at.request, at.person.name, key, body, make)


@router.get("/studies/{study}/jobs", response_model=Page[plain.Job], dependencies=[needs(Role.viewer)])  # fmt: skip
def list_jobs(at: At = Depends(at), asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List the jobs of a study, the newest first."""
    return paging.cut_out(at.request.app.state.jobs.of(at.study), asked, _plain)


@router.get("/studies/{study}/jobs/{id}", response_model=plain.Job, dependencies=[needs(Role.viewer)])  # fmt: skip
def one_job(id: JobName, at: At = Depends(at)) -> Plain:  # noqa: B008
    """Tell how a job goes."""
    return _plain(_found(at, id))


@router.delete("/studies/{study}/jobs/{id}", response_model=plain.Job, dependencies=[needs(Role.analyst)])  # fmt: skip
def cancel_job(id: JobName, at: At = Depends(at)) -> Plain:  # noqa: B008
    """Cancel a job; one that is over, or in its last step, stays as it is."""
    job = at.request.app.state.jobs.cancel(_found(at, id).id)
    at.request.app.state.people.record(at.person, "cancel", at.study, {"job": job.id})
    return _plain(job)


def _found(at: At, id: str) -> Job:
    job: Job = at.request.app.state.jobs.one(at.study, id)
    return job


def _plain(job: Job) -> Plain:
    return {
        **{name: getattr(job, name) for name in SHOWN},
        "options": dict(job.options),
        "result": dict(job.result),
        "faults": [problems.record(one) for one in job.faults],
    }
