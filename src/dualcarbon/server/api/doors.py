"""What every operation begins with: the study it is about, who asks, and JSON as it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath
from fastapi.responses import JSONResponse

from dualcarbon.server.api import problems
from dualcarbon.server.api.strict import Strict
from dualcarbon.server.people.rules import Person
from dualcarbon.server.refused import Refused, unknown
from dualcarbon.server.shelf import Shelf
from dualcarbon.vocabulary.faults import note

NEWEST = "newest"
StudyName = Annotated[str, InPath(max_length=200, description="Id of a study.", examples=["jiangsu"])]  # fmt: skip
RunName = Annotated[str, InPath(max_length=200, description="Id of a run, or newest.", examples=[NEWEST])]  # fmt: skip
ScenarioName = Annotated[str, InPath(max_length=200, description="Id of a scenario.", examples=["baseline"])]  # fmt: skip


class Json(JSONResponse):
    """JSON that holds no NaN and ends no element of a page."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401
        """Write the content."""
        return problems.dumped(content)


@dataclass(frozen=True, slots=True)
class At:
    """Where an operation stands."""

    request: Request
    study: str
    folder: Path
    shelf: Shelf
    person: Person

    def run(self, id: str) -> Path:
        """Give a finished run by its id, or the newest.

        Raises
        ------
        Refused
            The study has none yet, or none of this id.
        """
        found = self.shelf.run(self.study, "" if id == NEWEST else id)
        if found is None:
            raise unknown(id, "run")
        return found


def at(request: Request, study: StudyName) -> At:
    """Give where an operation stands, from its address."""
    state = request.app.state
    return At(request, study, state.shelf.path(study), state.shelf, state.people.who(request))


def router(tag: str) -> APIRouter:
    """Give a router whose bodies are looked at strictly."""
    return APIRouter(route_class=Strict, default_response_class=Json, tags=[tag])


def etag(sha256: str) -> str:
    """Give the mark of a content, as its answer carries it."""
    return f'"{sha256}"'


def named(if_match: str | None) -> list[str]:
    """Give the hashes that a change may be made to, as its sender knows them; ``*`` is whatever is there.

    Raises
    ------
    Refused
        None is named (428).

    Examples
    --------
    >>> named('"abc", W/"def"')
    ['abc', 'def']
    """
    marks = [one.strip().removeprefix("W/").strip('"') for one in (if_match or "").split(",")]
    if not any(marks):
        raise Refused(428, note("API013"))
    return [one for one in marks if one]


def attached(data: bytes, name: str, media: str, headers: dict[str, str] | None = None) -> Response:
    """Give a file to be kept, not shown; of its name only plain characters are left."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    head = {"Content-Disposition": f'attachment; filename="{plain}"', **(headers or {})}
    return Response(data, media_type=media, headers=head)
