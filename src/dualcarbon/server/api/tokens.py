"""Tokens: what a program shows in place of the person who made it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi import Path as InPath

from dualcarbon.server.api import doors, paging
from dualcarbon.server.api.doors import Json
from dualcarbon.server.api.models.records import Page
from dualcarbon.server.api.models.tokens import Issue, NewToken, Token
from dualcarbon.server.api.paging import Part, part
from dualcarbon.server.people.accounts import Accounts
from dualcarbon.server.people.rules import Role, needs
from dualcarbon.server.refused import Refused, unknown
from dualcarbon.vocabulary.faults import note

router = doors.router("tokens")
TokenName = Annotated[str, InPath(max_length=64, description="Id of a token.")]
Plain = dict[str, Any]
OWN = needs(Role.viewer, in_person=True)


@router.get("/tokens", response_model=Page[Token], dependencies=[OWN])
def list_tokens(request: Request, asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List your tokens; on one's own machine none is needed and there is none."""
    people = request.app.state.people
    own = people.persons.tokens(people.who(request).name) if isinstance(people, Accounts) else []
    return paging.cut_out(own, asked, _plain)


@router.post("/tokens", response_model=NewToken, status_code=201, dependencies=[OWN])
def make_token(request: Request, body: Issue) -> Response:
    """Make a token; its secret is shown this once."""
    people = _accounts(request)
    person = people.who(request)
    secret = people.issue(person, body.title, body.days)
    newest = people.persons.tokens(person.name)[0]
    return Json({**_plain(newest), "secret": secret}, 201)


@router.delete("/tokens/{id}", status_code=204, response_class=Response, dependencies=[OWN])  # fmt: skip
def end_token(request: Request, id: TokenName) -> Response:
    """End one of your tokens."""
    people = _accounts(request)
    person = people.who(request)
    if id not in {one.id for one in people.persons.tokens(person.name)}:
        raise unknown(id, "token")
    people.revoke(person, id)
    return Response(status_code=204)


def _accounts(request: Request) -> Accounts:
    people = request.app.state.people
    if not isinstance(people, Accounts):
        raise Refused(409, note("API019"))
    return people


def _plain(one: Any) -> Plain:  # noqa: ANN401
    return {
        "id": one.id,
        "title": one.title,
        "begun": datetime.fromtimestamp(one.begun, UTC).isoformat(),
        "ends": datetime.fromtimestamp(one.ends, UTC).isoformat(),
    }
