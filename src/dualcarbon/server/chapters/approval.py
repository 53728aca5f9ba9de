"""Approval: whether the run is approved and by whom; given, and taken back with a reason, by those who may; all there ever were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Form, Response
from fastapi.responses import RedirectResponse

from dualcarbon.errors import InputError
from dualcarbon.server import approving, refusals
from dualcarbon.server.api.models.approvals import LONGEST
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.people.rules import Role
from dualcarbon.store import times

chapter = Chapter("approval", 85, rail=False)
Text = Annotated[str, Form(max_length=2000)]


@chapter.page()
def show(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show whether the run is approved, what can be done about it, and every approval of the study."""
    return at.page("unrun.html") if at.run is None else _page(at, at.run)


@chapter.action("/give", role=Role.approver)
def give(run: Text, digest: Text, note: Text = "", at: Here = Depends(here)) -> Response:  # noqa: B008
    """Approve a run as it was seen."""
    return _done(at, run, lambda state, one: approving.approve(state, at.person, at.study, one, digest, note))  # fmt: skip


@chapter.action("/revoke", role=Role.approver)
def revoke(run: Text, reason: Text = "", at: Here = Depends(here)) -> Response:  # noqa: B008
    """Take the approval of a run back."""
    return _done(at, run, lambda state, one: approving.revoke(state, at.person, at.study, one, reason))  # fmt: skip


def stated(at: Here, run: Path) -> dict[str, Any]:
    """Give what the pages need that say whether a run is approved."""
    state = at.request.app.state
    return {
        "approval": approving.seen(state, at.study, run),
        "approves": approving.may(state, at.person, at.study),
        "shared": state.settings.shared,
    }


def _page(at: Here, run: Path, error: InputError | None = None) -> Response:
    state = at.request.app.state
    barred = approving.refused(state, at.person, at.study, run)
    return at.page(
        "approval.html",
        refusals.status(error) if error else 200,
        run=run,
        barred=barred.sentence(at.lang) if barred else "",
        every=state.approvals.of(at.study),
        said=[fault.sentence(at.lang) for fault in error.faults] if error else [],
        most=LONGEST,
        stamp=times.minute,
        **stated(at, run),
    )


def _done(at: Here, id: str, change: Callable[[Any, Path], object]) -> Response:
    """Make a change to a run, and show the page; what was refused stands above."""
    run = at.shelf.one(at.study, id)
    try:
        change(at.request.app.state, run)
    except InputError as error:
        return _page(at, run, error)
    return RedirectResponse(f"{at.link('approval')}?run={run.name}", 303)
