"""Jobs: what is being computed or written, how far it is, what came of it; asked for and cancelled from any page."""

from __future__ import annotations

import datetime
import secrets
from typing import Annotated, Any

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.standing import standing
from dualcarbon.store import times
from dualcarbon.store.jobs import Job, State

chapter = Chapter("jobs", 910, rail=False)
BACK = ("home", "report", "jobs")
"""Chapters that a job is asked for from, and led back to."""
NEWS = datetime.timedelta(minutes=10)
"""How long the strip of every page tells what came of a job."""
LOOKED_AT = 20
"""Jobs that the strip looks at, the last."""


@chapter.page()
def show(at: Here = Depends(here)) -> Response:  # noqa: B008
    """List the jobs of the study."""
    return at.page("jobs.html", **_listed(at))


@chapter.page("/list")
def listed(at: Here = Depends(here)) -> Response:  # noqa: B008
    """List the jobs of the study, as the part of the page that is asked for again and again."""
    return at.page("jobs_list.html", **_listed(at))


@chapter.page("/strip")
def strip(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show what every page tells of jobs: those that go on, what came of the last, whether the run shown is older than the files."""
    return _strip(at)


@chapter.action("/ask")
def ask(
    kind: Annotated[str, Form()],
    key: Annotated[str, Form(max_length=200)] = "",
    back: Annotated[str, Form()] = "jobs",
    quick: Annotated[bool, Form()] = False,
    run: Annotated[str, Form()] = "",
    in_lang: Annotated[str, Form()] = "",
    form: Annotated[str, Form()] = "",
    template: Annotated[bool, Form()] = False,
    at: Here = Depends(here),  # noqa: B008
) -> Response:
    """Ask for a job, and lead back to the page; sent twice, it is one job."""
    options: dict[str, Any] = {"quick": quick}
    if kind == "report":
        options = {"run": run, "lang": in_lang, "form": form, "template": template}
        at.shelf.run(at.study, run or "-")
    job = at.request.app.state.jobs.ask(at.study, kind, options, at.person.name, key)
    _recorded(at, "job.ask", job)
    return RedirectResponse(at.link(back if back in BACK else "jobs"), 303)


@chapter.action("/{id}/cancel")
def cancel(id: str, request: Request, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Cancel a job; what it began is taken away."""
    jobs = request.app.state.jobs
    jobs.one(at.study, id)
    _recorded(at, "job.cancel", jobs.cancel(id))
    if "hx-request" in request.headers:
        return _strip(at)
    return RedirectResponse(at.link("jobs"), 303)


def key() -> str:
    """Give a key that makes what a form sends twice one job."""
    return secrets.token_hex(12)


def titled(at: Here, job: Job) -> str:
    """Give what a job is, in a few words."""
    if job.kind == "report":
        form, lang = job.options["form"].upper(), at.say(f"jobs.lang_{job.options['lang']}")
        return at.say("jobs.report", form=form, lang=lang)
    return at.say("jobs.quick" if job.options["quick"] else "jobs.run")


def stepped(at: Here, job: Job) -> str:
    """Give what a job is doing."""
    if job.state is not State.running or not job.step:
        return at.say(f"jobs.state_{job.state.value}")
    return at.say(f"jobs.step_{job.step.replace(' ', '_')}")


def _strip(at: Here) -> Response:
    jobs: list[Job] = at.request.app.state.jobs.of(at.study, LOOKED_AT)
    run, newest = at.run, at.shelf.run(at.study)
    return at.page(
        "strip.html",
        going=[job for job in reversed(jobs) if not job.state.over],
        news=next((job for job in jobs[:1] if job.state.over and _fresh(job)), None),
        run=run,
        newer=newest is not None and newest != run,
        standing=standing(at.shelf, at.study, run) if run else None,
        **_words(at),
    )


def _listed(at: Here) -> dict[str, Any]:
    return {"jobs": at.request.app.state.jobs.of(at.study), **_words(at)}


def _words(at: Here) -> dict[str, Any]:
    return {
        "titled": lambda job: titled(at, job),
        "stepped": lambda job: stepped(at, job),
        "stamp": times.minute,
        "may": at.may_edit,
        "key": key,
    }


def _fresh(job: Job) -> bool:
    ended = datetime.datetime.fromisoformat(job.ended)
    return datetime.datetime.now(tz=datetime.UTC) - ended < NEWS


def _recorded(at: Here, what: str, job: Job) -> None:
    detail = {"job": job.id, "kind": job.kind, "options": dict(job.options)}
    at.request.app.state.people.record(at.person, what, at.study, detail)
