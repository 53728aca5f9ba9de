"""Approval of a finished run: looked at, given by a second person, taken back with a reason."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, Response

from dualcarbon.server import approving
from dualcarbon.server.api import doors, once
from dualcarbon.server.api.doors import At, Json, RunName, at
from dualcarbon.server.api.models.approvals import Approve, Approved, Revoke
from dualcarbon.server.api.once import Key
from dualcarbon.server.people.rules import Role, needs

router = doors.router("runs")
APPROVAL = "/studies/{study}/runs/{run}/approval"
Plain = dict[str, Any]


@router.get(APPROVAL, response_model=Approved, dependencies=[needs(Role.viewer)])
def approval(run: RunName, at: At = Depends(at)) -> Plain:  # noqa: B008
    """Tell whether a run is approved, by whom, and for which bytes."""
    return _plain(at, run)


@router.post(APPROVAL, response_model=Approved, status_code=201, dependencies=[needs(Role.approver)])  # fmt: skip
def approve(run: RunName, body: Approve, key: Key = "", at: At = Depends(at)) -> Response:  # noqa: B008
    """Approve a run that another person asked for."""

    def make() -> Response:
        state = at.request.app.state
        approving.approve(state, at.person, at.study, at.run(run), body.digest, body.note)
        return Json(_plain(at, run), 201)

    return once.answered(at.request, at.person.name, key, body, make)


@router.post(APPROVAL + "/revocation", response_model=Approved, dependencies=[needs(Role.approver)])  # fmt: skip
def revoke(run: RunName, body: Revoke, key: Key = "", at: At = Depends(at)) -> Response:  # noqa: B008
    """Take the approval of a run back."""

    def make() -> Response:
        state = at.request.app.state
        approving.revoke(state, at.person, at.study, at.run(run), body.reason)
        return Json(_plain(at, run))

    return once.answered(at.request, at.person.name, key, body, make)


def _plain(at: At, run: str) -> Plain:
    seen = approving.seen(at.request.app.state, at.study, at.run(run))
    last = seen.approval
    names = ("who", "at", "note", "revoked_by", "revoked_at", "reason")
    told = {name: (getattr(last, name) or None) if last else None for name in names}
    return {
        "run": seen.run,
        "digest": seen.digest,
        "whole": seen.whole,
        "approved": seen.speaks,
        "approved_digest": last.digest if last else None,
        **told,
    }
